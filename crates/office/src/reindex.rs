//! The search index, made anew from the cases: after a restore, whose dump does not hold it.

use std::collections::BTreeMap;

use domain::ids::CaseId;
use domain::library;
use domain::world::World;
use store::cases::StoredCase;
use store::{StoreError, WriteTx, cases, dialect, documents, library as rows};
use text::Document;

use crate::group::words_of;
use crate::shelf::part_words;
use crate::{Failure, Office};

/// Cases that are indexed in one transaction.
const CASES_AT_ONCE: u32 = 500;

impl Office {
    /// Indexes every case anew. Tells how many are done after each step. Waits.
    pub fn reindex(&self, each: &mut dyn FnMut(u64)) -> Result<u64, Failure> {
        let mut after: Option<CaseId> = None;
        let mut done = 0;
        loop {
            let last = after.clone();
            let stored =
                self.read_blocking(move |_, tx| Ok(cases::walk(tx, last.as_ref(), CASES_AT_ONCE)?))?;
            let Some(last) = stored.last() else { return Ok(done) };
            after = Some(last.case.id().clone());
            done += u64::try_from(stored.len()).unwrap_or(0);
            let world = self.world();
            self.writes().write_blocking(move |tx| {
                let words = stored.iter().flat_map(|stored| words_of(&stored.case, stored.docid));
                let mut words: Vec<(i64, String)> = words.collect();
                words.extend(article_words(tx, &world, &stored)?);
                Ok(dialect::index_words(tx, words.iter().map(|(docid, words)| (*docid, words.as_str())))?)
            })?;
            each(done);
        }
    }
}

/// The words of every article of the texts among these cases, under the numbers that the articles have.
fn article_words(
    tx: &mut WriteTx,
    world: &World,
    stored: &[StoredCase],
) -> Result<Vec<(i64, String)>, StoreError> {
    let mut docids: BTreeMap<(CaseId, String), i64> = BTreeMap::new();
    for row in rows::articles_of(tx, stored.iter().map(|stored| stored.case.id()))? {
        docids.insert((row.case_id, row.anchor), row.docid);
    }
    let mut words = Vec::new();
    for case in stored.iter().map(|stored| &stored.case) {
        let program = world.programs.version(case.kind(), case.opened.pack_version);
        let Some(program) = program.filter(|program| library::is_shown(program, case)) else { continue };
        let Some(version) = library::versions(program, case).pop() else { continue };
        let Some(body) = documents::find(tx, case.id(), &version.digest)? else { continue };
        let parts = part_words(program, case, &Document::parse(&body));
        words.extend(
            parts
                .into_iter()
                .filter_map(|(anchor, words)| Some((*docids.get(&(case.id().clone(), anchor))?, words))),
        );
    }
    Ok(words)
}
