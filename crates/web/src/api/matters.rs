//! Published matters, and raising one.

use axum::body::Bytes;
use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use domain::command::{Caller, Form};
use domain::field::{Point, Value, Where};
use domain::place::PlaceCode;
use domain::text::Language;
use office::queries::{CaseLine, PublicCase};
use office::{Contact, NewCase, Order};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use super::json;
use crate::limits::{FORM_BYTES_MAX, Limited};
use crate::page::Page;
use crate::pages::matters::filter;
use crate::problem::Problem;

/// The way by which a person comes who uses a program.
const CHANNEL: &str = "web";
/// Names a request, so that it can be sent again without being done twice.
const KEY_HEADER: &str = "idempotency-key";

#[derive(Serialize)]
struct Matters {
    matters: Vec<Line>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

#[derive(Serialize)]
struct Line {
    number: String,
    title: String,
    kind: String,
    category: String,
    place: String,
    phase: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<String>,
    opened_at: String,
    supported: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    point: Option<Point>,
}

#[derive(Serialize)]
struct Whole {
    number: String,
    title: String,
    text: String,
    kind: String,
    category: String,
    place: String,
    phase: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<String>,
    opened_at: String,
    published_at: String,
    supported: u32,
    answers: Vec<Answer>,
    verdict: BTreeMap<String, bool>,
}

#[derive(Serialize)]
struct Answer {
    at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<String>,
    values: BTreeMap<String, Value>,
}

/// A matter as a program raises it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raise {
    kind: String,
    category: String,
    place: String,
    #[serde(default)]
    spot: String,
    point: Option<Point>,
    title: String,
    text: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    phone: String,
    #[serde(default)]
    email: String,
    #[serde(default)]
    may_publish: bool,
    #[serde(default)]
    accused: Vec<String>,
    #[serde(default)]
    fields: BTreeMap<String, Vec<String>>,
}

#[derive(Serialize)]
struct Raised {
    number: String,
    secret: String,
    track_url: String,
}

/// Published matters, newest first, with the filters of the page.
pub async fn list(page: Page) -> Result<Response, Problem> {
    let found = page.site.office.public_list(filter(&page), page.part()).await?;
    let matters = found.rows.iter().map(|line| line_of(&page, line)).collect();
    json(&Matters { matters, next: found.next })
}

/// One published matter.
pub async fn one(page: Page, Path(number): Path<String>) -> Result<Response, Problem> {
    let case = page.site.office.public_case(&number).await?.ok_or(Problem::NotFound)?;
    json(&whole(&page, case))
}

/// Raises a matter; answers with its number and secret.
pub async fn raise(page: Page, headers: HeaderMap, body: Bytes) -> Result<Response, Problem> {
    page.limit(Limited::Raise)?;
    if body.len() > FORM_BYTES_MAX {
        return Err(Problem::TooLarge);
    }
    let raise: Raise = serde_json::from_slice(&body).map_err(|_unreadable| Problem::Malformed)?;
    let order = Order::open(new_case(raise, page.t.language)?);
    let order = match headers.get(KEY_HEADER).map(|key| key.to_str()) {
        None => order,
        Some(Ok(key)) => order.with_key(key),
        Some(Err(_)) => return Err(Problem::Malformed),
    };
    let done = page.site.office.run(&Caller::person(), order).await?;
    let receipt = done.receipt.ok_or_else(|| Problem::fault("an opening without a receipt"))?;
    let track_url = format!("{}/track?number={}", page.base_url, receipt.number);
    let raised = Raised { number: receipt.number, secret: receipt.secret, track_url };
    Ok((StatusCode::CREATED, json(&raised)?).into_response())
}

fn new_case(raise: Raise, language: Language) -> Result<NewCase, Problem> {
    let place = PlaceCode::parse(&raise.place);
    let place = place.map_err(|_unknown| Problem::Refused(domain::refusal::Refusal::NoSuchPlace))?;
    let contact =
        Contact { name: raise.name, phone: raise.phone, email: raise.email, language, ..Contact::default() };
    let form: Form = raise.fields.into_iter().map(|(id, sent)| (id.as_str().into(), sent)).collect();
    Ok(NewCase {
        kind: raise.kind.as_str().into(),
        channel: CHANNEL.to_owned(),
        category: raise.category.as_str().into(),
        place: Where { place, spot: raise.spot, point: raise.point },
        title: raise.title,
        text: raise.text,
        people: Some(contact).filter(|contact| !contact.is_blank()).into_iter().collect(),
        people_count: 1,
        accused: raise.accused.iter().map(|unit| unit.as_str().into()).collect(),
        may_publish: raise.may_publish,
        photos: Vec::new(),
        form,
    })
}

fn line_of(page: &Page, line: &CaseLine) -> Line {
    Line {
        number: line.number.clone(),
        title: page.title(&line.title),
        kind: line.kind.to_string(),
        category: line.category.to_string(),
        place: line.place.to_string(),
        phase: line.phase.as_str(),
        unit: line.holder.as_ref().map(ToString::to_string),
        opened_at: page.t.iso(line.opened_at),
        supported: line.supported,
        point: line.point,
    }
}

fn whole(page: &Page, case: PublicCase) -> Whole {
    let answers = case.answers.into_iter().map(|answer| Answer {
        at: page.t.iso(answer.at),
        unit: answer.unit.map(|unit| unit.to_string()),
        values: answer.values.into_iter().map(|(id, value)| (id.to_string(), value)).collect(),
    });
    Whole {
        number: case.number,
        title: case.title,
        text: case.text,
        kind: case.program.id.to_string(),
        category: case.category.to_string(),
        place: case.place.to_string(),
        phase: case.phase.as_str(),
        unit: case.handler.or(case.holder).map(|unit| unit.to_string()),
        opened_at: page.t.iso(case.opened_at),
        published_at: page.t.iso(case.published_at),
        supported: case.supported,
        answers: answers.collect(),
        verdict: case.verdict.into_iter().map(|(id, yes)| (id.to_string(), yes)).collect(),
    }
}
