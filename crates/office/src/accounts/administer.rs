//! Making, changing and closing accounts: for administrators.

use std::sync::Arc;

use domain::command::Caller;
use domain::ids::{AccountId, UnitId};
use jiff::SignedDuration;
use store::accounts::{self as rows};
use store::{WriteTx, sessions};

use super::{ADMINISTRATOR, Account, NewAccount, Token, audit};
use crate::reference::only_administrators;
use crate::{Failure, Office, OrderRefusal};

/// How long a one-time link is valid.
pub const INVITATION_DAYS: i64 = 7;
/// Characters of the name with which one signs in.
pub const ACCOUNT_NAME_CHARS_MAX: usize = 40;
/// The account of the first start.
const FIRST: &str = "admin";
/// Accounts read at once.
const ACCOUNTS_AT_ONCE: u32 = 1_000;

impl Office {
    /// The administrator's one-time link, if nobody has ever signed in; a new one at each call, the old one then is void.
    pub async fn first_start(&self) -> Result<Option<Token>, Failure> {
        let first = NewAccount {
            id: FIRST.into(),
            name: "管理员".to_owned(),
            unit: "".into(),
            roles: vec![ADMINISTRATOR.into()],
        };
        let token = Token::fresh(self.shared());
        let invited = self.invitation(&token);
        let made = self
            .writes()
            .write(move |tx| {
                let known = rows::find(tx, &first.id)?;
                let waits = known.as_ref().is_some_and(|known| known.password_hash.is_none());
                if !waits && !rows::is_empty(tx)? {
                    return Ok(false);
                }
                let account = known.unwrap_or_else(|| fresh(first));
                rows::upsert_many(tx, [&invited(account)])?;
                Ok(true)
            })
            .await?;
        Ok(made.then_some(token))
    }

    /// Makes an account, with the token of its one-time link. Administrators only.
    pub async fn add_account(&self, caller: &Caller, account: NewAccount) -> Result<Token, Failure> {
        only_administrators(caller)?;
        self.check_account(&account)?;
        let token = Token::fresh(self.shared());
        let invited = self.invitation(&token);
        self.change(caller, "account-added", account.id.clone(), move |tx, known| {
            if known.is_some() {
                return Err(refused(format!("account {} is there already", account.id)));
            }
            rows::upsert_many(tx, [&invited(fresh(account))])?;
            Ok(())
        })
        .await?;
        Ok(token)
    }

    /// Changes name, unit and roles. Administrators only.
    pub async fn change_account(&self, caller: &Caller, account: NewAccount) -> Result<(), Failure> {
        only_administrators(caller)?;
        self.check_account(&account)?;
        self.change(caller, "account-changed", account.id.clone(), move |tx, known| {
            let known = known.ok_or(OrderRefusal::NotAllowed)?;
            let admin = is_admin(&account);
            let NewAccount { name, unit, roles, .. } = account;
            rows::upsert_many(tx, [&rows::Account { name, unit_id: unit, roles, admin, ..known }])?;
            Ok(())
        })
        .await
    }

    /// A new one-time link for an account whose password was forgotten; its sessions end. Also opens a disabled account again.
    /// Administrators only.
    pub async fn reset_account(&self, caller: &Caller, account: &AccountId) -> Result<Token, Failure> {
        only_administrators(caller)?;
        let token = Token::fresh(self.shared());
        let invited = self.invitation(&token);
        self.change(caller, "account-reset", account.clone(), move |tx, known| {
            let known = known.ok_or(OrderRefusal::NotAllowed)?;
            sessions::end_all(tx, &known.account_id)?;
            let opened = rows::Account { password_hash: None, disabled: false, ..known };
            rows::upsert_many(tx, [&invited(opened)])?;
            Ok(())
        })
        .await?;
        Ok(token)
    }

    /// Keeps an account from signing in, and ends its sessions. Administrators only.
    pub async fn disable_account(&self, caller: &Caller, account: &AccountId) -> Result<(), Failure> {
        only_administrators(caller)?;
        if caller.by.account() == Some(account) {
            // Nobody locks the last door behind themselves.
            return Err(OrderRefusal::NotAllowed.into());
        }
        self.change(caller, "account-disabled", account.clone(), |tx, known| {
            let known = known.ok_or(OrderRefusal::NotAllowed)?;
            sessions::end_all(tx, &known.account_id)?;
            let closed = rows::Account { disabled: true, invite_digest: None, invite_until: None, ..known };
            rows::upsert_many(tx, [&closed])?;
            Ok(())
        })
        .await
    }

