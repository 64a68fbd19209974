//! What an office promises, each promise on both engines.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod activities;
mod figures;
mod keys;
mod library;
mod life;
mod notices;
mod pictures;
mod scan;
mod servers;
mod sight;
mod similar;
mod staff;
mod timers;
mod units;
mod vault;
mod verify;
mod visits;
mod world;
