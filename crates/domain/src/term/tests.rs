//! The rules of counting, case by case. Local times stand as `2026-03-09 10:00`.

use jiff::civil::{Date, DateTime, date};

use super::*;
use crate::calendar::tests::china;
use crate::calendar::{Calendar, DayReason};
use crate::ids::AccountId;

/// An instant from local time in China.
pub(crate) fn local(text: &str) -> Timestamp {
    jiff::tz::offset(8).to_timestamp(text.parse::<DateTime>().unwrap()).unwrap()
}

pub(crate) fn term(text: &str) -> Term {
    text.parse().unwrap()
}

pub(crate) fn pause(from: &str, until: Option<&str>) -> Pause {
    Pause {
        from: local(from),
        until: until.map(local),
        reason: "awaiting-papers".to_owned(),
        approved_by: AccountId::from("li"),
        note: "等待补充材料".to_owned(),
    }
}

/// Counts, and checks on the way that the derivation leads to the same day.
fn due(start: &str, text: &str, pauses: &[Pause]) -> Due {
    let calendar = china();
    let DueState::Running(due) = count(local(start), &term(text), &calendar, pauses) else {
        panic!("{start} + {text} stands still");
    };
    let steps = unfold(local(start), &term(text), &calendar, pauses);
    let last = steps.last().unwrap();
    // 24:00 belongs to the day that ends, not to the next one.
    let last_moment = due.at.checked_sub(SignedDuration::from_nanos(1)).unwrap();
    assert_eq!((&last.rule, last.date), (&StepRule::Ends, calendar.date_of(last_moment)), "{start} + {text}");
    due
}

fn check(cases: &[(&str, &str, &str)]) {
    for (start, text, expected) in cases {
        assert_eq!(due(start, text, &[]).at, local(expected), "{start} + {text}");
    }
}

#[test]
fn days_start_on_the_day_after_and_end_at_midnight() {
    check(&[
        // Monday registered, fifteen days: Tuesday of the week after next.
        ("2026-03-02 09:00", "15 days", "2026-03-17 23:59:59"),
        // The hour of the day makes no difference.
        ("2026-03-02 00:00", "15 days", "2026-03-17 23:59:59"),
        ("2026-03-02 23:59:59", "15 days", "2026-03-17 23:59:59"),
        ("2026-03-03 00:00", "15 days", "2026-03-18 23:59:59"),
        ("2026-03-02 09:00", "1 day", "2026-03-03 23:59:59"),
        // Sixty days of the petition regulation, 28 of them in April.
        ("2026-04-02 10:00", "60 days", "2026-06-01 23:59:59"),
        // A leap day counts.
        ("2024-02-20 10:00", "10 days", "2024-03-01 23:59:59"),
    ]);
}

#[test]
fn days_that_end_on_a_day_of_rest_move_to_the_next_working_day() {
    check(&[
        ("2026-03-06 09:00", "15 days", "2026-03-23 23:59:59"), // Saturday 21 March
        ("2026-03-07 09:00", "15 days", "2026-03-23 23:59:59"), // Sunday 22 March
        ("2026-08-03 09:00", "60 days", "2026-10-08 23:59:59"), // 2 October, in the holiday
        ("2025-01-14 09:00", "15 days", "2025-02-05 23:59:59"), // 29 January, Spring Festival
        ("2026-02-01 09:00", "15 days", "2026-02-24 23:59:59"), // 16 February, Spring Festival
    ]);
}

#[test]
fn days_that_end_on_a_weekend_that_is_worked_stay() {
    check(&[
        ("2025-12-20 09:00", "15 days", "2026-01-04 23:59:59"), // Sunday
        ("2026-01-30 09:00", "15 days", "2026-02-14 23:59:59"), // Saturday
        ("2024-01-20 09:00", "15 days", "2024-02-04 23:59:59"), // Sunday
        // Saturday 3 January 2026 is off, and moves to the Sunday that is worked.
        ("2025-12-19 09:00", "15 days", "2026-01-04 23:59:59"),
    ]);
}

#[test]
fn working_days_jump_over_spring_festival_and_take_the_make_up_days() {
    check(&[
        // 2024: off 10 to 17 February; the eve, 9 February, and Sunday the 18th are worked.
        ("2024-02-08 09:00", "5 working days", "2024-02-21 23:59:59"),
        // 2025: off 28 January to 4 February; Sunday 26 January is worked.
        ("2025-01-24 09:00", "5 working days", "2025-02-07 23:59:59"),
        ("2025-01-24 09:00", "6 working days", "2025-02-08 23:59:59"),
        // 2026: off 15 to 23 February; Saturdays 14 and 28 are worked.
        ("2026-02-13 09:00", "5 working days", "2026-02-27 23:59:59"),
        ("2026-02-13 09:00", "6 working days", "2026-02-28 23:59:59"),
        // An ordinary week, from a working day and from a Saturday.
        ("2026-03-06 16:00", "5 working days", "2026-03-13 23:59:59"),
        ("2026-03-07 16:00", "1 working day", "2026-03-09 23:59:59"),
    ]);
}

