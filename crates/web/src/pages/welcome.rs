//! Whoever holds a one-time link sets a password, and is signed in.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use office::accounts::{PASSWORD_CHARS_MIN, SignInRefusal, Token};

use super::sign_in::{password, refusal_text, signed_in};
use crate::limits::Limited;
use crate::page::Page;
use crate::parts::{Field, Form, FormError, Shell};
use crate::problem::Problem;
use crate::sent::Sent;
use crate::words::Say;

#[derive(Template)]
#[template(path = "public/welcome.html")]
struct View {
    t: Say,
    shell: Shell,
    person: String,
    form: Form,
}

/// Shows the form; a link that was used leads nowhere.
pub async fn get(page: Page, Path(token): Path<String>) -> Result<Response, Problem> {
    show(&page, StatusCode::OK, Token(token), Vec::new()).await
}

/// Sets the password.
pub async fn post(page: Page, Path(token): Path<String>, sent: Sent) -> Result<Response, Problem> {
    page.limit(Limited::SignIn)?;
    let token = Token(token);
    let wrong = |field: &str, text: String| vec![FormError { field: field.to_owned(), text }];
    if password(&sent, "password") != password(&sent, "again") {
        let errors = wrong("again", page.t.say("welcome-differs"));
        return show(&page, StatusCode::UNPROCESSABLE_ENTITY, token, errors).await;
    }
    match page.site.office.accept_invitation(&token, password(&sent, "password")).await {
        Ok(session) => Ok(signed_in(&page, &session, "/desk")),
        Err(SignInRefusal::Failed(source)) => Err(Problem::fault(source)),
        Err(refusal) => {
            let errors = wrong("password", refusal_text(&page, &refusal));
            show(&page, StatusCode::UNPROCESSABLE_ENTITY, token, errors).await
        }
    }
}

async fn show(
    page: &Page,
    status: StatusCode,
    token: Token,
    errors: Vec<FormError>,
) -> Result<Response, Problem> {
    let t = &page.t;
    let account = page.site.office.invited(&token).await?.ok_or(Problem::Link)?;
    let hint = t.with("welcome-password-hint", [("min", PASSWORD_CHARS_MIN.to_string())]);
    let fields = vec![
        Field::new("password", "password", t.say("welcome-password")).hint(hint).autocomplete("new-password"),
        Field::new("password", "again", t.say("welcome-again")).autocomplete("new-password"),
    ];
    let form = Form {
        url: format!("/welcome/{}", token.0),
        fields,
        button: t.say("welcome-button"),
        ..Form::default()
    };
    let view = View {
        t: page.t,
        shell: page.shell("sign-in"),
        person: account.name,
        form: form.with_errors(errors),
    };
    page.show_as(status, &view)
}
