//! Cases and histories as they are read to be checked: what cannot be read is told with the rest, so that one broken row does not
//! hide the others.

use domain::case::Case;
use domain::event::Event;
use domain::history::Link;
use domain::ids::{AccountId, CaseId, UnitId};

use crate::engine::{FromRow, ReadTx, Row, StoreError};
use crate::rows::json;

/// A case as it stands in its row.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckedCase {
    /// The case.
    pub case_id: CaseId,
    /// Its number.
    pub number: String,
    /// The digest of its latest event; `None`: it is none.
    pub hash: Option<Link>,
    /// The case, or why it cannot be read.
    pub case: Result<Case, String>,
}

/// An event as it stands in its row.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckedEvent {
    /// Its case.
    pub case_id: CaseId,
    /// Its place in the history.
    pub seq: u32,
    /// The event, or why it cannot be read.
    pub event: Result<Event, String>,
    /// The bytes that its digest covers; empty when they are no text.
    pub body: String,
    /// Its digest; `None`: it is none.
    pub hash: Option<Link>,
    /// The columns beside the body, for lists of events: when, which account, which unit, which fact.
    pub columns: (i64, Option<String>, Option<String>, String),
}

impl CheckedEvent {
    /// The first column that says something else than the event.
    #[must_use]
    pub fn wrong_column(&self) -> Option<&'static str> {
        let event = self.event.as_ref().ok()?;
        let (at, account, unit, fact) = &self.columns;
        let same = [
            ("at", *at == event.at.as_millisecond()),
            ("by_account", account.as_deref() == event.by.account().map(AccountId::as_str)),
            ("by_unit", unit.as_deref() == event.by.unit().map(UnitId::as_str)),
            ("fact", fact == event.fact.name()),
        ];
        same.into_iter().find(|(_, same)| !same).map(|(column, _)| column)
    }
}

impl FromRow for CheckedCase {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            case_id: row.get("case_id")?,
            number: row.get("number")?,
            hash: row.get("hash").ok(),
            case: json(row, "snapshot").map_err(|error| error.to_string()),
        })
    }
}

impl FromRow for CheckedEvent {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            case_id: row.get("case_id")?,
            seq: row.get("seq")?,
            event: json(row, "body").map_err(|error| error.to_string()),
            body: row.get("body").unwrap_or_default(),
            hash: row.get("hash").ok(),
            columns: (row.get("at")?, row.get("by_account")?, row.get("by_unit")?, row.get("fact")?),
        })
    }
}

/// Every case in the order of identifiers, a group at a time. `after` is the last one of the group before.
pub fn cases(tx: &mut ReadTx, after: Option<&CaseId>, limit: u32) -> Result<Vec<CheckedCase>, StoreError> {
    tx.query(
        "SELECT case_id, number, hash, snapshot FROM cases WHERE case_id > $1 ORDER BY case_id LIMIT $2",
        &[after.map_or("", CaseId::as_str).into(), limit.into()],
    )
}

/// The histories of several cases, at most 1,024, by case and in order.
pub fn histories<'i>(
    tx: &mut ReadTx,
    case_ids: impl IntoIterator<Item = &'i CaseId>,
) -> Result<Vec<CheckedEvent>, StoreError> {
    tx.query_in(
        "SELECT case_id, seq, body, hash, at, by_account, by_unit, fact FROM events WHERE case_id IN ($1) ORDER BY case_id, seq",
        &[],
        case_ids,
    )
}
