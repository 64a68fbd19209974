//! The agenda of the desk: what takes place, announced or not, as far as this officer may see it.

use askama::Template;
use axum::response::Response;

use crate::page::Page;
use crate::parts::{ActivityRow, Field, Shell};
use crate::problem::Problem;
use crate::words::Say;

#[derive(Template)]
#[template(path = "desk/agenda.html")]
struct View {
    t: Say,
    shell: Shell,
    filters: Vec<Field>,
    rows: Vec<ActivityRow>,
    registers: bool,
}

/// Shows it.
pub async fn get(page: Page) -> Result<Response, Problem> {
    let caller = page.caller()?;
    let lines = page.site.office.desk_agenda(caller, page.agenda_query()).await?;
    let view = View {
        t: page.t,
        shell: super::shell(&page, "agenda").await?,
        filters: page.agenda_filters(),
        rows: page.agenda_rows(lines, |line| format!("/desk/matters/{}", line.line.case)),
        registers: super::registers(&page)?,
    };
    page.show(&view)
}
