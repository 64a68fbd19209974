//! The master keys of an office.

use std::fmt;

use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::Random;

/// Bytes of a master key.
pub const MASTER_KEY_BYTES: usize = 32;

const WRAP: &[u8] = b"sixia vault: wrap data keys, v1";
const BLIND: &[u8] = b"sixia vault: blind index, v1";

/// Which master key it was. Numbers only go up; one is never used for a second key.
pub type KeyId = u32;

/// The master keys of an office, from the oldest that is still needed to the one that seals now.
///
/// The keys are wiped from memory when this is dropped, and `Debug` shows their numbers only.
pub struct Keyring {
    current: (KeyId, Derived),
    /// Newest first.
    older: Vec<(KeyId, Derived)>,
}

/// What is made from one master key; the key itself is not kept.
pub(crate) struct Derived {
    pub(crate) wrap: Zeroizing<[u8; 32]>,
    /// As long as a block of SHA-256, so that HMAC takes it as it is.
    pub(crate) blind: Zeroizing<[u8; 64]>,
}

/// Why a key file is not taken. Says which line, never what stands there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyringRefusal {
    /// No key at all.
    #[error("the key file holds no key")]
    Empty,
    /// A line that is not a number, a space and 64 hexadecimal digits.
    #[error("line {line} of the key file is not a key number and {} hexadecimal digits", MASTER_KEY_BYTES * 2)]
    Line {
        /// Counted from 1.
        line: usize,
    },
    /// Key numbers must go up, so that the last line is the newest key.
    #[error("line {line} of the key file has a key number that is not above the one before")]
    Order {
        /// Counted from 1.
        line: usize,
    },
}

impl Keyring {
    /// Reads a key file: a line for each key, its number and 64 hexadecimal digits, oldest first. The last one seals; the others
    /// still open. Lines that are empty or begin with `#` are skipped.
    ///
    /// To change the key, append a [line](Self::new_line), [`rewrap`](crate::rewrap) everybody, then delete the old line.
    pub fn from_bytes(file: &[u8]) -> Result<Self, KeyringRefusal> {
        let mut keys: Vec<(KeyId, Derived)> = Vec::new();
        for (line, text) in (1..).zip(file.split(|byte| *byte == b'\n')) {
            let text = text.trim_ascii();
            if text.is_empty() || text.starts_with(b"#") {
                continue;
            }
            let (id, key) = read_line(text).ok_or(KeyringRefusal::Line { line })?;
            if keys.last().is_some_and(|(before, _)| id <= *before) {
                return Err(KeyringRefusal::Order { line });
            }
            keys.push((id, Derived::of(&key)));
        }
        let current = keys.pop().ok_or(KeyringRefusal::Empty)?;
        keys.reverse();
        Ok(Self { current, older: keys })
    }

    /// A line for the key file, with a fresh key.
    #[must_use]
    pub fn new_line(id: KeyId, random: &mut Random<'_>) -> Zeroizing<String> {
        let mut key = Zeroizing::new([0; MASTER_KEY_BYTES]);
        random(key.as_mut_slice());
        let digits = Zeroizing::new(hex::encode(key.as_slice()));
        Zeroizing::new(format!("{id} {}\n", digits.as_str()))
    }

    /// The number of the key that seals now.
    #[must_use]
    pub fn current(&self) -> KeyId {
        self.current.0
    }

    pub(crate) fn current_key(&self) -> (KeyId, &Derived) {
        (self.current.0, &self.current.1)
    }

    pub(crate) fn get(&self, id: KeyId) -> Option<&Derived> {
        self.iter().find(|(known, _)| *known == id).map(|(_, key)| key)
    }

    /// All keys, newest first.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (KeyId, &Derived)> {
        std::iter::once(&self.current).chain(&self.older).map(|(id, key)| (*id, key))
    }
}

