//! Page by page.

/// Rows of a page, unless asked otherwise.
pub const PAGE_ROWS: usize = 25;
/// Rows of the largest page.
pub const PAGE_ROWS_MAX: usize = 200;

/// Which part of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Goes on after this: [`Rows::next`] of the page before. `None`: from the start.
    pub after: Option<String>,
    /// How many rows at most; more than [`PAGE_ROWS_MAX`] counts as that.
    pub rows: usize,
}

/// A part of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rows<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// Where the next page goes on; `None`: this was the last.
    pub next: Option<String>,
}

impl Page {
    /// The first page.
    #[must_use]
    pub fn first() -> Self {
        Self { after: None, rows: PAGE_ROWS }
    }

    /// The page after a key from [`Rows::next`].
    #[must_use]
    pub fn after(key: impl Into<String>) -> Self {
        Self { after: Some(key.into()), rows: PAGE_ROWS }
    }
}

impl Default for Page {
    fn default() -> Self {
        Self::first()
    }
}

impl Page {
    /// Rows asked for, at least one.
    pub(super) fn rows_wanted(&self) -> usize {
        self.rows.clamp(1, PAGE_ROWS_MAX)
    }
}

pub(super) fn rows_of<T>(rows: Vec<T>, next: Option<String>) -> Rows<T> {
    Rows { rows, next }
}

/// A number of rows as the store takes it.
pub(super) fn limit(rows: usize) -> u32 {
    u32::try_from(rows).unwrap_or(u32::MAX)
}
