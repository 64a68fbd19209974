use domain::history::{broken_at, link};
use domain::program::Ending;
use store::cases::CaseRow;
use store::{StoreError, cases, checked, events};
use testkit::each_engine;

use crate::fixture::{at, clock, docid, id, made, note, read, run, write, write_in};

#[test]
fn a_case_comes_back_as_it_was_written() {
    each_engine(|database| {
        let mut one = made(1);
        one.case.ending = Some(Ending::NotAccepted);
        one.case.clocks.push(clock("handle", 500));
        write(&database, &[one, made(2)], &[]);
        let stored = read(&database, |tx| cases::find(tx, &id(1))).unwrap();
        assert_eq!(stored.case.opened, made(1).case.opened);
        assert_eq!(stored.case.ending, Some(Ending::NotAccepted));
        assert_eq!(stored.docid, docid(&made(1)));
        assert_eq!(stored.title, "路面积水1");
        assert_eq!(stored.likeness, Some(u64::MAX - 1));
        assert_eq!(stored.secret_digest, Some([8; 32]));
        let by_number = read(&database, |tx| cases::find_by_number(tx, "XF-2026-000002")).unwrap();
        assert_eq!(by_number.case, made(2).case);
        let many = read(&database, |tx| cases::load_many(tx, &[id(1), id(2), id(3)]));
        assert_eq!(many.keys().cloned().collect::<Vec<_>>(), [id(1), id(2)]);
        assert_eq!(read(&database, |tx| cases::find_by_number(tx, "XF-2026-000003")), None);
        assert_eq!(read(&database, cases::count), 2);
    });
}

#[test]
fn a_later_write_replaces_what_can_change() {
    each_engine(|database| {
        write(&database, &[made(1), made(2)], &[]);
        let mut stored = read(&database, |tx| cases::find(tx, &id(1))).unwrap();
        stored.case.supported = 9;
        stored.case.seq = 4;
        stored.hash = [1; 32];
        let changed = stored.clone();
        run(&database, |tx| cases::upsert_many(tx, [changed.row()]));
        assert_eq!(read(&database, |tx| cases::find(tx, &id(1))), Some(stored));
        assert_eq!(read(&database, |tx| cases::find(tx, &id(2))).unwrap().case, made(2).case);
    });
}

#[test]
fn a_number_is_given_to_one_case_only() {
    each_engine(|database| {
        write(&database, &[made(1)], &[]);
        let mut other = made(2);
        other.case.opened.number = made(1).case.opened.number;
        let refused = database.write_blocking(|tx| write_in(tx, &[other], &[]));
        assert!(refused.unwrap_err().is_conflict());
        assert_eq!(read(&database, cases::count), 1);
    });
}

#[test]
fn the_timer_finds_what_is_not_recorded_yet() {
    let mut warned = clock("b", 200);
    warned.warned_at = Some(at(190));
    let mut breached = clock("c", 100);
    breached.warned_at = Some(at(90));
    breached.breached_at = Some(at(100));
    let mut stopped = clock("d", 10);
    stopped.stopped_at = Some(at(5));
    let mut paused = clock("e", 10);
    (paused.due_at, paused.warn_at) = (None, None);
    // Clocks of one case, and the first minute at which the timer finds it: the second that a term ends on still belongs to it.
    let table = [
        (vec![clock("a", 300)], Some(290)),
        (vec![warned.clone()], Some(201)),
        (vec![clock("a", 300), warned], Some(201)),
        (vec![breached, stopped, paused], None),
        (vec![], None),
    ];
    each_engine(|database| {
        let all = (0_i64..).zip(&table).map(|(number, (clocks, _))| {
            let mut made = made(number);
            made.case.clocks.clone_from(clocks);
            made
        });
        write(&database, &all.collect::<Vec<_>>(), &[]);
        for minute in [200, 201, 289, 290, 10_000] {
            let mut found = read(&database, move |tx| cases::to_wake(tx, at(minute), 10));
            found.sort();
            let due = (0_i64..).zip(&table).filter(|(_, (_, wake))| wake.is_some_and(|wake| wake <= minute));
            assert_eq!(found, due.map(|(number, _)| id(number)).collect::<Vec<_>>(), "at minute {minute}");
        }
        assert_eq!(
            read(&database, |tx| cases::to_wake(tx, at(10_000), 2)),
            [id(1), id(2)],
            "the longest waiting"
        );
    });
}

