//! Stretches of time in which a clock stands still.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::ids::AccountId;

/// A stretch of time in which a clock stands still: from (included) until (excluded). Each names its reason and who approved it,
/// and carries a note that the person who asked can read (`domain.md` 9, row 17).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pause {
    /// When it began.
    pub from: Timestamp,
    /// When it ended; `None` while it lasts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// The code of the reason, from the pack.
    pub reason: String,
    /// Who approved it.
    pub approved_by: AccountId,
    /// What the person who asked is told.
    pub note: String,
}

impl Pause {
    /// Whether it still lasts.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.until.is_none()
    }

    /// When it ends, as far as is known.
    fn end(&self) -> Timestamp {
        self.until.unwrap_or(Timestamp::MAX)
    }
}

/// Pauses that last some time, in order of their beginning, for asking about instants. They may overlap.
#[derive(Clone, Debug)]
pub(crate) struct Pauses<'a>(Vec<&'a Pause>);

impl<'a> Pauses<'a> {
    /// Sorts them; what begins and ends at the same instant, or ends before it begins, is no pause.
    pub(crate) fn new(pauses: impl IntoIterator<Item = &'a Pause>) -> Self {
        let mut lasting: Vec<&Pause> = pauses.into_iter().filter(|pause| pause.from < pause.end()).collect();
        lasting.sort_by_key(|pause| pause.from);
        Self(lasting)
    }

    /// The pause, if any, in which the clock stood still just before `end` of a day.
    pub(crate) fn at_end(&self, end: Timestamp) -> Option<&'a Pause> {
        self.0.iter().copied().find(|pause| pause.from < end && end <= pause.end())
    }

    /// What is left of a stretch of time when the pauses are cut out, in order.
    pub(crate) fn cut_from(&self, (from, until): (Timestamp, Timestamp)) -> Vec<(Timestamp, Timestamp)> {
        let mut left = Vec::new();
        let mut at = from;
        for pause in &self.0 {
            let stop = pause.from.min(until);
            if at < stop {
                left.push((at, stop));
            }
            at = at.max(pause.end());
        }
        if at < until {
            left.push((at, until));
        }
        left
    }
}
