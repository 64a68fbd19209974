//! When a case takes place. An activity is a case whose fields say so: no table of its own decides it.

#[cfg(test)]
mod tests;

use jiff::Timestamp;
use jiff::civil::DateTime;

use crate::calendar::Calendar;
use crate::case::Case;
use crate::field::{FieldKind, FieldRefusal, Value, Values};
use crate::ids::{FieldId, LeaderId};
use crate::program::{Program, Schedule};

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

/// Refuses a form by which a case would end before it begins.
pub(crate) fn too_early(program: &Program, form: &Values) -> Option<(FieldId, FieldRefusal)> {
    let Schedule { starts, ends, .. } = program.schedule.as_ref()?;
    let (from, until) = moment(form, starts).zip(moment(form, ends))?;
    (until <= from).then(|| (ends.clone(), FieldRefusal::EndsTooEarly))
}

fn moment(values: &Values, field: &FieldId) -> Option<DateTime> {
    values.get(field)?.as_text()?.parse().ok()
}
