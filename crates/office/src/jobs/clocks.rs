//! Clocks that ran out, and clocks to be counted anew.

use domain::command::{Caller, Command, Occasion};
use domain::ids::CaseId;
use domain::refusal::Refusal;
use jiff::Timestamp;
use store::{cases, clocks, settings};

use crate::{Failure, Office, Order};

/// Cases looked at together.
const CASES_AT_ONCE: u32 = 256;
/// The setting that says with which calendar all clocks were counted.
const RECOUNTED: &str = "recounted_calendar";

impl Office {
    /// Does what timers have to do by a moment: warnings, breaches and what the programs say then. Gives how many cases were
    /// touched. For the jobs, for tests, and for the demonstration. Waits.
    pub fn tick(&self, at: Timestamp) -> Result<u64, Failure> {
        let mut touched = 0;
        loop {
            let due = self.read_blocking(move |_, tx| Ok(cases::to_wake(tx, at, CASES_AT_ONCE)?))?;
            // What failed stays due: the next round looks at it again.
            let done = self.timer(&due, &Command::Tick, at)?.touched;
            touched += done;
            // What is refused stays due: another server was first, or a program has a mistake that is told in the log.
            if done == 0 {
                return Ok(touched);
            }
        }
    }

    /// Counts all running clocks anew when the calendar has changed. Gives how many cases were touched. Waits.
    pub fn recount(&self) -> Result<u64, Failure> {
        let version = self.world().calendar.version();
        let done = self.read_blocking(|_, tx| Ok(settings::find(tx, RECOUNTED)?))?;
        if done.as_deref() == Some(&version.to_string()) {
            return Ok(0);
        }
        let (mut touched, mut failed, mut after) = (0, None, None::<CaseId>);
        loop {
            let last = after.clone();
            let stale = self.read_blocking(move |_, tx| {
                Ok(clocks::to_recount(tx, version, last.as_ref(), CASES_AT_ONCE)?)
            })?;
            let Some(last) = stale.last().cloned() else { break };
            let done = self.timer(&stale, &Command::Recount, self.now())?;
            touched += done.touched;
            failed = failed.or(done.failed);
            after = Some(last);
        }
        // Whoever was left out would never be looked at again.
        if let Some(failure) = failed {
            return Err(failure);
        }
        self.writes().write_blocking(move |tx| Ok(settings::put(tx, RECOUNTED, &version.to_string())?))?;
        Ok(touched)
    }

    /// The timer does something to cases, each by itself.
    fn timer(&self, ids: &[CaseId], command: &Command, at: Timestamp) -> Result<TimerDone, Failure> {
        let occasion = Occasion { at, caller: Caller::timer() };
        let orders =
            ids.iter().map(|id| (occasion.clone(), Order::on(id.clone(), command.clone()))).collect();
        let mut done = TimerDone::default();
        for (id, outcome) in ids.iter().zip(self.writes().run_many(self.shared(), orders)?) {
            match outcome {
                Ok(_) => done.touched += 1,
                Err(Failure::Refused(Refusal::Nothing) | Failure::Conflict { .. }) => {}
                Err(Failure::Busy) => done.failed = Some(Failure::Busy),
                Err(failure) => {
                    tracing::warn!(case = %id, %failure, "the timer was refused");
                    done.failed = matches!(failure, Failure::Fault(_)).then_some(failure).or(done.failed);
                }
            }
        }
        Ok(done)
    }
}

/// What the timer did.
#[derive(Default)]
struct TimerDone {
    /// Cases that were touched.
    touched: u64,
    /// A failure of the machine, if there was one: something was left undone.
    failed: Option<Failure>,
}
