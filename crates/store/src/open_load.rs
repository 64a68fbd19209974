//! How much is open, soon due and late: counted from the cases with a running clock, of which there are few beside the ended ones.

use domain::place::PlaceCode;
use jiff::Timestamp;

use crate::engine::{Query, ReadTx, StoreError};
use crate::rows::from_row;

/// By what open cases are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LoadBy {
    /// The unit that holds them.
    Holder,
    /// Their place, as exactly as it is known.
    Place,
    /// Their category, as exactly as it is known.
    Category,
}

/// Which moments divide what is late from what is soon due, and that from the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LoadAt {
    /// What is due before this is late.
    pub now: Timestamp,
    /// What is due before this is due soon.
    pub soon: Timestamp,
}

/// How much is open at one unit, in one place, or of one category.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadRow {
    /// What it is about; empty: nobody holds it.
    pub about: String,
    /// Cases with a running clock.
    pub open: u32,
    /// Of them, those that are due soon.
    pub soon: u32,
    /// Of them, those that are late.
    pub late: u32,
}

from_row!(LoadRow { about, open, soon, late });

/// Open cases in a place, or everywhere; sealed ones left out.
pub fn open_load(
    tx: &mut ReadTx,
    by: LoadBy,
    at: LoadAt,
    place: Option<&PlaceCode>,
) -> Result<Vec<LoadRow>, StoreError> {
    let mut query = Query::new(match by {
        LoadBy::Holder => "SELECT /* part */ COALESCE(holder, '') AS about",
        LoadBy::Place => "SELECT /* part */ place AS about",
        LoadBy::Category => "SELECT /* part */ category AS about",
    });
    query.push(", count(*) AS open, CAST(sum(CASE WHEN due_at >= ").bind(at.now);
    query.push(" AND due_at < ").bind(at.soon);
    query.push(" THEN 1 ELSE 0 END) AS BIGINT) AS soon, CAST(sum(CASE WHEN due_at < ").bind(at.now);
    query.push(" THEN 1 ELSE 0 END) AS BIGINT) AS late FROM cases WHERE due_at IS NOT NULL AND NOT sealed");
    if let Some(place) = place {
        let digits = i64::try_from(place.stem().len()).unwrap_or(i64::MAX);
        query.push(" AND substr(place, 1, ").bind(digits).push(") = ").bind(place.stem());
    }
    query.push(match by {
        LoadBy::Holder => " GROUP BY holder",
        LoadBy::Place => " GROUP BY place",
        LoadBy::Category => " GROUP BY category",
    });
    tx.query_built(&query)
}
