//! Every route, one line each. The test of access reads this table: a new line shows up there as new rows.

use axum::routing::MethodRouter;

use crate::site::Site;

/// One route.
pub struct Line {
    /// Its path, as axum writes it.
    pub path: &'static str,
    /// The methods that it takes, for the test of access.
    pub verbs: &'static [&'static str],
    /// What answers.
    pub methods: MethodRouter<Site>,
}

/// Every route.
#[must_use]
pub fn table() -> Vec<Line> {
    vec![]
}
