//! What a pack says about one kind of case. A program is data: nothing in this module decides anything.
//!
//! Read a program as a clerk would: a case is *opened* by an act, stands in a *state*, and *acts* lead from state to state. Each
//! act says who may do it, what its form asks, when it is offered, where the case goes, which clocks start and stop, and what the
//! person is told. [`crate::decide`] carries that out for every program alike.

mod clocks;
mod doer;
mod library;
mod visits;

use serde::{Deserialize, Serialize};

use crate::clock::ClockId;
use crate::field::Field;
use crate::guard::Guard;
use crate::ids::{ActId, FieldId, KindId, Role, StateId, UnitKind};
use crate::rota::Preset;
use crate::text::Text;
use crate::unit::Level;

pub use crate::clock::ClockOn;
pub use clocks::{ClockChange, ClockDef, ClockVerb, Length, TermChoice};
pub use doer::{Doer, Relation};
pub use library::{Library, Questions};
pub use visits::{Fairness, Need, VisitEnd, Visits};

/// The act that opens a case has this name in every program.
pub const OPENING: &str = "raise";

/// Acts that may follow one another by themselves after one command. See [`Act::then`].
pub const THEN_MAX: usize = 4;

/// One kind of case, in one version.
#[derive(Clone, Debug)]
pub struct Program {
    /// Its name: `petition`.
    pub id: KindId,
    /// Rises by one whenever the pack changes; a case keeps the version under which it was opened.
    pub version: u32,
    /// Where people choose among programs, the one with the smallest number stands first and is chosen beforehand.
    pub order: u32,
    /// The letters of its case numbers: `XF`.
    pub prefix: String,
    /// Which facets its cases carry.
    pub shape: Shape,
    /// What people call it.
    pub name: Text,
    /// One sentence for the person who asks "is this the right place?".
    pub summary: Text,
    /// The regulation behind it.
    pub basis: Text,
    /// Who does what, and at which levels there is anybody to do it.
    pub roles: Vec<RoleDef>,
    /// The levels at which its cases can be held.
    pub levels: Vec<Level>,
    /// Every field of every form.
    pub fields: Vec<Field>,
    /// Every state.
    pub states: Vec<State>,
    /// The act that opens a case; its [`Act::from`] is empty.
    pub opening: Act,
    /// By which ways cases come in.
    pub channels: Vec<Channel>,
    /// Every other act.
    pub acts: Vec<Act>,
    /// Every clock.
    pub clocks: Vec<ClockDef>,
    /// Which cases are sealed, and who may handle them.
    pub sealing: Option<Sealing>,
    /// When its cases take place; an activity has one.
    pub schedule: Option<Schedule>,
    /// How people are received who come to it.
    pub visits: Option<Visits>,
    /// Set where its cases are texts that the public looks up: laws, rules, announcements.
    pub library: Option<Library>,
    /// How often leaders hold it, as different authorities say; the first holds unless the office chooses another.
    pub presets: Vec<Preset>,
    /// Kinds of case that come out of its cases: the commitments of an on-site office.
    pub outcomes: Vec<KindId>,
    /// Fields that stand as columns in a list of its cases. Empty: the program has no list of its own.
    pub columns: Vec<FieldId>,
    /// What the public figures are made of.
    pub figures: Figures,
}

/// Which facets a case carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// 诉求: somebody wants something settled.
    Matter,
    /// 活动: people meet at a time and place.
    Activity,
    /// 台账: a thing that is kept.
    Record,
}

/// A role of the program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleDef {
    /// Its name.
    pub id: Role,
    /// What people call it.
    pub name: Text,
    /// The levels at which a unit has somebody in this role; empty: at all.
    pub levels: Vec<Level>,
}

/// A way by which a case came in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Channel {
    /// Its name: `web`, `call`, `visit`, `letter`.
    pub id: String,
    /// What people call it.
    pub name: Text,
    /// Whether the person uses it alone, without an officer.
    pub by_person: bool,
}

