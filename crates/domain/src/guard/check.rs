//! The types of guards: every name known, every comparison possible, before a pack runs.

use std::collections::BTreeMap;
use std::fmt;

use cel::common::ast::{CallExpr, Expr, LiteralValue, operators};
use cel::parser::Expression;

use super::facts::{CASE_FACTS, CLOCK_STATES};
use crate::field::{FieldKind, FieldOption};
use crate::program::Program;

/// The type of a part of a guard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GuardType {
    /// Yes or no.
    YesNo,
    /// A whole number.
    Number,
    /// Any text, of which the program need not know what it can be.
    Text,
    /// What somebody types or picks outside the program: comparing it with a word of the program is a mistake.
    Typed,
    /// One of these words: comparing it with another word is a mistake.
    Word(Vec<String>),
    /// A list of texts.
    Texts,
    /// A list of these words.
    Words(Vec<String>),
}

/// What is wrong with a guard.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GuardFault {
    /// Not CEL.
    #[error("cannot be read: {said}")]
    Unreadable {
        /// What the reader said.
        said: String,
    },
    /// A name that guards do not see.
    #[error("`{name}` is not known")]
    UnknownName {
        /// The name.
        name: String,
    },
    /// Two sides that cannot be compared, or an operator on the wrong type.
    #[error("{operator} does not go with {left} and {right}")]
    Mismatch {
        /// What should be done.
        operator: String,
        /// The type on the left.
        left: GuardType,
        /// The type on the right.
        right: GuardType,
    },
    /// A word that can never be there.
    #[error("`{word}` is never one of: {}", words.join(", "))]
    NeverThatWord {
        /// The word.
        word: String,
        /// What it can be.
        words: Vec<String>,
    },
    /// A word that a person would have to type exactly so. Only whether something was typed can be asked.
    #[error("`{word}` is compared with what somebody types: ask with a choice, or whether it is empty")]
    TypedWord {
        /// The word.
        word: String,
    },
    /// The whole is not yes or no.
    #[error("is {found}, not yes or no")]
    NotYesNo {
        /// What it is.
        found: GuardType,
    },
    /// Something of CEL that guards do not use.
    #[error("{what} is not used in guards")]
    NotUsed {
        /// What.
        what: String,
    },
}

/// The names that a program's guards see, with their types.
#[derive(Clone, Debug)]
pub struct Vocabulary {
    scopes: BTreeMap<&'static str, BTreeMap<String, GuardType>>,
    acts: Vec<String>,
}

impl Vocabulary {
    /// Bare names with their types, and nothing else.
    #[must_use]
    pub fn of_names(names: impl IntoIterator<Item = (String, GuardType)>) -> Self {
        Self { scopes: BTreeMap::from([("", names.into_iter().collect())]), acts: Vec::new() }
    }

    /// The names of one program.
    #[must_use]
    pub fn of(program: &Program) -> Self {
        let fields: BTreeMap<String, GuardType> =
            program.fields.iter().map(|field| (field.id.to_string(), field_type(&field.kind))).collect();
        let states = program.states.iter().map(|state| state.id.to_string()).collect();
        let channels = program.channels.iter().map(|channel| channel.id.clone()).collect();
        let mut case: BTreeMap<String, GuardType> =
            CASE_FACTS.iter().map(|(name, guard_type)| ((*name).to_owned(), guard_type.clone())).collect();
        case.insert("state".to_owned(), GuardType::Word(states));
        case.insert("channel".to_owned(), GuardType::Word(channels));
        case.insert("level".to_owned(), GuardType::Word(level_words()));
        let clock_states: Vec<String> = CLOCK_STATES.iter().map(|word| (*word).to_owned()).collect();
        let clocks = program
            .clocks
            .iter()
            .map(|clock| (clock.id.to_string(), GuardType::Word(clock_states.clone())))
            .collect();
        let duty = BTreeMap::from([
            ("holder".to_owned(), GuardType::YesNo),
            ("steps".to_owned(), GuardType::Number),
        ]);
        let scopes = BTreeMap::from([
            ("f", fields.clone()),
            ("form", fields),
            ("case", case),
            ("clocks", clocks),
            ("duty", duty),
        ]);
        let acts =
            std::iter::once(&program.opening).chain(&program.acts).map(|act| act.id.to_string()).collect();
        Self { scopes, acts }
    }
}

fn level_words() -> Vec<String> {
    crate::unit::Level::ALL.iter().map(|level| level.as_str().to_owned()).chain([String::new()]).collect()
}