fn read_line(text: &[u8]) -> Option<(KeyId, Zeroizing<[u8; MASTER_KEY_BYTES]>)> {
    let space = text.iter().position(|byte| *byte == b' ')?;
    let (id, digits) = text.split_at_checked(space)?;
    let mut key = Zeroizing::new([0; MASTER_KEY_BYTES]);
    hex::decode_to_slice(digits.trim_ascii(), key.as_mut_slice()).ok()?;
    Some((str::from_utf8(id).ok()?.parse().ok()?, key))
}

impl Derived {
    /// Two independent keys from one (HKDF with SHA-256, RFC 5869), so that looking up never weakens sealing.
    fn of(master: &[u8; MASTER_KEY_BYTES]) -> Self {
        let hkdf = Hkdf::<Sha256>::new(None, master);
        let mut derived = Self { wrap: Zeroizing::new([0; 32]), blind: Zeroizing::new([0; 64]) };
        expand(&hkdf, WRAP, derived.wrap.as_mut_slice());
        expand(&hkdf, BLIND, derived.blind.as_mut_slice());
        derived
    }
}

#[expect(
    clippy::expect_used,
    reason = "HKDF-SHA-256 gives up to 8160 bytes; both callers ask for at most 64"
)]
fn expand(hkdf: &Hkdf<Sha256>, info: &[u8], key: &mut [u8]) {
    hkdf.expand(info, key).expect("a key is shorter than 8160 bytes");
}

impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ids: Vec<KeyId> = self.iter().map(|(id, _)| id).collect();
        f.debug_struct("Keyring").field("ids", &ids).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

    fn read(file: &str) -> Result<Keyring, KeyringRefusal> {
        Keyring::from_bytes(file.as_bytes())
    }

    #[test]
    fn a_key_file_has_a_line_for_each_key_and_the_last_one_seals() {
        let ring = read(&format!("# office\n\n1 {KEY}\r\n  4 {}\n", KEY.to_uppercase())).unwrap();
        assert_eq!(ring.current(), 4);
        assert_eq!(ring.iter().map(|(id, _)| id).collect::<Vec<_>>(), [4, 1]);
    }

    #[test]
    fn a_fresh_line_is_read_back() {
        let line = Keyring::new_line(7, &mut |bytes| bytes.fill(0xab));
        let ring = Keyring::from_bytes(line.as_bytes()).unwrap();
        assert_eq!(ring.current(), 7);
        assert_eq!(*ring.get(7).unwrap().wrap, *Derived::of(&[0xab; 32]).wrap);
    }

    #[test]
    fn a_bad_key_file_is_refused_without_repeating_it() {
        for (file, refusal) in [
            (String::new(), KeyringRefusal::Empty),
            ("# 1 ab\n".to_owned(), KeyringRefusal::Empty),
            (format!("1 {KEY}\n1 {KEY}"), KeyringRefusal::Order { line: 2 }),
            (format!("2 {KEY}\n1 {KEY}"), KeyringRefusal::Order { line: 2 }),
            (format!("1 {KEY}00"), KeyringRefusal::Line { line: 1 }),
            (format!("\n1 {}", KEY.strip_prefix("00").unwrap()), KeyringRefusal::Line { line: 2 }),
            (format!("x {KEY}"), KeyringRefusal::Line { line: 1 }),
            (KEY.to_owned(), KeyringRefusal::Line { line: 1 }),
        ] {
            let refused = read(&file).unwrap_err();
            assert_eq!(refused, refusal);
            assert!(!refused.to_string().contains("00112233"));
        }
    }

    #[test]
    fn keys_never_print() {
        let shown = format!("{:?}", read(&format!("3 {KEY}")).unwrap());
        assert_eq!(shown, "Keyring { ids: [3], .. }");
    }

    #[test]
    fn the_keys_for_sealing_and_for_looking_up_differ() {
        let keys = Derived::of(&[1; 32]);
        assert_ne!(keys.wrap[..], keys.blind[..32]);
        assert_ne!(keys.wrap[..], [1; 32]);
    }
}
