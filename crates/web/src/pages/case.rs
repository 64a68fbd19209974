//! A matter as the person sees it who raised it: where it is, who has it, what comes next and when, the answers, what can be done.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use domain::clock::ClockState;
use domain::command::{Caller, Command};
use domain::ids::ActId;
use domain::program::{Act, ClockOn, Ending};
use office::queries::{ClockView, Tracked};
use office::{Failure, Order, PHOTOS_MAX};

use super::photos::keep;
use super::track::followed;
use crate::limits::Limited;
use crate::page::{Page, see_other};
use crate::parts::{Chip, ClockCard, Event, Fact, Field, Form, FormError, Letter, Shell, Step};
use crate::problem::{Problem, on_form};
use crate::qr;
use crate::sent::Sent;
use crate::tell::{ToldIn, control_name};
use crate::words::Say;

#[derive(Template)]
#[template(path = "public/case.html")]
struct View {
    t: Say,
    shell: Shell,
    number: String,
    title: String,
    state: Chip,
    deadline: Chip,
    now: String,
    holder: Vec<Fact>,
    next: String,
    late: String,
    paused: String,
    path: Vec<Step>,
    letters: Vec<Letter>,
    clocks: Vec<ClockCard>,
    said: Vec<Event>,
    facts: Vec<Fact>,
    events: Vec<Event>,
    rate: Vec<Form>,
    add: Vec<Form>,
    ask: Vec<Form>,
    withdraw: Vec<Form>,
    track_url: String,
    qr: String,
}

/// What was refused, and on which form.
#[derive(Default)]
struct Tried<'s> {
    act: &'s str,
    sent: Option<&'s Sent>,
    errors: Vec<FormError>,
}

/// Shows it.
pub async fn get(page: Page) -> Result<Response, Problem> {
    match followed(&page).await? {
        Some(tracked) => show(&page, StatusCode::OK, &tracked, &Tried::default()).await,
        None => Ok(see_other("/track")),
    }
}

/// Does something that the person may do.
pub async fn act(page: Page, Path(act): Path<String>, sent: Sent) -> Result<Response, Problem> {
    let Some(tracked) = followed(&page).await? else { return Ok(see_other("/track")) };
    let seen = sent.one("seen").parse().ok();
    let command = Command::Act { act: ActId::new(act.as_str()), form: sent.form(), seen };
    order(&page, &tracked, command, &act, &sent).await
}

/// Takes what the person adds.
pub async fn add(page: Page, sent: Sent) -> Result<Response, Problem> {
    page.limit(Limited::Upload)?;
    let Some(tracked) = followed(&page).await? else { return Ok(see_other("/track")) };
    match keep(&page, &sent, "photos", PHOTOS_MAX).await {
        Ok(photos) => {
            let command = Command::Add { text: sent.one("text").to_owned(), photos };
            order(&page, &tracked, command, "add", &sent).await
        }
        Err(errors) => {
            let tried = Tried { act: "add", sent: Some(&sent), errors };
            show(&page, StatusCode::UNPROCESSABLE_ENTITY, &tracked, &tried).await
        }
    }
}

async fn order(
    page: &Page,
    tracked: &Tracked,
    command: Command,
    act: &str,
    sent: &Sent,
) -> Result<Response, Problem> {
    let order = sent.keyed(Order::on(tracked.case.clone(), command));
    match page.site.office.run(&Caller::person(), order).await {
        Ok(_) => {
            Ok(page.go("/track/case", &page.t.say(if act == "add" { "case-added" } else { "case-done" })))
        }
        Err(failure) => refused(page, tracked, failure, act, sent).await,
    }
}

async fn refused(
    page: &Page,
    tracked: &Tracked,
    failure: Failure,
    act: &str,
    sent: &Sent,
) -> Result<Response, Problem> {
    let errors = on_form(&page.t, Some(&tracked.program), failure)?;
    let tried = Tried { act, sent: Some(sent), errors };
    show(page, StatusCode::UNPROCESSABLE_ENTITY, tracked, &tried).await
}

