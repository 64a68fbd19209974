//! What goes wrong, and when: connections that break, a slow disk behind which orders gather, code that falls over.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use domain::case::Case;
use domain::command::{Command, Occasion};
use domain::decide::decide;
use domain::event::Event;
use domain::refusal::Refusal;
use domain::world::World;
use office::Random;
use store::Moment;
use testkit::SeededRandom;

/// A note that says this makes its decision fall over.
pub(crate) const FALLS: &str = "falls over on purpose";

/// What is to go wrong next; nothing, unless it was asked for.
#[derive(Default)]
pub(crate) struct Trouble {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    /// Breaks the connection at this moment of the transaction after so many others.
    breaks: Option<(Moment, u32)>,
    /// Falls over within the transaction after so many others.
    trips: Option<u32>,
    tripping: bool,
    gate: Gate,
}

/// Where the first transaction waits while others gather behind it.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Gate {
    #[default]
    Open,
    Shut,
    Reached,
}

impl Trouble {
    /// Breaks the connection at a moment of the next transaction, or after as many as are to be spared.
    pub(crate) fn break_at(&self, moment: Moment, spared: u32) {
        self.state().breaks = Some((moment, spared));
    }

    /// Makes code within the next transaction panic, or after as many as are to be spared.
    pub(crate) fn trip(&self, spared: u32) {
        self.state().trips = Some(spared);
    }

    /// Whatever was asked for and has not happened does not happen any more.
    pub(crate) fn calm(&self) {
        let mut state = self.state();
        (state.breaks, state.trips, state.tripping) = (None, None, false);
    }

    /// The next transaction waits before it begins, so that orders gather behind it.
    pub(crate) fn shut(&self) {
        self.state().gate = Gate::Shut;
    }

    /// Waits until a transaction stands before the gate.
    pub(crate) fn wait_reached(&self) {
        let state = self.state();
        let reached = self.changed.wait_while(state, |state| state.gate == Gate::Shut);
        drop(reached.unwrap_or_else(PoisonError::into_inner));
    }

    /// Lets it go on.
    pub(crate) fn open(&self) {
        self.state().gate = Gate::Open;
        self.changed.notify_all();
    }

    /// What the database is to do at a moment: whether to break.
    pub(crate) fn meets(&self, moment: Moment) -> bool {
        let mut state = self.state();
        if moment == Moment::Begin {
            if state.gate == Gate::Shut {
                state.gate = Gate::Reached;
                self.changed.notify_all();
                let waited = self.changed.wait_while(state, |state| state.gate == Gate::Reached);
                state = waited.unwrap_or_else(PoisonError::into_inner);
            }
            state.tripping = count_down(&mut state.trips);
        }
        match state.breaks {
            Some((at, _)) if at != moment => false,
            Some((_, 0)) => {
                state.breaks = None;
                true
            }
            Some((at, spared)) => {
                state.breaks = Some((at, spared - 1));
                false
            }
            None => false,
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether it is the turn of what waits; then it waits no more.
fn count_down(waits: &mut Option<u32>) -> bool {
    match waits {
        Some(0) => {
            *waits = None;
            true
        }
        Some(spared) => {
            *spared -= 1;
            false
        }
        None => false,
    }
}

/// Randomness from a seed, on which the writing thread can fall over.
pub(crate) struct Slippery {
    pub(crate) random: SeededRandom,
    pub(crate) trouble: std::sync::Arc<Trouble>,
}

impl Random for Slippery {
    fn fill(&self, bytes: &mut [u8]) {
        let writes = std::thread::current().name() == Some("office-writer");
        let trips = writes && std::mem::take(&mut self.trouble.state().tripping);
        assert!(!trips, "{FALLS}");
        self.random.fill(bytes);
    }
}

/// Decides as always, but for the note that falls over.
pub(crate) fn decide_or_fall(
    world: &World,
    case: Option<&Case>,
    command: &Command,
    occasion: &Occasion,
) -> Result<Vec<Event>, Refusal> {
    let falls = matches!(command, Command::Note { text } if text == FALLS);
    assert!(!falls, "{FALLS}");
    decide(world, case, command, occasion)
}

/// Keeps what falls over on purpose from the eyes of whoever reads the tests' output.
pub(crate) fn hush() {
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| {
        let told = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            let text = panic.payload().downcast_ref::<String>().map(String::as_str);
            let text = text.or_else(|| panic.payload().downcast_ref::<&str>().copied());
            if text != Some(FALLS) {
                told(panic);
            }
        }));
    });
}
