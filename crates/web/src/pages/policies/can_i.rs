//! "Can I?": a few questions about a text, and what follows from the answers. No account; what is answered is not kept.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use domain::can_i::{self, Answers, CanI};
use domain::field::Value;
use office::queries::TextView;
use text::citations;

use super::text_url;
use crate::page::Page;
use crate::parts::{Field, Form, FormError, Link, Shell};
use crate::problem::Problem;
use crate::sent::Sent;
use crate::words::Say;

/// Stands before the names of questions, so that none can be mistaken for a field of the page.
const QUESTION: &str = "a.";

#[derive(Template)]
#[template(path = "public/policy_can_i.html")]
struct View {
    t: Say,
    shell: Shell,
    url: String,
    title: String,
    form: Form,
    answer: String,
    articles: Vec<Link>,
    ask_url: String,
}

/// Shows the questions.
pub async fn get(page: Page, Path(number): Path<String>) -> Result<Response, Problem> {
    let (text, can_i) = load(&page, &number).await?;
    show(&page, StatusCode::OK, (&text, &can_i), &Sent::default(), (Vec::new(), None))
}

/// Says what follows from the answers, and forgets them.
pub async fn post(page: Page, Path(number): Path<String>, sent: Sent) -> Result<Response, Problem> {
    let (text, can_i) = load(&page, &number).await?;
    match can_i.read(|question| sent.one(&format!("{QUESTION}{question}"))) {
        Ok(answers) => show(&page, StatusCode::OK, (&text, &can_i), &sent, (Vec::new(), Some(answers))),
        Err(open) => {
            let questions = can_i.questions.iter().filter(|question| open.contains(&question.id));
            let errors = questions.map(|question| FormError {
                field: format!("{QUESTION}{}", question.id),
                text: page.t.with("can-i-open", [("question", page.t.text(&question.text))]),
            });
            let errors = errors.collect();
            show(&page, StatusCode::UNPROCESSABLE_ENTITY, (&text, &can_i), &sent, (errors, None))
        }
    }
}

async fn load(page: &Page, number: &str) -> Result<(TextView, CanI), Problem> {
    let text = page.site.office.library_text(number, None).await?.ok_or(Problem::NotFound)?;
    let can_i = questions(&text).ok_or(Problem::NotFound)?;
    Ok((text, can_i))
}

/// The questions of a text, if it has some.
pub(crate) fn questions(text: &TextView) -> Option<CanI> {
    let field = text.program.library.as_ref()?.can_i.as_ref()?;
    can_i::parse(text.said.get(field).and_then(Value::as_text)?).ok()
}

fn show(
    page: &Page,
    status: StatusCode,
    (text, can_i): (&TextView, &CanI),
    sent: &Sent,
    (errors, answers): (Vec<FormError>, Option<Answers>),
) -> Result<Response, Problem> {
    let fields = can_i.questions.iter().map(|question| {
        let name = format!("{QUESTION}{}", question.id);
        let typed = sent.one(&name).to_owned();
        let label = page.t.text(&question.text);
        if question.is_number {
            Field::new("number", name, label).value(typed)
        } else {
            Field::new("columns", name, label).options(page.yes_no()).value(typed)
        }
    });
    let form = Form {
        url: format!("{}/can-i", text_url(&text.number)),
        fields: fields.collect(),
        button: page.t.say("can-i-button"),
        ..Form::default()
    };
    let answer = answers.and_then(|answers| can_i.answer(&answers)).map(|answer| page.t.text(&answer.text));
    let answer = answer.unwrap_or_default();
    let view = View {
        t: page.t,
        shell: page.shell("policies"),
        url: text_url(&text.number),
        title: text.title.clone(),
        form: form.with_errors(errors),
        articles: articles(text, answer),
        answer: answer.to_owned(),
        ask_url: page.ask_url(text),
    };
    page.show_as(status, &view)
}

/// The articles of the text that an answer names, as links.
fn articles(text: &TextView, answer: &str) -> Vec<Link> {
    let mut links: Vec<Link> = Vec::new();
    for piece in citations(answer).into_iter().filter(|piece| piece.name.is_none()) {
        let Some(anchor) = piece.anchor.filter(|anchor| text.document.part(anchor).is_some()) else {
            continue;
        };
        let url = format!("{}#{anchor}", text_url(&text.number));
        if !links.iter().any(|known| known.url == url) {
            links.push(Link::new(piece.text, url));
        }
    }
    links
}
