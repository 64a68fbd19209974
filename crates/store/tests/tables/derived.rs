//! What is derived from cases: who may see them, what is to be done, clocks.

use domain::ids::UnitId;
use store::case_units::{CaseUnit, UnitShare};
use store::clocks::LateFilter;
use store::inbox::{BucketCount, InboxFilter, InboxRow};
use store::{case_units, clocks, inbox};
use testkit::each_engine;

use crate::fixture::{at, clock, id, made, place, read, run, write};

#[test]
fn a_unit_keeps_its_sight_and_changes_its_share() {
    each_engine(|database| {
        write(&database, &[made(1)], &[("street", UnitShare::Holder), ("city", UnitShare::Above)]);
        let past =
            CaseUnit { case_id: id(1), unit_id: "street".into(), share: UnitShare::Past, opened_at: at(1) };
        run(&database, |tx| case_units::upsert_many(tx, [&past]));
        let units = read(&database, |tx| case_units::of_case(tx, &id(1)));
        let shares: Vec<_> = units.iter().map(|unit| (unit.unit_id.as_str(), unit.share)).collect();
        assert_eq!(shares, [("city", UnitShare::Above), ("street", UnitShare::Past)]);
        assert_eq!(units[1], past);
    });
}

#[test]
fn sight_is_taken_away_only_where_it_is_replaced() {
    each_engine(|database| {
        let units = [("street", UnitShare::Holder), ("city", UnitShare::Above)];
        write(&database, &[made(1), made(2)], &units);
        let now =
            CaseUnit { case_id: id(1), unit_id: "tap".into(), share: UnitShare::Holder, opened_at: at(1) };
        run(&database, |tx| case_units::replace_many(tx, [&id(1)], [&now]));
        assert_eq!(read(&database, |tx| case_units::of_case(tx, &id(1))), [now]);
        assert_eq!(read(&database, |tx| case_units::of_case(tx, &id(2))).len(), 2);
    });
}

#[test]
fn cases_are_walked_to_be_written_in_the_same_order() {
    each_engine(|database| {
        write(&database, &[made(1), made(2), made(3)], &[]);
        let walked = run(&database, |tx| store::cases::walk_to_write(tx, Some(&id(1)), 5));
        assert_eq!(walked, read(&database, |tx| store::cases::walk(tx, Some(&id(1)), 5)));
        assert_eq!(walked.len(), 2);
    });
}

fn row(case: i64, bucket: &str, due: Option<i64>) -> InboxRow {
    InboxRow { case_id: id(case), unit_id: "street".into(), bucket: bucket.to_owned(), due_at: due.map(at) }
}

#[test]
fn an_inbox_counts_and_pages_what_is_there_now() {
    each_engine(|database| {
        let rows = [
            row(1, "sign", Some(50)),
            row(2, "sign", Some(10)),
            row(3, "sign", None),
            row(4, "answer", Some(90)),
            InboxRow { unit_id: "other".into(), ..row(5, "sign", Some(1)) },
        ];
        run(&database, |tx| inbox::replace_many(tx, &[], &rows));
        // Case 2 is done, case 4 moves on.
        run(&database, |tx| inbox::replace_many(tx, &[id(2), id(4)], &[row(4, "sign", Some(20))]));
        let counts = read(&database, |tx| inbox::counts(tx, &"street".into(), at(20), at(60)));
        assert_eq!(counts, [BucketCount { bucket: "sign".to_owned(), cases: 3, late: 0, soon: 2 }]);
        let later = read(&database, |tx| inbox::counts(tx, &"street".into(), at(21), at(22)));
        assert_eq!(later, [BucketCount { bucket: "sign".to_owned(), cases: 3, late: 1, soon: 0 }]);

        let page = |filter: InboxFilter, after: Option<InboxRow>| {
            read(&database, move |tx| inbox::page(tx, &"street".into(), &filter, after.as_ref(), 2))
        };
        let signs = InboxFilter { buckets: vec!["sign".to_owned()], ..InboxFilter::default() };
        let first = page(signs.clone(), None);
        assert_eq!(first, [row(4, "sign", Some(20)), row(1, "sign", Some(50))]);
        assert_eq!(page(signs.clone(), first.last().cloned()), [row(3, "sign", None)]);
        assert_eq!(page(signs.clone(), Some(row(3, "sign", None))), []);
        let late = InboxFilter { due_before: Some(at(21)), ..signs.clone() };
        assert_eq!(page(late, None), [row(4, "sign", Some(20))]);
        assert_eq!(page(InboxFilter { due_from: Some(at(51)), ..signs }, None), [row(3, "sign", None)]);
    });
}

