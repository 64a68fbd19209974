//! A questionnaire that has been proved, with an index over its entries.

mod check;
mod order;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use crate::expression::{Expression, Tree};
use crate::limits::{ITEMS_MAX, SECTION_DEPTH_MAX};
use crate::model::{Item, Question, Questionnaire, Section};

/// A questionnaire whose names all exist, whose calculations go in no circle, and whose patterns can be read.
#[derive(Clone, Debug)]
pub struct Form {
    pub(crate) questionnaire: Questionnaire,
    pub(crate) nodes: Vec<Node>,
    by_name: BTreeMap<String, Vec<usize>>,
    /// Nodes so that each comes after what it needs.
    pub(crate) order: Vec<usize>,
}

/// A question or section in the index.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) kind: NodeKind,
    /// The section around it.
    pub(crate) parent: Option<usize>,
    /// The repeats around it, outermost first; its own last, if it is one.
    pub(crate) repeats: Vec<usize>,
    pub(crate) children: Vec<usize>,
}

/// What a node is. Sections stand here without what is in them.
#[derive(Clone, Debug)]
pub(crate) enum NodeKind {
    Question(Box<Question>),
    Section(Box<Section>),
}

/// What is wrong with a questionnaire, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// Names of the sections around it and its own, with `/` between; empty for the questionnaire itself.
    pub path: String,
    /// Which part of the entry.
    pub part: Part,
    /// What is wrong.
    pub reason: FlawReason,
    /// Whether the questionnaire cannot be used; if not, its author should look at it.
    pub is_fatal: bool,
}

/// A part of a question or section.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The entry as such.
    Name,
    /// Its label.
    Label,
    /// Its hint.
    Hint,
    /// What it takes.
    Type,
    /// When it is asked.
    Relevant,
    /// When an answer is needed.
    Required,
    /// What must hold of an answer.
    Constraint,
    /// What is said when it does not hold.
    ConstraintMessage,
    /// What it is calculated from.
    Calculation,
    /// What it is at first.
    Default,
    /// When it is not asked.
    ReadOnly,
    /// Which choices are offered.
    ChoiceFilter,
    /// How often it repeats.
    RepeatCount,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FlawReason {
    /// More entries than a questionnaire may have.
    TooManyItems,
    /// Sections nested too deep.
    TooDeep,
    /// Two siblings of one name.
    RepeatedName(String),
    /// `${name}` of nothing.
    NoSuchName(String),
    /// `${name}` of several.
    SeveralOfThisName(String),
    /// A name without `${}` outside a choice filter.
    BareName(String),
    /// A choice filter reads a column that the list does not have.
    NoSuchColumn(String),
    /// A list that does not exist.
    NoSuchList(String),
    /// `.` where there is no answer.
    NoAnswerHere,
    /// It depends, over others, on itself.
    Circle(String),
    /// A pattern that cannot be read.
    BadPattern(String),
    /// Reckons with a text that is no number.
    NotANumber(String),
    /// An argument must be a question, or a repeat.
    NotAQuestion(String),
    /// Compares with a choice that the list does not have.
    NoSuchChoice(String),
}

impl Form {
    /// Proves a questionnaire.
    ///
    /// # Errors
    /// Every fatal flaw, with those that are not.
    pub fn new(questionnaire: Questionnaire) -> Result<Self, Vec<Flaw>> {
        let (form, flaws) = Self::proved(questionnaire);
        if flaws.iter().any(|flaw| flaw.is_fatal) { Err(flaws) } else { Ok(form) }
    }

    /// Proves a questionnaire and gives all that was noticed; the form may be used only if nothing of it is fatal.
    pub(crate) fn proved(questionnaire: Questionnaire) -> (Self, Vec<Flaw>) {
        let mut form = Self { questionnaire, nodes: Vec::new(), by_name: BTreeMap::new(), order: Vec::new() };
        let mut flaws = Vec::new();
        let items = form.questionnaire.items.clone();
        form.index(&items, None, &[], &mut flaws);
        if flaws.is_empty() {
            flaws.extend(check::flaws(&form));
        }
        if !flaws.iter().any(|flaw| flaw.is_fatal) {
            match order::order(&form) {
                Ok(order) => form.order = order,
                Err(node) => flaws.push(Flaw {
                    path: form.path(node),
                    part: Part::Calculation,
                    reason: FlawReason::Circle(form.name(node).to_owned()),
                    is_fatal: true,
                }),
            }
        }
        (form, flaws)
    }

    /// What it was made of.
    #[must_use]
    pub const fn questionnaire(&self) -> &Questionnaire {
        &self.questionnaire
    }

