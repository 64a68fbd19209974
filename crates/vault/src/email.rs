//! Mail addresses, as strictly as people write them and mail servers take them.

use std::fmt;

/// Characters of the longest address (RFC 5321, 4.5.3.1.3, without the brackets).
const ADDRESS_CHARS_MAX: usize = 254;
/// Characters of the longest part before the `@` (RFC 5321, 4.5.3.1.1).
const NAME_CHARS_MAX: usize = 64;

/// A mail address. `Debug` hides it.
#[derive(Clone, PartialEq, Eq)]
pub struct Email(String);

/// The text is no mail address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no mail address looks like this")]
pub struct EmailRefusal;

impl EmailRefusal {
    /// The key of the text that is shown.
    #[must_use]
    pub fn key(self) -> &'static str {
        "email-shape"
    }
}

impl Email {
    /// Reads an address as people type it, also with the wide `＠` of a Chinese keyboard. Quoted names and names in other scripts,
    /// which some standard allows and hardly a server takes, are refused: what is taken here must arrive.
    pub fn parse(text: &str) -> Result<Self, EmailRefusal> {
        let text = text.trim().replace('＠', "@");
        let (name, domain) = text.split_once('@').ok_or(EmailRefusal)?;
        let fits = text.len() <= ADDRESS_CHARS_MAX && name.len() <= NAME_CHARS_MAX;
        let named = name.split('.').all(|part| !part.is_empty() && part.bytes().all(is_of_name));
        let labels = || domain.split('.');
        let hosted = labels().count() >= 2 && labels().all(is_label);
        if fits && named && hosted { Ok(Self(text)) } else { Err(EmailRefusal) }
    }

    /// The address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What stands before the `@` between dots (RFC 5322, 3.2.3).
fn is_of_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&byte)
}

fn is_label(label: &str) -> bool {
    let letters = label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    letters && !label.is_empty() && !label.starts_with('-') && !label.ends_with('-')
}

impl fmt::Debug for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Email(hidden)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_taken_as_people_write_it() {
        for (typed, address) in [
            ("lin@example.cn", Some("lin@example.cn")),
            ("  Lin.Xiaoyan+12345@mail.example.com ", Some("Lin.Xiaoyan+12345@mail.example.com")),
            ("lin＠example.cn", Some("lin@example.cn")),
            ("12345678@qq.com", Some("12345678@qq.com")),
            ("lin", None),
            ("lin@", None),
            ("@example.cn", None),
            ("lin@example", None),
            ("lin@@example.cn", None),
            ("lin@example..cn", None),
            ("lin@-example.cn", None),
            ("lin xiaoyan@example.cn", None),
            ("lin@example.cn,wang@example.cn", None),
            ("lin@example.cn\r\nBcc: all@example.cn", None),
            ("<lin@example.cn>", None),
            ("林@example.cn", None),
            ("", None),
        ] {
            let read = Email::parse(typed);
            assert_eq!(read.as_ref().ok().map(Email::as_str), address, "{typed}");
        }
        assert!(Email::parse(&format!("{}@example.cn", "a".repeat(64))).is_ok());
        assert!(Email::parse(&format!("{}@example.cn", "a".repeat(65))).is_err());
    }

    #[test]
    fn an_address_does_not_print_itself() {
        assert_eq!(format!("{:?}", Email::parse("lin@example.cn").unwrap()), "Email(hidden)");
    }
}
