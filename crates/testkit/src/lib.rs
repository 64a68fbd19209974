//! A whole office for tests: stopped clock, seeded ids, named people, either engine.
//!
//! [`each_engine`] gives a test a database; [`each_office`] an office in a small [town] whose people have names.

mod engines;
mod mailbag;
mod office;
pub mod postgres;
mod sql;
pub mod town;

pub use engines::{each_engine, each_location};
pub use mailbag::{Answer, Carried, Mailbag};
pub use office::{
    Raised, SeededRandom, StoppedClock, TestOffice, accusation, drain, each_office, form_of, keyring, lin,
};
pub use sql::{SqlText, literals_of, sql_texts};
