//! The times of a day, and what is free in them.

use jiff::{SignedDuration, Timestamp};

use crate::calendar::Calendar;
use crate::case::Case;
use crate::program::{Program, Visits};
use crate::schedule;

/// One time that can be booked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Its place in the day, from 0.
    pub number: u32,
    /// When it begins.
    pub starts_at: Timestamp,
    /// How many places are free.
    pub free: u32,
}

/// The times of a case, in their order; none where nobody is received, or nobody has said when.
#[must_use]
pub fn slots(program: &Program, case: &Case, calendar: &Calendar) -> Vec<Slot> {
    let (Some(visits), Some(span)) = (&program.visits, schedule::span(program, case, calendar)) else {
        return Vec::new();
    };
    let mut slots = Vec::new();
    for number in 0.. {
        let starts_at = start(visits, span.starts_at, number);
        if start(visits, span.starts_at, number + 1) > span.ends_at {
            break;
        }
        let in_it = case.visits.iter().filter(|visit| visit.slot == Some(number));
        let taken = in_it.filter(|visit| visit.state.takes_place()).count();
        let free = visits.places.saturating_sub(u32::try_from(taken).unwrap_or(u32::MAX));
        slots.push(Slot { number, starts_at, free });
    }
    slots
}

/// When a slot of a case begins; `None` where there is none such.
#[must_use]
pub fn slot_start(program: &Program, case: &Case, calendar: &Calendar, slot: u32) -> Option<Timestamp> {
    let span = schedule::span(program, case, calendar)?;
    let visits = program.visits.as_ref()?;
    Some(start(visits, span.starts_at, slot))
}

/// When somebody who is booked for a slot has not come.
#[must_use]
pub fn no_show_at(program: &Program, case: &Case, calendar: &Calendar, slot: u32) -> Option<Timestamp> {
    let late = program.visits.as_ref()?.late_minutes;
    slot_start(program, case, calendar, slot).map(|start| start + SignedDuration::from_mins(late.into()))
}

fn start(visits: &Visits, first: Timestamp, slot: u32) -> Timestamp {
    first + SignedDuration::from_mins(i64::from(visits.slot_minutes) * i64::from(slot))
}
