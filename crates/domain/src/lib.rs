//! What a case is, and what may happen to it.
//!
//! Everything that lives in Sixia is a *case* (a matter, an activity, a record): a form, a state, a place, a holder, clocks,
//! people and a history. This crate holds the one machine behind all of them, and nothing else: no files, no SQL, no HTTP, no
//! clock and no randomness. The same input gives the same answer, on every machine and in every year.
//!
//! Read it in this order:
//!
//! 1. [`program`]: what a pack says a kind of case is: its fields, states, acts and clocks; [`guard`]: its conditions.
//! 2. [`event`] and [`case`]: the facts that happened to one case, and what they add up to.
//! 3. [`decide`]: the heart. World, case, command and time go in; events or a [refusal](refusal::Refusal) come out.
//! 4. [`routing`] and [`authority`]: who must answer, and who may see and act.
//! 5. [`library`] and [`document`]: texts that are kept, their versions, from when until when they hold; [`can_i`]: questions
//!    by which people find out what a text means for them.
//! 6. [`visit`]: people who come to a case that takes place: places, queue, ends.
//! 7. [`calendar`], [`term`], [`clock`]: how days are counted.
//! 8. [`history`]: the chain of events that nobody can change unnoticed; [`withheld`]: the words that never enter it; [`tally`]:
//!    what one case adds to the public figures.

pub mod authority;
pub mod calendar;
pub mod can_i;
pub mod case;
pub mod clock;
pub mod command;
pub mod decide;
pub mod document;
pub mod event;
pub mod field;
#[cfg(test)]
mod fixture;
pub mod guard;
pub mod history;
pub mod ids;
pub mod leader;
pub mod library;
pub mod place;
pub mod program;
pub mod refusal;
pub mod rota;
pub mod routing;
pub mod schedule;
pub mod tally;
pub mod term;
pub mod text;
pub mod unit;
pub mod visit;
pub mod withheld;
pub mod world;
