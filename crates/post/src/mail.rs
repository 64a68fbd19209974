//! Mail: letters are handed to one mail server, which carries them on.

use std::time::{Duration, UNIX_EPOCH};

use jiff::Timestamp;
use lettre::address::AddressError;
use lettre::message::header::{ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message};
use lettre::transport::smtp::{Error, SmtpTransport};
use lettre::{Address, Transport as _};

use crate::address::is_this_machine;
use crate::{PostFailure, SettingsFault, WAIT};

/// Codes of SMTP that concern the name and password of the office, not the letter (RFC 4954).
const NOT_LET_IN: [u16; 5] = [530, 534, 535, 538, 454];

/// A letter to one person.
#[derive(Clone, Copy)]
pub struct Letter<'l> {
    /// Its key: the same for the same letter, however often it is handed over. Letters, digits and hyphens.
    pub key: &'l str,
    /// When it was written.
    pub at: Timestamp,
    /// To whom.
    pub to: &'l str,
    /// What it is about.
    pub subject: &'l str,
    /// What it says, in plain text.
    pub text: &'l str,
}

/// One mail server, and the address in whose name letters go out.
pub struct Mail {
    transport: SmtpTransport,
    from: Mailbox,
}

impl Mail {
    /// Reads the settings. The server is `smtp://name:password@host:587` (TLS is asked for and must be there; only a server on
    /// this machine may do without) or `smtps://name:password@host:465` (TLS from the first byte).
    pub fn new(server: &str, from: &str) -> Result<Self, SettingsFault> {
        let from: Mailbox = from.parse().map_err(|_error: AddressError| SettingsFault::MailFrom)?;
        let url = with_tls(server)?;
        let builder = SmtpTransport::from_url(&url).map_err(|_error| SettingsFault::MailServer)?;
        Ok(Self { transport: builder.timeout(Some(WAIT)).build(), from })
    }

    /// Hands a letter over.
    pub fn send(&self, letter: &Letter<'_>) -> Result<(), PostFailure> {
        let to: Address = letter.to.parse().map_err(|_error: AddressError| PostFailure::NoAddress)?;
        let message = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .date(UNIX_EPOCH + Duration::from_secs(u64::try_from(letter.at.as_second()).unwrap_or(0)))
            .message_id(Some(format!("<{}@{}>", letter.key, self.from.email.domain())))
            .header(AutoSubmitted)
            .subject(letter.subject)
            .header(ContentType::TEXT_PLAIN)
            .body(letter.text.to_owned())
            .map_err(|_error| PostFailure::NoAddress)?;
        self.transport.send(&message).map(drop).map_err(|error| failure(&error))
    }

    /// Whether the server answers and lets the office in. Hands nothing over.
    pub fn test(&self) -> Result<(), PostFailure> {
        match self.transport.test_connection() {
            Ok(true) => Ok(()),
            Ok(false) => Err(PostFailure::Unreachable),
            Err(error) => Err(failure(&error)),
        }
    }
}

/// Says that no person wrote it, so that no machine answers (RFC 3834).
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

/// The address of the server as lettre takes it, with TLS unless the server is this machine.
fn with_tls(server: &str) -> Result<String, SettingsFault> {
    let (scheme, rest) = server.split_once("://").ok_or(SettingsFault::MailServer)?;
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if authority.is_empty() || authority.len() != rest.trim_end_matches('/').len() {
        return Err(SettingsFault::MailServer);
    }
    let host_and_port = authority.rsplit('@').next().unwrap_or_default();
    let host = match host_and_port.rsplit_once(':') {
        Some((host, _)) if !host_and_port.ends_with(']') => host,
        _ => host_and_port,
    };
    match scheme {
        "smtps" => Ok(format!("smtps://{authority}")),
        "smtp" if is_this_machine(host) => Ok(format!("smtp://{authority}")),
        "smtp" => Ok(format!("smtp://{authority}?tls=required")),
        _ => Err(SettingsFault::MailServer),
    }
}

fn failure(error: &Error) -> PostFailure {
    match error.status().map(u16::from) {
        Some(code) if NOT_LET_IN.contains(&code) => PostFailure::NotLetIn,
        Some(code) if error.is_permanent() => PostFailure::Refused(code),
        Some(code) => PostFailure::Busy(code),
        None if error.is_tls() => PostFailure::NoTls,
        // A server that offers no way to sign in.
        None if error.is_client() => PostFailure::NotLetIn,
        None => PostFailure::Unreachable,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_elsewhere_is_spoken_to_with_tls_only() {
        for (server, url) in [
            ("smtp://localhost:25", Ok("smtp://localhost:25")),
            ("smtp://a:b@127.0.0.1", Ok("smtp://a:b@127.0.0.1")),
            ("smtp://[::1]:25", Ok("smtp://[::1]:25")),
            ("smtp://mail.example.cn", Ok("smtp://mail.example.cn?tls=required")),
            ("smtp://a:b@mail.example.cn:587/", Ok("smtp://a:b@mail.example.cn:587?tls=required")),
            ("smtp://localhost:x@mail.example.cn", Ok("smtp://localhost:x@mail.example.cn?tls=required")),
            ("smtps://a:b@mail.example.cn", Ok("smtps://a:b@mail.example.cn")),
            ("smtp://mail.example.cn?tls=opportunistic", Err(SettingsFault::MailServer)),
            ("http://mail.example.cn", Err(SettingsFault::MailServer)),
            ("mail.example.cn:25", Err(SettingsFault::MailServer)),
            ("smtp://", Err(SettingsFault::MailServer)),
        ] {
            assert_eq!(with_tls(server), url.map(str::to_owned), "{server}");
        }
    }

    #[test]
    fn letters_come_from_an_address() {
        for (from, fault) in [
            ("office@example.cn", None),
            ("海州热线 <office@example.cn>", None),
            ("office", Some(SettingsFault::MailFrom)),
            ("", Some(SettingsFault::MailFrom)),
        ] {
            assert_eq!(Mail::new("smtp://localhost", from).err(), fault, "{from}");
        }
    }

    #[test]
    fn a_name_that_is_no_address_goes_nowhere() {
        let mail = Mail::new("smtp://127.0.0.1:1", "office@example.cn").unwrap();
        let letter = Letter { key: "k", at: Timestamp::UNIX_EPOCH, to: "lin", subject: "s", text: "t" };
        assert_eq!(mail.send(&letter), Err(PostFailure::NoAddress));
        let letter = Letter { to: "lin@example.cn", ..letter };
        assert_eq!(mail.send(&letter), Err(PostFailure::Unreachable), "nobody listens there");
        assert_eq!(mail.test(), Err(PostFailure::Unreachable));
    }
}
