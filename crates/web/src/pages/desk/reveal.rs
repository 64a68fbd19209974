//! Ask to see who somebody is. The reason is written down, and so is that it was shown. What is shown stands on this one answer only.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use domain::decide::REASON_CHARS_MAX;
use domain::ids::PersonId;
use office::VISIT_WORDS;
use office::queries::CaseView;
use vault::{Fields, field};

use super::matter::{load, url};
use crate::page::Page;
use crate::parts::{Fact, Field, Form, FormError, Shell};
use crate::problem::{Problem, on_form};
use crate::sent::Sent;
use crate::words::Say;

#[derive(Template)]
#[template(path = "desk/reveal.html")]
struct View {
    t: Say,
    shell: Shell,
    number: String,
    title: String,
    url: String,
    masked: String,
    form: Form,
    shown: Vec<Fact>,
    until: String,
}

/// Asks for the reason.
pub async fn get(page: Page, Path((case, person)): Path<(String, String)>) -> Result<Response, Problem> {
    let view = load(&page, &case).await?;
    show(&page, StatusCode::OK, (&view, &person), "", Shown::Not(Vec::new())).await
}

/// Shows it, and records that.
pub async fn post(
    page: Page,
    Path((case, person)): Path<(String, String)>,
    sent: Sent,
) -> Result<Response, Problem> {
    let view = load(&page, &case).await?;
    let id = PersonId::new(person.as_str());
    let reason = sent.one("reason");
    match page.site.office.reveal(page.caller()?, view.case.id(), &id, reason).await {
        Ok(fields) => show(&page, StatusCode::OK, (&view, &person), reason, Shown::All(fields)).await,
        Err(failure) => {
            let errors = on_form(&page.t, None, failure)?;
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            show(&page, status, (&view, &person), reason, Shown::Not(errors)).await
        }
    }
}

enum Shown {
    Not(Vec<FormError>),
    All(Fields),
}

async fn show(
    page: &Page,
    status: StatusCode,
    (view, person): (&CaseView, &str),
    reason: &str,
    what: Shown,
) -> Result<Response, Problem> {
    let known = view.people.iter().find(|known| known.person.as_str() == person);
    // Who comes to a day stands in its queue and not among its people.
    if !view.may_reveal || !view.case.knows(&PersonId::new(person)) {
        return Err(Problem::NotFound);
    }
    let (errors, shown) = match what {
        Shown::Not(errors) => (errors, Vec::new()),
        Shown::All(fields) => (Vec::new(), facts(page, &fields)),
    };
    let chars = usize::try_from(REASON_CHARS_MAX).unwrap_or(0);
    let form = Form {
        url: format!("{}/reveal/{person}", url(view)),
        key: page.key(),
        fields: vec![Field::new("area", "reason", page.t.say("reveal-reason")).value(reason).max(chars)],
        button: page.t.say("reveal-button"),
        ..Form::default()
    };
    let view = View {
        t: page.t,
        shell: super::shell(page, "").await?,
        number: view.case.opened.number.clone(),
        title: view.title.clone(),
        url: url(view),
        masked: known.map(|known| format!("{} {}", known.name, known.phone)).unwrap_or_default(),
        form: form.with_errors(errors),
        shown,
        until: page.t.at(page.now),
    };
    page.show_as(status, &view)
}

fn facts(page: &Page, fields: &Fields) -> Vec<Fact> {
    let known = [
        (field::NAME, "reveal-name"),
        (field::PHONE, "reveal-phone"),
        (field::EMAIL, "reveal-email"),
        (field::ID_NUMBER, "reveal-id-number"),
        (field::ADDRESS, "reveal-address"),
        (field::CONTACT, "reveal-contact"),
        (VISIT_WORDS, "reveal-words"),
    ];
    let facts = known.into_iter().filter_map(|(name, key)| {
        let value = fields.get(name)?;
        let fact = Fact::new(page.t.say(key), value);
        Some(if name == field::PHONE { fact.to(format!("tel:{value}")) } else { fact })
    });
    facts.collect()
}
