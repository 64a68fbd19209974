//! The little languages inside a pack: names, terms, guards, doers and assignments, each written as one text.

use domain::clock::ClockId;
use domain::guard::Guard;
use domain::ids::{ActId, FieldId, KindId, Role, StateId, UnitKind};
use domain::program::{Ask, Assign, Doer};
use domain::term::Term;
use serde::de::Error;
use serde::{Deserialize, Deserializer};

/// Something written as one text. The reader of TOML adds where it stands.
pub(crate) trait FromText: Sized {
    /// Reads it; the error says what to write instead.
    fn from_text(text: &str) -> Result<Self, String>;
}

/// A value that stands in TOML as one text.
#[derive(Clone, Debug)]
pub(crate) struct Written<T>(pub(crate) T);

impl<'de, T: FromText> Deserialize<'de> for Written<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        T::from_text(&text).map(Self).map_err(D::Error::custom)
    }
}

/// Takes the values out of a list.
pub(crate) fn all<T>(written: Vec<Written<T>>) -> Vec<T> {
    written.into_iter().map(|written| written.0).collect()
}

fn name(text: &str) -> Result<&str, String> {
    let mut letters = text.chars();
    let good = letters.next().is_some_and(|first| first.is_ascii_lowercase())
        && letters.all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_');
    if good {
        Ok(text)
    } else {
        Err(format!("`{text}` is not a name: write small letters, digits and `_`, beginning with a letter"))
    }
}

macro_rules! names {
    ($($kind:ty),+) => {$(
        impl FromText for $kind {
            fn from_text(text: &str) -> Result<Self, String> {
                name(text).map(Into::into)
            }
        }
    )+};
}

names!(ActId, FieldId, KindId, Role, StateId, UnitKind);

impl FromText for ClockId {
    fn from_text(text: &str) -> Result<Self, String> {
        name(text).map(Self::new)
    }
}

/// The name of an option or a channel.
#[derive(Clone, Debug)]
pub(crate) struct Name(pub(crate) String);

impl FromText for Name {
    fn from_text(text: &str) -> Result<Self, String> {
        name(text).map(|text| Self(text.to_owned()))
    }
}

/// A state of `from`: its name, or `*` for every state that has not ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum From {
    /// One state.
    State(StateId),
    /// Every state that has not ended.
    EveryOpenState,
}

impl FromText for From {
    fn from_text(text: &str) -> Result<Self, String> {
        if text == "*" { Ok(Self::EveryOpenState) } else { StateId::from_text(text).map(Self::State) }
    }
}

impl FromText for Term {
    fn from_text(text: &str) -> Result<Self, String> {
        text.parse().map_err(|error: domain::term::TermError| error.to_string())
    }
}

impl FromText for Guard {
    fn from_text(text: &str) -> Result<Self, String> {
        Guard::parse(text).map_err(|fault| format!("the condition `{text}` {fault}"))
    }
}

impl FromText for Doer {
    fn from_text(text: &str) -> Result<Self, String> {
        Doer::parse(text).ok_or_else(|| {
            format!(
                "`{text}` does not say who: write `person`, `timer`, or a role and where it sits, such as \
                 `caseworker@holder` (holder, co, receiver, sender, superior, ruler, any, kind:…)"
            )
        })
    }
}

impl FromText for Ask {
    fn from_text(text: &str) -> Result<Self, String> {
        let field = text.strip_suffix('?');
        let required = field.is_none();
        FieldId::from_text(field.unwrap_or(text)).map(|field| Self { field, required })
    }
}

impl FromText for Assign {
    fn from_text(text: &str) -> Result<Self, String> {
        let (word, of) = text.split_once(':').map_or((text, None), |(word, of)| (word, Some(of)));
        Ok(match (word, of) {
            ("route", None) => Self::Route,
            ("superior", None) => Self::Superior,
            ("sender", None) => Self::Sender,
            ("receiver", None) => Self::Receiver,
            ("handler", None) => Self::Handler,
            ("own", None) => Self::Own,
            ("co_done", None) => Self::CoDone,
            ("field", Some(field)) => Self::Field(FieldId::from_text(field)?),
            ("kind", Some(kind)) => Self::Kind(UnitKind::from_text(kind)?),
            ("co", Some(field)) => Self::Co(FieldId::from_text(field)?),
            _ => {
                return Err(format!(
                    "`{text}` does not say who holds the case: write route, superior, sender, receiver, handler, own, \
                     co_done, or `field:…`, `kind:…`, `co:…` with a name"
                ));
            }
        })
    }
}