    fn index(&mut self, items: &[Item], parent: Option<usize>, repeats: &[usize], flaws: &mut Vec<Flaw>) {
        for item in items {
            let id = self.nodes.len();
            let path = parent.map_or_else(String::new, |parent| self.path(parent));
            let deep = path.split('/').count() > SECTION_DEPTH_MAX;
            if id >= ITEMS_MAX || deep {
                let reason = if deep { FlawReason::TooDeep } else { FlawReason::TooManyItems };
                flaws.push(Flaw { path, part: Part::Name, reason, is_fatal: true });
                return;
            }
            let (kind, inner) = taken_apart(item);
            let mut repeats = repeats.to_vec();
            if matches!(&kind, NodeKind::Section(section) if section.repeat.is_some()) {
                repeats.push(id);
            }
            self.by_name.entry(kind.name().to_owned()).or_default().push(id);
            self.nodes.push(Node { kind, parent, repeats: repeats.clone(), children: Vec::new() });
            if let Some(parent) = parent.and_then(|parent| self.nodes.get_mut(parent)) {
                parent.children.push(id);
            }
            self.index(inner, Some(id), &repeats, flaws);
        }
    }

    /// Entries at the top, in order.
    pub(crate) fn top(&self) -> Vec<usize> {
        let at_top = |(id, node): (usize, &Node)| node.parent.is_none().then_some(id);
        self.nodes.iter().enumerate().filter_map(at_top).collect()
    }

    pub(crate) fn node(&self, id: usize) -> Option<&Node> {
        self.nodes.get(id)
    }

    pub(crate) fn name(&self, id: usize) -> &str {
        self.nodes.get(id).map_or("", |node| node.kind.name())
    }

    /// Names from the top, with `/` between.
    pub(crate) fn path(&self, id: usize) -> String {
        let mut names = Vec::new();
        let mut at = Some(id);
        while let Some(node) = at.and_then(|at| self.nodes.get(at)) {
            names.push(node.kind.name());
            at = node.parent;
        }
        names.reverse();
        names.join("/")
    }

    /// What `${name}` means.
    pub(crate) fn find(&self, name: &str) -> Result<usize, FlawReason> {
        match self.by_name.get(name).map(Vec::as_slice) {
            Some([one]) => Ok(*one),
            Some(_) => Err(FlawReason::SeveralOfThisName(name.to_owned())),
            None => Err(FlawReason::NoSuchName(name.to_owned())),
        }
    }

    /// What `../name` means in an expression of `from`.
    pub(crate) fn find_near(&self, from: usize, up: u32, name: &str) -> Result<usize, FlawReason> {
        let mut around = Some(from);
        for _ in 0..up {
            around = around.and_then(|at| self.nodes.get(at)).and_then(|node| node.parent);
        }
        let siblings = match around.and_then(|at| self.nodes.get(at)) {
            Some(node) => node.children.clone(),
            None => self.top(),
        };
        let found = siblings.into_iter().find(|id| self.name(*id) == name);
        found.ok_or_else(|| FlawReason::NoSuchName(name.to_owned()))
    }

    /// The question or section that a part of an expression names.
    pub(crate) fn meant(&self, from: usize, tree: &Tree) -> Option<usize> {
        match tree {
            Tree::Name(name) => self.find(name).ok(),
            Tree::Near { up, name: Some(name) } => self.find_near(from, *up, name).ok(),
            Tree::Here => Some(from),
            _ => None,
        }
    }
}

fn taken_apart(item: &Item) -> (NodeKind, &[Item]) {
    match item {
        Item::Question(question) => (NodeKind::Question(question.clone()), &[]),
        Item::Section(section) => {
            let shell = Section { items: Vec::new(), ..Section::clone(section) };
            (NodeKind::Section(Box::new(shell)), &section.items)
        }
    }
}

impl NodeKind {
    pub(crate) fn name(&self) -> &str {
        match self {
            Self::Question(question) => &question.name,
            Self::Section(section) => &section.name,
        }
    }

    pub(crate) fn relevant(&self) -> Option<&Expression> {
        match self {
            Self::Question(question) => question.relevant.as_ref(),
            Self::Section(section) => section.relevant.as_ref(),
        }
    }

    /// Its expressions, each with its part.
    pub(crate) fn expressions(&self) -> Vec<(Part, &Expression)> {
        let parts = match self {
            Self::Question(question) => vec![
                (Part::Relevant, &question.relevant),
                (Part::Required, &question.required),
                (Part::Constraint, &question.constraint),
                (Part::Calculation, &question.calculate),
                (Part::Default, &question.default),
                (Part::ReadOnly, &question.read_only),
                (Part::ChoiceFilter, &question.choice_filter),
            ],
            Self::Section(section) => {
                let count = section.repeat.as_ref().map_or(&None, |repeat| &repeat.count);
                vec![(Part::Relevant, &section.relevant), (Part::RepeatCount, count)]
            }
        };
        parts.into_iter().filter_map(|(part, expression)| Some((part, expression.as_ref()?))).collect()
    }
}
