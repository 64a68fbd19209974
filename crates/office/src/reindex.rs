//! The search index, made anew from the cases: after a restore, whose dump does not hold it.

use domain::ids::CaseId;
use store::{cases, dialect};

use crate::group::words_of;
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
            self.writes().write_blocking(move |tx| {
                let words = stored.iter().flat_map(|stored| words_of(&stored.case, stored.docid));
                let words: Vec<(i64, String)> = words.collect();
                Ok(dialect::index_words(tx, words.iter().map(|(docid, words)| (*docid, words.as_str())))?)
            })?;
            each(done);
        }
    }
}
