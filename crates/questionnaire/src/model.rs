//! What a questionnaire says.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::expression::Expression;
use crate::texts::Texts;

/// A questionnaire: what is asked, in order.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Questionnaire {
    /// Its name among questionnaires; the author's, and only letters and digits by custom.
    pub id: String,
    /// What stands above it.
    #[serde(default)]
    pub title: Texts,
    /// The author's version; any text.
    #[serde(default)]
    pub version: String,
    /// The code of the language that is shown where a reader's own is missing; "" if the author named none.
    #[serde(default)]
    pub default_language: String,
    /// What is asked.
    pub items: Vec<Item>,
    /// The lists that questions choose from, by name.
    #[serde(default)]
    pub lists: BTreeMap<String, ChoiceList>,
}

/// One entry of a questionnaire.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Item {
    /// Something that is asked, shown or calculated.
    Question(Box<Question>),
    /// Several entries that belong together, once or many times.
    Section(Box<Section>),
}

/// A group of entries.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Section {
    /// Its name, unique among its siblings.
    pub name: String,
    /// What stands above it; may be empty.
    #[serde(default, skip_serializing_if = "Texts::is_empty")]
    pub label: Texts,
    /// A sentence of help.
    #[serde(default, skip_serializing_if = "Texts::is_empty")]
    pub hint: Texts,
    /// Asked only while this holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relevant: Option<Expression>,
    /// The author's wish how it should look; pages take it as a hint.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub appearance: String,
    /// Whether it is answered many times, and how often.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repeat: Option<Repeat>,
    /// What is in it.
    pub items: Vec<Item>,
}

/// A section that is answered many times.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Repeat {
    /// How often; without it, as often as the person wants.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<Expression>,
}

/// One question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Question {
    /// Its name, unique among its siblings; expressions read it as `${name}`.
    pub name: String,
    /// What it takes.
    pub kind: QuestionKind,
    /// What is asked.
    #[serde(default, skip_serializing_if = "Texts::is_empty")]
    pub label: Texts,
    /// A sentence of help.
    #[serde(default, skip_serializing_if = "Texts::is_empty")]
    pub hint: Texts,
    /// Names of pictures, sounds and films that the author shows beside it, by kind of media.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub media: BTreeMap<String, Texts>,
    /// Asked only while this holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relevant: Option<Expression>,
    /// An answer is needed while this holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub required: Option<Expression>,
    /// What is said when it is missing.
    #[serde(default, skip_serializing_if = "Texts::is_empty")]
    pub required_message: Texts,
    /// What must hold of an answer; `.` is the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub constraint: Option<Expression>,
    /// What is said when it does not.
    #[serde(default, skip_serializing_if = "Texts::is_empty")]
    pub constraint_message: Texts,
    /// What the answer is, if it is not asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calculate: Option<Expression>,
    /// What the answer is until the person gives another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<Expression>,
    /// Shown and not asked while this holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read_only: Option<Expression>,
    /// Which choices are offered; names without `${}` are columns of the list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub choice_filter: Option<Expression>,
    /// The author's wish how it should look; pages take it as a hint.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub appearance: String,
    /// The answer says who somebody is or how to reach them: it is kept sealed and left out of exports.
    #[serde(default, skip_serializing_if = "is_false")]
    pub personal: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde asks for")]
fn is_false(flag: &bool) -> bool {
    !flag
}

/// What a question takes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum QuestionKind {
    /// Text.
    Text,
    /// A whole number.
    Integer,
    /// A number.
    Decimal,
    /// A day: `2026-11-25`.
    Date,
    /// A time of day: `09:30`.
    Time,
    /// A day and time: `2026-11-25T09:30`.
    DateTime,
    /// One of a list.
    SelectOne {
        /// The name of the list.
        list: String,
    },
    /// Any of a list: names with spaces between.
    SelectMultiple {
        /// The name of the list.
        list: String,
    },
    /// All of a list, in an order: names with spaces between.
    Rank {
        /// The name of the list.
        list: String,
    },
    /// A whole number from a scale.
    Range(Range),
    /// Shown, not asked.
    Note,
    /// Neither shown nor asked.
    Calculate,
    /// Neither shown nor asked; keeps its default.
    Hidden,
    /// A point: latitude and longitude in WGS-84 degrees, then altitude and accuracy in metres; spaces between.
    Geopoint,
    /// "I have read this".
    Acknowledge,
    /// The number below a bar code.
    Barcode,
    /// A picture, sound, film or other file.
    File {
        /// Of which sort.
        media: Media,
    },
    /// Filled in without asking.
    Preload {
        /// With what.
        with: Preload,
    },
}

