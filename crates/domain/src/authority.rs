//! Who may see a case, and who may do what to it. Deny by default: whatever is not allowed here is not there.

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use jiff::Timestamp;

use crate::case::Case;
use crate::clock::ClockId;
use crate::command::Caller;
use crate::event::{Actor, is_clock};
use crate::field::Values;
use crate::guard::Facts;
use crate::ids::{Role, UnitId, UnitKind};
use crate::program::{Act, Assign, Doer, Program, Relation};
use crate::refusal::Refusal;
use crate::routing::is_accused;
use crate::unit::Unit;
use crate::world::World;

/// Whether the caller may know that the case exists.
///
/// The person who holds the receipt sees it. An officer sees it when the officer's unit has a part in it or stands above one
/// that has, when somebody of the unit did one of its acts, and while the program gives officers in this role and kind of unit an
/// act for cases of the place (`supervisor@kind:command`). Whoever is complained about, and every unit under it, never sees the
/// case. A sealed case is seen only by the units that have a part in it and are of a kind that may handle sealed cases
/// (信访工作条例 art. 30).
#[must_use]
pub fn may_see(world: &World, case: &Case, caller: &Caller) -> bool {
    match &caller.by {
        Actor::Person | Actor::Timer | Actor::Import { .. } => true,
        Actor::Officer { account, unit } => {
            if is_accused(world, &case.opened.accused, unit) {
                return false;
            }
            if case.opened.sealed {
                return case.units.iter().any(|part| world.units.is_or_follows(unit, part))
                    && may_handle_sealed(world, case, unit)
                    && !case.recused.contains(account);
            }
            case.units.iter().any(|part| world.units.is_under(part, unit))
                || has_acted(world, case, unit)
                || watches(world, case, caller, unit)
        }
    }
}

/// Whether one of the acts of the case was last done for this unit: it goes on seeing what became of it.
fn has_acted(world: &World, case: &Case, unit: &UnitId) -> bool {
    let mut acted = case.acts.iter().filter_map(|done| done.by.unit());
    acted.any(|acted| world.units.is_or_follows(unit, acted))
}

fn watches(world: &World, case: &Case, caller: &Caller, unit: &UnitId) -> bool {
    let Some(found) = world.units.find(unit) else { return false };
    let here = case.place_now.place.is_within(&found.place);
    here && waiting_for_kinds(world, case)
        .any(|(role, kind)| found.kind == *kind && caller.roles.contains(role))
}

/// The roles and kinds of unit to which the program gives an act for cases of their place, wherever those are held, that is
/// offered since the latest event: in this state, under its guard as it held then. Sight must not come and go between events,
/// because lists are made from what was written with the latest one.
fn waiting_for_kinds<'w>(world: &'w World, case: &'w Case) -> impl Iterator<Item = (&'w Role, &'w UnitKind)> {
    let program = world.programs.version(case.kind(), case.opened.pack_version);
    let acts = program.into_iter().flat_map(move |program| {
        let here = program.acts.iter().filter(|act| act.from.contains(&case.state_now));
        here.map(move |act| (program, act))
    });
    acts.flat_map(move |(program, act)| {
        let mut kinds = act.by.iter().filter_map(Doer::of_kind).peekable();
        let offered = kinds.peek().is_some()
            && act.when.as_ref().is_none_or(|guard| {
                guard.holds(&Facts::new(world, program, case, &Values::new(), case.changed_at))
            });
        kinds.filter(move |_| offered)
    })
}

/// The units that see a case without a part in it and without standing above one that has: those whose officers did something
/// about it, and those of which somebody may do something about it now. Sealed cases have none.
#[must_use]
pub fn onlookers(world: &World, case: &Case) -> BTreeSet<UnitId> {
    if case.opened.sealed {
        return BTreeSet::new();
    }
    let kinds: BTreeSet<&UnitKind> = waiting_for_kinds(world, case).map(|(_, kind)| kind).collect();
    let serving = kinds.into_iter().flat_map(|kind| world.units.serving(kind, &case.place_now.place));
    let acted = || case.acts.iter().filter_map(|done| done.by.unit());
    let heirs = acted().flat_map(|unit| world.units.heirs(unit));
    acted().chain(heirs).chain(serving.map(|unit| &unit.id)).cloned().collect()
}

/// Whether a unit is of a kind that may handle sealed cases of this program.
#[must_use]
pub fn may_handle_sealed(world: &World, case: &Case, unit: &UnitId) -> bool {
    let program = world.programs.version(case.kind(), case.opened.pack_version);
    let sealing = program.and_then(|program| program.sealing.as_ref());
    let kind = world.units.find(unit).map(|unit| &unit.kind);
    sealing.zip(kind).is_some_and(|(sealing, kind)| sealing.handlers.contains(kind))
}