/// Where a case can stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    /// Its name.
    pub id: StateId,
    /// What staff call it.
    pub name: Text,
    /// What the person is told: one plain sentence; `{unit}` is the name of the unit that holds the case.
    pub about: Text,
    /// How far along it is.
    pub phase: Phase,
    /// Who must act next.
    pub waits_for: WaitsFor,
    /// Set for states in which a case ends. Whatever clock still runs is stopped when a case enters one.
    pub ends: Option<Ending>,
}

/// How far along a case is: four steps that are the same for every program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// 已收到.
    Received,
    /// 办理中.
    Handling,
    /// 已答复.
    Answered,
    /// 已办结.
    Closed,
}

impl Phase {
    /// All, in their order.
    pub const ALL: [Phase; 4] = [Self::Received, Self::Handling, Self::Answered, Self::Closed];

    /// Its name in stored columns, addresses and text keys.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Handling => "handling",
            Self::Answered => "answered",
            Self::Closed => "closed",
        }
    }

    /// The phase with this name.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|phase| phase.as_str() == text)
    }
}

/// Who must act next in a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WaitsFor {
    /// The unit that holds the case.
    Holder,
    /// The person: to rate, to ask for a review.
    Person,
    /// The common superior of two units that disagree.
    Ruler,
    /// Nobody: the case has ended.
    Nobody,
}

/// How a case ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// 办结: answered, and nobody asked for more.
    Settled,
    /// 不予受理: not accepted, with the right path told.
    NotAccepted,
    /// 撤回: the person took it back.
    Withdrawn,
    /// 导入法定途径: goes on elsewhere under its own law.
    Routed,
    /// 终结: the same facts are not taken up again.
    Final,
    /// 作废: registered by mistake or twice.
    Void,
}

/// One thing that can be done to a case.
#[derive(Clone, Debug)]
pub struct Act {
    /// Its name.
    pub id: ActId,
    /// What stands on the button.
    pub name: Text,
    /// One sentence of help above its form; may be empty.
    pub help: Text,
    /// In which states it is offered; empty only for the opening.
    pub from: Vec<StateId>,
    /// Where the case goes; `None`: it stays.
    pub to: Option<StateId>,
    /// Who may do it.
    pub by: Vec<Doer>,
    /// Offered only when this holds. Not for the opening: there a rule refuses with words.
    pub when: Option<Guard>,
    /// What its form asks.
    pub asks: Vec<Ask>,
    /// What must hold of the form, with the words of the refusal.
    pub rules: Vec<Rule>,
    /// Who holds the case afterwards; `None`: nothing changes.
    pub assign: Option<Assign>,
    /// What happens to clocks, in this order.
    pub clocks: Vec<ClockChange>,
    /// Fields whose values the person is told now: the written answer.
    pub tells: Vec<FieldId>,
    /// What the person is told in one sentence; `{unit}` (the holder), `{due}` (the next due day of all) and `{due.reply}` (that of
    /// the clock `reply`) are filled in. Nothing when empty.
    pub notice: Text,
    /// Acts whose doer may not do this one: four eyes.
    pub apart: Vec<ActId>,
    /// Set where the act finds that the case must be sealed from now on: an officer determines that it is an accusation.
    pub seals: Option<Seals>,
    /// Whether it is the act that one usually does in these states.
    pub main: bool,
    /// Whether it gives the person a new answer duty, counted as reopened.
    pub reopens: bool,
    /// Whether the public may read title and text from then on, where the person agrees. A sealed case stays unseen.
    pub publishes: bool,
    /// What follows by itself: the first of these acts that the timer may do, that is offered in the state now reached and whose
    /// [`Act::when`] holds is done at once, at the same time, by the timer, with an empty form, and so on from there (at most
    /// [`THEN_MAX`] in a row). So one form can lead to different places: "not solved" becomes a new duty, "solved" an end.
    pub then: Vec<ActId>,
}

/// A field that a form asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    /// Which.
    pub field: FieldId,
    /// Whether it must be given.
    pub required: bool,
}

/// What must hold when an act is done, and what is said when it does not.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Must be true of the case and the form.
    pub must: Guard,
    /// The words of the refusal.
    pub otherwise: Text,
}

/// What an act says that seals the case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seals {
    /// The field in which units are chosen that are complained about; they are added to those known before.
    pub accused: Option<FieldId>,
}

