//! Between the columns and the types of the domain: names as text, times as milliseconds, values of forms as JSON.

use domain::clock::ClockId;
use domain::ids::{AccountId, CaseId, CategoryId, FieldId, KindId, LeaderId, PersonId, StateId, UnitId};
use domain::place::PlaceCode;
use domain::program::{Ending, Phase};
use domain::tally::Measure;
use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::engine::{FromColumn, Row, StoreError, Value};

/// Reads a struct from the columns that have the names of its fields.
macro_rules! from_row {
    ($type:ty { $($field:ident),+ $(,)? }) => {
        impl $crate::engine::FromRow for $type {
            fn from_row(row: &$crate::engine::Row<'_>) -> Result<Self, $crate::engine::StoreError> {
                Ok(Self { $($field: row.get(stringify!($field))?),+ })
            }
        }
    };
}
pub(crate) use from_row;

macro_rules! names {
    ($($type:ty)*) => { $(
        impl FromColumn for $type {
            fn from_value(value: Value<'_>) -> Option<Self> {
                String::from_value(value).map(Self::new)
            }
        }
        impl<'a> From<&'a $type> for Value<'a> {
            fn from(name: &'a $type) -> Self { name.as_str().into() }
        }
        impl crate::engine::FromRow for $type {
            fn from_row(row: &Row<'_>) -> Result<Self, StoreError> { row.get(0) }
        }
    )* };
}
names!(AccountId CaseId CategoryId ClockId FieldId KindId LeaderId PersonId StateId UnitId);

/// Names that are fixed in the program.
macro_rules! words {
    ($($type:ty { $($variant:ident = $name:literal),+ })*) => { $(
        impl $crate::engine::FromColumn for $type {
            fn from_value(value: $crate::engine::Value<'_>) -> Option<Self> {
                let $crate::engine::Value::Text(text) = value else { return None };
                match text.as_ref() { $($name => Some(Self::$variant),)+ _ => None }
            }
        }
        impl From<$type> for $crate::engine::Value<'_> {
            fn from(value: $type) -> Self {
                match value { $(<$type>::$variant => Self::from($name)),+ }
            }
        }
    )* };
}
words! {
    Ending {
        Settled = "settled", NotAccepted = "not_accepted", Withdrawn = "withdrawn", Routed = "routed",
        Final = "final", Void = "void"
    }
}
pub(crate) use words;

/// Names that the type itself knows.
macro_rules! known_words {
    ($($type:ty)*) => { $(
        impl $crate::engine::FromColumn for $type {
            fn from_value(value: $crate::engine::Value<'_>) -> Option<Self> {
                let $crate::engine::Value::Text(text) = value else { return None };
                Self::parse(&text)
            }
        }
        impl From<$type> for $crate::engine::Value<'_> {
            fn from(value: $type) -> Self { Self::from(value.as_str()) }
        }
    )* };
}
known_words!(Phase Measure);

impl FromColumn for PlaceCode {
    fn from_value(value: Value<'_>) -> Option<Self> {
        Self::try_from(String::from_value(value)?).ok()
    }
}

impl<'a> From<&'a PlaceCode> for Value<'a> {
    fn from(code: &'a PlaceCode) -> Self {
        code.as_str().into()
    }
}

impl<const N: usize> FromColumn for [u8; N] {
    fn from_value(value: Value<'_>) -> Option<Self> {
        if let Value::Bytes(bytes) = value { bytes.as_ref().try_into().ok() } else { None }
    }
}

impl<'a, const N: usize> From<&'a [u8; N]> for Value<'a> {
    fn from(bytes: &'a [u8; N]) -> Self {
        bytes.as_slice().into()
    }
}

/// To the millisecond; what is finer is cut off.
impl From<Timestamp> for Value<'_> {
    fn from(at: Timestamp) -> Self {
        Self::Int(at.as_millisecond())
    }
}

impl FromColumn for Timestamp {
    fn from_value(value: Value<'_>) -> Option<Self> {
        Self::from_millisecond(i64::from_value(value)?).ok()
    }
}

/// A value of the domain as it is stored.
pub(crate) fn to_json<T: Serialize>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|_error| StoreError::Value("what JSON cannot say"))
}

/// Reads a stored value of the domain from a column.
pub(crate) fn json<T: DeserializeOwned>(row: &Row<'_>, column: &str) -> Result<T, StoreError> {
    let text: String = row.get(column)?;
    // The message may quote the text, which may be personal: only its kind and place are told.
    serde_json::from_str(&text).map_err(|error| StoreError::Column {
        column: column.to_owned(),
        problem: format!(
            "holds JSON that this program cannot read ({:?}, line {}, column {})",
            error.classify(),
            error.line(),
            error.column()
        ),
    })
}
