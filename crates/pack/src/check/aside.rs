//! Clocks that are only ever beside the way of a case: whether they run changes nothing about where it can go. Following them all
//! would double the situations with each.

use std::collections::{BTreeMap, BTreeSet};

use domain::program::{Act, Assign, ClockDef, ClockVerb, Program};

use crate::logic::{Atom, Bool};

/// Bit n: clock n is beside the way. It binds one unit; only idle acts start it, ask for it in their condition, or follow when it runs
/// out. An act is idle if it leaves state, holder and every other clock as they are.
pub(super) fn clocks(program: &Program, guards: &BTreeMap<&str, Bool>) -> u64 {
    let mut aside: BTreeSet<&str> = program
        .clocks
        .iter()
        .take(64)
        .filter(|clock| clock.on.binds_one_unit())
        .map(|clock| clock.id.as_str())
        .collect();
    loop {
        let stays: BTreeSet<&str> = program
            .clocks
            .iter()
            .filter(|clock| aside.contains(clock.id.as_str()) && is_aside(program, guards, clock, &aside))
            .map(|clock| clock.id.as_str())
            .collect();
        if stays == aside {
            break;
        }
        aside = stays;
    }
    let bits = program.clocks.iter().enumerate().take(64);
    bits.filter(|(_, clock)| aside.contains(clock.id.as_str())).fold(0, |bits, (bit, _)| bits | 1 << bit)
}

fn is_aside(
    program: &Program,
    guards: &BTreeMap<&str, Bool>,
    clock: &ClockDef,
    aside: &BTreeSet<&str>,
) -> bool {
    let name = format!("clocks.{}", clock.id);
    let of_clock = |atom: Atom| matches!(atom, Atom::Is(asked, _) | Atom::Open(asked) if asked == name);
    let concerned = |act: &&Act| {
        let starts =
            act.clocks.iter().any(|change| change.clock == clock.id && change.change == ClockVerb::Start);
        let asks = guards.get(act.id.as_str()).is_some_and(|guard| guard.atoms().into_iter().any(of_clock));
        starts || asks || clock.breach.as_ref() == Some(&act.id)
    };
    let acts = std::iter::once(&program.opening).chain(&program.acts);
    acts.filter(concerned).all(|act| is_idle(program, act, aside))
}

fn is_idle(program: &Program, act: &Act, aside: &BTreeSet<&str>) -> bool {
    let is_followed = |id: &domain::clock::ClockId| {
        let for_each = program.clock(id).is_some_and(|clock| clock.on.is_for_each());
        !for_each && !aside.contains(id.as_str())
    };
    act.to.is_none()
        && act.then.is_empty()
        && matches!(act.assign, None | Some(Assign::Co(_) | Assign::CoDone))
        && !act.clocks.iter().any(|change| is_followed(&change.clock))
}
