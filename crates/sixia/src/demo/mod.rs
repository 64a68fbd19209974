//! The demonstration city: real places, invented units and people, sixty matters written by hand, and two years of invented ones, all of
//! them played through ordinary commands.
//!
//! 1. [`mod@reference`]: what the city is made of. [`phrases`], [`script`]: what people say. [`staff`]: who acts.
//! 2. [`town`] and [`written`]: which matters there are. [`actor`], [`afterwards`]: what becomes of each.
//!
//! The same seed and the same day give the same city. Each matter is played in memory first ([`crate::life`]); then the office does
//! what was planned, a hundred matters in a transaction.

mod actor;
mod afterwards;
mod library;
pub(crate) mod phrases;
mod promised;
pub(crate) mod reference;
mod rota;
mod script;
mod staff;
mod steer;
mod town;
mod visits;
mod written;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use anyhow::Context as _;
use domain::text::Text;
use domain::world::World;
use jiff::Timestamp;
use jiff::civil::Date;
use office::Office;
use office::accounts::NewAccount;
use serde::{Deserialize, Serialize};
use web::DemoAccount;

use crate::life::{Life, perform};
use crate::terminal::Progress;
use crate::words::Words;
use phrases::Phrases;
use reference::{Officer, demo};
use staff::Staff;
use town::Town;

/// The password of every account on the sign-in page of the demonstration.
pub(crate) const PASSWORD: &str = "sixia-demo-2026";
/// Matters in one transaction.
const CHUNK: usize = 100;
/// The last chunks: the newest matters, and those that are led to a state.
const LATE_CHUNKS: usize = 2;
/// Of the newest matters, every so manieth says the same as an early one.
const SAME_EVERY: u64 = 4;
/// Where the data folder remembers how far the loading got.
const STATE: &str = "demonstration.json";

/// What is loaded, and how far that is. The same plan gives the same city.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Plan {
    /// The seed of everything.
    pub(crate) seed: u64,
    /// The last moment of the two years.
    pub(crate) now: Timestamp,
    /// How many matters are invented.
    pub(crate) matters: usize,
    /// How many chunks are done.
    pub(crate) chunks_done: usize,
    /// Whether all is done.
    pub(crate) is_complete: bool,
}

/// Whether this folder holds the demonstration: its people are invented, and it can be made again.
pub(crate) fn is_demonstration(folder: &Path) -> bool {
    folder.join(STATE).is_file()
}

impl Plan {
    /// The plan that was begun in this folder, or a new one.
    pub(crate) fn find(folder: &Path, args: &crate::cli::Demo, now: Timestamp) -> anyhow::Result<Self> {
        match std::fs::read(folder.join(STATE)) {
            Ok(text) => serde_json::from_slice(&text).with_context(|| format!("{STATE} cannot be read")),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let now = args.today.map_or(now, noon);
                Ok(Self { seed: args.seed, now, matters: args.matters, chunks_done: 0, is_complete: false })
            }
            Err(error) => Err(error.into()),
        }
    }

    fn keep(&self, folder: &Path) -> anyhow::Result<()> {
        let path = folder.join(STATE);
        let beside: PathBuf = folder.join(format!("{STATE}.new"));
        std::fs::write(&beside, serde_json::to_vec_pretty(self)?)?;
        Ok(std::fs::rename(beside, path)?)
    }
}

/// Noon of a day in China.
fn noon(day: Date) -> Timestamp {
    jiff::tz::offset(8).to_timestamp(day.at(12, 0, 0, 0)).unwrap_or(Timestamp::MAX)
}

/// Set when the server stops: the loading ends after the chunk at hand and goes on at the next start.
static STOP: AtomicBool = AtomicBool::new(false);

/// Ends the loading after the chunk at hand.
pub(crate) fn stop_loading() {
    STOP.store(true, Ordering::Relaxed);
}

/// What the sign-in page shows of an officer; nothing of most.
pub(crate) fn shown(world: &World, officer: &Officer) -> Option<DemoAccount> {
    let unit = world.units.find(&officer.account.unit).map(|unit| unit.name.clone());
    Some(DemoAccount {
        name: officer.account.id.to_string(),
        password: PASSWORD.to_owned(),
        person: Text::new(officer.account.name.clone(), officer.account.name.clone()),
        unit: unit.unwrap_or_default(),
        may: officer.line.clone()?,
    })
}

