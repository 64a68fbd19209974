//! A case, as the person who holds its receipt sees it.

use std::sync::Arc;

use domain::authority;
use domain::case::Case;
use domain::clock::Clock;
use domain::command::Caller;
use domain::event::{Actor, ClockFact, Event, Fact, Share};
use domain::field::{SeenBy, Value, Values, Where};
use domain::ids::{ActId, CaseId, CategoryId, FieldId, KindId, UnitId};
use domain::program::{Act, ClockOn, Ending, Phase, Program, State};
use domain::routing::Because;
use domain::term::is_past;
use domain::text::Text;
use domain::world::World;
use jiff::Timestamp;
use store::{ReadTx, cases, events};
use text::{CaseNumber, Secret, SecretDigest};

use super::ClockView;
use super::case_for_staff::{clocks, program_of};
use super::words::Words;
use crate::shared::Shared;
use crate::{Failure, Office};

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
        /// What the person's form said, in the order of the program; of others nothing: see [`Tracked::told`].
        values: Vec<(FieldId, Value)>,
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
    /// It was decided that the public does not read it.
    Withheld {
        /// Why.
        reason: String,
    },
}

impl Office {
    /// The case that number and secret open. `None` if there is no such number or the secret is another: never said which.
    pub async fn tracked(&self, number: &str, secret: &str) -> Result<Option<Tracked>, Failure> {
        let (Ok(number), Ok(secret)) = (number.parse::<CaseNumber>(), secret.parse::<Secret>()) else {
            return Ok(None);
        };
        let number = number.to_string();
        let digest = secret.digest(&number);
        let world = self.world();
        self.read(move |shared, tx| {
            let Some(stored) = cases::find_by_number(tx, &number)? else { return Ok(None) };
            let opens =
                stored.secret_digest.is_some_and(|stored| SecretDigest::from_bytes(stored).matches(&digest));
            if opens { tracked(tx, shared, &world, stored.case).map(Some) } else { Ok(None) }
        })
        .await
    }
}

fn tracked(tx: &mut ReadTx, shared: &Shared, world: &World, case: Case) -> Result<Tracked, Failure> {
    let now = shared.now();
    let program = program_of(shared, world, &case)?;
    let state = program.state(&case.state_now).cloned();
    let state = state.ok_or_else(|| shared.fault(format!("no state {}", case.state_now)))?;
    let words = Words::of(tx, shared, &program, &case)?;
    let case = words.whole(case);
    let events = events::history(tx, case.id())?;
    let events = events.into_iter().map(|stored| words.told(stored.event));
    let steps = events.filter_map(|event| step(&program, &event)).collect();
    let due = case.next_due().and_then(|clock| clock.due_at);
    let offered = authority::offered(world, &program, &case, &Caller::person(), now);
    Ok(Tracked {
        number: case.opened.number.clone(),
        seq: case.seq,
        kind: case.opened.kind.clone(),
        title: case.opened.title.clone(),
        text: case.opened.text.clone(),
        category: case.category_now.clone(),
        place: case.place_now.clone(),
        photos: case.opened.photos.clone(),
        opened_at: case.opened_at,
        state,
        phase: case.phase_now,
        ending: case.ending,
        holder: case.holder.clone(),
        clocks: clocks(world, &program, &case, now)
            .into_iter()
            .filter(|view| concerns_person(&view.clock))
            .collect(),
        late: due.is_some_and(|due| is_past(due, now)),
        told: case
            .told
            .iter()
            .map(|told| ToldView {
                at: told.at,
                unit: told.unit.clone(),
                notice: told.notice.clone(),
                values: told_values(&program, &told.values, |seen_by| seen_by != SeenBy::Staff),
            })
            .collect(),
        steps,
        offered: offered.into_iter().cloned().collect(),
        supported: case.supported,
        published: case.published.is_some(),
        program,
        case: case.opened.id,
    })
}

/// Whether a clock runs that concerns the person.
pub(crate) fn concerns_person(clock: &Clock) -> bool {
    clock.stopped_at.is_none() && concerns(clock.on)
}

/// Those of whoever holds the case or rules on it, and the person's own windows; not those of helpers.
const fn concerns(on: ClockOn) -> bool {
    on.binds_one_unit() || matches!(on, ClockOn::Person)
}

/// The values that were told, in the order of the program, as far as their fields are for such readers.
pub(super) fn told_values(
    program: &Program,
    told: &Values,
    for_whom: impl Fn(SeenBy) -> bool,
) -> Vec<(FieldId, Value)> {
    let fields = program.fields.iter().filter(|field| for_whom(field.seen_by));
    fields.filter_map(|field| Some((field.id.clone(), told.get(&field.id)?.clone()))).collect()
}

/// What an event is to the person; `None` when it is not for the person.
pub(super) fn step(program: &Program, event: &Event) -> Option<TrackStep> {
    let fact = match &event.fact {
        Fact::Opened(_) => TrackFact::Opened,
        Fact::Acted { act, state, values, .. } => {
            let by_person = event.by == Actor::Person;
            let said = |seen_by| by_person && seen_by != SeenBy::Staff;
            let values = told_values(program, values, said);
            TrackFact::Acted { act: act.clone(), by_person, state: state.clone(), values }
        }
        Fact::Assigned { unit, share, because } => {
            TrackFact::Assigned { unit: unit.clone(), share: *share, because: because.clone() }
        }
        Fact::Clock { clock, change, .. } => {
            let shown = concerns(clock.on) && *change != ClockFact::Warned;
            let name = program.clock(&clock.id).filter(|_| shown)?.name.clone();
            let pause = clock.pauses.last().filter(|_| *change == ClockFact::Paused);
            let note = pause.map(|pause| pause.note.clone()).unwrap_or_default();
            TrackFact::Clock { name, change: change.clone(), due_at: clock.due_at, note }
        }
        Fact::Told { notice, .. } => TrackFact::Told { notice: notice.clone() },
        Fact::Added { text, photos } => TrackFact::Added { text: text.clone(), photos: photos.clone() },
        Fact::Supported { .. } => TrackFact::Supported,
        Fact::Published { .. } => TrackFact::Published,
        Fact::Unpublished { .. } => TrackFact::Unpublished,
        Fact::Withheld { reason } => TrackFact::Withheld { reason: reason.clone() },
        Fact::CoDone { .. }
        | Fact::Inherited { .. }
        | Fact::Noted { .. }
        | Fact::Linked { .. }
        | Fact::Revealed { .. }
        | Fact::Recused { .. }
        | Fact::Moved { .. }
        | Fact::Sealed { .. }
        | Fact::Recategorised { .. }
        | Fact::Visit { .. } => return None,
    };
    Some(TrackStep { at: event.at, fact })
}
