//! Writing what a group decided: a few statements of many rows.

use std::collections::BTreeMap;

use domain::case::Case;
use domain::event::{Event, Fact, Link as CaseLink};
use domain::history::Link;
use domain::ids::{CaseId, PersonId};
use domain::schedule;
use store::case_leaders::CaseLeader;
use store::case_sources::CaseSource;
use store::cases::CaseRow;
use store::held::{HeldNumber, HeldRow};
use store::inbox::InboxRow;
use store::outbox::OutboxRow;
use store::people::{BlindRow, PersonRow};
use store::schedules::ScheduleRow;
use store::{
    StoreError, WriteTx, case_units, cases, clocks, dialect, events, held, idempotency, inbox, outbox,
};
use store::{case_leaders, case_sources, people, photos, schedules, sequences, tallies};
use text::CaseNumber;
use vault::Sealed;

use super::pictures::seal_pictures;
use super::{Decided, Desk, Held, answers};
use crate::group::prepare::Prepared;
use crate::group::sight::{looks_away, who_sees};
use crate::group::{Tallies, inbox_rows, notices};
use crate::{Done, Failure, Receipt};

impl Desk<'_> {
    /// Gives out numbers, writes everything, and makes the answers.
    pub(super) fn write(
        mut self,
        tx: &mut WriteTx,
        group: &[Prepared],
        decided: Vec<Result<Decided, Failure>>,
    ) -> Result<Vec<Result<Done, Failure>>, StoreError> {
        self.give_numbers(tx)?;
        self.write_cases(tx)?;
        self.write_people(tx)?;
        self.write_photos(tx)?;
        self.write_library(tx)?;
        let outcomes = self.outcomes(decided);
        self.write_answers(tx, group, &outcomes)?;
        Ok(outcomes)
    }

    /// Numbers are taken last, and only for what was accepted: so none is ever missing from the row.
    fn give_numbers(&mut self, tx: &mut WriteTx) -> Result<(), StoreError> {
        let mut by_sequence: BTreeMap<(String, u16), Vec<CaseId>> = BTreeMap::new();
        for id in &self.opened {
            let Some(held) = self.held.get(id) else { continue };
            let opened = &held.case.opened;
            let program = self.world.programs.version(&opened.kind, opened.pack_version);
            let prefix = program.map(|program| program.prefix.clone()).unwrap_or_default();
            let year = self.world.calendar.date_of(held.case.opened_at).year();
            by_sequence
                .entry((prefix, u16::try_from(year).unwrap_or_default()))
                .or_default()
                .push(id.clone());
        }
        for ((prefix, year), ids) in by_sequence {
            let first = sequences::take(tx, &format!("number:{prefix}-{year}"), count(ids.len()))?;
            for (sequence, id) in (first..).zip(ids) {
                let number =
                    u32::try_from(sequence).ok().and_then(|n| CaseNumber::new(&prefix, year, n).ok());
                let number = number.ok_or(StoreError::Value("a case number out of range"))?;
                if let Some(held) = self.held.get_mut(&id) {
                    number_case(held, &number.to_string());
                }
            }
        }
        self.give_docids(tx)
    }

    /// Numbers in the search index go up by two: the odd ones are for what was published of the case before.
    fn give_docids(&mut self, tx: &mut WriteTx) -> Result<(), StoreError> {
        if self.opened.is_empty() {
            return Ok(());
        }
        let first = sequences::take(tx, "docid", count(self.opened.len()))?;
        for (sequence, id) in (first..).zip(&self.opened) {
            if let Some(new) = self.held.get_mut(id).and_then(|held| held.new.as_mut()) {
                new.docid = sequence.saturating_mul(2);
            }
        }
        Ok(())
    }

    pub(super) fn changed(&self) -> impl Iterator<Item = &Held> + Clone {
        self.held.values().filter(|held| !held.events.is_empty())
    }

    fn write_cases(&self, tx: &mut WriteTx) -> Result<(), StoreError> {
        let mut event_rows = Vec::new();
        let mut hashes: Vec<Link> = Vec::new();
        for held in self.changed() {
            let chain = events::chain(held.case.id(), held.hash(), &held.events)?;
            hashes.extend(chain.last().map(|row| row.hash));
            event_rows.extend(chain);
        }
        let digests: Vec<Option<[u8; 32]>> = self.changed().map(Held::secret_digest).collect();
        let changed = self.changed().zip(&hashes).zip(&digests);
        cases::upsert_many(tx, changed.map(|((held, hash), digest)| held.row(hash, digest.as_ref())))?;
        events::append_many(tx, event_rows)?;
        self.write_derived(tx)
    }

    /// What is derived from cases, for lists, timers and figures.
    fn write_derived(&self, tx: &mut WriteTx) -> Result<(), StoreError> {
        let world = &self.world;
        let mut sums = Tallies::default();
        let (mut units, mut fewer, mut piles) = (Vec::new(), Vec::new(), Vec::<InboxRow>::new());
        for held in self.changed() {
            let (case, before) = (&held.case, held.before.as_ref().map(|stored| &stored.case));
            sums.add(world, before, case);
            let seen_by = who_sees(world, case);
            fewer.extend(before.filter(|before| looks_away(world, before, &seen_by)).map(Case::id));
            units.extend(seen_by);
            piles.extend(inbox_rows(world, case, case.changed_at));
        }
        case_units::replace_many(tx, fewer, &units)?;
        inbox::replace_many(tx, self.changed().map(|held| held.case.id()), &piles)?;
        clocks::replace_many(tx, self.changed().map(|held| &held.case))?;
        self.write_gatherings(tx)?;
        tallies::add_many(tx, self.shared.writer, sums.changes())?;
        let words = self.changed().flat_map(Held::words);
        dialect::index_words(tx, words.collect::<Vec<_>>().iter().map(|(id, words)| (*id, words.as_str())))?;
        if self.changed().any(|held| held.before.is_some() && held.is_sealed_now()) {
            dialect::forget_words(tx)?;
        }
        let of = |held: &Held| notices::rows(self.shared, &world.calendar, &held.case, &held.events);
        let notices: Vec<OutboxRow> = self.changed().flat_map(of).collect();
        outbox::insert_many(tx, &notices)
    }

    /// What only some programs have: a time, leaders, a case out of which they came.
    fn write_gatherings(&self, tx: &mut WriteTx) -> Result<(), StoreError> {
        let (mut times, mut named, mut naming, mut sources) =
            (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let (mut held_rows, mut numbers) = (Vec::new(), Vec::new());
        for held in self.changed() {
            let case = &held.case;
            sources.extend(held.events.iter().filter_map(|event| source(case, event)));
            let program = self.world.programs.version(case.kind(), case.opened.pack_version);
            let Some(program) = program.filter(|program| schedule::gathers(program)) else { continue };
            times.extend(schedule::span(program, case, &self.world.calendar).map(|span| ScheduleRow {
                case_id: case.id().clone(),
                starts_at: span.starts_at,
                ends_at: span.ends_at,
            }));
            if let Some(held) = schedule::held(program, case, &self.world.calendar) {
                let (case_id, recorded_at) = (case.id().clone(), held.recorded_at);
                let number = |(number, n)| HeldNumber { case_id: case_id.clone(), recorded_at, number, n };
                numbers.extend(held.numbers.into_iter().map(number));
                held_rows.push(HeldRow { case_id, recorded_at, at: held.at });
            }
            naming.push(case.id());
            named.extend(schedule::leaders(program, case).into_iter().map(|leader_id| CaseLeader {
                case_id: case.id().clone(),
                leader_id,
                opened_at: case.opened_at,
            }));
        }
        if !sources.is_empty() {
            case_sources::insert_many(tx, &sources)?;
        }
        if naming.is_empty() {
            return Ok(());
        }
        schedules::upsert_many(tx, &times)?;
        held::upsert_many(tx, &held_rows, &numbers)?;
        case_leaders::replace_many(tx, naming, &named)
    }

    fn write_people(&self, tx: &mut WriteTx) -> Result<(), StoreError> {
        let at = |case: &CaseId| self.held.get(case).map(|held| held.case.changed_at).unwrap_or_default();
        let rows: Vec<PersonRow> =
            self.to_vault.iter().map(|(id, (case, sealed))| person_row(id, sealed, at(case))).collect();
        let blind: Vec<BlindRow> =
            self.to_vault.iter().flat_map(|(id, (_, sealed))| blind_rows(id, sealed)).collect();
        if rows.is_empty() {
            return Ok(());
        }
        people::upsert_many(tx, &rows, &blind)?;
        people::link_many(tx, self.to_vault.iter().map(|(id, (case, _))| (id, case)))
    }

    fn write_photos(&self, tx: &mut WriteTx) -> Result<(), StoreError> {
        for (case, digests) in &self.photos {
            for digest in digests {
                photos::claim(tx, case, digest)?;
            }
        }
        for held in self.changed().filter(|held| held.case.opened.sealed) {
            if held.is_sealed_now() || self.photos.iter().any(|(case, _)| case == held.case.id()) {
                seal_pictures(tx, self.shared, held.case.id(), held.case.changed_at)?;
            }
        }
        Ok(())
    }

    fn outcomes(&self, decided: Vec<Result<Decided, Failure>>) -> Vec<Result<Done, Failure>> {
        let mut outcomes: Vec<Result<Done, Failure>> = Vec::with_capacity(decided.len());
        for decided in decided {
            let outcome = decided.and_then(|decided| match decided {
                Decided::Before(done) => Ok(done),
                Decided::SameAs(at) => match outcomes.get(at) {
                    Some(Ok(done)) => Ok(done.clone()),
                    _ => Err(Failure::Busy),
                },
                Decided::Accepted { case, seq, opened, ticket, revealed } => {
                    let receipt = if opened { self.receipt(&case) } else { None };
                    let ticket = ticket.map(|secret| secret.reveal());
                    Ok(Done { case, seq, receipt, ticket, revealed })
                }
            });
            outcomes.push(outcome);
        }
        outcomes
    }

    fn receipt(&self, case: &CaseId) -> Option<Receipt> {
        let held = self.held.get(case)?;
        let secret = held.new.as_ref()?.secret.reveal();
        let program = self.world.programs.version(held.case.kind(), held.case.opened.pack_version)?;
        Some(Receipt::of(program, &held.case, secret))
    }

    fn write_answers(
        &self,
        tx: &mut WriteTx,
        group: &[Prepared],
        outcomes: &[Result<Done, Failure>],
    ) -> Result<(), StoreError> {
        let mut rows = Vec::new();
        for (at, (order, outcome)) in group.iter().zip(outcomes).enumerate() {
            let (Some(key), Ok(done)) = (&order.key, outcome) else { continue };
            if self.keys.get(&(key.text.clone(), key.caller.clone())) == Some(&at) {
                let kept = answers::keep(key, order.occasion.at, done);
                rows.push(kept.map_err(|_error| StoreError::Value("what JSON cannot say"))?);
            }
        }
        idempotency::insert_many(tx, &rows)
    }
}

