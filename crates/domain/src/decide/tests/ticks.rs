//! What happens when nobody does anything.

use crate::command::Command;
use crate::event::Actor;
use crate::fixture::{Story, caller, opening, world};
use crate::refusal::Refusal;
use crate::term::tests::local;

fn handled() -> Story {
    Story::new().act("an@petition", "transfer", "")
}

#[test]
fn the_timer_warns_and_records_what_is_late_once() {
    let story = Story::new().until("2026-03-14 08:59:59");
    assert_eq!(story.ask(caller("timer"), &Command::Tick), Err(Refusal::Nothing), "a second too early");
    let warned = story.until("2026-03-14 09:00").tick();
    assert_eq!(warned.told_since(5), ["accept warned"]);
    assert_eq!(warned.ask(caller("timer"), &Command::Tick), Err(Refusal::Nothing));
    let due = warned.until("2026-03-17 23:59:59");
    assert_eq!(due.ask(caller("timer"), &Command::Tick), Err(Refusal::Nothing), "the last second is granted");
    let late = due.until("2026-03-18 00:00").tick();
    assert_eq!(late.told_since(6), ["accept breached"]);
    assert_eq!(late.case.wake_at(), None, "nothing is left to watch");
}

#[test]
fn the_timer_is_woken_for_the_next_thing_and_not_for_what_is_over() {
    let story = Story::new();
    assert_eq!(story.case.wake_at(), Some(local("2026-03-14 09:00")), "the warning");
    let warned = story.clone().until("2026-03-15 00:00").tick();
    assert_eq!(warned.case.wake_at(), Some(local("2026-03-18 00:00")), "one second after the due time");
    let asleep = story.until("2026-04-01 00:00").tick();
    assert_eq!(asleep.told_since(5), ["accept breached"], "too late to warn");
    assert_eq!(asleep.case.wake_at(), None, "a warning that was slept through is not waited for");
    let waiting = handled().act("bo@street", "wait", "reason=test");
    assert_eq!(waiting.case.wake_at(), None, "a paused clock wakes nobody");
}

#[test]
fn only_the_timer_ticks() {
    let late = Story::new().days(30);
    for who in ["person", "an@petition", "import"] {
        assert_eq!(late.ask(caller(who), &Command::Tick), Err(Refusal::NotFound), "{who}");
    }
}

#[test]
fn a_breach_does_what_the_program_says_of_it() {
    let late = handled().days(70).tick();
    assert_eq!(late.told_since(10), ["handle breached", "overdue > handling", "holder county by superior"]);
    assert!(late.events.iter().skip(10).all(|event| event.by == Actor::Timer));
}

#[test]
fn a_breach_stands_on_record_even_if_its_act_cannot_be_done() {
    // Nobody stands above the city.
    let mut asked = opening("class=ordinary");
    asked.opened.category = "order".into();
    let top = Story::opened(world(), asked)
        .act("an@petition", "transfer", "")
        .act("bo@county", "escalate", "")
        .days(70);
    let before = top.events.len();
    assert_eq!(top.tick().told_since(before), ["handle breached"]);
    // The case has moved on to a state in which the act is not offered.
    let objected = handled().days(58).act("bo@street", "object", "note=不归我管").days(8);
    let before = objected.events.len();
    assert_eq!(objected.tick().told_since(before), ["handle breached"]);
}

#[test]
fn what_ran_out_first_is_looked_at_first_and_may_settle_the_rest() {
    // Objected on the last day but one: the ruling is late first, then the answer.
    let objected = handled().until("2026-04-22 09:00").act("bo@street", "object", "note=不归我管").days(20);
    let before = objected.events.len();
    let expected = [
        "rule breached",
        "uphold > handling",
        "holder petition by sender",
        "rule stopped late",
        "handle breached",
        "overdue > handling",
        "holder county by superior",
    ];
    assert_eq!(objected.tick().told_since(before), expected);
}

#[test]
fn a_window_that_closes_ends_what_it_was_for() {
    let answered = handled().act("bo@street", "answer", "answer=已修好了").days(31);
    let before = answered.events.len();
    let settled = answered.tick();
    assert_eq!(settled.told_since(before), ["rate breached", "settle > closed", "rate stopped late"]);
    assert_eq!(settled.case.wake_at(), None);
}
