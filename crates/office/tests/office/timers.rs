//! What happens when nobody does anything.

use domain::calendar::{HolidaySource, YearSource};
use domain::event::{ClockFact, Fact};
use domain::program::Ending;
use domain::text::Text;
use jiff::civil::{Date, date};
use office::reference::ReferenceChange;
use testkit::{TestOffice, drain, each_office, town};

fn clock_changes(town: &TestOffice, case: &domain::ids::CaseId) -> Vec<ClockFact> {
    let view = town.wait(town.office.case_for_staff(&town::caller("zhao"), case)).unwrap().unwrap();
    let facts = view.timeline.into_iter().map(|entry| entry.event.fact);
    facts.filter_map(|fact| if let Fact::Clock { change, .. } = fact { Some(change) } else { None }).collect()
}

#[test]
fn a_clock_warns_and_runs_out_once() {
    each_office(|town| {
        let raised = town.raise(drain());
        assert_eq!(town.office.tick(town.now()).unwrap(), 0, "nothing is due yet");
        town.pass_days(2);
        assert_eq!(clock_changes(town, &raised.case), [ClockFact::Started, ClockFact::Warned]);
        assert_eq!(town.office.tick(town.now()).unwrap(), 0, "a warning goes out once");
        town.pass_days(10);
        town.pass_days(10);
        let changes = clock_changes(town, &raised.case);
        assert_eq!(changes, [ClockFact::Started, ClockFact::Warned, ClockFact::Breached]);
    });
}

#[test]
fn what_nobody_rates_ends_by_itself() {
    each_office(|town| {
        let raised = town.raise(drain());
        town.act("zhao", &raised.case, "dispatch", &[]).unwrap();
        town.act("li", &raised.case, "draft", &[("result", "修好了")]).unwrap();
        town.act("zhou", &raised.case, "approve", &[]).unwrap();
        town.pass_days(15);
        let tracked = town.wait(town.office.tracked(&raised.number, &raised.secret)).unwrap().unwrap();
        assert_eq!(tracked.ending, Some(Ending::Settled));
        assert_eq!(town.office.verify(&mut |_| {}).unwrap().faults, Vec::new());
    });
}

#[test]
fn a_new_calendar_moves_due_times_with_an_event() {
    each_office(|town| {
        let raised = town.raise(drain());
        assert_eq!(town.office.recount().unwrap(), 0);
        let mut calendar = town::calendar();
        calendar.base.version = 2;
        calendar.base.rest_weekdays.push(domain::calendar::WeekdayName::Friday);
        let change = ReferenceChange::Calendar(Box::new(calendar));
        town.office.change_reference(&office::Office::machine(), vec![change]).unwrap();
        assert_eq!(town.office.recount().unwrap(), 1);
        assert_eq!(town.office.recount().unwrap(), 0, "once");
        assert_eq!(clock_changes(town, &raised.case), [ClockFact::Started, ClockFact::Recounted]);
    });
}

#[test]
fn an_announced_year_moves_what_was_estimated_and_is_announced_once() {
    each_office(|town| {
        let raised = town.raise(drain());
        let clock = || {
            let view = town.wait(town.office.case_for_staff(&town::caller("zhao"), &raised.case));
            let clock = view.unwrap().unwrap().clocks[0].clock.clone();
            (town.office.world().calendar.date_of(clock.due_at.unwrap()), clock.estimated)
        };
        assert_eq!(clock(), (date(2026, 3, 9), true), "three working days, as weeks usually are");
        let announce = |last: Date| {
            let year = YearSource {
                year: 2026,
                notices: vec![town::calendar().base.statute],
                holidays: vec![HolidaySource {
                    name: Text::new("节", "feast"),
                    first: date(2026, 3, 5),
                    last,
                }],
                make_up: Vec::new(),
            };
            let change = ReferenceChange::CalendarYear(Box::new(year));
            let done = town.office.change_reference(&office::Office::machine(), vec![change]).unwrap();
            (done[0].changed, town.office.recount().unwrap())
        };
        assert_eq!(announce(date(2026, 3, 6)), (true, 1));
        assert_eq!(
            clock(),
            (date(2026, 3, 11), false),
            "two days off are not counted, and nothing is estimated"
        );
        assert_eq!(clock_changes(town, &raised.case), [ClockFact::Started, ClockFact::Recounted]);
        assert_eq!(announce(date(2026, 3, 6)), (false, 0), "the same again is no news");
        assert_eq!(announce(date(2026, 3, 5)), (true, 1), "announced anew");
        assert_eq!(clock(), (date(2026, 3, 10), false));
        assert_eq!(town.office.verify(&mut |_| {}).unwrap().faults, Vec::new());
        crate::figures::assert_counters_are_right(town);
    });
}
