//! Who does what next, and when: chosen among the acts that the program offers, the usual ones far more often.

use domain::authority::{self, may_do, may_see};
use domain::clock::{Clock, ClockId};
use domain::command::{Caller, Command, Occasion};
use domain::event::Actor;
use domain::ids::{ActId, UnitId};
use domain::program::{Act, Assign, ClockVerb, Doer, Ending, Phase, Relation, WaitsFor};
use domain::schedule;
use domain::unit::Level;
use domain::world::World;
use jiff::civil::Time;
use jiff::{SignedDuration, Timestamp};

use super::phrases::{Phrases, Spot};
use super::script::{Desk, Filled, Script};
use super::staff::Staff;
use super::visits;
use crate::dice::Dice;
use crate::life::Life;

/// Acts of one matter; more would be a circle.
const ACTS_MAX: usize = 60;
/// Matters whose person says nothing when asked, of a hundred.
const SILENT_PERCENT: u64 = 30;
/// Ended matters in which something more is done, of a hundred.
const AFTERWARDS_PERCENT: u64 = 10;
/// Steps that lie about for a long time, of a thousand.
const STALLED_PERMILLE: u64 = 12;

/// How quickly a matter is dealt with: which part of the time left each step takes, in percent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pace {
    Quick,
    Usual,
    Slow,
    Late,
}

impl Pace {
    /// Most are dealt with as usual.
    pub(crate) fn draw(dice: &mut Dice) -> Self {
        match dice.below(100) {
            0..30 => Self::Quick,
            30..78 => Self::Usual,
            78..93 => Self::Slow,
            _ => Self::Late,
        }
    }

    fn percent(self) -> (i64, i64) {
        match self {
            Self::Quick => (3, 15),
            Self::Usual => (10, 32),
            Self::Slow => (25, 60),
            Self::Late => (50, 170),
        }
    }
}

/// The stage on which a matter is played.
pub(crate) struct Stage<'s> {
    pub(crate) world: &'s World,
    pub(crate) phrases: &'s Phrases,
    pub(crate) staff: &'s Staff,
    /// Nothing happens after this.
    pub(crate) now: Timestamp,
}

/// Something that could be done next.
pub(super) struct Choice {
    pub(super) act: ActId,
    caller: Caller,
    weight: u64,
    pub(super) rhythm: Rhythm,
}

/// When somebody is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rhythm {
    /// On working days, from half past eight to half past five.
    Office,
    /// Every day, from seven to ten in the evening.
    Day,
}

/// What is played.
pub(crate) struct Part<'p> {
    pub(crate) script: &'p Script,
    pub(crate) spot: &'p Spot,
    pub(crate) pace: Pace,
}

fn asks_person(life: &Life) -> bool {
    let state = life.program.state(&life.case.state_now);
    state.is_some_and(|state| state.waits_for == WaitsFor::Person)
}

