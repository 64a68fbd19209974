//! Where a question is answered in a text: the words that were asked for, and the stretch around the first of them.

use crate::Query;

/// A piece of a text, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// What stands there.
    pub text: String,
    /// Whether it was asked for.
    pub is_marked: bool,
}

/// Characters before the first mark in an excerpt.
const BEFORE: usize = 18;

impl Query {
    /// A text in pieces: those that were asked for, and what stands between them. Together they are the text.
    #[must_use]
    pub fn mark(&self, text: &str) -> Vec<Piece> {
        let letters: Vec<char> = text.chars().collect();
        let mut marked = vec![false; letters.len()];
        for term in self.terms() {
            let term: Vec<char> = term.chars().filter(|letter| !letter.is_whitespace()).collect();
            for at in 0..letters.len() {
                if let Some(end) = found_at(&letters, at, &term) {
                    marked.iter_mut().take(end).skip(at).for_each(|mark| *mark = true);
                }
            }
        }
        let mut pieces: Vec<Piece> = Vec::new();
        for (letter, is_marked) in letters.into_iter().zip(marked) {
            match pieces.last_mut() {
                Some(last) if last.is_marked == is_marked => last.text.push(letter),
                _ => pieces.push(Piece { text: letter.to_string(), is_marked }),
            }
        }
        pieces
    }

    /// The stretch of a text around the first word that was asked for, in at most so many characters; the beginning if there is none.
    #[must_use]
    pub fn excerpt(&self, text: &str, characters: usize) -> Vec<Piece> {
        let line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let whole = self.mark(&line);
        let first = whole.iter().position(|piece| piece.is_marked);
        let before: usize =
            whole.iter().take(first.unwrap_or(0)).map(|piece| piece.text.chars().count()).sum();
        let skipped = before.saturating_sub(BEFORE);
        let total = line.chars().count();
        let mut cut: String = line.chars().skip(skipped).take(characters).collect();
        if skipped > 0 {
            cut.insert(0, '…');
        }
        if skipped.saturating_add(characters) < total {
            cut.push('…');
        }
        self.mark(&cut)
    }
}

/// Where a term ends that begins here; blanks inside and the case of letters do not matter.
fn found_at(letters: &[char], at: usize, term: &[char]) -> Option<usize> {
    let mut end = at;
    for (place, asked) in term.iter().enumerate() {
        while place > 0 && letters.get(end)?.is_whitespace() {
            end = end.checked_add(1)?;
        }
        if !letters.get(end)?.to_lowercase().eq(asked.to_lowercase()) {
            return None;
        }
        end = end.checked_add(1)?;
    }
    (end > at).then_some(end)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(pieces: &[Piece]) -> String {
        let show = |piece: &Piece| {
            if piece.is_marked { format!("[{}]", piece.text) } else { piece.text.clone() }
        };
        pieces.iter().map(show).collect()
    }

    #[test]
    fn words_that_were_asked_for_are_marked_wherever_they_stand() {
        for (question, text, marked) in [
            ("加班费 时效", "加班费的仲裁时效与加班费", "[加班费]的仲裁[时效]与[加班费]"),
            ("\"加班 费\"", "加班费", "[加班费]"),
            ("LAMP", "a Lamp and a lamp", "a [Lamp] and a [lamp]"),
            ("7号楼", "在 7 号楼下", "在 [7 号楼]下"),
            ("路灯", "没有", "没有"),
            ("", "没有", "没有"),
        ] {
            assert_eq!(shown(&Query::parse(question).mark(text)), marked, "{question}");
        }
    }

    #[test]
    fn an_excerpt_stands_around_the_first_word() {
        let text = format!("{}加班费{}", "甲".repeat(50), "乙".repeat(50));
        let excerpt = shown(&Query::parse("加班费").excerpt(&text, 30));
        assert_eq!(excerpt, format!("…{}[加班费]{}…", "甲".repeat(BEFORE), "乙".repeat(30 - BEFORE - 3)));
        assert_eq!(shown(&Query::parse("没有").excerpt("第一行\n第二行", 5)), "第一行 第…");
    }

    proptest! {
        #[test]
        fn pieces_together_are_the_text(text in "[加班费 a\n]{0,30}", question in "[加班费a ]{0,6}") {
            let pieces = Query::parse(&question).mark(&text);
            prop_assert_eq!(pieces.iter().map(|piece| piece.text.as_str()).collect::<String>(), text);
        }
    }
}
