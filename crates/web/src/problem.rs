//! What went wrong, said so that the person knows what to do: a page for people, problem+json (RFC 9457) under `/api`.
//!
//! The kinds are never mixed. A refusal is the rules saying no (422 on the form, 404 for what must not be seen). A conflict is
//! somebody else being first (409). A fault is ours (500): logged once, here, with the reference that the person is shown.

use askama::Template;
use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::field::FieldRefusal;
use domain::program::Program;
use domain::refusal::Refusal;
use office::{Failure, Fault, OrderRefusal};

use crate::page::{Page, see_other};
use crate::parts::{FormError, Shell};
use crate::words::Say;

/// Why a request got no page.
#[derive(Debug)]
pub enum Problem {
    /// There is no such page, or not for this caller.
    NotFound,
    /// Staff only.
    SignIn,
    /// The one-time link was used, or is too old.
    Link,
    /// The form did not come from one of our pages.
    Csrf,
    /// Too often from one address.
    TooMany {
        /// Seconds to wait.
        seconds: u64,
    },
    /// More bytes, fields or pictures than are taken.
    TooLarge,
    /// It cannot be read.
    Malformed,
    /// The address does not take this method.
    Method,
    /// The rules say no, and there is no form to say it on.
    Refused(Refusal),
    /// The order cannot be taken, and there is no form to say it on.
    Order(OrderRefusal),
    /// Something has happened in between.
    Conflict,
    /// Too much to do; again in a second.
    Busy,
    /// The machine failed.
    Fault(Fault),
}

#[derive(Template)]
#[template(path = "public/error.html")]
struct ErrorPage {
    t: Say,
    shell: Shell,
    title: String,
    text: String,
    reference: String,
    back_url: String,
    retry: String,
}

/// Carried by an answer until [`show`] knows the reader.
#[derive(Clone)]
struct Raised(std::sync::Arc<Problem>);

impl Problem {
    /// A fault of our own.
    pub fn fault(what: impl Into<String>) -> Self {
        Self::Fault(Fault::new("", what.into()))
    }

    /// Its status, and its stable name: the `code` of the API, and the beginning of the keys of its texts.
    #[must_use]
    pub fn status(&self) -> (StatusCode, &'static str) {
        match self {
            Self::NotFound => (StatusCode::NOT_FOUND, "not-found"),
            Self::SignIn => (StatusCode::UNAUTHORIZED, "sign-in"),
            Self::Link => (StatusCode::GONE, "sign-in-link"),
            Self::Csrf => (StatusCode::FORBIDDEN, "csrf"),
            Self::TooMany { .. } => (StatusCode::TOO_MANY_REQUESTS, "too-many"),
            Self::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "too-large"),
            Self::Malformed => (StatusCode::BAD_REQUEST, "malformed"),
            Self::Method => (StatusCode::METHOD_NOT_ALLOWED, "method"),
            Self::Refused(refusal) => (StatusCode::UNPROCESSABLE_ENTITY, refusal.key()),
            Self::Order(refusal) => (StatusCode::UNPROCESSABLE_ENTITY, refusal.key()),
            Self::Conflict => (StatusCode::CONFLICT, "conflict"),
            Self::Busy => (StatusCode::SERVICE_UNAVAILABLE, "busy"),
            Self::Fault(_) => (StatusCode::INTERNAL_SERVER_ERROR, "fault"),
        }
    }

    fn title(&self, t: &Say) -> String {
        t.say(match self {
            Self::NotFound => "problem-not-found-title",
            Self::SignIn => "problem-sign-in-title",
            Self::Link => "welcome-title",
            Self::Csrf => "problem-csrf-title",
            Self::TooMany { .. } => "problem-too-many-title",
            Self::TooLarge => "problem-too-large-title",
            Self::Malformed => "problem-malformed-title",
            Self::Method => "problem-method-title",
            Self::Refused(_) | Self::Order(_) => "problem-refused-title",
            Self::Conflict => "problem-conflict-title",
            Self::Busy => "problem-busy-title",
            Self::Fault(_) => "problem-fault-title",
        })
    }

    fn text(&self, t: &Say) -> String {
        t.say(match self {
            Self::NotFound => "problem-not-found",
            Self::SignIn => "problem-sign-in",
            Self::Link => "sign-in-link",
            Self::Csrf => "problem-csrf",
            Self::TooMany { .. } => "problem-too-many",
            Self::TooLarge => "problem-too-large",
            Self::Malformed => "problem-malformed",
            Self::Method => "problem-method",
            Self::Refused(refusal) => return refusal_text(t, refusal),
            Self::Order(refusal) => return order_text(t, refusal),
            Self::Conflict => "problem-conflict",
            Self::Busy => "problem-busy",
            Self::Fault(_) => "problem-fault",
        })
    }

    /// The plainest answer, when there is not even a frame.
    pub(crate) fn bare(self) -> Response {
        let (status, code) = self.status();
        if let Self::Fault(fault) = &self {
            tracing::error!(source = %fault.source, "fault before the page");
        }
        (status, code).into_response()
    }
}

