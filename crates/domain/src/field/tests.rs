//! What a form sent, read by its field.

use super::*;
use crate::fixture::{field, world};

fn options(ids: &[&str]) -> Vec<FieldOption> {
    ids.iter().map(|id| FieldOption { id: (*id).to_owned(), label: Text::default() }).collect()
}

fn read(kind: &FieldKind, sent: &[&str]) -> Result<Option<Value>, FieldRefusal> {
    let sent: Vec<String> = sent.iter().map(|text| (*text).to_owned()).collect();
    field("x", kind.clone()).read(&sent, &world())
}

fn reads(kind: &FieldKind, sent: &[&str], value: &Value) {
    assert_eq!(read(kind, sent).as_ref(), Ok(&Some(value.clone())), "{kind:?} {sent:?}");
}

fn refuses(kind: &FieldKind, sent: &[&str], refusal: &FieldRefusal) {
    assert_eq!(read(kind, sent).as_ref(), Err(refusal), "{kind:?} {sent:?}");
}

fn text(value: &str) -> Value {
    Value::Text(value.to_owned())
}

fn list(values: &[&str]) -> Value {
    Value::List(values.iter().map(|value| (*value).to_owned()).collect())
}

#[test]
fn each_kind_reads_what_it_takes() {
    let line = || FieldKind::Line { chars_max: 5 };
    reads(&line(), &["  路灯不亮 "], &text("路灯不亮"));
    reads(&line(), &["一二三四五"], &text("一二三四五"));
    reads(&line(), &["一\r\n二"], &text("一 二"));
    reads(&FieldKind::Text { chars_max: 5 }, &["一\n二"], &text("一\n二"));
    reads(&FieldKind::Choice { options: options(&["a", "b"]) }, &["b"], &text("b"));
    reads(&FieldKind::Choices { options: options(&["a", "b"]) }, &["b", "a", "b"], &list(&["b", "a"]));
    for (sent, flag) in [("yes", true), ("true", true), ("no", false), ("false", false)] {
        reads(&FieldKind::YesNo, &[sent], &Value::Flag(flag));
    }
    let number = || FieldKind::Number { min: -1, max: 9 };
    reads(&number(), &["9"], &Value::Number(9));
    reads(&number(), &["-1"], &Value::Number(-1));
    reads(&FieldKind::Date, &["2026-11-24"], &text("2026-11-24"));
    reads(&FieldKind::Moment, &["2026-11-24T09:30"], &text("2026-11-24T09:30"));
    reads(&FieldKind::Moment, &["2026-11-24 09:30:59"], &text("2026-11-24T09:30"));
    reads(&FieldKind::Leader, &["mayor"], &text("mayor"));
    reads(&FieldKind::Unit, &["street"], &text("street"));
    reads(&FieldKind::Units, &["street", "water", "street"], &list(&["street", "water"]));
    let lines = || FieldKind::Lines { lines_max: 3 };
    reads(&lines(), &["张三\n\n 李四 ", "王五"], &list(&["张三", "李四", "王五"]));
}

#[test]
fn blank_is_absent() {
    for kind in [FieldKind::Line { chars_max: 5 }, FieldKind::YesNo, FieldKind::Date, FieldKind::Units] {
        for sent in [[].as_slice(), &[""], &["  ", "\n"]] {
            assert_eq!(read(&kind, sent), Ok(None), "{kind:?}");
        }
    }
}

#[test]
fn each_kind_refuses_what_does_not_fit() {
    let too_long = |chars_max| FieldRefusal::TooLong { chars_max };
    let too_many = |lines_max| FieldRefusal::TooMany { lines_max };
    refuses(&FieldKind::Line { chars_max: 5 }, &["一二三四五六"], &too_long(5));
    refuses(&FieldKind::Text { chars_max: 5 }, &["一二三四五六"], &too_long(5));
    refuses(&FieldKind::Choice { options: options(&["a"]) }, &["c"], &FieldRefusal::NoSuchOption);
    refuses(&FieldKind::Choices { options: options(&["a"]) }, &["a", "c"], &FieldRefusal::NoSuchOption);
    refuses(&FieldKind::YesNo, &["maybe"], &FieldRefusal::NoSuchOption);
    for sent in ["10", "-1", "1.5", "九", "99999999999999999999"] {
        refuses(&FieldKind::Number { min: 0, max: 9 }, &[sent], &FieldRefusal::NotInRange { min: 0, max: 9 });
    }
    for sent in ["2026-02-30", "24.11.2026", "明天"] {
        refuses(&FieldKind::Date, &[sent], &FieldRefusal::NotADay);
    }
    for sent in ["2026-02-30T09:00", "2026-11-24T25:00", "九点"] {
        refuses(&FieldKind::Moment, &[sent], &FieldRefusal::NotAMoment);
    }
    refuses(&FieldKind::Leader, &["nobody"], &FieldRefusal::NoSuchLeader);
    refuses(&FieldKind::Unit, &["nobody"], &FieldRefusal::NoSuchUnit);
    refuses(&FieldKind::Units, &["street", "nobody"], &FieldRefusal::NoSuchUnit);
    let many: Vec<String> = (0..=LIST_MAX).map(|at| format!("unit-{at}")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    refuses(&FieldKind::Units, &many, &too_many(50));
    refuses(&FieldKind::Lines { lines_max: 3 }, &["一\n二\n三\n四"], &too_many(3));
    refuses(&FieldKind::Lines { lines_max: 3 }, &["长".repeat(201).as_str()], &too_long(LINE_CHARS_MAX));
}

#[test]
fn each_refusal_says_what_its_text_needs() {
    assert_eq!(FieldRefusal::TooLong { chars_max: 5 }.args(), [("max", "5".to_owned())]);
    let range = FieldRefusal::NotInRange { min: 0, max: 9 };
    assert_eq!(range.args(), [("min", "0".to_owned()), ("max", "9".to_owned())]);
    assert_eq!(FieldRefusal::TooMany { lines_max: 3 }.args(), [("max", "3".to_owned())]);
    assert_eq!(FieldRefusal::Missing.args(), []);
    let all = [
        FieldRefusal::Missing,
        FieldRefusal::NoSuchOption,
        FieldRefusal::NotADay,
        FieldRefusal::NoSuchUnit,
        range,
    ];
    let keys: BTreeSet<&str> = all.iter().map(FieldRefusal::key).collect();
    assert_eq!(keys.len(), all.len(), "each has a text of its own");
}

#[test]
fn entries_are_those_of_a_list_or_the_text_itself() {
    let entries = |value: &Value| value.entries().map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(entries(&Value::Text("a".to_owned())), ["a"]);
    assert_eq!(entries(&Value::List(vec!["a".to_owned(), "b".to_owned()])), ["a", "b"]);
    assert!(entries(&Value::Flag(true)).is_empty() && entries(&Value::Number(1)).is_empty());
}
