//! Cookies: read from the request, written one a header, and signed where a browser must not make them up.

use axum::http::{HeaderMap, HeaderValue, header};
use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use sha2::Sha256;
use subtle::ConstantTimeEq;

/// Characters of the longest cookie that is read.
const VALUE_CHARS_MAX: usize = 2_000;
/// Bytes of the key that signs.
pub const KEY_BYTES: usize = 32;

/// The key that signs cookies and tokens. All servers of an installation share it.
#[derive(Clone)]
pub struct SigningKey([u8; KEY_BYTES]);

/// How long a cookie lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Life {
    /// Until the browser closes.
    Session,
    /// So many seconds.
    Seconds(u64),
    /// Gone at once.
    Ended,
}

impl SigningKey {
    /// A key from random bytes.
    #[must_use]
    pub fn new(bytes: [u8; KEY_BYTES]) -> Self {
        Self(bytes)
    }

    /// The signature of a text for one purpose, as hex.
    #[must_use]
    pub fn sign(&self, purpose: &str, text: &str) -> String {
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.0) else { return String::new() };
        for part in [purpose, "\0", text] {
            mac.update(part.as_bytes());
        }
        hex::encode(mac.finalize().into_bytes())
    }

    /// Whether a signature is right; takes the same time whatever the answer.
    #[must_use]
    pub fn verify(&self, purpose: &str, text: &str, signature: &str) -> bool {
        let right = self.sign(purpose, text);
        !right.is_empty() && bool::from(right.as_bytes().ct_eq(signature.as_bytes()))
    }

    /// A text that this key vouches for until a time: for cookies.
    #[must_use]
    pub fn seal(&self, purpose: &str, text: &str, until: Timestamp) -> String {
        let body = format!("{}.{text}", until.as_second());
        let signature = self.sign(purpose, &body);
        format!("{body}.{signature}")
    }

    /// The text that was sealed, while it is valid.
    #[must_use]
    pub fn open<'s>(&self, purpose: &str, sealed: &'s str, now: Timestamp) -> Option<&'s str> {
        let (body, signature) = sealed.rsplit_once('.')?;
        if !self.verify(purpose, body, signature) {
            return None;
        }
        let (until, text) = body.split_once('.')?;
        (until.parse::<i64>().ok()? > now.as_second()).then_some(text)
    }
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SigningKey(hidden)")
    }
}

/// The value of a cookie of the request.
#[must_use]
pub fn read<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(found, _)| *found == name)
        .map(|(_, value)| value)
        .filter(|value| value.len() <= VALUE_CHARS_MAX)
}

/// The header that sets a cookie: for this site only, never readable by scripts.
#[must_use]
pub fn set(name: &str, value: &str, life: Life, https: bool) -> Option<HeaderValue> {
    let age = match life {
        Life::Session => String::new(),
        Life::Seconds(seconds) => format!("; Max-Age={seconds}"),
        Life::Ended => "; Max-Age=0".to_owned(),
    };
    let secure = if https { "; Secure" } else { "" };
    HeaderValue::from_str(&format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{age}{secure}")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn a_cookie_is_found_among_others() {
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, HeaderValue::from_static("a=1; lang=en"));
        headers.append(header::COOKIE, HeaderValue::from_static("session=x=y"));
        assert_eq!(read(&headers, "lang"), Some("en"));
        assert_eq!(read(&headers, "session"), Some("x=y"));
        assert_eq!(read(&headers, "ang"), None);
    }

    #[test]
    fn what_was_sealed_opens_until_its_time_and_for_its_purpose_only() {
        let key = SigningKey::new([7; KEY_BYTES]);
        let sealed = key.seal("receipt", "SX.1.2", time(100));
        assert_eq!(key.open("receipt", &sealed, time(99)), Some("SX.1.2"));
        assert_eq!(key.open("receipt", &sealed, time(100)), None, "too late");
        assert_eq!(key.open("csrf", &sealed, time(99)), None, "another purpose");
        assert_eq!(SigningKey::new([8; KEY_BYTES]).open("receipt", &sealed, time(99)), None, "another key");
        for changed in [sealed.replace("SX", "XS"), sealed.replace("100", "999"), String::new(), ".".into()] {
            assert_eq!(key.open("receipt", &changed, time(99)), None, "{changed}");
        }
    }

    #[test]
    fn cookies_are_for_this_site_and_not_for_scripts() {
        let plain = set("lang", "en", Life::Seconds(60), false).unwrap();
        assert_eq!(plain, "lang=en; Path=/; HttpOnly; SameSite=Lax; Max-Age=60");
        let secure = set("session", "x", Life::Session, true).unwrap();
        assert_eq!(secure, "session=x; Path=/; HttpOnly; SameSite=Lax; Secure");
    }
}
