//! Pictures: taken in with a form, and shown to those who may see their matter.

use axum::extract::Path;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use domain::command::Caller;
use domain::ids::CaseId;
use office::{PHOTOS_MAX, PhotoFailure, PhotoSize};

use super::track::followed;
use crate::page::Page;
use crate::parts::{Field, FormError};
use crate::problem::Problem;
use crate::sent::Sent;

/// A picture never changes under its digest; it is kept by the browser alone.
const KEEP: HeaderValue = HeaderValue::from_static("private, max-age=86400, immutable");

/// Shows a picture: to staff with the matter that it belongs to, to the person by the receipt.
pub async fn get(page: Page, Path(digest): Path<String>) -> Result<Response, Problem> {
    let size = if page.query("size") == "small" { PhotoSize::Thumbnail } else { PhotoSize::Whole };
    let matter = page.query("matter");
    let (caller, case) = if matter.is_empty() {
        let tracked = followed(&page).await?.ok_or(Problem::NotFound)?;
        (Caller::person(), tracked.case)
    } else {
        let signed_in = page.signed_in.as_ref().ok_or(Problem::NotFound)?;
        (signed_in.caller.clone(), CaseId::new(matter))
    };
    let bytes = page.site.office.photo(&caller, &case, &digest, size).await?.ok_or(Problem::NotFound)?;
    let kind = HeaderValue::from_static("image/jpeg");
    Ok(([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, KEEP)], bytes).into_response())
}

/// Keeps the pictures of a form; gives their digests, or what is wrong with them.
pub(crate) async fn keep(
    page: &Page,
    sent: &Sent,
    field: &str,
    most: usize,
) -> Result<Vec<String>, Vec<FormError>> {
    let error = |text: String| FormError { field: field.to_owned(), text };
    let uploads: Vec<&Vec<u8>> =
        sent.files.iter().filter(|(name, _)| name == field).map(|(_, bytes)| bytes).collect();
    if uploads.len() > most {
        return Err(vec![error(page.t.with("photos-too-many", [("max", PHOTOS_MAX.to_string())]))]);
    }
    let (mut kept, mut errors) = (Vec::new(), Vec::new());
    for upload in uploads {
        match page.site.office.keep_photo(upload.clone()).await {
            Ok(digest) => kept.push(digest),
            Err(PhotoFailure::Refused(refusal)) => errors.push(error(page.t.say(refusal.key()))),
            Err(PhotoFailure::Failed(source)) => {
                tracing::error!(request = %page.request_id, source, "a picture could not be kept");
                errors.push(error(page.t.say("problem-busy")));
            }
        }
    }
    if errors.is_empty() { Ok(kept) } else { Err(errors) }
}

impl Page {
    /// The control for pictures.
    pub(crate) fn photo_field(&self) -> Field {
        let hint = self.t.with("raise-photos-hint", [("max", PHOTOS_MAX.to_string())]);
        Field::new("files", "photos", self.t.say("raise-photos")).hint(hint).optional()
    }
}
