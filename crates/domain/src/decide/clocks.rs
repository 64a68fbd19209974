//! What an act does to the clocks of a case. A clock that runs is never started anew: no deadline is reset by the way.

use jiff::civil::Date;

use crate::authority::ruler;
use crate::clock::{Clock, ClockError, ClockId, ClockRule, ClockState, DueMoved, Extension};
use crate::event::{ClockFact, Fact, is_clock};
use crate::field::{Value, Values};
use crate::ids::{AccountId, FieldId, UnitId};
use crate::program::{Act, Assign, ClockDef, ClockOn, ClockVerb, Length};
use crate::refusal::Refusal;
use crate::term::{AMOUNT_MAX, Pause, Term, TermUnit};

use super::draft::Draft;

/// Characters of a day as it is stored: `2026-11-24`.
const DAY_CHARS: usize = 10;

pub(super) fn change(draft: &mut Draft<'_>, act: &Act) -> Result<(), Refusal> {
    for change in &act.clocks {
        let Some(def) = draft.program.clock(&change.clock) else { continue };
        match &change.change {
            ClockVerb::Start => start(draft, def, act),
            ClockVerb::Stop => stop(draft, def, act),
            ClockVerb::Pause { reason, note } => {
                let pause = Pause {
                    from: draft.at,
                    until: None,
                    reason: text(draft, reason),
                    approved_by: account(draft),
                    note: text(draft, note),
                };
                alter(draft, def, &ClockFact::Paused, |clock, draft| {
                    clock.pause(pause.clone(), &draft.world.calendar)
                })?;
            }
            ClockVerb::Resume => alter(draft, def, &ClockFact::Resumed, |clock, draft| {
                clock.resume(draft.at, &draft.world.calendar)
            })?,
            ClockVerb::Extend { by, ground } => {
                let extension = Extension {
                    at: draft.at,
                    by: *by,
                    ground: text(draft, ground),
                    approved_by: account(draft),
                };
                alter(draft, def, &ClockFact::Extended, |clock, draft| {
                    clock.extend(extension.clone(), &draft.world.calendar)
                })?;
            }
        }
    }
    Ok(())
}

/// Stops whatever still runs: the case has ended. What a unit was asked for an answer is still owed.
pub(super) fn stop_all(draft: &mut Draft<'_>) {
    let ends = |clock: &&Clock| clock.on != ClockOn::Asked;
    let running: Vec<Clock> = draft.case.running().filter(ends).cloned().collect();
    for clock in running {
        stop_one(draft, clock);
    }
}

/// Stops what runs for a unit as a helper: it has taken the case over.
pub(super) fn stop_of(draft: &mut Draft<'_>, unit: &UnitId) {
    let own = |clock: &&Clock| clock.holder.as_ref() == Some(unit) && clock.on == ClockOn::Co;
    let running: Vec<Clock> = draft.case.running().filter(own).cloned().collect();
    for clock in running {
        stop_one(draft, clock);
    }
}

fn start(draft: &mut Draft<'_>, def: &ClockDef, act: &Act) {
    let Some(term) = length(draft, def) else { return };
    let holders: Vec<Option<UnitId>> = match def.on {
        ClockOn::Holder | ClockOn::Person | ClockOn::Window => vec![None],
        ClockOn::Ruler => vec![ruler(draft.world, &draft.case)],
        ClockOn::Co | ClockOn::Asked => for_each(draft, act).into_iter().map(Some).collect(),
    };
    for holder in holders {
        let id = match &holder {
            Some(unit) if def.on.is_for_each() => ClockId::new(format!("{}/{unit}", def.id)),
            _ => def.id.clone(),
        };
        // The clock of a unit that took over from another has the name of that one.
        let inherited =
            |clock: &&Clock| holder.is_some() && is_clock(&clock.id, &def.id) && clock.holder == holder;
        let runs = draft.case.clock(&id).is_some_and(|clock| clock.stopped_at.is_none());
        if runs || draft.case.running().any(|clock| inherited(&clock)) {
            continue;
        }
        let rule = ClockRule { id, term, warn: def.warn, basis: def.basis.clone(), on: def.on };
        let clock = Clock::start(rule, holder, draft.at, &draft.world.calendar);
        draft.push(Fact::Clock { clock, change: ClockFact::Started, moved: None });
    }
}

