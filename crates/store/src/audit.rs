//! What officers did that no case's history holds: signing in, administration, looking for persons.

use domain::ids::AccountId;
use jiff::Timestamp;

use crate::engine::{Query, ReadTx, StoreError, Value, WriteTx};
use crate::rows::from_row;

/// One line of the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditRow {
    /// Its identifier; later ones are greater.
    pub id: String,
    /// When.
    pub at: Timestamp,
    /// Who; `None`: somebody who could not sign in, or the machine.
    pub account_id: Option<AccountId>,
    /// What was done, as a text key.
    pub what: String,
    /// To what or whom, without personal data.
    pub about: String,
}

from_row!(AuditRow { id, at, account_id, what, about });

/// Adds lines. There is no function that changes or deletes one.
pub fn insert_many<'r>(
    tx: &mut WriteTx,
    rows: impl IntoIterator<Item = &'r AuditRow>,
) -> Result<(), StoreError> {
    let rows = rows.into_iter().map(|row| {
        let AuditRow { id, at, account_id, what, about } = row;
        [Value::from(id), (*at).into(), account_id.as_ref().into(), what.into(), about.into()]
    });
    let sql = "INSERT INTO audit (id, at, account_id, what, about) VALUES ($1, $2, $3, $4, $5)";
    tx.insert_many(sql, rows).map(drop)
}

/// A page of the record, the latest first, of everybody or of one account. `before` is the last identifier of the page before.
pub fn list(
    tx: &mut ReadTx,
    account: Option<&AccountId>,
    before: Option<&str>,
    limit: u32,
) -> Result<Vec<AuditRow>, StoreError> {
    let mut query = Query::new("SELECT id, at, account_id, what, about FROM audit WHERE TRUE");
    if let Some(account) = account {
        query.push(" AND account_id = ").bind(account);
    }
    if let Some(before) = before {
        query.push(" AND id < ").bind(before);
    }
    query.push(" ORDER BY id DESC LIMIT ").bind(limit);
    tx.query_built(&query)
}
