use std::fs::File;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::error::{FaultKind, StoreError};

/// A commit that others see already and that a power cut could still undo. Whoever was promised it is answered after
/// [`Unsynced::wait`].
///
/// SQLite writes commits one behind the other into its write-ahead file, each under a sum over all before it: after a power cut
/// it finds the first ones and never a later one without an earlier one. So the disk may be asked while the next transaction is
/// on its way, and once for several. On PostgreSQL a commit has waited for the disk already.
#[derive(Debug)]
#[must_use = "nothing is acknowledged before it is on disk"]
pub struct Unsynced(Option<Arc<Wal>>);

/// The write-ahead file, as one writer syncs it.
///
/// A disk that refuses once may have lost what was written, while the system holds it for written from then on: the next answer
/// would be a yes for commits that lie behind a hole. So after a refusal every later one is refused too, until the program is
/// started again and SQLite has copied what is there into the database file.
#[derive(Debug)]
pub(super) struct Wal {
    file: File,
    refused: AtomicBool,
}

impl Wal {
    pub(super) fn of(file: File) -> Self {
        Self { file, refused: AtomicBool::new(false) }
    }

    fn sync(&self) -> io::Result<()> {
        if self.refused.load(Ordering::Acquire) {
            return Err(io::Error::other("the disk refused an earlier commit: start the program again"));
        }
        self.file.sync_data().inspect_err(|_error| self.refused.store(true, Ordering::Release))
    }
}

impl Unsynced {
    /// Nothing that must be waited for.
    pub fn nothing() -> Self {
        Self(None)
    }

    /// A commit at the end of this write-ahead file.
    pub(super) fn of(wal: &Arc<Wal>) -> Self {
        Self(Some(Arc::clone(wal)))
    }

    /// This one and another of the same writer: waiting once is enough for both.
    pub fn and(self, other: Self) -> Self {
        Self(self.0.or(other.0))
    }

    /// Waits until it is on disk.
    ///
    /// # Errors
    /// [`StoreError::is_in_doubt`] when the disk refused, now or before: after the next start it may be there or not.
    pub fn wait(self) -> Result<(), StoreError> {
        let Some(wal) = self.0 else { return Ok(()) };
        wal.sync().map_err(|error| StoreError::Engine {
            kind: FaultKind::InDoubt,
            statement: "COMMIT".to_owned(),
            source: Box::new(error),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether each wait on the same file ended well.
    fn waits(wal: Wal) -> [bool; 2] {
        let wal = Arc::new(wal);
        [(); 2].map(|()| Unsynced::of(&wal).wait().inspect_err(|error| assert!(error.is_in_doubt())).is_ok())
    }

    #[test]
    fn after_one_refusal_of_the_disk_nothing_is_acknowledged_any_more() {
        let disk = || tempfile::tempfile().unwrap();
        assert_eq!(waits(Wal::of(disk())), [true, true]);
        assert_eq!(waits(Wal { file: disk(), refused: AtomicBool::new(true) }), [false, false]);
        // What cannot be synced refuses by itself, and is remembered.
        let refusing = Arc::new(Wal::of(File::open("/dev/null").unwrap()));
        assert!(Unsynced::of(&refusing).wait().is_err());
        assert!(refusing.refused.load(Ordering::Acquire));
    }
}