#[test]
fn hours_run_from_the_very_moment_whatever_the_day() {
    check(&[
        ("2026-03-07 10:00", "24 hours", "2026-03-08 10:00"),
        ("2026-02-16 23:30:30", "2 hours", "2026-02-17 01:30:30"),
        ("2026-02-16 00:00", "24 hours", "2026-02-17 00:00"), // that is, Monday 24:00
    ]);
}

#[test]
fn working_hours_run_only_while_offices_work() {
    check(&[
        ("2026-03-09 09:15", "2 working hours", "2026-03-09 11:15"),
        ("2026-03-09 11:00", "2 working hours", "2026-03-09 14:30"), // over lunch
        ("2026-03-09 12:10", "2 working hours", "2026-03-09 15:30"), // during lunch
        ("2026-03-09 09:00", "3 working hours", "2026-03-09 12:00"), // ends when the office closes, not when it opens again
        ("2026-03-09 05:00", "1 working hour", "2026-03-09 10:00"),  // before opening
        ("2026-03-06 17:00", "2 working hours", "2026-03-09 10:30"), // over a weekend
        ("2026-03-06 20:00", "2 working hours", "2026-03-09 11:00"), // after closing on Friday
        ("2026-02-27 16:30", "4 working hours", "2026-02-28 12:00"), // a Saturday that is worked
        ("2026-02-14 17:30", "1 working hour", "2026-02-24 10:00"),  // nine days of Spring Festival
    ]);
}

#[test]
fn a_term_ends_with_its_last_second() {
    let due = due("2026-03-02 09:00", "15 days", &[]).at;
    assert!(!is_past(due, local("2026-03-17 23:59:59")));
    assert!(!is_past(due, local("2026-03-17 23:59:59.999")));
    assert!(is_past(due, local("2026-03-18 00:00")));
}

#[test]
fn a_day_that_ends_in_a_pause_does_not_count() {
    for (from, until, expected) in [
        ("2026-03-04 09:00", "2026-03-04 18:00", "2026-03-06 23:59:59"), // over before the day was
        ("2026-03-04 09:00", "2026-03-05 00:00", "2026-03-09 23:59:59"), // Wednesday lost, Saturday is the third day
        ("2026-03-04 23:59", "2026-03-05 00:01", "2026-03-09 23:59:59"), // the same
        ("2026-03-05 00:00", "2026-03-05 00:01", "2026-03-06 23:59:59"), // begins with the day: Wednesday had ended
        ("2026-03-04 09:00", "2026-03-11 09:00", "2026-03-13 23:59:59"), // seven days
        ("2026-03-07 00:00", "2026-03-20 00:00", "2026-03-06 23:59:59"), // after the end
        ("2026-03-05 12:00", "2026-03-03 12:00", "2026-03-06 23:59:59"), // ends before it begins: no pause
    ] {
        assert_eq!(
            due("2026-03-03 09:00", "3 days", &[pause(from, Some(until))]).at,
            local(expected),
            "{from}"
        );
    }
}

#[test]
fn hours_wait_while_the_clock_is_paused() {
    let pauses = [pause("2026-03-09 10:00", Some("2026-03-09 14:00"))];
    assert_eq!(due("2026-03-09 09:00", "2 hours", &pauses).at, local("2026-03-09 15:00"));
    // 09:00 to 10:00, then 14:00 to 15:00: lunch was in the pause anyhow.
    assert_eq!(due("2026-03-09 09:00", "2 working hours", &pauses).at, local("2026-03-09 15:00"));
    // A pause that ends before it begins is none, and gives no time back either.
    let backwards = [pause("2026-03-09 09:40", Some("2026-03-09 09:10"))];
    assert_eq!(due("2026-03-09 09:00", "2 hours", &backwards).at, local("2026-03-09 11:00"));
    // A pause that begins when the time is up comes too late.
    assert_eq!(due("2026-03-09 09:00", "1 hour", &pauses).at, local("2026-03-09 10:00"));
}

