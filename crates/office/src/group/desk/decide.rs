//! Deciding one order after another; later ones see what earlier ones did.

use std::panic::{AssertUnwindSafe, catch_unwind};

use domain::authority;
use domain::case::Case;
use domain::command::{Command, Occasion};
use domain::event::{Event, Fact};
use domain::ids::CaseId;
use domain::refusal::Refusal;
use domain::world::World;
use store::people::text_of;
use vault::Fields;

use super::{Decided, Desk, Held, NewHeld};
use crate::group::prepare::{NewlyOpened, Prepared, Work};
use crate::shared::{SEALED_SPOT, SEALED_TEXT, SEALED_TITLE, sealed_added};
use crate::{Failure, OrderRefusal};

impl Desk<'_> {
    pub(super) fn decide(&mut self, at: usize, group: &[Prepared]) -> Result<Decided, Failure> {
        let order = group.get(at).ok_or(Failure::Busy)?;
        if let Some(known) = self.answered(order, group)? {
            return Ok(known);
        }
        if order.work.photos().iter().any(|digest| !self.uploaded.contains(digest)) {
            return Err(OrderRefusal::Photos.into());
        }
        let decided = match &order.work {
            Work::Open(new) => self.open(&order.occasion, new),
            Work::On { case, command } => self.on(&order.occasion, case, command),
        }?;
        if let Some(key) = &order.key {
            self.keys.insert((key.text.clone(), key.caller.clone()), at);
        }
        Ok(decided)
    }

    fn open(&mut self, occasion: &Occasion, new: &NewlyOpened) -> Result<Decided, Failure> {
        let id = new.opening.opened.id.clone();
        if self.held.contains_key(&id) {
            return Err(OrderRefusal::NotAllowed.into());
        }
        let command = Command::Open(Box::new(new.opening.clone()));
        let events = self.decided(None, &command, occasion)?;
        let case = Case::replay(&events).ok_or_else(|| self.shared.fault("an opening without a case"))?;
        let sealed = case.opened.sealed;
        let held = NewHeld {
            secret: new.secret.clone(),
            title: self.sealed_title(&case).unwrap_or_else(|| case.opened.title.clone()),
            likeness: new.likeness.filter(|_| !sealed).map(|likeness| likeness.0),
            words: if sealed { String::new() } else { new.words.clone() },
            docid: 0,
        };
        self.put_into_vault(&case, new);
        self.photos.push((id.clone(), case.opened.photos.clone()));
        let seq = case.seq;
        self.opened.push(id.clone());
        self.held.insert(id.clone(), Held { before: None, case, events, new: Some(held) });
        Ok(Decided::Accepted { case: id, seq, opened: true, revealed: None })
    }

    fn sealed_title(&self, case: &Case) -> Option<String> {
        let program = self.world.programs.version(case.kind(), case.opened.pack_version)?;
        let sealing = program.sealing.as_ref().filter(|_| case.opened.sealed)?;
        Some(sealing.title.zh.clone())
    }

    fn put_into_vault(&mut self, case: &Case, new: &NewlyOpened) {
        for (person, sealed) in &new.people {
            self.to_vault.insert(person.clone(), (case.id().clone(), sealed.clone()));
        }
        if case.opened.sealed {
            let said = &new.opening.opened;
            let fields = Fields::new()
                .with(SEALED_TITLE, said.title.as_str())
                .with(SEALED_TEXT, said.text.as_str())
                .with(SEALED_SPOT, said.place.spot.as_str());
            self.seal_said(case.id(), fields);
        }
    }

    /// What a sealed case says, from now on.
    fn seal_said(&mut self, case: &CaseId, fields: Fields) {
        let id = text_of(case);
        let sealed = self.shared.seal(id.as_str(), &fields);
        self.to_vault.insert(id, (case.clone(), sealed));
        self.said.insert(case.clone(), fields);
    }

    /// What is added to a sealed case goes into the vault too; the event keeps the place of it.
    fn hide_added(&mut self, id: &CaseId, events: &mut [Event]) -> Result<(), Failure> {
        if !self.held.get(id).is_some_and(|held| held.case.opened.sealed) {
            return Ok(());
        }
        for event in events {
            let Fact::Added { text, .. } = &mut event.fact else { continue };
            // Without the rest, sealing anew would lose it.
            let known = self.said.get(id).cloned();
            let known = known.ok_or_else(|| self.shared.fault("what the case says cannot be opened"))?;
            let fields = known.with(&sealed_added(event.seq), std::mem::take(text));
            self.seal_said(id, fields);
        }
        Ok(())
    }

    fn on(&mut self, occasion: &Occasion, id: &CaseId, command: &Command) -> Result<Decided, Failure> {
        self.check_other(occasion, command)?;
        let held = self.held.get(id).ok_or(Refusal::NotFound)?;
        let mut events = self.decided(Some(&held.case), command, occasion)?;
        self.hide_added(id, &mut events)?;
        let revealed = self.revealed(command)?;
        let Some(held) = self.held.get_mut(id) else { return Err(Refusal::NotFound.into()) };
        for event in &events {
            held.case.apply(event);
            if let Fact::Added { photos, .. } = &event.fact {
                self.photos.push((id.clone(), photos.clone()));
            }
        }
        let seq = held.case.seq;
        held.events.extend(events);
        Ok(Decided::Accepted { case: id.clone(), seq, opened: false, revealed })
    }

    /// A case can only be tied to one that the caller may see.
    fn check_other(&self, occasion: &Occasion, command: &Command) -> Result<(), Refusal> {
        let Command::Link { other, .. } = command else { return Ok(()) };
        let other = self.held.get(other).ok_or(Refusal::NotFound)?;
        let seen = authority::may_see(&self.world, &other.case, &occasion.caller);
        if seen { Ok(()) } else { Err(Refusal::NotFound) }
    }

    /// What is known about a person who is to be revealed; nothing any more about one who was erased.
    pub(super) fn revealed(&self, command: &Command) -> Result<Option<Fields>, Failure> {
        let Command::Reveal { person, .. } = command else { return Ok(None) };
        match self.people.get(person) {
            None => Ok(Some(Fields::new())),
            Some(Ok(fields)) => Ok(Some(fields.clone())),
            Some(Err(fault)) => Err(self.shared.fault(fault.clone())),
        }
    }

    /// Asks the domain. A mistake in it must not take the group down.
    fn decided(
        &self,
        case: Option<&Case>,
        command: &Command,
        occasion: &Occasion,
    ) -> Result<Vec<Event>, Failure> {
        let world: &World = &self.world;
        match catch_unwind(AssertUnwindSafe(|| (self.shared.decide)(world, case, command, occasion))) {
            Ok(Ok(events)) => Ok(events),
            Ok(Err(Refusal::Stale { seq })) => Err(Failure::Conflict { seq }),
            Ok(Err(refusal)) => Err(refusal.into()),
            Err(panic) => Err(self.shared.fault(panic_text(panic.as_ref()))),
        }
    }
}

fn panic_text(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
    format!("deciding panicked: {}", text.unwrap_or("without a word"))
}
