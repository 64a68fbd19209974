//! Conditions as the checker reasons about them: yes, no, or not known before a case runs.

use std::collections::BTreeSet;

use cel::common::ast::{CallExpr, Expr, IdedExpr, LiteralValue, operators};
use domain::guard::Guard;

/// Unknown parts that are tried in all combinations; more would take too long and count as not proven.
const TRIED_MAX: usize = 12;

/// One thing that is yes or no by itself.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Atom {
    /// A yes-or-no name: `case.sealed`, `f.solved`.
    Flag(String),
    /// A name holds a word: `f.class == 'claim'`.
    Is(String, String),
    /// A clock has not stopped, late or not: `clocks.reply in ['running', 'late']`.
    Open(String),
    /// An act was done: `'rule' in done`.
    Done(String),
    /// One number is below another: `case.reopened < 2`.
    Less(String, String),
    /// Anything else, by its form.
    Other(String),
}

/// A condition made of atoms.
#[derive(Clone, Debug)]
pub(crate) enum Bool {
    /// Always so.
    Known(bool),
    /// One atom.
    Atom(Atom),
    /// The opposite.
    Not(Box<Bool>),
    /// Both.
    And(Box<Bool>, Box<Bool>),
    /// At least one.
    Or(Box<Bool>, Box<Bool>),
}

impl Bool {
    /// The condition of a guard; without one, yes.
    pub(crate) fn of(guard: Option<&Guard>) -> Self {
        let Some(guard) = guard else { return Self::Known(true) };
        cel::Program::compile(guard.source()).map_or_else(
            |_unreadable| Self::other("unreadable"),
            |program| condition(&program.expression().expr),
        )
    }

    fn other(form: impl Into<String>) -> Self {
        Self::Atom(Atom::Other(form.into()))
    }

    fn not(self) -> Self {
        Self::Not(Box::new(self))
    }

    fn and(self, other: Self) -> Self {
        Self::And(Box::new(self), Box::new(other))
    }

    fn or(self, other: Self) -> Self {
        Self::Or(Box::new(self), Box::new(other))
    }

    /// Its answer, as far as the atoms are known.
    pub(crate) fn answer(&self, known: &dyn Fn(&Atom) -> Option<bool>) -> Option<bool> {
        match self {
            Self::Known(answer) => Some(*answer),
            Self::Atom(atom) => known(atom),
            Self::Not(inner) => inner.answer(known).map(|answer| !answer),
            Self::And(left, right) => match (left.answer(known), right.answer(known)) {
                (Some(false), _) | (_, Some(false)) => Some(false),
                (Some(true), Some(true)) => Some(true),
                _ => None,
            },
            Self::Or(left, right) => match (left.answer(known), right.answer(known)) {
                (Some(true), _) | (_, Some(true)) => Some(true),
                (Some(false), Some(false)) => Some(false),
                _ => None,
            },
        }
    }

    /// Every atom in it.
    pub(crate) fn atoms(&self) -> BTreeSet<Atom> {
        match self {
            Self::Known(_) => BTreeSet::new(),
            Self::Atom(atom) => BTreeSet::from([atom.clone()]),
            Self::Not(inner) => inner.atoms(),
            Self::And(left, right) | Self::Or(left, right) => {
                left.atoms().into_iter().chain(right.atoms()).collect()
            }
        }
    }

    /// The atoms whose answer follows when the whole is yes: the parts of a chain of `&&`.
    pub(crate) fn implied(&self) -> Vec<(Atom, bool)> {
        match self {
            Self::Atom(atom) => vec![(atom.clone(), true)],
            Self::Not(inner) => match inner.as_ref() {
                Self::Atom(atom) => vec![(atom.clone(), false)],
                _ => Vec::new(),
            },
            Self::And(left, right) => left.implied().into_iter().chain(right.implied()).collect(),
            Self::Known(_) | Self::Or(..) => Vec::new(),
        }
    }

    /// Whether at least one of the conditions holds, however the unknown atoms turn out.
    pub(crate) fn one_always_holds(all: &[&Self], known: &dyn Fn(&Atom) -> Option<bool>) -> bool {
        let unknown: Vec<Atom> = all
            .iter()
            .flat_map(|one| one.atoms())
            .filter(|atom| known(atom).is_none())
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect();
        if unknown.len() > TRIED_MAX {
            return false;
        }
        (0..1_u32 << unknown.len()).all(|trial| {
            let guess = |atom: &Atom| {
                known(atom)
                    .or_else(|| unknown.iter().position(|other| other == atom).map(|at| trial >> at & 1 == 1))
            };
            // A name holds one word at a time.
            let mut names = BTreeSet::new();
            let possible = unknown.iter().filter(|atom| guess(atom) == Some(true)).all(|atom| match atom {
                Atom::Is(name, _) => names.insert(name),
                _ => true,
            });
            !possible || all.iter().any(|one| one.answer(&guess) == Some(true))
        })
    }
}

fn condition(expr: &Expr) -> Bool {
    match expr {
        Expr::Literal(LiteralValue::Boolean(flag)) => Bool::Known(*flag.inner()),
        Expr::Select(_) => Bool::Atom(Atom::Flag(name(expr))),
        Expr::Call(call) => call_condition(call),
        other => Bool::other(name(other)),
    }
}

