//! Workbooks of office programs. Whatever such a file claims, it is read within limits.

use std::io::{Cursor, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Data, DataRef, ExcelDateTime, Reader, Xls, Xlsx};

use super::Reason;
use super::sheet::{Book, Sheet};
use crate::limits::UNPACKED_BYTES_MAX;

/// What a packed (`.xlsx`) workbook begins with.
const PACKED: &[u8] = b"PK";

pub(super) fn read(bytes: &[u8]) -> Result<Book, Reason> {
    // The reader of old workbooks trusts their tables of contents; a broken one may stop it short.
    let read =
        catch_unwind(AssertUnwindSafe(|| if bytes.starts_with(PACKED) { packed(bytes) } else { old(bytes) }));
    read.unwrap_or(Err(Reason::Unreadable))
}

fn packed(bytes: &[u8]) -> Result<Book, Reason> {
    unpacked_size(bytes)?;
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_broken| Reason::Unreadable)?;
    let mut book = Book::default();
    for name in workbook.sheet_names() {
        let mut sheet = Sheet::new(&name, 0);
        let mut cells = workbook.worksheet_cells_reader(&name).map_err(|_broken| Reason::Unreadable)?;
        while let Some(cell) = cells.next_cell().map_err(|_broken| Reason::Unreadable)? {
            let (row, column) = cell.get_position();
            if !sheet.put(row, column, &text(cell.get_value())) {
                return Err(Reason::TooManyCells);
            }
        }
        book.sheets.push(sheet);
    }
    Ok(book)
}

/// Counts what comes out of the packing, and stops at the limit.
fn unpacked_size(bytes: &[u8]) -> Result<(), Reason> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_broken| Reason::Unreadable)?;
    let mut left = UNPACKED_BYTES_MAX;
    for at in 0..archive.len() {
        let entry = archive.by_index(at).map_err(|_broken| Reason::Unreadable)?;
        let mut counted = entry.take(left + 1);
        let size = std::io::copy(&mut counted, &mut std::io::sink()).map_err(|_broken| Reason::Unreadable)?;
        left = left.checked_sub(size).ok_or(Reason::TooManyCells)?;
    }
    Ok(())
}

fn old(bytes: &[u8]) -> Result<Book, Reason> {
    let mut workbook: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(|_broken| Reason::Unreadable)?;
    let mut book = Book::default();
    for name in workbook.sheet_names() {
        let range = workbook.worksheet_range(&name).map_err(|_broken| Reason::Unreadable)?;
        let mut sheet = Sheet::new(&name, 0);
        let (first_row, first_column) = range.start().unwrap_or_default();
        for (row, column, cell) in range.used_cells() {
            let (Ok(row), Ok(column)) = (u32::try_from(row), u32::try_from(column)) else {
                return Err(Reason::TooManyCells);
            };
            if !sheet.put(first_row + row, first_column + column, &old_text(cell)) {
                return Err(Reason::TooManyCells);
            }
        }
        book.sheets.push(sheet);
    }
    Ok(book)
}

fn old_text(cell: &Data) -> String {
    match cell {
        Data::Int(number) => number.to_string(),
        Data::Float(number) => number.to_string(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Bool(flag) => flag_text(*flag),
        Data::DateTime(moment) => moment_text(moment),
        _ => String::new(),
    }
}

fn text(cell: &DataRef<'_>) -> String {
    match cell {
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(flag) => flag_text(*flag),
        DataRef::DateTime(moment) => moment_text(moment),
        _ => String::new(),
    }
}

/// As office programs show it.
fn flag_text(flag: bool) -> String {
    if flag { "TRUE" } else { "FALSE" }.to_owned()
}

/// A day, a day and time, or a time alone, as answers keep it.
fn moment_text(moment: &ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    if !moment.is_datetime() || moment.as_f64() < 1.0 {
        return format!("{hour:02}:{minute:02}:{second:02}");
    }
    if (hour, minute, second) == (0, 0, 0) {
        return format!("{year:04}-{month:02}-{day:02}");
    }
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")
}
