//! What can be done to a case of any program, whatever its state: none of it moves a state or a clock, and only a
//! succession of units moves the holder and other parts.

use jiff::{SignedDuration, Timestamp};

use crate::command::{Caller, Command};
use crate::event::{Actor, Fact, Share};
use crate::field::{TEXT_CHARS_MAX, Where};
use crate::ids::UnitId;
use crate::refusal::Refusal;
use crate::routing::AssignRule;
use crate::world::World;

use super::draft::Draft;
use super::{assign, clocks};

/// Characters of a title.
pub const TITLE_CHARS_MAX: u32 = 120;
/// Characters of a spot: where exactly it is, in the person's own words.
pub const SPOT_CHARS_MAX: u32 = 200;
/// Characters of a reason.
pub const REASON_CHARS_MAX: u32 = 400;
/// Characters of a note for staff.
pub const NOTE_CHARS_MAX: u32 = 4_000;
/// The role that decides what the public may read.
const MODERATOR: &str = "moderator";
/// The role that may ask another officer to stand aside.
const APPROVER: &str = "approver";

pub(super) fn small(draft: &mut Draft<'_>, command: &Command) -> Result<(), Refusal> {
    let standing_aside = draft.account().filter(|account| draft.case.recused.contains(*account)).cloned();
    if let (Some(account), false) = (standing_aside, matches!(command, Command::Recuse { .. })) {
        return Err(Refusal::Recused { account });
    }
    let fact = decided(draft, command)?;
    draft.push(fact);
    if let (Command::Inherit { unit, .. }, true) = (command, draft.case.ending.is_none())
        && draft.case.holder.as_ref() == Some(unit)
    {
        clocks::stop_of(draft, unit);
    }
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
            if draft.caller.by == Actor::Timer {
                return Err(Refusal::NotFound);
            }
            if draft.case.ending.is_some() {
                return Err(Refusal::NotOffered { act: "add".into() });
            }
            check_length("text", text, TEXT_CHARS_MAX)?;
            Ok(Fact::Added { text: text.clone(), photos: photos.clone() })
        }
        Command::Support { by } => supported(draft, by),
        Command::Link { other, link } => {
            staff(draft)?;
            if other == draft.case.id() || draft.case.links.contains(&(other.clone(), *link)) {
                return Err(Refusal::Nothing);
            }
            Ok(Fact::Linked { other: other.clone(), link: *link })
        }
        Command::Reveal { person, reason } => {
            if draft.account().is_none() || !draft.case.knows(person) {
                return Err(Refusal::NotFound);
            }
            check_length("reason", reason, REASON_CHARS_MAX)?;
            Ok(Fact::Revealed { person: person.clone(), reason: reason.clone() })
        }
        Command::Recuse { account, reason } => {
            let own = draft.account() == Some(account);
            if !own && !draft.caller.has(APPROVER) {
                return Err(Refusal::NotOffered { act: "recuse".into() });
            }
            check_length("reason", reason, REASON_CHARS_MAX)?;
            if draft.case.recused.contains(account) {
                return Err(Refusal::Nothing);
            }
            Ok(Fact::Recused { account: account.clone(), reason: reason.clone() })
        }
        Command::Publish { .. } | Command::Unpublish { .. } | Command::Withhold { .. } => {
            published(draft, command)
        }
        Command::Move { .. } | Command::Recategorise { .. } => corrected(draft, command),
        Command::Succeed { unit } => succeeded(draft, unit),
        Command::Inherit { from, unit } => inherited(draft, from, unit),
        Command::Open(_) | Command::Act { .. } | Command::Visit { .. } | Command::Tick | Command::Recount => {
            Err(Refusal::NotFound)
        }
    }
}

/// Somebody has it too, and counts once. Staff do not make the number rise.
fn supported(draft: &Draft<'_>, by: &[String]) -> Result<Fact, Refusal> {
    let asked = matches!(draft.caller.by, Actor::Person | Actor::Import { .. });
    draft.case.published.as_ref().filter(|_| asked).ok_or(Refusal::NotFound)?;
    if by.iter().any(|name| draft.case.supporters.contains(name)) {
        return Err(Refusal::AlreadyCounted);
    }
    Ok(Fact::Supported { names: by.to_vec() })
}

