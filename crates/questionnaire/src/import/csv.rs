//! The same table as CSV: `survey` alone in a line, then lines that begin with an empty field; `choices` and `settings` after it.

use super::Reason;
use super::sheet::{Book, Sheet};

pub(super) fn read(bytes: &[u8]) -> Result<Book, Reason> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
    let mut book = Book::default();
    for (line, record) in (0u32..).zip(reader.records()) {
        let record = record.map_err(|_broken| Reason::Unreadable)?;
        let first = record.get(0).unwrap_or_default().trim();
        if !first.is_empty() && record.iter().skip(1).all(|cell| cell.trim().is_empty()) {
            book.sheets.push(Sheet::new(first, line));
            continue;
        }
        // A table without a line that names it holds the questions, and begins in its first field.
        if book.sheets.is_empty() {
            book.sheets.push(Sheet::new("survey", 0));
        }
        let Some(sheet) = book.sheets.last_mut() else { continue };
        let row = line - sheet.first_row();
        for (column, cell) in (0u32..).zip(record.iter()) {
            if !sheet.put(row, column, cell) {
                return Err(Reason::TooManyCells);
            }
        }
    }
    Ok(book)
}
