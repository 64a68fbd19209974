use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crossbeam_channel::{Receiver, Sender, TrySendError, bounded};
use futures_channel::oneshot;

use super::disturb::Disturb;
use super::error::StoreError;
use super::link::Link;
use super::location::Location;
use super::migrate::{self, Migration};
use super::session::Role;
use super::sqlite;
use super::tx::{ReadTx, WriteTx};
use super::unsynced::Unsynced;

/// How a database is opened; the defaults fit a machine of two cores.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// Threads that read, each with a connection of its own.
    pub readers: usize,
    /// Reads that may wait for a thread; one more is refused as busy.
    pub queue_max: usize,
    /// How long a statement waits for somebody else's lock.
    pub busy_timeout: Duration,
    /// Memory for pages of a reading connection, in KiB. SQLite only.
    pub reader_cache_kib: u32,
    /// Memory for pages of a writing connection, in KiB. SQLite only.
    pub writer_cache_kib: u32,
    /// How often the write-ahead file is copied into the database. SQLite only.
    pub checkpoint_every: Duration,
    /// Breaks writing connections on purpose; for tests only.
    pub disturb: Option<Disturb>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            readers: thread::available_parallelism().map_or(2, usize::from).max(2),
            queue_max: 1024,
            busy_timeout: Duration::from_secs(10),
            reader_cache_kib: 16 * 1024,
            writer_cache_kib: 64 * 1024,
            checkpoint_every: Duration::from_millis(500),
            disturb: None,
        }
    }
}

/// A database that is open: threads that read, and writers for whoever asks. Clones share the threads; they end with the last.
#[derive(Clone)]
pub struct Database(Arc<Shared>);

struct Shared {
    location: Location,
    options: Options,
    jobs: Option<Sender<Job>>,
    stop: Option<Sender<()>>,
    steps: Arc<AtomicU64>,
    threads: Vec<JoinHandle<()>>,
}

type Job = Box<dyn FnOnce(&mut Link) + Send>;

impl Database {
    /// Opens the database and tries one connection. A SQLite file is made when it is absent. Waits; call it from a thread that may.
    ///
    /// # Errors
    /// [`StoreError::is_unavailable`] when it cannot be reached, [`StoreError::Location`] when the address is wrong.
    pub fn open(location: &Location, options: &Options) -> Result<Self, StoreError> {
        let (jobs, waiting) = bounded(options.queue_max);
        let (stop, stopped) = bounded(0);
        let mut shared = Shared {
            location: location.clone(),
            options: options.clone(),
            jobs: Some(jobs),
            stop: Some(stop),
            steps: Arc::default(),
            threads: Vec::new(),
        };
        for number in 0..options.readers.max(1) {
            let link = shared.link(options.clone(), Role::Reader);
            let waiting = waiting.clone();
            let thread = thread::Builder::new().name(format!("store-reader-{number}"));
            let thread = thread.spawn(move || serve(&waiting, link)).map_err(StoreError::Thread)?;
            shared.threads.push(thread);
        }
        let checkpoints = sqlite::checkpoint_thread(location, options.checkpoint_every, stopped)?;
        shared.threads.extend(checkpoints);
        let database = Self(Arc::new(shared));
        database.read_blocking(|_| Ok::<(), StoreError>(()))?;
        Ok(database)
    }

    /// Where the data is.
    #[must_use]
    pub fn location(&self) -> &Location {
        &self.0.location
    }

    /// How much all queries so far have made SQLite work, in steps of its machine. It takes some for each row that it looks at,
    /// so this is more than the rows it looked at. 0 for a server, which does not tell.
    #[must_use]
    pub fn steps(&self) -> u64 {
        self.0.steps.load(Ordering::Relaxed)
    }

