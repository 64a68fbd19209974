//! A thin layer over `rusqlite` and `postgres`: the same SQL text, the same values, the same rules on both engines.
//!
//! Everything is synchronous. Connections belong to threads: [`Database::read`] sends a closure to one of the reader threads,
//! a [`Writer`] belongs to whoever asked for it. Both drivers hide behind the private trait `Session`; a transaction is a
//! [`ReadTx`] or a [`WriteTx`], and store functions take one of these, so that a write cannot be called where only
//! reading was promised.
//!
//! What the engines do differently by nature is made alike here, at the narrowest place:
//!
//! - A statement that fails spoils its transaction on both (PostgreSQL would turn the `COMMIT` into a silent rollback).
//! - Text with a NUL character and not-a-number are refused on both.
//! - A read transaction sees one moment of the database on both.

mod database;
mod disturb;
mod error;
mod expand;
mod link;
mod location;
mod migrate;
mod postgres;
mod query;
mod row;
mod session;
mod sqlite;
mod tx;
mod unsynced;
mod value;

pub use database::{Database, Options, Writer};
pub use disturb::{Disturb, Moment};
pub use error::{FaultKind, StoreError};
pub use location::Location;
pub use migrate::{Migration, MigrationError};
pub use query::Query;
pub use row::{Column, FromColumn, FromRow, Row};
pub use session::Engine;
pub use tx::{ReadTx, WriteTx};
pub use unsynced::Unsynced;
pub use value::Value;
