//! Pictures: taken before their case is opened, seen by whoever sees the case.

use domain::command::Caller;
use domain::ids::CaseId;
use photo::{Photo, PhotoRefusal};
use store::photos::{self as rows, PhotoRow};

use crate::queries::case_for_staff::visible;
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
        self.read(move |_, tx| {
            if case != waiting() && visible(tx, &world, &caller, &case)?.is_none() {
                return Ok(None);
            }
            Ok(match size {
                PhotoSize::Whole => rows::find_media(tx, &case, &digest)?,
                PhotoSize::Thumbnail => rows::find_thumbnail(tx, &case, &digest)?,
            })
        })
        .await
    }
}
