//! Pictures of cases.

use domain::ids::CaseId;
use jiff::Timestamp;

use crate::engine::{ReadTx, StoreError, WriteTx};
use crate::rows::from_row;

/// A picture to be kept, already freed of its hidden data.
#[derive(Clone, Copy)]
pub struct PhotoRow<'p> {
    /// The case.
    pub case_id: &'p CaseId,
    /// SHA-256 of `media`, hexadecimal.
    pub digest: &'p str,
    /// The picture, JPEG.
    pub media: &'p [u8],
    /// The same, small.
    pub thumbnail: &'p [u8],
    /// When it came.
    pub at: Timestamp,
}

/// Keeps a picture; the same picture of the same case again changes nothing.
pub fn insert(tx: &mut WriteTx, photo: &PhotoRow<'_>) -> Result<(), StoreError> {
    let PhotoRow { case_id, digest, media, thumbnail, at } = *photo;
    let sql = "INSERT INTO photos (case_id, digest, media, thumbnail, at) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (case_id, digest) DO NOTHING";
    tx.execute(sql, &[case_id.into(), digest.into(), media.into(), thumbnail.into(), at.into()]).map(drop)
}

/// A picture of a case as it is kept that is not sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlainPhoto {
    /// SHA-256 of `media`, hexadecimal.
    pub digest: String,
    /// The picture.
    pub media: Vec<u8>,
    /// The same, small.
    pub thumbnail: Vec<u8>,
}

from_row!(PlainPhoto { digest, media, thumbnail });

/// A picture of a case, and whether it is sealed.
pub fn find_media(
    tx: &mut ReadTx,
    case_id: &CaseId,
    digest: &str,
) -> Result<Option<(Vec<u8>, bool)>, StoreError> {
    let sql = "SELECT media, sealed FROM photos WHERE case_id = $1 AND digest = $2";
    tx.query_opt(sql, &[case_id.into(), digest.into()])
}

/// A picture of a case, small, and whether it is sealed.
pub fn find_thumbnail(
    tx: &mut ReadTx,
    case_id: &CaseId,
    digest: &str,
) -> Result<Option<(Vec<u8>, bool)>, StoreError> {
    let sql = "SELECT thumbnail, sealed FROM photos WHERE case_id = $1 AND digest = $2";
    tx.query_opt(sql, &[case_id.into(), digest.into()])
}

/// The pictures of a case that are not sealed.
pub fn plain(tx: &mut ReadTx, case_id: &CaseId) -> Result<Vec<PlainPhoto>, StoreError> {
    let sql = "SELECT digest, media, thumbnail FROM photos WHERE case_id = $1 AND NOT sealed ORDER BY digest";
    tx.query(sql, &[case_id.into()])
}

/// Puts a sealed picture into the place of the plain one; where it waited for its case, it is forgotten.
pub fn replace_by_sealed(
    tx: &mut WriteTx,
    case_id: &CaseId,
    digest: &str,
    (media, thumbnail): (&[u8], &[u8]),
) -> Result<(), StoreError> {
    let sql =
        "UPDATE photos SET media = $1, thumbnail = $2, sealed = TRUE WHERE case_id = $3 AND digest = $4";
    tx.execute(sql, &[media.into(), thumbnail.into(), case_id.into(), digest.into()])?;
    tx.execute("DELETE FROM photos WHERE case_id = '' AND digest = $1", &[digest.into()]).map(drop)
}

/// Deletes the pictures of a case, and counts them.
pub fn erase(tx: &mut WriteTx, case_id: &CaseId) -> Result<u64, StoreError> {
    tx.execute("DELETE FROM photos WHERE case_id = $1", &[case_id.into()])
}

/// Which of these pictures were uploaded and wait for their case.
pub fn waiting<'d>(
    tx: &mut ReadTx,
    digests: impl IntoIterator<Item = &'d str>,
) -> Result<Vec<String>, StoreError> {
    tx.query_in("SELECT digest FROM photos WHERE case_id = '' AND digest IN ($1)", &[], digests)
}

/// Gives a picture that was uploaded before its case (kept under the empty identifier) to the case. Whether it is there now.
pub fn claim(tx: &mut WriteTx, case_id: &CaseId, digest: &str) -> Result<bool, StoreError> {
    let sql = "INSERT INTO photos (case_id, digest, media, thumbnail, at)
        SELECT $1, digest, media, thumbnail, at FROM photos WHERE case_id = '' AND digest = $2
        ON CONFLICT (case_id, digest) DO NOTHING";
    tx.execute(sql, &[case_id.into(), digest.into()])?;
    tx.query_one(
        "SELECT count(*) > 0 FROM photos WHERE case_id = $1 AND digest = $2",
        &[case_id.into(), digest.into()],
    )
}

/// Forgets pictures uploaded before a moment, and counts them; cases keep those that they were given.
pub fn sweep(tx: &mut WriteTx, before: Timestamp) -> Result<u64, StoreError> {
    tx.execute("DELETE FROM photos WHERE case_id = '' AND at < $1", &[before.into()])
}
