//! The sheet of choices.

use std::collections::BTreeMap;

use super::columns::{self, Columns};
use super::{Finding, Header, Reason, Sheet};
use crate::limits::CHOICES_MAX;
use crate::model::{Choice, ChoiceList};

pub(super) fn read(
    sheet: &Sheet,
    allows_duplicates: bool,
    findings: &mut Vec<Finding>,
) -> BTreeMap<String, ChoiceList> {
    let mut lists = BTreeMap::<String, ChoiceList>::new();
    if sheet.header().is_none() {
        return lists;
    }
    let Some(columns) = Columns::of(sheet, columns::CHOICES, findings) else { return lists };
    if columns.at(Header::List).is_none() && sheet.rows().next().is_some() {
        findings.push(Finding::fatal(sheet, None, None, Reason::NoColumn("list_name")));
        return lists;
    }
    let (list_column, name_column) = (columns.at(Header::List), columns.at(Header::Name));
    for (row, cells) in sheet.rows() {
        let shown = Some(sheet.shown(row));
        let list = columns.text(cells, Header::List);
        let name = columns.text(cells, Header::Name);
        let label = columns.texts(cells, Header::Label);
        if list.is_empty() {
            findings.push(Finding::notice(sheet, shown, list_column, Reason::ChoiceWithoutList));
            continue;
        }
        if name.is_empty() {
            findings.push(Finding::fatal(
                sheet,
                shown,
                name_column,
                Reason::ChoiceWithoutName(list.to_owned()),
            ));
            continue;
        }
        if name.contains(char::is_whitespace) {
            findings.push(Finding::fatal(sheet, shown, name_column, Reason::SpaceInChoice(name.to_owned())));
        }
        let choices = lists.entry(list.to_owned()).or_default();
        if !allows_duplicates && choices.iter().any(|choice| choice.name == name) {
            findings.push(Finding::fatal(sheet, shown, name_column, Reason::RepeatedChoice(name.to_owned())));
        }
        let has_picture = !columns.texts(cells, Header::Image).is_empty();
        if label.is_empty() && !has_picture {
            let column = columns.at(Header::Label);
            findings.push(Finding::notice(sheet, shown, column, Reason::ChoiceWithoutLabel(name.to_owned())));
        }
        let others = columns.others.iter();
        let filled = others
            .filter_map(|(header, column)| Some((header.clone(), cells.get(column)?.clone())))
            .collect();
        if choices.len() >= CHOICES_MAX {
            findings.push(Finding::fatal(sheet, shown, list_column, Reason::TooManyChoices));
            return lists;
        }
        choices.push(Choice { name: name.to_owned(), label, columns: filled });
    }
    lists
}
