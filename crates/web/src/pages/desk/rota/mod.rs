//! The rota: leaders and months, what was held and what is due. How often is chosen by the administrator among what the pack knows.

pub mod plan;

use std::sync::Arc;

use askama::Template;
use axum::response::Response;
use domain::ids::KindId;
use domain::program::Program;
use office::queries::{Rota, RotaLine, RotaMonth, RotaNow};

use crate::page::Page;
use crate::pages::desk;
use crate::parts::{Cell, Choice, Field, Form, Grid, Head, Link, Shell};
use crate::problem::Problem;
use crate::sent::Sent;
use crate::words::Say;

/// Its address.
pub(crate) const URL: &str = "/desk/rota";
/// Years that can be chosen before and after this one.
const YEARS: i16 = 1;

#[derive(Template)]
#[template(path = "desk/rota.html")]
struct View {
    t: Say,
    shell: Shell,
    rule: String,
    filters: Vec<Field>,
    open: Grid,
    grid: Grid,
    plan: Vec<Link>,
    choose: Vec<Form>,
}

/// Shows it.
pub async fn get(page: Page) -> Result<Response, Problem> {
    let caller = page.caller()?;
    let program = program(&page, &page.query("kind")).ok_or(Problem::NotFound)?;
    let today = page.world.calendar.date_of(page.now);
    let year = page.query("year").parse().unwrap_or(today.year());
    let rota = page.site.office.rota(caller, program.id.clone(), year).await?.ok_or(Problem::NotFound)?;
    let plan = Link::new(page.t.say("rota-plan"), format!("{}?kind={}", plan::URL, program.id));
    let view = View {
        t: page.t,
        shell: desk::shell(&page, "rota").await?,
        rule: rota.preset.as_ref().map(|preset| page.t.text(&preset.name).to_owned()).unwrap_or_default(),
        filters: filters(&page, &program, year),
        open: open(&page, &rota),
        grid: grid(&page, &rota),
        plan: Some(plan).filter(|_| plan::may_plan(&page, &program)).into_iter().collect(),
        choose: choose(&page, &program, &rota),
    };
    page.show(&view)
}

/// Chooses how often the activity is held.
pub async fn post(page: Page, sent: Sent) -> Result<Response, Problem> {
    let caller = &page.administrator()?.caller;
    let program = program(&page, sent.one("kind")).ok_or(Problem::NotFound)?;
    page.site.office.choose_preset(caller, program.id.clone(), sent.one("preset").to_owned()).await?;
    Ok(page.go(&format!("{URL}?kind={}", program.id), &page.t.say("rota-chosen")))
}

/// Programs that have a rota: those that record when they are held, the ones that say how often first.
fn programs(page: &Page) -> Vec<Arc<Program>> {
    let held = page.world.programs.iter().filter(|program| program.figures.held.is_some());
    let mut held: Vec<Arc<Program>> = held.cloned().collect();
    held.sort_by_key(|program| program.presets.is_empty());
    held
}

/// The program that was asked for, or the first; none if that has no rota.
fn program(page: &Page, asked: &str) -> Option<Arc<Program>> {
    let asked = KindId::from(asked);
    programs(page).into_iter().find(|program| asked.as_str().is_empty() || program.id == asked)
}

fn filters(page: &Page, program: &Program, year: i16) -> Vec<Field> {
    let t = &page.t;
    let kinds = programs(page);
    let kinds = kinds.iter().map(|program| Choice::new(program.id.as_str(), t.text(&program.name)));
    let this = page.world.calendar.date_of(page.now).year();
    let years = (this - YEARS..=this + YEARS)
        .map(|year| Choice::new(year.to_string(), t.with("held-year", [("year", year.to_string())])));
    vec![
        Field::new("select", "kind", t.say("agenda-kind"))
            .options(kinds.collect())
            .value(program.id.as_str()),
        Field::new("select", "year", t.say("held-period")).options(years.collect()).value(year.to_string()),
    ]
}

