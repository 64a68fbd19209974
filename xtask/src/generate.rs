//! Reference pages that are made from the program: whoever changes a setting runs this.

use anyhow::{Context as _, Result, ensure};

use crate::command::command;

/// Each page with the word by which the program knows it.
const PAGES: [(&str, &str); 1] = [("settings", "docs/reference/settings.md")];

/// Writes every page anew. A test of the program fails while one is stale.
pub(crate) fn pages() -> Result<()> {
    for (page, file) in PAGES {
        let made = command("cargo", &["run", "--quiet", "--package", "sixia", "--", "reference", page])
            .stderr(std::process::Stdio::inherit())
            .output()
            .context("cargo cannot be started")?;
        ensure!(made.status.success(), "sixia reference {page} failed");
        std::fs::write(file, made.stdout).with_context(|| file.to_owned())?;
    }
    Ok(())
}
