//! One program in plain words, drawn and explained by its own pack: what happens to a matter, who does what by when.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::ids::KindId;
use pack::explain::Block;

use super::programs::facts;
use crate::page::Page;
use crate::parts::{Cell, Fact, Grid, Head, Shell};
use crate::problem::Problem;
use crate::words::Say;

#[derive(Template)]
#[template(path = "public/program.html")]
struct View {
    t: Say,
    shell: Shell,
    name: String,
    text: String,
    facts: Vec<Fact>,
    drawing: String,
    sections: Vec<Section>,
}

struct Section {
    heading: String,
    blocks: Vec<Part>,
}

/// A piece of a section: exactly one of the three is not empty.
#[derive(Default)]
struct Part {
    paragraph: String,
    points: Vec<String>,
    table: Vec<Grid>,
}

/// Shows it.
pub async fn get(page: Page, Path(kind): Path<String>) -> Result<Response, Problem> {
    let program = page.world.programs.current(&KindId::new(kind)).cloned().ok_or(Problem::NotFound)?;
    let language = page.t.language;
    let sections = pack::explain(&program, language).into_iter().map(|section| Section {
        blocks: section.blocks.into_iter().map(|block| part(&section.heading, block)).collect(),
        heading: section.heading,
    });
    let view = View {
        t: page.t,
        shell: page.shell("programs"),
        name: page.t.text(&program.name).to_owned(),
        text: page.t.text(&program.summary).to_owned(),
        facts: facts(&page, &program),
        drawing: pack::chart(&program, language),
        sections: sections.collect(),
    };
    page.show(&view)
}

fn part(heading: &str, block: Block) -> Part {
    match block {
        Block::Paragraph(paragraph) => Part { paragraph, ..Part::default() },
        Block::List(points) => Part { points, ..Part::default() },
        Block::Table { head, rows } => {
            let rows = rows.into_iter().map(|row| row.into_iter().map(Cell::text).collect());
            let head = head.into_iter().map(Head::left).collect();
            let grid = Grid { caption: heading.to_owned(), head, rows: rows.collect() };
            Part { table: vec![grid], ..Part::default() }
        }
    }
}
