//! Tokens as the search index of each engine reads them. Nothing here asks which engine it is.

use std::borrow::Cow;

/// Tokens of one document that are indexed; PostgreSQL knows no positions above 16,383, so phrases would match wrongly.
pub const TOKENS_MAX: usize = 16_383;
/// Bytes of a token that count (PostgreSQL takes 2,046); the rest is cut off, in documents and in questions.
pub const TOKEN_BYTES_MAX: usize = 255;

/// The tokens of a text, fit for both engines.
pub(crate) fn tokens(words: &str) -> impl Iterator<Item = Cow<'_, str>> {
    words
        .split(|letter: char| letter.is_whitespace() || letter.is_control())
        .filter(|token| !token.is_empty())
        .map(|token| {
            let token = token.get(..token.floor_char_boundary(TOKEN_BYTES_MAX)).unwrap_or(token);
            // The tokenizer of SQLite folds ASCII; fold for both.
            if token.bytes().any(|byte| byte.is_ascii_uppercase()) {
                token.to_ascii_lowercase().into()
            } else {
                token.into()
            }
        })
}

/// Parts with a text between them.
pub(crate) fn join(parts: impl Iterator<Item = impl AsRef<str>>, between: &str) -> String {
    let mut text = String::new();
    for part in parts {
        if !text.is_empty() {
            text.push_str(between);
        }
        text.push_str(part.as_ref());
    }
    text
}

/// A phrase as FTS5 reads it.
pub(crate) fn sqlite_quoted(phrase: &[Cow<'_, str>]) -> String {
    format!("\"{}\"", join(phrase.iter(), " ").replace('"', "\"\""))
}

/// A phrase as `tsquery` reads it.
pub(crate) fn postgres_phrase(phrase: &[Cow<'_, str>]) -> String {
    join(phrase.iter().map(|token| postgres_quoted(token)), " <-> ")
}

/// A lexeme as `tsvector` and `tsquery` read it.
pub(crate) fn postgres_quoted(token: &str) -> String {
    format!("'{}'", token.replace('\\', "\\\\").replace('\'', "''"))
}
