//! When places or units change: where each open case goes, first rehearsed, then carried out.

use domain::case::Case;
use domain::command::{Caller, Command, Occasion};
use domain::ids::{CaseId, UnitId};
use domain::place::PlaceCode;
use domain::routing::{Question, heir, route};
use domain::world::World;
use jiff::{SignedDuration, Timestamp};
use store::cases;

use super::draft::Draft;
use super::{ReferenceChange, only_administrators};
use crate::{Failure, Office, Order, OrderRefusal};

/// Cases read together.
const CASES_AT_ONCE: u32 = 500;
/// Cases moved in one transaction.
const MOVED_AT_ONCE: usize = 500;

/// Where an open case would go when units or places change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SuccessionLine {
    /// The case.
    pub case: CaseId,
    /// Its number.
    pub number: String,
    /// Who holds it.
    pub holder: Option<UnitId>,
    /// Who would hold it; `None`: nobody could be found, an officer must choose.
    pub new_holder: Option<UnitId>,
    /// Its place.
    pub place: PlaceCode,
    /// Its place afterwards; the old one when several took its place and nothing says which.
    pub new_place: PlaceCode,
    /// Other parts that pass on, from a unit that is gone to the one that goes on with them.
    pub inherited: Vec<(UnitId, UnitId)>,
    /// When its next clock is due; a succession never changes it.
    pub due_at: Option<Timestamp>,
}

/// What is to be done to a case.
type Moved = (CaseId, (Occasion, Order));

impl Office {
    /// Where each open case would go with these units or places; cases that stay as they are are left out. Changes nothing. Waits.
    pub fn rehearse_succession(&self, changes: &[ReferenceChange]) -> Result<Vec<SuccessionLine>, Failure> {
        let draft = Draft::of(&self.world(), changes.to_vec());
        let draft = draft.map_err(|problem| OrderRefusal::Reference { problem })?;
        self.moves(&draft.world)
    }

    /// Changes units or places and moves every open case to its new holder and place: each move is an event, no clock changes.
    /// Administrators only. Waits.
    pub fn carry_out_succession(
        &self,
        caller: &Caller,
        changes: Vec<ReferenceChange>,
        reason: &str,
    ) -> Result<Vec<SuccessionLine>, Failure> {
        only_administrators(caller)?;
        self.change_reference(caller, changes)?;
        let lines = self.moves(&self.world())?;
        self.carry_over(&lines, reason)?;
        // Cases on which somebody else was at work meanwhile are moved as they stand now.
        self.carry_over(&self.moves(&self.world())?, reason)?;
        self.renew_sight()?;
        Ok(lines)
    }

    /// Moves cases, each by itself: one that has ended meanwhile keeps no other from its new holder.
    fn carry_over(&self, lines: &[SuccessionLine], reason: &str) -> Result<(), Failure> {
        for lines in lines.chunks(MOVED_AT_ONCE) {
            let (ids, orders): (Vec<CaseId>, Vec<_>) = self.orders(lines, reason)?.into_iter().unzip();
            for (id, outcome) in ids.iter().zip(self.writes().run_many(self.shared(), orders)?) {
                if let Err(failure) = outcome {
                    tracing::warn!(case = %id, %failure, "the case was not moved");
                }
            }
        }
        Ok(())
    }

    fn moves(&self, world: &World) -> Result<Vec<SuccessionLine>, Failure> {
        let (mut lines, mut after) = (Vec::new(), None::<CaseId>);
        let now = self.now();
        loop {
            let last = after.clone();
            let stored =
                self.read_blocking(move |_, tx| Ok(cases::walk(tx, last.as_ref(), CASES_AT_ONCE)?))?;
            let Some(last) = stored.last() else { return Ok(lines) };
            after = Some(last.case.id().clone());
            lines.extend(stored.iter().filter_map(|stored| line(world, &stored.case, now)));
        }
    }

