//! A question to the search index, as a person types it: `路灯 "夜间施工" 7号楼`.

use std::sync::OnceLock;

use jieba_rs::Jieba;

use crate::units::{Unit, units};
use crate::words::tokens;

/// Characters of a question that are read; the rest is left out.
pub const QUERY_CHARS_MAX: usize = 200;
/// Words and phrases of a question that are looked for; the rest is left out.
pub const QUERY_TERMS_MAX: usize = 16;

/// Digits of a number that counts something and so belongs to what follows (`7号楼`, `2026年`). A longer one is a name (`12345热线`).
const COUNT_DIGITS_MAX: usize = 4;
/// Characters that carry grammar and no meaning of their own, standing alone between words.
const GRAMMAR: &str = "的了着过在是和与及或把被让给对从到向于也都还就很又再吗呢吧啊嘛呀我你他她它这那有没不";
/// Characters that end a name or a term, so that they belong to the word before: `榕树|巷`, `3号|楼`, `卫生|费`.
const ENDINGS: &str =
    "路街巷弄里村镇乡区县市州省楼栋幢座号层室院园庄屯寨桥河湖港湾岛山站场店厂校局所厅委办员证费款金";

/// What a document must hold to be an answer: each of the words and each of the phrases.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    words: Vec<String>,
    phrases: Vec<String>,
    /// What is asked for, as it stands in texts.
    terms: Vec<String>,
    left_out: bool,
}

impl Query {
    /// Reads a question. Anything may be typed; no question is an error.
    ///
    /// Between quotation marks (`"…"`, `“…”`, `「…」`) stands a phrase, found exactly as written. Elsewhere jieba finds the words,
    /// all of which must occur, in any order; a word of three characters and more is looked for as a phrase of pairs.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let mut query = Self { left_out: text.chars().nth(QUERY_CHARS_MAX).is_some(), ..Self::default() };
        let text: String = text.chars().take(QUERY_CHARS_MAX).collect();
        // Every second part stands between quotation marks; one that is never closed runs to the end.
        for (at, part) in text.split(['"', '＂', '“', '”', '「', '」', '『', '』']).enumerate() {
            if at % 2 == 1 {
                query.ask(&units(part));
                continue;
            }
            for chunk in part.split_whitespace() {
                for group in groups(&units(chunk)) {
                    query.ask(&group);
                }
            }
        }
        query
    }

    /// Tokens that must occur anywhere, joined by spaces.
    #[must_use]
    pub fn words(&self) -> String {
        self.words.join(" ")
    }

    /// Phrases, each the tokens (joined by spaces) that must stand side by side in this order.
    pub fn phrases(&self) -> impl Iterator<Item = &str> {
        self.phrases.iter().map(String::as_str)
    }

    /// What is asked for, each word and phrase as it stands in texts, without blanks and in small letters.
    pub(crate) fn terms(&self) -> impl Iterator<Item = &str> {
        self.terms.iter().map(String::as_str)
    }

    /// Whether nothing is asked for. A page then shows everything, or, if [something was left out](Self::left_out), says why.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty() && self.phrases.is_empty()
    }

    /// Whether part of the question is not looked for: a lone character, or more than the limits allow. Pages say so.
    #[must_use]
    pub fn left_out(&self) -> bool {
        self.left_out
    }

    fn ask(&mut self, units: &[Unit]) {
        let mut tokens = tokens(units);
        let joined = tokens.join(" ");
        if tokens.is_empty() {
            self.left_out |= !units.is_empty();
        } else if self.words.contains(&joined) || self.phrases.contains(&joined) {
            // asked for already
        } else if self.words.len().saturating_add(self.phrases.len()) >= QUERY_TERMS_MAX {
            self.left_out = true;
        } else {
            let mut term = String::new();
            for unit in units {
                unit.write(&mut term);
            }
            self.terms.push(term);
            if tokens.len() == 1 {
                self.words.append(&mut tokens);
            } else {
                self.phrases.push(joined);
            }
        }
    }
}

/// Loads the dictionary, which takes about a second and 34 MB. Call it in the background at start; otherwise the first question waits.
pub fn warm_up() {
    jieba();
}

fn jieba() -> &'static Jieba {
    static JIEBA: OnceLock<Jieba> = OnceLock::new();
    JIEBA.get_or_init(Jieba::new)
}

/// A text in words, as the dictionary sees them. Together they are the text.
pub(crate) fn cut_words(text: &str) -> Vec<String> {
    jieba().cut(text, false).iter().map(|word| word.word.to_owned()).collect()
}

/// The units of one chunk (no blanks inside), grouped into what belongs together.
fn groups(units: &[Unit]) -> Vec<Vec<Unit>> {
    let mut groups: Vec<Vec<Unit>> = Vec::new();
    let mut previous: Option<Vec<Unit>> = None;
    for piece in pieces(units) {
        let grammar = matches!(piece.as_slice(), [Unit::Character(letter)] if GRAMMAR.contains(*letter));
        if grammar || piece == [Unit::End] {
            previous = None;
            continue;
        }
        match groups.last_mut() {
            Some(group) if previous.as_ref().is_some_and(|before| belongs(before, &piece)) => {
                group.extend(piece.iter().cloned());
            }
            _ => groups.push(piece.clone()),
        }
        previous = Some(piece);
    }
    // A character alone beside words is a verb or an ending unknown to us; asking for less finds more.
    groups.retain(|group| !matches!(group.as_slice(), [Unit::Character(_)]));
    // Nothing but such characters: then they are meant as they stand.
    if groups.is_empty() && !units.is_empty() { vec![units.to_vec()] } else { groups }
}

