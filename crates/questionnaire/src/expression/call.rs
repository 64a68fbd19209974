//! What each function gives.

use super::evaluate::{Scope, evaluate};
use super::functions::pattern;
use super::tree::Tree;
use super::value::Value;
use crate::day;

/// Calls a function that [`find`](super::functions::find) knows, with as many arguments as it takes.
pub(super) fn call(name: &str, arguments: &[Tree], scope: Scope<'_>) -> Value {
    let given = Given { arguments, scope };
    answers(name, given)
        .or_else(|| texts(name, given))
        .or_else(|| days(name, given))
        .or_else(|| numbers(name, given))
        .unwrap_or_else(Value::nothing)
}

/// The arguments, evaluated as they are asked for.
#[derive(Clone, Copy)]
struct Given<'a> {
    arguments: &'a [Tree],
    scope: Scope<'a>,
}

impl Given<'_> {
    fn value(&self, at: usize) -> Value {
        self.arguments.get(at).map_or_else(Value::nothing, |argument| evaluate(argument, self.scope))
    }

    fn text(&self, at: usize) -> String {
        self.value(at).text()
    }

    fn number(&self, at: usize) -> f64 {
        self.value(at).number()
    }

    /// The texts of all arguments from `at` on.
    fn texts(&self, at: usize) -> Vec<String> {
        (at..self.arguments.len()).flat_map(|at| self.value(at).texts()).collect()
    }

    /// The numbers of all arguments from `at` on; what is empty is left out.
    fn numbers(&self, at: usize) -> Vec<f64> {
        let texts = self.texts(at).into_iter().filter(|text| !text.is_empty());
        texts.map(|text| Value::Text(text).number()).collect()
    }

    /// The text of the first argument; without one, the answer itself.
    fn text_or_here(&self) -> String {
        if self.arguments.is_empty() { self.scope.sight.here().text() } else { self.text(0) }
    }

    /// The argument itself, where a function asks for a question and not for its answer.
    fn tree(&self, at: usize) -> Option<&Tree> {
        self.arguments.get(at)
    }
}

/// Functions that look at answers, choices and repeats.
fn answers(name: &str, given: Given<'_>) -> Option<Value> {
    Some(match name {
        "selected" => {
            let wanted = given.text(1);
            Value::Flag(given.text(0).split_whitespace().any(|choice| choice == wanted.trim()))
        }
        "selected-at" => Value::Text(at(&given.text(0), given.number(1))),
        "count-selected" => Value::Number(count(given.text(0).split_whitespace().count())),
        "jr:choice-name" => Value::Text(given.scope.sight.choice_name(given.tree(1)?, &given.text(0))),
        "if" => given.value(if given.value(0).flag() { 1 } else { 2 }),
        "coalesce" => {
            let texts = (0..given.arguments.len()).map(|at| given.value(at));
            texts.into_iter().find(|value| !value.text().is_empty()).unwrap_or_else(Value::nothing)
        }
        "once" => match given.scope.sight.kept() {
            kept if kept.is_empty() => given.value(0),
            kept => Value::Text(kept),
        },
        "not" => Value::Flag(!given.value(0).flag()),
        "true" => Value::Flag(true),
        "false" => Value::Flag(false),
        "boolean" => Value::Flag(given.value(0).flag()),
        "boolean-from-string" => Value::Flag(matches!(given.text(0).as_str(), "true" | "1")),
        "checklist" => {
            let held = (2..given.arguments.len()).filter(|at| given.value(*at).flag()).count();
            Value::Flag((given.number(0)..=given.number(1)).contains(&count(held)))
        }
        "position" => Value::Number(given.scope.sight.position(given.tree(0)?)),
        "indexed-repeat" => indexed(given)?,
        "count" => Value::Number(count(given.scope.sight.turns(given.tree(0)?))),
        "count-non-empty" => {
            Value::Number(count(given.texts(0).iter().filter(|text| !text.is_empty()).count()))
        }
        "sum" => Value::Number(given.numbers(0).iter().sum()),
        "min" => Value::Number(given.numbers(0).into_iter().reduce(f64::min).unwrap_or(f64::NAN)),
        "max" => Value::Number(given.numbers(0).into_iter().reduce(f64::max).unwrap_or(f64::NAN)),
        _ => return None,
    })
}

/// `indexed-repeat(${question}, ${repeat}, 2, ${inner}, 1)`.
fn indexed(given: Given<'_>) -> Option<Value> {
    let mut turns = Vec::new();
    for at in (1..given.arguments.len()).step_by(2) {
        turns.push((given.tree(at)?, given.number(at + 1)));
    }
    Some(given.scope.sight.indexed(given.tree(0)?, &turns))
}

fn texts(name: &str, given: Given<'_>) -> Option<Value> {
    Some(match name {
        "regex" => {
            Value::Flag(pattern(&given.text(1)).is_some_and(|pattern| pattern.is_match(&given.text(0))))
        }
        "contains" => Value::Flag(given.text(0).contains(&given.text(1))),
        "starts-with" => Value::Flag(given.text(0).starts_with(&given.text(1))),
        "ends-with" => Value::Flag(given.text(0).ends_with(&given.text(1))),
        "string-length" => Value::Number(count(given.text_or_here().chars().count())),
        "string" => Value::Text(given.text(0)),
        "concat" => Value::Text(given.texts(0).concat()),
        "join" => Value::Text(given.texts(1).join(&given.text(0))),
        "substr" => Value::Text(part(
            &given.text(0),
            given.number(1),
            given.arguments.get(2).map(|_| given.number(2)),
        )),
        "substring" => {
            // Counted from one, with a length, as XPath does.
            let start = given.number(1) - 1.0;
            Value::Text(part(&given.text(0), start, given.arguments.get(2).map(|_| start + given.number(2))))
        }
        "substring-before" => Value::Text(
            given
                .text(0)
                .split_once(&given.text(1))
                .map_or_else(String::new, |(before, _)| before.to_owned()),
        ),
        "substring-after" => Value::Text(
            given.text(0).split_once(&given.text(1)).map_or_else(String::new, |(_, after)| after.to_owned()),
        ),
        "translate" => Value::Text(translated(&given.text(0), &given.text(1), &given.text(2))),
        "normalize-space" => {
            Value::Text(given.text_or_here().split_whitespace().collect::<Vec<_>>().join(" "))
        }
        "upper-case" => Value::Text(given.text(0).to_uppercase()),
        "lower-case" => Value::Text(given.text(0).to_lowercase()),
        _ => return None,
    })
}

