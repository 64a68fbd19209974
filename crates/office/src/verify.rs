//! Whether every case is what its events add up to, every chain is whole, and every table says what the cases say.

mod flaw;

use std::collections::{BTreeMap, BTreeSet};

use domain::case::Case;
use domain::ids::CaseId;
use domain::schedule;
use domain::tally::Tally;
use domain::world::World;
use domain::{document, history};
use store::case_leaders::CaseLeader;
use store::checked::{self, CheckedCase, CheckedEvent};
use store::derived::{self, Derived};
use store::documents::{self, DocumentRow};
use store::schedules::ScheduleRow;
use store::{ReadTx, cases, tallies};

use crate::group::{Tallies, inbox_rows, list_title, who_sees};
use crate::jobs::is_current;
use crate::queries::Words;
use crate::shared::Shared;
use crate::{Failure, Office};

pub use flaw::{Flaw, FlawIn};

/// Cases read together.
const CASES_AT_ONCE: u32 = 200;
/// Flaws that are told; more say nothing new.
const FLAWS_MAX: usize = 1_000;

/// What was found in all cases.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// Cases that were replayed.
    pub cases: u64,
    /// Events that were read.
    pub events: u64,
    /// What is wrong, one entry each; empty: all is well.
    pub faults: Vec<Flaw>,
    /// Whether the counters of the figures were compared. Not where a case is broken, of which nobody knows what it counts, nor where
    /// somebody wrote meanwhile.
    pub counters: bool,
}

/// What one read gives.
struct Part {
    last: Option<CaseId>,
    found: Verified,
    tallies: BTreeMap<Tally, i64>,
}

impl Office {
    /// Replays every case from its events and compares it with its row and with everything that is derived from it; checks every
    /// chain, and the counters of the figures at last. What cannot be read is a flaw like others. Tells how far it is after each
    /// step. Waits.
    pub fn verify(&self, each: &mut dyn FnMut(&Verified)) -> Result<Verified, Failure> {
        let before = self.read_blocking(|_, tx| Ok(cases::mark(tx)?))?;
        let mut verified = Verified::default();
        let mut counted: BTreeMap<Tally, i64> = BTreeMap::new();
        let mut after: Option<CaseId> = None;
        loop {
            let (last, world) = (after.clone(), self.world());
            let part = self.read_blocking(move |shared, tx| part(tx, shared, &world, last.as_ref()))?;
            verified.take(part.found);
            part.tallies.into_iter().for_each(|(tally, n)| *counted.entry(tally).or_default() += n);
            if part.last.is_none() {
                break;
            }
            after = part.last;
            each(&verified);
        }
        if verified.faults.is_empty() {
            let wrong = self.read_blocking(move |_, tx| {
                let still = cases::mark(tx)? == before;
                let compare =
                    |tx: &mut ReadTx| tallies::wrong(tx, counted.iter().map(|(tally, n)| (tally, *n)));
                Ok(if still { Some(compare(tx)?) } else { None })
            })?;
            verified.counters = wrong.is_some();
            verified.tell(wrong.into_iter().flatten().map(Flaw::of_counter));
        }
        Ok(verified)
    }
}

/// The next cases; all of it read at one moment.
fn part(tx: &mut ReadTx, shared: &Shared, world: &World, after: Option<&CaseId>) -> Result<Part, Failure> {
    let cases = checked::cases(tx, after, CASES_AT_ONCE)?;
    let history = checked::histories(tx, cases.iter().map(|found| &found.case_id))?;
    // The row of a sealed case holds no more words than its history.
    let open = cases.iter().filter_map(|found| found.case.as_ref().ok());
    let words = Words::of_many(tx, shared, world, open.filter(|case| !case.opened.sealed))?;
    let mut found = Verified::default();
    let sound = found.replay(&cases, history, &words);
    let units_are_current = is_current(tx)?;
    let texts = documents::of_cases(tx, cases.iter().map(|found| &found.case_id))?;
    found.tell(wrong_texts(world, &cases, &texts));
    let wrong = derived::wrong(tx, &should_be(world, &sound, units_are_current))?;
    let numbers: BTreeMap<&CaseId, &str> =
        sound.iter().map(|case| (case.id(), case.opened.number.as_str())).collect();
    let number = |id: &CaseId| numbers.get(id).copied().unwrap_or_default().to_owned();
    found.tell(wrong.into_iter().map(|row| Flaw::of_row(number(&row.case_id), row)));
    let mut sums = Tallies::default();
    for case in &sound {
        sums.add(world, None, case);
    }
    let tallies = sums.changes().map(|(tally, n)| (tally.clone(), n)).collect();
    Ok(Part { last: cases.last().map(|found| found.case_id.clone()), found, tallies })
}

