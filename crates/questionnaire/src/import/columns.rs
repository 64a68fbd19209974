//! Headers as surveyors write them: `constraint message`, `bind:jr:constraintMsg`, `label::English (en)`, `题目`.

use std::collections::BTreeMap;

use super::{Finding, Mark, Reason, Sheet};
use crate::form::Part;
use crate::texts::{Texts, language_code};

/// A column that a sheet may have, with the ways in which it is written.
pub(super) struct Known {
    header: Header,
    spellings: &'static [&'static str],
    /// Whether it is used; what is known and not used is passed over without a word.
    role: Role,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Plain,
    /// May be there once a language.
    Translated,
    PassedOver,
}

/// What a column says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Header {
    Type,
    Name,
    Label,
    Hint,
    Required,
    RequiredMessage,
    Relevant,
    Constraint,
    ConstraintMessage,
    Calculation,
    Default,
    ReadOnly,
    ChoiceFilter,
    Appearance,
    RepeatCount,
    Parameters,
    Personal,
    Image,
    Audio,
    Video,
    List,
    Other,
}

const fn known(header: Header, spellings: &'static [&'static str]) -> Known {
    Known { header, spellings, role: Role::Plain }
}

const fn translated(header: Header, spellings: &'static [&'static str]) -> Known {
    Known { header, spellings, role: Role::Translated }
}

/// The columns of questions.
pub(super) const SURVEY: &[Known] = &[
    known(Header::Type, &["type", "command", "题型", "类型"]),
    known(Header::Name, &["name", "tag", "value", "名称", "题号"]),
    translated(Header::Label, &["label", "caption", "题目", "题干"]),
    translated(Header::Hint, &["hint", "提示"]),
    known(Header::Required, &["required", "bind:required", "必答", "必填"]),
    translated(
        Header::RequiredMessage,
        &["required_message", "requiredmsg", "bind:jr:requiredmsg", "jr:requiredmsg", "必答说明"],
    ),
    known(Header::Relevant, &["relevant", "relevance", "bind:relevant", "什么时候问", "显示条件"]),
    known(Header::Constraint, &["constraint", "bind:constraint", "条件", "校验"]),
    translated(
        Header::ConstraintMessage,
        &[
            "constraint_message",
            "constraining_message",
            "bind:jr:constraintmsg",
            "jr:constraintmsg",
            "条件说明",
            "校验说明",
        ],
    ),
    known(Header::Calculation, &["calculation", "calculate", "bind:calculate", "计算", "算式"]),
    known(Header::Default, &["default", "默认值"]),
    known(Header::ReadOnly, &["read_only", "readonly", "bind:readonly", "只读"]),
    known(Header::ChoiceFilter, &["choice_filter", "选项筛选"]),
    known(Header::Appearance, &["appearance", "control:appearance", "body:appearance", "外观"]),
    known(Header::RepeatCount, &["repeat_count", "count", "jr:count", "control:jr:count", "次数"]),
    known(Header::Parameters, &["parameters", "参数"]),
    known(Header::Personal, &["personal", "个人信息"]),
    translated(Header::Image, &["image", "media:image", "big-image", "media:big-image"]),
    translated(Header::Audio, &["audio", "media:audio"]),
    translated(Header::Video, &["video", "media:video"]),
    Known {
        header: Header::Other,
        spellings: &[
            "rows",
            "autoplay",
            "buttontext",
            "noapperrorstring",
            "no_app_error_string",
            "guidance_hint",
            "notes",
            "note",
            "备注",
            "说明",
        ],
        role: Role::PassedOver,
    },
];

/// The columns of choices. Every other one may be read by a choice filter.
pub(super) const CHOICES: &[Known] = &[
    known(Header::List, &["list_name", "列表", "列表名称"]),
    known(Header::Name, &["name", "value", "名称"]),
    translated(Header::Label, &["label", "caption", "选项", "显示"]),
    translated(Header::Image, &["image", "media:image", "big-image", "media:big-image"]),
    translated(Header::Audio, &["audio", "media:audio"]),
    translated(Header::Video, &["video", "media:video"]),
];

/// The columns of a sheet that are used.
#[derive(Debug, Default)]
pub(super) struct Columns {
    /// Column by what it says and in which language.
    found: BTreeMap<(Header, String), u32>,
    /// The other columns, by header.
    pub(super) others: BTreeMap<String, u32>,
}

