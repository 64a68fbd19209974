use std::fs::File;
use std::sync::Arc;

use super::error::{FaultKind, StoreError};

/// A commit that others see already and that a power cut could still undo. Whoever was promised it is answered after
/// [`Unsynced::wait`].
///
/// SQLite writes commits one behind the other into its write-ahead file, each under a sum over all before it: after a power cut
/// it finds the first ones and never a later one without an earlier one. So the disk may be asked while the next transaction is
/// on its way, and once for several. On PostgreSQL a commit has waited for the disk already.
#[derive(Debug)]
#[must_use = "nothing is acknowledged before it is on disk"]
pub struct Unsynced(Option<Arc<File>>);

impl Unsynced {
    /// Nothing that must be waited for.
    pub fn nothing() -> Self {
        Self(None)
    }

    /// A commit at the end of this write-ahead file.
    pub(super) fn of(wal: &Arc<File>) -> Self {
        Self(Some(Arc::clone(wal)))
    }

    /// This one and another of the same writer: waiting once is enough for both.
    pub fn and(self, other: Self) -> Self {
        Self(self.0.or(other.0))
    }

    /// Waits until it is on disk.
    ///
    /// # Errors
    /// [`StoreError::is_in_doubt`] when the disk refused: after the next start it may be there or not.
    pub fn wait(self) -> Result<(), StoreError> {
        let Some(wal) = self.0 else { return Ok(()) };
        wal.sync_data().map_err(|error| StoreError::Engine {
            kind: FaultKind::InDoubt,
            statement: "COMMIT".to_owned(),
            source: Box::new(error),
        })
    }
}
