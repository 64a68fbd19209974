//! A `pack.toml` as it is written. What each part means stands in [`domain::program`]; `docs/guide/packs.md` tells it to authors.

use std::collections::HashMap;

use domain::clock::ClockId;
use domain::field::SeenBy;
use domain::guard::Guard;
use domain::ids::{ActId, FieldId, KindId, Role, StateId, UnitKind};
use domain::program::{Ask, Assign, ClockOn, Doer, Ending, Phase, Shape, WaitsFor};
use domain::rota::Every;
use domain::term::Term;
use domain::unit::Level;
use serde::Deserialize;

use crate::sourcetext::{From, Name, Written};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Source {
    pub(crate) pack: Pack,
    #[serde(default)]
    pub(crate) role: Vec<RoleSource>,
    #[serde(default)]
    pub(crate) channel: Vec<Channel>,
    #[serde(default)]
    pub(crate) field: Vec<Field>,
    #[serde(default)]
    pub(crate) state: Vec<State>,
    pub(crate) opening: Opening,
    #[serde(default)]
    pub(crate) act: Vec<Act>,
    #[serde(default)]
    pub(crate) clock: Vec<Clock>,
    pub(crate) sealing: Option<Sealing>,
    pub(crate) schedule: Option<Schedule>,
    pub(crate) visits: Option<Visits>,
    pub(crate) library: Option<Library>,
    #[serde(default)]
    pub(crate) preset: Vec<PresetSource>,
    #[serde(default)]
    pub(crate) figures: Figures,
}

