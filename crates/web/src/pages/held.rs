//! What was done where people are: for the public and for the desk, by leader, unit, place or program. Nobody is ranked: rows come in
//! the order in which leaders and units are shown everywhere.

use askama::Template;
use axum::response::Response;
use domain::ids::{FieldId, KindId};
use domain::place::PlaceCode;
use domain::program::Program;
use domain::schedule;
use jiff::civil::{Date, date};
use office::queries::{HeldBy, HeldCount, HeldFigures, HeldQuery};

use crate::charts::{self, BarChart};
use crate::csv::Csv;
use crate::page::Page;
use crate::pages::desk;
use crate::parts::{Cell, Choice, Field, Grid, Head, Link, Shell, Stat};
use crate::problem::Problem;
use crate::words::Say;

/// Its address for the public and at the desk.
pub(crate) const PUBLIC_URL: &str = "/activities/figures";
pub(crate) const DESK_URL: &str = "/desk/activities/figures";
/// Years and quarters that can be chosen, counted back from now.
const YEARS: i16 = 2;
const QUARTERS: i16 = 5;

#[derive(Template)]
#[template(path = "public/held.html")]
struct PublicView {
    t: Say,
    shell: Shell,
    body: Body,
}

#[derive(Template)]
#[template(path = "desk/held.html")]
struct DeskView {
    t: Say,
    shell: Shell,
    body: Body,
}

struct Body {
    period: String,
    filters: Vec<Field>,
    stats: Vec<Stat>,
    bars: BarChart,
    table: Grid,
    numbers: Grid,
    download: Link,
}

/// Shows what was announced to the public.
pub async fn public(page: Page) -> Result<Response, Problem> {
    let figures = page.site.office.public_held(page.held_query()).await?;
    let body = body(&page, &figures, PUBLIC_URL);
    page.show(&PublicView { t: page.t, shell: page.shell("activities"), body })
}

/// The same as CSV.
pub async fn public_csv(page: Page) -> Result<Response, Problem> {
    let figures = page.site.office.public_held(page.held_query()).await?;
    Ok(csv(&page, &figures))
}

/// Shows what this officer's unit may see.
pub async fn at_desk(page: Page) -> Result<Response, Problem> {
    let figures = page.site.office.desk_held(page.caller()?, page.held_query()).await?;
    let body = body(&page, &figures, DESK_URL);
    page.show(&DeskView { t: page.t, shell: desk::shell(&page, "agenda").await?, body })
}

/// The same as CSV.
pub async fn desk_csv(page: Page) -> Result<Response, Problem> {
    let figures = page.site.office.desk_held(page.caller()?, page.held_query()).await?;
    Ok(csv(&page, &figures))
}

fn body(page: &Page, figures: &HeldFigures, url: &'static str) -> Body {
    let t = &page.t;
    let drawn: Vec<(String, u64)> =
        figures.rows.iter().map(|(key, count)| (name(page, key), count.held)).collect();
    Body {
        period: period_name(page, &period(page)),
        filters: filters(page),
        stats: stats(page, &figures.total),
        bars: charts::bars(t.say("held-bars"), t.say("held-bars-text"), &drawn),
        table: table(page, figures),
        numbers: numbers(page, &figures.total),
        download: Link::new(
            t.say("held-csv"),
            page.here_with("", "").replacen(url, &format!("{url}.csv"), 1),
        ),
    }
}

fn stats(page: &Page, total: &HeldCount) -> Vec<Stat> {
    let stat =
        |key: &str, n: u64| Stat { label: page.t.say(key), value: page.t.number(n), ..Stat::default() };
    vec![
        stat("held-held", total.held),
        stat("held-missed", total.missed),
        stat("held-outcomes", total.outcomes),
        Stat { note: page.t.fraction(total.kept, total.outcomes), ..stat("held-kept", total.kept) },
        stat("held-late", total.late),
        Stat { note: page.t.say("held-bare-note"), ..stat("held-bare", total.bare) },
    ]
}

