//! What is derived from cases: who may see them, what is to be done, clocks.

use domain::ids::UnitId;
use store::case_leaders::CaseLeader;
use store::case_list::{self, CaseFilter, CaseOrder};
use store::case_sources::CaseSource;
use store::case_units::{CaseUnit, UnitShare};
use store::clocks::LateFilter;
use store::inbox::{BucketCount, InboxFilter, InboxRow};
use store::schedules::{AgendaFilter, AgendaLine, ScheduleRow};
use store::{case_leaders, case_sources, case_units, clocks, inbox, schedules};
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

fn takes_place(case: i64, starts: i64, ends: i64) -> ScheduleRow {
    ScheduleRow { case_id: id(case), starts_at: at(starts), ends_at: at(ends) }
}

fn named(case: i64, leader: &str) -> CaseLeader {
    CaseLeader { case_id: id(case), leader_id: leader.into(), opened_at: at(case) }
}

fn day() -> AgendaFilter {
    AgendaFilter {
        from: at(100),
        before: at(200),
        kind: None,
        place: None,
        leader: None,
        seen_by: None,
        published_only: false,
    }
}

#[test]
fn an_agenda_shows_what_falls_into_its_period_in_the_order_of_time() {
    each_engine(|database| {
        let mut all: Vec<_> = (1..=5).map(made).collect();
        all[4].case.opened.sealed = true;
        write(&database, &all, &[("street", UnitShare::Holder)]);
        let rows = [
            takes_place(1, 150, 160),
            takes_place(2, 90, 100),
            takes_place(3, 80, 99),
            takes_place(4, 200, 210),
            takes_place(5, 150, 160),
        ];
        run(&database, |tx| schedules::upsert_many(tx, &rows));
        run(&database, |tx| {
            let rows = [named(1, "mayor"), named(2, "mayor")];
            case_leaders::replace_many(tx, [&id(1), &id(2)], &rows)?;
            case_leaders::replace_many(tx, [&id(2)], &[named(2, "head")])
        });
        let found = |filter: AgendaFilter| {
            let lines: Vec<AgendaLine> = read(&database, move |tx| schedules::agenda(tx, &filter, 10));
            lines.iter().map(|line| line.line.case_id.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(found(day()), ["c0002", "c0001"], "what ends as the period begins still counts");
        assert_eq!(found(AgendaFilter { leader: Some("mayor".into()), ..day() }), ["c0001"]);
        assert_eq!(found(AgendaFilter { kind: Some("grid".into()), ..day() }), [""; 0]);
        assert_eq!(found(AgendaFilter { place: Some(place("370203")), ..day() }), [""; 0]);
        assert_eq!(found(AgendaFilter { place: Some(place("370202")), ..day() }).len(), 2);
        assert_eq!(found(AgendaFilter { seen_by: Some("elsewhere".into()), ..day() }), [""; 0]);
        assert_eq!(found(AgendaFilter { published_only: true, ..day() }), [""; 0]);
        let first = read(&database, |tx| schedules::agenda(tx, &day(), 1));
        assert_eq!(first.len(), 1, "no more than were asked for");
    });
}

#[test]
fn an_activity_that_is_moved_takes_place_once() {
    each_engine(|database| {
        write(&database, &[made(1)], &[]);
        run(&database, |tx| schedules::upsert_many(tx, &[takes_place(1, 110, 120)]));
        run(&database, |tx| schedules::upsert_many(tx, &[takes_place(1, 300, 310)]));
        assert_eq!(read(&database, |tx| schedules::agenda(tx, &day(), 10)), []);
    });
}

#[test]
fn cases_are_listed_by_the_leader_whom_they_name_now() {
    each_engine(|database| {
        write(&database, &[made(1), made(2), made(3)], &[]);
        run(&database, |tx| {
            case_leaders::replace_many(
                tx,
                [&id(1), &id(2), &id(3)],
                &[named(1, "head"), named(2, "mayor"), named(3, "head")],
            )
        });
        let listed = |leader: &str, order| {
            let filter = CaseFilter { leader: Some(leader.into()), order, ..CaseFilter::default() };
            let lines = read(&database, move |tx| case_list::list(tx, &filter, None, 10));
            lines.iter().map(|line| line.case_id.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(listed("head", CaseOrder::Newest), ["c0003", "c0001"]);
        assert_eq!(listed("head", CaseOrder::Due), [""; 0], "nothing is due");
        assert_eq!(listed("mayor", CaseOrder::Newest), ["c0002"]);
    });
}

#[test]
fn what_came_out_of_a_case_is_found_from_there() {
    each_engine(|database| {
        write(&database, &[made(1), made(2), made(3)], &[]);
        let from = |case: i64, source: i64| CaseSource {
            case_id: id(case),
            source_id: id(source),
            opened_at: at(case),
        };
        run(&database, |tx| case_sources::insert_many(tx, &[from(3, 1), from(2, 1)]));
        assert_eq!(read(&database, |tx| case_sources::outcomes(tx, &id(1), 10)), [id(2), id(3)]);
        assert_eq!(read(&database, |tx| case_sources::outcomes(tx, &id(1), 1)), [id(2)]);
        assert_eq!(read(&database, |tx| case_sources::outcomes(tx, &id(2), 10)), []);
    });
}
