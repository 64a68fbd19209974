//! Reads, checks and explains a pack: a program written as data. Pure: text goes in, values come out; the caller reads files.
//!
//! 1. [`read`](read()) turns the text of a `pack.toml` into a [`domain::program::Program`]; what cannot be read is refused with file, line
//!    and advice.
//! 2. [`check`](check()) proves things about a program that reading alone cannot see: that every case can end, that everything that
//!    waits has a clock and a holder, that nobody accused ever gets the accusation.
//! 3. [`explain`] and [`chart`] show a program to people; [`scenario`] reads the stories that test it.

pub mod chart;
pub mod check;
pub mod explain;
mod path;
mod read;
pub mod scenario;
mod source;
mod sourcetext;

pub use check::{Finding, Severity, check};
pub use read::{ReadError, read};
