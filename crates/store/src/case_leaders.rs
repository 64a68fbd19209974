//! The leaders whom cases name, for lists by leader.

use domain::ids::{CaseId, LeaderId};
use jiff::Timestamp;

use crate::engine::{StoreError, Value, WriteTx};

/// A leader whom a case names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseLeader {
    /// The case.
    pub case_id: CaseId,
    /// The leader.
    pub leader_id: LeaderId,
    /// When the case was opened: the order of the leader's list.
    pub opened_at: Timestamp,
}

/// Writes whom these cases name now; what stood there before is gone.
pub fn replace_many<'c>(
    tx: &mut WriteTx,
    cases: impl IntoIterator<Item = &'c CaseId>,
    rows: &[CaseLeader],
) -> Result<(), StoreError> {
    tx.execute_in("DELETE FROM case_leaders WHERE case_id IN ($1)", &[], cases)?;
    let sql = "INSERT INTO case_leaders (case_id, leader_id, opened_at) VALUES ($1, $2, $3)";
    tx.insert_many(sql, rows.iter().map(values)).map(drop)
}

/// The columns of a row, in the order of the table.
pub(crate) fn values(row: &CaseLeader) -> [Value<'_>; 3] {
    [(&row.case_id).into(), (&row.leader_id).into(), row.opened_at.into()]
}
