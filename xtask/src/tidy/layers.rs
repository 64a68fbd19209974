//! Which crate may do what: the walls of ARCHITECTURE.md.

use super::tree::{Finding, Tree, finding};

/// Words that only some places may use.
struct Wall {
    words: &'static [&'static str],
    /// Beginnings of paths that the wall stands around; code for tests is outside all walls.
    around: &'static [&'static str],
    /// Beginnings of paths, within these, with a gate.
    gates: &'static [&'static str],
    why: &'static str,
}

const CRATES: &[&str] = &["crates/"];
const PURE: &[&str] = &[
    "crates/domain/",
    "crates/pack/",
    "crates/text/",
    "crates/vault/",
    "crates/photo/",
    "crates/questionnaire/",
];

const WALLS: &[Wall] = &[
    Wall {
        words: &["axum", "askama", "StatusCode"],
        around: CRATES,
        gates: &["crates/web/"],
        why: "only `web` speaks HTTP and HTML",
    },
    Wall {
        words: &["rusqlite", "postgres", "tokio_postgres"],
        around: CRATES,
        gates: &["crates/store/"],
        why: "only `store` speaks SQL",
    },
    Wall {
        words: &["Timestamp :: now", "Zoned :: now", "SystemTime :: now"],
        around: CRATES,
        gates: &["crates/sixia/", "crates/web/"],
        why: "time is a parameter; only `sixia` and the edge of `web` read the clock",
    },
    Wall {
        words: &["std :: env", "env :: var", "env :: var_os", "env :: args"],
        around: CRATES,
        gates: &["crates/sixia/"],
        why: "only `sixia` reads settings and the environment",
    },
    Wall {
        words: &["async", "await", "tokio", "fs", "rand", "getrandom", "Instant", "thread"],
        around: PURE,
        gates: &[],
        why: "this crate is pure: no async, files, clock, threads or randomness",
    },
];

/// The crates, each with those that it may not know: the direction of the house.
const ORDER: [&str; 6] = ["domain", "pack", "store", "office", "web", "sixia"];
/// Leaf crates know nobody of the house.
const LEAVES: [&str; 5] = ["text", "vault", "photo", "post", "questionnaire"];

/// Words on the wrong side of a wall.
pub(crate) fn words(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, file) in tree.code() {
        for wall in WALLS.iter().filter(|wall| is_in(path, wall.around) && !is_in(path, wall.gates)) {
            for words in wall.words {
                let found = file.find(words).into_iter().filter(|token| !token.is_test);
                findings.extend(found.map(|token| {
                    finding(path, token.line, format!("`{}`: {}", words.replace(' ', ""), wall.why))
                }));
            }
        }
    }
    findings
}

/// SQL and HTML in string literals on the wrong side.
pub(crate) fn strings(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, file) in tree.code().filter(|(path, _)| is_in(path, CRATES)) {
        for token in file.tokens.iter().filter(|token| !token.is_test) {
            let Some(text) = token.string() else { continue };
            if is_sql(text) && !path.starts_with("crates/store/") {
                findings.push(finding(path, token.line, "SQL: only `store` speaks SQL"));
            }
            if is_html(text) && !path.starts_with("crates/web/") {
                findings.push(finding(path, token.line, "HTML: only `web` speaks HTTP and HTML"));
            }
        }
    }
    findings
}

/// Dependencies that point the wrong way.
pub(crate) fn direction(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in &tree.texts {
        let Some(name) = path.strip_prefix("crates/").and_then(|path| path.strip_suffix("/Cargo.toml"))
        else {
            continue;
        };
        let Ok(manifest) = text.parse::<toml::Table>() else { continue };
        let dependencies = manifest.get("dependencies").and_then(toml::Value::as_table);
        for dependency in dependencies.into_iter().flat_map(toml::Table::keys) {
            if !may_know(name, dependency) {
                let line = text.lines().take_while(|line| !line.starts_with(dependency.as_str())).count() + 1;
                findings.push(finding(path, line, format!("`{name}` may not know `{dependency}`")));
            }
        }
    }
    findings
}

fn may_know(name: &str, dependency: &str) -> bool {
    let place = |name: &str| ORDER.iter().position(|known| *known == name);
    match (place(name), place(dependency)) {
        _ if dependency == "testkit" => false,
        (Some(name), Some(dependency)) => dependency < name,
        (None, Some(_)) => !LEAVES.contains(&name),
        (_, None) => !(LEAVES.contains(&name) && LEAVES.contains(&dependency)),
    }
}

