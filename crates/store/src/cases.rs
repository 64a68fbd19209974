//! Cases as they stand. What can be derived from a [`Case`] is derived here, so that columns and snapshot cannot disagree.

use std::collections::BTreeMap;

use domain::case::Case;
use domain::history::Link;
use domain::ids::CaseId;
use jiff::Timestamp;

use crate::dialect::lock_rows;
use crate::engine::{FromRow, Query, ReadTx, Row, StoreError, Value, WriteTx};
use crate::rows::{json, to_json};

/// Columns of one row of [`upsert_many`].
const COLUMNS: usize = 33;

/// A case to be written, with what it does not hold itself.
#[derive(Debug, Clone, Copy)]
pub struct CaseRow<'c> {
    /// The case after its latest event.
    pub case: &'c Case,
    /// Its number in the search index, from [`sequences`](crate::sequences). Never changes.
    pub docid: i64,
    /// What stands in lists: its title, or the neutral title of the pack when it is sealed.
    pub title: &'c str,
    /// The fingerprint of its text; `None` when it is sealed or short. Never changes.
    pub likeness: Option<u64>,
    /// The digest of its latest event.
    pub hash: &'c Link,
    /// The digest of the secret on the receipt. Never changes.
    pub secret_digest: Option<&'c [u8; 32]>,
}

/// A case as it is loaded to be decided on or shown.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredCase {
    /// The case.
    pub case: Case,
    /// Its number in the search index.
    pub docid: i64,
    /// What stands in lists.
    pub title: String,
    /// The digest of its latest event.
    pub hash: Link,
    /// The digest of the secret on the receipt.
    pub secret_digest: Option<[u8; 32]>,
    /// The fingerprint of its text.
    pub likeness: Option<u64>,
}

impl StoredCase {
    /// The row that writes it back unchanged.
    #[must_use]
    pub fn row(&self) -> CaseRow<'_> {
        CaseRow {
            case: &self.case,
            docid: self.docid,
            title: &self.title,
            likeness: self.likeness,
            hash: &self.hash,
            secret_digest: self.secret_digest.as_ref(),
        }
    }
}

impl FromRow for StoredCase {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            case: json(row, "snapshot")?,
            docid: row.get("docid")?,
            title: row.get("title")?,
            hash: row.get("hash")?,
            secret_digest: row.get("secret_digest")?,
            likeness: row.get::<Option<i64>>("likeness")?.map(i64::cast_unsigned),
        })
    }
}

/// Writes cases, new and changed; each case once. Write them before their events.
///
/// This alone does not notice another server that wrote the same case; [`events::append_many`](crate::events::append_many) does,
/// in the same transaction.
///
/// # Errors
/// [`StoreError::is_conflict`] when a case number is taken.
pub fn upsert_many<'c>(
    tx: &mut WriteTx,
    rows: impl IntoIterator<Item = CaseRow<'c>>,
) -> Result<(), StoreError> {
    const UPSERT: &str = "INSERT INTO cases (case_id, docid, number, kind, pack_version, state, phase, ending, category, place,
            channel, holder, receiver, handler, title, sealed, opened_at, changed_at, ended_at, due_at, warn_at, wake_at,
            published_at, public_title, supported, reopened, likeness, longitude, latitude, seq, hash, secret_digest, snapshot)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24,
            $25, $26, $27, $28, $29, $30, $31, $32, $33)
        ON CONFLICT (case_id) DO UPDATE SET state = excluded.state, phase = excluded.phase, ending = excluded.ending,
            category = excluded.category, place = excluded.place, holder = excluded.holder, receiver = excluded.receiver,
            handler = excluded.handler, title = excluded.title, sealed = excluded.sealed, changed_at = excluded.changed_at, ended_at = excluded.ended_at,
            due_at = excluded.due_at, warn_at = excluded.warn_at, wake_at = excluded.wake_at,
            published_at = excluded.published_at, public_title = excluded.public_title, supported = excluded.supported,
            reopened = excluded.reopened, likeness = excluded.likeness, longitude = excluded.longitude, latitude = excluded.latitude, seq = excluded.seq,
            hash = excluded.hash, snapshot = excluded.snapshot";
    let rows = rows.into_iter().map(values).collect::<Result<Vec<_>, _>>()?;
    tx.insert_many(UPSERT, rows).map(drop)
}

