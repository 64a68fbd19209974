//! What was found in a file: where, and what. The words are the office's; here are keys and what goes into them.

use super::Sheet;
use crate::expression::SyntaxError;
use crate::form::FlawReason;

/// Something wrong or noteworthy in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The sheet, as it is named there; empty if it is about the whole file.
    pub sheet: String,
    /// The row as the office program counts it, from one.
    pub row: Option<u32>,
    /// The column.
    pub column: Option<Mark>,
    /// Whether the file is refused for it.
    pub is_fatal: bool,
    /// What it is.
    pub reason: Reason,
}

/// A column of a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Its letter in the office program: `A`, `AB`.
    pub letter: String,
    /// What stands in its header.
    pub header: String,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The file is bigger than one may be.
    TooBig {
        /// The limit.
        mebibytes: usize,
    },
    /// It is no workbook, or broken, or locked.
    Unreadable,
    /// A sheet with more rows or columns than one may have.
    TooManyCells,
    /// No sheet with questions.
    NoSurvey,
    /// A column that must be there is not.
    NoColumn(&'static str),
    /// Two columns with one header.
    RepeatedHeader(String),
    /// A column that is not used; left aside.
    UnusedColumn(String),
    /// A row without a type.
    NoType,
    /// A type that does not exist.
    UnknownType(String),
    /// Choices come from a file that is not in the workbook.
    ChoicesFromFile(String),
    /// Choices come from the sheet that other programs turn into such a file.
    ExternalChoices,
    /// A choice question that names no list.
    NoList,
    /// A question without a name.
    NoName,
    /// A name with characters that names may not have.
    BadName(String),
    /// A question that would show nothing.
    NoLabel(String),
    /// An end without its beginning.
    EndWithoutBegin(String),
    /// An end of another sort than what is open.
    WrongEnd {
        /// What is open.
        open: String,
        /// Since which row.
        row: u32,
    },
    /// A group that is never ended.
    NotEnded(String),
    /// An expression that cannot be read.
    Syntax(SyntaxError),
    /// The scale of a range question cannot be read.
    BadRange(String),
    /// A choice without a list; left aside.
    ChoiceWithoutList,
    /// A choice without a name.
    ChoiceWithoutName(String),
    /// Two choices of one name in one list.
    RepeatedChoice(String),
    /// Names of choices stand in answers with spaces between, so they have none.
    SpaceInChoice(String),
    /// A choice that shows nothing; its name is shown.
    ChoiceWithoutLabel(String),
    /// More choices than a list may have.
    TooManyChoices,
    /// Sounds, films and other files are not taken here: the question is left out of pages.
    FilesNotTaken(String),
    /// Asks the device who it is: stays empty.
    DeviceNotAsked(String),
    /// Found when the whole was proved.
    Flaw(FlawReason),
}

impl Finding {
    pub(super) fn of_file(reason: Reason) -> Self {
        Self { sheet: String::new(), row: None, column: None, is_fatal: true, reason }
    }

    pub(super) fn fatal(sheet: &Sheet, row: Option<u32>, column: Option<u32>, reason: Reason) -> Self {
        Self {
            sheet: sheet.name.clone(),
            row,
            column: column.map(|at| sheet.mark(at)),
            is_fatal: true,
            reason,
        }
    }

    pub(super) fn notice(sheet: &Sheet, row: Option<u32>, column: Option<u32>, reason: Reason) -> Self {
        Self { is_fatal: false, ..Self::fatal(sheet, row, column, reason) }
    }
}

