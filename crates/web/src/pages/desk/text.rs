//! The text of a case that is to be published, for whoever checks it: what it changes of the present version, and all of it.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;

use super::matter::{load, url};
use crate::page::Page;
use crate::pages::policies::compare::ChangeRow;
use crate::pages::policies::reading::{PartView, parts};
use crate::parts::Shell;
use crate::problem::Problem;
use crate::words::Say;

#[derive(Template)]
#[template(path = "desk/text.html")]
struct View {
    t: Say,
    shell: Shell,
    number: String,
    title: String,
    url: String,
    changes: Vec<ChangeRow>,
    is_first: bool,
    parts: Vec<PartView>,
}

/// Shows it; a case without a text has no such page.
pub async fn get(page: Page, Path(case): Path<String>) -> Result<Response, Problem> {
    let view = load(&page, &case).await?;
    let draft =
        page.site.office.draft_text(page.caller()?, view.case.id()).await?.ok_or(Problem::NotFound)?;
    let shown = View {
        t: page.t,
        shell: super::shell(&page, "").await?,
        number: view.case.opened.number.clone(),
        title: view.title.clone(),
        url: url(&view),
        changes: draft.changes.as_ref().map(|changes| page.change_rows(changes)).unwrap_or_default(),
        is_first: draft.changes.is_none(),
        parts: parts(&draft.document, &text::Query::default()),
    };
    page.show(&shown)
}
