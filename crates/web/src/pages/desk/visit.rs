//! One visit at the table: who it is (with a reason), what was said and answered, how it ends, read back and printed.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use domain::authority::may_open;
use domain::command::VisitAsk;
use domain::program::Visits;
use domain::visit::{Visit, VisitState};
use office::queries::Queue;
use office::{Contact, Order, Visiting};

use super::queue::{load, start, url as queue_url};
use crate::page::Page;
use crate::parts::{Chip, Choice, Fact, Field, Form, FormError, Link, Shell};
use crate::problem::Problem;
use crate::sent::Sent;
use crate::tell::ABOUT_CHARS_MAX;
use crate::words::Say;

/// Characters of what was said and answered.
const WORDS_CHARS_MAX: usize = 4 * ABOUT_CHARS_MAX;

#[derive(Template)]
#[template(path = "desk/visit.html")]
struct View {
    t: Say,
    shell: Shell,
    number: String,
    title: String,
    back: String,
    state: Chip,
    facts: Vec<Fact>,
    vault: Vec<Link>,
    open: Vec<Link>,
    forms: Vec<Form>,
}

/// Shows it.
pub async fn get(page: Page, Path((case, visit)): Path<(String, String)>) -> Result<Response, Problem> {
    let queue = load(&page, &case).await?;
    let visit = find(&queue, &visit)?;
    show(&page, StatusCode::OK, (&queue, visit), &Sent::default(), Vec::new()).await
}

/// Ends it, notes that nobody came to the table, or that it was read back.
pub async fn post(
    page: Page,
    Path((case, number)): Path<(String, String)>,
    sent: Sent,
) -> Result<Response, Problem> {
    let queue = load(&page, &case).await?;
    let visit = find(&queue, &number)?;
    let ask = match sent.one("do") {
        "miss" => VisitAsk::Miss { visit: visit.number },
        "acknowledge" => VisitAsk::Acknowledge { visit: visit.number },
        _ => VisitAsk::Finish {
            visit: visit.number,
            end: sent.one("end").to_owned(),
            due: sent.one("due").parse().ok(),
            words: None,
        },
    };
    let finishes = matches!(ask, VisitAsk::Finish { .. });
    let order = Order::visiting(Visiting {
        case: queue.day.case.clone(),
        ask,
        contact: Contact::default(),
        words: sent.one("words").to_owned(),
        ticket: String::new(),
    });
    match page.site.office.run(page.caller()?, sent.keyed(order)).await {
        // What was written down is read back before the person leaves.
        Ok(_) if finishes => Ok(page.go(&url(&queue, visit), &page.t.say("visit-finished"))),
        Ok(_) => Ok(page.go(&queue_url(&queue), &page.t.say("queue-done"))),
        Err(failure) => {
            let errors = page.visit_errors(failure)?;
            show(&page, StatusCode::UNPROCESSABLE_ENTITY, (&queue, visit), &sent, errors).await
        }
    }
}

fn find<'q>(queue: &'q Queue, number: &str) -> Result<&'q Visit, Problem> {
    let number: u32 = number.parse().map_err(|_no_number| Problem::NotFound)?;
    queue.visits.iter().find(|visit| visit.number == number).ok_or(Problem::NotFound)
}

fn url(queue: &Queue, visit: &Visit) -> String {
    format!("/desk/matters/{}/visits/{}", queue.day.case, visit.number)
}

async fn show(
    page: &Page,
    status: StatusCode,
    (queue, visit): (&Queue, &Visit),
    sent: &Sent,
    errors: Vec<FormError>,
) -> Result<Response, Problem> {
    let visits = queue.day.program.visits.as_ref().ok_or(Problem::NotFound)?;
    let mut forms = forms(page, (queue, visit), visits, sent);
    if let Some(first) = forms.first_mut() {
        *first = std::mem::take(first).with_errors(errors);
    }
    let view = View {
        t: page.t,
        shell: super::shell(page, "agenda").await?,
        number: visit.number.to_string(),
        title: queue.day.title.clone(),
        back: queue_url(queue),
        state: page.visit_chip(visit.state),
        facts: facts(page, (queue, visit), visits),
        vault: vault(page, queue, visit),
        open: outcomes(page, queue)?,
        forms,
    };
    page.show_as(status, &view)
}

