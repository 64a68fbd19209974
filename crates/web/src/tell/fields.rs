//! Fields of a program: as controls of a form, and their values as words.

use domain::field::{Field as Asked, FieldKind, FieldOption, Value, Values};
use domain::ids::FieldId;
use domain::leader::Leader;
use domain::program::{Act, Ask, Program};
use domain::unit::Unit;

use crate::page::Page;
use crate::parts::{Choice, Field};
use crate::sent::{ACT_FIELD, Sent};

/// Options of a choice that still stand one under the other; more become a list to pick from.
const RADIOS_MAX: usize = 7;

/// The options of a field that has some.
pub(crate) fn options(kind: &FieldKind) -> &[FieldOption] {
    match kind {
        FieldKind::Choice { options } | FieldKind::Choices { options } => options,
        _ => &[],
    }
}

/// The name of the control of a program's field.
pub(crate) fn control_name(field: &FieldId) -> String {
    format!("{ACT_FIELD}{field}")
}

/// A value as the person reads it.
#[must_use]
pub fn value_text(page: &Page, field: &Asked, value: &Value) -> String {
    let option = |code: &str| {
        let found = options(&field.kind).iter().find(|option| option.id == code);
        found.map_or_else(|| code.to_owned(), |option| page.t.text(&option.label).to_owned())
    };
    let listed = |names: Vec<String>| names.join("、");
    match (&field.kind, value) {
        (_, Value::Flag(flag)) => page.t.say(if *flag { "answer-yes" } else { "answer-no" }),
        (_, Value::Number(number)) => number.to_string(),
        (FieldKind::Date, Value::Text(day)) => {
            day.parse().map_or_else(|_| day.clone(), |day| page.t.full_day(day))
        }
        (FieldKind::Moment, Value::Text(moment)) => {
            moment.parse().map_or_else(|_| moment.clone(), |moment| page.t.moment(moment))
        }
        // The words are pages long, and stand on a page of their own.
        (FieldKind::Document { .. }, _) => page.t.say("document-value"),
        (FieldKind::Leader, Value::Text(leader)) => page.leader(&leader.as_str().into()),
        (FieldKind::Unit | FieldKind::Units, value) => {
            listed(value.entries().map(|id| page.unit(&id.into())).collect())
        }
        (FieldKind::Choice { .. } | FieldKind::Choices { .. }, value) => {
            listed(value.entries().map(option).collect())
        }
        (_, value) => value.entries().collect::<Vec<_>>().join("\n"),
    }
}

impl Page {
    /// Values as lines, each with its label; in the order of the program.
    #[must_use]
    pub fn values_text(&self, program: &Program, values: &Values) -> String {
        let known = program.fields.iter().filter_map(|field| {
            let value = values.get(&field.id)?;
            let (label, value) = (self.t.text(&field.label), value_text(self, field, value));
            Some(self.t.with("field-line", [("label", label), ("value", value.as_str())]))
        });
        known.collect::<Vec<_>>().join("\n")
    }

    /// The controls of an act, with what was typed before.
    #[must_use]
    pub fn act_fields(&self, program: &Program, act: &Act, sent: &Sent) -> Vec<Field> {
        let asked = act.asks.iter().filter_map(|ask| Some((ask, program.field(&ask.field)?)));
        asked.map(|(ask, field)| self.control(ask, field, sent)).collect()
    }

    fn control(&self, ask: &Ask, field: &Asked, sent: &Sent) -> Field {
        let name = control_name(&field.id);
        let typed = sent.all(&name);
        let first = typed.first().cloned().unwrap_or_default();
        let new = |kind: &str| Field::new(kind, name.clone(), self.t.text(&field.label));
        let control = match &field.kind {
            FieldKind::Line { .. } => new("text").value(first),
            FieldKind::Text { chars_max } | FieldKind::Document { chars_max } => {
                new("area").value(first).max(usize::try_from(*chars_max).unwrap_or(0))
            }
            FieldKind::Choice { options } if options.len() <= RADIOS_MAX => {
                new("radios").options(self.option_choices(options)).value(first)
            }
            FieldKind::Choice { options } => {
                new("select").options(self.with_choose(self.option_choices(options))).value(first)
            }
            FieldKind::Choices { options } => {
                new("checks").options(self.option_choices(options)).values(typed)
            }
            FieldKind::YesNo => new("columns").options(self.yes_no()).value(first),
            FieldKind::Number { .. } => new("number").value(first),
            FieldKind::Date => new("date").value(first),
            FieldKind::Moment => new("moment").value(first),
            FieldKind::Leader => new("select").options(self.with_choose(self.leader_choices())).value(first),
            FieldKind::Unit => new("select").options(self.with_choose(self.unit_choices())).value(first),
            FieldKind::Units => new("checks").options(self.unit_choices()).values(typed),
            FieldKind::CanI => new("area").value(first),
            FieldKind::Lines { .. } => new("area").value(typed.join("\n")),
        };
        let control = control.hint(self.control_hint(field));
        if ask.required { control } else { control.optional() }
    }

    fn control_hint(&self, field: &Asked) -> String {
        let help = self.t.text(&field.help);
        match &field.kind {
            _ if !help.is_empty() => help.to_owned(),
            FieldKind::Lines { lines_max } => self.t.with("act-lines-hint", [("max", lines_max.to_string())]),
            FieldKind::Number { min, max } => {
                self.t.with("act-number-hint", [("min", min.to_string()), ("max", max.to_string())])
            }
            _ => String::new(),
        }
    }

    /// Yes and no.
    #[must_use]
    pub fn yes_no(&self) -> Vec<Choice> {
        vec![Choice::new("yes", self.t.say("act-yes")), Choice::new("no", self.t.say("act-no"))]
    }

    pub(crate) fn with_choose(&self, mut choices: Vec<Choice>) -> Vec<Choice> {
        choices.insert(0, Choice::new("", self.t.say("act-choose")));
        choices
    }

    fn option_choices(&self, options: &[FieldOption]) -> Vec<Choice> {
        options.iter().map(|option| Choice::new(option.id.clone(), self.t.text(&option.label))).collect()
    }

    /// Those who lead today, those of the caller's own part of the world first.
    pub(crate) fn leader_choices(&self) -> Vec<Choice> {
        let near = |leader: &Leader| self.is_near(self.world.units.find(&leader.unit));
        let today = self.world.calendar.date_of(self.now);
        let mut leaders: Vec<&Leader> = self.world.leaders.in_office(today).collect();
        leaders.sort_by_key(|leader| !near(leader));
        leaders.iter().map(|leader| Choice::new(leader.id.as_str(), self.leader(&leader.id))).collect()
    }

    /// Whether a unit serves a place that the caller's own unit serves too.
    fn is_near(&self, unit: Option<&Unit>) -> bool {
        let own = self.signed_in.as_ref().and_then(|by| self.world.units.find(&by.account.unit));
        own.zip(unit)
            .is_some_and(|(own, unit)| unit.place.is_within(&own.place) || own.place.is_within(&unit.place))
    }

    /// Every unit, those of the caller's own part of the world first.
    pub(crate) fn unit_choices(&self) -> Vec<Choice> {
        let mut units: Vec<&Unit> = self.world.units.iter().collect();
        units.sort_by_key(|unit| (!self.is_near(Some(unit)), unit.level.rank(), unit.id.clone()));
        units.iter().map(|unit| Choice::new(unit.id.as_str(), self.t.text(&unit.name))).collect()
    }
}
