//! What must be done outside after a commit. Written with the case, taken by jobs, done at least once or given up.

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
    /// When it was written.
    pub made_at: Timestamp,
    /// When it is to be done.
    pub due_at: Timestamp,
    /// How often it was taken.
    pub tries: u32,
}

from_row!(OutboxRow { id, topic, body, made_at, due_at, tries });

/// One thing that was given up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailedRow {
    /// Its identifier.
    pub id: String,
    /// What kind of thing.
    pub topic: String,
    /// What the job needs to know.
    pub body: String,
    /// When it was written.
    pub made_at: Timestamp,
    /// When it was given up.
    pub failed_at: Timestamp,
    /// Why, in words of the program; no personal data.
    pub failure: String,
    /// How often it was taken.
    pub tries: u32,
}

from_row!(FailedRow { id, topic, body, made_at, failed_at, failure, tries });

/// How the outbox stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiting {
    /// How much is still to be done.
    pub count: u32,
    /// When the oldest of it was written.
    pub oldest: Option<Timestamp>,
    /// When the first of it is due.
    pub due: Option<Timestamp>,
    /// How much of it was tried in vain already.
    pub tried: u32,
    /// How much was given up.
    pub failed: u32,
}

from_row!(Waiting { count, oldest, due, tried, failed });

/// Adds things to be done.
pub fn insert_many<'r>(
    tx: &mut WriteTx,
    rows: impl IntoIterator<Item = &'r OutboxRow>,
) -> Result<(), StoreError> {
    let rows = rows.into_iter().map(|row| {
        [
            Value::from(&row.id),
            (&row.topic).into(),
            (&row.body).into(),
            row.made_at.into(),
            row.due_at.into(),
            row.tries.into(),
        ]
    });
    let sql = "INSERT INTO outbox (id, topic, body, made_at, due_at, tries) VALUES ($1, $2, $3, $4, $5, $6)";
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
    let mut query = Query::new(
        "SELECT id, topic, body, made_at, due_at, tries FROM outbox WHERE done_at IS NULL AND failed_at IS NULL",
    );
    query
        .push(" AND due_at <= ")
        .bind(now)
        .push(" ORDER BY due_at, id LIMIT ")
        .bind(limit)
        .push(skip_locked(tx));
    let taken: Vec<OutboxRow> = tx.query_built(&query)?;
    let sql = "UPDATE outbox SET tries = tries + 1, due_at = $1 WHERE done_at IS NULL AND id IN ($2)";
    tx.execute_in(sql, &[again_at.into()], taken.iter().map(|row| row.id.as_str()))?;
    Ok(taken)
}

/// Puts one thing off until a moment. `failure` says why, as [`FailedRow::failure`].
pub fn put_off(tx: &mut WriteTx, id: &str, due_at: Timestamp, failure: &str) -> Result<(), StoreError> {
    let sql = "UPDATE outbox SET due_at = $1, failure = $2 WHERE done_at IS NULL AND id = $3";
    tx.execute(sql, &[due_at.into(), failure.into(), id.into()]).map(drop)
}

/// Gives things back untried, as if they had not been taken: they are due again at a moment.
pub fn give_back<'i>(
    tx: &mut WriteTx,
    ids: impl IntoIterator<Item = &'i str>,
    due_at: Timestamp,
) -> Result<(), StoreError> {
    let sql = "UPDATE outbox SET tries = tries - 1, due_at = $1 WHERE done_at IS NULL AND id IN ($2)";
    tx.execute_in(sql, &[due_at.into()], ids).map(drop)
}

/// Gives one thing up.
pub fn give_up(tx: &mut WriteTx, id: &str, at: Timestamp, failure: &str) -> Result<(), StoreError> {
    let sql = "UPDATE outbox SET failed_at = $1, failure = $2 WHERE done_at IS NULL AND id = $3";
    tx.execute(sql, &[at.into(), failure.into(), id.into()]).map(drop)
}

/// Notes that things were done.
pub fn done<'i>(
    tx: &mut WriteTx,
    ids: impl IntoIterator<Item = &'i str>,
    at: Timestamp,
) -> Result<(), StoreError> {
    tx.execute_in("UPDATE outbox SET done_at = $1 WHERE id IN ($2)", &[at.into()], ids).map(drop)
}

/// What was given up, the latest first.
pub fn failed(tx: &mut ReadTx, limit: u32) -> Result<Vec<FailedRow>, StoreError> {
    let sql = "SELECT id, topic, body, made_at, failed_at, failure, tries FROM outbox WHERE failed_at IS NOT NULL \
        ORDER BY failed_at DESC, id DESC LIMIT $1";
    tx.query(sql, &[limit.into()])
}

/// Takes up anew everything that was given up, as if it had been tried once; counts it.
pub fn revive(tx: &mut WriteTx, due_at: Timestamp) -> Result<u64, StoreError> {
    let sql = "UPDATE outbox SET failed_at = NULL, failure = NULL, tries = 1, due_at = $1 WHERE failed_at IS NOT NULL";
    tx.execute(sql, &[due_at.into()])
}

/// How the outbox stands.
pub fn waiting(tx: &mut ReadTx) -> Result<Waiting, StoreError> {
    let sql = "SELECT count(*) AS count, min(made_at) AS oldest, min(due_at) AS due, count(failure) AS tried, \
        (SELECT count(*) FROM outbox WHERE failed_at IS NOT NULL) AS failed \
        FROM outbox WHERE done_at IS NULL AND failed_at IS NULL";
    tx.query_one(sql, &[])
}

/// Forgets what was done before a moment and what was given up before another, and counts it.
pub fn sweep(tx: &mut WriteTx, done_before: Timestamp, failed_before: Timestamp) -> Result<u64, StoreError> {
    let done = tx.execute("DELETE FROM outbox WHERE done_at < $1", &[done_before.into()])?;
    Ok(done + tx.execute("DELETE FROM outbox WHERE failed_at < $1", &[failed_before.into()])?)
}
