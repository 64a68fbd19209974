//! Guards: what they see of a case, and what the checker finds before they run.

use super::*;
use crate::field::{FieldKind, Value, Values};
use crate::fixture::{Story, field, guard, matter};

/// What guards say of a case, one after the other.
fn says(story: &Story, form: &Values, expected: &[(&str, bool)]) {
    let facts = Facts::new(&story.world, story.program(), &story.case, form, story.now);
    let vocabulary = Vocabulary::of(story.program());
    for (source, yes) in expected {
        let guard = guard(source);
        assert_eq!(guard.check(&vocabulary), Ok(()), "{source}");
        assert_eq!(guard.holds(&facts), *yes, "{source}");
    }
}

#[test]
fn a_guard_sees_how_a_new_case_stands() {
    let story = Story::new().until("2026-03-05 08:59");
    says(
        &story,
        &Values::new(),
        &[
            ("case.channel == 'web'", true),
            ("case.category == 'urban.drainage'", true),
            ("case.state == 'registered'", true),
            ("case.level == 'county'", true),
            ("case.people == 1", true),
            ("case.days == 2", true), // one minute is missing to the third
            ("case.reopened + case.supported + case.photos == 0", true),
            ("case.sealed || case.published", false),
            ("case.named", true),
            ("clocks.accept == 'running'", true),
            ("clocks.handle == 'off'", true),
            ("'raise' in done", true),
            ("'transfer' in done", false),
            ("duty.holder", false), // the petition office registers, the duty list names others
        ],
    );
}

#[test]
fn a_guard_sees_what_has_changed() {
    let story = Story::new()
        .act("an@petition", "transfer", "")
        .act("bo@street", "call_in", "helpers=water")
        .act("bo@street", "wait", "reason=test");
    let expected = [
        ("case.state == 'handling' && case.level == 'street'", true),
        ("clocks.accept == 'stopped'", true),
        ("clocks.handle == 'paused'", true),
        ("'transfer' in done && 'wait' in done", true),
        ("duty.holder", true),
        ("size(f.helpers) == 1", true),
        ("f.reason == 'test' ? f.note == '' : false", true),
    ];
    says(&story, &Values::new(), &expected);
    let late = Story::new().until("2026-03-18 00:00");
    says(&late, &Values::new(), &[("clocks.accept == 'late'", true), ("case.days - 1 >= 14", true)]);
}

#[test]
fn an_absent_value_is_the_empty_one_of_its_kind() {
    let expected = [
        ("f.class == 'ordinary'", true),
        ("f.reason == ''", true),
        ("f.answer == '' && f.note == '' && f.day == '' && f.to == ''", true),
        ("f.solved", false),
        ("f.visits == 0", true),
        ("size(f.helpers) + size(f.tags) + size(f.names) == 0", true),
    ];
    says(&Story::new(), &Values::new(), &expected);
}

#[test]
fn a_form_lies_on_top_of_the_case() {
    let form =
        Values::from([("note".into(), Value::Text("新".to_owned())), ("visits".into(), Value::Number(3))]);
    let expected = [
        ("form.visits > 2 && f.visits < 1", true),
        ("size(form.note) == 1 && f.note == ''", true),
        ("form.class == 'ordinary'", true), // the form is silent: the case's value
    ];
    says(&Story::new(), &form, &expected);
}

#[test]
fn every_fact_of_a_case_is_there_and_of_its_type() {
    let story = Story::new();
    let facts = Facts::new(&story.world, story.program(), &story.case, &Values::new(), story.now);
    for (name, kind) in CASE_FACTS {
        let source = match kind {
            GuardType::YesNo => format!("case.{name} || true"),
            // What lies ahead is below 0 where nobody has said when.
            GuardType::Number => format!("case.{name} + 1 >= 0"),
            _ => format!("size(case.{name}) >= 0"),
        };
        assert!(guard(&source).holds(&facts), "{source}");
    }
}

#[test]
fn a_guard_that_makes_no_sense_counts_as_no() {
    let story = Story::new();
    let facts = Facts::new(&story.world, story.program(), &story.case, &Values::new(), story.now);
    for source in ["nobody", "f.nothing == ''", "case.people", "case.people == 'one' || nobody", "f", "case"]
    {
        assert!(!guard(source).holds(&facts), "{source}");
    }
}

