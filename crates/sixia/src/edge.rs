//! The machine's clock and randomness, handed to the office.

use jiff::Timestamp;

/// The time of day.
pub(crate) struct MachineClock;

impl office::Clock for MachineClock {
    fn now(&self) -> Timestamp {
        now()
    }
}

/// Now, by the machine's clock.
#[expect(clippy::disallowed_methods, reason = "this is the edge at which the clock is read")]
pub(crate) fn now() -> Timestamp {
    Timestamp::now()
}

/// Randomness of the operating system.
pub(crate) struct MachineRandom;

impl office::Random for MachineRandom {
    fn fill(&self, bytes: &mut [u8]) {
        fill(bytes);
    }
}

/// Fills the buffer with bytes that nobody can guess.
#[expect(clippy::expect_used, reason = "a machine without randomness must not go on and seal with zeros")]
pub(crate) fn fill(bytes: &mut [u8]) {
    getrandom::fill(bytes).expect("the operating system gives random bytes");
}
