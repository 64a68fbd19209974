//! What the administrator of an installation changes. For everybody else these pages do not exist.

pub mod accounts;
pub mod calendar;
pub mod notices;
pub mod packs;
pub mod rehearsal;
pub mod units;

use office::reference::{ReferenceChange, ReferenceDone};

use crate::page::Page;
use crate::problem::Problem;

/// Changes reference data. It waits for the disk, so it runs on a thread that may.
pub(crate) async fn change(
    page: &Page,
    changes: Vec<ReferenceChange>,
) -> Result<Result<Vec<ReferenceDone>, office::Failure>, Problem> {
    let (office, caller) = (page.site.office.clone(), page.administrator()?.caller.clone());
    let done = tokio::task::spawn_blocking(move || office.change_reference(&caller, changes)).await;
    done.map_err(|stopped| Problem::fault(stopped.to_string()))
}
