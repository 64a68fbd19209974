//! The expressions of questionnaires: a part of `XPath` as surveyors write it. `${age} >= 18 and selected(${tools}, 'boat')`.

mod call;
mod evaluate;
mod functions;
mod parse;
#[cfg(test)]
mod tests;
mod token;
mod tree;
mod value;

use serde::{Deserialize, Serialize};

pub(crate) use call::is_place;
pub(crate) use evaluate::{Scope, evaluate};
pub(crate) use functions::{Gives, pattern};
pub(crate) use tree::Tree;
pub(crate) use value::Value;

/// An expression: its text, and what it was read as.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Expression {
    source: String,
    tree: Tree,
}

/// Why a text is no expression.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SyntaxError {
    /// Something is not as it should be at this character, counted from one.
    #[error("not understood at character {at}: {near}")]
    NotUnderstood {
        /// The character, counted from one.
        at: usize,
        /// The text there.
        near: String,
    },
    /// It ends too early.
    #[error("ends too early")]
    EndsEarly,
    /// A quotation mark without its partner.
    #[error("a quotation mark is not closed")]
    OpenQuote,
    /// A path into the file that other programs make of a questionnaire.
    #[error("a path: {path}")]
    Path {
        /// As it was written.
        path: String,
    },
    /// No function of this name is known.
    #[error("no function {name}")]
    NoFunction {
        /// As it was written.
        name: String,
    },
    /// A function of the language that needs what this office does not give: files of others, chance, the device.
    #[error("{name} is not used here")]
    NotUsedHere {
        /// As it was written.
        name: String,
    },
    /// A function with too few or too many arguments.
    #[error("{name} takes {takes} arguments")]
    Arguments {
        /// The function.
        name: String,
        /// How many it takes: `2`, or `2-3`.
        takes: String,
    },
    /// Longer or deeper nested than the limits.
    #[error("too long")]
    TooLong,
}

impl Expression {
    /// Reads an expression.
    ///
    /// # Errors
    /// [`SyntaxError`] says what is wrong and where.
    pub fn parse(source: &str) -> Result<Self, SyntaxError> {
        let source = source.trim();
        Ok(Self { source: source.to_owned(), tree: parse::parse(source)? })
    }

    /// An expression that always gives this text.
    #[must_use]
    pub fn literal(text: &str) -> Self {
        let quote = if text.contains('\'') { '"' } else { '\'' };
        // A text with both marks cannot be written; it loses the double ones.
        let text = if quote == '"' { text.replace('"', "”") } else { text.to_owned() };
        Self { source: format!("{quote}{text}{quote}"), tree: Tree::Text(text) }
    }

    /// The expression as it was written.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Whether it says `true()`, whatever the answers are.
    #[must_use]
    pub fn is_always(&self) -> bool {
        matches!(&self.tree, Tree::Call { function, .. } if function.name == "true")
    }

    /// The text, if it is nothing else.
    #[must_use]
    pub fn as_literal(&self) -> Option<&str> {
        if let Tree::Text(text) = &self.tree { Some(text) } else { None }
    }

    pub(crate) const fn tree(&self) -> &Tree {
        &self.tree
    }
}

impl TryFrom<String> for Expression {
    type Error = SyntaxError;

    fn try_from(source: String) -> Result<Self, SyntaxError> {
        Self::parse(&source)
    }
}

impl From<Expression> for String {
    fn from(expression: Expression) -> Self {
        expression.source
    }
}
