use jiff::civil::date;

use super::*;
use crate::field::{Field, FieldKind};
use crate::fixture::{Story, field, matter};
use crate::program::{Library, Program};

/// The matters of the stories as texts: the answer that is told carries a document.
fn kept() -> Program {
    let public = |field: Field| Field { seen_by: SeenBy::Public, ..field };
    let mut program = matter();
    program.sealing = None;
    program.fields.extend([
        public(field("body", FieldKind::Document { chars_max: 100 })),
        public(field("from", FieldKind::Date)),
        public(field("until", FieldKind::Date)),
        field("remark", FieldKind::Line { chars_max: 20 }),
    ]);
    program.library = Some(Library {
        body: "body".into(),
        valid_from: "from".into(),
        valid_until: Some("until".into()),
        summary: None,
        can_i: None,
        changes: None,
        questions: None,
        filters: Vec::new(),
    });
    program
}

/// A case that was told these values, one after another.
fn told(values: &[&[(&str, &str)]]) -> Case {
    let mut case = Story::new().case;
    case.told = values
        .iter()
        .map(|told| crate::case::Told {
            at: case.opened_at,
            unit: None,
            notice: crate::text::Text::default(),
            values: told.iter().map(|(id, text)| ((*id).into(), Value::Text((*text).to_owned()))).collect(),
        })
        .collect();
    case
}

#[test]
fn each_time_that_the_document_is_told_is_a_version() {
    let case = told(&[
        &[("body", "aa"), ("from", "2026-01-01"), ("remark", "for staff")],
        &[("until", "2026-12-31")],
        &[("body", "bb"), ("from", "2026-06-01")],
    ]);
    let versions = versions(&kept(), &case);
    let shown: Vec<_> = versions.iter().map(|version| (version.number, version.digest.as_str())).collect();
    assert_eq!(shown, [(1, "aa"), (2, "bb")]);
    let public = Values::from([("from".into(), Value::Text("2026-01-01".to_owned()))]);
    assert_eq!(versions[0].values, public, "neither the digest nor what is for staff");
    assert!(super::versions(&matter(), &case).is_empty(), "a program without a library has none");
}

#[test]
fn what_was_said_last_holds() {
    let case = told(&[&[("body", "aa"), ("from", "2026-01-01")], &[("until", "2026-12-31")]]);
    let said = said(&kept(), &case);
    let validity = validity(&kept(), &said);
    assert_eq!(validity, Validity { from: Some(date(2026, 1, 1)), until: Some(date(2026, 12, 31)) });
}

#[test]
fn both_days_are_included() {
    let validity = Validity { from: Some(date(2026, 1, 1)), until: Some(date(2026, 12, 31)) };
    for (day, standing) in [
        (date(2025, 12, 31), Standing::Ahead),
        (date(2026, 1, 1), Standing::InForce),
        (date(2026, 12, 31), Standing::InForce),
        (date(2027, 1, 1), Standing::Over),
    ] {
        assert_eq!(validity.on(day), standing, "{day}");
    }
    assert_eq!(Validity::default().on(date(2026, 1, 1)), Standing::InForce);
}

#[test]
fn only_what_is_published_and_has_words_is_shown() {
    let program = kept();
    let mut case = told(&[&[("body", "aa")]]);
    assert!(!is_shown(&program, &case), "not published");
    case.published =
        Some(crate::case::Published { title: "t".to_owned(), text: "t".to_owned(), at: case.opened_at });
    assert!(is_shown(&program, &case));
    case.told.clear();
    assert!(!is_shown(&program, &case), "without words");
}
