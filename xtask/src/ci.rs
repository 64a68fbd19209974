//! All that CI runs, in one order, on any machine.

use std::time::Instant;

use anyhow::{Result, ensure};

use crate::command::{command, run, run_counted};
use crate::tally::Tally;
use crate::{setup, tidy, web};

/// One step: its name in the progress lines, and what it does.
type Step = (&'static str, fn() -> Result<Tally>);

/// The quick look before a commit.
const QUICK: [Step; 3] = [("formatting", formatting), ("tidy", tidy), ("lints", lints)];

const SLOW: [Step; 5] = [
    ("front end", front_end),
    ("tests", tests),
    ("browser tests", browser_tests),
    ("licences and sources", licences),
    ("documentation", documentation),
];

/// Formatting, tidy and lints.
pub(crate) fn check() -> Result<()> {
    steps(&QUICK)
}

/// Every step to the end, whatever fails on the way.
pub(crate) fn all() -> Result<()> {
    steps(&[QUICK.as_slice(), &SLOW].concat())
}

fn steps(steps: &[Step]) -> Result<()> {
    let start = Instant::now();
    let mut tests = Tally::default();
    let mut told = Vec::new();
    for (number, (name, step)) in (1..).zip(steps) {
        println!("\n=== {number}/{} {name} ({} s so far)", steps.len(), start.elapsed().as_secs());
        let began = Instant::now();
        let tally = step().unwrap_or_else(|problem| {
            println!("{problem:#}");
            Tally { failed: 1, ..Tally::default() }
        });
        tests.add(tally);
        let outcome = if tally.failed == 0 { "well" } else { "FAILED" };
        told.push(format!("{name:<22} {outcome:<6} {:>5} s", began.elapsed().as_secs()));
    }
    println!("\n{}\n{:<29} {:>5} s\n{tests}", told.join("\n"), "all", start.elapsed().as_secs());
    ensure!(tests.failed == 0, "not everything is well");
    Ok(())
}

fn formatting() -> Result<Tally> {
    checked(run(command("cargo", &["fmt", "--all", "--check"])))
}

fn tidy() -> Result<Tally> {
    checked(tidy::run(tidy::Ratchet::Keep))
}

fn lints() -> Result<Tally> {
    let words = ["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"];
    checked(run(command("cargo", &words)))
}

fn front_end() -> Result<Tally> {
    web::build_and_test()
}

/// One run of `cargo test`, not nextest: the tests of one binary share a PostgreSQL, and nextest would start one for each test.
fn tests() -> Result<Tally> {
    let mut cargo = command("cargo", &["test", "--workspace", "--no-fail-fast"]);
    if setup::has_postgres() {
        cargo.env("SIXIA_REQUIRE_POSTGRES", "1");
    }
    if setup::has_python_packages() {
        cargo.env("SIXIA_REQUIRE_MAIL", "1");
        cargo.env("SIXIA_REQUIRE_READERS", "1");
    }
    run_counted(cargo)
}

fn browser_tests() -> Result<Tally> {
    web::browser_tests(&[])
}

/// Not the advisories: their database is on another host, and CI must pass where only the registry can be reached.
fn licences() -> Result<Tally> {
    let words = ["deny", "--locked", "check", "--hide-inclusion-graph", "licenses", "bans", "sources"];
    checked(run(command("cargo", &words)))
}

/// As a developer reads it, so a link to what is private is no fault.
fn documentation() -> Result<Tally> {
    let mut cargo = command(
        "cargo",
        &["doc", "--workspace", "--no-deps", "--document-private-items", "--keep-going", "--quiet"],
    );
    cargo.env("RUSTDOCFLAGS", "-D warnings -A rustdoc::private-intra-doc-links");
    checked(run(cargo))
}

/// A step without tests of its own.
fn checked(outcome: Result<()>) -> Result<Tally> {
    outcome.map(|()| Tally::default())
}