/// Loads what is missing of the demonstration. Waits; `run` carries out what the office does asynchronously.
pub(crate) fn load(
    office: &Office,
    words: &Words,
    folder: &Path,
    mut plan: Plan,
    run: &tokio::runtime::Handle,
) -> anyhow::Result<()> {
    if plan.is_complete {
        return Ok(());
    }
    let officers = reference::people()?;
    if office.world().places.is_empty() {
        office.change_reference(&Office::machine(), reference::changes()?)?;
    }
    plan.keep(folder)?;
    run.block_on(give_accounts(office, &officers))?;
    let staff = Staff::new(officers.into_iter().map(|officer| officer.account));
    let phrases = Phrases::read(demo("phrases.toml")?)?;
    let world = office.world();
    let town = Town::new(&world, &phrases, &staff, plan.seed, plan.now);
    let chunks = chunks(&town, plan.matters)?;
    let matters: usize = chunks.iter().map(Vec::len).sum();
    let mut progress = Progress::new(words, words.say("demo-loading"), u64::try_from(matters).unwrap_or(0));
    let early = OnceLock::new();
    std::thread::scope(|scope| -> anyhow::Result<()> {
        let (lives, planned) = sync_channel(1);
        let (town, chunks, early, done_before) = (&town, &chunks, &early, plan.chunks_done);
        scope.spawn(move || plan_all(town, chunks, early, done_before, &lives));
        write_all((office, folder), &planned, early, &mut plan, &mut progress)
    })?;
    run.block_on(hire(office, &staff.hired()))?;
    plan.is_complete = true;
    plan.keep(folder)?;
    progress.finish();
    Ok(())
}

/// One matter that is to be played.
enum Matter {
    Written(Box<written::Written>),
    Invented(Timestamp),
    Led(Box<steer::Target>),
    Reception(rota::Day),
    Text(Box<library::Text>),
}

type Chunk = Vec<(u64, Matter)>;

/// All matters in the order in which they are played: those written by hand first.
fn chunks(town: &Town<'_>, invented: usize) -> anyhow::Result<Vec<Chunk>> {
    let written = written::read(demo("matters.toml")?).context("demo/matters.toml")?;
    let led = steer::targets(town.world).into_iter().map(Box::new).map(Matter::Led);
    let receptions = rota::days(town.world, town.seed, town.now).into_iter().map(Matter::Reception);
    let invented = town.beginnings(invented).into_iter().map(Matter::Invented);
    let texts = library::read(demo("policies.toml")?).context("demo/policies.toml")?;
    let texts = texts.into_iter().map(Box::new).map(Matter::Text);
    let invented = receptions.chain(invented).chain(led).chain(texts);
    let mut numbered =
        (0..).zip(written.into_iter().map(Box::new).map(Matter::Written).chain(invented)).peekable();
    let mut chunks = Vec::new();
    while numbered.peek().is_some() {
        chunks.push(numbered.by_ref().take(CHUNK).collect());
    }
    Ok(chunks)
}

/// Plans chunk after chunk, one ahead of the office.
fn plan_all(
    town: &Town<'_>,
    chunks: &[Chunk],
    early: &OnceLock<Vec<String>>,
    done_before: usize,
    lives: &SyncSender<Vec<(String, Life)>>,
) {
    for (at, chunk) in chunks.iter().enumerate().skip(done_before) {
        let is_late = at + LATE_CHUNKS >= chunks.len();
        let planned = chunk.iter().flat_map(|(number, matter)| {
            let key = format!("demo/{number}");
            let life = match matter {
                Matter::Text(text) => return text.play(town, *number),
                Matter::Written(written) => written.play(town, *number),
                Matter::Invented(at) => {
                    let earlier = earlier(early, *number).filter(|_| is_late && number % SAME_EVERY == 0);
                    town.matter(*number, *at, earlier)
                }
                Matter::Reception(day) => town.reception(*number, day),
                Matter::Led(target) => town.lead(*number, target, earlier(early, *number)),
            };
            let Some(life) = life else { return Vec::new() };
            let promised = town.promised(*number, &key, &life);
            std::iter::once((key, life)).chain(promised).collect()
        });
        if lives.send(planned.collect()).is_err() {
            return;
        }
    }
}

