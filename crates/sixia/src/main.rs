//! The binary: settings, wiring, subcommands.
fn main() {}
