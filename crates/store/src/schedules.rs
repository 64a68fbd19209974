//! When activities take place, for lists in the order of time.

use domain::ids::{CaseId, KindId, LeaderId, UnitId};
use domain::place::PlaceCode;
use jiff::Timestamp;

use crate::case_line::{CaseLine, LINE};
use crate::engine::{FromRow, Query, ReadTx, Row, StoreError, Value, WriteTx};
use crate::rows::from_row;

/// When a case takes place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScheduleRow {
    /// The case.
    pub case_id: CaseId,
    /// When it begins.
    pub starts_at: Timestamp,
    /// When it ends.
    pub ends_at: Timestamp,
}

from_row!(ScheduleRow { case_id, starts_at, ends_at });

/// One line of an agenda.
#[derive(Debug, Clone, PartialEq)]
pub struct AgendaLine {
    /// The case.
    pub line: CaseLine,
    /// When it takes place.
    pub at: ScheduleRow,
}

impl FromRow for AgendaLine {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self { line: CaseLine::from_row(row)?, at: ScheduleRow::from_row(row)? })
    }
}

/// What an agenda shows. Sealed cases never.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgendaFilter {
    /// What ends at this moment or later.
    pub from: Timestamp,
    /// What begins before this moment.
    pub before: Timestamp,
    /// Of this kind.
    pub kind: Option<KindId>,
    /// In this place or within it.
    pub place: Option<PlaceCode>,
    /// Naming this leader.
    pub leader: Option<LeaderId>,
    /// Those that this unit may see, because it or a unit under it has or had a part.
    pub seen_by: Option<UnitId>,
    /// Only those that the public may read.
    pub published_only: bool,
}

/// Writes when cases take place; each case once.
pub fn upsert_many<'r>(
    tx: &mut WriteTx,
    rows: impl IntoIterator<Item = &'r ScheduleRow>,
) -> Result<(), StoreError> {
    let rows = rows.into_iter().map(values);
    let sql = "INSERT INTO schedules (case_id, starts_at, ends_at) VALUES ($1, $2, $3)
        ON CONFLICT (case_id) DO UPDATE SET starts_at = excluded.starts_at, ends_at = excluded.ends_at";
    tx.insert_many(sql, rows).map(drop)
}

/// The columns of a row, in the order of the table.
pub(crate) fn values(row: &ScheduleRow) -> [Value<'_>; 3] {
    [(&row.case_id).into(), row.starts_at.into(), row.ends_at.into()]
}

/// What takes place in a period, in the order of time; at most `limit` lines.
pub fn agenda(tx: &mut ReadTx, filter: &AgendaFilter, limit: u32) -> Result<Vec<AgendaLine>, StoreError> {
    let mut query = Query::new("SELECT /* part */ schedules.starts_at, schedules.ends_at,");
    query.push(LINE);
    query.push(
        " FROM schedules CROSS JOIN cases WHERE cases.case_id = schedules.case_id AND NOT cases.sealed",
    );
    query.push(" AND schedules.starts_at < ").bind(filter.before);
    query.push(" AND schedules.ends_at >= ").bind(filter.from);
    if let Some(kind) = &filter.kind {
        query.push(" AND (cases.kind || '') = ").bind(kind);
    }
    if let Some(place) = &filter.place {
        let digits = i64::try_from(place.stem().len()).unwrap_or(i64::MAX);
        query.push(" AND substr(cases.place, 1, ").bind(digits).push(") = ").bind(place.stem());
    }
    if let Some(leader) = &filter.leader {
        query.push(" AND EXISTS (SELECT 1 FROM case_leaders AS named WHERE named.case_id = cases.case_id AND named.leader_id = ");
        query.bind(leader).push(")");
    }
    if let Some(unit) = &filter.seen_by {
        query.push(" AND (SELECT part.share FROM case_units AS part WHERE part.case_id = cases.case_id AND part.unit_id = ");
        query.bind(unit).push(") IS NOT NULL");
    }
    if filter.published_only {
        query.push(" AND cases.public_title IS NOT NULL");
    }
    query.push(" ORDER BY schedules.starts_at, schedules.case_id LIMIT ").bind(limit);
    tx.query_built(&query)
}