/// What the tables should hold of cases. What units see and must do depends on the units: while those of the tables are older, it is
/// left out.
fn should_be<'c>(world: &World, cases: &'c [Case], units_are_current: bool) -> Derived<'c> {
    let mut derived = Derived::default();
    for case in cases {
        derived.cases.push((case, list_title(world, case)));
        let Some(program) = world.programs.version(case.kind(), case.opened.pack_version) else { continue };
        let span = schedule::span(program, case, &world.calendar);
        let (starts_at, ends_at) = (span.map(|span| span.starts_at), span.map(|span| span.ends_at));
        let time = starts_at.zip(ends_at).map(|(starts_at, ends_at)| ScheduleRow {
            case_id: case.id().clone(),
            starts_at,
            ends_at,
        });
        derived.times.extend(time);
        let leaders = if schedule::gathers(program) { schedule::leaders(program, case) } else { Vec::new() };
        derived.leaders.extend(leaders.into_iter().map(|leader_id| CaseLeader {
            case_id: case.id().clone(),
            leader_id,
            opened_at: case.opened_at,
        }));
    }
    if units_are_current {
        derived.units = Some(cases.iter().flat_map(|case| who_sees(world, case)).collect());
        derived.piles =
            Some(cases.iter().flat_map(|case| inbox_rows(world, case, case.changed_at)).collect());
    }
    derived
}

impl Verified {
    fn take(&mut self, part: Verified) {
        self.cases += part.cases;
        self.events += part.events;
        self.tell(part.faults);
    }

    fn tell(&mut self, flaws: impl IntoIterator<Item = Flaw>) {
        let room = FLAWS_MAX.saturating_sub(self.faults.len());
        self.faults.extend(flaws.into_iter().take(room));
    }

    /// Gives the cases that are what their events add up to.
    fn replay(
        &mut self,
        cases: &[CheckedCase],
        history: Vec<CheckedEvent>,
        words: &BTreeMap<CaseId, Words>,
    ) -> Vec<Case> {
        let mut by_case: BTreeMap<CaseId, Vec<CheckedEvent>> = BTreeMap::new();
        for event in history {
            by_case.entry(event.case_id.clone()).or_default().push(event);
        }
        let mut sound = Vec::with_capacity(cases.len());
        for found in cases {
            let events = by_case.remove(&found.case_id).unwrap_or_default();
            self.cases += 1;
            self.events += u64::try_from(events.len()).unwrap_or(u64::MAX);
            match replayed(found, &events, words.get(&found.case_id)) {
                Ok(case) => sound.push(case),
                Err(flaw) => self.tell([Flaw::of_case(found, flaw)]),
            }
        }
        sound
    }
}

/// Long texts that a case names and that are not there, or that are not what their digest says.
fn wrong_texts(world: &World, cases: &[CheckedCase], texts: &[DocumentRow]) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    let mut kept: BTreeSet<(&CaseId, &str)> = BTreeSet::new();
    let (whole, others): (Vec<_>, Vec<_>) =
        texts.iter().partition(|text| document::digest(&text.body) == text.digest);
    kept.extend(whole.into_iter().map(|text| (&text.case_id, text.digest.as_str())));
    for found in cases {
        let changed = others.iter().find(|text| text.case_id == found.case_id);
        flaws.extend(
            changed.map(|text| Flaw::of_case(found, FlawIn::OtherText { digest: text.digest.clone() })),
        );
        let Ok(case) = &found.case else { continue };
        let Some(program) = world.programs.version(case.kind(), case.opened.pack_version) else {
            continue;
        };
        let told = case.told.iter().map(|told| &told.values);
        let mut named = document::fields(program).flat_map(|field| {
            told.clone().chain([&case.values_now]).filter_map(|values| document::held(values, field))
        });
        let missing = named.find(|digest| !kept.contains(&(&found.case_id, *digest)));
        flaws.extend(
            missing.map(|digest| Flaw::of_case(found, FlawIn::TextMissing { digest: digest.to_owned() })),
        );
    }
    flaws
}

/// The case that the events add up to, or the first thing that is wrong with it. `words` are those that its row holds and its history
/// does not.
fn replayed(found: &CheckedCase, events: &[CheckedEvent], words: Option<&Words>) -> Result<Case, FlawIn> {
    // What is no digest fits nothing.
    let links: Vec<_> =
        events.iter().map(|event| (event.body.as_bytes(), event.hash.unwrap_or_default())).collect();
    if let Some(at) = history::broken_at(links.iter().map(|(body, hash)| (*body, hash))) {
        return Err(FlawIn::Chain { event: at + 1 });
    }
    if let Some((event, _)) = (1..).zip(events).find(|(seq, event)| event.seq != *seq) {
        return Err(FlawIn::EventMissing { event });
    }
    let mut readable = Vec::with_capacity(events.len());
    for event in events {
        match &event.event {
            Ok(read) if read.seq == event.seq => readable.push(read),
            Ok(read) => return Err(FlawIn::EventElsewhere { event: event.seq, says: read.seq }),
            Err(why) => return Err(FlawIn::EventUnreadable { event: event.seq, why: why.clone() }),
        }
        if let Some(column) = event.wrong_column() {
            return Err(FlawIn::EventColumn { event: event.seq, column });
        }
    }
    if events.last().and_then(|last| last.hash) != found.hash {
        return Err(FlawIn::OtherEnd);
    }
    let replayed = Case::replay(readable).map(|case| match words {
        Some(words) => words.whole(case),
        None => case,
    });
    match (&found.case, replayed) {
        (Err(why), _) => Err(FlawIn::CaseUnreadable { why: why.clone() }),
        (Ok(case), Some(replayed)) if replayed == *case => Ok(replayed),
        (Ok(_), _) => Err(FlawIn::OtherCase),
    }
}
