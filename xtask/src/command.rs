//! Other programs, run from the project's folder.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, ensure};

use crate::tally::Tally;

/// A command from words, as they would be typed.
pub(crate) fn command(program: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(arguments);
    command
}

/// Runs a command with this terminal and fails when it fails.
pub(crate) fn run(mut command: Command) -> Result<()> {
    let status = command.status().with_context(|| format!("cannot start {}", told(&command)))?;
    ensure!(status.success(), "{} failed ({status})", told(&command));
    Ok(())
}

/// Runs a test runner: its words go to this terminal, and its closing lines are counted.
pub(crate) fn run_counted(mut command: Command) -> Result<Tally> {
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start {}", told(&command)))?;
    let errors = child.stderr.take().context("standard error is piped")?;
    let on_stderr = std::thread::spawn(move || pass_on(errors));
    let mut tally = pass_on(child.stdout.take().context("standard output is piped")?)?;
    match on_stderr.join() {
        Ok(counted) => tally.add(counted?),
        Err(panic) => std::panic::resume_unwind(panic),
    }
    tally.add_exit(child.wait()?.success());
    Ok(tally)
}

/// What a command prints, without the white space around it; `None` when it is missing or fails.
pub(crate) fn answer(program: &str, arguments: &[&str]) -> Option<String> {
    let output = command(program, arguments).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// The first of these programs on the path.
pub(crate) fn find_program(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    names.iter().find_map(|name| folders.iter().map(|folder| folder.join(name)).find(|file| file.is_file()))
}

/// Whether the text of `file` is that of `copy`; both missing is no likeness.
pub(crate) fn same_text(file: &Path, copy: &Path) -> bool {
    std::fs::read(file).ok().is_some_and(|text| std::fs::read(copy).is_ok_and(|other| text == other))
}

fn pass_on(from: impl Read) -> std::io::Result<Tally> {
    let mut tally = Tally::default();
    let mut lines = BufReader::new(from);
    let mut line = Vec::new();
    while lines.read_until(b'\n', &mut line)? > 0 {
        std::io::stdout().write_all(&line)?;
        tally.read_line(&String::from_utf8_lossy(&line));
        line.clear();
    }
    Ok(tally)
}

fn told(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(OsStr::to_string_lossy).collect::<Vec<_>>().join(" ")
}