fn field_type(kind: &FieldKind) -> GuardType {
    match kind {
        FieldKind::Line { .. }
        | FieldKind::Text { .. }
        | FieldKind::Date
        | FieldKind::Moment
        | FieldKind::Unit
        | FieldKind::Leader
        | FieldKind::CanI
        | FieldKind::Document { .. } => GuardType::Typed,
        FieldKind::Choice { options } => GuardType::Word(words(options).chain([String::new()]).collect()),
        FieldKind::Choices { options } => GuardType::Words(words(options).collect()),
        FieldKind::YesNo => GuardType::YesNo,
        FieldKind::Number { .. } => GuardType::Number,
        FieldKind::Units | FieldKind::Lines { .. } => GuardType::Texts,
    }
}

fn words(options: &[FieldOption]) -> impl Iterator<Item = String> {
    options.iter().map(|option| option.id.clone())
}

pub(super) fn check(expression: &Expression, vocabulary: &Vocabulary) -> Result<(), GuardFault> {
    match type_of(&expression.expr, vocabulary)? {
        GuardType::YesNo => Ok(()),
        found => Err(GuardFault::NotYesNo { found }),
    }
}

fn type_of(expr: &Expr, vocabulary: &Vocabulary) -> Result<GuardType, GuardFault> {
    match expr {
        Expr::Literal(literal) => literal_type(literal),
        Expr::Ident(name) if name == "done" && !vocabulary.acts.is_empty() => {
            Ok(GuardType::Words(vocabulary.acts.clone()))
        }
        Expr::Ident(name) => {
            let known = vocabulary.scopes.get("").and_then(|names| names.get(name));
            known.cloned().ok_or_else(|| GuardFault::UnknownName { name: name.clone() })
        }
        Expr::Select(select) => {
            let Expr::Ident(scope) = &select.operand.expr else {
                return Err(GuardFault::NotUsed { what: format!("`.{}` of a value", select.field) });
            };
            let known = vocabulary.scopes.get(scope.as_str()).and_then(|names| names.get(&select.field));
            known
                .cloned()
                .ok_or_else(|| GuardFault::UnknownName { name: format!("{scope}.{}", select.field) })
        }
        Expr::List(list) => {
            let words: Option<Vec<String>> =
                list.elements.iter().map(|element| text_literal(&element.expr)).collect();
            words
                .map(GuardType::Words)
                .ok_or_else(|| GuardFault::NotUsed { what: "a list of other than texts".into() })
        }
        Expr::Call(call) => call_type(call, vocabulary),
        Expr::Unspecified | Expr::Comprehension(_) | Expr::Map(_) | Expr::Struct(_) => {
            Err(GuardFault::NotUsed { what: "a map, structure or loop".into() })
        }
    }
}

fn literal_type(literal: &LiteralValue) -> Result<GuardType, GuardFault> {
    match literal {
        LiteralValue::Boolean(_) => Ok(GuardType::YesNo),
        LiteralValue::Int(_) => Ok(GuardType::Number),
        LiteralValue::String(text) => Ok(GuardType::Word(vec![text.inner().to_owned()])),
        LiteralValue::Bytes(_) | LiteralValue::Double(_) | LiteralValue::Null | LiteralValue::UInt(_) => {
            Err(GuardFault::NotUsed {
                what: "a value other than a text, a whole number, true or false".into(),
            })
        }
    }
}

fn text_literal(expr: &Expr) -> Option<String> {
    if let Expr::Literal(LiteralValue::String(text)) = expr { Some(text.inner().to_owned()) } else { None }
}

fn call_type(call: &CallExpr, vocabulary: &Vocabulary) -> Result<GuardType, GuardFault> {
    let parts: Vec<&Expr> =
        call.target.iter().map(AsRef::as_ref).chain(&call.args).map(|part| &part.expr).collect();
    let types = parts.iter().map(|part| type_of(part, vocabulary)).collect::<Result<Vec<_>, _>>()?;
    match (call.func_name.as_str(), types.as_slice()) {
        (operators::LOGICAL_NOT, [GuardType::YesNo])
        | (operators::LOGICAL_AND | operators::LOGICAL_OR, [GuardType::YesNo, GuardType::YesNo]) => {
            Ok(GuardType::YesNo)
        }
        (operators::EQUALS | operators::NOT_EQUALS, [left, right]) => {
            comparable(&call.func_name, left, right)?;
            written_words_exist(&parts, [left, right]).map(|()| GuardType::YesNo)
        }
        (
            operators::LESS | operators::LESS_EQUALS | operators::GREATER | operators::GREATER_EQUALS,
            [left, right],
        ) => match (left, right) {
            (GuardType::Number, GuardType::Number) => Ok(GuardType::YesNo),
            _ => Err(mismatch(&call.func_name, left, right)),
        },
        (operators::IN, [item, list]) => {
            contained(item, list)?;
            written_words_exist(&parts, [item, list]).map(|()| GuardType::YesNo)
        }
        (operators::CONDITIONAL, [GuardType::YesNo, yes, no]) => either(&call.func_name, yes, no),
        (operators::ADD | operators::SUBSTRACT, [GuardType::Number, GuardType::Number])
        | (
            "size",
            [
                GuardType::Text
                | GuardType::Typed
                | GuardType::Word(_)
                | GuardType::Texts
                | GuardType::Words(_),
            ],
        ) => Ok(GuardType::Number),
        (name, [left, right]) => Err(mismatch(name, left, right)),
        (name, _) => Err(GuardFault::NotUsed { what: format!("`{name}` so") }),
    }
}

