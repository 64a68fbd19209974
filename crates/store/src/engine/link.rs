use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::Options;
use super::error::StoreError;
use super::location::Location;
use super::session::{Role, open};
use super::tx::WriteTx;
use super::unsynced::Unsynced;

/// A connection that is made when it is needed and made again when it broke.
pub(super) struct Link {
    location: Location,
    options: Options,
    role: Role,
    /// The transaction type doubles as the connection between transactions; readers hand out its reading half only.
    idle: Option<WriteTx>,
    steps: Arc<AtomicU64>,
}

impl Link {
    /// `steps` takes in what [`Database::steps`](super::Database::steps) tells.
    pub(super) fn new(location: Location, options: Options, role: Role, steps: Arc<AtomicU64>) -> Self {
        Self { location, options, role, idle: None, steps }
    }

    /// Runs `body` in a transaction: commits when it returns `Ok`, else rolls back. What was committed is on disk.
    pub(super) fn run<T, E: From<StoreError>>(
        &mut self,
        body: impl FnOnce(&mut WriteTx) -> Result<T, E>,
    ) -> Result<T, E> {
        let (value, unsynced) = self.run_ahead(body)?;
        unsynced.wait()?;
        Ok(value)
    }

    /// As [`Link::run`], but the disk is still to be waited for.
    pub(super) fn run_ahead<T, E: From<StoreError>>(
        &mut self,
        body: impl FnOnce(&mut WriteTx) -> Result<T, E>,
    ) -> Result<(T, Unsynced), E> {
        let mut tx = self.begin()?;
        // A panic leaves nothing behind: the transaction is rolled back below.
        let outcome = catch_unwind(AssertUnwindSafe(|| body(&mut tx)))
            .unwrap_or_else(|panic| Err(StoreError::Panicked(message_of(panic.as_ref())).into()))
            .and_then(|value| tx.commit().map(|unsynced| (value, unsynced)).map_err(E::from));
        self.steps.fetch_add(tx.take_steps(), Ordering::Relaxed);
        if outcome.is_ok() || tx.rollback().is_ok() {
            self.idle = Some(tx);
        }
        outcome
    }

    fn begin(&mut self) -> Result<WriteTx, StoreError> {
        if let Some(mut tx) = self.idle.take() {
            match tx.begin() {
                Ok(()) => return Ok(tx),
                // The server went away while nobody used the connection: nothing has been done yet, so begin anew.
                Err(error) if error.is_unavailable() => drop(tx),
                Err(error) => {
                    self.idle = Some(tx);
                    return Err(error);
                }
            }
        }
        let mut tx = WriteTx::new(open(&self.location, &self.options, self.role)?);
        tx.begin()?;
        Ok(tx)
    }
}

fn message_of(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(ToString::to_string);
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "no message".to_owned())
}