/// The number of one of the first matters, as soon as these are written.
fn earlier(early: &OnceLock<Vec<String>>, number: u64) -> Option<&str> {
    let numbers = early.get()?;
    numbers.get(usize::try_from(number).ok()? % numbers.len().max(1)).map(String::as_str)
}

/// Writes chunk after chunk, and remembers how far it is.
fn write_all(
    (office, folder): (&Office, &Path),
    planned: &Receiver<Vec<(String, Life)>>,
    early: &OnceLock<Vec<String>>,
    plan: &mut Plan,
    progress: &mut Progress<'_>,
) -> anyhow::Result<()> {
    let mut done = u64::try_from(CHUNK.saturating_mul(plan.chunks_done)).unwrap_or(0);
    for lives in planned {
        let numbers = perform(office, &lives)?;
        early.get_or_init(|| numbers);
        plan.chunks_done += 1;
        plan.keep(folder)?;
        done += u64::try_from(lives.len()).unwrap_or(0);
        progress.at(done);
        anyhow::ensure!(!STOP.load(Ordering::Relaxed), "stopped; it goes on at the next start");
    }
    Ok(())
}

/// Makes the accounts of `demo/people.toml`; those that stand on the sign-in page get the password.
async fn give_accounts(office: &Office, officers: &[Officer]) -> anyhow::Result<()> {
    let machine = Office::machine();
    let there = known(office).await?;
    for officer in officers.iter().filter(|officer| !there.contains(officer.account.id.as_str())) {
        let token = office.add_account(&machine, officer.account.clone()).await?;
        if officer.line.is_some() {
            office.accept_invitation(&token, PASSWORD).await?;
        }
    }
    Ok(())
}

/// Makes accounts, without passwords, of the invented officers who have acted, so that histories show names.
async fn hire(office: &Office, hired: &[NewAccount]) -> anyhow::Result<()> {
    let machine = Office::machine();
    let there = known(office).await?;
    for account in hired.iter().filter(|account| !there.contains(account.id.as_str())) {
        office.add_account(&machine, account.clone()).await?;
    }
    Ok(())
}

async fn known(office: &Office) -> anyhow::Result<BTreeSet<String>> {
    let accounts = office.accounts(&Office::machine()).await?;
    Ok(accounts.into_iter().map(|account| account.id.to_string()).collect())
}

/// Every community of a world.
pub(crate) fn spots(world: &World) -> Vec<phrases::Spot> {
    world
        .places
        .iter()
        .filter(|place| place.code.level() == 5)
        .map(|place| town::spot(world, &place.code))
        .collect()
}

/// The world of the demonstration, built without a database.
#[cfg(test)]
fn world() -> anyhow::Result<World> {
    use domain::calendar::Calendar;
    use domain::leader::Leaders;
    use domain::place::Places;
    use domain::unit::Units;
    use domain::world::{Categories, Programs};
    use office::reference::ReferenceChange;

    let mut world = World {
        programs: Programs::default(),
        places: Places::default(),
        units: Units::default(),
        leaders: Leaders::default(),
        categories: Categories::default(),
        calendar: Calendar::build(crate::home::calendar()?)?,
    };
    for (name, source) in crate::shipped::packs() {
        world.programs.add(pack::read(&format!("packs/{name}/pack.toml"), source)?);
    }
    for change in reference::changes()? {
        match change {
            ReferenceChange::Places(places) => world.places = Places::new(places),
            ReferenceChange::Units { units, duties } => world.units = Units::new(units, duties, 1),
            ReferenceChange::Leaders(leaders) => world.leaders = Leaders::new(leaders),
            ReferenceChange::Categories(categories) => world.categories = Categories::new(categories),
            // The demonstration has none of the others.
            _ => {}
        }
    }
    Ok(world)
}

#[cfg(test)]
pub(crate) fn tests_world() -> World {
    world().unwrap()
}

#[cfg(test)]
mod tests;
