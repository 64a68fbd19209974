//! Pictures of sealed cases: sealed like their texts, under a key of their own, so that more can come without opening the others.

use domain::ids::CaseId;
use jiff::Timestamp;
use store::people::{self, pictures_of};
use store::{StoreError, WriteTx, photos};
use vault::{Fields, WrappedKey};

use super::write::person_row;
use crate::photos::{THUMBNAIL, WHOLE, name_of};
use crate::shared::Shared;

/// Field of what the vault keeps beside the key: of which case.
const CASE: &str = "case";

/// Seals the pictures of a case that are not sealed yet.
pub(crate) fn seal_pictures(
    tx: &mut WriteTx,
    shared: &Shared,
    case: &CaseId,
    at: Timestamp,
) -> Result<(), StoreError> {
    let plain = photos::plain(tx, case)?;
    if plain.is_empty() {
        return Ok(());
    }
    let key = key_of(tx, shared, case, at)?;
    for photo in plain {
        let sealed = |size, bytes: &[u8]| {
            let sealed = shared.seal_picture(case, &key, &name_of(&photo.digest, size), bytes);
            sealed.map_err(|_fault| StoreError::Value("a key of pictures that does not open"))
        };
        let (media, thumbnail) = (sealed(WHOLE, &photo.media)?, sealed(THUMBNAIL, &photo.thumbnail)?);
        photos::replace_by_sealed(tx, case, &photo.digest, (&media, &thumbnail))?;
    }
    Ok(())
}

/// The key of the pictures of a case; made with the first of them.
fn key_of(tx: &mut WriteTx, shared: &Shared, case: &CaseId, at: Timestamp) -> Result<WrappedKey, StoreError> {
    let id = pictures_of(case);
    if let Some(row) = people::load_many(tx, [&id])?.pop() {
        return Ok(WrappedKey::from_bytes(row.wrapped_key));
    }
    let sealed = shared.seal(id.as_str(), &Fields::new().with(CASE, case.as_str()));
    people::upsert_many(tx, &[person_row(&id, &sealed, at)], &[])?;
    people::link_many(tx, [(&id, case)])?;
    Ok(sealed.wrapped_key)
}