fn facts(page: &Page, (queue, visit): (&Queue, &Visit), visits: &Visits) -> Vec<Fact> {
    let t = &page.t;
    let mut facts = page.reception_facts(&queue.day);
    facts.push(Fact::new(t.say("queue-kind"), page.visit_kind(visit.kind)));
    facts.push(Fact::new(t.say("visit-people"), visit.guest.people.to_string()));
    facts.push(Fact::new(t.say("visit-needs"), page.visit_needs(visits, visit)));
    let times = [
        ("ticket-time", start(queue, visit)),
        ("visit-arrived-at", visit.arrived_at),
        ("visit-called-at", visit.called_at),
        ("visit-done-at", visit.done.as_ref().map(|done| done.at)),
    ];
    facts.extend(times.into_iter().filter_map(|(key, at)| Some(Fact::new(t.say(key), t.at(at?)))));
    if let Some(done) = &visit.done {
        let end = visits.end(&done.end).map(|end| t.text(&end.name).to_owned());
        facts.push(Fact::new(t.say("visit-end"), end.unwrap_or_default()));
        facts.push(Fact::new(t.say("visit-due"), done.due.map(|due| t.full_day(due)).unwrap_or_default()));
        let read = t.say(if visit.acknowledged { "answer-yes" } else { "answer-no" });
        facts.push(Fact::new(t.say("visit-read-back"), read));
    }
    facts.retain(|fact| !fact.value.is_empty());
    facts
}

/// What the vault has of it: shown with a reason, on record.
fn vault(page: &Page, queue: &Queue, visit: &Visit) -> Vec<Link> {
    let words = visit.done.as_ref().and_then(|done| done.words.as_ref());
    let link = |key: &str, person: Option<&domain::ids::PersonId>| {
        let url = format!("/desk/matters/{}/reveal/{}", queue.day.case, person?);
        Some(Link::new(page.t.say(key), url))
    };
    [link("visit-who", visit.guest.person.as_ref()), link("visit-words-kept", words)]
        .into_iter()
        .flatten()
        .collect()
}

/// What can be opened out of the day: the person's matter, a commitment with an owner and a day.
fn outcomes(page: &Page, queue: &Queue) -> Result<Vec<Link>, Problem> {
    let caller = page.caller()?;
    let kinds = queue.day.program.outcomes.iter().filter_map(|kind| page.world.programs.current(kind));
    let open = kinds.filter(|program| may_open(&page.world, program, caller));
    let links = open.map(|program| {
        let url = format!("/desk/register?kind={}&source={}", program.id, queue.day.case);
        Link::new(page.t.text(&program.opening.name), url)
    });
    Ok(links.collect())
}

fn forms(page: &Page, (queue, visit): (&Queue, &Visit), visits: &Visits, sent: &Sent) -> Vec<Form> {
    let t = &page.t;
    let button = |what: &str, label: &str, note: String| Form {
        url: url(queue, visit),
        note,
        fields: vec![Field::new("hidden", "do", "").value(what)],
        button: t.say(label),
        ..Form::default()
    };
    match visit.state {
        VisitState::Called => {
            let ends = visits.ends.iter().map(|end| Choice {
                hint: end.due_days.map(|days| t.count("visit-due-within", days.into())).unwrap_or_default(),
                ..Choice::new(&end.id, t.text(&end.name))
            });
            let fields = vec![
                Field::new("area", "words", t.say("visit-words"))
                    .hint(t.say("visit-words-hint"))
                    .value(sent.one("words"))
                    .max(WORDS_CHARS_MAX)
                    .optional(),
                Field::new("radios", "end", t.say("visit-end"))
                    .options(ends.collect())
                    .value(sent.one("end")),
                Field::new("date", "due", t.say("visit-due"))
                    .hint(t.say("visit-due-hint"))
                    .value(sent.one("due"))
                    .optional(),
            ];
            let finish = Form {
                url: url(queue, visit),
                key: page.key(),
                fields,
                button: t.say("visit-finish"),
                ..Form::default()
            };
            vec![finish, button("miss", "visit-miss", String::new())]
        }
        VisitState::Done if !visit.acknowledged => {
            vec![button("acknowledge", "visit-acknowledge", t.say("visit-read-back-text"))]
        }
        _ => Vec::new(),
    }
}
