//! What an office must be told when it opens.

use std::sync::Arc;

use domain::case::Case;
use domain::command::{Command, Occasion};
use domain::event::Event;
use domain::refusal::Refusal;
use domain::world::World;
use vault::Keyring;

use crate::{Clock, Messenger, Random};

/// What an office must be told when it opens.
pub struct OfficeSettings {
    /// The master keys of the vault. Without them personal data cannot be read or written.
    pub keyring: Keyring,
    /// The name of this server among those that share the database: counters are kept per writer, so that servers never wait
    /// for each other. The same after a restart.
    pub writer: String,
    /// The time of day.
    pub clock: Arc<dyn Clock>,
    /// Bytes that nobody can guess.
    pub random: Arc<dyn Random>,
    /// How people outside are told something; `None`: they read it on the page of their receipt. The same on all servers that
    /// share the database.
    pub messenger: Option<Arc<dyn Messenger>>,
    /// What decides: [`domain::decide::decide`], but in tests of what a mistake in it does to others.
    pub decide: Decide,
}

/// Decides a command about a case as it stands, or about none.
pub type Decide = fn(&World, Option<&Case>, &Command, &Occasion) -> Result<Vec<Event>, Refusal>;
