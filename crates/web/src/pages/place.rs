//! What a place remembers: activities to come and past, matters in hand, and the lists of programs that have one: what was promised there,
//! who is linked with it. For the public, as far as it is published; at the desk, as far as the unit may see it; both to be printed.

use std::sync::Arc;

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::place::PlaceCode;
use domain::program::{Phase, Program};
use jiff::ToSpan;
use office::queries::{
    AGENDA_LINES_MAX, AgendaLine, AgendaQuery, CaseLine, DeskFilter, Page as Part, PublicFilter,
};

use crate::page::Page;
use crate::pages::desk;
use crate::parts::{ActivityRow, Link, MatterRow, Shell};
use crate::problem::Problem;
use crate::words::Say;

/// Days of activities that are shown, ahead and back.
const DAYS: i64 = 183;
/// Rows of one part; the rest stands in the list behind it.
const ROWS_MAX: usize = 12;

#[derive(Template)]
#[template(path = "public/place.html")]
struct PublicView {
    t: Say,
    shell: Shell,
    body: Body,
}

#[derive(Template)]
#[template(path = "desk/place.html")]
struct DeskView {
    t: Say,
    shell: Shell,
    body: Body,
}

struct Body {
    name: String,
    around: Vec<Link>,
    within: Vec<Link>,
    ahead: Vec<ActivityRow>,
    past: Vec<ActivityRow>,
    lists: Vec<Listed>,
}

/// One list of the place.
struct Listed {
    name: String,
    rows: Vec<MatterRow>,
    all: String,
}

/// Shows what is published.
pub async fn public(page: Page, Path(code): Path<String>) -> Result<Response, Problem> {
    let place = known(&page, &code)?;
    let office = &page.site.office;
    let (ahead, past) = agendas(&page, &place);
    let (ahead, mut past) = (office.public_agenda(ahead).await?, office.public_agenda(past).await?);
    past.reverse();
    let mut lists = Vec::new();
    for program in listed(&page) {
        let filter = PublicFilter {
            kind: Some(program.id.clone()),
            place: Some(place.clone()),
            ..PublicFilter::default()
        };
        let found = office.public_list(filter, Part::first()).await?;
        let all = format!("/matters?place={place}&kind={}", program.id);
        lists.push(list(page.t.text(&program.name), &found.rows, all, |line| page.matter_row(line)));
    }
    let open =
        PublicFilter { phase: Some(Phase::Handling), place: Some(place.clone()), ..PublicFilter::default() };
    let open = office.public_list(open, Part::first()).await?;
    let all = format!("/matters?place={place}");
    lists
        .push(list(&page.t.say("place-open"), &matters(&page, open.rows), all, |line| page.matter_row(line)));
    let url = |line: &AgendaLine| format!("/matters/{}", line.line.number);
    let body = Body {
        ahead: page.activity_rows(first(&ahead), url),
        past: page.activity_rows(first(&past), url),
        lists,
        ..frame(&page, &place, "/places")
    };
    page.show(&PublicView { t: page.t, shell: page.shell("activities"), body })
}

/// Shows what this officer's unit may see.
pub async fn at_desk(page: Page, Path(code): Path<String>) -> Result<Response, Problem> {
    let caller = page.caller()?;
    let place = known(&page, &code)?;
    let office = &page.site.office;
    let (ahead, past) = agendas(&page, &place);
    let (ahead, mut past) =
        (office.desk_agenda(caller, ahead).await?, office.desk_agenda(caller, past).await?);
    past.reverse();
    let mut lists = Vec::new();
    for program in listed(&page) {
        let filter = DeskFilter {
            kind: Some(program.id.clone()),
            place: Some(place.clone()),
            ..DeskFilter::default()
        };
        let found = office.desk_list(caller, filter, Part::first()).await?;
        let all = format!("/desk/lists/{}?place={place}", program.id);
        lists.push(list(page.t.text(&program.name), &found.rows, all, |line| page.desk_row(line)));
    }
    let open =
        DeskFilter { phase: Some(Phase::Handling), place: Some(place.clone()), ..DeskFilter::default() };
    let open = office.desk_list(caller, open, Part::first()).await?;
    let all = format!("/desk/matters?place={place}");
    lists.push(list(&page.t.say("place-open"), &matters(&page, open.rows), all, |line| page.desk_row(line)));
    let url = |line: &AgendaLine| format!("/desk/matters/{}", line.line.case);
    let body = Body {
        ahead: page.activity_rows(first(&ahead), url),
        past: page.activity_rows(first(&past), url),
        lists,
        ..frame(&page, &place, "/desk/places")
    };
    page.show(&DeskView { t: page.t, shell: desk::shell(&page, "agenda").await?, body })
}

fn known(page: &Page, code: &str) -> Result<PlaceCode, Problem> {
    let place = PlaceCode::parse(code).ok().filter(|code| page.world.places.find(code).is_some());
    place.ok_or(Problem::NotFound)
}

/// Programs with a list of their own.
fn listed(page: &Page) -> Vec<Arc<Program>> {
    page.world.programs.iter().filter(|program| !program.columns.is_empty()).cloned().collect()
}

/// Those that stand in no other part: no activities, and nothing of a program with a list.
fn matters(page: &Page, mut rows: Vec<CaseLine>) -> Vec<CaseLine> {
    let elsewhere = |line: &CaseLine| {
        let program = page.world.programs.current(&line.kind);
        program.is_some_and(|program| program.schedule.is_some() || !program.columns.is_empty())
    };
    rows.retain(|line| !elsewhere(line));
    rows
}

fn list(name: &str, rows: &[CaseLine], all: String, row: impl Fn(&CaseLine) -> MatterRow) -> Listed {
    Listed { name: name.to_owned(), rows: rows.iter().take(ROWS_MAX).map(row).collect(), all }
}

fn first(lines: &[AgendaLine]) -> &[AgendaLine] {
    lines.get(..ROWS_MAX).unwrap_or(lines)
}

/// What is ahead, and what has been.
fn agendas(page: &Page, place: &PlaceCode) -> (AgendaQuery, AgendaQuery) {
    let today = page.world.calendar.date_of(page.now);
    let ahead = AgendaQuery {
        from: today,
        until: today.saturating_add(DAYS.days()),
        kind: None,
        place: Some(place.clone()),
        leader: None,
        lines_max: AGENDA_LINES_MAX,
    };
    let past = AgendaQuery {
        from: today.saturating_sub(DAYS.days()),
        until: today.yesterday().unwrap_or(today),
        ..ahead.clone()
    };
    (ahead, past)
}

/// The place with what is around it and within it.
fn frame(page: &Page, place: &PlaceCode, url: &str) -> Body {
    let link = |code: &PlaceCode| {
        let found = page.world.places.find(code)?;
        Some(Link::new(page.t.text(&found.name), format!("{url}/{code}")))
    };
    let mut around: Vec<Link> =
        place.and_ancestors().filter(|code| code != place).filter_map(|code| link(&code)).collect();
    around.reverse();
    let within = page.world.places.codes_below(Some(place));
    Body {
        name: page.short_place(place),
        around,
        within: within.iter().filter_map(link).collect(),
        ahead: Vec::new(),
        past: Vec::new(),
        lists: Vec::new(),
    }
}
