//! Ways to reach people outside: mail by SMTP, text messages by the gateway of the office.
//!
//! - [`Mail`] hands letters to one mail server; [`Gateway`] hands text messages to one address by a small signed request.
//! - Both are set by whoever runs the machine. No address to which something is handed is ever chosen by a user.
//! - Each message has a key of its own. A message that is handed over twice has the same key both times, so that the other side can
//!   notice: it is the `Message-ID` of a letter and the `Idempotency-Key` of a text message.
//! - A [`PostFailure`] says what went wrong and never for whom: servers like to repeat addresses in their answers.
//!
//! No clock inside: the time is a parameter. Every call waits, at most [`WAIT`] for each answer of the other side.

mod address;
mod failure;
mod mail;
mod sms;

use std::time::Duration;

pub use failure::{PostFailure, SettingsFault};
pub use mail::{Letter, Mail};
pub use sms::{Gateway, Sms};

/// How long the other side may take for an answer.
pub const WAIT: Duration = Duration::from_secs(10);
