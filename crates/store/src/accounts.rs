//! Staff accounts.

use domain::ids::{AccountId, Role, UnitId};
use jiff::Timestamp;

use crate::engine::{FromRow, ReadTx, Row, StoreError, Value, WriteTx};
use crate::rows::{json, to_json};

/// One account.
#[derive(Clone, PartialEq, Eq)]
pub struct Account {
    /// What the officer types to sign in. Never changes.
    pub account_id: AccountId,
    /// What others see.
    pub name: String,
    /// The unit for which the officer acts.
    pub unit_id: UnitId,
    /// What the officer may do for it.
    pub roles: Vec<Role>,
    /// Whether the officer may change reference data and accounts.
    pub admin: bool,
    /// Whether signing in is closed.
    pub disabled: bool,
    /// The argon2 hash; `None` until an invitation is taken up.
    pub password_hash: Option<String>,
    /// The digest of the link that sets a password.
    pub invite_digest: Option<[u8; 32]>,
    /// Until when that link works.
    pub invite_until: Option<Timestamp>,
    /// Wrong passwords since the last right one.
    pub failures: u32,
    /// Signing in is refused until then.
    pub locked_until: Option<Timestamp>,
}

/// Without the hash of the password.
impl std::fmt::Debug for Account {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Account").field("account_id", &self.account_id).finish_non_exhaustive()
    }
}

impl FromRow for Account {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            account_id: row.get("account_id")?,
            name: row.get("name")?,
            unit_id: row.get("unit_id")?,
            roles: json(row, "roles")?,
            admin: row.get("admin")?,
            disabled: row.get("disabled")?,
            password_hash: row.get("password_hash")?,
            invite_digest: row.get("invite_digest")?,
            invite_until: row.get("invite_until")?,
            failures: row.get("failures")?,
            locked_until: row.get("locked_until")?,
        })
    }
}

/// Writes accounts, new or changed, each once.
pub fn upsert_many<'a>(
    tx: &mut WriteTx,
    accounts: impl IntoIterator<Item = &'a Account>,
) -> Result<(), StoreError> {
    const UPSERT: &str = "INSERT INTO accounts (account_id, name, unit_id, roles, admin, disabled, password_hash,
            invite_digest, invite_until, failures, locked_until)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        ON CONFLICT (account_id) DO UPDATE SET name = excluded.name, unit_id = excluded.unit_id, roles = excluded.roles,
            admin = excluded.admin, disabled = excluded.disabled, password_hash = excluded.password_hash,
            invite_digest = excluded.invite_digest, invite_until = excluded.invite_until, failures = excluded.failures,
            locked_until = excluded.locked_until";
    let rows = accounts.into_iter().map(|account| {
        Ok([
            Value::from(&account.account_id),
            (&account.name).into(),
            (&account.unit_id).into(),
            to_json(&account.roles)?.into(),
            account.admin.into(),
            account.disabled.into(),
            account.password_hash.as_ref().into(),
            account.invite_digest.as_ref().into(),
            account.invite_until.into(),
            account.failures.into(),
            account.locked_until.into(),
        ])
    });
    let rows = rows.collect::<Result<Vec<_>, StoreError>>()?;
    tx.insert_many(UPSERT, rows).map(drop)
}

/// The account with this identifier.
pub fn find(tx: &mut ReadTx, id: &AccountId) -> Result<Option<Account>, StoreError> {
    tx.query_opt(
        "SELECT account_id, name, unit_id, roles, admin, disabled, password_hash, invite_digest, invite_until, failures,
            locked_until
         FROM accounts WHERE account_id = $1",
        &[id.into()],
    )
}

/// The account whose invitation has this digest; whether it still holds is for the caller to see.
pub fn find_by_invite(tx: &mut ReadTx, digest: &[u8; 32]) -> Result<Option<Account>, StoreError> {
    tx.query_opt(
        "SELECT account_id, name, unit_id, roles, admin, disabled, password_hash, invite_digest, invite_until, failures,
            locked_until
         FROM accounts WHERE invite_digest = $1",
        &[digest.into()],
    )
}

/// Accounts by identifier, a page at a time. `after` is the last one of the page before.
pub fn list(tx: &mut ReadTx, after: Option<&AccountId>, limit: u32) -> Result<Vec<Account>, StoreError> {
    tx.query(
        "SELECT account_id, name, unit_id, roles, admin, disabled, password_hash, invite_digest, invite_until, failures,
            locked_until
         FROM accounts WHERE account_id > $1 ORDER BY account_id LIMIT $2",
        &[after.map_or("", AccountId::as_str).into(), limit.into()],
    )
}

/// The accounts of a unit, by identifier.
pub fn of_unit(tx: &mut ReadTx, unit: &UnitId) -> Result<Vec<Account>, StoreError> {
    tx.query(
        "SELECT account_id, name, unit_id, roles, admin, disabled, password_hash, invite_digest, invite_until, failures,
            locked_until
         FROM accounts WHERE unit_id = $1 ORDER BY account_id",
        &[unit.into()],
    )
}

/// What officers are called; unknown ones are absent.
pub fn names<'i>(
    tx: &mut ReadTx,
    ids: impl IntoIterator<Item = &'i AccountId>,
) -> Result<Vec<(AccountId, String)>, StoreError> {
    tx.query_in("SELECT account_id, name FROM accounts WHERE account_id IN ($1)", &[], ids)
}

/// Whether there is any account yet.
pub fn is_empty(tx: &mut ReadTx) -> Result<bool, StoreError> {
    tx.query_one("SELECT count(*) = 0 FROM accounts", &[])
}

/// Counts one more wrong password, and gives how many there are since the last right one. One statement, so that tries at the
/// same moment are all counted.
pub fn count_failure(tx: &mut WriteTx, id: &AccountId) -> Result<u32, StoreError> {
    let sql = "UPDATE accounts SET failures = failures + 1 WHERE account_id = $1 RETURNING failures";
    Ok(tx.query_opt(sql, &[id.into()])?.unwrap_or(0))
}

/// Refuses signing in until a moment.
pub fn lock(tx: &mut WriteTx, id: &AccountId, until: Timestamp) -> Result<(), StoreError> {
    let sql = "UPDATE accounts SET locked_until = $2 WHERE account_id = $1";
    tx.execute(sql, &[id.into(), until.into()]).map(drop)
}

/// Notes a right password: nothing was wrong since.
pub fn clear_failures(tx: &mut WriteTx, id: &AccountId) -> Result<(), StoreError> {
    let sql = "UPDATE accounts SET failures = 0, locked_until = NULL WHERE account_id = $1";
    tx.execute(sql, &[id.into()]).map(drop)
}
