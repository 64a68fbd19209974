//! The policies and announcements of the demonstration: written by one, published by another, revised; and what people asked about them.

use std::collections::BTreeMap;

use domain::command::{Caller, Command, Form, Occasion};
use domain::field::Where;
use domain::ids::{CategoryId, KindId, Role, UnitId};
use domain::place::PlaceCode;
use jiff::{SignedDuration, Timestamp, ToSpan};
use office::{Contact, NewCase};
use serde::Deserialize;

use super::actor::{Pace, Part};
use super::script::Script;
use super::staff::somebody;
use super::town::{Town, spot};
use crate::dice::Dice;
use crate::life::Life;

/// Between an act and the next.
const PAUSE: SignedDuration = SignedDuration::from_mins(75);
/// The program in which questions are asked, and by which way.
const ASKED: (&str, &str) = ("hotline", "web");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    text: Vec<Text>,
}

/// A text as it is written in `demo/policies.toml`.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Text {
    id: String,
    kind: KindId,
    unit: UnitId,
    category: CategoryId,
    place: PlaceCode,
    title: String,
    #[serde(rename = "text")]
    about: String,
    #[serde(default)]
    form: BTreeMap<String, String>,
    #[serde(default)]
    summary: String,
    #[serde(default)]
    can_i: String,
    version: Vec<Version>,
    #[serde(default)]
    question: Vec<Question>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Version {
    days_ago: i64,
    from: i64,
    until: Option<i64>,
    #[serde(default)]
    changes: String,
    body: String,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Question {
    days_ago: i64,
    place: PlaceCode,
    title: String,
    text: String,
    answer: String,
}

/// Reads `demo/policies.toml`.
pub(super) fn read(text: &str) -> Result<Vec<Text>, toml::de::Error> {
    toml::from_str::<File>(text).map(|file| file.text)
}

impl Text {
    /// Plays it and what people asked about it, each under its name. Nothing if its program is not there.
    pub(super) fn play(&self, town: &Town<'_>, number: u64) -> Vec<(String, Life)> {
        let key = format!("demo/text/{}", self.id);
        let Some(life) = self.written(town) else { return Vec::new() };
        let source = (key.clone(), life.opening.0.at);
        let mut lives = vec![(key.clone(), life)];
        for (at, question) in (0..).zip(&self.question) {
            let mut dice = Dice::of(town.seed ^ 0x9a57, number.wrapping_mul(16).wrapping_add(at));
            if let Some(mut asked) = question.play(self, town, &mut dice) {
                asked.source = Some(source.clone());
                lives.push((format!("{key}/asked/{at}"), asked));
            }
        }
        lives
    }

    fn written(&self, town: &Town<'_>) -> Option<Life> {
        let (first, later) = self.version.split_first()?;
        let of = |role: &str| town.staff.of(&self.unit, &Role::from(role)).into_iter().next();
        let (writer, head) = (of("caseworker")?, of("approver")?);
        let program = town.world.programs.current(&self.kind)?;
        let at = morning(town, first.days_ago);
        let new = NewCase {
            kind: self.kind.clone(),
            channel: program.channels.first()?.id.clone(),
            category: self.category.clone(),
            place: Where { place: self.place.clone(), spot: String::new(), point: None },
            title: self.title.clone(),
            text: self.about.clone(),
            people: Vec::new(),
            people_count: 1,
            accused: Vec::new(),
            may_publish: true,
            photos: Vec::new(),
            form: self.form_of(town, first),
        };
        let mut life = Life::open(town.world, Occasion { at, caller: writer.clone() }, new).ok()?;
        let publish = |life: &mut Life| {
            act(town, life, &writer, ("send", Form::new()))?;
            act(town, life, &head, ("publish", Form::new()))
        };
        publish(&mut life)?;
        for version in later {
            life.wait_until(morning(town, version.days_ago) - PAUSE);
            let reason = said([("revise_reason", version.changes.clone())]);
            act_at(town, &mut life, &writer, ("revise", reason), morning(town, version.days_ago))?;
            act(town, &mut life, &writer, ("write", self.form_of(town, version)))?;
            publish(&mut life)?;
        }
        Some(life)
    }

    fn form_of(&self, town: &Town<'_>, version: &Version) -> Form {
        let day = |days: i64| {
            let today = town.world.calendar.date_of(town.now);
            today.checked_add(days.days()).unwrap_or(today).to_string()
        };
        let written = self.form.iter().map(|(field, value)| (field.as_str(), value.clone()));
        let mut form = said(written);
        form.extend(said([
            ("valid_from", day(version.from)),
            ("body", version.body.trim().to_owned()),
            ("summary", self.summary.trim().to_owned()),
            ("can_i", self.can_i.trim().to_owned()),
            ("changes", version.changes.clone()),
        ]));
        form.extend(version.until.map(|until| ("valid_until".into(), vec![day(until)])));
        form
    }
}

impl Question {
    fn play(&self, text: &Text, town: &Town<'_>, dice: &mut Dice) -> Option<Life> {
        let (name, phone) = somebody(dice);
        let at = morning(town, self.days_ago);
        let spot = spot(town.world, &self.place);
        let script = self.script(text);
        let new = NewCase {
            kind: ASKED.0.into(),
            channel: ASKED.1.to_owned(),
            category: text.category.clone(),
            place: Where { place: self.place.clone(), spot: String::new(), point: None },
            title: self.title.clone(),
            text: self.text.clone(),
            people: vec![Contact { name, phone, ..Contact::default() }],
            people_count: 1,
            accused: Vec::new(),
            may_publish: true,
            photos: Vec::new(),
            form: said([("type", "consult".to_owned()), ("urgency", "normal".to_owned())]),
        };
        let mut life = Life::open(town.world, Occasion { at, caller: Caller::person() }, new).ok()?;
        let stage = town.stage();
        stage.play(&mut life, &Part { script: &script, spot: &spot, pace: Pace::Usual }, dice);
        super::afterwards::publish(&stage, &mut life, dice);
        Some(life)
    }

    fn script(&self, text: &Text) -> Script {
        Script {
            hints: ["consult", "normal", "explained"].map(str::to_owned).to_vec(),
            yes: Vec::new(),
            replies: vec![self.answer.clone()],
            fields: BTreeMap::new(),
            complaint: String::new(),
            verdicts: vec![[true; 3]],
            unit: Some(text.unit.clone()),
            units: Vec::new(),
            names: Vec::new(),
            people_count: 1,
            earlier: None,
            is_plain: true,
        }
    }
}

/// Somebody does the next act, some time after the last.
fn act(town: &Town<'_>, life: &mut Life, caller: &Caller, act: (&str, Form)) -> Option<()> {
    let at = life.case.changed_at + PAUSE;
    act_at(town, life, caller, act, at)
}

fn act_at(
    town: &Town<'_>,
    life: &mut Life,
    caller: &Caller,
    (act, form): (&str, Form),
    at: Timestamp,
) -> Option<()> {
    town.staff.has_acted(caller);
    let command = Command::Act { act: act.into(), form, seen: None };
    life.run(Occasion { at, caller: caller.clone() }, command).ok()
}

fn said<'f>(fields: impl IntoIterator<Item = (&'f str, String)>) -> Form {
    fields
        .into_iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(field, text)| (field.into(), vec![text]))
        .collect()
}

/// Half past nine, so many days before today.
fn morning(town: &Town<'_>, days_ago: i64) -> Timestamp {
    let calendar = &town.world.calendar;
    let today = calendar.date_of(town.now);
    let day = today.checked_sub(days_ago.days()).unwrap_or(today);
    (calendar.start_of(day) + SignedDuration::from_mins(9 * 60 + 30)).min(town.now)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::reference::demo;

    #[test]
    fn one_text_at_least_was_revised_and_all_are_of_the_demonstration() {
        let texts = read(demo("policies.toml").unwrap()).unwrap();
        assert!(texts.iter().any(|text| text.version.len() > 1));
        assert!(texts.iter().any(|text| !text.question.is_empty()));
        for text in &texts {
            assert!(text.version.is_sorted_by_key(|version| -version.days_ago), "{}", text.id);
            assert!(text.can_i.is_empty() || domain::can_i::parse(&text.can_i).is_ok(), "{}", text.id);
        }
    }
}
