//! A long text as people cite it: headings, and articles with the number by which they are found.
//!
//! An article begins a line with its number and a blank (`第十四条 …`, `第十四条之一 …`) and goes on until the next. A chapter begins a
//! line likewise (`第二章 …`), with or without `##` before it; any other heading is a line that begins with `#`. Whatever stands under a
//! heading without an article belongs to the heading: decided cases are such texts.

/// A text in its parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// In their order.
    pub parts: Vec<Part>,
}

/// One heading or article, with what stands under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// What it is.
    pub kind: PartKind,
    /// Its name in addresses, once in a text: `article-14`, `article-14-1` (第十四条之一), `chapter-2`, `part-3`.
    pub anchor: String,
    /// Its number or heading; empty for what stands before the first of them.
    pub label: String,
    /// What it says, a paragraph each.
    pub paragraphs: Vec<String>,
}

/// What a part is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartKind {
    /// 编、章: a heading of the first rank.
    Chapter,
    /// 节, or a heading of the text's own.
    Section,
    /// 条.
    Article,
    /// What stands before the first heading and article.
    Opening,
}

impl Document {
    /// Reads a text. Any text is one.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let mut document = Self::default();
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            if let Some((kind, stem, label, rest)) = begins(line) {
                document.begin(kind, &stem, label, rest);
            } else {
                if document.parts.is_empty() {
                    document.begin(PartKind::Opening, "part", "", "");
                }
                if let Some(part) = document.parts.last_mut() {
                    part.paragraphs.push(line.to_owned());
                }
            }
        }
        document
    }

    /// The part with this anchor.
    #[must_use]
    pub fn part(&self, anchor: &str) -> Option<&Part> {
        self.parts.iter().find(|part| part.anchor == anchor)
    }

    /// How many articles it has.
    #[must_use]
    pub fn articles(&self) -> usize {
        self.parts.iter().filter(|part| part.kind == PartKind::Article).count()
    }

    fn begin(&mut self, kind: PartKind, stem: &str, label: &str, rest: &str) {
        let anchor = match kind {
            PartKind::Article | PartKind::Chapter => stem.to_owned(),
            PartKind::Section | PartKind::Opening => {
                format!("{stem}-{}", self.parts.len().saturating_add(1))
            }
        };
        // An annex that begins to count anew: its articles are told apart by how often the number came before.
        let again = |part: &&Part| {
            part.anchor == anchor
                || part.anchor.strip_prefix(&anchor).is_some_and(|rest| rest.starts_with('_'))
        };
        let times = self.parts.iter().filter(again).count();
        let anchor = if times == 0 { anchor } else { format!("{anchor}_{}", times.saturating_add(1)) };
        let paragraphs = if rest.is_empty() { Vec::new() } else { vec![rest.to_owned()] };
        self.parts.push(Part { kind, anchor, label: label.to_owned(), paragraphs });
    }
}

impl Part {
    /// All that it says, as one text.
    #[must_use]
    pub fn text(&self) -> String {
        self.paragraphs.join("\n")
    }
}

/// What begins with a line, if something does: its kind, the stem of its anchor, its label and the rest of the line.
fn begins(line: &str) -> Option<(PartKind, String, &str, &str)> {
    let bare = line.trim_start_matches('#').trim_start();
    let is_marked = bare.len() < line.len();
    if let Some((label, number, rest)) = numbered(bare, '条') {
        return Some((PartKind::Article, format!("article-{number}"), label, rest));
    }
    for (unit, kind, name) in [
        ('编', PartKind::Chapter, "book"),
        ('章', PartKind::Chapter, "chapter"),
        ('节', PartKind::Section, "section"),
    ] {
        // The heading of a chapter is short; a sentence that begins so is a sentence.
        let heading = bare.chars().count() <= HEADING_CHARS_MAX || is_marked;
        if let Some((_, number, _)) = numbered(bare, unit).filter(|_| heading) {
            return Some((kind, format!("{name}-{number}"), bare, ""));
        }
    }
    is_marked.then(|| (PartKind::Section, "part".to_owned(), bare, ""))
}

/// Characters of the longest line that is taken for the heading of a chapter.
const HEADING_CHARS_MAX: usize = 40;

/// `第十四条之一 …` in label, number (`14-1`) and what follows. A blank or the end of the line must follow the number: `第十四条规定的` is
/// part of a sentence.
fn numbered(line: &str, unit: char) -> Option<(&str, String, &str)> {
    let (label, number, after) = number_at(line, unit)?;
    let follows = after.chars().next();
    let ends = follows.is_none_or(char::is_whitespace);
    ends.then(|| (label, number, after.trim()))
}

/// The article that is named at the beginning of a text: how many bytes its number has, and its anchor.
pub(crate) fn article_at(text: &str) -> Option<(usize, String)> {
    number_at(text, '条').map(|(label, number, _)| (label.len(), format!("article-{number}")))
}

/// `第十四条之一` at the beginning of a text: all of it, the number (`14-1`), and what stands after it.
fn number_at(line: &str, unit: char) -> Option<(&str, String, &str)> {
    let (digits, rest) = line.strip_prefix('第')?.split_once(unit)?;
    let mut number = numeral(digits)?.to_string();
    let mut after = rest;
    while let Some(more) = after.strip_prefix('之') {
        let length = more.find(|letter: char| numeral(&letter.to_string()).is_none()).unwrap_or(more.len());
        let (digits, left) = more.split_at_checked(length)?;
        // `第三条之规定`: the word is no number.
        let Some(further) = numeral(digits) else { break };
        number = format!("{number}-{further}");
        after = left;
    }
    let label = line.get(..line.len().checked_sub(after.len())?)?;
    Some((label, number, after))
}

