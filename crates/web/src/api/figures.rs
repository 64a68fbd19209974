//! The public figures, as numerators and denominators.

use axum::response::Response;
use office::queries::{FigureRow, GroupBy, Rate};
use serde::Serialize;

use super::json;
use crate::page::Page;
use crate::pages::figures::query;
use crate::problem::Problem;

#[derive(Serialize)]
struct Figures {
    from: String,
    until: String,
    total: Row,
    rows: Vec<Row>,
}

/// A row; what is too small to be shown is absent.
#[derive(Serialize)]
struct Row {
    key: String,
    opened: Option<u64>,
    ended: Option<u64>,
    reopened: Option<u64>,
    in_time: Option<Share>,
    answered: Option<Share>,
    solved: Option<Share>,
    satisfied: Option<Share>,
    called_back: Option<Share>,
}

#[derive(Serialize)]
struct Share {
    yes: u64,
    of: u64,
}

/// The figures of a scope, in rows by `by`: `month`, `place`, `unit` or `category`.
pub async fn get(page: Page) -> Result<Response, Problem> {
    let by = match page.query("by").as_str() {
        "" => GroupBy::Nothing,
        "month" => GroupBy::Month,
        "place" => GroupBy::Place,
        "unit" => GroupBy::Unit,
        "category" => GroupBy::Category,
        _ => return Err(Problem::Malformed),
    };
    let figures = page.site.office.figures(query(&page, by)).await?;
    json(&Figures {
        from: figures.query.from.0.clone(),
        until: figures.query.until.0.clone(),
        total: row(&figures.total),
        rows: figures.rows.iter().map(row).collect(),
    })
}

fn row(row: &FigureRow) -> Row {
    Row {
        key: row.key.clone(),
        opened: row.opened,
        ended: row.ended,
        reopened: row.reopened,
        in_time: share(row.in_time),
        answered: share(row.answered),
        solved: share(row.solved),
        satisfied: share(row.satisfied),
        called_back: share(row.called_back),
    }
}

fn share(rate: Rate) -> Option<Share> {
    match rate {
        Rate::Of { numerator, denominator } => Some(Share { yes: numerator, of: denominator }),
        Rate::TooFew => None,
    }
}
