//! What packs may look like, and what the reader says about those that do not.

#![expect(clippy::string_slice, reason = "tests cut at boundaries they have found")]

use proptest::prelude::*;

const HOTLINE: &str = include_str!("../../../packs/hotline/pack.toml");

/// The smallest pack that can be read.
const SMALL: &str = r#"
[pack]
id = "tree"
version = 1
prefix = "SM"
shape = "matter"
name = { zh = "树木", en = "Trees" }
summary = { zh = "修树。", en = "Trees." }
basis = { zh = "条例", en = "Rules" }
levels = ["street"]

[[state]]
id = "open"
name = { zh = "待办", en = "Open" }
about = { zh = "待办。", en = "Open." }
phase = "received"
waits_for = "holder"

[opening]
name = { zh = "提出", en = "Raise" }
to = "open"
by = ["person"]
assign = "route"
"#;

#[test]
fn a_small_pack_is_read() {
    let program = pack::read("tree/pack.toml", SMALL).unwrap();
    assert_eq!(program.id.as_str(), "tree");
    assert_eq!(program.opening.id.as_str(), domain::program::OPENING);
}

#[test]
fn a_star_means_every_state_that_has_not_ended() {
    let text = format!(
        "{SMALL}
[[state]]
id = \"done\"
name = {{ zh = \"办结\", en = \"Done\" }}
about = {{ zh = \"办结。\", en = \"Done.\" }}
phase = \"closed\"
waits_for = \"nobody\"
ends = \"settled\"

[[act]]
id = \"finish\"
name = {{ zh = \"办结\", en = \"Finish\" }}
from = [\"*\"]
to = \"done\"
by = [\"person\"]
"
    );
    let program = pack::read("tree/pack.toml", &text).unwrap();
    let from: Vec<&str> = program.acts[0].from.iter().map(domain::ids::StateId::as_str).collect();
    assert_eq!(from, ["open"]);
}

#[test]
fn what_cannot_be_read_is_refused_with_its_line_and_advice() {
    let check = |written: &str, instead: &str, line: usize, advice: &str| {
        assert!(SMALL.contains(written), "{written} stands in the small pack");
        let error = match pack::read("tree/pack.toml", &SMALL.replace(written, instead)) {
            Ok(_) => panic!("{instead} was read"),
            Err(error) => error.to_string(),
        };
        assert!(error.starts_with(&format!("tree/pack.toml:{line}: ")), "{instead}: {error}");
        assert!(error.contains(advice), "{instead}: {error}");
    };
    check(
        "by = [\"person\"]",
        "by = [\"anyone\"]",
        22,
        "write `person`, `timer`, or a role and where it sits",
    );
    check("by = [\"person\"]", "by = [\"person\"]\nwhos = 1", 23, "unknown field `whos`");
    check("assign = \"route\"", "assign = \"somewhere\"", 23, "write route, superior, sender");
    check("to = \"open\"", "to = \"Open\"", 21, "is not a name: write small letters");
    check("to = \"open\"", "", 19, "missing field `to`");
    check("shape = \"matter\"", "shape = \"thing\"", 6, "expected one of `matter`, `activity`, `record`");
    check("levels = [\"street\"]", "levels = [\"town\"]", 10, "unknown variant `town`");
    check(
        "assign = \"route\"",
        "assign = \"route\"\nrules = [{ must = \"f. == 1\", otherwise = { zh = \"\", en = \"\" } }]",
        24,
        "cannot be read",
    );
    check(
        "[opening]",
        "[[field]]\nid = \"n\"\nlabel = {}\nkind = \"number\"\n[opening]",
        22,
        "a number needs `min` and `max`",
    );
    check(
        "[opening]",
        "[[field]]\nid = \"n\"\nlabel = {}\nkind = \"choice\"\n[opening]",
        22,
        "a choice needs `options",
    );
    check(
        "[opening]",
        "[[clock]]\nid = \"n\"\nname = {}\nbasis = {}\non = \"holder\"\n[opening]",
        20,
        "a clock says how long it runs",
    );
    check(
        "[opening]",
        "[[clock]]\nid = \"n\"\nname = {}\nbasis = {}\non = \"holder\"\nterm = \"soon\"\n[opening]",
        24,
        "is not a term; write a number and hours",
    );
    check("version = 1", "version = ", 4, "");
}

#[test]
fn a_pack_that_is_too_long_is_refused() {
    let long = "#".repeat(pack::PACK_BYTES_MAX + 1);
    assert!(pack::read("x", &long).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever somebody saves as a pack, the reader answers.
    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,200}") {
        drop(pack::read("x", &text));
    }

    /// A pack with a piece cut out or another put in, as happens while somebody is writing it.
    #[test]
    fn a_damaged_pack_is_read_or_refused(from in 0..HOTLINE.len(), length in 0..80_usize, with in "[\\[\\]{}\"'=,a-z\n]{0,6}") {
        let start = HOTLINE.floor_char_boundary(from);
        let end = HOTLINE.floor_char_boundary((from + length).min(HOTLINE.len()));
        let damaged = format!("{}{with}{}", &HOTLINE[..start], &HOTLINE[end.max(start)..]);
        if let Err(error) = pack::read("x", &damaged) {
            prop_assert!(error.line <= damaged.lines().count() + 1);
        }
    }
}
