//! Lists of cases: one filter with named parts, paged by key.
//!
//! One index drives each list. All other conditions are written so that no planner begins with them (`kind || ''`,
//! `opened_at + 0`, `substr(place, …)`): SQLite keeps no statistics and would now and then sort a whole table to fill a page.

use domain::ids::{CaseId, CategoryId, KindId, LeaderId, StateId, UnitId};
use domain::place::PlaceCode;
use domain::program::Phase;
use jiff::Timestamp;

pub use self::cursor::Cursor;
pub use crate::case_line::CaseLine;
use crate::case_line::LINE;
use crate::dialect::match_words;
use crate::engine::{Query, ReadTx, StoreError};

mod cursor;
#[cfg(test)]
mod plans;

/// Lines of the longest page.
pub const PAGE_LINES_MAX: u32 = 1_000;

/// From this level of the tree of places on (4: street, 5: community) a place has few enough cases to begin with it.
const NARROW_LEVEL: usize = 4;

/// Which cases are listed. The default lists everything that is not sealed, newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CaseFilter {
    /// Of one of these kinds; empty: of any.
    pub kinds: Vec<KindId>,
    /// In this phase.
    pub phase: Option<Phase>,
    /// In this state.
    pub state: Option<StateId>,
    /// In this place or within it.
    pub place: Option<PlaceCode>,
    /// In this category or within it.
    pub category: Option<CategoryId>,
    /// Those that this unit may see, because it or a unit under it has or had a part.
    pub seen_by: Option<UnitId>,
    /// Those in which this unit itself has or had a part.
    pub unit: Option<UnitId>,
    /// Those that this unit holds now.
    pub holder: Option<UnitId>,
    /// Tokens that must all occur, joined by spaces, as `text::Query` gives them.
    pub words: String,
    /// Phrases that must all occur, each its tokens joined by spaces.
    pub phrases: Vec<String>,
    /// Only those that the public may read.
    pub published_only: bool,
    /// What happens to sealed cases.
    pub sealed: Sealed,
    /// Opened at this moment or later.
    pub opened_from: Option<Timestamp>,
    /// Opened before this moment.
    pub opened_before: Option<Timestamp>,
    /// Only those whose running clock was due before this moment.
    pub late_at: Option<Timestamp>,
    /// The unit that must answer.
    pub handler: Option<UnitId>,
    /// Those that name this leader.
    pub leader: Option<LeaderId>,
    /// In which order. A list with words is in the order of arrival, latest first, whatever stands here.
    pub order: CaseOrder,
}

/// What happens to sealed cases in a list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Sealed {
    /// They are left out.
    #[default]
    Hidden,
    /// Those are shown in which the unit of [`CaseFilter::seen_by`] has a part itself; without it, none. For units of the
    /// kinds that may handle sealed cases only; officers who stand aside must be sorted out afterwards.
    OwnPart,
}

/// In which order cases are listed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum CaseOrder {
    /// By opening, latest first.
    #[default]
    Newest,
    /// By due time, earliest first; only those with a running clock.
    Due,
    /// By publication, latest first; only those published.
    Published,
}

/// What a list begins with.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Driver {
    Words,
    Leader,
    Place,
    Unit,
    Kind,
    Order,
}

impl CaseFilter {
    /// Where the page after this line begins.
    #[must_use]
    pub fn cursor(&self, line: &CaseLine) -> Cursor {
        let at = |at: Option<Timestamp>| at.map_or(0, Timestamp::as_millisecond);
        let key = match self.order {
            _ if self.asks_words() => line.docid,
            CaseOrder::Newest => line.opened_at.as_millisecond(),
            CaseOrder::Due => at(line.due_at),
            CaseOrder::Published => at(line.published_at),
        };
        Cursor { key, case_id: line.case_id.clone() }
    }

    fn asks_words(&self) -> bool {
        !self.words.trim().is_empty() || self.phrases.iter().any(|phrase| !phrase.trim().is_empty())
    }

