//! What is wrong with the expressions and texts of a questionnaire.

use std::collections::BTreeSet;

use super::{Flaw, FlawReason, Form, NodeKind, Part};
use crate::expression::{Gives, Tree, pattern};
use crate::model::{Question, QuestionKind};
use crate::texts::Texts;

/// Everything that is wrong, in the order of the questionnaire.
pub(super) fn flaws(form: &Form) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    flaws.extend(repeated_names(form, &form.top()));
    for (id, node) in form.nodes.iter().enumerate() {
        flaws.extend(repeated_names(form, &node.children));
        let at = At { form, id, columns: columns(form, &node.kind) };
        for (part, expression) in node.kind.expressions() {
            let mut reasons = Vec::new();
            expression.tree().walk(&mut |tree| at.look(part, tree, &mut reasons));
            flaws.extend(reasons.into_iter().map(|(reason, is_fatal)| at.flaw(part, reason, is_fatal)));
        }
        flaws.extend(texts_of(&node.kind).into_iter().flat_map(|(part, texts)| at.outputs(part, texts)));
        if let NodeKind::Question(question) = &node.kind {
            flaws.extend(at.list(question));
        }
    }
    flaws
}

fn texts_of(kind: &NodeKind) -> Vec<(Part, &Texts)> {
    match kind {
        NodeKind::Question(question) => vec![
            (Part::Label, &question.label),
            (Part::Hint, &question.hint),
            (Part::ConstraintMessage, &question.constraint_message),
        ],
        NodeKind::Section(section) => vec![(Part::Label, &section.label), (Part::Hint, &section.hint)],
    }
}

/// The columns that a choice filter of this question may read.
fn columns(form: &Form, kind: &NodeKind) -> BTreeSet<String> {
    let NodeKind::Question(question) = kind else { return BTreeSet::new() };
    let choices = form.questionnaire.choices(&question.kind);
    let mut columns: BTreeSet<String> =
        choices.iter().flat_map(|choice| choice.columns.keys().cloned()).collect();
    columns.extend(["name".to_owned(), "label".to_owned()]);
    columns
}

fn repeated_names(form: &Form, siblings: &[usize]) -> Vec<Flaw> {
    let mut seen = BTreeSet::new();
    let again = siblings.iter().filter(|id| !seen.insert(form.name(**id)));
    again
        .map(|id| Flaw {
            path: form.path(*id),
            part: Part::Name,
            reason: FlawReason::RepeatedName(form.name(*id).to_owned()),
            is_fatal: true,
        })
        .collect()
}

/// One entry, while it is looked at.
struct At<'a> {
    form: &'a Form,
    id: usize,
    columns: BTreeSet<String>,
}

impl At<'_> {
    fn flaw(&self, part: Part, reason: FlawReason, is_fatal: bool) -> Flaw {
        Flaw { path: self.form.path(self.id), part, reason, is_fatal }
    }

    fn list(&self, question: &Question) -> Option<Flaw> {
        let list = question.kind.list()?;
        let is_known = self.form.questionnaire.lists.contains_key(list);
        (!is_known).then(|| self.flaw(Part::Type, FlawReason::NoSuchList(list.to_owned()), true))
    }

    /// `${name}` in a label must name a question.
    fn outputs(&self, part: Part, texts: &Texts) -> Vec<Flaw> {
        let names: BTreeSet<String> = texts.iter().flat_map(|(_, text)| crate::fill::outputs(text)).collect();
        let unknown = names.iter().filter_map(|name| self.form.find(name).err());
        unknown.map(|reason| self.flaw(part, reason, true)).collect()
    }

    /// Looks at one part of an expression.
    fn look(&self, part: Part, tree: &Tree, reasons: &mut Vec<(FlawReason, bool)>) {
        match tree {
            Tree::Name(name) => reasons.extend(self.form.find(name).err().map(|reason| (reason, true))),
            Tree::Near { up, name: Some(name) } => {
                reasons.extend(self.form.find_near(self.id, *up, name).err().map(|reason| (reason, true)));
            }
            Tree::Here if matches!(part, Part::RepeatCount) || self.is_section() => {
                reasons.push((FlawReason::NoAnswerHere, true));
            }
            Tree::Column(name) if part != Part::ChoiceFilter => {
                reasons.push((FlawReason::BareName(name.clone()), true));
            }
            // Other programs take an unknown column for an empty one; so do we, and say it.
            Tree::Column(name) if !self.columns.contains(name) => {
                reasons.push((FlawReason::NoSuchColumn(name.clone()), false));
            }
            Tree::Both(operator, left, right) => {
                if operator.reckons() {
                    reasons.extend([left, right].into_iter().filter_map(|side| no_number(side)));
                }
                if operator.compares() {
                    reasons.extend(self.no_choice(left, right).or_else(|| self.no_choice(right, left)));
                }
            }
            Tree::Call { function, arguments } => self.call(function.name, arguments, reasons),
            _ => {}
        }
    }

    fn is_section(&self) -> bool {
        self.form.node(self.id).is_some_and(|node| matches!(node.kind, NodeKind::Section(_)))
    }

    fn call(&self, name: &str, arguments: &[Tree], reasons: &mut Vec<(FlawReason, bool)>) {
        match (name, arguments) {
            ("regex", [_, Tree::Text(text)]) if pattern(text).is_none() => {
                reasons.push((FlawReason::BadPattern(text.clone()), true));
            }
            ("selected", [question, choice]) => reasons.extend(self.no_choice(question, choice)),
            // An unknown name is told already.
            ("count" | "indexed-repeat", [first, ..])
                if self.form.meant(self.id, first).is_none()
                    && !matches!(first, Tree::Name(_) | Tree::Near { name: Some(_), .. }) =>
            {
                reasons.push((FlawReason::NotAQuestion(name.to_owned()), true));
            }
            _ => {}
        }
    }

    /// A question with a list is compared with a text that is not in it: legal, and never true.
    fn no_choice(&self, question: &Tree, choice: &Tree) -> Option<(FlawReason, bool)> {
        let Tree::Text(text) = choice else { return None };
        let node = self.form.node(self.form.meant(self.id, question)?)?;
        let NodeKind::Question(question) = &node.kind else { return None };
        let list = question.kind.list()?;
        let multiple =
            matches!(question.kind, QuestionKind::SelectMultiple { .. } | QuestionKind::Rank { .. });
        let is_known = text.is_empty()
            || self.form.questionnaire.choice(list, text).is_some()
            || (multiple && text.contains(' '))
            || !self.form.questionnaire.lists.contains_key(list);
        (!is_known).then(|| (FlawReason::NoSuchChoice(text.clone()), false))
    }
}

/// A side of a sum that can never be a number.
fn no_number(tree: &Tree) -> Option<(FlawReason, bool)> {
    match tree {
        Tree::Text(text) if crate::expression::Value::Text(text.clone()).number().is_nan() => {
            Some((FlawReason::NotANumber(text.clone()), true))
        }
        Tree::Both(operator, ..) if !operator.reckons() => {
            Some((FlawReason::NotANumber(operator.word().to_owned()), false))
        }
        Tree::Call { function, .. } if function.gives == Gives::Flag => {
            Some((FlawReason::NotANumber(format!("{}()", function.name)), false))
        }
        _ => None,
    }
}
