//! Reads the words of an expression as a tree.

use super::SyntaxError;
use super::functions::{Function, find};
use super::token::{Token, Word, tokens};
use super::tree::{Operator, Tree};
use crate::limits::{EXPRESSION_CHARS_MAX, EXPRESSION_DEPTH_MAX};

/// Functions of the wider language that are not used here, for want of what they read.
const NOT_USED_HERE: [&str; 9] =
    ["pulldata", "instance", "random", "uuid", "property", "search", "randomize", "digest", "last-saved"];

pub(super) fn parse(source: &str) -> Result<Tree, SyntaxError> {
    if source.chars().count() > EXPRESSION_CHARS_MAX {
        return Err(SyntaxError::TooLong);
    }
    let tokens = tokens(source)?;
    let mut reader = Reader { tokens: &tokens, depth: 0 };
    let (tree, _) = reader.chain(0)?;
    match reader.tokens.first() {
        None => Ok(tree),
        Some(token) => Err(not_understood(token)),
    }
}

struct Reader<'a> {
    tokens: &'a [Token],
    depth: usize,
}

impl<'a> Reader<'a> {
    /// A chain of parts with operators that bind more than `binding`, and how deep its tree is.
    fn chain(&mut self, binding: u8) -> Result<(Tree, usize), SyntaxError> {
        self.depth += 1;
        if self.depth > EXPRESSION_DEPTH_MAX {
            return Err(SyntaxError::TooLong);
        }
        let (mut left, mut depth) = self.part()?;
        while let Some(operator) = self.operator().filter(|operator| operator.binding() > binding) {
            self.next();
            let (right, right_depth) = self.chain(operator.binding())?;
            depth = depth.max(right_depth) + 1;
            if depth > EXPRESSION_DEPTH_MAX {
                return Err(SyntaxError::TooLong);
            }
            left = Tree::Both(operator, Box::new(left), Box::new(right));
        }
        self.depth -= 1;
        Ok((left, depth))
    }

    fn part(&mut self) -> Result<(Tree, usize), SyntaxError> {
        let token = self.next().ok_or(SyntaxError::EndsEarly)?;
        let tree = match &token.word {
            Word::Text(text) => Tree::Text(text.clone()),
            Word::Number(number) => Tree::Number(*number),
            Word::Name(name) => Tree::Name(name.clone()),
            Word::Mark("-") => {
                let (inner, depth) = self.chain(Operator::Times.binding())?;
                return Ok((Tree::Negative(Box::new(inner)), depth + 1));
            }
            Word::Mark("(") => {
                let inner = self.chain(0)?;
                self.expect(")")?;
                return Ok(inner);
            }
            Word::Mark(".") => self.here()?,
            Word::Mark("..") => self.near(1)?,
            Word::Mark("/") => return Err(SyntaxError::Path { path: self.path("/") }),
            Word::Bare(name) if self.sees("(") => return self.call(name, token),
            Word::Bare(name) if self.sees("/") => return Err(SyntaxError::Path { path: self.path(name) }),
            Word::Bare(name) => Tree::Column(name.clone()),
            Word::Mark(_) => return Err(not_understood(token)),
        };
        Ok((tree, 1))
    }

    /// After `.`: the answer itself, or `./name` in a section.
    fn here(&mut self) -> Result<Tree, SyntaxError> {
        if self.sees("/") { self.near(0) } else { Ok(Tree::Here) }
    }

    /// After `..`: `/..` and `/name` may follow.
    fn near(&mut self, mut up: u32) -> Result<Tree, SyntaxError> {
        while self.take("/") {
            if self.take("..") {
                up += 1;
                continue;
            }
            let token = self.next().ok_or(SyntaxError::EndsEarly)?;
            let (Word::Bare(name) | Word::Name(name)) = &token.word else {
                return Err(not_understood(token));
            };
            if self.sees("/") {
                return Err(SyntaxError::Path { path: self.path(name) });
            }
            return Ok(Tree::Near { up, name: Some(name.clone()) });
        }
        Ok(Tree::Near { up, name: None })
    }

