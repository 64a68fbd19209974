//! Which units may see a case: the rows that lists are made from. Whoever opens a case is asked again, by name and role.

use std::collections::BTreeMap;

use domain::case::Case;
use domain::ids::{UnitId, UnitKind};
use domain::program::{Doer, Relation};
use domain::routing::is_accused;
use domain::world::World;
use store::case_units::{CaseUnit, UnitShare};

/// The units that have or had a part, those above them, and those that watch over the place. Nobody who is complained about.
pub(crate) fn who_sees(world: &World, case: &Case) -> Vec<CaseUnit> {
    let mut shares: BTreeMap<UnitId, UnitShare> = BTreeMap::new();
    for unit in &case.units {
        for above in world.units.and_superiors(unit).skip(1) {
            shares.entry(above.id.clone()).or_insert(UnitShare::Above);
        }
    }
    for unit in watching(world, case) {
        shares.entry(unit).or_insert(UnitShare::Above);
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

/// Units of the kinds that the program lets act wherever a case of their place is held.
fn watching(world: &World, case: &Case) -> Vec<UnitId> {
    let program = world.programs.version(case.kind(), case.opened.pack_version);
    let kinds: Vec<&UnitKind> = program
        .iter()
        .flat_map(|program| &program.acts)
        .flat_map(|act| &act.by)
        .filter_map(|doer| match doer {
            Doer::Officer { at: Relation::Kind(kind), .. } => Some(kind),
            Doer::Officer { .. } | Doer::Person | Doer::Timer => None,
        })
        .collect();
    if kinds.is_empty() {
        return Vec::new();
    }
    let serves = |unit: &&domain::unit::Unit| {
        kinds.contains(&&unit.kind) && case.place_now.place.is_within(&unit.place)
    };
    world.units.iter().filter(serves).map(|unit| unit.id.clone()).collect()
}
