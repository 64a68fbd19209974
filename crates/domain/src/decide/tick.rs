//! What happens when nobody does anything: warnings, breaches, and the acts that the program lets the timer do then.

use crate::authority::may_do;
use crate::clock::{Clock, ClockId};
use crate::event::{ClockFact, Fact};
use crate::field::Values;
use crate::refusal::Refusal;

use super::act::{carry_out, follow};
use super::draft::Draft;

/// Warns, records what is late, and does what the program says of it, until nothing is due. What ran out first comes first; a
/// clock that the act of another one stops is left alone.
pub(super) fn tick(draft: &mut Draft<'_>) {
    // Ends: each round marks a clock, and whatever an act starts at this time is due later.
    while let Some(mut clock) = due_now(draft) {
        if clock.breach_due(draft.at) {
            let id = clock.id.clone();
            draft.late_unit.clone_from(&clock.holder);
            clock.breached_at = Some(draft.at);
            draft.push(Fact::Clock { clock, change: ClockFact::Breached, moved: None });
            draft.step(|draft| breach_act(draft, &id));
            draft.late_unit = None;
        } else {
            clock.warned_at = Some(draft.at);
            draft.push(Fact::Clock { clock, change: ClockFact::Warned, moved: None });
        }
    }
}

fn due_now(draft: &Draft<'_>) -> Option<Clock> {
    let due = draft.case.running().filter(|clock| clock.breach_due(draft.at) || clock.warning_due(draft.at));
    due.min_by_key(|clock| clock.due_at).cloned()
}

/// Counts every running clock anew with the calendar of today.
pub(super) fn recount(draft: &mut Draft<'_>) {
    let clocks = draft.case.clocks.clone();
    for before in clocks {
        let mut clock = before.clone();
        let moved = clock.recompute(&draft.world.calendar);
        // A clock that only was counted with the newer calendar is not worth an event.
        if clock != (Clock { calendar_version: clock.calendar_version, ..before }) {
            draft.push(Fact::Clock { clock, change: ClockFact::Recounted, moved });
        }
    }
}

/// The act that the program names for the breach. Where it does not apply, because the case has moved on or nobody is left to take
/// it, the breach alone is on record.
fn breach_act(draft: &mut Draft<'_>, id: &ClockId) -> Result<(), Refusal> {
    let program = draft.program;
    let act = program.clock(id).and_then(|def| def.breach.as_ref()).and_then(|act| program.act(act));
    let Some(act) = act else { return Ok(()) };
    may_do(draft.world, &draft.case, draft.caller, act, &draft.facts(&Values::new()))?;
    carry_out(draft, act, Values::new())?;
    follow(draft, act)
}
