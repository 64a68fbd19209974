//! The matters that were written by hand: played like all others, with their own words.

use domain::authority::may_open;
use domain::command::{Caller, Occasion};
use domain::event::Actor;
use domain::field::Where;
use domain::ids::{CategoryId, KindId, UnitId};
use domain::place::PlaceCode;
use domain::program::{Doer, Program, Relation};
use jiff::{SignedDuration, Timestamp};
use office::{Contact, NewCase};
use serde::Deserialize;

use super::actor::{Pace, Part};
use super::phrases::Spot;
use super::script::{Desk, Filled, Script};
use super::town::{Town, spot};
use crate::dice::Dice;
use crate::life::Life;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    matter: Vec<Written>,
}

/// A matter as it is written in `demo/matters.toml`.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Written {
    #[cfg_attr(not(test), expect(dead_code, reason = "names the matter for whoever reads the file"))]
    id: String,
    kind: KindId,
    #[serde(default, rename = "type")]
    sort: Option<String>,
    #[serde(default)]
    class: Option<String>,
    category: CategoryId,
    place: PlaceCode,
    urgency: String,
    days_ago: i64,
    reporter: String,
    phone: String,
    title_zh: String,
    #[serde(rename = "title_en")]
    _title_en: String,
    text: String,
    unit: UnitId,
    reply: String,
    outcome: String,
    callback: Callback,
    #[serde(default)]
    dissatisfied: String,
    #[serde(default)]
    second_reply: Option<String>,
    #[serde(default)]
    confidential: bool,
    #[serde(default)]
    accused: Option<UnitId>,
    #[serde(default)]
    people: Option<u32>,
    #[serde(default)]
    representatives: Vec<String>,
    #[serde(default)]
    whistle: Vec<UnitId>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
struct Callback {
    answered: bool,
    solved: bool,
    satisfied: bool,
}

/// Reads `demo/matters.toml`.
pub(crate) fn read(text: &str) -> Result<Vec<Written>, toml::de::Error> {
    toml::from_str::<File>(text).map(|file| file.matter)
}

impl Written {
    /// Plays it: from so many days before today until its end or until now. `None` if its program is not there.
    pub(crate) fn play(&self, town: &Town<'_>, number: u64) -> Option<Life> {
        let mut dice = Dice::of(town.seed, number);
        let program = town.world.programs.current(&self.kind)?;
        let at = self.begins(town, &mut dice);
        let spot = spot(town.world, &self.place);
        let script = self.script();
        let desk = Desk {
            world: town.world,
            phrases: town.phrases,
            spot: &spot,
            at,
            program,
            life: None,
            act: &program.opening,
        };
        let caller = opener(town, program, &spot)?;
        let new = self.told(program, &caller, script.form(&desk, Filled::Some, &mut dice));
        let mut life = Life::open(town.world, Occasion { at, caller: caller.clone() }, new).ok()?;
        town.staff.has_acted(&caller);
        let stage = town.stage();
        stage.play(&mut life, &Part { script: &script, spot: &spot, pace: Pace::Usual }, &mut dice);
        if life.case.opened.may_publish {
            super::afterwards::publish(&stage, &mut life, &mut dice);
        }
        Some(life)
    }

    fn begins(&self, town: &Town<'_>, dice: &mut Dice) -> Timestamp {
        let calendar = &town.world.calendar;
        let today = calendar.date_of(town.now);
        let day = today.checked_sub(jiff::Span::new().days(self.days_ago)).unwrap_or(today);
        let at = calendar.start_of(day) + SignedDuration::from_mins(dice.between(8 * 60, 20 * 60));
        at.min(town.now)
    }

    fn script(&self) -> Script {
        let Callback { answered, solved, satisfied } = self.callback;
        let hints =
            [self.class.clone(), self.sort.clone(), Some(self.urgency.clone()), Some(self.outcome.clone())];
        Script {
            hints: hints.into_iter().flatten().collect(),
            yes: if self.confidential { vec!["confidential".to_owned()] } else { Vec::new() },
            replies: std::iter::once(self.reply.clone()).chain(self.second_reply.clone()).collect(),
            fields: std::collections::BTreeMap::new(),
            complaint: self.dissatisfied.clone(),
            verdicts: vec![[answered, solved, satisfied], [true; 3]],
            unit: Some(self.unit.clone()),
            units: self.whistle.clone(),
            names: self.representatives.clone(),
            people_count: self.people.unwrap_or(1),
            earlier: None,
            is_plain: true,
        }
    }

    fn told(&self, program: &Program, caller: &Caller, form: domain::command::Form) -> NewCase {
        let alone = caller.by == Actor::Person;
        let channel =
            program.channels.iter().find(|channel| channel.by_person == alone).or(program.channels.first());
        let speaker =
            Contact { name: self.reporter.clone(), phone: self.phone.clone(), ..Contact::default() };
        let others = self.representatives.iter().filter(|name| **name != self.reporter);
        let others = others.map(|name| Contact { name: name.clone(), ..Contact::default() });
        NewCase {
            kind: self.kind.clone(),
            channel: channel.map(|channel| channel.id.clone()).unwrap_or_default(),
            category: self.category.clone(),
            place: Where { place: self.place.clone(), spot: String::new(), point: None },
            title: self.title_zh.clone(),
            text: self.text.clone(),
            people: std::iter::once(speaker).chain(others).collect(),
            people_count: self.people.unwrap_or(1),
            accused: self.accused.iter().cloned().collect(),
            may_publish: !self.confidential,
            photos: Vec::new(),
            form,
        }
    }
}

/// The person, or the officer who takes it down or finds it.
fn opener(town: &Town<'_>, program: &Program, spot: &Spot) -> Option<Caller> {
    let mut callers = program.opening.by.iter().flat_map(|doer| match doer {
        Doer::Person => vec![Caller::person()],
        Doer::Timer => Vec::new(),
        Doer::Officer { role, at: Relation::Kind(kind) } => {
            let unit = town.world.units.nearest(kind, &spot.code);
            unit.map(|unit| town.staff.of(&unit.id, role)).unwrap_or_default()
        }
        Doer::Officer { role, .. } => {
            let units = town.world.units.iter().filter(|unit| unit.kind.as_str() == "grid");
            let own =
                units.filter(|unit| unit.place.is_within(&spot.code) || spot.code.is_within(&unit.place));
            own.flat_map(|unit| town.staff.of(&unit.id, role)).collect()
        }
    });
    callers.find(|caller| may_open(town.world, program, caller))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::reference::demo;

    #[test]
    fn there_are_sixty_each_with_its_own_name_and_all_within_the_two_years() {
        let written = read(demo("matters.toml").unwrap()).unwrap();
        let mut names: Vec<&str> = written.iter().map(|matter| matter.id.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), 60);
        assert!(written.iter().all(|matter| (0..=730).contains(&matter.days_ago)));
        assert!(
            written.iter().all(|matter| matter.phone.starts_with("1990000")),
            "a number that somebody may have"
        );
    }
}
