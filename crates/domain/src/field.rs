//! The fields of a form, and the values that people put into them.

mod at;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

use crate::can_i;
use crate::document;
use crate::ids::FieldId;
use crate::text::Text;
use crate::world::World;

pub use at::{Point, Where};

/// Characters of a one-line text, unless the pack asks for fewer.
pub const LINE_CHARS_MAX: u32 = 200;
/// Characters of a long text, unless the pack asks for fewer.
pub const TEXT_CHARS_MAX: u32 = 4_000;
/// Characters of a document, unless the pack asks for fewer: some six times the longest law of a city.
pub const DOCUMENT_CHARS_MAX: u32 = 200_000;
/// Entries of a list.
pub const LIST_MAX: usize = 50;

/// How a day and time is stored: to the minute, so that texts sort as times do.
const MOMENT_FORMAT: &str = "%Y-%m-%dT%H:%M";

/// One field of a kind of case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name; guards read it as `f.name`.
    pub id: FieldId,
    /// What stands beside it.
    pub label: Text,
    /// One sentence of help; may be empty.
    pub help: Text,
    /// What it takes.
    pub kind: FieldKind,
    /// Who reads the value, apart from staff who see the case.
    pub seen_by: SeenBy,
}

/// Who reads a value, apart from staff who see the case.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SeenBy {
    /// Nobody else.
    #[default]
    Staff,
    /// The person, once an act [tells](crate::program::Act::tells) it.
    Person,
    /// Everybody, once it was told and the case is published.
    Public,
}

/// What a field takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// One line of at most so many characters.
    Line {
        /// Longest text.
        chars_max: u32,
    },
    /// Several lines.
    Text {
        /// Longest text.
        chars_max: u32,
    },
    /// One of several.
    Choice {
        /// What can be chosen.
        options: Vec<FieldOption>,
    },
    /// Any of several.
    Choices {
        /// What can be chosen.
        options: Vec<FieldOption>,
    },
    /// Yes or no.
    YesNo,
    /// A whole number.
    Number {
        /// Smallest.
        min: i64,
        /// Largest.
        max: i64,
    },
    /// A day.
    Date,
    /// A day and a time of day, where the office is.
    Moment,
    /// One unit.
    Unit,
    /// Several units.
    Units,
    /// One leader.
    Leader,
    /// Names or other short texts, one a line.
    Lines {
        /// How many at most.
        lines_max: u32,
    },
    /// Questions by which people find out whether they may have something: see [`crate::can_i`].
    CanI,
    /// A long text with articles. Its value is its [digest](crate::document::digest): the words are kept beside the case.
    Document {
        /// Longest text.
        chars_max: u32,
    },
}

/// One thing that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldOption {
    /// Its name in guards and stored values.
    pub id: String,
    /// What is shown.
    pub label: Text,
}

/// What a person put into a field. Stored as plain JSON: the field says how to read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Value {
    /// [`FieldKind::YesNo`].
    Flag(bool),
    /// [`FieldKind::Number`].
    Number(i64),
    /// A line, a text, a choice, a day (`2026-11-24`), a day and time (`2026-11-24T09:30`), a unit, a leader, the digest of a document.
    Text(String),
    /// Choices, units, lines.
    List(Vec<String>),
}

/// The values of a form or of a case.
pub type Values = BTreeMap<FieldId, Value>;

/// Why a value does not fit its field. The key of the text shown beside the field.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FieldRefusal {
    /// Nothing was given where something is needed.
    #[error("nothing was given")]
    Missing,
    /// More characters than allowed.
    #[error("more than {chars_max} characters")]
    TooLong {
        /// Longest text.
        chars_max: u32,
    },
    /// Not one of the options.
    #[error("not one of the options")]
    NoSuchOption,
    /// Not a whole number in the range.
    #[error("not a number from {min} to {max}")]
    NotInRange {
        /// Smallest.
        min: i64,
        /// Largest.
        max: i64,
    },
    /// Not a day written as 2026-11-24.
    #[error("not a day")]
    NotADay,
    /// Not a day and time written as 2026-11-24T09:30.
    #[error("not a day and time")]
    NotAMoment,
    /// An end that does not come after its start.
    #[error("ends before it starts")]
    EndsTooEarly,
    /// Nobody of this name leads now.
    #[error("no such leader")]
    NoSuchLeader,
    /// No such unit, or no such place.
    #[error("no such unit")]
    NoSuchUnit,
    /// A line of questions and answers that cannot be read.
    #[error("line {line} cannot be read: {said}")]
    NotUnderstood {
        /// Counted from 1.
        line: u32,
        /// What stands there.
        said: String,
    },
    /// More entries than allowed.
    #[error("more than {lines_max} entries")]
    TooMany {
        /// How many at most.
        lines_max: u32,
    },
}

