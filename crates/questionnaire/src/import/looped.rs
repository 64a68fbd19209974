//! `begin loop over LIST`: the same questions once for each choice of a list.

use std::collections::BTreeMap;

use crate::expression::Expression;
use crate::model::{Choice, Item, Question, Section};
use crate::texts::Texts;

/// A section with one section in it for each choice. Texts and expressions may say `%(label)s` and `%(name)s`.
pub(super) fn for_each(section: &Section, choices: &[Choice]) -> Section {
    let inner = |choice: &Choice| {
        let items = section.items.iter().map(|item| with(item, choice)).collect();
        let label = if choice.label.is_empty() { Texts::plain(&choice.name) } else { choice.label.clone() };
        Item::Section(Box::new(Section { name: choice.name.clone(), label, items, ..Section::default() }))
    };
    Section { items: choices.iter().map(inner).collect(), ..section.clone() }
}

/// What was said once stands in the file at one row, whatever the choice.
pub(super) fn places(path: &str, choices: &[Choice], rows: &mut BTreeMap<String, u32>) {
    let inside: Vec<(String, u32)> = rows
        .iter()
        .filter_map(|(known, row)| Some((known.strip_prefix(path)?.strip_prefix('/')?.to_owned(), *row)))
        .collect();
    for choice in choices {
        for (rest, row) in &inside {
            rows.insert(format!("{path}/{}/{rest}", choice.name), *row);
        }
    }
}

fn with(item: &Item, choice: &Choice) -> Item {
    match item {
        Item::Question(question) => Item::Question(Box::new(question_with(question, choice))),
        Item::Section(section) => {
            let mut section = Section::clone(section);
            section.label = texts_with(&section.label, choice);
            section.hint = texts_with(&section.hint, choice);
            section.relevant =
                section.relevant.as_ref().map(|expression| expression_with(expression, choice));
            section.items = section.items.iter().map(|item| with(item, choice)).collect();
            Item::Section(Box::new(section))
        }
    }
}

fn question_with(question: &Question, choice: &Choice) -> Question {
    let mut question = question.clone();
    for texts in [
        &mut question.label,
        &mut question.hint,
        &mut question.constraint_message,
        &mut question.required_message,
    ] {
        *texts = texts_with(texts, choice);
    }
    for expression in [
        &mut question.relevant,
        &mut question.required,
        &mut question.constraint,
        &mut question.calculate,
        &mut question.default,
        &mut question.read_only,
        &mut question.choice_filter,
    ]
    .into_iter()
    .flatten()
    {
        *expression = expression_with(expression, choice);
    }
    question
}

fn texts_with(texts: &Texts, choice: &Choice) -> Texts {
    let mut changed = Texts::default();
    for (language, text) in texts.iter() {
        let label = if choice.label.is_empty() { &choice.name } else { choice.label.pick(language, "") };
        changed.insert(language, &text.replace("%(label)s", label).replace("%(name)s", &choice.name));
    }
    changed
}

/// An expression with the choice in it; if a label would break it, it stays as it was.
fn expression_with(expression: &Expression, choice: &Choice) -> Expression {
    let source =
        expression.source().replace("%(label)s", choice.label.pick("", "")).replace("%(name)s", &choice.name);
    Expression::parse(&source).unwrap_or_else(|_broken| expression.clone())
}
