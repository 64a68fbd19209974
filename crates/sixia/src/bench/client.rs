//! A browser that only raises matters: one connection, kept open, one request after another.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};

use anyhow::{Context as _, bail, ensure};
use office::NewCase;

/// Bytes of the largest answer that is read.
const ANSWER_BYTES_MAX: usize = 4 * 1024 * 1024;

/// One client.
pub(super) struct Client {
    server: SocketAddr,
    connection: BufReader<TcpStream>,
    cookie: String,
    csrf: String,
}

struct Answer {
    status: u16,
    cookies: Vec<String>,
    body: String,
}

impl Client {
    /// Opens the form once, as a browser does before the first matter.
    pub(super) fn open(server: SocketAddr) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(server)?;
        stream.set_nodelay(true)?;
        let mut client =
            Self { server, connection: BufReader::new(stream), cookie: String::new(), csrf: String::new() };
        let form = client.ask("GET", "/raise", "")?;
        ensure!(form.status == 200, "GET /raise answers {}", form.status);
        client.cookie = form.cookies.join("; ");
        let token = form.body.split("name=\"csrf\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
        token.context("the form has no token")?.clone_into(&mut client.csrf);
        Ok(client)
    }

    /// Raises a matter; done when the receipt has come.
    pub(super) fn raise(&mut self, form: &str, key: &str) -> anyhow::Result<()> {
        let answer = self.ask("POST", "/raise/send", &format!("csrf={}&key={key}&{form}", self.csrf))?;
        if answer.status != 200 {
            bail!(
                "POST /raise/send answers {}: {}",
                answer.status,
                answer.body.chars().take(2000).collect::<String>()
            );
        }
        Ok(())
    }

    fn ask(&mut self, method: &str, path: &str, body: &str) -> anyhow::Result<Answer> {
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nCookie: {}\r\nContent-Type: application/x-www-form-urlencoded\r\n\
             Content-Length: {}\r\n\r\n{body}",
            self.server,
            self.cookie,
            body.len()
        );
        self.connection.get_mut().write_all(request.as_bytes())?;
        let status_line = self.line()?;
        let status = status_line.split(' ').nth(1).and_then(|status| status.parse().ok());
        let mut answer =
            Answer { status: status.context("no status")?, cookies: Vec::new(), body: String::new() };
        let (mut length, mut is_chunked) = (0, false);
        loop {
            let line = self.line()?;
            let Some((name, value)) = line.split_once(':') else { break };
            let value = value.trim();
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = value.parse()?,
                "transfer-encoding" => is_chunked = value.eq_ignore_ascii_case("chunked"),
                "set-cookie" => answer.cookies.extend(value.split(';').next().map(str::to_owned)),
                _ => {}
            }
        }
        let bytes = if is_chunked { self.chunks()? } else { self.bytes(length)? };
        answer.body = String::from_utf8_lossy(&bytes).into_owned();
        Ok(answer)
    }

    fn line(&mut self) -> anyhow::Result<String> {
        let mut line = String::new();
        ensure!(self.connection.read_line(&mut line)? > 0, "the server has hung up");
        line.truncate(line.trim_end().len());
        Ok(line)
    }

    fn bytes(&mut self, length: usize) -> anyhow::Result<Vec<u8>> {
        ensure!(length <= ANSWER_BYTES_MAX, "an answer of {length} bytes");
        let mut bytes = vec![0; length];
        self.connection.read_exact(&mut bytes)?;
        Ok(bytes)
    }

    fn chunks(&mut self) -> anyhow::Result<Vec<u8>> {
        let mut whole = Vec::new();
        loop {
            let length = usize::from_str_radix(self.line()?.trim(), 16)?;
            whole.extend(self.bytes(length)?);
            self.line()?;
            if length == 0 {
                return Ok(whole);
            }
        }
    }
}

/// The form of a matter as a browser sends it, but for what is new in each showing.
pub(super) fn form(case: &NewCase) -> String {
    let person = case.people.first();
    let fields = [
        ("kind", case.kind.as_str()),
        ("category", case.category.as_str()),
        ("place", case.place.place.as_str()),
        ("title", &case.title),
        ("text", &case.text),
        ("name", person.map_or("", |person| &person.name)),
        ("phone", person.map_or("", |person| &person.phone)),
        ("people_count", "1"),
        ("publish", "yes"),
    ];
    let own = case
        .form
        .iter()
        .flat_map(|(field, values)| values.iter().map(move |value| (format!("f.{field}"), value.as_str())));
    let fields = fields.into_iter().map(|(name, value)| (name.to_owned(), value)).chain(own);
    fields.map(|(name, value)| format!("{name}={}", encoded(value))).collect::<Vec<_>>().join("&")
}

/// As forms are sent.
fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._".contains(&byte);
    text.bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_encoded() {
        assert_eq!(encoded("a b&水"), "a%20b%26%E6%B0%B4");
    }
}
