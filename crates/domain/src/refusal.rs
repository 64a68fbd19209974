//! Why the rules say no. Each refusal has words for the person; nothing was changed.

use crate::clock::{ClockError, ClockId};
use crate::field::FieldRefusal;
use crate::ids::{AccountId, ActId, FieldId, UnitId};
use crate::text::Text;

/// Why a command was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is no such case for this caller: it does not exist, or must not be seen.
    #[error("no such case")]
    NotFound,
    /// There is no such program.
    #[error("no such program")]
    NoSuchProgram,
    /// The act is not offered to this caller in this state.
    #[error("`{act}` is not offered now")]
    NotOffered {
        /// Which.
        act: ActId,
    },
    /// Something has happened since the caller looked.
    #[error("the case has moved on to event {seq}")]
    Stale {
        /// The latest event.
        seq: u32,
    },
    /// Some fields do not fit.
    #[error("{} fields do not fit", .0.len())]
    Fields(Vec<(FieldId, FieldRefusal)>),
    /// A rule of the program says no, in its own words.
    #[error("{}", .0.en)]
    Rule(Text),
    /// Who did `earlier` may not do this: four eyes.
    #[error("whoever did `{earlier}` may not do this")]
    SameHands {
        /// The earlier act.
        earlier: ActId,
    },
    /// The officer stands aside in this case.
    #[error("{account} stands aside in this case")]
    Recused {
        /// Who.
        account: AccountId,
    },
    /// The unit is complained about, or stands under one that is; it may not handle the case.
    #[error("{unit} is complained about and may not handle this")]
    Accused {
        /// Which.
        unit: UnitId,
    },
    /// The unit may not handle sealed cases.
    #[error("{unit} may not handle a sealed case")]
    NotForSealed {
        /// Which.
        unit: UnitId,
    },
    /// The program does not run at the level of this unit; it may help, but not hold the case.
    #[error("{unit} is at a level at which the program does not run")]
    NotAtLevel {
        /// Which.
        unit: UnitId,
    },
    /// Nobody answers for this category in this place.
    #[error("nobody answers for this in this place")]
    NobodyAnswers,
    /// A clock cannot be changed so.
    #[error("clock `{clock}`: {error}")]
    Clock {
        /// Which.
        clock: ClockId,
        /// Why.
        error: ClockError,
    },
    /// The category is not known.
    #[error("no such category")]
    NoSuchCategory,
    /// The place is not known.
    #[error("no such place")]
    NoSuchPlace,
    /// The way by which it came is not one of the program's, or not open to this caller.
    #[error("no such channel")]
    NoSuchChannel,
    /// A text is missing or too long.
    #[error("`{what}` is missing or longer than {chars_max} characters")]
    TextLength {
        /// `title`, `text`, `spot`, `reason`, `note`.
        what: &'static str,
        /// Longest text.
        chars_max: u32,
    },
    /// The person did not agree to publication, or the case is sealed.
    #[error("this case may not be published")]
    NotForPublic,
    /// No place is free at this time any more.
    #[error("no place is free at this time")]
    NoFreePlace,
    /// Whoever asks was counted before.
    #[error("is counted already")]
    AlreadyCounted,
    /// There was nothing to do; for timers.
    #[error("nothing to do")]
    Nothing,
}

impl Refusal {
    /// The key of the text that is shown.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            Self::NotFound => "refusal-not-found",
            Self::NoSuchProgram => "refusal-no-such-program",
            Self::NotOffered { .. } => "refusal-not-offered",
            Self::Stale { .. } => "refusal-stale",
            Self::Fields(_) => "refusal-fields",
            Self::Rule(_) => "refusal-rule",
            Self::SameHands { .. } => "refusal-same-hands",
            Self::Recused { .. } => "refusal-recused",
            Self::Accused { .. } => "refusal-accused",
            Self::NotForSealed { .. } => "refusal-not-for-sealed",
            Self::NotAtLevel { .. } => "refusal-not-at-level",
            Self::NobodyAnswers => "refusal-nobody-answers",
            Self::Clock { error, .. } => match error {
                ClockError::Stopped => "refusal-clock-stopped",
                ClockError::Overdue => "refusal-clock-overdue",
                ClockError::AlreadyPaused => "refusal-clock-already-paused",
                ClockError::NotPaused => "refusal-clock-not-paused",
                ClockError::OutOfOrder => "refusal-clock-out-of-order",
            },
            Self::NoSuchCategory => "refusal-no-such-category",
            Self::NoSuchPlace => "refusal-no-such-place",
            Self::NoSuchChannel => "refusal-no-such-channel",
            Self::TextLength { .. } => "refusal-text-length",
            Self::NotForPublic => "refusal-not-for-public",
            Self::NoFreePlace => "refusal-no-free-place",
            Self::AlreadyCounted => "refusal-already-counted",
            Self::Nothing => "refusal-nothing",
        }
    }
}
