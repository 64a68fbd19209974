//! The write path beside its limits, in one run.

use std::fs::File;
use std::io::Write as _;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use domain::command::{Caller, Occasion};
use office::{NewCase, Office, Order};
use store::{Database, StoreError};
use web::{Rate, Rates};

use super::client::Client;
use super::rows::{Made, Maker};
use super::{Scratch, database, office, percentile, rate};
use crate::Run;
use crate::cli::Exit;
use crate::edge::now;
use crate::serve::{runtime, site};
use crate::terminal::line;

/// Matters in one transaction at the limit.
const BATCH: usize = 1_000;
/// Appends and matters that are written one at a time.
const SINGLES: usize = 2_000;
/// Bytes of one append.
const APPEND_BYTES: usize = 4_096;

/// One way of writing.
struct Measured {
    key: &'static str,
    rate: f64,
    times: Vec<Duration>,
}

pub(super) fn run(run: &Run, matters: usize, clients: usize) -> anyhow::Result<Exit> {
    let scratch = Scratch::new(run)?;
    let raw = database(run, &scratch, "raw")?;
    let maker = Maker::new(office(&raw)?.world())?;
    let at = now();
    let made: Vec<Made> = (0..).take(matters).filter_map(|number| maker.make(number, at)).collect();
    let mut found = vec![append(&scratch)?, limit(&maker, &raw, &made)?];
    drop(made);
    let own = database(run, &scratch, "office")?;
    let office = office(&own)?;
    found.push(batches(&maker, &office, matters)?);
    found.push(one_by_one(&maker, &office)?);
    found.push(through_http(run, &maker, &office, (matters, clients))?);
    tell(run, &raw, &mut found, clients);
    Ok(Exit::Done)
}

fn tell(run: &Run, database: &Database, found: &mut [Measured], clients: usize) {
    line(run.words.with("bench-write", &[("database", database.location()), ("clients", &clients)]));
    let limit = found.iter().find(|measured| measured.key == "bench-limit").map_or(1.0, |limit| limit.rate);
    for measured in found {
        let (p50, p99) = (percentile(&mut measured.times, 50), percentile(&mut measured.times, 99));
        let args: [(&str, &dyn ToString); 5] = [
            ("what", &run.words.with(measured.key, &[("clients", &clients)])),
            ("rate", &format!("{:.0}", measured.rate)),
            ("ratio", &format!("{:.2}", measured.rate / limit)),
            ("p50", &format!("{p50:.2}")),
            ("p99", &format!("{p99:.2}")),
        ];
        line(run.words.with("bench-line", &args));
    }
}

/// What the disk can do: append and wait until it is there, one after another.
fn append(scratch: &Scratch) -> anyhow::Result<Measured> {
    let mut file = File::create(scratch.0.join("append"))?;
    let bytes = vec![7; APPEND_BYTES];
    timed("bench-append", SINGLES, |_| {
        file.write_all(&bytes)?;
        Ok(file.sync_data()?)
    })
}

/// The limit of the tables: the same rows, made before, in batches, with the functions of the store alone.
fn limit(maker: &Maker, database: &Database, made: &[Made]) -> anyhow::Result<Measured> {
    let mut writer = database.writer();
    let mut docid = 1;
    let started = Instant::now();
    let mut times = Vec::new();
    for batch in made.chunks(BATCH) {
        let began = Instant::now();
        writer.transaction(|tx| -> Result<(), StoreError> { maker.write(tx, batch, docid) })?;
        times.push(began.elapsed());
        docid += 2 * i64::try_from(BATCH)?;
    }
    Ok(Measured { key: "bench-limit", rate: rate(made.len(), started.elapsed()), times })
}

/// The office in batches: with decisions, sealing and words, without HTTP.
fn batches(maker: &Maker, office: &Office, matters: usize) -> anyhow::Result<Measured> {
    let mut times = Vec::new();
    let started = Instant::now();
    let mut done = 0;
    while done < matters {
        let orders = (0..BATCH).filter_map(|at| order(maker, u64::try_from(done + at).ok()?)).collect();
        let began = Instant::now();
        office.run_batch(orders).map_err(|(_, failure)| failure)?;
        times.push(began.elapsed());
        done += BATCH;
    }
    Ok(Measured { key: "bench-batches", rate: rate(done, started.elapsed()), times })
}

/// One transaction for each matter, one after another.
fn one_by_one(maker: &Maker, office: &Office) -> anyhow::Result<Measured> {
    timed("bench-single", SINGLES, |number| {
        let order = order(maker, 10_000_000 + number).into_iter().collect();
        Ok(office.run_batch(order).map(drop).map_err(|(_, failure)| failure)?)
    })
}

fn order(maker: &Maker, number: u64) -> Option<(Occasion, Order)> {
    let occasion = Occasion { at: now(), caller: Caller::person() };
    Some((occasion, Order::open(maker.new_case(number)?).with_key(format!("bench-{number}"))))
}

fn timed(
    key: &'static str,
    count: usize,
    mut step: impl FnMut(u64) -> anyhow::Result<()>,
) -> anyhow::Result<Measured> {
    let mut times = Vec::with_capacity(count);
    let started = Instant::now();
    for number in (0..).take(count) {
        let began = Instant::now();
        step(number)?;
        times.push(began.elapsed());
    }
    Ok(Measured { key, rate: rate(count, started.elapsed()), times })
}

/// Many clients at once, over TCP, through the pages that people use, each answered when its matter is on disk.
fn through_http(
    run: &Run,
    maker: &Maker,
    office: &Office,
    (matters, clients): (usize, usize),
) -> anyhow::Result<Measured> {
    let endless = Rate { burst: u32::MAX, seconds_each: 1 };
    let rates = Rates { raise: endless, track: endless, sign_in: endless, support: endless, upload: endless };
    let site = site(&run.settings, office, Vec::new(), rates)?;
    let runtime = runtime()?;
    let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0"))?;
    let server = listener.local_addr()?;
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let serving = runtime.spawn(async move {
        let stopped = async move { drop(stopped.await) };
        web::serve(&site, listener, stopped).await
    });
    // Told beforehand: the clients share the cores with the server.
    let cases: Vec<NewCase> =
        (20_000_000..).take(matters).filter_map(|number| maker.new_case(number)).collect();
    let next = AtomicUsize::new(0);
    let started = Instant::now();
    let times = std::thread::scope(|scope| {
        let crowd: Vec<_> = (0..clients).map(|_| scope.spawn(|| one_client(&cases, server, &next))).collect();
        let times = crowd
            .into_iter()
            .map(|client| client.join().unwrap_or_else(|_| anyhow::bail!("a client fell over")));
        times.collect::<anyhow::Result<Vec<_>>>()
    })?;
    let took = started.elapsed();
    // The server may have ended by itself: the next line says why.
    let _ended = stop.send(());
    runtime.block_on(serving)??;
    Ok(Measured { key: "bench-http", rate: rate(cases.len(), took), times: times.concat() })
}

fn one_client(cases: &[NewCase], server: SocketAddr, next: &AtomicUsize) -> anyhow::Result<Vec<Duration>> {
    let mut client = Client::open(server)?;
    let mut times = Vec::new();
    loop {
        let number = next.fetch_add(1, Ordering::Relaxed);
        let Some(case) = cases.get(number) else { return Ok(times) };
        let began = Instant::now();
        client.raise(case, &format!("bench-http-{number}"))?;
        times.push(began.elapsed());
    }
}
