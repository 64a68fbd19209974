//! The heart: world, case, command and time go in; events or a refusal come out. Nothing is changed here and nothing is asked of
//! the outside, so the same input gives the same answer in a test, in a group commit and in a replay.
//!
//! A command is decided on a [draft](draft::Draft) of the case: each fact is applied to the draft as it is decided, so that later
//! steps see earlier ones. What an act does is the program's word; this module only carries it out, for every program alike:
//!
//! 1. The form is read and the rules are asked.
//! 2. The case goes to its next state.
//! 3. It is assigned.
//! 4. Clocks start, change and stop.
//! 5. The person is told.
//! 6. What follows by itself follows.

mod act;
mod assign;
mod clocks;
mod draft;
mod open;
mod seal;
mod small;
#[cfg(test)]
mod tests;
mod tick;
mod visits;

use crate::authority::may_see;
use crate::case::Case;
use crate::command::{Command, Occasion};
use crate::event::{Actor, Event};
use crate::refusal::Refusal;
use crate::world::World;

use draft::Draft;

pub use small::{NOTE_CHARS_MAX, REASON_CHARS_MAX, SPOT_CHARS_MAX, TITLE_CHARS_MAX};

/// Decides one command. `case` is `None` only for [`Command::Open`].
///
/// # Errors
/// The refusal; nothing is to be changed then.
pub fn decide(
    world: &World,
    case: Option<&Case>,
    command: &Command,
    occasion: &Occasion,
) -> Result<Vec<Event>, Refusal> {
    let (case, command) = match (command, case) {
        (Command::Open(opening), None) => return open::open(world, opening, occasion),
        (Command::Open(_), Some(_)) | (_, None) => return Err(Refusal::NotFound),
        (command, Some(case)) => (case, command),
    };
    if !may_see(world, case, &occasion.caller) {
        return Err(Refusal::NotFound);
    }
    let program =
        world.programs.version(case.kind(), case.opened.pack_version).ok_or(Refusal::NoSuchProgram)?;
    let mut draft = Draft::on(world, program, case, occasion);
    match command {
        Command::Act { act, form, seen } => {
            act::act(&mut draft, act, form, *seen)?;
            visits::follow(&mut draft);
        }
        Command::Tick | Command::Recount if occasion.caller.by != Actor::Timer => {
            return Err(Refusal::NotFound);
        }
        Command::Tick => {
            tick::tick(&mut draft);
            visits::lapse(&mut draft);
        }
        Command::Recount => tick::recount(&mut draft),
        Command::Visit { ask, proof } => visits::visit(&mut draft, ask, proof)?,
        other => small::small(&mut draft, other)?,
    }
    draft.finish()
}
