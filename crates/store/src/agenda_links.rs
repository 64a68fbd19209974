//! Secret addresses under which officers' calendars fetch their agenda. Each account has at most one.

use domain::ids::AccountId;
use jiff::Timestamp;

use crate::engine::{ReadTx, StoreError, WriteTx};

/// Gives an account a new address; one that it had works no longer.
pub fn set(
    tx: &mut WriteTx,
    account: &AccountId,
    digest: &[u8; 32],
    made_at: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO agenda_links (account_id, digest, made_at) VALUES ($1, $2, $3)
         ON CONFLICT (account_id) DO UPDATE SET digest = excluded.digest, made_at = excluded.made_at",
        &[account.into(), digest.into(), made_at.into()],
    )
    .map(drop)
}

/// Takes the address of an account away, and counts it.
pub fn remove(tx: &mut WriteTx, account: &AccountId) -> Result<u64, StoreError> {
    tx.execute("DELETE FROM agenda_links WHERE account_id = $1", &[account.into()])
}

/// Since when an account has its address; `None`: it has none.
pub fn made_at(tx: &mut ReadTx, account: &AccountId) -> Result<Option<Timestamp>, StoreError> {
    let sql = "SELECT made_at FROM agenda_links WHERE account_id = $1";
    Ok(tx.query_opt::<(Timestamp,)>(sql, &[account.into()])?.map(|(made_at,)| made_at))
}

/// Whose address has this digest.
pub fn find(tx: &mut ReadTx, digest: &[u8; 32]) -> Result<Option<AccountId>, StoreError> {
    let sql = "SELECT account_id FROM agenda_links WHERE digest = $1";
    Ok(tx.query_opt::<(AccountId,)>(sql, &[digest.into()])?.map(|(account,)| account))
}
