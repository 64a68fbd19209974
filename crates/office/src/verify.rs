//! Whether every case is what its events add up to, and every chain is whole.

use std::collections::{BTreeMap, BTreeSet};

use domain::case::Case;
use domain::ids::CaseId;
use domain::world::World;
use domain::{document, history};
use store::checked::{self, CheckedCase, CheckedEvent};
use store::documents::{self, DocumentRow};

use crate::queries::Words;
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
    /// Replays every case from its events and compares; checks every chain. What cannot be read is a fault like others. Tells how
    /// far it is after each step. Waits.
    pub fn verify(&self, each: &mut dyn FnMut(&Verified)) -> Result<Verified, Failure> {
        let mut verified = Verified::default();
        let mut after: Option<CaseId> = None;
        loop {
            let last = after.clone();
            let world = self.world();
            let known = self.world();
            let (cases, history, words, texts) = self.read_blocking(move |shared, tx| {
                let cases = checked::cases(tx, last.as_ref(), CASES_AT_ONCE)?;
                let history = checked::histories(tx, cases.iter().map(|found| &found.case_id))?;
                // The row of a sealed case holds no more words than its history.
                let open = cases.iter().filter_map(|found| found.case.as_ref().ok());
                let words = Words::of_many(tx, shared, &world, open.filter(|case| !case.opened.sealed))?;
                let texts = documents::of_cases(tx, cases.iter().map(|found| &found.case_id))?;
                Ok((cases, history, words, texts))
            })?;
            let Some(last) = cases.last() else { return Ok(verified) };
            after = Some(last.case_id.clone());
            verified.take(&cases, history, &words);
            verified.take_texts(&known, &cases, &texts);
            each(&verified);
        }
    }
}

impl Verified {
    fn take(&mut self, cases: &[CheckedCase], history: Vec<CheckedEvent>, words: &BTreeMap<CaseId, Words>) {
        let mut by_case: BTreeMap<CaseId, Vec<CheckedEvent>> = BTreeMap::new();
        for event in history {
            by_case.entry(event.case_id.clone()).or_default().push(event);
        }
        for found in cases {
            let events = by_case.remove(&found.case_id).unwrap_or_default();
            self.cases += 1;
            self.events += u64::try_from(events.len()).unwrap_or(u64::MAX);
            let words = words.get(&found.case_id);
            if let Some(fault) = fault(found, &events, words).filter(|_| self.faults.len() < FAULTS_MAX) {
                self.faults.push(format!("{} ({}): {fault}", found.number, found.case_id));
            }
        }
    }
}

impl Verified {
    /// Looks for long texts that a case names and that are not there, or that are not what their digest says.
    fn take_texts(&mut self, world: &World, cases: &[CheckedCase], texts: &[DocumentRow]) {
        let mut kept: BTreeSet<(&CaseId, &str)> = BTreeSet::new();
        for text in texts {
            if document::digest(&text.body) == text.digest {
                kept.insert((&text.case_id, &text.digest));
            } else {
                self.faults.push(format!("({}): the text {} has other words", text.case_id, text.digest));
            }
        }
        for found in cases {
            let Ok(case) = &found.case else { continue };
            let Some(program) = world.programs.version(case.kind(), case.opened.pack_version) else {
                continue;
            };
            let told = case.told.iter().map(|told| &told.values);
            let mut named = document::fields(program).flat_map(|field| {
                told.clone().chain([&case.values_now]).filter_map(|values| document::held(values, field))
            });
            let missing = named.find(|digest| !kept.contains(&(&found.case_id, *digest)));
            if let Some(digest) = missing {
                self.faults
                    .push(format!("{} ({}): the text {digest} is missing", found.number, found.case_id));
            }
        }
        self.faults.truncate(FAULTS_MAX);
    }
}

/// The first thing that is wrong with a case. `words` are those that its row holds and its history does not.
fn fault(found: &CheckedCase, events: &[CheckedEvent], words: Option<&Words>) -> Option<String> {
    // What is no digest fits nothing.
    let links: Vec<_> =
        events.iter().map(|event| (event.body.as_bytes(), event.hash.unwrap_or_default())).collect();
    if let Some(at) = history::broken_at(links.iter().map(|(body, hash)| (*body, hash))) {
        return Some(format!("the chain is broken at event {}", at + 1));
    }
    if let Some((at, _)) = (1..).zip(events).find(|(seq, event)| event.seq != *seq) {
        return Some(format!("event {at} is missing"));
    }
    let mut readable = Vec::with_capacity(events.len());
    for event in events {
        match &event.event {
            Ok(read) if read.seq == event.seq => readable.push(read),
            Ok(read) => return Some(format!("event {} calls itself event {}", event.seq, read.seq)),
            Err(why) => return Some(format!("event {} cannot be read: {why}", event.seq)),
        }
    }
    if events.last().and_then(|last| last.hash) != found.hash {
        return Some("the history does not end where the case says".to_owned());
    }
    let replayed = Case::replay(readable).map(|case| match words {
        Some(words) => words.whole(case),
        None => case,
    });
    match &found.case {
        Err(why) => Some(format!("the case cannot be read: {why}")),
        Ok(case) if replayed.as_ref() != Some(case) => {
            Some("the case is not what its events add up to".to_owned())
        }
        Ok(_) => None,
    }
}