/// Those for whom one is due in the present period, and who have neither held nor planned it.
fn open(page: &Page, rota: &Rota) -> Grid {
    let t = &page.t;
    let row = |line: &RotaLine| {
        let leader = page.world.leaders.find(&line.leader);
        let unit = leader.map(|leader| page.unit(&leader.unit)).unwrap_or_default();
        vec![Cell::text(page.leader(&line.leader)), Cell::text(unit), Cell::text(every(page, line))]
    };
    let open = rota.lines.iter().filter(|line| line.now == Some(RotaNow::Open));
    Grid {
        caption: t.say("rota-open"),
        head: ["agenda-leader", "figures-unit", "rota-every"].map(|key| Head::left(t.say(key))).into(),
        rows: open.map(row).collect(),
    }
}

fn grid(page: &Page, rota: &Rota) -> Grid {
    let t = &page.t;
    let months = (1..=12).map(|month: u8| Head::left(t.with("rota-month", [("n", month.to_string())])));
    let first = ["agenda-leader", "rota-every", "rota-now"].map(|key| Head::left(t.say(key)));
    let row = |line: &RotaLine| {
        let leader = page.world.leaders.find(&line.leader);
        let portfolio = leader.map(|leader| t.text(&leader.portfolio).to_owned()).unwrap_or_default();
        let name = Cell { note: portfolio, ..Cell::text(page.leader(&line.leader)) };
        let first = [name, Cell::text(every(page, line)), now(page, line)];
        first.into_iter().chain(line.months.iter().map(|month| cell(page, month))).collect()
    };
    Grid {
        caption: t.say("rota-title"),
        head: first.into_iter().chain(months).collect(),
        rows: rota.lines.iter().map(row).collect(),
    }
}

fn every(page: &Page, line: &RotaLine) -> String {
    page.t.say(match line.every {
        None => "rota-every-free",
        Some(every) => match every.as_str() {
            "month" => "rota-every-month",
            "quarter" => "rota-every-quarter",
            "half_year" => "rota-every-half-year",
            _ => "rota-every-year",
        },
    })
}

fn now(page: &Page, line: &RotaLine) -> Cell {
    let (key, tone) = match line.now {
        Some(RotaNow::Held) => ("rota-held", "green"),
        Some(RotaNow::Ahead) => ("rota-ahead", "blue"),
        Some(RotaNow::Open) => ("rota-neither", "amber"),
        None => return Cell::default(),
    };
    Cell::chip(page.t.say(key), tone)
}

/// A month in signs that the legend tells: held, still to come, not recorded.
fn cell(page: &Page, month: &RotaMonth) -> Cell {
    let signs = [
        ("rota-sign-held", month.held),
        ("rota-sign-ahead", month.ahead),
        ("rota-sign-missed", month.missed),
    ];
    let said = signs.into_iter().filter(|(_, n)| *n > 0).map(|(key, n)| {
        let sign = page.t.say(key);
        if n == 1 { sign } else { format!("{sign}{n}") }
    });
    let text = said.collect::<Vec<_>>().join(" ");
    let url = month.case.as_ref().map(|case| format!("/desk/matters/{case}")).unwrap_or_default();
    Cell { url, ..Cell::text(text) }
}

/// The administrator's choice.
fn choose(page: &Page, program: &Program, rota: &Rota) -> Vec<Form> {
    if page.administrator().is_err() || program.presets.is_empty() {
        return Vec::new();
    }
    let t = &page.t;
    let presets = program.presets.iter().map(|preset| Choice::new(preset.id.clone(), t.text(&preset.name)));
    let chosen = rota.preset.as_ref().map(|preset| preset.id.clone()).unwrap_or_default();
    let form = Form {
        url: URL.to_owned(),
        button: t.say("rota-choose"),
        fields: vec![
            Field::new("hidden", "kind", "").value(program.id.as_str()),
            Field::new("select", "preset", t.say("rota-preset")).options(presets.collect()).value(chosen),
        ],
        ..Form::default()
    };
    vec![form]
}
