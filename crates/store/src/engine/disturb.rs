//! Failures on purpose: what is promised for the moment when the database fails can only be tried when it fails.

use std::fmt;
use std::sync::Arc;

use super::error::{FaultKind, StoreError};
use super::session::{EachRow, Engine, Session};
use super::unsynced::Unsynced;
use super::value::Value;

/// Breaks writing connections when it says so. Asked at each moment of each writing transaction, on its thread.
#[derive(Clone)]
pub struct Disturb(Arc<dyn Fn(Moment) -> bool + Send + Sync>);

/// A moment in a writing transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// Before it begins.
    Begin,
    /// Before a statement that writes.
    Write,
    /// Before the commit: the engine never hears of it.
    Commit,
    /// After the commit: it is on disk, and nobody hears of it.
    Committed,
}

impl Disturb {
    /// Breaks the connection at each moment for which `breaks` says yes. It may also wait, as a slow disk does.
    pub fn new(breaks: impl Fn(Moment) -> bool + Send + Sync + 'static) -> Self {
        Self(Arc::new(breaks))
    }

    pub(super) fn session(&self, session: Box<dyn Session>) -> Box<dyn Session> {
        Box::new(Disturbed { session: Some(session), disturb: self.clone() })
    }
}

impl fmt::Debug for Disturb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Disturb")
    }
}

impl PartialEq for Disturb {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for Disturb {}

/// A connection that breaks when it is told to, and stays broken.
struct Disturbed {
    session: Option<Box<dyn Session>>,
    disturb: Disturb,
}

impl Disturbed {
    /// The connection, unless it breaks now or is broken already. What breaks is closed, so that the engine undoes its transaction.
    fn at(&mut self, moment: Moment) -> Result<&mut Box<dyn Session>, StoreError> {
        if (self.disturb.0)(moment) {
            self.session = None;
        }
        self.still()
    }

    fn still(&mut self) -> Result<&mut Box<dyn Session>, StoreError> {
        self.session.as_mut().ok_or_else(|| StoreError::Engine {
            kind: FaultKind::Unavailable,
            statement: String::new(),
            source: "the connection was broken on purpose".into(),
        })
    }
}

impl Session for Disturbed {
    fn engine(&self) -> Engine {
        // Nobody goes on with a broken connection long enough to write for the wrong engine.
        self.session.as_ref().map_or(Engine::Sqlite, |session| session.engine())
    }

    fn query(&mut self, sql: &str, params: &[Value<'_>], each: &mut EachRow<'_>) -> Result<(), StoreError> {
        self.still()?.query(sql, params, each)
    }

    fn execute(&mut self, sql: &str, params: &[Value<'_>]) -> Result<u64, StoreError> {
        self.at(Moment::Write)?.execute(sql, params)
    }

    fn batch(&mut self, sql: &str) -> Result<(), StoreError> {
        self.still()?.batch(sql)
    }

    fn prepare(&mut self, sql: &str) -> Result<(), StoreError> {
        self.still()?.prepare(sql)
    }

    fn begin(&mut self) -> Result<(), StoreError> {
        self.at(Moment::Begin)?.begin()
    }

    fn commit(&mut self) -> Result<Unsynced, StoreError> {
        let unsynced = self.at(Moment::Commit)?.commit()?;
        self.at(Moment::Committed).map(|_| unsynced)
    }

    fn rollback(&mut self) -> Result<(), StoreError> {
        self.still()?.rollback()
    }

    fn take_steps(&mut self) -> u64 {
        self.session.as_mut().map_or(0, |session| session.take_steps())
    }
}
