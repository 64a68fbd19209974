//! Tables for spreadsheets: RFC 4180, with a byte order mark so that Chinese opens rightly, and no cell that a spreadsheet would run.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};

/// Starts of a cell that a spreadsheet takes for a formula; the wide ones too, which some take in Chinese surroundings.
const FORMULA_STARTS: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];

/// A table being written.
#[derive(Debug)]
pub struct Csv {
    text: String,
}

impl Csv {
    /// A table with its head.
    #[must_use]
    pub fn new<S: AsRef<str>>(head: impl IntoIterator<Item = S>) -> Self {
        let mut csv = Self { text: "\u{feff}".to_owned() };
        csv.row(head);
        csv
    }

    /// Adds a row.
    pub fn row<S: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = S>) {
        for (at, cell) in cells.into_iter().enumerate() {
            if at > 0 {
                self.text.push(',');
            }
            self.cell(cell.as_ref());
        }
        self.text.push_str("\r\n");
    }

    fn cell(&mut self, cell: &str) {
        // A plain number may begin with a minus.
        let harmless = cell.parse::<f64>().is_ok() || !cell.starts_with(FORMULA_STARTS);
        let mark = if harmless { "" } else { "'" };
        if cell.contains(['"', ',', '\n', '\r']) {
            self.text.push('"');
            self.text.push_str(mark);
            self.text.push_str(&cell.replace('"', "\"\""));
            self.text.push('"');
        } else {
            self.text.push_str(mark);
            self.text.push_str(cell);
        }
    }

    /// What was written.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Answers with the table as a file.
    #[must_use]
    pub fn answer(self, file: &str) -> Response {
        let kind = HeaderValue::from_static("text/csv; charset=utf-8");
        let name = HeaderValue::from_str(&format!("attachment; filename=\"{file}\""));
        let name = name.unwrap_or(HeaderValue::from_static("attachment"));
        ([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, name)], self.text).into_response()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_runs_in_a_spreadsheet_and_every_cell_is_read_back() {
        let mut csv = Csv::new(["title", "n"]);
        for (cell, written) in [
            ("路灯不亮", "路灯不亮"),
            ("=1+1", "'=1+1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("＝1+1", "'＝1+1"),
            ("-1", "-1"),
            ("-1+cmd|'x'", "'-1+cmd|'x'"),
            ("a,b", "\"a,b\""),
            ("say \"no\"", "\"say \"\"no\"\"\""),
            ("=a\"\n", "\"'=a\"\"\n\""),
            ("", ""),
        ] {
            csv.text.clear();
            csv.row([cell]);
            assert_eq!(csv.text(), format!("{written}\r\n"), "{cell}");
        }
    }

    #[test]
    fn a_table_begins_with_the_mark_and_its_head() {
        assert_eq!(Csv::new(["a", "b"]).text(), "\u{feff}a,b\r\n");
    }
}
