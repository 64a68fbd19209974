//! Sealing a person for the database, and opening again.

use std::fmt;

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use zeroize::Zeroizing;

use crate::blind::{BlindIndex, of_fields};
use crate::{Fields, KeyId, Keyring, Random};

const DATA_KEY_BYTES: usize = 32;
const NONCE_BYTES: usize = 24;
/// What ciphertexts are bound to begins with this, so that one can never be taken for another kind.
const KEY_CONTEXT: &[u8] = b"sixia vault: data key, v1";
const FIELD_CONTEXT: &[u8] = b"sixia vault: field, v1";
const BYTES_CONTEXT: &[u8] = b"sixia vault: bytes, v1";

/// A person's data key, wrapped by a master key: the master key's number (4 bytes, big-endian), then the sealed key.
///
/// It is kept in a row of its own. **Deleting it erases the person**: nothing else opens the fields. Delete the blind indexes in
/// the same transaction, or the telephone number can still be tried against them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrappedKey(Vec<u8>);

impl WrappedKey {
    /// As it was stored. Checked when it is used.
    #[must_use]
    pub fn from_bytes(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// The bytes to store.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The master key that wraps it; `None` if the bytes are damaged. A job looks here for keys to [`rewrap`].
    #[must_use]
    pub fn key_id(&self) -> Option<KeyId> {
        self.0.first_chunk().copied().map(KeyId::from_be_bytes)
    }
}

/// A person as the database keeps them.
#[derive(Clone, PartialEq, Eq)]
pub struct Sealed {
    /// Opens `ciphertext`; deleting it erases the person.
    pub wrapped_key: WrappedKey,
    /// The fields, each sealed by itself: `name length (1) | name | sealed length (4) | sealed`, lengths in bytes, big-endian.
    /// A field that is changed or moved is noticed; one that is cut out whole, or an old pair of key and fields put back, is not:
    /// that shows in the case's history.
    pub ciphertext: Vec<u8>,
    /// How the person is found; empty if nothing that is known can be looked up.
    pub blind_indexes: Vec<BlindIndex>,
}

impl fmt::Debug for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sealed").field("key_id", &self.wrapped_key.key_id()).finish_non_exhaustive()
    }
}

/// Why something cannot be opened. A fault of the machine or the work of an intruder, never of the person who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpenFault {
    /// The master key is not on the ring.
    #[error("master key {0} is not in the key file")]
    UnknownKey(KeyId),
    /// The bytes were changed, cut, or belong to another person or field.
    #[error("sealed personal data was damaged or moved")]
    Damaged,
}

/// Seals the fields of a person under a fresh data key. Changed fields are sealed anew as a whole, so that old rows do not open.
///
/// Takes 32 + 24 random bytes, and 24 for each field.
#[must_use]
pub fn seal(keyring: &Keyring, person_id: &str, fields: &Fields, random: &mut Random<'_>) -> Sealed {
    let mut data_key = Zeroizing::new([0; DATA_KEY_BYTES]);
    random(data_key.as_mut_slice());
    let mut ciphertext = Vec::new();
    for (name, text) in fields.iter() {
        let sealed = lock(&data_key, text.as_bytes(), &context(FIELD_CONTEXT, person_id, name), random);
        push_record(&mut ciphertext, name, &sealed);
    }
    Sealed {
        wrapped_key: wrap(keyring, person_id, &data_key, random),
        ciphertext,
        blind_indexes: of_fields(keyring, fields),
    }
}

/// Opens all fields of a person.
pub fn open(
    keyring: &Keyring,
    person_id: &str,
    wrapped_key: &WrappedKey,
    ciphertext: &[u8],
) -> Result<Fields, OpenFault> {
    let data_key = unwrap_key(keyring, person_id, wrapped_key)?;
    let mut fields = Fields::new();
    for record in records(ciphertext) {
        let (name, sealed) = record?;
        fields = fields.with(name, open_text(&data_key, person_id, name, sealed)?.as_str());
    }
    Ok(fields)
}

/// Opens one field and leaves the others sealed, as a reveal with a reason does. `None` if it is not known.
pub fn open_field(
    keyring: &Keyring,
    person_id: &str,
    wrapped_key: &WrappedKey,
    ciphertext: &[u8],
    field: &str,
) -> Result<Option<Zeroizing<String>>, OpenFault> {
    let data_key = unwrap_key(keyring, person_id, wrapped_key)?;
    for record in records(ciphertext) {
        let (name, sealed) = record?;
        if name == field {
            return open_text(&data_key, person_id, name, sealed).map(Some);
        }
    }
    Ok(None)
}

/// Seals something that is no field, a picture say, under the data key of a person that is there. `what` names it among all of the
/// same person. Takes 24 random bytes.
pub fn seal_bytes(
    keyring: &Keyring,
    (person_id, wrapped_key): (&str, &WrappedKey),
    what: &str,
    bytes: &[u8],
    random: &mut Random<'_>,
) -> Result<Vec<u8>, OpenFault> {
    let data_key = unwrap_key(keyring, person_id, wrapped_key)?;
    Ok(lock(&data_key, bytes, &context(BYTES_CONTEXT, person_id, what), random))
}

