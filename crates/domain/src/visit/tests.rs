//! People who come: places, queue, ends; whatever anybody tries.

use proptest::prelude::*;

use super::*;
use crate::command::{Caller, Command, Opening, VisitAsk};
use crate::event::Event;
use crate::field::FieldRefusal;
use crate::fixture::{Story, caller, day, opening, program_act, world};
use crate::program::{Fairness, Need, Program, State, VisitEnd, Visits};
use crate::refusal::Refusal;
use crate::term::tests::local;
use crate::text::Text;
use crate::world::{Programs, World};

/// Who runs the queue.
const DESK: &str = "an@county";

fn visits() -> Visits {
    let need = |id: &str, points| Need { id: id.to_owned(), name: Text::default(), points };
    let end = |id: &str, due_days| VisitEnd { id: id.to_owned(), name: Text::default(), due_days };
    Visits {
        books: vec!["announced".into()],
        queues: vec!["receiving".into()],
        by: vec![crate::program::Doer::parse("operator@holder").unwrap()],
        slot_minutes: 30,
        places: 1,
        hold_minutes: 10,
        late_minutes: 20,
        people_max: 5,
        windows: 2,
        wait_list: true,
        fairness: Fairness { per_minute: 1, booked: 30, invited: 40 },
        needs: vec![need("old", 20), need("far", 10)],
        ends: vec![end("settled", None), end("promised", Some(30))],
    }
}

fn program() -> Program {
    let mut program = day();
    let announced = program.states.iter().find(|state| state.id.as_str() == "announced").unwrap();
    let receiving = State { id: "receiving".into(), ..announced.clone() };
    program.states.push(receiving);
    program.acts.push(program_act("open_doors", "announced > receiving", &["operator@holder"]));
    program.acts.push(program_act("shut", "receiving > held", &["operator@holder"]));
    program.visits = Some(visits());
    program
}

/// Five slots on Tuesday 10 March, from 9 to half past 11, announced a week before.
fn announced() -> Story {
    let mut asked: Opening = opening("starts=2026-03-10T09:00, ends=2026-03-10T11:30, host=head");
    asked.opened.kind = "day".into();
    asked.opened.channel = "plan".to_owned();
    let world = World { programs: Programs::new([program()]), ..world() };
    Story::opened_by(world, DESK, asked).act(DESK, "announce", "")
}

fn receiving() -> Story {
    announced().until("2026-03-10 08:30").act(DESK, "open_doors", "")
}

fn guest(people: u32, needs: &[&str]) -> Guest {
    Guest { person: None, people, needs: needs.iter().map(|need| (*need).to_owned()).collect() }
}

fn asked(ask: VisitAsk, proof: &str) -> Command {
    Command::Visit { ask, proof: proof.to_owned() }
}

/// Holds a slot and books it; the secret of the ticket is `t` and the slot.
fn booked(story: Story, slot: u32) -> Story {
    let proof = format!("t{slot}");
    let story = story.command("person", &asked(VisitAsk::Hold { slot }, &proof));
    let visit = story.case.visits.last().unwrap().number;
    story.command("person", &asked(VisitAsk::Book { visit, guest: guest(1, &[]) }, &proof))
}

fn walks_in(story: Story, needs: &[&str]) -> Story {
    story.command(DESK, &asked(VisitAsk::WalkIn { guest: guest(1, needs) }, ""))
}

fn desk(story: Story, ask: VisitAsk) -> Story {
    story.command(DESK, &asked(ask, ""))
}

fn refused(story: &Story, who: &str, ask: VisitAsk, proof: &str) -> Refusal {
    story.ask(caller(who), &asked(ask, proof)).unwrap_err()
}

fn not_offered(act: &str) -> Refusal {
    Refusal::NotOffered { act: act.into() }
}

fn states(story: &Story) -> Vec<VisitState> {
    story.case.visits.iter().map(|visit| visit.state).collect()
}

fn free(story: &Story) -> Vec<u32> {
    let slots = slots(story.program(), &story.case, &story.world.calendar);
    slots.iter().map(|slot| slot.free).collect()
}

fn order(story: &Story) -> Vec<u32> {
    let order = queue::order(story.program(), &story.case, &story.world.calendar, story.now);
    order.iter().map(|visit| visit.number).collect()
}