impl FieldRefusal {
    /// The key of the text that is shown.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            Self::Missing => "field-missing",
            Self::TooLong { .. } => "field-too-long",
            Self::NoSuchOption => "field-no-such-option",
            Self::NotInRange { .. } => "field-not-in-range",
            Self::NotADay => "field-not-a-day",
            Self::NotAMoment => "field-not-a-moment",
            Self::EndsTooEarly => "field-ends-too-early",
            Self::NoSuchLeader => "field-no-such-leader",
            Self::NoSuchUnit => "field-no-such-unit",
            Self::NotUnderstood { .. } => "field-not-understood",
            Self::TooMany { .. } => "field-too-many",
        }
    }

    /// What goes into the text, by name.
    #[must_use]
    pub fn args(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::TooLong { chars_max } => vec![("max", chars_max.to_string())],
            Self::NotInRange { min, max } => vec![("min", min.to_string()), ("max", max.to_string())],
            Self::NotUnderstood { line, said } => vec![("line", line.to_string()), ("said", said.clone())],
            Self::TooMany { lines_max } => vec![("max", lines_max.to_string())],
            Self::Missing
            | Self::NoSuchOption
            | Self::NotADay
            | Self::NotAMoment
            | Self::EndsTooEarly
            | Self::NoSuchLeader
            | Self::NoSuchUnit => Vec::new(),
        }
    }
}

impl Field {
    /// Reads what a form sent for this field: one text, or several for a field that takes several. Blank means absent.
    pub fn read(&self, sent: &[String], world: &World) -> Result<Option<Value>, FieldRefusal> {
        let given: Vec<&str> = sent.iter().map(|text| text.trim()).filter(|text| !text.is_empty()).collect();
        let Some(first) = given.first().copied() else { return Ok(None) };
        let value = match &self.kind {
            FieldKind::Line { chars_max }
            | FieldKind::Text { chars_max }
            | FieldKind::Document { chars_max } => {
                if first.chars().count() > usize::try_from(*chars_max).unwrap_or(usize::MAX) {
                    return Err(FieldRefusal::TooLong { chars_max: *chars_max });
                }
                Value::Text(match self.kind {
                    FieldKind::Line { .. } => one_line(first),
                    FieldKind::Document { .. } => document::digest(first),
                    _ => first.to_owned(),
                })
            }
            FieldKind::CanI => {
                can_i::parse(first)?;
                Value::Text(first.to_owned())
            }
            FieldKind::Choice { options } => {
                known(options, first)?;
                Value::Text(first.to_owned())
            }
            FieldKind::Choices { options } => {
                given.iter().try_for_each(|choice| known(options, choice))?;
                Value::List(each_once(&given))
            }
            FieldKind::YesNo => match first {
                "yes" | "true" => Value::Flag(true),
                "no" | "false" => Value::Flag(false),
                _ => return Err(FieldRefusal::NoSuchOption),
            },
            FieldKind::Number { min, max } => {
                let number = first.parse().ok().filter(|number| (min..=max).contains(&number));
                Value::Number(number.ok_or(FieldRefusal::NotInRange { min: *min, max: *max })?)
            }
            FieldKind::Date => {
                let day: Date = first.parse().map_err(|_unreadable| FieldRefusal::NotADay)?;
                Value::Text(day.to_string())
            }
            FieldKind::Moment => {
                let moment: DateTime = first.parse().map_err(|_unreadable| FieldRefusal::NotAMoment)?;
                Value::Text(moment.strftime(MOMENT_FORMAT).to_string())
            }
            FieldKind::Unit => {
                unit(first, world)?;
                Value::Text(first.to_owned())
            }
            FieldKind::Leader => {
                world.leaders.find(&first.into()).ok_or(FieldRefusal::NoSuchLeader)?;
                Value::Text(first.to_owned())
            }
            FieldKind::Units => {
                let units = each_once(&given);
                limit(units.len(), LIST_MAX)?;
                units.iter().try_for_each(|id| unit(id, world))?;
                Value::List(units)
            }
            FieldKind::Lines { lines_max } => lines(&given, *lines_max)?,
        };
        Ok(Some(value))
    }