fn mismatch(operator: &str, left: &GuardType, right: &GuardType) -> GuardFault {
    let operator = operator.trim_matches('_').to_owned();
    GuardFault::Mismatch { operator, left: left.clone(), right: right.clone() }
}

/// Two words can be compared when they have one in common; otherwise the answer is known beforehand, which is a slip.
fn comparable(operator: &str, left: &GuardType, right: &GuardType) -> Result<(), GuardFault> {
    match (left, right) {
        (GuardType::Word(left), GuardType::Word(right)) => overlap(left, right),
        (left, right) if is_text(left) && is_text(right) => Ok(()),
        (GuardType::Number, GuardType::Number) | (GuardType::YesNo, GuardType::YesNo) => Ok(()),
        _ => Err(mismatch(operator, left, right)),
    }
}

const fn is_text(found: &GuardType) -> bool {
    matches!(found, GuardType::Word(_) | GuardType::Text | GuardType::Typed)
}

fn contained(item: &GuardType, list: &GuardType) -> Result<(), GuardFault> {
    match (item, list) {
        (GuardType::Word(words), GuardType::Words(known)) => overlap(words, known),
        (GuardType::Text | GuardType::Typed, GuardType::Words(_)) => Ok(()),
        (item, GuardType::Texts) if is_text(item) => Ok(()),
        _ => Err(mismatch(operators::IN, item, list)),
    }
}

/// What one of two can be.
fn either(operator: &str, yes: &GuardType, no: &GuardType) -> Result<GuardType, GuardFault> {
    if let (GuardType::Word(yes), GuardType::Word(no)) = (yes, no) {
        return Ok(GuardType::Word(yes.iter().chain(no).cloned().collect()));
    }
    let text = is_text(yes) && is_text(no);
    if text || yes == no { Ok(yes.clone()) } else { Err(mismatch(operator, yes, no)) }
}

fn overlap(left: &[String], right: &[String]) -> Result<(), GuardFault> {
    if left.iter().any(|word| right.contains(word)) {
        return Ok(());
    }
    // The shorter side is what was written as a literal.
    let (written, known) = if left.len() <= right.len() { (left, right) } else { (right, left) };
    Err(GuardFault::NeverThatWord { word: written.join(", "), words: known.to_vec() })
}

/// Each word that stands in the guard itself must be one that the other side can hold: of a list, too, where a slip would hide behind
/// those that are right. What people type holds no word of which a program could know.
fn written_words_exist(parts: &[&Expr], types: [&GuardType; 2]) -> Result<(), GuardFault> {
    let [left, right] = parts else { return Ok(()) };
    for (written, other) in [(left, types[1]), (right, types[0])] {
        let words = match written {
            Expr::Literal(_) => text_literal(written).into_iter().collect(),
            Expr::List(list) => {
                list.elements.iter().filter_map(|element| text_literal(&element.expr)).collect()
            }
            _ => Vec::new(),
        };
        let never = |word: &&String| match other {
            GuardType::Word(known) | GuardType::Words(known) => !known.contains(word),
            GuardType::Typed | GuardType::Texts => !word.is_empty(),
            GuardType::Text | GuardType::Number | GuardType::YesNo => false,
        };
        let Some(word) = words.iter().find(never).cloned() else { continue };
        return Err(match other {
            GuardType::Word(known) | GuardType::Words(known) => {
                GuardFault::NeverThatWord { word, words: known.clone() }
            }
            _ => GuardFault::TypedWord { word },
        });
    }
    Ok(())
}

impl fmt::Display for GuardType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::YesNo => "yes or no",
            Self::Number => "a number",
            Self::Text | Self::Typed | Self::Word(_) => "a text",
            Self::Texts | Self::Words(_) => "a list",
        })
    }
}
