//! The whole database as lines of JSON, alike from both engines, so that a town on SQLite can move to PostgreSQL and back.
//!
//! First a line that says what this is, then for each table a line with its columns and one for each row, last a line with the
//! number of rows: a stream without it was cut off. Bytes are written in base 64, real numbers as text, so that both come back
//! exactly.

use std::io::{self, Write};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value as Json, json};

use crate::engine::{FromRow, Query, ReadTx, Row, StoreError, Value};
use crate::tables::{Column, Holds, TABLES, Table};

/// What the first line calls itself.
pub(crate) const FORMAT: &str = "sixia dump 1";
/// Rows that are held in memory at once; of pictures and long texts, few.
const PAGE_ROWS: u32 = 1_000;
const PAGE_LARGE_ROWS: u32 = 16;

/// Why a dump cannot be written or read.
#[derive(Debug, thiserror::Error)]
pub enum DumpError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The stream.
    #[error("the dump cannot be read or written")]
    Io(#[from] io::Error),
    /// The stream is not a dump, is damaged or was cut off.
    #[error("line {line} of the dump {problem}")]
    Line {
        /// Counted from 1.
        line: u64,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// The database holds something already.
    #[error("the database is not empty: a dump is restored into a new one only")]
    NotEmpty,
    /// The tables are of another version.
    #[error("the dump needs tables of version {dump}, this program makes version {database}")]
    Schema {
        /// The number of the last migration of the dump.
        dump: i64,
        /// That of this database.
        database: i64,
    },
}

/// Writes the whole database as it is at the beginning of the transaction, and counts the rows.
///
/// # Errors
/// [`DumpError::Store`] and [`DumpError::Io`].
pub fn dump(tx: &mut ReadTx, out: &mut dyn Write) -> Result<u64, DumpError> {
    write_line(out, &json!({ "format": FORMAT, "schema": schema(tx)? }))?;
    let mut rows = 0;
    for table in TABLES {
        let columns: Vec<&str> = table.columns.iter().map(|column| column.name).collect();
        write_line(out, &json!({ "table": table.name, "columns": columns }))?;
        rows += dump_table(tx, table, out)?;
    }
    write_line(out, &json!({ "rows": rows }))?;
    out.flush()?;
    Ok(rows)
}

/// The number of the last migration.
pub(crate) fn schema(tx: &mut ReadTx) -> Result<i64, StoreError> {
    tx.query_one("SELECT coalesce(max(version), 0) FROM schema_migrations", &[])
}

fn dump_table(tx: &mut ReadTx, table: &Table, out: &mut dyn Write) -> Result<u64, DumpError> {
    let limit = if matches!(table.name, "photos" | "documents") { PAGE_LARGE_ROWS } else { PAGE_ROWS };
    let mut rows = 0;
    let mut last: Option<Cells> = None;
    loop {
        let page: Vec<Cells> = tx.query_built(&page_query(table, last.as_ref(), limit))?;
        for cells in &page {
            write_line(out, &cells.to_json(table))?;
            rows += 1;
        }
        let Some(end) = page.into_iter().next_back() else { return Ok(rows) };
        last = Some(end);
    }
}

/// `SELECT a, b, c FROM t WHERE (a, b) > ($1, $2) ORDER BY a, b LIMIT $3`.
fn page_query<'c>(table: &Table, after: Option<&'c Cells>, limit: u32) -> Query<'c> {
    let key = table.columns.iter().take(table.key_columns);
    let mut query = Query::new("SELECT /* part */ ");
    push_names(&mut query, table.columns.iter());
    query.push(" FROM ").push(table.name);
    if let Some(after) = after {
        query.push(" WHERE (");
        push_names(&mut query, key.clone());
        query.push(") > (");
        for (place, value) in after.0.iter().take(table.key_columns).enumerate() {
            query.push(if place == 0 { "" } else { ", " }).bind(value.clone());
        }
        query.push(")");
    }
    query.push(" ORDER BY ");
    push_names(&mut query, key);
    query.push(" LIMIT ").bind(limit);
    query
}

pub(crate) fn push_names<'t>(query: &mut Query<'_>, columns: impl Iterator<Item = &'t Column>) {
    for (place, column) in columns.enumerate() {
        query.push(if place == 0 { "" } else { ", " }).push(column.name);
    }
}

fn write_line(out: &mut dyn Write, line: &Json) -> io::Result<()> {
    serde_json::to_writer(&mut *out, line)?;
    out.write_all(b"\n")
}

/// One row, whatever its table.
pub(crate) struct Cells(pub(crate) Vec<Value<'static>>);

impl FromRow for Cells {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        (0..row.len()).map(|place| row.cell(place)).collect::<Result<Vec<_>, _>>().map(Self)
    }
}

impl Cells {
    fn to_json(&self, table: &Table) -> Json {
        self.0.iter().zip(table.columns).map(|(value, column)| cell(value, column.holds)).collect()
    }
}

/// A value as both engines have it.
pub(crate) fn cell(value: &Value<'_>, holds: Holds) -> Json {
    match (value, holds) {
        (Value::Null, _) => Json::Null,
        (Value::Int(value), Holds::Bool) => (*value != 0).into(), // SQLite has no booleans of its own
        (Value::Int(value), _) => (*value).into(),
        (Value::Real(value), _) => format!("{value:?}").into(),
        (Value::Text(value), _) => value.as_ref().into(),
        (Value::Bytes(value), _) => STANDARD.encode(value).into(),
        (Value::Bool(value), _) => (*value).into(),
    }
}
