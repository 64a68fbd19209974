//! How often leaders at each level hold an activity, and on which days of a term.

#[cfg(test)]
mod tests;

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Serialize};

use crate::calendar::Calendar;
use crate::text::Text;
use crate::unit::Level;

/// Days of the longest term that is planned at once.
pub const TERM_DAYS_MAX: usize = 60;

/// How often, as a rule of some authority says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preset {
    /// Its name: `national_2009`.
    pub id: String,
    /// Who set it, and when.
    pub name: Text,
    /// At which levels, and how often there at least. Levels that are not named do it as they arrange it.
    pub every: Vec<(Level, Every)>,
}

impl Preset {
    /// How often leaders at this level hold it.
    #[must_use]
    pub fn at(&self, level: Level) -> Option<Every> {
        self.every.iter().find(|(of, _)| *of == level).map(|(_, every)| *every)
    }
}

/// At least once in each of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Every {
    /// A month.
    Month,
    /// A quarter of the year.
    Quarter,
    /// January to June, July to December.
    HalfYear,
    /// A year.
    Year,
}

impl Every {
    /// Its name in packs and text keys.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::HalfYear => "half_year",
            Self::Year => "year",
        }
    }

    const fn months(self) -> i8 {
        match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::HalfYear => 6,
            Self::Year => 12,
        }
    }

    /// The first and the last month of the period in which a day lies.
    #[must_use]
    pub fn around(self, day: Date) -> (i8, i8) {
        let before = (day.month() - 1) / self.months() * self.months();
        (before + 1, before + self.months())
    }
}

/// A rule that gives the days of a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// This day of each month; where offices rest, the next working day. A month without it: its last day.
    DayOfMonth(i8),
    /// This day of each week; where offices rest, it is dropped.
    DayOfWeek(Weekday),
}

/// The days of a term, the first and the last day included; at most [`TERM_DAYS_MAX`].
#[must_use]
pub fn days(rule: Rule, from: Date, until: Date, calendar: &Calendar) -> Vec<Date> {
    let within = |day: &Date| (from..=until).contains(day);
    match rule {
        Rule::DayOfWeek(weekday) => {
            let all = from.series(1.day()).take_while(|day| *day <= until);
            all.filter(|day| day.weekday() == weekday && calendar.works(*day)).take(TERM_DAYS_MAX).collect()
        }
        Rule::DayOfMonth(number) => {
            let months = from.first_of_month().series(1.month()).take_while(|first| *first <= until);
            let named = months.filter_map(|first| {
                let last = first.last_of_month();
                first.with().day(number.clamp(1, last.day())).build().ok()
            });
            let working = named.filter_map(|day| day.series(1.day()).find(|day| calendar.works(*day)));
            working.filter(within).take(TERM_DAYS_MAX).collect()
        }
    }
}
