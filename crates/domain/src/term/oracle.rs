//! Counting against a second, slower way of counting: tables of days and of minutes as plain numbers, without any date
//! arithmetic. Both ways must agree on random starts, terms and pauses.

use proptest::prelude::*;

use jiff::civil::date;

use super::tests::local;
use super::*;
use crate::calendar::tests::china;
use crate::calendar::{Calendar, days_from};
use crate::ids::AccountId;

/// Where the tables begin: 2023-12-01 00:00 local, in seconds since 1970.
fn origin() -> i64 {
    local("2023-12-01 00:00").as_second()
}

const DAY: i64 = 86_400;
const MINUTE: i64 = 60;
/// Days in the tables: to the end of 2026 and beyond.
const DAYS: usize = 1_400;

/// One pause as seconds since the origin.
type Span = (i64, i64);

fn pauses(spans: &[Span]) -> Vec<Pause> {
    let at = |second: i64| Timestamp::from_second(origin() + second).unwrap();
    spans
        .iter()
        .map(|(from, until)| Pause {
            from: at(*from),
            until: Some(at(*until)),
            reason: "r".to_owned(),
            approved_by: AccountId::from("a"),
            note: String::new(),
        })
        .collect()
}

/// Whether each day of the table is worked.
fn works(calendar: &Calendar) -> Vec<bool> {
    days_from(date(2023, 12, 1)).take(DAYS).map(|day| calendar.works(day)).collect()
}

/// For each day, whether a pause covers its last second.
fn stands_at_end(spans: &[Span]) -> Vec<bool> {
    let mut stands = vec![false; DAYS];
    for (from, until) in spans {
        // The days whose ends lie in (from, until].
        for day in from / DAY..until / DAY {
            stands[usize::try_from(day).unwrap()] = true;
        }
    }
    stands
}

fn oracle_days(start: i64, amount: usize, unit: TermUnit, works: &[bool], spans: &[Span]) -> i64 {
    let stands = stands_at_end(spans);
    let first = usize::try_from(start / DAY).unwrap() + 1;
    let running: Vec<usize> = (first..DAYS).filter(|day| !stands[*day]).collect();
    let working: Vec<usize> = running.iter().copied().filter(|day| works[*day]).collect();
    let last = match unit {
        TermUnit::WorkingDays => working[amount - 1],
        _ => *working.iter().find(|day| **day >= running[amount - 1]).unwrap(),
    };
    i64::try_from(last).unwrap() * DAY + DAY - 1
}

/// For each minute of the table, whether a term in `unit` runs in it. Hours as they are shipped: 9:00 to 12:00, 13:30 to 17:30.
fn running_minutes(unit: TermUnit, works: &[bool], spans: &[Span]) -> Vec<bool> {
    let mut runs: Vec<bool> = (0..DAYS * 1_440)
        .map(|minute| {
            let (day, of_day) = (minute / 1_440, minute % 1_440);
            unit == TermUnit::Hours
                || works[day] && ((540..720).contains(&of_day) || (810..1_050).contains(&of_day))
        })
        .collect();
    for (from, until) in spans {
        for minute in from / MINUTE..until / MINUTE {
            runs[usize::try_from(minute).unwrap()] = false;
        }
    }
    runs
}

fn oracle_hours(start: i64, amount: usize, runs: &[bool]) -> i64 {
    let first = usize::try_from(start / MINUTE).unwrap();
    let last = (first..runs.len()).filter(|minute| runs[*minute]).nth(amount * 60 - 1).unwrap();
    (i64::try_from(last).unwrap() + 1) * MINUTE
}

fn counted(start: i64, term: Term, calendar: &Calendar, pauses: &[Pause]) -> i64 {
    let start = Timestamp::from_second(origin() + start).unwrap();
    match count(start, &term, calendar, pauses) {
        DueState::Running(due) => due.at.as_second() - origin(),
        DueState::Paused { .. } => panic!("no pause is open"),
    }
}