fn finish(visit: u32, end: &str, due: Option<&str>) -> VisitAsk {
    let due = due.map(|due| due.parse().unwrap());
    VisitAsk::Finish { visit, end: end.to_owned(), due, words: None }
}

#[test]
fn the_table_of_states_is_this_one_and_no_other() {
    use VisitState::{Booked, Called, Cancelled, Done, Held, Lapsed, Listed, Missed, NoShow, Waiting};
    let guest = guest(1, &[]);
    let changes = [
        VisitChange::Booked { guest, until: None },
        VisitChange::Promoted { slot: 0, until: None },
        VisitChange::Moved { until: None },
        VisitChange::Lapsed,
        VisitChange::Cancelled,
        VisitChange::NoShow,
        VisitChange::Arrived,
        VisitChange::Called { window: 1 },
        VisitChange::Missed,
        VisitChange::Recalled,
        VisitChange::Done { end: "settled".to_owned(), due: None, words: None },
        VisitChange::Acknowledged,
    ];
    let no = None;
    for (state, leads) in [
        (Held, [Some(Booked), no, no, Some(Lapsed), Some(Cancelled), no, no, no, no, no, no, no]),
        (Lapsed, [no; 12]),
        (Listed, [no, Some(Booked), no, Some(Lapsed), Some(Cancelled), no, no, no, no, no, no, no]),
        (
            Booked,
            [no, no, Some(Booked), no, Some(Cancelled), Some(NoShow), Some(Waiting), no, no, no, no, no],
        ),
        (NoShow, [no, no, no, no, no, no, Some(Waiting), no, no, no, no, no]),
        (Cancelled, [no; 12]),
        (Waiting, [no, no, no, no, Some(Cancelled), no, no, Some(Called), no, no, no, no]),
        (Called, [no, no, no, no, Some(Cancelled), no, no, no, Some(Missed), no, Some(Done), no]),
        (Missed, [no, no, no, no, Some(Cancelled), no, no, no, no, Some(Waiting), no, no]),
        (Done, [no, no, no, no, no, no, no, no, no, no, no, Some(Done)]),
    ] {
        for (change, led) in changes.iter().zip(leads) {
            assert_eq!(state.after(change), led, "{state:?} {change:?}");
        }
    }
}

#[test]
fn a_place_is_held_booked_and_taken_by_nobody_else() {
    let story = announced();
    assert_eq!(free(&story), [1, 1, 1, 1, 1]);
    let story = story.command("person", &asked(VisitAsk::Hold { slot: 2 }, "t2"));
    assert_eq!(free(&story), [1, 1, 0, 1, 1]);
    assert_eq!(refused(&story, "person", VisitAsk::Hold { slot: 2 }, "u"), Refusal::NoFreePlace);
    assert_eq!(refused(&story, "person", VisitAsk::Hold { slot: 5 }, "u"), Refusal::NoFreePlace);
    let book = VisitAsk::Book { visit: 1, guest: guest(2, &["old"]) };
    assert_eq!(refused(&story, "person", book.clone(), "u"), Refusal::NotFound, "another's ticket");
    assert_eq!(refused(&story, "person", book.clone(), ""), Refusal::NotFound, "no ticket at all");
    let story = story.command("person", &asked(book, "t2"));
    assert_eq!(story.case.visits[0].guest, guest(2, &["old"]));
    assert_eq!(story.case.visits[0].until, Some(local("2026-03-10 10:20")), "twenty minutes after 10");
}

#[test]
fn a_hold_lapses_after_ten_minutes() {
    let story = announced().command("person", &asked(VisitAsk::Hold { slot: 0 }, "t0"));
    let until = story.case.visits[0].until.unwrap();
    assert_eq!(until, story.now + jiff::SignedDuration::from_mins(10));
    assert_eq!(story.case.wake_at(), Some(until));
    let mut late = story.clone();
    late.now = until;
    let book = VisitAsk::Book { visit: 1, guest: guest(1, &[]) };
    assert_eq!(refused(&late, "person", book, "t0"), not_offered("book"));
    // The next who asks need not wait for the timer.
    let taken = late.clone().command("person", &asked(VisitAsk::Hold { slot: 0 }, "u"));
    assert_eq!(states(&taken), [VisitState::Lapsed, VisitState::Held]);
    assert_eq!(states(&late.tick()), [VisitState::Lapsed]);
}