impl From<Failure> for Problem {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Refused(Refusal::NotFound) => Self::NotFound,
            Failure::Refused(Refusal::Stale { .. }) | Failure::Conflict { .. } => Self::Conflict,
            Failure::Refused(refusal) => Self::Refused(refusal),
            Failure::Order(refusal) => Self::Order(refusal),
            Failure::Busy => Self::Busy,
            Failure::Fault(fault) => Self::Fault(fault),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let (status, _) = self.status();
        let mut answer = status.into_response();
        answer.extensions_mut().insert(Raised(std::sync::Arc::new(self)));
        answer
    }
}

/// What a refusal says to the person.
#[must_use]
pub fn refusal_text(t: &Say, refusal: &Refusal) -> String {
    match refusal {
        Refusal::Rule(words) => t.text(words).to_owned(),
        Refusal::TextLength { chars_max, .. } => t.count(refusal.key(), u64::from(*chars_max)),
        other => t.say(other.key()),
    }
}

/// What the refusal of an order says to the person.
#[must_use]
pub fn order_text(t: &Say, refusal: &OrderRefusal) -> String {
    match refusal {
        OrderRefusal::Reference { problem } => t.with(refusal.key(), [("problem", problem)]),
        other => t.say(other.key()),
    }
}

/// What is wrong with a field, naming it.
#[must_use]
pub fn field_text(t: &Say, label: &str, refusal: &FieldRefusal) -> String {
    let mut args = refusal.args();
    args.push(("field", label.to_owned()));
    t.with(refusal.key(), args)
}

/// What a failure says on the form it came from: its fields, or the form as a whole. What does not belong on a form is given back.
pub fn on_form(t: &Say, program: Option<&Program>, failure: Failure) -> Result<Vec<FormError>, Problem> {
    let whole = |text: String| vec![FormError { field: "main".to_owned(), text }];
    match failure {
        Failure::Refused(Refusal::Fields(fields)) => {
            let label = |id| program.and_then(|program| program.field(id)).map(|field| t.text(&field.label));
            let errors = fields.iter().map(|(id, refusal)| FormError {
                field: id.to_string(),
                text: field_text(t, label(id).unwrap_or_default(), refusal),
            });
            Ok(errors.collect())
        }
        Failure::Refused(Refusal::NotFound) => Err(Problem::NotFound),
        Failure::Refused(Refusal::Stale { .. }) | Failure::Conflict { .. } => Err(Problem::Conflict),
        Failure::Refused(Refusal::TextLength { what, chars_max }) => Ok(vec![FormError {
            field: what.to_owned(),
            text: t.with("refusal-text-length", [("n", chars_max.to_string())]),
        }]),
        Failure::Refused(refusal) => Ok(whole(refusal_text(t, &refusal))),
        Failure::Order(OrderRefusal::Contact { field, key, .. }) => {
            Ok(vec![FormError { field: field.to_owned(), text: t.say(key) }])
        }
        Failure::Order(refusal) => Ok(whole(order_text(t, &refusal))),
        other => Err(other.into()),
    }
}

