//! Who looked behind which mask, when, and what for.

use std::collections::{BTreeMap, BTreeSet};

use domain::authority;
use domain::case::Case;
use domain::command::Caller;
use domain::event::{Event, Fact};
use domain::ids::{AccountId, CaseId, UnitId};
use jiff::Timestamp;
use store::cases;
use store::events::{self, RevealCursor, StoredEvent};

use super::page::{limit, rows_of};
use super::words::Words;
use super::{Page, Rows};
use crate::accounts::{ADMINISTRATOR, AUDITOR};
use crate::{Failure, Office, OrderRefusal};

/// One look at masked data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RevealLine {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub account: Option<AccountId>,
    /// For which unit.
    pub unit: Option<UnitId>,
    /// In which case, with its number; `None` when the reader may not see it.
    pub case: Option<(CaseId, String)>,
    /// What for; empty when the reader may not see the case.
    pub reason: String,
}

impl Office {
    /// The looks of whoever asks, the latest first.
    pub async fn own_reveals(&self, caller: &Caller, page: Page) -> Result<Rows<RevealLine>, Failure> {
        let account = caller.by.account().cloned().ok_or(OrderRefusal::NotAllowed)?;
        self.list_reveals(caller, Some(account), page).await
    }

    /// The looks of everybody, or of one account, the latest first. Administrators and auditors only.
    pub async fn reveals(
        &self,
        caller: &Caller,
        account: Option<AccountId>,
        page: Page,
    ) -> Result<Rows<RevealLine>, Failure> {
        if !caller.has(ADMINISTRATOR) && !caller.has(AUDITOR) {
            return Err(OrderRefusal::NotAllowed.into());
        }
        self.list_reveals(caller, account, page).await
    }

    async fn list_reveals(
        &self,
        caller: &Caller,
        account: Option<AccountId>,
        page: Page,
    ) -> Result<Rows<RevealLine>, Failure> {
        let (world, caller) = (self.world(), caller.clone());
        self.read(move |shared, tx| {
            let wanted = page.rows_wanted();
            let after = page.after.as_deref().and_then(read_key);
            let asked = limit(wanted.saturating_add(1));
            let mut found = events::reveals(tx, account.as_ref(), after.as_ref(), asked)?;
            let more = found.len() > wanted;
            found.truncate(wanted);
            let ids: BTreeSet<&CaseId> = found.iter().map(|stored| &stored.case_id).collect();
            let known = cases::load_many(tx, ids)?;
            let seen = |case: &&Case| authority::may_see(&world, case, &caller);
            let cases: BTreeMap<&CaseId, &Case> = known
                .values()
                .map(|stored| &stored.case)
                .filter(seen)
                .map(|case| (case.id(), case))
                .collect();
            let words = Words::of_many(tx, shared, &world, cases.values().copied())?;
            let line = |stored: &StoredEvent| {
                let number = cases.get(&stored.case_id).map(|case| case.opened.number.clone());
                let event = words.get(&stored.case_id).map(|words| words.told(stored.event.clone()));
                reveal_line(&event.unwrap_or_else(|| stored.event.clone()), &stored.case_id, number)
            };
            let rows = found.iter().map(line).collect();
            Ok(rows_of(rows, found.last().filter(|_| more).map(write_key)))
        })
        .await
    }
}

/// What for stands only where the reader may see the case: it can say what a sealed one is about.
fn reveal_line(event: &Event, case: &CaseId, number: Option<String>) -> RevealLine {
    let reason = match &event.fact {
        Fact::Revealed { reason, .. } if number.is_some() => reason.clone(),
        _ => String::new(),
    };
    RevealLine {
        at: event.at,
        account: event.by.account().cloned(),
        unit: event.by.unit().cloned(),
        case: number.map(|number| (case.clone(), number)),
        reason,
    }
}

/// Where a page goes on, as it stands in addresses.
fn write_key(stored: &StoredEvent) -> String {
    format!("{}~{}~{}", stored.event.at.as_millisecond(), stored.event.seq, stored.case_id)
}

fn read_key(text: &str) -> Option<RevealCursor> {
    let mut parts = text.splitn(3, '~');
    let (at, seq, case) = (parts.next()?, parts.next()?, parts.next()?);
    let at = Timestamp::from_millisecond(at.parse().ok()?).ok()?;
    Some(RevealCursor { at, case_id: case.into(), seq: seq.parse().ok()? })
}
