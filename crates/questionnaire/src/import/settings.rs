//! The sheet that says what the questionnaire is called.

use super::{Finding, Reason, Sheet};
use crate::model::Questionnaire;
use crate::texts::{Texts, language_code};

/// What the settings say.
#[derive(Debug, Default)]
pub(super) struct Settings {
    id: String,
    title: Texts,
    version: String,
    default_language: String,
    /// Two choices of one name in one list: told apart by a choice filter.
    pub(super) allows_duplicates: bool,
}

/// Settings of the format that change nothing here.
const PASSED_OVER: [&str; 15] = [
    "name",
    "style",
    "public_key",
    "submission_url",
    "add_none_option",
    "omit_instanceid",
    "clean_text_values",
    "instance_name",
    "flat",
    "sms_keyword",
    "sms_separator",
    "auto_send",
    "auto_delete",
    "namespaces",
    "instance_xmlns",
];

pub(super) fn read(sheet: &Sheet, findings: &mut Vec<Finding>) -> Settings {
    let mut settings = Settings::default();
    let (Some((_, headers)), Some((_, values))) = (sheet.header(), sheet.rows().next()) else {
        return settings;
    };
    for (column, header) in headers {
        let Some(value) = values.get(column) else { continue };
        let spelled = header.to_lowercase().split_whitespace().collect::<Vec<_>>().join("_");
        let (setting, language) = spelled.split_once("::").unwrap_or((spelled.as_str(), ""));
        match setting {
            "form_title" | "title" | "set_form_title" | "标题" => {
                settings.title.insert(&language_code(language), value);
            }
            "form_id" | "id_string" | "set_form_id" | "编号" => settings.id.clone_from(value),
            "version" | "版本" => settings.version.clone_from(value),
            "default_language" | "语言" => settings.default_language = language_code(value),
            "allow_choice_duplicates" => {
                settings.allows_duplicates = matches!(value.to_lowercase().as_str(), "yes" | "true");
            }
            passed if PASSED_OVER.contains(&passed) => {}
            _ => findings.push(Finding::notice(
                sheet,
                None,
                Some(*column),
                Reason::UnusedColumn(header.clone()),
            )),
        }
    }
    settings
}

impl Settings {
    pub(super) fn apply(&self, questionnaire: &mut Questionnaire) {
        if !self.id.is_empty() {
            questionnaire.id.clone_from(&self.id);
        }
        questionnaire.title =
            if self.title.is_empty() { Texts::plain(&questionnaire.id) } else { self.title.clone() };
        questionnaire.version.clone_from(&self.version);
        questionnaire.default_language.clone_from(&self.default_language);
    }
}
