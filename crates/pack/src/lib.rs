//! Reads, checks and explains a pack: a program written as data. Pure: text goes in, values come out; the caller reads files.
//!
//! 1. [`read`](read()) turns the text of a `pack.toml` into a [`domain::program::Program`]; what cannot be read is refused with
//!    file, line and advice.
//! 2. [`check`](check()) proves what reading alone cannot see: that every case can end, that everything that waits has a clock and
//!    somebody who can move it, that a sealed case never leaves the units that may handle it.
//! 3. [`explain`](explain()) and [`chart`](chart()) show a program to people; [`scenario`] reads the stories that test
//!    it.

mod chart;
pub mod check;
pub mod explain;
mod logic;
mod read;
pub mod scenario;
mod source;
mod sourcetext;

pub use chart::chart;
pub use check::{Finding, Severity, check};
pub use explain::explain;
pub use read::{PACK_BYTES_MAX, ReadError, read};
