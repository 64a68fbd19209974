//! One Rust file as tidy sees it: words, which of them are only for tests, and how long its functions are.

use std::ops::RangeInclusive;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// A Rust file cut into words. Comments and attributes are left out.
#[derive(Debug, Default)]
pub(crate) struct RustFile {
    pub(crate) tokens: Vec<Token>,
    pub(crate) functions: Vec<Function>,
    /// The modules in other files that are compiled for tests only.
    pub(crate) test_modules: Vec<String>,
    /// The lines that are compiled for tests only.
    test_lines: Vec<RangeInclusive<usize>>,
}

/// A word, a mark (`::` is one), a bracket, or a literal as it is written.
#[derive(Debug)]
pub(crate) struct Token {
    pub(crate) text: String,
    pub(crate) line: usize,
    pub(crate) is_test: bool,
}

/// A function with a body.
#[derive(Debug)]
pub(crate) struct Function {
    pub(crate) name: String,
    /// From `fn` to the closing brace.
    pub(crate) lines: usize,
    pub(crate) is_test: bool,
}

/// The item that is being read, at one depth of brackets.
#[derive(Debug, Default)]
struct Item {
    /// Its depth is inside something that is only for tests.
    within_test: bool,
    /// The line of its attribute that makes it only for tests.
    test_from: Option<usize>,
    /// The words `fn name` or `mod name` at its head.
    keyword: Option<(String, usize)>,
    name: Option<String>,
}

impl Token {
    /// The inside of a string literal.
    pub(crate) fn string(&self) -> Option<&str> {
        let (prefix, rest) = self.text.split_once('"')?;
        prefix.chars().all(|letter| "bcr#".contains(letter)).then(|| rest.trim_end_matches(['"', '#']))
    }
}

impl Item {
    fn is_test(&self) -> bool {
        self.within_test || self.test_from.is_some()
    }

    fn read_attribute(&mut self, attribute: &Group, is_inner: bool) {
        let text: String = attribute.stream().to_string().split_whitespace().collect();
        if text == "cfg(test)" && is_inner {
            self.within_test = true;
        } else if ["cfg(test)", "test"].contains(&text.as_str()) && self.test_from.is_none() {
            self.test_from = Some(attribute.span().start().line);
        }
    }

    fn read_word(&mut self, word: &str, line: usize) {
        match &self.keyword {
            Some(_) if self.name.is_none() => self.name = Some(word.to_owned()),
            _ if ["fn", "mod"].contains(&word) => {
                self.keyword = Some((word.to_owned(), line));
                self.name = None;
            }
            _ => {}
        }
    }
}

impl RustFile {
    /// # Errors
    /// What is wrong with the text, when it is no Rust.
    pub(crate) fn read(text: &str) -> Result<Self, String> {
        let stream: TokenStream = text.parse().map_err(|error| format!("is not Rust: {error}"))?;
        let mut file = Self::default();
        file.walk(stream, false);
        Ok(file)
    }

    /// How many of the lines are compiled for tests only.
    pub(crate) fn test_line_count(&self) -> usize {
        self.test_lines.iter().map(|lines| lines.end() - lines.start() + 1).sum()
    }

    /// The places where these words, with a space between them, follow one another; in code that is only for tests too.
    pub(crate) fn find(&self, words: &str) -> Vec<&Token> {
        let words: Vec<&str> = words.split(' ').collect();
        let found = self.tokens.windows(words.len());
        let found = found.filter(|tokens| tokens.iter().zip(&words).all(|(token, word)| token.text == *word));
        found.filter_map(<[Token]>::first).collect()
    }

    fn walk(&mut self, stream: TokenStream, within_test: bool) {
        let mut item = Item { within_test, ..Item::default() };
        let mut trees = stream.into_iter().peekable();
        while let Some(tree) = trees.next() {
            if is_mark(&tree, '#') {
                let is_inner = trees.next_if(|next| is_mark(next, '!')).is_some();
                if let Some(TokenTree::Group(attribute)) = trees.next_if(is_square) {
                    item.read_attribute(&attribute, is_inner);
                    continue;
                }
            }
            self.read_tree(tree, &mut item);
        }
    }

