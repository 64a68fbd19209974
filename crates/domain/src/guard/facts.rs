//! What guards see of a case.

use std::collections::HashMap;

use cel::{Context, Value as Cel};
use jiff::Timestamp;

use super::check::GuardType;
use crate::case::Case;
use crate::clock::ClockState;
use crate::field::{Value, Values};
use crate::program::Program;
use crate::routing;
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
    ("sealed", GuardType::YesNo),
    ("published", GuardType::YesNo),
    ("named", GuardType::YesNo),
];

/// How a clock can stand, as guards read it.
pub const CLOCK_STATES: &[&str] = &["off", "running", "paused", "stopped", "late"];

/// What guards see of one case at one moment.
pub struct Facts {
    context: Context<'static, 'static>,
}

impl Facts {
    /// The facts of `case` at `now`, with the values of a form on top.
    #[must_use]
    pub fn new(world: &World, program: &Program, case: &Case, form: &Values, now: Timestamp) -> Self {
        let mut context = Context::default();
        let stored = fields(program, &[&case.values_now]);
        let given = fields(program, &[&case.values_now, form]);
        context.add_variable_from_value("f", stored);
        context.add_variable_from_value("form", given);
        context.add_variable_from_value("case", case_facts(world, case, now));
        let clocks: HashMap<String, Cel> = program
            .clocks
            .iter()
            .map(|clock| {
                let state = case.clock(&clock.id).map_or("off", |clock| clock_word(clock.state(now)));
                (clock.id.to_string(), Cel::from(state))
            })
            .collect();
        context.add_variable_from_value("clocks", clocks);
        let done: Vec<String> = case.acts.iter().map(|done| done.act.to_string()).collect();
        context.add_variable_from_value("done", done);
        let duty: HashMap<String, Cel> =
            HashMap::from([("holder".to_owned(), Cel::Bool(routing::holder_on_duty(world, case, now)))]);
        context.add_variable_from_value("duty", duty);
        Self { context }
    }

    pub(super) fn context(&self) -> &Context<'static, 'static> {
        &self.context
    }
}

fn fields(program: &Program, layers: &[&Values]) -> HashMap<String, Cel> {
    program
        .fields
        .iter()
        .map(|field| {
            let value = layers.iter().rev().find_map(|values| values.get(&field.id)).cloned();
            (field.id.to_string(), cel_value(value.unwrap_or_else(|| field.empty())))
        })
        .collect()
}

fn cel_value(value: Value) -> Cel {
    match value {
        Value::Flag(flag) => Cel::Bool(flag),
        Value::Number(number) => Cel::Int(number),
        Value::Text(text) => Cel::from(text),
        Value::List(list) => Cel::from(list),
    }
}

fn case_facts(world: &World, case: &Case, now: Timestamp) -> HashMap<String, Cel> {
    let opened = &case.opened;
    let level = case.holder.as_ref().and_then(|unit| world.units.find(unit)).map(|unit| unit.level.as_str());
    let days = now.duration_since(case.opened_at).as_secs() / (24 * 60 * 60);
    let number = |count: usize| Cel::Int(i64::try_from(count).unwrap_or(i64::MAX));
    [
        ("channel", Cel::from(opened.channel.as_str())),
        ("category", Cel::from(case.category_now.as_str())),
        ("state", Cel::from(case.state_now.as_str())),
        ("level", Cel::from(level.unwrap_or_default())),
        ("people", Cel::Int(opened.people_count.into())),
        ("days", Cel::Int(days)),
        ("reopened", Cel::Int(case.reopened.into())),
        ("supported", Cel::Int(case.supported.into())),
        ("photos", number(opened.photos.len())),
        ("sealed", Cel::Bool(opened.sealed)),
        ("published", Cel::Bool(case.published.is_some())),
        ("named", Cel::Bool(!opened.people.is_empty())),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value))
    .collect()
}

fn clock_word(state: ClockState) -> &'static str {
    match state {
        ClockState::Running { .. } => "running",
        ClockState::Paused { .. } => "paused",
        ClockState::Stopped { .. } => "stopped",
        ClockState::Breached { .. } => "late",
    }
}