    fn call(&mut self, name: &str, token: &Token) -> Result<(Tree, usize), SyntaxError> {
        self.expect("(")?;
        let mut arguments = Vec::new();
        let mut depth = 0;
        if !self.take(")") {
            loop {
                let (argument, inner) = self.chain(0)?;
                depth = depth.max(inner);
                arguments.push(argument);
                if self.take(")") {
                    break;
                }
                self.expect(",")?;
            }
        }
        if name == "current" && arguments.is_empty() && self.take("/") {
            // `current()/../name` in a choice filter is `../name` of the question.
            return if self.take("..") { Ok((self.near(1)?, 1)) } else { Err(not_understood(token)) };
        }
        if NOT_USED_HERE.contains(&name) {
            return Err(SyntaxError::NotUsedHere { name: name.to_owned() });
        }
        let function: &'static Function =
            find(name).ok_or_else(|| SyntaxError::NoFunction { name: name.to_owned() })?;
        if !function.takes(arguments.len()) {
            return Err(SyntaxError::Arguments { name: name.to_owned(), takes: function.arity() });
        }
        Ok((Tree::Call { function, arguments }, depth + 1))
    }

    /// The operator that comes next. `and`, `or`, `div` and `mod` are words like any other where a part is expected.
    fn operator(&self) -> Option<Operator> {
        Some(match &self.tokens.first()?.word {
            Word::Bare(word) => match word.as_str() {
                "or" => Operator::Or,
                "and" => Operator::And,
                "div" => Operator::Div,
                "mod" => Operator::Mod,
                _ => return None,
            },
            Word::Mark(mark) => match *mark {
                "=" => Operator::Is,
                "!=" => Operator::IsNot,
                "<" => Operator::Below,
                "<=" => Operator::AtMost,
                ">" => Operator::Above,
                ">=" => Operator::AtLeast,
                "+" => Operator::Plus,
                "-" => Operator::Minus,
                "*" => Operator::Times,
                _ => return None,
            },
            Word::Text(_) | Word::Number(_) | Word::Name(_) => return None,
        })
    }

    fn next(&mut self) -> Option<&'a Token> {
        let (first, rest) = self.tokens.split_first()?;
        self.tokens = rest;
        Some(first)
    }

    fn sees(&self, mark: &str) -> bool {
        matches!(self.tokens.first(), Some(Token { word: Word::Mark(found), .. }) if *found == mark)
    }

    fn take(&mut self, mark: &str) -> bool {
        let is_there = self.sees(mark);
        if is_there {
            self.next();
        }
        is_there
    }

    fn expect(&mut self, mark: &str) -> Result<(), SyntaxError> {
        match self.tokens.first() {
            _ if self.take(mark) => Ok(()),
            Some(token) => Err(not_understood(token)),
            None => Err(SyntaxError::EndsEarly),
        }
    }

    /// A path as far as it goes, for the sentence that refuses it.
    fn path(&mut self, begun: &str) -> String {
        let mut path = begun.to_owned();
        while let Some(token) = self.tokens.first() {
            match &token.word {
                Word::Bare(word) => path.push_str(word),
                Word::Mark(mark @ ("/" | "." | "..")) => path.push_str(mark),
                _ => break,
            }
            self.next();
        }
        path
    }
}

fn not_understood(token: &Token) -> SyntaxError {
    let near = match &token.word {
        Word::Text(text) => format!("'{text}'"),
        Word::Number(number) => number.to_string(),
        Word::Name(name) => format!("${{{name}}}"),
        Word::Bare(name) => name.clone(),
        Word::Mark(mark) => (*mark).to_owned(),
    };
    SyntaxError::NotUnderstood { at: token.at, near }
}
