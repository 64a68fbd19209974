//! Choose a time to be received. The place is kept while the form is filled in.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use domain::command::{Caller, VisitAsk};
use office::queries::Reception;
use office::{Failure, Order, Visiting};

use super::ticket;
use crate::limits::Limited;
use crate::page::{Page, see_other};
use crate::parts::{Choice, Fact, Field, Form, FormError, Shell};
use crate::problem::Problem;
use crate::sent::Sent;
use crate::tell::{contact_of, guest_of};
use crate::words::Say;

#[derive(Template)]
#[template(path = "public/book.html")]
struct View {
    t: Say,
    shell: Shell,
    title: String,
    url: String,
    facts: Vec<Fact>,
    note: String,
    form: Vec<Form>,
    ticket_url: String,
}

/// Shows the times that are free.
pub async fn get(page: Page, Path(number): Path<String>) -> Result<Response, Problem> {
    let day = load(&page, &number).await?;
    show(&page, StatusCode::OK, &day, &Sent::default(), Vec::new())
}

/// Keeps a place, or takes down who waits for one.
pub async fn post(page: Page, Path(number): Path<String>, sent: Sent) -> Result<Response, Problem> {
    let day = load(&page, &number).await?;
    page.limit(Limited::Raise)?;
    let listed = sent.one("do") == "list";
    if listed {
        let errors = page.nameless(&sent);
        if !errors.is_empty() {
            return show(&page, StatusCode::UNPROCESSABLE_ENTITY, &day, &sent, errors);
        }
    }
    let Some(order) = order(&page, &day, &sent, listed) else {
        let error = FormError { field: "slot".to_owned(), text: page.t.say("book-slot-missing") };
        return show(&page, StatusCode::UNPROCESSABLE_ENTITY, &day, &sent, vec![error]);
    };
    match page.site.office.run(&Caller::person(), sent.keyed(order)).await {
        Ok(done) => {
            let secret = done.ticket.ok_or_else(|| Problem::fault("a visit without a ticket"))?;
            let mut answer = see_other(&format!("/visits/{number}"));
            ticket::remember(&page, &mut answer, &number, &secret);
            Ok(answer)
        }
        Err(failure) => refused(&page, &number, &sent, failure).await,
    }
}

async fn load(page: &Page, number: &str) -> Result<Reception, Problem> {
    page.site.office.reception(number).await?.ok_or(Problem::NotFound)
}

fn order(page: &Page, day: &Reception, sent: &Sent, listed: bool) -> Option<Order> {
    if !listed {
        let slot = sent.one("slot").parse().ok()?;
        return Some(Order::visit(day.case.clone(), VisitAsk::Hold { slot }));
    }
    Some(Order::visiting(Visiting {
        case: day.case.clone(),
        ask: VisitAsk::WaitFor { guest: guest_of(sent) },
        contact: contact_of(page, sent),
        words: sent.one("about").to_owned(),
        ticket: String::new(),
    }))
}

/// Shows the times anew: somebody may have been quicker.
async fn refused(page: &Page, number: &str, sent: &Sent, failure: Failure) -> Result<Response, Problem> {
    let errors = page.visit_errors(failure)?;
    let day = load(page, number).await?;
    show(page, StatusCode::UNPROCESSABLE_ENTITY, &day, sent, errors)
}

fn show(
    page: &Page,
    status: StatusCode,
    day: &Reception,
    sent: &Sent,
    errors: Vec<FormError>,
) -> Result<Response, Problem> {
    let t = &page.t;
    let Some(visits) = &day.program.visits else { return Err(Problem::NotFound) };
    let free: Vec<Choice> = day
        .slots
        .iter()
        .filter(|slot| slot.free > 0)
        .map(|slot| Choice {
            hint: t.count("book-free", u64::from(slot.free)),
            ..Choice::new(slot.number.to_string(), t.at(slot.starts_at))
        })
        .collect();
    let (note, form) = match (day.books, free.is_empty()) {
        (false, _) => (t.say(if day.receives { "book-come-now" } else { "book-closed" }), None),
        (true, false) => (
            t.with("book-hold", [("minutes", visits.hold_minutes.to_string())]),
            Some(times(page, free, sent)),
        ),
        (true, true) if visits.wait_list && !day.slots.is_empty() => {
            (t.say("book-full-list"), Some(list(page, day, sent)))
        }
        (true, true) => (t.say("book-full"), None),
    };
    let form = form.map(|form| Form {
        url: format!("/activities/{}/book", day.number),
        key: page.key(),
        ..form.with_errors(errors)
    });
    let view = View {
        t: page.t,
        shell: page.shell("activities"),
        title: day.title.clone(),
        url: format!("/matters/{}", day.number),
        facts: page.reception_facts(day),
        note,
        form: form.into_iter().collect(),
        ticket_url: format!("/visits/{}", day.number),
    };
    page.show_as(status, &view)
}

fn times(page: &Page, free: Vec<Choice>, sent: &Sent) -> Form {
    let slot = Field::new("radios", "slot", page.t.say("book-slot")).options(free).value(sent.one("slot"));
    Form { fields: vec![slot], button: page.t.say("book-button"), ..Form::default() }
}

fn list(page: &Page, day: &Reception, sent: &Sent) -> Form {
    let mut fields: Vec<Field> =
        day.program.visits.iter().flat_map(|visits| page.guest_fields(visits, sent)).collect();
    fields.push(Field::new("hidden", "do", "").value("list"));
    Form { fields, button: page.t.say("book-list-button"), ..Form::default() }
}
