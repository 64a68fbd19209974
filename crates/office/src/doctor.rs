//! Whether everything is there that an office needs. What was found is named here and told by `sixia`, in the reader's language.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use store::case_list::{self, CaseFilter};
use store::{ReadTx, cases, outbox, people};
use vault::WrappedKey;

use crate::shared::Shared;
use crate::{Failure, Office};

/// A clock that nobody records for so long, or a notice that nobody took up, means that no jobs run.
const STUCK_MINUTES: i64 = 15;
/// So far the clocks of two machines may differ.
pub const CLOCKS_APART_MINUTES: i64 = 5;
/// From this month on the calendar of the next year should be known: the State Council announces it in November.
const NEXT_YEAR_FROM_MONTH: i8 = 12;

/// How something stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// As it should be.
    Well,
    /// Nothing is broken, and somebody should know.
    Note,
    /// Something must be done.
    Ill,
}

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// What was looked at: `database`, `reference`, `calendar`, `vault-key`, `clock`, `jobs`, `notices`.
    pub name: &'static str,
    /// How it stands.
    pub state: State,
    /// The name of what was found; together with `name` the key of a text.
    pub found: &'static str,
    /// What goes into the text.
    pub facts: Vec<(&'static str, String)>,
}

impl Check {
    /// Something that was looked at.
    #[must_use]
    pub fn new(name: &'static str, state: State, found: &'static str) -> Self {
        Self { name, state, found, facts: Vec::new() }
    }

    /// The same with a fact for its text.
    #[must_use]
    #[expect(clippy::needless_pass_by_value, reason = "facts are made for this call")]
    pub fn with(mut self, name: &'static str, fact: impl ToString) -> Self {
        self.facts.push((name, fact.to_string()));
        self
    }
}

impl Office {
    /// Looks at everything that must be there. Waits.
    #[must_use]
    pub fn doctor(&self) -> Vec<Check> {
        let found = self.read_blocking(|shared, tx| {
            let mut checks = vec![database(tx)?, reference(shared), calendar(shared)];
            checks.extend([vault_key(tx, shared)?, clock(tx, shared)?, jobs(tx, shared.now())?]);
            checks.push(notices(tx, shared)?);
            Ok(checks)
        });
        found
            .unwrap_or_else(|failure| vec![Check::new("database", State::Ill, "silent").with("why", failure)])
    }
}

fn database(tx: &mut ReadTx) -> Result<Check, Failure> {
    let count = cases::count(tx)?;
    Ok(Check::new("database", State::Well, "answers").with("cases", count))
}

fn reference(shared: &Shared) -> Check {
    let world = shared.world();
    let (programs, units) = (world.programs.iter().count(), world.units.iter().count());
    let (state, found) =
        if programs > 0 && units > 0 { (State::Well, "there") } else { (State::Ill, "missing") };
    Check::new("reference", state, found)
        .with("programs", programs)
        .with("places", world.places.len())
        .with("units", units)
        .with("duties", world.units.duties().len())
}

fn calendar(shared: &Shared) -> Check {
    let calendar = &shared.world().calendar;
    let today: Date = calendar.date_of(shared.now());
    let announced = |year| calendar.source().years.iter().any(|known| known.year == year);
    let (year, next) = (today.year(), today.year().saturating_add(1));
    let check = |state, found, year: i16| Check::new("calendar", state, found).with("year", year);
    match (announced(year), announced(next)) {
        (false, _) => check(State::Ill, "estimated", year),
        (true, false) if today.month() >= NEXT_YEAR_FROM_MONTH => check(State::Ill, "next-missing", next),
        (true, false) => check(State::Note, "next-not-yet", next),
        (true, true) => check(State::Well, "announced", next),
    }
}

/// Whether one person of the vault opens with the keys at hand.
fn vault_key(tx: &mut ReadTx, shared: &Shared) -> Result<Check, Failure> {
    let check = |state, found| Check::new("vault-key", state, found).with("key", shared.keyring.current());
    let any = people::to_rewrap(tx, u32::MAX, 1)?;
    let Some(row) = any.first() else { return Ok(check(State::Well, "unused")) };
    let key = WrappedKey::from_bytes(row.wrapped_key.clone());
    Ok(match shared.unseal(row.person_id.as_str(), &key, &row.sealed) {
        Ok(_) => check(State::Well, "opens"),
        Err(_fault) => check(State::Ill, "another"),
    })
}

/// A case from the future means that this clock, or that of another server, is wrong.
fn clock(tx: &mut ReadTx, shared: &Shared) -> Result<Check, Failure> {
    let now = shared.now();
    let newest = case_list::list(tx, &CaseFilter::default(), None, 1)?;
    let latest = newest.first().map(|line| line.opened_at);
    let most = now + SignedDuration::from_mins(CLOCKS_APART_MINUTES);
    let here = |at: Timestamp| {
        let offset = shared.world().calendar.offset();
        offset.to_datetime(at).strftime("%Y-%m-%d %H:%M").to_string()
    };
    Ok(match latest.filter(|latest| *latest > most) {
        None => Check::new("clock", State::Well, "right").with("now", here(now)),
        Some(latest) => {
            Check::new("clock", State::Ill, "behind").with("now", here(now)).with("latest", here(latest))
        }
    })
}

fn jobs(tx: &mut ReadTx, now: Timestamp) -> Result<Check, Failure> {
    let before = now - SignedDuration::from_mins(STUCK_MINUTES);
    let stuck = cases::to_wake(tx, before, 1)?;
    let (state, found) = if stuck.is_empty() { (State::Well, "run") } else { (State::Ill, "stuck") };
    Ok(Check::new("jobs", state, found))
}

/// Judged by the age of the oldest notice and by failures: many that wait a moment are a busy day.
fn notices(tx: &mut ReadTx, shared: &Shared) -> Result<Check, Failure> {
    if shared.messenger.is_none() {
        return Ok(Check::new("notices", State::Note, "none"));
    }
    let waiting = outbox::waiting(tx)?;
    let before = shared.now() - SignedDuration::from_mins(STUCK_MINUTES);
    let (state, found) = match (waiting.failed, waiting.tried) {
        (1.., _) => (State::Ill, "given-up"),
        (0, 1..) => (State::Ill, "in-vain"),
        (0, 0) if waiting.due.is_some_and(|due| due < before) => (State::Ill, "stuck"),
        (0, 0) => (State::Well, "go-out"),
    };
    let check = Check::new("notices", state, found);
    Ok(check.with("waiting", waiting.count).with("tried", waiting.tried).with("failed", waiting.failed))
}