/// Who holds the case after an act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Assign {
    /// The lowest unit that the duty list names for category and place: `route`.
    Route,
    /// The unit chosen in a field: `field:unit`.
    Field(FieldId),
    /// The next unit above the holder (`superior`): escalation, and the organ that reviews.
    Superior,
    /// Back to the unit that sent it (`sender`).
    Sender,
    /// Back to the unit that registered it (`receiver`).
    Receiver,
    /// The unit that last held the case as the one that must answer (`handler`).
    Handler,
    /// The nearest unit of a kind that serves the place: `kind:petition`. Also who receives a case from the person. An officer who
    /// opens a case in a unit of this kind that serves the place keeps it there.
    Kind(UnitKind),
    /// The unit of the officer who does the act (`own`).
    Own,
    /// Further units, chosen in a field, help (协办) or owe an answer of their own; the holder stays: `co:co_units`.
    Co(FieldId),
    /// The helping unit of the officer who does the act has done its part (`co_done`). If the act stops clocks of which each
    /// helping unit has its own, it is offered only while one of them is open for that unit.
    CoDone,
}

/// Which cases are sealed.
#[derive(Clone, Debug)]
pub struct Sealing {
    /// A case is sealed when this holds of its opening. Later only an act that [seals](Act::seals) does so.
    pub when: Guard,
    /// The kinds of unit that may hold and see a sealed case.
    pub handlers: Vec<UnitKind>,
    /// What stands in lists instead of the title.
    pub title: Text,
}

/// Which fields say when and under whom a case takes place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// The moment at which it begins.
    pub starts: FieldId,
    /// The moment at which it ends.
    pub ends: FieldId,
    /// The leader who holds it.
    pub leader: Option<FieldId>,
}

impl Schedule {
    /// Its fields.
    pub fn fields(&self) -> impl Iterator<Item = &FieldId> {
        [&self.starts, &self.ends].into_iter().chain(&self.leader)
    }
}

/// What the public figures are made of. Each part may be absent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// The clock that says "in time".
    pub in_time: Option<ClockId>,
    /// The yes-no field in which the person says "answered".
    pub answered: Option<FieldId>,
    /// The yes-no field in which the person says "solved".
    pub solved: Option<FieldId>,
    /// The yes-no field in which the person says "satisfied".
    pub satisfied: Option<FieldId>,
    /// The act by which an officer asks the person (回访).
    pub callback: Option<ActId>,
    /// The act that records that an activity was held.
    pub held: Option<ActId>,
    /// Numbers that are added up over the times that it was held: people who came, questions answered.
    pub counts: Vec<FieldId>,
}

impl Act {
    /// The clocks that it stops.
    pub fn stops(&self) -> impl Iterator<Item = &ClockId> {
        let stopped = self.clocks.iter().filter(|change| change.change == ClockVerb::Stop);
        stopped.map(|change| &change.clock)
    }
}

impl Program {
    /// Whether one of its acts can seal a case that was opened as another.
    #[must_use]
    pub fn seals_later(&self) -> bool {
        self.sealing.is_some() && self.acts.iter().any(|act| act.seals.is_some())
    }

    /// The state with this name.
    #[must_use]
    pub fn state(&self, id: &StateId) -> Option<&State> {
        self.states.iter().find(|state| state.id == *id)
    }

    /// The act with this name, the opening included.
    #[must_use]
    pub fn act(&self, id: &ActId) -> Option<&Act> {
        std::iter::once(&self.opening).chain(&self.acts).find(|act| act.id == *id)
    }

    /// The field with this name.
    #[must_use]
    pub fn field(&self, id: &FieldId) -> Option<&Field> {
        self.fields.iter().find(|field| field.id == *id)
    }

    /// The clock with this name. A helping unit's clock is called `name/unit`.
    #[must_use]
    pub fn clock(&self, id: &ClockId) -> Option<&ClockDef> {
        let name = id.as_str().split_once('/').map_or(id.as_str(), |(name, _)| name);
        self.clocks.iter().find(|clock| clock.id.as_str() == name)
    }
}
