//! What `verify` finds when somebody meddled with the database, and that one broken row does not hide the others.

use domain::history::link;
use store::checked;
use testkit::{TestOffice, drain, each_office};

/// Changes one column of the history or the row of the first case, and gives what is found.
fn after(town: &TestOffice, sql: &'static str, values: &[store::Value<'static>]) -> Vec<String> {
    let touched = town.database.write_blocking(|tx| tx.execute(sql, values)).unwrap();
    assert_eq!(touched, 1, "{sql}");
    let verified = town.office.verify(&mut |_| {}).unwrap();
    assert_eq!(verified.cases, 3, "all cases were looked at");
    verified.faults.iter().map(ToString::to_string).collect()
}

const SNAPSHOT: &str = "UPDATE cases SET snapshot = $1 WHERE case_id = $2";
const BODY: &str = "UPDATE events SET body = $1 WHERE case_id = $2 AND seq = $3";
const HASH: &str = "UPDATE events SET hash = $1 WHERE case_id = $2 AND seq = $3";

#[test]
fn what_cannot_be_read_is_a_fault_like_others() {
    each_office(|town| {
        let first = town.settled();
        let (second, third) = (town.raise(drain()), town.raise(drain()));
        let id = |raised: &testkit::Raised| store::Value::from(raised.case.to_string());
        let said = |found: &[String], raised: &testkit::Raised, said: &str| {
            let of_it = found.iter().find(|fault| fault.starts_with(&raised.number));
            assert!(of_it.is_some_and(|fault| fault.contains(said)), "{said}: {found:?}");
        };
        let found = after(town, SNAPSHOT, &["{ broken".into(), id(&first)]);
        assert_eq!(found.len(), 1, "{found:?}");
        said(&found, &first, "the case cannot be read");
        let found = after(town, BODY, &["[]".into(), id(&second), 1.into()]);
        assert_eq!(found.len(), 2, "{found:?}");
        said(&found, &second, "the chain is broken at event 1");
        let found = after(town, HASH, &[vec![1_u8, 2].into(), id(&third), 2.into()]);
        assert_eq!(found.len(), 3, "{found:?}");
        said(&found, &third, "the chain is broken at event 2");
        said(&found, &first, "the case cannot be read");
    });
}

#[test]
fn each_way_of_meddling_is_found_and_named() {
    each_office(|town| {
        let raised = town.settled();
        drop((town.raise(drain()), town.raise(drain())));
        let id = || store::Value::from(raised.case.to_string());
        let case = raised.case.clone();
        let history = town.database.read_blocking(move |tx| checked::histories(tx, [&case])).unwrap();
        let [.., before, last] = history.as_slice() else { panic!("a settled case has a history") };
        let finds = |sql: &'static str, values: &[store::Value<'static>], said: &str| {
            let found = after(town, sql, values);
            assert!(found.len() == 1 && found[0].contains(said), "{said}: {found:?}");
        };
        // Somebody who can write both rows makes the chain fit: what the event says is still looked at.
        let forged = link(before.hash.as_ref(), b"{}").to_vec();
        let seq = || store::Value::from(last.seq);
        finds(BODY, &["{}".into(), id(), seq()], "the chain is broken");
        finds(HASH, &[forged.clone().into(), id(), seq()], "cannot be read");
        let cut = "DELETE FROM events WHERE case_id = $1 AND seq = $2";
        finds(cut, &[id(), seq()], "does not end where the case says");
        let shorter = "UPDATE cases SET hash = $1 WHERE case_id = $2";
        let end = before.hash.unwrap().to_vec();
        finds(shorter, &[end.into(), id()], "not what its events add up to");
        finds(cut, &[id(), 2.into()], "the chain is broken at event 2");
    });
}

