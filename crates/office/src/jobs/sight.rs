//! Which units see each case and what they must do next, made anew when units or duties have changed.

use domain::case::Case;
use domain::ids::CaseId;
use store::inbox::InboxRow;
use store::{ReadTx, WriteTx, case_units, cases, inbox, reference, settings};

use crate::group::{inbox_rows, seal_pictures, who_sees};
use crate::shared::Shared;
use crate::{Failure, Office};

/// Cases rewritten in one transaction.
const CASES_AT_ONCE: u32 = 200;
/// The setting that says with which units and duties all cases were last looked at.
const SIGHTED: &str = "sighted_units";
/// How sight and inboxes are worked out, and what else every case was gone through for: the pictures of sealed ones. Rises when that changes, so that databases that were made before are looked at once more.
const WAY: u32 = 3;

impl Office {
    /// Makes sight and inboxes of all cases anew when units or duties have changed since the last time: a unit that got another
    /// superior is seen by that one. Gives how many cases were rewritten. Waits.
    pub fn renew_sight(&self) -> Result<u64, Failure> {
        // The versions first: what changes while this runs is found at the next time.
        let (versions, done) =
            self.read_blocking(|_, tx| Ok((versions(tx)?, settings::find(tx, SIGHTED)?)))?;
        let wanted = mark(versions);
        if done.as_deref() == Some(&wanted) {
            return Ok(0);
        }
        let mut renewed = 0;
        // With the first units and duties no case can be older.
        if done.is_some() || versions > (1, 1) {
            self.look_at_reference()?;
            renewed = self.renew_all()?;
        }
        self.writes().write_blocking(move |tx| Ok(settings::put(tx, SIGHTED, &wanted)?))?;
        Ok(renewed)
    }

    fn renew_all(&self) -> Result<u64, Failure> {
        let (mut renewed, mut after) = (0, None::<CaseId>);
        loop {
            let (last, shared) = (after.clone(), std::sync::Arc::clone(self.shared()));
            let walked = self.writes().write_blocking(move |tx| renew(tx, &shared, last.as_ref()))?;
            let Some(last) = walked.last() else { return Ok(renewed) };
            renewed += u64::try_from(walked.len()).unwrap_or(0);
            after = Some(last.clone());
        }
    }
}

/// Whether the rows of all cases were worked out with the units and duties that are in force.
pub(crate) fn is_current(tx: &mut ReadTx) -> Result<bool, Failure> {
    let versions = versions(tx)?;
    let done = settings::find(tx, SIGHTED)?;
    Ok(done.map_or(versions <= (1, 1), |done| done == mark(versions)))
}

fn mark(versions: (u32, u32)) -> String {
    format!("{}/{}/{WAY}", versions.0, versions.1)
}

/// Which units and duties are in force.
fn versions(tx: &mut ReadTx) -> Result<(u32, u32), Failure> {
    let mut newest = |name| -> Result<u32, Failure> {
        Ok(reference::versions(tx, name)?.first().map_or(0, |(version, ..)| *version))
    };
    Ok((newest(reference::UNITS)?, newest(reference::DUTIES)?))
}

/// The next cases; gives which they were.
fn renew(tx: &mut WriteTx, shared: &Shared, after: Option<&CaseId>) -> Result<Vec<CaseId>, Failure> {
    let world = shared.world();
    let walked = cases::walk_to_write(tx, after, CASES_AT_ONCE)?;
    let units: Vec<_> = walked.iter().flat_map(|stored| who_sees(&world, &stored.case)).collect();
    // As the latest event would have written them, so that nothing depends on when this ran.
    let as_of = |case: &Case| case.changed_at;
    let piles: Vec<InboxRow> =
        walked.iter().flat_map(|stored| inbox_rows(&world, &stored.case, as_of(&stored.case))).collect();
    let ids: Vec<CaseId> = walked.iter().map(|stored| stored.case.id().clone()).collect();
    case_units::replace_many(tx, &ids, &units)?;
    inbox::replace_many(tx, &ids, &piles)?;
    for case in walked.iter().map(|stored| &stored.case).filter(|case| case.opened.sealed) {
        seal_pictures(tx, shared, case.id(), case.changed_at)?;
    }
    Ok(ids)
}
