//! What comes of somebody who wants to be received, and of those who run the queue.

use jiff::SignedDuration;
use jiff::civil::Date;

use crate::authority::is_doer;
use crate::command::VisitAsk;
use crate::event::{Actor, Fact};
use crate::field::FieldRefusal;
use crate::ids::PersonId;
use crate::program::{Ending, Visits};
use crate::refusal::Refusal;
use crate::visit::{Guest, Visit, VisitChange, VisitKind, VisitState, no_show_at, queue, slots};

use super::draft::Draft;

/// Decides what is asked. `proof` is the digest of the secret that the caller holds: of a new visit it becomes the ticket's, and a
/// person shows by it which visit is theirs.
pub(super) fn visit(draft: &mut Draft<'_>, ask: &VisitAsk, proof: &str) -> Result<(), Refusal> {
    let visits = draft.program.visits.as_ref().ok_or(Refusal::NotFound)?;
    let staff = is_staff(draft, visits)?;
    lapse(draft);
    let state = &draft.case.state_now;
    let (books, queues) = (visits.books.contains(state), visits.queues.contains(state));
    let may = match ask {
        VisitAsk::Hold { .. } | VisitAsk::Book { .. } | VisitAsk::WaitFor { .. } => books,
        VisitAsk::Invite { .. } => staff && (books || queues),
        VisitAsk::Cancel { .. } => true,
        VisitAsk::Arrive { .. } => queues,
        VisitAsk::Acknowledge { .. } => staff,
        VisitAsk::WalkIn { .. }
        | VisitAsk::Call { .. }
        | VisitAsk::Miss { .. }
        | VisitAsk::Recall { .. }
        | VisitAsk::Finish { .. } => staff && queues,
    };
    if !may {
        return Err(not_now(ask));
    }
    match ask {
        VisitAsk::Hold { .. }
        | VisitAsk::WaitFor { .. }
        | VisitAsk::Invite { .. }
        | VisitAsk::WalkIn { .. } => made(draft, visits, ask, proof),
        VisitAsk::Call { window } => called(draft, visits, *window),
        VisitAsk::Book { visit, .. }
        | VisitAsk::Cancel { visit }
        | VisitAsk::Arrive { visit }
        | VisitAsk::Miss { visit }
        | VisitAsk::Recall { visit }
        | VisitAsk::Finish { visit, .. }
        | VisitAsk::Acknowledge { visit } => {
            let own = |found: &&Visit| staff || (!proof.is_empty() && found.secret == proof);
            let found = find(draft, *visit).filter(own).cloned().ok_or(Refusal::NotFound)?;
            let change = change(draft, visits, ask, &found)?;
            if found.state.after(&change).is_none()
                || (found.acknowledged && change == VisitChange::Acknowledged)
            {
                return Err(not_now(ask));
            }
            draft.push(Fact::Visit { visit: *visit, change });
            promote(draft);
            Ok(())
        }
    }
}

/// Whether an officer asks who may run the queue. Others are asked for a case that the public knows.
fn is_staff(draft: &Draft<'_>, visits: &Visits) -> Result<bool, Refusal> {
    match &draft.caller.by {
        Actor::Person if draft.case.published.is_some() => Ok(false),
        Actor::Officer { account, .. } if draft.case.recused.contains(account) => {
            Err(Refusal::Recused { account: account.clone() })
        }
        Actor::Officer { .. }
            if visits.by.iter().any(|doer| is_doer(draft.world, &draft.case, draft.caller, doer)) =>
        {
            Ok(true)
        }
        Actor::Officer { .. } => Err(Refusal::NotOffered { act: "visit".into() }),
        Actor::Person | Actor::Timer | Actor::Import { .. } => Err(Refusal::NotFound),
    }
}

fn not_now(ask: &VisitAsk) -> Refusal {
    Refusal::NotOffered { act: ask.name().into() }
}

fn find<'d>(draft: &'d Draft<'_>, number: u32) -> Option<&'d Visit> {
    draft.case.visits.iter().find(|visit| visit.number == number)
}

