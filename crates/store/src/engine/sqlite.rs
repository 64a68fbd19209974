use std::borrow::Cow;
use std::fs::File;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use crossbeam_channel::{Receiver, RecvTimeoutError};
use rusqlite::{CachedStatement, Connection, StatementStatus};

use super::error::StoreError;
use super::row::{Cells, Row};
use super::session::{EachRow, Engine, Role, Session};
use super::unsynced::{Unsynced, Wal};
use super::value::Value;
use super::{Location, Options};

/// Prepared statements kept by one connection.
const STATEMENTS_MAX: usize = 512;
/// Above this many bytes the write-ahead file is emptied although writers then wait for a moment.
const WAL_BYTES_MAX: u64 = 256 * 1024 * 1024;
/// How long emptying the write-ahead file may keep writers waiting when a reader holds on to it.
const EMPTYING_WAIT: Duration = Duration::from_millis(50);

pub(super) struct Sqlite {
    connection: Connection,
    role: Role,
    path: PathBuf,
    /// The write-ahead file, once something was written. It stays the same file as long as a connection is open.
    wal: Option<Arc<Wal>>,
    steps: u64,
}

impl Sqlite {
    pub(super) fn open(path: &Path, options: &Options, role: Role) -> Result<Self, StoreError> {
        let cache_kib = match role {
            Role::Reader => options.reader_cache_kib,
            Role::Writer => options.writer_cache_kib,
        };
        let connection = connect(path, options.busy_timeout, cache_kib)?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS_MAX);
        let mut session = Self { connection, role, path: path.to_owned(), wal: None, steps: 0 };
        if role == Role::Reader {
            session.batch("PRAGMA query_only = ON")?;
        }
        Ok(session)
    }

    /// A prepared statement with its parameters bound.
    fn bound(&self, sql: &str, params: &[Value<'_>]) -> Result<CachedStatement<'_>, StoreError> {
        let fault = |error| StoreError::from_sqlite(sql, error);
        let mut statement = self.connection.prepare_cached(&numbered(sql)).map_err(fault)?;
        if statement.parameter_count() != params.len() {
            let problem =
                format!("{} parameters given, {} needed", params.len(), statement.parameter_count());
            return Err(StoreError::misuse(sql, problem));
        }
        for (place, value) in params.iter().enumerate() {
            statement.raw_bind_parameter(place + 1, value).map_err(fault)?;
        }
        Ok(statement)
    }
}

impl Sqlite {
    /// What the disk will have to be asked for: the commit that comes now, and all before it.
    fn unsynced(&mut self) -> Result<Unsynced, StoreError> {
        let wal = match self.wal.take() {
            Some(wal) => wal,
            None => Arc::new(Wal::of(File::open(wal_file(&self.path)).map_err(StoreError::File)?)),
        };
        Ok(Unsynced::of(self.wal.insert(wal)))
    }
}

impl Session for Sqlite {
    fn engine(&self) -> Engine {
        Engine::Sqlite
    }

    fn query(&mut self, sql: &str, params: &[Value<'_>], each: &mut EachRow<'_>) -> Result<(), StoreError> {
        let fault = |error| StoreError::from_sqlite(sql, error);
        let mut statement = self.bound(sql, params)?;
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next().map_err(fault)? {
            if let ControlFlow::Break(()) = each(&Row(Cells::Sqlite(row)))? {
                break;
            }
        }
        drop(rows);
        let steps = u64::try_from(statement.reset_status(StatementStatus::VmStep)).unwrap_or(0);
        drop(statement);
        self.steps += steps;
        Ok(())
    }

    fn execute(&mut self, sql: &str, params: &[Value<'_>]) -> Result<u64, StoreError> {
        let changed = self.bound(sql, params)?.raw_execute();
        let changed = changed.map_err(|error| StoreError::from_sqlite(sql, error))?;
        u64::try_from(changed).map_err(|error| StoreError::misuse(sql, error.to_string()))
    }

    fn kept_text(&self, sql: String) -> String {
        numbered(&sql).into_owned()
    }

    fn batch(&mut self, sql: &str) -> Result<(), StoreError> {
        self.connection.execute_batch(sql).map_err(|error| StoreError::from_sqlite(sql, error))
    }

    fn prepare(&mut self, sql: &str) -> Result<(), StoreError> {
        let prepared = self.connection.prepare(&numbered(sql));
        prepared.map(drop).map_err(|error| StoreError::from_sqlite(sql, error))
    }

    fn begin(&mut self) -> Result<(), StoreError> {
        // A writer takes the lock now: a transaction that reads first and then wants to write could only be refused.
        let begin = match self.role {
            Role::Reader => "BEGIN DEFERRED",
            Role::Writer => "BEGIN IMMEDIATE",
        };
        self.execute(begin, &[]).map(drop)
    }

    fn commit(&mut self) -> Result<Unsynced, StoreError> {
        let unsynced = match self.role {
            Role::Reader => Unsynced::nothing(),
            Role::Writer => self.unsynced()?,
        };
        self.execute("COMMIT", &[])?;
        Ok(unsynced)
    }

    fn rollback(&mut self) -> Result<(), StoreError> {
        // A full disk or a failed write has ended the transaction already.
        if self.connection.is_autocommit() { Ok(()) } else { self.execute("ROLLBACK", &[]).map(drop) }
    }

    fn take_steps(&mut self) -> u64 {
        std::mem::take(&mut self.steps)
    }
}

/// Opens the file and sets what holds for every connection: commits that do not wait for the disk themselves ([`Unsynced`] does;
/// what is copied into the database file is synced by SQLite), foreign keys, no checkpoint inside a commit, and that what is deleted (a person's key) is overwritten in the page that held it.
fn connect(path: &Path, busy_timeout: Duration, cache_kib: u32) -> Result<Connection, StoreError> {
    let settings = format!(
        "PRAGMA journal_mode = WAL;
         PRAGMA synchronous = NORMAL;
         PRAGMA foreign_keys = ON;
         PRAGMA secure_delete = FAST;
         PRAGMA wal_autocheckpoint = 0;
         PRAGMA journal_size_limit = {WAL_BYTES_MAX};
         PRAGMA temp_store = MEMORY;
         PRAGMA cache_size = -{cache_kib};"
    );
    Connection::open(path)
        .and_then(|connection| {
            connection.busy_timeout(busy_timeout)?;
            connection.execute_batch(&settings)?;
            Ok(connection)
        })
        .map_err(|error| StoreError::from_sqlite("open", error))
}

/// `$1` as `?1`: SQLite numbers `$1` by its first appearance, not by its number, and looks it up slowly.
fn numbered(sql: &str) -> Cow<'_, str> {
    if sql.contains('$') { Cow::Owned(sql.replace('$', "?")) } else { Cow::Borrowed(sql) }
}

/// Copies the write-ahead file into the database from a thread of its own, so that no commit has to wait for it.
///
/// The thread ends when the sender of `stop` is dropped.
pub(super) fn checkpoint_thread(
    location: &Location,
    every: Duration,
    stop: Receiver<()>,
) -> Result<Option<JoinHandle<()>>, StoreError> {
    let Location::Sqlite(path) = location else { return Ok(None) };
    let connection = connect(path, EMPTYING_WAIT, 1024)?;
    let wal = wal_file(path);
    let run = move || {
        while stop.recv_timeout(every) == Err(RecvTimeoutError::Timeout) {
            // A checkpoint that fails is tried again at the next tick; a broken disk shows itself to the writer.
            drop(checkpoint(&connection, "PRAGMA wal_checkpoint(PASSIVE)"));
            if std::fs::metadata(&wal).is_ok_and(|file| file.len() > WAL_BYTES_MAX) {
                drop(checkpoint(&connection, "PRAGMA wal_checkpoint(TRUNCATE)"));
            }
        }
    };
    let thread = std::thread::Builder::new().name("store-checkpoint".to_owned()).spawn(run);
    thread.map(Some).map_err(StoreError::Thread)
}

fn checkpoint(connection: &Connection, pragma: &str) -> rusqlite::Result<()> {
    connection.query_row(pragma, [], |_| Ok(()))
}

/// Writes what is committed now to a new file, packed, while others go on reading and writing.
pub(super) fn copy_to(path: &Path, copy: &Path, options: &Options) -> Result<(), StoreError> {
    let connection = connect(path, options.busy_timeout, options.reader_cache_kib)?;
    let sql = "VACUUM INTO ?1";
    let name = copy.to_str().ok_or(StoreError::Value("a path that is not UTF-8"))?;
    connection.execute(sql, [name]).map_err(|error| StoreError::from_sqlite(sql, error))?;
    // SQLite leaves that to whoever wants it.
    File::open(copy).and_then(|file| file.sync_all()).map_err(StoreError::File)
}

fn wal_file(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push("-wal");
    name.into()
}
