//! The pages that everybody opens, at ten thousand matters and at a million.

use std::time::{Duration, Instant};

use jiff::ToSpan as _;
use office::Office;
use office::queries::{DeskFilter, FigureScope, FiguresQuery, GroupBy, Month, Page, PublicFilter};
use store::StoreError;
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
/// How often each page is asked for.
const TIMES: usize = 50;

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
        measure(run, &runtime, &office)?;
    }
    Ok(Exit::Done)
}

/// Writes matters of two years, in batches, until there are so many.
fn fill(
    run: &Run,
    database: &store::Database,
    maker: &Maker,
    there: usize,
    size: usize,
) -> anyhow::Result<()> {
    let mut writer = database.writer();
    let mut progress = Progress::new(&run.words, run.words.say("bench-filling"), u64::try_from(size)?);
    let first = now().checked_sub((730 * 24).hours())?;
    let mut done = there;
    while done < size {
        let at =
            first + jiff::SignedDuration::from_secs(i64::try_from(done)? * 63_000_000 / i64::try_from(size)?);
        let made: Vec<Made> = (u64::try_from(done)?..)
            .take(BATCH.min(size - done))
            .filter_map(|number| maker.make(number, at))
            .collect();
        let docid = 2 * i64::try_from(done)? + 1;
        writer.transaction(|tx| -> Result<(), StoreError> { maker.write(tx, &made, docid) })?;
        done += BATCH;
        progress.at(u64::try_from(done)?);
    }
    progress.finish();
    Ok(())
}

fn measure(run: &Run, runtime: &Runtime, office: &Office) -> anyhow::Result<()> {
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
        tell(run, key, || Ok(runtime.block_on(office.figures(figures(by)))?.rows.len()))?;
    }
    tell(run, "bench-public-list", || {
        Ok(runtime.block_on(office.public_list(PublicFilter::default(), Page::first()))?.rows.len())
    })?;
    tell(run, "bench-desk-list", || {
        Ok(runtime
            .block_on(office.desk_list(&Office::machine(), DeskFilter::default(), Page::first()))?
            .rows
            .len())
    })?;
    tell(run, "bench-desk-search", || {
        let filter = DeskFilter { words: Some("积水".to_owned()), ..DeskFilter::default() };
        Ok(runtime.block_on(office.desk_list(&Office::machine(), filter, Page::first()))?.rows.len())
    })
}

fn tell(run: &Run, key: &str, ask: impl Fn() -> anyhow::Result<usize>) -> anyhow::Result<()> {
    let mut times: Vec<Duration> = Vec::new();
    let mut rows = 0;
    for _ in 0..TIMES {
        let began = Instant::now();
        rows = ask()?;
        times.push(began.elapsed());
    }
    let (p50, p99) = (percentile(&mut times, 50), percentile(&mut times, 99));
    let args: [(&str, &dyn ToString); 4] = [
        ("what", &run.words.say(key)),
        ("rows", &rows),
        ("p50", &format!("{p50:.2}")),
        ("p99", &format!("{p99:.2}")),
    ];
    line(run.words.with("bench-read-line", &args));
    Ok(())
}