fn table(page: &Page, figures: &HeldFigures) -> Grid {
    let t = &page.t;
    let asked = numbers_of(page, &figures.total, true);
    let keys =
        ["held-held", "held-missed", "held-ahead", "held-outcomes", "held-kept", "held-late", "held-bare"];
    let first = Head::left(t.say(by_key(by(page))));
    let labels = asked.iter().map(|(_, field, _)| Head::right(field.clone()));
    let rows = figures.rows.iter().map(|(key, count)| {
        let number = |n: u64| Cell::number(t.number(n));
        let cells = [count.held, count.missed, count.ahead, count.outcomes].map(number);
        let kept = Cell { note: t.fraction(count.kept, count.outcomes), ..number(count.kept) };
        let rest = [number(count.late), number(count.bare)];
        let said = asked.iter().map(|(id, _, _)| number(count.numbers.get(id).copied().unwrap_or(0)));
        let first = std::iter::once(Cell::text(name(page, key)));
        first.chain(cells).chain([kept]).chain(rest).chain(said).collect()
    });
    Grid {
        caption: t.say(by_key(by(page))),
        rows: rows.collect(),
        head: std::iter::once(first).chain(keys.map(|key| Head::right(t.say(key)))).chain(labels).collect(),
    }
}

/// What programs count, all together.
fn numbers(page: &Page, total: &HeldCount) -> Grid {
    let rows = numbers_of(page, total, false).into_iter().map(|((kind, _), label, n)| {
        vec![Cell::text(page.kind(&kind)), Cell::text(label), Cell::number(page.t.number(n))]
    });
    let t = &page.t;
    Grid {
        caption: t.say("held-numbers"),
        rows: rows.collect(),
        head: vec![
            Head::left(t.say("agenda-kind")),
            Head::left(t.say("held-number")),
            Head::right(t.say("held-sum")),
        ],
    }
}

/// The numbers of programs in their order, each with its label; with `of_one`, only of the program that was asked for.
fn numbers_of(page: &Page, total: &HeldCount, of_one: bool) -> Vec<((KindId, FieldId), String, u64)> {
    let asked = page.query("kind");
    let programs = page.world.programs.iter();
    let programs = programs.filter(|program| !of_one || program.id.as_str() == asked);
    programs.flat_map(|program| program_numbers(page, program, total)).collect()
}

fn program_numbers(
    page: &Page,
    program: &Program,
    total: &HeldCount,
) -> Vec<((KindId, FieldId), String, u64)> {
    let counted = program.figures.counts.iter().filter_map(|id| program.field(id));
    let counted = counted.map(|field| (field.id.clone(), page.t.text(&field.label).to_owned()));
    let received = program.visits.iter().flat_map(|visits| {
        let ends = visits.ends.iter();
        let ends = ends.map(|end| (schedule::visits_ended(&end.id), page.t.text(&end.name).to_owned()));
        let sums = [(schedule::BATCHES, "held-batches"), (schedule::PERSONS, "held-persons")];
        sums.into_iter().map(|(id, key)| (id.into(), page.t.say(key))).chain(ends)
    });
    let number = |(field, label): (FieldId, String)| {
        let id = (program.id.clone(), field);
        let n = total.numbers.get(&id).copied()?;
        Some((id, label, n))
    };
    counted.chain(received).filter_map(number).collect()
}

fn csv(page: &Page, figures: &HeldFigures) -> Response {
    let numbers = numbers_of(page, &figures.total, false);
    let fixed = ["key", "name", "held", "missed", "ahead", "outcomes", "kept", "late", "without_outcome"];
    let named = numbers.iter().map(|((kind, field), _, _)| format!("{kind}.{field}"));
    let mut csv = Csv::new(fixed.map(str::to_owned).into_iter().chain(named));
    for (key, count) in &figures.rows {
        let own = [count.held, count.missed, count.ahead, count.outcomes, count.kept, count.late, count.bare];
        let said = numbers.iter().map(|(id, _, _)| count.numbers.get(id).copied().unwrap_or(0));
        let cells = own.into_iter().chain(said).map(|n| n.to_string());
        csv.row([key.clone(), name(page, key)].into_iter().chain(cells));
    }
    csv.answer("activities.csv")
}

fn by(page: &Page) -> HeldBy {
    match page.query("by").as_str() {
        "unit" => HeldBy::Unit,
        "place" => HeldBy::Place,
        "kind" => HeldBy::Kind,
        _ => HeldBy::Leader,
    }
}

fn by_key(by: HeldBy) -> &'static str {
    match by {
        HeldBy::Leader => "held-by-leader",
        HeldBy::Unit => "held-by-unit",
        HeldBy::Place => "held-by-place",
        HeldBy::Kind => "held-by-kind",
    }
}

