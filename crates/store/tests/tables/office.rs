//! Small tables of the office: numbers, answers, reference data, jobs, the record, settings.

use domain::ids::AccountId;
use store::audit::AuditRow;
use store::idempotency::Answer;
use store::outbox::{OutboxRow, Waiting};
use store::{StoreError, audit, idempotency, outbox, reference, sequences, settings};
use testkit::each_engine;

use crate::fixture::{at, id, read, run};

#[test]
fn a_sequence_gives_every_number_once() {
    each_engine(|database| {
        let take = |name: &'static str, count| run(&database, move |tx| sequences::take(tx, name, count));
        assert_eq!(
            [take("docid", 1), take("docid", 10), take("docid", 1), take("XF-2026", 5)],
            [1, 2, 12, 1]
        );
        let mut taken: Vec<i64> = std::thread::scope(|scope| {
            let servers: Vec<_> = (0..4)
                .map(|_| scope.spawn(|| (0..10).map(|_| take("docid", 2)).collect::<Vec<_>>()))
                .collect();
            servers.into_iter().flat_map(|server| server.join().unwrap()).collect()
        });
        taken.sort_unstable();
        assert_eq!(taken, (0..40).map(|step| 13 + step * 2).collect::<Vec<_>>());
    });
}

fn answer(key: &str, caller: &str, minute: i64) -> Answer {
    Answer {
        key: key.to_owned(),
        caller: caller.to_owned(),
        case_id: id(1),
        answer: "{\"number\":1}".to_owned(),
        at: at(minute),
    }
}

#[test]
fn an_answer_is_remembered_for_its_caller_and_given_once() {
    each_engine(|database| {
        run(&database, |tx| {
            idempotency::insert_many(
                tx,
                &[answer("k", "a", 1), answer("k", "b", 5), answer("k", "import:t", 1)],
            )
        });
        let again = database.write_blocking(|tx| idempotency::insert_many(tx, &[answer("k", "a", 9)]));
        assert!(again.unwrap_err().is_conflict());
        let load = || {
            let mut found = read(&database, |tx| idempotency::load_many(tx, ["k", "other"]));
            found.sort_by(|left, right| left.caller.cmp(&right.caller));
            found
        };
        assert_eq!(load(), [answer("k", "a", 1), answer("k", "b", 5), answer("k", "import:t", 1)]);
        assert_eq!(run(&database, |tx| idempotency::sweep(tx, at(5))), 1);
        assert_eq!(
            load(),
            [answer("k", "b", 5), answer("k", "import:t", 1)],
            "an import may come again much later"
        );
    });
}

#[test]
fn reference_data_keeps_its_versions_and_packs_load_all_of_theirs() {
    each_engine(|database| {
        let li = AccountId::from("li");
        let pack = reference::pack(&"petition".into());
        let before = read(&database, reference::head);
        let versions = run(&database, |tx| {
            let mut put = |name: &str, body: &str| reference::put(tx, name, body, at(1), Some(&li));
            Ok([
                put(reference::PLACES, "one")?,
                put(&pack, "p1")?,
                put(reference::PLACES, "two")?,
                put(&pack, "p2")?,
            ])
        });
        assert_eq!(versions, [1, 1, 2, 2]);
        assert_eq!(read(&database, reference::head), before + 4);
        let all = read(&database, reference::load_all);
        let bodies: Vec<_> =
            all.iter().map(|row| (row.name.as_str(), row.version, row.body.as_str())).collect();
        assert_eq!(bodies, [("pack:petition", 1, "p1"), ("pack:petition", 2, "p2"), ("places", 2, "two")]);
        let old = read(&database, |tx| reference::find(tx, reference::PLACES, 1)).unwrap();
        assert_eq!((old.body.as_str(), old.at, old.by_account), ("one", at(1), Some(li.clone())));
        assert_eq!(read(&database, |tx| reference::find_newest(tx, reference::PLACES)).unwrap().body, "two");
        assert_eq!(read(&database, |tx| reference::find_newest(tx, reference::UNITS)), None);
        let versions = read(&database, |tx| reference::versions(tx, reference::PLACES));
        assert_eq!(versions, [(2, at(1), Some(li.clone())), (1, at(1), Some(li))]);
    });
}

#[test]
fn servers_that_bring_in_reference_data_together_get_different_versions() {
    each_engine(|database| {
        let mut versions: Vec<u32> = std::thread::scope(|scope| {
            let put = || run(&database, |tx| reference::put(tx, reference::CALENDAR, "{}", at(0), None));
            let servers: Vec<_> = (0..4).map(|_| scope.spawn(put)).collect();
            servers.into_iter().map(|server| server.join().unwrap()).collect()
        });
        versions.sort_unstable();
        assert_eq!(versions, [1, 2, 3, 4]);
    });
}

fn job(name: &str, due: i64) -> OutboxRow {
    OutboxRow {
        id: name.to_owned(),
        topic: "mail".to_owned(),
        body: "{}".to_owned(),
        made_at: at(due),
        due_at: at(due),
        tries: 0,
    }
}

