//! The programs that are shipped are free of findings.

const SHIPPED: [(&str, &str); 3] = [
    ("packs/petition/pack.toml", include_str!("../../../packs/petition/pack.toml")),
    ("packs/hotline/pack.toml", include_str!("../../../packs/hotline/pack.toml")),
    ("packs/grid/pack.toml", include_str!("../../../packs/grid/pack.toml")),
];

#[test]
fn every_shipped_pack_is_read_and_free_of_findings() {
    for (file, text) in SHIPPED {
        let program = match pack::read(file, text) {
            Ok(program) => program,
            Err(error) => panic!("{error}"),
        };
        let findings: Vec<String> = pack::check(&program).iter().map(ToString::to_string).collect();
        assert!(findings.is_empty(), "{file}:\n{}", findings.join("\n"));
    }
}
