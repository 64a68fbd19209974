//! What guards see of a case.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use cel::common::value::CowVal;
use cel::context::VariableResolver;
use cel::{Context, Env, Value as Cel};
use jiff::Timestamp;

use super::check::GuardType;
use crate::case::Case;
use crate::clock::{ClockId, ClockState};
use crate::event::is_clock;
use crate::field::{Value, Values};
use crate::program::Program;
use crate::routing;
use crate::schedule;
use crate::visit;
use crate::world::World;

/// What stands under `case.`, with its type.
pub const CASE_FACTS: &[(&str, GuardType)] = &[
    ("channel", GuardType::Text),
    ("category", GuardType::Text),
    ("state", GuardType::Text),
    ("level", GuardType::Text),
    ("people", GuardType::Number),
    ("days", GuardType::Number),
    ("reopened", GuardType::Number),
    ("supported", GuardType::Number),
    ("photos", GuardType::Number),
    ("ahead", GuardType::Number),
    ("waiting", GuardType::Number),
    ("sealed", GuardType::YesNo),
    ("published", GuardType::YesNo),
    ("named", GuardType::YesNo),
    ("begun", GuardType::YesNo),
];

/// How a clock can stand, as guards read it.
pub const CLOCK_STATES: &[&str] = &["off", "running", "paused", "stopped", "late"];

/// CEL's operators and functions. Built once: that takes longer than any decision.
static OPERATORS: LazyLock<Arc<Env>> = LazyLock::new(|| Arc::new(Env::stdlib()));

/// What guards see of one case at one moment. Nothing is looked up before a guard asks for it.
#[derive(Clone, Debug)]
pub struct Facts<'a> {
    world: &'a World,
    program: &'a Program,
    case: &'a Case,
    form: Values,
    now: Timestamp,
}

impl<'a> Facts<'a> {
    /// The facts of `case` at `now`, with the values of a form on top.
    #[must_use]
    pub fn new(
        world: &'a World,
        program: &'a Program,
        case: &'a Case,
        form: &Values,
        now: Timestamp,
    ) -> Self {
        Self { world, program, case, form: form.clone(), now }
    }