/// When a term of `amount` is due, and when the warning `ahead` of that comes.
fn warned(
    start: i64,
    (amount, ahead, unit): (u32, u32, TermUnit),
    calendar: &Calendar,
    spans: &[Span],
) -> (Option<i64>, i64) {
    let pauses = pauses(spans);
    let due = counted(start, Term::new(amount, unit).unwrap(), calendar, &pauses);
    let [from, until] = [start, due].map(|second| Timestamp::from_second(origin() + second).unwrap());
    let warn = before(until, &Term::new(ahead, unit).unwrap(), from, calendar, &pauses);
    (warn.map(|at| at.as_second() - origin()), due)
}

/// A start within the first 900 days of the table, on a minute.
fn a_start() -> impl Strategy<Value = i64> {
    prop_oneof![(0..900 * 1_440i64).prop_map(|minute| minute * MINUTE), (0..900i64).prop_map(|day| day * DAY)]
}

/// Up to four pauses after the start, on minutes, often on midnight, possibly empty or overlapping.
fn some_pauses() -> impl Strategy<Value = Vec<Span>> {
    let edge = || prop_oneof![3 => (0..60 * 1_440i64).prop_map(|m| m * MINUTE), 1 => (0..60i64).prop_map(|d| d * DAY)];
    let length = prop_oneof![1 => Just(0), 3 => (0..20 * 1_440i64).prop_map(|m| m * MINUTE), 1 => (1..20i64).prop_map(|d| d * DAY)];
    prop::collection::vec((edge(), length), 0..4)
}

/// Places pauses relative to the day of the start.
fn placed(start: i64, spans: &[Span]) -> Vec<Span> {
    let day = start / DAY * DAY;
    spans.iter().map(|(offset, length)| (day + offset, day + offset + length)).collect()
}

