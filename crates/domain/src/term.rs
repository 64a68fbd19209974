//! How long something may take, and when that time is up.
//!
//! A [`Term`] is an amount of one of four units. How each is counted:
//!
//! | Unit | Counts | Source |
//! |---|---|---|
//! | hours | every hour, from the very moment | Civil Code art. 201 ¶2 |
//! | working hours | only the calendar's working hours | local rules of digital urban management |
//! | days | every day after the day of the start; a last day that is a day of rest moves to the next working day | Civil Code art. 201 ¶1, 203 ¶1 |
//! | working days | every working day after the day of the start | the same |
//!
//! A term in days ends at 24:00 of its last day (Civil Code art. 203 ¶2), written as 23:59:59 so that the date shown is the last
//! day itself. The same paragraph lets a term end when business closes; Sixia does not use that: it takes in answers at any
//! hour, and the later end is the one that nobody can dispute. Nobody is late by a fraction of a second: see [`is_past`].
//!
//! While a clock is [paused](Pause), hours do not run, and a day does not count if the clock stood still when the day ended.

mod count;
#[cfg(test)]
mod oracle;
mod pause;
#[cfg(test)]
pub(crate) mod tests;

use std::fmt;
use std::str::FromStr;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

pub(crate) use count::{Amount, Walk};
pub use count::{Due, DueState, Remaining, Step, StepRule, before, count, unfold};
pub use pause::Pause;
pub(crate) use pause::Pauses;

/// Largest amount of any unit: ten years in days. More is a slip of the keyboard, not a deadline.
pub const AMOUNT_MAX: u32 = 3_660;

/// What a term is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TermUnit {
    /// 小时.
    Hours,
    /// 工作小时.
    WorkingHours,
    /// 日 (自然日).
    Days,
    /// 工作日.
    WorkingDays,
}

impl TermUnit {
    /// All four.
    pub const ALL: [TermUnit; 4] = [Self::Hours, Self::WorkingHours, Self::Days, Self::WorkingDays];

    /// Singular and plural, as terms are written in packs.
    const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Hours => ("hour", "hours"),
            Self::WorkingHours => ("working hour", "working hours"),
            Self::Days => ("day", "days"),
            Self::WorkingDays => ("working day", "working days"),
        }
    }

    /// The key of the text that says "N of this unit" to people.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Hours => "term-hours",
            Self::WorkingHours => "term-working-hours",
            Self::Days => "term-days",
            Self::WorkingDays => "term-working-days",
        }
    }

    /// Whether whole days are counted, and not hours.
    #[must_use]
    pub const fn is_days(self) -> bool {
        matches!(self, Self::Days | Self::WorkingDays)
    }
}

/// How long something may take: 1 to [`AMOUNT_MAX`] of a unit. Written as `5 working days`, `15 days`, `2 working hours`, `24 hours`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Term {
    amount: u32,
    unit: TermUnit,
}

/// A term said to people: the key of a text and the number that goes into it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct TermWords {
    /// The key of the text, in every language.
    pub key: &'static str,
    /// The number.
    pub amount: u32,
}

/// Why a text is not a term.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TermError {
    /// Zero, or more than [`AMOUNT_MAX`].
    #[error("a term is 1 to {AMOUNT_MAX} of a unit, not {amount}")]
    OutOfRange {
        /// What was asked for.
        amount: u32,
    },
    /// Not a number and a unit.
    #[error("`{text}` is not a term; write a number and hours, working hours, days or working days")]
    Unreadable {
        /// What was written.
        text: String,
    },
}

impl Term {
    /// A term of 1 to [`AMOUNT_MAX`] units.
    pub fn new(amount: u32, unit: TermUnit) -> Result<Self, TermError> {
        if (1..=AMOUNT_MAX).contains(&amount) {
            Ok(Self { amount, unit })
        } else {
            Err(TermError::OutOfRange { amount })
        }
    }

    /// How many.
    #[must_use]
    pub fn amount(&self) -> u32 {
        self.amount
    }

    /// Of what.
    #[must_use]
    pub fn unit(&self) -> TermUnit {
        self.unit
    }

    /// The term as a text key and a number, for saying it in the reader's language.
    #[must_use]
    pub fn words(&self) -> TermWords {
        TermWords { key: self.unit.key(), amount: self.amount }
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (one, many) = self.unit.words();
        write!(f, "{} {}", self.amount, if self.amount == 1 { one } else { many })
    }
}

impl FromStr for Term {
    type Err = TermError;

    fn from_str(text: &str) -> Result<Self, TermError> {
        let unreadable = || TermError::Unreadable { text: text.to_owned() };
        let (amount, unit) = text.split_once(' ').ok_or_else(unreadable)?;
        // `parse` alone would take a plus sign.
        if !amount.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(unreadable());
        }
        let amount = amount.parse().ok().ok_or_else(unreadable)?;
        let unit = TermUnit::ALL
            .into_iter()
            .find(|known| unit == known.words().0 || unit == known.words().1)
            .ok_or_else(unreadable)?;
        Self::new(amount, unit)
    }
}

impl TryFrom<String> for Term {
    type Error = TermError;

    fn try_from(text: String) -> Result<Self, TermError> {
        text.parse()
    }
}

impl From<Term> for String {
    fn from(term: Term) -> Self {
        term.to_string()
    }
}

/// Whether a due time has passed. The second that it names still belongs to the term, so a term in days that is due at 23:59:59
/// has passed at 24:00:00 exactly.
#[must_use]
pub fn is_past(due: Timestamp, now: Timestamp) -> bool {
    now.duration_since(due) >= SignedDuration::from_secs(1)
}
