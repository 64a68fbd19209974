//! What a person answered: every answer a text, by the place where it was given.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::limits::{ANSWER_CHARS_MAX, ANSWERS_MAX, REPEATS_MAX};

/// The answers of one sheet. Kept as plain JSON: `{"values": {"home/kids[2]/name": "…"}, "turns": {"home/kids": 2}}`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answers {
    /// Answer by spot. An empty text says that the person took the default away.
    values: BTreeMap<String, String>,
    /// How many turns of a repeat were begun, by spot; a repeat that is not here has one.
    #[serde(default)]
    turns: BTreeMap<String, u32>,
}

/// Where an answer stands: names of sections and the question, with the turn (counted from one) behind each repeat.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Spot(String);

impl Spot {
    pub(crate) fn inside(&self, name: &str, turn: Option<u32>) -> Self {
        let slash = if self.0.is_empty() { "" } else { "/" };
        match turn {
            Some(turn) => Self(format!("{}{slash}{name}[{turn}]", self.0)),
            None => Self(format!("{}{slash}{name}", self.0)),
        }
    }

    /// As it is written: `home/kids[2]/name`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Spot {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl Answers {
    /// Keeps an answer. What is longer than an answer may be is cut; beyond the limit of answers nothing is added.
    pub fn set(&mut self, spot: &str, value: &str) {
        if self.values.len() < ANSWERS_MAX || self.values.contains_key(spot) {
            self.values.insert(spot.to_owned(), value.trim().chars().take(ANSWER_CHARS_MAX).collect());
        }
    }

    /// The answer at a spot, if one was given or taken away.
    #[must_use]
    pub fn get(&self, spot: &str) -> Option<&str> {
        self.values.get(spot).map(String::as_str)
    }

    /// Says how many turns of a repeat there are.
    pub fn set_turns(&mut self, spot: &str, turns: u32) {
        if self.turns.len() < ANSWERS_MAX || self.turns.contains_key(spot) {
            self.turns.insert(spot.to_owned(), turns.min(REPEATS_MAX));
        }
    }

    /// How many turns of a repeat were begun, if that was ever said.
    #[must_use]
    pub fn turns(&self, spot: &str) -> Option<u32> {
        self.turns.get(spot).copied()
    }

    /// Takes one turn (counted from one) of a repeat away; those after it move up.
    pub fn remove_turn(&mut self, spot: &str, turn: u32) {
        let turns = self.turns(spot).unwrap_or(1);
        if turn == 0 || turn > turns {
            return;
        }
        let moved = |key: &String| moved(key, spot, turn);
        self.values = std::mem::take(&mut self.values)
            .into_iter()
            .filter_map(|(key, v)| Some((moved(&key)?, v)))
            .collect();
        self.turns = std::mem::take(&mut self.turns)
            .into_iter()
            .filter_map(|(key, v)| Some((moved(&key)?, v)))
            .collect();
        self.turns.insert(spot.to_owned(), turns - 1);
    }

    /// The answers in order of their spots.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.values.iter().map(|(spot, value)| (spot.as_str(), value.as_str()))
    }

    /// Whether nothing was answered.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.values.values().all(String::is_empty)
    }
}

/// The key after the turn is gone: itself, one turn earlier, or nothing.
fn moved(key: &str, spot: &str, gone: u32) -> Option<String> {
    let split =
        key.strip_prefix(spot).and_then(|rest| rest.strip_prefix('[')).and_then(|rest| rest.split_once(']'));
    let Some((number, rest)) = split else { return Some(key.to_owned()) };
    let Ok(turn) = number.parse::<u32>() else { return Some(key.to_owned()) };
    match turn.cmp(&gone) {
        std::cmp::Ordering::Less => Some(key.to_owned()),
        std::cmp::Ordering::Equal => None,
        std::cmp::Ordering::Greater => Some(format!("{spot}[{}]{rest}", turn - 1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_turn_goes_and_the_next_moves_up() {
        let mut answers = Answers::default();
        answers.set_turns("kids", 3);
        for (spot, value) in
            [("kids[1]/name", "a"), ("kids[2]/name", "b"), ("kids[3]/name", "c"), ("name", "n")]
        {
            answers.set(spot, value);
        }
        answers.set_turns("kids[3]/toys", 2);
        answers.remove_turn("kids", 2);
        let left: Vec<_> = answers.iter().collect();
        assert_eq!(left, [("kids[1]/name", "a"), ("kids[2]/name", "c"), ("name", "n")]);
        assert_eq!(answers.turns("kids"), Some(2));
        assert_eq!(answers.turns("kids[2]/toys"), Some(2));
        answers.remove_turn("kids", 9);
        assert_eq!(answers.turns("kids"), Some(2));
    }

    #[test]
    fn answers_have_limits() {
        let mut answers = Answers::default();
        answers.set("long", &"字".repeat(ANSWER_CHARS_MAX + 1));
        assert_eq!(answers.get("long").map(|text| text.chars().count()), Some(ANSWER_CHARS_MAX));
        answers.set_turns("kids", u32::MAX);
        assert_eq!(answers.turns("kids"), Some(REPEATS_MAX));
    }
}
