//! A text in the languages that its author wrote it in.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// One text in any number of languages: code of the language to text. What was written without a language has the code "".
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Texts(BTreeMap<String, String>);

impl Texts {
    /// A text without a language.
    #[must_use]
    pub fn plain(text: &str) -> Self {
        let mut texts = Self::default();
        texts.insert("", text);
        texts
    }

    /// Adds the text of one language; a blank one is none.
    pub fn insert(&mut self, language: &str, text: &str) {
        if !text.trim().is_empty() {
            self.0.insert(language.to_owned(), text.to_owned());
        }
    }

    /// Whether no language has a text.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The languages, each with its text.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(language, text)| (language.as_str(), text.as_str()))
    }

    /// The text for a reader: in the language wanted, else in the one of the questionnaire, else in any. "" if there is none.
    #[must_use]
    pub fn pick(&self, wanted: &str, fallback: &str) -> &str {
        let found = [wanted, fallback, ""].into_iter().find_map(|code| self.of(code));
        found.or_else(|| self.0.values().next().map(String::as_str)).unwrap_or_default()
    }

    fn of(&self, code: &str) -> Option<&str> {
        let same = |known: &&String| primary(known) == primary(code);
        self.0
            .get(code)
            .or_else(|| self.0.keys().find(same).and_then(|known| self.0.get(known)))
            .map(String::as_str)
    }

    /// Each text through `change`.
    #[must_use]
    pub fn map(&self, change: impl Fn(&str) -> String) -> Self {
        Self(self.0.iter().map(|(language, text)| (language.clone(), change(text))).collect())
    }
}

/// `zh` of `zh-CN`.
fn primary(code: &str) -> &str {
    code.split(['-', '_']).next().unwrap_or(code)
}

/// The code of a language as authors name it in a header: `English (en)`, `english`, `中文`, `zh`.
#[must_use]
pub fn language_code(named: &str) -> String {
    let named = named.trim();
    if let Some((_, code)) = named.strip_suffix(')').and_then(|rest| rest.rsplit_once('(')) {
        return code.trim().to_lowercase();
    }
    match named.to_lowercase().as_str() {
        "english" | "英文" | "英语" => "en".to_owned(),
        "chinese" | "mandarin" | "中文" | "汉语" | "简体中文" => "zh".to_owned(),
        "default" => String::new(),
        other => other.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_gets_the_nearest_language() {
        let mut texts = Texts::default();
        texts.insert("zh", "您好");
        texts.insert("en", "Hello");
        let check =
            |wanted: &str, fallback: &str, expected: &str| assert_eq!(texts.pick(wanted, fallback), expected);
        check("en", "zh", "Hello");
        check("zh-CN", "en", "您好");
        check("fr", "zh", "您好");
        check("fr", "", "Hello");
        assert_eq!(Texts::plain("只有一种").pick("en", "zh"), "只有一种");
        assert_eq!(Texts::default().pick("en", "zh"), "");
    }

    #[test]
    fn languages_have_many_names() {
        for (named, code) in [
            ("English (en)", "en"),
            ("english", "en"),
            ("中文", "zh"),
            ("Swahili (sw)", "sw"),
            ("French", "french"),
        ] {
            assert_eq!(language_code(named), code);
        }
    }
}
