use std::borrow::Cow;

use postgres::types::Type;
use rusqlite::types::ValueRef;

use super::error::StoreError;
use super::value::Value;

/// One row of an answer, valid while it is being read.
#[derive(Debug, Clone, Copy)]
pub struct Row<'r>(pub(super) Cells<'r>);

#[derive(Debug, Clone, Copy)]
pub(super) enum Cells<'r> {
    Sqlite(&'r rusqlite::Row<'r>),
    Postgres(&'r postgres::Row),
}

/// How a column is named: by its place, counted from 0, or by its name.
#[derive(Debug, Clone, Copy)]
pub enum Column<'n> {
    /// The place, counted from 0.
    Place(usize),
    /// The name that the statement gives it.
    Name(&'n str),
}

impl From<usize> for Column<'_> {
    fn from(place: usize) -> Self {
        Self::Place(place)
    }
}

impl<'n> From<&'n str> for Column<'n> {
    fn from(name: &'n str) -> Self {
        Self::Name(name)
    }
}

impl Row<'_> {
    /// Reads a column as `T`, by place (`row.get::<i64>(0)`) or by name (`row.get::<i64>("id")`).
    ///
    /// # Errors
    /// [`StoreError::Column`] when there is no such column or it holds something else; a `NULL` needs `Option<T>`.
    pub fn get<'c, T: FromColumn>(&self, column: impl Into<Column<'c>>) -> Result<T, StoreError> {
        let column = column.into();
        let found = self.value(column)?;
        let kind = found.kind();
        T::from_value(found).ok_or_else(|| StoreError::Column {
            column: column.to_string(),
            problem: format!("holds {kind}, which is no {}", std::any::type_name::<T>()),
        })
    }

    /// How many columns there are.
    pub(crate) fn len(&self) -> usize {
        match self.0 {
            Cells::Sqlite(row) => row.as_ref().column_count(),
            Cells::Postgres(row) => row.len(),
        }
    }

    /// A column as it is.
    pub(crate) fn cell(&self, place: usize) -> Result<Value<'static>, StoreError> {
        Ok(match self.value(place.into())? {
            Value::Text(text) => Value::Text(Cow::Owned(text.into_owned())),
            Value::Bytes(bytes) => Value::Bytes(Cow::Owned(bytes.into_owned())),
            Value::Null => Value::Null,
            Value::Int(value) => Value::Int(value),
            Value::Real(value) => Value::Real(value),
            Value::Bool(value) => Value::Bool(value),
        })
    }

    fn value(&self, column: Column<'_>) -> Result<Value<'_>, StoreError> {
        let problem = |problem: String| StoreError::Column { column: column.to_string(), problem };
        match self.0 {
            Cells::Sqlite(row) => {
                let cell = match column {
                    Column::Place(place) => row.get_ref(place),
                    Column::Name(name) => row.get_ref(name),
                };
                sqlite_value(cell.map_err(|error| problem(error.to_string()))?).map_err(problem)
            }
            Cells::Postgres(row) => {
                let place = match column {
                    Column::Place(place) => Some(place),
                    Column::Name(name) => row.columns().iter().position(|column| column.name() == name),
                };
                let place = place.ok_or_else(|| problem("is not in the answer".to_owned()))?;
                postgres_value(row, place).map_err(problem)
            }
        }
    }
}

impl std::fmt::Display for Column<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Place(place) => write!(f, "{place}"),
            Self::Name(name) => f.write_str(name),
        }
    }
}

