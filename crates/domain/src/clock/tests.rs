//! The life of a clock.

use super::*;
use crate::calendar::tests::{china, notice_of_2027};
use crate::term::tests::{local, pause, term, told};

fn rule(text: &str, warn: Option<&str>) -> ClockRule {
    ClockRule {
        id: ClockId::from("handle"),
        term: term(text),
        warn: warn.map(term),
        basis: Text::new("信访工作条例第三十四条", "Regulation on petitions, article 34"),
        on: ClockOn::Holder,
    }
}

fn started(at: &str, text: &str, warn: Option<&str>) -> Clock {
    Clock::start(rule(text, warn), Some(UnitId::from("water")), local(at), &china())
}

fn extension(at: &str, by: &str) -> Extension {
    Extension {
        at: local(at),
        by: term(by),
        ground: "complex".to_owned(),
        approved_by: AccountId::from("wang"),
    }
}

/// A change that may be refused.
type Change = fn(&mut Clock, &Calendar) -> Result<DueMoved, ClockError>;
/// A change that works.
type LifeStep = fn(&mut Clock, &Calendar);

fn running_until(text: &str) -> ClockState {
    ClockState::Running { due_at: local(text) }
}

#[test]
fn a_clock_runs_warns_and_runs_out() {
    let mut clock = started("2026-03-05 10:00", "5 working days", Some("1 working day"));
    assert_eq!(clock.due_at, Some(local("2026-03-12 23:59:59")));
    assert_eq!(clock.warn_at, Some(local("2026-03-11 09:00")));
    // now, state, warning due, breach due
    for (now, state, warning, breach) in [
        ("2026-03-05 10:00", running_until("2026-03-12 23:59:59"), false, false),
        ("2026-03-11 08:59:59", running_until("2026-03-12 23:59:59"), false, false),
        ("2026-03-11 09:00", running_until("2026-03-12 23:59:59"), true, false),
        ("2026-03-12 23:59:59.9", running_until("2026-03-12 23:59:59"), true, false),
        ("2026-03-13 00:00", ClockState::Breached { due_at: local("2026-03-12 23:59:59") }, false, true),
    ] {
        let now = local(now);
        assert_eq!(
            (clock.state(now), clock.warning_due(now), clock.breach_due(now)),
            (state, warning, breach),
            "{now}"
        );
    }
    clock.warned_at = Some(local("2026-03-11 09:01"));
    assert!(!clock.warning_due(local("2026-03-11 09:02")), "one warning is enough");
    clock.breached_at = Some(local("2026-03-13 00:01"));
    assert!(!clock.breach_due(local("2026-03-13 00:02")), "one breach is enough");
    assert!(matches!(clock.state(local("2026-03-13 00:02")), ClockState::Breached { .. }));
}

#[test]
fn a_clock_is_stopped_in_time_until_its_last_second_is_over() {
    for (at, in_time) in [("2026-03-12 23:59:59.9", true), ("2026-03-13 00:00", false)] {
        let mut clock = started("2026-03-05 10:00", "5 working days", Some("1 working day"));
        clock.stop(local(at)).unwrap();
        let later = local("2026-05-01 00:00");
        assert_eq!(clock.state(later), ClockState::Stopped { in_time });
        assert!(!clock.warning_due(later) && !clock.breach_due(later));
        assert_eq!(clock.stop(later), Err(ClockError::Stopped));
    }
}

#[test]
fn a_pause_takes_the_due_time_away_and_gives_it_back_later() {
    let calendar = china();
    let mut clock = started("2026-03-05 10:00", "5 working days", Some("1 working day"));
    let moved = clock.pause(pause("2026-03-10 15:00", None), &calendar).unwrap();
    assert_eq!(moved, DueMoved { from: Some(local("2026-03-12 23:59:59")), to: None });
    let now = local("2026-06-01 09:00");
    assert_eq!(clock.state(now), ClockState::Paused { since: local("2026-03-10 15:00") });
    assert!(!clock.warning_due(now) && !clock.breach_due(now), "a paused clock cannot run out");
    // Friday the 6th and Monday the 9th had ended.
    assert_eq!(clock.remaining(now, &calendar), [Remaining::WorkingDays { days: 3 }]);

    let moved = clock.resume(local("2026-03-17 09:00"), &calendar).unwrap();
    assert_eq!(moved, DueMoved { from: None, to: Some(local("2026-03-19 23:59:59")) });
    assert_eq!(clock.state(local("2026-03-17 09:00")), running_until("2026-03-19 23:59:59"));
    assert_eq!(clock.warn_at, Some(local("2026-03-18 09:00")));
}

