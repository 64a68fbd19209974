//! Follow a matter by its number and the secret of its receipt. The secret never stands in an address: after the first form it
//! is kept in a signed cookie that lives two hours.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use office::queries::Tracked;
use text::{CaseNumber, Secret};

use crate::cookies::Life;
use crate::limits::Limited;
use crate::page::{Page, see_other};
use crate::parts::{Field, Form, FormError, Shell};
use crate::problem::Problem;
use crate::sent::Sent;
use crate::words::Say;

/// Holds number and secret of the matter that is followed.
pub const RECEIPT_COOKIE: &str = "sixia-receipt";
const RECEIPT: &str = "receipt";
const RECEIPT_SECONDS: u64 = 2 * 3600;
/// Between number and secret; in neither.
const BETWEEN: char = '~';

#[derive(Template)]
#[template(path = "public/track.html")]
struct View {
    t: Say,
    shell: Shell,
    form: Form,
}

/// Shows the form; a link or a square code can bring the number.
pub async fn get(page: Page) -> Result<Response, Problem> {
    let number = page.query("number");
    show(&page, StatusCode::OK, &Sent::of([("number", number.as_str())]), Vec::new())
}

/// Opens the matter.
pub async fn post(page: Page, sent: Sent) -> Result<Response, Problem> {
    page.limit(Limited::Track)?;
    let (number, secret) = match read(&page, &sent) {
        Ok(both) => both,
        Err(errors) => return show(&page, StatusCode::UNPROCESSABLE_ENTITY, &sent, errors),
    };
    if page.site.office.tracked(&number, &secret).await?.is_none() {
        let error = FormError { field: "number".to_owned(), text: page.t.say("track-wrong") };
        return show(&page, StatusCode::UNPROCESSABLE_ENTITY, &sent, vec![error]);
    }
    let mut answer = see_other("/track/case");
    remember(&page, &mut answer, &number, &secret);
    Ok(answer)
}

fn read(page: &Page, sent: &Sent) -> Result<(String, String), Vec<FormError>> {
    let number = sent.one("number").parse::<CaseNumber>();
    let secret = sent.one("secret").parse::<Secret>();
    let error = |field: &str, key| FormError { field: field.to_owned(), text: page.t.say(key) };
    match (number, secret) {
        (Ok(number), Ok(secret)) => Ok((number.to_string(), secret.reveal())),
        (number, secret) => Err(number
            .err()
            .map(|refusal| error("number", refusal.key()))
            .into_iter()
            .chain(secret.err().map(|refusal| error("secret", refusal.key())))
            .collect()),
    }
}

fn show(page: &Page, status: StatusCode, sent: &Sent, errors: Vec<FormError>) -> Result<Response, Problem> {
    let fields = vec![
        Field::new("text", "number", page.t.say("track-number"))
            .hint(page.t.say("track-number-hint"))
            .value(sent.one("number"))
            .autocomplete("off"),
        Field::new("text", "secret", page.t.say("track-secret"))
            .hint(page.t.say("track-secret-hint"))
            .value(sent.one("secret"))
            .autocomplete("off"),
    ];
    let form = Form { url: "/track".to_owned(), fields, button: page.t.say("track-show"), ..Form::default() };
    let view = View { t: page.t, shell: page.shell("track"), form: form.with_errors(errors) };
    page.show_as(status, &view)
}

/// Keeps number and secret with the browser for a while.
pub(crate) fn remember(page: &Page, answer: &mut Response, number: &str, secret: &str) {
    let until = page.now + jiff::SignedDuration::from_hours(2);
    let sealed = page.site.settings.signing_key.seal(RECEIPT, &format!("{number}{BETWEEN}{secret}"), until);
    page.set_cookie(answer, RECEIPT_COOKIE, &sealed, Life::Seconds(RECEIPT_SECONDS));
}

/// The matter that this browser follows; otherwise the way to the form.
pub(crate) async fn followed(page: &Page) -> Result<Option<Tracked>, Problem> {
    let sealed = page.cookie(RECEIPT_COOKIE).unwrap_or_default();
    let opened = page.site.settings.signing_key.open(RECEIPT, sealed, page.now);
    let Some((number, secret)) = opened.and_then(|text| text.split_once(BETWEEN)) else { return Ok(None) };
    Ok(page.site.office.tracked(number, secret).await?)
}
