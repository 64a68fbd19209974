//! Evaluates an expression where a question stands.

use jiff::civil::DateTime;

use super::call;
use super::tree::{Operator, Tree};
use super::value::Value;
use crate::fill::Sight;
use crate::model::Choice;

/// Where an expression is evaluated.
#[derive(Clone, Copy)]
pub(crate) struct Scope<'a> {
    /// The answers, as seen from a question.
    pub(crate) sight: Sight<'a>,
    /// In a choice filter, the choice that is looked at.
    pub(crate) choice: Option<&'a Choice>,
    /// The moment, where the office is.
    pub(crate) now: DateTime,
}

/// The value of an expression. Evaluation always ends and never fails: what makes no sense gives nothing, or `NaN`.
pub(crate) fn evaluate(tree: &Tree, scope: Scope<'_>) -> Value {
    match tree {
        Tree::Text(text) => Value::Text(text.clone()),
        Tree::Number(number) => Value::Number(*number),
        Tree::Name(name) => scope.sight.named(name),
        Tree::Column(name) => Value::Text(column(scope.choice, name)),
        Tree::Here => scope.sight.here(),
        Tree::Near { up, name } => {
            name.as_ref().map_or_else(Value::nothing, |name| scope.sight.near(*up, name))
        }
        Tree::Negative(inner) => Value::Number(-evaluate(inner, scope).number()),
        Tree::Both(operator, left, right) => both(*operator, left, right, scope),
        Tree::Call { function, arguments } => call::call(function.name, arguments, scope),
    }
}

fn column(choice: Option<&Choice>, name: &str) -> String {
    let Some(choice) = choice else { return String::new() };
    match name {
        "name" => choice.name.clone(),
        "label" => choice.label.pick("", "").to_owned(),
        _ => choice.columns.get(name).cloned().unwrap_or_default(),
    }
}

fn both(operator: Operator, left: &Tree, right: &Tree, scope: Scope<'_>) -> Value {
    let first = evaluate(left, scope);
    match operator {
        Operator::Or => return Value::Flag(first.flag() || evaluate(right, scope).flag()),
        Operator::And => return Value::Flag(first.flag() && evaluate(right, scope).flag()),
        _ => {}
    }
    let second = evaluate(right, scope);
    match operator {
        Operator::Plus => Value::Number(first.number() + second.number()),
        Operator::Minus => Value::Number(first.number() - second.number()),
        Operator::Times => Value::Number(first.number() * second.number()),
        Operator::Div => Value::Number(first.number() / second.number()),
        Operator::Mod => Value::Number(first.number() % second.number()),
        Operator::Is => Value::Flag(any(&first, &second, same)),
        Operator::IsNot => Value::Flag(any(&first, &second, |left, right| !same(left, right))),
        Operator::Below => Value::Flag(any(&first, &second, |left, right| left.number() < right.number())),
        Operator::AtMost => Value::Flag(any(&first, &second, |left, right| left.number() <= right.number())),
        Operator::Above => Value::Flag(any(&first, &second, |left, right| left.number() > right.number())),
        Operator::AtLeast => Value::Flag(any(&first, &second, |left, right| left.number() >= right.number())),
        Operator::Or | Operator::And => Value::nothing(),
    }
}

/// Whether it holds of any pair, as `XPath` compares sets.
fn any(left: &Value, right: &Value, holds: impl Fn(&Value, &Value) -> bool) -> bool {
    match (left, right) {
        (Value::Many(texts), other) => texts.iter().any(|text| holds(&Value::Text(text.clone()), other)),
        (other, Value::Many(texts)) => texts.iter().any(|text| holds(other, &Value::Text(text.clone()))),
        _ => holds(left, right),
    }
}

#[expect(clippy::float_cmp, reason = "the language compares numbers exactly, as XPath does")]
fn same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Flag(flag), other) | (other, Value::Flag(flag)) => *flag == other.flag(),
        (Value::Text(left), Value::Text(right)) => left == right,
        _ => left.number() == right.number(),
    }
}
