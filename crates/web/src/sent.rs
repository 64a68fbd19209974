//! What a form sent: fields and files, read within limits, from one of our own pages.

use std::collections::BTreeMap;

use axum::extract::{FromRequest, Multipart, Request};
use axum::http::header;
use domain::command::Form;
use domain::ids::FieldId;
use office::Order;

use crate::limits::{FORM_BYTES_MAX, FORM_FIELDS_MAX, STAFF_FORM_BYTES_MAX};
use crate::page::Page;
use crate::problem::Problem;

/// What a form sent. Holding one means that it came from one of our pages.
#[derive(Clone, Debug, Default)]
pub struct Sent {
    fields: BTreeMap<String, Vec<String>>,
    /// The files, in order, with the names of their fields. A control left empty sends none.
    pub files: Vec<(String, Vec<u8>)>,
}

impl Sent {
    /// What stands in a field, without blanks around it; empty if it was not sent.
    #[must_use]
    pub fn one(&self, name: &str) -> &str {
        self.all(name).first().map_or("", |value| value.trim())
    }

    /// Every value sent under a name.
    #[must_use]
    pub fn all(&self, name: &str) -> &[String] {
        self.fields.get(name).map_or(&[], Vec::as_slice)
    }

    /// An order under the idempotency key of this showing of the form.
    #[must_use]
    pub fn keyed(&self, order: Order) -> Order {
        match self.one("key") {
            "" => order,
            key => order.with_key(key),
        }
    }

    /// The fields of an act, whose names begin with `f.` so that none can be mistaken for one of the page.
    #[must_use]
    pub fn form(&self) -> Form {
        let own = self.fields.iter().filter_map(|(name, values)| {
            Some((FieldId::from(name.strip_prefix(ACT_FIELD)?), values.clone()))
        });
        own.collect()
    }

    /// Every field that the person filled in, for carrying it to the next page.
    pub fn kept(&self) -> impl Iterator<Item = (&str, &str)> {
        let fields = self.fields.iter().filter(|(name, _)| !["csrf", "key", "go"].contains(&name.as_str()));
        fields.flat_map(|(name, values)| values.iter().map(|value| (name.as_str(), value.as_str())))
    }

    /// A form out of pairs, as a link or a test writes it.
    pub fn of<'p>(pairs: impl IntoIterator<Item = (&'p str, &'p str)>) -> Self {
        let mut sent = Self::default();
        pairs.into_iter().for_each(|(name, value)| sent.add(name.to_owned(), value.to_owned()));
        sent
    }

    /// Adds one value.
    pub fn add(&mut self, name: String, value: String) {
        self.fields.entry(name).or_default().push(value);
    }

    /// Takes a field out.
    pub fn remove(&mut self, name: &str) {
        self.fields.remove(name);
    }
}

/// Stands before the names of fields that belong to a program.
pub const ACT_FIELD: &str = "f.";

impl<S: Send + Sync> FromRequest<S> for Sent {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let page = request.extensions().get::<Page>().cloned();
        let page = page.ok_or_else(|| Problem::fault("no frame around this route"))?;
        let most = if page.signed_in.is_some() { STAFF_FORM_BYTES_MAX } else { FORM_BYTES_MAX };
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        let sent = match kind.map(|kind| kind.split(';').next().unwrap_or_default().trim()) {
            Some("multipart/form-data") => multipart(request, state, most).await?,
            Some("application/x-www-form-urlencoded") | None => plain(request, most).await?,
            Some(_) => return Err(Problem::Malformed),
        };
        page.check_csrf(sent.one("csrf"))?;
        Ok(sent)
    }
}

async fn plain(request: Request, bytes_max: usize) -> Result<Sent, Problem> {
    let body = axum::body::to_bytes(request.into_body(), bytes_max).await;
    let body = body.map_err(|_too_long| Problem::TooLarge)?;
    let mut sent = Sent::default();
    for (at, (name, value)) in form_urlencoded::parse(&body).enumerate() {
        if at >= FORM_FIELDS_MAX {
            return Err(Problem::TooLarge);
        }
        sent.add(name.into_owned(), value.into_owned());
    }
    Ok(sent)
}

async fn multipart<S: Send + Sync>(request: Request, state: &S, bytes_max: usize) -> Result<Sent, Problem> {
    let mut parts = Multipart::from_request(request, state).await.map_err(|_bad| Problem::Malformed)?;
    let mut sent = Sent::default();
    let (mut count, mut text_bytes) = (0, 0);
    while let Some(part) = parts.next_field().await.map_err(|error| unreadable(&error))? {
        count += 1;
        let Some(name) = part.name().map(str::to_owned).filter(|_| count <= FORM_FIELDS_MAX) else {
            return Err(Problem::TooLarge);
        };
        let is_file = part.file_name().is_some();
        let bytes = part.bytes().await.map_err(|error| unreadable(&error))?;
        if is_file {
            if !bytes.is_empty() {
                sent.files.push((name, bytes.to_vec()));
            }
            continue;
        }
        text_bytes += bytes.len();
        if text_bytes > bytes_max {
            return Err(Problem::TooLarge);
        }
        sent.add(name, String::from_utf8(bytes.to_vec()).map_err(|_not_text| Problem::Malformed)?);
    }
    Ok(sent)
}

fn unreadable(error: &axum::extract::multipart::MultipartError) -> Problem {
    if error.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE {
        Problem::TooLarge
    } else {
        Problem::Malformed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_of_a_program_cannot_be_mistaken_for_those_of_the_page() {
        let sent =
            Sent::of([("title", " 路灯 "), ("f.title", "x"), ("f.many", "a"), ("f.many", "b"), ("key", "k")]);
        assert_eq!(sent.one("title"), "路灯");
        let form = sent.form();
        assert_eq!(form.len(), 2);
        assert_eq!(form[&FieldId::from("many")], ["a", "b"]);
    }

    #[test]
    fn what_is_carried_on_leaves_out_tokens() {
        let sent =
            Sent::of([("csrf", "c"), ("key", "k"), ("go", "check"), ("title", "t"), ("p", "1"), ("p", "2")]);
        assert_eq!(sent.kept().collect::<Vec<_>>(), [("p", "1"), ("p", "2"), ("title", "t")]);
    }
}
