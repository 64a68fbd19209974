//! One case, as an officer who may see it sees it.

use std::sync::Arc;

use domain::case::Case;
use domain::clock::{Clock, ClockState};
use domain::event::{Event, Share};
use domain::ids::{PersonId, UnitId};
use domain::program::{Act, ClockOn, Program};
use domain::routing::Because;
use domain::term::{Remaining, Step};
use domain::text::Text;
use jiff::Timestamp;

use super::CaseLine;

/// One case with everything that its page shows.
#[derive(Clone, Debug)]
pub struct CaseView {
    /// The case as it stands. Title and text of a sealed case are empty in it: they stand in `title` and `text` here.
    pub case: Case,
    /// Its program, in its version.
    pub program: Arc<Program>,
    /// The title, from the vault if the case is sealed.
    pub title: String,
    /// The text, from the vault if the case is sealed.
    pub text: String,
    /// Every event, oldest first.
    pub timeline: Vec<TimelineEntry>,
    /// Every clock, those that run first.
    pub clocks: Vec<ClockView>,
    /// The people, masked.
    pub people: Vec<PersonView>,
    /// Who has which part, and why.
    pub holdings: Vec<Holding>,
    /// What this officer may do now, the usual act first.
    pub offered: Vec<Act>,
    /// Cases that belong together with it, as far as the officer may see them.
    pub links: Vec<(domain::event::Link, CaseLine)>,
    /// Whether this officer may look at masked data, giving a reason.
    pub may_reveal: bool,
    /// Whether this officer may publish it.
    pub may_publish: bool,
}

/// One event of a case.
#[derive(Clone, Debug)]
pub struct TimelineEntry {
    /// What happened, when, and by whom.
    pub event: Event,
    /// The link of the chain: SHA-256 over the link before and this event.
    pub link: [u8; 32],
    /// The name of the account, if an officer acted.
    pub officer: Option<String>,
}

/// One clock.
#[derive(Clone, Debug)]
pub struct ClockView {
    /// The clock.
    pub clock: Clock,
    /// What people call it.
    pub name: Text,
    /// Whom it binds.
    pub on: ClockOn,
    /// How it stands now.
    pub state: ClockState,
    /// What is left.
    pub remaining: Vec<Remaining>,
    /// How the due time came about, day by day.
    pub steps: Vec<Step>,
}

/// A person, masked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonView {
    /// Who.
    pub person: PersonId,
    /// `林**`; empty if unknown.
    pub name: String,
    /// `138****5678`; empty if unknown.
    pub phone: String,
    /// `110*************2X`; empty if unknown.
    pub id_number: String,
    /// Down to the subdistrict; empty if unknown.
    pub address: String,
    /// Whether another way to reach the person is known.
    pub has_contact: bool,
    /// Whether the person was erased: nothing can be read any more.
    pub erased: bool,
}

/// A unit's part in a case, with the reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holding {
    /// Since when.
    pub at: Timestamp,
    /// Which unit.
    pub unit: UnitId,
    /// Which part.
    pub share: Share,
    /// Why this unit and no other.
    pub because: Because,
}
