//! Every situation a case can come into, with the way there.
//!
//! A situation is a state, the clocks that run or are late, whether the case is sealed, and how its holder was found. Conditions
//! that depend on anything else (what a form said, what was done before) count as possible both ways, so that nothing that can
//! happen is missed; some ways that cannot may be followed too.

mod known;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use domain::clock::ClockId;
use domain::ids::{StateId, UnitKind};
use domain::program::{Act, Assign, ClockDef, ClockOn, ClockVerb, Doer, OPENING, Program, THEN_MAX};

use super::aside;
use crate::logic::{Atom, Bool};

/// Situations that are followed; a program with more is too tangled to be proven.
pub(super) const SITUATIONS_MAX: usize = 300_000;

/// How the holder was found: what is known of its kind and level.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Holder {
    /// Any unit, at any level of the program.
    Any,
    /// A unit above another: any level but the lowest.
    Above,
    /// A unit of a kind.
    Kind(UnitKind),
}

/// Where a case can stand.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Situation {
    pub(super) state: StateId,
    pub(super) sealed: bool,
    /// It was opened as one that need not be, and sealed by an act.
    sealed_later: bool,
    pub(super) holder: Holder,
    /// Bit n: clock n runs.
    running: u64,
    /// Bit n: clock n has run out and was not stopped.
    late: u64,
}

/// A situation with the step that led there first.
struct Step {
    situation: Situation,
    from: Option<usize>,
    by: String,
}

/// All of them.
pub(super) struct Walk<'p> {
    pub(super) program: &'p Program,
    guards: BTreeMap<&'p str, Bool>,
    sealing: Option<Bool>,
    /// Bit n: no condition tells clock n running from clock n late, and staff are late with it: which of both makes no difference.
    all_the_same: u64,
    /// Bit n: some act lets clock n stand still.
    pausable: u64,
    /// Bit n: clock n is not followed, because it is beside the way of a case.
    pub(super) aside: u64,
    steps: Vec<Step>,
    index: BTreeMap<Situation, usize>,
    /// From which situations each can be reached in one step.
    back: Vec<Vec<usize>>,
    /// The acts that happen somewhere.
    pub(super) happened: BTreeSet<String>,
    /// Set when there are too many situations.
    pub(super) too_many: bool,
}

/// The clocks of which something is so, as bits.
fn bits(program: &Program, is_so: impl Fn(&ClockDef) -> bool) -> u64 {
    let clocks = program.clocks.iter().enumerate().take(64);
    clocks.filter(|(_, clock)| is_so(clock)).fold(0, |bits, (bit, _)| bits | 1 << bit)
}

fn never_asked(program: &Program, guards: &BTreeMap<&str, Bool>) -> u64 {
    let asked: BTreeSet<Atom> = guards.values().flat_map(Bool::atoms).collect();
    bits(program, |clock| {
        let name = format!("clocks.{}", clock.id);
        let of_clock = |atom: &Atom| matches!(atom, Atom::Is(asked, _) if *asked == name);
        clock.on.binds_one_unit() && !asked.iter().any(of_clock)
    })
}

fn pausable(program: &Program) -> u64 {
    let changes = || program.acts.iter().flat_map(|act| &act.clocks);
    let pauses = |clock: &ClockDef| {
        changes().any(|change| change.clock == clock.id && matches!(change.change, ClockVerb::Pause { .. }))
    };
    bits(program, pauses)
}

impl<'p> Walk<'p> {
    /// Follows every way; clocks that are beside the way only if `all`.
    pub(super) fn through(program: &'p Program, all: bool) -> Self {
        let guards: BTreeMap<&str, Bool> =
            program.acts.iter().map(|act| (act.id.as_str(), Bool::of(act.when.as_ref()))).collect();
        let aside = if all { 0 } else { aside::clocks(program, &guards) };
        let (all_the_same, pausable) = (never_asked(program, &guards), pausable(program));
        let sealing = program.sealing.as_ref().map(|sealing| Bool::of(Some(&sealing.when)));
        let mut walk = Self {
            program,
            guards,
            sealing,
            all_the_same,
            pausable,
            aside,
            steps: Vec::new(),
            index: BTreeMap::new(),
            back: Vec::new(),
            happened: BTreeSet::from([OPENING.to_owned()]),
            too_many: false,
        };
        let mut queue = VecDeque::new();
        let sealed: &[bool] = if program.sealing.is_some() { &[false, true] } else { &[false] };
        for sealed in sealed {
            let before = Situation {
                state: StateId::from(""),
                sealed: *sealed,
                sealed_later: false,
                holder: Holder::Any,
                running: 0,
                late: 0,
            };
            for situation in walk.after(&before, &program.opening) {
                walk.reach(None, OPENING, situation, &mut queue);
            }
        }
        while let Some(at) = queue.pop_front() {
            if walk.steps.len() > SITUATIONS_MAX {
                walk.too_many = true;
                break;
            }
            walk.go_on(at, &mut queue);
        }
        walk
    }

