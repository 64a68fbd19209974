//! The programs that run, what the check says of each, and a place to have a pack checked before it is taken.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use domain::program::Program;
use office::reference::ReferenceChange;
use pack::Severity;

use super::change;
use crate::page::Page;
use crate::pages::desk;
use crate::pages::programs::facts;
use crate::parts::{Chip, Choice, Fact, Field, Form, FormError, Shell};
use crate::problem::{Problem, on_form};
use crate::sent::Sent;
use crate::words::Say;

#[derive(Template)]
#[template(path = "admin/packs.html")]
struct View {
    t: Say,
    shell: Shell,
    packs: Vec<PackRow>,
    upload: Form,
}

struct PackRow {
    name: String,
    url: String,
    state: Chip,
    facts: Vec<Fact>,
    findings: Vec<FindingRow>,
}

struct FindingRow {
    text: String,
    path: Vec<String>,
}

/// Shows the programs that run.
pub async fn get(page: Page) -> Result<Response, Problem> {
    show(&page, StatusCode::OK, Vec::new(), Vec::new()).await
}

/// Checks a pack; takes it if that was asked for and nothing is wrong with it.
pub async fn post(page: Page, sent: Sent) -> Result<Response, Problem> {
    page.administrator()?;
    let bytes = sent.files.first().map(|(_, bytes)| bytes.clone()).unwrap_or_default();
    let source = String::from_utf8(bytes).map_err(|_not_text| Problem::Malformed)?;
    let error = |text: String| vec![FormError { field: "file".to_owned(), text }];
    let program = match pack::read("pack.toml", &source) {
        Ok(program) => program,
        Err(refusal) => {
            return show(&page, StatusCode::UNPROCESSABLE_ENTITY, Vec::new(), error(refusal.to_string()))
                .await;
        }
    };
    let checked = row(&page, &program);
    let sound = checked.findings.is_empty();
    if sent.one("take") != "yes" || !sound {
        let status = if sound { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
        return show(&page, status, vec![checked], Vec::new()).await;
    }
    match change(&page, vec![ReferenceChange::Pack { source }]).await? {
        Ok(_) => Ok(page.go("/desk/admin/packs", &page.t.say("account-saved"))),
        Err(failure) => {
            let text = on_form(&page.t, None, failure)?.into_iter().map(|error| error.text).collect();
            show(&page, StatusCode::UNPROCESSABLE_ENTITY, vec![checked], error(text)).await
        }
    }
}

async fn show(
    page: &Page,
    status: StatusCode,
    mut rows: Vec<PackRow>,
    errors: Vec<FormError>,
) -> Result<Response, Problem> {
    page.administrator()?;
    let t = &page.t;
    rows.extend(page.world.programs.iter().map(|program| row(page, program)));
    let take = vec![
        Choice::new("no", t.say("admin-packs-check-only")),
        Choice::new("yes", t.say("admin-packs-take")),
    ];
    let upload = Form {
        url: "/desk/admin/packs".to_owned(),
        fields: vec![
            Field::new("file", "file", t.say("admin-packs-file")),
            Field::new("columns", "take", t.say("admin-packs-then")).options(take).value("no"),
        ],
        button: t.say("admin-packs-button"),
        ..Form::default()
    };
    let view = View {
        t: page.t,
        shell: desk::shell(page, "packs").await?,
        packs: rows,
        upload: upload.with_errors(errors),
    };
    page.show_as(status, &view)
}

fn row(page: &Page, program: &Program) -> PackRow {
    let findings: Vec<FindingRow> = pack::check(program)
        .iter()
        .filter(|finding| finding.severity == Severity::Error)
        .map(|finding| FindingRow {
            text: page.t.text(&finding.words).to_owned(),
            path: finding.path.iter().cloned().collect(),
        })
        .collect();
    let state = if findings.is_empty() {
        Chip::new(page.t.say("admin-packs-proven"), "green")
    } else {
        Chip::new(page.t.say("admin-packs-refused"), "red")
    };
    PackRow {
        name: page.t.text(&program.name).to_owned(),
        url: format!("/programs/{}", program.id),
        state,
        facts: facts(page, program),
        findings,
    }
}
