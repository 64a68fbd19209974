//! Signing in and out.

use std::sync::Arc;

use domain::ids::AccountId;
use jiff::{SignedDuration, Timestamp};
use store::accounts::{self as rows};
use store::sessions::{self, Session};

use super::{Account, SignInRefusal, SignedIn, Token, audit, password};
use crate::shared::Shared;
use crate::{Failure, Office};

/// A session that is not used for so long ends.
pub const SESSION_IDLE_HOURS: i64 = 4;
/// A session ends after so long, used or not.
pub const SESSION_HOURS_MAX: i64 = 12;
/// Wrong passwords in a row after which an account is locked.
pub const FAILURES_MAX: u32 = 5;
/// How long it is locked then.
pub const LOCK_MINUTES: i64 = 15;
/// Passwords checked at the same time: each takes a core and 19 MiB.
pub const SIGN_INS_AT_ONCE: usize = 4;
/// How exactly the last use of a session is kept.
const SEEN_EVERY_SECONDS: i64 = 60;

impl Office {
    /// Signs in.
    pub async fn sign_in(&self, account: &str, password: &str) -> Result<Token, SignInRefusal> {
        let id = AccountId::new(account.trim());
        let known = {
            let id = id.clone();
            self.read(move |_, tx| Ok(rows::find(tx, &id)?)).await?
        };
        let now = self.now();
        let locked_until = known.as_ref().and_then(|known| known.locked_until).filter(|until| *until > now);
        let hash =
            known.as_ref().filter(|known| !known.disabled).and_then(|known| known.password_hash.clone());
        let right = check(self.shared(), password.to_owned(), hash).await;
        if let Some(until) = locked_until {
            return Err(SignInRefusal::Locked { until });
        }
        if right { self.begin_session(id).await } else { self.note_failure(known.map(|_| id)).await }
    }

    async fn begin_session(&self, id: AccountId) -> Result<Token, SignInRefusal> {
        let shared = Arc::clone(self.shared());
        let token = Token::fresh(&shared);
        let session = new_session(&shared, &token, &id);
        self.writes()
            .write(move |tx| {
                rows::clear_failures(tx, &id)?;
                sessions::insert(tx, &session)?;
                Ok(audit(tx, &shared, Some(&id), "sign-in", "")?)
            })
            .await?;
        Ok(token)
    }

    async fn note_failure(&self, id: Option<AccountId>) -> Result<Token, SignInRefusal> {
        let Some(id) = id else { return Err(SignInRefusal::Wrong) };
        let shared = Arc::clone(self.shared());
        let until = self.now() + SignedDuration::from_mins(LOCK_MINUTES);
        let locked = self
            .writes()
            .write(move |tx| {
                let locked = rows::count_failure(tx, &id)? >= FAILURES_MAX;
                if locked {
                    rows::clear_failures(tx, &id)?;
                    rows::lock(tx, &id, until)?;
                }
                audit(tx, &shared, Some(&id), if locked { "sign-in-locked" } else { "sign-in-failed" }, "")?;
                Ok(locked)
            })
            .await?;
        Err(if locked { SignInRefusal::Locked { until } } else { SignInRefusal::Wrong })
    }

    /// Who holds this session; `None` if it has ended.
    pub async fn session(&self, token: &Token) -> Result<Option<SignedIn>, Failure> {
        let digest = token.digest();
        let found = self
            .read(move |shared, tx| {
                let Some(session) = sessions::find(tx, &digest, shared.now())? else { return Ok(None) };
                let account = rows::find(tx, &session.account_id)?.filter(|account| !account.disabled);
                Ok(account.map(|account| (session, Account::of(account))))
            })
            .await?;
        let Some((session, account)) = found else { return Ok(None) };
        let until = self.keep_alive(&session).await?;
        let caller = account.caller();
        Ok(Some(SignedIn { account, caller, csrf: session.csrf, until }))
    }

