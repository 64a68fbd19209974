//! How a text becomes the tokens of the search index.
//!
//! A word of Chinese is not marked in writing, and where a cutter sees it depends on what stands around it: the same `号楼` may be
//! one word in a question and half of `号|楼下` in the matter. An index of cut words therefore misses phrases, and goes stale when
//! the dictionary learns a word. So the index holds what needs no dictionary: every *pair of neighbouring units*, in order, and
//! every run of letters or digits by itself:
//!
//! ```
//! assert_eq!(text::words("修7号楼 lamp"), "修7 7 7号 号楼 楼lamp lamp");
//! ```
//!
//! What is emitted for a unit depends only on it and its neighbour, so the tokens of any part of a text stand side by side in the
//! tokens of the whole: a phrase is found exactly where it was written, whatever stands around it. The dictionary
//! works on the question instead ([`crate::Query`]), where it decides which characters belong together.

use crate::units::{Unit, units};

/// The tokens of a text, joined by spaces, for the full-text index of either engine.
///
/// Lone Chinese characters (a text of one character) give no token; the index knows nothing shorter than two.
#[must_use]
pub fn words(text: &str) -> String {
    tokens(&units(text)).join(" ")
}

/// The tokens of a row of units. Questions use the same cut.
pub(crate) fn tokens(units: &[Unit]) -> Vec<String> {
    let mut tokens = Vec::with_capacity(units.len());
    for (at, unit) in units.iter().enumerate() {
        if let Unit::Run(run) = unit {
            tokens.push(run.clone());
        }
        let next = units.get(at.saturating_add(1)).unwrap_or(&Unit::End);
        let runs = matches!((unit, next), (Unit::Run(_), Unit::Run(_)));
        if !runs && *unit != Unit::End && *next != Unit::End {
            let mut pair = String::new();
            unit.write(&mut pair);
            next.write(&mut pair);
            tokens.push(pair);
        }
    }
    tokens
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_text_gives_pairs_of_characters_and_whole_runs() {
        for (text, expected) in [
            ("路灯", "路灯"),
            ("路灯坏了。夜间", "路灯 灯坏 坏了 夜间"),
            ("路灯，坏了", "路灯 灯坏 坏了"),
            ("street lamp", "street lamp"),
            ("拨打12345热线", "拨打 打12345 12345 12345热 热线"),
            ("灯", ""),
            ("，", ""),
        ] {
            assert_eq!(words(text), expected, "{text}");
        }
    }

    proptest! {
        /// The promise of the module: whatever stands around it, a phrase of two units or more is found.
        #[test]
        fn every_part_of_a_text_is_found_as_a_phrase(
            text in proptest::collection::vec("[路灯夜间]|[a-c7]{1,2} ?|。|，", 2..40),
            from in 0_usize..40,
            length in 2_usize..8,
        ) {
            let whole = units(&text.concat());
            let part: Vec<Unit> = whole.iter().skip(from).take(length).cloned().collect();
            let (whole, part) = (tokens(&whole), tokens(&part));
            prop_assert!(part.is_empty() || whole.windows(part.len()).any(|run| run == part));
        }

        /// And nothing else is: tokens side by side are units side by side.
        #[test]
        fn what_is_found_as_a_phrase_was_written(text in "[路灯夜间]{0,20}", phrase in "[路灯夜间]{2,4}") {
            let (whole, part) = (tokens(&units(&text)), tokens(&units(&phrase)));
            let found = whole.windows(part.len()).any(|run| run == part);
            prop_assert_eq!(found, text.contains(&phrase));
        }
    }
}
