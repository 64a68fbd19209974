//! A case as one line of a list.

use domain::ids::{CaseId, CategoryId, KindId, StateId, UnitId};
use domain::place::PlaceCode;
use domain::program::{Ending, Phase};
use jiff::Timestamp;

use crate::engine::{FromRow, Row, StoreError};

/// The columns of a line, in a statement that names the table `cases`.
pub(crate) const LINE: &str = " cases.case_id, cases.docid, cases.number, cases.kind, cases.pack_version, cases.state, cases.phase,
    cases.ending, cases.category, cases.place, cases.channel, cases.holder, cases.receiver, cases.handler, cases.title,
    cases.sealed, cases.opened_at, cases.changed_at, cases.ended_at, cases.due_at, cases.warn_at, cases.published_at,
    cases.public_title, cases.supported, cases.reopened, cases.likeness, cases.longitude, cases.latitude";

/// One line of a list: a case without its history, values and people.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "they are the columns of `cases`, and mean what the fields of `Case` mean")]
pub struct CaseLine {
    pub case_id: CaseId,
    pub docid: i64,
    pub number: String,
    pub kind: KindId,
    pub pack_version: u32,
    pub state: StateId,
    pub phase: Phase,
    pub ending: Option<Ending>,
    pub category: CategoryId,
    pub place: PlaceCode,
    pub channel: String,
    pub holder: Option<UnitId>,
    pub receiver: Option<UnitId>,
    pub handler: Option<UnitId>,
    pub title: String,
    pub sealed: bool,
    pub opened_at: Timestamp,
    pub changed_at: Timestamp,
    pub ended_at: Option<Timestamp>,
    pub due_at: Option<Timestamp>,
    pub warn_at: Option<Timestamp>,
    pub published_at: Option<Timestamp>,
    pub public_title: Option<String>,
    pub supported: u32,
    pub reopened: u32,
    pub likeness: Option<u64>,
    pub longitude: Option<f64>,
    pub latitude: Option<f64>,
}

impl FromRow for CaseLine {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            case_id: row.get("case_id")?,
            docid: row.get("docid")?,
            number: row.get("number")?,
            kind: row.get("kind")?,
            pack_version: row.get("pack_version")?,
            state: row.get("state")?,
            phase: row.get("phase")?,
            ending: row.get("ending")?,
            category: row.get("category")?,
            place: row.get("place")?,
            channel: row.get("channel")?,
            holder: row.get("holder")?,
            receiver: row.get("receiver")?,
            handler: row.get("handler")?,
            title: row.get("title")?,
            sealed: row.get("sealed")?,
            opened_at: row.get("opened_at")?,
            changed_at: row.get("changed_at")?,
            ended_at: row.get("ended_at")?,
            due_at: row.get("due_at")?,
            warn_at: row.get("warn_at")?,
            published_at: row.get("published_at")?,
            public_title: row.get("public_title")?,
            supported: row.get("supported")?,
            reopened: row.get("reopened")?,
            likeness: row.get::<Option<i64>>("likeness")?.map(i64::cast_unsigned),
            longitude: row.get("longitude")?,
            latitude: row.get("latitude")?,
        })
    }
}
