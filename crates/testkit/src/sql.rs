//! Every SQL text of a source folder, for the test that prepares each on both engines.

use std::path::{Path, PathBuf};

use proc_macro2::{TokenStream, TokenTree};

/// The words that make a literal SQL.
const VERBS: [&str; 5] = ["SELECT", "INSERT", "UPDATE", "DELETE", "WITH"];

/// One string literal that begins with `SELECT`, `INSERT`, `UPDATE`, `DELETE` or `WITH` and a space.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SqlText {
    /// The file that holds it.
    pub file: PathBuf,
    /// The SQL.
    pub sql: String,
}

/// The SQL texts of all Rust files below a folder, in the order of their names.
///
/// # Panics
/// When the folder cannot be read or a file is not Rust.
#[must_use]
pub fn sql_texts(folder: &Path) -> Vec<SqlText> {
    let mut found = Vec::new();
    for file in rust_files(folder) {
        for sql in literals_of(&read(&file)) {
            found.push(SqlText { file: file.clone(), sql });
        }
    }
    found
}

/// The SQL literals of one Rust source text, as the compiler sees them. Comments, attributes and `mod tests` do not
/// count.
///
/// # Panics
/// When the text is not Rust.
#[expect(clippy::expect_used, reason = "a source that is no Rust must fail the test")]
#[must_use]
pub fn literals_of(source: &str) -> Vec<String> {
    let mut found = Vec::new();
    collect(source.parse().expect("the file is Rust"), &mut found);
    found
}

fn collect(tokens: TokenStream, found: &mut Vec<String>) {
    let mut after_hash = false;
    let mut last_word = String::new();
    for token in tokens {
        match &token {
            // Attributes hold documentation, and `mod tests` what no engine sees.
            TokenTree::Group(group) if !after_hash && last_word != "tests" => collect(group.stream(), found),
            TokenTree::Literal(literal) => {
                if let Ok(text) = syn::parse_str::<syn::LitStr>(&literal.to_string()) {
                    found.extend(Some(text.value()).filter(|text| is_sql(text)));
                }
            }
            _ => {}
        }
        last_word = if let TokenTree::Ident(word) = &token { word.to_string() } else { String::new() };
        // `#[…]` and `#![…]`
        after_hash = match &token {
            TokenTree::Punct(punct) => punct.as_char() == '#' || (after_hash && punct.as_char() == '!'),
            _ => false,
        };
    }
}

fn is_sql(text: &str) -> bool {
    let first = text.split_whitespace().next().unwrap_or_default();
    VERBS.contains(&first) && text.trim_start().len() > first.len()
}

#[expect(clippy::expect_used, reason = "a folder that cannot be read must fail the test")]
fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("the folder can be read").path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

#[expect(clippy::expect_used, reason = "a file that cannot be read must fail the test")]
fn read(file: &Path) -> String {
    std::fs::read_to_string(file).expect("the file can be read")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_are_found_where_the_compiler_finds_them() {
        let source = r##"
            //! SELECT a comment
            /// DELETE FROM documentation
            const ONE: &str = "SELECT 1";
            fn two() { run(r#"INSERT INTO "t" VALUES ($1)"#, "WITH nothing\
                to do", "selected", "SELECT", format!("{}", "UPDATE t SET a = 'x'")); }
            #[cfg(test)] mod tests { const THREE: &str = "SELECT 3"; }
        "##;
        assert_eq!(
            literals_of(source),
            ["SELECT 1", r#"INSERT INTO "t" VALUES ($1)"#, "WITH nothingto do", "UPDATE t SET a = 'x'"]
        );
    }
}