/// The columns of a row, in the order of the table.
pub(crate) fn values(row: CaseRow<'_>) -> Result<[Value<'_>; COLUMNS], StoreError> {
    let case = row.case;
    let opened = &case.opened;
    let due = case.next_due();
    let point = case.place_now.point;
    Ok([
        (&opened.id).into(),
        row.docid.into(),
        (&opened.number).into(),
        (&opened.kind).into(),
        opened.pack_version.into(),
        (&case.state_now).into(),
        case.phase_now.into(),
        case.ending.into(),
        (&case.category_now).into(),
        (&case.place_now.place).into(),
        (&opened.channel).into(),
        case.holder.as_ref().into(),
        case.receiver.as_ref().into(),
        case.handler.as_ref().into(),
        row.title.into(),
        opened.sealed.into(),
        case.opened_at.into(),
        case.changed_at.into(),
        case.ended_at.into(),
        due.and_then(|clock| clock.due_at).into(),
        due.and_then(|clock| clock.warn_at).into(),
        case.wake_at().into(),
        case.published.as_ref().map(|published| published.at).into(),
        case.published.as_ref().map(|published| published.title.as_str()).into(),
        case.supported.into(),
        case.reopened.into(),
        row.likeness.map(u64::cast_signed).into(),
        point.map(|point| point.longitude).into(),
        point.map(|point| point.latitude).into(),
        case.seq.into(),
        row.hash.into(),
        row.secret_digest.into(),
        to_json(case)?.into(),
    ])
}

/// The cases with these identifiers, by identifier; those that do not exist are absent.
pub fn load_many<'i>(
    tx: &mut ReadTx,
    ids: impl IntoIterator<Item = &'i CaseId>,
) -> Result<BTreeMap<CaseId, StoredCase>, StoreError> {
    const LOAD: &str =
        "SELECT docid, title, hash, secret_digest, likeness, snapshot FROM cases WHERE case_id IN ($1)";
    let found: Vec<StoredCase> = tx.query_in(LOAD, &[], ids)?;
    Ok(found.into_iter().map(|stored| (stored.case.id().clone(), stored)).collect())
}

/// The case with this identifier.
pub fn find(tx: &mut ReadTx, id: &CaseId) -> Result<Option<StoredCase>, StoreError> {
    tx.query_opt(
        "SELECT docid, title, hash, secret_digest, likeness, snapshot FROM cases WHERE case_id = $1",
        &[id.into()],
    )
}

/// The case with this number, in its normal form.
pub fn find_by_number(tx: &mut ReadTx, number: &str) -> Result<Option<StoredCase>, StoreError> {
    tx.query_opt(
        "SELECT docid, title, hash, secret_digest, likeness, snapshot FROM cases WHERE number = $1",
        &[number.into()],
    )
}

/// Cases at which the timer must look by `now`, the longest waiting first, at most `limit`.
pub fn to_wake(tx: &mut ReadTx, now: Timestamp, limit: u32) -> Result<Vec<CaseId>, StoreError> {
    tx.query(
        "SELECT case_id FROM cases WHERE wake_at <= $1 ORDER BY wake_at LIMIT $2",
        &[now.into(), limit.into()],
    )
}

/// Every case in the order of identifiers, a group at a time: for checking, indexing anew and exports. `after` is the last one of
/// the group before.
pub fn walk(tx: &mut ReadTx, after: Option<&CaseId>, limit: u32) -> Result<Vec<StoredCase>, StoreError> {
    tx.query(
        "SELECT docid, title, hash, secret_digest, likeness, snapshot FROM cases
         WHERE case_id > $1 ORDER BY case_id LIMIT $2",
        &[after.map_or("", CaseId::as_str).into(), limit.into()],
    )
}

/// As [`walk`], for writing what is derived from these cases: no other server writes them until this transaction ends.
pub fn walk_to_write(
    tx: &mut WriteTx,
    after: Option<&CaseId>,
    limit: u32,
) -> Result<Vec<StoredCase>, StoreError> {
    let mut query =
        Query::new("SELECT docid, title, hash, secret_digest, likeness, snapshot FROM cases WHERE TRUE");
    query.push(" AND case_id > ").bind(after.map_or("", CaseId::as_str));
    query.push(" ORDER BY case_id LIMIT ").bind(limit).push(lock_rows(tx));
    tx.query_built(&query)
}

/// Something that is another whenever a case was opened or changed.
pub fn mark(tx: &mut ReadTx) -> Result<(i64, i64), StoreError> {
    tx.query_one("SELECT count(*), CAST(coalesce(sum(seq), 0) AS BIGINT) FROM cases", &[])
}

/// How many cases are sealed.
pub fn count_sealed(tx: &mut ReadTx) -> Result<i64, StoreError> {
    tx.query_one("SELECT count(*) FROM cases WHERE sealed", &[])
}

/// How many cases there are.
pub fn count(tx: &mut ReadTx) -> Result<i64, StoreError> {
    tx.query_one("SELECT count(*) FROM cases", &[])
}