async fn show(
    page: &Page,
    status: StatusCode,
    tracked: &Tracked,
    tried: &Tried<'_>,
) -> Result<Response, Problem> {
    let t = &page.t;
    let program = &tracked.program;
    let first = tracked.clocks.first();
    let unit = page.unit_or_none(tracked.holder.as_ref());
    let (rate, others): (Vec<&Act>, Vec<&Act>) =
        tracked.offered.iter().partition(|act| asks_verdict(tracked, act));
    let (withdraw, ask): (Vec<&Act>, Vec<&Act>) = others.into_iter().partition(|act| withdraws(tracked, act));
    let forms = |acts: Vec<&Act>| acts.into_iter().map(|act| act_form(page, tracked, act, tried)).collect();
    let mut letters = letters(page, tracked);
    page.cite(&mut letters).await?;
    let view = View {
        t: page.t,
        shell: page.shell("track"),
        number: tracked.number.clone(),
        title: tracked.title.clone(),
        state: page.phase_chip(tracked.phase, tracked.ending),
        deadline: first.map(|clock| page.due_chip(clock.clock.due_at, tracked.late)).unwrap_or_default(),
        now: t.text(&tracked.state.about).replace("{unit}", &unit),
        holder: holder(page, tracked),
        next: next(page, first),
        late: late(page, tracked, &unit),
        paused: paused(page, tracked),
        path: page.phase_steps(tracked.phase),
        letters,
        clocks: tracked.clocks.iter().map(|clock| page.clock_card(program, clock)).collect(),
        said: page.said_events(tracked),
        facts: facts(page, tracked),
        events: page.track_events(program, &tracked.steps),
        add: if tracked.ending.is_none() { vec![add_form(page, tried)] } else { Vec::new() },
        rate: forms(rate),
        ask: forms(ask),
        withdraw: forms(withdraw),
        qr: qr::svg(&page.track_url(&tracked.number), &t.say("done-qr")),
        track_url: page.track_url(&tracked.number),
    };
    page.show_as(status, &view)
}

/// Whether an act asks what the person thinks of the answer.
fn asks_verdict(tracked: &Tracked, act: &Act) -> bool {
    let figures = &tracked.program.figures;
    let verdicts = [&figures.answered, &figures.solved, &figures.satisfied];
    act.asks.iter().any(|ask| verdicts.iter().any(|field| field.as_ref() == Some(&ask.field)))
}

fn withdraws(tracked: &Tracked, act: &Act) -> bool {
    let to = act.to.as_ref().and_then(|state| tracked.program.state(state));
    to.is_some_and(|state| state.ends == Some(Ending::Withdrawn))
}

fn act_form(page: &Page, tracked: &Tracked, act: &Act, tried: &Tried<'_>) -> Form {
    let here = tried.act == act.id.as_str();
    let nothing = Sent::default();
    let sent = tried.sent.filter(|_| here).unwrap_or(&nothing);
    let mut fields = page.act_fields(&tracked.program, act, sent);
    fields.push(Field::new("hidden", "seen", "").value(tracked.seq.to_string()));
    let form = Form {
        url: format!("/track/case/acts/{}", act.id),
        key: page.key(),
        note: page.t.text(&act.help).to_owned(),
        fields,
        button: page.t.text(&act.name).to_owned(),
        grave: withdraws(tracked, act),
        ..Form::default()
    };
    if here { form.with_errors(controls(&tried.errors)) } else { form }
}

/// Errors of a program's fields, by the names of their controls.
pub(crate) fn controls(errors: &[FormError]) -> Vec<FormError> {
    let named = errors.iter().map(|error| FormError {
        field: if error.field == "main" {
            "main".to_owned()
        } else {
            control_name(&error.field.as_str().into())
        },
        text: error.text.clone(),
    });
    named.collect()
}