    /// The program of the case.
    pub(crate) fn program(&self) -> &'a Program {
        self.program
    }

    /// Whether a guard's answer is yes.
    pub(super) fn agree(&self, guard: &cel::Program) -> bool {
        let mut context = Context::with_env(Arc::clone(&OPERATORS));
        context.set_variable_resolver(self);
        matches!(guard.execute(&context), Ok(Cel::Bool(true)))
    }

    fn value(&self, scope: &str, name: &str) -> Option<Cel> {
        match scope {
            "f" => self.field(name, None),
            "form" => self.field(name, self.form.get(name)),
            "case" => self.of_case(name),
            "clocks" => {
                let def = self.program.clocks.iter().find(|clock| clock.id.as_str() == name)?;
                Some(Cel::from(self.clock_word(&def.id)))
            }
            "duty" if name == "holder" => {
                Some(Cel::Bool(routing::holder_on_duty(self.world, self.case, self.now)))
            }
            "duty" if name == "steps" => {
                let lowest = self.program.levels.iter().copied().min();
                Some(Cel::Int(routing::steps_above_duty(self.world, self.case, lowest, self.now)))
            }
            _ => None,
        }
    }

    /// How a clock stands; of several of which each unit has its own, the one that is worst.
    fn clock_word(&self, id: &ClockId) -> &'static str {
        let all = self.case.clocks.iter().filter(|clock| is_clock(&clock.id, id));
        let words = all.map(|clock| clock_word(clock.state(self.now)));
        let urgency = |word: &&str| {
            ["off", "stopped", "paused", "running", "late"].iter().position(|known| known == word)
        };
        words.max_by_key(urgency).unwrap_or("off")
    }

    fn field(&self, name: &str, given: Option<&Value>) -> Option<Cel> {
        let field = self.program.fields.iter().find(|field| field.id.as_str() == name)?;
        let value = given.or_else(|| self.case.values_now.get(name)).cloned();
        Some(cel_value(value.unwrap_or_else(|| field.empty())))
    }

    /// Whether the time has come at which it takes place.
    fn begun(&self) -> bool {
        let span = schedule::span(self.program, self.case, &self.world.calendar);
        span.is_some_and(|span| span.starts_at <= self.now)
    }

    /// Days from today until the day on which it begins; below 0 once that is past, and where nobody has said when.
    fn ahead(&self) -> i64 {
        let calendar = &self.world.calendar;
        let span = schedule::span(self.program, self.case, calendar);
        let day = span.map(|span| calendar.date_of(span.starts_at));
        let days = day.and_then(|day| calendar.date_of(self.now).until(day).ok());
        days.map_or(-1, |days| days.get_days().into())
    }

    fn of_case(&self, name: &str) -> Option<Cel> {
        let (case, opened) = (self.case, &self.case.opened);
        let level = || case.holder.as_ref().and_then(|unit| self.world.units.find(unit));
        Some(match name {
            "channel" => Cel::from(opened.channel.as_str()),
            "category" => Cel::from(case.category_now.as_str()),
            "state" => Cel::from(case.state_now.as_str()),
            "level" => Cel::from(level().map_or("", |unit| unit.level.as_str())),
            "people" => Cel::Int(opened.people_count.into()),
            "days" => Cel::Int(self.now.duration_since(case.opened_at).as_secs() / (24 * 60 * 60)),
            "reopened" => Cel::Int(case.reopened.into()),
            "supported" => Cel::Int(case.supported.into()),
            "photos" => Cel::Int(i64::try_from(opened.photos.len()).unwrap_or(i64::MAX)),
            "waiting" => Cel::Int(visit::figures(case).waiting.into()),
            "ahead" => Cel::Int(self.ahead()),
            "sealed" => Cel::Bool(opened.sealed),
            "published" => Cel::Bool(case.published.is_some()),
            "named" => Cel::Bool(!opened.people.is_empty()),
            "begun" => Cel::Bool(self.begun()),
            _ => return None,
        })
    }
}

impl VariableResolver for Facts<'_> {
    fn resolve<'b>(&'b self, variable: &str) -> Option<CowVal<'b, 'b>> {
        let value = match variable.split_once('.') {
            Some((scope, name)) => self.value(scope, name)?,
            None if variable == "done" => {
                Cel::from(self.case.acts.iter().map(|done| done.act.to_string()).collect::<Vec<_>>())
            }
            None => return None,
        };
        value.try_into().ok().map(CowVal::Owned)
    }
}

/// Bare names with what they stand for.
#[derive(Debug)]
pub(super) struct Names<'v>(pub(super) &'v BTreeMap<String, Value>);

impl Names<'_> {
    /// Whether a guard's answer is yes.
    pub(super) fn agree(&self, guard: &cel::Program) -> bool {
        let mut context = Context::with_env(Arc::clone(&OPERATORS));
        context.set_variable_resolver(self);
        matches!(guard.execute(&context), Ok(Cel::Bool(true)))
    }
}

impl VariableResolver for Names<'_> {
    fn resolve<'b>(&'b self, variable: &str) -> Option<CowVal<'b, 'b>> {
        cel_value(self.0.get(variable)?.clone()).try_into().ok().map(CowVal::Owned)
    }
}

fn cel_value(value: Value) -> Cel {
    match value {
        Value::Flag(flag) => Cel::Bool(flag),
        Value::Number(number) => Cel::Int(number),
        Value::Text(text) => Cel::from(text),
        Value::List(list) => Cel::from(list),
    }
}

fn clock_word(state: ClockState) -> &'static str {
    match state {
        ClockState::Running { .. } => "running",
        ClockState::Paused { .. } => "paused",
        ClockState::Stopped { .. } => "stopped",
        ClockState::Breached { .. } => "late",
    }
}
