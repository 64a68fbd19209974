//! What leaders and units do where people are, as it was announced: when, where, who.

use askama::Template;
use axum::response::Response;

use crate::page::Page;
use crate::parts::{ActivityRow, Field, Shell};
use crate::problem::Problem;
use crate::words::Say;

#[derive(Template)]
#[template(path = "public/activities.html")]
struct View {
    t: Say,
    shell: Shell,
    filters: Vec<Field>,
    rows: Vec<ActivityRow>,
    feed_url: String,
    news_url: String,
}

/// Shows the agenda.
pub async fn get(page: Page) -> Result<Response, Problem> {
    let lines = page.site.office.public_agenda(page.agenda_query()).await?;
    let view = View {
        t: page.t,
        feed_url: page.feed_url("/feeds/activities.ics"),
        news_url: page.feed_url("/feeds/activities.atom"),
        shell: page.shell("activities"),
        filters: page.agenda_filters(),
        rows: page.agenda_rows(lines, |line| format!("/matters/{}", line.line.number)),
    };
    page.show(&view)
}
