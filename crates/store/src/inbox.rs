//! What each unit must do next. One index gives both a page of one bucket by due time and the right counts of all.

use domain::ids::{CaseId, UnitId};
use jiff::Timestamp;

use crate::engine::{FromRow, Query, ReadTx, Row, StoreError, Value, WriteTx};
use crate::rows::from_row;

/// Stands for "nothing is due", so that such rows sort last and paging needs no special case.
const NEVER: i64 = i64::MAX;

/// One thing that somebody of a unit must do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InboxRow {
    /// The case.
    pub case_id: CaseId,
    /// The unit.
    pub unit_id: UnitId,
    /// What must be done, by whom in the unit; the office says how it is written.
    pub bucket: String,
    /// Until when.
    pub due_at: Option<Timestamp>,
}

impl FromRow for InboxRow {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let due_at: i64 = row.get("due_at")?;
        Ok(Self {
            case_id: row.get("case_id")?,
            unit_id: row.get("unit_id")?,
            bucket: row.get("bucket")?,
            due_at: if due_at == NEVER { None } else { Some(row.get("due_at")?) },
        })
    }
}

/// How much is in one bucket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BucketCount {
    /// The bucket.
    pub bucket: String,
    /// Cases in it.
    pub cases: u32,
    /// Of these, past their due time.
    pub late: u32,
    /// Of these, due soon and not yet late.
    pub soon: u32,
}

from_row!(BucketCount { bucket, cases, late, soon });

/// Replaces what units must do about `cases`: `rows` are all of it from now on; each case, unit and bucket once.
pub fn replace_many<'r>(
    tx: &mut WriteTx,
    cases: impl IntoIterator<Item = &'r CaseId>,
    rows: impl IntoIterator<Item = &'r InboxRow>,
) -> Result<(), StoreError> {
    tx.execute_in("DELETE FROM inbox WHERE case_id IN ($1)", &[], cases)?;
    let sql = "INSERT INTO inbox (case_id, unit_id, bucket, due_at) VALUES ($1, $2, $3, $4)";
    tx.insert_many(sql, rows.into_iter().map(values)).map(drop)
}

/// The columns of a row, in the order of the table.
pub(crate) fn values(row: &InboxRow) -> [Value<'_>; 4] {
    let due_at = row.due_at.map_or(Value::Int(NEVER), Value::from);
    [(&row.case_id).into(), (&row.unit_id).into(), (&row.bucket).into(), due_at]
}

/// How much each bucket of a unit holds at `now`, and how much of it is due before `soon`; empty buckets are absent.
pub fn counts(
    tx: &mut ReadTx,
    unit: &UnitId,
    now: Timestamp,
    soon: Timestamp,
) -> Result<Vec<BucketCount>, StoreError> {
    tx.query(
        "SELECT bucket, count(*) AS cases, count(*) FILTER (WHERE due_at < $2) AS late,
            count(*) FILTER (WHERE due_at >= $3 AND due_at < $4) AS soon
         FROM inbox WHERE unit_id = $1 GROUP BY bucket ORDER BY bucket",
        &[unit.into(), now.into(), now.into(), soon.into()],
    )
}

/// Which part of the inbox of a unit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InboxFilter {
    /// Only these buckets, at most 1,024.
    pub buckets: Vec<String>,
    /// Only what is due at this moment or later.
    pub due_from: Option<Timestamp>,
    /// Only what is due before this moment.
    pub due_before: Option<Timestamp>,
}

/// A page of the inbox of a unit, the earliest due first. `after` is the last row of the page before.
pub fn page(
    tx: &mut ReadTx,
    unit: &UnitId,
    filter: &InboxFilter,
    after: Option<&InboxRow>,
    limit: u32,
) -> Result<Vec<InboxRow>, StoreError> {
    let mut query = Query::new("SELECT case_id, unit_id, bucket, due_at FROM inbox WHERE TRUE");
    query.push(" AND unit_id = ").bind(unit).push(" AND bucket ").bind_list(&filter.buckets);
    if let Some(from) = filter.due_from {
        query.push(" AND due_at >= ").bind(from);
    }
    if let Some(before) = filter.due_before {
        query.push(" AND due_at < ").bind(before);
    }
    if let Some(row) = after {
        let due_at = row.due_at.map_or(Value::Int(NEVER), Value::from);
        query.push(" AND (due_at, case_id, bucket) > (").bind(due_at);
        query.push(", ").bind(&row.case_id).push(", ").bind(&row.bucket).push(")");
    }
    query.push(" ORDER BY due_at, case_id, bucket LIMIT ").bind(limit);
    tx.query_built(&query)
}
