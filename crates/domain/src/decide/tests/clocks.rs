//! What acts do to clocks.

use crate::clock::{ClockError, ClockOn, ClockState};
use crate::fixture::Story;
use crate::ids::UnitId;
use crate::refusal::Refusal;
use crate::term::tests::local;

fn handled() -> Story {
    Story::new().act("an@petition", "transfer", "")
}

fn due(story: &Story, clock: &str) -> Option<jiff::Timestamp> {
    story.case.clock(&clock.into()).and_then(|clock| clock.due_at)
}

fn refused(clock: &str, error: ClockError) -> Refusal {
    Refusal::Clock { clock: clock.into(), error }
}

#[test]
fn the_length_of_a_clock_is_the_first_that_applies() {
    let by_web = Story::new();
    let mut asked = crate::fixture::opening("class=ordinary");
    asked.opened.channel = "call".to_owned();
    let by_call = Story::opened_by(crate::fixture::world(), "an@petition", asked);
    assert_eq!(due(&by_web, "accept"), Some(local("2026-03-17 23:59:59")), "15 days");
    assert_eq!(due(&by_call, "accept"), Some(local("2026-03-09 23:59:59")), "5 working days");
}

#[test]
fn a_clock_runs_until_the_day_of_a_field() {
    // The day that was asked for, when it is past, and when it is a day of rest.
    for (day, expected) in [
        ("2026-03-20", "2026-03-20 23:59:59"),
        ("2026-02-01", "2026-03-03 23:59:59"),
        ("2026-03-21", "2026-03-23 23:59:59"),
    ] {
        let story = handled().act("bo@street", "summon", &format!("day={day}"));
        assert_eq!(due(&story, "meet"), Some(local(expected)), "{day}");
    }
}

#[test]
fn a_clock_waits_goes_on_and_keeps_its_days() {
    let waiting = handled().until("2026-03-10 10:00").act("bo@street", "wait", "reason=test, note=等待鉴定");
    let pause = waiting.case.clock(&"handle".into()).unwrap().open_pause().unwrap();
    assert_eq!((pause.reason.as_str(), pause.note.as_str()), ("test", "等待鉴定"));
    assert_eq!(pause.approved_by.as_str(), "bo");
    assert_eq!(due(&waiting, "handle"), None);
    assert_eq!(
        waiting.refusal("bo@street", "wait", "reason=test"),
        refused("handle", ClockError::AlreadyPaused)
    );
    let on = waiting.until("2026-03-20 10:00").act("bo@street", "go_on", "");
    assert_eq!(due(&on, "handle"), Some(local("2026-05-11 23:59:59")), "ten days later than 1 May");
    assert_eq!(on.refusal("bo@street", "go_on", ""), refused("handle", ClockError::NotPaused));
}

#[test]
fn time_is_added_once_and_never_afterwards() {
    let story = handled();
    let before = due(&story, "handle").unwrap();
    let longer = story.clone().act("bo@street", "extend", "reason=hearing");
    assert!(due(&longer, "handle").unwrap() > before);
    let extension = &longer.case.clock(&"handle".into()).unwrap().extensions[0];
    assert_eq!((extension.ground.as_str(), extension.approved_by.as_str()), ("hearing", "bo"));
    assert_eq!(
        longer.refusal("bo@street", "extend", "reason=test"),
        Refusal::NotOffered { act: "extend".into() }
    );
    let late = story.days(70);
    assert_eq!(late.refusal("bo@street", "extend", "reason=test"), refused("handle", ClockError::Overdue));
    assert_eq!(late.refusal("bo@street", "wait", "reason=test"), refused("handle", ClockError::Overdue));
}

#[test]
fn what_does_not_run_cannot_be_changed() {
    let mut story = handled();
    story.case.clocks.retain(|clock| clock.id.as_str() != "handle");
    for (act, form) in [("wait", "reason=test"), ("go_on", ""), ("extend", "reason=test")] {
        assert_eq!(story.refusal("bo@street", act, form), refused("handle", ClockError::Stopped), "{act}");
    }
    assert_eq!(
        story.refusal("bo@street", "help_longer", "reason=test"),
        refused("help", ClockError::Stopped)
    );
}

#[test]
fn a_running_clock_is_never_started_anew_and_a_stopped_one_is() {
    let story = handled();
    let before = due(&story, "handle");
    let moved = story.act("an@petition", "hand_to", "to=bureau");
    let again = moved.days(5).act("an@county", "urge", "");
    assert_eq!(due(&again, "handle"), before, "a case that goes from unit to unit keeps its day");
}

