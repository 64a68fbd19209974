//! What was changed between two versions of a text, article by article, and inside an article word by word.

use similar::{Algorithm, ChangeTag, DiffTag, capture_diff_slices};

use crate::query::cut_words;
use crate::{Document, Part, PartKind};

/// Of a hundred pairs of neighbouring characters, those that two articles have in common that are taken for the same article.
const ALIKE_PERCENT: usize = 40;

/// What became of one part of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What became of it.
    pub kind: ChangeKind,
    /// What sort of part it is.
    pub part: PartKind,
    /// Its name in the older text; `None`: it was not there.
    pub old_anchor: Option<String>,
    /// Its name in the newer text; `None`: it is there no more.
    pub new_anchor: Option<String>,
    /// Its number or heading before; empty: none.
    pub old_label: String,
    /// Its number or heading now; empty: none.
    pub new_label: String,
    /// Its words: those that stayed, those that were taken out and those that were put in, in an order in which they can be read.
    pub pieces: Vec<ChangedPiece>,
}

/// What became of a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeKind {
    /// It is as it was.
    Same,
    /// It has another number and the same words.
    Renumbered,
    /// Its words were changed.
    Changed,
    /// It is new.
    Added,
    /// It was taken out.
    Removed,
}

/// Some words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedPiece {
    /// What they are.
    pub text: String,
    /// What became of them.
    pub kind: PieceKind,
}

/// What became of some words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PieceKind {
    /// They stayed.
    Kept,
    /// They were put in.
    Put,
    /// They were taken out.
    Taken,
}

/// What was changed from one text to another, in the order of the newer one; what was taken out stands where it was.
#[must_use]
pub fn changes(old: &Document, new: &Document) -> Vec<Change> {
    let (before, after) = (bodies(old), bodies(new));
    let mut changes = Vec::new();
    for step in capture_diff_slices(Algorithm::Patience, &before, &after) {
        let (tag, was, is) = step.as_tag_tuple();
        let was = old.parts.get(was).unwrap_or_default();
        let is = new.parts.get(is).unwrap_or_default();
        match tag {
            DiffTag::Equal => changes.extend(was.iter().zip(is).map(|(was, is)| same(was, is))),
            DiffTag::Delete => changes.extend(was.iter().map(removed)),
            DiffTag::Insert => changes.extend(is.iter().map(added)),
            DiffTag::Replace => changes.extend(replaced(was, is)),
        }
    }
    changes
}

/// What each part says, without the number that it says it under.
fn bodies(document: &Document) -> Vec<String> {
    let body = |part: &Part| match part.kind {
        PartKind::Article => part.text(),
        _ => format!("{}\n{}", part.label, part.text()),
    };
    document.parts.iter().map(body).collect()
}

fn same(was: &Part, is: &Part) -> Change {
    let kind = if was.label == is.label { ChangeKind::Same } else { ChangeKind::Renumbered };
    Change { pieces: vec![piece(is.text(), PieceKind::Kept)], ..between(kind, was, is) }
}

fn between(kind: ChangeKind, was: &Part, is: &Part) -> Change {
    Change {
        kind,
        part: is.kind,
        old_anchor: Some(was.anchor.clone()),
        new_anchor: Some(is.anchor.clone()),
        old_label: was.label.clone(),
        new_label: is.label.clone(),
        pieces: words_between(&was.text(), &is.text()),
    }
}

fn removed(was: &Part) -> Change {
    Change {
        kind: ChangeKind::Removed,
        part: was.kind,
        old_anchor: Some(was.anchor.clone()),
        new_anchor: None,
        old_label: was.label.clone(),
        new_label: String::new(),
        pieces: vec![piece(was.text(), PieceKind::Taken)],
    }
}

fn added(is: &Part) -> Change {
    Change {
        kind: ChangeKind::Added,
        part: is.kind,
        old_anchor: None,
        new_anchor: Some(is.anchor.clone()),
        old_label: String::new(),
        new_label: is.label.clone(),
        pieces: vec![piece(is.text(), PieceKind::Put)],
    }
}

/// Parts that stand in the same place and do not say the same: each is paired with the first one left that says much the same, or bears
/// the same number and something of the same; the others were taken out or put in.
fn replaced(was: &[Part], is: &[Part]) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut left = was;
    for part in is {
        match left.iter().position(|other| other.kind == part.kind && alike(other, part)) {
            Some(at) => {
                let (passed, rest) = left.split_at(at);
                changes.extend(passed.iter().map(removed));
                let Some((other, rest)) = rest.split_first() else { continue };
                changes.push(between(ChangeKind::Changed, other, part));
                left = rest;
            }
            None => changes.push(added(part)),
        }
    }
    changes.extend(left.iter().map(removed));
    changes
}

