//! Reads a questionnaire from a table: a workbook as surveyors write them (`XLSForm`, `.xlsx` and `.xls`), or the same table
//! as CSV. Headers, types and names of sheets may be English or Chinese.

mod choices;
mod columns;
mod csv;
mod finding;
mod kinds;
mod looped;
mod rows;
mod settings;
mod sheet;
mod survey;
#[cfg(test)]
mod tests;
mod workbook;

use std::collections::BTreeMap;

pub use finding::{Finding, Mark, Reason};

use crate::form::{Flaw, Form, Part};
use crate::limits::WORKBOOK_BYTES_MAX;
use crate::model::Questionnaire;
use columns::{Columns, Header};
use sheet::{Book, Sheet};

/// How the bytes of a table are to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A workbook, `.xlsx` or `.xls`: the content says which.
    Workbook,
    /// Comma-separated: a line with the name of a sheet in its first field, then header and rows with that field empty.
    Csv,
}

/// A questionnaire that was read, and what its author should look at.
#[derive(Debug)]
pub struct Imported {
    /// The questionnaire, proved.
    pub form: Form,
    /// What was noticed and did not stop it.
    pub notices: Vec<Finding>,
}

/// Reads a questionnaire. `name` is the name of its file without the ending: what it is called if it does not say so itself.
///
/// # Errors
/// What is wrong, with sheet, row and column, in the order of the file; with it whatever was noticed.
pub fn read(bytes: &[u8], format: Format, name: &str) -> Result<Imported, Vec<Finding>> {
    if bytes.len() > WORKBOOK_BYTES_MAX {
        return Err(vec![Finding::of_file(Reason::TooBig { mebibytes: WORKBOOK_BYTES_MAX / (1024 * 1024) })]);
    }
    let book = match format {
        Format::Workbook => workbook::read(bytes),
        Format::Csv => csv::read(bytes),
    };
    let book = book.map_err(|reason| vec![Finding::of_file(reason)])?;
    let mut findings = Vec::new();
    let read = questionnaire(&book, name, &mut findings);
    if findings.iter().any(|finding| finding.is_fatal) {
        return Err(findings);
    }
    let (form, flaws) = Form::proved(read.questionnaire);
    findings.extend(flaws.into_iter().map(|flaw| read.places.located(flaw)));
    if findings.iter().any(|finding| finding.is_fatal) {
        return Err(findings);
    }
    Ok(Imported { form, notices: findings })
}

struct Read {
    questionnaire: Questionnaire,
    places: Places,
}

/// Where in the file things were said.
#[derive(Default)]
struct Places {
    sheet: String,
    rows: BTreeMap<String, u32>,
    columns: BTreeMap<Part, Mark>,
}

impl Places {
    fn located(&self, flaw: Flaw) -> Finding {
        let column = self.columns.get(&flaw.part).cloned();
        let row = self.rows.get(&flaw.path).copied();
        Finding {
            sheet: self.sheet.clone(),
            row,
            column,
            is_fatal: flaw.is_fatal,
            reason: Reason::Flaw(flaw.reason),
        }
    }
}

fn questionnaire(book: &Book, name: &str, findings: &mut Vec<Finding>) -> Read {
    let mut questionnaire = Questionnaire { id: name.to_owned(), ..Questionnaire::default() };
    let mut places = Places::default();
    if let Some(sheet) = book.sheet(&["external_choices"]) {
        findings.push(Finding::fatal(sheet, None, None, Reason::ExternalChoices));
    }
    let settings =
        book.sheet(&["settings", "设置"]).map(|sheet| settings::read(sheet, findings)).unwrap_or_default();
    settings.apply(&mut questionnaire);
    // A book with a single sheet is taken for the questions, whatever its name.
    let Some(survey) = book.sheet(&["survey", "问卷", "题目"]).or_else(|| book.only()) else {
        findings.push(Finding::of_file(Reason::NoSurvey));
        return Read { questionnaire, places };
    };
    if let Some(sheet) = book.sheet(&["choices", "选项"]) {
        questionnaire.lists = choices::read(sheet, settings.allows_duplicates, findings);
    }
    if let Some(columns) = Columns::of(survey, columns::SURVEY, findings) {
        places.sheet.clone_from(&survey.name);
        places.columns = columns.parts(survey);
        survey::read(survey, &columns, &mut questionnaire, &mut places, findings);
    }
    Read { questionnaire, places }
}
