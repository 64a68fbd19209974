//! The history of each case: written once, never changed.

use domain::event::Event;
use domain::history::{Link, link};
use domain::ids::{AccountId, CaseId};
use jiff::Timestamp;

use crate::engine::{FromRow, Query, ReadTx, Row, StoreError, Value, WriteTx};
use crate::rows::{json, to_json};

/// An event to be written.
#[derive(Debug, Clone)]
pub struct EventRow<'e> {
    case_id: &'e CaseId,
    event: &'e Event,
    body: String,
    /// The digest of this event; the last one of a case goes into its row.
    pub hash: Link,
}

/// An event as it was stored.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredEvent {
    /// Its case.
    pub case_id: CaseId,
    /// The event.
    pub event: Event,
    /// The bytes that its digest covers.
    pub body: String,
    /// Its digest.
    pub hash: Link,
}

impl EventRow<'_> {
    /// Its case.
    #[must_use]
    pub fn case_id(&self) -> &CaseId {
        self.case_id
    }
}

impl FromRow for StoredEvent {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            case_id: row.get("case_id")?,
            event: json(row, "body")?,
            body: row.get("body")?,
            hash: row.get("hash")?,
        })
    }
}

/// Rows for the next events of one case. `before` is the digest of its latest stored event; `None` for a new case.
///
/// # Errors
/// [`StoreError::Value`] when an event cannot be said in JSON.
pub fn chain<'e>(
    case_id: &'e CaseId,
    before: Option<&Link>,
    events: &'e [Event],
) -> Result<Vec<EventRow<'e>>, StoreError> {
    let mut before = before.copied();
    let rows = events.iter().map(|event| {
        let body = to_json(event)?;
        let hash = link(before.as_ref(), body.as_bytes());
        before = Some(hash);
        Ok(EventRow { case_id, event, body, hash })
    });
    rows.collect()
}

/// Adds events to the histories of their cases, which must be written before.
///
/// # Errors
/// [`StoreError::is_conflict`] when another server has added to one of the cases since it was loaded: load and decide again.
pub fn append_many<'e>(
    tx: &mut WriteTx,
    rows: impl IntoIterator<Item = EventRow<'e>>,
) -> Result<(), StoreError> {
    let rows = rows.into_iter().map(|row| {
        let EventRow { case_id, event, body, hash } = row;
        [
            Value::from(case_id),
            event.seq.into(),
            event.at.into(),
            event.by.account().into(),
            event.by.unit().into(),
            event.fact.name().into(),
            body.into(),
            hash.to_vec().into(),
        ]
    });
    let sql = "INSERT INTO events (case_id, seq, at, by_account, by_unit, fact, body, hash)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    tx.insert_many(sql, rows).map(drop)
}

/// The history of one case, in order.
pub fn history(tx: &mut ReadTx, case_id: &CaseId) -> Result<Vec<StoredEvent>, StoreError> {
    tx.query("SELECT case_id, body, hash FROM events WHERE case_id = $1 ORDER BY seq", &[case_id.into()])
}

/// Where a list of looks at masked data goes on: after this one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevealCursor {
    /// When it was.
    pub at: Timestamp,
    /// In which case.
    pub case_id: CaseId,
    /// Its place there.
    pub seq: u32,
}

/// Looks at masked data, the latest first: of everybody, or of one account.
pub fn reveals(
    tx: &mut ReadTx,
    account: Option<&AccountId>,
    after: Option<&RevealCursor>,
    limit: u32,
) -> Result<Vec<StoredEvent>, StoreError> {
    let mut query = Query::new("SELECT case_id, body, hash FROM events WHERE fact = 'revealed'");
    if let Some(account) = account {
        query.push(" AND by_account = ").bind(account);
    }
    if let Some(after) = after {
        query.push(" AND (at, case_id, seq) < (").bind(after.at);
        query.push(", ").bind(&after.case_id).push(", ").bind(after.seq).push(")");
    }
    query.push(" ORDER BY at DESC, case_id DESC, seq DESC LIMIT ").bind(limit);
    tx.query_built(&query)
}
