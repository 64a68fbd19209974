//! Who is signed in. The cookie itself is nowhere, only its digest.

use domain::ids::AccountId;
use jiff::Timestamp;

use crate::engine::{ReadTx, StoreError, WriteTx};
use crate::rows::from_row;

/// One session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// The digest of the cookie.
    pub digest: [u8; 32],
    /// Who signed in.
    pub account_id: AccountId,
    /// What every form must carry.
    pub csrf: String,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last used, to the minute or so.
    pub seen_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
}

from_row!(Session { digest, account_id, csrf, created_at, seen_at, expires_at });

/// Begins a session.
pub fn insert(tx: &mut WriteTx, session: &Session) -> Result<(), StoreError> {
    let Session { digest, account_id, csrf, created_at, seen_at, expires_at } = session;
    tx.execute(
        "INSERT INTO sessions (digest, account_id, csrf, created_at, seen_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6)",
        &[
            digest.into(),
            account_id.into(),
            csrf.into(),
            (*created_at).into(),
            (*seen_at).into(),
            (*expires_at).into(),
        ],
    )
    .map(drop)
}

/// The session of a cookie, unless it has ended by `now`.
pub fn find(tx: &mut ReadTx, digest: &[u8; 32], now: Timestamp) -> Result<Option<Session>, StoreError> {
    tx.query_opt(
        "SELECT digest, account_id, csrf, created_at, seen_at, expires_at FROM sessions
         WHERE digest = $1 AND expires_at > $2",
        &[digest.into(), now.into()],
    )
}

/// The sessions of an account that have not ended by `now`, the latest used first.
pub fn list(tx: &mut ReadTx, account: &AccountId, now: Timestamp) -> Result<Vec<Session>, StoreError> {
    tx.query(
        "SELECT digest, account_id, csrf, created_at, seen_at, expires_at FROM sessions
         WHERE account_id = $1 AND expires_at > $2 ORDER BY seen_at DESC, digest",
        &[account.into(), now.into()],
    )
}

/// Notes that a session is in use, and until when it lasts now.
pub fn touch(
    tx: &mut WriteTx,
    digest: &[u8; 32],
    at: Timestamp,
    expires_at: Timestamp,
) -> Result<(), StoreError> {
    let sql = "UPDATE sessions SET seen_at = $2, expires_at = $3 WHERE digest = $1";
    tx.execute(sql, &[digest.into(), at.into(), expires_at.into()]).map(drop)
}

/// Ends a session.
pub fn end(tx: &mut WriteTx, digest: &[u8; 32]) -> Result<(), StoreError> {
    tx.execute("DELETE FROM sessions WHERE digest = $1", &[digest.into()]).map(drop)
}

/// Ends a session, if it is one of this account, and counts it.
pub fn end_of(tx: &mut WriteTx, account: &AccountId, digest: &[u8; 32]) -> Result<u64, StoreError> {
    let sql = "DELETE FROM sessions WHERE account_id = $1 AND digest = $2";
    tx.execute(sql, &[account.into(), digest.into()])
}

/// Ends the sessions of an account but for this one, and counts them.
pub fn end_others(tx: &mut WriteTx, account: &AccountId, kept: &[u8; 32]) -> Result<u64, StoreError> {
    let sql = "DELETE FROM sessions WHERE account_id = $1 AND digest <> $2";
    tx.execute(sql, &[account.into(), kept.into()])
}

/// Ends all sessions of an account, and counts them.
pub fn end_all(tx: &mut WriteTx, account: &AccountId) -> Result<u64, StoreError> {
    tx.execute("DELETE FROM sessions WHERE account_id = $1", &[account.into()])
}

/// Forgets the sessions that have ended by `now`, and counts them.
pub fn sweep(tx: &mut WriteTx, now: Timestamp) -> Result<u64, StoreError> {
    tx.execute("DELETE FROM sessions WHERE expires_at <= $1", &[now.into()])
}
