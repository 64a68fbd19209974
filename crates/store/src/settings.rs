//! Small things that the office remembers: what was set up, what a job reached.

use crate::engine::{ReadTx, StoreError, WriteTx};

/// The value of a setting.
pub fn find(tx: &mut ReadTx, name: &str) -> Result<Option<String>, StoreError> {
    tx.query_opt("SELECT value FROM settings_kv WHERE name = $1", &[name.into()])
}

/// Sets a value.
pub fn put(tx: &mut WriteTx, name: &str, value: &str) -> Result<(), StoreError> {
    let sql = "INSERT INTO settings_kv (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value";
    tx.execute(sql, &[name.into(), value.into()]).map(drop)
}

/// Forgets a value.
pub fn delete(tx: &mut WriteTx, name: &str) -> Result<(), StoreError> {
    tx.execute("DELETE FROM settings_kv WHERE name = $1", &[name.into()]).map(drop)
}
