//! From what is written down to a calendar that holds, or the first thing that is wrong with it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, Weekday};
use jiff::tz::Offset;

use super::estimate::estimate;
use super::source::{BaseSource, CalendarSource, HoursSource, YearSource};
use super::{Calendar, DayReason, YearStatus};
use crate::text::Text;

/// Most days that one statutory holiday may have.
pub const STATUTORY_DAYS_MAX: u8 = 7;

/// What is wrong with a calendar that is written down.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "each message says what its variant and fields mean")]
pub enum CalendarError {
    #[error("the distance from UTC is `{text}`; write it like +08:00")]
    BadOffset { text: String },
    #[error(
        "working hours {from} to {until}: each stretch must end after it begins, and after the one before it"
    )]
    BadHours { from: jiff::civil::Time, until: jiff::civil::Time },
    #[error("no working hours are given")]
    NoHours,
    #[error("every day of the week is a day of rest: no working day would ever come")]
    NoWorkingWeekday,
    #[error("a statutory holiday ({name}) must have 1 to {STATUTORY_DAYS_MAX} days on a date that exists")]
    BadStatutoryHoliday { name: String },
    #[error("{year}: a name is missing in Chinese or in English")]
    NameMissing { year: i16 },
    #[error("{year} is given twice")]
    YearTwice { year: i16 },
    #[error("{year}: no notice is given; an announced year must cite one")]
    NoNotice { year: i16 },
    #[error("{year}: {date} lies outside the year")]
    DateOutsideYear { year: i16, date: Date },
    #[error("{year}: the holiday from {first} to {last} ends before it begins")]
    HolidayBackwards { year: i16, first: Date, last: Date },
    #[error("{date} is given twice")]
    DateTwice { date: Date },
    #[error("{year}: {date} is a working day anyhow and cannot make up for a holiday")]
    MakeUpOnWorkingDay { year: i16, date: Date },
}

/// Checks everything and builds the calendar.
pub(super) fn build(source: CalendarSource) -> Result<Calendar, CalendarError> {
    let offset = offset(&source.base.utc_offset)?;
    check_hours(&source.base.hours)?;
    let rest = rest(&source.base)?;
    check_statutory(&source.base)?;

    let mut years = BTreeMap::new();
    let mut special = BTreeMap::new();
    for year in &source.years {
        if years.insert(year.year, YearStatus::Announced { notices: year.notices.clone() }).is_some() {
            return Err(CalendarError::YearTwice { year: year.year });
        }
        add_announced(&mut special, year, &rest)?;
    }
    let mut seen = BTreeSet::new();
    for lunar in &source.lunar.years {
        if !seen.insert(lunar.year) {
            return Err(CalendarError::YearTwice { year: lunar.year });
        }
        if let Some(date) = lunar.dates().into_iter().find(|date| date.year() != lunar.year) {
            return Err(CalendarError::DateOutsideYear { year: lunar.year, date });
        }
        if !years.contains_key(&lunar.year) {
            // An announced neighbour knows better where both name a day at the turn of the year.
            for (date, reason) in estimate(&source.base, &rest, lunar) {
                special.entry(date).or_insert(reason);
            }
        }
    }
    Ok(Calendar { offset, rest, years, special, source })
}

/// Reads `+08:00`. Hours and minutes only, as in ISO 8601.
fn offset(text: &str) -> Result<Offset, CalendarError> {
    let seconds = || {
        let (sign, rest) = match (text.strip_prefix('+'), text.strip_prefix('-')) {
            (Some(rest), _) => (1, rest),
            (_, Some(rest)) => (-1, rest),
            _ => return None,
        };
        let (hours, minutes) = rest.split_once(':')?;
        let two_digits = |part: &str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
        if !two_digits(hours) || !two_digits(minutes) {
            return None;
        }
        let (hours, minutes) = (hours.parse::<i32>().ok()?, minutes.parse::<i32>().ok()?);
        (hours <= 14 && minutes < 60).then_some(sign * (hours * 3600 + minutes * 60))
    };
    seconds()
        .and_then(|seconds| Offset::from_seconds(seconds).ok())
        .ok_or_else(|| CalendarError::BadOffset { text: text.to_owned() })
}

