//! The sheet of questions: rows become entries, groups nest.

use std::collections::BTreeMap;

use super::columns::Columns;
use super::kinds::{self, Row, Section as Opened};
use super::rows::Reading;
use super::{Finding, Header, Places, Reason, Sheet, looped};
use crate::expression::Expression;
use crate::model::{Choice, Item, Media, Preload, Question, QuestionKind, Questionnaire, Repeat, Section};
use crate::texts::Texts;

/// Reads the rows into the questionnaire, and where each stands into `places`.
pub(super) fn read(
    sheet: &Sheet,
    columns: &Columns,
    questionnaire: &mut Questionnaire,
    places: &mut Places,
    findings: &mut Vec<Finding>,
) {
    for missing in [(Header::Type, "type"), (Header::Name, "name")] {
        if columns.at(missing.0).is_none() {
            findings.push(Finding::fatal(sheet, None, None, Reason::NoColumn(missing.1)));
        }
    }
    for (header, column) in &columns.others {
        findings.push(Finding::notice(sheet, None, Some(*column), Reason::UnusedColumn(header.clone())));
    }
    if findings.iter().any(|finding| finding.is_fatal) {
        return;
    }
    let mut builder =
        Builder { sheet, columns, questionnaire, places, findings, open: vec![Open::default()] };
    for (row, cells) in sheet.rows() {
        builder.row(row, cells);
    }
    builder.finish();
}

/// A section that has begun and not ended.
#[derive(Default)]
struct Open {
    section: Section,
    /// What must end it; nothing for the questionnaire itself.
    sort: Option<Opened>,
    row: u32,
}

struct Builder<'a> {
    sheet: &'a Sheet,
    columns: &'a Columns,
    questionnaire: &'a mut Questionnaire,
    places: &'a mut Places,
    findings: &'a mut Vec<Finding>,
    /// The questionnaire, then the sections that are open, innermost last.
    open: Vec<Open>,
}

