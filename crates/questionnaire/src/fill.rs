//! Lays answers over a form: what is asked now, what calculations give, what is wrong.

mod answer;
mod entries;
mod sight;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use jiff::civil::DateTime;

pub use answer::AnswerRefusal;
pub(crate) use sight::Sight;

use crate::answers::{Answers, Spot};
use crate::expression::{Expression, Scope, Value, evaluate};
use crate::form::{Form, NodeKind};
use crate::limits::{ANSWER_CHARS_MAX, ANSWERS_MAX, REPEATS_MAX};
use crate::model::{Choice, Preload, Question, QuestionKind, Section};

/// The turns of the repeats around something, outermost first, counted from one.
type Turns = Vec<u32>;

/// A form with answers laid over it.
pub struct Filled<'a> {
    form: &'a Form,
    answers: &'a Answers,
    now: DateTime,
    language: &'a str,
    states: BTreeMap<(usize, Turns), State>,
    counts: BTreeMap<(usize, Turns), u32>,
}

/// How one question or section stands in one turn.
#[derive(Clone, Debug, Default)]
struct State {
    spot: Spot,
    is_asked: bool,
    /// The answer, whether asked for or not.
    value: String,
}

/// One entry of a filled form, in the order of the questionnaire.
#[derive(Clone, Debug)]
pub enum Entry<'a> {
    /// A section begins. In a repeat, one turn of it.
    Begin {
        /// The section.
        section: &'a Section,
        /// Where it stands.
        spot: Spot,
        /// Its heading, with answers put in.
        label: String,
        /// In a repeat: which turn, counted from one.
        turn: Option<u32>,
    },
    /// A section, or one turn of it, ends.
    End,
    /// All turns of a repeat were there, which the person may answer as often as they want.
    Turns {
        /// The section.
        section: &'a Section,
        /// Where its turns are counted.
        spot: Spot,
        /// How many there are.
        turns: u32,
        /// Whether the person may add another.
        may_add: bool,
    },
    /// A question or a note that is asked now.
    Question(Box<Asked<'a>>),
}

/// A question as it is asked.
#[derive(Clone, Debug)]
pub struct Asked<'a> {
    /// The question.
    pub question: &'a Question,
    /// Where its answer stands.
    pub spot: Spot,
    /// What is asked, with answers put in.
    pub label: String,
    /// A sentence of help, with answers put in; may be empty.
    pub hint: String,
    /// The answer as it is now; may be empty.
    pub value: String,
    /// Whether an answer is needed.
    pub is_required: bool,
    /// Whether it is shown and not asked.
    pub is_read_only: bool,
    /// What can be chosen.
    pub choices: Vec<&'a Choice>,
    /// What is wrong with the answer.
    pub refusal: Option<AnswerRefusal>,
}

impl Form {
    /// Lays answers over the form, as a reader of `language` sees it at a moment.
    #[must_use]
    pub fn fill<'a>(&'a self, answers: &'a Answers, language: &'a str, now: DateTime) -> Filled<'a> {
        let (states, counts) = (BTreeMap::new(), BTreeMap::new());
        let mut filled = Filled { form: self, answers, now, language, states, counts };
        for id in &self.order {
            filled.work_out(*id);
        }
        filled
    }
}

impl<'a> Filled<'a> {
    /// What is kept when the sheet is handed in: answers that are asked for now, and what was calculated.
    #[must_use]
    pub fn kept(&self) -> Answers {
        let mut kept = Answers::default();
        for ((id, _), state) in &self.states {
            let Some(node) = self.form.node(*id) else { continue };
            if let NodeKind::Question(question) = &node.kind
                && state.is_asked
                && !state.value.is_empty()
                && !matches!(question.kind, QuestionKind::Note)
            {
                kept.set(state.spot.as_str(), &state.value);
            }
        }
        for ((id, turns), count) in &self.counts {
            if let Some((spot, section)) = self.open_repeat(*id, turns) {
                kept.set_turns(spot.inside(&section.name, None).as_str(), *count);
            }
        }
        kept
    }

    /// A repeat that is asked now and as often as the person wants, and where it stands.
    fn open_repeat(&self, id: usize, turns: &[u32]) -> Option<(Spot, &'a Section)> {
        let form = self.form;
        let node = form.node(id)?;
        let NodeKind::Section(section) = &node.kind else { return None };
        let outside = node.parent.and_then(|parent| self.states.get(&(parent, turns.to_vec())));
        let is_open = section.repeat.as_ref().is_some_and(|repeat| repeat.count.is_none());
        let is_asked =
            outside.is_none_or(|state| state.is_asked) && self.holds(section.relevant.as_ref(), id, turns);
        (is_open && is_asked)
            .then(|| (outside.map(|state| state.spot.clone()).unwrap_or_default(), &**section))
    }