fn is_in(path: &str, folders: &[&str]) -> bool {
    folders.iter().any(|folder| path.starts_with(folder))
}

fn is_sql(text: &str) -> bool {
    let text = text.trim_start();
    let begins = ["SELECT ", "INSERT INTO ", "DELETE FROM ", "CREATE TABLE ", "CREATE INDEX ", "PRAGMA "];
    begins.iter().any(|begin| text.starts_with(begin))
        || (text.starts_with("UPDATE ") && text.contains(" SET "))
}

/// Drawings are no pages: a pack draws its own chart as SVG.
fn is_html(text: &str) -> bool {
    let marks = ["<!DOCTYPE", "<html", "<body", "<div", "<p>", "<span", "<table", "<form", "<input", "<br"];
    marks.iter().any(|mark| text.contains(mark))
}

#[cfg(test)]
mod tests {
    use super::super::tree::check;
    use super::*;

    #[test]
    fn words_stay_on_their_side() {
        check(
            words,
            &[
                ("crates/web/src/lib.rs", "use axum::Router; fn a() { std::env::var(\"A\"); }"),
                ("crates/office/src/lib.rs", "use axum::Router;\nfn now() { jiff::Timestamp::now(); }"),
                ("crates/sixia/src/main.rs", "fn now() { jiff::Timestamp::now(); std::env::args(); }"),
                ("crates/store/src/lib.rs", "use rusqlite::Connection; use std::fs;"),
                ("crates/domain/src/lib.rs", "async fn a() {}\nuse std::fs;"),
                ("crates/pack/src/lib.rs", "#[cfg(test)] mod tests { use std::fs; }"),
                ("crates/pack/tests/all.rs", "use std::fs;"),
            ],
            &[
                "crates/domain/src/lib.rs:1: `async`: this crate is pure: no async, files, clock, threads or randomness",
                "crates/domain/src/lib.rs:2: `fs`: this crate is pure: no async, files, clock, threads or randomness",
                "crates/office/src/lib.rs:1: `axum`: only `web` speaks HTTP and HTML",
                "crates/office/src/lib.rs:2: `Timestamp::now`: time is a parameter; only `sixia` and the edge of `web` read the clock",
                "crates/web/src/lib.rs:1: `std::env`: only `sixia` reads settings and the environment",
                "crates/web/src/lib.rs:1: `env::var`: only `sixia` reads settings and the environment",
            ],
        );
    }

    #[test]
    fn sql_and_html_stay_where_they_belong() {
        let text = "fn a() { run(\"SELECT 1\"); say(\"SELECT a seat\"); show(\"<p>好</p>\"); say(\"UPDATE your form\"); draw(\"</svg>\"); }";
        check(
            strings,
            &[
                ("crates/office/src/lib.rs", text),
                ("crates/store/src/lib.rs", "const A: &str = \"SELECT 1\";"),
            ],
            &[
                "crates/office/src/lib.rs:1: SQL: only `store` speaks SQL",
                "crates/office/src/lib.rs:1: SQL: only `store` speaks SQL",
                "crates/office/src/lib.rs:1: HTML: only `web` speaks HTTP and HTML",
            ],
        );
    }

    #[test]
    fn crates_know_only_those_before_them() {
        let manifest = |lines: &str| format!("[package]\nname = \"x\"\n[dependencies]\n{lines}");
        check(
            direction,
            &[
                ("crates/office/Cargo.toml", &manifest("store.workspace = true\nserde = \"1\"")),
                ("crates/store/Cargo.toml", &manifest("domain = \"1\"\noffice.workspace = true")),
                ("crates/text/Cargo.toml", &manifest("vault = \"1\"")),
                ("crates/web/Cargo.toml", &manifest("testkit = \"1\"")),
                ("crates/testkit/Cargo.toml", &manifest("office = \"1\"")),
            ],
            &[
                "crates/store/Cargo.toml:5: `store` may not know `office`",
                "crates/text/Cargo.toml:4: `text` may not know `vault`",
                "crates/web/Cargo.toml:4: `web` may not know `testkit`",
            ],
        );
    }
}
