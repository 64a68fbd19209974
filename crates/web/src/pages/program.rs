//! One program in plain words, drawn and explained by its own pack: what happens to a matter, who does what by when.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::ids::KindId;
use pack::explain::Block;

use super::programs::facts;
use crate::page::Page;
use crate::parts::{Fact, Shell};
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
    folds: Vec<Fold>,
}

/// The rows of a table that belong together, folded under the name that they share: on a phone a wide table cannot be read.
#[derive(Default)]
struct Fold {
    name: String,
    note: String,
    rows: Vec<Vec<Fact>>,
}

/// Shows it.
pub async fn get(page: Page, Path(kind): Path<String>) -> Result<Response, Problem> {
    let program = page.world.programs.current(&KindId::new(kind)).cloned().ok_or(Problem::NotFound)?;
    let language = page.t.language;
    // The first section says what the head of the page says already.
    let sections = pack::explain(&program, language).into_iter().skip(1).map(|section| Section {
        blocks: section.blocks.into_iter().map(part).collect(),
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

fn part(block: Block) -> Part {
    match block {
        Block::Paragraph(paragraph) => Part { paragraph, ..Part::default() },
        Block::List(points) => Part { points, ..Part::default() },
        Block::Table { head, rows } => Part { folds: folds(&head, &rows), ..Part::default() },
    }
}

/// A table, folded. A row without a name goes on with the one above it; where no row does, the second column stands beside the name.
fn folds(head: &[String], rows: &[Vec<String>]) -> Vec<Fold> {
    let goes_on = |row: &[String]| row.first().is_none_or(String::is_empty);
    let single = !rows.iter().any(|row| goes_on(row));
    let hidden = if single { 2 } else { 1 };
    let folds = rows.chunk_by(|_, row| goes_on(row)).map(|rows| {
        let cell = |at: usize| rows.first().and_then(|row| row.get(at)).cloned().unwrap_or_default();
        let facts = |row: &Vec<String>| {
            let cells = head.iter().zip(row).skip(hidden).filter(|(_, value)| !value.is_empty());
            cells.map(|(name, value)| Fact::new(name, value)).collect()
        };
        Fold {
            name: cell(0),
            note: if single { cell(1) } else { String::new() },
            rows: rows.iter().map(facts).collect(),
        }
    });
    folds.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: &[[&str; 3]]) -> Vec<String> {
        let words = |row: &[&str; 3]| row.iter().map(|&word| word.to_owned()).collect::<Vec<_>>();
        let rows: Vec<Vec<String>> = rows.iter().map(words).collect();
        let told = folds(&words(&["step", "who", "what"]), &rows).into_iter().map(|fold| {
            let rows = fold.rows.iter().map(|row| {
                row.iter().map(|fact| format!("{}={}", fact.name, fact.value)).collect::<Vec<_>>().join(" ")
            });
            format!("{} ({}): {}", fold.name, fold.note, rows.collect::<Vec<_>>().join(" / "))
        });
        told.collect()
    }

    #[test]
    fn rows_without_a_name_are_folded_under_the_one_above() {
        let told = table(&[["open", "clerk", "sign"], ["", "person", ""], ["done", "clerk", "file"]]);
        assert_eq!(told, ["open (): who=clerk what=sign / who=person", "done (): who=clerk what=file"]);
    }

    #[test]
    fn where_every_row_has_a_name_the_second_column_stands_beside_it() {
        assert_eq!(table(&[["reply", "5 days", "unit"]]), ["reply (5 days): what=unit"]);
    }
}
