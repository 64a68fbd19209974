//! How telling people goes: for administrators.

use domain::authority::may_see;
use domain::command::Caller;
use domain::ids::CaseId;
use jiff::Timestamp;
use store::outbox::{self, FailedRow};
use store::{ReadTx, cases};

use crate::accounts::audit;
use crate::group::Telling;
use crate::messenger::Way;
use crate::reference::only_administrators;
use crate::shared::Shared;
use crate::{Failure, Office};

/// Notices that were given up and are shown; the rest is counted.
pub const GIVEN_UP_SHOWN_MAX: u32 = 100;

/// How telling people goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notices {
    /// The ways that are set up; empty: people are told on the page of their receipt only.
    pub ways: Vec<Way>,
    /// How many wait.
    pub waiting: u32,
    /// Since when the oldest of them waits.
    pub oldest: Option<Timestamp>,
    /// How many of them were tried in vain already.
    pub tried: u32,
    /// How many were given up.
    pub failed: u32,
    /// Those that were given up, the latest first.
    pub given_up: Vec<GivenUp>,
}

/// A notice that was given up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenUp {
    /// When it was written.
    pub at: Timestamp,
    /// When it was given up.
    pub failed_at: Timestamp,
    /// Why: the way and a word or code, such as `mail refused 550`.
    pub why: String,
    /// How often it was tried.
    pub tries: u32,
    /// Its matter, with the number; `None` where the caller may not see it.
    pub case: Option<(CaseId, String)>,
}

impl Office {
    /// How telling people goes. Administrators only.
    pub async fn notices(&self, caller: &Caller) -> Result<Notices, Failure> {
        only_administrators(caller)?;
        let (ways, caller) = (self.ways(), caller.clone());
        self.read(move |shared, tx| {
            let waiting = outbox::waiting(tx)?;
            let rows = outbox::failed(tx, GIVEN_UP_SHOWN_MAX)?;
            let given_up = rows.into_iter().map(|row| given_up(shared, tx, &caller, row));
            Ok(Notices {
                ways,
                waiting: waiting.count,
                oldest: waiting.oldest,
                tried: waiting.tried,
                failed: waiting.failed,
                given_up: given_up.collect::<Result<_, Failure>>()?,
            })
        })
        .await
    }

    /// Takes up anew every notice that was given up; gives how many. Administrators only.
    pub async fn retry_notices(&self, caller: &Caller) -> Result<u64, Failure> {
        only_administrators(caller)?;
        let (shared, account) = (self.shared().clone(), caller.by.account().cloned());
        self.writes()
            .write(move |tx| {
                let count = outbox::revive(tx, shared.now())?;
                audit(tx, &shared, account.as_ref(), "notices-retried", &count.to_string())?;
                Ok(count)
            })
            .await
    }
}

fn given_up(shared: &Shared, tx: &mut ReadTx, caller: &Caller, row: FailedRow) -> Result<GivenUp, Failure> {
    let telling: Option<Telling> = serde_json::from_str(&row.body).ok();
    let stored = telling.map(|telling| cases::find(tx, &telling.case)).transpose()?.flatten();
    let seen = stored.filter(|stored| may_see(&shared.world(), &stored.case, caller));
    Ok(GivenUp {
        at: row.made_at,
        failed_at: row.failed_at,
        why: row.failure,
        tries: row.tries,
        case: seen.map(|stored| (stored.case.id().clone(), stored.case.opened.number.clone())),
    })
}
