//! What a cell in the column `type` means.

use crate::model::{Media, Preload, QuestionKind, Range};

/// What a row is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Row {
    /// A question; with `or_other`, followed by one that asks which.
    Question {
        kind: QuestionKind,
        or_other: bool,
    },
    /// A group or repeat begins.
    Begin(Section),
    /// One ends.
    End(Section),
    /// The choices of a question are in a file that is not here.
    FromFile(String),
    /// A choice question without a list.
    NoList,
    Unknown,
}

/// What begins and ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Section {
    Group,
    Repeat,
    /// A group for each choice of a list.
    Loop(String),
}

impl Section {
    /// The word for it, as authors write it.
    pub(super) const fn word(&self) -> &'static str {
        match self {
            Self::Group => "group",
            Self::Repeat => "repeat",
            Self::Loop(_) => "loop",
        }
    }
}

const SELECT_ONE: [&str; 7] = [
    "select_one",
    "select one from",
    "select one",
    "select1",
    "add select one prompt using",
    "select one using",
    "单选",
];
const SELECT_MULTIPLE: [&str; 7] = [
    "select_multiple",
    "select all that apply from",
    "select all that apply",
    "select multiple from",
    "add select multiple prompt using",
    "select multiple using",
    "多选",
];
const RANK: [&str; 2] = ["rank", "排序"];
const FROM_FILE: [&str; 6] = [
    "select_one_from_file",
    "select_multiple_from_file",
    "select one from file",
    "select multiple from file",
    "select_one_external",
    "select one external",
];
const OR_OTHER: [&str; 4] = ["or_other", "or other", "or specify other", "或其他"];

/// Reads a type.
pub(super) fn read(text: &str) -> Row {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some(row) = section(&words) {
        return row;
    }
    if let Some(file) = after(&words, &FROM_FILE) {
        return Row::FromFile(file.to_owned());
    }
    if let Some(row) = select(&words) {
        return row;
    }
    plain(&words).map_or(Row::Unknown, |kind| Row::Question { kind, or_other: false })
}

fn section(words: &str) -> Option<Row> {
    if let Some(list) = after(words, &["begin loop over", "begin_loop over"]).filter(|list| !list.is_empty())
    {
        return Some(Row::Begin(Section::Loop(list.to_owned())));
    }
    Some(match words.replace('_', " ").to_lowercase().as_str() {
        "begin group" | "开始组" | "组开始" => Row::Begin(Section::Group),
        "end group" | "结束组" | "组结束" => Row::End(Section::Group),
        "begin repeat" | "begin lgroup" | "begin looped group" | "开始重复" | "重复开始" => {
            Row::Begin(Section::Repeat)
        }
        "end repeat" | "end lgroup" | "end looped group" | "结束重复" | "重复结束" => {
            Row::End(Section::Repeat)
        }
        "end loop" => Row::End(Section::Loop(String::new())),
        _ => return None,
    })
}

fn select(words: &str) -> Option<Row> {
    let make: fn(String) -> QuestionKind;
    let list = if let Some(list) = after(words, &SELECT_ONE) {
        make = |list| QuestionKind::SelectOne { list };
        list
    } else if let Some(list) = after(words, &SELECT_MULTIPLE) {
        make = |list| QuestionKind::SelectMultiple { list };
        list
    } else if let Some(list) = after(words, &RANK) {
        make = |list| QuestionKind::Rank { list };
        list
    } else {
        return None;
    };
    let other = OR_OTHER.iter().find_map(|ending| list.strip_suffix(ending));
    let (list, or_other) = other.map_or((list, false), |before| (before.trim(), true));
    if list.is_empty() {
        Some(Row::NoList)
    } else {
        Some(Row::Question { kind: make(list.to_owned()), or_other })
    }
}

/// What comes after the longest of these beginnings.
fn after<'a>(words: &'a str, beginnings: &[&str]) -> Option<&'a str> {
    let rest = |beginning: &&&str| {
        let rest = words.strip_prefix(**beginning)?;
        (rest.is_empty() || rest.starts_with(' ')).then_some(rest.trim())
    };
    beginnings
        .iter()
        .filter(|beginning| rest(beginning).is_some())
        .max_by_key(|beginning| beginning.len())
        .and_then(|b| rest(&b))
}

