//! What is done when nobody asks: clocks that ran out, calendars and units that changed, messages that wait, leftovers.
//!
//! Any number of servers may run the jobs: a clock is recorded by whoever comes first, because it goes through the same loop as
//! everything else; messages are taken with their rows locked; sweeping twice sweeps nothing.

mod clocks;
mod outbox;
mod sight;

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use store::{idempotency, photos, sessions};

use crate::{Failure, Office};

/// How often the jobs look.
pub const JOBS_EVERY: Duration = Duration::from_secs(5);
/// How long answers are remembered, and pictures wait for their case.
pub const KEPT_HOURS: i64 = 24;
/// Rounds between two sweeps: about an hour.
const SWEEP_EVERY_ROUNDS: u64 = 720;

impl Office {
    /// Runs the jobs for ever: clocks, recounting, sight, outbox, leftovers. Spawn it; any number of servers may run it.
    pub async fn run_jobs(&self) {
        for round in 0_u64.. {
            let office = self.clone();
            let done =
                tokio::task::spawn_blocking(move || office.round(round.is_multiple_of(SWEEP_EVERY_ROUNDS)));
            match done.await {
                Ok(Ok(())) => {}
                Ok(Err(failure)) => tracing::warn!(%failure, "a job failed; it is tried again"),
                Err(error) => tracing::error!(%error, "a job fell over; it is tried again"),
            }
            tokio::time::sleep(JOBS_EVERY).await;
        }
    }

    /// Every chore once; one that fails keeps none of the others from being done. Gives the first failure.
    fn round(&self, sweep: bool) -> Result<(), Failure> {
        let done = [
            self.look_at_reference(),
            self.renew_sight().map(drop),
            self.recount().map(drop),
            self.tick(self.now()).map(drop),
            self.send_outbox(),
            if sweep { self.sweep(self.now()) } else { Ok(()) },
        ];
        done.into_iter().collect()
    }

    fn sweep(&self, now: Timestamp) -> Result<(), Failure> {
        let before = now - SignedDuration::from_hours(KEPT_HOURS);
        self.writes().write_blocking(move |tx| {
            sessions::sweep(tx, now)?;
            idempotency::sweep(tx, before)?;
            photos::sweep(tx, before)?;
            store::outbox::sweep(tx, before)?;
            Ok(())
        })
    }
}
