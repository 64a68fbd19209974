//! A case while a command is being decided.

use jiff::Timestamp;

use crate::case::Case;
use crate::command::{Caller, Occasion};
use crate::event::{Actor, Event, Fact};
use crate::field::Values;
use crate::guard::Facts;
use crate::ids::{AccountId, UnitId};
use crate::program::Program;
use crate::refusal::Refusal;
use crate::world::World;

/// The case with the facts decided so far.
pub(super) struct Draft<'w> {
    pub(super) world: &'w World,
    pub(super) program: &'w Program,
    pub(super) caller: &'w Caller,
    pub(super) at: Timestamp,
    pub(super) case: Case,
    /// The unit that had to answer before the act at hand.
    pub(super) handler_before: Option<UnitId>,
    /// The units that the act at hand has asked to help or to answer.
    pub(super) asked: Vec<UnitId>,
    /// The unit whose own clock has just run out.
    pub(super) late_unit: Option<UnitId>,
    by: Actor,
    events: Vec<Event>,
}

impl<'w> Draft<'w> {
    /// A case that is there. Servers' clocks differ a little; a history never goes back in time.
    pub(super) fn on(world: &'w World, program: &'w Program, case: &Case, occasion: &'w Occasion) -> Self {
        Self {
            world,
            program,
            caller: &occasion.caller,
            at: occasion.at.max(case.changed_at),
            case: case.clone(),
            handler_before: None,
            asked: Vec::new(),
            late_unit: None,
            by: occasion.caller.by.clone(),
            events: Vec::new(),
        }
    }

    /// A case that begins with this event.
    pub(super) fn begin(
        world: &'w World,
        program: &'w Program,
        event: Event,
        case: Case,
        caller: &'w Caller,
    ) -> Self {
        Self {
            world,
            program,
            caller,
            at: event.at,
            case,
            handler_before: None,
            asked: Vec::new(),
            late_unit: None,
            by: caller.by.clone(),
            events: vec![event],
        }
    }

    /// Adds a fact and applies it.
    pub(super) fn push(&mut self, fact: Fact) {
        let event = Event { seq: self.case.seq.saturating_add(1), at: self.at, by: self.by.clone(), fact };
        self.case.apply(&event);
        self.events.push(event);
    }

    /// From here on the timer acts: what follows by itself is not the caller's doing.
    pub(super) fn hand_to_timer(&mut self) {
        self.by = Actor::Timer;
    }

    /// The unit that acts, if an officer does.
    pub(super) fn unit(&self) -> Option<&UnitId> {
        self.by.unit()
    }

    /// The account that acts, if an officer does.
    pub(super) fn account(&self) -> Option<&AccountId> {
        self.by.account()
    }

    /// Takes a step wholly or not at all.
    pub(super) fn step(&mut self, step: impl FnOnce(&mut Self) -> Result<(), Refusal>) {
        let (case, by, events) = (self.case.clone(), self.by.clone(), self.events.len());
        if step(self).is_err() {
            self.case = case;
            self.by = by;
            self.events.truncate(events);
        }
    }

    /// What guards see now.
    pub(super) fn facts(&self, form: &Values) -> Facts<'_> {
        Facts::new(self.world, self.program, &self.case, form, self.at)
    }

    /// The events, if there are any.
    pub(super) fn finish(self) -> Result<Vec<Event>, Refusal> {
        if self.events.is_empty() { Err(Refusal::Nothing) } else { Ok(self.events) }
    }
}
