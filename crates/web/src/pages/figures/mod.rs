//! How the offices did. Every share says out of how many; small groups are not shown; everything is there as CSV.

mod by_place;

pub(crate) use by_place::{Measured, PlaceFigures, place_figures};

use askama::Template;
use axum::response::Response;
use domain::place::PlaceCode;
use office::queries::{
    FigureRow, FigureScope, Figures, FiguresQuery, GroupBy, Month, Rate, SMALL_CELL_BELOW,
};

use crate::charts::{self, BarChart, LineChart, Lines};
use crate::csv::Csv;
use crate::page::Page;
use crate::parts::{Cell, Choice, Field, Grid, Head, Link, Shell, Stat};
use crate::problem::Problem;
use crate::words::Say;

/// Months shown together.
const MONTHS: u32 = 12;
/// Categories drawn; the rest stand in the CSV.
const BARS_MAX: usize = 10;
/// Rows of a table on the page; the rest are shown when one asks for all.
const ROWS_MAX: usize = 15;

#[derive(Template)]
#[template(path = "public/figures.html")]
struct View {
    t: Say,
    shell: Shell,
    period: String,
    filters: Vec<Field>,
    stats: Vec<Stat>,
    months: LineChart,
    categories: BarChart,
    places: Vec<PlaceFigures>,
    units: Grid,
    units_all: String,
    downloads: Vec<Link>,
    hidden_below: String,
}

/// Shows them.
pub async fn get(page: Page) -> Result<Response, Problem> {
    let by = |by| page.site.office.figures(query(&page, by));
    let months = by(GroupBy::Month).await?;
    let units = by(GroupBy::Unit).await?;
    let view = View {
        t: page.t,
        shell: page.shell("figures"),
        period: period(&page),
        filters: filters(&page),
        stats: page.stats(&months.total),
        months: months_chart(&page, &months),
        categories: categories_chart(&page, &by(GroupBy::Category).await?),
        places: place_figures(&page).await?,
        units_all: all_url(&page, &units),
        units: grid(&page, &units),
        downloads: downloads(&page),
        hidden_below: SMALL_CELL_BELOW.to_string(),
    };
    page.show(&view)
}

/// One table as CSV: numerators and denominators, so that every share can be reckoned again.
pub async fn csv(page: Page) -> Result<Response, Problem> {
    let by = match page.query("by").as_str() {
        "place" => GroupBy::Place,
        "unit" => GroupBy::Unit,
        "category" => GroupBy::Category,
        _ => GroupBy::Month,
    };
    let figures = page.site.office.figures(query(&page, by)).await?;
    let rates = ["in_time", "answered", "solved", "satisfied", "called_back"];
    let head = ["key", "name", "opened", "ended", "reopened"].map(str::to_owned).into_iter();
    let head = head.chain(rates.iter().flat_map(|rate| [format!("{rate}_yes"), format!("{rate}_of")]));
    let mut csv = Csv::new(head);
    for row in &figures.rows {
        let counts = [row.opened, row.ended, row.reopened].map(|count| count.map(|n| n.to_string()));
        let counts = counts.into_iter().map(Option::unwrap_or_default);
        let rates = [row.in_time, row.answered, row.solved, row.satisfied, row.called_back];
        let rates = rates.into_iter().flat_map(|rate| match rate {
            Rate::Of { numerator, denominator } => [numerator.to_string(), denominator.to_string()],
            Rate::TooFew => [String::new(), String::new()],
        });
        csv.row([row.key.clone(), row_name(&page, by, &row.key)].into_iter().chain(counts).chain(rates));
    }
    Ok(csv.answer("figures.csv"))
}

/// What the address asks for.
pub(crate) fn query(page: &Page, by: GroupBy) -> FiguresQuery {
    let some = |name: &str| Some(page.query(name)).filter(|value| !value.is_empty());
    let month = some("month").map(Month);
    let this = page.this_month();
    FiguresQuery {
        scope: FigureScope {
            kind: some("kind").map(|id| id.as_str().into()),
            place: some("place").and_then(|code| PlaceCode::parse(&code).ok()),
            unit: some("unit").map(|id| id.as_str().into()),
            category: some("category").map(|id| id.as_str().into()),
        },
        from: month.clone().unwrap_or_else(|| month_before(&this, MONTHS - 1)),
        until: month.unwrap_or(this),
        by,
    }
}