impl Reason {
    /// The key of the sentence that says it.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::TooBig { .. } => "survey-file-too-big",
            Self::Unreadable => "survey-file-unreadable",
            Self::TooManyCells => "survey-file-too-many-cells",
            Self::NoSurvey => "survey-file-no-survey",
            Self::NoColumn(_) => "survey-file-no-column",
            Self::RepeatedHeader(_) => "survey-file-repeated-header",
            Self::UnusedColumn(_) => "survey-file-unused-column",
            Self::NoType => "survey-file-no-type",
            Self::UnknownType(_) => "survey-file-unknown-type",
            Self::ChoicesFromFile(_) => "survey-file-choices-from-file",
            Self::ExternalChoices => "survey-file-external-choices",
            Self::NoList => "survey-file-no-list",
            Self::NoName => "survey-file-no-name",
            Self::BadName(_) => "survey-file-bad-name",
            Self::NoLabel(_) => "survey-file-no-label",
            Self::EndWithoutBegin(_) => "survey-file-end-without-begin",
            Self::WrongEnd { .. } => "survey-file-wrong-end",
            Self::NotEnded(_) => "survey-file-not-ended",
            Self::Syntax(error) => syntax_key(error),
            Self::BadRange(_) => "survey-file-bad-range",
            Self::ChoiceWithoutList => "survey-file-choice-without-list",
            Self::ChoiceWithoutName(_) => "survey-file-choice-without-name",
            Self::RepeatedChoice(_) => "survey-file-repeated-choice",
            Self::SpaceInChoice(_) => "survey-file-space-in-choice",
            Self::ChoiceWithoutLabel(_) => "survey-file-choice-without-label",
            Self::TooManyChoices => "survey-file-too-many-choices",
            Self::FilesNotTaken(_) => "survey-file-files-not-taken",
            Self::DeviceNotAsked(_) => "survey-file-device-not-asked",
            Self::Flaw(flaw) => flaw.key(),
        }
    }

    /// What goes into the sentence, by name.
    #[must_use]
    pub fn args(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::TooBig { mebibytes } => vec![("max", mebibytes.to_string())],
            Self::NoColumn(text) => vec![("text", (*text).to_owned())],
            Self::RepeatedHeader(text)
            | Self::UnusedColumn(text)
            | Self::UnknownType(text)
            | Self::ChoicesFromFile(text)
            | Self::BadName(text)
            | Self::NoLabel(text)
            | Self::EndWithoutBegin(text)
            | Self::NotEnded(text)
            | Self::BadRange(text)
            | Self::ChoiceWithoutName(text)
            | Self::RepeatedChoice(text)
            | Self::SpaceInChoice(text)
            | Self::ChoiceWithoutLabel(text)
            | Self::FilesNotTaken(text)
            | Self::DeviceNotAsked(text) => vec![("text", text.clone())],
            Self::WrongEnd { open, row } => vec![("text", open.clone()), ("row", row.to_string())],
            Self::Syntax(error) => syntax_args(error),
            Self::Flaw(flaw) => flaw.text().map(|text| ("text", text.to_owned())).into_iter().collect(),
            Self::Unreadable
            | Self::TooManyCells
            | Self::NoSurvey
            | Self::NoType
            | Self::ExternalChoices
            | Self::NoList
            | Self::NoName
            | Self::ChoiceWithoutList
            | Self::TooManyChoices => Vec::new(),
        }
    }
}

const fn syntax_key(error: &SyntaxError) -> &'static str {
    match error {
        SyntaxError::NotUnderstood { .. } => "survey-syntax-not-understood",
        SyntaxError::EndsEarly => "survey-syntax-ends-early",
        SyntaxError::OpenQuote => "survey-syntax-open-quote",
        SyntaxError::Path { .. } => "survey-syntax-path",
        SyntaxError::NoFunction { .. } => "survey-syntax-no-function",
        SyntaxError::NotUsedHere { .. } => "survey-syntax-not-used-here",
        SyntaxError::Arguments { .. } => "survey-syntax-arguments",
        SyntaxError::TooLong => "survey-syntax-too-long",
    }
}

fn syntax_args(error: &SyntaxError) -> Vec<(&'static str, String)> {
    match error {
        SyntaxError::NotUnderstood { at, near } => vec![("at", at.to_string()), ("text", near.clone())],
        SyntaxError::Path { path: text }
        | SyntaxError::NoFunction { name: text }
        | SyntaxError::NotUsedHere { name: text } => {
            vec![("text", text.clone())]
        }
        SyntaxError::Arguments { name, takes } => vec![("text", name.clone()), ("count", takes.clone())],
        SyntaxError::EndsEarly | SyntaxError::OpenQuote | SyntaxError::TooLong => Vec::new(),
    }
}

impl FlawReason {
    /// The key of the sentence that says it.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::TooManyItems => "survey-flaw-too-many-items",
            Self::TooDeep => "survey-flaw-too-deep",
            Self::RepeatedName(_) => "survey-flaw-repeated-name",
            Self::NoSuchName(_) => "survey-flaw-no-such-name",
            Self::SeveralOfThisName(_) => "survey-flaw-several-of-this-name",
            Self::BareName(_) => "survey-flaw-bare-name",
            Self::NoSuchColumn(_) => "survey-flaw-no-such-column",
            Self::NoSuchList(_) => "survey-flaw-no-such-list",
            Self::NoAnswerHere => "survey-flaw-no-answer-here",
            Self::Circle(_) => "survey-flaw-circle",
            Self::BadPattern(_) => "survey-flaw-bad-pattern",
            Self::NotANumber(_) => "survey-flaw-not-a-number",
            Self::NotAQuestion(_) => "survey-flaw-not-a-question",
            Self::NoSuchChoice(_) => "survey-flaw-no-such-choice",
        }
    }

    /// What goes into the sentence.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::RepeatedName(text)
            | Self::NoSuchName(text)
            | Self::SeveralOfThisName(text)
            | Self::BareName(text)
            | Self::NoSuchColumn(text)
            | Self::NoSuchList(text)
            | Self::Circle(text)
            | Self::BadPattern(text)
            | Self::NotANumber(text)
            | Self::NotAQuestion(text)
            | Self::NoSuchChoice(text) => Some(text),
            Self::TooManyItems | Self::TooDeep | Self::NoAnswerHere => None,
        }
    }
}