#[test]
fn each_helping_unit_has_its_own_clock() {
    let called = handled().act("bo@street", "call_in", "helpers=water, helpers=bureau");
    let before = due(&called, "help/water");
    assert!(before.is_some() && due(&called, "help/bureau") == before && due(&called, "help").is_none());
    let longer = called.clone().act("wu@water", "help_longer", "reason=test");
    assert!(due(&longer, "help/water") > before, "a helper asks for its own clock");
    assert_eq!(due(&longer, "help/bureau"), before);
    let all = called.clone().act("bo@street", "help_longer", "reason=test");
    assert!(due(&all, "help/water") > before && due(&all, "help/bureau") > before, "the holder asks for all");
    let done = called.days(1).act("wu@water", "helped", "");
    let state = |clock: &str| done.case.clock(&clock.into()).unwrap().state(done.now);
    assert_eq!(state("help/water"), ClockState::Stopped { in_time: true });
    assert!(matches!(state("help/bureau"), ClockState::Running { .. }));
}

#[test]
fn the_person_is_told_the_day_that_is_still_ahead() {
    let notice = |story: Story| story.act("an@county", "urge", "").case.told.last().unwrap().notice.clone();
    let one = notice(handled());
    assert_eq!(one.en, "urged: 6 May 2026, answer 6 May 2026");
    assert_eq!(one.zh, "已催办：2026年5月6日，答复2026年5月6日");
    let objected = handled().until("2026-05-06 09:00").act("bo@street", "object", "note=不归我管");
    assert_eq!(notice(objected.clone()).en, "urged: 6 May 2026, answer 6 May 2026", "the earlier of two");
    let late = objected.until("2026-05-08 09:00");
    assert_eq!(notice(late).en, "urged: 12 May 2026, answer 6 May 2026", "what is late lies behind");
    let all_late = handled().until("2026-05-08 09:00");
    assert_eq!(notice(all_late).en, "urged: 6 May 2026, answer 6 May 2026", "nothing lies ahead");
    let helped = handled().act("bo@street", "call_in", "helpers=water");
    assert_eq!(notice(helped).en, "urged: 6 May 2026, answer 6 May 2026", "a helper's day is the helper's");
}

#[test]
fn a_recount_reports_every_time_that_moved_and_only_by_the_timer() {
    use crate::command::Command;
    let story = handled();
    assert_eq!(story.ask(crate::fixture::caller("timer"), &Command::Recount), Err(Refusal::Nothing));
    let mut recounted = story.clone();
    // The last day, 1 May, is a holiday as announced; a calendar that knows nothing of 2026 has another reason to move it.
    let mut source = recounted.world.calendar.source().clone();
    source.years.retain(|year| year.year != 2026);
    source.base.version += 1;
    recounted.world.calendar = crate::calendar::Calendar::build(source).unwrap();
    assert_eq!(
        recounted.ask(crate::fixture::caller("an@petition"), &Command::Recount),
        Err(Refusal::NotFound)
    );
    let events = recounted.run(crate::fixture::caller("timer"), &Command::Recount).unwrap();
    assert_eq!(events.iter().map(crate::fixture::in_words).collect::<Vec<_>>(), ["handle recounted"]);
    assert!(recounted.case.clock(&"handle".into()).unwrap().estimated);
    let mut back = recounted;
    back.world.calendar = crate::calendar::tests::china();
    back.run(crate::fixture::caller("timer"), &Command::Recount).unwrap();
    assert!(!back.case.clock(&"handle".into()).unwrap().estimated, "announced days are no estimate any more");
}

#[test]
fn whoever_rules_has_a_clock_of_its_own_beside_that_of_the_holder() {
    let objected = handled().act("bo@street", "object", "note=不归我管");
    let rule = objected.case.clock(&"rule".into()).unwrap();
    assert_eq!((rule.on, rule.holder.as_ref().map(UnitId::as_str)), (ClockOn::Ruler, Some("county")));
    let due = |unit: &str| objected.case.next_due_for(&unit.into()).map(|clock| clock.id.to_string());
    assert_eq!(objected.case.next_due().map(|clock| clock.id.as_str()), Some("rule"), "the earliest of all");
    assert_eq!(due("county").as_deref(), Some("rule"));
    assert_eq!(due("street").as_deref(), Some("handle"), "the holder is not late while another rules");
    assert_eq!(due("petition").as_deref(), Some("rule"), "who owes nothing sees what is due next");
    let ruled = objected.clone().act("di@county", "uphold", "");
    let rule = ruled.case.clock(&"rule".into()).unwrap();
    assert_eq!(rule.state(ruled.now), ClockState::Stopped { in_time: true });
    let late = objected.days(10).tick();
    let rule = late.case.clock(&"rule".into()).unwrap();
    assert!(
        rule.breached_at.is_some() && rule.stopped_at.is_some(),
        "late on record, and the holder goes on"
    );
}