    /// Every situation, with its number.
    pub(super) fn situations(&self) -> impl Iterator<Item = (usize, &Situation)> {
        self.steps.iter().enumerate().map(|(at, step)| (at, &step.situation))
    }

    fn reach(&mut self, from: Option<usize>, by: &str, situation: Situation, queue: &mut VecDeque<usize>) {
        let at = *self.index.entry(situation.clone()).or_insert_with(|| {
            self.steps.push(Step { situation, from, by: by.to_owned() });
            self.back.push(Vec::new());
            queue.push_back(self.steps.len() - 1);
            self.steps.len() - 1
        });
        if let (Some(from), Some(back)) = (from, self.back.get_mut(at))
            && from != at
        {
            back.push(from);
        }
    }

    fn go_on(&mut self, at: usize, queue: &mut VecDeque<usize>) {
        let Some(here) = self.steps.get(at).map(|step| step.situation.clone()) else { return };
        let program = self.program;
        for act in &program.acts {
            let somebody = act.by.iter().any(|doer| *doer != Doer::Timer);
            if somebody && act.from.contains(&here.state) && self.allows(act, &here) != Some(false) {
                self.happened.insert(act.id.to_string());
                for next in self.after(&here, act) {
                    self.reach(Some(at), act.id.as_str(), next, queue);
                }
            }
        }
        self.late_of_others(at, &here, queue);
        if self.has_ended(&here.state) {
            return;
        }
        for (bit, clock) in program.clocks.iter().enumerate().filter(|(bit, _)| here.running >> bit & 1 == 1)
        {
            let late = if self.all_the_same >> bit & 1 == 1 {
                here.clone()
            } else {
                Situation { running: here.running & !(1 << bit), late: here.late | 1 << bit, ..here.clone() }
            };
            let act = clock.breach.as_ref().and_then(|act| program.act(act));
            let label = format!("late: {}", clock.id);
            let answer = act.map_or(Some(false), |act| self.timer_may(act, &late));
            if let (Some(act), Some(true) | None) = (act, answer) {
                self.happened.insert(act.id.to_string());
                for next in self.after(&late, act) {
                    self.reach(Some(at), &format!("{label}, {}", act.id), next, queue);
                }
            }
            if answer != Some(true) {
                self.reach(Some(at), &label, late, queue);
            }
        }
    }

    /// What the timer does when a clock runs out that is not followed: one of which each unit has its own, or one beside the way. It
    /// counts as possible wherever the case is open, and after the end for units that were asked for an answer.
    fn late_of_others(&mut self, at: usize, here: &Situation, queue: &mut VecDeque<usize>) {
        let program = self.program;
        let ended = self.has_ended(&here.state);
        let runs = |bit: usize, clock: &ClockDef| match clock.on {
            ClockOn::Asked => true,
            ClockOn::Co => !ended,
            _ => !ended && self.aside >> bit & 1 == 1,
        };
        let clocks = program.clocks.iter().enumerate().take(64);
        let clocks: Vec<&ClockDef> =
            clocks.filter(|(bit, clock)| runs(*bit, clock)).map(|(_, clock)| clock).collect();
        for clock in clocks {
            let Some(act) = clock.breach.as_ref().and_then(|act| program.act(act)) else { continue };
            if self.timer_may(act, here) == Some(false) {
                continue;
            }
            self.happened.insert(act.id.to_string());
            for next in self.after(here, act) {
                self.reach(Some(at), &format!("late: {}, {}", clock.id, act.id), next, queue);
            }
        }
    }

    fn timer_may(&self, act: &Act, here: &Situation) -> Option<bool> {
        let offered = act.from.contains(&here.state) && act.by.contains(&Doer::Timer);
        if offered { self.allows(act, here) } else { Some(false) }
    }

    /// Whether the condition of an act holds in a situation, as far as that is known.
    pub(super) fn allows(&self, act: &Act, here: &Situation) -> Option<bool> {
        self.guards
            .get(act.id.as_str())
            .map_or(Some(true), |guard| guard.answer(&|atom| self.known(atom, here)))
    }

    /// The situations after an act and whatever follows by itself.
    fn after(&mut self, here: &Situation, act: &Act) -> Vec<Situation> {
        let mut open: Vec<(Situation, &Act)> =
            self.effect(here, act).into_iter().map(|next| (next, act)).collect();
        let program = self.program;
        let mut done = Vec::new();
        for _ in 0..THEN_MAX {
            let mut next_open = Vec::new();
            for (here, act) in open {
                let mut maybe = Vec::new();
                let mut sure = false;
                for next in act.then.iter().filter_map(|id| program.acts.iter().find(|act| act.id == *id)) {
                    let answer = self.timer_may(next, &here);
                    if answer == Some(false) || sure {
                        continue;
                    }
                    sure = answer == Some(true);
                    maybe.push(next);
                    self.happened.insert(next.id.to_string());
                    next_open.extend(self.effect(&here, next).into_iter().map(|situation| (situation, next)));
                }
                if !sure && !self.one_must_follow(&maybe, &here) {
                    done.push(here);
                }
            }
            open = next_open;
        }
        done.extend(open.into_iter().map(|(situation, _)| situation));
        done
    }