#[test]
fn clocks_are_replaced_by_name() {
    each_engine(|database| {
        let mut one = made(1);
        one.case.clocks = vec![clock("accept", 100), clock("handle", 200)];
        write(&database, &[one], &[]);
        let mut one = made(1);
        one.case.clocks = vec![clock("accept", 100), clock("handle", 300)];
        one.case.clocks[1].stopped_at = Some(at(250));
        one.case.clocks[1].holder = Some(UnitId::from("co"));
        run(&database, |tx| clocks::replace_many(tx, [&one.case]));
        let rows = read(&database, |tx| clocks::of_case(tx, &id(1)));
        let handle = &rows[1];
        assert_eq!(rows.len(), 2);
        assert_eq!(
            (handle.clock_id.as_str(), handle.due_at, handle.stopped_at),
            ("handle", Some(at(300)), Some(at(250)))
        );
        assert_eq!(
            (handle.holder.clone(), handle.binds_staff, handle.calendar_version),
            (Some("co".into()), true, 3)
        );
    });
}

#[test]
fn a_new_calendar_makes_running_clocks_stale() {
    each_engine(|database| {
        let all: Vec<_> = (0..4)
            .map(|number| {
                let mut made = made(number);
                made.case.clocks = vec![clock("accept", 100), clock("handle", 200)];
                made
            })
            .map(|mut made| {
                if made.case.id() == &id(1) {
                    made.case.clocks.iter_mut().for_each(|clock| clock.stopped_at = Some(at(1)));
                }
                if made.case.id() == &id(2) {
                    made.case.clocks.iter_mut().for_each(|clock| clock.calendar_version = 4);
                }
                made
            })
            .collect();
        write(&database, &all, &[]);
        assert_eq!(read(&database, |tx| clocks::to_recount(tx, 3, None, 10)), []);
        assert_eq!(read(&database, |tx| clocks::to_recount(tx, 4, None, 1)), [id(0)]);
        assert_eq!(read(&database, |tx| clocks::to_recount(tx, 4, Some(&id(0)), 10)), [id(3)]);
    });
}

#[test]
fn supervision_sees_what_is_late_and_nothing_that_it_may_not() {
    each_engine(|database| {
        let late = |number: i64, change: fn(&mut domain::case::Case)| {
            let mut made = made(number);
            let mut clock = clock("handle", number);
            clock.breached_at = Some(at(number));
            made.case.clocks = vec![clock];
            change(&mut made.case);
            made
        };
        let all = [
            late(1, |_| ()),
            late(2, |_| ()),
            late(3, |case| case.opened.sealed = true),
            late(4, |case| case.place_now.place = place("370203001001")),
            late(5, |case| case.clocks[0].on = domain::clock::ClockOn::Person),
            late(6, |case| case.clocks[0].stopped_at = Some(at(7))),
            late(7, |case| case.clocks[0].breached_at = None),
        ];
        write(&database, &all, &[("street", UnitShare::Holder), ("city", UnitShare::Above)]);
        let find = |filter: LateFilter| {
            let rows = read(&database, move |tx| clocks::late(tx, &filter, None, 10));
            rows.into_iter().map(|row| row.case_id).collect::<Vec<_>>()
        };
        assert_eq!(find(LateFilter::default()), [id(4), id(2), id(1)]);
        let within = LateFilter { place: Some(place("370202")), ..LateFilter::default() };
        assert_eq!(find(within), [id(2), id(1)]);
        for (unit, seen) in [
            ("street", vec![id(4), id(3), id(2), id(1)]),
            ("city", vec![id(4), id(2), id(1)]),
            ("stranger", vec![]),
        ] {
            assert_eq!(find(LateFilter { seen_by: Some(unit.into()), place: None }), seen, "{unit}");
        }
        let filter = LateFilter::default();
        let first = read(&database, move |tx| clocks::late(tx, &filter, None, 2));
        let filter = LateFilter::default();
        let rest = read(&database, move |tx| clocks::late(tx, &filter, first.last(), 2));
        assert_eq!(rest.iter().map(|row| &row.case_id).collect::<Vec<_>>(), [&id(1)]);
    });
}
