//! One row of the sheet of questions.

use std::collections::BTreeMap;

use super::columns::Columns;
use super::{Finding, Header, Reason, Sheet, kinds};
use crate::expression::Expression;
use crate::model::{Question, QuestionKind, Range, Section};

/// One row while it is read.
pub(super) struct Reading<'a> {
    pub(super) sheet: &'a Sheet,
    pub(super) columns: &'a Columns,
    /// As the office program counts it.
    pub(super) row: u32,
    pub(super) cells: &'a BTreeMap<u32, String>,
    pub(super) findings: &'a mut Vec<Finding>,
}

impl Reading<'_> {
    /// The question of this row; none, and a finding, if it has no usable name.
    pub(super) fn question(&mut self, kind: QuestionKind) -> Option<Question> {
        let is_note = kind == QuestionKind::Note;
        let name = match self.columns.text(self.cells, Header::Name) {
            // A note may go without a name; nobody refers to it.
            "" if is_note => format!("generated_note_name_{}", self.row),
            name => self.name(name)?,
        };
        let mut question = Question::new(&name, self.ranged(kind));
        question.label = self.columns.texts(self.cells, Header::Label);
        question.hint = self.columns.texts(self.cells, Header::Hint);
        question.required_message = self.columns.texts(self.cells, Header::RequiredMessage);
        question.constraint_message = self.columns.texts(self.cells, Header::ConstraintMessage);
        question.media = self.media();
        question.relevant = self.expression(Header::Relevant);
        question.required = self.condition(Header::Required);
        question.read_only = self.condition(Header::ReadOnly);
        question.constraint = self.expression(Header::Constraint).or_else(|| {
            let sort = self.columns.text(self.cells, Header::Type);
            kinds::constraint(sort).and_then(|source| Expression::parse(source).ok())
        });
        question.calculate = self.expression(Header::Calculation);
        question.default = self.default();
        question.choice_filter = self.expression(Header::ChoiceFilter);
        self.columns.text(self.cells, Header::Appearance).clone_into(&mut question.appearance);
        question.personal = is_yes(self.columns.text(self.cells, Header::Personal));
        let says_something =
            !question.label.is_empty() || !question.hint.is_empty() || !question.media.is_empty();
        if question.kind.is_shown() && !says_something && question.calculate.is_none() {
            self.fatal(Header::Label, Reason::NoLabel(name));
        }
        Some(question)
    }

    /// The section that begins in this row. Without a usable name it has none, and the file is refused.
    pub(super) fn section(&mut self) -> Section {
        let name = self.columns.text(self.cells, Header::Name);
        Section {
            name: self.name(name).unwrap_or_default(),
            label: self.columns.texts(self.cells, Header::Label),
            hint: self.columns.texts(self.cells, Header::Hint),
            relevant: self.expression(Header::Relevant),
            appearance: self.columns.text(self.cells, Header::Appearance).to_owned(),
            ..Section::default()
        }
    }

    /// The expression of a cell; none, and a finding, if it cannot be read.
    pub(super) fn expression(&mut self, header: Header) -> Option<Expression> {
        let source = self.columns.text(self.cells, header);
        if source.is_empty() {
            return None;
        }
        match Expression::parse(source) {
            Ok(expression) => Some(expression),
            Err(error) => {
                self.fatal(header, Reason::Syntax(error));
                None
            }
        }
    }

    /// `yes`, `no` or an expression.
    fn condition(&mut self, header: Header) -> Option<Expression> {
        let text = self.columns.text(self.cells, header);
        if is_yes(text) {
            return Expression::parse("true()").ok();
        }
        if matches!(text.to_lowercase().as_str(), "no" | "false" | "false()" | "否") {
            return None;
        }
        self.expression(header)
    }

    /// A default is a text as it stands, unless it reads another answer or calls a function.
    fn default(&mut self) -> Option<Expression> {
        let text = self.columns.text(self.cells, Header::Default);
        if text.is_empty() {
            return None;
        }
        let calls = text.ends_with(')') && text.contains('(');
        if text.contains("${") || (calls && Expression::parse(text).is_ok()) {
            return self.expression(Header::Default);
        }
        Some(Expression::literal(text))
    }

    fn name(&mut self, name: &str) -> Option<String> {
        let reason = match name {
            "" => Reason::NoName,
            name if is_name(name) => return Some(name.to_owned()),
            name => Reason::BadName(name.to_owned()),
        };
        self.fatal(Header::Name, reason);
        None
    }

    fn media(&self) -> BTreeMap<String, crate::texts::Texts> {
        let sorts = [("image", Header::Image), ("audio", Header::Audio), ("video", Header::Video)];
        let named = sorts.map(|(sort, header)| (sort.to_owned(), self.columns.texts(self.cells, header)));
        named.into_iter().filter(|(_, texts)| !texts.is_empty()).collect()
    }

    /// The scale of a range question: `start=1 end=5 step=1`.
    fn ranged(&mut self, kind: QuestionKind) -> QuestionKind {
        let QuestionKind::Range(mut range) = kind else { return kind };
        let text = self.columns.text(self.cells, Header::Parameters).to_lowercase();
        for part in text.split([' ', ',', ';']).filter(|part| !part.is_empty()) {
            let number =
                part.split_once('=').and_then(|(key, value)| Some((key, value.trim().parse::<f64>().ok()?)));
            match number {
                Some(("start", number)) => range.start = number,
                Some(("end", number)) => range.end = number,
                Some(("step", number)) => range.step = number,
                _ => self.fatal(Header::Parameters, Reason::BadRange(part.to_owned())),
            }
        }
        let Range { start, end, step } = range;
        if !(step > 0.0 && (end - start).is_finite() && (end - start) / step >= 1.0) {
            self.fatal(Header::Parameters, Reason::BadRange(text));
        }
        QuestionKind::Range(range)
    }

    fn fatal(&mut self, header: Header, reason: Reason) {
        self.findings.push(Finding::fatal(self.sheet, Some(self.row), self.columns.at(header), reason));
    }
}

fn is_yes(text: &str) -> bool {
    matches!(text.to_lowercase().as_str(), "yes" | "true" | "true()" | "是" | "必答" | "必填")
}

/// Names begin with a letter or `_`, of any language; digits, `-`, `.` and `_` may follow.
fn is_name(name: &str) -> bool {
    let mut letters = name.chars();
    let first = letters.next().is_some_and(|letter| letter.is_alphabetic() || letter == '_');
    first && letters.all(|letter| letter.is_alphanumeric() || "-._".contains(letter))
}
