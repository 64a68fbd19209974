//! What can be rehearsed, as a form asks it and as the change that it means.

use domain::ids::{CategoryId, UnitId};
use domain::place::{Place, PlaceCode};
use domain::text::Text;
use domain::unit::{Duty, Unit};
use office::reference::ReferenceChange;

use crate::page::Page;
use crate::parts::{Choice, Field, FormError};
use crate::sent::Sent;

/// A change that can be rehearsed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    /// One unit takes over everything of another, which ends.
    Merge,
    /// A unit ends; a second one takes over one category, the first one the rest.
    Split,
    /// A unit gets another name.
    Rename,
    /// A place becomes another: merged into it, or known by another code.
    Place,
    /// Several places take the place of one.
    PlaceSplit,
}

impl What {
    const ALL: [(What, &'static str, &'static str); 5] = [
        (Self::Merge, "merge", "admin-rehearsal-merge"),
        (Self::Split, "split", "admin-rehearsal-split"),
        (Self::Rename, "rename", "admin-rehearsal-rename"),
        (Self::Place, "place", "admin-rehearsal-place"),
        (Self::PlaceSplit, "place_split", "admin-rehearsal-place-split"),
    ];

    fn of(sent: &Sent) -> Self {
        let known = Self::ALL.iter().find(|(_, name, _)| *name == sent.one("what"));
        known.map_or(Self::Merge, |(what, ..)| *what)
    }
}

/// The whole form; each field says for which change it is.
pub(super) fn fields(page: &Page, sent: &Sent) -> Vec<Field> {
    let t = &page.t;
    let what = What::ALL.map(|(_, name, key)| Choice::new(name, t.say(key)));
    let chosen = if sent.one("what").is_empty() { "merge" } else { sent.one("what") };
    let unit = |name: &str, label: &str| {
        Field::new("select", name, t.say(label))
            .options(page.with_choose(page.unit_choices()))
            .value(sent.one(name))
    };
    let typed = |name: &str, label: &str, hint: &str| {
        Field::new("text", name, t.say(label)).hint(t.say(hint)).value(sent.one(name)).optional()
    };
    vec![
        Field::new("radios", "what", t.say("admin-rehearsal-what")).options(what.into()).value(chosen),
        unit("from", "admin-rehearsal-unit-from"),
        unit("to", "admin-rehearsal-unit-to"),
        unit("second", "admin-rehearsal-second").optional(),
        Field::new("select", "category", t.say("admin-rehearsal-category"))
            .options(page.with_choose(page.category_choices()))
            .value(sent.one("category"))
            .optional(),
        typed("name", "admin-rehearsal-name", "admin-rehearsal-name-hint"),
        typed("place_from", "admin-rehearsal-place-from", "admin-rehearsal-place-hint"),
        typed("place_to", "admin-rehearsal-place-to", "admin-rehearsal-places-hint"),
    ]
}

/// The change that the form asks for, or what is missing.
pub(super) fn changes(page: &Page, sent: &Sent) -> Result<Vec<ReferenceChange>, Vec<FormError>> {
    let unit = |name: &str, key: &str| {
        let found = page.world.units.find(&UnitId::new(sent.one(name))).map(|unit| unit.id.clone());
        found.ok_or_else(|| missing(page, name, key))
    };
    let from = || unit("from", "admin-rehearsal-unit-from");
    let to = || unit("to", "admin-rehearsal-unit-to");
    match What::of(sent) {
        What::Merge => both(from(), to())
            .map(|(from, to)| vec![handed_over(page, &from, |_| to.clone(), std::slice::from_ref(&to))]),
        What::Rename => {
            let name = Some(sent.one("name").to_owned()).filter(|name| !name.is_empty());
            let name = name.ok_or_else(|| missing(page, "name", "admin-rehearsal-name"));
            both(from(), name).map(|(from, name)| vec![renamed(page, &from, &name)])
        }
        What::Split => {
            let (from, to) = both(from(), to())?;
            let second = unit("second", "admin-rehearsal-second");
            let category = page.world.categories.find(&CategoryId::new(sent.one("category")));
            let category = category.map(|category| category.id.clone());
            let category = category.ok_or_else(|| missing(page, "category", "admin-rehearsal-category"));
            let (second, category) = both(second, category)?;
            let heir = |duty: &Duty| {
                if category.and_broader().any(|around| around == duty.category)
                    || duty.category.is_within(&category)
                {
                    second.clone()
                } else {
                    to.clone()
                }
            };
            Ok(vec![handed_over(page, &from, heir, &[to.clone(), second.clone()])])
        }
        What::Place | What::PlaceSplit => {
            let from = place(page, sent.one("place_from"));
            let from = from.ok_or_else(|| missing(page, "place_from", "admin-rehearsal-place-from"));
            let named = sent.one("place_to").split([' ', '，', ',', '、']).filter(|name| !name.is_empty());
            let to: Option<Vec<PlaceCode>> = named.map(|name| place(page, name)).collect();
            let enough = if What::of(sent) == What::Place { 1..=1 } else { 2..=usize::MAX };
            let to = to.filter(|to| enough.contains(&to.len()));
            let to = to.ok_or_else(|| missing(page, "place_to", "admin-rehearsal-place-to"));
            both(from, to).map(|(from, to)| vec![replaced(page, &from, &to)])
        }
    }
}

