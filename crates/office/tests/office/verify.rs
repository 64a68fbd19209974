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
    verified.faults
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
