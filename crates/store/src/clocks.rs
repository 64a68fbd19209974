//! The clocks of all cases, for lists across cases: what is late, and what a new calendar makes stale.

use domain::case::Case;
use domain::clock::{Clock, ClockId};
use domain::ids::{CaseId, UnitId};
use domain::place::PlaceCode;
use jiff::Timestamp;

use crate::engine::{Query, ReadTx, StoreError, Value, WriteTx};
use crate::rows::from_row;

/// One clock of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClockRow {
    /// The case.
    pub case_id: CaseId,
    /// The clock.
    pub clock_id: ClockId,
    /// The unit that must be done in time; `None`: whoever holds the case.
    pub holder: Option<UnitId>,
    /// Whether somebody on the staff must be done in time.
    pub binds_staff: bool,
    /// When it started.
    pub started_at: Timestamp,
    /// When it is due; `None` while it stands still.
    pub due_at: Option<Timestamp>,
    /// When to warn.
    pub warn_at: Option<Timestamp>,
    /// When what had to be done was done.
    pub stopped_at: Option<Timestamp>,
    /// When the breach was recorded.
    pub breached_at: Option<Timestamp>,
    /// Whether the due time rests on estimated days.
    pub estimated: bool,
    /// The calendar it was last counted with.
    pub calendar_version: u32,
}

from_row!(ClockRow {
    case_id,
    clock_id,
    holder,
    binds_staff,
    started_at,
    due_at,
    warn_at,
    stopped_at,
    breached_at,
    estimated,
    calendar_version
});

/// Writes the clocks of cases as they stand now; each case once.
pub fn replace_many<'c>(
    tx: &mut WriteTx,
    cases: impl IntoIterator<Item = &'c Case>,
) -> Result<(), StoreError> {
    // A clock is never taken out of a case, so nothing has to be deleted.
    const UPSERT: &str = "INSERT INTO clocks (case_id, clock_id, holder, binds_staff, started_at, due_at, warn_at, stopped_at, breached_at,
            estimated, calendar_version)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        ON CONFLICT (case_id, clock_id) DO UPDATE SET holder = excluded.holder, binds_staff = excluded.binds_staff, started_at = excluded.started_at,
            due_at = excluded.due_at, warn_at = excluded.warn_at, stopped_at = excluded.stopped_at,
            breached_at = excluded.breached_at, estimated = excluded.estimated,
            calendar_version = excluded.calendar_version";
    let clocks = cases.into_iter().flat_map(|case| case.clocks.iter().map(|clock| (case.id(), clock)));
    tx.insert_many(UPSERT, clocks.map(|(case_id, clock)| values(case_id, clock))).map(drop)
}

/// The columns of a row, in the order of the table.
pub(crate) fn values<'c>(case_id: &'c CaseId, clock: &'c Clock) -> [Value<'c>; 11] {
    [
        case_id.into(),
        (&clock.id).into(),
        clock.holder.as_ref().into(),
        clock.on.binds_staff().into(),
        clock.started_at.into(),
        clock.due_at.into(),
        clock.warn_at.into(),
        clock.stopped_at.into(),
        clock.breached_at.into(),
        clock.estimated.into(),
        clock.calendar_version.into(),
    ]
}

/// Cases with a running clock that was counted with an older calendar than `calendar_version`, so that every estimate is among
/// them when an announced calendar has taken its place. In the order of identifiers; `after` is the last one of the group before.
pub fn to_recount(
    tx: &mut ReadTx,
    calendar_version: u32,
    after: Option<&CaseId>,
    limit: u32,
) -> Result<Vec<CaseId>, StoreError> {
    tx.query(
        "SELECT DISTINCT case_id FROM clocks
         WHERE stopped_at IS NULL AND calendar_version < $1 AND case_id > $2 ORDER BY case_id LIMIT $3",
        &[calendar_version.into(), after.map_or("", CaseId::as_str).into(), limit.into()],
    )
}

/// Which late clocks are asked for.
#[derive(Debug, Clone, Default)]
pub struct LateFilter {
    /// In this place or within it.
    pub place: Option<PlaceCode>,
    /// Of cases that this unit may see.
    pub seen_by: Option<UnitId>,
}

/// Clocks that run and whose breach was recorded, the latest breach first: what supervision looks at. Sealed cases only when the
/// unit has a part in them itself. `after` is the last one of the page before.
pub fn late(
    tx: &mut ReadTx,
    filter: &LateFilter,
    after: Option<&ClockRow>,
    limit: u32,
) -> Result<Vec<ClockRow>, StoreError> {
    let mut query = Query::new(
        "SELECT clocks.case_id, clocks.clock_id, clocks.holder, clocks.binds_staff, clocks.started_at, clocks.due_at, clocks.warn_at,
            clocks.stopped_at, clocks.breached_at, clocks.estimated, clocks.calendar_version
         FROM clocks CROSS JOIN cases
         WHERE cases.case_id = clocks.case_id AND clocks.binds_staff AND clocks.stopped_at IS NULL AND clocks.breached_at IS NOT NULL",
    );
    if let Some(row) = after {
        query.push(" AND (clocks.breached_at, clocks.case_id, clocks.clock_id) < (").bind(row.breached_at);
        query.push(", ").bind(&row.case_id).push(", ").bind(&row.clock_id).push(")");
    }
    if let Some(place) = &filter.place {
        query.push(" AND cases.place >= ").bind(place).push(" AND cases.place <= ").bind(place.last_within());
    }
    if let Some(unit) = &filter.seen_by {
        query
            .push(" AND (SELECT part.share FROM case_units AS part WHERE part.case_id = cases.case_id")
            .push(" AND (NOT cases.sealed OR part.share <> 'above') AND part.unit_id = ")
            .bind(unit)
            .push(") IS NOT NULL");
    } else {
        query.push(" AND NOT cases.sealed");
    }
    query
        .push(" ORDER BY clocks.breached_at DESC, clocks.case_id DESC, clocks.clock_id DESC LIMIT ")
        .bind(limit);
    tx.query_built(&query)
}

/// The clocks of one case, in the order of their names.
pub fn of_case(tx: &mut ReadTx, case_id: &CaseId) -> Result<Vec<ClockRow>, StoreError> {
    tx.query(
        "SELECT case_id, clock_id, holder, binds_staff, started_at, due_at, warn_at, stopped_at, breached_at, estimated, calendar_version
         FROM clocks WHERE case_id = $1 ORDER BY clock_id",
        &[case_id.into()],
    )
}
