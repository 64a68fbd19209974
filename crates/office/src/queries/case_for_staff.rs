//! One case, as an officer who may see it sees it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use domain::authority;
use domain::case::Case;
use domain::clock::{Clock, ClockState};
use domain::command::Caller;
use domain::event::{Event, Fact, Share};
use domain::ids::{AccountId, CaseId, PersonId, UnitId};
use domain::program::{Act, ClockOn, Program};
use domain::routing::Because;
use domain::term::{Remaining, Step};
use domain::text::Text;
use domain::world::World;
use jiff::Timestamp;
use store::cases::StoredCase;
use store::people;
use store::{ReadTx, accounts, case_sources, cases, events};
use vault::{Fields, WrappedKey, field, mask_address, mask_id_number, mask_name, mask_phone};

use super::CaseLine;
use super::words::Words;
use crate::group::MODERATOR;
use crate::shared::Shared;
use crate::{Failure, Office};

/// Cases that came out of one, on its page.
pub const OUTCOMES_MAX: u32 = 100;

/// One case with everything that its page shows.
#[derive(Clone, Debug)]
pub struct CaseView {
    /// The case as it stands, with its words also where it is sealed.
    pub case: Case,
    /// Its program, in its version.
    pub program: Arc<Program>,
    /// The title.
    pub title: String,
    /// The text.
    pub text: String,
    /// Where it is in the person's own words.
    pub spot: String,
    /// Every event, oldest first.
    pub timeline: Vec<TimelineEntry>,
    /// Every clock, those that run first.
    pub clocks: Vec<ClockView>,
    /// The people, masked.
    pub people: Vec<PersonView>,
    /// Who has which part, and why.
    pub holdings: Vec<Holding>,
    /// What this officer may do now, the usual act first.
    pub offered: Vec<Act>,
    /// Cases that belong together with it, as far as the officer may see them.
    pub links: Vec<(domain::event::Link, CaseLine)>,
    /// What came out of it, as far as the officer may see it, in the order in which it did; at most [`OUTCOMES_MAX`].
    pub outcomes: Vec<CaseLine>,
    /// Whether this officer may look at masked data, giving a reason.
    pub may_reveal: bool,
    /// Whether this officer may publish it.
    pub may_publish: bool,
}

/// One event of a case.
#[derive(Clone, Debug)]
pub struct TimelineEntry {
    /// What happened, when, and by whom.
    pub event: Event,
    /// The link of the chain: SHA-256 over the link before and this event.
    pub link: [u8; 32],
    /// The name of the account, if an officer acted.
    pub officer: Option<String>,
}

/// One clock.
#[derive(Clone, Debug)]
pub struct ClockView {
    /// The clock.
    pub clock: Clock,
    /// What people call it.
    pub name: Text,
    /// Whom it binds.
    pub on: ClockOn,
    /// How it stands now.
    pub state: ClockState,
    /// What is left.
    pub remaining: Vec<Remaining>,
    /// How the due time came about, day by day.
    pub steps: Vec<Step>,
}

/// A person, masked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonView {
    /// Who.
    pub person: PersonId,
    /// `林**`; empty if unknown.
    pub name: String,
    /// `138****5678`; empty if unknown.
    pub phone: String,
    /// `110*************2X`; empty if unknown.
    pub id_number: String,
    /// Down to the subdistrict; empty if unknown.
    pub address: String,
    /// Whether another way to reach the person is known.
    pub has_contact: bool,
    /// Whether the person was erased: nothing can be read any more.
    pub erased: bool,
}

/// A unit's part in a case, with the reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holding {
    /// Since when.
    pub at: Timestamp,
    /// Which unit.
    pub unit: UnitId,
    /// Which part.
    pub share: Share,
    /// Why this unit and no other.
    pub because: Because,
}

impl Office {
    /// One case with everything that its page shows; `None` if the officer may not see it.
    pub async fn case_for_staff(&self, caller: &Caller, case: &CaseId) -> Result<Option<CaseView>, Failure> {
        let (world, caller, case) = (self.world(), caller.clone(), case.clone());
        self.read(move |shared, tx| {
            let Some(stored) = visible(tx, &world, &caller, &case)? else { return Ok(None) };
            view(tx, shared, &world, &caller, stored).map(Some)
        })
        .await
    }