    /// Every account, by the name with which one signs in. Administrators only.
    pub async fn accounts(&self, caller: &Caller) -> Result<Vec<Account>, Failure> {
        only_administrators(caller)?;
        self.read(|_, tx| {
            let mut all: Vec<Account> = Vec::new();
            loop {
                let after = all.last().map(|account| account.id.clone());
                let page = rows::list(tx, after.as_ref(), ACCOUNTS_AT_ONCE)?;
                if page.is_empty() {
                    return Ok(all);
                }
                all.extend(page.into_iter().map(Account::of));
            }
        })
        .await
    }

    /// The accounts of a unit that may sign in: for choosing. Staff only.
    pub async fn accounts_of(&self, caller: &Caller, unit: &UnitId) -> Result<Vec<Account>, Failure> {
        if caller.by.account().is_none() && only_administrators(caller).is_err() {
            return Err(OrderRefusal::NotAllowed.into());
        }
        let unit = unit.clone();
        self.read(move |_, tx| {
            let accounts = rows::of_unit(tx, &unit)?.into_iter().filter(|account| !account.disabled);
            Ok(accounts.map(Account::of).collect())
        })
        .await
    }

    /// Whose one-time link this is, if it is valid: for the page that asks for a password.
    pub async fn invited(&self, token: &Token) -> Result<Option<Account>, Failure> {
        let digest = token.digest();
        self.read(move |shared, tx| {
            let found = rows::find_by_invite(tx, &digest)?;
            let now = shared.now();
            let valid = found
                .filter(|account| !account.disabled && account.invite_until.is_some_and(|until| now < until));
            Ok(valid.map(Account::of))
        })
        .await
    }

    fn invitation(&self, token: &Token) -> impl FnOnce(rows::Account) -> rows::Account + Send + use<> {
        let digest = token.digest();
        let until = self.now() + SignedDuration::from_hours(24 * INVITATION_DAYS);
        move |account| rows::Account {
            invite_digest: Some(digest),
            invite_until: Some(until),
            failures: 0,
            locked_until: None,
            ..account
        }
    }

    fn check_account(&self, account: &NewAccount) -> Result<(), Failure> {
        let NewAccount { id, name, unit, roles } = account;
        let letters =
            id.as_str().chars().all(|letter| letter.is_ascii_alphanumeric() || "._-".contains(letter));
        let length = 1..=ACCOUNT_NAME_CHARS_MAX;
        if !letters || !length.contains(&id.as_str().len()) {
            return Err(refused(format!("account {id}: use 1 to 40 letters, digits, `.`, `-`, `_`")));
        }
        if name.trim().is_empty() || name.chars().count() > ACCOUNT_NAME_CHARS_MAX {
            return Err(refused(format!("account {id}: the name is missing or too long")));
        }
        let only_admin = roles.iter().all(|role| role.as_str() == ADMINISTRATOR);
        if self.world().units.find(unit).is_none() && !only_admin {
            return Err(refused(format!("account {id}: there is no unit {unit}")));
        }
        Ok(())
    }

    /// Changes one account and records who did it.
    async fn change<F>(
        &self,
        caller: &Caller,
        what: &'static str,
        id: AccountId,
        body: F,
    ) -> Result<(), Failure>
    where
        F: FnOnce(&mut WriteTx, Option<rows::Account>) -> Result<(), Failure> + Send + 'static,
    {
        let shared = Arc::clone(self.shared());
        let by = caller.by.account().cloned();
        self.writes()
            .write(move |tx| {
                let known = rows::find(tx, &id)?;
                body(tx, known)?;
                Ok(audit(tx, &shared, by.as_ref(), what, id.as_str())?)
            })
            .await
    }
}

fn is_admin(account: &NewAccount) -> bool {
    account.roles.iter().any(|role| role.as_str() == ADMINISTRATOR)
}

fn fresh(account: NewAccount) -> rows::Account {
    rows::Account {
        admin: is_admin(&account),
        account_id: account.id,
        name: account.name,
        unit_id: account.unit,
        roles: account.roles,
        disabled: false,
        password_hash: None,
        invite_digest: None,
        invite_until: None,
        failures: 0,
        locked_until: None,
    }
}

fn refused(problem: String) -> Failure {
    OrderRefusal::Reference { problem }.into()
}