#[test]
fn nobody_books_what_is_not_announced_or_has_begun() {
    let mut planned = announced();
    planned.case.state_now = "planned".into();
    assert_eq!(refused(&planned, "person", VisitAsk::Hold { slot: 0 }, "t"), not_offered("hold"));
    planned.case.published = None;
    assert_eq!(refused(&planned, "person", VisitAsk::Hold { slot: 0 }, "t"), Refusal::NotFound);
    let begun = announced().until("2026-03-10 09:00");
    assert_eq!(refused(&begun, "person", VisitAsk::Hold { slot: 0 }, "t"), Refusal::NoFreePlace);
    assert!(begun.ask(caller("person"), &asked(VisitAsk::Hold { slot: 1 }, "t")).is_ok());
}

#[test]
fn only_who_runs_the_queue_calls_and_receives() {
    let story = walks_in(receiving(), &[]);
    for (ask, act) in [
        (VisitAsk::WalkIn { guest: guest(1, &[]) }, "walk_in"),
        (VisitAsk::Invite { slot: None, guest: guest(1, &[]) }, "invite"),
        (VisitAsk::Call { window: 1 }, "call"),
        (finish(1, "settled", None), "finish"),
        (VisitAsk::Acknowledge { visit: 1 }, "acknowledge"),
    ] {
        assert_eq!(refused(&story, "person", ask.clone(), ""), not_offered(act));
        assert_eq!(refused(&story, "an@city", ask, ""), not_offered("visit"), "not the holder");
    }
}

