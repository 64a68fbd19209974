//! Reads, checks and explains a pack: a program written as data. Pure: text goes in, values come out; the caller reads files.
//!
//! [`read`](read()) turns the text of a `pack.toml` into a [`domain::program::Program`]; what cannot be read is refused with file,
//! line and advice.

mod read;
mod source;
mod sourcetext;

pub use read::{PACK_BYTES_MAX, ReadError, read};
