//! One case as it stands now: the sum of its events.

mod parts;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use self::parts::owes_answer;
use crate::clock::{Clock, ClockId};
use crate::event::{Actor, ClockFact, Event, Fact, Link, Opened, Share};
use crate::field::{Values, Where};
use crate::ids::{AccountId, ActId, CaseId, CategoryId, FieldId, KindId, PersonId, StateId, UnitId};
use crate::program::{Ending, OPENING, Phase};
use crate::text::Text;
use crate::visit::{Visit, VisitChange};

/// Names of those who have the same matter that a case remembers: a case is read whole whenever something happens to it.
pub const SUPPORTERS_MAX: usize = 5_000;

/// A case. Built only by [`Case::open`] and [`Case::apply`]; stored as JSON beside its events so that it need not be replayed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Case {
    /// How it began. A seal that comes later shows here as well: in `sealed`, `accused` and `may_publish`.
    #[serde(flatten)]
    pub opened: Opened,
    /// When it began.
    pub opened_at: Timestamp,
    /// The number of its latest event.
    pub seq: u32,
    /// When that happened.
    pub changed_at: Timestamp,
    /// Where it stands.
    pub state_now: StateId,
    /// How far along that is.
    pub phase_now: Phase,
    /// How it ended, while it is ended.
    pub ending: Option<Ending>,
    /// Where it is, as last corrected.
    pub place_now: Where,
    /// What it is about, as last corrected.
    pub category_now: CategoryId,
    /// The values of all forms so far; a later one replaces an earlier one.
    pub values_now: Values,
    /// The unit that registered it.
    pub receiver: Option<UnitId>,
    /// The unit that holds it.
    pub holder: Option<UnitId>,
    /// The unit that sent it to the holder.
    pub sender: Option<UnitId>,
    /// The unit that must answer: the last holder in the phase of handling. Figures are counted for it.
    pub handler: Option<UnitId>,
    /// Units that help and are not done.
    pub co_units: BTreeSet<UnitId>,
    /// Every unit that ever had a part; they go on seeing it.
    pub units: BTreeSet<UnitId>,
    /// Its clocks, in the order of their start.
    pub clocks: Vec<Clock>,
    /// Earlier runs of clocks that were started again: what was late once stays late in the figures.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier_clocks: Vec<Clock>,
    /// Which acts were done by whom, in order, the opening first; each act only with its latest doer.
    pub acts: Vec<DoneAct>,
    /// What the person was told, in order.
    pub told: Vec<Told>,
    /// Officers who stand aside.
    pub recused: BTreeSet<AccountId>,
    /// How many others have the same matter.
    pub supported: u32,
    /// By which names those who said so are known again, so that each counts once; of more than [`SUPPORTERS_MAX`] the first.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub supporters: BTreeSet<String>,
    /// How often it was taken up again.
    pub reopened: u32,
    /// What the public may read.
    pub published: Option<Published>,
    /// Whether it was decided that the public does not read it, or no longer.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub withheld: bool,
    /// Cases that belong together with it.
    pub links: Vec<(CaseId, Link)>,
    /// People who come to it, in the order of their numbers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub visits: Vec<Visit>,
    /// When it ended. Set anew at each other end, cleared when it is taken up again.
    pub ended_at: Option<Timestamp>,
}

/// An act that was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DoneAct {
    /// Which.
    pub act: ActId,
    /// By whom.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
}

/// Something that the person was told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// When.
    pub at: Timestamp,
    /// By which unit.
    pub unit: Option<UnitId>,
    /// In one sentence; may be empty.
    pub notice: Text,
    /// The values that were told, as they were then.
    pub values: Values,
}

/// What the public may read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    /// The title.
    pub title: String,
    /// The text.
    pub text: String,
    /// Since when.
    pub at: Timestamp,
}