impl Stage<'_> {
    /// Plays a matter until its end, or until now.
    pub(crate) fn play(&self, life: &mut Life, part: &Part<'_>, dice: &mut Dice) {
        let script = part.script;
        let mut refused: Vec<ActId> = Vec::new();
        let mut silent_in = None;
        for _ in 0..ACTS_MAX {
            if life.case.ending.is_some() && (script.is_plain || !dice.percent(AFTERWARDS_PERCENT)) {
                return;
            }
            let state = life.case.state_now.clone();
            if silent_in.as_ref() != Some(&state) && asks_person(life) && dice.percent(SILENT_PERCENT) {
                silent_in = Some(state.clone());
            }
            let mut choices = self.choices(life, script);
            choices.retain(|choice| !refused.contains(&choice.act));
            if silent_in.as_ref() == Some(&state) {
                choices.retain(|choice| choice.caller.by != Actor::Person);
            }
            let Some(choice) = dice.weighted(&choices, |choice| choice.weight) else {
                if !self.wait(life) {
                    return;
                }
                continue;
            };
            let at = self.moment(life, choice, part.pace, dice);
            if at > self.now {
                life.wait_until(self.now);
                return;
            }
            life.wait_until(at);
            if !self.act(life, (choice, at), part, dice) {
                refused.push(choice.act.clone());
            }
        }
    }

    /// Nobody acts: the next thing that happens is a clock. False if there is none before now.
    pub(super) fn wait(&self, life: &mut Life) -> bool {
        let Some(at) = life.case.wake_at().filter(|at| *at <= self.now) else { return false };
        let before = life.case.seq;
        life.wait_until(at);
        life.case.seq > before
    }

    /// Does the act, with a fuller form if the first one is refused. False if it is refused all the same.
    pub(super) fn act(
        &self,
        life: &mut Life,
        next: (&Choice, Timestamp),
        part: &Part<'_>,
        dice: &mut Dice,
    ) -> bool {
        let (choice, at) = next;
        let program = std::sync::Arc::clone(&life.program);
        let Some(act) = program.act(&choice.act) else { return false };
        // A clock may have changed things since the choice.
        if !life.offered(&choice.caller, at).iter().any(|offered| offered.id == act.id) {
            return true;
        }
        for filled in [Filled::Some, Filled::All] {
            let desk = Desk {
                world: self.world,
                phrases: self.phrases,
                spot: part.spot,
                at,
                program: &program,
                life: Some(life),
                act,
            };
            let form = part.script.form(&desk, filled, dice);
            let occasion = Occasion { at, caller: choice.caller.clone() };
            let command = Command::Act { act: act.id.clone(), form, seen: None };
            if life.run(occasion, command).is_ok() {
                self.staff.has_acted(&choice.caller);
                visits::come(self, life, &choice.caller, dice);
                return true;
            }
        }
        false
    }

    pub(super) fn choices(&self, life: &Life, script: &Script) -> Vec<Choice> {
        let case = &life.case;
        let mut found: Vec<Choice> = Vec::new();
        for act in life.program.acts.iter().filter(|act| act.from.contains(&case.state_now)) {
            let weight = weight(life, act, script);
            let facts = life.facts(self.ready_at(life, act));
            for doer in act.by.iter().filter(|_| weight > 0) {
                let mut callers = self.callers(life, doer).into_iter();
                let able = callers.find(|caller| {
                    may_see(self.world, case, caller) && may_do(self.world, case, caller, act, &facts).is_ok()
                });
                found.extend(able.map(|caller| Choice {
                    weight: weight * closeness(doer),
                    rhythm: self.rhythm(life, &caller),
                    act: act.id.clone(),
                    caller,
                }));
            }
        }
        found
    }

    /// From when on an act can be thought of: what records that an activity was held, once it is over.
    pub(super) fn ready_at(&self, life: &Life, act: &Act) -> Timestamp {
        let after = life.case.changed_at;
        let span = || schedule::span(&life.program, &life.case, &self.world.calendar);
        if visits::opens_doors(life, act) {
            return span().map_or(after, |span| span.starts_at.max(after));
        }
        if life.program.figures.held.as_ref() != Some(&act.id) || act.when.is_none() {
            return after;
        }
        span().map_or(after, |span| span.ends_at.max(after))
    }

    /// Everybody who could be the doer.
    fn callers(&self, life: &Life, doer: &Doer) -> Vec<Caller> {
        match doer {
            Doer::Person => vec![Caller::person()],
            Doer::Timer => Vec::new(),
            Doer::Officer { role, at } => {
                let units = self.units(life, at);
                units.iter().flat_map(|unit| self.staff.of(unit, role)).collect()
            }
        }
    }

    fn units(&self, life: &Life, relation: &Relation) -> Vec<UnitId> {
        let case = &life.case;
        let units = &self.world.units;
        match relation {
            Relation::Holder => case.holder.iter().cloned().collect(),
            Relation::Co => case.co_units.iter().cloned().collect(),
            Relation::Receiver | Relation::Any => case.receiver.iter().cloned().collect(),
            Relation::Sender => case.sender.iter().cloned().collect(),
            Relation::Superior => {
                let holder = case.holder.iter();
                holder
                    .flat_map(|holder| units.and_superiors(holder).skip(1))
                    .map(|unit| unit.id.clone())
                    .collect()
            }
            Relation::Ruler => authority::ruler(self.world, case).into_iter().collect(),
            Relation::Kind(kind) => {
                units.nearest(kind, &case.place_now.place).map(|unit| unit.id.clone()).into_iter().collect()
            }
        }
    }

    fn rhythm(&self, life: &Life, caller: &Caller) -> Rhythm {
        let at_grid = caller
            .by
            .unit()
            .and_then(|unit| self.world.units.find(unit))
            .is_some_and(|unit| unit.level == Level::Grid);
        let first_hand = life.case.phase_now == Phase::Received;
        if caller.by == Actor::Person || at_grid || first_hand { Rhythm::Day } else { Rhythm::Office }
    }

    /// When the act is done.
    fn moment(&self, life: &Life, choice: &Choice, pace: Pace, dice: &mut Dice) -> Timestamp {
        let act = life.program.act(&choice.act);
        let from = act.map_or(life.case.changed_at, |act| self.ready_at(life, act));
        let minutes = |first, last, dice: &mut Dice| SignedDuration::from_mins(dice.between(first, last));
        let (least, most) = pace.percent();
        let left = life.case.next_due().and_then(|clock| clock.due_at).map(|due| due.duration_since(from));
        let delay = if choice.caller.by == Actor::Person {
            minutes(60, 5 * 24 * 60, dice)
        } else if dice.below(1000) < STALLED_PERMILLE {
            minutes(5 * 24 * 60, 30 * 24 * 60, dice)
        } else if let Some(left) = left.filter(SignedDuration::is_positive) {
            let part = i32::try_from(dice.between(least, most)).unwrap_or(50);
            (left * part) / 100
        } else {
            minutes(40, 2 * 24 * 60, dice)
        };
        self.somebody_is_there(
            from + delay + SignedDuration::from_secs(dice.between(20, 300)),
            choice.rhythm,
            dice,
        )
    }

    /// That time, or the next at which somebody is there.
    pub(super) fn in_office_hours(&self, at: Timestamp, dice: &mut Dice) -> Timestamp {
        self.somebody_is_there(at, Rhythm::Office, dice)
    }

    pub(super) fn somebody_is_there(&self, at: Timestamp, rhythm: Rhythm, dice: &mut Dice) -> Timestamp {
        let calendar = &self.world.calendar;
        let (opens, closes) = match rhythm {
            Rhythm::Office => (Time::constant(8, 30, 0, 0), Time::constant(17, 30, 0, 0)),
            Rhythm::Day => (Time::constant(7, 0, 0, 0), Time::constant(22, 0, 0, 0)),
        };
        let works = |day| rhythm == Rhythm::Day || calendar.works(day);
        let local = calendar.offset().to_datetime(at);
        let (mut day, mut time) = (local.date(), local.time());
        if works(day) && opens <= time && time < closes {
            return at;
        }
        if time >= closes || !works(day) {
            day = day.tomorrow().unwrap_or(day);
            while !works(day) {
                day = day.tomorrow().unwrap_or(day);
            }
        }
        let late = SignedDuration::from_secs(dice.between(0, 150 * 60));
        time = opens.saturating_add(late);
        calendar.offset().to_timestamp(day.to_datetime(time)).unwrap_or(at)
    }
}

