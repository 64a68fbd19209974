//! The ticket of a visit: when, its number, how long it will be; booking and cancelling. Its secret is kept in a signed cookie.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use domain::command::{Caller, VisitAsk};
use domain::visit::VisitState;
use office::queries::Ticket;
use office::{Order, Visiting};
use text::Secret;

use crate::cookies::Life;
use crate::limits::Limited;
use crate::page::{Page, see_other};
use crate::parts::{Chip, Fact, Field, Form, FormError, Shell};
use crate::problem::Problem;
use crate::qr;
use crate::sent::Sent;
use crate::tell::{contact_of, guest_of};
use crate::words::Say;

/// Holds number and secret of the ticket at hand.
pub const TICKET_COOKIE: &str = "sixia-ticket";
const TICKET: &str = "ticket";
/// A ticket is kept until its day, which is some weeks ahead at most.
const TICKET_DAYS: u64 = 31;
/// Between number and secret; in neither.
const BETWEEN: char = '~';

#[derive(Template)]
#[template(path = "public/ticket.html")]
struct View {
    t: Say,
    shell: Shell,
    title: String,
    number: String,
    state: Chip,
    now: String,
    facts: Vec<Fact>,
    secret: String,
    qr: String,
    forms: Vec<Form>,
    refreshes: bool,
}

/// Shows it; whoever holds no ticket here is asked for its secret.
pub async fn get(page: Page, Path(number): Path<String>) -> Result<Response, Problem> {
    match held(&page, &number).await? {
        Some((ticket, secret)) => {
            show(&page, StatusCode::OK, (&ticket, &secret), &Sent::default(), Vec::new())
        }
        None => ask(&page, &number, StatusCode::OK, Vec::new()).await,
    }
}

/// Opens, books, cancels, or says that one is there.
pub async fn post(page: Page, Path(number): Path<String>, sent: Sent) -> Result<Response, Problem> {
    page.limit(Limited::Track)?;
    if sent.one("do") == "open" {
        return open(&page, &number, &sent).await;
    }
    let Some((ticket, secret)) = held(&page, &number).await? else {
        return ask(&page, &number, StatusCode::UNPROCESSABLE_ENTITY, Vec::new()).await;
    };
    let visit = ticket.visit.number;
    let (ask, done) = match sent.one("do") {
        "cancel" => (VisitAsk::Cancel { visit }, "ticket-cancelled"),
        "arrive" => (VisitAsk::Arrive { visit }, "ticket-arrived"),
        _ => (VisitAsk::Book { visit, guest: guest_of(&sent) }, "ticket-booked"),
    };
    let books = matches!(ask, VisitAsk::Book { .. });
    let errors = if books { page.nameless(&sent) } else { Vec::new() };
    if !errors.is_empty() {
        return show(&page, StatusCode::UNPROCESSABLE_ENTITY, (&ticket, &secret), &sent, errors);
    }
    let order = Order::visiting(Visiting {
        case: ticket.day.case.clone(),
        ask,
        contact: contact_of(&page, &sent),
        words: sent.one("about").to_owned(),
        ticket: secret.clone(),
    });
    match page.site.office.run(&Caller::person(), sent.keyed(order)).await {
        Ok(_) => Ok(page.go(&format!("/visits/{number}"), &page.t.say(done))),
        Err(failure) => {
            let errors = page.visit_errors(failure)?;
            let ticket = held(&page, &number).await?.map_or(ticket, |(ticket, _)| ticket);
            show(&page, StatusCode::UNPROCESSABLE_ENTITY, (&ticket, &secret), &sent, errors)
        }
    }
}

async fn open(page: &Page, number: &str, sent: &Sent) -> Result<Response, Problem> {
    let secret = sent.one("secret").parse::<Secret>().map(|secret| secret.reveal()).unwrap_or_default();
    if page.site.office.ticket(number, &secret).await?.is_none() {
        let error = FormError { field: "secret".to_owned(), text: page.t.say("ticket-wrong") };
        return ask(page, number, StatusCode::UNPROCESSABLE_ENTITY, vec![error]).await;
    }
    let mut answer = see_other(&format!("/visits/{number}"));
    remember(page, &mut answer, number, &secret);
    Ok(answer)
}

/// Keeps the ticket with the browser.
pub(crate) fn remember(page: &Page, answer: &mut Response, number: &str, secret: &str) {
    let seconds = TICKET_DAYS * 24 * 3600;
    let until = page.now + jiff::SignedDuration::from_secs(i64::try_from(seconds).unwrap_or(0));
    let sealed = page.site.settings.signing_key.seal(TICKET, &format!("{number}{BETWEEN}{secret}"), until);
    page.set_cookie(answer, TICKET_COOKIE, &sealed, Life::Seconds(seconds));
}

/// The ticket that this browser holds for a day, with its secret.
async fn held(page: &Page, number: &str) -> Result<Option<(Ticket, String)>, Problem> {
    let sealed = page.cookie(TICKET_COOKIE).unwrap_or_default();
    let opened = page.site.settings.signing_key.open(TICKET, sealed, page.now);
    let Some((of, secret)) = opened.and_then(|text| text.split_once(BETWEEN)) else { return Ok(None) };
    if of != number {
        return Ok(None);
    }
    let ticket = page.site.office.ticket(number, secret).await?;
    Ok(ticket.map(|ticket| (ticket, secret.to_owned())))
}

