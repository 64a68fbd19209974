//! Reference data in all its versions: what a decision rested on can always be looked up.

use domain::ids::{AccountId, KindId};
use jiff::Timestamp;

use crate::dialect::keep_rows;
use crate::engine::{Query, ReadTx, StoreError, WriteTx};
use crate::rows::from_row;

/// The places.
pub const PLACES: &str = "places";
/// The units.
pub const UNITS: &str = "units";
/// The duty list.
pub const DUTIES: &str = "duties";
/// Those who lead.
pub const LEADERS: &str = "leaders";
/// The categories.
pub const CATEGORIES: &str = "categories";
/// The calendar.
pub const CALENDAR: &str = "calendar";
/// The name of the boundaries of places.
pub const BOUNDARIES: &str = "boundaries";

/// The name of the pack of a kind.
#[must_use]
pub fn pack(kind: &KindId) -> String {
    format!("pack:{kind}")
}

/// One version of one piece of reference data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// Which.
    pub name: String,
    /// Counted from 1.
    pub version: u32,
    /// The data.
    pub body: String,
    /// Since when it is in force.
    pub at: Timestamp,
    /// Who brought it in; `None`: the program itself.
    pub by_account: Option<AccountId>,
}

from_row!(Reference { name, version, body, at, by_account });

/// Brings in a new version and gives its number. Servers that do so at the same moment wait for one another.
pub fn put(
    tx: &mut WriteTx,
    name: &str,
    body: &str,
    at: Timestamp,
    by_account: Option<&AccountId>,
) -> Result<u32, StoreError> {
    // First, because it locks the row: what comes next is done by one server at a time.
    tx.execute("UPDATE reference_head SET changes = changes + 1 WHERE id = 1", &[])?;
    let sql = "SELECT coalesce(max(version), 0) + 1 FROM reference WHERE name = $1";
    let version: u32 = tx.query_one(sql, &[name.into()])?;
    tx.execute(
        "INSERT INTO reference (name, version, body, at, by_account) VALUES ($1, $2, $3, $4, $5)",
        &[name.into(), version.into(), body.into(), at.into(), by_account.into()],
    )?;
    Ok(version)
}

/// How often reference data was changed: when it differs from what a server has seen, it loads anew.
pub fn head(tx: &mut ReadTx) -> Result<i64, StoreError> {
    tx.query_one("SELECT changes FROM reference_head WHERE id = 1", &[])
}

/// As [`head`], for a transaction that decides by what it has seen: nobody changes reference data until it ends, so that nothing is
/// decided by what is no longer in force.
pub fn head_to_decide(tx: &mut WriteTx) -> Result<i64, StoreError> {
    let mut query = Query::new("SELECT changes FROM reference_head WHERE id = 1");
    query.push(keep_rows(tx));
    tx.query_built(&query)?.first().copied().ok_or_else(|| StoreError::NoRow("reference_head".to_owned()))
}

/// What the world is built from: every version of every pack, because cases keep theirs, and the newest of everything else. By
/// name and version.
pub fn load_all(tx: &mut ReadTx) -> Result<Vec<Reference>, StoreError> {
    tx.query(
        "SELECT name, version, body, at, by_account FROM reference
         WHERE substr(name, 1, 5) = 'pack:'
            OR version = (SELECT max(newer.version) FROM reference AS newer WHERE newer.name = reference.name)
         ORDER BY name, version",
        &[],
    )
}

/// One version.
pub fn find(tx: &mut ReadTx, name: &str, version: u32) -> Result<Option<Reference>, StoreError> {
    tx.query_opt(
        "SELECT name, version, body, at, by_account FROM reference WHERE name = $1 AND version = $2",
        &[name.into(), version.into()],
    )
}

/// The newest version.
pub fn find_newest(tx: &mut ReadTx, name: &str) -> Result<Option<Reference>, StoreError> {
    tx.query_opt(
        "SELECT name, version, body, at, by_account FROM reference WHERE name = $1 ORDER BY version DESC LIMIT 1",
        &[name.into()],
    )
}

/// When each version came and who brought it, the newest first; the bodies are left out.
pub fn versions(tx: &mut ReadTx, name: &str) -> Result<Vec<(u32, Timestamp, Option<AccountId>)>, StoreError> {
    tx.query(
        "SELECT version, at, by_account FROM reference WHERE name = $1 ORDER BY version DESC",
        &[name.into()],
    )
}