#[test]
fn the_checker_finds_each_fault() {
    let vocabulary = Vocabulary::of(&matter());
    let fault = |source: &str| guard(source).check(&vocabulary).unwrap_err();
    for (source, name) in [
        ("nobody", "nobody"),
        ("f.nothing == ''", "f.nothing"),
        ("case.nothing == ''", "case.nothing"),
        ("clocks.nothing == 'off'", "clocks.nothing"),
        ("duty.sender", "duty.sender"),
        ("other.thing", "other.thing"),
    ] {
        assert_eq!(fault(source), GuardFault::UnknownName { name: name.to_owned() }, "{source}");
    }
    for (source, word) in [
        ("f.class == 'acusation'", "acusation"),
        ("case.state == 'gone'", "gone"),
        ("case.channel != 'fax'", "fax"),
        ("case.level == 'village'", "village"),
        ("clocks.accept == 'breached'", "breached"),
        ("'nothing' in done", "nothing"),
        ("'new' in f.tags", "new"),
        ("f.class in ['a']", "a"),
        // One slip among words that are right.
        ("f.class in ['ordinary', 'acusation']", "acusation"),
        ("clocks.accept in ['running', 'lat']", "lat"),
        ("f.class != '' ? case.state == 'gone' : true", "gone"),
    ] {
        let found = fault(source);
        assert!(matches!(&found, GuardFault::NeverThatWord { word: told, .. } if told == word), "{found}");
    }
    // Nobody can know what people type, which unit or which day they choose.
    for source in [
        "f.note == 'yes'",
        "'yes' != form.note",
        "f.note in ['', 'yes']",
        "f.day == '2026-01-01'",
        "f.to == 'street'",
        "'street' in f.helpers",
        "(f.solved ? f.note : f.reason) == 'x'",
    ] {
        assert!(matches!(fault(source), GuardFault::TypedWord { .. }), "{source}: {:?}", fault(source));
    }
    for source in ["f.note == ''", "f.note == f.to", "f.to in f.helpers", "case.category == 'urban'"] {
        assert_eq!(guard(source).check(&vocabulary), Ok(()), "{source}");
    }
    for source in [
        "case.people == 'one'",
        "f.solved == 'yes'",
        "f.visits && true",
        "case.people < 'one'",
        "f.note in f.visits",
        "case.people + f.note > 1",
        "f.solved ? 1 : 'a'",
    ] {
        let found = fault(source);
        assert!(
            matches!(found, GuardFault::Mismatch { .. } | GuardFault::NotUsed { .. }),
            "{source}: {found:?}"
        );
    }
    for source in ["case.people", "f.note", "done", "size(f.tags)"] {
        assert!(matches!(fault(source), GuardFault::NotYesNo { .. }), "{source}");
    }
    for source in [
        "f.tags.exists(x, x == 'old')",
        "f.note.size.x == ''",
        "{'a': 1} == {'a': 1}",
        "1.5 == 1.5",
        "f.note in [1]",
    ] {
        assert!(matches!(fault(source), GuardFault::NotUsed { .. }), "{source}: {:?}", fault(source));
    }
    assert!(matches!(Guard::parse("f.class =="), Err(GuardFault::Unreadable { .. })));
}

#[test]
fn a_guard_reads_and_compares_like_its_source() {
    assert_eq!(guard("case.named").source(), "case.named");
    assert_eq!(format!("{:?}", guard("case.named")), "case.named");
    assert!(guard("case.named") == guard("case.named") && guard("case.named") != guard("!case.named"));
}

#[test]
fn the_vocabulary_knows_the_type_of_every_kind_of_field() {
    let mut program = matter();
    program.fields = vec![field("when", FieldKind::Date), field("who", FieldKind::Units)];
    let vocabulary = Vocabulary::of(&program);
    assert_eq!(
        guard("f.when < 3").check(&vocabulary).map_err(|fault| fault.to_string()).unwrap_err(),
        "< does not go with a text and a number"
    );
    assert_eq!(guard("form.when in form.who").check(&vocabulary), Ok(()));
}
