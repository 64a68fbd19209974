//! Cases, clocks and events in the reader's words: from what the office answers to what the parts of a page show.

mod agenda;
mod cited;
mod clocks;
mod fields;
mod gather;
mod letters;
mod names;
mod rows;
mod staff_events;
mod steps;
mod visits;

pub use agenda::has_activities;
pub use fields::value_text;
pub(crate) use fields::{control_name, options};
pub(crate) use letters::{BASIS, ToldIn};
pub(crate) use names::found_key;
pub use names::{ending_key, level_key, link_key, phase_key};
pub(crate) use visits::{ABOUT_CHARS_MAX, contact_of, guest_of};
