//! Which cases came out of which.

use domain::ids::CaseId;
use jiff::Timestamp;

use crate::engine::{ReadTx, StoreError, Value, WriteTx};
use crate::rows::from_row;

/// A case that came out of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseSource {
    /// The case.
    pub case_id: CaseId,
    /// The one that it came out of.
    pub source_id: CaseId,
    /// When the case was opened.
    pub opened_at: Timestamp,
}

from_row!(CaseSource { case_id, source_id, opened_at });

/// Writes where cases came from; each pair once, and never taken away.
pub fn insert_many(tx: &mut WriteTx, rows: &[CaseSource]) -> Result<(), StoreError> {
    let rows =
        rows.iter().map(|row| [Value::from(&row.case_id), (&row.source_id).into(), row.opened_at.into()]);
    tx.insert_many("INSERT INTO case_sources (case_id, source_id, opened_at) VALUES ($1, $2, $3)", rows)
        .map(drop)
}

/// What came out of a case, in the order in which it did.
pub fn outcomes(tx: &mut ReadTx, source: &CaseId, limit: u32) -> Result<Vec<CaseId>, StoreError> {
    tx.query(
        "SELECT case_id FROM case_sources WHERE source_id = $1 ORDER BY opened_at, case_id LIMIT $2",
        &[source.into(), limit.into()],
    )
}
