//! From the texts that somebody wrote to values, and what to say when they make no sense.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::Path;

use toml::de::{DeTable, DeValue};

use super::{DESCRIBED, PREFIX, SECRET};
use crate::words::Words;

/// So many letters may differ for a name to be meant.
const SIMILAR_LETTERS: usize = 2;
/// Variables that are no settings: they say where those stand.
const PLACES: [&str; 2] = ["data", "config"];

/// Why settings cannot be taken.
#[derive(Debug)]
pub(crate) enum SettingsError {
    /// The file cannot be read.
    File { file: String, source: std::io::Error },
    /// The file is no TOML.
    Toml { file: String, line: usize, why: String },
    /// There is no such setting.
    Unknown { from: Written, name: String },
    /// A setting cannot have this value.
    Value { from: Written, name: &'static str, value: String, why: Why },
}

/// Where a setting was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Written {
    /// In the settings file.
    File { file: String, line: usize },
    /// In a variable or a flag of this name.
    Name(String),
    /// Nowhere.
    Nowhere,
}

/// What a value should have been.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Why {
    Address,
    Number,
    Length,
    Database,
    Addresses,
    Log,
    Site,
    Post(post::SettingsFault),
}

/// A value of a setting.
pub(super) trait Value: Sized {
    fn read(text: &str) -> Result<Self, Why>;
}

impl Value for String {
    fn read(text: &str) -> Result<Self, Why> {
        Ok(text.to_owned())
    }
}

impl Value for usize {
    fn read(text: &str) -> Result<Self, Why> {
        text.parse().map_err(|_error| Why::Number)
    }
}

impl Value for SocketAddr {
    fn read(text: &str) -> Result<Self, Why> {
        text.parse().map_err(|_error| Why::Address)
    }
}

/// The texts of all settings that somebody set, and where.
#[derive(Default)]
pub(super) struct Texts(BTreeMap<&'static str, (Written, String)>);

impl Texts {
    /// Takes in one setting from a flag.
    pub(super) fn set(&mut self, flag: String, name: &str, value: String) -> Result<(), SettingsError> {
        self.add(Written::Name(flag), name, value)
    }

    fn add(&mut self, from: Written, name: &str, value: String) -> Result<(), SettingsError> {
        let known = DESCRIBED.iter().find(|setting| setting.name == name);
        let known =
            known.ok_or_else(|| SettingsError::Unknown { from: from.clone(), name: name.to_owned() })?;
        self.0.insert(known.name, (from, value));
        Ok(())
    }

    /// Takes in a variable of the environment. One that is like the name of a setting and is none is a mistake; others belong to others.
    pub(super) fn add_variable(&mut self, variable: &str, value: &str) -> Result<(), SettingsError> {
        let Some(name) = variable.strip_prefix(PREFIX).map(str::to_ascii_lowercase) else { return Ok(()) };
        let is_known = DESCRIBED.iter().any(|setting| setting.name == name);
        let is_meant = similar(&name).is_some() && !PLACES.contains(&name.as_str());
        if is_known || is_meant {
            self.add(Written::Name(variable.to_owned()), &name, value.to_owned())?;
        }
        Ok(())
    }

    /// Takes in the settings file. One that was named must be there.
    pub(super) fn add_file(&mut self, path: &Path, named: bool) -> Result<(), SettingsError> {
        let file = path.display().to_string();
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound && !named => return Ok(()),
            Err(source) => return Err(SettingsError::File { file, source }),
        };
        let table = DeTable::parse(&text).map_err(|error| SettingsError::Toml {
            file: file.clone(),
            line: line_of(&text, error.span().map_or(0, |span| span.start)),
            why: error.message().to_owned(),
        })?;
        for (name, value) in table.get_ref() {
            let from = Written::File { file: file.clone(), line: line_of(&text, name.span().start) };
            let written = text.get(value.span()).unwrap_or_default().to_owned();
            let value = match value.get_ref() {
                DeValue::String(text) => text.clone().into_owned(),
                _ => written,
            };
            self.add(from, name.get_ref(), value)?;
        }
        Ok(())
    }

    /// The value of one setting.
    pub(super) fn read<T: Value>(&self, name: &'static str, default: &str) -> Result<T, SettingsError> {
        T::read(self.0.get(name).map_or(default, |(_, value)| value)).map_err(|why| self.wrong(name, why))
    }

    /// The refusal of one setting.
    pub(super) fn wrong(&self, name: &'static str, why: Why) -> SettingsError {
        let (from, value) = self.0.get(name).cloned().unwrap_or((Written::Nowhere, String::new()));
        let value = if SECRET.contains(&name) && !value.is_empty() { "…".to_owned() } else { value };
        SettingsError::Value { from, name, value, why }
    }
}

/// The line, from 1, in which a byte stands.
fn line_of(text: &str, at: usize) -> usize {
    text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1
}

/// The setting that is probably meant.
fn similar(name: &str) -> Option<&'static str> {
    let distance = |setting: &&super::Described| letters_apart(setting.name, name);
    let nearest = DESCRIBED.iter().min_by_key(distance)?;
    (distance(&nearest) <= SIMILAR_LETTERS).then_some(nearest.name)
}

/// How many letters must be put in, taken out or changed to make one name of another (Levenshtein).
fn letters_apart(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, letter) in one.chars().enumerate() {
        let mut next = vec![at + 1];
        for ((diagonal, above), there) in row.iter().zip(row.iter().skip(1)).zip(&other) {
            let left = next.last().copied().unwrap_or_default();
            next.push((diagonal + usize::from(letter != *there)).min(above + 1).min(left + 1));
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

impl SettingsError {
    /// In the reader's language.
    pub(crate) fn told(&self, words: &Words) -> String {
        match self {
            Self::File { file, source } => words.with("settings-file", &[("file", file), ("why", source)]),
            Self::Toml { file, line, why } => {
                words.with("settings-toml", &[("file", file), ("line", line), ("why", why)])
            }
            Self::Unknown { from, name } => {
                let from = from.told(words);
                match similar(name) {
                    Some(meant) => {
                        words.with("settings-meant", &[("from", &from), ("name", name), ("meant", &meant)])
                    }
                    None => words.with("settings-unknown", &[("from", &from), ("name", name)]),
                }
            }
            Self::Value { from, name, value, why } => {
                let (from, why) = (from.told(words), words.say(&why.key()));
                let key = if value.is_empty() { "settings-missing" } else { "settings-value" };
                words.with(key, &[("from", &from), ("name", name), ("value", value), ("why", &why)])
            }
        }
    }
}

impl Written {
    fn told(&self, words: &Words) -> String {
        match self {
            Self::File { file, line } => words.with("settings-from-file", &[("file", file), ("line", line)]),
            Self::Name(name) => name.clone(),
            Self::Nowhere => words.say("settings-from-nowhere"),
        }
    }
}

impl Why {
    fn key(self) -> String {
        let name = match self {
            Self::Address => "address",
            Self::Number => "number",
            Self::Length => "length",
            Self::Database => "database",
            Self::Addresses => "addresses",
            Self::Log => "log",
            Self::Site => "site",
            Self::Post(fault) => fault.key(),
        };
        format!("settings-why-{name}")
    }
}
