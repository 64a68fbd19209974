//! Rehearse a change of units or places: each open matter with its new holder, place and clock. What was rehearsed can be carried out,
//! with a reason that every matter keeps.

mod changes;

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use domain::ids::UnitId;
use office::reference::SuccessionLine;

use crate::page::Page;
use crate::pages::desk;
use crate::parts::{Cell, Field, Form, FormError, Grid, Head, Pager, Shell, Stat};
use crate::problem::{Problem, on_form};
use crate::sent::Sent;
use crate::words::Say;

use changes::{changes, fields};

/// What the button sends that carries out.
const APPLY: &str = "apply";
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

/// Rehearses, or carries out what was rehearsed.
pub async fn post(page: Page, sent: Sent) -> Result<Response, Problem> {
    page.administrator()?;
    if sent.one("go") == APPLY {
        return carry_out(&page, &sent).await;
    }
    rehearse(&page, &sent, Vec::new()).await
}

/// Rehearses; `errors` are of the form that carries out.
async fn rehearse(page: &Page, sent: &Sent, errors: Vec<FormError>) -> Result<Response, Problem> {
    let changes = match changes(page, sent) {
        Ok(changes) => changes,
        Err(wrong) => return show(page, StatusCode::UNPROCESSABLE_ENTITY, sent, None, wrong).await,
    };
    let office = page.site.office.clone();
    let lines = tokio::task::spawn_blocking(move || office.rehearse_succession(&changes)).await;
    match lines.map_err(|stopped| Problem::fault(stopped.to_string()))? {
        Ok(lines) => {
            let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
            show(page, status, sent, Some(lines), errors).await
        }
        Err(failure) => {
            let errors = on_form(&page.t, None, failure)?;
            show(page, StatusCode::UNPROCESSABLE_ENTITY, sent, None, errors).await
        }
    }
}

/// Changes units or places and moves every open matter; the reason is asked for, because each of them keeps it.
async fn carry_out(page: &Page, sent: &Sent) -> Result<Response, Problem> {
    let t = &page.t;
    let reason = sent.one("reason").to_owned();
    if reason.is_empty() {
        let text = t.with("field-missing", [("field", t.say("admin-rehearsal-reason"))]);
        return rehearse(page, sent, vec![FormError { field: "reason".to_owned(), text }]).await;
    }
    let changes = match changes(page, sent) {
        Ok(changes) => changes,
        Err(wrong) => return show(page, StatusCode::UNPROCESSABLE_ENTITY, sent, None, wrong).await,
    };
    let (office, caller) = (page.site.office.clone(), page.caller()?.clone());
    let done =
        tokio::task::spawn_blocking(move || office.carry_out_succession(&caller, changes, &reason)).await;
    match done.map_err(|stopped| Problem::fault(stopped.to_string()))? {
        Ok(lines) => {
            let moved = u64::try_from(lines.len()).unwrap_or(u64::MAX);
            Ok(page.go("/desk/admin/rehearsal", &t.count("admin-rehearsal-done", moved)))
        }
        Err(failure) => {
            let errors = on_form(t, None, failure)?;
            show(page, StatusCode::UNPROCESSABLE_ENTITY, sent, None, errors).await
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
        apply: lines.iter().map(|_| apply(page, sent).with_errors(of_apply(&errors))).collect(),
        form: form.with_errors(if lines.is_some() { Vec::new() } else { errors }),
        nothing: lines.as_ref().is_some_and(Vec::is_empty),
        summary: lines.as_deref().map(|lines| summary(page, lines)).unwrap_or_default(),
        rows: grid(page, lines.as_deref().unwrap_or_default()),
        pager: Pager::default(),
    };
    page.show_as(status, &view)
}

/// The form that carries out what was rehearsed: the same fields once more, and why.
fn apply(page: &Page, sent: &Sent) -> Form {
    let t = &page.t;
    let again = sent.kept().filter(|(name, _)| *name != "reason");
    let mut fields: Vec<Field> =
        again.map(|(name, value)| Field::new("hidden", name, "").value(value)).collect();
    fields.push(Field::new("hidden", "go", "").value(APPLY));
    let reason = Field::new("text", "reason", t.say("admin-rehearsal-reason"));
    fields.push(reason.hint(t.say("admin-rehearsal-reason-hint")).value(sent.one("reason")));
    Form {
        url: "/desk/admin/rehearsal".to_owned(),
        fields,
        button: t.say("admin-rehearsal-apply"),
        grave: true,
        ..Form::default()
    }
}

fn of_apply(errors: &[FormError]) -> Vec<FormError> {
    errors.iter().filter(|error| error.field == "reason").cloned().collect()
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

/// Who holds it then, and who goes on with the other parts.
fn goes_on(page: &Page, line: &SuccessionLine, holder: &UnitId) -> String {
    let others: Vec<String> = line
        .inherited
        .iter()
        .map(|(from, unit)| {
            let args = [("from", page.unit(from)), ("unit", page.unit(unit))];
            page.t.with("admin-rehearsal-inherited", args)
        })
        .collect();
    [vec![page.unit(holder)], others].concat().join(" · ")
}

fn grid(page: &Page, lines: &[SuccessionLine]) -> Grid {
    let t = &page.t;
    let rows = lines.iter().take(ROWS_MAX).map(|line| {
        vec![
            Cell::link(line.number.clone(), format!("/desk/matters/{}", line.case)),
            Cell::text(page.unit_or_none(line.holder.as_ref())),
            match &line.new_holder {
                Some(unit) => Cell::text(goes_on(page, line, unit)),
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
