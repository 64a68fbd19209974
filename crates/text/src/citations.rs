//! Rules as people cite them: `《劳动法》第四十四条`, and `第三条` of the text at hand.

use crate::document::article_at;

/// Characters of the longest name between `《` and `》`.
const NAME_CHARS_MAX: usize = 60;
/// What stands before the name of a national law, and nobody says.
const STATE: &str = "中华人民共和国";

/// A piece of a text: plain, the name of a rule, or one of its articles.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cited {
    /// What stands there.
    pub text: String,
    /// The rule that is meant, by its [name](cited_name); `None`: plain words, or the text at hand.
    pub name: Option<String>,
    /// The article that is meant.
    pub anchor: Option<String>,
}

/// How a text is cited: its title without the name of the state, and without what stands in brackets at its end.
#[must_use]
pub fn cited_name(title: &str) -> &str {
    let title = title.trim().trim_start_matches('《').trim_end_matches('》');
    let bare = title.strip_prefix(STATE).filter(|rest| !rest.is_empty()).unwrap_or(title);
    let open = bare.strip_suffix(['）', ')']);
    let cut = open.and_then(|open| open.rsplit_once(['（', '('])).map(|(name, _)| name);
    cut.filter(|name| !name.is_empty()).unwrap_or(bare).trim()
}

/// A text in pieces; together they are the text. An article belongs to the rule that was named before it in the same sentence.
#[must_use]
pub fn citations(text: &str) -> Vec<Cited> {
    let mut pieces: Vec<Cited> = Vec::new();
    let mut meant: Option<String> = None;
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let found = match letter {
            '《' => name_at(rest).map(|(length, name)| (length, Some(name), None)),
            '第' => article_at(rest).map(|(length, anchor)| (length, meant.clone(), Some(anchor))),
            _ => None,
        };
        let (length, name, anchor) = found.unwrap_or((letter.len_utf8(), None, None));
        let Some((piece, after)) = rest.split_at_checked(length) else { break };
        if anchor.is_none() && name.is_some() {
            meant.clone_from(&name);
        }
        if matches!(letter, '。' | '；' | '\n') {
            meant = None;
        }
        let is_plain = name.is_none() && anchor.is_none();
        match pieces.last_mut().filter(|last| is_plain && last.name.is_none() && last.anchor.is_none()) {
            Some(last) => last.text.push_str(piece),
            None => pieces.push(Cited { text: piece.to_owned(), name, anchor }),
        }
        rest = after;
    }
    pieces
}

/// The name of a rule at the beginning of a text, with the length of all of it in bytes.
fn name_at(text: &str) -> Option<(usize, String)> {
    let (name, _) = text.strip_prefix('《')?.split_once('》')?;
    let fits = !name.is_empty() && name.chars().count() <= NAME_CHARS_MAX && !name.contains(['\n', '《']);
    let length = name.len().checked_add("《》".len())?;
    fits.then(|| (length, cited_name(name).to_owned()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_text_is_cited_by_the_name_that_people_say() {
        for (title, name) in [
            ("中华人民共和国劳动法", "劳动法"),
            ("《物业管理条例》", "物业管理条例"),
            ("海湾市噪声规定（2026年修订）", "海湾市噪声规定"),
            ("关于高龄津贴的通知(试行)", "关于高龄津贴的通知"),
            ("（试行）", "（试行）"),
            ("中华人民共和国", "中华人民共和国"),
        ] {
            assert_eq!(cited_name(title), name, "{title}");
        }
    }

    #[test]
    fn names_and_articles_are_found_in_what_officers_write() {
        for (text, cited) in [
            ("依据《劳动法》第四十四条、第四十五条。", "劳动法# 劳动法#article-44 劳动法#article-45"),
            (
                "按《中华人民共和国噪声污染防治法》第六十三条之一办",
                "噪声污染防治法# 噪声污染防治法#article-63-1",
            ),
            ("《甲办法》已经废止。第三条仍然有用", "甲办法# #article-3"),
            ("每月二百元（第三条）", "#article-3"),
            ("第三次来访，第几条都没有，《》", ""),
            ("《没有写完", ""),
        ] {
            let pieces = citations(text);
            let shown =
                pieces.iter().filter(|piece| piece.name.is_some() || piece.anchor.is_some()).map(|piece| {
                    format!(
                        "{}#{}",
                        piece.name.as_deref().unwrap_or_default(),
                        piece.anchor.as_deref().unwrap_or_default()
                    )
                });
            assert_eq!(shown.collect::<Vec<_>>().join(" "), cited, "{text}");
        }
    }

    proptest! {
        #[test]
        fn pieces_together_are_the_text(text in "[《》第一二条之。法 ]{0,30}") {
            prop_assert_eq!(citations(&text).iter().map(|piece| piece.text.as_str()).collect::<String>(), text);
        }
    }
}
