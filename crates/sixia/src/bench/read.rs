//! The pages that everybody opens, at ten thousand matters and at a million.

use std::time::{Duration, Instant};

use jiff::ToSpan as _;
use office::Office;
use office::queries::{DeskFilter, FigureScope, FiguresQuery, GroupBy, Month, Page, PublicFilter};
use store::{Database, StoreError};
use tokio::runtime::Runtime;

use super::rows::{Made, Maker};
use super::{Scratch, database, office, percentile};
use crate::Run;
use crate::cli::Exit;
use crate::edge::now;
use crate::serve::runtime;
use crate::terminal::{Progress, line};

/// Matters in one transaction.
const BATCH: usize = 1_000;
/// One matter in so many is published.
const PUBLISHED_EACH: u64 = 3;
/// How often each page is asked for.
const TIMES: usize = 50;
/// What is searched for: standing water, in one topic of many.
const WORDS: &str = "积水";

pub(super) fn run(run: &Run, sizes: &[usize]) -> anyhow::Result<Exit> {
    let scratch = Scratch::new(run)?;
    let database = database(run, &scratch, "raw")?;
    let maker = Maker::new(office(&database)?.world())?;
    let runtime = runtime()?;
    let mut there = 0;
    for size in sizes {
        fill(run, &database, &maker, there, *size)?;
        there = *size;
        let office = office(&database)?;
        line(run.words.with("bench-read", &[("database", database.location()), ("matters", size)]));
        measure(&Asking { run, runtime: &runtime, database: &database }, &office)?;
    }
    Ok(Exit::Done)
}

/// Writes matters of two years, in batches, until there are so many.
fn fill(run: &Run, database: &Database, maker: &Maker, there: usize, size: usize) -> anyhow::Result<()> {
    let mut writer = database.writer();
    let mut progress = Progress::new(&run.words, run.words.say("bench-filling"), u64::try_from(size)?);
    let first = now().checked_sub((730 * 24).hours())?;
    let mut done = there;
    while done < size {
        let at =
            first + jiff::SignedDuration::from_secs(i64::try_from(done)? * 63_000_000 / i64::try_from(size)?);
        let made: Vec<Made> = (u64::try_from(done)?..)
            .take(BATCH.min(size - done))
            .filter_map(|number| {
                let made = maker.make(number, at)?;
                Some(if number.is_multiple_of(PUBLISHED_EACH) { made.published() } else { made })
            })
            .collect();
        let docid = 2 * i64::try_from(done)? + 1;
        writer.transaction(|tx| -> Result<(), StoreError> { maker.write(tx, &made, docid) })?;
        done += BATCH;
        progress.at(u64::try_from(done)?);
    }
    progress.finish();
    Ok(())
}

/// Who asks.
struct Asking<'r> {
    run: &'r Run,
    runtime: &'r Runtime,
    database: &'r Database,
}

fn measure(asking: &Asking<'_>, office: &Office) -> anyhow::Result<()> {
    let calendar = office.world();
    let month = |days: i64| {
        let today = calendar.calendar.date_of(now());
        let day = today.checked_sub(days.days()).unwrap_or(today);
        Month(day.strftime("%Y-%m").to_string())
    };
    let figures = |by| FiguresQuery { scope: FigureScope::default(), from: month(364), until: month(0), by };
    for (key, by) in [
        ("bench-by-place", GroupBy::Place),
        ("bench-by-category", GroupBy::Category),
        ("bench-by-month", GroupBy::Month),
    ] {
        asking.tell(key, async || Ok(office.figures(figures(by)).await?.rows.len()))?;
    }
    let machine = Office::machine();
    asking.tell("bench-public-list", async || {
        Ok(office.public_list(PublicFilter::default(), Page::first()).await?.rows.len())
    })?;
    asking.tell("bench-public-search", async || {
        let filter = PublicFilter { words: Some(WORDS.to_owned()), ..PublicFilter::default() };
        Ok(office.public_list(filter, Page::first()).await?.rows.len())
    })?;
    asking.tell("bench-desk-list", async || {
        Ok(office.desk_list(&machine, DeskFilter::default(), Page::first()).await?.rows.len())
    })?;
    asking.tell("bench-desk-search", async || {
        let filter = DeskFilter { words: Some(WORDS.to_owned()), ..DeskFilter::default() };
        Ok(office.desk_list(&machine, filter, Page::first()).await?.rows.len())
    })
}

impl Asking<'_> {
    fn tell(&self, key: &str, ask: impl AsyncFn() -> anyhow::Result<usize>) -> anyhow::Result<()> {
        let mut times: Vec<Duration> = Vec::new();
        let (mut rows, steps) = (0, self.database.steps());
        for _ in 0..TIMES {
            let began = Instant::now();
            rows = self.runtime.block_on(ask())?;
            times.push(began.elapsed());
        }
        let steps = (self.database.steps() - steps) / u64::try_from(TIMES)?;
        let (p50, p99) = (percentile(&mut times, 50), percentile(&mut times, 99));
        let words = &self.run.words;
        let args: [(&str, &dyn ToString); 5] = [
            ("what", &words.say(key)),
            ("rows", &rows),
            ("p50", &format!("{p50:.2}")),
            ("p99", &format!("{p99:.2}")),
            ("steps", &if steps == 0 { words.say("bench-steps-unknown") } else { steps.to_string() }),
        ];
        line(words.with("bench-read-line", &args));
        Ok(())
    }
}
