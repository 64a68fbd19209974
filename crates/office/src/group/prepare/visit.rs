//! What is told about a visit, made ready: people and words sealed, the ticket given its secret.

use domain::command::{Command, Occasion, VisitAsk};
use domain::field::TEXT_CHARS_MAX;
use domain::ids::PersonId;
use text::{Secret, squeeze};
use vault::{Fields, Sealed};

use super::{Work, check_contact};
use crate::OrderRefusal;
use crate::order::{Contact, Visiting};
use crate::shared::Shared;

/// Under which name the vault has what a visit is about, or what was said in it.
pub const VISIT_WORDS: &str = "words";

pub(super) fn prepare(
    shared: &Shared,
    occasion: &Occasion,
    visiting: Visiting,
) -> Result<Work, OrderRefusal> {
    let Visiting { case, mut ask, contact, words, ticket } = visiting;
    let mut people = Vec::new();
    if let Some(place) = place_of_person(&mut ask) {
        *place = None;
        if let Some((person, sealed)) = sealed(shared, occasion, &contact, &words)? {
            *place = Some(person.clone());
            people.push((person, sealed));
        }
    }
    let secret = makes_ticket(&ask).then(|| Secret::from_random(shared.random.bytes()));
    let shown = secret.clone().or_else(|| ticket.parse().ok());
    let proof = shown.map(|secret| hex::encode(secret.digest(case.as_str()).as_bytes())).unwrap_or_default();
    Ok(Work::On { case, command: Command::Visit { ask, proof }, people, ticket: secret })
}

/// Where the name of what is in the vault goes.
fn place_of_person(ask: &mut VisitAsk) -> Option<&mut Option<PersonId>> {
    match ask {
        VisitAsk::Book { guest, .. }
        | VisitAsk::WaitFor { guest }
        | VisitAsk::Invite { guest, .. }
        | VisitAsk::WalkIn { guest } => Some(&mut guest.person),
        VisitAsk::Finish { words, .. } => Some(words),
        _ => None,
    }
}

fn makes_ticket(ask: &VisitAsk) -> bool {
    matches!(
        ask,
        VisitAsk::Hold { .. } | VisitAsk::WaitFor { .. } | VisitAsk::Invite { .. } | VisitAsk::WalkIn { .. }
    )
}

fn sealed(
    shared: &Shared,
    occasion: &Occasion,
    contact: &Contact,
    words: &str,
) -> Result<Option<(PersonId, Sealed)>, OrderRefusal> {
    check_contact(0, contact)?;
    let words = squeeze(words);
    let longest = usize::try_from(TEXT_CHARS_MAX).unwrap_or(usize::MAX);
    if words.chars().count() > longest {
        return Err(OrderRefusal::Contact { person: 0, field: VISIT_WORDS, key: "contact-too-long" });
    }
    let mut fields: Fields = contact.fields();
    if !words.is_empty() {
        fields = fields.with(VISIT_WORDS, words);
    }
    if fields.is_empty() {
        return Ok(None);
    }
    let id = PersonId::new(shared.new_id(occasion.at));
    let sealed = vault::seal(&shared.keyring, id.as_str(), &fields, &mut shared.filler());
    Ok(Some((id, sealed)))
}
