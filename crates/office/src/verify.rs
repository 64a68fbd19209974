//! Whether every case is what its events add up to, and every chain is whole.

use std::collections::BTreeMap;

use domain::case::Case;
use domain::history;
use domain::ids::CaseId;
use store::cases::StoredCase;
use store::events::StoredEvent;
use store::{cases, events};

use crate::{Failure, Office};

/// Cases read together.
const CASES_AT_ONCE: u32 = 200;
/// Faults that are told; more say nothing new.
const FAULTS_MAX: usize = 1_000;

/// What was found in all cases.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// Cases that were replayed.
    pub cases: u64,
    /// Events that were read.
    pub events: u64,
    /// What is wrong, a line each; empty: all is well.
    pub faults: Vec<String>,
}

impl Office {
    /// Replays every case from its events and compares; checks every chain. Tells how far it is after each step. Waits.
    pub fn verify(&self, each: &mut dyn FnMut(&Verified)) -> Result<Verified, Failure> {
        let mut verified = Verified::default();
        let mut after: Option<CaseId> = None;
        loop {
            let last = after.clone();
            let (stored, history) = self.read_blocking(move |_, tx| {
                let stored = cases::walk(tx, last.as_ref(), CASES_AT_ONCE)?;
                let history = events::histories(tx, stored.iter().map(|stored| stored.case.id()))?;
                Ok((stored, history))
            })?;
            let Some(last) = stored.last() else { return Ok(verified) };
            after = Some(last.case.id().clone());
            verified.take(&stored, history);
            each(&verified);
        }
    }
}

impl Verified {
    fn take(&mut self, stored: &[StoredCase], history: Vec<StoredEvent>) {
        let mut by_case: BTreeMap<CaseId, Vec<StoredEvent>> = BTreeMap::new();
        for event in history {
            by_case.entry(event.case_id.clone()).or_default().push(event);
        }
        for stored in stored {
            let events = by_case.remove(stored.case.id()).unwrap_or_default();
            self.cases += 1;
            self.events += u64::try_from(events.len()).unwrap_or(u64::MAX);
            if let Some(fault) = fault(stored, &events).filter(|_| self.faults.len() < FAULTS_MAX) {
                self.faults.push(format!("{} ({}): {fault}", stored.case.opened.number, stored.case.id()));
            }
        }
    }
}

/// The first thing that is wrong with a case.
fn fault(stored: &StoredCase, events: &[StoredEvent]) -> Option<String> {
    let links = events.iter().map(|event| (event.body.as_bytes(), &event.hash));
    if let Some(at) = history::broken_at(links) {
        return Some(format!("the chain is broken at event {}", at + 1));
    }
    if let Some((at, _)) = (1..).zip(events).find(|(seq, event)| event.event.seq != *seq) {
        return Some(format!("event {at} is missing"));
    }
    if events.last().map(|last| last.hash) != Some(stored.hash) {
        return Some("the history does not end where the case says".to_owned());
    }
    let replayed = Case::replay(events.iter().map(|event| &event.event));
    if replayed.as_ref() != Some(&stored.case) {
        return Some("the case is not what its events add up to".to_owned());
    }
    None
}
