//! Places: a tree of any depth, known by the 12-digit statistical division code (统计用区划代码).
//!
//! Digits 1–2 name the province, 3–4 the prefecture, 5–6 the county (GB/T 2260), 7–9 the township (GB/T 10114), 10–12 the
//! village or community. A subtree is therefore a range of codes, and no query ever walks the tree.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use crate::text::Text;

/// How many digits of a code are significant at each level, broadest first.
const LEVEL_DIGITS: [usize; 5] = [2, 4, 6, 9, 12];

/// A 12-digit division code.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PlaceCode(String);

/// The text was not 12 digits.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a division code has 12 digits, this has not: {0}")]
pub struct NotAPlaceCode(String);

impl PlaceCode {
    /// Reads a code of 2, 4, 6, 9 or 12 digits; a shorter one is filled with zeros.
    pub fn parse(text: &str) -> Result<Self, NotAPlaceCode> {
        let fits = LEVEL_DIGITS.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        if fits { Ok(Self(format!("{text:0<12}"))) } else { Err(NotAPlaceCode(text.to_owned())) }
    }

    /// The 12 digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The digits that carry meaning: `3702` for a prefecture.
    #[must_use]
    pub fn stem(&self) -> &str {
        LEVEL_DIGITS
            .iter()
            .filter_map(|digits| self.0.split_at_checked(*digits))
            .find(|(_, rest)| rest.bytes().all(|b| b == b'0'))
            .map_or(self.0.as_str(), |(stem, _)| stem)
    }

    /// Its level in the tree: 1 province, 2 prefecture, 3 county, 4 township, 5 community.
    #[must_use]
    pub fn level(&self) -> usize {
        LEVEL_DIGITS.iter().position(|digits| *digits == self.stem().len()).map_or(5, |at| at + 1)
    }

    /// Whether `self` is `other` or lies inside it.
    #[must_use]
    pub fn is_within(&self, other: &PlaceCode) -> bool {
        self.0.starts_with(other.stem())
    }

    /// The place one level up, unless this is a province.
    #[must_use]
    pub fn parent(&self) -> Option<PlaceCode> {
        let shorter = LEVEL_DIGITS.iter().rev().find(|digits| **digits < self.stem().len())?;
        self.0.get(..*shorter).and_then(|stem| Self::parse(stem).ok())
    }

    /// Itself, then each place around it, narrowest first.
    pub fn and_ancestors(&self) -> impl Iterator<Item = PlaceCode> {
        std::iter::successors(Some(self.clone()), PlaceCode::parent)
    }

    /// The range of codes of the subtree: from this code, up to and including the returned one.
    #[must_use]
    pub fn last_within(&self) -> String {
        format!("{:9<12}", self.stem())
    }
}

impl std::fmt::Display for PlaceCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for PlaceCode {
    type Error = NotAPlaceCode;
    fn try_from(text: String) -> Result<Self, NotAPlaceCode> {
        Self::parse(&text)
    }
}

impl From<PlaceCode> for String {
    fn from(code: PlaceCode) -> Self {
        code.0
    }
}

/// One place, as it was called during one span of time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Its code.
    pub code: PlaceCode,
    /// Its official name.
    pub name: Text,
    /// First day on which the code is valid; `None`: always was.
    pub valid_from: Option<Date>,
    /// Last day on which the code is valid; `None`: still is.
    pub valid_until: Option<Date>,
    /// What took its place when it ended: one code for a rename or merger, several for a split.
    pub successors: Vec<PlaceCode>,
}

impl Place {
    /// A place that always was and still is.
    #[must_use]
    pub fn lasting(code: PlaceCode, name: Text) -> Self {
        Self { code, name, valid_from: None, valid_until: None, successors: Vec::new() }
    }

    /// Whether the code was valid on `day`.
    #[must_use]
    pub fn is_valid_on(&self, day: Date) -> bool {
        self.valid_from.is_none_or(|from| from <= day) && self.valid_until.is_none_or(|until| day <= until)
    }
}

/// All places of an installation.
#[derive(Clone, Debug, Default)]
pub struct Places {
    by_code: BTreeMap<PlaceCode, Place>,
    /// The codes directly under each, `None` for the broadest: every page that lets somebody choose a place asks for them.
    below: BTreeMap<Option<PlaceCode>, Vec<PlaceCode>>,
}