fn period(page: &Page) -> String {
    let month = page.query("month");
    if month.is_empty() { page.t.say("figures-all-months") } else { page.month_name(&month) }
}

fn filters(page: &Page) -> Vec<Field> {
    let this = page.this_month();
    let months = (0..MONTHS).map(|back| {
        let Month(month) = month_before(&this, back);
        let name = page.month_name(&month);
        Choice::new(month, name)
    });
    vec![
        page.filter("month", "figures-month", "figures-all-months", months.collect()),
        page.filter("place", "figures-place", "figures-all-places", page.county_choices()),
        page.filter("category", "figures-category", "figures-all-categories", page.top_category_choices()),
        Measured::filter(page),
    ]
}

fn months_chart(page: &Page, figures: &Figures) -> LineChart {
    let points: Vec<(String, Vec<u64>)> = figures
        .rows
        .iter()
        .map(|row| (page.month_name(&row.key), vec![row.opened.unwrap_or(0), row.ended.unwrap_or(0)]))
        .collect();
    let t = &page.t;
    charts::line(Lines {
        title: t.say("figures-by-month"),
        description: t.say("figures-chart-months"),
        across: t.say("figures-month"),
        names: vec![t.say("figures-received"), t.say("figures-closed")],
        points: &points,
    })
}

fn categories_chart(page: &Page, figures: &Figures) -> BarChart {
    let mut numbers: Vec<(String, u64)> = figures
        .rows
        .iter()
        .filter_map(|row| Some((row_name(page, GroupBy::Category, &row.key), row.opened?)))
        .collect();
    numbers.sort_by_key(|(_, number)| std::cmp::Reverse(*number));
    numbers.truncate(BARS_MAX);
    charts::bars(page.t.say("figures-by-category"), page.t.say("figures-chart-categories"), &numbers)
}

pub(crate) fn grid(page: &Page, figures: &Figures) -> Grid {
    let t = &page.t;
    let by = figures.query.by;
    let (caption, first) = match by {
        GroupBy::Unit => ("figures-by-unit", "figures-unit"),
        _ => ("figures-by-place", "figures-place"),
    };
    let mut rows: Vec<&FigureRow> = figures.rows.iter().filter(|row| row.opened.is_some()).collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.opened));
    let most = if page.query("all").is_empty() { ROWS_MAX } else { usize::MAX };
    let rows = rows.into_iter().take(most).map(|row| {
        let name = Cell { url: below(page, by, &row.key), ..Cell::text(row_name(page, by, &row.key)) };
        let rates = [row.in_time, row.solved, row.satisfied].map(|rate| rate_cell(page, rate));
        [name, Cell::number(count_words(page, row.opened))].into_iter().chain(rates).collect()
    });
    let head = ["figures-received", "figures-in-time", "figures-solved", "figures-satisfied"];
    let head = head.map(|key| Head::right(t.say(key)));
    Grid {
        caption: t.say(caption),
        head: std::iter::once(Head::left(t.say(first))).chain(head).collect(),
        rows: rows.collect(),
    }
}

/// The figures of a place, told by the places in it; empty if there are none in it.
fn below(page: &Page, by: GroupBy, key: &str) -> String {
    let place = PlaceCode::parse(key).ok().filter(|_| by == GroupBy::Place);
    let place = place.filter(|place| {
        page.query("place") != key && page.world.places.children(Some(place)).next().is_some()
    });
    place.map(|_| page.here_with("place", key)).unwrap_or_default()
}

/// Where all rows are, if some are not shown.
fn all_url(page: &Page, figures: &Figures) -> String {
    let shown = figures.rows.iter().filter(|row| row.opened.is_some()).count();
    if shown > ROWS_MAX && page.query("all").is_empty() { page.here_with("all", "1") } else { String::new() }
}

fn rate_words(page: &Page, rate: Rate) -> String {
    match rate {
        Rate::Of { numerator, denominator } => page.t.percent(numerator, denominator),
        Rate::TooFew => page.t.say("figures-hidden"),
    }
}

/// The name of a place beside a bar, where there is little room.
fn bar_name(page: &Page, key: &str) -> String {
    PlaceCode::parse(key).map_or_else(|_| key.to_owned(), |code| page.map_name(&code))
}

