//! Numbers that are given once only.

use crate::engine::{StoreError, WriteTx};

/// Takes the next `count` numbers of a sequence and gives the first; a new sequence begins with 1.
///
/// Numbers of a transaction that fails are given again. Other servers wait for one another here until the transaction ends: take
/// a supply in a transaction of its own where that matters.
pub fn take(tx: &mut WriteTx, name: &str, count: u32) -> Result<i64, StoreError> {
    let next: i64 = tx.query_one(
        "INSERT INTO sequences (name, next) VALUES ($1, 1 + $2)
         ON CONFLICT (name) DO UPDATE SET next = sequences.next + $3 RETURNING next",
        &[name.into(), count.into(), count.into()],
    )?;
    Ok(next - i64::from(count))
}