/// A unit that is gone can hold nothing. Its clocks go on as they are: what the old unit missed, the new one has to answer for.
fn succeeded(draft: &Draft<'_>, unit: &UnitId) -> Result<Fact, Refusal> {
    if draft.caller.by != Actor::Timer || draft.case.ending.is_some() {
        return Err(Refusal::NotOffered { act: "succeed".into() });
    }
    if draft.case.holder.as_ref() == Some(unit) {
        return Err(Refusal::Nothing);
    }
    let (unit, because) = assign::fixed(draft, Some(unit.clone()), AssignRule::Succession)?;
    Ok(Fact::Assigned { unit, share: Share::Holder, because })
}

/// Only a unit that is gone leaves anything, and only to one that may handle the case. An answer that was asked for is owed even after
/// the end.
fn inherited(draft: &Draft<'_>, from: &UnitId, unit: &UnitId) -> Result<Fact, Refusal> {
    if draft.caller.by != Actor::Timer || draft.world.units.find(from).is_some() {
        return Err(Refusal::NotOffered { act: "inherit".into() });
    }
    if !draft.case.parts().contains(from) {
        return Err(Refusal::Nothing);
    }
    let (unit, _) = assign::fixed(draft, Some(unit.clone()), AssignRule::Succession)?;
    Ok(Fact::Inherited { from: from.clone(), unit })
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
            draft.case.published.as_ref().ok_or(Refusal::Nothing)?;
            check_length("reason", reason, REASON_CHARS_MAX)?;
            Ok(Fact::Unpublished { reason: reason.clone() })
        }
        Command::Withhold { reason } => {
            if draft.case.published.is_some() || draft.case.withheld || !draft.case.opened.may_publish {
                return Err(Refusal::Nothing);
            }
            check_length("reason", reason, REASON_CHARS_MAX)?;
            Ok(Fact::Withheld { reason: reason.clone() })
        }
        _ => Err(Refusal::NotFound),
    }
}

fn corrected(draft: &Draft<'_>, command: &Command) -> Result<Fact, Refusal> {
    let holds = |unit: &Option<UnitId>| unit.is_some() && draft.unit() == unit.as_ref();
    let by_timer = matches!(draft.caller.by, Actor::Timer | Actor::Import { .. });
    if !by_timer && !holds(&draft.case.holder) && !holds(&draft.case.receiver) {
        return Err(Refusal::NotOffered { act: "correct".into() });
    }
    match command {
        Command::Move { at, reason } => {
            // A succession of places is entered up to a day before it is in force.
            let ahead = if draft.caller.by == Actor::Timer { 24 } else { 0 };
            check_place(draft.world, at, draft.at + SignedDuration::from_hours(ahead))?;
            check_length("reason", reason, REASON_CHARS_MAX)?;
            if *at == draft.case.place_now {
                return Err(Refusal::Nothing);
            }
            Ok(Fact::Moved { at: at.clone(), reason: reason.clone() })
        }
        Command::Recategorise { category } => {
            draft.world.categories.find(category).ok_or(Refusal::NoSuchCategory)?;
            if *category == draft.case.category_now {
                return Err(Refusal::Nothing);
            }
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

/// Refuses a place that is not known or not valid on the day, a pin off the globe, and a spot that is too long.
pub(super) fn check_place(world: &World, at: &Where, now: Timestamp) -> Result<(), Refusal> {
    let day = world.calendar.date_of(now);
    let place = world.places.find(&at.place).filter(|place| place.is_valid_on(day));
    if place.is_none() || at.point.is_some_and(|point| !point.is_on_earth()) {
        return Err(Refusal::NoSuchPlace);
    }
    if at.spot.is_empty() { Ok(()) } else { check_length("spot", &at.spot, SPOT_CHARS_MAX) }
}

/// Refuses a text that is blank or longer than allowed.
pub(super) fn check_length(what: &'static str, text: &str, chars_max: u32) -> Result<(), Refusal> {
    let longest = usize::try_from(chars_max).unwrap_or(usize::MAX);
    if text.trim().is_empty() || text.chars().count() > longest {
        return Err(Refusal::TextLength { what, chars_max });
    }
    Ok(())
}
