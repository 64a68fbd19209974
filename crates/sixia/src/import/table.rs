//! A table of rows with the lines on which they stand; `.gz` is unpacked on the way.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use anyhow::Context as _;
use flate2::read::MultiGzDecoder;

/// The largest file that is read, unpacked, in bytes.
const FILE_BYTES_MAX: u64 = 2 * 1024 * 1024 * 1024;

/// A table.
pub(crate) struct Table {
    /// The names of the columns.
    pub(crate) columns: Vec<String>,
    /// The rows.
    pub(crate) rows: Vec<Row>,
    /// Rows that could not be read.
    pub(crate) faults: Vec<Fault>,
}

/// One row.
#[derive(Default)]
pub(crate) struct Row {
    /// The line on which it begins, counted from 1.
    pub(crate) line: u64,
    cells: BTreeMap<String, String>,
}

/// What is wrong in a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// The line, counted from 1.
    pub(crate) line: u64,
    /// The column; empty: the whole row.
    pub(crate) column: String,
    /// What is wrong, in the reader's language.
    pub(crate) said: String,
}

impl Row {
    /// What stands in a column, without blanks around it; empty if there is no such column.
    pub(crate) fn get(&self, column: &str) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }

    /// Puts something into a column.
    pub(crate) fn set(&mut self, column: &str, cell: String) {
        self.cells.insert(column.to_owned(), cell);
    }
}

/// The bytes of a file, unpacked.
pub(crate) fn bytes(file: &Path) -> anyhow::Result<Vec<u8>> {
    let opened = File::open(file).with_context(|| file.display().to_string())?;
    let is_packed = file.extension().is_some_and(|extension| extension == "gz");
    let reader: Box<dyn Read> =
        if is_packed { Box::new(MultiGzDecoder::new(opened)) } else { Box::new(opened) };
    let mut bytes = Vec::new();
    reader.take(FILE_BYTES_MAX + 1).read_to_end(&mut bytes).with_context(|| file.display().to_string())?;
    let fits = u64::try_from(bytes.len()).is_ok_and(|length| length <= FILE_BYTES_MAX);
    anyhow::ensure!(fits, "{} is larger than {FILE_BYTES_MAX} bytes", file.display());
    Ok(bytes)
}

/// Reads a CSV table with a line of names.
pub(crate) fn read(text: &[u8]) -> anyhow::Result<Table> {
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
    let mut reader = csv::Reader::from_reader(text);
    let columns: Vec<String> = reader.headers()?.iter().map(|name| name.trim().to_owned()).collect();
    let mut table = Table { columns, rows: Vec::new(), faults: Vec::new() };
    for record in reader.records() {
        match record {
            Ok(record) => {
                let line = record.position().map_or(0, csv::Position::line);
                let cells = table
                    .columns
                    .iter()
                    .cloned()
                    .zip(record.iter().map(|cell| cell.trim().to_owned()))
                    .collect();
                table.rows.push(Row { line, cells });
            }
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                table.faults.push(Fault { line, column: String::new(), said: error.to_string() });
            }
        }
    }
    Ok(table)
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    #[test]
    fn rows_know_their_lines_and_bad_ones_are_told() {
        let table = read("\u{feff}id,text\n1,\"two\nlines\"\n2\n3, three \n".as_bytes()).unwrap();
        assert_eq!(table.columns, ["id", "text"]);
        let rows: Vec<(u64, &str)> = table.rows.iter().map(|row| (row.line, row.get("text"))).collect();
        assert_eq!(rows, [(2, "two\nlines"), (5, "three")]);
        assert_eq!(table.faults.iter().map(|fault| fault.line).collect::<Vec<_>>(), [4]);
    }

    #[test]
    fn packed_files_are_unpacked() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("table.csv.gz");
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packed.write_all(b"id\n1\n").unwrap();
        std::fs::write(&path, packed.finish().unwrap()).unwrap();
        assert_eq!(bytes(&path).unwrap(), b"id\n1\n");
        assert!(bytes(&folder.path().join("nothing.csv")).is_err());
    }
}
