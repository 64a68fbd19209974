//! A case that was published.

use std::sync::Arc;

use domain::case::Case;
use domain::clock::ClockState;
use domain::event::Link;
use domain::field::{Point, SeenBy, Value};
use domain::ids::{CaseId, CategoryId, FieldId, LeaderId, UnitId};
use domain::place::PlaceCode;
use domain::program::{Ending, Phase, Program, State};
use domain::routing::{Because, WhyNot};
use domain::schedule::{self, Span};
use domain::text::Text;
use domain::world::World;
use jiff::Timestamp;
use store::{ReadTx, cases, events};
use text::CaseNumber;

use super::case_for_staff::{outcomes, program_of};
use super::tracked::{step, told_values};
use super::{CaseLine, TrackFact, TrackStep};
use crate::shared::Shared;
use crate::{Failure, Office};

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
    /// What happened: [`TrackFact::Opened`], [`TrackFact::Assigned`], [`TrackFact::Acted`], [`TrackFact::Published`].
    pub steps: Vec<TrackStep>,
    /// What the person said: answered, solved, satisfied.
    pub verdict: Vec<(FieldId, bool)>,
    /// How many others have the same matter.
    pub supported: u32,
    /// When it takes place, if it is an activity.
    pub span: Option<Span>,
    /// The leaders whom it names.
    pub leaders: Vec<LeaderId>,
    /// What came out of it and was published.
    pub outcomes: Vec<CaseLine>,
    /// What it came out of, as far as that is published.
    pub sources: Vec<CaseLine>,
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

impl Office {
    /// A published case; `None` if there is none with this number, or it is not published.
    pub async fn public_case(&self, number: &str) -> Result<Option<PublicCase>, Failure> {
        let Ok(number) = number.parse::<CaseNumber>() else { return Ok(None) };
        let world = self.world();
        self.read(move |shared, tx| {
            let stored = cases::find_by_number(tx, &number.to_string())?;
            let Some(case) = stored.map(|stored| stored.case).filter(|case| !case.opened.sealed) else {
                return Ok(None);
            };
            let program = program_of(shared, &world, &case)?;
            public(tx, shared, &world, program, case)
        })
        .await
    }
}

fn public(
    tx: &mut ReadTx,
    shared: &Shared,
    world: &World,
    program: Arc<Program>,
    case: Case,
) -> Result<Option<PublicCase>, Failure> {
    let Some(published) = case.published.clone() else { return Ok(None) };
    let state = program.state(&case.state_now).cloned();
    let state = state.ok_or_else(|| shared.fault(format!("no state {}", case.state_now)))?;
    let history = events::history(tx, case.id())?;
    let answers = case.told.iter().map(|told| PublicAnswer {
        at: told.at,
        unit: told.unit.clone(),
        notice: told.notice.clone(),
        values: told_values(&program, &told.values, |seen_by| seen_by == SeenBy::Public),
    });
    let now = shared.now();
    Ok(Some(PublicCase {
        number: case.opened.number.clone(),
        title: published.title,
        text: published.text,
        category: case.category_now.clone(),
        place: case.place_now.place.clone(),
        point: case.place_now.point,
        opened_at: case.opened_at,
        published_at: published.at,
        state,
        phase: case.phase_now,
        ending: case.ending,
        holder: case.holder.clone(),
        handler: case.handler.clone(),
        in_time: program.figures.in_time.as_ref().and_then(|id| case.clock(id)).map(|clock| clock.state(now)),
        answers: answers.filter(|answer| !answer.values.is_empty()).collect(),
        steps: history
            .iter()
            .filter_map(|stored| step(&program, &stored.event))
            .filter_map(for_all)
            .collect(),
        verdict: verdict(&program, &case),
        supported: case.supported,
        span: schedule::span(&program, &case, &world.calendar),
        leaders: schedule::leaders(&program, &case),
        outcomes: outcomes(tx, &case, |other| CaseLine::public(world, other, now))?,
        sources: sources(tx, world, &case, now)?,
        program,
        case: case.opened.id,
    }))
}

fn sources(tx: &mut ReadTx, world: &World, case: &Case, now: Timestamp) -> Result<Vec<CaseLine>, Failure> {
    let ids = case.links.iter().filter(|(_, link)| *link == Link::Source).map(|(other, _)| other);
    let stored = cases::load_many(tx, ids)?;
    Ok(stored.values().filter_map(|stored| CaseLine::public(world, &stored.case, now)).collect())
}

/// A step as everybody may read it: without the person's own words, and without whom a complaint is about.
fn for_all(step: TrackStep) -> Option<TrackStep> {
    let fact = match step.fact {
        TrackFact::Assigned { unit, share, because } => {
            let told = |why: WhyNot| !matches!(why, WhyNot::Accused | WhyNot::NotForSealed);
            let passed_over = because.passed_over.into_iter().filter(|passed| told(passed.why)).collect();
            TrackFact::Assigned { unit, share, because: Because { passed_over, ..because } }
        }
        TrackFact::Acted { act, by_person, state, .. } => {
            TrackFact::Acted { act, by_person, state, values: Vec::new() }
        }
        fact @ (TrackFact::Opened | TrackFact::Published) => fact,
        TrackFact::Clock { .. }
        | TrackFact::Told { .. }
        | TrackFact::Added { .. }
        | TrackFact::Supported
        | TrackFact::Unpublished
        | TrackFact::Withheld { .. } => return None,
    };
    Some(TrackStep { at: step.at, fact })
}

/// What the person said of the answer: answered, solved, satisfied, as far as the program asks.
fn verdict(program: &Program, case: &Case) -> Vec<(FieldId, bool)> {
    let figures = &program.figures;
    let fields = [&figures.answered, &figures.solved, &figures.satisfied].into_iter().flatten();
    fields.filter_map(|field| Some((field.clone(), case.value(field)?.as_flag()?))).collect()
}
