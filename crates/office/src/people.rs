//! The people in the vault: looked at with a reason, looked for with a reason, erased for good.

use std::sync::Arc;

use domain::authority;
use domain::command::{Caller, Command};
use domain::ids::{CaseId, PersonId};
use domain::refusal::Refusal;
use store::{cases, people};
use vault::{Fields, blind_indexes, field};

use crate::accounts::audit;
use crate::queries::CaseLine;
use crate::reference::only_administrators;
use crate::{Failure, Office, Order, OrderRefusal};

/// Cases found by one telephone number at most.
pub const FOUND_MAX: usize = 200;

impl Office {
    /// Looks at what is known about a person of a case: an event with the reason, then the data. Nothing is known any more about
    /// one who was erased.
    pub async fn reveal(
        &self,
        caller: &Caller,
        case: &CaseId,
        person: &PersonId,
        reason: &str,
    ) -> Result<Fields, Failure> {
        let command = Command::Reveal { person: person.clone(), reason: reason.to_owned() };
        let done = self.run(caller, Order::on(case.clone(), command)).await?;
        Ok(done.revealed.unwrap_or_default())
    }

    /// Cases of whoever has this telephone number, as far as the officer may see them, latest first. The look-up is recorded with
    /// its reason, before anything is looked up.
    pub async fn find_by_phone(
        &self,
        caller: &Caller,
        phone: &str,
        reason: &str,
    ) -> Result<Vec<CaseLine>, Failure> {
        let account = caller.by.account().cloned().ok_or(OrderRefusal::NotAllowed)?;
        let reason = check_reason(reason)?;
        let shared = Arc::clone(self.shared());
        self.writes()
            .write(move |tx| Ok(audit(tx, &shared, Some(&account), "find-by-phone", &reason)?))
            .await?;
        let (world, caller) = (self.world(), caller.clone());
        let indexes = blind_indexes(&self.shared().keyring, field::PHONE, phone);
        self.read(move |shared, tx| {
            let indexes = indexes.iter().map(|index| (index.key_id, index.bytes.as_slice()));
            let found = people::find_by_blind_index(tx, indexes)?;
            let ids = people::cases_of(tx, &found)?;
            let stored = cases::load_many(tx, ids.iter().take(FOUND_MAX))?;
            let seen = stored.values().rev().map(|stored| &stored.case);
            let seen = seen.filter(|case| authority::may_see(&world, case, &caller));
            Ok(seen.map(|case| CaseLine::desk(&world, case, shared.now())).collect())
        })
        .await
    }

    /// Erases a person everywhere at once, for good: the key goes first. The cases stay, with an identifier that leads nowhere.
    /// Whether anything was there. Administrators only.
    pub async fn erase_person(
        &self,
        caller: &Caller,
        person: &PersonId,
        reason: &str,
    ) -> Result<bool, Failure> {
        only_administrators(caller)?;
        let reason = check_reason(reason)?;
        let (shared, account, person) =
            (Arc::clone(self.shared()), caller.by.account().cloned(), person.clone());
        self.writes()
            .write(move |tx| {
                audit(tx, &shared, account.as_ref(), "person-erased", &format!("{person}: {reason}"))?;
                let pictures = people::case_of(&person).map(|case| people::pictures_of(&case));
                Ok(people::erase(tx, [&person].into_iter().chain(&pictures))? > 0)
            })
            .await
    }
}

fn check_reason(reason: &str) -> Result<String, Refusal> {
    let reason = text::squeeze_line(reason);
    let chars_max = domain::decide::REASON_CHARS_MAX;
    let longest = usize::try_from(chars_max).unwrap_or(usize::MAX);
    if reason.is_empty() || reason.chars().count() > longest {
        return Err(Refusal::TextLength { what: "reason", chars_max });
    }
    Ok(reason)
}
