//! The write path beside its limits, in one run.

use std::fs::File;
use std::io::Write as _;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use domain::command::{Caller, Occasion};
use office::{Office, Order};
use store::{Database, StoreError};
use web::{Rate, Rates};

use super::client::{Client, form};
use super::cost::Spent;
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
    /// Matters or appends.
    count: usize,
    spent: Spent,
    /// Orders in one transaction, on an average, where they came in as they liked.
    group: Option<f64>,
}

impl Measured {
    fn new(key: &'static str, times: Vec<Duration>, count: usize, watch: &Watch) -> Self {
        let rate = rate(count, watch.started.elapsed());
        Self { key, rate, times, count, spent: Spent::so_far().since(&watch.before), group: None }
    }
}

/// Wall clock and processor clock from the beginning of a measurement.
struct Watch {
    started: Instant,
    before: Spent,
}

impl Watch {
    fn start() -> Self {
        Self { before: Spent::so_far(), started: Instant::now() }
    }
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
        if let Some(orders) = measured.group {
            line(run.words.with("bench-group", &[("orders", &format!("{orders:.1}"))]));
        }
        for (part, spent) in measured.spent.parts() {
            let micros = spent.as_secs_f64() * 1e6 / rate(measured.count, Duration::from_secs(1));
            let args: [(&str, &dyn ToString); 2] = [("part", &part), ("micros", &format!("{micros:.1}"))];
            line(run.words.with("bench-part", &args));
        }
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
    let watch = Watch::start();
    let mut times = Vec::new();
    for batch in made.chunks(BATCH) {
        let began = Instant::now();
        writer.transaction(|tx| -> Result<(), StoreError> { maker.write(tx, batch, docid) })?;
        times.push(began.elapsed());
        docid += 2 * i64::try_from(BATCH)?;
    }
    Ok(Measured::new("bench-limit", times, made.len(), &watch))
}

/// The office in batches: with decisions, sealing and words, without HTTP.
fn batches(maker: &Maker, office: &Office, matters: usize) -> anyhow::Result<Measured> {
    let mut times = Vec::new();
    let watch = Watch::start();
    let mut done = 0;
    while done < matters {
        let orders = (0..BATCH).filter_map(|at| order(maker, u64::try_from(done + at).ok()?)).collect();
        let began = Instant::now();
        office.run_batch(orders).map_err(|(_, failure)| failure)?;
        times.push(began.elapsed());
        done += BATCH;
    }
    Ok(Measured::new("bench-batches", times, done, &watch))
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
    let watch = Watch::start();
    for number in (0..).take(count) {
        let began = Instant::now();
        step(number)?;
        times.push(began.elapsed());
    }
    Ok(Measured::new(key, times, count, &watch))
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
    let forms: Vec<String> =
        (20_000_000..).take(matters).filter_map(|number| Some(form(&maker.new_case(number)?))).collect();
    let next = AtomicUsize::new(0);
    let before = office.loop_figures();
    let watch = Watch::start();
    let (times, generator) = crowd(clients, || one_client(&forms, server, &next))?;
    let mut measured = Measured::new("bench-http", times, forms.len(), &watch);
    measured.spent = measured.spent.and(generator);
    let after = office.loop_figures();
    let groups = Duration::from_secs(after.groups - before.groups);
    measured.group = Some(rate(usize::try_from(after.orders - before.orders)?, groups));
    // The server may have ended by itself: the next line says why.
    let _ended = stop.send(());
    runtime.block_on(serving)??;
    Ok(measured)
}

/// So many clients at once, each on a thread of its own: their times, and what they cost themselves.
fn crowd(
    clients: usize,
    client: impl Fn() -> anyhow::Result<Vec<Duration>> + Sync,
) -> anyhow::Result<(Vec<Duration>, Spent)> {
    let counted = || client().map(|times| (times, Spent::of_this_thread()));
    std::thread::scope(|scope| {
        let named = || std::thread::Builder::new().name("bench-client".to_owned());
        let crowd: Vec<_> = (0..clients).map(|_| named().spawn_scoped(scope, counted)).collect();
        let (mut times, mut spent) = (Vec::new(), Spent::default());
        for client in crowd {
            let client = client?.join().unwrap_or_else(|_| anyhow::bail!("a client fell over"))?;
            times.extend(client.0);
            spent = spent.and(client.1);
        }
        Ok((times, spent))
    })
}

fn one_client(forms: &[String], server: SocketAddr, next: &AtomicUsize) -> anyhow::Result<Vec<Duration>> {
    let mut client = Client::open(server)?;
    let mut times = Vec::new();
    loop {
        let number = next.fetch_add(1, Ordering::Relaxed);
        let Some(form) = forms.get(number) else { return Ok(times) };
        let began = Instant::now();
        client.raise(form, &format!("bench-http-{number}"))?;
        times.push(began.elapsed());
    }
}