    /// Every event of a case that the officer may see, with its chain, oldest first; without ties to cases that the officer may
    /// not see.
    pub async fn history(
        &self,
        caller: &Caller,
        case: &CaseId,
    ) -> Result<Option<Vec<TimelineEntry>>, Failure> {
        let (world, caller, case) = (self.world(), caller.clone(), case.clone());
        self.read(move |shared, tx| {
            let Some(stored) = visible(tx, &world, &caller, &case)? else { return Ok(None) };
            let program = program_of(shared, &world, &stored.case)?;
            let words = Words::of(tx, shared, &program, &stored.case)?;
            let hidden = hidden(tx, &world, &caller, &stored.case)?;
            timeline(tx, &words, stored.case.id(), &hidden).map(Some)
        })
        .await
    }
}

/// A case, unless the caller may not see it.
pub(crate) fn visible(
    tx: &mut ReadTx,
    world: &World,
    caller: &Caller,
    case: &CaseId,
) -> Result<Option<StoredCase>, Failure> {
    let found = cases::find(tx, case)?;
    Ok(found.filter(|stored| authority::may_see(world, &stored.case, caller)))
}

fn view(
    tx: &mut ReadTx,
    shared: &Shared,
    world: &World,
    caller: &Caller,
    stored: StoredCase,
) -> Result<CaseView, Failure> {
    let now = shared.now();
    let program = program_of(shared, world, &stored.case)?;
    let words = Words::of(tx, shared, &program, &stored.case)?;
    let mut case = words.whole(stored.case);
    let hidden = hidden(tx, world, caller, &case)?;
    case.links.retain(|(other, _)| !hidden.contains(other));
    let timeline = timeline(tx, &words, case.id(), &hidden)?;
    let mut offered: Vec<Act> =
        authority::offered(world, &program, &case, caller, now).into_iter().cloned().collect();
    offered.sort_by_key(|act| !act.main);
    Ok(CaseView {
        clocks: clocks(world, &program, &case, now),
        people: people_of(tx, shared, &case)?,
        holdings: timeline.iter().filter_map(|entry| holding(&entry.event)).collect(),
        links: links(tx, world, caller, &case, now)?,
        outcomes: outcomes(tx, &case, |other| {
            authority::may_see(world, other, caller).then(|| CaseLine::desk(world, other, now))
        })?,
        may_reveal: caller.by.account().is_some()
            && !(case.opened.people.is_empty() && case.visits.is_empty()),
        may_publish: caller.has(MODERATOR) && case.opened.may_publish && !case.opened.sealed,
        title: case.opened.title.clone(),
        text: case.opened.text.clone(),
        spot: case.place_now.spot.clone(),
        timeline,
        offered,
        program,
        case,
    })
}

/// The program of a case, in the version that the case keeps.
pub(super) fn program_of(shared: &Shared, world: &World, case: &Case) -> Result<Arc<Program>, Failure> {
    let program = world.programs.version(case.kind(), case.opened.pack_version).cloned();
    program.ok_or_else(|| {
        shared.fault(format!("no version {} of {}", case.opened.pack_version, case.opened.kind))
    })
}

/// Cases tied to this one that the caller may not see: that there is a tie says that they exist.
fn hidden(tx: &mut ReadTx, world: &World, caller: &Caller, case: &Case) -> Result<BTreeSet<CaseId>, Failure> {
    let others = cases::load_many(tx, case.links.iter().map(|(other, _)| other))?;
    let sees = |other: &CaseId| {
        others.get(other).is_some_and(|stored| authority::may_see(world, &stored.case, caller))
    };
    Ok(case.links.iter().map(|(other, _)| other).filter(|other| !sees(other)).cloned().collect())
}

fn timeline(
    tx: &mut ReadTx,
    words: &Words,
    case: &CaseId,
    hidden: &BTreeSet<CaseId>,
) -> Result<Vec<TimelineEntry>, Failure> {
    let mut stored = events::history(tx, case)?;
    stored.retain(|stored| match &stored.event.fact {
        Fact::Linked { other, .. } => !hidden.contains(other),
        _ => true,
    });
    let officers = stored.iter().filter_map(|stored| stored.event.by.account());
    let ids: BTreeSet<&AccountId> = officers.collect();
    let names: BTreeMap<AccountId, String> = accounts::names(tx, ids)?.into_iter().collect();
    let entries = stored.into_iter().map(|stored| TimelineEntry {
        officer: stored.event.by.account().and_then(|account| names.get(account)).cloned(),
        link: stored.hash,
        event: words.told(stored.event),
    });
    Ok(entries.collect())
}

