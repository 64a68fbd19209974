//! Reads, checks and explains a pack: a program written as data.
