//! What is open and late now, by unit, place and category: for staff. Nothing here is about a person.

use std::collections::BTreeMap;

use askama::Template;
use axum::response::Response;
use domain::place::PlaceCode;
use office::queries::LoadCount;

use crate::charts::{self, BarChart};
use crate::page::Page;
use crate::pages::desk;
use crate::parts::{Cell, Field, Grid, Head, Link, Shell, Stat};
use crate::problem::Problem;
use crate::words::Say;

/// Its address.
pub(crate) const URL: &str = "/desk/figures";
/// Rows that are drawn; the table beside has more.
const BARS_MAX: usize = 12;
/// Rows of a table.
const ROWS_MAX: usize = 40;

#[derive(Template)]
#[template(path = "desk/figures.html")]
struct View {
    t: Say,
    shell: Shell,
    place: Field,
    stats: Vec<Stat>,
    parts: Vec<Part>,
    past: Link,
}

struct Part {
    bars: BarChart,
    table: Grid,
}

/// Shows it: first for the officer's own part of the world.
pub async fn get(page: Page) -> Result<Response, Problem> {
    let caller = page.caller()?;
    let asked = page.query("place");
    let place = if page.uri.query().unwrap_or_default().contains("place=") {
        PlaceCode::parse(&asked).ok()
    } else {
        own_place(&page)
    };
    let load = page.site.office.load(caller, place.clone()).await?;
    let chosen = place.as_ref().map(PlaceCode::as_str).unwrap_or_default();
    let list = page.filter("place", "figures-place", "figures-all-places", page.county_choices());
    let view = View {
        t: page.t,
        shell: desk::shell(&page, "figures").await?,
        place: list.value(chosen),
        stats: stats(&page, &load.total),
        parts: vec![
            part(&page, "figures-by-unit", "figures-unit", &named(&load.units, |id| unit(&page, id))),
            part(
                &page,
                "figures-by-place",
                "figures-place",
                &named(&load.places, |code| place_name(&page, code)),
            ),
            part(
                &page,
                "figures-by-category",
                "figures-category",
                &named(&load.categories, |id| page.short_category(&id.into())),
            ),
        ],
        past: Link::new(page.t.say("load-past"), format!("/figures?place={chosen}")),
    };
    page.show(&view)
}

/// The place of the officer's own unit, if the list has it.
fn own_place(page: &Page) -> Option<PlaceCode> {
    let unit = page.signed_in.as_ref().and_then(|by| page.world.units.find(&by.account.unit))?;
    let place = unit.place.and_ancestors().find(|code| code.level() <= 3)?;
    page.world.places.find(&place).map(|place| place.code.clone())
}

fn unit(page: &Page, id: &str) -> String {
    if id.is_empty() { page.t.say("inbox-nobody") } else { page.unit(&id.into()) }
}

fn place_name(page: &Page, code: &str) -> String {
    PlaceCode::parse(code).map_or_else(|_| code.to_owned(), |code| page.short_place(&code))
}

/// With their names, those with most that is open first.
fn named(counts: &BTreeMap<String, LoadCount>, name: impl Fn(&str) -> String) -> Vec<(String, LoadCount)> {
    let mut rows: Vec<(String, LoadCount)> = counts.iter().map(|(key, count)| (name(key), *count)).collect();
    rows.sort_by(|(one, a), (other, b)| b.open.cmp(&a.open).then_with(|| one.cmp(other)));
    rows
}

fn stats(page: &Page, total: &LoadCount) -> Vec<Stat> {
    let stat = |key: &str, number: u64, url: &str| Stat {
        label: page.t.say(key),
        value: page.t.number(number),
        url: url.to_owned(),
        ..Stat::default()
    };
    let late = Stat {
        note: page.t.percent(total.late, total.open),
        ..stat("queue-late", total.late, "/desk/matters?late=yes")
    };
    vec![stat("load-open", total.open, "/desk/matters"), stat("queue-soon", total.soon, ""), late]
}

fn part(page: &Page, caption: &str, first: &str, rows: &[(String, LoadCount)]) -> Part {
    let t = &page.t;
    let drawn: Vec<(String, u64)> =
        rows.iter().take(BARS_MAX).map(|(name, count)| (name.clone(), count.open)).collect();
    let table = rows.iter().take(ROWS_MAX).map(|(name, count)| {
        let late = Cell { note: t.percent(count.late, count.open), ..Cell::number(t.number(count.late)) };
        vec![
            Cell::text(name.clone()),
            Cell::number(t.number(count.open)),
            Cell::number(t.number(count.soon)),
            late,
        ]
    });
    let heads = ["load-open", "queue-soon", "queue-late"].map(|key| Head::right(t.say(key)));
    Part {
        bars: charts::bars(t.say(caption), t.say("load-bars-text"), &drawn),
        table: Grid {
            caption: t.say(caption),
            head: std::iter::once(Head::left(t.say(first))).chain(heads).collect(),
            rows: table.collect(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_most_that_is_open_comes_first_and_equals_by_name() {
        let count = |open| LoadCount { open, soon: 0, late: 0 };
        let counts = BTreeMap::from([("a".into(), count(2)), ("b".into(), count(5)), ("c".into(), count(2))]);
        let names: Vec<String> = named(&counts, str::to_owned).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["b", "a", "c"]);
    }
}
