//! Matters as they are raised, made into rows beforehand, so that writing them is all that is timed.

use std::sync::Arc;

use domain::case::Case;
use domain::command::{Caller, Command, Occasion, Opening};
use domain::decide::decide;
use domain::event::{Actor, Event, Fact, Opened};
use domain::field::Where;
use domain::history::Link;
use domain::ids::{CaseId, PersonId};
use domain::program::Program;
use domain::tally::{self, Tally};
use domain::world::World;
use jiff::{SignedDuration, Timestamp};
use office::{Contact, NewCase};
use store::case_units::{CaseUnit, UnitShare};
use store::cases::CaseRow;
use store::inbox::InboxRow;
use store::people::{BlindRow, PersonRow};
use store::{StoreError, WriteTx};

use crate::demo::phrases::{Phrases, Spot};
use crate::demo::reference::demo;
use crate::demo::spots;
use crate::dice::Dice;
use crate::edge::fill;
use crate::life::told;

/// Makes matters.
pub(super) struct Maker {
    pub(super) world: Arc<World>,
    program: Arc<Program>,
    phrases: Phrases,
    spots: Vec<Spot>,
}

/// A matter with all that is written of it.
pub(super) struct Made {
    case: Case,
    events: Vec<Event>,
    hash: Link,
    words: String,
    person: PersonRow,
    blind: BlindRow,
    tallies: Vec<Tally>,
}

impl Made {
    /// The same, published as it was told.
    pub(super) fn published(mut self) -> Self {
        let Opened { title, text, .. } = &self.case.opened;
        let fact = Fact::Published { title: title.clone(), text: text.clone() };
        let event = Event { seq: self.case.seq + 1, at: self.case.opened_at, by: Actor::Timer, fact };
        self.case.apply(&event);
        self.events.push(event);
        let chain = store::events::chain(self.case.id(), None, &self.events);
        if let Some(hash) = chain.ok().and_then(|rows| rows.last().map(|row| row.hash)) {
            self.hash = hash;
        }
        self
    }
}

impl Maker {
    pub(super) fn new(world: Arc<World>) -> anyhow::Result<Self> {
        let program = world.programs.current(&"hotline".into()).cloned();
        let program = program.ok_or_else(|| anyhow::anyhow!("the pack hotline is missing"))?;
        let spots = spots(&world);
        Ok(Self { phrases: Phrases::read(demo("phrases.toml")?)?, spots, program, world })
    }

    /// What somebody raises.
    pub(super) fn new_case(&self, number: u64) -> Option<NewCase> {
        let mut dice = Dice::of(17, number);
        let spot = dice.pick(&self.spots)?;
        let topic = self.phrases.topic(spot, &mut dice)?;
        let story = self.phrases.story(topic, spot, &mut dice)?;
        let person = Contact {
            name: "林晓燕".to_owned(),
            phone: format!("1990000{:04}", number % 10_000),
            ..Contact::default()
        };
        Some(NewCase {
            kind: self.program.id.clone(),
            channel: "web".to_owned(),
            category: topic.id.clone(),
            place: Where { place: spot.code.clone(), spot: String::new(), point: None },
            title: story.title,
            text: story.text,
            people: vec![person],
            people_count: 1,
            accused: Vec::new(),
            may_publish: true,
            photos: Vec::new(),
            form: [("type".into(), vec![topic.kind.clone()])].into(),
        })
    }