fn sqlite_value(cell: ValueRef<'_>) -> Result<Value<'_>, String> {
    Ok(match cell {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(value) => Value::Int(value),
        ValueRef::Real(value) => Value::Real(value),
        ValueRef::Text(bytes) => {
            Value::Text(Cow::Borrowed(std::str::from_utf8(bytes).map_err(|error| error.to_string())?))
        }
        ValueRef::Blob(bytes) => Value::Bytes(Cow::Borrowed(bytes)),
    })
}

fn postgres_value(row: &postgres::Row, place: usize) -> Result<Value<'_>, String> {
    fn cell<'r, T>(row: &'r postgres::Row, place: usize) -> Result<Value<'r>, String>
    where
        T: postgres::types::FromSql<'r> + Into<Value<'r>>,
    {
        let value: Option<T> = row.try_get(place).map_err(|error| error.to_string())?;
        Ok(value.into())
    }
    let column = row.columns().get(place).ok_or("is not in the answer")?;
    match *column.type_() {
        Type::INT8 => cell::<i64>(row, place),
        Type::INT4 => cell::<i32>(row, place),
        Type::FLOAT8 => cell::<f64>(row, place),
        Type::BOOL => cell::<bool>(row, place),
        Type::BYTEA => cell::<&[u8]>(row, place),
        Type::TEXT | Type::VARCHAR | Type::NAME | Type::UNKNOWN => cell::<&str>(row, place),
        ref other => Err(format!("has the type {other}, which is not portable: cast it in the statement")),
    }
}

/// A Rust type that one column can be read as.
pub trait FromColumn: Sized {
    /// The value read from a column, or `None` when it is of another kind or out of range.
    fn from_value(value: Value<'_>) -> Option<Self>;
}

impl FromColumn for String {
    fn from_value(value: Value<'_>) -> Option<Self> {
        if let Value::Text(text) = value { Some(text.into_owned()) } else { None }
    }
}

impl FromColumn for Vec<u8> {
    fn from_value(value: Value<'_>) -> Option<Self> {
        if let Value::Bytes(bytes) = value { Some(bytes.into_owned()) } else { None }
    }
}

impl FromColumn for f64 {
    fn from_value(value: Value<'_>) -> Option<Self> {
        if let Value::Real(real) = value { Some(real) } else { None }
    }
}

impl FromColumn for bool {
    fn from_value(value: Value<'_>) -> Option<Self> {
        match value {
            Value::Bool(value) => Some(value),
            Value::Int(0) => Some(false), // SQLite has no booleans of its own
            Value::Int(1) => Some(true),
            _ => None,
        }
    }
}

impl<T: FromColumn> FromColumn for Option<T> {
    fn from_value(value: Value<'_>) -> Option<Self> {
        if value == Value::Null { Some(None) } else { T::from_value(value).map(Some) }
    }
}

macro_rules! integers {
    ($($type:ty)*) => { $(
        impl FromColumn for $type {
            fn from_value(value: Value<'_>) -> Option<Self> {
                if let Value::Int(value) = value { value.try_into().ok() } else { None }
            }
        }
    )* };
}
integers!(i64 i32 u32 u16 u8);

/// A Rust type that a whole row can be read as: a struct of the store, a tuple, or one column.
pub trait FromRow: Sized {
    /// Reads the row.
    ///
    /// # Errors
    /// As [`Row::get`].
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError>;
}

macro_rules! rows_of_one_column {
    ($($type:ty)*) => { $(
        impl FromRow for $type {
            fn from_row(row: &Row<'_>) -> Result<Self, StoreError> { row.get(0) }
        }
    )* };
}
rows_of_one_column!(i64 i32 u32 u16 u8 f64 bool String Vec<u8>);

impl<T: FromColumn> FromRow for Option<T> {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        row.get(0)
    }
}

macro_rules! rows_of_columns {
    ($($type:ident $place:tt),*) => {
        impl<$($type: FromColumn),*> FromRow for ($($type,)*) {
            fn from_row(row: &Row<'_>) -> Result<Self, StoreError> { Ok(($(row.get::<$type>($place)?,)*)) }
        }
    };
}
rows_of_columns!(A 0);
rows_of_columns!(A 0, B 1);
rows_of_columns!(A 0, B 1, C 2);
rows_of_columns!(A 0, B 1, C 2, D 3);
rows_of_columns!(A 0, B 1, C 2, D 3, E 4);
rows_of_columns!(A 0, B 1, C 2, D 3, E 4, F 5);
rows_of_columns!(A 0, B 1, C 2, D 3, E 4, F 5, G 6);
rows_of_columns!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7);