    /// Every answer that is wrong or missing now: where it stands, and why.
    #[must_use]
    pub fn refusals(&self) -> Vec<(Spot, AnswerRefusal)> {
        let entries = self.entries(&self.form.top());
        let refused = |entry: Entry<'a>| match entry {
            Entry::Question(asked) => {
                let Asked { spot, refusal, .. } = *asked;
                refusal.map(|refusal| (spot, refusal))
            }
            _ => None,
        };
        entries.into_iter().filter_map(refused).collect()
    }

    /// What an expression gives, seen from the top of the questionnaire.
    #[cfg(test)]
    pub(crate) fn told(&self, expression: &Expression) -> String {
        self.value(expression, usize::MAX, &[]).text()
    }

    /// Works out one question or section in every turn of what is around it.
    fn work_out(&mut self, id: usize) {
        let form = self.form;
        let Some(node) = form.node(id) else { return };
        let around = node.parent.map_or_else(|| vec![Turns::new()], |parent| self.turns_of(parent));
        for turns in around {
            let outside = node.parent.and_then(|parent| self.states.get(&(parent, turns.clone())));
            let (spot, is_asked) =
                outside.map_or((Spot::default(), true), |state| (state.spot.clone(), state.is_asked));
            let is_asked = is_asked && self.holds(node.kind.relevant(), id, &turns);
            match &node.kind {
                NodeKind::Question(question) => {
                    let spot = spot.inside(&question.name, None);
                    let state = State { spot: spot.clone(), is_asked, value: String::new() };
                    self.states.insert((id, turns.clone()), state);
                    let value = self.answer(question, &spot, id, &turns);
                    self.states.insert((id, turns), State { spot, is_asked, value });
                }
                NodeKind::Section(section) if section.repeat.is_some() => {
                    let count = self.count(section, &spot, id, &turns);
                    for turn in 1..=count {
                        let mut turns = turns.clone();
                        turns.push(turn);
                        let spot = spot.inside(&section.name, Some(turn));
                        self.states.insert((id, turns), State { spot, is_asked, value: String::new() });
                    }
                    self.counts.insert((id, turns), count);
                }
                NodeKind::Section(section) => {
                    let spot = spot.inside(&section.name, None);
                    self.states.insert((id, turns), State { spot, is_asked, value: String::new() });
                }
            }
        }
    }

    /// How many turns a repeat has. Never so many that the sheet outgrows its limit.
    fn count(&self, section: &Section, spot: &Spot, id: usize, turns: &[u32]) -> u32 {
        if self.states.len() >= ANSWERS_MAX {
            return 0;
        }
        let Some(expression) = section.repeat.as_ref().and_then(|repeat| repeat.count.as_ref()) else {
            return self.answers.turns(spot.inside(&section.name, None).as_str()).unwrap_or(1);
        };
        let wanted = self.value(expression, id, turns).number();
        (0..=REPEATS_MAX).rev().find(|count| f64::from(*count) <= wanted).unwrap_or_default()
    }

    /// The answer to a question: given, calculated, or at first.
    fn answer(&self, question: &Question, spot: &Spot, id: usize, turns: &[u32]) -> String {
        let given = self.answers.get(spot.as_str());
        let calculated = |expression: &Expression| {
            let text = self.value(expression, id, turns).text();
            text.chars().take(ANSWER_CHARS_MAX).collect()
        };
        if let Some(expression) = &question.calculate {
            let is_locked =
                !question.kind.is_asked() || self.holds_at(question.read_only.as_ref(), id, turns);
            return match given {
                Some(given) if !is_locked => given.to_owned(),
                _ => calculated(expression),
            };
        }
        match (&question.kind, given) {
            (QuestionKind::Preload { with: Preload::Today }, None) => self.now.date().to_string(),
            (QuestionKind::Preload { with: Preload::Start }, None)
            | (QuestionKind::Preload { with: Preload::End }, _) => {
                self.now.strftime("%Y-%m-%dT%H:%M:%S").to_string()
            }
            (_, Some(given)) => given.to_owned(),
            (_, None) => question.default.as_ref().map(calculated).unwrap_or_default(),
        }
    }

    /// Whether a condition holds; without one, yes.
    fn holds(&self, condition: Option<&Expression>, id: usize, turns: &[u32]) -> bool {
        condition.is_none_or(|condition| self.value(condition, id, turns).flag())
    }

    /// Whether a condition holds; without one, no.
    fn holds_at(&self, condition: Option<&Expression>, id: usize, turns: &[u32]) -> bool {
        condition.is_some_and(|condition| self.value(condition, id, turns).flag())
    }

    fn value(&self, expression: &Expression, id: usize, turns: &[u32]) -> Value {
        evaluate(expression.tree(), self.scope(id, turns, None))
    }

    fn scope<'s>(&'s self, id: usize, turns: &'s [u32], choice: Option<&'s Choice>) -> Scope<'s> {
        Scope { sight: Sight { filled: self, id, turns }, choice, now: self.now }
    }

    /// The turns in which something stands.
    fn turns_of(&self, id: usize) -> Vec<Turns> {
        let repeats = self.form.node(id).map(|node| node.repeats.as_slice()).unwrap_or_default();
        let mut found = vec![Turns::new()];
        for repeat in repeats {
            let longer = |turns: Turns| {
                let count = self.counts.get(&(*repeat, turns.clone())).copied().unwrap_or_default();
                (1..=count).map(move |turn| turns.iter().copied().chain([turn]).collect::<Turns>())
            };
            found = found.into_iter().flat_map(longer).collect();
        }
        found
    }

    /// A text of the questionnaire in the reader's language, with answers put in where it says `${name}`.
    fn text(&self, texts: &crate::texts::Texts, id: usize, turns: &[u32]) -> String {
        let text = texts.pick(self.language, &self.form.questionnaire.default_language);
        let sight = Sight { filled: self, id, turns };
        put_in(text, |name| sight.named(name).text())
    }
}

/// The names that a label reads: `${name}`.
pub(crate) fn outputs(text: &str) -> Vec<String> {
    let names = std::cell::RefCell::new(Vec::new());
    put_in(text, |name| {
        names.borrow_mut().push(name.to_owned());
        String::new()
    });
    names.into_inner()
}

fn put_in(text: &str, value: impl Fn(&str) -> String) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        let Some((name, after)) = after.split_once('}') else { break };
        out.push_str(before);
        out.push_str(&value(name.trim()));
        rest = after;
    }
    out.push_str(rest);
    out
}
