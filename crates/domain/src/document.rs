//! Long texts: a law has thirty thousand characters, and its case is acted on again and again. Histories therefore hold the digest of
//! a text only. The words stand once beside the case, under that digest, so that the chain of events covers them all the same.

use sha2::{Digest as _, Sha256};

use crate::command::Form;
use crate::event::{Event, Fact};
use crate::field::{FieldKind, Value, Values};
use crate::ids::FieldId;
use crate::program::Program;

/// The digest of a text: SHA-256 of its UTF-8 bytes, hexadecimal.
#[must_use]
pub fn digest(text: &str) -> String {
    hex::encode(Sha256::digest(text.as_bytes()))
}

/// The fields of a program that take documents.
pub fn fields(program: &Program) -> impl Iterator<Item = &FieldId> {
    let documents = program.fields.iter().filter(|field| matches!(field.kind, FieldKind::Document { .. }));
    documents.map(|field| &field.id)
}

/// The digests of documents that an event brings.
pub fn brought<'e>(program: &'e Program, event: &'e Event) -> impl Iterator<Item = &'e str> {
    let values = match &event.fact {
        Fact::Opened(opened) => Some(&opened.values),
        Fact::Acted { values, .. } => Some(values),
        _ => None,
    };
    fields(program).filter_map(move |field| held(values?, field))
}

/// The digest that a field of values holds.
#[must_use]
pub fn held<'v>(values: &'v Values, field: &FieldId) -> Option<&'v str> {
    values.get(field).and_then(Value::as_text).filter(|digest| !digest.is_empty())
}

/// The words of documents that a form sent, each with its digest: what is to be kept beside the case once the form is taken.
pub fn sent<'f>(program: &'f Program, form: &'f Form) -> impl Iterator<Item = (String, &'f str)> {
    fields(program).filter_map(|field| {
        let text = form.get(field)?.iter().map(|text| text.trim()).find(|text| !text.is_empty())?;
        Some((digest(text), text))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::field::{Field, SeenBy};
    use crate::fixture::{matter, world};
    use crate::text::Text;

    fn with_document() -> Program {
        let mut program = matter();
        program.fields.push(Field {
            id: "body".into(),
            label: Text::default(),
            help: Text::default(),
            kind: FieldKind::Document { chars_max: 20 },
            seen_by: SeenBy::Public,
        });
        program
    }

    #[test]
    fn what_is_sent_has_the_digest_that_the_field_gives() {
        let program = with_document();
        let form = Form::from([("body".into(), vec!["  ".to_owned(), "\n第一条 为了\n".to_owned()])]);
        let sent: Vec<(String, &str)> = sent(&program, &form).collect();
        let [(digest, text)] = sent.as_slice() else { panic!("{sent:?}") };
        assert_eq!(*text, "第一条 为了");
        let field = program.field(&"body".into()).unwrap();
        let read = field.read(&form[&FieldId::from("body")], &world()).unwrap();
        assert_eq!(read, Some(Value::Text(digest.clone())));
        assert_eq!(digest.len(), 64);
    }

    #[test]
    fn the_digest_is_that_of_fips_180() {
        assert_eq!(digest("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
