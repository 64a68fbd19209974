//! What a program says about clocks.

use crate::clock::{ClockId, ClockOn};
use crate::guard::Guard;
use crate::ids::{ActId, FieldId};
use crate::term::Term;
use crate::text::Text;

/// What an act does to one clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClockChange {
    /// Which.
    pub clock: ClockId,
    /// What happens.
    pub change: ClockVerb,
}

/// What can be done to a clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClockVerb {
    /// It starts; one that is there already under this name is replaced if it has stopped, and kept as it is if it runs.
    Start,
    /// It stops, in time or late. Nothing happens if it does not run.
    Stop,
    /// It stands still; the field holds the code of the reason.
    Pause {
        /// A choice that the form asks.
        reason: FieldId,
        /// A text for the person that the form asks.
        note: FieldId,
    },
    /// It goes on.
    Resume,
    /// Time is added; the field holds the code of the ground.
    Extend {
        /// How much.
        by: Term,
        /// A choice that the form asks.
        ground: FieldId,
    },
}

/// A clock of the program.
#[derive(Clone, Debug)]
pub struct ClockDef {
    /// Its name.
    pub id: ClockId,
    /// What people call it.
    pub name: Text,
    /// How long it runs: the first entry whose guard holds. When none holds, this case has no such clock: it does not start.
    pub terms: Vec<TermChoice>,
    /// How long before the end to warn.
    pub warn: Option<Term>,
    /// The article that sets it.
    pub basis: Text,
    /// Who must be done in time.
    pub on: ClockOn,
    /// The act that the timer does when it runs out.
    pub breach: Option<ActId>,
}

/// One way in which the length of a clock is set.
#[derive(Clone, Debug)]
pub struct TermChoice {
    /// Applies when this holds; `None`: always.
    pub when: Option<Guard>,
    /// How long.
    pub length: Length,
}

/// How long a clock runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Length {
    /// A fixed term.
    Term(Term),
    /// Until the day given in a field.
    Until(FieldId),
}
