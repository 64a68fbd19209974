//! The only SQL: one body of it for SQLite and PostgreSQL.
//!
//! Read it in this order:
//!
//! 1. [`engine`]: a thin layer over both drivers: values, rows, transactions, threads that own their connections.
//! 2. [`dialect`]: the few places where the engines differ, and the only ones that ask which engine it is.
//! 3. [`MIGRATIONS`]: the tables.
//! 4. [`cases`] and [`events`]: the heart. Around them what is derived from a case ([`case_units`], [`inbox`], [`clocks`],
//!    [`tallies`]), and [`case_list`], which asks for lists.
//! 5. The rest, one noun a module.
//!
//! 6. [`tables`]: every table once more, as data: what a [`dump`] holds.
//!
//! # How SQL is written here
//!
//! - One text for both engines, with `$1` parameters (no other use of `$`) and the columns `BIGINT`, `TEXT`, `BYTEA`, `BOOLEAN`
//!   and `DOUBLE PRECISION`.
//! - Every statement is a literal, whole as it stands: it can be pasted into `psql` or `sqlite3`. The helpers that need many
//!   rows or a list ([`WriteTx::insert_many`], [`ReadTx::query_in`]) widen a whole statement written for one. A test finds every
//!   literal that begins with `SELECT`, `INSERT`, `UPDATE`, `DELETE` or `WITH` and prepares it on both engines.
//! - A literal that cannot be prepared everywhere says so in a comment inside the SQL: `/* sqlite */` or `/* postgres */` for
//!   one engine, `/* part */` for the beginning of a text that only [`Query`] completes.

pub mod accounts;
pub mod agenda_links;
pub mod audit;
pub mod case_leaders;
mod case_line;
pub mod case_list;
pub mod case_sources;
pub mod case_units;
pub mod cases;
pub mod checked;
pub mod clocks;
pub mod derived;
pub mod dialect;
pub mod documents;
pub mod dump;
pub mod engine;
pub mod events;
pub mod held;
pub mod idempotency;
pub mod inbox;
pub mod library;
mod migrations;
pub mod open_load;
pub mod outbox;
pub mod people;
pub mod photos;
pub mod reference;
pub mod restore;
mod rows;
pub mod schedules;
pub mod sequences;
pub mod sessions;
pub mod settings;
pub mod tables;
pub mod tallies;
mod words;

pub use engine::{
    Database, Disturb, FromColumn, FromRow, Location, Migration, MigrationError, Moment, Options, Query,
    ReadTx, Row, StoreError, Unsynced, Value, WriteTx, Writer,
};
pub use migrations::MIGRATIONS;
