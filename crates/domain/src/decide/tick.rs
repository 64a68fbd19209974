//! What happens when nobody does anything: warnings, breaches, and the acts that the program lets the timer do then.

use crate::authority::may_do;
use crate::clock::ClockId;
use crate::event::{ClockFact, Fact};
use crate::field::Values;
use crate::refusal::Refusal;

use super::act::{carry_out, follow};
use super::draft::Draft;

/// Warns, records what is late, and does what the program says of it. A clock that the act of another one stops is left alone.
pub(super) fn tick(draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let ids: Vec<ClockId> = draft.case.clocks.iter().map(|clock| clock.id.clone()).collect();
    for id in ids {
        let Some(mut clock) = draft.case.clock(&id).cloned() else { continue };
        if clock.breach_due(draft.at) {
            clock.breached_at = Some(draft.at);
            draft.push(Fact::Clock { clock, change: ClockFact::Breached, moved: None });
            breach_act(draft, &id)?;
        } else if clock.warning_due(draft.at) {
            clock.warned_at = Some(draft.at);
            draft.push(Fact::Clock { clock, change: ClockFact::Warned, moved: None });
        }
    }
    Ok(())
}

/// Counts every running clock anew with the calendar of today.
pub(super) fn recount(draft: &mut Draft<'_>) {
    let clocks = draft.case.clocks.clone();
    for mut clock in clocks {
        if let Some(moved) = clock.recompute(&draft.world.calendar) {
            draft.push(Fact::Clock { clock, change: ClockFact::Recounted, moved: Some(moved) });
        }
    }
}

fn breach_act(draft: &mut Draft<'_>, id: &ClockId) -> Result<(), Refusal> {
    let program = draft.program;
    let act = program.clock(id).and_then(|def| def.breach.as_ref()).and_then(|act| program.act(act));
    let Some(act) = act else { return Ok(()) };
    let facts = draft.facts(&Values::new());
    match may_do(draft.world, &draft.case, draft.caller, act, &facts) {
        Ok(()) => {
            carry_out(draft, act, Values::new())?;
            follow(draft, act)
        }
        // The case has moved on, so that the act no longer applies: the breach alone is on record.
        Err(_not_now) => Ok(()),
    }
}
