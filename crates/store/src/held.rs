//! The times that activities were held, and sums over those of a period. Each question reads the activities of its period only.

use domain::ids::{CaseId, FieldId, KindId, LeaderId, UnitId};
use domain::place::PlaceCode;
use jiff::Timestamp;

use crate::engine::{Query, ReadTx, StoreError, Value, WriteTx};
use crate::rows::from_row;

/// A time that an activity was held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldRow {
    /// The case.
    pub case_id: CaseId,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// When it was.
    pub at: Timestamp,
}

/// A number of such a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldNumber {
    /// The case.
    pub case_id: CaseId,
    /// Which time.
    pub recorded_at: Timestamp,
    /// The field that holds it.
    pub number: FieldId,
    /// How many.
    pub n: i64,
}

/// Writes times and their numbers; what is known already is replaced.
pub fn upsert_many(tx: &mut WriteTx, rows: &[HeldRow], numbers: &[HeldNumber]) -> Result<(), StoreError> {
    let rows = rows.iter().map(|row| [Value::from(&row.case_id), row.recorded_at.into(), row.at.into()]);
    tx.insert_many(
        "INSERT INTO held (case_id, recorded_at, at) VALUES ($1, $2, $3)
        ON CONFLICT (case_id, recorded_at) DO UPDATE SET at = excluded.at",
        rows,
    )?;
    let numbers = numbers.iter().map(|row| {
        [Value::from(&row.case_id), row.recorded_at.into(), row.number.as_str().into(), row.n.into()]
    });
    tx.insert_many(
        "INSERT INTO held_numbers (case_id, recorded_at, number, n) VALUES ($1, $2, $3, $4)
        ON CONFLICT (case_id, recorded_at, number) DO UPDATE SET n = excluded.n",
        numbers,
    )
    .map(drop)
}

/// Over which activities sums are made. Sealed and void ones never count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldFilter {
    /// From this moment on.
    pub from: Timestamp,
    /// Before this moment.
    pub before: Timestamp,
    /// Of these kinds; of an empty list, none.
    pub kinds: Vec<KindId>,
    /// In this place or within it.
    pub place: Option<PlaceCode>,
    /// Naming this leader.
    pub leader: Option<LeaderId>,
    /// Held by this unit.
    pub unit: Option<UnitId>,
    /// Those that this unit may see, and those that anybody may read.
    pub seen_by: Option<UnitId>,
    /// Only those that the public may read.
    pub published_only: bool,
}

/// For what a sum is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum HeldBy {
    /// Each leader whom it names.
    Leader,
    /// The unit that holds it.
    Unit,
    /// Its narrowest place.
    Place,
    /// Its program.
    Kind,
}

/// What was held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldSum {
    /// For whom or what.
    pub about: String,
    /// The kind of case.
    pub kind: KindId,
    /// How often it was held.
    pub n: i64,
    /// Of these, how often nothing came out of it.
    pub bare: i64,
}

/// What was planned and not held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedSum {
    /// For whom or what.
    pub about: String,
    /// The kind of case.
    pub kind: KindId,
    /// All of it.
    pub n: i64,
    /// Of these, those whose time is over.
    pub missed: i64,
}

/// One number, added up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberSum {
    /// For whom or what.
    pub about: String,
    /// The kind of case.
    pub kind: KindId,
    /// The field that holds it.
    pub number: FieldId,
    /// How many.
    pub n: i64,
}

/// What came out of what was held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutcomeSum {
    /// For whom or what.
    pub about: String,
    /// The kind of case.
    pub kind: KindId,
    /// Cases that came out of it.
    pub n: i64,
    /// Of these, closed.
    pub kept: i64,
    /// Of these, open and late.
    pub late: i64,
}

from_row!(HeldSum { about, kind, n, bare });
from_row!(PlannedSum { about, kind, n, missed });
from_row!(NumberSum { about, kind, number, n });
from_row!(OutcomeSum { about, kind, n, kept, late });

