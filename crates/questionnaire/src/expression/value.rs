//! What an expression gives.

use crate::day;

/// A value. Answers are texts; expressions make numbers, moments and flags of them as they need.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Text(String),
    Number(f64),
    Flag(bool),
    /// Days since 1970-01-01; a day alone, or with a time.
    Moment {
        days: f64,
        whole_day: bool,
    },
    /// The answers of every turn of a repeat.
    Many(Vec<String>),
}

impl Value {
    /// Nothing.
    pub(crate) const fn nothing() -> Self {
        Self::Text(String::new())
    }

    /// As a text, as an answer would keep it. What is no number gives nothing.
    pub(crate) fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number(number) => number_text(*number),
            Self::Flag(flag) => flag.to_string(),
            Self::Moment { days, whole_day } => day::text(*days, *whole_day),
            Self::Many(texts) => texts.first().cloned().unwrap_or_default(),
        }
    }

    /// As a number: of a day, days since 1970. `NaN` if it is none.
    pub(crate) fn number(&self) -> f64 {
        match self {
            Self::Text(text) => text_number(text),
            Self::Number(number) => *number,
            Self::Flag(flag) => f64::from(u8::from(*flag)),
            Self::Moment { days, .. } => *days,
            Self::Many(texts) => texts.first().map_or(f64::NAN, |text| text_number(text)),
        }
    }

    /// As yes or no: a text is yes if it is not empty, a number if it is not zero.
    pub(crate) fn flag(&self) -> bool {
        match self {
            Self::Text(text) => !text.is_empty(),
            Self::Number(number) => *number != 0.0 && !number.is_nan(),
            Self::Flag(flag) => *flag,
            Self::Moment { days, .. } => !days.is_nan(),
            Self::Many(texts) => !texts.is_empty(),
        }
    }

    /// The texts in it, one or many.
    pub(crate) fn texts(&self) -> Vec<String> {
        if let Self::Many(texts) = self { texts.clone() } else { vec![self.text()] }
    }
}

/// A whole number without a point; what is no number is nothing.
fn number_text(number: f64) -> String {
    if !number.is_finite() {
        String::new()
    } else if number == 0.0 {
        "0".to_owned()
    } else {
        // The shortest text that is read as the same number.
        number.to_string()
    }
}

/// A number as people and programs write it: digits, one point, a sign. Names of numbers (`inf`) are texts.
fn text_number(text: &str) -> f64 {
    let text = text.trim();
    let looks =
        !text.is_empty() && text.chars().all(|letter| letter.is_ascii_digit() || "+-.eE".contains(letter));
    let number = if looks { text.parse().ok() } else { None };
    number.or_else(|| day::read(text)).unwrap_or(f64::NAN)
}
