//! The words of long texts, each once for a case, under the digest that stands in its history.

use domain::ids::CaseId;

use crate::engine::{ReadTx, StoreError, Value, WriteTx};
use crate::rows::from_row;

/// A text with its digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentRow {
    /// The case.
    pub case_id: CaseId,
    /// SHA-256 of `body`, hexadecimal.
    pub digest: String,
    /// The words.
    pub body: String,
}

from_row!(DocumentRow { case_id, digest, body });

/// Keeps texts; one that is there already stays as it is.
pub fn insert_many(tx: &mut WriteTx, rows: &[DocumentRow]) -> Result<(), StoreError> {
    let rows = rows
        .iter()
        .map(|row| [Value::from(&row.case_id), row.digest.as_str().into(), row.body.as_str().into()]);
    let sql = "INSERT INTO documents (case_id, digest, body) VALUES ($1, $2, $3)
        ON CONFLICT (case_id, digest) DO NOTHING";
    tx.insert_many(sql, rows).map(drop)
}

/// A text of a case.
pub fn find(tx: &mut ReadTx, case_id: &CaseId, digest: &str) -> Result<Option<String>, StoreError> {
    let sql = "SELECT body FROM documents WHERE case_id = $1 AND digest = $2";
    tx.query_opt(sql, &[case_id.into(), digest.into()])
}

/// Every text of these cases, at most 1,024 cases, by case and digest.
pub fn of_cases<'i>(
    tx: &mut ReadTx,
    case_ids: impl IntoIterator<Item = &'i CaseId>,
) -> Result<Vec<DocumentRow>, StoreError> {
    let sql = "SELECT case_id, digest, body FROM documents WHERE case_id IN ($1) ORDER BY case_id, digest";
    tx.query_in(sql, &[], case_ids)
}