/// The units of a clock of which each has its own: those that the act has asked, or the one whose clock ran out, or all that help.
fn for_each(draft: &Draft<'_>, act: &Act) -> Vec<UnitId> {
    match (&act.assign, &draft.late_unit) {
        (Some(Assign::Co(_)), _) => draft.asked.clone(),
        (_, Some(unit)) => vec![unit.clone()],
        _ => draft.case.co_units.iter().cloned().collect(),
    }
}

/// The first length whose guard holds.
fn length(draft: &Draft<'_>, def: &ClockDef) -> Option<Term> {
    let facts = draft.facts(&Values::new());
    let choice =
        def.terms.iter().find(|choice| choice.when.as_ref().is_none_or(|guard| guard.holds(&facts)))?;
    match &choice.length {
        Length::Term(term) => Some(*term),
        Length::Until(field) => days_until(draft, field),
    }
}

/// A day as a term from now: at least one day, because the day of the start does not count (Civil Code art. 201).
fn days_until(draft: &Draft<'_>, field: &FieldId) -> Option<Term> {
    // Of a day and time, the day: a term never runs out in the middle of one.
    let day: Date = draft.case.value(field).and_then(Value::as_text)?.get(..DAY_CHARS)?.parse().ok()?;
    let today = draft.world.calendar.date_of(draft.at);
    let days = today.until(day).map_or(1, |span| span.get_days()).max(1);
    Term::new(u32::try_from(days).unwrap_or(1).min(AMOUNT_MAX), TermUnit::Days).ok()
}

fn stop(draft: &mut Draft<'_>, def: &ClockDef, act: &Act) {
    // A helping unit that is done stops its own clock only.
    let own = draft.unit().filter(|_| act.assign == Some(Assign::CoDone)).cloned();
    let running: Vec<Clock> = draft
        .case
        .running()
        .filter(|clock| is_clock(&clock.id, &def.id))
        .filter(|clock| own.is_none() || clock.holder.is_none() || clock.holder == own)
        .cloned()
        .collect();
    for clock in running {
        stop_one(draft, clock);
    }
}

fn stop_one(draft: &mut Draft<'_>, mut clock: Clock) {
    if clock.stop(draft.at).is_ok() {
        let in_time = clock.state(draft.at) == ClockState::Stopped { in_time: true };
        draft.push(Fact::Clock { clock, change: ClockFact::Stopped { in_time }, moved: None });
    }
}

/// Changes a clock that must be running. Of the helpers' copies, a helper changes its own and anybody else all of them.
fn alter(
    draft: &mut Draft<'_>,
    def: &ClockDef,
    change: &ClockFact,
    how: impl Fn(&mut Clock, &Draft<'_>) -> Result<DueMoved, ClockError>,
) -> Result<(), Refusal> {
    let refused = |error| Refusal::Clock { clock: def.id.clone(), error };
    let all = || draft.case.running().filter(|clock| is_clock(&clock.id, &def.id)).cloned();
    let own: Vec<Clock> =
        all().filter(|clock| clock.holder.as_ref().is_some_and(|unit| draft.unit() == Some(unit))).collect();
    let clocks = if own.is_empty() { all().collect() } else { own };
    if clocks.is_empty() {
        return Err(refused(ClockError::Stopped));
    }
    for mut clock in clocks {
        let moved = how(&mut clock, draft).map_err(refused)?;
        draft.push(Fact::Clock { clock, change: change.clone(), moved: Some(moved) });
    }
    Ok(())
}

fn text(draft: &Draft<'_>, field: &FieldId) -> String {
    draft.case.value(field).and_then(Value::as_text).unwrap_or_default().to_owned()
}

fn account(draft: &Draft<'_>) -> AccountId {
    draft.account().cloned().unwrap_or_else(|| AccountId::from("timer"))
}
