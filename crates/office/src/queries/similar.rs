//! "Is it one of these?": published cases nearby that say nearly the same.

use domain::ids::{CategoryId, KindId};

use super::CaseLine;
use domain::field::Where;

/// What somebody is about to raise.
#[derive(Clone, Debug, PartialEq)]
pub struct SimilarQuery {
    /// The program.
    pub kind: KindId,
    /// What it is about, as far as known.
    pub category: Option<CategoryId>,
    /// Where it is.
    pub place: Where,
    /// Title and text.
    pub text: String,
}

/// A published case that may be the same.
#[derive(Clone, Debug, PartialEq)]
pub struct Similar {
    /// The case.
    pub line: CaseLine,
    /// Metres between the pins, if both are known.
    pub metres: Option<f64>,
    /// Whether the words are nearly the same.
    pub alike: bool,
}