    /// Reads in a transaction on one of the reader threads. It is queued at once, not at the first poll; dropping the future
    /// before its turn takes it out again.
    ///
    /// # Errors
    /// Those of `body`; [`StoreError::Overloaded`] when the queue is full; [`StoreError::Panicked`].
    pub fn read<T, E, F>(&self, body: F) -> impl Future<Output = Result<T, E>> + Send + use<T, E, F>
    where
        F: FnOnce(&mut ReadTx) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        let job: Job = Box::new(move |link| {
            if !answer.is_canceled() {
                // Nobody waits any longer when this fails.
                drop(answer.send(link.run(|tx| body(tx))));
            }
        });
        let queued = self.jobs().and_then(|jobs| jobs.try_send(job).map_err(|error| refusal(&error)));
        async move {
            queued?;
            answered.await.unwrap_or_else(|oneshot::Canceled| Err(StoreError::Closed.into()))
        }
    }

    /// As [`Database::read`], but waits for the answer, and for a place in the queue. Not for threads of an asynchronous runtime.
    ///
    /// # Errors
    /// As [`Database::read`], without [`StoreError::Overloaded`].
    pub fn read_blocking<T, E, F>(&self, body: F) -> Result<T, E>
    where
        F: FnOnce(&mut ReadTx) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (answer, answered) = bounded(1);
        let job: Job = Box::new(move |link| drop(answer.send(link.run(|tx| body(tx)))));
        self.jobs()?.send(job).map_err(|_closed| StoreError::Closed)?;
        answered.recv().unwrap_or_else(|_| Err(StoreError::Closed.into()))
    }

    /// A writer with a connection of its own, made at its first use. On SQLite several take turns, so one is enough.
    #[must_use]
    pub fn writer(&self) -> Writer {
        Writer(self.0.link(self.0.options.clone(), Role::Writer))
    }

    /// Writes once on this thread, with a connection made for it: for setup, imports and tests. Not for threads of an
    /// asynchronous runtime.
    ///
    /// # Errors
    /// As [`Writer::transaction`].
    pub fn write_blocking<T, E: From<StoreError>>(
        &self,
        body: impl FnOnce(&mut WriteTx) -> Result<T, E>,
    ) -> Result<T, E> {
        self.writer().transaction(body)
    }

    /// Brings the tables to the state of `migrations`: all that are missing, in one transaction. Any number of servers may do so
    /// at the same moment. Gives the names of the files applied now.
    ///
    /// # Errors
    /// [`StoreError::Migration`] when a landed file was changed or the database is newer; then nothing was changed.
    pub fn migrate(&self, migrations: &'static [Migration]) -> Result<Vec<&'static str>, StoreError> {
        // Another server may be at it, and large tables take their time.
        let options = Options { busy_timeout: migrate::LOCK_WAIT, ..self.0.options.clone() };
        let mut link = self.0.link(options, Role::Writer);
        link.run(|tx| migrate::apply(tx, migrations))
    }

    /// Copies a SQLite database, as it is at this moment, to a new file, which can be opened like the original. Others go on
    /// working meanwhile. Waits; call it from a thread that may.
    ///
    /// # Errors
    /// [`StoreError::Location`] for a server, which is copied by [`dump`](crate::dump); an error of the engine when the file is
    /// there already or cannot be written.
    pub fn backup_to(&self, file: &Path) -> Result<(), StoreError> {
        match &self.0.location {
            Location::Sqlite(path) => sqlite::copy_to(path, file, &self.0.options),
            Location::Postgres(_) => Err(StoreError::Location("a server is no file to be copied".to_owned())),
        }
    }

    fn jobs(&self) -> Result<&Sender<Job>, StoreError> {
        self.0.jobs.as_ref().ok_or(StoreError::Closed)
    }
}

/// One connection that writes. It belongs to one thread at a time, which must not be one of an asynchronous runtime.
pub struct Writer(Link);

impl Writer {
    /// Runs `body` in a transaction. `Ok` means that it is on disk; after `Err` nothing was changed, unless
    /// [`StoreError::is_in_doubt`].
    ///
    /// # Errors
    /// Those of `body`; [`StoreError::is_unavailable`] when the database is out of reach (the next call connects again);
    /// [`StoreError::is_busy`]; [`StoreError::Panicked`]; [`StoreError::Spoiled`] when `body` ignored a failed statement.
    pub fn transaction<T, E: From<StoreError>>(
        &mut self,
        body: impl FnOnce(&mut WriteTx) -> Result<T, E>,
    ) -> Result<T, E> {
        self.0.run(body)
    }

    /// As [`Writer::transaction`], but does not wait for the disk: others see it already, and the next transaction can begin. Who
    /// was promised it may be told after [`Unsynced::wait`].
    ///
    /// # Errors
    /// As [`Writer::transaction`].
    pub fn transaction_ahead<T, E: From<StoreError>>(
        &mut self,
        body: impl FnOnce(&mut WriteTx) -> Result<T, E>,
    ) -> Result<(T, Unsynced), E> {
        self.0.run_ahead(body)
    }
}

fn serve(waiting: &Receiver<Job>, mut link: Link) {
    for job in waiting {
        job(&mut link);
    }
}

fn refusal(error: &TrySendError<Job>) -> StoreError {
    match error {
        TrySendError::Full(_) => StoreError::Overloaded,
        TrySendError::Disconnected(_) => StoreError::Closed,
    }
}

impl Shared {
    fn link(&self, options: Options, role: Role) -> Link {
        Link::new(self.location.clone(), options, role, Arc::clone(&self.steps))
    }
}

impl Drop for Shared {
    /// Waits for the threads, so that the file is closed when this returns.
    fn drop(&mut self) {
        self.jobs = None;
        self.stop = None;
        for thread in self.threads.drain(..) {
            // The last handle may have been dropped by a read on one of them; a thread cannot wait for itself.
            if thread.thread().id() != thread::current().id() {
                drop(thread.join());
            }
        }
    }
}