    fn driver(&self) -> Driver {
        let newest = self.order == CaseOrder::Newest && self.late_at.is_none();
        if self.asks_words() {
            Driver::Words
        } else if self.leader.is_some() {
            Driver::Leader
        } else if self.place.as_ref().is_some_and(|place| place.level() >= NARROW_LEVEL) {
            Driver::Place
        } else if newest && self.driving_unit().is_some() {
            Driver::Unit
        } else if newest && self.kinds.len() == 1 {
            Driver::Kind
        } else {
            Driver::Order
        }
    }

    /// The unit whose own list is walked; a part implies sight, and holding a part.
    fn driving_unit(&self) -> Option<&UnitId> {
        let parts = [&self.holder, &self.handler, &self.unit, &self.seen_by];
        parts.into_iter().flatten().next()
    }
}

/// A page of cases. At most [`PAGE_LINES_MAX`] lines; fewer than `limit` mean that there are no more.
pub fn list(
    tx: &mut ReadTx,
    filter: &CaseFilter,
    after: Option<&Cursor>,
    limit: u32,
) -> Result<Vec<CaseLine>, StoreError> {
    let query = list_query(tx, filter, after, limit);
    tx.query_built(&query)
}

fn list_query<'f>(tx: &ReadTx, filter: &'f CaseFilter, after: Option<&'f Cursor>, limit: u32) -> Query<'f> {
    let driver = filter.driver();
    let mut query = begin(tx, filter, driver);
    push_place_and_kind(&mut query, filter, driver);
    push_what(&mut query, filter, driver);
    push_units(&mut query, filter);
    push_times(&mut query, filter, driver);
    push_order(&mut query, filter, driver, after);
    query.push(" LIMIT ").bind(limit.min(PAGE_LINES_MAX));
    query
}

fn begin<'f>(tx: &ReadTx, filter: &'f CaseFilter, driver: Driver) -> Query<'f> {
    let phrases: Vec<&str> = filter.phrases.iter().map(String::as_str).collect();
    let mut query = match_words(tx, &filter.words, &phrases).unwrap_or_else(|| Query::new(""));
    query.push("SELECT /* part */").push(LINE);
    match driver {
        // CROSS JOIN: SQLite keeps the order of the tables; to PostgreSQL it is a join like any other.
        // What was published of a case is a document of its own, one number further: words that were left out find nothing.
        Driver::Words if filter.published_only => {
            query.push(" FROM found CROSS JOIN cases WHERE cases.docid = found.docid - 1")
        }
        Driver::Words => query.push(" FROM found CROSS JOIN cases WHERE cases.docid = found.docid"),
        Driver::Leader => query
            .push(" FROM case_leaders AS mine CROSS JOIN cases WHERE cases.case_id = mine.case_id AND mine.leader_id = ")
            .bind(filter.leader.as_ref()),
        Driver::Unit => query
            .push(" FROM case_units AS mine CROSS JOIN cases WHERE cases.case_id = mine.case_id AND mine.unit_id = ")
            .bind(filter.driving_unit()),
        Driver::Place | Driver::Kind | Driver::Order => query.push(" FROM cases WHERE TRUE"),
    };
    query
}

fn push_place_and_kind<'f>(query: &mut Query<'f>, filter: &'f CaseFilter, driver: Driver) {
    match &filter.place {
        Some(place) if driver == Driver::Place && place.last_within() == place.as_str() => {
            query.push(" AND cases.place = ").bind(place);
        }
        Some(place) if driver == Driver::Place => {
            query.push(" AND cases.place >= ").bind(place);
            query.push(" AND cases.place <= ").bind(place.last_within());
        }
        Some(place) => {
            let digits = i64::try_from(place.stem().len()).unwrap_or(i64::MAX);
            query.push(" AND substr(cases.place, 1, ").bind(digits).push(") = ").bind(place.stem());
        }
        None => {}
    }
    match filter.kinds.as_slice() {
        [] => {}
        [kind] if driver == Driver::Kind => {
            query.push(" AND cases.kind = ").bind(kind);
        }
        kinds => {
            query.push(" AND (cases.kind || '') ").bind_list(kinds);
        }
    }
}

