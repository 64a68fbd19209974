//! A case that is decided in memory before the office is asked: what it becomes is known, and what the rules refuse is found before
//! anything is written. The demonstration and the import both work so.

use std::sync::Arc;

use domain::authority;
use domain::case::Case;
use domain::command::{Caller, Command, Occasion, Opening};
use domain::decide::decide;
use domain::event;
use domain::field::Values;
use domain::guard::Facts;
use domain::ids::{CaseId, Ids, PersonId};
use domain::program::{Act, Phase, Program};
use domain::refusal::Refusal;
use domain::world::World;
use jiff::Timestamp;
use office::{NewCase, Office, Order};
use sha2::{Digest as _, Sha256};

/// Ticks in a row that one moment may need; a program that wants more goes in a circle.
const TICKS_MAX: usize = 100;

/// A case, and everything that was done to it.
pub(crate) struct Life {
    world: Arc<World>,
    /// Its program.
    pub(crate) program: Arc<Program>,
    /// How it stands.
    pub(crate) case: Case,
    /// How it begins.
    pub(crate) opening: (Occasion, NewCase),
    /// What is done then, in order.
    pub(crate) steps: Vec<(Occasion, Command)>,
    /// The name of the life out of which it comes, and when that began.
    pub(crate) source: Option<(String, Timestamp)>,
}

impl Life {
    /// Opens a case.
    pub(crate) fn open(world: &Arc<World>, occasion: Occasion, new: NewCase) -> Result<Self, Refusal> {
        let program = world.programs.current(&new.kind).cloned().ok_or(Refusal::NoSuchProgram)?;
        let opening = Opening { opened: told(&new), form: new.form.clone(), source: None };
        let events = decide(world, None, &Command::Open(Box::new(opening)), &occasion)?;
        let case = Case::replay(&events).ok_or(Refusal::NotFound)?;
        let (world, opening) = (Arc::clone(world), (occasion, new));
        Ok(Self { world, program, case, opening, steps: Vec::new(), source: None })
    }

    /// Does something to it.
    pub(crate) fn run(&mut self, occasion: Occasion, command: Command) -> Result<(), Refusal> {
        let events = decide(&self.world, Some(&self.case), &command, &occasion)?;
        for event in &events {
            self.case.apply(event);
        }
        self.steps.push((occasion, command));
        Ok(())
    }

    /// Lets time pass: whatever a timer would have done until then is done.
    pub(crate) fn wait_until(&mut self, until: Timestamp) {
        for _ in 0..TICKS_MAX {
            let Some(at) = self.case.wake_at().filter(|at| *at <= until) else { return };
            let occasion = Occasion { at: at.max(self.case.changed_at), caller: Caller::timer() };
            if self.run(occasion, Command::Tick).is_err() {
                return;
            }
        }
    }

    /// The acts of the program that the caller may do at a time.
    pub(crate) fn offered(&self, caller: &Caller, at: Timestamp) -> Vec<&Act> {
        authority::offered(&self.world, &self.program, &self.case, caller, at)
    }

    /// What guards see at a time.
    pub(crate) fn facts(&self, at: Timestamp) -> Facts<'_> {
        Facts::new(&self.world, &self.program, &self.case, &Values::new(), at)
    }
}

/// The opening as the domain takes it. Identifier, number and people are the office's to give; here they only fill their places.
pub(crate) fn told(new: &NewCase) -> event::Opened {
    let person = |at: usize| PersonId::new(format!("person-{at}"));
    let known = new.people.iter().enumerate().filter(|(_, person)| !person.is_blank());
    event::Opened {
        id: CaseId::new("planned"),
        number: String::new(),
        kind: new.kind.clone(),
        pack_version: 0,
        state: "".into(),
        phase: Phase::Received,
        channel: new.channel.clone(),
        category: new.category.clone(),
        place: new.place.clone(),
        title: new.title.clone(),
        text: new.text.clone(),
        values: Values::new(),
        people: known.map(|(at, _)| person(at)).collect(),
        people_count: new.people_count,
        accused: new.accused.clone(),
        sealed: false,
        may_publish: new.may_publish,
        photos: new.photos.clone(),
    }
}

/// Has the office do what was planned, in one transaction. Identifiers and keys are made from the name of each life, so that what was done
/// before a crash is not done again. Gives the numbers of the cases.
pub(crate) fn perform(office: &Office, lives: &[(String, Life)]) -> anyhow::Result<Vec<String>> {
    let mut orders: Vec<(Occasion, Order)> = Vec::new();
    let mut keys: Vec<String> = Vec::new();
    let mut openings: Vec<usize> = Vec::new();
    for (key, life) in lives {
        let (occasion, new) = life.opening.clone();
        let id = named_id(key, occasion.at);
        openings.push(orders.len());
        let source = life.source.as_ref().map(|(name, at)| named_id(name, *at));
        orders.push((occasion, Order::open_as(id.clone(), new).with_key(key.clone()).out_of(source)));
        keys.push(key.clone());
        for (number, (occasion, command)) in (1..).zip(&life.steps) {
            let key = format!("{key}/{number}");
            let order = match command {
                Command::Visit { ask, .. } => Order::visit(id.clone(), ask.clone()),
                command => Order::on(id.clone(), command.clone()),
            };
            orders.push((occasion.clone(), order.with_key(key.clone())));
            keys.push(key);
        }
    }
    let done = office.run_batch(orders).map_err(|(at, failure)| {
        anyhow::Error::new(failure).context(keys.get(at).cloned().unwrap_or_default())
    })?;
    let number = |at: &usize| {
        done.get(*at).and_then(|done| done.receipt.as_ref()).map(|receipt| receipt.number.clone())
    };
    Ok(openings.iter().map(|at| number(at).unwrap_or_default()).collect())
}

/// The identifier of the case with this name: always the same.
fn named_id(name: &str, at: Timestamp) -> CaseId {
    let digest = Sha256::digest(name.as_bytes());
    let random = digest.first_chunk().copied().map_or(0, u64::from_be_bytes);
    CaseId::new(Ids::text(at.as_millisecond(), random))
}
