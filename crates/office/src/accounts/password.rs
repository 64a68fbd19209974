//! Passwords, as argon2id. Slow on purpose: call from a thread that may be kept busy.

use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};

use super::{PASSWORD_CHARS_MAX, PASSWORD_CHARS_MIN};

/// Memory for one hash, in KiB: 19 MiB (OWASP password storage, first choice for argon2id).
const MEMORY_KIB: u32 = 19 * 1024;
/// Passes over the memory.
const PASSES: u32 = 2;
/// Lanes: one core works on one password.
const LANES: u32 = 1;
const SALT_BYTES: usize = 16;
/// What everybody tries first. A password that holds one of these as a whole is refused.
const COMMON: [&str; 12] = [
    "password",
    "1234567890",
    "0123456789",
    "qwertyuiop",
    "adminadmin",
    "passw0rd",
    "1qaz2wsx3edc",
    "iloveyou",
    "woaini1314",
    "5201314520",
    "a123456789",
    "administrator",
];
/// A hash of nothing that anybody can type, so that unknown accounts cost as much time as known ones.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$c2l4aWEgbm9ib2R5IQ$wKzBWyeqG9sMkq0lCIr1ZR9bJzXz3Dk9Kc5dT3UYb2c";

/// The hash of a password, with its salt and parameters.
pub(super) fn hash(password: &str, salt: [u8; SALT_BYTES]) -> Result<String, argon2::password_hash::Error> {
    let salt = SaltString::encode_b64(&salt)?;
    Ok(hasher()?.hash_password(password.as_bytes(), &salt)?.to_string())
}

/// Whether the password is the one of the hash. Without a hash it takes as long, and is not.
pub(super) fn verify(password: &str, hash: Option<&str>) -> bool {
    let known = hash.is_some();
    let right = PasswordHash::new(hash.unwrap_or(NOBODY))
        .ok()
        .zip(hasher().ok())
        .is_some_and(|(hash, hasher)| hasher.verify_password(password.as_bytes(), &hash).is_ok());
    right && known
}

/// Whether a password may be chosen.
pub(super) fn is_fit(password: &str, account: &str) -> bool {
    let chars = password.chars().count();
    let folded = text::fold(password);
    let first = folded.chars().next();
    (PASSWORD_CHARS_MIN..=PASSWORD_CHARS_MAX).contains(&chars)
        && !COMMON.contains(&folded.as_str())
        && folded != text::fold(account)
        && !folded.chars().all(|letter| Some(letter) == first)
}

fn hasher() -> Result<Argon2<'static>, argon2::password_hash::Error> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_right_password_opens() {
        let hash = hash("榕树下的晚风 2026", [7; SALT_BYTES]).unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(verify("榕树下的晚风 2026", Some(&hash)));
        assert!(!verify("榕树下的晚风 2027", Some(&hash)));
        assert!(!verify("榕树下的晚风 2026", None));
        assert!(PasswordHash::new(NOBODY).is_ok(), "else unknown accounts would answer faster");
    }

    #[test]
    fn passwords_that_everybody_tries_are_refused() {
        for (password, fit) in [
            ("榕树下的晚风二零二六", true),
            ("correct horse battery", true),
            ("short", false),
            ("1234567890", false),
            ("aaaaaaaaaaaa", false),
            ("zhao.min.1985", false),
            ("AdminAdmin", false),
        ] {
            assert_eq!(is_fit(password, "zhao.min.1985"), fit, "{password}");
        }
        assert!(!is_fit(&"长".repeat(PASSWORD_CHARS_MAX + 1), "a"));
    }
}
