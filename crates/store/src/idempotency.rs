//! Answers already given: a request that arrives twice is done once and answered alike.

use domain::ids::CaseId;
use jiff::Timestamp;

use crate::engine::{ReadTx, StoreError, Value, WriteTx};
use crate::rows::from_row;

/// An answer that was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The key that came with the request.
    pub key: String,
    /// Who asked: one caller never gets the answer of another.
    pub caller: String,
    /// The case that it was about.
    pub case_id: CaseId,
    /// What was answered.
    pub answer: String,
    /// When.
    pub at: Timestamp,
}

from_row!(Answer { key, caller, case_id, answer, at });

/// The answers given under these keys, whoever asked.
pub fn load_many<'k>(
    tx: &mut ReadTx,
    keys: impl IntoIterator<Item = &'k str>,
) -> Result<Vec<Answer>, StoreError> {
    tx.query_in("SELECT key, caller, case_id, answer, at FROM idempotency WHERE key IN ($1)", &[], keys)
}

/// Remembers answers.
///
/// # Errors
/// [`StoreError::is_conflict`] when another server has just answered one of them.
pub fn insert_many<'r>(
    tx: &mut WriteTx,
    answers: impl IntoIterator<Item = &'r Answer>,
) -> Result<(), StoreError> {
    let rows = answers.into_iter().map(|row| {
        let Answer { key, caller, case_id, answer, at } = row;
        [Value::from(key), caller.into(), case_id.into(), answer.into(), (*at).into()]
    });
    let sql = "INSERT INTO idempotency (key, caller, case_id, answer, at) VALUES ($1, $2, $3, $4, $5)";
    tx.insert_many(sql, rows).map(drop)
}

/// Forgets answers given before a moment, and counts them. Those to imports stay: the same table may come again after a year.
pub fn sweep(tx: &mut WriteTx, before: Timestamp) -> Result<u64, StoreError> {
    let sql = "DELETE FROM idempotency WHERE at < $1 AND substr(caller, 1, 7) <> 'import:'";
    tx.execute(sql, &[before.into()])
}
