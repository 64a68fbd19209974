//! Rehearse that one unit takes over from another, or one place becomes another: each open matter with its new holder. Changes nothing.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use domain::ids::UnitId;
use domain::unit::{Duty, Unit};
use office::reference::{ReferenceChange, SuccessionLine};

use crate::page::Page;
use crate::pages::desk;
use crate::parts::{Cell, Field, Form, FormError, Grid, Head, Pager, Shell, Stat};
use crate::problem::Problem;
use crate::sent::Sent;
use crate::words::Say;

/// Rows of the list.
const ROWS_MAX: usize = 500;

#[derive(Template)]
#[template(path = "admin/rehearsal.html")]
struct View {
    t: Say,
    shell: Shell,
    form: Form,
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
    let find = |name: &str| page.world.units.find(&UnitId::new(sent.one(name))).map(|unit| unit.id.clone());
    let (Some(from), Some(to)) = (find("from"), find("to")) else {
        let missing = |field: &str, key: &str| FormError {
            field: field.to_owned(),
            text: page.t.with("field-missing", [("field", page.t.say(key))]),
        };
        let mut errors = Vec::new();
        errors.extend(find("from").is_none().then(|| missing("from", "admin-rehearsal-unit-from")));
        errors.extend(find("to").is_none().then(|| missing("to", "admin-rehearsal-unit-to")));
        return show(&page, StatusCode::UNPROCESSABLE_ENTITY, &sent, None, errors).await;
    };
    let changes = vec![merged(&page, &from, &to)];
    let office = page.site.office.clone();
    let lines = tokio::task::spawn_blocking(move || office.rehearse_succession(&changes)).await;
    let lines = lines.map_err(|stopped| Problem::fault(stopped.to_string()))??;
    show(&page, StatusCode::OK, &sent, Some(lines), Vec::new()).await
}

/// The units without `from`; what was its own, and what stood under it, is now of `to`.
fn merged(page: &Page, from: &UnitId, to: &UnitId) -> ReferenceChange {
    let units = page.world.units.iter().filter(|unit| unit.id != *from).map(|unit| {
        let parent = unit.parent.clone().map(|parent| if parent == *from { to.clone() } else { parent });
        Unit { parent: parent.filter(|parent| *parent != unit.id), ..unit.clone() }
    });
    let duties = page.world.units.duties().iter().map(|duty| {
        let unit = if duty.unit == *from { to } else { &duty.unit };
        Duty { unit: unit.clone(), ..duty.clone() }
    });
    ReferenceChange::Units { units: units.collect(), duties: duties.collect() }
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
    let pick = |name: &str, label: &str| {
        Field::new("select", name, t.say(label))
            .options(page.with_choose(page.unit_choices()))
            .value(sent.one(name))
    };
    let form = Form {
        url: "/desk/admin/rehearsal".to_owned(),
        fields: vec![pick("from", "admin-rehearsal-unit-from"), pick("to", "admin-rehearsal-unit-to")],
        button: t.say("admin-rehearsal-button"),
        ..Form::default()
    };
    let view = View {
        t: page.t,
        shell: desk::shell(page, "rehearsal").await?,
        form: form.with_errors(errors),
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
