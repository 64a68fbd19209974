//! Raise a matter: write, check, receipt. No account, no script; everything typed and every picture travels along until it is
//! sent, so that nothing is lost whatever is refused.

pub(crate) mod draft;
mod views;

use axum::http::StatusCode;
use axum::response::Response;
use domain::command::Caller;
use domain::ids::CaseId;
use office::{Order, PHOTOS_MAX};

use super::photos::keep;
use super::track::remember;
use crate::limits::Limited;
use crate::page::Page;
use crate::parts::FormError;
use crate::problem::{Problem, on_form};
use crate::sent::{ACT_FIELD, Sent};
use draft::{Draft, open_to_all};

/// What the buttons of the form ask for.
const LOOK_DEEPER: &str = "places";
const CHECK: &str = "check";
/// Digests of pictures that came with an earlier showing.
const KEPT_PHOTOS: &str = "photo";

/// What a link can bring, beside fields of the program.
const BROUGHT: [&str; 5] = ["kind", "category", "place", "title", ABOUT];
/// The number of the text that is asked about.
pub(crate) const ABOUT: &str = "about";

/// Shows the empty form; links can bring a kind, a category, a place, what is asked about.
pub async fn get(page: Page) -> Result<Response, Problem> {
    let sent = page.brought(&BROUGHT);
    views::form(&page, StatusCode::OK, &Draft::read(&page, sent, &open_to_all(&page)), Vec::new())
}

impl Page {
    /// What a link brings into a form: some of its fields, and those of a program.
    fn brought(&self, names: &[&str]) -> Sent {
        let asked = form_urlencoded::parse(self.uri.query().unwrap_or_default().as_bytes());
        let mut sent = Sent::default();
        for (name, value) in
            asked.filter(|(name, _)| names.contains(&name.as_ref()) || name.starts_with(ACT_FIELD))
        {
            sent.add(name.into_owned(), value.into_owned());
        }
        sent
    }
}

/// Takes the form: shows the next level of places, or what was written for checking, or what is wrong.
pub async fn post(page: Page, sent: Sent) -> Result<Response, Problem> {
    page.limit(Limited::Upload)?;
    let (sent, mut errors) = with_photos(&page, sent).await;
    let go = sent.one("go").to_owned();
    let draft = Draft::read(&page, sent, &open_to_all(&page));
    if go == CHECK {
        errors.extend(draft.errors(&page));
    }
    match (go.as_str(), errors.is_empty()) {
        (CHECK, true) => views::check(&page, &draft).await,
        (CHECK | LOOK_DEEPER, false) => views::form(&page, StatusCode::UNPROCESSABLE_ENTITY, &draft, errors),
        _ => views::form(&page, StatusCode::OK, &draft, errors),
    }
}

/// Sends what was checked, and shows the receipt: the only place where its secret stands.
pub async fn send(page: Page, sent: Sent) -> Result<Response, Problem> {
    page.limit(Limited::Raise)?;
    let draft = Draft::read(&page, sent, &open_to_all(&page));
    let errors = draft.errors(&page);
    if !errors.is_empty() {
        return views::form(&page, StatusCode::UNPROCESSABLE_ENTITY, &draft, errors);
    }
    let new = draft.new_case(&page).ok_or(Problem::Malformed)?;
    let order = draft.sent.keyed(Order::open(new).out_of(asked_about(&page, &draft).await?));
    match page.site.office.run(&Caller::person(), order).await {
        Ok(done) => {
            let receipt = done.receipt.ok_or_else(|| Problem::fault("an opening without a receipt"))?;
            let mut answer = views::done(&page, &draft, &receipt)?;
            remember(&page, &mut answer, &receipt.number, &receipt.secret);
            Ok(answer)
        }
        Err(failure) => {
            let errors = on_form(&page.t, draft.program.as_deref(), failure)?;
            let errors = draft.named(errors);
            views::form(&page, StatusCode::UNPROCESSABLE_ENTITY, &draft, errors)
        }
    }
}

/// The text that is asked about, if there is one and what is raised here may come out of it.
async fn asked_about(page: &Page, draft: &Draft) -> Result<Option<CaseId>, Problem> {
    let number = draft.sent.one(ABOUT);
    let (Some(program), false) = (&draft.program, number.is_empty()) else { return Ok(None) };
    let text = page.site.office.library_text(number, None).await?;
    Ok(text.filter(|text| text.program.outcomes.contains(&program.id)).map(|text| text.case))
}

/// Keeps the pictures that came along; their digests travel on as fields.
async fn with_photos(page: &Page, mut sent: Sent) -> (Sent, Vec<FormError>) {
    let room = PHOTOS_MAX.saturating_sub(sent.all(KEPT_PHOTOS).len());
    let kept = keep(page, &sent, "photos", room).await;
    sent.files.clear();
    match kept {
        Ok(digests) => {
            for digest in digests {
                sent.add(KEPT_PHOTOS.to_owned(), digest);
            }
            (sent, Vec::new())
        }
        Err(errors) => (sent, errors),
    }
}
