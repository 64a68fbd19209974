//! Cuts the text of an expression into its words.

use super::SyntaxError;

/// One word of an expression, with the character (counted from one) at which it begins.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Token {
    pub(super) at: usize,
    pub(super) word: Word,
}

/// What a word is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Word {
    Text(String),
    Number(f64),
    /// `${name}`.
    Name(String),
    /// `count-selected`, `jr:choice-name`, `and`.
    Bare(String),
    /// A mark: `(`, `<=`, `..`.
    Mark(&'static str),
}

/// Marks of two characters before those of one. A Chinese keyboard types the wide ones.
const MARKS: [(&str, &str); 20] = [
    ("!=", "!="),
    ("<=", "<="),
    (">=", ">="),
    ("..", ".."),
    ("(", "("),
    (")", ")"),
    ("（", "("),
    ("）", ")"),
    (",", ","),
    ("，", ","),
    ("=", "="),
    ("＝", "="),
    ("<", "<"),
    ("＜", "<"),
    (">", ">"),
    ("＞", ">"),
    ("+", "+"),
    ("*", "*"),
    ("/", "/"),
    (".", "."),
];

/// The words of `source`.
pub(super) fn tokens(source: &str) -> Result<Vec<Token>, SyntaxError> {
    let mut found = Vec::new();
    let mut rest = source;
    loop {
        rest = rest.trim_start();
        let Some(first) = rest.chars().next() else { return Ok(found) };
        let at = source.chars().count() - rest.chars().count() + 1;
        let (word, after) = word(rest, first, at)?;
        found.push(Token { at, word });
        rest = after;
    }
}

fn word(rest: &str, first: char, at: usize) -> Result<(Word, &str), SyntaxError> {
    if let Some(ends) = quote(first) {
        return text(rest, first, ends);
    }
    if let Some(inner) = rest.strip_prefix("${") {
        let (name, after) = inner.split_once('}').ok_or(SyntaxError::EndsEarly)?;
        return Ok((Word::Name(name.trim().to_owned()), after));
    }
    let digits = first == '.' && rest.chars().nth(1).is_some_and(|next| next.is_ascii_digit());
    if first.is_ascii_digit() || digits {
        return number(rest, at);
    }
    if let Some((written, mark)) = MARKS.iter().find(|(written, _)| rest.starts_with(written)) {
        return Ok((Word::Mark(mark), rest.strip_prefix(written).unwrap_or_default()));
    }
    if first == '-' {
        return Ok((Word::Mark("-"), rest.strip_prefix('-').unwrap_or_default()));
    }
    if first.is_alphabetic() || first == '_' {
        let (name, after) = split_while(rest, |letter| letter.is_alphanumeric() || "_-.:".contains(letter));
        return Ok((Word::Bare(name.to_owned()), after));
    }
    Err(SyntaxError::NotUnderstood { at, near: rest.chars().take(12).collect() })
}

/// The marks that end a text which begins with this one: straight, or curly as word processors make them.
const fn quote(first: char) -> Option<[char; 2]> {
    match first {
        '\'' => Some(['\'', '\'']),
        '"' => Some(['"', '"']),
        '‘' | '’' => Some(['’', '‘']),
        '“' | '”' => Some(['”', '“']),
        _ => None,
    }
}

fn text(rest: &str, first: char, ends: [char; 2]) -> Result<(Word, &str), SyntaxError> {
    let inner = rest.strip_prefix(first).unwrap_or_default();
    let (text, after) = inner.split_once(ends).ok_or(SyntaxError::OpenQuote)?;
    Ok((Word::Text(text.to_owned()), after))
}

fn number(rest: &str, at: usize) -> Result<(Word, &str), SyntaxError> {
    let (digits, after) = split_while(rest, |letter| letter.is_ascii_digit() || letter == '.');
    let number =
        digits.parse().map_err(|_unreadable| SyntaxError::NotUnderstood { at, near: digits.to_owned() })?;
    Ok((Word::Number(number), after))
}

fn split_while(text: &str, belongs: impl Fn(char) -> bool) -> (&str, &str) {
    let end = text.find(|letter| !belongs(letter)).unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or((text, ""))
}
