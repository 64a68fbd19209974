//! When an activity takes place, under whom, and when the public may know.

use super::*;
use crate::command::{Command, Opening};
use crate::event::Link;
use crate::fixture::{Story, caller, day, form, opening, world};
use crate::refusal::Refusal;
use crate::term::tests::local;
use crate::world::{Programs, World};

fn asked(form: &str) -> Opening {
    let mut asked = opening(form);
    asked.opened.kind = "day".into();
    asked.opened.channel = "plan".to_owned();
    asked
}

fn planned(form: &str) -> Result<Story, Refusal> {
    let world = World { programs: Programs::new([day()]), ..world() };
    Story::try_opened_by(world, "an@county", asked(form))
}

const MORNING: &str = "starts=2026-03-10T09:00, ends=2026-03-10T11:30, host=head";

#[test]
fn an_activity_takes_place_where_the_office_is() {
    let story = planned(MORNING).unwrap();
    let span = span(story.program(), &story.case, &story.world.calendar).unwrap();
    assert_eq!(span.starts_at, local("2026-03-10 09:00:00"));
    assert_eq!(span.ends_at, local("2026-03-10 11:30:00"));
}

#[test]
fn a_matter_takes_place_at_no_time() {
    let story = Story::new();
    assert_eq!(span(story.program(), &story.case, &story.world.calendar), None);
    assert_eq!(leaders(story.program(), &story.case), Vec::new());
}

#[test]
fn it_ends_after_it_begins() {
    for ends in ["2026-03-10T08:59", "2026-03-10T09:00", "2026-03-09T23:00"] {
        let refused = planned(&format!("starts=2026-03-10T09:00, ends={ends}, host=head")).map(|_| ());
        let expected = Refusal::Fields(vec![("ends".into(), FieldRefusal::EndsTooEarly)]);
        assert_eq!(refused, Err(expected), "{ends}");
    }
}

#[test]
fn each_leader_is_named_once() {
    let named = |form: &str| {
        let story = planned(form).unwrap();
        leaders(story.program(), &story.case)
    };
    assert_eq!(named(MORNING), ["head".into()]);
    assert_eq!(named(&format!("{MORNING}, guest=mayor")), ["head".into(), "mayor".into()]);
    assert_eq!(named(&format!("{MORNING}, guest=head")), ["head".into()]);
    let refused = planned("starts=2026-03-10T09:00, ends=2026-03-10T11:30, host=nobody").map(|_| ());
    assert_eq!(refused, Err(Refusal::Fields(vec![("host".into(), FieldRefusal::NoSuchLeader)])));
}

#[test]
fn who_holds_it_is_named_first() {
    let mut program = day();
    program.schedule.as_mut().unwrap().leader = Some("guest".into());
    let world = World { programs: Programs::new([program]), ..world() };
    let story = Story::opened_by(world, "an@county", asked(&format!("{MORNING}, guest=mayor")));
    assert_eq!(leaders(story.program(), &story.case), ["mayor".into(), "head".into()]);
}

#[test]
fn what_is_announced_is_public_and_the_clock_runs_until_that_day_is_over() {
    let story = planned(MORNING).unwrap();
    assert_eq!(story.case.published, None, "a plan is not public");
    let story = story.act("an@county", "announce", "");
    let published = story.case.published.clone().unwrap();
    assert_eq!((published.title.as_str(), published.text.as_str()), ("SECRET-TITLE", "SECRET-TEXT"));
    let clock = story.case.clock(&"hold".into()).unwrap();
    assert_eq!(clock.due_at, Some(local("2026-03-10 23:59:59")));
}

#[test]
fn what_may_not_be_published_is_not_published_by_an_act() {
    let world = World { programs: Programs::new([day()]), ..world() };
    let mut asked = asked(MORNING);
    asked.opened.may_publish = false;
    let story = Story::opened_by(world, "an@county", asked).act("an@county", "announce", "");
    assert_eq!(story.case.published, None);
}

#[test]
fn a_case_knows_where_it_comes_from() {
    let world = World { programs: Programs::new([day()]), ..world() };
    let asked = Opening { source: Some("00".into()), ..asked(MORNING) };
    let story = Story::opened_by(world, "an@county", asked);
    assert_eq!(story.case.links, [("00".into(), Link::Source)]);
}

