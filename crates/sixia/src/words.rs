//! What the command line says, in the reader's language.
//!
//! Texts stand in `translations/cli.zh.ftl` and `translations/cli.en.ftl` and are built into the program.

use domain::text::{Language, Text};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

const ZH: &str = include_str!("../../../translations/cli.zh.ftl");
const EN: &str = include_str!("../../../translations/cli.en.ftl");
const NOTICES_ZH: &str = include_str!("../../../translations/notice.zh.ftl");
const NOTICES_EN: &str = include_str!("../../../translations/notice.en.ftl");

/// Speaks to whoever runs the program.
pub(crate) struct Words {
    /// The language.
    pub(crate) language: Language,
    bundle: FluentBundle<FluentResource>,
}

impl Words {
    /// Words for whoever runs the program.
    pub(crate) fn new(language: Language) -> Self {
        let source = match language {
            Language::Zh => ZH,
            Language::En => EN,
        };
        Self::of_source(language, source)
    }

    /// Words for people who are told something.
    pub(crate) fn of_notices(language: Language) -> Self {
        let source = match language {
            Language::Zh => NOTICES_ZH,
            Language::En => NOTICES_EN,
        };
        Self::of_source(language, source)
    }

    fn of_source(language: Language, source: &str) -> Self {
        let id = language.tag().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![id]);
        // Marks that isolate arguments would be copied along with file names.
        bundle.set_use_isolating(false);
        let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(readable, _)| readable);
        bundle.add_resource_overriding(resource);
        Self { language, bundle }
    }

    /// The text with this key; the key itself where there is none.
    pub(crate) fn say(&self, key: &str) -> String {
        self.find(key).unwrap_or_else(|| key.to_owned())
    }

    /// The text with this key, if there is one.
    pub(crate) fn find(&self, key: &str) -> Option<String> {
        self.filled(key, None)
    }

    /// The text with this key and what goes into it.
    pub(crate) fn with(&self, key: &str, args: &[(&str, &dyn ToString)]) -> String {
        let mut filled = FluentArgs::new();
        for (name, value) in args {
            filled.set((*name).to_owned(), FluentValue::from(value.to_string()));
        }
        self.filled(key, Some(&filled)).unwrap_or_else(|| key.to_owned())
    }

    /// A text that came with the data.
    pub(crate) fn text<'t>(&self, text: &'t Text) -> &'t str {
        let said = text.get(self.language);
        if said.is_empty() { &text.zh } else { said }
    }

    fn filled(&self, key: &str, args: Option<&FluentArgs<'_>>) -> Option<String> {
        let pattern = self.bundle.get_message(key)?.value()?;
        Some(self.bundle.format_pattern(pattern, args, &mut Vec::new()).into_owned())
    }
}

/// The language of a locale name such as `zh_CN.UTF-8`, as `--lang`, `LC_ALL`, `LC_MESSAGES` or `LANG` hold it. Chinese where
/// nothing is said (`C`, `POSIX`, nothing at all); English for any other language.
pub(crate) fn language_of(locale: Option<&str>) -> Language {
    let locale = locale.unwrap_or_default().to_ascii_lowercase();
    let name = locale.split(['_', '-', '.', '@']).next().unwrap_or_default();
    match name {
        "" | "c" | "posix" | "zh" => Language::Zh,
        _ => Language::En,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_follows_the_locale() {
        for (locale, language) in [
            (None, Language::Zh),
            (Some("C.UTF-8"), Language::Zh),
            (Some("zh_CN.UTF-8"), Language::Zh),
            (Some("zh"), Language::Zh),
            (Some("en_GB.UTF-8"), Language::En),
            (Some("en"), Language::En),
            (Some("de_DE"), Language::En),
        ] {
            assert_eq!(language_of(locale), language, "{locale:?}");
        }
    }

    /// The keys of a file, in order.
    fn keys(source: &str) -> Vec<&str> {
        let keys = source.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()));
        keys.filter_map(|line| Some(line.split_once('=')?.0.trim())).collect()
    }

    /// The names in braces of a text.
    fn arguments(text: &str) -> Vec<String> {
        let mut found: Vec<String> =
            text.split("{ $").skip(1).filter_map(|rest| Some(rest.split_once(' ')?.0.to_owned())).collect();
        found.sort();
        found.dedup();
        found
    }

    #[test]
    fn both_languages_say_the_same_things() {
        for (zh, en) in [(ZH, EN), (NOTICES_ZH, NOTICES_EN)] {
            say_the_same(zh, en);
        }
    }

    fn say_the_same(zh: &str, en: &str) {
        assert_eq!(keys(zh), keys(en));
        for key in keys(zh) {
            let of = |source: &str| {
                let (_, entry) = source.split_once(&format!("\n{key} =")).unwrap();
                let lines = entry.lines().enumerate();
                let own = lines.take_while(|(at, line)| *at == 0 || line.starts_with(' '));
                arguments(&own.map(|(_, line)| line).collect::<String>())
            };
            assert_eq!(of(zh), of(en), "{key}");
        }
    }
}