/// Those who hold a case act in it far more often than those above.
fn closeness(doer: &Doer) -> u64 {
    match doer {
        Doer::Officer { at: Relation::Superior | Relation::Kind(_) | Relation::Ruler, .. } => 1,
        Doer::Person | Doer::Timer | Doer::Officer { .. } => 6,
    }
}

/// Whether an act only writes something down.
fn records(act: &Act) -> bool {
    act.to.is_none() && act.clocks.is_empty() && act.tells.is_empty()
}

/// Whether an act by which a clock starts anew is not yet needed: nobody has been reminded.
fn comes_too_soon(life: &Life, act: &Act) -> bool {
    let starts = |id: &ClockId| {
        act.clocks.iter().any(|change| change.clock == *id && change.change == ClockVerb::Start)
    };
    let runs = |clock: &&Clock| clock.stopped_at.is_none() && clock.warned_at.is_none();
    act.stops().filter(|id| starts(id)).any(|id| life.case.clock(id).as_ref().is_some_and(runs))
}

/// How often an act is done, against the others that are offered.
fn weight(life: &Life, act: &Act, script: &Script) -> u64 {
    let case = &life.case;
    let done = case.has_done(&act.id);
    let runs = |is: fn(&ClockVerb) -> bool| act.clocks.iter().map(|change| &change.change).any(is);
    let meets_clock = act.clocks.iter().any(|change| {
        let binds = life.program.clock(&change.clock).is_some_and(|clock| clock.on.binds_staff());
        let open = case
            .clocks
            .iter()
            .any(|clock| domain::event::is_clock(&clock.id, &change.clock) && clock.stopped_at.is_none());
        change.change == ClockVerb::Stop && binds && open
    });
    let asks_earlier = act.asks.iter().any(|ask| ask.required && ask.field.as_str().starts_with("same"));
    if asks_earlier && script.earlier.is_none() {
        return 0;
    }
    if matches!(act.assign, Some(Assign::Co(_))) {
        return if done || (script.is_plain && script.units.is_empty()) {
            0
        } else if script.units.is_empty() {
            5
        } else {
            600
        };
    }
    if act.main {
        return if comes_too_soon(life, act) { 0 } else { 100 };
    }
    if script.is_plain {
        return if meets_clock && act.to.is_none() {
            80
        } else if runs(|verb| *verb == ClockVerb::Resume) {
            200
        } else {
            0
        };
    }
    let ending = act.to.as_ref().and_then(|state| life.program.state(state)).and_then(|state| state.ends);
    let base = match ending {
        Some(Ending::Void) => {
            if script.earlier.is_some() {
                400
            } else {
                1
            }
        }
        Some(Ending::Withdrawn) => 1,
        Some(Ending::Settled | Ending::NotAccepted | Ending::Routed | Ending::Final) => 5,
        None if life.program.schedule.is_some() && records(act) && !done => 60,
        None if runs(|verb| *verb == ClockVerb::Resume) => 200,
        None if runs(|verb| matches!(verb, ClockVerb::Extend { .. })) => 60,
        None if runs(|verb| matches!(verb, ClockVerb::Pause { .. })) => 3,
        None if meets_clock && act.to.is_none() => 90,
        None if act.by == [Doer::Person] => {
            if case.phase_now >= Phase::Answered {
                30
            } else {
                1
            }
        }
        None => 4,
    };
    if done && base < 30 { base / 4 } else { base }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::reference::demo;
    use crate::demo::tests_world;

    #[test]
    fn officers_act_in_office_hours_and_people_by_day() {
        let world = tests_world();
        let phrases = Phrases::read(demo("phrases.toml").unwrap()).unwrap();
        let staff = Staff::new([]);
        let stage = Stage { world: &world, phrases: &phrases, staff: &staff, now: Timestamp::MAX };
        let local = |text: &str| world.calendar.offset().to_timestamp(text.parse().unwrap()).unwrap();
        let day = |at| world.calendar.offset().to_datetime(at);
        for (at, rhythm, first, last) in [
            ("2026-11-24T10:00", Rhythm::Office, "2026-11-24T10:00", "2026-11-24T10:00"),
            ("2026-11-24T18:00", Rhythm::Office, "2026-11-25T08:30", "2026-11-25T11:00"),
            ("2026-11-24T03:00", Rhythm::Office, "2026-11-24T08:30", "2026-11-24T11:00"),
            ("2026-10-01T10:00", Rhythm::Office, "2026-10-08T08:30", "2026-10-08T11:00"),
            ("2026-10-01T10:00", Rhythm::Day, "2026-10-01T10:00", "2026-10-01T10:00"),
            ("2026-10-01T23:00", Rhythm::Day, "2026-10-02T07:00", "2026-10-02T09:30"),
        ] {
            let found = day(stage.somebody_is_there(local(at), rhythm, &mut Dice::new(1)));
            let (first, last) = (first.parse().unwrap(), last.parse().unwrap());
            assert!((first..=last).contains(&found), "{at} {rhythm:?}: {found}");
        }
    }
}
