//! Rules for what people read: documents, translations, comments, lock files.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path};

use super::tree::{Finding, Tree, finding, has_extension};

const DECISIONS: &str = "docs/adr/";

/// A crate that does not say what it is.
pub(crate) fn crate_docs(tree: &Tree) -> Vec<Finding> {
    let is_root = |path: &str| path.ends_with("/src/lib.rs") || path.ends_with("/src/main.rs");
    let roots = tree.texts.iter().filter(|(path, _)| is_root(path));
    let silent = roots.filter(|(_, text)| !text.starts_with("//!"));
    silent.map(|(path, _)| finding(path, 1, "a crate begins with `//!` and what it is for")).collect()
}

/// Work that was left for later.
pub(crate) fn unfinished(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, file) in &tree.rust {
        for name in ["todo", "unimplemented", "dbg"] {
            let calls = file.find(&format!("{name} !"));
            findings
                .extend(calls.iter().map(|token| finding(path, token.line, format!("`{name}!` is left"))));
        }
    }
    for (path, text) in &tree.texts {
        // This file names the marks.
        let lines = text.lines().enumerate().filter(|_| path != "xtask/src/tidy/prose.rs");
        let left = lines.filter(|(_, line)| ["TODO", "FIXME", "XXX"].iter().any(|mark| has_word(line, mark)));
        findings.extend(left.map(|(at, _)| finding(path, at + 1, "unfinished: do it, or file an issue")));
    }
    findings
}

/// Decisions are numbered from 0001 without a gap, and their title begins with the number.
pub(crate) fn decisions(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    let records = tree.texts.iter().filter(|(path, _)| path.starts_with(DECISIONS));
    for (expected, (path, text)) in (1..).zip(records) {
        if !path.starts_with(&format!("{DECISIONS}{expected:04}-")) {
            findings.push(finding(path, 1, format!("number {expected:04} is expected here")));
        } else if !text.starts_with(&format!("# {expected}. ")) {
            findings.push(finding(path, 1, format!("the title begins with `# {expected}. `")));
        }
    }
    findings
}

/// Links in Markdown that lead nowhere.
pub(crate) fn links(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in tree.texts.iter().filter(|(path, _)| has_extension(path, "md")) {
        let mut in_fence = false;
        for (at, line) in text.lines().enumerate() {
            in_fence ^= line.trim_start().starts_with("```");
            for target in link_targets(line).filter(|_| !in_fence) {
                if !leads_somewhere(tree, path, target) {
                    findings.push(finding(path, at + 1, format!("the link to {target} leads nowhere")));
                }
            }
        }
    }
    findings
}

/// npm's lock files name no host, so that they work through any mirror.
pub(crate) fn locks(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in tree.texts.iter().filter(|(path, _)| path.ends_with("package-lock.json")) {
        let lines =
            text.lines().enumerate().filter(|(_, line)| line.trim_start().starts_with("\"resolved\""));
        findings.extend(
            lines.map(|(at, _)| finding(path, at + 1, "a host: lock with `omit-lockfile-registry-resolved`")),
        );
    }
    findings
}

/// A text that is there in one language only.
pub(crate) fn translations(tree: &Tree) -> Vec<Finding> {
    let mut by_language: BTreeMap<&str, BTreeMap<&str, &str>> = BTreeMap::new();
    for (path, text) in tree.texts.iter().filter(|(path, _)| path.starts_with("translations/")) {
        let language = if path.contains("zh") { "zh" } else { "en" };
        by_language.entry(language).or_default().extend(keys(text).map(|key| (key, path.as_str())));
    }
    let none = BTreeMap::new();
    let (zh, en) = (by_language.get("zh").unwrap_or(&none), by_language.get("en").unwrap_or(&none));
    let missing = |of: &BTreeMap<&str, &str>, there: &BTreeMap<&str, &str>, language: &str| -> Vec<Finding> {
        let missing = of.iter().filter(|(key, _)| !there.contains_key(*key));
        missing.map(|(key, path)| finding(path, 1, format!("`{key}` is not there in {language}"))).collect()
    };
    [missing(zh, en, "en"), missing(en, zh, "zh")].concat()
}

/// Paths of the machine that a file was written on: the project's folder here, or somebody's home.
pub(crate) fn machine_paths(tree: &Tree, folders: &[String]) -> Vec<Finding> {
    let named: BTreeSet<&str> =
        folders.iter().map(String::as_str).filter(|folder| folder.len() > 1).collect();
    let mut findings = Vec::new();
    for (path, text) in &tree.texts {
        for (at, line) in text.lines().enumerate() {
            if named.iter().any(|folder| names_folder(line, folder)) {
                findings.push(finding(path, at + 1, "a path of one machine"));
            }
        }
    }
    findings
}