/// A new visit, of whichever kind.
fn made(draft: &mut Draft<'_>, visits: &Visits, ask: &VisitAsk, secret: &str) -> Result<(), Refusal> {
    let nobody = Guest { people: 1, ..Guest::default() };
    let (kind, state, slot, guest) = match ask {
        VisitAsk::Hold { slot } => (VisitKind::Booked, VisitState::Held, Some(*slot), &nobody),
        VisitAsk::WaitFor { guest } => (VisitKind::Booked, VisitState::Listed, None, guest),
        VisitAsk::Invite { slot, guest } => (VisitKind::Invited, VisitState::Booked, *slot, guest),
        VisitAsk::WalkIn { guest } => (VisitKind::WalkIn, VisitState::Waiting, None, guest),
        _ => return Err(Refusal::NotFound),
    };
    if let Some(slot) = slot {
        let free = future_slots(draft).into_iter().any(|(number, free)| number == slot && free > 0);
        if !free {
            return Err(Refusal::NoFreePlace);
        }
    }
    if state == VisitState::Listed
        && (!visits.wait_list || future_slots(draft).iter().any(|(_, free)| *free > 0))
    {
        return Err(not_now(ask));
    }
    check_guest(visits, guest)?;
    let until = match state {
        VisitState::Held => Some(draft.at + SignedDuration::from_mins(visits.hold_minutes.into())),
        _ => slot.and_then(|slot| late_at(draft, slot)),
    };
    let number = draft.case.visits.last().map_or(1, |last| last.number.saturating_add(1));
    let change =
        VisitChange::Made { kind, state, slot, guest: guest.clone(), secret: secret.to_owned(), until };
    draft.push(Fact::Visit { visit: number, change });
    Ok(())
}

fn called(draft: &mut Draft<'_>, visits: &Visits, window: u32) -> Result<(), Refusal> {
    let at_it = |visit: &Visit| visit.state == VisitState::Called && visit.window == Some(window);
    if window == 0 || window > visits.windows || draft.case.visits.iter().any(at_it) {
        return Err(Refusal::NotOffered { act: "call".into() });
    }
    let next = queue::order(draft.program, &draft.case, &draft.world.calendar, draft.at);
    let visit = next.first().map(|visit| visit.number).ok_or(Refusal::Nothing)?;
    draft.push(Fact::Visit { visit, change: VisitChange::Called { window } });
    Ok(())
}

/// What is asked for a visit that is there, as a change.
fn change(draft: &Draft<'_>, visits: &Visits, ask: &VisitAsk, found: &Visit) -> Result<VisitChange, Refusal> {
    Ok(match ask {
        VisitAsk::Book { guest, .. } => {
            check_guest(visits, guest)?;
            let until = found.slot.and_then(|slot| late_at(draft, slot));
            VisitChange::Booked { guest: guest.clone(), until }
        }
        VisitAsk::Cancel { .. } => VisitChange::Cancelled,
        VisitAsk::Arrive { .. } => VisitChange::Arrived,
        VisitAsk::Miss { .. } => VisitChange::Missed,
        VisitAsk::Recall { .. } => VisitChange::Recalled,
        VisitAsk::Finish { end, due, words, .. } => finished(draft, visits, end, *due, words.as_ref())?,
        VisitAsk::Acknowledge { .. } => VisitChange::Acknowledged,
        _ => return Err(Refusal::NotFound),
    })
}

