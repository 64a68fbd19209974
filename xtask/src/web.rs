//! The npm side: the front end's build and the browser tests.

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, ensure};

use crate::command::{command, find_program, run, run_counted, same_text};
use crate::tally::Tally;

const FRONTEND: &str = "crates/web/frontend";
/// Playwright and the journeys.
pub(crate) const BROWSER_TESTS: &str = "tests/browser";

/// Builds the front end into `crates/web/dist`, which git does not know.
pub(crate) fn build() -> Result<()> {
    install(FRONTEND)?;
    run(npm(FRONTEND, &["run", "--silent", "build"]))
}

/// Builds the front end and runs the tests of its scripts.
pub(crate) fn build_and_test() -> Result<Tally> {
    build()?;
    run_counted(npm(FRONTEND, &["test", "--silent"]))
}

/// Installs the packages that a folder's lock file names, unless they are there.
pub(crate) fn install(folder: &str) -> Result<()> {
    let folder = Path::new(folder);
    let lock = folder.join("package-lock.json");
    // npm empties node_modules before it installs, so this copy is only there after an install that ended well.
    let installed = folder.join("node_modules/.installed-lock.json");
    if same_text(&lock, &installed) {
        return Ok(());
    }
    ensure!(find_program(&["npm"]).is_some(), "npm is missing: install Node.js 20 or newer");
    run(npm(&folder.to_string_lossy(), &["ci", "--no-progress"]))?;
    std::fs::copy(&lock, &installed).with_context(|| format!("{} is written", installed.display()))?;
    Ok(())
}

/// Builds the program and runs the browser tests against its demonstration.
pub(crate) fn browser_tests(arguments: &[&str]) -> Result<Tally> {
    install(BROWSER_TESTS)?;
    run(command("cargo", &["build", "--package", "sixia"]))?;
    let program = std::env::current_exe()?.with_file_name("sixia");
    let mut playwright = command("npx", &["--no-install", "playwright", "test"]);
    playwright.args(arguments).current_dir(BROWSER_TESTS).env("SIXIA_PROGRAM", program);
    run_counted(playwright)
}

fn npm(folder: &str, arguments: &[&str]) -> Command {
    let mut npm = command("npm", arguments);
    npm.current_dir(folder);
    npm
}
