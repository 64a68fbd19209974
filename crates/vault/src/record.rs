//! What is known about a person, in the open: only as long as it is needed.

use std::collections::BTreeMap;
use std::fmt;

use zeroize::Zeroizing;

/// Names of the fields that every office has. A pack may add others.
pub mod field {
    /// The person's name.
    pub const NAME: &str = "name";
    /// A telephone number; can be looked up.
    pub const PHONE: &str = "phone";
    /// The number of the resident identity card; can be looked up.
    pub const ID_NUMBER: &str = "id_number";
    /// Where the person lives.
    pub const ADDRESS: &str = "address";
    /// A mail address, to which notices go.
    pub const EMAIL: &str = "email";
    /// The language in which the person is told something: `zh` or `en`.
    pub const LANGUAGE: &str = "language";
    /// Any other way to reach the person.
    pub const CONTACT: &str = "contact";
}

/// Bytes of the longest name of a field.
pub const FIELD_NAME_BYTES_MAX: usize = 64;

/// The fields of one person, by name. Wiped from memory when dropped; `Debug` shows which there are, not what they say.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Fields(BTreeMap<String, Zeroizing<String>>);

impl Fields {
    /// No fields.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The same with one more field. An empty text removes it: what is not known is not kept.
    ///
    /// The name is the program's, not the person's; what exceeds [`FIELD_NAME_BYTES_MAX`] is cut off.
    #[must_use]
    pub fn with(mut self, name: &str, text: impl Into<String>) -> Self {
        let name = name.get(..name.floor_char_boundary(FIELD_NAME_BYTES_MAX)).unwrap_or(name);
        let text = Zeroizing::new(text.into());
        if text.is_empty() {
            self.0.remove(name);
        } else {
            self.0.insert(name.to_owned(), text);
        }
        self
    }

    /// One field.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(|text| text.as_str())
    }

    /// All fields by name, in the order of the names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, text)| (name.as_str(), text.as_str()))
    }

    /// Whether nothing is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for Fields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.0.keys().map(|name| (name, "hidden"))).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_do_not_print_what_they_say() {
        let fields = Fields::new().with(field::NAME, "林晓燕").with(field::PHONE, "13800000000");
        assert_eq!(format!("{fields:?}"), r#"{"name": "hidden", "phone": "hidden"}"#);
    }

    #[test]
    fn what_is_not_known_is_not_kept() {
        assert!(Fields::new().with(field::NAME, "林").with(field::NAME, "").is_empty());
    }
}