impl Case {
    /// The case that an opening event makes; `None` for any other event.
    #[must_use]
    pub fn open(event: &Event) -> Option<Self> {
        let Fact::Opened(opened) = &event.fact else { return None };
        Some(Self {
            opened: (**opened).clone(),
            opened_at: event.at,
            seq: event.seq,
            changed_at: event.at,
            state_now: opened.state.clone(),
            phase_now: opened.phase,
            ending: None,
            place_now: opened.place.clone(),
            category_now: opened.category.clone(),
            values_now: opened.values.clone(),
            receiver: None,
            holder: None,
            sender: None,
            handler: None,
            co_units: BTreeSet::new(),
            units: BTreeSet::new(),
            clocks: Vec::new(),
            earlier_clocks: Vec::new(),
            acts: vec![DoneAct { act: OPENING.into(), by: event.by.clone(), at: event.at }],
            told: Vec::new(),
            recused: BTreeSet::new(),
            supported: 0,
            supporters: BTreeSet::new(),
            reopened: 0,
            published: None,
            withheld: false,
            links: Vec::new(),
            visits: Vec::new(),
            ended_at: None,
        })
    }

    /// The case after all of its events, from the first on; `None` if the first is no opening.
    pub fn replay<'e>(events: impl IntoIterator<Item = &'e Event>) -> Option<Self> {
        let mut events = events.into_iter();
        let mut case = Self::open(events.next()?)?;
        events.for_each(|event| case.apply(event));
        Some(case)
    }

    /// Takes in one more event.
    pub fn apply(&mut self, event: &Event) {
        self.seq = event.seq;
        self.changed_at = event.at;
        match &event.fact {
            Fact::Opened(_) | Fact::Noted { .. } | Fact::Added { .. } | Fact::Revealed { .. } => {}
            Fact::Acted { act, state, phase, ending, values, reopened } => {
                self.state_now = state.clone();
                self.phase_now = *phase;
                self.ended(*ending, event.at);
                self.remember_handler();
                self.values_now.extend(values.clone());
                self.reopened += u32::from(*reopened);
                self.acts.retain(|done| done.act != *act);
                self.acts.push(DoneAct { act: act.clone(), by: event.by.clone(), at: event.at });
            }
            Fact::Assigned { unit, share, .. } => self.assigned(unit, *share),
            Fact::CoDone { unit } => {
                self.co_units.remove(unit);
            }
            Fact::Inherited { from, unit } => self.inherited(from, unit),
            Fact::Clock { clock, change, .. } => self.clocked(clock, change),
            Fact::Told { notice, fields } => {
                let told = self.values_now.iter().filter(|(field, _)| fields.contains(field));
                let values = told.map(|(field, value)| (field.clone(), value.clone())).collect();
                let unit = event.by.unit().cloned();
                self.told.push(Told { at: event.at, unit, notice: notice.clone(), values });
            }
            Fact::Supported { names } => {
                self.supported = self.supported.saturating_add(1);
                let room = SUPPORTERS_MAX.saturating_sub(self.supporters.len());
                self.supporters.extend(names.iter().take(room).cloned());
            }
            Fact::Linked { other, link } => self.links.push((other.clone(), *link)),
            Fact::Recused { account, .. } => {
                self.recused.insert(account.clone());
            }
            Fact::Published { title, text } => {
                self.published = Some(Published { title: title.clone(), text: text.clone(), at: event.at });
                self.withheld = false;
            }
            Fact::Unpublished { .. } | Fact::Withheld { .. } => {
                self.published = None;
                self.withheld = true;
            }
            Fact::Moved { at, .. } => self.place_now = at.clone(),
            Fact::Sealed { accused } => self.sealed(accused),
            Fact::Recategorised { category } => self.category_now = category.clone(),
            Fact::Visit { visit, change } => self.visited(*visit, event.at, change),
        }
    }

    /// A further act in the same end leaves its time; an end lets the helpers go, but not those who owe an answer.
    fn ended(&mut self, ending: Option<Ending>, at: Timestamp) {
        if ending != self.ending {
            self.ended_at = ending.map(|_| at);
            self.ending = ending;
        }
        if ending.is_some() {
            let (owing, clocks) = (&mut self.co_units, &self.clocks);
            owing.retain(|unit| owes_answer(clocks, unit));
        }
    }

    fn sealed(&mut self, accused: &[UnitId]) {
        let opened = &mut self.opened;
        opened.sealed = true;
        opened.may_publish = false;
        let more = accused.iter().filter(|unit| !opened.accused.contains(unit)).cloned().collect::<Vec<_>>();
        opened.accused.extend(more);
        self.published = None;
    }

    fn visited(&mut self, number: u32, at: Timestamp, change: &VisitChange) {
        match self.visits.iter_mut().find(|visit| visit.number == number) {
            Some(visit) => visit.apply(at, change),
            None => self.visits.extend(Visit::made(number, at, change)),
        }
    }

    fn clocked(&mut self, clock: &Clock, change: &ClockFact) {
        let Some(known) = self.clocks.iter_mut().find(|known| known.id == clock.id) else {
            self.clocks.push(clock.clone());
            return;
        };
        let before = std::mem::replace(known, clock.clone());
        if *change == ClockFact::Started {
            self.earlier_clocks.push(before);
        }
    }

    fn assigned(&mut self, unit: &UnitId, share: Share) {
        self.units.insert(unit.clone());
        match share {
            Share::Receiver => self.receiver = Some(unit.clone()),
            Share::Co => {
                self.co_units.insert(unit.clone());
            }
            Share::Holder => {
                if self.holder.as_ref() != Some(unit) {
                    self.sender = self.holder.replace(unit.clone());
                }
                if !owes_answer(&self.clocks, unit) {
                    self.co_units.remove(unit);
                }
                self.remember_handler();
            }
        }
    }

    fn remember_handler(&mut self) {
        if self.phase_now == Phase::Handling {
            self.handler.clone_from(&self.holder);
        }
    }

    /// Its identifier.
    #[must_use]
    pub fn id(&self) -> &CaseId {
        &self.opened.id
    }

    /// Its kind.
    #[must_use]
    pub fn kind(&self) -> &KindId {
        &self.opened.kind
    }

    /// The person who speaks, if known.
    #[must_use]
    pub fn speaker(&self) -> Option<&PersonId> {
        self.opened.people.first()
    }

    /// Whether the vault has something about this person, or in these words, for the case.
    #[must_use]
    pub fn knows(&self, person: &PersonId) -> bool {
        let of_visit = |visit: &Visit| {
            let words = visit.done.as_ref().and_then(|done| done.words.as_ref());
            visit.guest.person.as_ref() == Some(person) || words == Some(person)
        };
        self.opened.people.contains(person) || self.visits.iter().any(of_visit)
    }

    /// The clock with this name.
    #[must_use]
    pub fn clock(&self, id: &ClockId) -> Option<&Clock> {
        self.clocks.iter().find(|clock| clock.id == *id)
    }

    /// Whether somebody must decide if the public reads it: the person agreed, and nobody has decided yet.
    #[must_use]
    pub fn waits_for_publication(&self) -> bool {
        let worthless = matches!(self.ending, Some(Ending::Withdrawn | Ending::Void));
        let agreed = self.opened.may_publish && !self.opened.sealed;
        agreed && self.published.is_none() && !self.withheld && !worthless
    }

    /// The clocks that have not stopped, paused ones included.
    pub fn running(&self) -> impl Iterator<Item = &Clock> {
        self.clocks.iter().filter(|clock| clock.stopped_at.is_none())
    }

    /// The clock that staff must meet next: the earliest due time of those that run and bind staff.
    #[must_use]
    pub fn next_due(&self) -> Option<&Clock> {
        self.running()
            .filter(|clock| clock.on.binds_staff() && clock.due_at.is_some())
            .min_by_key(|clock| clock.due_at)
    }

    /// When the timer must look at it next: the earliest warning or breach that has not gone on record, or a place that was held or
    /// booked too long. `None`: nothing runs.
    #[must_use]
    pub fn wake_at(&self) -> Option<Timestamp> {
        self.running()
            .flat_map(|clock| {
                // What is late is not warned of any more.
                let warning =
                    clock.warn_at.filter(|_| clock.warned_at.is_none() && clock.breached_at.is_none());
                // Nobody is late before the second that the due time names is over.
                let breach = clock.due_at.filter(|_| clock.breached_at.is_none());
                [warning, breach.map(|due_at| due_at + SignedDuration::from_secs(1))]
            })
            .flatten()
            .chain(self.visits.iter().filter_map(|visit| visit.until))
            .min()
    }

    /// Whether an act was done.
    #[must_use]
    pub fn has_done(&self, act: &ActId) -> bool {
        self.acts.iter().any(|done| done.act == *act)
    }

    /// What a field holds now.
    #[must_use]
    pub fn value(&self, field: &FieldId) -> Option<&crate::field::Value> {
        self.values_now.get(field)
    }
}
