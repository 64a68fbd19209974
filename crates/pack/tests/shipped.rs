//! The programs that are shipped are free of findings.

const SHIPPED: [(&str, &str); 9] = [
    ("packs/petition/pack.toml", include_str!("../../../packs/petition/pack.toml")),
    ("packs/hotline/pack.toml", include_str!("../../../packs/hotline/pack.toml")),
    ("packs/grid/pack.toml", include_str!("../../../packs/grid/pack.toml")),
    ("packs/commitment/pack.toml", include_str!("../../../packs/commitment/pack.toml")),
    ("packs/onsite/pack.toml", include_str!("../../../packs/onsite/pack.toml")),
    ("packs/reception/pack.toml", include_str!("../../../packs/reception/pack.toml")),
    ("packs/briefing/pack.toml", include_str!("../../../packs/briefing/pack.toml")),
    ("packs/research/pack.toml", include_str!("../../../packs/research/pack.toml")),
    ("packs/linkage/pack.toml", include_str!("../../../packs/linkage/pack.toml")),
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

/// The same proof, with one line of a shipped pack taken away or changed: it must be noticed.
#[test]
fn a_slip_in_a_shipped_pack_is_found() {
    let check = |at: usize, old: &str, new: &str, code: &str, place: &str| {
        let (file, text) = SHIPPED[at];
        assert!(text.contains(old), "{file} has no {old}");
        let found = match pack::read(file, &text.replacen(old, new, 1)) {
            Ok(program) => pack::check(&program),
            Err(error) => panic!("{error}"),
        };
        let found: Vec<String> =
            found.iter().map(|finding| format!("{} {}", finding.code, finding.place)).collect();
        assert!(found.contains(&format!("{code} {place}")), "{new}: {found:?}");
    };
    check(
        0,
        "assign = \"kind:discipline\"",
        "assign = \"kind:department\"",
        "accused-could-see",
        "act to_discipline",
    );
    check(
        0,
        "handlers = [\"petition\", \"discipline\"]",
        "handlers = [\"discipline\"]",
        "accused-could-see",
        "act raise",
    );
    check(0, "start = [\"accusation\"]", "start = []", "waits-without-clock", "state investigating");
    check(0, "breach = \"ruling_lapses\"", "", "never-happens", "act ruling_lapses");
    check(
        1,
        "then = [\"redo\", \"close_unsolved\", \"close\"]",
        "then = [\"redo\"]",
        "waits-without-clock",
        "state answered",
    );
    check(1, "by = [\"approver@receiver\"]", "by = [\"aprover@receiver\"]", "unknown-name", "act extend");
    check(
        2,
        "levels = [\"grid\", \"community\", \"street\", \"county\", \"city\", \"company\"]",
        "levels = [\"province\"]",
        "nobody-can-act",
        "state handling",
    );
}