impl Held {
    /// Takes what lists and search show of the case out of sight: it is sealed from now on.
    pub(super) fn hide(&mut self, title: &str) {
        if let Some(stored) = &mut self.before {
            title.clone_into(&mut stored.title);
            stored.likeness = None;
        }
        if let Some(new) = &mut self.new {
            title.clone_into(&mut new.title);
            new.likeness = None;
            new.words.clear();
        }
    }

    /// Whether an act of this group has sealed it.
    fn is_sealed_now(&self) -> bool {
        self.events.iter().any(|event| matches!(event.fact, Fact::Sealed { .. }))
    }

    fn row<'h>(&'h self, hash: &'h Link, digest: Option<&'h [u8; 32]>) -> CaseRow<'h> {
        match (&self.before, &self.new) {
            (Some(stored), _) => CaseRow { case: &self.case, hash, ..stored.row() },
            (None, new) => CaseRow {
                case: &self.case,
                docid: new.as_ref().map_or(0, |new| new.docid),
                title: new.as_ref().map_or("", |new| &new.title),
                likeness: new.as_ref().and_then(|new| new.likeness),
                hash,
                secret_digest: digest,
            },
        }
    }

    fn secret_digest(&self) -> Option<[u8; 32]> {
        let new = self.new.as_ref()?;
        Some(*new.secret.digest(&self.case.opened.number).as_bytes())
    }

    fn docid(&self) -> i64 {
        match (&self.before, &self.new) {
            (Some(stored), _) => stored.docid,
            (None, new) => new.as_ref().map_or(0, |new| new.docid),
        }
    }

    /// What the search index must hold of this case from now on; empty takes it out.
    fn words(&self) -> Vec<(i64, String)> {
        let docid = self.docid();
        if self.before.is_some() && self.is_sealed_now() {
            return words_of(&self.case, docid).to_vec();
        }
        let mut words = Vec::new();
        let changed = self.events.iter().any(says_more);
        match &self.new {
            Some(new) if !new.words.is_empty() && !changed => words.push((docid, new.words.clone())),
            _ if changed && !self.case.opened.sealed => words.push((docid, text::words(&said(&self.case)))),
            _ => {}
        }
        if self.events.iter().any(is_about_publishing) {
            words.push((docid.saturating_add(1), public_words(&self.case)));
        }
        words
    }
}

