//! Who must do what next: the inbox rows of one case.

use std::collections::{BTreeMap, BTreeSet};

use domain::authority;
use domain::case::Case;
use domain::command::Caller;
use domain::field::Values;
use domain::guard::Facts;
use domain::ids::{AccountId, ActId, KindId, Role, UnitId};
use domain::program::{Act, Doer, Program, Relation};
use domain::world::World;
use jiff::Timestamp;
use store::inbox::InboxRow;

/// Who decides whether the public reads a case; every program knows the role.
pub(crate) const MODERATOR: &str = "moderator";
/// Stands for an act in the piles of what waits for publication. Acts are named with letters, digits and `_`.
const PUBLICATION: &str = "-publication";

/// One thing that somebody of a unit must do next.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Todo {
    pub(crate) unit: UnitId,
    pub(crate) pile: Pile,
}

/// A pile of the inbox as it is stored: whoever has one of the roles sees it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Pile {
    pub(crate) kind: KindId,
    pub(crate) act: ActId,
    pub(crate) roles: BTreeSet<Role>,
}

impl Pile {
    /// The pile of what somebody must decide to publish or not. No act of a program has this name.
    pub(crate) fn publication(kind: &KindId) -> Self {
        let roles = BTreeSet::from([Role::new(MODERATOR)]);
        Self { kind: kind.clone(), act: ActId::new(PUBLICATION), roles }
    }

    /// Whether it is such a pile.
    pub(crate) fn is_publication(&self) -> bool {
        self.act.as_str() == PUBLICATION
    }

    /// As it stands in the column: `petition/reply/approver+caseworker`.
    pub(crate) fn to_text(&self) -> String {
        let roles: Vec<&str> = self.roles.iter().map(Role::as_str).collect();
        format!("{}/{}/{}", self.kind, self.act, roles.join("+"))
    }

    /// Reads the column.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, '/');
        let (kind, act, roles) = (parts.next()?, parts.next()?, parts.next()?);
        Some(Self { kind: kind.into(), act: act.into(), roles: roles.split('+').map(Role::from).collect() })
    }
}

/// What must be done next: the usual acts that are offered now, for each unit that may do them. Where any superior may act, the
/// one directly above the holder is asked.
fn todo(world: &World, case: &Case, now: Timestamp) -> Vec<Todo> {
    let Some(program) = world.programs.version(case.kind(), case.opened.pack_version) else {
        return Vec::new();
    };
    let usual = || program.acts.iter().filter(|act| act.main && act.from.contains(&case.state_now));
    let publication = publication(program, case);
    if usual().next().is_none() {
        return publication.into_iter().collect();
    }
    let facts = Facts::new(world, program, case, &Values::new(), now);
    usual().flat_map(|act| of_act(world, case, act, &facts)).chain(publication).collect()
}

/// Somebody of the unit that registered it must decide whether the public reads it, unless an act of the program decides that.
fn publication(program: &Program, case: &Case) -> Option<Todo> {
    let waits = case.waits_for_publication() && !program.acts.iter().any(|act| act.publishes);
    let unit = case.receiver.clone().filter(|_| waits)?;
    Some(Todo { unit, pile: Pile::publication(case.kind()) })
}

/// The rows that put a case into the inboxes of those who must do something about it.
pub(crate) fn inbox_rows(world: &World, case: &Case, now: Timestamp) -> impl Iterator<Item = InboxRow> {
    todo(world, case, now).into_iter().map(move |todo| InboxRow {
        case_id: case.id().clone(),
        due_at: case.next_due_for(&todo.unit).and_then(|clock| clock.due_at),
        unit_id: todo.unit,
        bucket: todo.pile.to_text(),
    })
}

fn of_act(world: &World, case: &Case, act: &Act, facts: &Facts<'_>) -> Vec<Todo> {
    let mut roles: BTreeMap<UnitId, BTreeSet<Role>> = BTreeMap::new();
    for doer in &act.by {
        let Doer::Officer { role, at } = doer else { continue };
        // A unit that no longer exists is asked for nothing; whoever took over from it is.
        let standing = standing(world, case, at);
        let heirs: Vec<UnitId> = standing.iter().flat_map(|unit| world.units.heirs(unit)).cloned().collect();
        let units = standing.into_iter().filter(|unit| world.units.find(unit).is_some()).chain(heirs);
        for unit in units {
            // Nobody in particular: whoever of the unit has the role. Four eyes are asked when somebody opens the case.
            let anybody = Caller::officer(AccountId::from(""), unit.clone(), vec![role.clone()]);
            if authority::may_see(world, case, &anybody)
                && authority::may_do(world, case, &anybody, act, facts).is_ok()
            {
                roles.entry(unit).or_default().insert(role.clone());
            }
        }
    }
    let pile = |roles| Pile { kind: case.kind().clone(), act: act.id.clone(), roles };
    roles.into_iter().map(|(unit, roles)| Todo { unit, pile: pile(roles) }).collect()
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
            // Whoever holds it already, if it is one of the kind; others of the kind only watch then.
            let holder = case.holder.as_ref().and_then(|holder| world.units.find(holder));
            let holder = holder.filter(|holder| holder.kind == *kind);
            let asked = holder.or_else(|| world.units.nearest(kind, &case.place_now.place));
            asked.map(|unit| unit.id.clone()).into_iter().collect()
        }
    }
}
