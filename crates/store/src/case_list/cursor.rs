use domain::ids::CaseId;

use crate::engine::StoreError;

/// Where a page begins: after this line. Made by [`CaseFilter::cursor`](super::CaseFilter::cursor); its text stands in addresses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    pub(super) key: i64,
    pub(super) case_id: CaseId,
}

impl std::fmt::Display for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.key, self.case_id)
    }
}

impl std::str::FromStr for Cursor {
    type Err = StoreError;

    fn from_str(text: &str) -> Result<Self, StoreError> {
        let parts = text.split_once('.');
        let parts = parts.and_then(|(key, id)| Some((key.parse().ok()?, CaseId::from(id))));
        parts.map(|(key, case_id)| Self { key, case_id }).ok_or(StoreError::Value("a page that is none"))
    }
}