#[test]
fn a_pause_ends_only_by_resuming() {
    let mut clock = started("2026-03-05 10:00", "5 working days", None);
    clock.pause(pause("2026-03-10 15:00", Some("2026-03-11 15:00")), &china()).unwrap();
    assert_eq!(clock.due_at, None);
    assert!(clock.open_pause().is_some());
}

#[test]
fn an_answer_given_while_the_clock_stands_still_is_in_time() {
    let mut clock = started("2026-03-05 10:00", "5 working days", None);
    clock.pause(pause("2026-03-10 15:00", None), &china()).unwrap();
    clock.stop(local("2026-09-01 10:00")).unwrap();
    assert_eq!(clock.state(local("2026-09-01 10:00")), ClockState::Stopped { in_time: true });
}

#[test]
fn an_extension_in_the_same_unit_makes_one_longer_term() {
    let calendar = china();
    let mut clock = started("2026-08-03 09:00", "60 days", Some("5 days"));
    // 2 October is in the holiday.
    assert_eq!(clock.due_at, Some(local("2026-10-08 23:59:59")));
    let moved = clock.extend(extension("2026-09-20 10:00", "30 days"), &calendar).unwrap();
    // Ninety days from the start, not thirty from 8 October.
    assert_eq!(moved.to, Some(local("2026-11-02 23:59:59")));
    assert_eq!(moved.to, started("2026-08-03 09:00", "90 days", None).due_at);
    assert_eq!(clock.warn_at, Some(local("2026-10-28 09:00")));
    assert_eq!(clock.unfold(&calendar).last().unwrap().counted, Some(90));
}

#[test]
fn an_extension_in_another_unit_is_counted_on_from_the_due_time_before_it() {
    let calendar = china();
    let mut clock = started("2026-03-02 09:00", "3 days", None);
    clock.extend(extension("2026-03-03 09:00", "2 working days"), &calendar).unwrap();
    // Thursday the 5th, then Friday and Monday.
    assert_eq!(clock.due_at, Some(local("2026-03-09 23:59:59")));
    clock.extend(extension("2026-03-03 10:00", "1 working day"), &calendar).unwrap();
    assert_eq!(clock.due_at, Some(local("2026-03-10 23:59:59")), "neighbours of one unit add up");
    assert_eq!(
        told(&clock.unfold(&calendar)),
        [
            "03-02 - step-start-day-not-counted",
            "03-03 1 step-counts",
            "03-04 2 step-counts",
            "03-05 3 step-ends",
            "03-06 1 step-counts",
            "03-07 - step-not-a-working-day weekend",
            "03-08 - step-not-a-working-day weekend",
            "03-09 2 step-counts",
            "03-10 3 step-ends",
        ]
    );
    let now = local("2026-03-04 12:00");
    assert_eq!(
        clock.remaining(now, &calendar),
        [Remaining::Days { days: 2 }, Remaining::WorkingDays { days: 3 }]
    );
}

#[test]
fn a_warning_that_went_out_goes_out_again_only_for_a_later_due_time() {
    let calendar = china();
    let mut clock = started("2026-03-05 10:00", "5 working days", Some("1 working day"));
    clock.warned_at = Some(local("2026-03-11 09:01"));
    clock.pause(pause("2026-03-11 10:00", None), &calendar).unwrap();
    clock.resume(local("2026-03-11 11:00"), &calendar).unwrap();
    assert_eq!(clock.warned_at, Some(local("2026-03-11 09:01")), "an hour moved nothing");
    clock.extend(extension("2026-03-12 10:00", "5 working days"), &calendar).unwrap();
    assert_eq!(clock.warn_at, Some(local("2026-03-18 09:00")));
    assert!(!clock.warning_due(local("2026-03-18 08:59")));
    assert!(clock.warning_due(local("2026-03-18 09:00")));
}

#[test]
fn what_remains_shrinks_as_days_end_and_hours_run() {
    let calendar = china();
    let days = started("2026-03-05 10:00", "5 working days", None);
    for (now, left) in [
        ("2026-03-05 10:00", 5),
        ("2026-03-06 23:59:59", 5),
        ("2026-03-07 00:00", 4),
        ("2026-03-09 00:00", 4),
        ("2026-03-12 23:59:59", 1),
    ] {
        assert_eq!(days.remaining(local(now), &calendar), [Remaining::WorkingDays { days: left }], "{now}");
    }
    assert_eq!(days.remaining(local("2026-03-13 00:00"), &calendar), []);

    let mut hours = started("2026-03-05 17:00", "2 working hours", None);
    assert_eq!(
        hours.remaining(local("2026-03-05 17:10"), &calendar),
        [Remaining::WorkingHours { seconds: 6_600 }]
    );
    assert_eq!(
        hours.remaining(local("2026-03-06 08:00"), &calendar),
        [Remaining::WorkingHours { seconds: 5_400 }]
    );
    hours.stop(local("2026-03-06 09:30")).unwrap();
    assert_eq!(
        hours.remaining(local("2026-04-01 09:30"), &calendar),
        [Remaining::WorkingHours { seconds: 3_600 }]
    );
    assert_eq!(
        hours.remaining(local("2026-03-05 17:10"), &calendar),
        [Remaining::WorkingHours { seconds: 6_600 }]
    );
}

