//! Files of at most 400 lines of code and functions of at most 70. What was longer when the limit came is listed in
//! `ratchet.toml`, with its length; the list may only shrink.

use std::collections::BTreeMap;

use super::tree::{Finding, Tree, finding};

/// The list, as a path from the project's folder.
pub(crate) const RATCHET: &str = "xtask/ratchet.toml";

const FILE_LINES_MAX: usize = 400;
const FUNCTION_LINES_MAX: usize = 70;

const HEAD: &str = "\
# Files of more than 400 lines of code (tests not counted) and functions of more than 70, each with its length.
# This list may only shrink: `cargo xtask tidy --shrink` lowers it after a cut. Do not add to it.
";

/// What is too long, by `path` or `path#function`.
type Lengths = BTreeMap<String, usize>;

/// What is longer than the limits and the list allow, and what the list allows without need.
pub(crate) fn over(tree: &Tree) -> Vec<Finding> {
    let allowed = match allowed(tree) {
        Ok(allowed) => allowed,
        Err(problem) => return vec![finding(RATCHET, 1, problem)],
    };
    let long = long(tree);
    let grown = long.iter().filter(|(what, lines)| allowed.get(*what).is_none_or(|most| *lines > most));
    let slack = allowed.iter().filter(|(what, most)| long.get(*what).is_none_or(|lines| lines < *most));
    let grown = grown.map(|(what, lines)| {
        let path = what.split('#').next().unwrap_or_default();
        let most = if what.contains('#') { FUNCTION_LINES_MAX } else { FILE_LINES_MAX };
        let most = allowed.get(what).copied().unwrap_or(most);
        finding(path, 1, format!("{what} has {lines} lines of code, at most {most} are allowed: cut it"))
    });
    let slack = slack.map(|(what, _)| {
        finding(RATCHET, 1, format!("{what} is shorter than listed: run `cargo xtask tidy --shrink`"))
    });
    grown.chain(slack).collect()
}

/// The text of the list with every length lowered to what it is now. Nothing is added and nothing grows.
pub(crate) fn shrunk(tree: &Tree) -> String {
    let long = long(tree);
    let allowed = allowed(tree).unwrap_or_default();
    let still = allowed.iter().filter_map(|(what, most)| Some((what, most.min(long.get(what)?))));
    let lines: Vec<String> = still.map(|(what, lines)| format!("\"{what}\" = {lines}\n")).collect();
    HEAD.to_owned() + &lines.concat()
}

fn allowed(tree: &Tree) -> Result<Lengths, String> {
    let text = tree.texts.get(RATCHET).map(String::as_str).unwrap_or_default();
    toml::from_str(text).map_err(|error| format!("cannot be read: {}", error.message()))
}

fn long(tree: &Tree) -> Lengths {
    let mut long = Lengths::new();
    for (path, file) in tree.code() {
        let lines = tree.texts.get(path).map_or(0, |text| text.lines().count()) - file.test_line_count();
        if lines > FILE_LINES_MAX {
            long.insert(path.to_owned(), lines);
        }
        for function in file.functions.iter().filter(|function| !function.is_test) {
            if function.lines > FUNCTION_LINES_MAX {
                long.insert(format!("{path}#{}", function.name), function.lines);
            }
        }
    }
    long
}

#[cfg(test)]
mod tests {
    use super::super::tree::check;
    use super::*;

    fn function(name: &str, lines: usize) -> String {
        format!("fn {name}() {{{}}}\n", "\n".repeat(lines - 1))
    }

    #[test]
    fn what_is_too_long_is_found_unless_it_is_listed() {
        check(
            over,
            &[
                ("crates/a/src/lib.rs", &(function("short", 70) + &function("long", 71))),
                ("crates/a/src/file.rs", &format!("{}#[cfg(test)]\nmod tests {{\n\n}}\n", "\n".repeat(401))),
                ("crates/a/src/fine.rs", &format!("{}#[cfg(test)]\nmod tests {{\n\n}}\n", "\n".repeat(400))),
                ("crates/a/src/listed.rs", &function("old", 90)),
                ("crates/a/src/grown.rs", &function("old", 91)),
                (RATCHET, "\"crates/a/src/listed.rs#old\" = 90\n\"crates/a/src/grown.rs#old\" = 90"),
            ],
            &[
                "crates/a/src/file.rs:1: crates/a/src/file.rs has 401 lines of code, at most 400 are allowed: cut it",
                "crates/a/src/grown.rs:1: crates/a/src/grown.rs#old has 91 lines of code, at most 90 are allowed: cut it",
                "crates/a/src/lib.rs:1: crates/a/src/lib.rs#long has 71 lines of code, at most 70 are allowed: cut it",
            ],
        );
    }

    #[test]
    fn the_list_shrinks_and_never_grows() {
        let list = "\"a.rs#cut\" = 90\n\"a.rs#shorter\" = 90\n\"a.rs#grown\" = 75\n";
        let source = function("shorter", 80) + &function("grown", 76) + &function("new", 99);
        let tree = Tree::new(&[("a.rs", &source), (RATCHET, list)]);
        assert_eq!(shrunk(&tree), format!("{HEAD}\"a.rs#grown\" = 75\n\"a.rs#shorter\" = 80\n"));
        let slack =
            over(&tree).iter().filter(|found| found.to_string().contains("shorter than listed")).count();
        assert_eq!(slack, 2);
    }
}
