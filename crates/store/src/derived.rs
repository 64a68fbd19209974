//! Rows that are derived from cases, compared with what the cases say.

use std::collections::BTreeMap;

use domain::case::Case;
use domain::ids::CaseId;

use crate::case_leaders::{self, CaseLeader};
use crate::case_units::{self, CaseUnit};
use crate::cases::{self, CaseRow};
use crate::clocks;
use crate::dump::{Cells, cell, push_names};
use crate::engine::{Query, ReadTx, StoreError, Value};
use crate::inbox::{self, InboxRow};
use crate::schedules::{self, ScheduleRow};
use crate::tables::{Column, TABLES, Table};

/// Columns of `cases` that are given with a case or checked with its history, and not derived from it.
const GIVEN: &[&str] = &["docid", "likeness", "hash", "secret_digest", "snapshot"];

/// What some cases should have in the tables that are derived from them.
#[derive(Debug, Default)]
pub struct Derived<'c> {
    /// The cases, each with what stands in lists.
    pub cases: Vec<(&'c Case, String)>,
    /// The units that may see them; `None`: not to be compared.
    pub units: Option<Vec<CaseUnit>>,
    /// What units must do about them; `None`: not to be compared.
    pub piles: Option<Vec<InboxRow>>,
    /// When they take place.
    pub times: Vec<ScheduleRow>,
    /// The leaders whom they name.
    pub leaders: Vec<CaseLeader>,
}

/// A row that says something else than its case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrongRow {
    /// The case.
    pub case_id: CaseId,
    /// The table.
    pub table: &'static str,
    /// What is wrong with it.
    pub what: Wrong,
}

/// What is wrong with a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    /// This column holds something else.
    Column(&'static str),
    /// There should be one.
    Missing,
    /// There should be none.
    Surplus,
}

/// Compares the tables with what they should hold of at most 1,024 cases.
pub fn wrong(tx: &mut ReadTx, derived: &Derived<'_>) -> Result<Vec<WrongRow>, StoreError> {
    let ids: Vec<&CaseId> = derived.cases.iter().map(|(case, _)| case.id()).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Result<Vec<_>, StoreError> =
        derived.cases.iter().map(|(case, title)| of_case(case, title)).collect();
    let mut wrong = compare(tx, "cases", &ids, &rows?)?;
    let all = derived.cases.iter().flat_map(|(case, _)| case.clocks.iter().map(|clock| (case.id(), clock)));
    let rows: Vec<Vec<Value<'_>>> = all.map(|(id, clock)| clocks::values(id, clock).into()).collect();
    wrong.extend(compare(tx, "clocks", &ids, &rows)?);
    if let Some(units) = &derived.units {
        wrong.extend(compare(tx, "case_units", &ids, &rows_of(units, case_units::values))?);
    }
    if let Some(piles) = &derived.piles {
        wrong.extend(compare(tx, "inbox", &ids, &rows_of(piles, inbox::values))?);
    }
    wrong.extend(compare(tx, "schedules", &ids, &rows_of(&derived.times, schedules::values))?);
    wrong.extend(compare(tx, "case_leaders", &ids, &rows_of(&derived.leaders, case_leaders::values))?);
    Ok(wrong)
}

fn rows_of<'r, R, const N: usize>(rows: &'r [R], values: fn(&'r R) -> [Value<'r>; N]) -> Vec<Vec<Value<'r>>> {
    rows.iter().map(|row| values(row).into()).collect()
}

/// The derived columns of a case. What is given takes no part in the comparison.
fn of_case<'c>(case: &'c Case, title: &'c str) -> Result<Vec<Value<'c>>, StoreError> {
    let row = CaseRow { case, docid: 0, title, likeness: None, hash: &[0; 32], secret_digest: None };
    let columns = table("cases").into_iter().flat_map(|table| table.columns).zip(cases::values(row)?);
    Ok(columns.filter(|(column, _)| !GIVEN.contains(&column.name)).map(|(_, value)| value).collect())
}

fn table(name: &str) -> Option<&'static Table> {
    TABLES.iter().find(|table| table.name == name)
}

/// The rows of one table, by their keys, against those that should be there.
fn compare(
    tx: &mut ReadTx,
    name: &str,
    ids: &[&CaseId],
    should: &[Vec<Value<'_>>],
) -> Result<Vec<WrongRow>, StoreError> {
    let Some(table) = table(name) else { return Ok(Vec::new()) };
    let compared = || table.columns.iter().filter(|column| !GIVEN.contains(&column.name));
    let mut query = Query::new("SELECT /* part */ ");
    push_names(&mut query, compared());
    query.push(" FROM ").push(table.name).push(" WHERE case_id ").bind_list(ids.iter().copied());
    let stored: Vec<Cells> = tx.query_built(&query)?;
    let columns: Vec<&Column> = compared().collect();
    let mut stored = keyed(table, &columns, stored.iter().map(|cells| cells.0.as_slice()));
    let should = keyed(table, &columns, should.iter().map(Vec::as_slice));
    let mut wrong = Vec::new();
    for (key, wanted) in &should {
        let found = stored.remove(key);
        let mut tell = |what| wrong.push(WrongRow { case_id: case_of(key), table: table.name, what });
        match found {
            None => tell(Wrong::Missing),
            Some(found) => {
                let pairs = columns.iter().zip(found.iter().zip(wanted));
                let others = pairs.filter(|(_, (found, wanted))| found != wanted);
                others.for_each(|(column, _)| tell(Wrong::Column(column.name)));
            }
        }
    }
    let surplus = stored.into_keys();
    wrong.extend(surplus.map(|key| WrongRow {
        case_id: case_of(&key),
        table: table.name,
        what: Wrong::Surplus,
    }));
    Ok(wrong)
}

/// Rows as both engines have them, by their keys, of which the case is the first.
type Keyed = BTreeMap<Vec<String>, Vec<serde_json::Value>>;

fn keyed<'r, 'v: 'r>(
    table: &Table,
    columns: &[&Column],
    rows: impl Iterator<Item = &'r [Value<'v>]>,
) -> Keyed {
    let row = |row: &[Value<'_>]| {
        let cells: Vec<serde_json::Value> =
            row.iter().zip(columns).map(|(value, column)| cell(value, column.holds)).collect();
        let key = cells.iter().take(table.key_columns);
        let text = |cell: &serde_json::Value| cell.as_str().map_or_else(|| cell.to_string(), str::to_owned);
        (key.map(text).collect(), cells)
    };
    rows.map(row).collect()
}

fn case_of(key: &[String]) -> CaseId {
    CaseId::new(key.first().map_or("", String::as_str))
}
