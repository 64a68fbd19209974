//! Lists of cases: the desk's, and the public's.

use domain::field::Point;
use domain::ids::{CaseId, CategoryId, KindId, StateId, UnitId};
use domain::place::PlaceCode;
use domain::program::{Ending, Phase};
use domain::text::Text;
use jiff::Timestamp;
use jiff::civil::Date;

/// One case in a list.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseLine {
    /// The case.
    pub case: CaseId,
    /// Its number.
    pub number: String,
    /// Its program.
    pub kind: KindId,
    /// The version of its program.
    pub pack_version: u32,
    /// What stands as its title.
    pub title: Title,
    /// The first letters of its text; empty where the title is sealed.
    pub beginning: String,
    /// Where it stands.
    pub state: StateId,
    /// How far along that is.
    pub phase: Phase,
    /// How it ended.
    pub ending: Option<Ending>,
    /// What it is about.
    pub category: CategoryId,
    /// Where it is.
    pub place: PlaceCode,
    /// The pin.
    pub point: Option<Point>,
    /// The unit that holds it.
    pub holder: Option<UnitId>,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// When it last changed.
    pub changed_at: Timestamp,
    /// What must be met next; `None`: nothing runs.
    pub due_at: Option<Timestamp>,
    /// Whether a clock ran out and still runs.
    pub late: bool,
    /// How many others have the same.
    pub supported: u32,
    /// How often it was taken up again.
    pub reopened: u32,
    /// Digest of the first picture, for staff only.
    pub photo: Option<String>,
}

/// What stands as the title of a case in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Title {
    /// The person's, or, in public lists, the published one.
    Plain(String),
    /// The program's words for a sealed case.
    Sealed(Text),
}

/// What a list of the desk shows. Everything that is set must hold.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DeskFilter {
    /// Words and phrases as typed; a case number finds the case.
    pub words: Option<String>,
    /// The program.
    pub kind: Option<KindId>,
    /// How far along.
    pub phase: Option<Phase>,
    /// The state.
    pub state: Option<StateId>,
    /// This category or one within it.
    pub category: Option<CategoryId>,
    /// This place or one within it.
    pub place: Option<PlaceCode>,
    /// The unit that holds it.
    pub holder: Option<UnitId>,
    /// Only those with a clock that ran out (`true`), only those without (`false`).
    pub late: Option<bool>,
    /// Opened on this day or later.
    pub opened_from: Option<Date>,
    /// Opened on this day or earlier.
    pub opened_until: Option<Date>,
}

/// What a public list shows. Everything that is set must hold.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PublicFilter {
    /// Words and phrases as typed.
    pub words: Option<String>,
    /// The program.
    pub kind: Option<KindId>,
    /// How far along.
    pub phase: Option<Phase>,
    /// This category or one within it.
    pub category: Option<CategoryId>,
    /// This place or one within it.
    pub place: Option<PlaceCode>,
    /// The unit that had to answer.
    pub unit: Option<UnitId>,
}
