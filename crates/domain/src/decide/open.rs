//! Opening a case.

use crate::authority::may_open;
use crate::case::Case;
use crate::command::{Occasion, Opening};
use crate::event::{Actor, Event, Fact, Link, Opened, Share};
use crate::field::{FieldRefusal, TEXT_CHARS_MAX, Values};
use crate::guard::Facts;
use crate::program::{Assign, Phase, Program};
use crate::refusal::Refusal;
use crate::world::World;

use super::act::{ask_rules, clocks_and_words, follow, read};
use super::assign;
use super::draft::Draft;
use super::small::{TITLE_CHARS_MAX, check_length, check_place};

pub(super) fn open(world: &World, opening: &Opening, occasion: &Occasion) -> Result<Vec<Event>, Refusal> {
    let asked = &opening.opened;
    let program = world.programs.current(&asked.kind).ok_or(Refusal::NoSuchProgram)?;
    check(world, program, asked, occasion)?;
    let values = read(world, program, &program.opening, &opening.form)?;
    let (event, case) = first(world, program, asked, values, occasion)?;
    let mut draft = Draft::begin(world, program, event, case, &occasion.caller);
    ask_rules(&draft, &program.opening, &Values::new())?;
    receive(&mut draft)?;
    if let Some(source) = &opening.source {
        draft.push(Fact::Linked { other: source.clone(), link: Link::Source });
    }
    clocks_and_words(&mut draft, &program.opening)?;
    follow(&mut draft, &program.opening)?;
    draft.finish()
}

fn check(world: &World, program: &Program, asked: &Opened, occasion: &Occasion) -> Result<(), Refusal> {
    if !may_open(world, program, &occasion.caller) {
        return Err(Refusal::NotOffered { act: program.opening.id.clone() });
    }
    let alone = occasion.caller.by == Actor::Person;
    let channel = program.channels.iter().find(|channel| channel.id == asked.channel);
    if channel.is_none_or(|channel| alone && !channel.by_person) {
        return Err(Refusal::NoSuchChannel);
    }
    world.categories.find(&asked.category).ok_or(Refusal::NoSuchCategory)?;
    check_place(world, &asked.place, occasion.at)?;
    if asked.accused.iter().any(|unit| world.units.find(unit).is_none()) {
        return Err(Refusal::Fields(vec![("accused".into(), FieldRefusal::NoSuchUnit)]));
    }
    check_length("title", &asked.title, TITLE_CHARS_MAX)?;
    check_length("text", &asked.text, TEXT_CHARS_MAX)
}

/// The opening event and the case that it makes. Whether the case is sealed is asked of the case itself.
fn first(
    world: &World,
    program: &Program,
    asked: &Opened,
    values: Values,
    occasion: &Occasion,
) -> Result<(Event, Case), Refusal> {
    let state = program.opening.to.clone().ok_or(Refusal::NoSuchProgram)?;
    let phase = program.state(&state).map_or(Phase::Received, |state| state.phase);
    let mut opened = Opened {
        pack_version: program.version,
        state,
        phase,
        values,
        sealed: false,
        people_count: asked.people_count.max(1),
        ..asked.clone()
    };
    let event = |opened: &Opened| Event {
        seq: 1,
        at: occasion.at,
        by: occasion.caller.by.clone(),
        fact: Fact::Opened(Box::new(opened.clone())),
    };
    let draft = Case::open(&event(&opened)).ok_or(Refusal::NoSuchProgram)?;
    let facts = Facts::new(world, program, &draft, &Values::new(), occasion.at);
    if program.sealing.as_ref().is_some_and(|sealing| sealing.when.holds(&facts)) {
        opened.sealed = true;
        opened.may_publish = false;
    }
    let event = event(&opened);
    let case = Case::open(&event).ok_or(Refusal::NoSuchProgram)?;
    Ok((event, case))
}

/// Whoever registers the case receives it (首接负责): the unit of the officer who opens it, else, and where that unit may not handle
/// it, the holder that the program names for the opening.
fn receive(draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let (unit, because) = assign::first_holder(draft)?;
    let (receiver, ground) =
        assign::find(draft, &Assign::Own).unwrap_or_else(|_barred| (unit.clone(), because.clone()));
    draft.push(Fact::Assigned { unit: receiver, share: Share::Receiver, because: ground });
    draft.push(Fact::Assigned { unit, share: Share::Holder, because });
    Ok(())
}
