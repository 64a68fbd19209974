//! Who is called next. One queue for booked, invited and walk-in, in an order that the pack declares and anybody can check.

use jiff::{SignedDuration, Timestamp};

use crate::calendar::Calendar;
use crate::case::Case;
use crate::program::{Program, Visits};

use super::{Visit, VisitKind, VisitState, slot_start};

/// Latest visits that say how long one takes.
const RECENT: usize = 12;
/// Below so many, the length of a slot says it.
const RECENT_MIN: usize = 3;

/// How long somebody will wait, about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wait {
    /// How many are called before.
    pub ahead: u32,
    /// If it goes quickly, in minutes.
    pub low: u32,
    /// If it goes slowly, in minutes.
    pub high: u32,
}

/// The visits that wait, who is called next first: most points, then who came first.
#[must_use]
pub fn order<'c>(program: &Program, case: &'c Case, calendar: &Calendar, now: Timestamp) -> Vec<&'c Visit> {
    let Some(visits) = &program.visits else { return Vec::new() };
    let mut waiting: Vec<&Visit> =
        case.visits.iter().filter(|visit| visit.state == VisitState::Waiting).collect();
    waiting.sort_by_key(|visit| {
        let start = visit.slot.and_then(|slot| slot_start(program, case, calendar, slot));
        let points = points(visits, visit, start, now);
        (std::cmp::Reverse(points), visit.arrived_at, visit.number)
    });
    waiting
}

/// What a waiting visit has in points. `start` is when its slot begins, if it has one.
#[must_use]
pub fn points(visits: &Visits, visit: &Visit, start: Option<Timestamp>, now: Timestamp) -> u64 {
    let fairness = visits.fairness;
    let waited = visit.arrived_at.map_or(SignedDuration::ZERO, |arrived| now.duration_since(arrived));
    let minutes = u64::try_from(waited.as_mins()).unwrap_or(0);
    let needs = visit.guest.needs.iter().filter_map(|need| visits.need(need));
    let needs: u64 = needs.map(|need| u64::from(need.points)).sum();
    let kind = match visit.kind {
        VisitKind::Booked if start.is_some_and(|start| start <= now) => fairness.booked,
        VisitKind::Invited if start.is_none_or(|start| start <= now) => fairness.invited,
        _ => 0,
    };
    needs + u64::from(kind) + u64::from(fairness.per_minute) * minutes
}

/// How long a waiting visit will wait, about: from how long the latest took, at as many tables as are in use. `None` if it does not
/// wait.
#[must_use]
pub fn wait(
    program: &Program,
    case: &Case,
    calendar: &Calendar,
    number: u32,
    now: Timestamp,
) -> Option<Wait> {
    let visits = program.visits.as_ref()?;
    let order = order(program, case, calendar, now);
    let ahead = u32::try_from(order.iter().position(|visit| visit.number == number)?).ok()?;
    let (quick, slow) = lengths(visits, case);
    let busy = case.visits.iter().filter(|visit| visit.state == VisitState::Called).count();
    let tables = u32::try_from(busy).unwrap_or(1).clamp(1, visits.windows.max(1));
    Some(Wait { ahead, low: ahead * quick / tables, high: (ahead + 1) * slow / tables })
}

/// How long a visit takes, in minutes: a quick one and a slow one of the latest.
fn lengths(visits: &Visits, case: &Case) -> (u32, u32) {
    let mut done: Vec<(Timestamp, u32)> = case.visits.iter().filter_map(length).collect();
    done.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    let mut recent: Vec<u32> = done.into_iter().take(RECENT).map(|(_, minutes)| minutes).collect();
    recent.sort_unstable();
    let quarter = recent.len() / 4;
    match (recent.get(quarter), recent.iter().rev().nth(quarter)) {
        (Some(quick), Some(slow)) if recent.len() >= RECENT_MIN => (*quick, (*slow).max(1)),
        _ => (visits.slot_minutes / 2, visits.slot_minutes),
    }
}

fn length(visit: &Visit) -> Option<(Timestamp, u32)> {
    let done = visit.done.as_ref()?;
    let minutes = done.at.duration_since(visit.called_at?).as_mins();
    Some((done.at, u32::try_from(minutes).ok()?))
}
