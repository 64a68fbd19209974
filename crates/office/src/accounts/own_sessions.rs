//! Where somebody is signed in, and how they end that.

use std::sync::Arc;

use jiff::Timestamp;
use store::sessions;

use super::{SignedIn, Token, audit};
use crate::{Failure, Office};

/// One session of whoever asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnSession {
    /// Names it in a form; opens nothing.
    pub id: String,
    /// Whether it is the one that asks.
    pub is_this: bool,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last used, to the minute or so.
    pub seen_at: Timestamp,
    /// When it ends unless it is used.
    pub expires_at: Timestamp,
}

impl Office {
    /// Where the account of this session is signed in, the latest used first.
    pub async fn own_sessions(&self, by: &SignedIn, token: &Token) -> Result<Vec<OwnSession>, Failure> {
        let (account, this) = (by.account.id.clone(), token.digest());
        self.read(move |shared, tx| {
            let found = sessions::list(tx, &account, shared.now())?;
            let own = found.into_iter().map(|session| OwnSession {
                id: hex::encode(session.digest),
                is_this: session.digest == this,
                created_at: session.created_at,
                seen_at: session.seen_at,
                expires_at: session.expires_at,
            });
            Ok(own.collect())
        })
        .await
    }

    /// Ends one session of the same account, or, without one, all others. How many ended.
    pub async fn end_own_sessions(
        &self,
        by: &SignedIn,
        token: &Token,
        id: Option<String>,
    ) -> Result<u64, Failure> {
        let (account, this) = (by.account.id.clone(), token.digest());
        let shared = Arc::clone(self.shared());
        self.writes()
            .write(move |tx| {
                let ended = match id {
                    None => sessions::end_others(tx, &account, &this)?,
                    Some(id) => match hex::decode(id).ok().and_then(|bytes| bytes.try_into().ok()) {
                        Some(digest) => sessions::end_of(tx, &account, &digest)?,
                        None => 0,
                    },
                };
                audit(tx, &shared, Some(&account), "sessions-ended", &ended.to_string())?;
                Ok(ended)
            })
            .await
    }
}