#[test]
fn an_open_pause_leaves_only_what_remains() {
    let open = [pause("2026-03-10 10:00", None)];
    for (text, remaining) in [
        ("5 working days", Remaining::WorkingDays { days: 4 }), // only Monday the 9th has ended
        ("15 days", Remaining::Days { days: 13 }),
        ("100 hours", Remaining::Hours { seconds: (100 - 14 - 48 - 10) * 3600 }),
        ("10 working hours", Remaining::WorkingHours { seconds: (10 - 7 - 1) * 3600 }),
    ] {
        let start = local("2026-03-07 10:00");
        assert_eq!(count(start, &term(text), &china(), &open), DueState::Paused { remaining }, "{text}");
    }
    // It stands in nobody's way if the term is up before.
    assert_eq!(due("2026-03-06 09:00", "1 day", &open).at, local("2026-03-09 23:59:59"));
}

#[test]
fn a_due_date_is_estimated_only_if_estimated_days_decide_it() {
    for (start, text, estimated) in [
        ("2026-12-01 09:00", "15 days", false),
        ("2026-12-20 09:00", "15 days", true),         // ends in 2027
        ("2026-12-30 09:00", "5 working days", true),  // counts days of 2027
        ("2026-12-25 09:00", "5 working days", true),  // New Year's Day decides
        ("2026-12-24 09:00", "5 working days", false), // over on the 31st
        ("2026-12-31 09:00", "48 hours", false),       // no calendar in it
        ("2026-12-31 16:30", "2 working hours", true),
        ("2019-12-20 09:00", "15 days", false), // starts in a year nobody entered, ends in an announced one
    ] {
        let due = due(start, text, &[]);
        assert_eq!((due.estimated, due.calendar_version), (estimated, 1), "{start} + {text}");
    }
}

/// `03-06 - start`: month and day, what is used up, and the rule.
pub(crate) fn told(steps: &[Step]) -> Vec<String> {
    let day = |date: Date| format!("{:02}-{:02}", date.month(), date.day());
    let name = |reason: &DayReason| match reason {
        DayReason::Holiday { name } | DayReason::InLieu { name } | DayReason::MakeUp { name } => {
            name.en.clone()
        }
        DayReason::Weekend => "weekend".to_owned(),
        DayReason::Weekday => "weekday".to_owned(),
    };
    let rule = |rule: &StepRule| match rule {
        StepRule::NotAWorkingDay { reason } | StepRule::EndMovedOn { reason } => {
            format!("{} {}", rule.key(), name(reason))
        }
        StepRule::Paused { reason } => format!("{} {reason}", rule.key()),
        _ => rule.key().to_owned(),
    };
    steps
        .iter()
        .map(|step| {
            let counted = step.counted.map_or("-".to_owned(), |counted| counted.to_string());
            format!("{} {counted} {}", day(step.date), rule(&step.rule))
        })
        .collect()
}

fn unfolded(start: &str, text: &str, pauses: &[Pause]) -> Vec<String> {
    told(&unfold(local(start), &term(text), &china(), pauses))
}

#[test]
fn the_derivation_says_what_each_day_did() {
    assert_eq!(
        unfolded("2026-04-01 09:00", "3 days", &[]),
        [
            "04-01 - step-start-day-not-counted",
            "04-02 1 step-counts",
            "04-03 2 step-counts",
            "04-04 - step-end-moved-on Qingming Festival",
            "04-05 - step-end-moved-on Qingming Festival",
            "04-06 - step-end-moved-on Qingming Festival",
            "04-07 3 step-ends",
        ]
    );
    assert_eq!(
        unfolded(
            "2026-03-05 09:00",
            "2 working days",
            &[pause("2026-03-09 17:00", Some("2026-03-10 08:00"))]
        ),
        [
            "03-05 - step-start-day-not-counted",
            "03-06 1 step-counts",
            "03-07 - step-not-a-working-day weekend",
            "03-08 - step-not-a-working-day weekend",
            "03-09 - step-paused awaiting-papers",
            "03-10 2 step-ends",
        ]
    );
    assert_eq!(
        unfolded(
            "2026-03-05 20:00",
            "10 working hours",
            &[pause("2026-03-06 16:30", Some("2026-03-09 20:00"))]
        ),
        [
            "03-05 - step-outside-hours",
            "03-06 360 step-counts",
            "03-07 - step-not-a-working-day weekend",
            "03-08 - step-not-a-working-day weekend",
            "03-09 - step-paused awaiting-papers",
            "03-10 600 step-ends",
        ]
    );
    assert_eq!(
        unfolded("2026-03-05 20:00", "15 days", &[pause("2026-03-07 16:30", None)]),
        ["03-05 - step-start-day-not-counted", "03-06 1 step-counts", "03-07 - step-paused awaiting-papers",]
    );
}