fn finished(
    draft: &Draft<'_>,
    visits: &Visits,
    end: &str,
    due: Option<Date>,
    words: Option<&PersonId>,
) -> Result<VisitChange, Refusal> {
    let refused = |field: &str, why| Err(Refusal::Fields(vec![(field.into(), why)]));
    let Some(known) = visits.end(end) else { return refused("end", FieldRefusal::NoSuchOption) };
    if let Some(days) = known.due_days {
        let Some(due) = due else { return refused("due", FieldRefusal::Missing) };
        let today = draft.world.calendar.date_of(draft.at);
        let ahead = today.until(due).map_or(-1, |span| span.get_days());
        if ahead < 0 || u32::try_from(ahead).is_ok_and(|ahead| ahead > days) {
            return refused("due", FieldRefusal::NotInRange { min: 0, max: days.into() });
        }
    }
    // Only where something is promised a day is kept.
    let due = due.filter(|_| known.due_days.is_some());
    Ok(VisitChange::Done { end: end.to_owned(), due, words: words.cloned() })
}

fn check_guest(visits: &Visits, guest: &Guest) -> Result<(), Refusal> {
    let mut wrong = Vec::new();
    if guest.people == 0 || guest.people > visits.people_max {
        let range = FieldRefusal::NotInRange { min: 1, max: visits.people_max.into() };
        wrong.push(("people".into(), range));
    }
    if guest.needs.iter().any(|need| visits.need(need).is_none()) {
        wrong.push(("needs".into(), FieldRefusal::NoSuchOption));
    }
    if wrong.is_empty() { Ok(()) } else { Err(Refusal::Fields(wrong)) }
}

/// The slots that have not begun, each with what is free in it.
fn future_slots(draft: &Draft<'_>) -> Vec<(u32, u32)> {
    let all = slots(draft.program, &draft.case, &draft.world.calendar);
    all.into_iter().filter(|slot| slot.starts_at > draft.at).map(|slot| (slot.number, slot.free)).collect()
}

fn late_at(draft: &Draft<'_>, slot: u32) -> Option<jiff::Timestamp> {
    no_show_at(draft.program, &draft.case, &draft.world.calendar, slot)
}

/// Gives back what was held too long, and notes who has not come.
pub(super) fn lapse(draft: &mut Draft<'_>) {
    if draft.program.visits.is_none() {
        return;
    }
    let over = draft.case.visits.iter().filter(|visit| visit.until.is_some_and(|until| until <= draft.at));
    let over: Vec<(u32, VisitState)> = over.map(|visit| (visit.number, visit.state)).collect();
    for (visit, state) in over {
        let change = if state == VisitState::Held { VisitChange::Lapsed } else { VisitChange::NoShow };
        draft.push(Fact::Visit { visit, change });
    }
    promote(draft);
}

/// Gives places that became free to those who wait for one, in the order in which they asked.
fn promote(draft: &mut Draft<'_>) {
    loop {
        let listed = draft.case.visits.iter().find(|visit| visit.state == VisitState::Listed);
        let free = future_slots(draft).into_iter().find(|(_, free)| *free > 0);
        let (Some(visit), Some((slot, _))) = (listed.map(|visit| visit.number), free) else { return };
        let until = late_at(draft, slot);
        draft.push(Fact::Visit { visit, change: VisitChange::Promoted { slot, until } });
    }
}

/// What an act of the program means for those who are booked: another time, or no reception any more.
pub(super) fn follow(draft: &mut Draft<'_>) {
    let Some(visits) = &draft.program.visits else { return };
    let state = &draft.case.state_now;
    let open = visits.books.contains(state) || visits.queues.contains(state);
    let called_off = draft.case.ending == Some(Ending::Void);
    let mut changes = Vec::new();
    for visit in &draft.case.visits {
        let change = match visit.state {
            VisitState::Booked if open => {
                let until = visit.slot.and_then(|slot| late_at(draft, slot));
                if until == visit.until {
                    continue;
                }
                VisitChange::Moved { until }
            }
            _ if open => continue,
            VisitState::Booked if !called_off => VisitChange::NoShow,
            VisitState::Held | VisitState::Listed if !called_off => VisitChange::Lapsed,
            _ => VisitChange::Cancelled,
        };
        if visit.state.after(&change).is_some() {
            changes.push((visit.number, change));
        }
    }
    for (visit, change) in changes {
        draft.push(Fact::Visit { visit, change });
    }
}