/// What was held in the period.
pub fn held(tx: &mut ReadTx, by: HeldBy, filter: &HeldFilter) -> Result<Vec<HeldSum>, StoreError> {
    let mut query = about(by);
    query.push(
        " CAST(count(*) AS BIGINT) AS n, CAST(sum(CASE WHEN EXISTS (SELECT 1 FROM case_sources WHERE case_sources.source_id = held.case_id)
        THEN 0 ELSE 1 END) AS BIGINT) AS bare FROM held CROSS JOIN cases",
    );
    push_leaders(&mut query, by);
    query.push(" WHERE cases.case_id = held.case_id");
    push_period(&mut query, filter);
    push_filter(&mut query, by, filter);
    query.push(" GROUP BY 1, 2 ORDER BY 1, 2");
    tx.query_built(&query)
}

/// What stands in the agenda of the period and was not held since.
pub fn planned(
    tx: &mut ReadTx,
    by: HeldBy,
    filter: &HeldFilter,
    now: Timestamp,
) -> Result<Vec<PlannedSum>, StoreError> {
    let mut query = about(by);
    query.push(" CAST(count(*) AS BIGINT) AS n, CAST(sum(CASE WHEN schedules.ends_at <= ").bind(now);
    query.push(" THEN 1 ELSE 0 END) AS BIGINT) AS missed FROM schedules CROSS JOIN cases");
    push_leaders(&mut query, by);
    query.push(
        " WHERE cases.case_id = schedules.case_id AND cases.ending IS NULL
        AND NOT EXISTS (SELECT 1 FROM held WHERE held.case_id = cases.case_id AND held.at >= schedules.starts_at)",
    );
    query.push(" AND schedules.starts_at >= ").bind(filter.from);
    query.push(" AND schedules.starts_at < ").bind(filter.before);
    push_filter(&mut query, by, filter);
    query.push(" GROUP BY 1, 2 ORDER BY 1, 2");
    tx.query_built(&query)
}

/// The numbers of what was held in the period.
pub fn numbers(tx: &mut ReadTx, by: HeldBy, filter: &HeldFilter) -> Result<Vec<NumberSum>, StoreError> {
    let mut query = about(by);
    query.push(
        " held_numbers.number AS number, CAST(sum(held_numbers.n) AS BIGINT) AS n
        FROM held CROSS JOIN cases CROSS JOIN held_numbers",
    );
    push_leaders(&mut query, by);
    query.push(
        " WHERE cases.case_id = held.case_id
        AND held_numbers.case_id = held.case_id AND held_numbers.recorded_at = held.recorded_at",
    );
    push_period(&mut query, filter);
    push_filter(&mut query, by, filter);
    query.push(" GROUP BY 1, 2, 3 ORDER BY 1, 2, 3");
    tx.query_built(&query)
}

