//! What is to be told outside after a group is written: rows of the outbox, without a word about anybody.

use domain::calendar::Calendar;
use domain::case::Case;
use domain::event::{Actor, Event, Fact};
use domain::ids::CaseId;
use jiff::Timestamp;
use jiff::civil::{Time, time};
use jiff::tz::Offset;
use serde::{Deserialize, Serialize};
use store::outbox::OutboxRow;

use crate::shared::Shared;

/// The topic of the outbox under which people are told something.
pub(crate) const NOTICE: &str = "notice";
/// What happens by itself at night is told in the morning: a telephone that rings at midnight, when terms end, helps nobody.
const MORNING: Time = time(7, 30, 0, 0);
const EVENING: Time = time(21, 30, 0, 0);

/// Which telling of which case.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Telling {
    /// The case.
    pub(crate) case: CaseId,
    /// The place among all that its person was told, from 0.
    pub(crate) told: usize,
}

/// A row for each time that a person was told something by these latest events of a case. None where nobody is known, where no way
/// to tell is set up, and for what was brought in from elsewhere: that was told by others, long ago.
pub(super) fn rows(shared: &Shared, calendar: &Calendar, case: &Case, events: &[Event]) -> Vec<OutboxRow> {
    if shared.messenger.is_none() || case.speaker().is_none() {
        return Vec::new();
    }
    let told: Vec<&Event> = events.iter().filter(|event| matches!(event.fact, Fact::Told { .. })).collect();
    let before = case.told.len().saturating_sub(told.len());
    let fresh = (before..).zip(told).filter(|(_, event)| !matches!(event.by, Actor::Import { .. }));
    let row = |(told, event): (usize, &Event)| {
        let telling = Telling { case: case.id().clone(), told };
        Some(OutboxRow {
            id: shared.new_id(event.at),
            topic: NOTICE.to_owned(),
            body: serde_json::to_string(&telling).ok()?,
            made_at: event.at,
            due_at: if event.by == Actor::Timer { in_daytime(calendar.offset(), event.at) } else { event.at },
            tries: 0,
        })
    };
    fresh.filter_map(row).collect()
}

/// The moment itself, or the next morning if it is night.
fn in_daytime(offset: Offset, at: Timestamp) -> Timestamp {
    let local = offset.to_datetime(at);
    let day = match local.time() {
        early if early < MORNING => Ok(local.date()),
        late if late >= EVENING => local.date().tomorrow(),
        _ => return at,
    };
    day.ok().and_then(|day| offset.to_timestamp(day.to_datetime(MORNING)).ok()).unwrap_or(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_happens_by_itself_at_night_is_told_in_the_morning() {
        for (at, told) in [
            ("2026-03-05T00:00:00+08:00", "2026-03-05T07:30:00+08:00"),
            ("2026-03-05T07:29:59+08:00", "2026-03-05T07:30:00+08:00"),
            ("2026-03-05T07:30:00+08:00", "2026-03-05T07:30:00+08:00"),
            ("2026-03-05T14:00:00+08:00", "2026-03-05T14:00:00+08:00"),
            ("2026-03-05T21:29:59+08:00", "2026-03-05T21:29:59+08:00"),
            ("2026-02-28T21:30:00+08:00", "2026-03-01T07:30:00+08:00"),
        ] {
            let told: Timestamp = told.parse().unwrap();
            assert_eq!(in_daytime(Offset::constant(8), at.parse().unwrap()), told, "{at}");
        }
    }
}
