//! Who must do what next: the inbox rows of one case.

use std::collections::BTreeSet;

use domain::authority;
use domain::case::Case;
use domain::command::Caller;
use domain::field::Values;
use domain::guard::Facts;
use domain::ids::{AccountId, ActId, KindId, Role, UnitId};
use domain::program::{Act, Doer, Relation};
use domain::world::World;
use jiff::Timestamp;

/// One thing that somebody in a role of a unit must do next.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Todo {
    pub(crate) unit: UnitId,
    pub(crate) pile: Pile,
}

/// A pile of the inbox as it is stored: whoever has the role sees it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Pile {
    pub(crate) kind: KindId,
    pub(crate) role: Role,
    pub(crate) act: ActId,
}

impl Pile {
    /// As it stands in the column: `petition/caseworker/reply`.
    pub(crate) fn to_text(&self) -> String {
        format!("{}/{}/{}", self.kind, self.role, self.act)
    }

    /// Reads the column.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, '/');
        let (kind, role, act) = (parts.next()?, parts.next()?, parts.next()?);
        Some(Self { kind: kind.into(), role: role.into(), act: act.into() })
    }
}

/// What must be done next: the usual acts that are offered now, for each unit and role that may do them. Where any superior may
/// act, the one directly above the holder is asked.
pub(crate) fn todo(world: &World, case: &Case, now: Timestamp) -> BTreeSet<Todo> {
    let Some(program) = world.programs.version(case.kind(), case.opened.pack_version) else {
        return BTreeSet::new();
    };
    let usual = || program.acts.iter().filter(|act| act.main && act.from.contains(&case.state_now));
    if usual().next().is_none() {
        return BTreeSet::new();
    }
    let facts = Facts::new(world, program, case, &Values::new(), now);
    usual().flat_map(|act| of_act(world, case, act, &facts)).collect()
}

fn of_act(world: &World, case: &Case, act: &Act, facts: &Facts) -> Vec<Todo> {
    let mut found = Vec::new();
    for doer in &act.by {
        let Doer::Officer { role, at } = doer else { continue };
        for unit in standing(world, case, at) {
            // Nobody in particular: whoever of the unit has the role. Four eyes are asked when somebody opens the case.
            let anybody = Caller::officer(AccountId::from(""), unit.clone(), vec![role.clone()]);
            if authority::may_see(world, case, &anybody)
                && authority::may_do(world, case, &anybody, act, facts).is_ok()
            {
                let pile = Pile { kind: case.kind().clone(), role: role.clone(), act: act.id.clone() };
                found.push(Todo { unit, pile });
            }
        }
    }
    found
}

/// The units that stand so to the case, as far as they are asked to act.
fn standing(world: &World, case: &Case, at: &Relation) -> Vec<UnitId> {
    let above = || case.holder.as_ref().and_then(|holder| world.units.and_superiors(holder).nth(1));
    match at {
        Relation::Holder | Relation::Any => case.holder.iter().cloned().collect(),
        Relation::Co => case.co_units.iter().cloned().collect(),
        Relation::Receiver => case.receiver.iter().cloned().collect(),
        Relation::Sender => case.sender.iter().cloned().collect(),
        Relation::Superior => above().map(|unit| unit.id.clone()).into_iter().collect(),
        Relation::Ruler => authority::ruler(world, case).into_iter().collect(),
        Relation::Kind(kind) => {
            let nearest = world.units.nearest(kind, &case.place_now.place);
            nearest.map(|unit| unit.id.clone()).into_iter().collect()
        }
    }
}
