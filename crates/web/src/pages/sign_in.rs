//! Staff sign in and out. In the demonstration the accounts stand beside, each one press away.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use office::accounts::{PASSWORD_CHARS_MAX, PASSWORD_CHARS_MIN, SignInRefusal, Token};

use crate::cookies::Life;
use crate::limits::Limited;
use crate::page::{Page, SESSION_COOKIE, see_other};
use crate::parts::{Field, Form, FormError, Shell};
use crate::problem::Problem;
use crate::sent::Sent;
use crate::words::Say;

#[derive(Template)]
#[template(path = "public/sign_in.html")]
struct View {
    t: Say,
    shell: Shell,
    form: Form,
    next: String,
    demo: Vec<DemoLine>,
}

struct DemoLine {
    name: String,
    password: String,
    person: String,
    unit: String,
    may: String,
}

/// Shows the form.
pub async fn get(page: Page) -> Result<Response, Problem> {
    let next = page.query("next");
    show(&page, StatusCode::OK, &Sent::of([("next", next.as_str())]), Vec::new())
}

/// Signs in.
pub async fn post(page: Page, sent: Sent) -> Result<Response, Problem> {
    page.limit(Limited::SignIn)?;
    match page.site.office.sign_in(sent.one("name"), password(&sent, "password")).await {
        Ok(token) => Ok(signed_in(&page, &token, sent.one("next"))),
        Err(SignInRefusal::Failed(source)) => Err(Problem::fault(source)),
        Err(refusal) => {
            let error = FormError { field: "name".to_owned(), text: refusal_text(&page, &refusal) };
            show(&page, StatusCode::UNPROCESSABLE_ENTITY, &sent, vec![error])
        }
    }
}

/// Signs out.
pub async fn out(page: Page, _sent: Sent) -> Result<Response, Problem> {
    if let Some(token) = page.session() {
        page.site.office.sign_out(&token).await?;
    }
    let mut answer = page.go("/", &page.t.say("signed-out"));
    page.set_cookie(&mut answer, SESSION_COOKIE, "", Life::Ended);
    Ok(answer)
}

/// A password as it was typed: blanks count.
pub(crate) fn password<'s>(sent: &'s Sent, name: &str) -> &'s str {
    sent.all(name).first().map_or("", String::as_str)
}

/// Why somebody could not sign in, or a password was not taken.
pub(crate) fn refusal_text(page: &Page, refusal: &SignInRefusal) -> String {
    match refusal {
        SignInRefusal::Locked { until } => {
            let span = page.t.span(until.duration_since(page.now).abs());
            page.t.with(refusal.key(), [("span", span)])
        }
        SignInRefusal::Password => {
            let (min, max) = (PASSWORD_CHARS_MIN.to_string(), PASSWORD_CHARS_MAX.to_string());
            page.t.with(refusal.key(), [("min", min), ("max", max)])
        }
        other => page.t.say(other.key()),
    }
}

/// Keeps the session with the browser, and goes on.
pub(crate) fn signed_in(page: &Page, token: &Token, next: &str) -> Response {
    // Only to a page of ours: never to an address that a link brought along.
    let ours = next.starts_with('/') && !next.starts_with("//") && !next.contains('\\');
    let mut answer = see_other(if ours { next } else { "/desk" });
    page.set_cookie(&mut answer, SESSION_COOKIE, &token.0, Life::Session);
    answer
}

fn show(page: &Page, status: StatusCode, sent: &Sent, errors: Vec<FormError>) -> Result<Response, Problem> {
    let t = &page.t;
    let next = sent.one("next").to_owned();
    let fields = vec![
        Field::new("text", "name", t.say("sign-in-name")).value(sent.one("name")).autocomplete("username"),
        Field::new("password", "password", t.say("sign-in-password-label")).autocomplete("current-password"),
        Field::new("hidden", "next", "").value(next.clone()),
    ];
    let form = Form { url: "/sign-in".to_owned(), fields, button: t.say("sign-in"), ..Form::default() };
    let accounts = page.site.settings.demo_accounts.iter().map(|account| DemoLine {
        name: account.name.clone(),
        password: account.password.clone(),
        person: t.text(&account.person).to_owned(),
        unit: t.text(&account.unit).to_owned(),
        may: t.text(&account.may).to_owned(),
    });
    let view = View {
        t: page.t,
        shell: page.shell("sign-in"),
        form: form.with_errors(errors),
        next,
        demo: accounts.collect(),
    };
    page.show_as(status, &view)
}