/// A text in two languages. A missing one is for the checker to find, so that all of them are shown together.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Text {
    #[serde(default)]
    pub(crate) zh: String,
    #[serde(default)]
    pub(crate) en: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Pack {
    pub(crate) id: Written<KindId>,
    pub(crate) version: u32,
    #[serde(default = "last")]
    pub(crate) order: u32,
    pub(crate) prefix: String,
    pub(crate) shape: Shape,
    pub(crate) name: Text,
    pub(crate) summary: Text,
    pub(crate) basis: Text,
    pub(crate) levels: Vec<Level>,
    #[serde(default)]
    pub(crate) outcomes: Vec<Written<KindId>>,
    #[serde(default)]
    pub(crate) columns: Vec<Written<FieldId>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RoleSource {
    pub(crate) id: Written<Role>,
    pub(crate) name: Text,
    #[serde(default)]
    pub(crate) levels: Vec<Level>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Channel {
    pub(crate) id: Written<Name>,
    pub(crate) name: Text,
    #[serde(default)]
    pub(crate) by_person: bool,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Kind {
    Line,
    Text,
    Choice,
    Choices,
    YesNo,
    Number,
    Date,
    Moment,
    Unit,
    Units,
    Leader,
    Lines,
    Document,
    CanI,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FieldOption {
    pub(crate) id: Written<Name>,
    #[serde(default)]
    pub(crate) zh: String,
    #[serde(default)]
    pub(crate) en: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Field {
    pub(crate) id: Written<FieldId>,
    pub(crate) label: Text,
    #[serde(default)]
    pub(crate) help: Text,
    pub(crate) kind: toml::Spanned<Kind>,
    pub(crate) options: Option<Vec<FieldOption>>,
    pub(crate) chars_max: Option<u32>,
    pub(crate) min: Option<i64>,
    pub(crate) max: Option<i64>,
    pub(crate) lines_max: Option<u32>,
    #[serde(default)]
    pub(crate) seen_by: SeenBy,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct State {
    pub(crate) id: Written<StateId>,
    pub(crate) name: Text,
    pub(crate) about: Text,
    pub(crate) phase: Phase,
    pub(crate) waits_for: WaitsFor,
    pub(crate) ends: Option<Ending>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rule {
    pub(crate) must: Written<Guard>,
    pub(crate) otherwise: Text,
}

/// The act that opens a case. Its name is always `raise`, and it comes from no state.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Opening {
    pub(crate) name: Text,
    #[serde(default)]
    pub(crate) help: Text,
    pub(crate) to: Written<StateId>,
    pub(crate) by: Vec<Written<Doer>>,
    #[serde(default)]
    pub(crate) asks: Vec<Written<Ask>>,
    #[serde(default)]
    pub(crate) rules: Vec<Rule>,
    pub(crate) assign: Written<Assign>,
    #[serde(default)]
    pub(crate) start: Vec<Written<ClockId>>,
    #[serde(default)]
    pub(crate) notice: Text,
    #[serde(default)]
    pub(crate) then: Vec<Written<ActId>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Pause {
    pub(crate) clock: Written<ClockId>,
    pub(crate) reason: Written<FieldId>,
    pub(crate) note: Written<FieldId>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Extend {
    pub(crate) clock: Written<ClockId>,
    pub(crate) by: Written<Term>,
    pub(crate) ground: Written<FieldId>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Seals {
    pub(crate) accused: Option<Written<FieldId>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Act {
    pub(crate) id: Written<ActId>,
    pub(crate) name: Text,
    #[serde(default)]
    pub(crate) help: Text,
    pub(crate) from: Vec<Written<From>>,
    pub(crate) to: Option<Written<StateId>>,
    pub(crate) by: Vec<Written<Doer>>,
    pub(crate) when: Option<Written<Guard>>,
    #[serde(default)]
    pub(crate) asks: Vec<Written<Ask>>,
    #[serde(default)]
    pub(crate) rules: Vec<Rule>,
    pub(crate) assign: Option<Written<Assign>>,
    #[serde(default)]
    pub(crate) stop: Vec<Written<ClockId>>,
    #[serde(default)]
    pub(crate) resume: Vec<Written<ClockId>>,
    pub(crate) extend: Option<Extend>,
    pub(crate) pause: Option<Pause>,
    #[serde(default)]
    pub(crate) start: Vec<Written<ClockId>>,
    #[serde(default)]
    pub(crate) tells: Vec<Written<FieldId>>,
    #[serde(default)]
    pub(crate) notice: Text,
    #[serde(default)]
    pub(crate) apart: Vec<Written<ActId>>,
    pub(crate) seals: Option<Seals>,
    #[serde(default)]
    pub(crate) main: bool,
    #[serde(default)]
    pub(crate) reopens: bool,
    #[serde(default)]
    pub(crate) publishes: bool,
    #[serde(default)]
    pub(crate) then: Vec<Written<ActId>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TermChoice {
    pub(crate) when: Option<Written<Guard>>,
    pub(crate) term: Option<Written<Term>>,
    pub(crate) until: Option<Written<FieldId>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Clock {
    pub(crate) id: toml::Spanned<Written<ClockId>>,
    pub(crate) name: Text,
    pub(crate) term: Option<Written<Term>>,
    pub(crate) terms: Option<Vec<TermChoice>>,
    pub(crate) warn: Option<Written<Term>>,
    pub(crate) basis: Text,
    pub(crate) on: ClockOn,
    pub(crate) breach: Option<Written<ActId>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sealing {
    pub(crate) when: Written<Guard>,
    pub(crate) handlers: Vec<Written<UnitKind>>,
    pub(crate) title: Text,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Schedule {
    pub(crate) starts: Written<FieldId>,
    pub(crate) ends: Written<FieldId>,
    pub(crate) leader: Option<Written<FieldId>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Library {
    pub(crate) body: Written<FieldId>,
    pub(crate) valid_from: Written<FieldId>,
    pub(crate) valid_until: Option<Written<FieldId>>,
    pub(crate) summary: Option<Written<FieldId>>,
    pub(crate) can_i: Option<Written<FieldId>>,
    pub(crate) changes: Option<Written<FieldId>>,
    #[serde(default)]
    pub(crate) filters: Vec<Written<FieldId>>,
    pub(crate) questions: Option<Questions>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Questions {
    pub(crate) kind: Written<KindId>,
    #[serde(default)]
    pub(crate) with: std::collections::BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Visits {
    pub(crate) books: Vec<Written<StateId>>,
    pub(crate) queues: Vec<Written<StateId>>,
    pub(crate) by: Vec<Written<Doer>>,
    pub(crate) slot_minutes: u32,
    pub(crate) places: u32,
    pub(crate) hold_minutes: u32,
    pub(crate) late_minutes: u32,
    pub(crate) people_max: u32,
    pub(crate) windows: u32,
    #[serde(default)]
    pub(crate) wait_list: bool,
    pub(crate) fairness: Fairness,
    #[serde(default)]
    pub(crate) need: Vec<Need>,
    #[serde(default)]
    pub(crate) end: Vec<VisitEnd>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Fairness {
    pub(crate) per_minute: u32,
    pub(crate) booked: u32,
    pub(crate) invited: u32,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Need {
    pub(crate) id: Written<Name>,
    pub(crate) name: Text,
    pub(crate) points: u32,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct VisitEnd {
    pub(crate) id: Written<Name>,
    pub(crate) name: Text,
    pub(crate) due_days: Option<u32>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PresetSource {
    pub(crate) id: String,
    pub(crate) name: Text,
    pub(crate) every: HashMap<Level, Every>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Figures {
    pub(crate) in_time: Option<Written<ClockId>>,
    pub(crate) answered: Option<Written<FieldId>>,
    pub(crate) solved: Option<Written<FieldId>>,
    pub(crate) satisfied: Option<Written<FieldId>>,
    pub(crate) callback: Option<Written<ActId>>,
    pub(crate) held: Option<Written<ActId>>,
    #[serde(default)]
    pub(crate) counts: Vec<Written<FieldId>>,
}

/// A pack that says no order stands after those that do.
fn last() -> u32 {
    u32::MAX
}
