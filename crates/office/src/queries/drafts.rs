//! Texts as officers see them before they are published.

use domain::command::Caller;
use domain::document::held;
use domain::ids::CaseId;
use domain::library;
use store::documents;
use text::{Change, Document};

use super::case_for_staff::{program_of, visible};
use super::library::body;
use crate::{Failure, Office};

/// The words of a text as its case now holds them, published or not.
#[derive(Clone, Debug)]
pub struct DraftText {
    /// The words.
    pub document: Document,
    /// What they change of the present version; `None`: nothing is published yet, or they are the present version.
    pub changes: Option<Vec<Change>>,
}

impl Office {
    /// The words of a text as its case now holds them, for an officer who may see it; `None`: there are none.
    pub async fn draft_text(&self, caller: &Caller, case: &CaseId) -> Result<Option<DraftText>, Failure> {
        let (world, caller, case) = (self.world(), caller.clone(), case.clone());
        self.read(move |shared, tx| {
            let Some(stored) = visible(tx, &world, &caller, &case)? else { return Ok(None) };
            let program = program_of(shared, &world, &stored.case)?;
            let field = program.library.as_ref().map(|library| &library.body);
            let Some(digest) = field.and_then(|field| held(&stored.case.values_now, field)) else {
                return Ok(None);
            };
            let document = Document::parse(&body(tx, shared, &case, digest)?);
            let present = library::versions(&program, &stored.case).pop();
            let changes = match present.filter(|present| present.digest != digest) {
                None => None,
                Some(present) => {
                    let before = Document::parse(&body(tx, shared, &case, &present.digest)?);
                    Some(text::changes(&before, &document))
                }
            };
            Ok(Some(DraftText { document, changes }))
        })
        .await
    }

    /// The words of a text of a case that the officer may see, by digest.
    pub async fn document(
        &self,
        caller: &Caller,
        case: &CaseId,
        digest: &str,
    ) -> Result<Option<String>, Failure> {
        let (world, caller, case, digest) = (self.world(), caller.clone(), case.clone(), digest.to_owned());
        self.read(move |_, tx| {
            if visible(tx, &world, &caller, &case)?.is_none() {
                return Ok(None);
            }
            Ok(documents::find(tx, &case, &digest)?)
        })
        .await
    }
}
