//! When a case takes place. An activity is a case whose fields say so: no table of its own decides it.

#[cfg(test)]
mod tests;

use jiff::Timestamp;
use jiff::civil::DateTime;

use crate::calendar::Calendar;
use crate::case::Case;
use crate::event::{Event, Fact};
use crate::field::{FieldKind, FieldRefusal, Value, Values};
use crate::ids::{FieldId, LeaderId};
use crate::program::{Ending, Program, Schedule};

/// From when until when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// When it begins.
    pub starts_at: Timestamp,
    /// When it ends; later than it begins.
    pub ends_at: Timestamp,
}

/// Whether cases of a program take place at a time, or name leaders: most do neither.
#[must_use]
pub fn gathers(program: &Program) -> bool {
    program.schedule.is_some() || program.fields.iter().any(|field| field.kind == FieldKind::Leader)
}

/// When a case takes place, once that was said.
#[must_use]
pub fn span(program: &Program, case: &Case, calendar: &Calendar) -> Option<Span> {
    let schedule = program.schedule.as_ref()?;
    let at = |field| calendar.offset().to_timestamp(moment(&case.values_now, field)?).ok();
    Some(Span { starts_at: at(&schedule.starts)?, ends_at: at(&schedule.ends)? })
}

/// The leaders whom the fields of a case name, each once: who holds it first, then in the order of the fields.
#[must_use]
pub fn leaders(program: &Program, case: &Case) -> Vec<LeaderId> {
    let mut leaders: Vec<LeaderId> = Vec::new();
    let holds = program.schedule.as_ref().and_then(|schedule| schedule.leader.as_ref());
    let mut fields: Vec<_> = program.fields.iter().filter(|field| field.kind == FieldKind::Leader).collect();
    fields.sort_by_key(|field| Some(&field.id) != holds);
    for field in fields {
        let named = case.value(&field.id).and_then(Value::as_text).map(LeaderId::from);
        leaders.extend(named.filter(|leader| !leaders.contains(leader)));
    }
    leaders
}

/// Whether a case does not take place after all.
#[must_use]
pub fn is_called_off(case: &Case) -> bool {
    matches!(case.ending, Some(ending) if calls_off(ending))
}

fn calls_off(ending: Ending) -> bool {
    match ending {
        Ending::Void | Ending::Withdrawn => true,
        Ending::Settled | Ending::NotAccepted | Ending::Routed | Ending::Final => false,
    }
}

/// Whether it may have been said anew when a case takes place: only then its history tells something about that.
#[must_use]
pub fn may_have_moved(program: &Program, case: &Case) -> bool {
    let Some(Schedule { starts, ends, .. }) = &program.schedule else { return false };
    let moves =
        |act: &&crate::program::Act| act.asks.iter().any(|ask| ask.field == *starts || ask.field == *ends);
    program.acts.iter().filter(moves).any(|act| case.has_done(&act.id))
}

/// How often it was said anew when a case takes place, or that it does not: what a calendar calls the sequence of an entry. The
/// history begins with the opening.
#[must_use]
pub fn times_changed<'e>(program: &Program, history: impl IntoIterator<Item = &'e Event>) -> u32 {
    let Some(Schedule { starts, ends, .. }) = &program.schedule else { return 0 };
    let (mut at, mut off, mut changed) = ((None, None), false, 0);
    for event in history {
        if let Fact::Opened(opened) = &event.fact {
            at = (opened.values.get(starts), opened.values.get(ends));
        }
        let Fact::Acted { values, ending, .. } = &event.fact else { continue };
        let then = (values.get(starts).or(at.0), values.get(ends).or(at.1));
        let off_then = ending.is_some_and(calls_off);
        changed += u32::from((then, off_then) != (at, off));
        (at, off) = (then, off_then);
    }
    changed
}

/// A time that an activity was held, with what was counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// When that was recorded: what names this time among those of the same case.
    pub recorded_at: Timestamp,
    /// When it was: the time that had been planned, or, where that is still to come, the time of the record.
    pub at: Timestamp,
    /// The numbers that the program counts, as far as they were said.
    pub numbers: Vec<(FieldId, i64)>,
}

/// The last time that an activity was held; `None` before the first, and for programs that do not record it.
#[must_use]
pub fn held(program: &Program, case: &Case, calendar: &Calendar) -> Option<Held> {
    let act = program.figures.held.as_ref()?;
    let recorded_at = case.acts.iter().find(|done| done.act == *act)?.at;
    let planned_at = span(program, case, calendar)?.starts_at;
    let number = |field: &FieldId| Some((field.clone(), case.value(field)?.as_number()?));
    let said = program.figures.counts.iter().filter_map(number);
    let numbers = said.chain(received(program, case)).collect();
    Some(Held { recorded_at, at: planned_at.min(recorded_at), numbers })
}

/// The name of the number of visits that were received (批次), where a program receives visits.
pub const BATCHES: &str = "visits";
/// The name of the number of persons who came with them (人次).
pub const PERSONS: &str = "visits.people";

/// The name of the number of visits that ended so at the table.
#[must_use]
pub fn visits_ended(end: &str) -> FieldId {
    FieldId::new(format!("{BATCHES}.end.{end}"))
}

/// How many were received, in visits and persons, and how their visits ended.
fn received(program: &Program, case: &Case) -> Vec<(FieldId, i64)> {
    let Some(visits) = &program.visits else { return Vec::new() };
    let done: Vec<_> = case.visits.iter().filter_map(|visit| Some((visit, visit.done.as_ref()?))).collect();
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let people = done.iter().map(|(visit, _)| i64::from(visit.guest.people)).sum();
    let mut numbers = vec![(BATCHES.into(), count(done.len())), (PERSONS.into(), people)];
    numbers.extend(visits.ends.iter().map(|end| {
        (visits_ended(&end.id), count(done.iter().filter(|(_, done)| done.end == end.id).count()))
    }));
    numbers
}

/// Refuses a form by which a case would end before it begins.
pub(crate) fn too_early(program: &Program, form: &Values) -> Option<(FieldId, FieldRefusal)> {
    let Schedule { starts, ends, .. } = program.schedule.as_ref()?;
    let (from, until) = moment(form, starts).zip(moment(form, ends))?;
    (until <= from).then(|| (ends.clone(), FieldRefusal::EndsTooEarly))
}

fn moment(values: &Values, field: &FieldId) -> Option<DateTime> {
    values.get(field)?.as_text()?.parse().ok()
}