impl Places {
    /// Puts the places in order. A code given twice keeps its last meaning.
    pub fn new(places: impl IntoIterator<Item = Place>) -> Self {
        let by_code: BTreeMap<PlaceCode, Place> =
            places.into_iter().map(|place| (place.code.clone(), place)).collect();
        let mut below: BTreeMap<Option<PlaceCode>, Vec<PlaceCode>> = BTreeMap::new();
        for code in by_code.keys() {
            let parent = code.parent().filter(|parent| by_code.contains_key(parent));
            below.entry(parent).or_default().push(code.clone());
        }
        Self { by_code, below }
    }

    /// The place with this code.
    #[must_use]
    pub fn find(&self, code: &PlaceCode) -> Option<&Place> {
        self.by_code.get(code)
    }

    /// The places directly under `parent`, by code; without a parent the broadest ones of the installation.
    pub fn children<'a>(&'a self, parent: Option<&'a PlaceCode>) -> impl Iterator<Item = &'a Place> {
        self.codes_below(parent).iter().filter_map(|code| self.by_code.get(code))
    }

    /// The codes directly under `parent`, in order; without a parent the broadest ones of the installation.
    #[must_use]
    pub fn codes_below(&self, parent: Option<&PlaceCode>) -> &[PlaceCode] {
        self.below.get(&parent.cloned()).map_or(&[], Vec::as_slice)
    }

    /// The names from the broadest known place down to this one, joined as an address is written.
    #[must_use]
    pub fn path(&self, code: &PlaceCode) -> Text {
        let mut names: Vec<&Text> =
            code.and_ancestors().filter_map(|c| self.by_code.get(&c)).map(|place| &place.name).collect();
        let en = names.iter().map(|name| name.en.as_str()).collect::<Vec<_>>().join(", ");
        names.reverse();
        Text { zh: names.iter().map(|name| name.zh.as_str()).collect(), en }
    }

    /// Every place, by code.
    pub fn iter(&self) -> impl Iterator<Item = &Place> {
        self.by_code.values()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.by_code.len()
    }

    /// Whether there are none yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_code.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> PlaceCode {
        PlaceCode::parse(text).unwrap()
    }

    #[test]
    fn a_code_knows_its_level_parent_and_subtree() {
        // code, level, parent, last code within
        for (text, level, parent, last) in [
            ("370202001004", 5, Some("370202001000"), "370202001004"),
            ("370202001", 4, Some("370202000000"), "370202001999"),
            ("370202", 3, Some("370200000000"), "370202999999"),
            ("3702", 2, Some("370000000000"), "370299999999"),
            ("37", 1, None, "379999999999"),
        ] {
            let code = code(text);
            assert_eq!(code.level(), level, "{text}");
            assert_eq!(code.parent().map(String::from).as_deref(), parent, "{text}");
            assert_eq!(code.last_within(), last, "{text}");
        }
    }

    #[test]
    fn a_code_ending_in_zero_is_not_cut_short() {
        // 370202010 is a street whose own number ends in zero.
        assert_eq!(code("370202010000").stem(), "370202010");
        assert_eq!(code("370210000000").stem(), "370210");
    }

    #[test]
    fn within_means_the_place_itself_or_below() {
        assert!(code("370202001004").is_within(&code("3702")));
        assert!(code("3702").is_within(&code("3702")));
        assert!(!code("3702").is_within(&code("370202")));
        assert!(!code("350902").is_within(&code("3702")));
    }

    #[test]
    fn children_are_those_directly_under_a_known_place_and_the_others_stand_at_the_top() {
        let place = |text: &str| Place::lasting(code(text), Text::new(text, text));
        let places = Places::new(["3702", "370202", "370202001", "370203", "350902001"].map(place));
        let below = |parent: Option<&str>| {
            let parent = parent.map(code);
            places.children(parent.as_ref()).map(|place| place.code.stem().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(below(None), ["350902001", "3702"], "its county is not known");
        assert_eq!(below(Some("3702")), ["370202", "370203"]);
        assert_eq!(below(Some("370202")), ["370202001"]);
        assert_eq!(below(Some("350902")), [""; 0]);
    }

    #[test]
    fn letters_and_odd_lengths_are_refused() {
        for text in ["", "37020", "37020A", "3702020010041", "三七"] {
            assert!(PlaceCode::parse(text).is_err(), "{text}");
        }
    }
}
