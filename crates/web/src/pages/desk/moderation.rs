//! What waits for publication: whoever raised it agreed, and somebody must look whether it tells who they are.

use askama::Template;
use axum::response::Response;
use domain::ids::KindId;
use office::queries::CaseLine;
use vault::mask_free_text;

use super::small::{FROM, QUEUE, found_words};
use crate::page::Page;
use crate::pages::desk;
use crate::parts::{Link, Pager, Shell};
use crate::problem::Problem;
use crate::words::Say;

/// Its address.
pub(crate) const URL: &str = "/desk/moderation";

#[derive(Template)]
#[template(path = "desk/moderation.html")]
struct View {
    t: Say,
    shell: Shell,
    kinds: Vec<Link>,
    all: bool,
    rows: Vec<Row>,
    pager: Pager,
}

struct Row {
    number: String,
    url: String,
    title: String,
    text: String,
    place: String,
    category: String,
    age: String,
    found: String,
    publish_url: String,
    withhold_url: String,
}

/// Shows it. For who decides on nothing the page does not exist.
pub async fn get(page: Page) -> Result<Response, Problem> {
    let caller = page.caller()?;
    if !super::moderates(&page)? {
        return Err(Problem::NotFound);
    }
    let kind = Some(page.query("kind")).filter(|kind| !kind.is_empty());
    let all = kind.is_none();
    let found = page.site.office.publication_queue(caller, kind.map(KindId::new), page.part()).await?;
    let counts = page.site.office.publication_counts(caller).await?;
    let of_kind = |(kind, count): &(KindId, u64)| {
        let label = format!("{} {}", page.kind(kind), page.t.number(*count));
        Link::new(label, page.here_with("kind", kind.as_str()))
    };
    let view = View {
        t: page.t,
        shell: desk::shell(&page, "moderation").await?,
        kinds: counts.iter().map(of_kind).collect(),
        all,
        rows: found.rows.iter().map(|line| row(&page, line)).collect(),
        pager: page.pager(&found),
    };
    page.show(&view)
}

fn row(page: &Page, line: &CaseLine) -> Row {
    let url = format!("/desk/matters/{}", line.case);
    let to = |small: &str| format!("{url}/do/{small}?{FROM}={QUEUE}");
    Row {
        number: line.number.clone(),
        title: mask_free_text(&page.title(&line.title)),
        text: mask_free_text(&line.beginning),
        place: page.short_place(&line.place),
        category: page.short_category(&line.category),
        age: page.t.ago(line.opened_at),
        found: found_words(page, &line.beginning),
        publish_url: to("publish"),
        withhold_url: to("withhold"),
        url,
    }
}
