//! The ways of a case: that it can always end, and that wherever it waits somebody can move it and a clock watches.

use std::collections::BTreeSet;

use domain::program::{Act, Assign, Doer, Program, Relation, State, WaitsFor};
use domain::text::Text;
use domain::unit::Level;

use super::walk::{Holder, SITUATIONS_MAX, Situation, Walk};
use super::{Finding, sealed};

/// A state in which a case waits without a clock.
const UNWATCHED: &str = "waits-without-clock";

pub(super) fn check(program: &Program) -> Vec<Finding> {
    let walk = Walk::through(program, false);
    let findings = of_walk(&walk);
    // A case may be watched by nothing but a clock that was not followed: then all of them are.
    let unwatched = findings.iter().any(|finding| finding.code == UNWATCHED);
    if unwatched && walk.aside != 0 { of_walk(&Walk::through(program, true)) } else { findings }
}

fn of_walk(walk: &Walk<'_>) -> Vec<Finding> {
    if walk.too_many {
        let words = Text::new(
            format!("可能的情形超过{SITUATIONS_MAX}种，证明不完：请减少同时走的时钟。"),
            format!(
                "more than {SITUATIONS_MAX} situations: too many to prove. Let fewer clocks run at once."
            ),
        );
        return vec![Finding::error("too-tangled", "pack", words)];
    }
    let mut findings = unreachable(walk);
    findings.extend(walk.program.states.iter().filter_map(waits_and_ends));
    findings.extend(dead_ends(walk));
    findings.extend(waits(walk));
    findings.extend(sealed::check_ways(walk));
    findings
}

fn unreachable(walk: &Walk<'_>) -> Vec<Finding> {
    let reached: BTreeSet<&str> = walk.situations().map(|(_, here)| here.state.as_str()).collect();
    let lost = walk.program.states.iter().filter(|state| !reached.contains(state.id.as_str()));
    let mut findings: Vec<Finding> = lost
        .map(|state| {
            let words = Text::new("走不到这个状态。", "no way leads to this state.");
            Finding::error("unreachable-state", format!("state {}", state.id), words)
        })
        .collect();
    let never = walk.program.acts.iter().filter(|act| !walk.happened.contains(act.id.as_str()));
    findings.extend(never.map(|act| {
        let words = Text::new("这个操作永远轮不到。", "this act is never offered.");
        Finding::error("never-happens", format!("act {}", act.id), words)
    }));
    findings
}

/// Ends wait for nobody, and only ends do.
fn waits_and_ends(state: &State) -> Option<Finding> {
    let words = match (state.ends, state.waits_for) {
        (Some(_), WaitsFor::Nobody) => return None,
        (None, WaitsFor::Nobody) => Text::new(
            "没有办结，却不等任何人：写明等谁（waits_for），或写明怎样算结束（ends）。",
            "it waits for nobody and is no end: say whom it waits for, or how it ends.",
        ),
        (Some(_), _) => Text::new(
            "已经办结，就不再等任何人：waits_for 写 nobody。",
            "it is an end and waits for nobody: write waits_for = \"nobody\".",
        ),
        (None, _) => return None,
    };
    Some(Finding::error("waits-and-ends", format!("state {}", state.id), words))
}

fn dead_ends(walk: &Walk<'_>) -> Vec<Finding> {
    let all: Vec<&Situation> = walk.situations().map(|(_, here)| here).collect();
    let mut told = BTreeSet::new();
    let mut findings = Vec::new();
    for at in walk.dead() {
        let Some(here) = all.get(at) else { continue };
        if told.insert(here.state.clone()) {
            let words = Text::new("走到这里就再也办不完了。", "from here no end can be reached.");
            findings
                .push(Finding::error("dead-end", format!("state {}", here.state), words).by(walk.path(at)));
        }
    }
    findings
}

