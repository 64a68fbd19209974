//! The small values that a clock is made of and answers with.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::ids::AccountId;
use crate::term::Term;
use crate::text::Text;

/// Which clock of its kind of case this is, as the pack names it: `accept`, `handle`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ClockId(String);

impl ClockId {
    /// Takes the text as it stands; the pack's checker has read it.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ClockId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&str> for ClockId {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

/// Whom a clock binds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockOn {
    /// The unit that holds the case.
    #[default]
    Holder,
    /// Each helping unit: the act starts one for each.
    Co,
    /// Each unit that was asked for an answer of its own (建议书、督办函): as for helping units, but the answer is owed even after the
    /// case has ended, and by whoever holds the case, too.
    Asked,
    /// The unit that rules on a dispute (裁决), the lowest above both sides: the one that stood there when the clock started.
    Ruler,
    /// The person: a window in which something can still be asked for.
    Person,
    /// Nobody: a window for staff, in which something can still be done (退回时限). Its end makes nobody late and is no duty.
    Window,
}

impl ClockOn {
    /// Whether somebody on the staff must be done in time.
    #[must_use]
    pub const fn binds_staff(self) -> bool {
        matches!(self, Self::Holder | Self::Co | Self::Asked | Self::Ruler)
    }

    /// Whether it binds a single unit.
    #[must_use]
    pub const fn binds_one_unit(self) -> bool {
        matches!(self, Self::Holder | Self::Ruler)
    }

    /// Whether there is one for each of several units.
    #[must_use]
    pub const fn is_for_each(self) -> bool {
        matches!(self, Self::Co | Self::Asked)
    }

    /// The usual case, which is not written down.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "the form that serde asks for")]
    pub(super) const fn is_holder(&self) -> bool {
        matches!(self, Self::Holder)
    }
}

/// What a pack says about a clock, as far as the clock itself needs it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockRule {
    /// Its name.
    pub id: ClockId,
    /// How long it runs.
    pub term: Term,
    /// How long before the end to warn, if at all.
    pub warn: Option<Term>,
    /// The article that sets the term.
    pub basis: Text,
    /// Whom it binds.
    pub on: ClockOn,
}

/// Time that was added to a clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Extension {
    /// When it was granted.
    pub at: Timestamp,
    /// How much was added.
    pub by: Term,
    /// The code of the ground, from the pack.
    pub ground: String,
    /// Who approved it.
    pub approved_by: AccountId,
}

/// How a clock stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum ClockState {
    /// It runs.
    Running {
        /// Until when.
        due_at: Timestamp,
    },
    /// It stands still.
    Paused {
        /// Since when.
        since: Timestamp,
    },
    /// It was stopped.
    Stopped {
        /// Whether in time.
        in_time: bool,
    },
    /// The time is up and nothing was done.
    Breached {
        /// When it was due.
        due_at: Timestamp,
    },
}

/// The change of a due time, for the event that must report it. `None` stands for "standing still".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DueMoved {
    /// Before.
    pub from: Option<Timestamp>,
    /// After.
    pub to: Option<Timestamp>,
}

/// Why a clock cannot be changed so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClockError {
    /// What had to be done was done.
    #[error("the clock was stopped")]
    Stopped,
    /// A due time that has passed cannot be moved away afterwards.
    #[error("the clock ran out")]
    Overdue,
    /// It stands still already.
    #[error("the clock is paused already")]
    AlreadyPaused,
    /// It does not stand still.
    #[error("the clock is not paused")]
    NotPaused,
    /// Before the start, or before the latest change.
    #[error("that was before the latest change of the clock")]
    OutOfOrder,
}
