use std::borrow::Cow;
use std::error::Error;
use std::fmt;

use bytes::BytesMut;
use postgres::types::{IsNull, ToSql, Type, to_sql_checked};

use super::error::StoreError;

/// One cell: what a statement is given, and what a column holds.
///
/// Text and bytes may be borrowed, so binding a field of a struct costs nothing. On PostgreSQL the value takes the type that
/// the statement expects of the parameter; a kind that does not fit is an error, never a silent conversion.
#[derive(Clone, PartialEq)]
pub enum Value<'a> {
    /// Absent; fits every column.
    Null,
    /// `BIGINT`.
    Int(i64),
    /// `DOUBLE PRECISION`; not-a-number is refused, because SQLite would store it as `NULL`.
    Real(f64),
    /// `TEXT`; a NUL character is refused, because PostgreSQL cannot store it.
    Text(Cow<'a, str>),
    /// `BYTEA`.
    Bytes(Cow<'a, [u8]>),
    /// `BOOLEAN`; 0 or 1 on SQLite.
    Bool(bool),
}

impl Value<'_> {
    /// Refuses what one of the engines could not give back unchanged.
    pub(super) fn check(&self) -> Result<(), StoreError> {
        match self {
            Self::Text(text) if text.contains('\0') => Err(StoreError::Value("text with a NUL character")),
            Self::Real(real) if real.is_nan() => Err(StoreError::Value("a number that is not a number")),
            _ => Ok(()),
        }
    }

    /// What kind of value this is, for messages.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Int(_) => "an integer",
            Self::Real(_) => "a real number",
            Self::Text(_) => "text",
            Self::Bytes(_) => "bytes",
            Self::Bool(_) => "a boolean",
        }
    }
}

/// The kind only: parameters are personal data, and the PostgreSQL driver writes them to the debug log.
impl fmt::Debug for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind())
    }
}

macro_rules! value_from {
    ($($type:ty => $value:ident => $made:expr;)*) => { $(
        impl<'a> From<$type> for Value<'a> {
            fn from($value: $type) -> Self { $made }
        }
    )* };
}

value_from! {
    bool => value => Self::Bool(value);
    i64 => value => Self::Int(value);
    i32 => value => Self::Int(value.into());
    u32 => value => Self::Int(value.into());
    u16 => value => Self::Int(value.into());
    u8 => value => Self::Int(value.into());
    f64 => value => Self::Real(value);
    &'a str => value => Self::Text(Cow::Borrowed(value));
    &'a String => value => Self::Text(Cow::Borrowed(value));
    String => value => Self::Text(Cow::Owned(value));
    Cow<'a, str> => value => Self::Text(value);
    &'a [u8] => value => Self::Bytes(Cow::Borrowed(value));
    &'a Vec<u8> => value => Self::Bytes(Cow::Borrowed(value));
    Vec<u8> => value => Self::Bytes(Cow::Owned(value));
}

impl<'a, T: Into<Value<'a>>> From<Option<T>> for Value<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl rusqlite::ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
        use rusqlite::types::{ToSqlOutput, ValueRef};
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Int(value) => ValueRef::Integer(*value),
            Self::Real(value) => ValueRef::Real(*value),
            Self::Text(value) => ValueRef::Text(value.as_bytes()),
            Self::Bytes(value) => ValueRef::Blob(value),
            Self::Bool(value) => ValueRef::Integer(i64::from(*value)),
        }))
    }
}

impl ToSql for Value<'_> {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match (self, ty) {
            (Self::Null, _) => Ok(IsNull::Yes),
            (Self::Int(value), &Type::INT8) => value.to_sql(ty, out),
            // Some functions of PostgreSQL take the shorter integer, `substr` for one.
            (Self::Int(value), &Type::INT4) => i32::try_from(*value)?.to_sql(ty, out),
            (Self::Real(value), &Type::FLOAT8) => value.to_sql(ty, out),
            (Self::Text(value), &Type::TEXT | &Type::VARCHAR | &Type::NAME | &Type::UNKNOWN) => {
                value.as_ref().to_sql(ty, out)
            }
            (Self::Bytes(value), &Type::BYTEA) => value.as_ref().to_sql(ty, out),
            (Self::Bool(value), &Type::BOOL) => value.to_sql(ty, out),
            _ => Err(format!("{} does not fit a parameter of type {ty}", self.kind()).into()),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}
