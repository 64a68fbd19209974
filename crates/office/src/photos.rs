//! Pictures: taken before their case is opened, seen by whoever sees the case.

use domain::command::Caller;
use domain::ids::CaseId;
use photo::{Photo, PhotoRefusal};
use store::ReadTx;
use store::people::{self, pictures_of};
use store::photos::{self as rows, PhotoRow};
use vault::WrappedKey;

use crate::queries::case_for_staff::visible;
use crate::shared::Shared;
use crate::{Failure, Office};

/// Which size of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhotoSize {
    /// As kept.
    Whole,
    /// For lists.
    Thumbnail,
}

/// Why a picture was not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PhotoFailure {
    /// The upload is no picture that can be taken.
    #[error(transparent)]
    Refused(#[from] PhotoRefusal),
    /// The machine failed, or had too much to do.
    #[error("{0}")]
    Failed(String),
}

/// Under which names the sizes are sealed.
pub(crate) const WHOLE: &str = "media";
pub(crate) const THUMBNAIL: &str = "thumbnail";

/// How a picture of a sealed case is named among its sealed pictures.
pub(crate) fn name_of(digest: &str, size: &str) -> String {
    format!("{digest}/{size}")
}

/// Pictures wait under this name for their case.
fn waiting() -> CaseId {
    CaseId::from("")
}

impl Office {
    /// Checks an uploaded picture, makes it fit to keep, and keeps it. Gives its digest, which goes into an order within a day.
    pub async fn keep_photo(&self, upload: Vec<u8>) -> Result<String, PhotoFailure> {
        let made = tokio::task::spawn_blocking(move || Photo::from_upload(&upload)).await;
        let photo = made.map_err(|error| PhotoFailure::Failed(error.to_string()))??;
        let digest = hex::encode(photo.picture.sha256);
        let (at, kept) = (self.now(), digest.clone());
        self.writes()
            .write(move |tx| {
                let row = PhotoRow {
                    case_id: &waiting(),
                    digest: &kept,
                    media: &photo.picture.bytes,
                    thumbnail: &photo.thumbnail.bytes,
                    at,
                };
                Ok(rows::insert(tx, &row)?)
            })
            .await
            .map_err(|failure| PhotoFailure::Failed(failure.to_string()))?;
        Ok(digest)
    }

    /// A picture of a case that the caller may see, as JPEG. For the person, give the case that the receipt opens. Under an empty
    /// identifier: one that was just uploaded, for whoever knows its digest.
    pub async fn photo(
        &self,
        caller: &Caller,
        case: &CaseId,
        digest: &str,
        size: PhotoSize,
    ) -> Result<Option<Vec<u8>>, Failure> {
        let (world, caller, case, digest) = (self.world(), caller.clone(), case.clone(), digest.to_owned());
        self.read(move |shared, tx| {
            if case != waiting() && visible(tx, &world, &caller, &case)?.is_none() {
                return Ok(None);
            }
            let (found, name) = match size {
                PhotoSize::Whole => (rows::find_media(tx, &case, &digest)?, WHOLE),
                PhotoSize::Thumbnail => (rows::find_thumbnail(tx, &case, &digest)?, THUMBNAIL),
            };
            match found {
                Some((bytes, true)) => open(tx, shared, &case, &name_of(&digest, name), &bytes),
                found => Ok(found.map(|(bytes, _)| bytes)),
            }
        })
        .await
    }
}

/// Opens a picture of a sealed case; nothing once its key was erased.
fn open(
    tx: &mut ReadTx,
    shared: &Shared,
    case: &CaseId,
    name: &str,
    sealed: &[u8],
) -> Result<Option<Vec<u8>>, Failure> {
    let Some(row) = people::load_many(tx, [&pictures_of(case)])?.pop() else { return Ok(None) };
    let opened = shared.open_picture(case, &WrappedKey::from_bytes(row.wrapped_key), name, sealed);
    opened.map(Some).map_err(|fault| shared.fault(fault.to_string()))
}
