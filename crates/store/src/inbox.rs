//! What each unit must do next. One index gives both a page of one bucket by due time and the right counts of all.

use domain::ids::{CaseId, UnitId};
use jiff::Timestamp;

use crate::engine::{FromRow, ReadTx, Row, StoreError, Value, WriteTx};
use crate::rows::{from_row, known_words};

/// Stands for "nothing is due", so that such rows sort last and paging needs no special case.
const NEVER: i64 = i64::MAX;

/// One thing that a unit must do or watch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InboxRow {
    /// The case.
    pub case_id: CaseId,
    /// The unit.
    pub unit_id: UnitId,
    /// What kind of thing.
    pub bucket: Bucket,
    /// Until when.
    pub due_at: Option<Timestamp>,
}

/// What a unit has to do with a case that has not ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Bucket {
    /// It must act next.
    Todo,
    /// It helps and is not done.
    Co,
    /// It must rule between two units.
    Ruling,
    /// It waits for the person.
    Person,
    /// It has nothing to do, but answers for the outcome.
    Watch,
}

impl Bucket {
    /// All, the most pressing first.
    pub const ALL: [Bucket; 5] = [Self::Todo, Self::Co, Self::Ruling, Self::Person, Self::Watch];

    /// Its name in columns, addresses and text keys.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Todo => "todo",
            Self::Co => "co",
            Self::Ruling => "ruling",
            Self::Person => "person",
            Self::Watch => "watch",
        }
    }

    /// The bucket with this name.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|bucket| bucket.as_str() == text)
    }
}

known_words!(Bucket);

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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BucketCount {
    /// The bucket.
    pub bucket: Bucket,
    /// Cases in it.
    pub cases: u32,
    /// Of these, past their due time.
    pub late: u32,
}

from_row!(BucketCount { bucket, cases, late });

/// Replaces what units must do about `cases`: `rows` are all of it from now on; each case, unit and bucket once.
pub fn replace_many<'r>(
    tx: &mut WriteTx,
    cases: impl IntoIterator<Item = &'r CaseId>,
    rows: impl IntoIterator<Item = &'r InboxRow>,
) -> Result<(), StoreError> {
    tx.execute_in("DELETE FROM inbox WHERE case_id IN ($1)", &[], cases)?;
    let rows = rows.into_iter().map(|row| {
        let due_at = row.due_at.map_or(Value::Int(NEVER), Value::from);
        [Value::from(&row.case_id), (&row.unit_id).into(), row.bucket.into(), due_at]
    });
    let sql = "INSERT INTO inbox (case_id, unit_id, bucket, due_at) VALUES ($1, $2, $3, $4)";
    tx.insert_many(sql, rows).map(drop)
}

/// How much each bucket of a unit holds at `now`; empty buckets are absent.
pub fn counts(tx: &mut ReadTx, unit: &UnitId, now: Timestamp) -> Result<Vec<BucketCount>, StoreError> {
    tx.query(
        "SELECT bucket, count(*) AS cases, count(*) FILTER (WHERE due_at < $2) AS late
         FROM inbox WHERE unit_id = $1 GROUP BY bucket ORDER BY bucket",
        &[unit.into(), now.into()],
    )
}

/// A page of one bucket of a unit, the earliest due first. `after` is the last row of the page before.
pub fn page(
    tx: &mut ReadTx,
    unit: &UnitId,
    bucket: Bucket,
    after: Option<&InboxRow>,
    limit: u32,
) -> Result<Vec<InboxRow>, StoreError> {
    let due_at = after.map_or(Value::Int(i64::MIN), |row| row.due_at.map_or(Value::Int(NEVER), Value::from));
    tx.query(
        "SELECT case_id, unit_id, bucket, due_at FROM inbox
         WHERE unit_id = $1 AND bucket = $2 AND (due_at, case_id) > ($3, $4) ORDER BY due_at, case_id LIMIT $5",
        &[
            unit.into(),
            bucket.into(),
            due_at,
            after.map_or("", |row| row.case_id.as_str()).into(),
            limit.into(),
        ],
    )
}
