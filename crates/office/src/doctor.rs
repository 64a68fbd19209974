//! Whether everything is there that an office needs.

use jiff::{SignedDuration, Timestamp};
use store::case_list::{self, CaseFilter};
use store::{ReadTx, cases, outbox, people};
use vault::WrappedKey;

use crate::shared::Shared;
use crate::{Failure, Office};

/// A message that waits so long is stuck, and so is a clock that nobody looks at.
const STUCK_MINUTES: i64 = 15;
/// So far the clocks of two machines may differ.
const CLOCKS_APART_MINUTES: i64 = 5;

/// One line of what was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// What was looked at: `database`, `reference`, `vault-key`, `clock`, `history`, `jobs`, `outbox`.
    pub name: &'static str,
    /// Whether it is well.
    pub well: bool,
    /// What was found, in English, for whoever runs the machine.
    pub found: String,
}

impl Office {
    /// Looks at everything that must be there. Waits.
    #[must_use]
    pub fn doctor(&self) -> Vec<Check> {
        let found = self.read_blocking(|shared, tx| {
            Ok(vec![
                database(tx)?,
                reference(shared),
                vault_key(tx, shared)?,
                clock(tx, shared)?,
                jobs(tx, shared.now())?,
                messages(tx, shared.now())?,
            ])
        });
        found.unwrap_or_else(|failure| vec![check("database", false, failure.to_string())])
    }
}

fn check(name: &'static str, well: bool, found: impl Into<String>) -> Check {
    Check { name, well, found: found.into() }
}

fn database(tx: &mut ReadTx) -> Result<Check, Failure> {
    let count = cases::count(tx)?;
    Ok(check("database", true, format!("reachable, {count} cases")))
}

fn reference(shared: &Shared) -> Check {
    let world = shared.world();
    let programs = world.programs.iter().count();
    let units = world.units.iter().count();
    let year = world.calendar.date_of(shared.now()).year();
    let announced = world.calendar.source().years.iter().any(|known| known.year == year);
    let calendar = if announced { "announced" } else { "not announced, days off are estimated" };
    let found = format!(
        "{programs} programs, {} places, {units} units, {} duties; calendar {year}: {calendar}",
        world.places.len(),
        world.units.duties().len()
    );
    check("reference", programs > 0 && units > 0 && announced, found)
}

/// Whether one person of the vault opens with the keys at hand.
fn vault_key(tx: &mut ReadTx, shared: &Shared) -> Result<Check, Failure> {
    let current = shared.keyring.current();
    let any = people::to_rewrap(tx, u32::MAX, 1)?;
    let Some(row) = any.first() else {
        return Ok(check("vault-key", true, format!("key {current}; nobody is in the vault yet")));
    };
    let key = WrappedKey::from_bytes(row.wrapped_key.clone());
    Ok(match shared.unseal(row.person_id.as_str(), &key, &row.sealed) {
        Ok(_) => check("vault-key", true, format!("key {current} seals; the oldest key in use opens")),
        Err(fault) => check("vault-key", false, fault.to_string()),
    })
}

/// A case from the future means that this clock, or that of another server, is wrong.
fn clock(tx: &mut ReadTx, shared: &Shared) -> Result<Check, Failure> {
    let now = shared.now();
    let newest = case_list::list(tx, &CaseFilter::default(), None, 1)?;
    let latest = newest.first().map(|line| line.opened_at);
    let most = now + SignedDuration::from_mins(CLOCKS_APART_MINUTES);
    let well = latest.is_none_or(|latest| latest <= most);
    Ok(check("clock", well, format!("it is {now}; the latest case is of {latest:?}")))
}

fn jobs(tx: &mut ReadTx, now: Timestamp) -> Result<Check, Failure> {
    let before = now - SignedDuration::from_mins(STUCK_MINUTES);
    let stuck = cases::to_wake(tx, before, 1)?;
    let found = if stuck.is_empty() { "no clock waits to be recorded" } else { "clocks wait: no jobs run" };
    Ok(check("jobs", stuck.is_empty(), found))
}

fn messages(tx: &mut ReadTx, now: Timestamp) -> Result<Check, Failure> {
    let (waiting, oldest) = outbox::waiting(tx)?;
    let before = now - SignedDuration::from_mins(STUCK_MINUTES);
    let well = oldest.is_none_or(|oldest| oldest >= before);
    Ok(check("outbox", well, format!("{waiting} messages wait")))
}
