//! Which units may see a case: the rows that lists are made from. Whoever opens a case is asked again, by name and role.

use std::collections::BTreeMap;

use domain::authority;
use domain::case::Case;
use domain::ids::UnitId;
use domain::routing::is_accused;
use domain::world::World;
use store::case_units::{CaseUnit, UnitShare};

/// The units that have or had a part or took over from one that had, those above them, and those that look on. Nobody who is complained about.
pub(crate) fn who_sees(world: &World, case: &Case) -> Vec<CaseUnit> {
    let mut shares: BTreeMap<UnitId, UnitShare> = BTreeMap::new();
    let heirs = || case.units.iter().flat_map(|unit| world.units.heirs(unit));
    for unit in case.units.iter().chain(heirs()) {
        for above in world.units.and_superiors(unit).skip(1) {
            shares.entry(above.id.clone()).or_insert(UnitShare::Above);
        }
    }
    for unit in authority::onlookers(world, case) {
        shares.entry(unit).or_insert(UnitShare::Above);
    }
    for unit in heirs() {
        shares.insert(unit.clone(), UnitShare::Past);
    }
    for unit in &case.units {
        shares.insert(unit.clone(), share(case, unit));
    }
    shares
        .into_iter()
        .filter(|(unit, _)| !is_accused(world, &case.opened.accused, unit))
        .map(|(unit_id, share)| CaseUnit {
            case_id: case.id().clone(),
            unit_id,
            share,
            opened_at: case.opened_at,
        })
        .collect()
}

fn share(case: &Case, unit: &UnitId) -> UnitShare {
    if case.holder.as_ref() == Some(unit) {
        UnitShare::Holder
    } else if case.co_units.contains(unit) {
        UnitShare::Co
    } else if case.receiver.as_ref() == Some(unit) {
        UnitShare::Receiver
    } else {
        UnitShare::Past
    }
}

/// Whether a unit that looked on sees the case no more.
pub(crate) fn looks_away(world: &World, before: &Case, now: &[CaseUnit]) -> bool {
    let earlier = authority::onlookers(world, before);
    earlier.iter().any(|unit| !now.iter().any(|row| row.unit_id == *unit))
}
