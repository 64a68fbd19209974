//! What the library shows of texts: derived from their cases, and written with them.

use std::collections::BTreeMap;

use domain::case::Case;
use domain::ids::CaseId;
use domain::library;
use domain::program::Program;
use store::library::ArticleRow;
use store::{StoreError, WriteTx, dialect, documents, library as rows, sequences};
use text::Document;

use super::write::count;
use super::{Desk, Held};
use crate::shelf::{library_row, part_words};

impl Desk<'_> {
    /// Keeps long texts, and brings the library to how their cases stand now.
    pub(super) fn write_library(&self, tx: &mut WriteTx) -> Result<(), StoreError> {
        documents::insert_many(tx, &self.documents)?;
        let touched: Vec<(&Program, &Case)> = self.changed().filter_map(|held| self.shelved(held)).collect();
        if touched.is_empty() {
            return Ok(());
        }
        let shown: Vec<_> =
            touched.iter().copied().filter(|(program, case)| library::is_shown(program, case)).collect();
        let lines = shown.iter().filter_map(|(program, case)| library_row(&self.world, program, case));
        rows::replace_many(tx, touched.iter().map(|(_, case)| case.id()), &lines.collect::<Vec<_>>())?;
        self.write_articles(tx, &touched, &shown)
    }

    /// The case, if it is a text of a library and something has happened that shows there.
    fn shelved<'d>(&'d self, held: &'d Held) -> Option<(&'d Program, &'d Case)> {
        let program = self.world.programs.version(held.case.kind(), held.case.opened.pack_version)?;
        let touches = program.library.is_some() && held.events.iter().any(library::touches);
        touches.then_some((program, &held.case))
    }

    /// Indexes the parts of the present versions instead of those of the versions before.
    fn write_articles(
        &self,
        tx: &mut WriteTx,
        touched: &[(&Program, &Case)],
        shown: &[(&Program, &Case)],
    ) -> Result<(), StoreError> {
        let ids = || touched.iter().map(|(_, case)| case.id());
        // Each document of the index comes once: those that go are taken out unless a new part takes their number.
        let mut free: BTreeMap<CaseId, Vec<i64>> = BTreeMap::new();
        for row in rows::articles_of(tx, ids())? {
            free.entry(row.case_id).or_default().push(row.docid);
        }
        let mut articles: Vec<ArticleRow> = Vec::new();
        let mut words: BTreeMap<i64, String> =
            free.values().flatten().map(|docid| (*docid, String::new())).collect();
        for (program, case) in shown {
            let Some(version) = library::versions(program, case).pop() else { continue };
            let body = self.body(tx, case.id(), &version.digest)?;
            let parts = part_words(program, case, &Document::parse(&body));
            let mut docids = free.remove(case.id()).unwrap_or_default();
            let lacking = parts.len().saturating_sub(docids.len());
            if lacking > 0 {
                // Even numbers, as those of cases: the odd ones belong to what was published of a case.
                let first = sequences::take(tx, "docid", count(lacking))?;
                docids.extend((first..).take(lacking).map(|sequence| sequence.saturating_mul(2)));
            }
            for (((part, anchor), docid), text) in (0..)
                .zip(parts.iter().map(|(anchor, _)| anchor))
                .zip(docids)
                .zip(parts.iter().map(|(_, words)| words))
            {
                words.insert(docid, text.clone());
                let (case_id, anchor) = (case.id().clone(), anchor.clone());
                articles.push(ArticleRow { case_id, part, anchor, docid });
            }
        }
        rows::replace_articles(tx, ids(), &articles)?;
        dialect::index_words(tx, words.iter().map(|(docid, words)| (*docid, words.as_str())))
    }

    /// The words of a text: those that this group brings, or those that are kept.
    fn body(&self, tx: &mut WriteTx, case: &CaseId, digest: &str) -> Result<String, StoreError> {
        let brought = self.documents.iter().find(|row| row.case_id == *case && row.digest == digest);
        match brought {
            Some(row) => Ok(row.body.clone()),
            None => documents::find(tx, case, digest)?.ok_or(StoreError::Value("a text without its words")),
        }
    }
}
