//! What a year will look like before its notice comes: the statutory holidays, each on a weekday of its own.

use std::collections::BTreeMap;

use jiff::civil::{Date, Weekday};

use super::DayReason;
use super::source::{BaseSource, LunarYear, StatutoryDay, StatutoryHoliday};

/// The days of `lunar.year` that differ from an ordinary week.
///
/// Each statutory day is off. One that falls on a day of rest is made good on the next working day (全国年节及纪念日放假办法,
/// article 6); so is one that falls on another statutory day, as the notices of 2020 and 2025 did when Mid-Autumn met National
/// Day. Swaps of weekends (调休) cannot be foreseen and are left out, so the number of working days is right even though single
/// days may not be.
pub(super) fn estimate(base: &BaseSource, rest: &[Weekday], lunar: &LunarYear) -> BTreeMap<Date, DayReason> {
    let mut named: Vec<(Date, &StatutoryHoliday)> = base
        .statutory
        .iter()
        .filter_map(|holiday| first_day(holiday, lunar).map(|first| (first, holiday)))
        .flat_map(|(first, holiday)| {
            super::days_from(first).take(usize::from(holiday.days)).map(move |date| (date, holiday))
        })
        .collect();
    named.sort_by_key(|(date, _)| *date);

    let mut days = BTreeMap::new();
    let mut owed = Vec::new();
    for (date, holiday) in named {
        if days.contains_key(&date) || rest.contains(&date.weekday()) {
            owed.push((date, holiday));
        }
        days.entry(date).or_insert_with(|| DayReason::Holiday { name: holiday.name.clone() });
    }
    for (date, holiday) in owed {
        let free =
            super::days_from(date).find(|day| !rest.contains(&day.weekday()) && !days.contains_key(day));
        if let Some(free) = free {
            days.insert(free, DayReason::InLieu { name: holiday.name.clone() });
        }
    }
    days
}

/// The first day of a statutory holiday in a year; none for 29 February in an ordinary year.
fn first_day(holiday: &StatutoryHoliday, lunar: &LunarYear) -> Option<Date> {
    match holiday.on {
        StatutoryDay::Fixed { month, day } => Date::new(lunar.year, month, day).ok(),
        StatutoryDay::Lunar { festival, days_before } => {
            (0..days_before).try_fold(lunar.date(festival), |date, _| date.yesterday().ok())
        }
    }
}