#[test]
fn a_job_is_taken_when_due_comes_back_when_forgotten_and_ends_when_done() {
    each_engine(|database| {
        run(&database, |tx| outbox::insert_many(tx, &[job("a", 5), job("b", 3), job("c", 50)]));
        let take = |now, again| {
            let taken = run(&database, |tx| outbox::take(tx, at(now), at(again), 10));
            taken.into_iter().map(|row| (row.id, row.tries)).collect::<Vec<_>>()
        };
        let row = |name: &str, tries| (name.to_owned(), tries);
        assert_eq!(take(5, 15), [row("b", 0), row("a", 0)]);
        assert_eq!(take(6, 16), [], "both are being done");
        run(&database, |tx| outbox::done(tx, ["b"], at(7)));
        assert_eq!(take(15, 16), [row("a", 1)], "whoever took it died");
        run(&database, |tx| outbox::put_off(tx, "a", at(20), "busy"));
        let waiting = Waiting { count: 2, oldest: Some(at(5)), due: Some(at(20)), tried: 1, failed: 0 };
        assert_eq!(read(&database, outbox::waiting), waiting);
        assert_eq!(take(19, 30), []);
        assert_eq!(take(20, 30), [row("a", 2)]);
        run(&database, |tx| outbox::give_back(tx, ["a"], at(21)));
        assert_eq!(take(21, 30), [row("a", 2)], "it was not tried");
        assert_eq!(run(&database, |tx| outbox::sweep(tx, at(8), at(0))), 1);
        run(&database, |tx| outbox::done(tx, ["a", "c"], at(9)));
        let waiting = Waiting { count: 0, oldest: None, due: None, tried: 0, failed: 0 };
        assert_eq!(read(&database, outbox::waiting), waiting);
    });
}

#[test]
fn what_is_given_up_waits_for_the_administrator() {
    each_engine(|database| {
        run(&database, |tx| outbox::insert_many(tx, &[job("a", 1), job("b", 2), job("c", 3)]));
        run(&database, |tx| outbox::give_up(tx, "a", at(5), "refused 550"));
        run(&database, |tx| outbox::give_up(tx, "b", at(6), "unreachable"));
        let failed = || {
            let rows = read(&database, |tx| outbox::failed(tx, 10));
            rows.into_iter().map(|row| (row.id, row.failure, row.failed_at)).collect::<Vec<_>>()
        };
        let row = |name: &str, why: &str, minute| (name.to_owned(), why.to_owned(), at(minute));
        assert_eq!(failed(), [row("b", "unreachable", 6), row("a", "refused 550", 5)]);
        let taken = run(&database, |tx| outbox::take(tx, at(9), at(19), 10));
        assert_eq!(taken, [job("c", 3)]);
        assert_eq!(run(&database, |tx| outbox::sweep(tx, at(0), at(6))), 1, "the first is forgotten");
        assert_eq!(run(&database, |tx| outbox::revive(tx, at(30))), 1);
        assert_eq!(failed(), []);
        let taken = run(&database, |tx| outbox::take(tx, at(30), at(40), 10));
        let again: Vec<_> = taken.into_iter().map(|row| (row.id, row.tries)).collect();
        assert_eq!(again, [("c".to_owned(), 1), ("b".to_owned(), 1)]);
    });
}

#[test]
fn a_job_that_one_server_is_taking_is_passed_over_by_another() {
    let Some(server) = testkit::postgres::new_database() else { return };
    let database = store::Database::open(&server.location(), &store::Options::default()).unwrap();
    database.migrate(store::MIGRATIONS).unwrap();
    run(&database, |tx| outbox::insert_many(tx, &[job("a", 1), job("b", 2)]));
    let both: Result<_, StoreError> = database.write_blocking(|tx| {
        let first = outbox::take(tx, at(9), at(19), 1)?;
        let second = run(&database, |tx| outbox::take(tx, at(9), at(19), 5));
        Ok((first, second))
    });
    let (first, second) = both.unwrap();
    assert_eq!((first, second), (vec![job("a", 1)], vec![job("b", 2)]));
}

#[test]
fn the_record_is_read_from_its_end() {
    each_engine(|database| {
        let line = |id: &str, account: Option<&str>| AuditRow {
            id: id.to_owned(),
            at: at(1),
            account_id: account.map(AccountId::from),
            what: "signed-in".to_owned(),
            about: String::new(),
        };
        let lines = [line("1", Some("li")), line("2", None), line("3", Some("li"))];
        run(&database, |tx| audit::insert_many(tx, &lines));
        let ids = |account: Option<&'static str>, before: Option<&'static str>| {
            let account = account.map(AccountId::from);
            let rows = read(&database, move |tx| audit::list(tx, account.as_ref(), before, 2));
            rows.into_iter().map(|row| row.id).collect::<Vec<_>>()
        };
        assert_eq!(ids(None, None), ["3", "2"]);
        assert_eq!(ids(None, Some("2")), ["1"]);
        assert_eq!(ids(Some("li"), None), ["3", "1"]);
        assert_eq!(read(&database, |tx| audit::list(tx, None, Some("3"), 1)), [line("2", None)]);
    });
}

#[test]
fn a_setting_is_what_it_was_last_set_to() {
    each_engine(|database| {
        let find = || read(&database, |tx| settings::find(tx, "name"));
        assert_eq!(find(), None);
        run(&database, |tx| settings::put(tx, "name", "宁德"));
        run(&database, |tx| settings::put(tx, "name", "青岛"));
        assert_eq!(find().as_deref(), Some("青岛"));
        run(&database, |tx| settings::delete(tx, "name"));
        assert_eq!(find(), None);
    });
}
