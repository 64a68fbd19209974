//! The parts that units have in a case: what each must be done with next, and who goes on when a unit is gone.

use std::collections::BTreeSet;

use super::Case;
use crate::clock::{Clock, ClockOn};
use crate::ids::UnitId;

impl Case {
    /// Clocks keep their names and times; only whom they bind changes. Whoever holds the case helps nobody.
    pub(super) fn inherited(&mut self, from: &UnitId, unit: &UnitId) {
        self.units.insert(unit.clone());
        for clock in self.clocks.iter_mut().filter(|clock| clock.stopped_at.is_none()) {
            clock.holder = clock.holder.take().map(|bound| if bound == *from { unit.clone() } else { bound });
        }
        for part in [&mut self.receiver, &mut self.sender] {
            *part = part.take().map(|held| if held == *from { unit.clone() } else { held });
        }
        let helps = self.holder.as_ref() != Some(unit) || owes_answer(&self.clocks, unit);
        if self.co_units.remove(from) && helps {
            self.co_units.insert(unit.clone());
        }
    }

    /// The clock that a unit must meet next: of its own (as a helper, or to rule) and, if it holds the case, of the holder; of whoever
    /// must meet one next where the unit itself has none.
    #[must_use]
    pub fn next_due_for(&self, unit: &UnitId) -> Option<&Clock> {
        let holds = self.holder.as_ref() == Some(unit);
        let own = self.running().filter(|clock| {
            let binds = clock.on.binds_staff() && clock.due_at.is_some();
            binds && clock.holder.as_ref().map_or(holds, |bound| bound == unit)
        });
        own.min_by_key(|clock| clock.due_at).or_else(|| self.next_due())
    }

    /// Every unit that has a part now, beside the holder: as the receiver, as the sender, as a helper, or with a clock of its own.
    #[must_use]
    pub fn parts(&self) -> BTreeSet<&UnitId> {
        let bound = self.running().filter_map(|clock| clock.holder.as_ref());
        self.receiver.iter().chain(&self.sender).chain(&self.co_units).chain(bound).collect()
    }
}

/// Whether a unit was asked for an answer of its own and has not given it.
pub(super) fn owes_answer(clocks: &[Clock], unit: &UnitId) -> bool {
    let open = clocks.iter().filter(|clock| clock.on == ClockOn::Asked && clock.stopped_at.is_none());
    open.into_iter().any(|clock| clock.holder.as_ref() == Some(unit))
}
