//! Rehearse a change of units or places: each open matter with its new holder, place and clock. Changes nothing.

mod changes;

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use office::reference::SuccessionLine;

use crate::page::Page;
use crate::pages::desk;
use crate::parts::{Cell, Form, FormError, Grid, Head, Pager, Shell, Stat};
use crate::problem::{Problem, on_form};
use crate::sent::Sent;
use crate::words::Say;

use changes::{changes, fields};

/// Rows of the list.
const ROWS_MAX: usize = 500;

#[derive(Template)]
#[template(path = "admin/rehearsal.html")]
struct View {
    t: Say,
    shell: Shell,
    form: Form,
    nothing: bool,
    summary: Vec<Stat>,
    rows: Grid,
    pager: Pager,
    apply: Vec<Form>,
}

/// Shows the form.
pub async fn get(page: Page) -> Result<Response, Problem> {
    show(&page, StatusCode::OK, &Sent::default(), None, Vec::new()).await
}

/// Rehearses.
pub async fn post(page: Page, sent: Sent) -> Result<Response, Problem> {
    page.administrator()?;
    let changes = match changes(&page, &sent) {
        Ok(changes) => changes,
        Err(errors) => return show(&page, StatusCode::UNPROCESSABLE_ENTITY, &sent, None, errors).await,
    };
    let office = page.site.office.clone();
    let lines = tokio::task::spawn_blocking(move || office.rehearse_succession(&changes)).await;
    match lines.map_err(|stopped| Problem::fault(stopped.to_string()))? {
        Ok(lines) => show(&page, StatusCode::OK, &sent, Some(lines), Vec::new()).await,
        Err(failure) => {
            let errors = on_form(&page.t, None, failure)?;
            show(&page, StatusCode::UNPROCESSABLE_ENTITY, &sent, None, errors).await
        }
    }
}

async fn show(
    page: &Page,
    status: StatusCode,
    sent: &Sent,
    lines: Option<Vec<SuccessionLine>>,
    errors: Vec<FormError>,
) -> Result<Response, Problem> {
    page.administrator()?;
    let t = &page.t;
    let form = Form {
        url: "/desk/admin/rehearsal".to_owned(),
        fields: fields(page, sent),
        button: t.say("admin-rehearsal-button"),
        ..Form::default()
    };
    let view = View {
        t: page.t,
        shell: desk::shell(page, "rehearsal").await?,
        form: form.with_errors(errors),
        nothing: lines.as_ref().is_some_and(Vec::is_empty),
        summary: lines.as_deref().map(|lines| summary(page, lines)).unwrap_or_default(),
        rows: grid(page, lines.as_deref().unwrap_or_default()),
        pager: Pager::default(),
        apply: Vec::new(),
    };
    page.show_as(status, &view)
}

fn summary(page: &Page, lines: &[SuccessionLine]) -> Vec<Stat> {
    let count = |key: &str, fits: &dyn Fn(&SuccessionLine) -> bool| Stat {
        label: page.t.say(key),
        value: lines.iter().filter(|line| fits(line)).count().to_string(),
        ..Stat::default()
    };
    vec![
        count("admin-rehearsal-moves", &|line| line.new_holder.is_some() && line.new_holder != line.holder),
        count("admin-rehearsal-stays", &|line| line.new_holder.is_some() && line.new_holder == line.holder),
        count("admin-rehearsal-lost", &|line| line.new_holder.is_none()),
    ]
}

fn grid(page: &Page, lines: &[SuccessionLine]) -> Grid {
    let t = &page.t;
    let rows = lines.iter().take(ROWS_MAX).map(|line| {
        vec![
            Cell::link(line.number.clone(), format!("/desk/matters/{}", line.case)),
            Cell::text(page.unit_or_none(line.holder.as_ref())),
            match &line.new_holder {
                Some(unit) => Cell::text(page.unit(unit)),
                None => Cell::chip(t.say("admin-rehearsal-lost"), "red"),
            },
            Cell::text(page.short_place(&line.new_place)),
            Cell::text(line.due_at.map(|due| t.at(due)).unwrap_or_default()),
        ]
    });
    let heads = [
        "admin-rehearsal-matter",
        "admin-rehearsal-now",
        "admin-rehearsal-then",
        "admin-units-place",
        "admin-rehearsal-clock",
    ];
    Grid {
        caption: t.say("admin-rehearsal-matters"),
        head: heads.map(|key| Head::left(t.say(key))).into(),
        rows: rows.collect(),
    }
}
