//! Deciding one order after another; later ones see what earlier ones did.

use std::panic::{AssertUnwindSafe, catch_unwind};

use domain::authority;
use domain::case::Case;
use domain::command::{Command, Form, Occasion, Opening};
use domain::document;
use domain::event::{Actor, Event, Fact, Opened};
use domain::ids::CaseId;
use domain::refusal::Refusal;
use domain::withheld::{self, Withheld};
use domain::world::World;
use store::documents::DocumentRow;
use store::people::text_of;
use vault::Fields;

use super::{Decided, Desk, Held, NewHeld};
use crate::group::prepare::{NewlyOpened, Prepared, Work};
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
            Work::On { case, command, people, ticket } => {
                let decided = self.on(&order.occasion, case, command)?;
                for (person, sealed) in people {
                    self.to_vault.insert(person.clone(), (case.clone(), sealed.clone()));
                }
                Ok(decided.with_ticket(ticket.as_ref()))
            }
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
        self.check_source(occasion, &new.opening)?;
        let command = Command::Open(Box::new(new.opening.clone()));
        let events = self.decided(None, &command, occasion)?;
        let (case, events) = self.keep(None, events)?;
        let sealed = case.opened.sealed;
        let held = NewHeld {
            secret: new.secret.clone(),
            title: list_title(&self.world, &case),
            likeness: new.likeness.filter(|_| !sealed).map(|likeness| likeness.0),
            words: if sealed { String::new() } else { new.words.clone() },
            docid: 0,
        };
        for (person, sealed) in &new.people {
            self.to_vault.insert(person.clone(), (id.clone(), sealed.clone()));
        }
        self.photos.push((id.clone(), case.opened.photos.clone()));
        self.keep_documents(&case, &new.opening.form, &events);
        let seq = case.seq;
        self.opened.push(id.clone());
        self.held.insert(id.clone(), Held { before: None, case, events, new: Some(held) });
        Ok(Decided::Accepted { case: id, seq, opened: true, ticket: None, revealed: None })
    }

    /// The case after events that were just decided, and the events as they go into its history: words that are withheld from it
    /// are put into the vault.
    fn keep(&mut self, id: Option<&CaseId>, decided: Vec<Event>) -> Result<(Case, Vec<Event>), Failure> {
        let held = id.and_then(|id| self.held.get(id));
        let case = held.map(|held| &held.case);
        let first = case.map(|case| &case.opened).or_else(|| decided.iter().find_map(opened));
        let program = first.and_then(|first| self.world.programs.version(&first.kind, first.pack_version));
        let program = program.ok_or_else(|| self.shared.fault("a case without a program"))?;
        let before = case.and_then(|case| self.histories.get(case.id())).into_iter().flatten();
        let history: Vec<Event> =
            before.chain(held.into_iter().flat_map(|held| &held.events)).cloned().collect();
        let kept = withheld::keep(program, case, &history, decided);
        let (case, kept) = kept.ok_or_else(|| self.shared.fault("events without a case"))?;
        if !kept.words.is_empty() {
            self.withhold(case.id(), kept.words)?;
        }
        Ok((case, kept.events))
    }

    /// Puts words into the vault, beside those of the same case that are there.
    fn withhold(&mut self, case: &CaseId, words: Withheld) -> Result<(), Failure> {
        // Without the rest, sealing anew would lose it.
        let known = self.words.get(case).cloned().unwrap_or_else(|| Ok(Fields::new()));
        let known = known.map_err(|fault| self.shared.fault(fault))?;
        let fields = words.into_iter().fold(known, |fields, (name, text)| fields.with(&name, text));
        let id = text_of(case);
        let sealed = self.shared.seal(id.as_str(), &fields);
        self.to_vault.insert(id, (case.clone(), sealed));
        self.words.insert(case.clone(), Ok(fields));
        Ok(())
    }

    fn on(&mut self, occasion: &Occasion, id: &CaseId, command: &Command) -> Result<Decided, Failure> {
        self.check_other(occasion, command)?;
        let held = self.held.get(id).ok_or(Refusal::NotFound)?;
        let decided = self.decided(Some(&held.case), command, occasion)?;
        let revealed = self.revealed(command)?;
        let (case, events) = self.keep(Some(id), decided)?;
        for event in &events {
            if let Fact::Added { photos, .. } = &event.fact {
                self.photos.push((id.clone(), photos.clone()));
            }
        }
        if let Command::Act { form, .. } = command {
            self.keep_documents(&case, form, &events);
        }
        let (seq, title) = (case.seq, sealed_title(&self.world, &case));
        let Some(held) = self.held.get_mut(id) else { return Err(Refusal::NotFound.into()) };
        if let Some(title) = title.filter(|_| !held.case.opened.sealed) {
            held.hide(&title);
        }
        held.case = case;
        held.events.extend(events);
        Ok(Decided::Accepted { case: id.clone(), seq, opened: false, ticket: None, revealed })
    }

    /// Takes the words of long texts out of a form whose history holds their digests only.
    fn keep_documents(&mut self, case: &Case, form: &Form, events: &[Event]) {
        let program = self.world.programs.version(case.kind(), case.opened.pack_version);
        let Some(program) = program.filter(|program| document::fields(program).next().is_some()) else {
            return;
        };
        let brought: Vec<&str> = events.iter().flat_map(|event| document::brought(program, event)).collect();
        let sent = document::sent(program, form).filter(|(digest, _)| brought.contains(&digest.as_str()));
        let rows = sent.map(|(digest, body)| DocumentRow {
            case_id: case.id().clone(),
            digest,
            body: body.to_owned(),
        });
        let rows: Vec<DocumentRow> = rows.collect();
        self.documents.extend(rows);
    }

    /// A case can only come out of one that the caller may see, and whose program says that such cases come out of it.
    fn check_source(&self, occasion: &Occasion, opening: &Opening) -> Result<(), Refusal> {
        let Some(source) = &opening.source else { return Ok(()) };
        let source = self.held.get(source).map(|held| &held.case).ok_or(Refusal::NotFound)?;
        let program = self.world.programs.version(source.kind(), source.opened.pack_version);
        let comes = program.is_some_and(|program| program.outcomes.contains(&opening.opened.kind));
        // Whoever holds no receipt of it has read what everybody reads.
        let seen = match occasion.caller.by {
            Actor::Person => source.published.is_some() && !source.opened.sealed,
            _ => authority::may_see(&self.world, source, &occasion.caller),
        };
        if comes && seen { Ok(()) } else { Err(Refusal::NotFound) }
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

fn opened(event: &Event) -> Option<&Opened> {
    if let Fact::Opened(opened) = &event.fact { Some(opened) } else { None }
}

fn panic_text(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
    format!("deciding panicked: {}", text.unwrap_or("without a word"))
}

/// The neutral title of a case that is sealed.
fn sealed_title(world: &World, case: &Case) -> Option<String> {
    let program = world.programs.version(case.kind(), case.opened.pack_version)?;
    let sealing = program.sealing.as_ref().filter(|_| case.opened.sealed)?;
    Some(sealing.title.zh.clone())
}

/// What stands in lists.
pub(crate) fn list_title(world: &World, case: &Case) -> String {
    sealed_title(world, case).unwrap_or_else(|| case.opened.title.clone())
}
