//! Who holds the case next. Nothing complained about ever gets it, and a sealed case never leaves the units that may handle it.

use crate::event::{Actor, Fact, Share, is_clock};
use crate::field::Value;
use crate::ids::{FieldId, UnitId, UnitKind};
use crate::program::{Act, Assign, ClockOn, ClockVerb};
use crate::refusal::Refusal;
use crate::routing::{AssignRule, Because, Question, WhyNot, heir, instead, route};
use crate::unit::Unit;

use super::clocks;
use super::draft::Draft;

pub(super) fn assign(draft: &mut Draft<'_>, rule: &Assign, act: &Act) -> Result<(), Refusal> {
    match rule {
        Assign::Co(field) => return co(draft, field, act),
        Assign::CoDone => {
            co_done(draft, act);
            return Ok(());
        }
        Assign::Route
        | Assign::Field(_)
        | Assign::Superior
        | Assign::Sender
        | Assign::Receiver
        | Assign::Handler
        | Assign::Kind(_)
        | Assign::Own => {}
    }
    let (unit, because) = find(draft, rule)?;
    let helped = draft.case.co_units.contains(&unit);
    draft.push(Fact::Assigned { unit: unit.clone(), share: Share::Holder, because });
    if helped {
        clocks::stop_of(draft, &unit);
    }
    Ok(())
}

/// The unit that a rule names, with the reason.
pub(super) fn find(draft: &Draft<'_>, rule: &Assign) -> Result<(UnitId, Because), Refusal> {
    let case = &draft.case;
    match rule {
        Assign::Route => route(draft.world, &question(draft)).ok_or(Refusal::NobodyAnswers),
        Assign::Kind(kind) => of_kind(draft, kind),
        Assign::Superior => above(draft),
        Assign::Field(field) => {
            let unit = chosen(draft, field).next();
            fixed(draft, unit, AssignRule::Chosen)
        }
        Assign::Sender => fixed(draft, case.sender.clone(), AssignRule::Sender),
        Assign::Receiver => fixed(draft, case.receiver.clone(), AssignRule::Receiver),
        Assign::Handler => {
            let before = draft.handler_before.as_ref().or(case.handler.as_ref()).or(case.holder.as_ref());
            fixed(draft, before.cloned(), AssignRule::Handler)
        }
        Assign::Own => fixed(draft, draft.unit().cloned(), AssignRule::Own),
        Assign::Co(_) | Assign::CoDone => Err(Refusal::NobodyAnswers),
    }
}

/// Asks the chosen units. Whoever holds the case is not asked to help, but can be asked for an answer.
fn co(draft: &mut Draft<'_>, field: &FieldId, act: &Act) -> Result<(), Refusal> {
    let for_answer = starts(draft, act, ClockOn::Asked);
    draft.asked.clear();
    let chosen: Vec<UnitId> = chosen(draft, field).collect();
    for unit in chosen {
        if draft.case.holder.as_ref() == Some(&unit) && !for_answer {
            continue;
        }
        // A helper holds nothing: it may stand at any level.
        let (unit, because) = named(draft, Some(unit), true, AssignRule::Chosen)?;
        draft.asked.push(unit.clone());
        if !draft.case.co_units.contains(&unit) {
            draft.push(Fact::Assigned { unit, share: Share::Co, because });
        }
    }
    Ok(())
}

fn starts(draft: &Draft<'_>, act: &Act, on: ClockOn) -> bool {
    let mut started = act.clocks.iter().filter(|change| change.change == ClockVerb::Start);
    started.any(|change| draft.program.clock(&change.clock).is_some_and(|clock| clock.on == on))
}

/// The unit of the officer has done its part, unless something else is still owed by it.
fn co_done(draft: &mut Draft<'_>, act: &Act) {
    let Some(unit) = draft.unit().filter(|unit| draft.case.co_units.contains(*unit)).cloned() else { return };
    let owes_more = draft.case.running().any(|clock| {
        clock.holder.as_ref() == Some(&unit) && !act.stops().any(|stopped| is_clock(&clock.id, stopped))
    });
    if !owes_more {
        draft.push(Fact::CoDone { unit });
    }
}

