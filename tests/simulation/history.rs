//! Everything that happened, in a form that is the same on both engines.

use std::collections::HashMap;

use super::house::House;

/// Each event of each case, and what is derived from it, a line each, in the order of case numbers. Identifiers, which are
/// random, are called after the number of the case.
pub(crate) fn history(house: &House) -> Vec<String> {
    let mut cases = house.cases();
    cases.sort_by(|left, right| left.case.opened.number.cmp(&right.case.opened.number));
    let mut names: HashMap<String, String> = HashMap::new();
    for stored in &cases {
        let opened = &stored.case.opened;
        names.insert(opened.id.to_string(), opened.number.clone());
        for (at, person) in opened.people.iter().enumerate() {
            names.insert(person.to_string(), format!("person {at} of {}", opened.number));
        }
    }
    let mut lines = Vec::new();
    for stored in &cases {
        let id = stored.case.id().clone();
        let events = house.read(move |tx| store::events::history(tx, &id));
        lines.extend(events.iter().map(|stored| named(&names, &stored.body)));
    }
    for sql in [
        "SELECT case_id, unit_id, bucket, CAST(due_at AS TEXT) FROM inbox",
        "SELECT case_id, unit_id, share, '' FROM case_units",
    ] {
        let rows: Vec<(String, String, String, String)> = house.read(move |tx| tx.query(sql, &[]));
        let rows = rows.into_iter().map(|(case, unit, what, due)| format!("{case} {unit} {what} {due}"));
        let mut rows: Vec<String> = rows.map(|row| named(&names, &row)).collect();
        rows.sort();
        lines.extend(rows);
    }
    lines
}

/// The text with every known identifier replaced by its name.
fn named(names: &HashMap<String, String>, text: &str) -> String {
    let mut out = String::new();
    for part in text.split_inclusive(|letter: char| !letter.is_ascii_alphanumeric()) {
        let word = part.trim_end_matches(|letter: char| !letter.is_ascii_alphanumeric());
        out.push_str(names.get(word).map_or(word, String::as_str));
        out.push_str(&part[word.len()..]);
    }
    out
}
