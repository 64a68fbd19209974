//! Who comes to a reception day: some book when it is published, others come as they are, and each is received in turn.

use domain::command::{Caller, Command, Occasion, VisitAsk};
use domain::program::{Act, Visits};
use domain::visit::{Guest, Visit, VisitState, slots};
use jiff::{SignedDuration, Timestamp};

use super::actor::Stage;
use crate::dice::Dice;
use crate::life::Life;

/// Of a hundred times that are free, those that somebody books by telephone.
const BOOKED_PERCENT: u64 = 55;
/// Of a hundred booked visits, those that come.
const COMES_PERCENT: u64 = 85;
/// Of a hundred visits, those that need something.
const NEEDS_PERCENT: u64 = 30;
/// Visits that come unbooked on one day.
const WALK_INS: (i64, i64) = (3, 9);
/// Visits that are not received yet where people are received today.
const STILL_WAIT: usize = 3;
/// Minutes between two of them, and minutes at the table.
const BETWEEN: (i64, i64) = (1, 7);
const AT_THE_TABLE: (i64, i64) = (6, 18);

/// What people do after an act that let them in: book, or come and be received. Nothing happens after now.
pub(super) fn come(stage: &Stage<'_>, life: &mut Life, caller: &Caller, dice: &mut Dice) {
    let program = std::sync::Arc::clone(&life.program);
    let Some(visits) = &program.visits else { return };
    let guests = Guests { stage, visits, caller };
    if visits.books.contains(&life.case.state_now) && life.case.visits.is_empty() {
        guests.book(life, dice);
    }
    if visits.queues.contains(&life.case.state_now) {
        guests.are_received(life, dice);
    }
}

/// Whether an act lets those in who wait at the door: it is done when the time comes.
pub(super) fn opens_doors(life: &Life, act: &Act) -> bool {
    let queues = |state| life.program.visits.as_ref().is_some_and(|visits| visits.queues.contains(state));
    act.to.as_ref().is_some_and(queues) && !queues(&life.case.state_now)
}

struct Guests<'g> {
    stage: &'g Stage<'g>,
    visits: &'g Visits,
    caller: &'g Caller,
}

impl Guests<'_> {
    /// Times are booked by telephone in the days after the day was published.
    fn book(&self, life: &mut Life, dice: &mut Dice) {
        for slot in slots(&life.program, &life.case, &self.stage.world.calendar) {
            let at = life.case.changed_at + SignedDuration::from_mins(dice.between(10, 240));
            if !dice.percent(BOOKED_PERCENT) || at >= slot.starts_at {
                continue;
            }
            if self.ask(life, at, VisitAsk::Hold { slot: slot.number }) {
                let visit = life.case.visits.last().map_or(0, |visit| visit.number);
                self.ask(life, at, VisitAsk::Book { visit, guest: self.guest(dice) });
            }
        }
    }

    /// Those who booked come, others too, and one after the other is called.
    fn are_received(&self, life: &mut Life, dice: &mut Dice) {
        let mut at = life.case.changed_at;
        let booked = life.case.visits.iter().filter(|visit| visit.state == VisitState::Booked);
        for visit in booked.map(|visit| visit.number).collect::<Vec<_>>() {
            at += SignedDuration::from_mins(dice.between(BETWEEN.0, BETWEEN.1));
            if dice.percent(COMES_PERCENT) {
                self.ask(life, at, VisitAsk::Arrive { visit });
            }
        }
        for _ in 0..dice.between(WALK_INS.0, WALK_INS.1) {
            at += SignedDuration::from_mins(dice.between(BETWEEN.0, BETWEEN.1));
            self.ask(life, at, VisitAsk::WalkIn { guest: self.guest(dice) });
        }
        // Today some still wait. Ends: each round receives one of those who do, and nothing happens after now.
        let calendar = &self.stage.world.calendar;
        let still = if calendar.date_of(at) == calendar.date_of(self.stage.now) { STILL_WAIT } else { 0 };
        let waits = |visit: &&Visit| visit.state == VisitState::Waiting;
        while life.case.visits.iter().filter(waits).count() > still {
            if !self.ask(life, at, VisitAsk::Call { window: 1 }) {
                return;
            }
            at += SignedDuration::from_mins(dice.between(AT_THE_TABLE.0, AT_THE_TABLE.1));
            let called = life.case.visits.iter().find(|visit| visit.state == VisitState::Called);
            let Some(visit) = called.map(|visit| visit.number) else { return };
            let Some(ask) = self.end(visit, at, dice) else { return };
            if !self.ask(life, at, ask) || !self.ask(life, at, VisitAsk::Acknowledge { visit }) {
                return;
            }
        }
    }

    fn end(&self, visit: u32, at: Timestamp, dice: &mut Dice) -> Option<VisitAsk> {
        let end = dice.pick(&self.visits.ends)?;
        let due = end.due_days.and_then(|days| {
            let ahead = jiff::Span::new().days(dice.between(1, i64::from(days)));
            self.stage.world.calendar.date_of(at).checked_add(ahead).ok()
        });
        Some(VisitAsk::Finish { visit, end: end.id.clone(), due, words: None })
    }

    fn guest(&self, dice: &mut Dice) -> Guest {
        let need = dice.pick(&self.visits.needs).filter(|_| dice.percent(NEEDS_PERCENT));
        Guest {
            person: None,
            people: u32::try_from(dice.between(1, 2)).unwrap_or(1),
            needs: need.map(|need| need.id.clone()).into_iter().collect(),
        }
    }

    /// Whether it was done: not if it would be after now.
    fn ask(&self, life: &mut Life, at: Timestamp, ask: VisitAsk) -> bool {
        if at > self.stage.now {
            return false;
        }
        life.wait_until(at);
        let occasion = Occasion { at, caller: self.caller.clone() };
        life.run(occasion, Command::Visit { ask, proof: String::new() }).is_ok()
    }
}