#[test]
fn warnings_are_counted_backwards_in_their_own_unit() {
    let calendar: Calendar = china();
    let start = local("2026-02-10 09:00");
    for (due, text, expected) in [
        ("2026-03-13 23:59:59", "1 working day", Some("2026-03-12 09:00")),
        ("2026-03-09 23:59:59", "1 working day", Some("2026-03-06 09:00")), // over a weekend
        ("2026-03-02 23:59:59", "1 working day", Some("2026-02-28 09:00")), // a Saturday that is worked
        ("2026-02-24 23:59:59", "1 working day", Some("2026-02-14 09:00")), // over Spring Festival
        ("2026-03-09 23:59:59", "1 day", Some("2026-03-08 09:00")),
        ("2026-03-09 10:00", "2 hours", Some("2026-03-09 08:00")),
        ("2026-03-09 10:00", "2 working hours", Some("2026-03-06 16:30")),
        ("2026-03-09 23:59:59", "2 working hours", Some("2026-03-09 15:30")),
        ("2026-03-09 17:30", "4 working hours", Some("2026-03-09 13:30")), // the whole afternoon, not lunch
        ("2026-02-11 23:59:59", "1 working day", None),                    // the same moment as the start
        ("2026-02-10 10:00", "2 hours", None),
    ] {
        let found = before(local(due), &term(text), start, &calendar, &[]);
        assert_eq!(found, expected.map(local), "{text} before {due}");
    }
}

#[test]
fn a_warning_in_days_may_come_on_the_day_of_the_start_but_after_it() {
    let warn_of =
        |start| before(local("2026-03-10 23:59:59"), &term("1 working day"), local(start), &china(), &[]);
    assert_eq!(warn_of("2026-03-09 08:00"), Some(local("2026-03-09 09:00")));
    assert_eq!(warn_of("2026-03-09 10:00"), None);
}

#[test]
fn a_warning_leaves_as_much_time_as_it_says_even_over_a_pause() {
    let calendar = china();
    let start = local("2026-03-09 09:00");
    let pauses = [pause("2026-03-09 10:00", Some("2026-03-09 15:00"))];
    let due = local("2026-03-09 16:00");
    assert_eq!(
        before(due, &term("2 hours"), start, &calendar, &pauses),
        None,
        "one hour ran before the pause"
    );
    let due = local("2026-03-09 16:30");
    assert_eq!(before(due, &term("2 hours"), start, &calendar, &pauses), Some(local("2026-03-09 09:30")));
}

#[test]
fn terms_are_read_and_written() {
    for text in
        ["1 day", "15 days", "1 working day", "5 working days", "1 hour", "24 hours", "2 working hours"]
    {
        assert_eq!(term(text).to_string(), text);
        let json = serde_json::to_string(&term(text)).unwrap();
        assert_eq!(json, format!("\"{text}\""));
        assert_eq!(serde_json::from_str::<Term>(&json).unwrap(), term(text));
    }
    assert_eq!(term("5 working days").words(), TermWords { key: "term-working-days", amount: 5 });
}

#[test]
fn what_is_no_term_is_refused() {
    for text in [
        "",
        "5",
        "days",
        "five days",
        "+5 days",
        "-5 days",
        "5  days",
        "5 weeks",
        "5 Days",
        " 5 days",
        "5.5 days",
    ] {
        assert_eq!(text.parse::<Term>(), Err(TermError::Unreadable { text: text.to_owned() }));
    }
    assert_eq!("0 days".parse::<Term>(), Err(TermError::OutOfRange { amount: 0 }));
    assert!(Term::new(AMOUNT_MAX, TermUnit::Days).is_ok());
    assert_eq!("3661 hours".parse::<Term>(), Err(TermError::OutOfRange { amount: AMOUNT_MAX + 1 }));
    assert!(serde_json::from_str::<Term>("\"0 hours\"").is_err());
}

#[test]
fn counting_at_the_ends_of_the_calendar_ends() {
    let calendar = china();
    for unit in TermUnit::ALL {
        let term = Term::new(AMOUNT_MAX, unit).unwrap();
        for start in [Timestamp::MIN, Timestamp::MAX] {
            assert!(
                matches!(count(start, &term, &calendar, &[]), DueState::Running(_)),
                "{unit:?} from {start}"
            );
            let warning = before(start, &term, Timestamp::MIN, &calendar, &[]);
            assert_eq!(warning.is_none(), start == Timestamp::MIN, "{unit:?} before {start}");
        }
    }
    assert_eq!(calendar.day(date(9999, 12, 31)).reason, DayReason::Weekday);
}
