//! The data that decisions rest on: places, units and duties, categories, calendar, packs. Each change is checked, gets a version,
//! and is kept with who made it and when.

use domain::calendar::{CalendarSource, YearSource};
use domain::ids::UnitId;
use domain::place::Place;
use domain::unit::{Duty, Unit};
use domain::world::Category;
use jiff::Timestamp;

/// A change of the reference data. Each replaces what was there before; old versions are kept.
#[derive(Clone, Debug)]
pub enum ReferenceChange {
    /// All places.
    Places(Vec<Place>),
    /// All units and the duty list; the version of the list rises by one.
    Units {
        /// All units.
        units: Vec<Unit>,
        /// The whole duty list.
        duties: Vec<Duty>,
    },
    /// All categories, in the order in which they are shown.
    Categories(Vec<Category>),
    /// The whole calendar.
    Calendar(Box<CalendarSource>),
    /// One announced year. Clocks are recounted afterwards by a job.
    CalendarYear(Box<YearSource>),
    /// One pack, as its text; a text that is there already makes no new version.
    Pack {
        /// The whole of `pack.toml`.
        source: String,
    },
}

/// What a change of the reference data did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReferenceDone {
    /// What was changed: `places`, `units`, `categories`, `calendar`, `pack/petition`.
    pub topic: String,
    /// Its version now.
    pub version: u32,
    /// Whether anything is different from before.
    pub changed: bool,
}

/// A version in the history of the reference data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReferenceVersion {
    /// What was changed.
    pub topic: String,
    /// Its version.
    pub version: u32,
    /// When.
    pub at: Timestamp,
    /// By which account; empty: at the first start.
    pub by: String,
}

/// Where an open case would go when units or places change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SuccessionLine {
    /// The case.
    pub case: domain::ids::CaseId,
    /// Its number.
    pub number: String,
    /// Who holds it.
    pub holder: Option<UnitId>,
    /// Who would hold it; `None`: nobody could be found, an officer must choose.
    pub new_holder: Option<UnitId>,
    /// Its place.
    pub place: domain::place::PlaceCode,
    /// Its place afterwards.
    pub new_place: domain::place::PlaceCode,
    /// When its next clock is due; a succession never changes it.
    pub due_at: Option<Timestamp>,
}