fn alike(was: &Part, is: &Part) -> bool {
    let needed = if was.label == is.label { ALIKE_PERCENT / 2 } else { ALIKE_PERCENT };
    let (was, is) = (pairs(&was.text()), pairs(&is.text()));
    let common = was.iter().filter(|pair| is.contains(*pair)).count();
    let longer = was.len().max(is.len()).max(1);
    common.saturating_mul(100) >= needed.saturating_mul(longer)
}

fn pairs(text: &str) -> std::collections::BTreeSet<(char, char)> {
    text.chars().zip(text.chars().skip(1)).collect()
}

fn words_between(was: &str, is: &str) -> Vec<ChangedPiece> {
    let (was, is) = (cut_words(was), cut_words(is));
    let mut pieces: Vec<ChangedPiece> = Vec::new();
    for step in capture_diff_slices(Algorithm::Myers, &was, &is) {
        for change in step.iter_changes(&was, &is) {
            let kind = match change.tag() {
                ChangeTag::Equal => PieceKind::Kept,
                ChangeTag::Insert => PieceKind::Put,
                ChangeTag::Delete => PieceKind::Taken,
            };
            match pieces.last_mut() {
                Some(last) if last.kind == kind => last.text.push_str(&change.value()),
                _ => pieces.push(piece(change.value(), kind)),
            }
        }
    }
    pieces
}

fn piece(text: String, kind: PieceKind) -> ChangedPiece {
    ChangedPiece { text, kind }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(old: &str, new: &str) -> Vec<String> {
        let show = |piece: &ChangedPiece| match piece.kind {
            PieceKind::Kept => piece.text.clone(),
            PieceKind::Put => format!("[+{}]", piece.text),
            PieceKind::Taken => format!("[-{}]", piece.text),
        };
        let show = |change: &Change| {
            let text: String = change.pieces.iter().map(show).collect();
            format!("{:?} {}>{} {text}", change.kind, change.old_label, change.new_label)
        };
        changes(&Document::parse(old), &Document::parse(new)).iter().map(show).collect()
    }

    #[test]
    fn each_article_says_what_became_of_it() {
        let old = "第一条 为了安静，制定本规定。\n第二条 夜间二十二时至次日六时不得施工。\n第三条 抢险除外。\n第四条 本规定自公布之日起施行。";
        let new = "第一条 为了安静，制定本规定。\n第二条 夜间二十二时至次日七时不得施工。\n第三条 举报属实的给予奖励。\n第四条 抢险除外。\n第五条 本规定自公布之日起施行。";
        assert_eq!(
            shown(old, new),
            [
                "Same 第一条>第一条 为了安静，制定本规定。",
                "Changed 第二条>第二条 夜间二十二时至次日[-六][+七]时不得施工。",
                "Added >第三条 [+举报属实的给予奖励。]",
                "Renumbered 第三条>第四条 抢险除外。",
                "Renumbered 第四条>第五条 本规定自公布之日起施行。",
            ]
        );
    }

    #[test]
    fn what_is_taken_out_stands_where_it_was() {
        let old = "## 第一章 总则\n第一条 甲乙丙丁。\n第二条 春夏秋冬。";
        let new = "## 第一章 总则\n第一条 春夏秋冬。";
        assert_eq!(
            shown(old, new),
            [
                "Same 第一章 总则>第一章 总则 ",
                "Removed 第一条> [-甲乙丙丁。]",
                "Renumbered 第二条>第一条 春夏秋冬。"
            ]
        );
    }

    fn words_of(changes: &[Change], without: PieceKind) -> String {
        let pieces = changes.iter().flat_map(|change| &change.pieces);
        pieces.filter(|piece| piece.kind != without).map(|piece| piece.text.as_str()).collect()
    }

    proptest! {
        /// Without what was put in it is the older text, and without what was taken out the newer one.
        #[test]
        fn both_texts_can_be_read_out_of_the_changes(
            old in proptest::collection::vec("第[一二三四]条 [甲乙丙路灯，。]{0,12}", 0..8),
            new in proptest::collection::vec("第[一二三四]条 [甲乙丙路灯，。]{0,12}", 0..8),
        ) {
            let (old, new) = (Document::parse(&old.join("\n")), Document::parse(&new.join("\n")));
            let changes = changes(&old, &new);
            let text = |document: &Document| document.parts.iter().map(Part::text).collect::<String>();
            prop_assert_eq!(words_of(&changes, PieceKind::Put), text(&old));
            prop_assert_eq!(words_of(&changes, PieceKind::Taken), text(&new));
        }
    }
}