fn call_condition(call: &CallExpr) -> Bool {
    let parts: Vec<&Expr> =
        call.target.iter().map(AsRef::as_ref).chain(&call.args).map(|part| &part.expr).collect();
    let less = |left: &Expr, right: &Expr| Bool::Atom(Atom::Less(name(left), name(right)));
    match (call.func_name.as_str(), parts.as_slice()) {
        (operators::LOGICAL_NOT, [inner]) => condition(inner).not(),
        (operators::LOGICAL_AND, [left, right]) => condition(left).and(condition(right)),
        (operators::LOGICAL_OR, [left, right]) => condition(left).or(condition(right)),
        (operators::EQUALS, [left, right]) => equal(left, right),
        (operators::NOT_EQUALS, [left, right]) => equal(left, right).not(),
        (operators::LESS, [left, right]) => less(left, right),
        (operators::GREATER_EQUALS, [left, right]) => less(left, right).not(),
        (operators::GREATER, [left, right]) => less(right, left),
        (operators::LESS_EQUALS, [left, right]) => less(right, left).not(),
        (operators::IN, [item, list]) => contained(item, list),
        (operators::CONDITIONAL, [when, yes, no]) => {
            let when = condition(when);
            when.clone().and(condition(yes)).or(when.not().and(condition(no)))
        }
        _ => Bool::other(call_name(call)),
    }
}

fn word(expr: &Expr) -> Option<String> {
    if let Expr::Literal(LiteralValue::String(text)) = expr { Some(text.inner().to_owned()) } else { None }
}

fn equal(left: &Expr, right: &Expr) -> Bool {
    match (word(left), word(right)) {
        (None, Some(word)) => Bool::Atom(Atom::Is(name(left), word)),
        (Some(word), None) => Bool::Atom(Atom::Is(name(right), word)),
        (Some(left), Some(right)) => Bool::Known(left == right),
        (None, None) => Bool::other(format!("{} == {}", name(left), name(right))),
    }
}

fn contained(item: &Expr, list: &Expr) -> Bool {
    match (list, word(item)) {
        (Expr::Ident(list), Some(word)) if list == "done" => Bool::Atom(Atom::Done(word)),
        (Expr::List(list), None) if is_open(item, &list.elements) => Bool::Atom(Atom::Open(name(item))),
        (Expr::List(list), None) => list
            .elements
            .iter()
            .map(|element| equal(item, &element.expr))
            .reduce(Bool::or)
            .unwrap_or(Bool::Known(false)),
        _ => Bool::other(format!("{} in {}", name(item), name(list))),
    }
}

/// Whether the list holds the words of a clock that has not stopped, and no others.
fn is_open(item: &Expr, words: &[IdedExpr]) -> bool {
    let words: BTreeSet<String> = words.iter().filter_map(|element| word(&element.expr)).collect();
    let open = |paused: &[&str]| words.iter().map(String::as_str).eq(paused.iter().copied());
    name(item).starts_with("clocks.") && (open(&["late", "running"]) || open(&["late", "paused", "running"]))
}

/// A part of a condition as text; the same part always gives the same text.
fn name(expr: &Expr) -> String {
    match expr {
        Expr::Ident(name) => name.clone(),
        Expr::Select(select) => format!("{}.{}", name(&select.operand.expr), select.field),
        Expr::Literal(LiteralValue::Int(number)) => number.inner().to_string(),
        Expr::Literal(LiteralValue::String(text)) => format!("'{}'", text.inner()),
        Expr::Call(call) => call_name(call),
        other => format!("{other:?}"),
    }
}

fn call_name(call: &CallExpr) -> String {
    let parts: Vec<String> =
        call.target.iter().map(AsRef::as_ref).chain(&call.args).map(|part| name(&part.expr)).collect();
    format!("{}({})", call.func_name, parts.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(source: &str) -> Bool {
        Bool::of(Some(&Guard::parse(source).expect("a condition")))
    }

    #[test]
    fn what_is_known_decides_what_follows_from_it() {
        let known = |atom: &Atom| match atom {
            Atom::Flag(name) if name == "case.sealed" => Some(true),
            _ => None,
        };
        let check =
            |source: &str, answer: Option<bool>| assert_eq!(of(source).answer(&known), answer, "{source}");
        check("case.sealed", Some(true));
        check("!case.sealed", Some(false));
        check("!case.sealed && f.solved", Some(false));
        check("case.sealed && f.solved", None);
        check("case.sealed || f.solved", Some(true));
        check("f.class in ['a', 'b']", None);
        check("case.sealed ? f.solved : true", None);
        check("clocks.reply in ['running', 'late']", None);
    }

    #[test]
    fn conditions_that_leave_nothing_open_are_recognised() {
        let check = |sources: &[&str], complete: bool| {
            let all: Vec<Bool> = sources.iter().map(|source| of(source)).collect();
            let all: Vec<&Bool> = all.iter().collect();
            assert_eq!(Bool::one_always_holds(&all, &|_| None), complete, "{sources:?}");
        };
        check(&["f.solved", "!f.solved"], true);
        check(&["f.solved", "!f.solved && case.reopened < 2", "!f.solved && case.reopened >= 2"], true);
        check(&["f.solved", "!f.solved && case.reopened < 2"], false);
        check(&["f.solved", "!f.solved && 'send' in done"], false);
        check(&["f.class == 'a'", "f.class != 'a'"], true);
        check(&["f.class != 'a'", "f.class != 'b'"], true);
        check(&["clocks.a in ['running', 'late']", "!(clocks.a in ['late', 'running'])"], true);
    }
}
