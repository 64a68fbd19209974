//! The screen of the hall: who is called to which table, by number only. It loads itself anew without a script.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;

use crate::page::Page;
use crate::parts::{Shell, Stat};
use crate::problem::Problem;
use crate::words::Say;

#[derive(Template)]
#[template(path = "public/screen.html")]
struct View {
    t: Say,
    shell: Shell,
    title: String,
    called: Vec<Stat>,
    waiting: String,
}

/// Shows it.
pub async fn get(page: Page, Path(number): Path<String>) -> Result<Response, Problem> {
    let day = page.site.office.reception(&number).await?.ok_or(Problem::NotFound)?;
    let t = &page.t;
    let called = day.called.iter().map(|(visit, window)| Stat {
        label: t.with("screen-window", [("window", window.to_string())]),
        value: t.with("screen-number", [("number", visit.to_string())]),
        ..Stat::default()
    });
    let view = View {
        t: page.t,
        shell: page.shell("activities"),
        called: called.collect(),
        waiting: t.count("screen-waiting", u64::try_from(day.waiting).unwrap_or(0)),
        title: day.title,
    };
    page.show(&view)
}
