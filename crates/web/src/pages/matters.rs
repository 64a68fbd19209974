//! What is published: search, filters kept in the address, page by page; and the same as CSV.

use askama::Template;
use axum::response::Response;
use domain::place::PlaceCode;
use domain::program::Phase;
use office::queries::{CaseLine, PAGE_ROWS_MAX, Page as Part, PublicFilter, Rows};

use crate::csv::Csv;
use crate::page::Page;
use crate::parts::{Choice, Field, Link, MatterRow, Pager, Shell};
use crate::problem::Problem;
use crate::tell::phase_key;
use crate::words::Say;

/// Rows of the largest CSV; more is for whoever asks page by page through the API.
const CSV_ROWS_MAX: usize = 5_000;
/// The filters, in the order in which they stand.
const FILTERS: [&str; 4] = ["q", "place", "category", "phase"];

#[derive(Template)]
#[template(path = "public/matters.html")]
struct View {
    t: Say,
    shell: Shell,
    q: Field,
    filters: Vec<Field>,
    chosen: Vec<Link>,
    total: String,
    rows: Vec<MatterRow>,
    pager: Pager,
    csv_url: String,
    map_url: String,
    news_url: String,
}

/// What the address asks for.
pub(crate) fn filter(page: &Page) -> PublicFilter {
    let some = |name: &str| Some(page.query(name)).filter(|value| !value.is_empty());
    PublicFilter {
        words: some("q"),
        kind: some("kind").map(|id| id.as_str().into()),
        phase: some("phase").and_then(|phase| Phase::parse(&phase)),
        category: some("category").map(|id| id.as_str().into()),
        place: some("place").and_then(|code| PlaceCode::parse(&code).ok()),
        unit: some("unit").map(|id| id.as_str().into()),
    }
}

/// Shows the list.
pub async fn get(page: Page) -> Result<Response, Problem> {
    let found = page.site.office.public_list(filter(&page), page.part()).await?;
    let phases = Phase::ALL.map(|phase| Choice::new(phase.as_str(), page.t.say(phase_key(phase))));
    let count = u64::try_from(found.rows.len()).unwrap_or(0);
    let view = View {
        t: page.t,
        shell: page.shell("matters"),
        q: Field::new("search", "q", page.t.say("matters-search")).value(page.query("q")),
        filters: vec![
            page.filter("place", "matters-place", "matters-all", page.county_choices()),
            page.filter("category", "matters-category", "matters-all", page.category_choices()),
            page.filter("phase", "matters-state", "matters-all", phases.into()),
        ],
        chosen: chosen(&page),
        total: if found.next.is_some() {
            page.t.say("matters-more")
        } else {
            page.t.count("matters-total", count)
        },
        pager: page.pager(&found),
        rows: found.rows.iter().map(|line| page.matter_row(line)).collect(),
        news_url: page.feed_url("/feeds/matters.atom"),
        csv_url: page.here_with("", "").replacen("/matters", "/matters.csv", 1),
        map_url: page.here_with("q", "").replacen("/matters", "/map", 1),
    };
    page.show(&view)
}

/// Each filter that is on, as a link that takes it away.
fn chosen(page: &Page) -> Vec<Link> {
    let on = FILTERS.into_iter().filter(|name| !page.query(name).is_empty());
    let named = on.map(|name| {
        let value = page.query(name);
        let label = match name {
            "place" => PlaceCode::parse(&value).map_or(value, |code| page.short_place(&code)),
            "category" => page.category(&value.as_str().into()),
            "phase" => Phase::parse(&value).map_or(value, |phase| page.t.say(phase_key(phase))),
            _ => value,
        };
        Link::new(label, page.here_with(name, ""))
    });
    named.collect()
}

/// The same as CSV.
pub async fn csv(page: Page) -> Result<Response, Problem> {
    let mut csv =
        Csv::new(["number", "title", "category", "place", "phase", "opened_at", "supported", "unit"]);
    let (mut after, mut written) = (None, 0);
    loop {
        let part = Part { after, rows: PAGE_ROWS_MAX };
        let found: Rows<CaseLine> = page.site.office.public_list(filter(&page), part).await?;
        written += found.rows.len();
        found.rows.iter().for_each(|line| csv.row(csv_row(&page, line)));
        after = found.next;
        if after.is_none() || written >= CSV_ROWS_MAX {
            return Ok(csv.answer("matters.csv"));
        }
    }
}

fn csv_row(page: &Page, line: &CaseLine) -> [String; 8] {
    [
        line.number.clone(),
        page.title(&line.title),
        line.category.to_string(),
        line.place.to_string(),
        line.phase.as_str().to_owned(),
        page.t.iso(line.opened_at),
        line.supported.to_string(),
        line.holder.as_ref().map(ToString::to_string).unwrap_or_default(),
    ]
}