fn push_what<'f>(query: &mut Query<'f>, filter: &'f CaseFilter, driver: Driver) {
    if let Some(phase) = filter.phase {
        query.push(" AND cases.phase = ").bind(phase);
    }
    if let Some(state) = &filter.state {
        query.push(" AND cases.state = ").bind(state);
    }
    if let Some(category) = &filter.category {
        // `urban.` to `urban/`: the letter after the full stop
        query.push(" AND (cases.category = ").bind(category);
        query.push(" OR (cases.category >= ").bind(format!("{category}."));
        query.push(" AND cases.category < ").bind(format!("{category}/")).push("))");
    }
    if filter.published_only || filter.order == CaseOrder::Published {
        query.push(" AND cases.public_title IS NOT NULL");
    }
    if let Some(holder) = &filter.holder {
        query.push(" AND cases.holder = ").bind(holder);
    }
    if let Some(handler) = &filter.handler {
        query.push(" AND cases.handler = ").bind(handler);
    }
    if let (Some(leader), Driver::Words) = (&filter.leader, driver) {
        query.push(" AND EXISTS (SELECT 1 FROM case_leaders AS named WHERE named.case_id = cases.case_id AND named.leader_id = ");
        query.bind(leader).push(")");
    }
}

fn push_units<'f>(query: &mut Query<'f>, filter: &'f CaseFilter) {
    // A value and not EXISTS: of that PostgreSQL makes a join, for which it may read all of the table.
    const PART: &str = " AND (SELECT part.share FROM case_units AS part WHERE part.case_id = cases.case_id AND part.unit_id = ";
    if let Some(unit) = &filter.unit {
        query.push(PART).bind(unit).push(") <> 'above'");
    }
    match (&filter.seen_by, filter.sealed) {
        (None, _) => {
            query.push(" AND NOT cases.sealed");
        }
        (Some(unit), Sealed::Hidden) => {
            query.push(" AND NOT cases.sealed").push(PART).bind(unit).push(") IS NOT NULL");
        }
        (Some(unit), Sealed::OwnPart) => {
            query.push(PART).bind(unit).push(" AND (NOT cases.sealed OR part.share <> 'above')) IS NOT NULL");
        }
    }
}

fn push_times<'f>(query: &mut Query<'f>, filter: &'f CaseFilter, driver: Driver) {
    let column = match order_key(filter, driver) {
        key @ ("mine.opened_at" | "cases.opened_at") => key,
        _ => "(cases.opened_at + 0)",
    };
    if let Some(from) = filter.opened_from {
        query.push(" AND ").push(column).push(" >= ").bind(from);
    }
    if let Some(before) = filter.opened_before {
        query.push(" AND ").push(column).push(" < ").bind(before);
    }
    if let Some(at) = filter.late_at {
        let column = if driver == Driver::Order { "cases.due_at" } else { "(cases.due_at + 0)" };
        query.push(" AND ").push(column).push(" < ").bind(at);
    }
}

fn push_order<'f>(query: &mut Query<'f>, filter: &'f CaseFilter, driver: Driver, after: Option<&'f Cursor>) {
    let key = order_key(filter, driver);
    if driver == Driver::Words {
        // Numbers of documents differ, and the search index is in their order already.
        if let Some(cursor) = after {
            query.push(" AND found.docid < ").bind(cursor.key);
        }
        query.push(" ORDER BY found.docid DESC");
        return;
    }
    let case_id =
        if matches!(driver, Driver::Unit | Driver::Leader) { "mine.case_id" } else { "cases.case_id" };
    let rises = filter.order == CaseOrder::Due;
    if filter.order != CaseOrder::Newest {
        query.push(" AND ").push(key).push(" IS NOT NULL");
    }
    if let Some(cursor) = after {
        query.push(" AND (").push(key).push(", ").push(case_id).push(if rises { ") > (" } else { ") < (" });
        query.bind(cursor.key).push(", ").bind(&cursor.case_id).push(")");
    }
    query.push(" ORDER BY ").push(key);
    if rises {
        query.push(", ").push(case_id);
    } else {
        query.push(" DESC, ").push(case_id).push(" DESC");
    }
}

