//! Which days are worked, and during which hours.
//!
//! A calendar is facts plus one version number. Each year is either *announced* (the State Council's notice of about November,
//! with its days off and its weekend working days, 调休) or *estimated* from the statutory holidays until the notice comes. When
//! it comes, [`Calendar::with_year`] makes the next version, and clocks are [recomputed](crate::clock::Clock::recompute).

mod build;
mod estimate;
mod source;
#[cfg(test)]
pub(crate) mod tests;

use std::collections::BTreeMap;

use jiff::civil::{Date, DateTime, Time, Weekday};
use jiff::tz::Offset;
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

pub use build::{CalendarError, STATUTORY_DAYS_MAX};
pub use source::{
    BaseSource, CalendarSource, Festival, HolidaySource, HoursSource, LunarSource, LunarYear, MakeUpSource,
    Notice, StatutoryDay, StatutoryHoliday, WeekdayName, YearSource,
};

use crate::text::Text;

/// The calendar of one region, in one version.
///
/// Days outside the announced years and the table of festivals are answered too, from the week alone, and marked estimated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    offset: Offset,
    rest: Vec<Weekday>,
    years: BTreeMap<i16, YearStatus>,
    special: BTreeMap<Date, DayReason>,
    /// Kept whole: the next version is built from it, and it is what gets published.
    source: CalendarSource,
}

/// Whether a year has been announced.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "status")]
pub enum YearStatus {
    /// These documents say which days are worked, oldest first.
    Announced {
        /// At least one.
        notices: Vec<Notice>,
    },
    /// Nobody has said it yet; the days are estimated.
    Estimated,
}

/// One day, and why it is worked or not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Day {
    /// The day, in the zone of the calendar.
    pub date: Date,
    /// Whether offices work on it.
    pub works: bool,
    /// Why.
    pub reason: DayReason,
    /// Whether an announcement can still change it.
    pub estimated: bool,
}

/// Why a day is worked or not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum DayReason {
    /// Worked: an ordinary weekday.
    Weekday,
    /// Off: an ordinary day of rest.
    Weekend,
    /// Off: a holiday.
    Holiday {
        /// Which.
        name: Text,
    },
    /// Off: stands in for a statutory holiday that fell on a day of rest (补休). Only in estimated years; notices name plain holidays.
    InLieu {
        /// Which.
        name: Text,
    },
    /// Worked: a day of rest that makes up for a bridge of days off (调休).
    MakeUp {
        /// For which holiday.
        name: Text,
    },
}

impl DayReason {
    /// Whether offices work on such a day.
    #[must_use]
    pub fn works(&self) -> bool {
        matches!(self, Self::Weekday | Self::MakeUp { .. })
    }
}

impl Calendar {
    /// Checks what is written down and builds the calendar from it.
    pub fn build(source: CalendarSource) -> Result<Self, CalendarError> {
        build::build(source)
    }

    /// The next version, with one year announced, or announced anew.
    pub fn with_year(&self, year: YearSource) -> Result<Self, CalendarError> {
        let mut source = self.source.clone();
        source.years.retain(|known| known.year != year.year);
        source.years.push(year);
        source.base.version = source.base.version.saturating_add(1);
        Self::build(source)
    }

    /// Whose calendar it is, such as `CN`.
    #[must_use]
    pub fn region(&self) -> &str {
        &self.source.base.region
    }

    /// Which version of the facts this is.
    #[must_use]
    pub fn version(&self) -> u32 {
        self.source.base.version
    }

    /// The facts that it was built from.
    #[must_use]
    pub fn source(&self) -> &CalendarSource {
        &self.source
    }

    /// The working hours of a working day, in order, never touching each other.
    #[must_use]
    pub fn hours(&self) -> &[HoursSource] {
        &self.source.base.hours
    }

    /// Distance of the local time from UTC.
    #[must_use]
    pub fn offset(&self) -> Offset {
        self.offset
    }

    /// Whether a year has been announced, and by what.
    #[must_use]
    pub fn year(&self, year: i16) -> &YearStatus {
        self.years.get(&year).unwrap_or(&YearStatus::Estimated)
    }

    /// One day, with the reason for showing it.
    #[must_use]
    pub fn day(&self, date: Date) -> Day {
        let reason = self.special.get(&date).cloned().unwrap_or_else(|| {
            if self.rest.contains(&date.weekday()) { DayReason::Weekend } else { DayReason::Weekday }
        });
        Day { date, works: reason.works(), reason, estimated: self.is_estimated(date) }
    }

    /// Whether offices work on a day: [`Self::day`] without the reason, for counting.
    #[must_use]
    pub fn works(&self, date: Date) -> bool {
        self.special.get(&date).map_or_else(|| !self.rest.contains(&date.weekday()), DayReason::works)
    }

    /// Whether an announcement can still change a day.
    #[must_use]
    pub fn is_estimated(&self, date: Date) -> bool {
        !self.years.contains_key(&date.year())
    }

    /// The local date at an instant.
    #[must_use]
    pub fn date_of(&self, at: Timestamp) -> Date {
        self.offset.to_datetime(at).date()
    }

    /// The instant at which a local day begins.
    #[must_use]
    pub fn start_of(&self, date: Date) -> Timestamp {
        self.instant(date.to_datetime(Time::midnight()))
    }

    /// The instant at which a local day is over: 24:00, which is also when the next day begins.
    #[must_use]
    pub fn end_of(&self, date: Date) -> Timestamp {
        date.tomorrow().map_or(Timestamp::MAX, |next| self.start_of(next))
    }

    /// The last full second of a local day, 23:59:59: how the end of a term in days is written.
    #[must_use]
    pub fn last_second_of(&self, date: Date) -> Timestamp {
        self.instant(date.at(23, 59, 59, 0))
    }

    /// When offices open on a day, if they worked on it.
    #[must_use]
    pub fn opening_of(&self, date: Date) -> Timestamp {
        self.instant(date.to_datetime(self.hours().first().map_or(Time::midnight(), |first| first.from)))
    }

    /// The working hours of a day as instants; none on a day of rest.
    pub(crate) fn working_hours_of(&self, date: Date) -> impl Iterator<Item = (Timestamp, Timestamp)> + '_ {
        let hours = if self.works(date) { self.hours() } else { &[] };
        hours.iter().map(move |stretch| {
            (self.instant(date.to_datetime(stretch.from)), self.instant(date.to_datetime(stretch.until)))
        })
    }

    /// A local time as an instant. Only at the ends of the calendar, in the years -9999 and 9999, can an instant be out of range.
    fn instant(&self, local: DateTime) -> Timestamp {
        let nearest = if local.year() < 0 { Timestamp::MIN } else { Timestamp::MAX };
        self.offset.to_timestamp(local).unwrap_or(nearest)
    }
}

/// The days from `first` on, to the end of the calendar (9999-12-31).
pub(crate) fn days_from(first: Date) -> impl Iterator<Item = Date> {
    first.series(1.day())
}
