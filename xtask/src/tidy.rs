//! The rules of the house that no compiler checks. Each is a function from the files of the project to what is wrong with them.

mod layers;
mod lengths;
mod prose;
mod rust;
mod tree;

use anyhow::{Result, bail};

use crate::command::answer;
use tree::{Finding, Tree};

/// What to do with limits in `ratchet.toml` that are higher than they need be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ratchet {
    /// Complain.
    Keep,
    /// Lower them in the file.
    Shrink,
}

/// Checks every rule on the files that git knows or would add.
pub(crate) fn run(ratchet: Ratchet) -> Result<()> {
    let mut tree = Tree::of_git()?;
    if ratchet == Ratchet::Shrink {
        std::fs::write(lengths::RATCHET, lengths::shrunk(&tree))?;
        tree = Tree::of_git()?;
    }
    let mut findings = findings(&tree);
    let folders = [std::env::current_dir()?.to_string_lossy().into_owned(), home()];
    findings.extend(prose::machine_paths(&tree, &folders));
    findings.sort();
    findings.dedup();
    for finding in &findings {
        println!("{finding}");
    }
    match findings.len() {
        0 => {
            println!("tidy: {} files, nothing to say", tree.len());
            Ok(())
        }
        count => bail!("tidy: {count} to mend"),
    }
}

fn home() -> String {
    answer("sh", &["-c", "echo ~"]).unwrap_or_default()
}

fn findings(tree: &Tree) -> Vec<Finding> {
    let checks = [
        tree::unreadable,
        layers::words,
        layers::strings,
        layers::direction,
        lengths::over,
        prose::crate_docs,
        prose::unfinished,
        prose::decisions,
        prose::links,
        prose::locks,
        prose::translations,
    ];
    checks.iter().flat_map(|check| check(tree)).collect()
}
