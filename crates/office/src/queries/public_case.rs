//! A case that was published.

use std::sync::Arc;

use domain::clock::ClockState;
use domain::field::{Point, Value};
use domain::ids::{CaseId, CategoryId, FieldId, UnitId};
use domain::place::PlaceCode;
use domain::program::{Ending, Phase, Program, State};
use domain::text::Text;
use jiff::Timestamp;

use super::TrackStep;

/// A case that was published: nothing in it is personal.
#[derive(Clone, Debug)]
pub struct PublicCase {
    /// The case.
    pub case: CaseId,
    /// Its number.
    pub number: String,
    /// Its program, in its version.
    pub program: Arc<Program>,
    /// The published title.
    pub title: String,
    /// The published text.
    pub text: String,
    /// What it is about.
    pub category: CategoryId,
    /// Where it is.
    pub place: PlaceCode,
    /// The pin.
    pub point: Option<Point>,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// When it was published.
    pub published_at: Timestamp,
    /// Where it stands.
    pub state: State,
    /// How far along that is.
    pub phase: Phase,
    /// How it ended.
    pub ending: Option<Ending>,
    /// The unit that holds it.
    pub holder: Option<UnitId>,
    /// The unit that must answer.
    pub handler: Option<UnitId>,
    /// How the clock of the public figures stands: in time, late.
    pub in_time: Option<ClockState>,
    /// The answers, as far as their fields are for everybody.
    pub answers: Vec<PublicAnswer>,
    /// What happened: [`TrackFact::Opened`](super::TrackFact::Opened), [`TrackFact::Assigned`](super::TrackFact::Assigned), [`TrackFact::Acted`](super::TrackFact::Acted), [`TrackFact::Published`](super::TrackFact::Published).
    pub steps: Vec<TrackStep>,
    /// What the person said: answered, solved, satisfied.
    pub verdict: Vec<(FieldId, bool)>,
    /// How many others have the same matter.
    pub supported: u32,
}

/// An answer, as far as its fields are for everybody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicAnswer {
    /// When.
    pub at: Timestamp,
    /// By which unit.
    pub unit: Option<UnitId>,
    /// In one sentence; may be empty.
    pub notice: Text,
    /// The fields.
    pub values: Vec<(FieldId, Value)>,
}
