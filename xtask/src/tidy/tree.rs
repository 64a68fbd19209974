//! The files that tidy looks at.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::Path;

use anyhow::{Context as _, Result};

use super::rust::RustFile;
use crate::command::answer;

/// The text files of the project by their path, the Rust files among them read.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    pub(crate) texts: BTreeMap<String, String>,
    pub(crate) rust: BTreeMap<String, RustFile>,
    /// All files and folders, those that are no text too.
    pub(crate) paths: BTreeSet<String>,
    unreadable: Vec<Finding>,
}

/// One thing that is wrong, where it is and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Finding {
    path: String,
    line: usize,
    problem: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path, self.line, self.problem)
    }
}

/// A finding; line 1 stands for the whole file.
pub(crate) fn finding(path: &str, line: usize, problem: impl Into<String>) -> Finding {
    Finding { path: path.to_owned(), line, problem: problem.into() }
}

/// Rust files that cannot be read.
pub(crate) fn unreadable(tree: &Tree) -> Vec<Finding> {
    tree.unreadable.clone()
}

impl Tree {
    /// The files below the current folder that git knows or would add.
    pub(crate) fn of_git() -> Result<Self> {
        let list = answer("git", &["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
            .context("tidy asks git for the files of the project, and git gave none")?;
        let mut tree = Self::default();
        for path in list.split('\0').filter(|path| !path.is_empty()) {
            // A file removed and not yet committed is still listed.
            if let Ok(bytes) = std::fs::read(path) {
                tree.add(path, String::from_utf8(bytes).ok());
            }
        }
        Ok(tree)
    }

    pub(crate) fn len(&self) -> usize {
        self.texts.len()
    }

    fn add(&mut self, path: &str, text: Option<String>) {
        self.paths.insert(path.to_owned());
        let folders = path.match_indices('/').filter_map(|(end, _)| path.get(..end));
        self.paths.extend(folders.map(str::to_owned));
        let Some(text) = text else { return };
        if has_extension(path, "rs") {
            match RustFile::read(&text) {
                Ok(file) => drop(self.rust.insert(path.to_owned(), file)),
                Err(problem) => self.unreadable.push(finding(path, 1, problem)),
            }
        }
        self.texts.insert(path.to_owned(), text);
    }

    /// Rust files that are not only for tests.
    pub(crate) fn code(&self) -> impl Iterator<Item = (&str, &RustFile)> {
        let tests: BTreeSet<String> =
            self.rust.iter().flat_map(|(path, file)| test_modules(path, file)).collect();
        self.rust
            .iter()
            .filter(move |(path, _)| {
                !is_test_path(path) && !tests.iter().any(|test| path.starts_with(test.as_str()))
            })
            .map(|(path, file)| (path.as_str(), file))
    }

    #[cfg(test)]
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let mut tree = Self::default();
        for (path, text) in files {
            tree.add(path, Some((*text).to_owned()));
        }
        tree
    }
}

/// Whether the path ends with a dot and this.
pub(crate) fn has_extension(path: &str, extension: &str) -> bool {
    Path::new(path).extension().is_some_and(|found| found == extension)
}

/// The folders that hold nothing but tests and their helpers.
fn is_test_path(path: &str) -> bool {
    path.starts_with("tests/") || path.starts_with("crates/testkit/") || path.contains("/tests/")
}

/// Where the modules stand that a file declares for tests only: `a/b.rs` and `a/b/`, as beginnings of paths.
fn test_modules(path: &str, file: &RustFile) -> Vec<String> {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let folder = match name.trim_end_matches(".rs") {
        "lib" | "main" | "mod" => folder.to_owned(),
        name => format!("{folder}/{name}"),
    };
    let modules = file.test_modules.iter();
    modules.flat_map(|module| [format!("{folder}/{module}.rs"), format!("{folder}/{module}/")]).collect()
}

/// Runs one check on some files and compares what it finds, line by line.
#[cfg(test)]
pub(crate) fn check(rule: fn(&Tree) -> Vec<Finding>, files: &[(&str, &str)], expected: &[&str]) {
    let found: Vec<String> = rule(&Tree::new(files)).iter().map(ToString::to_string).collect();
    assert_eq!(found, expected);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_that_are_only_for_tests_are_no_code() {
        let tree = Tree::new(&[
            ("crates/a/src/lib.rs", "#[cfg(test)] mod oracle; mod b;"),
            ("crates/a/src/oracle.rs", ""),
            ("crates/a/src/b.rs", "#[cfg(test)] mod tests;"),
            ("crates/a/src/b/tests.rs", ""),
            ("crates/a/src/b/tests/more.rs", ""),
            ("crates/a/src/b/testing.rs", ""),
            ("crates/a/tests/it/main.rs", ""),
            ("crates/testkit/src/lib.rs", ""),
            ("tests/all.rs", ""),
        ]);
        let code: Vec<&str> = tree.code().map(|(path, _)| path).collect();
        assert_eq!(code, ["crates/a/src/b.rs", "crates/a/src/b/testing.rs", "crates/a/src/lib.rs"]);
    }

    #[test]
    fn a_file_that_is_no_rust_is_a_finding() {
        let tree = Tree::new(&[("a.rs", "fn (")]);
        assert_eq!(unreadable(&tree).len(), 1);
    }
}
