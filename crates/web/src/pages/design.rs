//! Every part of the pages in every state: where the look is judged, and where the browser tests look first.

use askama::Template;
use axum::response::Response;

use crate::charts::{self, BarChart, LineChart, Lines};
use crate::page::Page;
use crate::parts::{
    Cell, Chip, Choice, ClockCard, DayLine, Event, Fact, Field, Form, FormError, Grid, Head, Letter,
    MatterRow, Pager, Shell, Stat, Step,
};
use crate::problem::Problem;
use crate::words::Say;

#[derive(Template)]
#[template(path = "design.html")]
struct View {
    t: Say,
    shell: Shell,
    chips: Vec<Chip>,
    fields: Vec<Field>,
    faulty: Vec<Field>,
    errors: Vec<FormError>,
    small: Form,
    facts: Vec<Fact>,
    events: Vec<Event>,
    stats: Vec<Stat>,
    table: Grid,
    steps: Vec<Step>,
    clock: ClockCard,
    letter: Letter,
    rows: Vec<MatterRow>,
    pager: Pager,
    months: LineChart,
    bars: BarChart,
}

/// Shows them.
pub async fn get(page: Page) -> Result<Response, Problem> {
    let t = &page.t;
    let missing = t.with("field-missing", [("field", t.say("design-sample"))]);
    let mut faulty = fields(&page, "faulty");
    for field in &mut faulty {
        field.error.clone_from(&missing);
    }
    let small = Form {
        url: "/design".to_owned(),
        fields: vec![Field::new("text", "small", t.say("design-sample"))],
        button: t.say("save"),
        ..Form::default()
    };
    let view = View {
        t: page.t,
        shell: page.shell(""),
        chips: ["", "blue", "green", "amber", "red", "purple"]
            .map(|tone| Chip::new(t.say("design-sample"), tone))
            .into(),
        fields: fields(&page, "field"),
        errors: vec![FormError { field: "faulty-area".to_owned(), text: missing }],
        faulty,
        small,
        facts: vec![
            Fact::new(t.say("case-fact-place"), t.say("design-sample")),
            Fact::new(t.say("nav-home"), t.say("design-sample")).to("/"),
        ],
        events: events(&page),
        stats: stats(&page),
        table: table(&page),
        steps: page.phase_steps(domain::program::Phase::Handling),
        clock: clock(&page),
        letter: letter(&page),
        rows: vec![row(&page)],
        pager: Pager { previous: "/design".to_owned(), next: "/design".to_owned(), note: String::new() },
        months: months(&page),
        bars: charts::bars(
            t.say("figures-by-category"),
            t.say("figures-chart-categories"),
            &[(t.say("design-sample"), 128), (t.say("nav-matters"), 57), (t.say("nav-raise"), 3)],
        ),
    };
    page.show(&view)
}

fn fields(page: &Page, name: &str) -> Vec<Field> {
    let kinds = [
        "text", "phone", "email", "number", "date", "moment", "password", "area", "radios", "columns",
        "checks", "select", "files",
    ];
    let field = |kind: &str| {
        let choices = ["yes", "no"]
            .map(|value| Choice::new(value, page.t.say(if value == "yes" { "act-yes" } else { "act-no" })));
        Field::new(kind, format!("{name}-{kind}"), format!("{} {kind}", page.t.say("design-sample")))
            .hint(page.t.say("design-notice-text"))
            .options(choices.into())
            .value("yes")
            .max(200)
    };
    kinds.map(field).into()
}

fn events(page: &Page) -> Vec<Event> {
    let manners = [("", "done"), ("person", "said"), ("letter", "letter"), ("internal", "note")];
    let event = |(manner, icon): (&'static str, &'static str)| {
        let event = Event {
            icon,
            tone: if manner == "letter" { "green" } else { "" },
            title: page.t.say("design-sample"),
            who: page.t.say("actor-person"),
            text: page.t.say("design-sample-text"),
            manner,
            ..Event::default()
        };
        page.dated(event, page.now)
    };
    manners.map(event).into()
}

fn stats(page: &Page) -> Vec<Stat> {
    let stat = |trend| Stat {
        label: page.t.say("figures-in-time"),
        value: page.t.percent(3218, 3297),
        note: page.t.fraction(3218, 3297),
        trend,
        url: "/figures".to_owned(),
    };
    ["", "up", "down"].map(stat).into()
}

fn table(page: &Page) -> Grid {
    let name = page.t.say("design-sample");
    Grid {
        caption: page.t.say("figures-by-unit"),
        head: vec![
            Head::left(name.clone()),
            Head::left(name.clone()),
            Head::right(page.t.say("figures-received")),
        ],
        rows: vec![
            vec![Cell::link(name.clone(), "/design"), Cell::chip(name.clone(), "amber"), Cell::number("128")],
            vec![
                Cell::text(name.clone()),
                Cell { share: "64".to_owned(), ..Cell::text(name) },
                Cell::number("7"),
            ],
        ],
    }
}

fn clock(page: &Page) -> ClockCard {
    let day = |count: &str, why: &str| DayLine {
        date: page.t.day_of(page.now),
        count: count.to_owned(),
        why: page.t.say(why),
    };
    ClockCard {
        name: page.t.say("design-sample"),
        due: page.t.at(page.now),
        chip: Chip::new(page.t.left(page.now), "amber"),
        share: "64".to_owned(),
        tone: "amber".to_owned(),
        rule: page.t.say("design-notice-text"),
        notes: vec![page.t.say("clock-estimated")],
        days: vec![day("", "step-start-day-not-counted"), day("1", "step-counts"), day("2", "step-ends")],
    }
}

fn letter(page: &Page) -> Letter {
    Letter {
        title: page.t.say("letter-title"),
        unit: page.t.say("program-some-unit"),
        at: page.t.at(page.now),
        text: page.t.say("design-sample-text"),
        basis: page.t.say("design-sample"),
        cited: Vec::new(),
        remedy: page.t.say("track-lost-text"),
        files: Vec::new(),
    }
}

fn row(page: &Page) -> MatterRow {
    MatterRow {
        number: "SX-2026-031842-08".to_owned(),
        title: page.t.say("design-sample-text"),
        url: "/design".to_owned(),
        place: page.t.say("design-sample"),
        category: page.t.say("design-sample"),
        age: page.t.ago(page.now),
        affected: page.affected(18),
        state: Chip::new(page.t.say("phase-handling"), "blue"),
    }
}

fn months(page: &Page) -> LineChart {
    let points: Vec<(String, Vec<u64>)> = [(31, 20), (48, 35), (27, 44), (90, 61)]
        .into_iter()
        .enumerate()
        .map(|(at, (one, two))| (format!("{}", at + 1), vec![one, two]))
        .collect();
    charts::line(Lines {
        title: page.t.say("figures-by-month"),
        description: page.t.say("figures-chart-months"),
        across: page.t.say("figures-month"),
        names: vec![page.t.say("figures-received"), page.t.say("figures-closed")],
        points: &points,
    })
}
