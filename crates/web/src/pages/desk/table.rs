//! A list of one program with the columns that its pack names: the three lists of commitments, by leader, unit and place.

use std::sync::Arc;

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::place::PlaceCode;
use domain::program::{Phase, Program};
use office::queries::{DeskFilter, TableLine};

use crate::page::Page;
use crate::parts::{Cell, Choice, Field, Grid, Head, Pager, Shell};
use crate::problem::Problem;
use crate::tell::{phase_key, value_text};
use crate::words::Say;

#[derive(Template)]
#[template(path = "desk/table.html")]
struct View {
    t: Say,
    shell: Shell,
    title: String,
    summary: String,
    filters: Vec<Field>,
    grid: Grid,
    pager: Pager,
}

/// Shows the list of a program that has one.
pub async fn get(page: Page, Path(kind): Path<String>) -> Result<Response, Problem> {
    let caller = page.caller()?;
    let program = page.world.programs.current(&kind.as_str().into()).cloned();
    let program = program.filter(|program| !program.columns.is_empty()).ok_or(Problem::NotFound)?;
    let found = page.site.office.desk_table(caller, filter(&page, &program), page.part()).await?;
    let view = View {
        t: page.t,
        shell: super::shell(&page, &format!("list/{kind}")).await?,
        title: page.t.text(&program.name).to_owned(),
        summary: page.t.text(&program.summary).to_owned(),
        filters: filters(&page),
        grid: Grid {
            caption: page.t.text(&program.name).to_owned(),
            head: head(&page, &program),
            rows: found.rows.iter().map(|line| row(&page, &program, line)).collect(),
        },
        pager: page.pager(&found),
    };
    page.show(&view)
}

fn filter(page: &Page, program: &Arc<Program>) -> DeskFilter {
    let some = |name: &str| Some(page.query(name)).filter(|value| !value.is_empty());
    DeskFilter {
        kind: Some(program.id.clone()),
        phase: some("phase").and_then(|phase| Phase::parse(&phase)),
        place: some("place").and_then(|code| PlaceCode::parse(&code).ok()),
        unit: some("unit").map(|id| id.as_str().into()),
        leader: some("leader").map(|id| id.as_str().into()),
        late: some("late").map(|late| late == "yes"),
        ..DeskFilter::default()
    }
}

fn filters(page: &Page) -> Vec<Field> {
    let phases = Phase::ALL.map(|phase| Choice::new(phase.as_str(), page.t.say(phase_key(phase))));
    let late = vec![Choice::new("yes", page.t.say("queue-late"))];
    vec![
        page.filter("leader", "agenda-leader", "matters-all", page.leader_choices()),
        page.filter("unit", "case-holder-unit", "matters-all", page.unit_choices()),
        page.filter("place", "matters-place", "matters-all", page.county_choices()),
        page.filter("phase", "matters-state", "matters-all", phases.into()),
        page.filter("late", "case-clocks", "matters-all", late),
    ]
}

fn head(page: &Page, program: &Program) -> Vec<Head> {
    let head = |label: String| Head { label, right: false };
    let columns = program.columns.iter().filter_map(|id| program.field(id));
    let columns = columns.map(|field| head(page.t.text(&field.label).to_owned()));
    let first = [head(page.t.say("inbox-matter"))];
    let last = ["case-holder-unit", "matters-state", "inbox-deadline"].map(|key| head(page.t.say(key)));
    first.into_iter().chain(columns).chain(last).collect()
}

fn row(page: &Page, program: &Program, line: &TableLine) -> Vec<Cell> {
    let cell = |text: String| Cell { text, ..Cell::default() };
    let columns = program.columns.iter().filter_map(|id| program.field(id)).map(|field| {
        let value = line.values.get(&field.id);
        cell(value.map(|value| value_text(page, field, value)).unwrap_or_default())
    });
    let (state, due) = (page.state_chip(&line.line), page.due_chip(line.line.due_at, line.line.late));
    let first = Cell {
        url: format!("/desk/matters/{}", line.line.case),
        note: format!("{} {}", line.line.number, page.short_place(&line.line.place)),
        ..cell(page.title(&line.line.title))
    };
    let last = [
        cell(page.unit_or_none(line.line.holder.as_ref())),
        Cell { tone: toned(state.tone), ..cell(state.label) },
        Cell { tone: if due.label.is_empty() { "" } else { toned(due.tone) }, ..cell(due.label) },
    ];
    std::iter::once(first).chain(columns).chain(last).collect()
}

/// A chip without a colour of its own is grey.
fn toned(tone: &'static str) -> &'static str {
    if tone.is_empty() { "grey" } else { tone }
}
