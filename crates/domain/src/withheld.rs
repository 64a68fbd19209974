//! Words that are kept outside the history of a case.
//!
//! A history cannot be changed, so what must be forgotten later, or must not be read by whoever holds the database, may never
//! enter it. In the events of a sealed case each text that somebody typed is therefore *withheld*: the office puts it into the
//! vault under the key of the case, and in its place stands the name under which the vault has it. The chain stays whole and the
//! case can be replayed, also after the key is gone. Choices, days, numbers and units are not withheld: rules ask for them.
//!
//! Where a program can seal a case later on, its words are withheld from the first event on, because nothing can be taken out of
//! a history afterwards. Until then the case as it now stands, which may be changed, holds them in clear, for lists and search;
//! with the seal it is made anew from its events and holds only names.
//!
//! A name begins with a character that nobody can type: every text loses its control characters before it is decided on.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use crate::case::Case;
use crate::clock::Clock;
use crate::event::{Event, Fact};
use crate::field::{FieldKind, Value, Values, Where};
use crate::ids::FieldId;
use crate::program::Program;

/// Texts by the names that stand in their places.
pub type Withheld = BTreeMap<String, String>;

/// What a name begins with, and no text.
const MARK: char = '\u{1}';

/// Events as they are to be kept, and the words that were taken out of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Kept {
    /// As they go into the history.
    pub events: Vec<Event>,
    /// What goes into the vault. Empty: nothing.
    pub words: Withheld,
}

/// Whether the words of a case are withheld from its history: it is sealed, or its program can still seal it.
#[must_use]
pub fn is_withheld(program: &Program, case: &Case) -> bool {
    case.opened.sealed || program.seals_later()
}

/// A case after events that were just decided (`case` is `None` for an opening), and what of them is to be kept.
///
/// `history` is every event before these. It is looked at only if one of them seals the case, and may be empty otherwise. The
/// answer is `None` when the events make no case.
#[must_use]
pub fn keep(
    program: &Program,
    case: Option<&Case>,
    history: &[Event],
    decided: Vec<Event>,
) -> Option<(Case, Kept)> {
    let after = match case {
        Some(case) => after(case, &decided),
        None => Case::replay(&decided)?,
    };
    if !is_withheld(program, &after) {
        return Some((after, Kept { events: decided, words: Withheld::new() }));
    }
    let mut events = decided;
    let words = withhold(program, &mut events);
    let sealed_now = events.iter().any(|event| matches!(event.fact, Fact::Sealed { .. }));
    let after = match case {
        _ if !after.opened.sealed => after,
        Some(case) if !sealed_now => self::after(case, &events),
        _ => Case::replay(history.iter().chain(&events))?,
    };
    Some((after, Kept { events, words }))
}

fn after(case: &Case, events: &[Event]) -> Case {
    let mut case = case.clone();
    for event in events {
        case.apply(event);
    }
    case
}

/// Takes the words out of events.
fn withhold(program: &Program, events: &mut [Event]) -> Withheld {
    let mut words = Withheld::new();
    for event in events {
        let mut place = 0_usize;
        let seq = event.seq;
        each_text(&mut event.fact, &mut |text, from| {
            let is_words = match from {
                From::Form(field) => program.field(field).is_none_or(|field| field.kind.is_typed()),
                From::Clock => !is_name(text) && !is_option(program, text),
                From::Words => true,
            };
            if is_words && !text.is_empty() {
                let name = format!("{seq}.{place}");
                place += 1;
                words.insert(name.clone(), std::mem::replace(text, format!("{MARK}{name}")));
            }
        });
    }
    words
}

/// Puts words back into an event, for somebody who may read them. What the vault has no more becomes empty.
pub fn put_back(event: &mut Event, word: &impl Fn(&str) -> Option<String>) {
    each_text(&mut event.fact, &mut |text, _| fill(text, word));
}

