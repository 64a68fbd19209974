//! A case, as the person who holds its receipt sees it.

use std::sync::Arc;

use domain::event::{ClockFact, Share};
use domain::field::{Value, Where};
use domain::ids::{ActId, CaseId, CategoryId, FieldId, KindId, UnitId};
use domain::program::{Act, Ending, Phase, Program, State};
use domain::routing::Because;
use domain::text::Text;
use jiff::Timestamp;

use super::ClockView;

/// A case, as the person who holds its receipt sees it.
#[derive(Clone, Debug)]
pub struct Tracked {
    /// The case; orders of the person go to it.
    pub case: CaseId,
    /// Its number.
    pub number: String,
    /// Its latest event, for the next order.
    pub seq: u32,
    /// Its program, in its version.
    pub program: Arc<Program>,
    /// Its kind.
    pub kind: KindId,
    /// The title.
    pub title: String,
    /// The text.
    pub text: String,
    /// What it is about.
    pub category: CategoryId,
    /// Where it is.
    pub place: Where,
    /// Digests of pictures.
    pub photos: Vec<String>,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// Where it stands; its words for the person are [`State::about`], `{unit}` being the holder.
    pub state: State,
    /// How far along that is.
    pub phase: Phase,
    /// How it ended.
    pub ending: Option<Ending>,
    /// The unit that holds it.
    pub holder: Option<UnitId>,
    /// The clocks that concern the person: the one to be met next first, then the others that run.
    pub clocks: Vec<ClockView>,
    /// Whether a clock ran out and still runs.
    pub late: bool,
    /// What the person was told: the written answers, latest last.
    pub told: Vec<ToldView>,
    /// What happened, as far as it concerns the person, oldest first.
    pub steps: Vec<TrackStep>,
    /// What the person may do now.
    pub offered: Vec<Act>,
    /// How many others have the same matter.
    pub supported: u32,
    /// Whether the public reads it.
    pub published: bool,
}

/// Something that the person was told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToldView {
    /// When.
    pub at: Timestamp,
    /// By which unit.
    pub unit: Option<UnitId>,
    /// In one sentence; may be empty.
    pub notice: Text,
    /// The fields that were told, in the order of the program.
    pub values: Vec<(FieldId, Value)>,
}

/// One step of the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrackStep {
    /// When.
    pub at: Timestamp,
    /// What.
    pub fact: TrackFact,
}

/// What happened, as far as it concerns the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TrackFact {
    /// It was raised.
    Opened,
    /// Something was done and the case stands elsewhere now.
    Acted {
        /// Which act.
        act: ActId,
        /// Whether the person did it.
        by_person: bool,
        /// Where it stands.
        state: domain::ids::StateId,
    },
    /// A unit got a part.
    Assigned {
        /// Which.
        unit: UnitId,
        /// Which part.
        share: Share,
        /// Why this unit and no other.
        because: Because,
    },
    /// A clock that concerns the person was changed.
    Clock {
        /// What it is called.
        name: Text,
        /// What was changed.
        change: ClockFact,
        /// When it is due now.
        due_at: Option<Timestamp>,
        /// The note for the person, of a pause.
        note: String,
    },
    /// The person was told something: see [`Tracked::told`].
    Told {
        /// In one sentence; may be empty.
        notice: Text,
    },
    /// The person added something.
    Added {
        /// What.
        text: String,
        /// Digests of pictures.
        photos: Vec<String>,
    },
    /// Somebody else has the same matter.
    Supported,
    /// The public may read it.
    Published,
    /// The public may no longer read it.
    Unpublished,
}
