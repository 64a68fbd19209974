//! What an expression was read as.

use super::functions::Function;

/// A part of an expression.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Tree {
    /// `'text'`.
    Text(String),
    /// `12.5`.
    Number(f64),
    /// `${name}`.
    Name(String),
    /// A bare `name`: in a choice filter, a column of the list.
    Column(String),
    /// `.`: the answer itself.
    Here,
    /// `..`, `../name`, `../../name`: something beside or around the question.
    Near { up: u32, name: Option<String> },
    /// `-x`.
    Negative(Box<Tree>),
    /// `x + y`.
    Both(Operator, Box<Tree>, Box<Tree>),
    /// `count(…)`.
    Call { function: &'static Function, arguments: Vec<Tree> },
}

/// What stands between two parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operator {
    Or,
    And,
    Is,
    IsNot,
    Below,
    AtMost,
    Above,
    AtLeast,
    Plus,
    Minus,
    Times,
    Div,
    Mod,
}

impl Operator {
    /// How tightly it binds: what binds more is done first.
    pub(crate) const fn binding(self) -> u8 {
        match self {
            Self::Or => 1,
            Self::And => 2,
            Self::Is | Self::IsNot => 3,
            Self::Below | Self::AtMost | Self::Above | Self::AtLeast => 4,
            Self::Plus | Self::Minus => 5,
            Self::Times | Self::Div | Self::Mod => 6,
        }
    }

    /// As it is written.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Or => "or",
            Self::And => "and",
            Self::Is => "=",
            Self::IsNot => "!=",
            Self::Below => "<",
            Self::AtMost => "<=",
            Self::Above => ">",
            Self::AtLeast => ">=",
            Self::Plus => "+",
            Self::Minus => "-",
            Self::Times => "*",
            Self::Div => "div",
            Self::Mod => "mod",
        }
    }

    /// Whether it reckons with numbers.
    pub(crate) const fn reckons(self) -> bool {
        matches!(self, Self::Plus | Self::Minus | Self::Times | Self::Div | Self::Mod)
    }

    /// Whether it asks if two things are the same.
    pub(crate) const fn compares(self) -> bool {
        matches!(self, Self::Is | Self::IsNot)
    }
}

impl Tree {
    /// Calls `look` for this part and each part of it.
    pub(crate) fn walk<'a>(&'a self, look: &mut impl FnMut(&'a Tree)) {
        look(self);
        match self {
            Self::Negative(inner) => inner.walk(look),
            Self::Both(_, left, right) => {
                left.walk(look);
                right.walk(look);
            }
            Self::Call { arguments, .. } => arguments.iter().for_each(|argument| argument.walk(look)),
            Self::Text(_)
            | Self::Number(_)
            | Self::Name(_)
            | Self::Column(_)
            | Self::Here
            | Self::Near { .. } => {}
        }
    }
}
