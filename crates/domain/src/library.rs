//! Texts that the public looks up: which versions there are, and from when until when a text holds. A version is nothing but the
//! document being [told](crate::event::Fact::Told) once more: what the history says cannot be said differently here.

#[cfg(test)]
mod tests;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::case::Case;
use crate::document::held;
use crate::event::{Event, Fact};
use crate::field::{SeenBy, Value, Values};
use crate::ids::{FieldId, UnitId};
use crate::program::Program;

/// A version of a text, as the public reads it.
#[derive(Clone, Debug, PartialEq)]
pub struct Version {
    /// Counted from 1: what its address ends with.
    pub number: u32,
    /// When it was published.
    pub at: Timestamp,
    /// By which unit.
    pub unit: Option<UnitId>,
    /// The digest of its words.
    pub digest: String,
    /// What was said with it, as far as everybody may read it.
    pub values: Values,
}

/// From when until when a text holds; both days included.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Validity {
    /// The first day; `None`: it was not said.
    pub from: Option<Date>,
    /// The last day; `None`: until further notice.
    pub until: Option<Date>,
}

/// How a text stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// It does not hold yet.
    Ahead,
    /// It holds.
    InForce,
    /// It holds no more.
    Over,
}

impl Standing {
    /// Its name in addresses and text keys.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ahead => "ahead",
            Self::InForce => "in_force",
            Self::Over => "over",
        }
    }
}

impl Validity {
    /// How it stands on a day.
    #[must_use]
    pub fn on(self, day: Date) -> Standing {
        if self.from.is_some_and(|from| day < from) {
            Standing::Ahead
        } else if self.until.is_some_and(|until| day > until) {
            Standing::Over
        } else {
            Standing::InForce
        }
    }
}

/// The versions of a text that were published, the first one first. None: the public has nothing to read yet.
#[must_use]
pub fn versions(program: &Program, case: &Case) -> Vec<Version> {
    let Some(library) = &program.library else { return Vec::new() };
    let told = case.told.iter().filter_map(|told| Some((told, held(&told.values, &library.body)?)));
    (1..)
        .zip(told)
        .map(|(number, (told, digest))| Version {
            number,
            at: told.at,
            unit: told.unit.clone(),
            digest: digest.to_owned(),
            values: public(program, &told.values),
        })
        .collect()
}

/// What everybody may read of a text by now: the last that was told of each field, the document left out.
#[must_use]
pub fn said(program: &Program, case: &Case) -> Values {
    let mut said = Values::new();
    for told in &case.told {
        said.extend(public(program, &told.values));
    }
    said
}

/// From when until when a text holds, by what was said of it.
#[must_use]
pub fn validity(program: &Program, said: &Values) -> Validity {
    let day = |field: &FieldId| said.get(field).and_then(Value::as_text).and_then(|day| day.parse().ok());
    let library = program.library.as_ref();
    Validity {
        from: library.and_then(|library| day(&library.valid_from)),
        until: library.and_then(|library| day(library.valid_until.as_ref()?)),
    }
}

/// Whether the library shows it: published, not taken back, and with words.
#[must_use]
pub fn is_shown(program: &Program, case: &Case) -> bool {
    case.published.is_some() && !case.opened.sealed && !versions(program, case).is_empty()
}

/// Whether an event may change what the library shows of a case.
#[must_use]
pub fn touches(event: &Event) -> bool {
    matches!(
        event.fact,
        Fact::Told { .. }
            | Fact::Published { .. }
            | Fact::Unpublished { .. }
            | Fact::Moved { .. }
            | Fact::Recategorised { .. }
    )
}

fn public(program: &Program, values: &Values) -> Values {
    let body = program.library.as_ref().map(|library| &library.body);
    let is_public = |id: &FieldId| program.field(id).is_some_and(|field| field.seen_by == SeenBy::Public);
    let kept = values.iter().filter(|(id, _)| Some(*id) != body && is_public(id));
    kept.map(|(id, value)| (id.clone(), value.clone())).collect()
}
