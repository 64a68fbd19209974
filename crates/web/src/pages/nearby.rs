//! "Is it one of these?": what was already raised around a place or in these words, and a hint for whoever is writing.

use askama::Template;
use axum::response::Response;
use domain::field::Where;
use domain::ids::KindId;
use domain::place::PlaceCode;
use office::queries::{PublicFilter, SimilarQuery};

use crate::page::Page;
use crate::pages::places;
use crate::parts::{Field, MatterRow, Shell};
use crate::problem::Problem;
use crate::words::Say;

#[derive(Template)]
#[template(path = "public/nearby.html")]
struct View {
    t: Say,
    shell: Shell,
    q: Field,
    place: Field,
    category: Field,
    rows: Vec<MatterRow>,
    searched: bool,
    key: String,
}

#[derive(Template)]
#[template(path = "public/nearby_hint.html")]
struct Hint {
    t: Say,
    rows: Vec<MatterRow>,
}

/// Shows it.
pub async fn get(page: Page) -> Result<Response, Problem> {
    let asked = [page.query("q"), page.query("place"), page.query("category")];
    let searched = asked.iter().any(|value| !value.is_empty());
    let rows = if searched { alike(&page).await? } else { Vec::new() };
    let view = View {
        t: page.t,
        shell: page.shell("matters"),
        q: Field::new("search", "q", page.t.say("matters-search")).value(page.query("q")),
        place: page.filter("place", "nearby-where", "nearby-anywhere", page.county_choices()),
        category: page.filter("category", "matters-category", "matters-all", page.category_choices()),
        searched,
        rows,
        key: page.key(),
    };
    page.show(&view)
}

/// The piece of a page that stands in the form of raising.
pub async fn hint(page: Page) -> Result<Response, Problem> {
    let view = Hint { t: page.t, rows: similar(&page).await? };
    page.show(&view)
}

/// Published matters with these words.
async fn alike(page: &Page) -> Result<Vec<MatterRow>, Problem> {
    let some = |name: &str| Some(page.query(name)).filter(|value| !value.is_empty());
    let filter = PublicFilter {
        words: some("q"),
        category: some("category").map(|id| id.as_str().into()),
        place: some("place").and_then(|code| PlaceCode::parse(&code).ok()),
        ..PublicFilter::default()
    };
    let found = page.site.office.public_list(filter, page.part()).await?;
    Ok(found.rows.iter().map(|line| page.matter_row(line)).collect())
}

/// Open ones that may be the same as what is being written.
async fn similar(page: &Page) -> Result<Vec<MatterRow>, Problem> {
    let point = places::point(&page.query(places::PIN));
    let chosen = PlaceCode::parse(&page.query("place")).ok();
    let place = chosen.or_else(|| point.and_then(|point| page.site.office.place_of(point)));
    let Some(place) = place else { return Ok(Vec::new()) };
    let category = page.query("category");
    let query = SimilarQuery {
        kind: kind(page),
        category: Some(category.as_str().into()).filter(|_| !category.is_empty()),
        place: Where { place, spot: String::new(), point },
        text: page.query("q"),
    };
    Ok(page.similar_rows(&page.site.office.similar(query).await?))
}

fn kind(page: &Page) -> KindId {
    let asked = page.query("kind");
    let first =
        || page.world.programs.iter().next().map_or_else(String::new, |program| program.id.to_string());
    KindId::new(if asked.is_empty() { first() } else { asked })
}