    /// What guards see while nothing was given: every field always has a value of its type.
    #[must_use]
    pub fn empty(&self) -> Value {
        match &self.kind {
            FieldKind::Line { .. }
            | FieldKind::Text { .. }
            | FieldKind::Choice { .. }
            | FieldKind::Date
            | FieldKind::Moment
            | FieldKind::Unit
            | FieldKind::Leader
            | FieldKind::CanI
            | FieldKind::Document { .. } => Value::Text(String::new()),
            FieldKind::Choices { .. } | FieldKind::Units | FieldKind::Lines { .. } => Value::List(Vec::new()),
            FieldKind::YesNo => Value::Flag(false),
            FieldKind::Number { .. } => Value::Number(0),
        }
    }
}

impl FieldKind {
    /// Whether people type into it what they like, rather than choose.
    #[must_use]
    pub const fn is_typed(&self) -> bool {
        matches!(self, Self::Line { .. } | Self::Text { .. } | Self::Lines { .. } | Self::CanI)
    }
}

impl Value {
    /// The text, if it is one.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// Yes or no, if it is that.
    #[must_use]
    pub fn as_flag(&self) -> Option<bool> {
        if let Self::Flag(flag) = self { Some(*flag) } else { None }
    }

    /// The number, if it is one.
    #[must_use]
    pub fn as_number(&self) -> Option<i64> {
        if let Self::Number(number) = self { Some(*number) } else { None }
    }

    /// The entries of a list; of a text, the text.
    pub fn entries(&self) -> impl Iterator<Item = &str> {
        let (one, many) = match self {
            Self::Text(text) => (Some(text.as_str()), [].as_slice()),
            Self::List(list) => (None, list.as_slice()),
            Self::Flag(_) | Self::Number(_) => (None, [].as_slice()),
        };
        one.into_iter().chain(many.iter().map(String::as_str))
    }
}

/// A line stays one, whatever was pasted into it.
fn one_line(text: &str) -> String {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The entries in their order, each where it came first.
fn each_once(given: &[&str]) -> Vec<String> {
    let mut seen = BTreeSet::new();
    given.iter().filter(|text| seen.insert(**text)).map(|text| (*text).to_owned()).collect()
}

fn known(options: &[FieldOption], choice: &str) -> Result<(), FieldRefusal> {
    if options.iter().any(|option| option.id == choice) { Ok(()) } else { Err(FieldRefusal::NoSuchOption) }
}

fn unit(id: &str, world: &World) -> Result<(), FieldRefusal> {
    world.units.find(&id.into()).map(drop).ok_or(FieldRefusal::NoSuchUnit)
}

fn limit(count: usize, most: usize) -> Result<(), FieldRefusal> {
    if count <= most {
        Ok(())
    } else {
        Err(FieldRefusal::TooMany { lines_max: u32::try_from(most).unwrap_or(u32::MAX) })
    }
}

fn lines(given: &[&str], lines_max: u32) -> Result<Value, FieldRefusal> {
    let lines: Vec<String> = given
        .iter()
        .flat_map(|text| text.lines())
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(str::to_owned)
        .collect();
    limit(lines.len(), usize::try_from(lines_max).unwrap_or(LIST_MAX))?;
    if lines.iter().any(|line| line.chars().count() > usize::try_from(LINE_CHARS_MAX).unwrap_or(usize::MAX)) {
        return Err(FieldRefusal::TooLong { chars_max: LINE_CHARS_MAX });
    }
    Ok(Value::List(lines))
}
