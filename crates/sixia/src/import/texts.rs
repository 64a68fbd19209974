//! A folder of texts: `index.csv` names a file for each row, and what stands in the file becomes more columns of the table. So texts are
//! imported as every other table is.
//!
//! A file is Markdown: `# title`, lines about where the text comes from up to `<!-- INFO END -->`, then the text itself, with `## 第一章` for
//! chapters and articles as lines that begin `第一条`.

use std::path::{Component, Path};

use super::table::{self, Fault, Row, Table};
use crate::Run;

/// The file that lists the others.
const INDEX: &str = "index.csv";
/// The column with the name of the file.
const FILE: &str = "file";
/// What ends the lines about where a text comes from.
const END_OF_NOTES: &str = "<!-- INFO END -->";

/// The columns that a file adds: its title, what it is about (its notes, or its first lines), and the text.
const ADDED: [&str; 3] = ["heading", "about", "body"];
/// Characters of what a text is about.
const ABOUT_CHARS_MAX: usize = 400;

/// Reads a folder of texts as one table.
pub(crate) fn read(run: &Run, folder: &Path) -> anyhow::Result<Table> {
    let mut table = table::read(&table::bytes(&folder.join(INDEX))?)?;
    let mut rows = Vec::with_capacity(table.rows.len());
    for mut row in std::mem::take(&mut table.rows) {
        match text_of(folder, &row) {
            Ok(text) => {
                for (column, cell) in ADDED.into_iter().zip(parts(&text)) {
                    row.set(column, cell);
                }
                rows.push(row);
            }
            Err(why) => {
                let said = run
                    .words
                    .with("import-unreadable", &[("file", &row.get(FILE)), ("why", &format!("{why:#}"))]);
                table.faults.push(Fault { line: row.line, column: FILE.to_owned(), said });
            }
        }
    }
    table.columns.extend(ADDED.map(str::to_owned));
    table.rows = rows;
    Ok(table)
}

/// The text of a row. Its name leads to nothing outside the folder.
fn text_of(folder: &Path, row: &Row) -> anyhow::Result<String> {
    let name = Path::new(row.get(FILE));
    let is_within = name.components().all(|part| matches!(part, Component::Normal(_)));
    anyhow::ensure!(is_within && !row.get(FILE).is_empty(), "not a file of this folder");
    Ok(String::from_utf8(table::bytes(&folder.join(name))?)?)
}

/// Title, what it is about, and the text itself.
fn parts(file: &str) -> [String; 3] {
    let (head, body) = file.split_once(END_OF_NOTES).unwrap_or_else(|| split_title(file));
    let mut lines = head.lines().map(str::trim).filter(|line| !line.is_empty()).peekable();
    let title = lines.next_if(|line| line.starts_with('#')).unwrap_or_default();
    let notes: Vec<&str> = lines.collect();
    let about = if notes.is_empty() {
        let first = body.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with('#'));
        first.unwrap_or_default().to_owned()
    } else {
        notes.join("\n")
    };
    let about = about.chars().take(ABOUT_CHARS_MAX).collect();
    [title.trim_start_matches('#').trim().to_owned(), about, body.trim().to_owned()]
}

/// A file without notes: its title is its first line.
fn split_title(file: &str) -> (&str, &str) {
    let file = file.trim_start();
    if file.starts_with("# ") { file.split_once('\n').unwrap_or((file, "")) } else { ("", file) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_title_notes_and_text() {
        for (file, title, about, body) in [
            ("# 甲法\n\n某年通过\n\n<!-- INFO END -->\n\n第一条 为了。", "甲法", "某年通过", "第一条 为了。"),
            (
                "# 案例\n<!-- INFO END -->\n## 案情\n\n张某入职。",
                "案例",
                "张某入职。",
                "## 案情\n\n张某入职。",
            ),
            ("# 乙办法\n第一条 为了。", "乙办法", "第一条 为了。", "第一条 为了。"),
            ("第一条 为了。", "", "第一条 为了。", "第一条 为了。"),
        ] {
            assert_eq!(parts(file), [title, about, body], "{file}");
        }
    }

    #[test]
    fn no_file_outside_the_folder_is_read() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a.md"), "# 甲").unwrap();
        let within = folder.path().join("texts");
        std::fs::create_dir(&within).unwrap();
        std::fs::write(within.join("b.md"), "# 乙").unwrap();
        let row = |file: &str| {
            let mut row = Row::default();
            row.set("file", file.to_owned());
            row
        };
        assert_eq!(text_of(&within, &row("b.md")).unwrap(), "# 乙");
        for file in ["../a.md", "/etc/hostname", "", "nothing.md"] {
            assert!(text_of(&within, &row(file)).is_err(), "{file}");
        }
    }
}
