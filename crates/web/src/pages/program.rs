//! One program in plain words: what happens to a matter, who does what by when, as tables.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::ids::KindId;
use domain::program::{Act, ClockDef, ClockOn, Doer, Length, Phase, Program};

use super::programs::facts;
use crate::page::Page;
use crate::parts::{Cell, Fact, Grid, Head, Shell, Step};
use crate::problem::Problem;
use crate::tell::phase_key;
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
    drawing_text: String,
    story: Vec<Step>,
    states: Vec<StateLine>,
    clocks: Grid,
    acts: Grid,
}

struct StateLine {
    name: String,
    text: String,
}

/// Shows it.
pub async fn get(page: Page, Path(kind): Path<String>) -> Result<Response, Problem> {
    let program = page.world.programs.current(&KindId::new(kind)).cloned().ok_or(Problem::NotFound)?;
    let t = &page.t;
    let states = program.states.iter().map(|state| StateLine {
        name: t.text(&state.name).to_owned(),
        text: t.text(&state.about).replace("{unit}", &t.say("program-some-unit")),
    });
    let view = View {
        t: page.t,
        shell: page.shell("programs"),
        name: t.text(&program.name).to_owned(),
        text: t.text(&program.summary).to_owned(),
        facts: facts(&page, &program),
        drawing: String::new(),
        drawing_text: String::new(),
        story: Phase::ALL.map(|phase| Step { label: t.say(phase_key(phase)), state: "" }).into(),
        states: states.collect(),
        clocks: clocks(&page, &program),
        acts: acts(&page, &program),
    };
    page.show(&view)
}

fn clocks(page: &Page, program: &Program) -> Grid {
    let t = &page.t;
    let rows = program.clocks.iter().map(|clock| {
        let on = t.say(match clock.on {
            ClockOn::Holder => "clock-on-holder",
            ClockOn::Co => "clock-on-co",
            ClockOn::Person => "clock-on-person",
            ClockOn::Window => "clock-on-window",
        });
        vec![
            Cell::text(t.text(&clock.name)),
            Cell::text(terms(page, clock)),
            Cell::text(on),
            Cell::text(t.text(&clock.basis)),
        ]
    });
    let head = ["program-clock", "program-term", "program-who", "program-basis"];
    Grid {
        caption: t.say("program-clocks"),
        head: head.map(|key| Head::left(t.say(key))).into(),
        rows: rows.collect(),
    }
}

fn terms(page: &Page, clock: &ClockDef) -> String {
    let terms = clock.terms.iter().map(|choice| {
        let term = match &choice.length {
            Length::Term(term) => page.t.term(*term),
            Length::Until(_) => page.t.say("program-until"),
        };
        match choice.when {
            Some(_) => page.t.with("program-otherwise", [("term", term)]),
            None => term,
        }
    });
    terms.collect::<Vec<_>>().join("; ")
}

fn acts(page: &Page, program: &Program) -> Grid {
    let t = &page.t;
    let all = std::iter::once(&program.opening).chain(&program.acts);
    let rows = all.map(|act| {
        let to = act.to.as_ref().and_then(|state| program.state(state));
        let to = to.map_or_else(|| t.say("program-stays"), |state| t.text(&state.name).to_owned());
        vec![Cell::text(t.text(&act.name)), Cell::text(doers(page, act)), Cell::text(to)]
    });
    let head = ["program-act", "program-who", "program-leads"];
    Grid {
        caption: t.say("program-acts"),
        head: head.map(|key| Head::left(t.say(key))).into(),
        rows: rows.collect(),
    }
}

fn doers(page: &Page, act: &Act) -> String {
    let mut names: Vec<String> = Vec::new();
    for doer in &act.by {
        let name = match doer {
            Doer::Person => page.t.say("doer-person"),
            Doer::Timer => page.t.say("doer-timer"),
            Doer::Officer { role, .. } => page.role(role),
        };
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names.join("、")
}