/// What a list is sorted by: the plain column where the index that drives the list is in this order.
fn order_key(filter: &CaseFilter, driver: Driver) -> &'static str {
    let one_place = filter.place.as_ref().is_some_and(|place| place.last_within() == place.as_str());
    match (driver, filter.order) {
        (Driver::Words, _) => "found.docid",
        (Driver::Unit, _) | (Driver::Leader, CaseOrder::Newest) => "mine.opened_at",
        (Driver::Kind, _) => "cases.opened_at",
        (Driver::Place, CaseOrder::Newest) if one_place => "cases.opened_at",
        (Driver::Order, CaseOrder::Newest) if filter.late_at.is_none() => "cases.opened_at",
        (Driver::Order, CaseOrder::Due) => "cases.due_at",
        (Driver::Order, CaseOrder::Published) => "cases.published_at",
        (_, CaseOrder::Newest) => "(cases.opened_at + 0)",
        (_, CaseOrder::Due) => "(cases.due_at + 0)",
        (_, CaseOrder::Published) => "(cases.published_at + 0)",
    }
}

/// The lines of these cases, in no order; of more than 1,024 the first.
pub fn lines<'i>(
    tx: &mut ReadTx,
    ids: impl IntoIterator<Item = &'i CaseId>,
) -> Result<Vec<CaseLine>, StoreError> {
    let mut query = Query::new("SELECT /* part */");
    query.push(LINE).push(" FROM cases WHERE cases.case_id ").bind_list(ids);
    tx.query_built(&query)
}

/// A piece of the map.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Area {
    /// Least degrees east.
    pub west: f64,
    /// Least degrees north.
    pub south: f64,
    /// Most degrees east.
    pub east: f64,
    /// Most degrees north.
    pub north: f64,
}

/// The last cases opened in an area since a moment, the latest first; no sealed ones.
pub fn near(tx: &mut ReadTx, area: Area, since: Timestamp, limit: u32) -> Result<Vec<CaseLine>, StoreError> {
    let mut query = Query::new("SELECT /* part */");
    query.push(LINE).push(" FROM cases WHERE cases.latitude >= ").bind(area.south);
    query.push(" AND cases.latitude <= ").bind(area.north);
    query.push(" AND cases.longitude >= ").bind(area.west).push(" AND cases.longitude <= ").bind(area.east);
    query.push(" AND (cases.opened_at + 0) >= ").bind(since).push(" AND NOT cases.sealed");
    query
        .push(" ORDER BY (cases.opened_at + 0) DESC, cases.case_id DESC LIMIT ")
        .bind(limit.min(PAGE_LINES_MAX));
    tx.query_built(&query)
}

/// The last cases of a place opened since a moment that have a fingerprint, the latest first: candidates for "the same matter",
/// to be compared by `text::Likeness`. No sealed ones.
pub fn alike(
    tx: &mut ReadTx,
    place: &PlaceCode,
    since: Timestamp,
    limit: u32,
) -> Result<Vec<CaseLine>, StoreError> {
    let mut query = Query::new("SELECT /* part */");
    query.push(LINE).push(" FROM cases WHERE cases.place >= ").bind(place);
    query.push(" AND cases.place <= ").bind(place.last_within());
    query.push(" AND (cases.opened_at + 0) >= ").bind(since);
    query.push(" AND cases.likeness IS NOT NULL AND NOT cases.sealed");
    query
        .push(" ORDER BY (cases.opened_at + 0) DESC, cases.case_id DESC LIMIT ")
        .bind(limit.min(PAGE_LINES_MAX));
    tx.query_built(&query)
}

/// Hands over every case of a kind, the first opened first, sealed ones left out: for exports.
pub fn each_of_kind(
    tx: &mut ReadTx,
    kind: &KindId,
    mut each: impl FnMut(CaseLine) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let mut after: Option<CaseLine> = None;
    loop {
        let mut query = Query::new("SELECT /* part */");
        query.push(LINE).push(" FROM cases WHERE NOT cases.sealed AND cases.kind = ").bind(kind);
        if let Some(line) = &after {
            query.push(" AND (cases.opened_at, cases.case_id) > (").bind(line.opened_at);
            query.push(", ").bind(&line.case_id).push(")");
        }
        query.push(" ORDER BY cases.opened_at, cases.case_id LIMIT ").bind(PAGE_LINES_MAX);
        let lines: Vec<CaseLine> = tx.query_built(&query)?;
        let Some(last) = lines.last().cloned() else { return Ok(()) };
        lines.into_iter().try_for_each(&mut each)?;
        after = Some(last);
    }
}
