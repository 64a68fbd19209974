//! Sheets of text: what a workbook and a CSV file have in common.

use std::collections::BTreeMap;

use super::Mark;
use crate::limits::{CELL_CHARS_MAX, COLUMNS_MAX, ROWS_MAX};

/// A book of sheets.
#[derive(Debug, Default)]
pub(super) struct Book {
    pub(super) sheets: Vec<Sheet>,
}

/// One sheet: cells of text by row and column, both counted from nought. What is blank is not there.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    pub(super) name: String,
    cells: BTreeMap<u32, BTreeMap<u32, String>>,
    /// In CSV the rows of a sheet begin further down in the file.
    first_row: u32,
}

impl Book {
    /// The sheet with one of these names; case and spaces around do not matter.
    pub(super) fn sheet(&self, names: &[&str]) -> Option<&Sheet> {
        self.sheets.iter().find(|sheet| names.contains(&sheet.name.trim().to_lowercase().as_str()))
    }

    /// The sheet, if there is only one.
    pub(super) fn only(&self) -> Option<&Sheet> {
        if let [only] = self.sheets.as_slice() { Some(only) } else { None }
    }
}

impl Sheet {
    pub(super) fn new(name: &str, first_row: u32) -> Self {
        Self { name: name.to_owned(), cells: BTreeMap::new(), first_row }
    }

    /// Puts a text into a cell. `false` if the sheet has no such cell any more.
    #[must_use]
    pub(super) fn put(&mut self, row: u32, column: u32, text: &str) -> bool {
        let text = tidied(text);
        if text.is_empty() {
            return true;
        }
        if row >= ROWS_MAX || column >= COLUMNS_MAX {
            return false;
        }
        self.cells.entry(row).or_default().insert(column, text);
        true
    }

    /// The first row that is not blank, which is the header, and the rows below it.
    pub(super) fn header(&self) -> Option<(u32, &BTreeMap<u32, String>)> {
        self.cells.iter().next().map(|(row, cells)| (*row, cells))
    }

    /// In CSV, the line of the file at which the sheet begins.
    pub(super) const fn first_row(&self) -> u32 {
        self.first_row
    }

    /// The rows below the header that are not blank.
    pub(super) fn rows(&self) -> impl Iterator<Item = (u32, &BTreeMap<u32, String>)> {
        self.cells.iter().skip(1).map(|(row, cells)| (*row, cells))
    }

    /// The number of a row as an office program shows it.
    pub(super) const fn shown(&self, row: u32) -> u32 {
        self.first_row + row + 1
    }

    /// A column as an office program shows it.
    pub(super) fn mark(&self, column: u32) -> Mark {
        let header = self.header().and_then(|(_, cells)| cells.get(&column)).cloned().unwrap_or_default();
        Mark { letter: letter(column), header }
    }
}

/// `A`, `Z`, `AA`.
fn letter(column: u32) -> String {
    let mut letters = Vec::new();
    let mut left = column + 1;
    while left > 0 {
        let digit = u8::try_from((left - 1) % 26).unwrap_or_default();
        letters.push(char::from(b'A' + digit));
        left = (left - 1) / 26;
    }
    letters.iter().rev().collect()
}

/// A cell without the spaces around it; no-break spaces are spaces.
fn tidied(text: &str) -> String {
    text.replace('\u{a0}', " ").trim().chars().take(CELL_CHARS_MAX).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_letters() {
        for (column, expected) in [(0, "A"), (25, "Z"), (26, "AA"), (255, "IV")] {
            assert_eq!(letter(column), expected);
        }
    }

    #[test]
    fn a_sheet_ends() {
        let mut sheet = Sheet::new("survey", 0);
        assert!(sheet.put(0, 0, " type\u{a0}"));
        assert!(!sheet.put(ROWS_MAX, 0, "x"));
        assert!(!sheet.put(0, COLUMNS_MAX, "x"));
        assert!(sheet.put(ROWS_MAX, 0, "  "), "blank cells do not count");
        assert_eq!(sheet.mark(0), Mark { letter: "A".to_owned(), header: "type".to_owned() });
    }
}
