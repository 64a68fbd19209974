//! Every function of the tables, each on both engines.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod accounts;
mod cases;
mod derived;
mod dump;
mod figures;
mod fixture;
mod lists;
mod office;
mod people;
mod plans;