impl Columns {
    /// Reads the header of a sheet. `None`, and a finding, if a column is there twice or the sheet is blank.
    pub(super) fn of(sheet: &Sheet, known: &[Known], findings: &mut Vec<Finding>) -> Option<Self> {
        let Some((row, cells)) = sheet.header() else {
            findings.push(Finding::fatal(sheet, None, None, Reason::NoColumn("type")));
            return None;
        };
        let row = sheet.shown(row);
        let mut columns = Self::default();
        let mut is_whole = true;
        for (column, text) in cells {
            let is_new = match meant(text, known) {
                Some((known, _)) if known.role == Role::PassedOver => true,
                Some((known, language)) => columns.found.insert((known.header, language), *column).is_none(),
                None => columns.others.insert(text.clone(), *column).is_none(),
            };
            if !is_new {
                let reason = Reason::RepeatedHeader(text.clone());
                findings.push(Finding::fatal(sheet, Some(row), Some(*column), reason));
                is_whole = false;
            }
        }
        is_whole.then_some(columns)
    }

    /// The column that says this without a language.
    pub(super) fn at(&self, header: Header) -> Option<u32> {
        let first = self.found.range((header, String::new())..).next();
        first.filter(|((found, _), _)| *found == header).map(|(_, column)| *column)
    }

    /// The text of a cell.
    pub(super) fn text<'a>(&self, row: &'a BTreeMap<u32, String>, header: Header) -> &'a str {
        self.at(header).and_then(|column| row.get(&column)).map_or("", String::as_str)
    }

    /// The texts of a row in all languages.
    pub(super) fn texts(&self, row: &BTreeMap<u32, String>, header: Header) -> Texts {
        let mut texts = Texts::default();
        for ((found, language), column) in &self.found {
            if *found == header {
                texts.insert(language, row.get(column).map_or("", String::as_str));
            }
        }
        texts
    }

    /// Where each part of a question is said.
    pub(super) fn parts(&self, sheet: &Sheet) -> BTreeMap<Part, Mark> {
        let parts = [
            (Part::Name, Header::Name),
            (Part::Label, Header::Label),
            (Part::Hint, Header::Hint),
            (Part::Type, Header::Type),
            (Part::Relevant, Header::Relevant),
            (Part::Required, Header::Required),
            (Part::Constraint, Header::Constraint),
            (Part::ConstraintMessage, Header::ConstraintMessage),
            (Part::Calculation, Header::Calculation),
            (Part::Default, Header::Default),
            (Part::ReadOnly, Header::ReadOnly),
            (Part::ChoiceFilter, Header::ChoiceFilter),
            (Part::RepeatCount, Header::RepeatCount),
        ];
        parts.into_iter().filter_map(|(part, header)| Some((part, sheet.mark(self.at(header)?)))).collect()
    }
}

/// Which column a header means, and in which language. `media::image::English (en)`, `label:French`, `constraint message`.
fn meant<'a>(text: &str, known: &'a [Known]) -> Option<(&'a Known, String)> {
    let plain = text.split_whitespace().collect::<Vec<_>>().join("_");
    let parts: Vec<String> = plain
        .split(':')
        .map(|part| part.trim_matches('_').to_owned())
        .filter(|part| !part.is_empty())
        .collect();
    let spelled = |parts: &[String]| {
        let spelling = parts.join(":").to_lowercase();
        known.iter().find(|known| known.spellings.contains(&spelling.as_str()))
    };
    if let Some(known) = spelled(&parts) {
        return Some((known, String::new()));
    }
    let (language, before) = parts.split_last()?;
    let known = spelled(before).filter(|known| known.role == Role::Translated)?;
    Some((known, language_code(&language.replace('_', " "))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_have_many_spellings() {
        let check = |text: &str, header: Header, language: &str| {
            let found = meant(text, SURVEY).map(|(known, language)| (known.header, language));
            assert_eq!(found, Some((header, language.to_owned())), "{text}");
        };
        check("type", Header::Type, "");
        check("label::English (en)", Header::Label, "en");
        check("label:French", Header::Label, "french");
        check("Constraint Message", Header::ConstraintMessage, "");
        check("constraint_message::chinese", Header::ConstraintMessage, "zh");
        check("bind:jr:constraintMsg", Header::ConstraintMessage, "");
        check("bind::relevant", Header::Relevant, "");
        check("media::audio::chinese", Header::Audio, "zh");
        check("题目::en", Header::Label, "en");
        check("什么时候问", Header::Relevant, "");
        check("readonly", Header::ReadOnly, "");
        assert!(meant("relevant::English", SURVEY).is_none(), "only texts have languages");
        assert!(meant("favourite cheese", SURVEY).is_none());
    }
}