/// The sort of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Media {
    /// A picture.
    Image,
    /// Sound.
    Audio,
    /// A film.
    Video,
    /// Any other file.
    Other,
}

/// What is filled in without asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Preload {
    /// When the sheet was begun.
    Start,
    /// When it was handed in.
    End,
    /// The day on which it was begun.
    Today,
    /// Something about the device or its owner. This office never asks a device who it is: it stays empty.
    Device,
}

/// A scale of whole or broken numbers.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Range {
    /// Its lowest number.
    pub start: f64,
    /// Its highest number.
    pub end: f64,
    /// From one number to the next; above zero.
    pub step: f64,
}

impl Default for Range {
    fn default() -> Self {
        Self { start: 1.0, end: 10.0, step: 1.0 }
    }
}

/// The choices of one list, in order.
pub type ChoiceList = Vec<Choice>;

/// One choice.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// What an answer keeps.
    pub name: String,
    /// What is shown.
    #[serde(default, skip_serializing_if = "Texts::is_empty")]
    pub label: Texts,
    /// Further columns of the list, by name: choice filters read them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub columns: BTreeMap<String, String>,
}

impl QuestionKind {
    /// The list that it chooses from.
    #[must_use]
    pub fn list(&self) -> Option<&str> {
        match self {
            Self::SelectOne { list } | Self::SelectMultiple { list } | Self::Rank { list } => Some(list),
            _ => None,
        }
    }

    /// Whether an answer holds several choices.
    #[must_use]
    pub const fn is_multiple(&self) -> bool {
        matches!(self, Self::SelectMultiple { .. } | Self::Rank { .. })
    }

    /// Whether a person sees it.
    #[must_use]
    pub const fn is_shown(&self) -> bool {
        // Of files only pictures are taken: they can be stripped of what they tell about who took them.
        let is_taken = !matches!(self, Self::File { media: Media::Audio | Media::Video | Media::Other });
        is_taken && !matches!(self, Self::Calculate | Self::Hidden | Self::Preload { .. })
    }

    /// Whether a person gives the answer.
    #[must_use]
    pub const fn is_asked(&self) -> bool {
        self.is_shown() && !matches!(self, Self::Note)
    }
}

impl Question {
    /// A question without any rule.
    #[must_use]
    pub fn new(name: &str, kind: QuestionKind) -> Self {
        Self {
            name: name.to_owned(),
            kind,
            label: Texts::default(),
            hint: Texts::default(),
            media: BTreeMap::new(),
            relevant: None,
            required: None,
            required_message: Texts::default(),
            constraint: None,
            constraint_message: Texts::default(),
            calculate: None,
            default: None,
            read_only: None,
            choice_filter: None,
            appearance: String::new(),
            personal: false,
        }
    }
}

impl Questionnaire {
    /// The choices of a question; none if it chooses from nothing.
    #[must_use]
    pub fn choices(&self, kind: &QuestionKind) -> &[Choice] {
        kind.list().and_then(|list| self.lists.get(list)).map(Vec::as_slice).unwrap_or_default()
    }

    /// The choice of a list by its name.
    #[must_use]
    pub fn choice(&self, list: &str, name: &str) -> Option<&Choice> {
        self.lists.get(list)?.iter().find(|choice| choice.name == name)
    }

    /// The codes of the languages in which questions are put, in order of the alphabet.
    #[must_use]
    pub fn languages(&self) -> Vec<String> {
        fn collect(items: &[Item], into: &mut std::collections::BTreeSet<String>) {
            for item in items {
                let (label, inner) = match item {
                    Item::Question(question) => (&question.label, None),
                    Item::Section(section) => (&section.label, Some(section.items.as_slice())),
                };
                into.extend(
                    label.iter().map(|(language, _)| language.to_owned()).filter(|code| !code.is_empty()),
                );
                collect(inner.unwrap_or_default(), into);
            }
        }
        let mut found = std::collections::BTreeSet::new();
        collect(&self.items, &mut found);
        found.into_iter().collect()
    }
}