/// Puts words back into a case, for somebody who may read them. What the vault has no more becomes empty.
pub fn put_back_all(case: &mut Case, word: &impl Fn(&str) -> Option<String>) {
    let mut fill = |text: &mut String| fill(text, word);
    let opened = &mut case.opened;
    [&mut opened.title, &mut opened.text, &mut opened.place.spot, &mut case.place_now.spot]
        .into_iter()
        .for_each(&mut fill);
    let told = case.told.iter_mut().map(|told| &mut told.values);
    for values in [&mut opened.values, &mut case.values_now].into_iter().chain(told) {
        each_value(values, &mut |text, _| fill(text));
    }
    for clock in case.clocks.iter_mut().chain(&mut case.earlier_clocks) {
        each_of_clock(clock, &mut fill);
    }
    if let Some(published) = &mut case.published {
        [&mut published.title, &mut published.text].into_iter().for_each(fill);
    }
}

fn fill(text: &mut String, word: &impl Fn(&str) -> Option<String>) {
    if let Some(name) = text.strip_prefix(MARK) {
        *text = word(name).unwrap_or_default();
    }
}

fn is_name(text: &str) -> bool {
    text.starts_with(MARK)
}

/// Whether a text is one of the words that some choice of the program offers.
fn is_option(program: &Program, text: &str) -> bool {
    program.fields.iter().any(|field| match &field.kind {
        FieldKind::Choice { options } | FieldKind::Choices { options } => {
            options.iter().any(|option| option.id == text)
        }
        _ => false,
    })
}

/// Where a text comes from.
enum From<'f> {
    /// It is typed as such.
    Words,
    /// It is the value of a field.
    Form(&'f FieldId),
    /// It stands in a clock: a copy of a value, of this form or of an earlier one.
    Clock,
}

/// Visits every text of a fact that may come from somebody's hand.
fn each_text(fact: &mut Fact, visit: &mut impl FnMut(&mut String, From<'_>)) {
    match fact {
        Fact::Opened(opened) => {
            for text in [&mut opened.title, &mut opened.text, &mut opened.place.spot] {
                visit(text, From::Words);
            }
            each_value(&mut opened.values, &mut |text, field| visit(text, From::Form(field)));
        }
        Fact::Acted { values, .. } => each_value(values, &mut |text, field| visit(text, From::Form(field))),
        Fact::Clock { clock, .. } => each_of_clock(clock, &mut |text| visit(text, From::Clock)),
        Fact::Noted { text }
        | Fact::Added { text, .. }
        | Fact::Revealed { reason: text, .. }
        | Fact::Recused { reason: text, .. }
        | Fact::Unpublished { reason: text }
        | Fact::Withheld { reason: text } => visit(text, From::Words),
        Fact::Published { title: first, text: second }
        | Fact::Moved { at: Where { spot: first, .. }, reason: second } => {
            visit(first, From::Words);
            visit(second, From::Words);
        }
        Fact::Assigned { .. }
        | Fact::CoDone { .. }
        | Fact::Told { .. }
        | Fact::Inherited { .. }
        | Fact::Supported { .. }
        | Fact::Linked { .. }
        | Fact::Sealed { .. }
        | Fact::Recategorised { .. }
        | Fact::Visit { .. } => {}
    }
}

fn each_value(values: &mut Values, visit: &mut impl FnMut(&mut String, &FieldId)) {
    for (field, value) in values {
        match value {
            Value::Text(text) => visit(text, field),
            Value::List(list) => list.iter_mut().for_each(|text| visit(text, field)),
            Value::Flag(_) | Value::Number(_) => {}
        }
    }
}

fn each_of_clock(clock: &mut Clock, visit: &mut impl FnMut(&mut String)) {
    for pause in &mut clock.pauses {
        visit(&mut pause.reason);
        visit(&mut pause.note);
    }
    clock.extensions.iter_mut().for_each(|extension| visit(&mut extension.ground));
}