impl Builder<'_> {
    fn row(&mut self, row: u32, cells: &BTreeMap<u32, String>) {
        let shown = self.sheet.shown(row);
        let sort = self.columns.text(cells, Header::Type);
        if sort.is_empty() {
            // A remark beside the questions is none of them.
            let said = [Header::Name, Header::Relevant, Header::Calculation, Header::Constraint];
            if said.iter().any(|header| !self.columns.text(cells, *header).is_empty()) {
                self.fatal(shown, Header::Type, Reason::NoType);
            }
            return;
        }
        match kinds::read(sort) {
            Row::Question { kind, or_other } => self.question(shown, cells, kind, or_other),
            Row::Begin(opened) => self.begin(shown, cells, opened),
            Row::End(ended) => self.end(shown, &ended),
            Row::FromFile(file) => self.fatal(shown, Header::Type, Reason::ChoicesFromFile(file)),
            Row::NoList => self.fatal(shown, Header::Type, Reason::NoList),
            Row::Unknown => self.fatal(shown, Header::Type, Reason::UnknownType(sort.to_owned())),
        }
    }

    fn question(&mut self, row: u32, cells: &BTreeMap<u32, String>, kind: QuestionKind, or_other: bool) {
        let mut reading =
            Reading { sheet: self.sheet, columns: self.columns, row, cells, findings: self.findings };
        let Some(question) = reading.question(kind) else { return };
        match &question.kind {
            QuestionKind::File { media: Media::Audio | Media::Video | Media::Other } => {
                self.notice(row, Header::Type, Reason::FilesNotTaken(question.name.clone()));
            }
            QuestionKind::Preload { with: Preload::Device } => {
                self.notice(row, Header::Type, Reason::DeviceNotAsked(question.name.clone()));
            }
            _ => {}
        }
        let other = or_other.then(|| self.other(&question));
        self.add(row, &question.name.clone(), Item::Question(Box::new(question)));
        if let Some(other) = other {
            self.add(row, &other.name.clone(), Item::Question(Box::new(other)));
        }
    }

    /// The question "which other?", and the choice that leads to it.
    fn other(&mut self, question: &Question) -> Question {
        if let Some(choices) = question.kind.list().and_then(|list| self.questionnaire.lists.get_mut(list))
            && !choices.iter().any(|choice| choice.name == OTHER)
        {
            choices.push(Choice {
                name: OTHER.to_owned(),
                label: said(&question.label, "其他", "Other"),
                columns: BTreeMap::new(),
            });
        }
        let mut other = Question::new(&format!("{}_{OTHER}", question.name), QuestionKind::Text);
        other.label = said(&question.label, "请说明是什么。", "Specify other.");
        other.relevant = Expression::parse(&format!("selected(../{}, '{OTHER}')", question.name)).ok();
        other.personal = question.personal;
        other
    }

    fn begin(&mut self, row: u32, cells: &BTreeMap<u32, String>, opened: Opened) {
        let mut reading =
            Reading { sheet: self.sheet, columns: self.columns, row, cells, findings: self.findings };
        let mut section = reading.section();
        if opened == Opened::Repeat {
            let count = reading.expression(Header::RepeatCount);
            section.repeat = Some(Repeat { count });
        }
        let path = self.path(&section.name);
        self.places.rows.insert(path, row);
        self.open.push(Open { section, sort: Some(opened), row });
    }

    fn end(&mut self, row: u32, ended: &Opened) {
        let sort = self.open.last().and_then(|open| open.sort.clone());
        let Some(open) = sort.and_then(|sort| Some((sort, self.open.pop()?))) else {
            self.fatal(row, Header::Type, Reason::EndWithoutBegin(ended.word().to_owned()));
            return;
        };
        let (sort, open) = open;
        if sort.word() != ended.word() {
            let reason = Reason::WrongEnd { open: sort.word().to_owned(), row: open.row };
            self.fatal(row, Header::Type, reason);
        }
        let mut section = open.section;
        if let Opened::Loop(list) = sort {
            let path = self.path(&section.name);
            let choices = self.questionnaire.lists.get(&list).cloned().unwrap_or_default();
            if choices.is_empty() {
                self.fatal(open.row, Header::Type, Reason::Flaw(crate::form::FlawReason::NoSuchList(list)));
            }
            section = looped::for_each(&section, &choices);
            looped::places(&path, &choices, &mut self.places.rows);
        }
        if let Some(around) = self.open.last_mut() {
            around.section.items.push(Item::Section(Box::new(section)));
        }
    }

    fn finish(mut self) {
        while self.open.len() > 1 {
            if let Some(open) = self.open.pop() {
                self.fatal(open.row, Header::Type, Reason::NotEnded(open.section.name));
            }
        }
        if let Some(all) = self.open.pop() {
            self.questionnaire.items = all.section.items;
        }
    }

    fn add(&mut self, row: u32, name: &str, item: Item) {
        let path = self.path(name);
        self.places.rows.insert(path, row);
        if let Some(open) = self.open.last_mut() {
            open.section.items.push(item);
        }
    }

    fn path(&self, name: &str) -> String {
        let names = self.open.iter().skip(1).map(|open| open.section.name.as_str());
        names.chain([name]).collect::<Vec<_>>().join("/")
    }

    fn fatal(&mut self, row: u32, header: Header, reason: Reason) {
        self.findings.push(Finding::fatal(self.sheet, Some(row), self.columns.at(header), reason));
    }

    fn notice(&mut self, row: u32, header: Header, reason: Reason) {
        self.findings.push(Finding::notice(self.sheet, Some(row), self.columns.at(header), reason));
    }
}

/// The name of the choice that none of the others is.
const OTHER: &str = "other";

/// Words of ours in the languages of a text of the author's; where no language is named, in the one that its letters are of.
fn said(like: &Texts, zh: &str, en: &str) -> Texts {
    let mut texts = Texts::default();
    for (language, text) in like.iter() {
        let is_chinese = language.starts_with("zh") || (language.is_empty() && text.chars().any(is_han));
        texts.insert(language, if is_chinese { zh } else { en });
    }
    texts
}

const fn is_han(letter: char) -> bool {
    matches!(letter, '\u{4e00}'..='\u{9fff}')
}
