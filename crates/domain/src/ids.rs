//! One type for each kind of name, so that a unit can never be passed where a place is meant.

use serde::{Deserialize, Serialize};

macro_rules! names {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Takes the text as it stands; whoever reads it from outside checks it there.
            pub fn new(text: impl Into<String>) -> Self {
                Self(text.into())
            }

            /// The text itself.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self::new(text)
            }
        }

        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
    )+};
}

names! {
    /// One case. Time-ordered text made by [`Ids`], never by the database, never shown to people (they see the case number).
    CaseId,
    /// One person in the vault.
    PersonId,
    /// One staff account.
    AccountId,
    /// One unit: an office, bureau, street, community, company.
    UnitId,
    /// One leader: a person in a post, named to the public.
    LeaderId,
    /// A kind of case, as its pack names it: `petition`, `hotline`, `grid`.
    KindId,
    /// A state of a kind: `registered`.
    StateId,
    /// An act of a kind: `transfer`.
    ActId,
    /// A field of a form: `opinion`.
    FieldId,
    /// A category of matters, dotted from broad to narrow: `urban.drainage`.
    CategoryId,
    /// What a person does for a unit: `operator`, `caseworker`, `approver` …
    Role,
    /// What a unit is, beyond its level: `petition`, `hotline`, `street`, `discipline` …
    UnitKind,
}

impl CategoryId {
    /// Whether `self` is `other` or stands under it: `urban.drainage` is within `urban`.
    #[must_use]
    pub fn is_within(&self, other: &CategoryId) -> bool {
        self.0.strip_prefix(&other.0).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    }

    /// Itself, then each broader category, narrowest first.
    pub fn and_broader(&self) -> impl Iterator<Item = CategoryId> {
        std::iter::successors(Some(self.clone()), |category| {
            category.0.rsplit_once('.').map(|(broader, _)| Self::new(broader))
        })
    }

    /// How deep it stands in the tree: `urban` is 1, `urban.drainage` 2.
    #[must_use]
    pub fn depth(&self) -> usize {
        self.0.split('.').count()
    }
}

/// Makes identifiers: 48 bits of milliseconds, then 52 random bits, as 20 characters of Crockford base 32, so that later
/// identifiers sort after earlier ones. The caller brings time and randomness.
#[derive(Debug, Clone, Copy)]
pub struct Ids;

/// Crockford's alphabet: no I, L, O, U, because people read identifiers aloud.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

impl Ids {
    /// The text of one identifier made at `at_ms` (milliseconds since 1970) with `random` bits.
    #[must_use]
    pub fn text(at_ms: i64, random: u64) -> String {
        let at = u128::from(at_ms.unsigned_abs() & 0xFFFF_FFFF_FFFF);
        let bits = (at << 52) | u128::from(random & 0xF_FFFF_FFFF_FFFF);
        (0..20u32)
            .rev()
            .filter_map(|place| usize::try_from((bits >> (place * 5)) & 31).ok())
            .filter_map(|digit| ALPHABET.get(digit))
            .map(|letter| char::from(*letter))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_category_is_within_its_ancestors_only() {
        let drainage = CategoryId::from("urban.drainage");
        assert!(drainage.is_within(&CategoryId::from("urban")));
        assert!(drainage.is_within(&drainage));
        assert!(!drainage.is_within(&CategoryId::from("urb")), "a shared beginning is not an ancestor");
        assert!(!CategoryId::from("urban").is_within(&drainage));
    }

    #[test]
    fn later_identifiers_sort_after_earlier_ones() {
        let early = Ids::text(1_700_000_000_000, u64::MAX);
        let late = Ids::text(1_700_000_000_001, 0);
        assert_eq!(early.len(), 20);
        assert!(early < late);
    }
}