/// Whether a unit stands so to a case. Whoever took over from a unit that is gone stands where that stood.
#[must_use]
pub fn stands(world: &World, case: &Case, unit: &UnitId, relation: &Relation) -> bool {
    let is =
        |other: &Option<UnitId>| other.as_ref().is_some_and(|other| world.units.is_or_follows(unit, other));
    match relation {
        Relation::Holder => is(&case.holder),
        Relation::Co => case.co_units.iter().any(|co| world.units.is_or_follows(unit, co)),
        Relation::Receiver => is(&case.receiver),
        Relation::Sender => is(&case.sender),
        Relation::Superior => {
            let holder = case.holder.as_ref().filter(|holder| !world.units.is_or_follows(unit, holder));
            holder.is_some_and(|holder| world.units.is_under(holder, unit))
        }
        Relation::Ruler => ruler(world, case).as_ref() == Some(unit),
        Relation::Kind(kind) => world
            .units
            .find(unit)
            .is_some_and(|found| found.kind == *kind && case.place_now.place.is_within(&found.place)),
        Relation::Any => true,
    }
}

/// The unit that rules when holder and sender disagree: the lowest one above both (信访工作条例 art. 24); without a sender, the
/// one above the holder. A unit that is complained about rules on nothing.
#[must_use]
pub fn ruler(world: &World, case: &Case) -> Option<UnitId> {
    let holder = case.holder.as_ref()?;
    let free = |unit: &&Unit| !is_accused(world, &case.opened.accused, &unit.id);
    let sender = case.sender.as_ref();
    let common = sender.and_then(|sender| world.units.common_superiors(holder, sender).find(free));
    common.or_else(|| world.units.and_superiors(holder).skip(1).find(free)).map(|unit| unit.id.clone())
}

/// The acts that the caller may do now, in the order of the program.
#[must_use]
pub fn offered<'p>(
    world: &World,
    program: &'p Program,
    case: &Case,
    caller: &Caller,
    now: Timestamp,
) -> Vec<&'p Act> {
    if !may_see(world, case, caller) {
        return Vec::new();
    }
    let facts = Facts::new(world, program, case, &Values::new(), now);
    program.acts.iter().filter(|act| may_do(world, case, caller, act, &facts).is_ok()).collect()
}

/// Whether the caller may do an act now, or why not. Seeing the case is asked before this.
pub fn may_do(
    world: &World,
    case: &Case,
    caller: &Caller,
    act: &Act,
    facts: &Facts<'_>,
) -> Result<(), Refusal> {
    let in_state = act.from.contains(&case.state_now);
    let guarded = || act.when.as_ref().is_none_or(|guard| guard.holds(facts));
    let by = || act.by.iter().any(|doer| is_doer(world, case, caller, doer));
    if !in_state || !by() || !owes(case, caller, act, facts.program()) || !guarded() {
        return Err(Refusal::NotOffered { act: act.id.clone() });
    }
    let Actor::Officer { account, .. } = &caller.by else { return Ok(()) };
    if case.recused.contains(account) {
        return Err(Refusal::Recused { account: account.clone() });
    }
    let same_hands =
        case.acts.iter().find(|done| act.apart.contains(&done.act) && done.by.account() == Some(account));
    same_hands.map_or(Ok(()), |done| Err(Refusal::SameHands { earlier: done.act.clone() }))
}

/// Whether an act by which a helping unit is done is still owed by the unit of the caller: a clock of its own is open that the act
/// stops. Acts that stop no such clock are always owed.
fn owes(case: &Case, caller: &Caller, act: &Act, program: &Program) -> bool {
    let for_each = |id: &&ClockId| program.clock(id).is_some_and(|clock| clock.on.is_for_each());
    let stopped: Vec<&ClockId> = act.stops().filter(for_each).collect();
    let Some(unit) = caller.by.unit().filter(|_| act.assign == Some(Assign::CoDone) && !stopped.is_empty())
    else {
        return true;
    };
    case.running()
        .any(|clock| clock.holder.as_ref() == Some(unit) && stopped.iter().any(|id| is_clock(&clock.id, id)))
}

/// Whether the caller may run the queue of a case to which people come.
#[must_use]
pub fn receives(world: &World, case: &Case, caller: &Caller) -> bool {
    let program = world.programs.version(case.kind(), case.opened.pack_version);
    let visits = program.and_then(|program| program.visits.as_ref());
    visits.is_some_and(|visits| visits.by.iter().any(|doer| is_doer(world, case, caller, doer)))
}

/// Whether the caller is one of those whom a program names so.
pub(crate) fn is_doer(world: &World, case: &Case, caller: &Caller, doer: &Doer) -> bool {
    match (&caller.by, doer) {
        // An import tells what was done elsewhere, whoever did it there.
        (Actor::Person, Doer::Person) | (Actor::Timer, Doer::Timer) | (Actor::Import { .. }, _) => true,
        (Actor::Officer { unit, .. }, Doer::Officer { role, at }) => {
            caller.roles.contains(role) && stands(world, case, unit, at)
        }
        _ => false,
    }
}

/// Whether the caller may open a case of this program.
#[must_use]
pub fn may_open(world: &World, program: &Program, caller: &Caller) -> bool {
    program.opening.by.iter().any(|doer| match (&caller.by, doer) {
        (Actor::Person, Doer::Person) | (Actor::Import { .. }, _) => true,
        (Actor::Officer { unit, .. }, Doer::Officer { role, at }) => {
            caller.roles.contains(role)
                && match at {
                    Relation::Kind(kind) => world.units.find(unit).is_some_and(|unit| unit.kind == *kind),
                    _ => true,
                }
        }
        _ => false,
    })
}
