//! What a pack says of cases that are texts.

use crate::ids::{FieldId, KindId};

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
    /// Questions by which people find out what it means for them (我能办吗).
    pub can_i: Option<FieldId>,
    /// What somebody raises who asks about it.
    pub questions: Option<Questions>,
    /// What a version changes of the one before, in a few words.
    pub changes: Option<FieldId>,
    /// Choices by which the library is searched.
    pub filters: Vec<FieldId>,
}

/// What somebody raises who asks about a text: it comes out of the text, and the answer returns to whoever asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Questions {
    /// The program of the question; one of the [outcomes](crate::program::Program::outcomes).
    pub kind: KindId,
    /// What its form begins with.
    pub with: Vec<(FieldId, String)>,
}
