//! Matters that are led to a chosen state and stand there today: whatever a program can come to, the demonstration shows. They go
//! there by the same ordinary acts as all others, in a few days or weeks.

use std::collections::BTreeMap;

use domain::ids::{ActId, KindId, StateId, UnitId};
use domain::program::{Act, Program};
use domain::schedule;
use domain::world::World;
use jiff::SignedDuration;

use super::actor::{Pace, Part, Stage};
use super::town::{Town, Wish, department_of};
use super::visits;
use crate::dice::Dice;
use crate::life::Life;

/// Matters that are led to each state in which one waits, and to each end.
const EACH_OPEN: u64 = 3;
const EACH_END: u64 = 1;
/// Unit, program, state and number of matters that lie on the desks of those who stand on the sign-in page: nobody should sign in there
/// and find nothing to do.
const ON_DESKS: [(&str, &str, &str, usize); 7] = [
    ("sn-housing", "hotline", "handling", 4),
    ("sn-housing", "hotline", "drafted", 2),
    ("sn-xianggangzhonglu", "hotline", "handling", 3),
    ("sn-xianggangzhonglu", "commitment", "promised", 2),
    ("sn-xianggangzhonglu", "commitment", "running", 2),
    ("sn-xianggangzhonglu", "reception", "published", 2),
    ("sn-xianggangzhonglu", "reception", "receiving", 1),
];
/// Beginnings that are tried for one of them: hours to weeks before today, the longer its way.
const TRIES: u64 = 60;
/// Days by which an activity is planned earlier than a matter is raised: its time has to come.
const PLANNED_DAYS_MAX: i64 = 28;
/// Acts on the way to a state.
const LED_ACTS_MAX: usize = 18;
/// What the person asks for, in turn: some ways are open to one of them only.
const CLASSES: [&str; 4] = ["claim", "accusation", "claim", "suggestion"];

/// Where a matter is led.
#[derive(Clone, Debug)]
pub(crate) struct Target {
    pub(crate) kind: KindId,
    pub(crate) state: StateId,
    /// Who must hold it there; `None`: whoever it comes to.
    pub(crate) unit: Option<UnitId>,
}

/// Every state of every program whose cases are invented, as often as it should be seen.
pub(crate) fn targets(world: &World) -> Vec<Target> {
    let mut targets = Vec::new();
    // Texts are written, not invented.
    for program in world.programs.iter().filter(|program| program.library.is_none()) {
        for state in &program.states {
            let each = if state.ends.is_some() { EACH_END } else { EACH_OPEN };
            let target = Target { kind: program.id.clone(), state: state.id.clone(), unit: None };
            targets.extend((0..each).map(|_| target.clone()));
        }
    }
    let on_desks = ON_DESKS.iter().flat_map(|(unit, kind, state, each)| {
        let target = Target { kind: (*kind).into(), state: (*state).into(), unit: Some((*unit).into()) };
        (0..*each).map(move |_| target.clone())
    });
    targets.extend(on_desks);
    targets
}

/// How many acts each state is away from a target, as far as a way leads there that passes no end; conditions are not asked.
pub(crate) struct Ways(BTreeMap<StateId, usize>);

impl Ways {
    pub(crate) fn to(program: &Program, target: &StateId) -> Self {
        let mut away = BTreeMap::from([(target.clone(), 0)]);
        let is_open = |state: &&StateId| program.state(state).is_some_and(|state| state.ends.is_none());
        for steps in 1..=program.states.len() {
            let reaches = |act: &&Act| act.to.as_ref().is_some_and(|to| away.get(to) == Some(&(steps - 1)));
            let from: Vec<StateId> = program
                .acts
                .iter()
                .filter(reaches)
                .flat_map(|act| act.from.iter().filter(is_open).cloned())
                .collect();
            for state in from {
                away.entry(state).or_insert(steps);
            }
        }
        Self(away)
    }

    pub(crate) fn from(&self, state: &StateId) -> Option<usize> {
        self.0.get(state).copied()
    }

    /// How far it is after an act, and after whatever may follow it.
    pub(crate) fn after(&self, program: &Program, act: &Act, state: &StateId) -> Option<usize> {
        let then = act.then.iter().filter_map(|id| program.act(id)).filter_map(|act| act.to.as_ref());
        act.to
            .iter()
            .chain(then)
            .chain(act.then.is_empty().then_some(state).filter(|_| act.to.is_none()))
            .filter_map(|state| self.from(state))
            .min()
    }
}