fn missing(page: &Page, field: &str, key: &str) -> FormError {
    let text = page.t.with("field-missing", [("field", page.t.say(key))]);
    FormError { field: field.to_owned(), text }
}

/// Both, or everything that is missing.
fn both<A, B>(one: Result<A, FormError>, other: Result<B, FormError>) -> Result<(A, B), Vec<FormError>> {
    match (one, other) {
        (Ok(one), Ok(other)) => Ok((one, other)),
        (one, other) => Err(one.err().into_iter().chain(other.err()).collect()),
    }
}

/// A place by its code or its whole name.
fn place(page: &Page, typed: &str) -> Option<PlaceCode> {
    let typed = typed.trim();
    let by_code = PlaceCode::parse(typed).ok().and_then(|code| page.world.places.find(&code));
    let named = |place: &&Place| !typed.is_empty() && (place.name.zh == typed || place.name.en == typed);
    by_code.or_else(|| page.world.places.iter().find(named)).map(|place| place.code.clone())
}

/// The units without `from`: each of its duties goes to its heir, and what stood under it stands under the first of `heirs`, who all
/// go on with its work.
fn handed_over(
    page: &Page,
    from: &UnitId,
    heir: impl Fn(&Duty) -> UnitId,
    heirs: &[UnitId],
) -> ReferenceChange {
    let earlier = page.world.units.find(from).map(|unit| unit.predecessors.clone()).unwrap_or_default();
    let to = heirs.first().unwrap_or(from);
    let units = page.world.units.iter().filter(|unit| unit.id != *from).map(|unit| {
        let parent = unit.parent.clone().map(|parent| if parent == *from { to.clone() } else { parent });
        let mut unit = Unit { parent: parent.filter(|parent| *parent != unit.id), ..unit.clone() };
        if heirs.contains(&unit.id) {
            unit.predecessors.extend(earlier.iter().chain([from]).cloned());
        }
        unit
    });
    let duties = page.world.units.duties().iter().map(|duty| {
        let unit = if duty.unit == *from { heir(duty) } else { duty.unit.clone() };
        Duty { unit, ..duty.clone() }
    });
    ReferenceChange::Units { units: units.collect(), duties: duties.collect() }
}

fn renamed(page: &Page, from: &UnitId, name: &str) -> ReferenceChange {
    let units = page.world.units.iter().map(|unit| {
        let name = if unit.id == *from { Text::new(name, name) } else { unit.name.clone() };
        Unit { name, ..unit.clone() }
    });
    ReferenceChange::Units { units: units.collect(), duties: page.world.units.duties().to_vec() }
}

/// The places, in which `from` is valid until today and others come after it.
fn replaced(page: &Page, from: &PlaceCode, to: &[PlaceCode]) -> ReferenceChange {
    let today = page.world.calendar.date_of(page.now);
    let places = page.world.places.iter().map(|place| {
        if place.code == *from {
            Place { valid_until: Some(today), successors: to.to_vec(), ..place.clone() }
        } else {
            place.clone()
        }
    });
    ReferenceChange::Places(places.collect())
}
