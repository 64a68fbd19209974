//! One text, made comparable, storable or short.

use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

/// What ends a clipped text. It counts as one character.
const ELLIPSIS: &str = "…";

/// The text as it is compared: compatibility forms unified (NFKC: `７Ａ` is `7A`), lower case.
///
/// For names, categories and whatever else is looked up exactly. Accents stay: `résumé` is not `resume`.
#[must_use]
pub fn fold(text: &str) -> String {
    // Lower case can leave a text unnormalised (`İ` gives an `i` and a loose dot), so normalise last as well.
    text.nfkc().flat_map(char::to_lowercase).nfkc().collect()
}

/// What a person typed into a box of several lines, made fit to keep.
///
/// Canonical Unicode form (NFC), line ends as `\n`, no control or invisible steering characters, no blanks at the ends of lines,
/// at most one empty line in a row, nothing before the first and after the last letter.
#[must_use]
pub fn squeeze(text: &str) -> String {
    let unified = text.replace("\r\n", "\n").replace(['\r', '\u{85}', '\u{2028}', '\u{2029}'], "\n");
    let clean: String = unified.nfc().filter_map(keep).collect();
    let mut kept: Vec<&str> = Vec::new();
    for line in clean.split('\n').map(str::trim_end) {
        if !line.is_empty() || kept.last().is_some_and(|last| !last.is_empty()) {
            kept.push(line);
        }
    }
    kept.join("\n").trim().to_owned()
}

/// What a person typed into a box of one line, made fit to keep: as [`squeeze`], and every run of blanks is one space.
#[must_use]
pub fn squeeze_line(text: &str) -> String {
    let clean = squeeze(text);
    clean.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A character that may stay, with tabs as spaces.
///
/// Directional overrides go because they make a text read differently from what is stored ("Trojan Source"); the joiner stays
/// because emoji and Indic scripts need it.
fn keep(letter: char) -> Option<char> {
    match letter {
        '\n' => Some('\n'),
        '\t' => Some(' '),
        '\u{200B}'
        | '\u{200E}'
        | '\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2069}'
        | '\u{FEFF}' => None,
        letter if letter.is_control() => None,
        letter => Some(letter),
    }
}

/// The text in at most `characters` characters as a reader counts them (grapheme clusters), the last an ellipsis if any were cut.
#[must_use]
pub fn clip(text: &str, characters: usize) -> String {
    if text.graphemes(true).nth(characters).is_none() {
        return text.to_owned();
    }
    let Some(before_ellipsis) = characters.checked_sub(1) else { return String::new() };
    let mut clipped: String = text.graphemes(true).take(before_ellipsis).collect();
    clipped.truncate(clipped.trim_end().len());
    clipped.push_str(ELLIPSIS);
    clipped
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn widths_and_cases_compare_equal() {
        for (left, right) in [("７号楼Ａ座", "7号楼a座"), ("ＳＸ", "sx"), ("㎡", "m2"), ("①", "1")]
        {
            assert_eq!(fold(left), fold(right), "{left} {right}");
        }
        assert_ne!(fold("résumé"), fold("resume"));
    }

    #[test]
    fn what_was_typed_is_tidied_and_nothing_said_is_lost() {
        for (typed, kept) in [
            ("  路灯坏了 \r\n\r\n\r\n\r\n 第二天也没亮\t\r ", "路灯坏了\n\n 第二天也没亮"),
            ("a\u{0}b\u{7}c\u{202E}d\u{FEFF}", "abcd"),
            ("一\u{2028}二", "一\n二"),
            ("e\u{301}", "é"),
            ("👩\u{200D}🔧", "👩\u{200D}🔧"),
            ("\n \n", ""),
        ] {
            assert_eq!(squeeze(typed), kept, "{typed:?}");
        }
        assert_eq!(squeeze_line(" 林\u{3000}晓燕\r\n女士 "), "林 晓燕 女士");
    }

    #[test]
    fn a_clip_counts_what_a_reader_counts() {
        for (text, characters, clipped) in [
            ("路灯坏了", 4, "路灯坏了"),
            ("路灯坏了三天", 4, "路灯坏…"),
            ("one two three", 5, "one…"),
            ("👩\u{200D}🔧e\u{301}xy", 3, "👩\u{200D}🔧e\u{301}…"),
            ("路灯", 1, "…"),
            ("路灯", 0, ""),
            ("", 0, ""),
        ] {
            assert_eq!(clip(text, characters), clipped, "{text} {characters}");
        }
    }

    proptest! {
        #[test]
        fn tidying_twice_changes_nothing(text in "\\PC*|[ \\r\\n\\t路灯a\u{301}]*") {
            let once = squeeze(&text);
            prop_assert_eq!(squeeze(&once), once.clone());
            let line = squeeze_line(&text);
            prop_assert_eq!(squeeze_line(&line), line.clone());
            prop_assert!(!line.contains('\n'));
            let folded = fold(&text);
            prop_assert_eq!(fold(&folded), folded.clone());
        }

        #[test]
        fn a_clip_is_never_longer(text in ".*", characters in 0_usize..20) {
            prop_assert!(clip(&text, characters).graphemes(true).count() <= characters);
        }
    }
}
