//! Text messages: one address of the administrator's takes a small signed request for each, and sends it on.
//!
//! The request is told in `docs/guide/operations.md`, so that anybody can write a gateway for the operator of their town.

use std::net::{TcpStream, ToSocketAddrs as _};

use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::Timestamp;
use serde::Serialize;
use sha2::Sha256;
use ureq::Agent;
use ureq::http::Uri;

use crate::address::is_this_machine;
use crate::{PostFailure, SettingsFault, WAIT};

/// Characters of the shortest key with which a request may be signed.
const KEY_CHARS_MIN: usize = 16;
/// Answers that mean "come again": a time-out, too early, too many.
const COME_AGAIN: [u16; 3] = [408, 425, 429];

/// A text message to one telephone.
#[derive(Clone, Copy, Serialize)]
pub struct Sms<'s> {
    /// Its key: the same for the same message, however often it is handed over.
    #[serde(rename = "id")]
    pub key: &'s str,
    /// The telephone number: digits, with `+` before a country code.
    pub to: &'s str,
    /// What it says.
    pub text: &'s str,
    /// The language of the text: `zh-CN` or `en`.
    pub language: &'s str,
}

/// The gateway that takes text messages.
pub struct Gateway {
    agent: Agent,
    url: String,
    key: Vec<u8>,
    /// Host and port, for trying whether somebody listens.
    server: (String, u16),
}

impl Gateway {
    /// Reads the settings: an `https` address (`http` on this machine only), and the key that both sides know.
    pub fn new(url: &str, key: &str) -> Result<Self, SettingsFault> {
        let uri: Uri = url.parse().map_err(|_error| SettingsFault::Gateway)?;
        let host = uri.host().filter(|host| !host.is_empty()).ok_or(SettingsFault::Gateway)?;
        let port = match uri.scheme_str() {
            Some("https") => 443,
            Some("http") if is_this_machine(host) => 80,
            Some("http") => return Err(SettingsFault::Unsafe),
            _ => return Err(SettingsFault::Gateway),
        };
        if key.chars().count() < KEY_CHARS_MIN {
            return Err(SettingsFault::ShortKey);
        }
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        Ok(Self {
            agent: agent(),
            url: url.to_owned(),
            key: key.as_bytes().to_vec(),
            server: (bare.to_owned(), uri.port_u16().unwrap_or(port)),
        })
    }

    /// Hands a message over, signed at a moment.
    pub fn send(&self, sms: &Sms<'_>, at: Timestamp) -> Result<(), PostFailure> {
        let body = serde_json::to_string(sms).map_err(|_error| PostFailure::NoAddress)?;
        let seconds = at.as_second().to_string();
        let answer = self
            .agent
            .post(&self.url)
            .header("content-type", "application/json; charset=utf-8")
            .header("idempotency-key", sms.key)
            .header("sixia-time", &seconds)
            .header("sixia-signature", signature(&self.key, &seconds, &body))
            .send(&body);
        match answer {
            Ok(answer) => judge(answer.status().as_u16()),
            Err(ureq::Error::Tls(_) | ureq::Error::Rustls(_)) => Err(PostFailure::NoTls),
            Err(_) => Err(PostFailure::Unreachable),
        }
    }

    /// Whether somebody listens at the address. Hands nothing over.
    pub fn test(&self) -> Result<(), PostFailure> {
        let addresses = (self.server.0.as_str(), self.server.1).to_socket_addrs();
        let mut addresses = addresses.map_err(|_error| PostFailure::Unreachable)?;
        let reached = addresses.any(|address| TcpStream::connect_timeout(&address, WAIT).is_ok());
        if reached { Ok(()) } else { Err(PostFailure::Unreachable) }
    }
}

/// Goes where it was told and nowhere else: no proxy out of the environment, no redirects.
fn agent() -> Agent {
    let tls = ureq::tls::TlsConfig::builder().root_certs(ureq::tls::RootCerts::PlatformVerifier).build();
    Agent::config_builder()
        .timeout_global(Some(WAIT))
        .max_redirects(0)
        .max_redirects_will_error(false)
        .http_status_as_error(false)
        .proxy(None)
        .tls_config(tls)
        .build()
        .into()
}

/// HMAC-SHA-256 over the time, a dot, and the body, as hex after `v1=`.
fn signature(key: &[u8], seconds: &str, body: &str) -> String {
    // HMAC takes keys of any length.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return String::new() };
    mac.update(seconds.as_bytes());
    mac.update(b".");
    mac.update(body.as_bytes());
    format!("v1={}", hex::encode(mac.finalize().into_bytes()))
}

/// What an answer means. A redirect is a mistake of the settings, not of the message: it is tried again.
fn judge(status: u16) -> Result<(), PostFailure> {
    match status {
        200..=299 => Ok(()),
        401 | 403 => Err(PostFailure::NotLetIn),
        status if COME_AGAIN.contains(&status) => Err(PostFailure::Busy(status)),
        400..=499 => Err(PostFailure::Refused(status)),
        _ => Err(PostFailure::Busy(status)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gateway_is_reached_with_tls_and_a_key() {
        let key = "a-key-of-16-chars";
        for (url, key, fault) in [
            ("https://sms.example.cn/send", key, None),
            ("http://127.0.0.1:9000/send", key, None),
            ("http://sms.example.cn/send", key, Some(SettingsFault::Unsafe)),
            ("sms.example.cn", key, Some(SettingsFault::Gateway)),
            ("ftp://sms.example.cn", key, Some(SettingsFault::Gateway)),
            ("https://sms.example.cn/send", "short", Some(SettingsFault::ShortKey)),
        ] {
            assert_eq!(Gateway::new(url, key).err(), fault, "{url}");
        }
    }

    #[test]
    fn answers_are_read_as_done_later_or_never() {
        for (status, failure) in [
            (200, None),
            (202, None),
            (302, Some(PostFailure::Busy(302))),
            (400, Some(PostFailure::Refused(400))),
            (403, Some(PostFailure::NotLetIn)),
            (429, Some(PostFailure::Busy(429))),
            (503, Some(PostFailure::Busy(503))),
        ] {
            assert_eq!(judge(status).err(), failure, "{status}");
        }
    }

    /// Computed with Python: `hmac.new(key, b"1.{}", "sha256").hexdigest()`.
    #[test]
    fn the_signature_is_hmac_sha_256_over_time_and_body() {
        let expected = "v1=49ab06f33b4979abfa6bbf6cc034df431fb17488cc00eeead528caef8c122e41";
        assert_eq!(signature(b"a-key-of-16-chars", "1", "{}"), expected);
    }
}
