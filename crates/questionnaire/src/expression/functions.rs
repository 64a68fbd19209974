//! The functions that expressions may call: their names, how many arguments each takes, and what it gives.

use regex_lite::{Regex, RegexBuilder};

use crate::limits::PATTERN_BYTES_MAX;

/// One function.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Function {
    pub(crate) name: &'static str,
    least: usize,
    most: usize,
    pub(crate) gives: Gives,
}

/// What sort of value something gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gives {
    Text,
    Number,
    Flag,
    Moment,
    /// Known only once it is evaluated.
    Anything,
}

const MANY: usize = usize::MAX;

const fn function(name: &'static str, least: usize, most: usize, gives: Gives) -> Function {
    Function { name, least, most, gives }
}

/// All of them, in groups: choices, logic, repeats, text, days, numbers.
static FUNCTIONS: [Function; 64] = [
    function("selected", 2, 2, Gives::Flag),
    function("selected-at", 2, 2, Gives::Text),
    function("count-selected", 1, 1, Gives::Number),
    function("jr:choice-name", 2, 2, Gives::Text),
    function("if", 3, 3, Gives::Anything),
    function("coalesce", 1, MANY, Gives::Anything),
    function("once", 1, 1, Gives::Anything),
    function("not", 1, 1, Gives::Flag),
    function("true", 0, 0, Gives::Flag),
    function("false", 0, 0, Gives::Flag),
    function("boolean", 1, 1, Gives::Flag),
    function("boolean-from-string", 1, 1, Gives::Flag),
    function("checklist", 3, MANY, Gives::Flag),
    function("position", 1, 1, Gives::Number),
    function("indexed-repeat", 3, 7, Gives::Text),
    function("count", 1, 1, Gives::Number),
    function("count-non-empty", 1, 1, Gives::Number),
    function("sum", 1, MANY, Gives::Number),
    function("min", 1, MANY, Gives::Number),
    function("max", 1, MANY, Gives::Number),
    function("regex", 2, 2, Gives::Flag),
    function("contains", 2, 2, Gives::Flag),
    function("starts-with", 2, 2, Gives::Flag),
    function("ends-with", 2, 2, Gives::Flag),
    function("string-length", 0, 1, Gives::Number),
    function("string", 1, 1, Gives::Text),
    function("concat", 1, MANY, Gives::Text),
    function("join", 2, MANY, Gives::Text),
    function("substr", 2, 3, Gives::Text),
    function("substring", 2, 3, Gives::Text),
    function("substring-before", 2, 2, Gives::Text),
    function("substring-after", 2, 2, Gives::Text),
    function("translate", 3, 3, Gives::Text),
    function("normalize-space", 0, 1, Gives::Text),
    function("upper-case", 1, 1, Gives::Text),
    function("lower-case", 1, 1, Gives::Text),
    function("today", 0, 0, Gives::Moment),
    function("now", 0, 0, Gives::Moment),
    function("date", 1, 1, Gives::Moment),
    function("date-time", 1, 1, Gives::Moment),
    function("format-date", 2, 2, Gives::Text),
    function("format-date-time", 2, 2, Gives::Text),
    function("decimal-date-time", 1, 1, Gives::Number),
    function("decimal-time", 1, 1, Gives::Number),
    function("number", 1, 1, Gives::Number),
    function("int", 1, 1, Gives::Number),
    function("round", 1, 2, Gives::Number),
    function("floor", 1, 1, Gives::Number),
    function("ceiling", 1, 1, Gives::Number),
    function("abs", 1, 1, Gives::Number),
    function("pow", 2, 2, Gives::Number),
    function("sqrt", 1, 1, Gives::Number),
    function("exp", 1, 1, Gives::Number),
    function("exp10", 1, 1, Gives::Number),
    function("log", 1, 1, Gives::Number),
    function("log10", 1, 1, Gives::Number),
    function("pi", 0, 0, Gives::Number),
    function("sin", 1, 1, Gives::Number),
    function("cos", 1, 1, Gives::Number),
    function("tan", 1, 1, Gives::Number),
    function("asin", 1, 1, Gives::Number),
    function("acos", 1, 1, Gives::Number),
    function("atan", 1, 1, Gives::Number),
    function("atan2", 2, 2, Gives::Number),
];

/// The function of this name.
pub(crate) fn find(name: &str) -> Option<&'static Function> {
    FUNCTIONS.iter().find(|function| function.name == name)
}

impl Function {
    /// Whether it takes so many arguments.
    pub(crate) fn takes(&self, arguments: usize) -> bool {
        (self.least..=self.most).contains(&arguments)
    }

    /// How many arguments it takes, in figures: `2`, `1-2`, `1+`.
    pub(crate) fn arity(&self) -> String {
        match (self.least, self.most) {
            (least, MANY) => format!("{least}+"),
            (least, most) if least == most => least.to_string(),
            (least, most) => format!("{least}-{most}"),
        }
    }
}

/// A pattern that a whole text must fit. `None` if it cannot be read, or would take too much memory.
pub(crate) fn pattern(text: &str) -> Option<Regex> {
    RegexBuilder::new(&format!("^(?:{text})$")).size_limit(PATTERN_BYTES_MAX).build().ok()
}
