//! What is done when nobody asks: clocks that ran out, calendars and units that changed, messages that wait, leftovers.
//!
//! Any number of servers may run the jobs: a clock is recorded by whoever comes first, because it goes through the same loop as
//! everything else; messages are taken with their rows locked; sweeping twice sweeps nothing.

mod clocks;
mod notices;
mod sight;

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use store::{idempotency, photos, sessions};

use crate::{Failure, Office};

pub use notices::{NOTICE_STALE_DAYS, NOTICE_TRIES_MAX, NOTICES_AT_ONCE};
pub(crate) use sight::is_current;

/// How often the jobs look.
pub const JOBS_EVERY: Duration = Duration::from_secs(5);
/// How long answers are remembered, and pictures wait for their case.
pub const KEPT_HOURS: i64 = 24;
/// How long notices that were given up are shown to the administrator.
pub const GIVEN_UP_KEPT_DAYS: i64 = 30;
/// Rounds between two sweeps: about an hour.
const SWEEP_EVERY_ROUNDS: u64 = 720;

impl Office {
    /// Runs the jobs for ever: clocks, recounting, sight, leftovers, and beside them notices, because a mail server that does not
    /// answer must not hold up a clock. Spawn it; any number of servers may run it.
    pub async fn run_jobs(&self) {
        tokio::join!(self.run_rounds(), self.run_notices());
    }

    async fn run_rounds(&self) {
        for round in 0_u64.. {
            let sweep = round.is_multiple_of(SWEEP_EVERY_ROUNDS);
            self.job(move |office| office.round(sweep)).await;
            tokio::time::sleep(JOBS_EVERY).await;
        }
    }

    async fn run_notices(&self) {
        if self.ways().is_empty() {
            return;
        }
        loop {
            let taken = self.job(Self::send_notices).await.unwrap_or_default();
            if taken < NOTICES_AT_ONCE {
                tokio::time::sleep(JOBS_EVERY).await;
            }
        }
    }

    /// Does one job on a thread that may wait; `None` if it failed, which is told in the log.
    async fn job<T: Send + 'static>(
        &self,
        body: impl FnOnce(&Self) -> Result<T, Failure> + Send + 'static,
    ) -> Option<T> {
        let office = self.clone();
        match tokio::task::spawn_blocking(move || body(&office)).await {
            Ok(Ok(done)) => return Some(done),
            Ok(Err(failure)) => tracing::warn!(%failure, "a job failed; it is tried again"),
            Err(error) => tracing::error!(%error, "a job fell over; it is tried again"),
        }
        None
    }

    /// Every chore once; one that fails keeps none of the others from being done. Gives the first failure.
    fn round(&self, sweep: bool) -> Result<(), Failure> {
        let done = [
            self.look_at_reference(),
            self.renew_sight().map(drop),
            self.recount().map(drop),
            self.tick(self.now()).map(drop),
            if sweep { self.sweep(self.now()) } else { Ok(()) },
        ];
        done.into_iter().collect()
    }

    fn sweep(&self, now: Timestamp) -> Result<(), Failure> {
        let before = now - SignedDuration::from_hours(KEPT_HOURS);
        let given_up_before = now - SignedDuration::from_hours(24 * GIVEN_UP_KEPT_DAYS);
        self.writes().write_blocking(move |tx| {
            sessions::sweep(tx, now)?;
            idempotency::sweep(tx, before)?;
            photos::sweep(tx, before)?;
            store::outbox::sweep(tx, before, given_up_before)?;
            Ok(())
        })
    }
}
