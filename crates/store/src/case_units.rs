//! Which units may see which cases, so that lists need no tree of units.
//!
//! A row says that a unit has or had a part, or only looks on, from above or from beside. Whoever writes them leaves out units that
//! are complained about and those under them.

use domain::ids::{CaseId, UnitId};
use jiff::Timestamp;

use crate::engine::{ReadTx, StoreError, Value, WriteTx};
use crate::rows::{from_row, words};

/// A unit that may see a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseUnit {
    /// The case.
    pub case_id: CaseId,
    /// The unit.
    pub unit_id: UnitId,
    /// Why it may.
    pub share: UnitShare,
    /// When the case was opened: the order of the unit's list.
    pub opened_at: Timestamp,
}

/// Why a unit may see a case: its strongest reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnitShare {
    /// It holds it.
    Holder,
    /// It helps.
    Co,
    /// It registered it.
    Receiver,
    /// It had a part once.
    Past,
    /// It stands above a unit that has or had a part, or looks on because one of its people did something about the case or may do
    /// something now. Not enough for sealed cases.
    Above,
}

words! { UnitShare { Holder = "holder", Co = "co", Receiver = "receiver", Past = "past", Above = "above" } }
from_row!(CaseUnit { case_id, unit_id, share, opened_at });

/// Writes which units may see cases; each pair of case and unit once. Nothing is taken away: whoever had a part goes on seeing the
/// case.
pub fn upsert_many<'r>(
    tx: &mut WriteTx,
    rows: impl IntoIterator<Item = &'r CaseUnit>,
) -> Result<(), StoreError> {
    let rows = rows.into_iter().map(values);
    let sql = "INSERT INTO case_units (case_id, unit_id, share, opened_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (case_id, unit_id) DO UPDATE SET share = excluded.share";
    tx.insert_many(sql, rows).map(drop)
}

/// The columns of a row, in the order of the table.
pub(crate) fn values(row: &CaseUnit) -> [Value<'_>; 4] {
    [(&row.case_id).into(), (&row.unit_id).into(), row.share.into(), row.opened_at.into()]
}

/// Replaces which units may see `cases`, after the units themselves have changed, or where somebody sees a case no longer: `rows`
/// are all of them from now on.
pub fn replace_many<'r>(
    tx: &mut WriteTx,
    cases: impl IntoIterator<Item = &'r CaseId>,
    rows: impl IntoIterator<Item = &'r CaseUnit>,
) -> Result<(), StoreError> {
    tx.execute_in("DELETE FROM case_units WHERE case_id IN ($1)", &[], cases)?;
    upsert_many(tx, rows)
}

/// The units that may see a case.
pub fn of_case(tx: &mut ReadTx, case_id: &CaseId) -> Result<Vec<CaseUnit>, StoreError> {
    tx.query(
        "SELECT case_id, unit_id, share, opened_at FROM case_units WHERE case_id = $1 ORDER BY unit_id",
        &[case_id.into()],
    )
}