/// A unit that is named outright: refused where it is barred.
pub(super) fn fixed(
    draft: &Draft<'_>,
    unit: Option<UnitId>,
    rule: AssignRule,
) -> Result<(UnitId, Because), Refusal> {
    // A unit that is gone can hold nothing: whoever took its place has the case. What an import tells has happened.
    let told = matches!(draft.caller.by, Actor::Import { .. });
    named(draft, unit, told || rule == AssignRule::Succession, rule)
}

fn named(
    draft: &Draft<'_>,
    unit: Option<UnitId>,
    at_any_level: bool,
    rule: AssignRule,
) -> Result<(UnitId, Because), Refusal> {
    let found = unit.and_then(|unit| present(draft, &unit)).ok_or(Refusal::NobodyAnswers)?;
    let unit = found.id.clone();
    match question(draft).bars(draft.world, found) {
        Some(WhyNot::Accused) => Err(Refusal::Accused { unit }),
        Some(WhyNot::NotAtLevel) if at_any_level => Ok((unit, because(draft, rule))),
        Some(WhyNot::NotAtLevel) => Err(Refusal::NotAtLevel { unit }),
        Some(_) => Err(Refusal::NotForSealed { unit }),
        None => Ok((unit, because(draft, rule))),
    }
}

/// The unit, or whoever took over from it if it is gone.
fn present<'d>(draft: &Draft<'d>, unit: &UnitId) -> Option<&'d Unit> {
    draft.world.units.find(unit).or_else(|| heir(draft.world, &question(draft), unit))
}

/// The nearest of the kind for the place that is free; where none is, whoever takes over for the nearest.
fn of_kind(draft: &Draft<'_>, kind: &UnitKind) -> Result<(UnitId, Because), Refusal> {
    let (world, question) = (draft.world, question(draft));
    let serving = || world.units.serving(kind, question.place);
    let free = serving().filter(|unit| question.bars(world, unit).is_none());
    if let Some(unit) = free.max_by_key(|unit| unit.place.level()) {
        return Ok((unit.id.clone(), because(draft, AssignRule::Kind { kind: kind.clone() })));
    }
    let nearest = serving().max_by_key(|unit| unit.place.level()).ok_or(Refusal::NobodyAnswers)?;
    let unit = instead(world, &question, &nearest.id, nearest.level.rank());
    unit.map(|unit| (unit.id.clone(), because(draft, AssignRule::Superior))).ok_or(Refusal::NobodyAnswers)
}

/// Who holds a case first. An officer of the kind that the program names, in a unit that serves the place, keeps it there.
pub(super) fn first_holder(draft: &Draft<'_>) -> Result<(UnitId, Because), Refusal> {
    let rule = draft.program.opening.assign.as_ref().unwrap_or(&Assign::Own);
    let own = draft.unit().and_then(|unit| draft.world.units.find(unit));
    match (rule, own) {
        (Assign::Kind(kind), Some(own))
            if own.kind == *kind
                && draft.case.place_now.place.is_within(&own.place)
                && question(draft).bars(draft.world, own).is_none() =>
        {
            Ok((own.id.clone(), because(draft, AssignRule::Kind { kind: kind.clone() })))
        }
        // An import knows no officer: what would be an officer's own begins where the duty list says.
        (Assign::Own, None) if matches!(draft.caller.by, Actor::Import { .. }) => find(draft, &Assign::Route),
        _ => find(draft, rule),
    }
}

/// The next above the holder that is free.
fn above(draft: &Draft<'_>) -> Result<(UnitId, Because), Refusal> {
    let holder = draft.case.holder.as_ref().and_then(|unit| present(draft, unit));
    let unit = holder.and_then(|holder| {
        instead(draft.world, &question(draft), &holder.id, holder.level.rank().saturating_add(1))
    });
    unit.map(|unit| (unit.id.clone(), because(draft, AssignRule::Superior))).ok_or(Refusal::NobodyAnswers)
}

pub(super) fn chosen(draft: &Draft<'_>, field: &FieldId) -> impl Iterator<Item = UnitId> {
    let entries: Vec<UnitId> =
        draft.case.value(field).into_iter().flat_map(Value::entries).map(UnitId::from).collect();
    entries.into_iter()
}

fn question<'d>(draft: &'d Draft<'_>) -> Question<'d> {
    Question::of(&draft.case, Some(draft.program), draft.at)
}

fn because(draft: &Draft<'_>, rule: AssignRule) -> Because {
    Because { rule, duty_version: draft.world.units.duty_version, passed_over: Vec::new() }
}