/// What the search index must hold of a case, whatever it holds now: for staff, and for the public.
pub(crate) fn words_of(case: &Case, docid: i64) -> [(i64, String); 2] {
    let own = if case.opened.sealed { String::new() } else { text::words(&said(case)) };
    [(docid, own), (docid.saturating_add(1), public_words(case))]
}

/// Whether the words of a case are others after it: an answer, or another spot.
fn says_more(event: &Event) -> bool {
    match &event.fact {
        Fact::Told { fields, .. } => !fields.is_empty(),
        Fact::Moved { .. } => true,
        _ => false,
    }
}

/// What was said about a case, by the person and in answers.
fn said(case: &Case) -> String {
    let opened = &case.opened;
    let told = case.told.iter().flat_map(|told| told.values.values()).flat_map(domain::field::Value::entries);
    let parts = [opened.title.as_str(), &opened.text, &case.place_now.spot].into_iter().chain(told);
    parts.collect::<Vec<_>>().join("\n")
}

fn is_about_publishing(event: &Event) -> bool {
    matches!(event.fact, Fact::Published { .. } | Fact::Unpublished { .. })
}

fn public_words(case: &Case) -> String {
    let public = case.published.as_ref();
    public.map(|public| text::words(&format!("{}\n{}", public.title, public.text))).unwrap_or_default()
}