fn a_unit() -> impl Strategy<Value = TermUnit> {
    prop::sample::select(TermUnit::ALL.to_vec())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn days_agree_with_the_table_of_days(
        start in a_start(), amount in 1u32..120, working in any::<bool>(), spans in some_pauses(),
    ) {
        let unit = if working { TermUnit::WorkingDays } else { TermUnit::Days };
        let (calendar, spans) = (china(), placed(start, &spans));
        let expected = oracle_days(start, usize::try_from(amount).unwrap(), unit, &works(&calendar), &spans);
        let term = Term::new(amount, unit).unwrap();
        prop_assert_eq!(counted(start, term, &calendar, &pauses(&spans)), expected);
    }

    #[test]
    fn a_warning_in_days_leaves_exactly_its_own_term(
        start in a_start(), amount in 5u32..60, working in any::<bool>(), ahead in 1u32..5, spans in some_pauses(),
    ) {
        let unit = if working { TermUnit::WorkingDays } else { TermUnit::Days };
        let (calendar, spans) = (china(), placed(start, &spans));
        let (warn, due) = warned(start, (amount, ahead, unit), &calendar, &spans);
        let warn = warn.unwrap();
        prop_assert!(start < warn && warn < due);
        let (stands, works) = (stands_at_end(&spans), works(&calendar));
        let left = (warn / DAY..due / DAY)
            .map(|day| usize::try_from(day).unwrap())
            .filter(|day| !stands[*day] && (unit == TermUnit::Days || works[*day]))
            .count();
        prop_assert_eq!(left, usize::try_from(ahead).unwrap());
    }

    #[test]
    fn a_pause_never_brings_the_end_nearer_and_an_empty_one_moves_nothing(
        start in a_start(), amount in 1u32..120, unit in a_unit(), spans in some_pauses(), (from, length) in (0..60 * DAY, 0..20 * DAY),
    ) {
        let (calendar, mut spans) = (china(), placed(start, &spans));
        let term = Term::new(amount, unit).unwrap();
        let before = counted(start, term, &calendar, &pauses(&spans));
        spans.push((start + from, start + from));
        prop_assert_eq!(counted(start, term, &calendar, &pauses(&spans)), before);
        spans.push((start + from, start + from + length));
        let after = counted(start, term, &calendar, &pauses(&spans));
        prop_assert!(after >= before);
        // Nor does a longer one.
        spans.push((start + from, start + from + 2 * length));
        prop_assert!(counted(start, term, &calendar, &pauses(&spans)) >= after);
    }

    #[test]
    fn a_pause_cut_in_two_is_the_same_pause(
        start in a_start(), amount in 1u32..60, unit in a_unit(), (from, one, two) in (0..30 * DAY, 0..9 * DAY, 0..9 * DAY),
    ) {
        let (calendar, from) = (china(), start + from);
        let term = Term::new(amount, unit).unwrap();
        let whole = counted(start, term, &calendar, &pauses(&[(from, from + one + two)]));
        let cut = counted(start, term, &calendar, &pauses(&[(from + one, from + one + two), (from, from + one)]));
        prop_assert_eq!(whole, cut);
    }

    #[test]
    fn the_derivation_names_every_day_once_and_counts_without_a_gap(
        start in a_start(), amount in 1u32..60, unit in a_unit(), spans in some_pauses(),
    ) {
        let (calendar, spans) = (china(), placed(start, &spans));
        let term = Term::new(amount, unit).unwrap();
        let pauses = pauses(&spans);
        let due = counted(start, term, &calendar, &pauses);
        let steps = unfold(Timestamp::from_second(origin() + start).unwrap(), &term, &calendar, &pauses);
        for pair in steps.windows(2) {
            prop_assert_eq!(pair[0].date.tomorrow().unwrap(), pair[1].date);
            prop_assert!(pair[0].rule != StepRule::Ends);
        }
        // The last second of the term lies on the last day.
        let last_second = if unit.is_days() { due } else { due - 1 };
        let last = steps.last().unwrap();
        prop_assert_eq!(&last.rule, &StepRule::Ends);
        prop_assert_eq!(last.date, calendar.date_of(Timestamp::from_second(origin() + last_second).unwrap()));
        let counted: Vec<u32> = steps.iter().filter_map(|step| step.counted).collect();
        if unit.is_days() {
            prop_assert_eq!(counted, (1..=amount).collect::<Vec<_>>());
        } else {
            prop_assert!(counted.is_sorted());
            prop_assert_eq!(counted.last(), Some(&(amount * 60)));
        }
    }
}

proptest! {
    // Each case builds a table of two million minutes.
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn hours_agree_with_the_table_of_minutes(
        start in a_start(), amount in 1u32..200, working in any::<bool>(), spans in some_pauses(),
    ) {
        let unit = if working { TermUnit::WorkingHours } else { TermUnit::Hours };
        let (calendar, spans) = (china(), placed(start, &spans));
        let runs = running_minutes(unit, &works(&calendar), &spans);
        let expected = oracle_hours(start, usize::try_from(amount).unwrap(), &runs);
        let term = Term::new(amount, unit).unwrap();
        prop_assert_eq!(counted(start, term, &calendar, &pauses(&spans)), expected);
    }

    #[test]
    fn a_warning_in_hours_leaves_exactly_its_own_term(
        start in a_start(), amount in 5u32..100, working in any::<bool>(), ahead in 1u32..5, spans in some_pauses(),
    ) {
        let unit = if working { TermUnit::WorkingHours } else { TermUnit::Hours };
        let (calendar, spans) = (china(), placed(start, &spans));
        let (warn, due) = warned(start, (amount, ahead, unit), &calendar, &spans);
        let warn = warn.unwrap();
        prop_assert!(start < warn && warn < due);
        let runs = running_minutes(unit, &works(&calendar), &spans);
        let left = (warn / MINUTE..due / MINUTE).filter(|minute| runs[usize::try_from(*minute).unwrap()]).count();
        prop_assert_eq!(left, usize::try_from(ahead * 60).unwrap());
    }
}
