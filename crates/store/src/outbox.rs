//! What must be done outside after a commit. Written with the case, taken by jobs, done at least once.

use jiff::Timestamp;

use crate::dialect::skip_locked;
use crate::engine::{Query, ReadTx, StoreError, Value, WriteTx};
use crate::rows::from_row;

/// One thing to be done outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutboxRow {
    /// Its identifier, which the receiver may use to notice repetitions.
    pub id: String,
    /// What kind of thing.
    pub topic: String,
    /// What the job needs to know, as JSON; no personal data.
    pub body: String,
    /// When it is to be done.
    pub due_at: Timestamp,
    /// How often it was taken.
    pub tries: u32,
}

from_row!(OutboxRow { id, topic, body, due_at, tries });

/// Adds things to be done.
pub fn insert_many<'r>(
    tx: &mut WriteTx,
    rows: impl IntoIterator<Item = &'r OutboxRow>,
) -> Result<(), StoreError> {
    let rows = rows.into_iter().map(|row| {
        [Value::from(&row.id), (&row.topic).into(), (&row.body).into(), row.due_at.into(), row.tries.into()]
    });
    let sql = "INSERT INTO outbox (id, topic, body, due_at, tries) VALUES ($1, $2, $3, $4, $5)";
    tx.insert_many(sql, rows).map(drop)
}

/// Takes up to `limit` things that are due by `now`. They come back at `again_at` unless they are [`done`] by then, so a job that
/// dies loses nothing. What another server is taking is passed over.
pub fn take(
    tx: &mut WriteTx,
    now: Timestamp,
    again_at: Timestamp,
    limit: u32,
) -> Result<Vec<OutboxRow>, StoreError> {
    let mut query = Query::new("SELECT id, topic, body, due_at, tries FROM outbox WHERE done_at IS NULL");
    query
        .push(" AND due_at <= ")
        .bind(now)
        .push(" ORDER BY due_at, id LIMIT ")
        .bind(limit)
        .push(skip_locked(tx));
    let taken: Vec<OutboxRow> = tx.query_built(&query)?;
    retry(tx, taken.iter().map(|row| row.id.as_str()), again_at)?;
    Ok(taken)
}

/// Puts things off until a moment, and counts one more try of each.
pub fn retry<'i>(
    tx: &mut WriteTx,
    ids: impl IntoIterator<Item = &'i str>,
    due_at: Timestamp,
) -> Result<(), StoreError> {
    let sql = "UPDATE outbox SET tries = tries + 1, due_at = $1 WHERE done_at IS NULL AND id IN ($2)";
    tx.execute_in(sql, &[due_at.into()], ids).map(drop)
}

/// Notes that things were done.
pub fn done<'i>(
    tx: &mut WriteTx,
    ids: impl IntoIterator<Item = &'i str>,
    at: Timestamp,
) -> Result<(), StoreError> {
    tx.execute_in("UPDATE outbox SET done_at = $1 WHERE id IN ($2)", &[at.into()], ids).map(drop)
}

/// How much is still to be done, and since when the oldest of it is due.
pub fn waiting(tx: &mut ReadTx) -> Result<(u32, Option<Timestamp>), StoreError> {
    tx.query_one("SELECT count(*), min(due_at) FROM outbox WHERE done_at IS NULL", &[])
}

/// Forgets what was done before a moment, and counts it.
pub fn sweep(tx: &mut WriteTx, before: Timestamp) -> Result<u64, StoreError> {
    tx.execute("DELETE FROM outbox WHERE done_at < $1", &[before.into()])
}
