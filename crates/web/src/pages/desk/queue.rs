//! The queue of a day: who waits in which order and why, tables that are free, who comes later, what the day comes to.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use domain::command::VisitAsk;
use domain::ids::CaseId;
use domain::program::Visits;
use domain::visit::{Visit, VisitState};
use office::queries::Queue;
use office::{Order, Visiting};

use crate::page::Page;
use crate::parts::{Cell, Choice, Fact, Field, Form, FormError, Grid, Head, Shell, Stat};
use crate::problem::Problem;
use crate::sent::Sent;
use crate::tell::{contact_of, guest_of};
use crate::words::Say;

#[derive(Template)]
#[template(path = "desk/queue.html")]
struct View {
    t: Say,
    shell: Shell,
    title: String,
    url: String,
    case_url: String,
    screen_url: String,
    facts: Vec<Fact>,
    stats: Vec<Stat>,
    said: String,
    tables: Vec<Window>,
    waiting: Grid,
    others: Vec<Line>,
    form: Vec<Form>,
}

/// One table: free, or with somebody at it.
struct Window {
    number: String,
    visit: String,
    visit_url: String,
}

/// A visit that can come, or come again.
struct Line {
    number: String,
    text: String,
    state: crate::parts::Chip,
    ask: &'static str,
    label: String,
}

/// Shows it.
pub async fn get(page: Page, Path(case): Path<String>) -> Result<Response, Problem> {
    let queue = load(&page, &case).await?;
    show(&page, StatusCode::OK, &queue, &Sent::default(), Vec::new()).await
}

/// Calls, lets come, books for others, takes in who has not booked.
pub async fn post(page: Page, Path(case): Path<String>, sent: Sent) -> Result<Response, Problem> {
    let queue = load(&page, &case).await?;
    let number = |name: &str| sent.one(name).parse().unwrap_or(0);
    let visit = number("visit");
    let ask = match sent.one("do") {
        "call" => VisitAsk::Call { window: number("window") },
        "arrive" => VisitAsk::Arrive { visit },
        "recall" => VisitAsk::Recall { visit },
        "cancel" => VisitAsk::Cancel { visit },
        _ => match sent.one("slot") {
            "now" => VisitAsk::WalkIn { guest: guest_of(&sent) },
            slot => VisitAsk::Invite { slot: slot.parse().ok(), guest: guest_of(&sent) },
        },
    };
    let makes = matches!(ask, VisitAsk::WalkIn { .. } | VisitAsk::Invite { .. });
    let order = Order::visiting(Visiting {
        case: queue.day.case.clone(),
        ask,
        contact: contact_of(&page, &sent),
        words: sent.one("about").to_owned(),
        ticket: String::new(),
    });
    match page.site.office.run(page.caller()?, sent.keyed(order)).await {
        Ok(done) => Ok(page.go(&url(&queue), &done_words(&page, &queue.day.case, makes, done.ticket).await?)),
        Err(failure) => {
            let errors = page.visit_errors(failure)?;
            let queue = load(&page, &case).await?;
            show(&page, StatusCode::UNPROCESSABLE_ENTITY, &queue, &sent, errors).await
        }
    }
}

/// Of a new visit, its number and the secret of its ticket: written on the slip that the person gets.
async fn done_words(
    page: &Page,
    case: &CaseId,
    makes: bool,
    ticket: Option<String>,
) -> Result<String, Problem> {
    let Some(secret) = ticket.filter(|_| makes) else { return Ok(page.t.say("queue-done")) };
    let queue = load(page, case.as_str()).await?;
    let number = queue.visits.last().map(|visit| visit.number.to_string()).unwrap_or_default();
    Ok(page.t.with("queue-made", [("number", number), ("secret", secret)]))
}

/// The queue, if this officer runs it.
pub(super) async fn load(page: &Page, case: &str) -> Result<Queue, Problem> {
    page.site.office.queue(page.caller()?, CaseId::new(case)).await?.ok_or(Problem::NotFound)
}

pub(super) fn url(queue: &Queue) -> String {
    format!("/desk/matters/{}/queue", queue.day.case)
}

async fn show(
    page: &Page,
    status: StatusCode,
    queue: &Queue,
    sent: &Sent,
    errors: Vec<FormError>,
) -> Result<Response, Problem> {
    let day = &queue.day;
    let visits = day.program.visits.as_ref().ok_or(Problem::NotFound)?;
    let form =
        (day.books || day.receives).then(|| made_form(page, queue, visits, sent).with_errors(errors.clone()));
    let said = errors.iter().find(|error| error.field == "main");
    let view = View {
        t: page.t,
        shell: super::shell(page, "agenda").await?,
        title: day.title.clone(),
        url: url(queue),
        case_url: format!("/desk/matters/{}", day.case),
        screen_url: format!("/screen/{}", day.number),
        facts: page.reception_facts(day),
        stats: stats(page, queue, visits),
        said: said.map(|error| error.text.clone()).unwrap_or_default(),
        tables: if day.receives { tables(queue, visits) } else { Vec::new() },
        waiting: waiting(page, queue, visits),
        others: others(page, queue, visits),
        form: form.into_iter().collect(),
    };
    page.show_as(status, &view)
}

