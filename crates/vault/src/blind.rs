//! Looking a person up without opening anybody.

use hmac::digest::Key;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::keyring::Derived;
use crate::{Fields, KeyId, Keyring, Phone, ResidentId, field};

/// Bytes of a blind index: enough that two numbers of a province never meet.
pub const BLIND_INDEX_BYTES: usize = 16;

/// A telephone or identity number as something to look for that says nothing about it: HMAC-SHA-256 over the field and the number
/// in its one normal form, under a key derived from a master key, cut to 16 bytes.
///
/// Whoever has the master key can try all numbers; whoever has only the database cannot try any.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlindIndex {
    /// The master key it belongs to.
    pub key_id: KeyId,
    /// What is stored and compared.
    pub bytes: [u8; BLIND_INDEX_BYTES],
}

/// All that a person who has this number may be stored under: one for each master key on the ring, newest first.
///
/// Empty if the field cannot be looked up or the text is not valid for it. Numbers are found however they are typed: `+86 138…`,
/// `138-…`, full-width.
#[must_use]
pub fn blind_indexes(keyring: &Keyring, field: &str, text: &str) -> Vec<BlindIndex> {
    let Some(number) = normal_form(field, text) else { return Vec::new() };
    keyring.iter().map(|(id, key)| index(id, key, field, &number)).collect()
}

/// What a person is stored under: one for each field that can be looked up, under the current master key.
pub(crate) fn of_fields(keyring: &Keyring, fields: &Fields) -> Vec<BlindIndex> {
    let (id, key) = keyring.current_key();
    let known = fields.iter().filter_map(|(field, text)| Some((field, normal_form(field, text)?)));
    known.map(|(field, number)| index(id, key, field, &number)).collect()
}

fn normal_form(field: &str, text: &str) -> Option<String> {
    match field {
        field::PHONE => Phone::parse(text).ok().map(|phone| phone.e164().to_owned()),
        field::ID_NUMBER => ResidentId::parse(text).ok().map(|id| id.as_str().to_owned()),
        _ => None,
    }
}

fn index(key_id: KeyId, key: &Derived, field: &str, number: &str) -> BlindIndex {
    let mut mac = Hmac::<Sha256>::new(&Key::<Hmac<Sha256>>::from(*key.blind));
    for part in [field, "\0", number] {
        mac.update(part.as_bytes());
    }
    let mut bytes = [0; BLIND_INDEX_BYTES];
    for (byte, made) in bytes.iter_mut().zip(mac.finalize().into_bytes()) {
        *byte = made;
    }
    BlindIndex { key_id, bytes }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring(keys: &[(KeyId, u8)]) -> Keyring {
        let lines =
            keys.iter().map(|(id, byte)| Keyring::new_line(*id, &mut |bytes| bytes.fill(*byte)).to_string());
        Keyring::from_bytes(lines.collect::<String>().as_bytes()).unwrap()
    }

    #[test]
    fn a_number_is_found_however_it_is_typed() {
        let ring = ring(&[(1, 9)]);
        let stored = of_fields(&ring, &Fields::new().with(field::PHONE, "138 1234 5678"));
        for typed in ["13812345678", "+86 138-1234-5678", "008613812345678", "１３８１２３４５６７８"]
        {
            assert_eq!(blind_indexes(&ring, field::PHONE, typed), stored, "{typed}");
        }
        assert_ne!(blind_indexes(&ring, field::PHONE, "13812345679"), stored);
    }

    #[test]
    fn only_numbers_can_be_looked_up_and_only_valid_ones() {
        let ring = ring(&[(1, 9)]);
        let fields =
            Fields::new().with(field::NAME, "林晓燕").with(field::PHONE, "没有").with("note", "13812345678");
        assert_eq!(of_fields(&ring, &fields), []);
        assert_eq!(blind_indexes(&ring, field::NAME, "林晓燕"), []);
    }

    #[test]
    fn after_a_change_of_keys_old_and_new_rows_are_found() {
        let fields = Fields::new().with(field::PHONE, "13812345678");
        let (before, after) = (ring(&[(1, 9)]), ring(&[(1, 9), (2, 8)]));
        let found = blind_indexes(&after, field::PHONE, "13812345678");
        assert_eq!(found, [of_fields(&after, &fields), of_fields(&before, &fields)].concat());
        assert_ne!(found[0].bytes, found[1].bytes);
    }

    #[test]
    fn an_index_is_the_same_in_every_version_and_differs_by_office() {
        let of = |byte| blind_indexes(&ring(&[(1, byte)]), field::PHONE, "13812345678")[0].bytes;
        assert_eq!(hex::encode(of(9)), "7abf0f49216cc71b3e19618e134300fe");
        assert_ne!(of(9), of(8));
    }
}