/// Whether the folder stands in the line as a whole path, or as the beginning of one.
fn names_folder(line: &str, folder: &str) -> bool {
    line.match_indices(folder).any(|(start, _)| {
        let before = line.get(..start).and_then(|line| line.chars().next_back());
        let after = line.get(start + folder.len()..).and_then(|line| line.chars().next());
        let is_word = |letter: char| letter.is_alphanumeric() || "-_.".contains(letter);
        !before.is_some_and(is_word) && !after.is_some_and(is_word)
    })
}

fn has_word(line: &str, word: &str) -> bool {
    line.split(|letter: char| !letter.is_alphanumeric()).any(|part| part == word)
}

/// The targets of `[text](target)`.
fn link_targets(line: &str) -> impl Iterator<Item = &str> {
    let ends = line.split("](").skip(1);
    ends.filter_map(|rest| rest.split([')', ' ']).next())
}

fn leads_somewhere(tree: &Tree, from: &str, target: &str) -> bool {
    let target = target.split('#').next().unwrap_or_default();
    if target.is_empty() || target.contains("://") || target.starts_with("mailto:") {
        return true;
    }
    let folder = Path::new(from).parent().unwrap_or(Path::new(""));
    let mut parts: Vec<String> = Vec::new();
    for component in folder.join(target).components() {
        match component {
            Component::ParentDir => drop(parts.pop()),
            Component::Normal(part) => parts.push(part.to_string_lossy().into_owned()),
            Component::CurDir | Component::RootDir | Component::Prefix(_) => {}
        }
    }
    tree.paths.contains(&parts.join("/"))
}

/// The keys of a Fluent file.
fn keys(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter_map(|line| {
        let (key, _) = line.split_once('=')?;
        let is_key = key.starts_with(|first: char| first.is_ascii_alphabetic() || first == '-');
        is_key.then_some(key.trim())
    })
}

#[cfg(test)]
mod tests {
    use super::super::tree::check;
    use super::*;

    #[test]
    fn a_crate_says_what_it_is() {
        check(
            crate_docs,
            &[("crates/a/src/lib.rs", "//! What it is.\n"), ("crates/b/src/main.rs", "fn main() {}\n")],
            &["crates/b/src/main.rs:1: a crate begins with `//!` and what it is for"],
        );
    }

    #[test]
    fn work_left_for_later_is_found() {
        check(
            unfinished,
            &[
                ("a.rs", "//! todo!() in words is fine\nfn a() { let todo = 1; }\nfn b() { todo!() }"),
                ("b.md", "A list of TODOs.\n- TODO: more"),
            ],
            &["a.rs:3: `todo!` is left", "b.md:2: unfinished: do it, or file an issue"],
        );
    }

    #[test]
    fn decisions_have_no_gap_and_carry_their_number() {
        check(
            decisions,
            &[
                ("docs/adr/0001-one.md", "# 1. One\n"),
                ("docs/adr/0002-two.md", "# Two\n"),
                ("docs/adr/0004-four.md", "# 4. Four\n"),
            ],
            &[
                "docs/adr/0002-two.md:1: the title begins with `# 2. `",
                "docs/adr/0004-four.md:1: number 0003 is expected here",
            ],
        );
    }

    #[test]
    fn links_lead_somewhere() {
        let text = "[a](adr/a.md) [b](../README.md#top) [c](https://example.org) [d](#here) [e](gone.md)\n```\n[f](gone.md)\n```\n[g](adr)";
        check(
            links,
            &[("docs/x.md", text), ("docs/adr/a.md", ""), ("README.md", "![p](docs/none.png)")],
            &[
                "README.md:1: the link to docs/none.png leads nowhere",
                "docs/x.md:1: the link to gone.md leads nowhere",
            ],
        );
    }

    #[test]
    fn lock_files_name_no_host() {
        check(
            locks,
            &[("a/package-lock.json", "{\n  \"resolved\": \"https://example.org/a.tgz\"\n}")],
            &["a/package-lock.json:2: a host: lock with `omit-lockfile-registry-resolved`"],
        );
    }

    #[test]
    fn every_text_is_there_in_both_languages() {
        check(
            translations,
            &[
                ("translations/zh.ftl", "# 注释 = x\nraise = 反映\n    .title = 反映\ntrack = 查进度\n"),
                ("translations/en.ftl", "raise = Raise a matter\nsign-in = Sign in\n"),
            ],
            &[
                "translations/zh.ftl:1: `track` is not there in en",
                "translations/en.ftl:1: `sign-in` is not there in zh",
            ],
        );
    }

    #[test]
    fn paths_of_one_machine_are_found_where_they_are_whole() {
        let tree = Tree::new(&[(
            "a.md",
            "see /home/li/sixia/x\nsee /home/li/sixia2\nand a/home/li/sixia\n/home/mei",
        )]);
        let found = machine_paths(&tree, &["/home/li/sixia".to_owned(), "/home/mei".to_owned()]);
        assert_eq!(
            found,
            [finding("a.md", 1, "a path of one machine"), finding("a.md", 4, "a path of one machine")]
        );
    }
}
