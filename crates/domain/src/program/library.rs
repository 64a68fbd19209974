//! What a pack says of cases that are texts.

use crate::ids::FieldId;

/// Where the parts of a text stand that the public looks up. Each time that the document is [told](crate::program::Act::tells) is a version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Library {
    /// The text itself, a [document](crate::field::FieldKind::Document).
    pub body: FieldId,
    /// The first day on which it holds.
    pub valid_from: FieldId,
    /// The last day on which it holds; nothing: until further notice.
    pub valid_until: Option<FieldId>,
    /// The same in plain words (一张明白纸).
    pub summary: Option<FieldId>,
    /// Choices by which the library is searched.
    pub filters: Vec<FieldId>,
}