    fn read_tree(&mut self, tree: TokenTree, item: &mut Item) {
        let line = tree.span().start().line;
        match tree {
            TokenTree::Group(group) => self.read_group(&group, item),
            TokenTree::Ident(word) => {
                let word = word.to_string();
                item.read_word(&word, line);
                self.push(word, line, item.is_test());
            }
            TokenTree::Literal(literal) => self.push(literal.to_string(), line, item.is_test()),
            TokenTree::Punct(mark) => {
                self.push(mark.to_string(), line, item.is_test());
                if mark.as_char() == ';' {
                    self.end(item, line);
                }
            }
        }
    }

    fn read_group(&mut self, group: &Group, item: &mut Item) {
        let (open, close) = match group.delimiter() {
            Delimiter::Parenthesis => ("(", ")"),
            Delimiter::Brace => ("{", "}"),
            Delimiter::Bracket => ("[", "]"),
            Delimiter::None => ("", ""),
        };
        // A word such as `fn` before brackets is a type, not the head of a function.
        if item.name.is_none() {
            item.keyword = None;
        }
        let end = group.span_close().end().line;
        self.push(open.to_owned(), group.span_open().start().line, item.is_test());
        self.walk(group.stream(), item.is_test());
        self.push(close.to_owned(), end, item.is_test());
        if group.delimiter() == Delimiter::Brace {
            self.end(item, end);
        }
    }

    fn end(&mut self, item: &mut Item, end: usize) {
        let is_test = item.is_test();
        let has_body = self.tokens.last().is_some_and(|token| token.text == "}");
        if let (Some((keyword, line)), Some(name)) = (item.keyword.take(), item.name.take()) {
            if keyword == "fn" && has_body {
                self.functions.push(Function { name, lines: end - line + 1, is_test });
            } else if keyword == "mod" && !has_body && is_test {
                self.test_modules.push(name);
            }
        }
        if let Some(start) = item.test_from.take().filter(|_| !item.within_test) {
            self.test_lines.push(start..=end);
        }
    }

    fn push(&mut self, text: String, line: usize, is_test: bool) {
        match self.tokens.last_mut() {
            Some(last) if last.text == ":" && text == ":" => "::".clone_into(&mut last.text),
            _ => self.tokens.push(Token { text, line, is_test }),
        }
    }
}

fn is_mark(tree: &TokenTree, mark: char) -> bool {
    matches!(tree, TokenTree::Punct(punct) if punct.as_char() == mark)
}

fn is_square(tree: &TokenTree) -> bool {
    matches!(tree, TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = r##"//! A file.
use std::env;

/// dbg!(this is a comment)
fn short(parse: fn(&str) -> u8) -> u8 {
    parse(r#"SELECT one"#)
}

#[cfg(test)]
mod tests;

#[cfg(test)]
mod inner {
    #[test]
    fn checks() {
        std::env::var("HOME");
    }
}

trait Clock { fn now(&self) -> u64; }
"##;

    fn source() -> RustFile {
        RustFile::read(SOURCE).expect("it is Rust")
    }

    fn lines(tokens: &[&Token]) -> Vec<(usize, bool)> {
        tokens.iter().map(|token| (token.line, token.is_test)).collect()
    }

    #[test]
    fn words_are_found_with_their_line_and_whether_they_are_only_for_tests() {
        assert_eq!(lines(&source().find("std :: env")), [(2, false), (16, true)]);
        assert!(source().find("dbg").is_empty());
    }

    #[test]
    fn strings_are_read_without_their_marks() {
        let file = source();
        let strings: Vec<&str> = file.tokens.iter().filter_map(Token::string).collect();
        assert_eq!(strings, ["SELECT one", "HOME"]);
    }

    #[test]
    fn functions_are_measured_from_fn_to_the_closing_brace() {
        let file = source();
        let functions: Vec<_> =
            file.functions.iter().map(|f| (f.name.as_str(), f.lines, f.is_test)).collect();
        assert_eq!(functions, [("short", 3, false), ("checks", 3, true)]);
    }

    #[test]
    fn what_is_only_for_tests_does_not_count_as_code() {
        assert_eq!(source().test_modules, ["tests"]);
        assert_eq!(source().test_line_count(), 2 + 7);
    }

    #[test]
    fn a_text_that_is_no_rust_says_so() {
        assert!(RustFile::read("fn (").expect_err("a bracket is open").starts_with("is not Rust"));
    }
}
