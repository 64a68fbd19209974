//! My account: who I am, password, single keys.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use office::accounts::{OwnSession, PASSWORD_CHARS_MIN, SignInRefusal, Token};

use crate::cookies::Life;
use crate::page::{CHOICE_COOKIES, Page, SESSION_COOKIE};
use crate::pages::sign_in::{password, refusal_text};
use crate::parts::{Choice, Fact, Field, Form, FormError, Grid, Pager, Shell};
use crate::problem::Problem;
use crate::sent::Sent;
use crate::words::Say;

const YEAR_SECONDS: u64 = 365 * 24 * 3600;

#[derive(Template)]
#[template(path = "desk/account.html")]
struct View {
    t: Say,
    shell: Shell,
    facts: Vec<Fact>,
    password: Form,
    settings: Form,
    sessions: Vec<SessionRow>,
    others: bool,
    calendar: CalendarCard,
    reveals: Grid,
    pager: Pager,
}

struct CalendarCard {
    since: String,
    url: String,
}

struct SessionRow {
    id: String,
    is_this: bool,
    began: String,
    seen: String,
    until: String,
}

/// Shows it.
pub async fn get(page: Page) -> Result<Response, Problem> {
    show(&page, StatusCode::OK, Vec::new(), None).await
}

/// Changes the password, or the settings.
pub async fn post(page: Page, sent: Sent) -> Result<Response, Problem> {
    page.staff()?;
    if !sent.one("keys").is_empty() {
        return Ok(settings(&page, &sent));
    }
    if !sent.one("end").is_empty() {
        return end_sessions(&page, sent.one("end")).await;
    }
    match sent.one("calendar") {
        "make" => {
            let token = page.site.office.make_agenda_link(page.staff()?).await?;
            return show(&page, StatusCode::OK, Vec::new(), Some(token)).await;
        }
        "remove" => {
            page.site.office.remove_agenda_link(page.staff()?).await?;
            return Ok(page.go("/desk/account", &page.t.say("account-calendar-removed")));
        }
        _ => {}
    }
    let token = page.session().unwrap_or(Token(String::new()));
    let (old, new) = (password(&sent, "old"), password(&sent, "new"));
    match page.site.office.change_password(&token, old, new).await {
        Ok(token) => {
            let mut answer = page.go("/desk/account", &page.t.say("account-password-done"));
            page.set_cookie(&mut answer, SESSION_COOKIE, &token.0, Life::Session);
            Ok(answer)
        }
        Err(SignInRefusal::Failed(source)) => Err(Problem::fault(source)),
        Err(refusal) => {
            let field = if refusal == SignInRefusal::Password { "new" } else { "old" };
            let text = match refusal {
                SignInRefusal::Wrong => page.t.say("account-password-wrong"),
                other => refusal_text(&page, &other),
            };
            let errors = vec![FormError { field: field.to_owned(), text }];
            show(&page, StatusCode::UNPROCESSABLE_ENTITY, errors, None).await
        }
    }
}

/// Ends one session, or all others.
async fn end_sessions(page: &Page, which: &str) -> Result<Response, Problem> {
    let token = page.session().unwrap_or(Token(String::new()));
    let id = Some(which.to_owned()).filter(|which| which != "others");
    let ended = page.site.office.end_own_sessions(page.staff()?, &token, id).await?;
    Ok(page.go("/desk/account", &page.t.count("account-sessions-ended", ended)))
}

async fn sessions(page: &Page) -> Result<Vec<SessionRow>, Problem> {
    let token = page.session().unwrap_or(Token(String::new()));
    let own = page.site.office.own_sessions(page.staff()?, &token).await?;
    let row = |session: OwnSession| SessionRow {
        began: page.t.at(session.created_at),
        seen: page.t.ago(session.seen_at),
        until: page.t.at(session.expires_at),
        id: session.id,
        is_this: session.is_this,
    };
    Ok(own.into_iter().map(row).collect())
}

fn settings(page: &Page, sent: &Sent) -> Response {
    let mut answer = page.go("/desk/account", &page.t.say("account-saved"));
    let known = CHOICE_COOKIES.iter().find(|(name, ..)| *name == "keys");
    if let Some((_, cookie, [on, off])) = known {
        let value = if sent.one("keys") == *off { off } else { on };
        page.set_cookie(&mut answer, cookie, value, Life::Seconds(YEAR_SECONDS));
    }
    answer
}

/// The secret address of the agenda: shown once, when it is made.
async fn calendar(page: &Page, made: Option<Token>) -> Result<CalendarCard, Problem> {
    let since = page.site.office.agenda_link_since(page.staff()?).await?;
    let url = |token: Token| page.feed_url(&format!("/feeds/agenda/{}/agenda.ics", token.0));
    Ok(CalendarCard {
        since: since.map(|since| page.t.at(since)).unwrap_or_default(),
        url: made.map(url).unwrap_or_default(),
    })
}

async fn show(
    page: &Page,
    status: StatusCode,
    errors: Vec<FormError>,
    made: Option<Token>,
) -> Result<Response, Problem> {
    let t = &page.t;
    let account = &page.staff()?.account;
    let roles: Vec<String> = account.roles.iter().map(|role| page.role(role)).collect();
    let hint = t.with("welcome-password-hint", [("min", PASSWORD_CHARS_MIN.to_string())]);
    let password = Form {
        url: "/desk/account".to_owned(),
        fields: vec![
            Field::new("password", "old", t.say("account-password-now")).autocomplete("current-password"),
            Field::new("password", "new", t.say("welcome-password")).hint(hint).autocomplete("new-password"),
        ],
        button: t.say("account-password-button"),
        ..Form::default()
    };
    let keys =
        vec![Choice::new("on", t.say("account-keys-on")), Choice::new("off", t.say("account-keys-off"))];
    let keys = Field::new("columns", "keys", t.say("account-keys")).options(keys);
    let settings = Form {
        url: "/desk/account".to_owned(),
        fields: vec![keys.value(if page.keys_off { "off" } else { "on" })],
        button: t.say("save"),
        ..Form::default()
    };
    let sessions = sessions(page).await?;
    let reveals = page.site.office.own_reveals(page.caller()?, page.part()).await?;
    let view = View {
        t: page.t,
        shell: super::shell(page, "account").await?,
        others: sessions.iter().any(|session| !session.is_this),
        sessions,
        calendar: calendar(page, made).await?,
        reveals: super::reveals::grid(page, &reveals.rows, "account-reveals"),
        pager: page.pager(&reveals),
        facts: vec![
            Fact::new(t.say("account-name"), account.name.clone()),
            Fact::new(t.say("sign-in-name"), account.id.to_string()),
            Fact::new(t.say("account-unit"), page.unit(&account.unit)),
            Fact::new(t.say("account-roles"), roles.join("、")),
        ],
        password: password.with_errors(errors),
        settings,
    };
    page.show_as(status, &view)
}
