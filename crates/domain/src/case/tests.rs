//! A case as the sum of its events.

use super::*;
use crate::command::Command;
use crate::fixture::Story;
use crate::term::tests::local;

#[test]
fn a_history_begins_with_an_opening() {
    let story = Story::new();
    assert_eq!(story.replayed(&story.events), story.case);
    assert_eq!(Case::replay(&story.events[1..]), None);
    assert_eq!(Case::replay([]), None);
    assert_eq!(Case::open(&story.events[1]), None);
}

#[test]
fn the_timer_looks_at_the_earliest_thing_that_is_not_on_record() {
    let story = Story::new();
    let mut case = story.case.clone();
    assert_eq!(case.wake_at(), Some(local("2026-03-14 09:00")));
    case.clocks[0].warned_at = Some(local("2026-03-14 09:00"));
    assert_eq!(case.wake_at(), Some(local("2026-03-18 00:00")));
    case.clocks[0].breached_at = Some(local("2026-03-18 00:00"));
    assert_eq!(case.wake_at(), None);
    let several = story.act("an@petition", "keep", "").act("an@petition", "summon", "day=2026-03-20");
    assert_eq!(
        several.case.wake_at(),
        Some(local("2026-03-21 00:00")),
        "the window closes before the warning"
    );
}

#[test]
fn staff_are_shown_what_they_must_meet_next_and_no_window() {
    let story = Story::new().act("an@petition", "keep", "").act("an@petition", "summon", "day=2026-03-20");
    assert_eq!(story.case.next_due().map(|clock| clock.id.as_str()), Some("handle"));
    let answered = story.act("an@petition", "answer", "answer=已修好了");
    assert_eq!(answered.case.next_due(), None, "the person may rate, nobody must");
}

#[test]
fn an_act_is_remembered_with_its_latest_doer() {
    let story = Story::new()
        .act("an@petition", "keep", "")
        .act("an@petition", "call_in", "helpers=water")
        .act("bo@petition", "call_in", "helpers=bureau");
    let doers = |act: &str| -> Vec<&str> {
        let done = story.case.acts.iter().filter(|done| done.act.as_str() == act);
        done.filter_map(|done| done.by.account()).map(AccountId::as_str).collect()
    };
    assert_eq!(doers("call_in"), ["bo"]);
    assert!(story.case.has_done(&"keep".into()) && !story.case.has_done(&"answer".into()));
}

#[test]
fn a_clock_that_starts_again_leaves_its_earlier_run_on_record() {
    let answered =
        Story::new().act("an@petition", "keep", "").act("an@petition", "answer", "answer=已修好了");
    let again = answered.days(2).act("person", "rate", "solved=no");
    let runs: Vec<&str> = again.case.earlier_clocks.iter().map(|clock| clock.id.as_str()).collect();
    assert_eq!(runs, ["handle"]);
    assert!(again.case.clock(&"handle".into()).unwrap().stopped_at.is_none());
    assert_eq!((again.case.ending, again.case.ended_at), (None, None));
}

#[test]
fn a_stored_case_says_the_same_as_its_events() {
    let story = Story::new();
    let at = Where { spot: "桥下".to_owned(), ..story.case.place_now.clone() };
    let story = story.command("an@petition", &Command::Move { at, reason: "定位".to_owned() });
    let read =
        |event: &Event| -> Event { serde_json::from_str(&serde_json::to_string(event).unwrap()).unwrap() };
    let events: Vec<Event> = story.events.iter().map(read).collect();
    assert_eq!(story.replayed(&events), story.case);
    assert_eq!(story.case.place_now.spot, "桥下");
    assert_eq!(story.case.opened.place.spot, "SECRET-SPOT", "the opening is left as it was");
}
