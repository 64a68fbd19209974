//! The secret address under which an officer's calendar fetches the agenda: a calendar cannot sign in.

use std::sync::Arc;

use jiff::Timestamp;
use store::{accounts, agenda_links};

use super::{Account, SignedIn, Token, audit};
use crate::{Failure, Office};

impl Office {
    /// Since when whoever is signed in has such an address; `None`: they have none.
    pub async fn agenda_link_since(&self, by: &SignedIn) -> Result<Option<Timestamp>, Failure> {
        let account = by.account.id.clone();
        self.read(move |_, tx| Ok(agenda_links::made_at(tx, &account)?)).await
    }

    /// Makes a new address, and lets the one before work no longer. It is shown once; only its digest is kept.
    pub async fn make_agenda_link(&self, by: &SignedIn) -> Result<Token, Failure> {
        let (account, shared) = (by.account.id.clone(), Arc::clone(self.shared()));
        self.writes()
            .write(move |tx| {
                let token = Token::fresh(&shared);
                agenda_links::set(tx, &account, &token.digest(), shared.now())?;
                audit(tx, &shared, Some(&account), "agenda-link-made", "")?;
                Ok(token)
            })
            .await
    }

    /// Takes the address away.
    pub async fn remove_agenda_link(&self, by: &SignedIn) -> Result<(), Failure> {
        let (account, shared) = (by.account.id.clone(), Arc::clone(self.shared()));
        self.writes()
            .write(move |tx| {
                if agenda_links::remove(tx, &account)? > 0 {
                    audit(tx, &shared, Some(&account), "agenda-link-removed", "")?;
                }
                Ok(())
            })
            .await
    }

    /// Whose address it is; `None` if it was taken away, or its officer may no longer sign in.
    pub async fn agenda_link_owner(&self, token: &Token) -> Result<Option<Account>, Failure> {
        let digest = token.digest();
        self.read(move |_, tx| {
            let Some(id) = agenda_links::find(tx, &digest)? else { return Ok(None) };
            let found = accounts::find(tx, &id)?.map(Account::of);
            Ok(found.filter(|account| !account.disabled))
        })
        .await
    }
}
