//! The counters of a group: what its cases add after it, less what they added before.

use std::collections::{BTreeMap, BTreeSet};

use domain::case::Case;
use domain::tally::{self, Tally};
use domain::world::World;

/// By how much each counter changes.
#[derive(Debug, Default)]
pub(crate) struct Tallies(BTreeMap<Tally, i64>);

impl Tallies {
    /// Takes in one case as it was and as it is.
    pub(crate) fn add(&mut self, world: &World, before: Option<&Case>, after: &Case) {
        let before = before.map(|case| of(world, case)).unwrap_or_default();
        let after = of(world, after);
        for tally in before.difference(&after) {
            *self.0.entry(tally.clone()).or_default() -= 1;
        }
        for tally in after.difference(&before) {
            *self.0.entry(tally.clone()).or_default() += 1;
        }
    }

    /// Every counter that changes.
    pub(crate) fn changes(&self) -> impl Iterator<Item = (&Tally, i64)> {
        self.0.iter().map(|(tally, by)| (tally, *by)).filter(|(_, by)| *by != 0)
    }
}

fn of(world: &World, case: &Case) -> BTreeSet<Tally> {
    let program = world.programs.version(case.kind(), case.opened.pack_version);
    program.map(|program| tally::of(program, &world.calendar, case)).unwrap_or_default()
}