#[test]
fn every_column_that_is_derived_is_compared_with_the_history() {
    each_office(|town| {
        let raised = town.settled();
        drop((town.raise(drain()), town.raise(drain())));
        let id = || store::Value::from(raised.case.to_string());
        let verified = town.office.verify(&mut |_| {}).unwrap();
        assert!(verified.faults.is_empty() && verified.counters, "{:?}", verified.faults);
        // Each column is changed, found and named, and put back.
        let columns: [(&str, &'static str, &'static str); 9] = [
            (
                "cases.holder",
                "SELECT holder FROM cases WHERE case_id = $1",
                "UPDATE cases SET holder = $1 WHERE case_id = $2",
            ),
            (
                "cases.state",
                "SELECT state FROM cases WHERE case_id = $1",
                "UPDATE cases SET state = $1 WHERE case_id = $2",
            ),
            (
                "cases.title",
                "SELECT title FROM cases WHERE case_id = $1",
                "UPDATE cases SET title = $1 WHERE case_id = $2",
            ),
            (
                "cases.place",
                "SELECT place FROM cases WHERE case_id = $1",
                "UPDATE cases SET place = $1 WHERE case_id = $2",
            ),
            (
                "clocks.holder",
                "SELECT coalesce(max(holder), '') FROM clocks WHERE case_id = $1 AND clock_id = 'handle'",
                "UPDATE clocks SET holder = nullif($1, '') WHERE case_id = $2 AND clock_id = 'handle'",
            ),
            (
                "case_units.share",
                "SELECT share FROM case_units WHERE case_id = $1 AND unit_id = 'water'",
                "UPDATE case_units SET share = $1 WHERE case_id = $2 AND unit_id = 'water'",
            ),
            (
                "events.by_unit",
                "SELECT by_unit FROM events WHERE case_id = $1 AND seq = (SELECT max(seq) FROM events WHERE fact = 'acted' AND by_unit IS NOT NULL)",
                "UPDATE events SET by_unit = $1 WHERE case_id = $2 AND seq = (SELECT max(seq) FROM events WHERE fact = 'acted' AND by_unit IS NOT NULL)",
            ),
            (
                "events.fact",
                "SELECT fact FROM events WHERE case_id = $1 AND seq = 1",
                "UPDATE events SET fact = $1 WHERE case_id = $2 AND seq = 1",
            ),
            (
                "cases.number",
                "SELECT number FROM cases WHERE case_id = $1",
                "UPDATE cases SET number = $1 WHERE case_id = $2",
            ),
        ];
        for (name, read, write) in columns {
            let case = raised.case.to_string();
            let before: String =
                town.database.read_blocking(move |tx| tx.query_one(read, &[case.as_str().into()])).unwrap();
            let found = after(town, write, &["370000".into(), id()]);
            assert!(found.len() == 1 && found[0].contains(name), "{name}: {found:?}");
            assert_eq!(after(town, write, &[before.into(), id()]), Vec::<String>::new(), "{name}");
        }
        let later = "UPDATE cases SET opened_at = opened_at + 1000, docid = docid WHERE case_id = $1";
        let found = after(town, later, &[id()]);
        assert!(found.len() == 1 && found[0].contains("cases.opened_at"), "{found:?}");
    });
}

#[test]
fn rows_that_are_missing_or_too_many_and_wrong_counters_are_found() {
    each_office(|town| {
        let raised = town.raise(drain());
        let settled = town.settled();
        drop(town.raise(drain()));
        let id = || store::Value::from(raised.case.to_string());
        let finds = |sql: &'static str, values: &[store::Value<'static>], said: &str, undo: &'static str| {
            let found = after(town, sql, values);
            assert!(found.len() == 1 && found[0].contains(said), "{said}: {found:?}");
            town.database.write_blocking(|tx| tx.execute(undo, values)).unwrap();
        };
        finds(
            "INSERT INTO inbox (case_id, unit_id, bucket, due_at) VALUES ($1, 'water', 'matter/draft/caseworker', 5)",
            &[id()],
            "a row of inbox should not be there",
            "DELETE FROM inbox WHERE case_id = $1 AND due_at = 5",
        );
        finds(
            "INSERT INTO case_units (case_id, unit_id, share, opened_at) VALUES ($1, 'nobody', 'above', 5)",
            &[id()],
            "a row of case_units should not be there",
            "DELETE FROM case_units WHERE case_id = $1 AND unit_id = 'nobody'",
        );
        finds(
            "INSERT INTO schedules (case_id, starts_at, ends_at) VALUES ($1, 5, 6)",
            &[id()],
            "a row of schedules should not be there",
            "DELETE FROM schedules WHERE case_id = $1",
        );
        let more =
            "UPDATE unit_tallies SET n = n + 1 WHERE measure = 'closed' AND category = '' AND unit_id = $1";
        let found = after(town, more, &["water".into()]);
        assert!(found.len() == 1 && found[0].contains("unit_tallies"), "{found:?}");
        town.database
            .write_blocking(|tx| {
                tx.execute(
                    "UPDATE unit_tallies SET n = n - 1 WHERE measure = 'closed' AND category = '' AND unit_id = $1",
                    &["water".into()],
                )
            })
            .unwrap();
        let cut = "DELETE FROM clocks WHERE case_id = $1 AND clock_id = 'handle'";
        let found = after(town, cut, &[settled.case.to_string().into()]);
        assert!(found.len() == 1 && found[0].contains("a row of clocks is missing"), "{found:?}");
    });
}