/// What came out of activities that were held in the period. Each outcome counts once, however often the activity was held.
pub fn outcomes(
    tx: &mut ReadTx,
    by: HeldBy,
    filter: &HeldFilter,
    now: Timestamp,
) -> Result<Vec<OutcomeSum>, StoreError> {
    let mut query = about(by);
    query.push(
        " CAST(count(*) AS BIGINT) AS n, CAST(sum(CASE WHEN outcome.phase = 'closed' THEN 1 ELSE 0 END) AS BIGINT) AS kept,
        CAST(sum(CASE WHEN outcome.phase <> 'closed' AND outcome.due_at < ",
    );
    query
        .bind(now)
        .push(" THEN 1 ELSE 0 END) AS BIGINT) AS late FROM (SELECT DISTINCT case_id FROM held WHERE TRUE");
    push_period(&mut query, filter);
    query.push(") AS once CROSS JOIN cases CROSS JOIN case_sources CROSS JOIN cases AS outcome");
    push_leaders(&mut query, by);
    query.push(
        " WHERE cases.case_id = once.case_id AND case_sources.source_id = once.case_id
        AND outcome.case_id = case_sources.case_id AND NOT outcome.sealed AND (outcome.ending IS NULL OR outcome.ending <> 'void')",
    );
    push_filter(&mut query, by, filter);
    query.push(" GROUP BY 1, 2 ORDER BY 1, 2");
    tx.query_built(&query)
}

/// A time of an activity, for one of the leaders whom it names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeaderTime {
    /// The leader.
    pub leader_id: LeaderId,
    /// The case.
    pub case_id: CaseId,
    /// When it was held, or is planned.
    pub at: Timestamp,
    /// Whether it was held.
    pub is_held: bool,
}

from_row!(LeaderTime { leader_id, case_id, at, is_held });

/// When each leader held something in the period, and what is or was planned; in the order of time, at most `limit` of each.
pub fn times(tx: &mut ReadTx, filter: &HeldFilter, limit: u32) -> Result<Vec<LeaderTime>, StoreError> {
    let mut query = Query::new(
        "SELECT /* part */ named.leader_id AS leader_id, held.case_id AS case_id, held.at AS at, TRUE AS is_held
        FROM held CROSS JOIN cases CROSS JOIN case_leaders AS named WHERE cases.case_id = held.case_id",
    );
    push_period(&mut query, filter);
    push_filter(&mut query, HeldBy::Leader, filter);
    query.push(" ORDER BY held.at, held.case_id, named.leader_id LIMIT ").bind(limit);
    let mut times: Vec<LeaderTime> = tx.query_built(&query)?;
    let mut query = Query::new(
        "SELECT /* part */ named.leader_id AS leader_id, cases.case_id AS case_id, schedules.starts_at AS at, FALSE AS is_held
        FROM schedules CROSS JOIN cases CROSS JOIN case_leaders AS named WHERE cases.case_id = schedules.case_id AND cases.ending IS NULL
        AND NOT EXISTS (SELECT 1 FROM held WHERE held.case_id = cases.case_id AND held.at >= schedules.starts_at)",
    );
    query.push(" AND schedules.starts_at >= ").bind(filter.from);
    query.push(" AND schedules.starts_at < ").bind(filter.before);
    push_filter(&mut query, HeldBy::Leader, filter);
    query.push(" ORDER BY schedules.starts_at, schedules.case_id, named.leader_id LIMIT ").bind(limit);
    times.extend(tx.query_built::<LeaderTime>(&query)?);
    Ok(times)
}

fn about<'q>(by: HeldBy) -> Query<'q> {
    let mut query = Query::new("SELECT /* part */");
    query.push(match by {
        HeldBy::Leader => " named.leader_id",
        HeldBy::Unit => " COALESCE(cases.handler, cases.receiver, '')",
        HeldBy::Place => " cases.place",
        HeldBy::Kind => " cases.kind",
    });
    query.push(" AS about, cases.kind AS kind,");
    query
}

fn push_leaders(query: &mut Query<'_>, by: HeldBy) {
    if by == HeldBy::Leader {
        query.push(" CROSS JOIN case_leaders AS named");
    }
}

fn push_period<'f>(query: &mut Query<'f>, filter: &'f HeldFilter) {
    query.push(" AND held.at >= ").bind(filter.from);
    query.push(" AND held.at < ").bind(filter.before);
}

fn push_filter<'f>(query: &mut Query<'f>, by: HeldBy, filter: &'f HeldFilter) {
    query.push(" AND NOT cases.sealed AND (cases.ending IS NULL OR cases.ending <> 'void') AND cases.kind ");
    query.bind_list(&filter.kinds);
    if by == HeldBy::Leader {
        query.push(" AND named.case_id = cases.case_id");
    }
    if let Some(place) = &filter.place {
        let digits = i64::try_from(place.stem().len()).unwrap_or(i64::MAX);
        query.push(" AND substr(cases.place, 1, ").bind(digits).push(") = ").bind(place.stem());
    }
    if let Some(leader) = &filter.leader {
        query.push(" AND EXISTS (SELECT 1 FROM case_leaders AS lead WHERE lead.case_id = cases.case_id AND lead.leader_id = ");
        query.bind(leader).push(")");
    }
    if let Some(unit) = &filter.unit {
        query.push(" AND COALESCE(cases.handler, cases.receiver) = ").bind(unit);
    }
    if let Some(unit) = &filter.seen_by {
        query.push(" AND (cases.public_title IS NOT NULL OR EXISTS (SELECT 1 FROM case_units AS part WHERE part.case_id = cases.case_id AND part.unit_id = ");
        query.bind(unit).push("))");
    }
    if filter.published_only {
        query.push(" AND cases.public_title IS NOT NULL");
    }
}