/// The number goes into the opening, before the chain of events is made.
fn number_case(held: &mut Held, number: &str) {
    number.clone_into(&mut held.case.opened.number);
    if let Some(Fact::Opened(opened)) = held.events.first_mut().map(|event| &mut event.fact) {
        number.clone_into(&mut opened.number);
    }
}

pub(crate) fn person_row(id: &PersonId, sealed: &Sealed, at: jiff::Timestamp) -> PersonRow {
    PersonRow {
        person_id: id.clone(),
        key_id: sealed.wrapped_key.key_id().unwrap_or_default(),
        wrapped_key: sealed.wrapped_key.as_bytes().to_vec(),
        sealed: sealed.ciphertext.clone(),
        changed_at: at,
    }
}

pub(crate) fn blind_rows(id: &PersonId, sealed: &Sealed) -> Vec<BlindRow> {
    let row = |index: &vault::BlindIndex| BlindRow {
        person_id: id.clone(),
        key_id: index.key_id,
        digest: index.bytes.to_vec(),
    };
    sealed.blind_indexes.iter().map(row).collect()
}

fn source(case: &Case, event: &Event) -> Option<CaseSource> {
    let Fact::Linked { other, link: CaseLink::Source } = &event.fact else { return None };
    Some(CaseSource { case_id: case.id().clone(), source_id: other.clone(), opened_at: case.opened_at })
}

pub(super) fn count(items: usize) -> u32 {
    u32::try_from(items).unwrap_or(u32::MAX)
}
