//! What is known of a condition before a case runs: from the situation it would be asked in, and no more.

use domain::program::ClockDef;

use super::{Situation, Walk};
use crate::logic::{Atom, Bool};

impl Walk<'_> {
    /// Whether an atom holds in a situation; `None`: it may or may not.
    pub(super) fn known(&self, atom: &Atom, here: &Situation) -> Option<bool> {
        match atom {
            Atom::Flag(name) if name == "case.sealed" => return Some(here.sealed),
            Atom::Is(name, word) if name == "case.state" => return Some(here.state.as_str() == word),
            Atom::Is(name, word) => {
                if let Some(clock) = name.strip_prefix("clocks.") {
                    return self.clock_is(clock, word, here);
                }
            }
            Atom::Open(name) => {
                return name.strip_prefix("clocks.").and_then(|clock| self.is_open(clock, here));
            }
            _ => {}
        }
        self.known_by_sealing(atom, here)
    }

    /// Whether situations tell how a clock stands.
    pub(super) fn is_followed(&self, bit: usize, clock: &ClockDef) -> bool {
        !clock.on.is_for_each() && self.aside >> bit & 1 == 0
    }

    fn is_open(&self, clock: &str, here: &Situation) -> Option<bool> {
        let (bit, _) = self.clock(&clock.into()).filter(|(bit, clock)| self.is_followed(*bit, clock))?;
        let open = (here.running | here.late) >> bit & 1 == 1;
        // It may stand still, of which a condition need not speak.
        if open && self.pausable >> bit & 1 == 1 { None } else { Some(open) }
    }

    fn clock_is(&self, clock: &str, word: &str, here: &Situation) -> Option<bool> {
        // Whether a unit was asked, and how its own clock stands, is not followed.
        let (bit, _) = self.clock(&clock.into()).filter(|(bit, clock)| self.is_followed(*bit, clock))?;
        let pausable = self.pausable >> bit & 1 == 1;
        match (here.running >> bit & 1 == 1, here.late >> bit & 1 == 1) {
            (true, _) if pausable && matches!(word, "running" | "paused") => None,
            (true, _) => Some(word == "running"),
            (_, true) => Some(word == "late"),
            _ if matches!(word, "off" | "stopped") => None,
            _ => Some(false),
        }
    }

    /// What follows from the case being sealed or not.
    fn known_by_sealing(&self, atom: &Atom, here: &Situation) -> Option<bool> {
        let sealing = self.sealing.as_ref()?;
        let implied = sealing.implied();
        if here.sealed_later {
            // Its opening said something else, and what a form said since is not known.
            return None;
        }
        if here.sealed {
            return implied.iter().find_map(|(known, answer)| match (known, atom) {
                _ if known == atom => Some(*answer),
                // A name holds one word at a time.
                (Atom::Is(name, _), Atom::Is(other, _)) if name == other && *answer => Some(false),
                _ => None,
            });
        }
        match (sealing, implied.as_slice()) {
            (Bool::Atom(_) | Bool::Not(_), [(known, answer)]) if known == atom => Some(!answer),
            _ => None,
        }
    }
}