/// Whether a piece continues the one before it.
fn belongs(before: &[Unit], piece: &[Unit]) -> bool {
    match (before, piece) {
        // 2026-031842, user@example, B2栋 … 3号
        ([Unit::Run(_)], [Unit::Run(_)]) => true,
        (_, [Unit::Character(letter)]) if ENDINGS.contains(*letter) => true,
        ([Unit::Run(run)], _) => {
            run.len() <= COUNT_DIGITS_MAX && run.bytes().all(|byte| byte.is_ascii_digit())
        }
        // Characters that no word of the dictionary takes in: mostly a name.
        ([Unit::Character(_)], [Unit::Character(_)]) => true,
        _ => false,
    }
}

/// The units as jieba sees them: words of characters, runs, ends of sentences.
fn pieces(units: &[Unit]) -> Vec<Vec<Unit>> {
    units
        .chunk_by(|left, right| matches!((left, right), (Unit::Character(_), Unit::Character(_))))
        .flat_map(|row| match row {
            [Unit::Character(_), ..] => cut(row),
            other => vec![other.to_vec()],
        })
        .collect()
}

fn cut(characters: &[Unit]) -> Vec<Vec<Unit>> {
    let mut text = String::new();
    for unit in characters {
        unit.write(&mut text);
    }
    // Guessing at words that are not in the dictionary (the hidden Markov model) joins more than it should: a wrong word finds nothing.
    let words = jieba().cut(&text, false);
    words.iter().map(|word| word.word.chars().map(Unit::Character).collect()).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::words;

    /// What either engine does with a query, on one text.
    fn finds(question: &str, text: &str) -> bool {
        let query = Query::parse(question);
        let index = words(text);
        let index: Vec<&str> = index.split(' ').collect();
        let side_by_side = |phrase: &str| {
            let phrase: Vec<&str> = phrase.split(' ').collect();
            index.windows(phrase.len()).any(|run| run == phrase)
        };
        let asked = query.words();
        !query.is_empty()
            && asked.split_whitespace().all(|word| index.contains(&word))
            && query.phrases().all(side_by_side)
    }

    #[test]
    fn words_are_found_in_any_order_and_phrases_only_as_written() {
        let text =
            "3区7号楼下的路灯不亮，夜里还有人施工；Ａ座Lamp no. 5 too。打过12345市民热线，物业服务费照收";
        for (question, found) in [
            ("路灯", true),
            ("施工 路灯", true),
            ("施工路灯", true),
            ("\"施工 路灯\"", false),
            ("\"路灯不亮\"", true),
            ("“路灯 不亮，夜里”", true),
            ("\"7号楼下的路灯\"", true),
            ("７号楼", true),
            ("8号楼", false),
            ("\"号楼下\"", true),
            ("lamp", true),
            ("LAMP 5", true),
            ("\"no 5\"", true),
            ("\"lamp 5\"", false),
            ("a座", true),
            ("12345热线", true),
            ("1234", false),
            ("路灯的施工", true),
            ("路灯坏了", true),
            ("物业", true),
            ("服务费", true),
            ("漏水", false),
            ("路灯 漏水", false),
        ] {
            assert_eq!(finds(question, text), found, "{question}: {:?}", Query::parse(question));
        }
    }

    #[test]
    fn a_question_is_cut_into_what_belongs_together() {
        for (question, words, phrases) in [
            ("路灯 \"夜间 施工\" 7号楼", "路灯", vec!["夜间 间施 施工", "7 7号 号楼"]),
            ("云霄路积水", "积水", vec!["云霄 霄路"]),
            ("榕树巷", "", vec!["榕树 树巷"]),
            ("2026年噪音", "噪音", vec!["2026 2026年"]),
            ("SX-2026-031842-08", "", vec!["sx 2026 031842 08"]),
            ("路灯 路灯", "路灯", vec![]),
            ("我的", "我的", vec![]),
            ("路灯坏了。", "路灯", vec![]),
            ("\"路灯", "路灯", vec![]),
        ] {
            let query = Query::parse(question);
            assert_eq!(
                (query.words().as_str(), query.phrases().collect::<Vec<_>>()),
                (words, phrases),
                "{question}"
            );
            assert!(!query.left_out(), "{question}");
        }
    }

    #[test]
    fn what_is_not_looked_for_is_owned_up_to() {
        for (question, empty, left_out) in
            [("", true, false), (" \"\" ，。", true, false), ("灯", true, true), ("灯 路灯", false, true)]
        {
            let query = Query::parse(question);
            assert_eq!((query.is_empty(), query.left_out()), (empty, left_out), "{question}");
        }
        let long = Query::parse(&"路灯 ".repeat(QUERY_CHARS_MAX));
        assert_eq!((long.words().as_str(), long.left_out()), ("路灯", true));
        let many: Vec<String> = (10..40).map(|number| number.to_string()).collect();
        let many = Query::parse(&many.join(" "));
        assert_eq!((many.words().split(' ').count(), many.left_out()), (QUERY_TERMS_MAX, true));
    }

    proptest! {
        /// Whoever types a part of a matter between quotation marks finds the matter.
        #[test]
        fn a_quoted_part_is_always_found(from in 0_usize..50, length in 2_usize..20) {
            let text = "住在云霄路中段3号楼，每次下雨，雨水篦子就往外冒水。旁边饭店的油块堵了管道，请来个车把管子冲一冲！";
            let part: String = text.chars().skip(from).take(length).collect();
            prop_assume!(!words(&part).is_empty());
            prop_assert!(finds(&format!("\"{part}\""), text), "{}", part);
        }

        #[test]
        fn any_question_can_be_asked(question in ".{0,60}") {
            let query = Query::parse(&question);
            prop_assert!(query.phrases().all(|phrase| phrase.contains(' ')));
        }
    }
}
