//! How people outside are told something. `sixia` gives mail and text messages, as far as they are set up; tests note what goes out.

use domain::text::{Language, Text};
use jiff::Timestamp;

/// A way to reach people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    /// By mail.
    Mail,
    /// By a text message to a telephone.
    Sms,
}

impl Way {
    /// Its name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::Sms => "sms",
        }
    }
}

/// What a person is told: that something happened, never what the matter says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The same for the same notice, however often it is carried: the other side may use it to notice repetitions.
    pub key: String,
    /// When it happened.
    pub at: Timestamp,
    /// The language that the person used.
    pub language: Language,
    /// The matter; `None` for one that is sealed: then there is news, and nothing else is said.
    pub about: Option<NoticeAbout>,
}

/// What may be said about a matter that is not sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeAbout {
    /// Its number.
    pub number: String,
    /// What happened and what comes next, in the words of the program; empty if there is something to read.
    pub said: Text,
}

/// Why a notice was not carried, in words of the program and codes of servers: `unreachable`, `refused 550`. Never an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Undelivered {
    /// This notice can never be carried this way.
    Refused(String),
    /// This notice may be carried later.
    Later(String),
    /// Nothing can be carried this way now.
    Blocked(String),
}

/// Carries notices to people. The addresses it is given come from the vault: it neither keeps nor logs them.
pub trait Messenger: Send + Sync {
    /// The ways there are, the one to be tried first in front.
    fn ways(&self) -> Vec<Way>;

    /// Carries a notice to a mail address or a telephone number. Waits for the other side, some seconds at most.
    fn carry(&self, notice: &Notice, way: Way, to: &str) -> Result<(), Undelivered>;
}
