//! What comes of every command: facts or a refusal.

mod acts;
mod assigning;
mod clocks;
mod lives;
mod opening;
mod small;
mod ticks;