    fn orders(&self, lines: &[SuccessionLine], reason: &str) -> Result<Vec<Moved>, Failure> {
        let ids: Vec<CaseId> = lines.iter().map(|line| line.case.clone()).collect();
        let stored = self.read_blocking(move |_, tx| Ok(cases::load_many(tx, &ids)?))?;
        let occasion = Occasion { at: self.now(), caller: Caller::timer() };
        let mut orders = Vec::new();
        for line in lines {
            let Some(stored) = stored.get(&line.case) else { continue };
            let mut order = |command| {
                let order = Order::on(line.case.clone(), command);
                orders.push((line.case.clone(), (occasion.clone(), order)));
            };
            if line.new_place != line.place {
                let mut at = stored.case.place_now.clone();
                at.place = line.new_place.clone();
                order(Command::Move { at, reason: reason.to_owned() });
            }
            if let Some(unit) = line.new_holder.clone().filter(|unit| Some(unit) != line.holder.as_ref()) {
                order(Command::Succeed { unit });
            }
            for (from, unit) in line.inherited.clone() {
                order(Command::Inherit { from, unit });
            }
        }
        Ok(orders)
    }
}

/// Where a case goes; `None` when it stays as it is. One that has ended stays where it is; who owes an answer still owes it.
fn line(world: &World, case: &Case, now: Timestamp) -> Option<SuccessionLine> {
    let ended = case.ended_at.is_some();
    let place = case.place_now.place.clone();
    let new_place = if ended { place.clone() } else { successor(world, &place, now) };
    let stays = ended || case.holder.as_ref().is_some_and(|holder| world.units.find(holder).is_some());
    let new_holder = if stays { case.holder.clone() } else { new_holder(world, case, &new_place, now) };
    let inherited = inherited(world, case, &new_place, now);
    if stays && new_place == place && inherited.is_empty() {
        return None;
    }
    Some(SuccessionLine {
        case: case.id().clone(),
        number: case.opened.number.clone(),
        holder: case.holder.clone(),
        new_holder,
        place,
        new_place,
        inherited,
        due_at: case.next_due().and_then(|clock| clock.due_at),
    })
}

/// Who goes on with the other parts of units that are gone; where nobody took over, nobody does.
fn inherited(world: &World, case: &Case, place: &PlaceCode, now: Timestamp) -> Vec<(UnitId, UnitId)> {
    let program = world.programs.version(case.kind(), case.opened.pack_version);
    let question = Question { place, ..Question::of(case, program.map(AsRef::as_ref), now) };
    // Who registered or sent a case that has ended has nothing left to do; whoever took over stands for it.
    let owes = |unit: &&UnitId| case.ended_at.is_none() || case.co_units.contains(*unit);
    let parts = case.parts().into_iter().filter(owes);
    parts.filter_map(|gone| Some((gone.clone(), heir(world, &question, gone)?.id.clone()))).collect()
}

/// The place that took over, through as many changes as there were; where a place was split, the old one.
fn successor(world: &World, place: &PlaceCode, now: Timestamp) -> PlaceCode {
    // A change is in force from the day after the last valid one, and is often entered the day before.
    let day = world.calendar.date_of(now + SignedDuration::from_hours(24));
    let mut at = place.clone();
    for _ in 0..world.places.len() {
        let known = world.places.find(&at).filter(|known| !known.is_valid_on(day));
        match known.map(|known| known.successors.as_slice()) {
            Some([only]) => at = only.clone(),
            _ => break,
        }
    }
    at
}

/// Who answers for the case now that its holder is gone: the one unit that took over from it, or whoever the duty list names.
fn new_holder(world: &World, case: &Case, place: &PlaceCode, now: Timestamp) -> Option<UnitId> {
    let program = world.programs.version(case.kind(), case.opened.pack_version);
    let question = Question { place, ..Question::of(case, program.map(AsRef::as_ref), now) };
    let gone = case.holder.as_ref();
    let single = gone.filter(|gone| world.units.heirs(gone).len() == 1);
    let single = single.and_then(|gone| heir(world, &question, gone)).map(|unit| unit.id.clone());
    let several = || gone.and_then(|gone| heir(world, &question, gone)).map(|unit| unit.id.clone());
    single.or_else(|| route(world, &question).map(|(unit, _)| unit)).or_else(several)
}
