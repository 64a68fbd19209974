//! The secret on a receipt, with which a person follows a matter without an account: `7Q4M-9XKD-2HVT`.

use std::fmt;
use std::str::FromStr;

use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

/// Letters of a secret: 60 bits. With the limit on tries that the web sets nobody guesses it, and a stolen table of digests costs
/// years of a whole farm for each office.
pub const SECRET_LETTERS: usize = 12;
/// Random bytes that a secret is made from.
pub const SECRET_BYTES: usize = 8;

/// Crockford's base 32: no I, L, O, U, so that nothing is mistaken on paper and no word is spelt.
const ALPHABET: [char; 32] = [
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'J', 'K', 'M',
    'N', 'P', 'Q', 'R', 'S', 'T', 'V', 'W', 'X', 'Y', 'Z',
];
const LETTER_BITS: u32 = 5;
const GROUP_LETTERS: usize = 4;
/// Keeps these digests apart from all others in the project.
const DOMAIN: &[u8] = b"sixia receipt secret v1\0";
/// More than any secret with separators; the rest of what is typed is not worth reading.
const TYPED_CHARS_MAX: usize = 64;

/// A secret as the person holds it. Shown once, on the receipt; the office keeps only its [digest](Self::digest).
///
/// `Debug` hides it; use [`Secret::reveal`] to print the receipt.
#[derive(Clone)]
pub struct Secret(Zeroizing<u64>);

/// Why a text is no secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a receipt secret is {SECRET_LETTERS} letters and digits, like 7Q4M-9XKD-2HVT")]
pub struct SecretRefusal;

impl SecretRefusal {
    /// The key of the text that is shown.
    #[must_use]
    pub fn key(self) -> &'static str {
        "receipt-secret-shape"
    }
}

impl Secret {
    /// A secret from random bytes, which must come from the machine's own source of randomness. The lowest 60 bits count.
    #[must_use]
    pub fn from_random(random: [u8; SECRET_BYTES]) -> Self {
        Self(Zeroizing::new(u64::from_be_bytes(random) & (u64::MAX >> 4)))
    }

    /// The secret in groups, for the receipt and nothing else.
    #[must_use]
    pub fn reveal(&self) -> String {
        let mut shown = String::with_capacity(SECRET_LETTERS + SECRET_LETTERS / GROUP_LETTERS);
        for (at, letter) in self.letters().enumerate() {
            if at > 0 && at % GROUP_LETTERS == 0 {
                shown.push('-');
            }
            shown.push(letter);
        }
        shown
    }

    /// What the office keeps instead of the secret: SHA-256 over a fixed domain, what the secret opens (a case number), and the
    /// secret. Because each digest is bound to what it opens, guesses against one matter are worthless against the next.
    #[must_use]
    pub fn digest(&self, opens: &str) -> SecretDigest {
        let mut hash = Sha256::new();
        hash.update(DOMAIN);
        hash.update(opens.as_bytes());
        hash.update(b"\0");
        hash.update(self.0.to_be_bytes());
        SecretDigest(hash.finalize().into())
    }

    fn letters(&self) -> impl Iterator<Item = char> {
        let shifts = (0..u64::BITS - LETTER_BITS).step_by(5).rev();
        shifts.filter_map(|shift| ALPHABET.get(usize::try_from(*self.0 >> shift & 31).ok()?).copied())
    }
}

impl FromStr for Secret {
    type Err = SecretRefusal;

    /// Reads a secret as people type it: any case, any width, any grouping; `o` is `0`, `i` and `l` are `1`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.chars().nth(TYPED_CHARS_MAX).is_some() {
            return Err(SecretRefusal);
        }
        let mut letters = 0;
        let mut value = Zeroizing::new(0_u64);
        for letter in text.nfkc() {
            if letter.is_whitespace()
                || matches!(letter, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '_' | '.')
            {
                continue;
            }
            let meant = match letter.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            };
            let digit = (0_u64..).zip(ALPHABET).find(|(_, known)| *known == meant).ok_or(SecretRefusal)?.0;
            *value = *value << LETTER_BITS | digit;
            letters += 1;
            if letters > SECRET_LETTERS {
                return Err(SecretRefusal);
            }
        }
        if letters == SECRET_LETTERS { Ok(Self(value)) } else { Err(SecretRefusal) }
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(hidden)")
    }
}

/// The digest of a secret, as stored. Compared in constant time only.
#[derive(Clone, Copy, Debug)]
pub struct SecretDigest([u8; 32]);

impl SecretDigest {
    /// A digest as it was stored.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The bytes to store.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Whether both come from the same secret for the same purpose; takes the same time whatever the answer.
    #[must_use]
    pub fn matches(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const CASE: &str = "SX-2026-031842-08";

    fn digest(typed: &str) -> SecretDigest {
        typed.parse::<Secret>().unwrap().digest(CASE)
    }

    #[test]
    fn a_secret_is_read_however_it_is_typed() {
        for typed in [
            "7Q41-90KD-2HVT",
            "7q4190kd2hvt",
            " 7q4l 9okd 2hvt",
            "７Ｑ４Ｉ－９ＯＫＤ－２ＨＶＴ",
            "7Q4—19O—KD2—HVT",
        ] {
            assert!(digest(typed).matches(&digest("7Q41-90KD-2HVT")), "{typed}");
        }
    }

    #[test]
    fn other_texts_are_refused() {
        for typed in
            ["", "7Q41-90KD-2HV", "7Q41-90KD-2HVTA", "7Q41-90KD-2HVU", "七Q41-90KD-2HVT", "7Q41+90KD+2HVT"]
        {
            assert!(typed.parse::<Secret>().is_err(), "{typed}");
        }
    }

    #[test]
    fn a_secret_shows_itself_only_on_the_receipt() {
        let secret = Secret::from_random([0xff; 8]);
        assert_eq!(secret.reveal(), "ZZZZ-ZZZZ-ZZZZ");
        assert_eq!(format!("{secret:?}"), "Secret(hidden)");
        assert_eq!(Secret::from_random([0; 8]).reveal(), "0000-0000-0000");
    }

    #[test]
    fn a_digest_is_bound_to_what_it_opens() {
        let secret = Secret::from_random(*b"12345678");
        assert!(secret.digest(CASE).matches(&SecretDigest::from_bytes(*secret.digest(CASE).as_bytes())));
        assert!(!secret.digest(CASE).matches(&secret.digest("SX-2026-031843-10")));
    }

    #[test]
    fn a_digest_is_the_same_in_every_version() {
        let digest = Secret::from_random(*b"12345678").digest(CASE);
        assert_eq!(digest.as_bytes()[..4], [32, 21, 167, 243]);
    }

    proptest! {
        #[test]
        fn what_is_shown_is_read_back(random: [u8; SECRET_BYTES]) {
            let secret = Secret::from_random(random);
            prop_assert!(secret.reveal().parse::<Secret>().unwrap().digest(CASE).matches(&secret.digest(CASE)));
        }

        #[test]
        fn another_secret_has_another_digest(random: [u8; SECRET_BYTES], bit in 0_u32..60) {
            let other = u64::from_be_bytes(random) ^ 1 << bit;
            let (secret, other) = (Secret::from_random(random), Secret::from_random(other.to_be_bytes()));
            prop_assert!(!secret.digest(CASE).matches(&other.digest(CASE)));
        }
    }
}
