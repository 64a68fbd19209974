//! Random lives of clocks: what must hold whatever happens to one.

use jiff::SignedDuration;
use proptest::prelude::*;

use super::*;
use crate::calendar::tests::china;
use crate::term::TermUnit;
use crate::term::tests::local;

/// What may happen to a clock, some minutes after what happened before.
#[derive(Clone, Debug)]
enum Happening {
    Pause,
    Resume,
    Extend(Term),
}

fn a_term() -> impl Strategy<Value = Term> {
    (1u32..40, prop::sample::select(TermUnit::ALL.to_vec()))
        .prop_map(|(amount, unit)| Term::new(amount, unit).unwrap())
}

fn a_life() -> impl Strategy<Value = Vec<(i64, Happening)>> {
    let happening = prop_oneof![
        2 => Just(Happening::Pause),
        2 => Just(Happening::Resume),
        1 => a_term().prop_map(Happening::Extend),
    ];
    prop::collection::vec((0..20 * 1_440i64, happening), 0..8)
}

fn happen(
    clock: &mut Clock,
    at: Timestamp,
    happening: &Happening,
    calendar: &Calendar,
) -> Result<DueMoved, ClockError> {
    let approved_by = AccountId::from("wang");
    match happening {
        Happening::Pause => {
            let (reason, note) = ("r".to_owned(), String::new());
            clock.pause(Pause { from: at, until: None, reason, approved_by, note }, calendar)
        }
        Happening::Resume => clock.resume(at, calendar),
        Happening::Extend(by) => {
            let ground = "g".to_owned();
            clock.extend(Extension { at, by: *by, ground, approved_by }, calendar)
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_happens_to_a_clock_it_never_loses_time_and_never_depends_on_memory(
        first_minute in 0..700 * 1_440i64, term in a_term(), warn in prop::option::of(a_term()), life in a_life(),
    ) {
        let calendar = china();
        let mut now = local("2024-01-01 00:00") + SignedDuration::from_mins(first_minute);
        let rule = ClockRule { id: ClockId::from("handle"), term, warn, basis: Text::default(), on: ClockOn::Holder };
        let mut clock = Clock::start(rule, None, now, &calendar);
        let mut latest = clock.due_at.unwrap();
        for (minutes, happening) in life {
            now += SignedDuration::from_mins(minutes);
            let before = clock.clone();
            if happen(&mut clock, now, &happening, &calendar).is_err() {
                prop_assert_eq!(&clock, &before, "a refusal changes nothing");
            }
            // A restart in between changes nothing, and counting anew finds nothing to correct.
            let stored = serde_json::to_string(&clock).unwrap();
            let mut restarted: Clock = serde_json::from_str(&stored).unwrap();
            prop_assert_eq!(&restarted, &clock);
            prop_assert_eq!(restarted.recompute(&calendar), None);
            prop_assert_eq!(&restarted, &clock);
            // Pauses and extensions never bring the end nearer, and a clock has an end exactly while it is not paused.
            if let Some(due_at) = clock.due_at {
                prop_assert!(due_at >= latest);
                latest = due_at;
                prop_assert!(clock.warn_at.is_none_or(|warn_at| clock.started_at < warn_at && warn_at < due_at));
            } else {
                prop_assert_eq!(clock.warn_at, None);
            }
            prop_assert_eq!(clock.due_at.is_none(), clock.open_pause().is_some());
            // Something remains until the due time; the second that it names is granted on top.
            let due_at = clock.due_at.unwrap_or(Timestamp::MAX);
            let ended = is_past(due_at, now);
            let nothing_remains = clock.remaining(now, &calendar).is_empty();
            prop_assert!(nothing_remains || !ended);
            prop_assert!(!nothing_remains || now >= due_at);
            prop_assert_eq!(matches!(clock.state(now), ClockState::Breached { .. }), ended);
        }
    }
}
