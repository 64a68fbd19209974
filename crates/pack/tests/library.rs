//! What the checker finds in a pack of texts: the shipped one, changed in one way a case.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

const POLICY: &str = include_str!("../../../packs/policy/pack.toml");

fn found(pack: &str) -> Vec<&'static str> {
    pack::check(&pack::read("policy", pack).unwrap()).iter().map(|finding| finding.code).collect()
}

#[test]
fn each_mistake_of_a_library_is_found_for_what_it_is() {
    assert_eq!(found(POLICY), Vec::<&str>::new());
    for (old, new, code) in [
        ("kind = \"document\"", "kind = \"text\"", "library-field"),
        ("kind = \"can_i\"", "kind = \"text\"", "library-field"),
        ("filters = [\"level\", \"audience\"]", "filters = [\"issuer\"]", "library-field"),
        ("publishes = true\n", "", "library-unpublished"),
        (
            "\"valid_from\", \"valid_until\", \"body\", \"summary\"",
            "\"valid_until\", \"body\", \"summary\"",
            "library-undated",
        ),
        ("apart = [\"raise\", \"write\", \"send\"]", "apart = [\"send\"]", "library-four-eyes"),
        ("outcomes = [\"hotline\", \"briefing\"]\n", "", "library-questions"),
        (
            "[library]",
            "[sealing]\nwhen = \"f.level == 'law'\"\nhandlers = [\"government\"]\ntitle = { zh = \"封存\", en = \"Sealed\" }\n\n[library]",
            "document-sealed",
        ),
    ] {
        assert!(POLICY.contains(old), "the pack has no {old}");
        let codes = found(&POLICY.replacen(old, new, 1));
        assert!(codes.contains(&code), "{code}: {codes:?}");
    }
}

#[test]
fn the_explanation_says_how_it_is_looked_up() {
    let program = pack::read("policy", POLICY).unwrap();
    for (language, said) in [
        (domain::text::Language::Zh, ["公众怎么查阅", "由另一个人公布", "审核通过并公布", "我能办吗"]),
        (
            domain::text::Language::En,
            ["How the public looks it up", "Somebody else publishes", "Check and publish", "Can I?"],
        ),
    ] {
        let text = pack::explain::as_text(&pack::explain(&program, language));
        for said in said {
            assert!(text.contains(said), "{said}");
        }
    }
}
