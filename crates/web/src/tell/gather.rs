//! What one command brought about, told as one item of a timeline: the act first, what followed from it in small print below.

use crate::parts::{Chip, Event, Fact};

/// A fact, ready to stand alone or below another.
pub(crate) enum Piece {
    /// What somebody did: it always opens an item of its own.
    Did(Event),
    /// A unit got a part, or did its part.
    Held(Event),
    /// A clock changed; the chip says the same in few words.
    Clock(Event, Chip),
    /// Something was told to the person.
    Told(Event),
}

impl Piece {
    /// Whether it opens an item of its own.
    pub(crate) fn leads(&self) -> bool {
        matches!(self, Self::Did(_))
    }

    fn alone(self) -> Event {
        match self {
            Self::Did(event) | Self::Held(event) | Self::Clock(event, _) | Self::Told(event) => event,
        }
    }

    fn below(self, event: &mut Event) {
        match self {
            // A timeline is cut before each of these; one that came here all the same is not lost.
            Self::Did(other) | Self::Held(other) => event.held.push(Fact::new(other.title, other.text)),
            Self::Clock(_, chip) => event.chips.push(chip),
            Self::Told(told) => event.told.push(told.text),
        }
    }
}

/// Facts of a history as items, in the same order. `same` says whether a fact came from the same command as the one before it.
pub(crate) fn gather<T>(
    facts: &[T],
    same: impl Fn(&T, &T) -> bool,
    piece: impl Fn(&T) -> Option<Piece>,
) -> Vec<Event> {
    let mut items: Vec<Event> = Vec::new();
    let mut before: Option<&T> = None;
    for fact in facts {
        let Some(piece) = piece(fact) else { continue };
        let joins = before.is_some_and(|before| same(before, fact)) && !piece.leads();
        before = Some(fact);
        match items.last_mut().filter(|_| joins) {
            Some(item) => piece.below(item),
            None => items.push(piece.alone()),
        }
    }
    items
}

#[cfg(test)]
mod tests {
    use super::*;

    fn titled(title: &str) -> Event {
        Event { title: title.to_owned(), text: format!("{title}?"), ..Event::default() }
    }

    /// Each item as "title: held, chips, told".
    fn items(facts: &[(u8, char)]) -> Vec<String> {
        let piece = |(_, what): &(u8, char)| {
            let event = titled(&what.to_string());
            match what {
                'h' => Some(Piece::Held(event)),
                'c' => Some(Piece::Clock(event, Chip::new("c", ""))),
                't' => Some(Piece::Told(event)),
                '-' => None,
                _ => Some(Piece::Did(event)),
            }
        };
        let items = gather(facts, |a, b| a.0 == b.0, piece);
        let words = items.iter().map(|item| {
            format!("{} {} {} {}", item.title, item.held.len(), item.chips.len(), item.told.len())
        });
        words.collect()
    }

    #[test]
    fn what_followed_from_an_act_stands_below_it() {
        for (facts, told) in [
            (vec![(1, 'A'), (1, 'h'), (1, 'c'), (1, 'c'), (1, 't')], vec!["A 1 2 1"]),
            (vec![(1, 'A'), (1, 'B')], vec!["A 0 0 0", "B 0 0 0"]),
            (vec![(1, 'A'), (2, 'c'), (2, 'c')], vec!["A 0 0 0", "c 0 1 0"]),
            (vec![(1, '-'), (1, 't'), (1, '-'), (1, 'c')], vec!["t 0 1 0"]),
            (vec![], vec![]),
        ] {
            assert_eq!(items(&facts), told, "{facts:?}");
        }
    }

    #[test]
    fn why_a_unit_got_a_case_is_kept() {
        let held = |_: &u8| Some(Piece::Held(titled("h")));
        let item = gather(&[1, 1], |_, _| true, held).remove(0);
        assert_eq!((item.text.as_str(), item.held[0].value.as_str()), ("h?", "h?"));
    }
}
