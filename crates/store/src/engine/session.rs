use std::ops::ControlFlow;

use super::error::StoreError;
use super::location::Location;
use super::row::Row;
use super::unsynced::Unsynced;
use super::value::Value;
use super::{Options, postgres, sqlite};

/// Which engine holds the data. Only [`crate::dialect`] and the engine itself may ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// One file in the process.
    Sqlite,
    /// A server.
    Postgres,
}

/// What a connection is for; fixed for its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Reader,
    Writer,
}

/// What is done with each row; it may end the reading early.
pub(super) type EachRow<'f> = dyn FnMut(&Row<'_>) -> Result<ControlFlow<()>, StoreError> + 'f;

/// One connection with its prepared statements. Both drivers implement it, nothing else does.
pub(super) trait Session: Send {
    fn engine(&self) -> Engine;
    /// Reads the rows of a statement. Values have been checked already.
    fn query(&mut self, sql: &str, params: &[Value<'_>], each: &mut EachRow<'_>) -> Result<(), StoreError>;
    /// Runs a statement and counts the rows that it touched.
    fn execute(&mut self, sql: &str, params: &[Value<'_>]) -> Result<u64, StoreError>;
    /// Runs a text of several statements without parameters.
    fn batch(&mut self, sql: &str) -> Result<(), StoreError>;
    /// A text that will be run again and again, as the engine reads it with the least work.
    fn kept_text(&self, sql: String) -> String {
        sql
    }
    /// Prepares a statement without running it.
    fn prepare(&mut self, sql: &str) -> Result<(), StoreError>;
    /// Begins a transaction of the kind that the role allows.
    fn begin(&mut self) -> Result<(), StoreError>;
    /// Ends the transaction: others see it from now on.
    fn commit(&mut self) -> Result<Unsynced, StoreError>;
    fn rollback(&mut self) -> Result<(), StoreError>;
    /// Steps of the engine's machine for the queries since this was last asked; 0 where the engine does not tell.
    fn take_steps(&mut self) -> u64;
}

/// Opens a connection.
pub(super) fn open(
    location: &Location,
    options: &Options,
    role: Role,
) -> Result<Box<dyn Session>, StoreError> {
    let session: Box<dyn Session> = match location {
        Location::Sqlite(path) => Box::new(sqlite::Sqlite::open(path, options, role)?),
        Location::Postgres(url) => Box::new(postgres::Postgres::open(url, options, role)?),
    };
    Ok(match &options.disturb {
        Some(disturb) if role == Role::Writer => disturb.session(session),
        _ => session,
    })
}
