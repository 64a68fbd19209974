//! Pages of text: privacy, accessibility.

use askama::Template;
use axum::response::Response;
use jiff::civil::{Date, date};

use crate::page::Page;
use crate::parts::Shell;
use crate::problem::Problem;
use crate::words::Say;

/// When the words of these pages were last changed.
const CHANGED: Date = date(2026, 11, 24);

#[derive(Template)]
#[template(path = "public/statement.html")]
struct View {
    t: Say,
    shell: Shell,
    title: String,
    changed: String,
    parts: Vec<Part>,
}

struct Part {
    title: String,
    text: String,
}

/// What is kept of people, and what never is.
pub async fn privacy(page: Page) -> Result<Response, Problem> {
    let mut parts = vec![("privacy-what-title", "privacy-what"), ("privacy-how-title", "privacy-how")];
    if !page.site.office.ways().is_empty() {
        parts.push(("privacy-told-title", "privacy-told"));
    }
    parts.extend([
        ("privacy-who-title", "privacy-who"),
        ("privacy-not-title", "privacy-not"),
        ("privacy-erase-title", "privacy-erase"),
    ]);
    show(&page, "privacy-title", &parts)
}

/// For whom these pages work, and where they do not yet.
pub async fn accessibility(page: Page) -> Result<Response, Problem> {
    let parts = [
        ("accessibility-do-title", "accessibility-do"),
        ("accessibility-not-title", "accessibility-not"),
        ("accessibility-help-title", "accessibility-help"),
    ];
    show(&page, "accessibility-title", &parts)
}

fn show(page: &Page, title: &str, parts: &[(&str, &str)]) -> Result<Response, Problem> {
    let parts = parts.iter().map(|(title, text)| Part { title: page.t.say(title), text: page.t.say(text) });
    let view = View {
        t: page.t,
        shell: page.shell(""),
        title: page.t.say(title),
        changed: page.t.full_day(CHANGED),
        parts: parts.collect(),
    };
    page.show(&view)
}