/// Types of one word. Forms of the format's first years say `add … prompt` and `q …`.
fn plain(words: &str) -> Option<QuestionKind> {
    let lower = words.to_lowercase();
    let word = lower.strip_prefix("add ").and_then(|rest| rest.strip_suffix(" prompt")).unwrap_or(&lower);
    let word = word.strip_prefix("q ").unwrap_or(word);
    let word = word.strip_prefix("get ").unwrap_or(word);
    Some(match word.replace('_', " ").as_str() {
        "text" | "string" | "文本" | "填空" => QuestionKind::Text,
        "integer" | "int" | "整数" => QuestionKind::Integer,
        "decimal" | "小数" => QuestionKind::Decimal,
        "date" | "日期" => QuestionKind::Date,
        "time" | "时间" => QuestionKind::Time,
        "datetime" | "date time" | "日期时间" => QuestionKind::DateTime,
        "note" | "说明" => QuestionKind::Note,
        "calculate" | "计算" => QuestionKind::Calculate,
        "hidden" | "隐藏" => QuestionKind::Hidden,
        "range" | "打分" | "范围" => QuestionKind::Range(Range::default()),
        "geopoint" | "gps" | "location" | "位置" => QuestionKind::Geopoint,
        "acknowledge" | "trigger" | "确认" => QuestionKind::Acknowledge,
        "barcode" | "条码" => QuestionKind::Barcode,
        "image" | "photo" | "picture" | "照片" => QuestionKind::File { media: Media::Image },
        "audio" | "录音" => QuestionKind::File { media: Media::Audio },
        "video" | "录像" => QuestionKind::File { media: Media::Video },
        "file" | "文件" => QuestionKind::File { media: Media::Other },
        "start" | "start time" => QuestionKind::Preload { with: Preload::Start },
        "end" | "end time" => QuestionKind::Preload { with: Preload::End },
        "today" => QuestionKind::Preload { with: Preload::Today },
        "phone number" | "percentage" => return counted(word),
        _ if is_device(word) => QuestionKind::Preload { with: Preload::Device },
        _ => return None,
    })
}

/// `phone number` asks a person for digits; `phonenumber` asks the device.
fn counted(word: &str) -> Option<QuestionKind> {
    match word {
        "phone number" => Some(QuestionKind::Text),
        "percentage" => Some(QuestionKind::Integer),
        _ => None,
    }
}

/// A constraint that comes with the type itself.
pub(super) fn constraint(text: &str) -> Option<&'static str> {
    match text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ").as_str() {
        "phone number" => Some("regex(., '^\\d*$')"),
        "percentage" => Some("0 <= . and . <= 100"),
        _ => None,
    }
}

fn is_device(word: &str) -> bool {
    let word = word.strip_prefix("uri:").unwrap_or(word);
    matches!(
        word,
        "deviceid"
            | "device id"
            | "imei"
            | "subscriberid"
            | "subscriber id"
            | "simserial"
            | "sim id"
            | "phonenumber"
            | "username"
            | "email"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_have_many_spellings() {
        let check = |text: &str, expected: Row| assert_eq!(read(text), expected, "{text}");
        let question = |kind: QuestionKind, or_other: bool| Row::Question { kind, or_other };
        let one = |list: &str| QuestionKind::SelectOne { list: list.to_owned() };
        let many = |list: &str| QuestionKind::SelectMultiple { list: list.to_owned() };
        check("text", question(QuestionKind::Text, false));
        check("填空", question(QuestionKind::Text, false));
        check("select_one yes_no", question(one("yes_no"), false));
        check("select one from food_type or_other", question(one("food_type"), true));
        check("select one from sexes or specify other", question(one("sexes"), true));
        check("select all that apply from list", question(many("list"), false));
        check("select_multiple  happy_sad", question(many("happy_sad"), false));
        check("单选 小区 或其他", question(one("小区"), true));
        check("select_one", Row::NoList);
        check("select_one_from_file  UCL_districts.csv", Row::FromFile("UCL_districts.csv".to_owned()));
        check("begin_group", Row::Begin(Section::Group));
        check("end  group", Row::End(Section::Group));
        check("begin loop over my_columns", Row::Begin(Section::Loop("my_columns".to_owned())));
        check("dateTime", question(QuestionKind::DateTime, false));
        check("uri:deviceid", question(QuestionKind::Preload { with: Preload::Device }, false));
        check("phone number", question(QuestionKind::Text, false));
        check("gps", question(QuestionKind::Geopoint, false));
        check("selected_one x", Row::Unknown);
        check("hologram", Row::Unknown);
    }
}
