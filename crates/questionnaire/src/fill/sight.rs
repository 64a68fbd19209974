//! What an expression sees from where it stands: a name means the answer in the same turn.

use super::{Filled, State};
use crate::expression::{Tree, Value, is_place};
use crate::form::NodeKind;

/// The answers, as seen from a question in one turn.
#[derive(Clone, Copy)]
pub(crate) struct Sight<'a> {
    pub(super) filled: &'a Filled<'a>,
    pub(super) id: usize,
    pub(super) turns: &'a [u32],
}

impl Sight<'_> {
    /// `${name}`.
    pub(crate) fn named(&self, name: &str) -> Value {
        self.filled.form.find(name).map_or_else(|_unknown| Value::nothing(), |id| self.of(id))
    }

    /// `../name`.
    pub(crate) fn near(&self, up: u32, name: &str) -> Value {
        let found = self.filled.form.find_near(self.id, up, name);
        found.map_or_else(|_unknown| Value::nothing(), |id| self.of(id))
    }

    /// `.`: the answer itself, asked for or not.
    pub(crate) fn here(&self) -> Value {
        let state = self.filled.states.get(&(self.id, self.turns.to_vec()));
        let value = state.map(|state| state.value.clone()).filter(|value| !value.is_empty());
        Value::Text(value.unwrap_or_else(|| self.kept()))
    }

    /// The answer that is kept here, whatever would be calculated.
    pub(crate) fn kept(&self) -> String {
        let spot = self.filled.states.get(&(self.id, self.turns.to_vec())).map(|state| &state.spot);
        spot.and_then(|spot| self.filled.answers.get(spot.as_str())).unwrap_or_default().to_owned()
    }

    /// The turn of the repeat around: `position(..)`.
    pub(crate) fn position(&self, tree: &Tree) -> f64 {
        let section = match tree {
            Tree::Near { up, name: None } => self.around(*up),
            other => self.filled.form.meant(self.id, other),
        };
        let depth = section.and_then(|id| self.filled.form.node(id)).map_or(0, |node| node.repeats.len());
        let turn = depth.checked_sub(1).and_then(|at| self.turns.get(at));
        turn.map_or(f64::NAN, |turn| f64::from(*turn))
    }

    fn around(&self, up: u32) -> Option<usize> {
        let mut at = Some(self.id);
        for _ in 0..up {
            at = self.filled.form.node(at?)?.parent;
        }
        at
    }

    /// How many turns there are: of a repeat, or of a question in one.
    pub(crate) fn turns(&self, tree: &Tree) -> usize {
        let Some(id) = self.filled.form.meant(self.id, tree) else { return 0 };
        let is_question =
            self.filled.form.node(id).is_some_and(|node| matches!(node.kind, NodeKind::Question(_)));
        let states = self.states(id);
        states.iter().filter(|state| state.is_asked && !(is_question && state.value.is_empty())).count()
    }

    /// `indexed-repeat(${name}, ${repeat}, turn, …)`.
    pub(crate) fn indexed(&self, question: &Tree, wanted: &[(&Tree, f64)]) -> Value {
        let form = self.filled.form;
        let Some(id) = form.meant(self.id, question) else { return Value::nothing() };
        let repeats = form.node(id).map(|node| node.repeats.as_slice()).unwrap_or_default();
        let own = self.shared(repeats);
        let turn = |(at, repeat): (usize, &usize)| {
            let named = wanted.iter().find(|(tree, _)| form.meant(self.id, tree) == Some(*repeat));
            match named {
                Some((_, turn)) => {
                    (1..=crate::limits::REPEATS_MAX).find(|known| is_place(*turn, *known)).unwrap_or(0)
                }
                None if at < own => self.turns.get(at).copied().unwrap_or(1),
                None => 1,
            }
        };
        let turns: Vec<u32> = repeats.iter().enumerate().map(turn).collect();
        self.filled.states.get(&(id, turns)).map_or_else(Value::nothing, seen)
    }

    /// The label of a choice: `jr:choice-name(${question}, '${question}')`.
    pub(crate) fn choice_name(&self, question: &Tree, choice: &str) -> String {
        let form = self.filled.form;
        let id = match question {
            Tree::Text(text) => super::outputs(text).first().and_then(|name| form.find(name).ok()),
            other => form.meant(self.id, other),
        };
        let Some(NodeKind::Question(question)) = id.and_then(|id| form.node(id)).map(|node| &node.kind)
        else {
            return String::new();
        };
        let choices = form.questionnaire.choices(&question.kind);
        let found = choices.iter().find(|known| known.name == choice);
        found
            .map_or("", |found| found.label.pick(self.filled.language, &form.questionnaire.default_language))
            .to_owned()
    }

    /// The answer of something seen from here: one, if every repeat around it is around here too; else one for each turn.
    fn of(&self, id: usize) -> Value {
        let Some(node) = self.filled.form.node(id) else { return Value::nothing() };
        let states = self.states(id);
        if self.shared(&node.repeats) == node.repeats.len() {
            return states.first().map_or_else(Value::nothing, |state| seen(state));
        }
        Value::Many(
            states.into_iter().filter(|state| state.is_asked).map(|state| state.value.clone()).collect(),
        )
    }

    fn states(&self, id: usize) -> Vec<&State> {
        let Some(node) = self.filled.form.node(id) else { return Vec::new() };
        let own = self.shared(&node.repeats);
        let prefix = self.turns.get(..own).unwrap_or_default().to_vec();
        if own == node.repeats.len() {
            return self.filled.states.get(&(id, prefix)).into_iter().collect();
        }
        let from = self.filled.states.range((id, prefix.clone())..);
        from.take_while(|((found, turns), _)| *found == id && turns.starts_with(&prefix))
            .map(|(_, state)| state)
            .collect()
    }

    /// How many of these repeats, from the outermost, are around here too.
    fn shared(&self, repeats: &[usize]) -> usize {
        let own = self.filled.form.node(self.id).map(|node| node.repeats.as_slice()).unwrap_or_default();
        let same = own.iter().zip(repeats).take_while(|(own, other)| own == other).count();
        same.min(self.turns.len())
    }
}

/// What is not asked now counts as empty, whatever was answered before.
fn seen(state: &State) -> Value {
    Value::Text(if state.is_asked { state.value.clone() } else { String::new() })
}