/// What is known about people; nobody who was erased.
pub(crate) fn open_people<'p>(
    tx: &mut ReadTx,
    shared: &Shared,
    people: impl IntoIterator<Item = &'p PersonId>,
) -> Result<BTreeMap<PersonId, Fields>, Failure> {
    let mut opened = BTreeMap::new();
    for row in people::load_many(tx, people)? {
        let key = WrappedKey::from_bytes(row.wrapped_key);
        let fields = shared.unseal(row.person_id.as_str(), &key, &row.sealed);
        opened.insert(row.person_id, fields.map_err(|fault| shared.fault(fault))?);
    }
    Ok(opened)
}

fn people_of(tx: &mut ReadTx, shared: &Shared, case: &Case) -> Result<Vec<PersonView>, Failure> {
    let known = open_people(tx, shared, &case.opened.people)?;
    Ok(case.opened.people.iter().map(|person| masked(person, known.get(person))).collect())
}

fn masked(person: &PersonId, known: Option<&Fields>) -> PersonView {
    let mask = |name, mask: fn(&str) -> String| {
        known.and_then(|fields| fields.get(name)).map(mask).unwrap_or_default()
    };
    PersonView {
        person: person.clone(),
        name: mask(field::NAME, mask_name),
        phone: mask(field::PHONE, mask_phone),
        id_number: mask(field::ID_NUMBER, mask_id_number),
        address: mask(field::ADDRESS, mask_address),
        has_contact: known.is_some_and(|fields| fields.get(field::CONTACT).is_some()),
        erased: known.is_none(),
    }
}

/// Every clock, those that run first, the earliest due before the others.
pub(super) fn clocks(world: &World, program: &Program, case: &Case, now: Timestamp) -> Vec<ClockView> {
    let mut views: Vec<ClockView> =
        case.clocks.iter().map(|clock| ClockView::of(world, program, clock, now)).collect();
    let never = Timestamp::MAX;
    views.sort_by_key(|view| {
        let clock = &view.clock;
        (clock.stopped_at.is_some(), clock.due_at.unwrap_or(never), clock.started_at)
    });
    views
}

impl ClockView {
    fn of(world: &World, program: &Program, clock: &Clock, now: Timestamp) -> Self {
        let name = program.clock(&clock.id).map(|def| def.name.clone());
        Self {
            name: name.unwrap_or_default(),
            on: clock.on,
            state: clock.state(now),
            remaining: clock.remaining(now, &world.calendar),
            steps: clock.unfold(&world.calendar),
            clock: clock.clone(),
        }
    }
}

fn holding(event: &Event) -> Option<Holding> {
    let Fact::Assigned { unit, share, because } = &event.fact else { return None };
    Some(Holding { at: event.at, unit: unit.clone(), share: *share, because: because.clone() })
}

fn links(
    tx: &mut ReadTx,
    world: &World,
    caller: &Caller,
    case: &Case,
    now: Timestamp,
) -> Result<Vec<(domain::event::Link, CaseLine)>, Failure> {
    let others = cases::load_many(tx, case.links.iter().map(|(other, _)| other))?;
    let lines = case.links.iter().filter_map(|(other, link)| {
        let other = &others.get(other)?.case;
        authority::may_see(world, other, caller).then(|| (*link, CaseLine::desk(world, other, now)))
    });
    Ok(lines.collect())
}

/// What came out of a case, as far as `show` shows it.
pub(super) fn outcomes(
    tx: &mut ReadTx,
    case: &Case,
    show: impl Fn(&Case) -> Option<CaseLine>,
) -> Result<Vec<CaseLine>, Failure> {
    let ids = case_sources::outcomes(tx, case.id(), OUTCOMES_MAX)?;
    let stored = cases::load_many(tx, &ids)?;
    Ok(ids.iter().filter_map(|id| show(&stored.get(id)?.case)).collect())
}