#[test]
fn a_visit_names_no_more_people_than_may_come_and_no_unknown_need() {
    let wrong = |people, needs: &[&str]| match refused(
        &receiving(),
        DESK,
        VisitAsk::WalkIn { guest: guest(people, needs) },
        "",
    ) {
        Refusal::Fields(wrong) => wrong.into_iter().map(|(_, why)| why).collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    let range = FieldRefusal::NotInRange { min: 1, max: 5 };
    assert_eq!(wrong(6, &["old"]), std::slice::from_ref(&range));
    assert_eq!(wrong(0, &["rich"]), [range, FieldRefusal::NoSuchOption]);
}

#[test]
fn who_waits_for_a_place_gets_the_next_that_becomes_free() {
    let listed = |story: Story, proof: &str| {
        story.command("person", &asked(VisitAsk::WaitFor { guest: guest(1, &[]) }, proof))
    };
    let full = (0..5).fold(announced(), booked);
    assert_eq!(refused(&announced(), "person", VisitAsk::WaitFor { guest: guest(1, &[]) }, "l"), {
        not_offered("wait_for")
    });
    let story = listed(listed(full, "first"), "second");
    let story = story.command("person", &asked(VisitAsk::Cancel { visit: 4 }, "t3"));
    assert_eq!(story.case.visits[5].state, VisitState::Booked, "who asked first");
    assert_eq!(story.case.visits[5].slot, Some(3));
    assert_eq!(story.case.visits[6].state, VisitState::Listed);
    // Who does not come gives the next one a place too, as long as there is one that has not begun.
    let story = story.act(DESK, "open_doors", "").until("2026-03-10 09:20").tick();
    assert_eq!(story.case.visits[0].state, VisitState::NoShow);
    assert_eq!(story.case.visits[6].state, VisitState::Listed, "that slot has begun");
}

#[test]
fn who_has_a_need_or_a_time_is_called_before_who_only_came_first() {
    // 1 came first, 2 is old, 3 is booked for 9, 4 is invited.
    let story = booked(announced(), 0).until("2026-03-10 08:40").act(DESK, "open_doors", "");
    let story = walks_in(walks_in(story, &[]), &["old"]);
    let story = desk(story, VisitAsk::Invite { slot: None, guest: guest(1, &[]) });
    let story = desk(desk(story, VisitAsk::Arrive { visit: 4 }), VisitAsk::Arrive { visit: 1 });
    assert_eq!(order(&story), [4, 3, 1, 2], "the booked time has not come; all came at once");
    assert_eq!(order(&story.clone().until("2026-03-10 09:00")), [4, 1, 3, 2], "now it has");
    // Nobody waits for ever: a minute is a point.
    let later = walks_in(story.until("2026-03-10 09:21"), &["old"]);
    assert_eq!(order(&later), [4, 1, 3, 2, 5], "41 minutes of waiting count more than the need");
}

#[test]
fn called_missed_recalled_received_and_read_back() {
    let story = desk(walks_in(walks_in(receiving(), &[]), &[]), VisitAsk::Call { window: 1 });
    assert_eq!(states(&story), [VisitState::Called, VisitState::Waiting]);
    assert_eq!(refused(&story, DESK, VisitAsk::Call { window: 1 }, ""), not_offered("call"), "not free");
    assert_eq!(refused(&story, DESK, VisitAsk::Call { window: 3 }, ""), not_offered("call"), "no such table");
    let story = desk(desk(story, VisitAsk::Miss { visit: 1 }), VisitAsk::Call { window: 1 });
    assert_eq!(states(&story), [VisitState::Missed, VisitState::Called]);
    assert_eq!(refused(&story, DESK, VisitAsk::Call { window: 2 }, ""), Refusal::Nothing, "nobody waits");
    let story = desk(desk(story, VisitAsk::Recall { visit: 1 }), VisitAsk::Call { window: 2 });
    let story = desk(desk(story, finish(1, "settled", None)), VisitAsk::Acknowledge { visit: 1 });
    assert!(story.case.visits[0].acknowledged);
    assert_eq!(refused(&story, DESK, VisitAsk::Acknowledge { visit: 1 }, ""), not_offered("acknowledge"));
    assert_eq!(refused(&story, DESK, VisitAsk::Acknowledge { visit: 2 }, ""), not_offered("acknowledge"));
}

#[test]
fn a_promise_names_a_day_within_its_limit() {
    let story = desk(walks_in(receiving(), &[]), VisitAsk::Call { window: 1 });
    let why = |end: &str, due| match refused(&story, DESK, finish(1, end, due), "") {
        Refusal::Fields(wrong) => wrong[0].1.clone(),
        other => panic!("{other:?}"),
    };
    let range = FieldRefusal::NotInRange { min: 0, max: 30 };
    assert_eq!(why("promised", None), FieldRefusal::Missing);
    assert_eq!(why("promised", Some("2026-03-09")), range);
    assert_eq!(why("promised", Some("2026-04-10")), range);
    assert_eq!(why("lost", None), FieldRefusal::NoSuchOption);
    let story = desk(story, finish(1, "promised", Some("2026-04-09")));
    assert_eq!(figures(&story.case).last_due, Some("2026-04-09".parse().unwrap()));
}

#[test]
fn another_time_moves_those_who_are_booked_and_calling_off_frees_them() {
    let story = booked(announced(), 0);
    let moved = story.clone().act(DESK, "move", "starts=2026-03-12T09:00, ends=2026-03-12T11:30");
    assert_eq!(moved.case.visits[0].until, Some(local("2026-03-12 09:20")));
    assert_eq!(states(&story.clone().act(DESK, "cancel", "")), [VisitState::Cancelled]);
    let held = story.act(DESK, "open_doors", "").act(DESK, "shut", "");
    assert_eq!(states(&held), [VisitState::NoShow]);
}

#[test]
fn the_wait_is_told_from_how_long_the_latest_took() {
    let wait = |story: &Story, number| {
        queue::wait(story.program(), &story.case, &story.world.calendar, number, story.now)
    };
    let mut story = (0..6).fold(receiving(), |story, _| walks_in(story, &[]));
    assert_eq!(wait(&story, 3), Some(queue::Wait { ahead: 2, low: 30, high: 90 }), "by the slots");
    for (visit, minutes) in [(1, 10), (2, 20), (3, 12)] {
        story = desk(story, VisitAsk::Call { window: 1 });
        story.now += jiff::SignedDuration::from_mins(minutes);
        story = desk(story, finish(visit, "settled", None));
    }
    assert_eq!(wait(&story, 5), Some(queue::Wait { ahead: 1, low: 10, high: 40 }));
    assert_eq!(wait(&story, 1), None, "was received");
}

/// The first reception day, Xiapu, 20 December 1988: 102 visitors, 86 matters, 12 settled on the spot, the rest due in a month.
#[test]
fn the_day_of_xiapu_comes_to_its_figures() {
    let mut story = receiving().until("2026-03-10 09:00");
    for visit in 1..=86 {
        let people = if visit <= 16 { 2 } else { 1 };
        story = desk(story, VisitAsk::WalkIn { guest: guest(people, &[]) });
        story = desk(story, VisitAsk::Call { window: 1 });
        let ended = if visit <= 12 {
            finish(visit, "settled", None)
        } else {
            finish(visit, "promised", Some("2026-04-09"))
        };
        story = desk(story, ended);
    }
    let figures = figures(&story.case);
    assert_eq!((figures.people, figures.visits), (102, 86));
    assert_eq!(figures.ends, [("promised".to_owned(), 74), ("settled".to_owned(), 12)].into());
    assert_eq!((figures.promised, figures.last_due), (74, Some("2026-04-09".parse().unwrap())));
}

/// One thing that somebody tries: minutes later, by whom, what.
fn a_try() -> impl Strategy<Value = (i64, bool, usize, u32, u32)> {
    (0_i64..40, any::<bool>(), 0_usize..14, 1_u32..12, 0_u32..6)
}

fn tried(what: usize, visit: u32, slot: u32) -> Option<VisitAsk> {
    let guest = guest(1 + slot % 3, if slot.is_multiple_of(2) { &["old"] } else { &[] });
    Some(match what {
        0 | 1 => VisitAsk::Hold { slot },
        2 => VisitAsk::Book { visit, guest },
        3 => VisitAsk::WaitFor { guest },
        4 => VisitAsk::Invite { slot: (slot < 5).then_some(slot), guest },
        5 => VisitAsk::WalkIn { guest },
        6 => VisitAsk::Cancel { visit },
        7 => VisitAsk::Arrive { visit },
        8 => VisitAsk::Call { window: 1 + slot % 2 },
        9 => VisitAsk::Miss { visit },
        10 => VisitAsk::Recall { visit },
        11 => finish(visit, "settled", None),
        _ => return None,
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_anybody_tries_no_place_is_given_twice(doors in 0_usize..40, tries in prop::collection::vec(a_try(), 1..60)) {
        let mut story = announced().until("2026-03-10 08:00");
        for (at, (minutes, staff, what, visit, slot)) in tries.into_iter().enumerate() {
            if at == doors {
                story = story.act(DESK, "open_doors", "");
            }
            story.now += jiff::SignedDuration::from_mins(minutes);
            let (by, command) = match tried(what, visit, slot) {
                Some(ask) if staff => (caller(DESK), asked(ask, "t")),
                Some(ask) => (Caller::person(), asked(ask, "t")),
                None => (Caller::timer(), Command::Tick),
            };
            let ticks = command == Command::Tick;
            let was_refused = story.run(by, &command).is_err();
            // Never two in the last place.
            for slot in 0..5 {
                let in_it = story.case.visits.iter().filter(|visit| visit.slot == Some(slot) && visit.state.takes_place());
                // Who comes late is received, though the place went to somebody else.
                prop_assert!(in_it.filter(|visit| visit.arrived_at.is_none()).count() <= 1);
            }
            // Holds lapse, and the timer never sleeps.
            if ticks {
                prop_assert!(was_refused || story.case.wake_at().is_none_or(|at| at > story.now));
                prop_assert!(story.case.visits.iter().all(|visit| visit.until.is_none_or(|until| until > story.now)));
            }
            // The order is total, and each stands in it once.
            let mut waiting = order(&story);
            waiting.sort_unstable();
            let all = story.case.visits.iter().filter(|visit| visit.state == VisitState::Waiting);
            prop_assert_eq!(waiting, all.map(|visit| visit.number).collect::<Vec<_>>());
            // No table has two at it.
            let mut tables: Vec<_> = story.case.visits.iter().filter(|visit| visit.state == VisitState::Called).map(|visit| visit.window).collect();
            let called = tables.len();
            tables.dedup();
            tables.sort_unstable();
            tables.dedup();
            prop_assert_eq!(tables.len(), called);
        }
        let stored: Vec<Event> = serde_json::from_str(&serde_json::to_string(&story.events).unwrap()).unwrap();
        prop_assert_eq!(&story.replayed(&stored), &story.case);
    }
}
