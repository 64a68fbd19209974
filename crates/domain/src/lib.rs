//! What a case is, and what may happen to it.
//!
//! Pure: no files, no SQL, no HTTP, no clock and no randomness. The same input gives the same answer.

pub mod calendar;
pub mod clock;
pub mod ids;
pub mod place;
pub mod term;
pub mod text;
pub mod unit;