#[test]
fn a_clock_refuses_what_would_hide_something() {
    let calendar = china();
    let fresh = started("2026-03-05 10:00", "5 working days", None);
    let mut paused = fresh.clone();
    paused.pause(pause("2026-03-09 10:00", None), &calendar).unwrap();
    let mut resumed = paused.clone();
    resumed.resume(local("2026-03-09 12:00"), &calendar).unwrap();
    let mut extended = fresh.clone();
    extended.extend(extension("2026-03-10 10:30", "1 working day"), &calendar).unwrap();
    let mut stopped = fresh.clone();
    stopped.stop(local("2026-03-06 10:00")).unwrap();

    let pause_late: Change = |clock, calendar| clock.pause(pause("2026-03-13 00:00", None), calendar);
    let extend_late: Change =
        |clock, calendar| clock.extend(extension("2026-03-13 00:00", "5 working days"), calendar);
    let pause_early: Change = |clock, calendar| clock.pause(pause("2026-03-05 09:59", None), calendar);
    let pause_now: Change = |clock, calendar| clock.pause(pause("2026-03-10 10:00", None), calendar);
    let pause_before_resume: Change =
        |clock, calendar| clock.pause(pause("2026-03-09 11:00", None), calendar);
    let resume_now: Change = |clock, calendar| clock.resume(local("2026-03-10 10:00"), calendar);
    let resume_early: Change = |clock, calendar| clock.resume(local("2026-03-09 09:00"), calendar);
    let extend_now: Change =
        |clock, calendar| clock.extend(extension("2026-03-10 10:00", "1 working day"), calendar);
    for (name, clock, change, expected) in [
        ("pause after the end", &fresh, pause_late, ClockError::Overdue),
        ("extend after the end", &fresh, extend_late, ClockError::Overdue),
        ("pause before the start", &fresh, pause_early, ClockError::OutOfOrder),
        ("resume what runs", &fresh, resume_now, ClockError::NotPaused),
        ("pause twice", &paused, pause_now, ClockError::AlreadyPaused),
        ("resume before the pause", &paused, resume_early, ClockError::OutOfOrder),
        ("resume twice", &resumed, resume_now, ClockError::NotPaused),
        ("pause before it was resumed", &resumed, pause_before_resume, ClockError::OutOfOrder),
        ("pause before it was extended", &extended, pause_now, ClockError::OutOfOrder),
        ("pause what is stopped", &stopped, pause_now, ClockError::Stopped),
        ("extend what is stopped", &stopped, extend_now, ClockError::Stopped),
        ("resume what is stopped", &stopped, resume_now, ClockError::Stopped),
    ] {
        let mut changed = clock.clone();
        assert_eq!(change(&mut changed, &calendar), Err(expected), "{name}");
        assert_eq!(changed, *clock, "{name}: a refusal changes nothing");
    }
    let mut early = fresh.clone();
    assert_eq!(early.stop(local("2026-03-05 09:00")), Err(ClockError::OutOfOrder));
}

#[test]
fn an_announced_year_moves_estimated_clocks_and_no_others() {
    let calendar = china();
    let announced = calendar.with_year(notice_of_2027()).unwrap();

    // Estimated: off 5 to 10 February 2027, so the 11th and 12th count. Announced: off to the 12th, Sunday the 14th is worked.
    let mut waiting = started("2027-02-04 10:00", "2 working days", Some("1 working day"));
    assert!(waiting.estimated);
    assert_eq!(waiting.due_at, Some(local("2027-02-12 23:59:59")));
    let moved = waiting.recompute(&announced);
    let expected =
        DueMoved { from: Some(local("2027-02-12 23:59:59")), to: Some(local("2027-02-15 23:59:59")) };
    assert_eq!(moved, Some(expected));
    assert_eq!(waiting.warn_at, Some(local("2027-02-14 09:00")));
    assert_eq!((waiting.estimated, waiting.calendar_version), (false, announced.version()));
    assert_eq!(waiting.recompute(&announced), None, "nothing moves twice");

    let mut this_year = started("2026-11-20 10:00", "5 working days", None);
    assert_eq!(this_year.recompute(&announced), None);
    assert_eq!(this_year.calendar_version, announced.version());

    let mut stopped = started("2027-02-04 10:00", "2 working days", None);
    stopped.stop(local("2027-02-11 10:00")).unwrap();
    let before = stopped.clone();
    assert_eq!(stopped.recompute(&announced), None);
    assert_eq!(stopped, before, "a stopped clock cites the calendar it was judged by");
}

