//! A whole office for tests: stopped clock, seeded ids, named people, either engine.

mod engines;
pub mod postgres;
mod sql;

pub use engines::{each_engine, each_location};
pub use sql::{SqlText, literals_of, sql_texts};
