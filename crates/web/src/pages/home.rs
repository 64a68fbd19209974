//! The first page: look around before you raise; what others raised; how the offices did.

use askama::Template;
use axum::response::Response;
use domain::program::{Length, Program};
use office::queries::{FigureScope, FiguresQuery, GroupBy, Page as Part, PublicFilter};

use super::figures::month_before;
use crate::page::Page;
use crate::parts::{Fact, MatterRow, Shell, Stat};
use crate::problem::Problem;
use crate::words::Say;

/// Matters on the first page.
const RECENT: usize = 6;

#[derive(Template)]
#[template(path = "public/home.html")]
struct View {
    t: Say,
    shell: Shell,
    recent: Vec<MatterRow>,
    stats: Vec<Stat>,
    soon: Vec<Fact>,
}

/// Shows it.
pub async fn get(page: Page) -> Result<Response, Problem> {
    let office = &page.site.office;
    let recent = office.public_list(PublicFilter::default(), Part { after: None, rows: RECENT }).await?;
    let until = page.this_month();
    let from = month_before(&until, 1);
    let query = FiguresQuery { scope: FigureScope::default(), from, until, by: GroupBy::Nothing };
    let figures = office.figures(query).await?;
    let view = View {
        t: page.t,
        shell: page.shell("home"),
        recent: recent.rows.iter().map(|line| page.matter_row(line)).collect(),
        stats: page.stats_short(&figures.total),
        soon: page.world.programs.iter().filter_map(|program| soon(&page, program)).collect(),
    };
    page.show(&view)
}

/// Within how long a program answers: its public clock, by its longest fixed term.
fn soon(page: &Page, program: &Program) -> Option<Fact> {
    let clock = program.clock(program.figures.in_time.as_ref()?)?;
    let term = clock.terms.iter().rev().find_map(|choice| match choice.length {
        Length::Term(term) => Some(term),
        Length::Until(_) => None,
    })?;
    let name = page.t.text(&program.name);
    Some(Fact::new(name, page.t.term(term)).to(format!("/programs/{}", program.id)))
}
