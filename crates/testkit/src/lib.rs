//! A whole office for tests: stopped clock, seeded ids, named people, either engine.

#![expect(clippy::doc_markdown, reason = "SQLite and PostgreSQL are names, not code")]

mod engines;
pub mod postgres;
mod sql;

pub use engines::{each_engine, each_location};
pub use sql::{SqlText, literals_of, sql_texts};
