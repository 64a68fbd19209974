//! A published matter, without anything that tells who raised it; and "me too".

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::clock::ClockState;
use domain::command::Caller;
use domain::program::{Phase, Shape};
use domain::refusal::Refusal;
use office::queries::PublicCase;
use office::{Failure, Order, Supporting};

use crate::limits::Limited;
use crate::page::{Page, see_other};
use crate::pages::policies::text_url;
use crate::parts::{Chip, Event, Fact, Letter, MatterRow, Photo, Shell};
use crate::problem::Problem;
use crate::sent::Sent;
use crate::tell::ToldIn;
use crate::words::Say;

#[derive(Template)]
#[template(path = "public/matter.html")]
struct View {
    t: Say,
    shell: Shell,
    number: String,
    title: String,
    url: String,
    state: Chip,
    deadline: Chip,
    told: String,
    photos: Vec<Photo>,
    letters: Vec<Letter>,
    events: Vec<Event>,
    facts: Vec<Fact>,
    rated: Vec<Fact>,
    outcomes: Vec<MatterRow>,
    key: String,
    me_too: bool,
}

/// Shows it.
pub async fn get(page: Page, Path(number): Path<String>) -> Result<Response, Problem> {
    let case = page.site.office.public_case(&number).await?.ok_or(Problem::NotFound)?;
    if case.program.library.is_some() {
        return Ok(see_other(&text_url(&case.number)));
    }
    let letters = case.answers.iter().filter_map(|answer| {
        let told = ToldIn {
            at: answer.at,
            unit: answer.unit.as_ref(),
            notice: &answer.notice,
            values: &answer.values,
        };
        page.letter(&case.program, &told)
    });
    let mut letters: Vec<Letter> = letters.collect();
    page.cite(&mut letters).await?;
    let view = View {
        t: page.t,
        shell: page.shell("matters"),
        url: format!("/matters/{}", case.number),
        state: page.phase_chip(case.phase, case.ending),
        deadline: deadline(&page, case.in_time),
        told: case.text.clone(),
        photos: Vec::new(),
        letters,
        events: page.track_events(&case.program, &case.steps),
        facts: facts(&page, &case),
        rated: rated(&page, &case),
        key: page.key(),
        outcomes: case.outcomes.iter().map(|line| page.matter_row(line)).collect(),
        me_too: case.phase < Phase::Closed && case.program.shape == Shape::Matter,
        number: case.number,
        title: case.title,
    };
    page.show(&view)
}

/// Takes "me too".
pub async fn me_too(page: Page, Path(number): Path<String>, sent: Sent) -> Result<Response, Problem> {
    page.limit(Limited::Support)?;
    let case = page.site.office.public_case(&number).await?.ok_or(Problem::NotFound)?;
    let browser = page.browser();
    let browsers = vec![browser.clone(), page.visit().to_owned()];
    let supporting = Supporting { case: case.case, browsers, phone: sent.one("phone").to_owned() };
    let order = sent.keyed(Order::support(supporting));
    let word = match page.site.office.run(&Caller::person(), order).await {
        Ok(_) => page.t.say("me-too-done"),
        Err(Failure::Refused(Refusal::AlreadyCounted)) => page.t.say("refusal-already-counted"),
        Err(failure) => return Err(failure.into()),
    };
    let mut answer = page.go(&format!("/matters/{number}"), &word);
    page.remember_browser(&mut answer, &browser);
    Ok(answer)
}

fn deadline(page: &Page, clock: Option<ClockState>) -> Chip {
    match clock {
        Some(ClockState::Running { due_at }) => page.due_chip(Some(due_at), false),
        Some(ClockState::Breached { due_at }) => page.due_chip(Some(due_at), true),
        Some(ClockState::Paused { .. }) => Chip::new(page.t.say("clock-stands"), "amber"),
        Some(ClockState::Stopped { in_time: true }) => Chip::new(page.t.say("clock-in-time"), "green"),
        Some(ClockState::Stopped { in_time: false }) => Chip::new(page.t.say("clock-was-late"), "red"),
        None => Chip::default(),
    }
}

fn facts(page: &Page, case: &PublicCase) -> Vec<Fact> {
    let t = &page.t;
    let kind = Fact::new(t.say("case-fact-kind"), t.text(&case.program.name));
    let mut facts = vec![
        kind.to(format!("/programs/{}", case.program.id)),
        Fact::new(t.say("case-fact-category"), page.category(&case.category)),
        Fact::new(t.say("case-fact-place"), page.place(&case.place)),
        Fact::new(
            t.say("case-holder-unit"),
            page.unit_or_none(case.handler.as_ref().or(case.holder.as_ref())),
        ),
        Fact::new(t.say("case-fact-raised"), t.at(case.opened_at)),
    ];
    if let Some(span) = case.span {
        facts.insert(0, Fact::new(t.say("agenda-when"), t.span_of(span.starts_at, span.ends_at)));
        let calendar = Fact::new(t.say("agenda-calendar"), t.say("agenda-add"));
        facts.insert(1, calendar.to(format!("/feeds/activities/{}/invitation.ics", case.number)));
    }
    for source in &case.sources {
        let fact = Fact::new(t.say("matter-source"), page.title(&source.title));
        facts.push(fact.to(format!("/matters/{}", source.number)));
    }
    if case.program.visits.is_some() && case.phase < Phase::Closed {
        let book = Fact::new(t.say("book-fact"), t.say("book-title"));
        facts.insert(0, book.to(format!("/activities/{}/book", case.number)));
    }
    if !case.leaders.is_empty() {
        facts.push(Fact::new(t.say("agenda-leader"), page.leader_names(&case.leaders)));
    }
    if case.supported > 0 {
        facts.push(Fact::new(t.say("case-fact-affected"), t.number(u64::from(case.supported))));
    }
    facts
}

fn rated(page: &Page, case: &PublicCase) -> Vec<Fact> {
    let said = case.verdict.iter().filter_map(|(field, yes)| {
        let field = case.program.field(field)?;
        let answer = page.t.say(if *yes { "answer-yes" } else { "answer-no" });
        Some(Fact::new(page.t.text(&field.label), answer))
    });
    said.collect()
}
