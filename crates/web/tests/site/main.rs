//! The pages over a whole office: what people go through, what is refused, what every answer carries, who may open what.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

mod access;
mod activities;
mod api;
mod browser;
mod feeds;
mod frame;
mod journey;
mod nearby;
mod notices;
mod policies;
mod refusals;
mod rehearsal;
mod snapshots;
mod visits;
