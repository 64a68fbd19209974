//! Which days a rule gives, and in which period a day lies.

use jiff::civil::date;

use super::*;
use crate::fixture::world;

#[test]
fn a_day_lies_in_its_month_quarter_half_year_and_year() {
    for (every, day, months) in [
        (Every::Month, date(2026, 11, 24), (11, 11)),
        (Every::Quarter, date(2026, 11, 24), (10, 12)),
        (Every::Quarter, date(2026, 3, 31), (1, 3)),
        (Every::HalfYear, date(2026, 6, 30), (1, 6)),
        (Every::HalfYear, date(2026, 7, 1), (7, 12)),
        (Every::Year, date(2026, 7, 1), (1, 12)),
    ] {
        assert_eq!(every.around(day), months, "{every:?} {day}");
    }
}

#[test]
fn a_day_of_the_month_moves_to_the_next_working_day() {
    let calendar = world().calendar;
    let found = days(Rule::DayOfMonth(15), date(2026, 3, 1), date(2026, 5, 31), &calendar);
    // 15 March 2026 is a Sunday.
    assert_eq!(found, [date(2026, 3, 16), date(2026, 4, 15), date(2026, 5, 15)]);
    let last = days(Rule::DayOfMonth(31), date(2026, 4, 1), date(2026, 4, 30), &calendar);
    assert_eq!(last, [date(2026, 4, 30)], "April has no 31st");
}

#[test]
fn a_day_of_the_week_is_dropped_where_offices_rest() {
    let calendar = world().calendar;
    let mondays = days(Rule::DayOfWeek(Weekday::Monday), date(2026, 3, 2), date(2026, 3, 16), &calendar);
    assert_eq!(mondays, [date(2026, 3, 2), date(2026, 3, 9), date(2026, 3, 16)]);
    let sundays = days(Rule::DayOfWeek(Weekday::Sunday), date(2026, 3, 2), date(2026, 3, 16), &calendar);
    assert_eq!(sundays, [], "nobody works on these");
}

#[test]
fn no_term_is_endless_and_none_runs_backwards() {
    let calendar = world().calendar;
    let long = days(Rule::DayOfWeek(Weekday::Monday), date(2026, 1, 1), date(2030, 1, 1), &calendar);
    assert_eq!(long.len(), TERM_DAYS_MAX);
    for rule in [Rule::DayOfMonth(15), Rule::DayOfWeek(Weekday::Monday)] {
        assert_eq!(days(rule, date(2026, 3, 20), date(2026, 3, 1), &calendar), []);
    }
}
