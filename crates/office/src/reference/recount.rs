//! Which clocks another calendar would move, before it is taken.

use domain::calendar::YearSource;
use domain::case::Case;
use domain::clock::ClockId;
use domain::ids::{CaseId, KindId};
use domain::world::World;
use jiff::Timestamp;
use store::{cases, clocks};

use super::draft::Draft;
use super::{ReferenceChange, only_administrators};
use crate::{Failure, Office, OrderRefusal};
use domain::command::Caller;

/// Cases looked at together.
const CASES_AT_ONCE: u32 = 256;

/// A clock that would be due at another time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClockMoved {
    /// The case.
    pub case: CaseId,
    /// Its number.
    pub number: String,
    /// Its program.
    pub kind: KindId,
    /// The version of its program.
    pub pack_version: u32,
    /// Which clock.
    pub clock: ClockId,
    /// When it is due now.
    pub due_at: Option<Timestamp>,
    /// When it would be due.
    pub new_due_at: Option<Timestamp>,
}

impl Office {
    /// Which running clocks would be due at another time with this year's calendar. Changes nothing. Administrators only. Waits.
    pub fn rehearse_calendar(&self, caller: &Caller, year: YearSource) -> Result<Vec<ClockMoved>, Failure> {
        only_administrators(caller)?;
        let draft = Draft::of(&self.world(), vec![ReferenceChange::CalendarYear(Box::new(year))]);
        let world = draft.map_err(|problem| OrderRefusal::Reference { problem })?.world;
        let version = world.calendar.version();
        let (mut moved, mut after) = (Vec::new(), None::<CaseId>);
        loop {
            let last = after.clone();
            let (ids, stored) = self.read_blocking(move |_, tx| {
                let ids = clocks::to_recount(tx, version, last.as_ref(), CASES_AT_ONCE)?;
                let stored = cases::load_many(tx, &ids)?;
                Ok((ids, stored))
            })?;
            let Some(last) = ids.last().cloned() else { return Ok(moved) };
            moved.extend(stored.values().flat_map(|stored| of_case(&world, &stored.case)));
            after = Some(last);
        }
    }
}

fn of_case(world: &World, case: &Case) -> Vec<ClockMoved> {
    let moved = case.running().filter_map(|clock| {
        let mut counted = clock.clone();
        counted.recompute(&world.calendar);
        (counted.due_at != clock.due_at).then(|| ClockMoved {
            case: case.id().clone(),
            number: case.opened.number.clone(),
            kind: case.kind().clone(),
            pack_version: case.opened.pack_version,
            clock: clock.id.clone(),
            due_at: clock.due_at,
            new_due_at: counted.due_at,
        })
    });
    moved.collect()
}