    /// The same, decided and made into rows.
    pub(super) fn make(&self, number: u64, at: Timestamp) -> Option<Made> {
        let new = self.new_case(number)?;
        let at = at + SignedDuration::from_millis(i64::try_from(number).ok()?);
        let id = CaseId::new(domain::ids::Ids::text(at.as_millisecond(), number));
        let mut opened = told(&new);
        let person = PersonId::new(format!("person-{number}"));
        opened.id = id.clone();
        opened.number = format!("BENCH-{number}");
        opened.people = vec![person.clone()];
        let occasion = Occasion { at, caller: Caller::person() };
        let opening = Command::Open(Box::new(Opening { opened, form: new.form.clone(), source: None }));
        let events = decide(&self.world, None, &opening, &occasion).ok()?;
        let case = Case::replay(&events)?;
        let hash = store::events::chain(&id, None, &events).ok()?.last().map(|row| row.hash)?;
        let mut secret = vec![0; 200];
        fill(&mut secret);
        Some(Made {
            words: text::words(&format!("{}\n{}", new.title, new.text)),
            tallies: tally::of(&self.program, &self.world.calendar, &case).into_iter().collect(),
            person: PersonRow {
                person_id: person.clone(),
                key_id: 1,
                wrapped_key: secret.iter().take(76).copied().collect(),
                sealed: secret.clone(),
                changed_at: at,
            },
            blind: BlindRow { person_id: person, key_id: 1, digest: secret.into_iter().take(16).collect() },
            case,
            events,
            hash,
        })
    }

    /// Writes matters with the functions of the store, and nothing else.
    pub(super) fn write(&self, tx: &mut WriteTx, made: &[Made], first_docid: i64) -> Result<(), StoreError> {
        let numbered = || (first_docid..).step_by(2).zip(made);
        store::cases::upsert_many(
            tx,
            numbered().map(|(docid, made)| CaseRow {
                case: &made.case,
                docid,
                title: &made.case.opened.title,
                likeness: Some(docid.cast_unsigned()),
                hash: &made.hash,
                secret_digest: Some(&made.hash),
            }),
        )?;
        let mut chained = Vec::new();
        for made in made {
            chained.extend(store::events::chain(made.case.id(), None, &made.events)?);
        }
        store::events::append_many(tx, chained)?;
        let units: Vec<CaseUnit> = made.iter().flat_map(|made| self.units(&made.case)).collect();
        store::case_units::upsert_many(tx, &units)?;
        let inbox: Vec<InboxRow> = made.iter().filter_map(|made| todo(&made.case)).collect();
        store::inbox::replace_many(tx, made.iter().map(|made| made.case.id()), &inbox)?;
        store::clocks::replace_many(tx, made.iter().map(|made| &made.case))?;
        store::tallies::add_many(tx, 1, made.iter().flat_map(|made| &made.tallies).map(|tally| (tally, 1)))?;
        let words = numbered().map(|(docid, made)| (docid, made.words.as_str()));
        let public = numbered().filter(|(_, made)| made.case.published.is_some());
        let public = public.map(|(docid, made)| (docid + 1, made.words.as_str()));
        store::dialect::index_words(tx, words.chain(public))?;
        let people: Vec<PersonRow> = made.iter().map(|made| made.person.clone()).collect();
        let blind: Vec<BlindRow> = made.iter().map(|made| made.blind.clone()).collect();
        store::people::upsert_many(tx, &people, &blind)?;
        store::people::link_many(tx, made.iter().map(|made| (&made.person.person_id, made.case.id())))
    }

    /// The unit that has it, and those above.
    fn units(&self, case: &Case) -> Vec<CaseUnit> {
        let holder = case.holder.iter();
        let above = holder.flat_map(|holder| self.world.units.and_superiors(holder)).enumerate();
        let row = |(at, unit): (usize, &domain::unit::Unit)| CaseUnit {
            case_id: case.id().clone(),
            unit_id: unit.id.clone(),
            share: if at == 0 { UnitShare::Holder } else { UnitShare::Above },
            opened_at: case.opened_at,
        };
        above.map(row).collect()
    }
}

fn todo(case: &Case) -> Option<InboxRow> {
    let due_at = case.next_due().and_then(|clock| clock.due_at);
    let unit_id = case.holder.clone()?;
    Some(InboxRow { case_id: case.id().clone(), unit_id, bucket: "hotline/dispatch".to_owned(), due_at })
}