/// Opens what [`seal_bytes`] sealed.
pub fn open_bytes(
    keyring: &Keyring,
    (person_id, wrapped_key): (&str, &WrappedKey),
    what: &str,
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, OpenFault> {
    let data_key = unwrap_key(keyring, person_id, wrapped_key)?;
    unlock(&data_key, sealed, &context(BYTES_CONTEXT, person_id, what))
}

/// The same data key under the current master key. The fields stay as they are; the [blind indexes](crate::blind_indexes) belong
/// to a master key too and are made anew by sealing.
pub fn rewrap(
    keyring: &Keyring,
    person_id: &str,
    wrapped_key: &WrappedKey,
    random: &mut Random<'_>,
) -> Result<WrappedKey, OpenFault> {
    let data_key = unwrap_key(keyring, person_id, wrapped_key)?;
    Ok(wrap(keyring, person_id, &data_key, random))
}

type DataKey = Zeroizing<[u8; DATA_KEY_BYTES]>;

fn wrap(keyring: &Keyring, person_id: &str, data_key: &DataKey, random: &mut Random<'_>) -> WrappedKey {
    let (id, master) = keyring.current_key();
    let mut bytes = id.to_be_bytes().to_vec();
    let sealed = lock(&master.wrap, data_key.as_slice(), &key_context(id, person_id), random);
    bytes.extend(sealed);
    WrappedKey(bytes)
}

fn unwrap_key(keyring: &Keyring, person_id: &str, wrapped_key: &WrappedKey) -> Result<DataKey, OpenFault> {
    let (id, sealed) = wrapped_key.0.split_first_chunk().ok_or(OpenFault::Damaged)?;
    let id = KeyId::from_be_bytes(*id);
    let master = keyring.get(id).ok_or(OpenFault::UnknownKey(id))?;
    let opened = unlock(&master.wrap, sealed, &key_context(id, person_id))?;
    let key = <[u8; DATA_KEY_BYTES]>::try_from(opened.as_slice()).ok().ok_or(OpenFault::Damaged)?;
    Ok(Zeroizing::new(key))
}

fn open_text(
    data_key: &DataKey,
    person_id: &str,
    name: &str,
    sealed: &[u8],
) -> Result<Zeroizing<String>, OpenFault> {
    let opened = unlock(data_key, sealed, &context(FIELD_CONTEXT, person_id, name))?;
    let text = str::from_utf8(&opened).ok().ok_or(OpenFault::Damaged)?;
    Ok(Zeroizing::new(text.to_owned()))
}

fn key_context(id: KeyId, person_id: &str) -> Vec<u8> {
    context(KEY_CONTEXT, person_id, &id.to_string())
}

/// What a ciphertext is bound to. Lengths go first, so that no two pairs of texts give the same bytes.
fn context(kind: &[u8], person_id: &str, what: &str) -> Vec<u8> {
    let mut context = kind.to_vec();
    for part in [person_id, what] {
        context.extend(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        context.extend(part.as_bytes());
    }
    context
}

/// XChaCha20-Poly1305 with a random nonce in front; at 24 bytes, random nonces never meet.
#[expect(
    clippy::expect_used,
    reason = "the cipher refuses only texts above 256 GiB, which no machine that runs this can hold"
)]
fn lock(key: &[u8; 32], text: &[u8], context: &[u8], random: &mut Random<'_>) -> Vec<u8> {
    let mut nonce = [0; NONCE_BYTES];
    random(&mut nonce);
    let cipher = XChaCha20Poly1305::new(&Key::from(*key));
    let sealed = cipher
        .encrypt(&XNonce::from(nonce), Payload { msg: text, aad: context })
        .expect("a text below 256 GiB");
    [nonce.as_slice(), &sealed].concat()
}

fn unlock(key: &[u8; 32], sealed: &[u8], context: &[u8]) -> Result<Zeroizing<Vec<u8>>, OpenFault> {
    let (nonce, sealed) = sealed.split_first_chunk::<NONCE_BYTES>().ok_or(OpenFault::Damaged)?;
    let cipher = XChaCha20Poly1305::new(&Key::from(*key));
    let opened = cipher.decrypt(&XNonce::from(*nonce), Payload { msg: sealed, aad: context });
    opened.map(Zeroizing::new).ok().ok_or(OpenFault::Damaged)
}

fn push_record(ciphertext: &mut Vec<u8>, name: &str, sealed: &[u8]) {
    // `Fields` cuts names at 64 bytes; a text above 4 GiB would not have come through any door.
    ciphertext.push(u8::try_from(name.len()).unwrap_or(u8::MAX));
    ciphertext.extend(name.as_bytes());
    ciphertext.extend(u32::try_from(sealed.len()).unwrap_or(u32::MAX).to_be_bytes());
    ciphertext.extend(sealed);
}

/// The name and the sealed text of each field; ends after the first damage.
fn records(mut rest: &[u8]) -> impl Iterator<Item = Result<(&str, &[u8]), OpenFault>> {
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let record = split_record(rest);
        rest = record.map_or(&[], |(_, _, rest)| rest);
        Some(record.map(|(name, sealed, _)| (name, sealed)).ok_or(OpenFault::Damaged))
    })
}

fn split_record(bytes: &[u8]) -> Option<(&str, &[u8], &[u8])> {
    let (length, rest) = bytes.split_first()?;
    let (name, rest) = rest.split_at_checked(usize::from(*length))?;
    let (length, rest) = rest.split_first_chunk()?;
    let (sealed, rest) = rest.split_at_checked(usize::try_from(u32::from_be_bytes(*length)).ok()?)?;
    Some((str::from_utf8(name).ok()?, sealed, rest))
}

#[cfg(test)]
mod tests;
