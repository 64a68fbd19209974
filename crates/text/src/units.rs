//! The smallest parts of a text that search knows: one Chinese character, or one run of letters and digits.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// One part of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    /// A character of a script that writes no spaces (Chinese, kana).
    Character(char),
    /// A run of other letters and digits.
    Run(String),
    /// The sentence ends here; no word goes across.
    End,
}

impl Unit {
    /// Adds the unit's own letters to a token.
    pub(crate) fn write(&self, token: &mut String) {
        match self {
            Self::Character(letter) => token.push(*letter),
            Self::Run(run) => token.push_str(run),
            Self::End => {}
        }
    }
}

/// Cuts a text into units: lower case, compatibility forms unified, accents and punctuation gone.
///
/// Punctuation inside a sentence leaves no trace, so that `《物业管理条例》第五条` is found by people who type no marks.
pub(crate) fn units(text: &str) -> Vec<Unit> {
    let plain = text.nfkd().filter(|letter| !is_combining_mark(*letter)).nfc().flat_map(char::to_lowercase);
    let mut units = Vec::new();
    let mut run = String::new();
    for letter in plain {
        if letter.is_alphanumeric() && !is_written_without_spaces(letter) {
            run.push(letter);
            continue;
        }
        if !run.is_empty() {
            units.push(Unit::Run(std::mem::take(&mut run)));
        }
        if is_written_without_spaces(letter) {
            units.push(Unit::Character(letter));
        } else if ends_sentence(letter) && units.last().is_some_and(|last| *last != Unit::End) {
            units.push(Unit::End);
        }
    }
    if !run.is_empty() {
        units.push(Unit::Run(run));
    }
    if units.last() == Some(&Unit::End) {
        units.pop();
    }
    units
}

/// Han with its extensions and compatibility forms, `〇`, kana and bopomofo.
fn is_written_without_spaces(letter: char) -> bool {
    matches!(letter,
        '\u{3005}'..='\u{3007}' | '\u{3041}'..='\u{3096}' | '\u{309D}'..='\u{309F}' | '\u{30A1}'..='\u{30FA}'
        | '\u{30FC}'..='\u{30FF}' | '\u{3105}'..='\u{312F}' | '\u{31A0}'..='\u{31BF}' | '\u{31F0}'..='\u{31FF}'
        | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{323AF}')
}

/// After compatibility folding; `.` is not here because it stands inside numbers and abbreviations.
fn ends_sentence(letter: char) -> bool {
    matches!(letter, '。' | '！' | '!' | '？' | '?' | '；' | ';' | '\n')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> String {
        let write = |unit: &Unit| {
            let mut out = String::new();
            unit.write(&mut out);
            if out.is_empty() { "/".to_owned() } else { out }
        };
        units(text).iter().map(write).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_text_is_cut_into_characters_and_runs() {
        for (text, expected) in [
            ("７号楼B2栋", "7 号 楼 b2 栋"),
            ("Café RÉSUMÉ naïve", "cafe resume naive"),
            ("《条例》，第5条", "条 例 第 5 条"),
            ("坏了。。！夜间", "坏 了 / 夜 间"),
            ("！坏了！", "坏 了"),
            ("3.5 m/s", "3 5 m s"),
            ("㐀𠮷〇", "㐀 𠮷 〇"),
            ("한국어 ж", "한국어 ж"),
            ("…—·「」", ""),
        ] {
            assert_eq!(cut(text), expected, "{text}");
        }
    }
}
