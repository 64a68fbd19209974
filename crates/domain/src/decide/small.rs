//! What can be done to a case of any program, whatever its state: none of it moves a state, a holder or a clock.

use crate::command::{Caller, Command};
use crate::event::{Actor, Fact};
use crate::field::TEXT_CHARS_MAX;
use crate::refusal::Refusal;

use super::draft::Draft;

/// Characters of a title.
pub const TITLE_CHARS_MAX: u32 = 120;
/// Characters of a reason.
pub const REASON_CHARS_MAX: u32 = 400;
/// Characters of a note for staff.
pub const NOTE_CHARS_MAX: u32 = 4_000;
/// The role that decides what the public may read.
const MODERATOR: &str = "moderator";
/// The role that may ask another officer to stand aside.
const APPROVER: &str = "approver";

pub(super) fn small(draft: &mut Draft<'_>, command: &Command) -> Result<(), Refusal> {
    let fact = decided(draft, command)?;
    draft.push(fact);
    Ok(())
}

fn decided(draft: &Draft<'_>, command: &Command) -> Result<Fact, Refusal> {
    match command {
        Command::Note { text } => {
            staff(draft)?;
            check_length("note", text, NOTE_CHARS_MAX)?;
            Ok(Fact::Noted { text: text.clone() })
        }
        Command::Add { text, photos } => {
            if draft.case.ending.is_some() {
                return Err(Refusal::NotOffered { act: "add".into() });
            }
            check_length("text", text, TEXT_CHARS_MAX)?;
            Ok(Fact::Added { text: text.clone(), photos: photos.clone() })
        }
        Command::Support => draft.case.published.as_ref().map(|_| Fact::Supported).ok_or(Refusal::NotFound),
        Command::Link { other, link } => {
            staff(draft)?;
            Ok(Fact::Linked { other: other.clone(), link: *link })
        }
        Command::Reveal { person, reason } => {
            staff(draft)?;
            check_length("reason", reason, REASON_CHARS_MAX)?;
            if !draft.case.opened.people.contains(person) {
                return Err(Refusal::NotFound);
            }
            Ok(Fact::Revealed { person: person.clone(), reason: reason.clone() })
        }
        Command::Recuse { account, reason } => {
            let own = draft.caller.by.account() == Some(account);
            if !own && !draft.caller.has(APPROVER) {
                return Err(Refusal::NotOffered { act: "recuse".into() });
            }
            check_length("reason", reason, REASON_CHARS_MAX)?;
            Ok(Fact::Recused { account: account.clone(), reason: reason.clone() })
        }
        Command::Publish { .. } | Command::Unpublish { .. } => published(draft, command),
        Command::Move { .. } | Command::Recategorise { .. } => corrected(draft, command),
        Command::Open(_) | Command::Act { .. } | Command::Tick | Command::Recount => Err(Refusal::NotFound),
    }
}

fn published(draft: &Draft<'_>, command: &Command) -> Result<Fact, Refusal> {
    if !is_import(draft.caller) && !draft.caller.has(MODERATOR) {
        return Err(Refusal::NotOffered { act: "publish".into() });
    }
    match command {
        Command::Publish { title, text } => {
            if draft.case.opened.sealed || !draft.case.opened.may_publish {
                return Err(Refusal::NotForPublic);
            }
            check_length("title", title, TITLE_CHARS_MAX)?;
            check_length("text", text, TEXT_CHARS_MAX)?;
            Ok(Fact::Published { title: title.clone(), text: text.clone() })
        }
        Command::Unpublish { reason } => {
            check_length("reason", reason, REASON_CHARS_MAX)?;
            Ok(Fact::Unpublished { reason: reason.clone() })
        }
        _ => Err(Refusal::NotFound),
    }
}

fn corrected(draft: &Draft<'_>, command: &Command) -> Result<Fact, Refusal> {
    let holds = |unit: &Option<crate::ids::UnitId>| unit.is_some() && draft.caller.by.unit() == unit.as_ref();
    let by_timer = matches!(draft.caller.by, Actor::Timer | Actor::Import { .. });
    if !by_timer && !holds(&draft.case.holder) && !holds(&draft.case.receiver) {
        return Err(Refusal::NotOffered { act: "correct".into() });
    }
    match command {
        Command::Move { at, reason } => {
            draft.world.places.find(&at.place).ok_or(Refusal::NoSuchPlace)?;
            check_length("reason", reason, REASON_CHARS_MAX)?;
            Ok(Fact::Moved { at: at.clone(), reason: reason.clone() })
        }
        Command::Recategorise { category } => {
            draft.world.categories.find(category).ok_or(Refusal::NoSuchCategory)?;
            Ok(Fact::Recategorised { category: category.clone() })
        }
        _ => Err(Refusal::NotFound),
    }
}

fn staff(draft: &Draft<'_>) -> Result<(), Refusal> {
    let allowed = matches!(draft.caller.by, Actor::Officer { .. } | Actor::Import { .. });
    if allowed { Ok(()) } else { Err(Refusal::NotFound) }
}

fn is_import(caller: &Caller) -> bool {
    matches!(caller.by, Actor::Import { .. })
}

/// Refuses a text that is blank or longer than allowed.
pub(super) fn check_length(what: &'static str, text: &str, chars_max: u32) -> Result<(), Refusal> {
    let longest = usize::try_from(chars_max).unwrap_or(usize::MAX);
    if text.trim().is_empty() || text.chars().count() > longest {
        return Err(Refusal::TextLength { what, chars_max });
    }
    Ok(())
}