fn add_form(page: &Page, tried: &Tried<'_>) -> Form {
    let typed = tried.sent.filter(|_| tried.act == "add").map(|sent| sent.one("text")).unwrap_or_default();
    let form = Form {
        url: "/track/case/add".to_owned(),
        key: page.key(),
        fields: vec![
            Field::new("area", "text", page.t.say("case-add-text")).value(typed).max(1_000),
            page.photo_field(),
        ],
        button: page.t.say("case-add-button"),
        ..Form::default()
    };
    if tried.act == "add" { form.with_errors(tried.errors.clone()) } else { form }
}

fn holder(page: &Page, tracked: &Tracked) -> Vec<Fact> {
    let Some(unit) = tracked.holder.as_ref().and_then(|id| page.world.units.find(id)) else {
        return Vec::new();
    };
    let mut facts = vec![Fact::new(page.t.say("case-holder-unit"), page.t.text(&unit.name))];
    if let Some(phone) = &unit.phone {
        facts.push(Fact::new(page.t.say("case-holder-phone"), phone.clone()).to(format!("tel:{phone}")));
    }
    facts
}

fn next(page: &Page, clock: Option<&ClockView>) -> String {
    let Some((clock, due)) = clock.and_then(|clock| Some((clock, clock.clock.due_at?))) else {
        return page.t.say("case-next-none");
    };
    let key = if clock.on == ClockOn::Person { "case-next-you" } else { "case-next-by" };
    page.t.with(key, [("clock", page.t.text(&clock.name)), ("due", page.t.at(due).as_str())])
}

fn late(page: &Page, tracked: &Tracked, unit: &str) -> String {
    let breached = tracked.clocks.iter().find_map(|clock| match clock.state {
        ClockState::Breached { due_at } => Some((clock, due_at)),
        _ => None,
    });
    let Some((clock, due)) = breached.filter(|_| tracked.late) else { return String::new() };
    // Who rules on it may be late while the holder waits.
    let bound = clock.clock.holder.as_ref().map(|bound| page.unit(bound));
    let unit = bound.as_deref().unwrap_or(unit);
    let args = [("clock", page.t.text(&clock.name)), ("due", &page.t.at(due)), ("unit", unit)];
    page.t.with("case-late-text", args)
}

fn paused(page: &Page, tracked: &Tracked) -> String {
    let pause = tracked.clocks.iter().find_map(|clock| clock.clock.open_pause());
    pause
        .map(|pause| {
            let reason = page.option_label(&tracked.program, &pause.reason);
            if pause.note.is_empty() { reason } else { format!("{reason} {}", pause.note) }
        })
        .unwrap_or_default()
}

fn letters(page: &Page, tracked: &Tracked) -> Vec<Letter> {
    let letters = tracked.told.iter().rev().filter_map(|told| {
        let told =
            ToldIn { at: told.at, unit: told.unit.as_ref(), notice: &told.notice, values: &told.values };
        page.letter(&tracked.program, &told)
    });
    letters.collect()
}

fn facts(page: &Page, tracked: &Tracked) -> Vec<Fact> {
    let t = &page.t;
    let kind = Fact::new(t.say("case-fact-kind"), t.text(&tracked.program.name));
    let mut facts = vec![
        kind.to(format!("/programs/{}", tracked.kind)),
        Fact::new(t.say("case-fact-category"), page.category(&tracked.category)),
        Fact::new(t.say("case-fact-place"), page.place(&tracked.place.place)),
        Fact::new(t.say("case-fact-raised"), t.at(tracked.opened_at)),
    ];
    if !tracked.place.spot.is_empty() {
        facts.insert(3, Fact::new(t.say("case-fact-spot"), tracked.place.spot.clone()));
    }
    if tracked.supported > 0 {
        facts.push(Fact::new(t.say("case-fact-affected"), t.number(u64::from(tracked.supported))));
    }
    facts
}
