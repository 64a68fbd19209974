//! The words of a case that are withheld from its history, out of the vault.

use std::collections::BTreeMap;

use domain::case::Case;
use domain::event::Event;
use domain::ids::CaseId;
use domain::program::Program;
use domain::withheld::{is_withheld, put_back, put_back_all};
use domain::world::World;
use store::ReadTx;
use store::people::{self, text_of};
use vault::{Fields, WrappedKey};

use super::case_for_staff::open_people;
use crate::Failure;
use crate::shared::Shared;

/// What the vault has of one case. Empty for a case whose history holds its words itself, and for one that was erased.
#[derive(Default)]
pub(crate) struct Words(Fields);

impl Words {
    /// For a case that the caller may read.
    pub(crate) fn of(
        tx: &mut ReadTx,
        shared: &Shared,
        program: &Program,
        case: &Case,
    ) -> Result<Self, Failure> {
        if !is_withheld(program, case) {
            return Ok(Self::default());
        }
        let opened = open_people(tx, shared, [&text_of(case.id())])?;
        Ok(Self(opened.into_values().next().unwrap_or_default()))
    }

    /// For many cases at once; those without any, and those whose words cannot be opened, are absent.
    pub(crate) fn of_many<'c>(
        tx: &mut ReadTx,
        shared: &Shared,
        world: &World,
        cases: impl IntoIterator<Item = &'c Case>,
    ) -> Result<BTreeMap<CaseId, Self>, Failure> {
        let program = |case: &Case| world.programs.version(case.kind(), case.opened.pack_version);
        let withheld = |case: &&Case| program(case).is_some_and(|program| is_withheld(program, case));
        let ids: BTreeMap<_, _> =
            cases.into_iter().filter(withheld).map(|case| (text_of(case.id()), case.id().clone())).collect();
        let rows = people::load_many(tx, ids.keys())?;
        let opened = rows.into_iter().filter_map(|row| {
            let key = WrappedKey::from_bytes(row.wrapped_key);
            let fields = shared.unseal(row.person_id.as_str(), &key, &row.sealed).ok()?;
            Some((ids.get(&row.person_id)?.clone(), Self(fields)))
        });
        Ok(opened.collect())
    }

    /// An event as it was told.
    pub(crate) fn told(&self, mut event: Event) -> Event {
        put_back(&mut event, &|name| self.0.get(name).map(str::to_owned));
        event
    }

    /// A case as it was told.
    pub(crate) fn whole(&self, mut case: Case) -> Case {
        put_back_all(&mut case, &|name| self.0.get(name).map(str::to_owned));
        case
    }
}
