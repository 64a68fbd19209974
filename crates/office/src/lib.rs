//! What people and timers can do: commands, queries, jobs, and the group-commit loop.
//!
//! Read it in this order:
//!
//! 1. [`Order`] and [`Done`]: what is asked for, and the answer. [`Failure`]: the three ways in which it is no.
//! 2. [`Office`]: the door. [`Office::run`] carries an order out; every other method of it is a question or a chore.
//! 3. `group`: the loop that decides the orders of a moment together and writes them in one durable transaction.
//! 4. [`queries`]: one file a question. Each takes the caller and answers only what that caller may see.
//! 5. [`accounts`], [`reference`](mod@reference): staff who sign in, and the data that decisions rest on. [`jobs`]: what timers do.
//!
//! Nothing here knows SQL (that is `store`), rules (`domain`) or pages (`web`).

pub mod accounts;
mod doctor;
mod edge;
mod failure;
mod group;
pub mod jobs;
mod messenger;
mod office;
mod order;
mod people;
mod photos;
pub mod queries;
pub mod reference;
mod reindex;
mod settings;
mod shared;
mod shelf;
pub mod verify;
mod world;

pub use doctor::{CLOCKS_APART_MINUTES, Check, State};
pub use edge::{Clock, Random};
pub use failure::{Failure, Fault, OrderRefusal};
pub use group::{GROUP_ORDERS_MAX, LoopFigures, QUEUE_ORDERS_MAX, VISIT_WORDS};
pub use messenger::{Messenger, Notice, NoticeAbout, Undelivered, Way};
pub use office::Office;
pub use order::{
    Contact, Done, Due, IDEMPOTENCY_KEY_CHARS_MAX, NewCase, Order, PEOPLE_MAX, PHOTOS_MAX, Receipt,
    Supporting, Task, Visiting,
};
pub use people::FOUND_MAX;
pub use photos::{PhotoFailure, PhotoSize};
pub use settings::{Decide, OfficeSettings};
pub use verify::Verified;
