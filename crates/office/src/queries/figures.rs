//! How the units did: rates with numerator, denominator and sample size, and nothing about few enough to be recognised.

use domain::ids::{CategoryId, UnitId};
use domain::place::PlaceCode;

/// A cell with fewer cases than this is not shown to the public: the people in it could be recognised.
pub const SMALL_CELL_BELOW: u64 = 5;

/// A month: `2026-11`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(pub String);

/// Which figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FiguresQuery {
    /// Of what.
    pub scope: FigureScope,
    /// The first month.
    pub from: Month,
    /// The last month.
    pub until: Month,
    /// A row for each of these.
    pub by: GroupBy,
}

/// Of what. What is absent counts all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FigureScope {
    /// This place and everything within it; `None`: the whole installation.
    pub place: Option<PlaceCode>,
    /// The unit that had to answer.
    pub unit: Option<UnitId>,
    /// This category and everything within it.
    pub category: Option<CategoryId>,
}

/// How figures are broken down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum GroupBy {
    /// One row.
    Nothing,
    /// The places directly under the place of the scope.
    Place,
    /// Units.
    Unit,
    /// Categories: those at the top, or, with a category in the scope, those within it.
    Category,
    /// Months.
    Month,
}

/// Figures, with their total.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figures {
    /// The question.
    pub query: FiguresQuery,
    /// All together.
    pub total: FigureRow,
    /// A row each, by key.
    pub rows: Vec<FigureRow>,
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FigureRow {
    /// A place code, unit, category or month; empty for the total.
    pub key: String,
    /// Cases opened; `None`: fewer than [`SMALL_CELL_BELOW`] and not shown.
    pub opened: Option<u64>,
    /// Cases ended.
    pub ended: Option<u64>,
    /// Cases taken up again.
    pub reopened: Option<u64>,
    /// Of those whose clock was stopped or ran out, in time.
    pub in_time: Rate,
    /// Of those who said so, answered.
    pub answered: Rate,
    /// Of those who said so, solved.
    pub solved: Rate,
    /// Of those who said so, satisfied.
    pub satisfied: Rate,
    /// Of the answered ones, those that were called back.
    pub called_back: Rate,
}

/// A rate with what it is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rate {
    /// So many of so many. The denominator is the sample size.
    Of {
        /// Yes.
        numerator: u64,
        /// Asked.
        denominator: u64,
    },
    /// Fewer than [`SMALL_CELL_BELOW`]: not shown.
    TooFew,
}
