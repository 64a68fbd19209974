//! Who holds the case next. Nothing complained about ever gets it, and a sealed case never leaves the units that may handle it.

use crate::event::{Fact, Share};
use crate::field::Value;
use crate::ids::{FieldId, UnitId, UnitKind};
use crate::program::Assign;
use crate::refusal::Refusal;
use crate::routing::{AssignRule, Because, Question, WhyNot, route};

use super::draft::Draft;

pub(super) fn assign(draft: &mut Draft<'_>, rule: &Assign) -> Result<(), Refusal> {
    match rule {
        Assign::Co(field) => return co(draft, field),
        Assign::CoDone => {
            if let Some(unit) = draft.caller.by.unit().cloned() {
                draft.push(Fact::CoDone { unit });
            }
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
    draft.push(Fact::Assigned { unit, share: Share::Holder, because });
    Ok(())
}

/// The unit that a rule names, with the reason.
pub(super) fn find(draft: &Draft<'_>, rule: &Assign) -> Result<(UnitId, Because), Refusal> {
    let case = &draft.case;
    match rule {
        Assign::Route => route(draft.world, &question(draft)).ok_or(Refusal::NobodyAnswers),
        Assign::Kind(kind) => of_kind(draft, kind),
        Assign::Superior => {
            above(draft, case.holder.as_ref()).map(|unit| (unit, because(draft, AssignRule::Superior)))
        }
        Assign::Field(field) => {
            let unit = chosen(draft, field).next();
            fixed(draft, unit, AssignRule::Chosen)
        }
        Assign::Sender => fixed(draft, case.sender.clone(), AssignRule::Sender),
        Assign::Receiver => fixed(draft, case.receiver.clone(), AssignRule::Receiver),
        Assign::Handler => {
            fixed(draft, case.handler.clone().or_else(|| case.holder.clone()), AssignRule::Handler)
        }
        Assign::Own => fixed(draft, draft.caller.by.unit().cloned(), AssignRule::Own),
        Assign::Co(_) | Assign::CoDone => Err(Refusal::NobodyAnswers),
    }
}

fn co(draft: &mut Draft<'_>, field: &FieldId) -> Result<(), Refusal> {
    let chosen: Vec<UnitId> = chosen(draft, field).collect();
    for unit in chosen {
        if draft.case.holder.as_ref() == Some(&unit) || draft.case.co_units.contains(&unit) {
            continue;
        }
        let (unit, because) = fixed(draft, Some(unit), AssignRule::Chosen)?;
        draft.push(Fact::Assigned { unit, share: Share::Co, because });
    }
    Ok(())
}

/// A unit that is named outright: refused where it is barred.
fn fixed(draft: &Draft<'_>, unit: Option<UnitId>, rule: AssignRule) -> Result<(UnitId, Because), Refusal> {
    let found = unit.and_then(|unit| draft.world.units.find(&unit)).ok_or(Refusal::NobodyAnswers)?;
    let unit = found.id.clone();
    match question(draft).bars(draft.world, found) {
        Some(WhyNot::Accused) => Err(Refusal::Accused { unit }),
        Some(_) => Err(Refusal::NotForSealed { unit }),
        None => Ok((unit, because(draft, rule))),
    }
}

/// The officer's own unit if it is of the kind, else the nearest of the kind for the place; where that one is barred, the
/// first unit above it that is not.
fn of_kind(draft: &Draft<'_>, kind: &UnitKind) -> Result<(UnitId, Because), Refusal> {
    let units = &draft.world.units;
    let own = draft.caller.by.unit().and_then(|unit| units.find(unit)).filter(|unit| unit.kind == *kind);
    let nearest = own.or_else(|| units.nearest(kind, &draft.case.place_now.place));
    let found = nearest.ok_or(Refusal::NobodyAnswers)?;
    if question(draft).bars(draft.world, found).is_none() {
        return Ok((found.id.clone(), because(draft, AssignRule::Kind { kind: kind.clone() })));
    }
    above(draft, Some(&found.id)).map(|unit| (unit, because(draft, AssignRule::Superior)))
}

fn above(draft: &Draft<'_>, unit: Option<&UnitId>) -> Result<UnitId, Refusal> {
    let question = question(draft);
    let mut superiors = unit.into_iter().flat_map(|unit| draft.world.units.and_superiors(unit).skip(1));
    let free = superiors.find(|unit| question.bars(draft.world, unit).is_none());
    free.map(|unit| unit.id.clone()).ok_or(Refusal::NobodyAnswers)
}

fn chosen(draft: &Draft<'_>, field: &FieldId) -> impl Iterator<Item = UnitId> {
    let entries: Vec<UnitId> =
        draft.case.value(field).into_iter().flat_map(Value::entries).map(UnitId::from).collect();
    entries.into_iter()
}

fn question<'d>(draft: &'d Draft<'_>) -> Question<'d> {
    let handlers = draft.program.sealing.as_ref().map(|sealing| sealing.handlers.as_slice());
    Question::of(&draft.case, handlers, draft.at)
}

fn because(draft: &Draft<'_>, rule: AssignRule) -> Because {
    Because { rule, duty_version: draft.world.units.duty_version, passed_over: Vec::new() }
}