/// A number in Chinese or Arabic digits, up to 9,999.
fn numeral(text: &str) -> Option<u32> {
    if !text.is_empty() && text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.parse().ok();
    }
    let (mut sum, mut digit) = (0_u32, None);
    for letter in text.chars() {
        let unit = match letter {
            '十' => 10,
            '百' => 100,
            '千' => 1_000,
            letter => {
                let found = "零一二三四五六七八九".chars().position(|known| known == letter);
                let found = if letter == '〇' { Some(0) } else { found };
                digit = Some(u32::try_from(found?).ok()?);
                continue;
            }
        };
        sum = sum.checked_add(digit.take().unwrap_or(1).checked_mul(unit)?)?;
    }
    let number = sum.checked_add(digit.unwrap_or(0))?;
    (1..10_000).contains(&number).then_some(number)
}

/// The anchor of an article as people write it: `第十四条之一`, `第14条`, or the anchor itself.
#[must_use]
pub fn article_anchor(cited: &str) -> Option<String> {
    let cited = cited.trim();
    if let Some((_, number, "")) = numbered(cited, '条') {
        return Some(format!("article-{number}"));
    }
    let number = cited.strip_prefix("article-")?;
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    is_number.then(|| cited.to_owned())
}

/// Whether an anchor names an article.
#[must_use]
pub fn is_article(anchor: &str) -> bool {
    anchor.starts_with("article-")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(text: &str) -> Vec<String> {
        let parts = Document::parse(text).parts;
        parts
            .iter()
            .map(|part| format!("{}|{}|{}", part.anchor, part.label, part.paragraphs.join("/")))
            .collect()
    }

    #[test]
    fn a_law_is_cut_into_chapters_and_articles() {
        let text = "为了便民，制定本办法。\n## 第一章　总　　则\n\n第一条 为了防治噪声。\n\n本法所称噪声，是指声音。\n第二条之一　新增。\n\
            第三条\n（一）甲；\n（二）乙。\n第二章 附则\n第四条规定的除外。\n第一百零四条 自公布之日起施行。";
        assert_eq!(
            shown(text),
            [
                "part-1||为了便民，制定本办法。",
                "chapter-1|第一章　总　　则|",
                "article-1|第一条|为了防治噪声。/本法所称噪声，是指声音。",
                "article-2-1|第二条之一|新增。",
                "article-3|第三条|（一）甲；/（二）乙。",
                "chapter-2|第二章 附则|第四条规定的除外。",
                "article-104|第一百零四条|自公布之日起施行。",
            ]
        );
    }

    #[test]
    fn a_text_without_articles_has_its_headings() {
        assert_eq!(
            shown("## 基本案情\n张某入职。\n公司未付。\n## 裁判结果\n支付。"),
            ["part-1|基本案情|张某入职。/公司未付。", "part-2|裁判结果|支付。"]
        );
        assert_eq!(shown(" \n"), Vec::<String>::new());
    }

    #[test]
    fn an_annex_that_counts_anew_has_anchors_of_its_own() {
        let text = "第一条 甲\n第二条 乙\n## 附件\n第一条 丙\n第一条 丁";
        let anchors: Vec<String> = Document::parse(text).parts.into_iter().map(|part| part.anchor).collect();
        assert_eq!(anchors, ["article-1", "article-2", "part-3", "article-1_2", "article-1_3"]);
        assert_eq!(anchors.iter().filter(|anchor| !is_article(anchor)).collect::<Vec<_>>(), ["part-3"]);
    }

    #[test]
    fn numbers_are_read_as_they_are_written() {
        for (text, number) in [
            ("一", Some(1)),
            ("十", Some(10)),
            ("十四", Some(14)),
            ("二十", Some(20)),
            ("九十九", Some(99)),
            ("一百", Some(100)),
            ("一百零四", Some(104)),
            ("一百一十", Some(110)),
            ("一千二百六十", Some(1260)),
            ("14", Some(14)),
            ("", None),
            ("零", None),
            ("几", None),
            ("12345", None),
        ] {
            assert_eq!(numeral(text), number, "{text}");
        }
    }

    #[test]
    fn articles_are_cited_in_many_ways() {
        for (cited, anchor) in [
            ("第十四条", Some("article-14")),
            ("第14条", Some("article-14")),
            (" 第十四条之一 ", Some("article-14-1")),
            ("article-14", Some("article-14")),
            ("article-x", None),
            ("第十四章", None),
            ("第十四条第二款", None),
        ] {
            assert_eq!(article_anchor(cited).as_deref(), anchor, "{cited}");
        }
    }

    proptest! {
        #[test]
        fn every_word_stays_and_every_anchor_is_its_own(
            lines in proptest::collection::vec("第[一二三十]{1,2}[条章]( 甲| |)|## 标题|甲乙。", 0..30)
        ) {
            let text = lines.join("\n");
            let document = Document::parse(&text);
            let anchors: std::collections::BTreeSet<&str> =
                document.parts.iter().map(|part| part.anchor.as_str()).collect();
            prop_assert_eq!(anchors.len(), document.parts.len());
            let kept: String =
                document.parts.iter().flat_map(|part| std::iter::once(&part.label).chain(&part.paragraphs)).cloned().collect();
            let plain = |text: &str| text.replace(['#', ' ', '\n'], "");
            prop_assert_eq!(plain(&kept), plain(&text));
        }
    }
}
