//! A [`dump`](crate::dump) back into a database, on either engine: all of it or nothing.
//!
//! The search index is not in a dump: index the cases anew afterwards.

use std::io::BufRead;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value as Json;

use crate::dump::{DumpError, FORMAT, push_names, schema};
use crate::engine::{Query, StoreError, Value, WriteTx};
use crate::tables::{Holds, TABLES, Table};

/// Rows of one statement, and values that it may hold at most.
const ROWS: usize = 256;
const VALUES_MAX: usize = 32_000;

/// Fills an empty database with the tables of this program from a dump, and counts the rows. Whoever calls it rolls the
/// transaction back on an error, as every transaction does.
///
/// # Errors
/// [`DumpError`]; nothing was changed then.
pub fn restore(tx: &mut WriteTx, input: &mut dyn BufRead) -> Result<u64, DumpError> {
    empty(tx)?;
    let mut lines = Lines { input, line: 0 };
    let head = lines.next()?;
    if head.get("format").and_then(Json::as_str) != Some(FORMAT) {
        return Err(lines.wrong("does not begin a dump of this program"));
    }
    let (dump, database) = (head.get("schema").and_then(Json::as_i64).unwrap_or(0), schema(tx)?);
    if dump != database {
        return Err(DumpError::Schema { dump, database });
    }
    let mut restored = 0;
    let mut table: Option<&Table> = None;
    let mut waiting: Vec<Value<'static>> = Vec::new();
    loop {
        let line = lines.next()?;
        if let (Json::Array(cells), Some(table)) = (&line, table) {
            waiting.extend(row(cells, table).ok_or_else(|| lines.wrong("is no row of its table"))?);
            restored += 1;
            if waiting.len() >= table.columns.len() * ROWS.min(VALUES_MAX / table.columns.len()) {
                write(tx, table, &mut waiting)?;
            }
            continue;
        }
        if let Some(table) = table {
            write(tx, table, &mut waiting)?;
        }
        if let Some(rows) = line.get("rows").and_then(Json::as_u64) {
            let whole = rows == restored;
            return if whole { Ok(restored) } else { Err(lines.wrong("counts other rows than there are")) };
        }
        table = Some(begun(&line).ok_or_else(|| lines.wrong("begins no table that this program knows"))?);
    }
}

/// Takes out the rows that migrations put in; refuses when there is more.
fn empty(tx: &mut WriteTx) -> Result<(), DumpError> {
    let found: i64 = tx.query_one(
        "SELECT (SELECT count(*) FROM cases) + (SELECT count(*) FROM accounts) + (SELECT count(*) FROM reference)",
        &[],
    )?;
    if found > 0 {
        return Err(DumpError::NotEmpty);
    }
    for table in TABLES.iter().rev() {
        let mut query = Query::new("DELETE /* part */ FROM ");
        query.push(table.name);
        tx.execute_built(&query)?;
    }
    Ok(())
}

/// The table that a line begins, if its columns are the same.
fn begun(line: &Json) -> Option<&'static Table> {
    let name = line.get("table")?.as_str()?;
    let table = TABLES.iter().find(|table| table.name == name)?;
    let columns = line.get("columns")?.as_array()?;
    let same = columns.len() == table.columns.len()
        && columns.iter().zip(table.columns).all(|(name, column)| name.as_str() == Some(column.name));
    same.then_some(table)
}

fn row(cells: &[Json], table: &Table) -> Option<Vec<Value<'static>>> {
    let fits = cells.len() == table.columns.len();
    let values = cells.iter().zip(table.columns).map(|(cell, column)| value(cell, column.holds));
    values.collect::<Option<Vec<_>>>().filter(|_| fits)
}

fn value(cell: &Json, holds: Holds) -> Option<Value<'static>> {
    if cell.is_null() {
        return Some(Value::Null);
    }
    Some(match holds {
        Holds::Text => cell.as_str()?.to_owned().into(),
        Holds::Int => cell.as_i64()?.into(),
        Holds::Bytes => STANDARD.decode(cell.as_str()?).ok()?.into(),
        Holds::Bool => cell.as_bool()?.into(),
        Holds::Real => cell.as_str()?.parse::<f64>().ok()?.into(),
    })
}

/// Writes the rows that wait, with one statement.
fn write(tx: &mut WriteTx, table: &Table, waiting: &mut Vec<Value<'static>>) -> Result<(), StoreError> {
    if waiting.is_empty() {
        return Ok(());
    }
    let mut query = Query::new("INSERT /* part */ INTO ");
    query.push(table.name).push(" (");
    push_names(&mut query, table.columns.iter());
    query.push(") VALUES ");
    for (place, value) in waiting.drain(..).enumerate() {
        query.push(match (place, place % table.columns.len()) {
            (0, _) => "(",
            (_, 0) => "), (",
            _ => ", ",
        });
        query.bind(value);
    }
    query.push(")");
    tx.execute_built(&query).map(drop)
}

struct Lines<'i> {
    input: &'i mut dyn BufRead,
    line: u64,
}

impl Lines<'_> {
    fn next(&mut self) -> Result<Json, DumpError> {
        let mut text = String::new();
        self.line += 1;
        if self.input.read_line(&mut text)? == 0 {
            return Err(self.wrong("is missing: the dump was cut off"));
        }
        serde_json::from_str(&text).map_err(|_error| self.wrong("is not JSON"))
    }

    fn wrong(&self, problem: &'static str) -> DumpError {
        DumpError::Line { line: self.line, problem }
    }
}