#[test]
fn a_breach_found_with_the_wrong_calendar_is_taken_back_when_the_right_one_comes() {
    let announced = china().with_year(notice_of_2027()).unwrap();
    let mut clock = started("2027-02-04 10:00", "2 working days", None);
    clock.breached_at = Some(local("2027-02-13 00:00"));
    assert!(clock.recompute(&announced).is_some());
    assert_eq!(clock.breached_at, None);
    assert_eq!(clock.state(local("2027-02-13 00:01")), running_until("2027-02-15 23:59:59"));
    assert!(clock.breach_due(local("2027-02-16 00:00")));
}

#[test]
fn a_clock_in_hours_cannot_be_paused_once_its_hours_are_used_up() {
    let calendar = china();
    let mut clock = started("2026-03-05 10:00", "2 hours", None);
    // Not late yet, and an answer within this second is in time; a pause would have nothing to keep.
    assert!(!clock.breach_due(local("2026-03-05 12:00")));
    let refused = clock.pause(pause("2026-03-05 12:00", None), &calendar);
    assert_eq!(refused, Err(ClockError::Overdue));
    assert!(clock.pause(pause("2026-03-05 11:59:59", None), &calendar).is_ok());
}

#[test]
fn a_stored_clock_goes_on_as_if_nothing_had_happened() {
    let calendar = china();
    let mut clock = started("2026-08-03 09:00:00.123456789", "60 days", Some("5 days"));
    let mut restarted = clock.clone();
    let life: [LifeStep; 5] = [
        |clock, calendar| {
            clock.pause(pause("2026-08-10 10:00", None), calendar).unwrap();
        },
        |clock, calendar| {
            clock.resume(local("2026-08-20 10:00"), calendar).unwrap();
        },
        |clock, calendar| {
            clock.extend(extension("2026-09-20 10:00", "10 working days"), calendar).unwrap();
        },
        |clock, _| clock.warned_at = clock.warn_at,
        |clock, _| clock.stop(local("2026-10-20 10:00")).unwrap(),
    ];
    for change in life {
        change(&mut clock, &calendar);
        restarted = serde_json::from_str(&serde_json::to_string(&restarted).unwrap()).unwrap();
        change(&mut restarted, &calendar);
        assert_eq!(restarted, clock);
        let now = local("2026-10-25 09:00");
        assert_eq!(restarted.state(now), clock.state(now));
        assert_eq!(restarted.unfold(&calendar), clock.unfold(&calendar));
        assert_eq!(restarted.remaining(now, &calendar), clock.remaining(now, &calendar));
    }
}

/// Stored clocks must stay readable: this text may gain fields, never lose or rename them.
#[test]
fn the_stored_form_is_small_and_stable() {
    let calendar = china();
    let mut clock = started("2026-03-05 10:00", "5 working days", None);
    assert_eq!(
        serde_json::to_string(&clock).unwrap(),
        concat!(
            r#"{"id":"handle","holder":"water","started_at":"2026-03-05T02:00:00Z","term":"5 working days","#,
            r#""basis":{"zh":"信访工作条例第三十四条","en":"Regulation on petitions, article 34"},"#,
            r#""due_at":"2026-03-12T15:59:59Z","estimated":false,"calendar_version":1}"#,
        )
    );
    clock.pause(pause("2026-03-06 10:00", None), &calendar).unwrap();
    clock.extend(extension("2026-03-06 11:00", "1 working day"), &calendar).unwrap();
    let json = serde_json::to_value(&clock).unwrap();
    assert_eq!(
        json["pauses"][0],
        serde_json::json!({
            "from": "2026-03-06T02:00:00Z", "reason": "awaiting-papers", "approved_by": "li", "note": "等待补充材料",
        })
    );
    assert_eq!(
        json["extensions"][0],
        serde_json::json!({
            "at": "2026-03-06T03:00:00Z", "by": "1 working day", "ground": "complex", "approved_by": "wang",
        })
    );
}