fn days(name: &str, given: Given<'_>) -> Option<Value> {
    let now = given.scope.now;
    Some(match name {
        "today" => Value::Moment { days: day::of_date(now.date()), whole_day: true },
        "now" => Value::Moment { days: day::of_date_time(now), whole_day: false },
        "date" => Value::Moment { days: given.number(0).floor(), whole_day: true },
        "date-time" => Value::Moment { days: given.number(0), whole_day: false },
        "format-date" | "format-date-time" => Value::Text(formatted(given.number(0), &given.text(1))),
        "decimal-date-time" => Value::Number(given.number(0)),
        "decimal-time" => Value::Number(given.number(0).rem_euclid(1.0)),
        _ => return None,
    })
}

fn numbers(name: &str, given: Given<'_>) -> Option<Value> {
    let number = given.number(0);
    Some(Value::Number(match name {
        "number" => number,
        "int" => number.trunc(),
        "round" => rounded(number, if given.arguments.len() > 1 { given.number(1) } else { 0.0 }),
        "floor" => number.floor(),
        "ceiling" => number.ceil(),
        "abs" => number.abs(),
        "pow" => number.powf(given.number(1)),
        "sqrt" => number.sqrt(),
        "exp" => number.exp(),
        "exp10" => 10f64.powf(number),
        "log" => number.ln(),
        "log10" => number.log10(),
        "pi" => std::f64::consts::PI,
        "sin" => number.sin(),
        "cos" => number.cos(),
        "tan" => number.tan(),
        "asin" => number.asin(),
        "acos" => number.acos(),
        "atan" => number.atan(),
        "atan2" => number.atan2(given.number(1)),
        _ => return None,
    }))
}

/// A number of things as a number; there are never so many that it would not be exact.
pub(crate) fn count(things: usize) -> f64 {
    f64::from(u32::try_from(things).unwrap_or(u32::MAX))
}

/// Halves away from zero, to so many places after the point.
fn rounded(number: f64, places: f64) -> f64 {
    let scale = 10f64.powf(places.clamp(-15.0, 15.0).trunc());
    (number * scale).round() / scale
}

/// The choice at this place, counted from nought.
fn at(selected: &str, index: f64) -> String {
    let choices = selected.split_whitespace().zip(0u32..);
    let found = choices.into_iter().find(|(_, at)| is_place(index, *at));
    found.map_or_else(String::new, |(choice, _)| choice.to_owned())
}

/// Whether a number that was worked out means this whole number.
pub(crate) fn is_place(number: f64, place: u32) -> bool {
    (number - f64::from(place)).abs() < f64::EPSILON
}

/// The characters from `start` up to, and without, `end`, counted from nought; from the end if below nought.
fn part(text: &str, start: f64, end: Option<f64>) -> String {
    let length = count(text.chars().count());
    let place = |at: f64| if at < 0.0 { (length + at).max(0.0) } else { at };
    let (start, end) = (place(start), end.map_or(length, place));
    text.chars()
        .zip(0u32..)
        .filter(|(_, at)| (start..end).contains(&f64::from(*at)))
        .map(|(letter, _)| letter)
        .collect()
}

fn translated(text: &str, from: &str, to: &str) -> String {
    let to: Vec<char> = to.chars().collect();
    let change = |letter: char| match from.chars().position(|known| known == letter) {
        Some(at) => to.get(at).copied(),
        None => Some(letter),
    };
    text.chars().filter_map(change).collect()
}

/// A moment in the author's format. Formats of the language: `%Y %y %m %n %b %d %e %H %h %M %S %3 %a`.
fn formatted(days: f64, format: &str) -> String {
    let Some(moment) = day::to_date_time(days) else { return String::new() };
    let mut text = String::new();
    let mut letters = format.chars();
    while let Some(letter) = letters.next() {
        if letter != '%' {
            text.push(letter);
            continue;
        }
        let part = match letters.next() {
            Some('n') => moment.month().to_string(),
            Some('e') => moment.day().to_string(),
            Some('h') => moment.hour().to_string(),
            Some('3') => "000".to_owned(),
            Some('Y') => moment.strftime("%Y").to_string(),
            Some('y') => moment.strftime("%y").to_string(),
            Some('m') => moment.strftime("%m").to_string(),
            Some('b') => moment.strftime("%b").to_string(),
            Some('d') => moment.strftime("%d").to_string(),
            Some('H') => moment.strftime("%H").to_string(),
            Some('M') => moment.strftime("%M").to_string(),
            Some('S') => moment.strftime("%S").to_string(),
            Some('a') => moment.strftime("%a").to_string(),
            Some(other) => other.to_string(),
            None => String::new(),
        };
        text.push_str(&part);
    }
    text
}