#[test]
fn a_walk_meets_every_case_once() {
    each_engine(|database| {
        write(&database, &(0..7).map(made).collect::<Vec<_>>(), &[]);
        let mut met = Vec::new();
        loop {
            let after = met.last().cloned();
            let group = read(&database, move |tx| cases::walk(tx, after.as_ref(), 3));
            if group.is_empty() {
                break;
            }
            met.extend(group.into_iter().map(|stored| stored.case.id().clone()));
        }
        assert_eq!(met, (0..7).map(id).collect::<Vec<_>>());
    });
}

#[test]
fn the_history_is_the_chain_that_was_written() {
    each_engine(|database| {
        let mut one = made(1);
        note(&mut one, "已派人去看");
        note(&mut one, "已疏通");
        let (written, case_hash) = (one.events.clone(), one.case.seq);
        write(&database, &[one, made(2)], &[]);
        let history = read(&database, |tx| events::history(tx, &id(1)));
        assert_eq!(
            history.iter().map(|stored| &stored.event).collect::<Vec<_>>(),
            written.iter().collect::<Vec<_>>()
        );
        assert_eq!(broken_at(history.iter().map(|stored| (stored.body.as_bytes(), &stored.hash))), None);
        let stored = read(&database, |tx| cases::find(tx, &id(1))).unwrap();
        assert_eq!((stored.hash, stored.case.seq), (history[2].hash, case_hash));
        let both = read(&database, |tx| checked::histories(tx, &[id(2), id(1)]));
        let order: Vec<_> = both.iter().map(|stored| (stored.case_id.clone(), stored.seq)).collect();
        assert!(both.iter().all(|stored| stored.event.as_ref().is_ok_and(|event| event.seq == stored.seq)));
        assert_eq!(order, [(id(1), 1), (id(1), 2), (id(1), 3), (id(2), 1)]);
    });
}

#[test]
fn a_chain_goes_on_from_the_link_before() {
    let mut one = made(1);
    note(&mut one, "补记");
    let rows = events::chain(one.case.id(), Some(&[5; 32]), &one.events[1..]).unwrap();
    let body = serde_json::to_vec(&one.events[1]).unwrap();
    assert_eq!(rows[0].hash, link(Some(&[5; 32]), &body));
}

#[test]
fn two_servers_cannot_add_to_the_same_history_at_once() {
    each_engine(|database| {
        write(&database, &[made(1)], &[]);
        let stored = read(&database, |tx| cases::find(tx, &id(1))).unwrap();
        let add = |text: &str| -> Result<(), StoreError> {
            let mut loaded = made(1);
            note(&mut loaded, text);
            let rows = events::chain(stored.case.id(), Some(&stored.hash), &loaded.events[1..])?;
            database.write_blocking(|tx| {
                cases::upsert_many(
                    tx,
                    [CaseRow { case: &loaded.case, hash: &rows[0].hash, ..stored.row() }],
                )?;
                events::append_many(tx, rows.clone())
            })
        };
        add("一号服务器").unwrap();
        let first = read(&database, |tx| cases::find(tx, &id(1)));
        assert!(add("二号服务器").unwrap_err().is_conflict());
        assert_eq!(read(&database, |tx| cases::find(tx, &id(1))), first, "the loser changed nothing");
        assert_eq!(read(&database, |tx| events::history(tx, &id(1))).len(), 2);
    });
}

#[test]
fn an_event_needs_its_case() {
    each_engine(|database| {
        let one = made(1);
        let refused: Result<(), StoreError> = database
            .write_blocking(|tx| events::append_many(tx, events::chain(one.case.id(), None, &one.events)?));
        assert!(refused.is_err());
    });
}
