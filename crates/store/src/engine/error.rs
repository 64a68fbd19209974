use std::error::Error;
use std::fmt;

use postgres::error::SqlState;
use rusqlite::ErrorCode;

use super::migrate::MigrationError;

/// What can go wrong between a store function and the disk. Messages name statements, never values.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The engine refused or failed a statement.
    #[error("{kind}: `{statement}`")]
    Engine {
        /// What it means for the caller.
        kind: FaultKind,
        /// The SQL, without its values.
        statement: String,
        /// What the engine said.
        #[source]
        source: Box<dyn Error + Send + Sync>,
    },
    /// A statement failed earlier in this transaction, was ignored, and the transaction asked to commit: it was rolled back.
    #[error("nothing was saved: a statement failed earlier in this transaction")]
    Spoiled,
    /// A column of an answer is missing or holds another type.
    #[error("column {column} {problem}")]
    Column {
        /// Its name or place.
        column: String,
        /// What is wrong with it.
        problem: String,
    },
    /// A value that the engines would not store alike.
    #[error("{0} cannot be stored")]
    Value(&'static str),
    /// The number of parameters, or the form of a statement to be widened, is not what the call needs.
    #[error("{problem}: `{statement}`")]
    Misuse {
        /// What is wrong.
        problem: String,
        /// The SQL.
        statement: String,
    },
    /// A row was expected and there is none.
    #[error("no row: `{0}`")]
    NoRow(String),
    /// The address of the database cannot be used.
    #[error("database address: {0}")]
    Location(String),
    /// The tables cannot be brought to this program's version.
    #[error(transparent)]
    Migration(#[from] MigrationError),
    /// The queue in front of the reader threads is full.
    #[error("too many reads wait for the database")]
    Overloaded,
    /// The reader threads have ended.
    #[error("the database has been closed")]
    Closed,
    /// The code that ran in the transaction panicked; the transaction was rolled back.
    #[error("code in a transaction panicked: {0}")]
    Panicked(String),
    /// A file beside the database could not be read or written.
    #[error("a file could not be read or written")]
    File(#[source] std::io::Error),
    /// The operating system gave no thread.
    #[error("no thread for the database")]
    Thread(#[source] std::io::Error),
}

/// What a failed statement means for the caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultKind {
    /// Somebody else was first: a unique key is taken, or the engine chose this transaction as the one to give way. Load again.
    Conflict,
    /// A lock was not granted in time. Try again.
    Busy,
    /// The database cannot be reached, is full or is starting. Nothing was saved.
    Unavailable,
    /// The connection broke while committing: it may or may not have been saved. Look before trying again.
    InDoubt,
    /// The statement itself is wrong.
    Other,
}

impl fmt::Display for FaultKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Conflict => "somebody else was first",
            Self::Busy => "the database is busy",
            Self::Unavailable => "the database is unavailable",
            Self::InDoubt => "the connection broke while saving, perhaps after it was saved",
            Self::Other => "the database refused a statement",
        })
    }
}

impl StoreError {
    /// Whether somebody else was first: load the case again and decide again.
    #[must_use]
    pub fn is_conflict(&self) -> bool {
        self.kind() == Some(FaultKind::Conflict)
    }

    /// Whether the same call may succeed in a moment without anything changing.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        matches!(self, Self::Overloaded) || self.kind() == Some(FaultKind::Busy)
    }

    /// Whether the database is out of reach; the next use connects again.
    #[must_use]
    pub fn is_unavailable(&self) -> bool {
        matches!(self, Self::Closed)
            || matches!(self.kind(), Some(FaultKind::Unavailable | FaultKind::InDoubt))
    }

    /// Whether the transaction may have been saved although it failed: repeat it only if it is idempotent.
    #[must_use]
    pub fn is_in_doubt(&self) -> bool {
        self.kind() == Some(FaultKind::InDoubt)
    }

    fn kind(&self) -> Option<FaultKind> {
        if let Self::Engine { kind, .. } = self { Some(*kind) } else { None }
    }

    pub(super) fn misuse(statement: &str, problem: impl Into<String>) -> Self {
        Self::Misuse { problem: problem.into(), statement: statement.to_owned() }
    }

    pub(super) fn from_sqlite(statement: &str, error: rusqlite::Error) -> Self {
        Self::Engine { kind: sqlite_kind(&error), statement: statement.to_owned(), source: Box::new(error) }
    }

    pub(super) fn from_postgres(statement: &str, error: postgres::Error) -> Self {
        let kind = postgres_kind(&error);
        let source: Box<dyn Error + Send + Sync> = match error.as_db_error() {
            Some(answer) => Box::new(PostgresRefusal {
                code: answer.code().code().to_owned(),
                message: answer.message().to_owned(),
                constraint: answer.constraint().map(str::to_owned),
            }),
            None => Box::new(error),
        };
        Self::Engine { kind, statement: statement.to_owned(), source }
    }

    /// A commit that failed because the connection broke is in doubt: the server may have finished it.
    pub(super) fn while_committing(self) -> Self {
        match self {
            Self::Engine { kind: FaultKind::Unavailable, statement, source } => {
                Self::Engine { kind: FaultKind::InDoubt, statement, source }
            }
            other => other,
        }
    }
}

/// What PostgreSQL answered, without its `DETAIL`, which quotes the values of rows.
#[derive(Debug, thiserror::Error)]
#[error("{code}: {message}{}", .constraint.as_ref().map(|name| format!(" ({name})")).unwrap_or_default())]
struct PostgresRefusal {
    code: String,
    message: String,
    constraint: Option<String>,
}

fn sqlite_kind(error: &rusqlite::Error) -> FaultKind {
    use rusqlite::ffi;
    let Some(failure) = error.sqlite_error() else { return FaultKind::Other };
    match (failure.code, failure.extended_code) {
        (
            ErrorCode::ConstraintViolation,
            ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_PRIMARYKEY | ffi::SQLITE_CONSTRAINT_ROWID,
        ) => FaultKind::Conflict,
        (ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked, _) => FaultKind::Busy,
        (
            ErrorCode::CannotOpen
            | ErrorCode::DiskFull
            | ErrorCode::SystemIoFailure
            | ErrorCode::DatabaseCorrupt
            | ErrorCode::NotADatabase
            | ErrorCode::OutOfMemory,
            _,
        ) => FaultKind::Unavailable,
        _ => FaultKind::Other,
    }
}

fn postgres_kind(error: &postgres::Error) -> FaultKind {
    let Some(state) = error.code() else {
        let broken = error.is_closed() || error.source().is_some_and(<dyn Error>::is::<std::io::Error>);
        return if broken { FaultKind::Unavailable } else { FaultKind::Other };
    };
    if [SqlState::UNIQUE_VIOLATION, SqlState::T_R_SERIALIZATION_FAILURE, SqlState::T_R_DEADLOCK_DETECTED]
        .contains(state)
    {
        return FaultKind::Conflict;
    }
    if [SqlState::LOCK_NOT_AVAILABLE, SqlState::QUERY_CANCELED].contains(state) {
        return FaultKind::Busy;
    }
    // Classes: 08 connection, 53 insufficient resources, 57 operator intervention, 58 system error, 28 authorization.
    let class = state.code().get(..2).unwrap_or_default();
    if ["08", "28", "53", "57", "58"].contains(&class) { FaultKind::Unavailable } else { FaultKind::Other }
}