fn waits(walk: &Walk<'_>) -> Vec<Finding> {
    let mut told = BTreeSet::new();
    let mut findings = Vec::new();
    for (at, here) in walk.situations().filter(|(_, here)| !walk.has_ended(&here.state)) {
        let place = format!("state {}", here.state);
        if !walk.is_watched(here) && told.insert(("clock", here.state.clone(), None)) {
            let words = Text::new("在这里等着，却没有期限。", "it waits here without a clock.");
            findings.push(Finding::error(UNWATCHED, &place, words).by(walk.path(at)));
        }
        for (level, words) in nobody(walk, here) {
            if told.insert(("nobody", here.state.clone(), level)) {
                findings.push(Finding::error("nobody-can-act", &place, words).by(walk.path(at)));
            }
        }
    }
    findings
}

/// The levels at which nobody of those awaited can move the case on.
fn nobody(walk: &Walk<'_>, here: &Situation) -> Vec<(Option<Level>, Text)> {
    let Some(state) = walk.program.state(&here.state) else { return Vec::new() };
    let acts: Vec<&Act> = walk
        .program
        .acts
        .iter()
        .filter(|act| {
            act.from.contains(&here.state) && moves(act, state) && walk.allows(act, here) != Some(false)
        })
        .collect();
    let doers = || acts.iter().flat_map(|act| &act.by);
    match state.waits_for {
        WaitsFor::Nobody => Vec::new(),
        WaitsFor::Person => {
            let somebody = doers().any(|doer| *doer == Doer::Person);
            lacking(
                somebody,
                "在等当事人，当事人却什么也做不了。",
                "it waits for the person, who can do nothing.",
            )
        }
        WaitsFor::Ruler => {
            let somebody = doers().any(|doer| matches!(doer, Doer::Officer { at: Relation::Ruler, .. }));
            lacking(
                somebody,
                "在等共同的上级，上级却什么也做不了。",
                "it waits for the common superior, who can do nothing.",
            )
        }
        WaitsFor::Holder => {
            let roles: BTreeSet<&str> = doers()
                .filter_map(|doer| match doer {
                    Doer::Officer { role, at: Relation::Holder | Relation::Receiver | Relation::Kind(_) } => {
                        Some(role.as_str())
                    }
                    _ => None,
                })
                .collect();
            at_levels(walk.program, here, &roles)
        }
    }
}

fn lacking(somebody: bool, zh: &str, en: &str) -> Vec<(Option<Level>, Text)> {
    if somebody { Vec::new() } else { vec![(None, Text::new(zh, en))] }
}

/// An act that brings the case on: to another state, or to another unit.
fn moves(act: &Act, state: &State) -> bool {
    let elsewhere = act.to.as_ref().is_some_and(|to| *to != state.id);
    let handed = act.assign.as_ref().is_some_and(|assign| !matches!(assign, Assign::Co(_) | Assign::CoDone));
    elsewhere || handed || !act.then.is_empty()
}

fn at_levels(program: &Program, here: &Situation, roles: &BTreeSet<&str>) -> Vec<(Option<Level>, Text)> {
    let has = |level: Level| {
        program
            .roles
            .iter()
            .filter(|role| roles.contains(role.id.as_str()))
            .any(|role| role.levels.is_empty() || role.levels.contains(&level))
    };
    let lowest = program.levels.iter().map(|level| level.rank()).min();
    let levels: Vec<Level> = match &here.holder {
        Holder::Any => program.levels.clone(),
        Holder::Above => {
            program.levels.iter().copied().filter(|level| Some(level.rank()) != lowest).collect()
        }
        Holder::Kind(kind) => {
            let zh = format!("在等“{kind}”类单位，那里却没有人能办。");
            let en = format!("it waits for a unit of kind `{kind}`, where nobody can do anything.");
            return lacking(!roles.is_empty(), &zh, &en);
        }
    };
    levels
        .into_iter()
        .filter(|level| !has(*level))
        .map(|level| {
            let words = Text::new(
                format!("{}一级的单位拿到它，没有人能往下办：给这一级配角色，或从 levels 里去掉这一级。", level_zh(level)),
                format!("a unit at level `{}` that holds it has nobody to move it on: give that level a role, or take it out of `levels`.", level.as_str()),
            );
            (Some(level), words)
        })
        .collect()
}

fn level_zh(level: Level) -> &'static str {
    match level {
        Level::Grid => "网格",
        Level::Community => "社区",
        Level::Street => "街道",
        Level::County => "区县",
        Level::City => "市",
        Level::Province => "省",
        Level::Company => "企业",
    }
}
