//! The tools of the house: what `make` calls. `cargo xtask` alone lists them.

#![expect(clippy::print_stdout, reason = "these are tools for a terminal")]

mod ci;
mod command;
mod generate;
mod setup;
mod tally;
mod tidy;
mod web;

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};

const HELP: &str = "\
cargo xtask setup           installs what the tests need, or says what to install
cargo xtask web             installs the front end's packages and builds crates/web/dist
cargo xtask check           formatting, lints and tidy: the quick look before a commit
cargo xtask tidy [--shrink] checks the rules that no compiler checks; --shrink lowers xtask/ratchet.toml
cargo xtask generate        makes docs/reference anew from the program
cargo xtask browser [ARGS]  the browser tests alone; ARGS go to Playwright
cargo xtask ci              everything that CI runs, in its order";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match dispatch(&words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            println!("\nxtask: {problem:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(words: &[&str]) -> Result<()> {
    // Paths in commands and findings are relative to the project's folder.
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("xtask stands in a folder")?;
    std::env::set_current_dir(root)?;
    match words {
        ["setup"] => setup::run_setup(),
        ["web"] => web::build(),
        ["check"] => ci::check(),
        ["generate"] => generate::pages(),
        ["tidy"] => tidy::run(tidy::Ratchet::Keep),
        ["tidy", "--shrink"] => tidy::run(tidy::Ratchet::Shrink),
        ["browser", arguments @ ..] => web::browser_tests(arguments).map(|_| ()),
        ["ci"] => ci::all(),
        [] | ["help" | "--help"] => {
            println!("{HELP}");
            Ok(())
        }
        _ => bail!("no such tool: {}\n\n{HELP}", words.join(" ")),
    }
}