async fn ask(
    page: &Page,
    number: &str,
    status: StatusCode,
    errors: Vec<FormError>,
) -> Result<Response, Problem> {
    let day = page.site.office.reception(number).await?.ok_or(Problem::NotFound)?;
    let t = &page.t;
    let form = Form {
        url: format!("/visits/{number}"),
        note: t.say("ticket-ask"),
        fields: vec![
            Field::new("text", "secret", t.say("ticket-secret"))
                .hint(t.say("track-secret-hint"))
                .autocomplete("off"),
            Field::new("hidden", "do", "").value("open"),
        ],
        button: t.say("track-show"),
        ..Form::default()
    };
    let view = View {
        t: page.t,
        shell: page.shell("activities"),
        title: day.title.clone(),
        number: String::new(),
        state: Chip::default(),
        now: String::new(),
        facts: page.reception_facts(&day),
        secret: String::new(),
        qr: String::new(),
        forms: vec![form.with_errors(errors)],
        refreshes: false,
    };
    page.show_as(status, &view)
}

fn show(
    page: &Page,
    status: StatusCode,
    (ticket, secret): (&Ticket, &str),
    sent: &Sent,
    errors: Vec<FormError>,
) -> Result<Response, Problem> {
    let (t, visit, day) = (&page.t, &ticket.visit, &ticket.day);
    let mut facts = page.reception_facts(day);
    if let Some(at) = ticket.starts_at {
        facts.insert(0, Fact::new(t.say("ticket-time"), t.at(at)));
    }
    let gone = matches!(visit.state, VisitState::Held | VisitState::Lapsed | VisitState::Cancelled);
    let url = format!("{}/visits/{}", page.base_url, day.number);
    let view = View {
        t: page.t,
        shell: page.shell("activities"),
        title: day.title.clone(),
        number: visit.number.to_string(),
        state: page.visit_chip(visit.state),
        now: now(page, ticket),
        facts,
        secret: if gone { String::new() } else { secret.to_owned() },
        qr: if gone { String::new() } else { qr::svg(&url, &t.say("ticket-qr")) },
        forms: forms(page, ticket, sent, errors),
        refreshes: day.receives
            && matches!(visit.state, VisitState::Waiting | VisitState::Called | VisitState::Missed),
    };
    page.show_as(status, &view)
}

/// What the holder should know now, in one sentence.
fn now(page: &Page, ticket: &Ticket) -> String {
    let (t, visit) = (&page.t, &ticket.visit);
    let until = visit.until.map(|until| t.at(until)).unwrap_or_default();
    match visit.state {
        VisitState::Held => t.with("ticket-now-held", [("until", until)]),
        VisitState::Lapsed => t.say("ticket-now-lapsed"),
        VisitState::Listed => t.say("ticket-now-listed"),
        VisitState::Booked if until.is_empty() => t.say("ticket-now-invited"),
        VisitState::Booked => t.with("ticket-now-booked", [("until", until)]),
        VisitState::NoShow => t.say("ticket-now-no-show"),
        VisitState::Cancelled => t.say("ticket-now-cancelled"),
        VisitState::Waiting => waiting(page, ticket),
        VisitState::Called => {
            let window = visit.window.unwrap_or(1).to_string();
            t.with("ticket-now-called", [("window", window)])
        }
        VisitState::Missed => t.say("ticket-now-missed"),
        VisitState::Done => t.say("ticket-now-done"),
    }
}

fn waiting(page: &Page, ticket: &Ticket) -> String {
    let Some(wait) = ticket.wait else { return page.t.say("ticket-now-waiting") };
    let args =
        [("ahead", wait.ahead.to_string()), ("low", wait.low.to_string()), ("high", wait.high.to_string())];
    page.t.with("ticket-now-wait", args)
}

fn forms(page: &Page, ticket: &Ticket, sent: &Sent, errors: Vec<FormError>) -> Vec<Form> {
    let t = &page.t;
    let url = format!("/visits/{}", ticket.day.number);
    let button = |what: &str, label: &str, grave: bool| Form {
        url: url.clone(),
        fields: vec![Field::new("hidden", "do", "").value(what)],
        button: t.say(label),
        grave,
        ..Form::default()
    };
    let mut forms = Vec::new();
    let (state, receives) = (ticket.visit.state, ticket.day.receives);
    if state == VisitState::Held {
        let fields: Vec<Field> =
            ticket.day.program.visits.iter().flat_map(|visits| page.guest_fields(visits, sent)).collect();
        forms.push(Form {
            url: url.clone(),
            key: page.key(),
            note: t.say("ticket-note"),
            fields,
            button: t.say("ticket-book"),
            ..Form::default()
        });
    }
    if receives && matches!(state, VisitState::Booked | VisitState::NoShow) {
        forms.push(button("arrive", "ticket-arrive", false));
    }
    if matches!(state, VisitState::Booked | VisitState::Listed | VisitState::Waiting) {
        forms.push(button("cancel", "ticket-cancel", true));
    }
    if let Some(first) = forms.first_mut() {
        *first = std::mem::take(first).with_errors(errors);
    }
    forms
}