    /// Lets the session last on, now and then; gives its end at the latest.
    async fn keep_alive(&self, session: &Session) -> Result<Timestamp, Failure> {
        let now = self.now();
        let end = session.created_at + SignedDuration::from_hours(SESSION_HOURS_MAX);
        if now.duration_since(session.seen_at) < SignedDuration::from_secs(SEEN_EVERY_SECONDS) {
            return Ok(end);
        }
        let digest = session.digest;
        let expires_at = end.min(now + SignedDuration::from_hours(SESSION_IDLE_HOURS));
        self.writes().write(move |tx| Ok(sessions::touch(tx, &digest, now, expires_at)?)).await?;
        Ok(end)
    }

    /// Ends a session.
    pub async fn sign_out(&self, token: &Token) -> Result<(), Failure> {
        let digest = token.digest();
        self.writes().write(move |tx| Ok(sessions::end(tx, &digest)?)).await
    }

    /// Changes the password of whoever holds the session; all other sessions of the account end, and so does this one: the new
    /// token takes its place.
    pub async fn change_password(&self, token: &Token, old: &str, new: &str) -> Result<Token, SignInRefusal> {
        let signed_in = self.session(token).await?.ok_or(SignInRefusal::Wrong)?;
        let id = signed_in.account.id;
        let known = {
            let id = id.clone();
            self.read(move |_, tx| Ok(rows::find(tx, &id)?)).await?
        };
        let hash = known.and_then(|known| known.password_hash);
        if !check(self.shared(), old.to_owned(), hash).await {
            return self.note_failure(Some(id)).await;
        }
        self.set_password(id, new, "password-changed").await
    }

    /// Sets the password of whoever holds the one-time link, and signs in.
    pub async fn accept_invitation(&self, token: &Token, password: &str) -> Result<Token, SignInRefusal> {
        let account = self.invited(token).await?.ok_or(SignInRefusal::Link)?;
        self.set_password(account.id, password, "invitation-accepted").await
    }

    async fn set_password(
        &self,
        id: AccountId,
        password: &str,
        what: &'static str,
    ) -> Result<Token, SignInRefusal> {
        if !password::is_fit(password, id.as_str()) {
            return Err(SignInRefusal::Password);
        }
        let shared = Arc::clone(self.shared());
        let hash = make_hash(&shared, password.to_owned()).await?;
        let token = Token::fresh(&shared);
        let session = new_session(&shared, &token, &id);
        self.writes()
            .write(move |tx| {
                let known = rows::find(tx, &id)?.filter(|account| !account.disabled);
                let known = known.ok_or(crate::OrderRefusal::NotAllowed)?;
                let changed = rows::Account {
                    password_hash: Some(hash),
                    invite_digest: None,
                    invite_until: None,
                    failures: 0,
                    locked_until: None,
                    ..known
                };
                rows::upsert_many(tx, [&changed])?;
                sessions::end_all(tx, &id)?;
                sessions::insert(tx, &session)?;
                Ok(audit(tx, &shared, Some(&id), what, "")?)
            })
            .await?;
        Ok(token)
    }
}

fn new_session(shared: &Shared, token: &Token, id: &AccountId) -> Session {
    let now = shared.now();
    Session {
        digest: token.digest(),
        account_id: id.clone(),
        csrf: hex::encode(shared.random.bytes::<16>()),
        created_at: now,
        seen_at: now,
        expires_at: now + SignedDuration::from_hours(SESSION_IDLE_HOURS),
    }
}

/// Takes as long whether there is a hash or not.
async fn check(shared: &Arc<Shared>, password: String, hash: Option<String>) -> bool {
    let Ok(_turn) = shared.sign_ins.acquire().await else { return false };
    let checked = tokio::task::spawn_blocking(move || password::verify(&password, hash.as_deref()));
    checked.await.unwrap_or(false)
}

async fn make_hash(shared: &Arc<Shared>, password: String) -> Result<String, SignInRefusal> {
    let Ok(_turn) = shared.sign_ins.acquire().await else { return Err(Failure::Busy.into()) };
    let salt = shared.random.bytes();
    let made = tokio::task::spawn_blocking(move || password::hash(&password, salt)).await;
    let failed = |text: String| SignInRefusal::Failed(text);
    made.map_err(|error| failed(error.to_string()))?.map_err(|error| failed(error.to_string()))
}
