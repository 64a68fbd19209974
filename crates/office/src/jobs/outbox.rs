//! Messages that wait to be sent. A message is taken, sent, and noted as sent; a server that dies in between sends it again.

use jiff::SignedDuration;
use store::outbox::{self as rows, OutboxRow};

use crate::group::NOTICE;
use crate::{Failure, Office};

/// Messages taken at once.
const AT_ONCE: u32 = 100;
/// After so long, what was taken and not noted as sent is sent again.
const AGAIN_MINUTES: i64 = 5;

impl Office {
    /// Sends what waits. Until an office is given a way to reach people, a notice is a line of the log, without personal data:
    /// the person reads it on the page of the receipt.
    pub(super) fn send_outbox(&self) -> Result<(), Failure> {
        let now = self.now();
        let again_at = now + SignedDuration::from_mins(AGAIN_MINUTES);
        loop {
            let taken =
                self.writes().write_blocking(move |tx| Ok(rows::take(tx, now, again_at, AT_ONCE)?))?;
            if taken.is_empty() {
                return Ok(());
            }
            let sent: Vec<String> = taken.into_iter().filter(send).map(|row| row.id).collect();
            self.writes()
                .write_blocking(move |tx| Ok(rows::done(tx, sent.iter().map(String::as_str), now)?))?;
        }
    }
}

/// Whether it was sent.
fn send(row: &OutboxRow) -> bool {
    match row.topic.as_str() {
        NOTICE => {
            tracing::debug!(id = %row.id, about = %row.body, "the person is told something");
            true
        }
        topic => {
            tracing::warn!(%topic, id = %row.id, "nobody here sends this");
            false
        }
    }
}
