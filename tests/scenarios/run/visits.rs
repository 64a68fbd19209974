//! People who come, in stories.

use domain::command::{Caller, Command, VisitAsk};
use domain::refusal::Refusal;
use domain::visit::Guest;
use pack::scenario::{Guests, VisitStep};

use super::Run;

/// Whoever comes in a story; all of them hold the same ticket.
const VISITOR: &str = "visitor";

pub(super) fn visit(run: &mut Run<'_>, who: &str, step: &VisitStep) -> Result<(), String> {
    run.case()?;
    let caller = if who == VISITOR { Caller::person() } else { run.town.caller(who) };
    run.refused = asks(run, &caller, step).err();
    Ok(())
}

fn asks(run: &mut Run<'_>, caller: &Caller, step: &VisitStep) -> Result<(), Refusal> {
    if let VisitStep::Book { slot: Some(slot), .. } = step {
        ask(run, caller, VisitAsk::Hold { slot: *slot })?;
    }
    let last = run.case.as_ref().and_then(|case| case.visits.last()).map_or(0, |visit| visit.number);
    let wanted = match step {
        VisitStep::Hold(slot) => VisitAsk::Hold { slot: *slot },
        VisitStep::Book { visit, guests, .. } => {
            VisitAsk::Book { visit: visit.unwrap_or(last), guest: guest(guests) }
        }
        VisitStep::WaitFor(guests) => VisitAsk::WaitFor { guest: guest(guests) },
        VisitStep::Invite(slot, guests) => VisitAsk::Invite { slot: *slot, guest: guest(guests) },
        VisitStep::WalkIn(guests) => VisitAsk::WalkIn { guest: guest(guests) },
        VisitStep::Cancel(visit) => VisitAsk::Cancel { visit: *visit },
        VisitStep::Arrive(visit) => VisitAsk::Arrive { visit: *visit },
        VisitStep::Call(window) => VisitAsk::Call { window: *window },
        VisitStep::Miss(visit) => VisitAsk::Miss { visit: *visit },
        VisitStep::Recall(visit) => VisitAsk::Recall { visit: *visit },
        VisitStep::Acknowledge(visit) => VisitAsk::Acknowledge { visit: *visit },
        VisitStep::Finish { visit, end, due } => {
            VisitAsk::Finish { visit: *visit, end: end.clone(), due: *due, words: None }
        }
    };
    ask(run, caller, wanted)
}

fn ask(run: &mut Run<'_>, caller: &Caller, ask: VisitAsk) -> Result<(), Refusal> {
    run.command(caller, &Command::Visit { ask, proof: "ticket".to_owned() })
}

fn guest(guests: &Guests) -> Guest {
    Guest { person: None, people: guests.people, needs: guests.needs.iter().cloned().collect() }
}