impl Town<'_> {
    /// A matter that stands in the target state today. `None`: none of the tries came there.
    pub(crate) fn lead(&self, number: u64, target: &Target, earlier: Option<&str>) -> Option<Life> {
        let program = self.world.programs.current(&target.kind)?;
        let ways = Ways::to(program, &target.state);
        let acts = program.opening.to.as_ref().and_then(|state| ways.from(state))?;
        let acts = i64::try_from(acts).unwrap_or(0);
        // Who is received is received today, and who books books for a day to come, as far as the hour allows it.
        let visits = program.visits.as_ref();
        let receives = visits.is_some_and(|visits| visits.queues.contains(&target.state));
        let books = visits.is_some_and(|visits| visits.books.contains(&target.state));
        let fits = |life: &Life| {
            let calendar = &self.world.calendar;
            let span = schedule::span(&life.program, &life.case, calendar);
            let today = calendar.date_of(self.now);
            let day = span.map(|span| calendar.date_of(span.starts_at));
            if receives { day == Some(today) } else { day > Some(today) }
        };
        let try_one = |attempt: u64| {
            let mut dice = Dice::of(self.seed ^ (attempt + 1), number);
            let planned = if program.schedule.is_some() { 24 * dice.between(0, PLANNED_DAYS_MAX) } else { 0 };
            let hours = planned + dice.between(2 + 5 * acts, 60 + 36 * acts);
            let at = self.now - SignedDuration::from_hours(hours);
            let class = CLASSES.get(usize::try_from(attempt).unwrap_or(0) % CLASSES.len()).copied();
            let within = target.unit.as_ref().and_then(|unit| self.world.units.find(unit));
            let within = within.map(|unit| &unit.place);
            let wish = Wish { at, earlier, class, walks_far: attempt % 4 == 2, within };
            let (mut life, mut script, spot) = self.open(program, &wish, &mut dice)?;
            // A unit that may well not be the one on the duty list: it has reason to object.
            let other = department_of(self.world, &spot, &mut dice).filter(|_| attempt.is_multiple_of(2));
            script.unit = if target.unit.is_none() { other } else { None };
            let part = Part { script: &script, spot: &spot, pace: Pace::Quick };
            let led = self.stage().lead_on(&mut life, &part, (&target.state, &ways), &mut dice);
            let there = target.unit.is_none() || life.case.holder == target.unit;
            (led && there).then_some(life)
        };
        let timely = (0..TRIES * 3).filter(|_| receives || books).filter_map(try_one).find(fits);
        timely.or_else(|| (0..TRIES).find_map(try_one))
    }
}

impl Stage<'_> {
    /// Leads a matter to a state and leaves it there. False if it comes to a stop elsewhere, or not in time.
    fn lead_on(
        &self,
        life: &mut Life,
        part: &Part<'_>,
        (target, ways): (&StateId, &Ways),
        dice: &mut Dice,
    ) -> bool {
        let mut refused: Vec<ActId> = Vec::new();
        for _ in 0..LED_ACTS_MAX {
            if life.case.state_now == *target {
                life.wait_until(self.now);
                return life.case.state_now == *target;
            }
            let mut choices = self.choices(life, part.script);
            choices.retain(|choice| !refused.contains(&choice.act));
            let Some(choice) = dice.weighted(&choices, |choice| led_weight(life, ways, &choice.act)) else {
                if !self.wait(life) {
                    return false;
                }
                continue;
            };
            let act = life.program.act(&choice.act);
            let on_time = act.is_some_and(|act| visits::opens_doors(life, act));
            let soon = SignedDuration::from_mins(dice.between(20, 9 * 60));
            let soon = if on_time { SignedDuration::ZERO } else { soon };
            let from = act.map(|act| self.ready_at(life, act));
            let from = from.unwrap_or(life.case.changed_at);
            let at = self.somebody_is_there(from + soon, choice.rhythm, dice);
            if at > self.now {
                return false;
            }
            life.wait_until(at);
            if !self.act(life, (choice, at), part, dice) {
                refused.push(choice.act.clone());
            }
        }
        false
    }
}

/// How often an act is done on the way to a state: what leads on, now and then a detour, never another end.
fn led_weight(life: &Life, ways: &Ways, id: &ActId) -> u64 {
    let (program, state) = (&life.program, &life.case.state_now);
    let Some(act) = program.act(id) else { return 0 };
    let (here, after) = (ways.from(state), ways.after(program, act, state));
    match (here, after) {
        (_, None) => 0,
        (Some(here), Some(after)) if after >= here && act.to.is_none() => {
            u64::from(!life.case.has_done(id)) * 4
        }
        (Some(here), Some(after)) if after >= here => 10,
        (_, Some(_)) => {
            if act.main {
                2000
            } else {
                1000
            }
        }
    }
}
