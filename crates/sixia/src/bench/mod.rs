//! What two cores can do, measured by anyone: `bench/README.md` tells how, and what was found.

mod client;
mod cost;
mod read;
mod rows;
mod write;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use office::{Office, OfficeSettings};
use store::{Database, Location, Options};
use vault::Keyring;

use crate::Run;
use crate::cli::{Bench, Exit};
use crate::edge::{MachineClock, MachineRandom, fill};
use crate::home;
use crate::terminal::line;

/// Measures.
pub(crate) fn run(run: &Run, bench: &Bench) -> anyhow::Result<Exit> {
    if cfg!(debug_assertions) {
        line(run.words.say("bench-debug"));
    }
    match bench {
        Bench::Write { matters, clients } => write::run(run, *matters, *clients),
        Bench::Read { matters } => read::run(run, matters),
    }
}

/// A folder of its own, gone with this value.
struct Scratch(PathBuf);

impl Scratch {
    fn new(run: &Run) -> anyhow::Result<Self> {
        let path = run.settings.data.join(format!("bench-{}", std::process::id()));
        std::fs::create_dir_all(&path).with_context(|| path.display().to_string())?;
        Ok(Self(path))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}

/// A new database: a file in the folder, or the one that was named, which must be empty.
fn database(run: &Run, scratch: &Scratch, name: &str) -> anyhow::Result<Database> {
    let location = if run.settings.database.is_empty() {
        Location::Sqlite(scratch.0.join(format!("{name}.db")))
    } else {
        run.settings.location()?
    };
    let database = Database::open(&location, &Options::default())?;
    database.migrate(store::MIGRATIONS)?;
    let cases = database.read_blocking(store::cases::count)?;
    anyhow::ensure!(
        cases == 0 || name != "raw",
        "{location} is not empty: a measurement needs a database of its own"
    );
    Ok(database)
}

/// An office with packs, calendar and the demonstration city, without matters.
fn office(database: &Database) -> anyhow::Result<Office> {
    let keyring = Keyring::from_bytes(Keyring::new_line(1, &mut fill).as_bytes())?;
    let settings = OfficeSettings {
        keyring,
        writer: "bench".to_owned(),
        clock: Arc::new(MachineClock),
        random: Arc::new(MachineRandom),
        messenger: None,
        decide: domain::decide::decide,
    };
    let office = Office::open(database.clone(), settings)?;
    home::give_packs_and_calendar(&office)?;
    if office.world().places.is_empty() {
        office.change_reference(&Office::machine(), crate::demo::reference::changes()?)?;
    }
    Ok(office)
}

/// How many a second.
fn rate(count: usize, took: Duration) -> f64 {
    let count = u32::try_from(count).map_or(f64::MAX, f64::from);
    count / took.as_secs_f64().max(f64::EPSILON)
}

/// The time below which so many of a hundred lie, in milliseconds.
fn percentile(times: &mut [Duration], percent: usize) -> f64 {
    times.sort_unstable();
    let at = (times.len() * percent / 100).min(times.len().saturating_sub(1));
    times.get(at).map_or(0.0, |time| time.as_secs_f64() * 1000.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_taken_from_the_sorted_times() {
        let mut times: Vec<Duration> = (1..=100).rev().map(Duration::from_millis).collect();
        assert!((percentile(&mut times, 50) - 51.0).abs() < 0.01);
        assert!((percentile(&mut times, 99) - 100.0).abs() < 0.01);
        assert!(percentile(&mut [], 99).abs() < 0.01);
    }
}
