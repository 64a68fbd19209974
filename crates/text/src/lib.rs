//! Text that people type, read out and look for.
//!
//! - [`squeeze`], [`fold()`], [`clip`]: what is done to every text before it is kept, compared or shown in a list.
//! - [`words()`] and [`Query`]: how a text becomes tokens for the search index, and how a question is put to that index.
//! - [`Document`]: a long text in chapters and articles that can be cited; [`Query::mark`]: where a question is answered in it;
//!   [`changes()`]: what was changed between two versions; [`citations()`]: which articles a text names.
//! - [`Likeness`]: is this the matter that a neighbour raised yesterday?
//! - [`CaseNumber`] and [`Secret`]: what stands on a receipt and is read out on the telephone.
//!
//! Everything here is pure: the only state is jieba's dictionary, loaded once ([`warm_up`]).

mod case_number;
mod changes;
mod citations;
mod document;
mod fold;
mod likeness;
mod marks;
mod query;
mod secret;
mod units;
mod words;

pub use case_number::{CaseNumber, CaseNumberRefusal, PREFIX_LETTERS_MAX, PREFIX_LETTERS_MIN, SEQUENCE_MAX};
pub use changes::{Change, ChangeKind, ChangedPiece, PieceKind, changes};
pub use citations::{Cited, citations, cited_name};
pub use document::{Document, Part, PartKind, article_anchor, is_article};
pub use fold::{clip, fold, squeeze, squeeze_line};
pub use likeness::{LIKE_DISTANCE_MAX, LIKE_LETTERS_MIN, Likeness};
pub use marks::Piece;
pub use query::{QUERY_CHARS_MAX, QUERY_TERMS_MAX, Query, warm_up};
pub use secret::{SECRET_BYTES, SECRET_LETTERS, Secret, SecretDigest, SecretRefusal};
pub use words::words;