    fn one_must_follow(&self, acts: &[&Act], here: &Situation) -> bool {
        let guards: Vec<&Bool> = acts.iter().filter_map(|act| self.guards.get(act.id.as_str())).collect();
        !guards.is_empty() && Bool::one_always_holds(&guards, &|atom| self.known(atom, here))
    }

    /// The situations right after an act; two where a clock may or may not start.
    fn effect(&self, here: &Situation, act: &Act) -> Vec<Situation> {
        let state = act.to.clone().unwrap_or_else(|| here.state.clone());
        let holder = match &act.assign {
            Some(Assign::Kind(kind)) => Holder::Kind(kind.clone()),
            Some(Assign::Receiver) => match &self.program.opening.assign {
                Some(Assign::Kind(kind)) => Holder::Kind(kind.clone()),
                _ => Holder::Any,
            },
            Some(Assign::Superior) => Holder::Above,
            Some(Assign::Route | Assign::Field(_) | Assign::Sender | Assign::Handler | Assign::Own) => {
                Holder::Any
            }
            Some(Assign::Co(_) | Assign::CoDone) | None => here.holder.clone(),
        };
        let sealed_later = here.sealed_later || (act.seals.is_some() && !here.sealed);
        let sealed = here.sealed || sealed_later;
        let next = Situation { state: state.clone(), holder, sealed, sealed_later, ..here.clone() };
        if self.has_ended(&state) {
            return vec![Situation { running: 0, late: 0, ..next }];
        }
        let mut all = vec![next];
        for change in &act.clocks {
            let Some((bit, clock)) = self.clock(&change.clock) else { continue };
            match change.change {
                ClockVerb::Stop => {
                    for situation in &mut all {
                        situation.running &= !(1 << bit);
                        situation.late &= !(1 << bit);
                    }
                }
                ClockVerb::Start if self.is_followed(bit, clock) => {
                    let sure = clock.terms.iter().any(|term| term.when.is_none());
                    let started = all.iter().filter(|situation| situation.late >> bit & 1 == 0).cloned();
                    let started: Vec<Situation> = started
                        .map(|situation| Situation { running: situation.running | 1 << bit, ..situation })
                        .collect();
                    if sure {
                        all.retain(|situation| situation.late >> bit & 1 == 1);
                    }
                    all.extend(started);
                }
                ClockVerb::Start | ClockVerb::Pause { .. } | ClockVerb::Resume | ClockVerb::Extend { .. } => {
                }
            }
        }
        all.sort();
        all.dedup();
        all
    }

    fn clock(&self, id: &ClockId) -> Option<(usize, &ClockDef)> {
        self.program.clocks.iter().enumerate().take(64).find(|(_, clock)| clock.id == *id)
    }

    /// Whether a case has ended in a state.
    pub(super) fn has_ended(&self, state: &StateId) -> bool {
        self.program.state(state).is_some_and(|state| state.ends.is_some())
    }

    /// Whether some clock will move the case on, or somebody is on record as late with it.
    pub(super) fn is_watched(&self, here: &Situation) -> bool {
        self.program.clocks.iter().enumerate().take(64).any(|(bit, clock)| {
            let runs = here.running >> bit & 1 == 1;
            let late = here.late >> bit & 1 == 1;
            match clock.on {
                ClockOn::Holder | ClockOn::Ruler => runs || late,
                ClockOn::Person | ClockOn::Window => runs && clock.breach.is_some(),
                ClockOn::Co | ClockOn::Asked => false,
            }
        })
    }

    /// Situations from which no end can be reached any more.
    pub(super) fn dead(&self) -> Vec<usize> {
        let mut alive: Vec<bool> =
            self.steps.iter().map(|step| self.has_ended(&step.situation.state)).collect();
        let mut open: Vec<usize> =
            alive.iter().enumerate().filter(|(_, alive)| **alive).map(|(at, _)| at).collect();
        while let Some(at) = open.pop() {
            for before in self.back.get(at).into_iter().flatten() {
                if let Some(alive) = alive.get_mut(*before).filter(|alive| !**alive) {
                    *alive = true;
                    open.push(*before);
                }
            }
        }
        alive.iter().enumerate().filter(|(_, alive)| !**alive).map(|(at, _)| at).collect()
    }

    /// The way by which a situation was reached first: `raise --> registered --transfer--> transferred`.
    pub(super) fn path(&self, at: usize) -> String {
        let mut parts = Vec::new();
        let mut next = Some(at);
        while let Some(step) = next.and_then(|at| self.steps.get(at)) {
            parts.push(match step.from {
                Some(_) => format!(" --{}--> {}", step.by, step.situation.state),
                None => step.situation.state.to_string(),
            });
            next = step.from;
        }
        parts.reverse();
        parts.concat()
    }
}
