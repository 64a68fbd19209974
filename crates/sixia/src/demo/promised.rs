//! What comes out of the activities of the demonstration: commitments, entered by whoever recorded that it was held.

use domain::authority::may_open;
use domain::command::{Caller, Command, Occasion};
use domain::field::{FieldKind, Value};
use domain::ids::KindId;
use jiff::SignedDuration;
use office::NewCase;

use super::actor::{Pace, Part};
use super::script::{Desk, Filled};
use super::town::{Town, spot};
use crate::dice::Dice;
use crate::life::Life;

/// What is promised where people are.
const COMMITMENT: &str = "commitment";
/// Activities out of which something comes, of a hundred.
const FRUITFUL_PERCENT: u64 = 70;
/// Commitments that come out of one of them, at most.
const MOST: usize = 2;
/// Letters of a title.
const TITLE_CHARS: usize = 40;

impl Town<'_> {
    /// The commitments that come out of an activity, once it was held; each named after it.
    pub(super) fn promised(&self, number: u64, key: &str, life: &Life) -> Vec<(String, Life)> {
        let mut dice = Dice::of(self.seed ^ 0xacc0, number);
        let kind = KindId::from(COMMITMENT);
        let Some(by) = recorded(life).filter(|_| life.program.outcomes.contains(&kind)) else {
            return Vec::new();
        };
        if !dice.percent(FRUITFUL_PERCENT) {
            return Vec::new();
        }
        let raised = raised(life);
        let titles = raised.into_iter().take(MOST).enumerate();
        let made = titles.filter_map(|(at, title)| {
            let source = (key.to_owned(), life.opening.0.at);
            let mut promise = self.promise(life, &by, &title, &mut dice)?;
            promise.source = Some(source);
            Some((format!("{key}/out/{at}"), promise))
        });
        made.collect()
    }

    fn promise(&self, from: &Life, by: &Occasion, title: &str, dice: &mut Dice) -> Option<Life> {
        let program = self.world.programs.current(&COMMITMENT.into())?;
        if !may_open(self.world, program, &by.caller) {
            return None;
        }
        let spot = spot(self.world, &from.case.place_now.place);
        let told = &from.opening.1;
        let (script, _) = self.told_by(&spot, dice)?;
        let at = by.at + SignedDuration::from_mins(dice.between(5, 40));
        let desk = Desk {
            world: self.world,
            phrases: self.phrases,
            spot: &spot,
            at,
            program,
            life: None,
            act: &program.opening,
        };
        let new = NewCase {
            kind: program.id.clone(),
            channel: program.channels.first()?.id.clone(),
            title: title.chars().take(TITLE_CHARS).collect(),
            form: script.form(&desk, Filled::All, dice),
            people: Vec::new(),
            ..told.clone()
        };
        if at > self.now {
            return None;
        }
        let mut life = Life::open(self.world, Occasion { at, caller: by.caller.clone() }, new).ok()?;
        self.stage().play(&mut life, &Part { script: &script, spot: &spot, pace: Pace::draw(dice) }, dice);
        Some(life)
    }
}

/// When and by whom it was recorded that an activity was held.
fn recorded(life: &Life) -> Option<Occasion> {
    let held = life.program.figures.held.as_ref()?;
    let records = |command: &Command| matches!(command, Command::Act { act, .. } if act == held);
    let step = life.steps.iter().find(|(_, command)| records(command));
    step.map(|(occasion, _)| Occasion { at: occasion.at, caller: Caller::clone(&occasion.caller) })
}

/// What was raised there: the lines that the form of the record has for it, else what it was about.
fn raised(life: &Life) -> Vec<String> {
    let program = &life.program;
    let act = program.figures.held.as_ref().and_then(|held| program.act(held));
    let asked = act.iter().flat_map(|act| &act.asks).filter_map(|ask| program.field(&ask.field));
    let lines = asked.filter(|field| matches!(field.kind, FieldKind::Lines { .. }));
    let said = lines.filter_map(|field| life.case.value(&field.id));
    let said: Vec<String> = said.flat_map(Value::entries).map(str::to_owned).collect();
    if said.is_empty() { vec![life.opening.1.title.clone()] } else { said }
}