fn check_hours(hours: &[HoursSource]) -> Result<(), CalendarError> {
    let mut closed = None;
    for stretch in hours {
        if stretch.from >= stretch.until || closed.is_some_and(|closed| stretch.from <= closed) {
            return Err(CalendarError::BadHours { from: stretch.from, until: stretch.until });
        }
        closed = Some(stretch.until);
    }
    closed.map(|_| ()).ok_or(CalendarError::NoHours)
}

fn rest(base: &BaseSource) -> Result<Vec<Weekday>, CalendarError> {
    let rest: Vec<Weekday> = base.rest_weekdays.iter().map(|name| (*name).into()).collect();
    let works = Weekday::Monday.cycle_forward().take(7).any(|weekday| !rest.contains(&weekday));
    works.then_some(rest).ok_or(CalendarError::NoWorkingWeekday)
}

fn check_statutory(base: &BaseSource) -> Result<(), CalendarError> {
    // A leap year, so that every date that ever exists is accepted.
    const LEAP_YEAR: i16 = 2028;
    for holiday in &base.statutory {
        let exists = match holiday.on {
            super::source::StatutoryDay::Fixed { month, day } => Date::new(LEAP_YEAR, month, day).is_ok(),
            super::source::StatutoryDay::Lunar { days_before, .. } => days_before <= STATUTORY_DAYS_MAX,
        };
        let named = holiday.name.missing().next().is_none();
        if !exists || !named || !(1..=STATUTORY_DAYS_MAX).contains(&holiday.days) {
            return Err(CalendarError::BadStatutoryHoliday { name: holiday.name.zh.clone() });
        }
    }
    Ok(())
}

/// Adds the special days of one announced year.
fn add_announced(
    special: &mut BTreeMap<Date, DayReason>,
    source: &YearSource,
    rest: &[Weekday],
) -> Result<(), CalendarError> {
    let year = source.year;
    if source.notices.is_empty() {
        return Err(CalendarError::NoNotice { year });
    }
    let mut add = |date: Date, reason: DayReason| {
        if special.insert(date, reason).is_some() {
            return Err(CalendarError::DateTwice { date });
        }
        Ok(())
    };
    for holiday in &source.holidays {
        let (first, last) = (holiday.first, holiday.last);
        check_name(year, &holiday.name)?;
        check_within(year, first)?;
        check_within(year, last)?;
        if last < first {
            return Err(CalendarError::HolidayBackwards { year, first, last });
        }
        for date in super::days_from(first).take_while(|date| *date <= last) {
            add(date, DayReason::Holiday { name: holiday.name.clone() })?;
        }
    }
    for make_up in &source.make_up {
        let date = make_up.date;
        check_name(year, &make_up.name)?;
        check_within(year, date)?;
        if !rest.contains(&date.weekday()) {
            return Err(CalendarError::MakeUpOnWorkingDay { year, date });
        }
        add(date, DayReason::MakeUp { name: make_up.name.clone() })?;
    }
    Ok(())
}

fn check_name(year: i16, name: &Text) -> Result<(), CalendarError> {
    if name.missing().next().is_some() { Err(CalendarError::NameMissing { year }) } else { Ok(()) }
}

/// A notice speaks of its own year, and of the last week of the year before, where the New Year holiday may begin.
fn check_within(year: i16, date: Date) -> Result<(), CalendarError> {
    let last_week_before = date.year().checked_add(1) == Some(year) && date.month() == 12 && date.day() >= 25;
    if date.year() == year || last_week_before {
        Ok(())
    } else {
        Err(CalendarError::DateOutsideYear { year, date })
    }
}
