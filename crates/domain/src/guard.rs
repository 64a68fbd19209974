//! Conditions that packs write, in CEL (Common Expression Language): `f.class == 'claim' && !('rule' in done)`.
//!
//! A guard sees a few named things and nothing else, each of a known type, so that a pack is checked before it runs and a guard
//! cannot fail while it runs:
//!
//! | Name | What it is |
//! |---|---|
//! | `f.x` | what field `x` of the case holds now; an absent value is the empty text, no, 0 or the empty list |
//! | `form.x` | what the form of this very act says for `x`, with the case's value where the form is silent |
//! | `case.x` | `channel`, `category`, `state`, `level` (of the holder) as text; `people`, `days`, `reopened`, `supported`, `photos`, `ahead` (days until it begins), `waiting` (visits that are there) as numbers; `sealed`, `published`, `named` (somebody gave a name) as yes or no |
//! | `clocks.x` | how clock `x` stands: `off`, `running`, `paused`, `stopped` or `late` |
//! | `done` | the acts done so far, the opening (`raise`) included, as a list of names |
//! | `duty.holder` | whether the duty list names the holder for this category and place |
//!
//! Operators: `&& || ! == != < <= > >= in + - ?:`, `size(x)`, lists in brackets.

mod check;
mod facts;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use crate::field::Value;

pub use check::{GuardFault, GuardType, Vocabulary};
pub use facts::{CASE_FACTS, CLOCK_STATES, Facts};

/// A condition. It reads and compares like its source.
#[derive(Clone)]
pub struct Guard {
    source: String,
    program: Arc<cel::Program>,
}

impl Guard {
    /// Reads a condition.
    ///
    /// # Errors
    /// [`GuardFault::Unreadable`] when it is not CEL. Whether its names and types are right is for [`Guard::check`].
    pub fn parse(source: &str) -> Result<Self, GuardFault> {
        let program = cel::Program::compile(source)
            .map_err(|errors| GuardFault::Unreadable { said: errors.to_string() })?;
        Ok(Self { source: source.to_owned(), program: Arc::new(program) })
    }

    /// As it was written.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Whether it is true of a case. A guard that passed [`Guard::check`] always has an answer; any other counts as no.
    #[must_use]
    pub fn holds(&self, facts: &Facts<'_>) -> bool {
        facts.agree(&self.program)
    }

    /// Whether it is true of bare names. One that passed [`Guard::check`] against the same [names](Vocabulary::of_names) always has an
    /// answer while each has a value of its type; any other counts as no.
    #[must_use]
    pub fn holds_of(&self, values: &BTreeMap<String, Value>) -> bool {
        facts::Names(values).agree(&self.program)
    }

    /// Whether every name is known, every comparison possible, and the whole yes or no.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn check(&self, vocabulary: &Vocabulary) -> Result<(), GuardFault> {
        check::check(self.program.expression(), vocabulary)
    }
}

impl fmt::Debug for Guard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.source)
    }
}

impl PartialEq for Guard {
    fn eq(&self, other: &Self) -> bool {
        self.source == other.source
    }
}
