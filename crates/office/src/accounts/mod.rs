//! Staff who sign in.
//!
//! An account is made with a one-time link, never with a password. The password is kept as argon2id, a session as the digest of
//! its token. Unknown accounts cost as much time as wrong passwords, and too many failures lock an account for a while.

mod administer;
mod agenda_link;
mod own_sessions;
mod password;
mod session;

use domain::command::Caller;
use domain::ids::{AccountId, Role, UnitId};
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use store::audit::AuditRow;
use store::{StoreError, WriteTx};

use crate::Failure;
use crate::shared::Shared;

pub use administer::{ACCOUNT_NAME_CHARS_MAX, INVITATION_DAYS};
pub use own_sessions::OwnSession;
pub use session::{FAILURES_MAX, LOCK_MINUTES, SESSION_HOURS_MAX, SESSION_IDLE_HOURS, SIGN_INS_AT_ONCE};

/// The role of whoever changes accounts and reference data.
pub const ADMINISTRATOR: &str = "administrator";
/// The role of whoever checks who looked at whose data.
pub const AUDITOR: &str = "auditor";
/// Characters of the shortest password.
pub const PASSWORD_CHARS_MIN: usize = 10;
/// Characters of the longest password.
pub const PASSWORD_CHARS_MAX: usize = 200;

/// One account, for lists and pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// The name with which one signs in.
    pub id: AccountId,
    /// The officer's name.
    pub name: String,
    /// The unit for which it acts.
    pub unit: UnitId,
    /// What it may do for the unit.
    pub roles: Vec<Role>,
    /// Whether it may sign in.
    pub disabled: bool,
    /// Whether a password was set.
    pub has_password: bool,
}

/// An account to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAccount {
    /// The name with which one signs in: letters, digits, `.`, `-`; at most 40.
    pub id: AccountId,
    /// The officer's name.
    pub name: String,
    /// The unit for which it acts.
    pub unit: UnitId,
    /// What it may do for the unit.
    pub roles: Vec<Role>,
}

/// A token that is shown once: of an invitation or a session.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(pub String);

/// Who is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedIn {
    /// The account.
    pub account: Account,
    /// Who it is for every order and question.
    pub caller: Caller,
    /// What every form of the session must carry.
    pub csrf: String,
    /// When the session ends at the latest.
    pub until: Timestamp,
}

/// Why somebody could not sign in, or a password was not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignInRefusal {
    /// No such account, a wrong password, or a disabled account: never said which.
    #[error("name or password is wrong")]
    Wrong,
    /// Too many failures; wait.
    #[error("too many failures; locked until {until}")]
    Locked {
        /// Until when.
        until: Timestamp,
    },
    /// The link was used, or is too old.
    #[error("the link is not valid any more")]
    Link,
    /// The password is too short, too long, or on the list of those that everybody tries first.
    #[error("the password is too short, too long or too common")]
    Password,
    /// The machine failed, or was too busy.
    #[error("{0}")]
    Failed(String),
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(hidden)")
    }
}

impl Token {
    /// A fresh token: 256 bits that nobody can guess.
    fn fresh(shared: &Shared) -> Self {
        Self(hex::encode(shared.random.bytes::<32>()))
    }

    /// What is kept of it.
    fn digest(&self) -> [u8; 32] {
        Sha256::digest(self.0.as_bytes()).into()
    }
}

impl Account {
    fn of(row: store::accounts::Account) -> Self {
        Self {
            id: row.account_id,
            name: row.name,
            unit: row.unit_id,
            roles: row.roles,
            disabled: row.disabled,
            has_password: row.password_hash.is_some(),
        }
    }

    /// Who it is for every order and question.
    #[must_use]
    pub fn caller(&self) -> Caller {
        Caller::officer(self.id.clone(), self.unit.clone(), self.roles.clone())
    }
}

impl From<Failure> for SignInRefusal {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure.to_string())
    }
}

impl From<StoreError> for SignInRefusal {
    fn from(error: StoreError) -> Self {
        Failure::from(error).into()
    }
}

/// Records what no case's history holds. `about` names no person.
pub(crate) fn audit(
    tx: &mut WriteTx,
    shared: &Shared,
    account: Option<&AccountId>,
    what: &str,
    about: &str,
) -> Result<(), StoreError> {
    let at = shared.now();
    let row = AuditRow {
        id: shared.new_id(at),
        at,
        account_id: account.cloned(),
        what: what.to_owned(),
        about: about.to_owned(),
    };
    store::audit::insert_many(tx, [&row])
}

impl SignInRefusal {
    /// The key of the text that is shown.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            Self::Wrong => "sign-in-wrong",
            Self::Locked { .. } => "sign-in-locked",
            Self::Link => "sign-in-link",
            Self::Password => "sign-in-password",
            Self::Failed(_) => "sign-in-failed",
        }
    }
}