/// What the day comes to: visitors, visits, each end, the last day that was promised.
fn stats(page: &Page, queue: &Queue, visits: &Visits) -> Vec<Stat> {
    let (t, figures) = (&page.t, &queue.figures);
    let stat = |label: String, n: u32, note: String| Stat {
        label,
        value: t.number(n.into()),
        note,
        ..Stat::default()
    };
    let mut stats = vec![
        stat(t.say("queue-people"), figures.people, String::new()),
        stat(t.say("queue-visits"), figures.visits, String::new()),
    ];
    for end in &visits.ends {
        let n = figures.ends.get(&end.id).copied().unwrap_or(0);
        let due = figures.last_due.filter(|_| end.due_days.is_some() && n > 0);
        let note = due.map(|day| t.with("queue-last-due", [("day", t.full_day(day))])).unwrap_or_default();
        stats.push(stat(t.text(&end.name).to_owned(), n, note));
    }
    stats
}

fn tables(queue: &Queue, visits: &Visits) -> Vec<Window> {
    let windows = (1..=visits.windows).map(|window| {
        let at_it = queue.day.called.iter().find(|(_, at)| *at == window).map(|(visit, _)| *visit);
        let visit_url = at_it.map(|visit| format!("/desk/matters/{}/visits/{visit}", queue.day.case));
        Window {
            number: window.to_string(),
            visit: at_it.map(|visit| visit.to_string()).unwrap_or_default(),
            visit_url: visit_url.unwrap_or_default(),
        }
    });
    windows.collect()
}

fn waiting(page: &Page, queue: &Queue, visits: &Visits) -> Grid {
    let t = &page.t;
    let rows = queue.order.iter().filter_map(|(number, points)| {
        let visit = queue.visits.iter().find(|visit| visit.number == *number)?;
        Some(vec![
            Cell::text(number.to_string()),
            Cell::text(page.visit_kind(visit.kind)),
            Cell::text(page.visit_needs(visits, visit)),
            Cell::number(visit.guest.people.to_string()),
            Cell::text(visit.arrived_at.map(|at| t.ago(at)).unwrap_or_default()),
            Cell::number(points.to_string()),
        ])
    });
    Grid {
        caption: t.say("queue-waiting"),
        head: vec![
            Head::left(t.say("visit-number")),
            Head::left(t.say("queue-kind")),
            Head::left(t.say("visit-needs")),
            Head::right(t.say("visit-people")),
            Head::left(t.say("queue-since")),
            Head::right(t.say("queue-points")),
        ],
        rows: rows.collect(),
    }
}

/// Who is booked, missed or late, with what can be done.
fn others(page: &Page, queue: &Queue, visits: &Visits) -> Vec<Line> {
    let t = &page.t;
    let receives = queue.day.receives;
    let line = |visit: &Visit| {
        let (ask, label) = match visit.state {
            VisitState::Booked | VisitState::NoShow if receives => ("arrive", "queue-arrive"),
            VisitState::Missed => ("recall", "queue-recall"),
            VisitState::Booked | VisitState::Listed => ("cancel", "queue-cancel"),
            _ => return None,
        };
        let at = start(queue, visit).map(|at| t.at(at)).unwrap_or_default();
        let parts = [page.visit_kind(visit.kind), at, page.visit_needs(visits, visit)];
        let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        Some(Line {
            number: visit.number.to_string(),
            text: parts.join(" · "),
            state: page.visit_chip(visit.state),
            ask,
            label: t.say(label),
        })
    };
    queue.visits.iter().filter_map(line).collect()
}

/// When the slot of a visit begins.
pub(super) fn start(queue: &Queue, visit: &Visit) -> Option<jiff::Timestamp> {
    let (visits, span) = (queue.day.program.visits.as_ref()?, queue.day.span?);
    let minutes = i64::from(visits.slot_minutes) * i64::from(visit.slot?);
    Some(span.starts_at + jiff::SignedDuration::from_mins(minutes))
}

/// Somebody who is here, or a time for somebody who asked by telephone or was asked to come.
fn made_form(page: &Page, queue: &Queue, visits: &Visits, sent: &Sent) -> Form {
    let t = &page.t;
    let mut when = Vec::new();
    if queue.day.receives {
        when.push(Choice::new("now", t.say("queue-now")));
    }
    when.push(Choice::new("any", t.say("queue-any-time")));
    let free = queue.day.slots.iter().filter(|slot| slot.free > 0);
    when.extend(free.map(|slot| Choice::new(slot.number.to_string(), t.at(slot.starts_at))));
    let first = when.first().map(|choice| choice.value.clone()).unwrap_or_default();
    let chosen = if sent.one("slot").is_empty() { first } else { sent.one("slot").to_owned() };
    let mut fields = vec![Field::new("select", "slot", t.say("queue-when")).options(when).value(chosen)];
    fields.extend(page.guest_fields(visits, sent));
    Form { url: url(queue), key: page.key(), fields, button: t.say("queue-make"), ..Form::default() }
}
