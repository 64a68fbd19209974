//! What is wrong with an answer.

use super::Asked;
use crate::day;
use crate::model::QuestionKind;

/// Degrees of latitude and longitude at the ends of the earth.
const LATITUDE_MAX: f64 = 90.0;
const LONGITUDE_MAX: f64 = 180.0;

/// Why an answer does not fit its question.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum AnswerRefusal {
    /// Nothing where something is needed; with the author's words, if there are any.
    #[error("nothing was given")]
    Missing(String),
    /// No whole number.
    #[error("not a whole number")]
    NotAWholeNumber,
    /// No number.
    #[error("not a number")]
    NotANumber,
    /// No day.
    #[error("not a day")]
    NotADay,
    /// No time of day.
    #[error("not a time of day")]
    NotATime,
    /// No day and time.
    #[error("not a day and time")]
    NotAMoment,
    /// Not on offer, or not any more.
    #[error("not one of the choices")]
    NoSuchChoice,
    /// Every choice needs its place in the order, once.
    #[error("not every choice has its place")]
    NotRanked,
    /// Outside the scale.
    #[error("not from {start} to {end}")]
    NotInRange {
        /// Its lowest number.
        start: f64,
        /// Its highest number.
        end: f64,
    },
    /// No latitude and longitude.
    #[error("not a point")]
    NotAPoint,
    /// What the author asks of an answer does not hold; with the author's words, if there are any.
    #[error("the constraint does not hold")]
    Constraint(String),
}

impl AnswerRefusal {
    /// The key of the text that is shown where the author wrote none.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Missing(_) => "answer-missing",
            Self::NotAWholeNumber => "answer-not-a-whole-number",
            Self::NotANumber => "answer-not-a-number",
            Self::NotADay => "answer-not-a-day",
            Self::NotATime => "answer-not-a-time",
            Self::NotAMoment => "answer-not-a-moment",
            Self::NoSuchChoice => "answer-no-such-choice",
            Self::NotRanked => "answer-not-ranked",
            Self::NotInRange { .. } => "answer-not-in-range",
            Self::NotAPoint => "answer-not-a-point",
            Self::Constraint(_) => "answer-constraint",
        }
    }

    /// The author's own words, if there are any.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        match self {
            Self::Missing(text) | Self::Constraint(text) if !text.is_empty() => Some(text),
            _ => None,
        }
    }
}

/// What is wrong, the author's constraint apart.
pub(super) fn refusal(asked: &Asked<'_>) -> Option<AnswerRefusal> {
    let value = asked.value.as_str();
    if value.is_empty() {
        let message = || asked.question.required_message.pick("", "").to_owned();
        return asked.is_required.then(|| AnswerRefusal::Missing(message()));
    }
    match &asked.question.kind {
        QuestionKind::Integer => value.parse::<i64>().is_err().then_some(AnswerRefusal::NotAWholeNumber),
        QuestionKind::Decimal => number(value).is_none().then_some(AnswerRefusal::NotANumber),
        QuestionKind::Date => day::read_date(value).is_none().then_some(AnswerRefusal::NotADay),
        QuestionKind::Time => day::read_time(value).is_none().then_some(AnswerRefusal::NotATime),
        QuestionKind::DateTime => {
            let is_read = value.contains(['T', ' ']) && day::read_date_time(value).is_some();
            (!is_read).then_some(AnswerRefusal::NotAMoment)
        }
        QuestionKind::SelectOne { .. } => (!is_offered(asked, value)).then_some(AnswerRefusal::NoSuchChoice),
        QuestionKind::SelectMultiple { .. } => {
            let all = value.split_whitespace().all(|choice| is_offered(asked, choice));
            (!all).then_some(AnswerRefusal::NoSuchChoice)
        }
        QuestionKind::Rank { .. } => {
            let mut ranked: Vec<&str> = value.split_whitespace().collect();
            ranked.sort_unstable();
            let mut offered: Vec<&str> = asked.choices.iter().map(|choice| choice.name.as_str()).collect();
            offered.sort_unstable();
            (ranked != offered).then_some(AnswerRefusal::NotRanked)
        }
        QuestionKind::Range(range) => {
            let (start, end) = (range.start.min(range.end), range.start.max(range.end));
            let fits = number(value).is_some_and(|number| (start..=end).contains(&number));
            (!fits).then_some(AnswerRefusal::NotInRange { start, end })
        }
        QuestionKind::Geopoint => (!is_point(value)).then_some(AnswerRefusal::NotAPoint),
        QuestionKind::Text
        | QuestionKind::Note
        | QuestionKind::Calculate
        | QuestionKind::Hidden
        | QuestionKind::Acknowledge
        | QuestionKind::Barcode
        | QuestionKind::File { .. }
        | QuestionKind::Preload { .. } => None,
    }
}

fn is_offered(asked: &Asked<'_>, choice: &str) -> bool {
    asked.choices.iter().any(|offered| offered.name == choice)
}

/// Digits, one point, a sign: names of numbers (`inf`) are none.
fn number(text: &str) -> Option<f64> {
    let looks = text.chars().all(|letter| letter.is_ascii_digit() || "+-.eE".contains(letter));
    text.parse().ok().filter(|number: &f64| looks && number.is_finite())
}

fn is_point(value: &str) -> bool {
    let numbers: Vec<Option<f64>> =
        value.split([' ', ',']).filter(|part| !part.is_empty()).map(number).collect();
    match numbers.as_slice() {
        [Some(latitude), Some(longitude), rest @ ..]
            if rest.len() <= 2 && rest.iter().all(Option::is_some) =>
        {
            latitude.abs() <= LATITUDE_MAX && longitude.abs() <= LONGITUDE_MAX
        }
        _ => false,
    }
}