#[test]
fn a_leader_is_in_office_from_the_first_to_the_last_day() {
    let world = world();
    let on = |day: &str| world.leaders.in_office(day.parse().unwrap()).count();
    assert_eq!(on("2023-12-31"), 0);
    assert_eq!(on("2024-01-01"), 3);
    assert_eq!(on("2025-12-31"), 3);
    assert_eq!(on("2026-01-01"), 2, "one has gone");
}

#[test]
fn a_guard_knows_whether_the_time_has_come() {
    let mut program = day();
    program.acts[1].when = Some(crate::fixture::guard("case.begun"));
    let world = World { programs: Programs::new([program]), ..world() };
    let story = Story::opened_by(world, "an@county", asked(MORNING)).act("an@county", "announce", "");
    let before = story.clone().until("2026-03-10 08:59");
    assert_eq!(before.refusal("an@county", "hold", ""), Refusal::NotOffered { act: "hold".into() });
    assert_eq!(story.until("2026-03-10 09:00").act("an@county", "hold", "").case.state_now.as_str(), "held");
}

#[test]
fn each_change_of_time_counts_and_so_does_calling_it_off() {
    const MOVED: &str = "starts=2026-03-11T09:00, ends=2026-03-11T11:30";
    let announced = planned(MORNING).unwrap().act("an@county", "announce", "");
    for (acts, changed, off) in [
        (&[][..], 0, false),
        (&[("move", MOVED)], 1, false),
        (&[("move", MOVED), ("move", MOVED)], 1, false),
        (&[("move", "ends=2026-03-10T12:00"), ("move", MOVED)], 2, false),
        (&[("move", MOVED), ("cancel", "")], 2, true),
        (&[("cancel", "")], 1, true),
        (&[("hold", "")], 0, false),
    ] {
        let story =
            acts.iter().fold(announced.clone(), |story, (act, form)| story.act("an@county", act, form));
        assert_eq!(times_changed(story.program(), &story.events), changed, "{acts:?}");
        assert_eq!(is_called_off(&story.case), off, "{acts:?}");
        let moved = acts.iter().any(|(act, _)| *act == "move");
        assert_eq!(may_have_moved(story.program(), &story.case), moved, "{acts:?}");
    }
    let matter = Story::new();
    assert_eq!(times_changed(matter.program(), &matter.events), 0, "it takes place at no time");
}

#[test]
fn a_guard_counts_the_days_that_are_left() {
    let mut program = day();
    program.acts[1].when = Some(crate::fixture::guard("case.ahead == 0"));
    let world = World { programs: Programs::new([program]), ..world() };
    let story = Story::opened_by(world, "an@county", asked(MORNING)).act("an@county", "announce", "");
    for (time, offered) in [
        ("2026-03-09 23:59", false),
        ("2026-03-10 00:00", true),
        ("2026-03-10 23:59", true),
        ("2026-03-11 00:00", false),
    ] {
        let story = story.clone().until(time);
        let hold = Command::Act { act: "hold".into(), form: form(""), seen: None };
        assert_eq!(story.ask(caller("an@county"), &hold).is_ok(), offered, "{time}");
    }
}

/// A program whose days are held by the act `hold`.
fn recorded(form: &str) -> Story {
    let mut program = day();
    program.figures.held = Some("hold".into());
    let world = World { programs: Programs::new([program]), ..world() };
    Story::opened_by(world, "an@county", asked(form)).act("an@county", "announce", "")
}

fn held_at(story: &Story) -> Option<Timestamp> {
    held(story.program(), &story.case, &story.world.calendar).map(|held| held.at)
}

#[test]
fn what_was_held_was_held_when_it_was_planned() {
    let planned = recorded("starts=2026-03-02T08:00, ends=2026-03-02T08:30, host=head");
    assert_eq!(held_at(&planned), None, "planned is not held");
    let story = planned.act("an@county", "hold", "");
    assert_eq!(held_at(&story), Some(local("2026-03-02 08:00:00")));
}

#[test]
fn what_is_planned_again_was_held_when_it_was_recorded() {
    let story = recorded(MORNING).act("an@county", "hold", "");
    let recorded_at = story.case.changed_at;
    assert!(recorded_at < local("2026-03-10 09:00:00"));
    assert_eq!(held_at(&story), Some(recorded_at));
}