fn name(page: &Page, key: &str) -> String {
    match by(page) {
        HeldBy::Leader => page.leader(&key.into()),
        HeldBy::Unit => page.unit(&key.into()),
        HeldBy::Kind => page.kind(&key.into()),
        HeldBy::Place => {
            PlaceCode::parse(key).map_or_else(|_| key.to_owned(), |code| page.short_place(&code))
        }
    }
}

fn filters(page: &Page) -> Vec<Field> {
    let t = &page.t;
    let today = page.world.calendar.date_of(page.now);
    let years = (0..YEARS).map(|back| (today.year() - back).to_string());
    let this = today.year() * 4 + i16::from((today.month() - 1) / 3);
    let quarters = (0..QUARTERS).map(|back| {
        let quarter = this - back;
        format!("{}-{}", quarter.div_euclid(4), quarter.rem_euclid(4) + 1)
    });
    let periods = years.chain(quarters).map(|period| Choice::new(period.clone(), period_name(page, &period)));
    let period = Field::new("select", "period", t.say("held-period")).options(periods.collect());
    let ways = [
        ("leader", "held-by-leader"),
        ("unit", "held-by-unit"),
        ("place", "held-by-place"),
        ("kind", "held-by-kind"),
    ];
    let ways = ways.map(|(value, key)| Choice::new(value, t.say(key)));
    let chosen = page.query("by");
    let way = Field::new("select", "by", t.say("held-by")).options(ways.into());
    let held = page.world.programs.iter().filter(|program| program.figures.held.is_some());
    let kinds = held.map(|program| Choice::new(program.id.as_str(), t.text(&program.name)));
    vec![
        period.value(self::period(page)),
        way.value(chosen),
        page.filter("kind", "agenda-kind", "matters-all", kinds.collect()),
        page.filter("place", "matters-place", "matters-all", page.county_choices()),
    ]
}

/// The period of the address, `2026` or `2026-4` for its last quarter; otherwise this year.
fn period(page: &Page) -> String {
    let asked = page.query("period");
    let today = page.world.calendar.date_of(page.now);
    if days(&asked).is_some() { asked } else { today.year().to_string() }
}

fn period_name(page: &Page, period: &str) -> String {
    match period.split_once('-') {
        Some((year, quarter)) => page.t.with("held-quarter", [("year", year), ("quarter", quarter)]),
        None => page.t.with("held-year", [("year", period)]),
    }
}

/// The first and the last day of a period.
fn days(period: &str) -> Option<(Date, Date)> {
    let (year, months) = match period.split_once('-') {
        Some((year, quarter)) => {
            (year, quarter.parse::<i8>().ok().filter(|n| (1..=4).contains(n)).map(|n| (n * 3 - 2, n * 3))?)
        }
        None => (period, (1, 12)),
    };
    let year = year.parse::<i16>().ok().filter(|year| (1900..=9000).contains(year))?;
    Some((date(year, months.0, 1), date(year, months.1, 1).last_of_month()))
}

impl Page {
    /// Which activities the address asks about.
    fn held_query(&self) -> HeldQuery {
        let some = |name: &str| Some(self.query(name)).filter(|value| !value.is_empty());
        let today = self.world.calendar.date_of(self.now);
        let (from, until) = days(&period(self)).unwrap_or((today, today));
        HeldQuery {
            from,
            until,
            kind: some("kind").map(|id| id.as_str().into()),
            place: some("place").and_then(|code| PlaceCode::parse(&code).ok()),
            leader: some("leader").map(|id| id.as_str().into()),
            unit: some("unit").map(|id| id.as_str().into()),
            by: by(self),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_a_year_or_a_quarter() {
        for (period, first, last) in [
            ("2026", date(2026, 1, 1), date(2026, 12, 31)),
            ("2026-1", date(2026, 1, 1), date(2026, 3, 31)),
            ("2024-1", date(2024, 1, 1), date(2024, 3, 31)),
            ("2026-4", date(2026, 10, 1), date(2026, 12, 31)),
        ] {
            assert_eq!(days(period), Some((first, last)), "{period}");
        }
        for period in ["", "x", "2026-0", "2026-5", "2026-99", "-1", "99999"] {
            assert_eq!(days(period), None, "{period}");
        }
    }
}
