//! The programs that this installation runs.

use askama::Template;
use axum::response::Response;
use domain::program::Program;

use crate::page::Page;
use crate::parts::{Fact, Shell};
use crate::problem::Problem;
use crate::words::Say;

#[derive(Template)]
#[template(path = "public/programs.html")]
struct View {
    t: Say,
    shell: Shell,
    programs: Vec<Line>,
}

struct Line {
    name: String,
    url: String,
    text: String,
    facts: Vec<Fact>,
}

/// Shows them.
pub async fn get(page: Page) -> Result<Response, Problem> {
    let lines = page.world.programs.iter().map(|program| Line {
        name: page.t.text(&program.name).to_owned(),
        url: format!("/programs/{}", program.id),
        text: page.t.text(&program.summary).to_owned(),
        facts: facts(&page, program),
    });
    let view = View { t: page.t, shell: page.shell("programs"), programs: lines.collect() };
    page.show(&view)
}

/// What a program rests on, and how its numbers look.
pub(crate) fn facts(page: &Page, program: &Program) -> Vec<Fact> {
    let t = &page.t;
    vec![
        Fact::new(t.say("program-basis"), t.text(&program.basis)),
        Fact::new(t.say("program-cases"), program.prefix.clone()),
        Fact::new(t.say("program-version"), program.version.to_string()),
    ]
}