/// A share with what it is made of.
fn rate_cell(page: &Page, rate: Rate) -> Cell {
    match rate {
        Rate::Of { numerator, denominator } => Cell {
            share: whole_percent(numerator, denominator),
            note: page.t.fraction(numerator, denominator),
            ..Cell::number(page.t.percent(numerator, denominator))
        },
        Rate::TooFew => Cell::number(page.t.say("figures-hidden")),
    }
}

fn whole_percent(part: u64, of: u64) -> String {
    part.saturating_mul(100).checked_div(of).map(|share| share.to_string()).unwrap_or_default()
}

fn count_words(page: &Page, count: Option<u64>) -> String {
    count.map_or_else(|| page.t.say("figures-hidden"), |count| page.t.number(count))
}

fn row_name(page: &Page, by: GroupBy, key: &str) -> String {
    match by {
        GroupBy::Place => {
            PlaceCode::parse(key).map_or_else(|_| key.to_owned(), |code| page.short_place(&code))
        }
        GroupBy::Unit => page.unit(&key.into()),
        GroupBy::Category => page.short_category(&key.into()),
        GroupBy::Month => page.month_name(key),
        GroupBy::Nothing => key.to_owned(),
    }
}

fn downloads(page: &Page) -> Vec<Link> {
    let tables = [
        ("month", "figures-by-month"),
        ("place", "figures-by-place"),
        ("unit", "figures-by-unit"),
        ("category", "figures-by-category"),
    ];
    let link = |(by, key): (&str, &str)| {
        Link::new(page.t.say(key), page.here_with("by", by).replacen("/figures", "/figures.csv", 1))
    };
    tables.map(link).into()
}

/// The month some months before another.
pub(crate) fn month_before(month: &Month, months: u32) -> Month {
    let read = month.0.split_once('-').and_then(|(year, month)| {
        Some((year.parse::<u32>().ok()?, month.parse::<u32>().ok().filter(|month| (1..=12).contains(month))?))
    });
    let Some((year, number)) = read else { return month.clone() };
    let count = (year * 12 + number - 1).saturating_sub(months);
    Month(format!("{:04}-{:02}", count / 12, count % 12 + 1))
}

impl Page {
    /// The present month.
    pub(crate) fn this_month(&self) -> Month {
        let today = self.world.calendar.date_of(self.now);
        Month(format!("{:04}-{:02}", today.year(), today.month()))
    }

    /// `2026年11月`, `Nov 2026`.
    pub(crate) fn month_name(&self, month: &str) -> String {
        let first = format!("{month}-01").parse();
        first.map_or_else(|_| month.to_owned(), |day| self.t.month(day))
    }

    /// The numbers on top of a page.
    pub(crate) fn stats(&self, row: &FigureRow) -> Vec<Stat> {
        let count = |key: &str, count| Stat {
            label: self.t.say(key),
            value: count_words(self, count),
            ..Stat::default()
        };
        vec![
            count("figures-received", row.opened),
            count("figures-closed", row.ended),
            self.rate_stat("figures-in-time", row.in_time),
            self.rate_stat("figures-solved", row.solved),
            self.rate_stat("figures-satisfied", row.satisfied),
            self.rate_stat("figures-callback", row.called_back),
            count("figures-reopened", row.reopened),
        ]
    }

    /// Four of them, for the first page.
    pub(crate) fn stats_short(&self, row: &FigureRow) -> Vec<Stat> {
        let mut stats: Vec<Stat> = self.stats(row).into_iter().take(4).collect();
        for stat in &mut stats {
            "/figures".clone_into(&mut stat.url);
        }
        stats
    }

    fn rate_stat(&self, key: &str, rate: Rate) -> Stat {
        let (value, note) = match rate {
            Rate::Of { numerator, denominator } => (
                self.t.percent(numerator, denominator),
                self.t.with(
                    "figures-of",
                    [("part", self.t.number(numerator)), ("of", self.t.number(denominator))],
                ),
            ),
            Rate::TooFew => ("–".to_owned(), self.t.say("figures-hidden")),
        };
        Stat { label: self.t.say(key), value, note, ..Stat::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_go_back_over_new_year() {
        for (month, back, before) in [
            ("2026-11", 0, "2026-11"),
            ("2026-01", 1, "2025-12"),
            ("2026-11", 23, "2024-12"),
            ("x", 1, "x"),
            ("2026-13", 1, "2026-13"),
        ] {
            assert_eq!(month_before(&Month(month.into()), back).0, before, "{month} - {back}");
        }
    }
}
