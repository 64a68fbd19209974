//! The calendar as it is written down: what the files under `calendars/` deserialise into. Nothing here is checked yet.

use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};

use crate::text::Text;

/// Everything that one calendar is built from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarSource {
    /// What holds in every year (`base.toml`).
    pub base: BaseSource,
    /// Where the festivals of the lunar calendar fall (`lunar.toml`).
    pub lunar: LunarSource,
    /// The announced years, one file each.
    pub years: Vec<YearSource>,
}

/// What holds in every year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BaseSource {
    /// Whose calendar it is: ISO 3166-1 alpha-2, such as `CN`.
    pub region: String,
    /// Rises with every change of the facts; decisions cite it.
    pub version: u32,
    /// Distance from UTC as `+HH:MM` or `-HH:MM`. Zones with summer time are not supported.
    pub utc_offset: String,
    /// The days of rest in an ordinary week.
    pub rest_weekdays: Vec<WeekdayName>,
    /// The working hours of every working day, in order.
    pub hours: Vec<HoursSource>,
    /// Where the statutory holidays come from.
    pub statute: Notice,
    /// The statutory holidays, for estimating years without an announcement.
    pub statutory: Vec<StatutoryHoliday>,
}

/// One stretch of working hours: from (included) until (excluded).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HoursSource {
    /// Opening.
    pub from: Time,
    /// Closing.
    pub until: Time,
}

/// A day of the week, by its English name in small letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names of the days of the week say it all")]
pub enum WeekdayName {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl From<WeekdayName> for jiff::civil::Weekday {
    fn from(name: WeekdayName) -> Self {
        match name {
            WeekdayName::Monday => Self::Monday,
            WeekdayName::Tuesday => Self::Tuesday,
            WeekdayName::Wednesday => Self::Wednesday,
            WeekdayName::Thursday => Self::Thursday,
            WeekdayName::Friday => Self::Friday,
            WeekdayName::Saturday => Self::Saturday,
            WeekdayName::Sunday => Self::Sunday,
        }
    }
}

/// A holiday that the statute gives in every year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatutoryHoliday {
    /// Its name.
    pub name: Text,
    /// Its first day.
    pub on: StatutoryDay,
    /// How many days, 1 to 7.
    pub days: u8,
}

/// How a statutory holiday finds its first day in a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum StatutoryDay {
    /// The same date every year.
    Fixed {
        /// 1 to 12.
        month: i8,
        /// 1 to 31.
        day: i8,
    },
    /// At a festival of the lunar calendar.
    Lunar {
        /// Which.
        festival: Festival,
        /// Days by which the holiday begins before the festival; 0 when absent.
        #[serde(default)]
        days_before: u8,
    },
}

/// A festival whose date must be looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Festival {
    /// 春节: first day of the first lunar month.
    SpringFestival,
    /// 清明: the solar term.
    Qingming,
    /// 端午: fifth day of the fifth lunar month.
    DragonBoat,
    /// 中秋: fifteenth day of the eighth lunar month.
    MidAutumn,
}

/// The dates of the festivals, year by year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LunarSource {
    /// One line a year.
    pub years: Vec<LunarYear>,
}

/// The dates of the festivals in one year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LunarYear {
    /// The year.
    pub year: i16,
    /// 春节.
    pub spring_festival: Date,
    /// 清明.
    pub qingming: Date,
    /// 端午.
    pub dragon_boat: Date,
    /// 中秋.
    pub mid_autumn: Date,
}

impl LunarYear {
    /// The date of one festival.
    #[must_use]
    pub fn date(&self, festival: Festival) -> Date {
        match festival {
            Festival::SpringFestival => self.spring_festival,
            Festival::Qingming => self.qingming,
            Festival::DragonBoat => self.dragon_boat,
            Festival::MidAutumn => self.mid_autumn,
        }
    }

    /// All four dates.
    pub(super) fn dates(&self) -> [Date; 4] {
        [self.spring_festival, self.qingming, self.dragon_boat, self.mid_autumn]
    }
}

/// One announced year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct YearSource {
    /// The year.
    pub year: i16,
    /// The documents that announce it, oldest first; at least one.
    pub notices: Vec<Notice>,
    /// Every day off, the weekends inside a holiday included. The New Year holiday may begin in the last week of the year before.
    #[serde(default)]
    pub holidays: Vec<HolidaySource>,
    /// The days of rest that are worked (调休).
    #[serde(default)]
    pub make_up: Vec<MakeUpSource>,
}

/// A document that can be cited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notice {
    /// Its title.
    pub title: Text,
    /// Its number, such as `国办发明电〔2025〕7号`.
    pub number: String,
    /// When it was issued.
    pub issued: Date,
}

/// Consecutive days off under one name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HolidaySource {
    /// The holiday.
    pub name: Text,
    /// First day off.
    pub first: Date,
    /// Last day off.
    pub last: Date,
}

/// A day of rest that is worked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MakeUpSource {
    /// The holiday that it makes up for.
    pub name: Text,
    /// The day.
    pub date: Date,
}