/// Turns what went wrong into an answer for this reader.
pub(crate) fn show(page: &Page, answer: Response) -> Response {
    let raised = answer.extensions().get::<Raised>().map(|raised| raised.0.clone());
    let problem = match (raised, answer.status()) {
        (Some(problem), _) => problem,
        // What axum itself refused: a body that is too large, a method that is not there.
        (None, StatusCode::PAYLOAD_TOO_LARGE) => Problem::TooLarge.into(),
        (None, StatusCode::METHOD_NOT_ALLOWED) => Problem::Method.into(),
        (None, StatusCode::BAD_REQUEST | StatusCode::UNSUPPORTED_MEDIA_TYPE) => Problem::Malformed.into(),
        (None, _) => return answer,
    };
    if let Problem::Fault(fault) = &*problem {
        let reference = &page.request_id;
        tracing::error!(request = %reference, office = %fault.reference, source = %fault.source, "fault");
    }
    if page.uri.path().starts_with("/api/") { as_json(page, &problem) } else { as_page(page, &problem) }
}

fn as_json(page: &Page, problem: &Problem) -> Response {
    let (status, code) = problem.status();
    let fields: Vec<serde_json::Value> = match problem {
        Problem::Refused(Refusal::Fields(fields)) => fields
            .iter()
            .map(|(field, refusal)| serde_json::json!({ "field": field.as_str(), "code": refusal.key() }))
            .collect(),
        Problem::Order(OrderRefusal::Contact { field, key, .. }) => {
            vec![serde_json::json!({ "field": field, "code": key })]
        }
        _ => Vec::new(),
    };
    let mut body = serde_json::json!({
        "type": "about:blank",
        "title": problem.title(&page.t),
        "status": status.as_u16(),
        "detail": problem.text(&page.t),
        "instance": page.request_id,
        "code": code,
    });
    if let Some(object) = body.as_object_mut().filter(|_| !fields.is_empty()) {
        object.insert("errors".to_owned(), fields.into());
    }
    let kind = HeaderValue::from_static("application/problem+json");
    with_retry(
        problem,
        (status, [(header::CONTENT_TYPE, kind)], Json(body).into_response().into_body()).into_response(),
    )
}

fn as_page(page: &Page, problem: &Problem) -> Response {
    let (status, _) = problem.status();
    if matches!(problem, Problem::SignIn) {
        let mut next = form_urlencoded::Serializer::new(String::new());
        next.append_pair("next", page.uri.path_and_query().map_or("/desk", |path| path.as_str()));
        return see_other(&format!("/sign-in?{}", next.finish()));
    }
    let retry = match problem {
        Problem::TooMany { seconds } => page.t.count("problem-too-many-retry", *seconds),
        _ => String::new(),
    };
    let logged = matches!(problem, Problem::Fault(_));
    let template = ErrorPage {
        t: page.t,
        shell: page.shell(""),
        title: problem.title(&page.t),
        text: problem.text(&page.t),
        reference: if logged { page.request_id.clone() } else { String::new() },
        back_url: if page.uri.path().starts_with("/desk") { "/desk" } else { "/" }.to_owned(),
        retry,
    };
    match page.show_as(status, &template) {
        Ok(answer) => with_retry(problem, answer),
        Err(problem) => problem.bare(),
    }
}

fn with_retry(problem: &Problem, mut answer: Response) -> Response {
    let seconds = match problem {
        Problem::TooMany { seconds } => *seconds,
        Problem::Busy => 1,
        _ => return answer,
    };
    answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    answer
}
