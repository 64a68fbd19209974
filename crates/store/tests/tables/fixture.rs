//! Small cases, written as the office writes them.

use domain::case::Case;
use domain::clock::Clock;
use domain::event::{Actor, Event, Fact};
use domain::field::Point;
use domain::history::Link;
use domain::ids::{CaseId, UnitId};
use domain::place::PlaceCode;
use domain::program::Phase;
use jiff::Timestamp;
use serde_json::json;
use store::case_units::{CaseUnit, UnitShare};
use store::cases::CaseRow;
use store::{Database, ReadTx, StoreError, WriteTx, case_units, cases, clocks, events};

/// A moment, so many minutes after the first.
pub(crate) fn at(minutes: i64) -> Timestamp {
    Timestamp::from_millisecond(1_790_000_000_000 + minutes * 60_000).unwrap()
}

pub(crate) fn id(number: i64) -> CaseId {
    CaseId::new(format!("c{number:04}"))
}

pub(crate) fn place(code: &str) -> PlaceCode {
    PlaceCode::parse(code).unwrap()
}

/// A petition about drainage in a community of a district, opened at minute `number`; with its history.
pub(crate) struct Made {
    pub(crate) case: Case,
    pub(crate) events: Vec<Event>,
}

pub(crate) fn made(number: i64) -> Made {
    let opened = json!({
        "seq": 1, "at": at(number).to_string(), "by": { "who": "person" }, "fact": "opened",
        "id": id(number).as_str(), "number": format!("XF-2026-{number:06}"), "kind": "petition", "pack_version": 1,
        "state": "registered", "phase": "received", "channel": "web", "category": "urban.drainage",
        "place": { "place": "370202001001" }, "title": format!("路面积水{number}"), "text": "下雨就积水",
        "people_count": 1, "sealed": false, "may_publish": true,
    });
    let event: Event = serde_json::from_value(opened).unwrap();
    Made { case: Case::open(&event).unwrap(), events: vec![event] }
}

pub(crate) fn note(made: &mut Made, text: &str) {
    let by = Actor::Officer { account: "wang".into(), unit: "street".into() };
    let seq = made.case.seq + 1;
    let event = Event { seq, at: at(i64::from(seq)), by, fact: Fact::Noted { text: text.to_owned() } };
    made.case.apply(&event);
    made.events.push(event);
}

/// A clock that was started at minute 0, warns before `due` and is due then.
pub(crate) fn clock(name: &str, due: i64) -> Clock {
    serde_json::from_value(json!({
        "id": name, "started_at": at(0).to_string(), "term": "15 days", "basis": { "zh": "条例", "en": "Rules" },
        "due_at": at(due).to_string(), "warn_at": at(due - 10).to_string(), "estimated": false, "calendar_version": 3,
    }))
    .unwrap()
}

/// Writes new cases with everything that lists need: `units` are those that may see them.
pub(crate) fn write(database: &Database, all: &[Made], units: &[(&str, UnitShare)]) {
    run(database, |tx| write_in(tx, all, units));
}

pub(crate) fn write_in(
    tx: &mut WriteTx,
    all: &[Made],
    units: &[(&str, UnitShare)],
) -> Result<(), StoreError> {
    let mut rows = Vec::new();
    for made in all {
        rows.extend(events::chain(made.case.id(), None, &made.events)?);
    }
    let hash: Link = [7; 32];
    let secret = [8; 32];
    let case_rows = all.iter().map(|made| CaseRow {
        case: &made.case,
        docid: docid(made),
        title: &made.case.opened.title,
        likeness: Some(u64::MAX - 1),
        hash: rows.iter().rfind(|row| row.case_id() == made.case.id()).map_or(&hash, |row| &row.hash),
        secret_digest: Some(&secret),
    });
    cases::upsert_many(tx, case_rows)?;
    clocks::replace_many(tx, all.iter().map(|made| &made.case))?;
    let units = all.iter().flat_map(|made| units.iter().map(move |unit| (made, unit)));
    let units: Vec<CaseUnit> = units
        .map(|(made, (unit, share))| CaseUnit {
            case_id: made.case.id().clone(),
            unit_id: UnitId::from(*unit),
            share: *share,
            opened_at: made.case.opened_at,
        })
        .collect();
    case_units::upsert_many(tx, &units)?;
    events::append_many(tx, rows)
}

/// Even numbers, by opening.
pub(crate) fn docid(made: &Made) -> i64 {
    made.case.opened_at.as_millisecond() / 60_000 * 2
}

pub(crate) fn run<T>(database: &Database, body: impl FnOnce(&mut WriteTx) -> Result<T, StoreError>) -> T {
    database
        .write_blocking(body)
        .unwrap_or_else(|error| panic!("{error}: {:?}", std::error::Error::source(&error)))
}

pub(crate) fn read<T: Send + 'static>(
    database: &Database,
    body: impl FnOnce(&mut ReadTx) -> Result<T, StoreError> + Send + 'static,
) -> T {
    database
        .read_blocking(body)
        .unwrap_or_else(|error| panic!("{error}: {:?}", std::error::Error::source(&error)))
}

pub(crate) fn point(longitude: f64, latitude: f64) -> Point {
    Point { longitude, latitude }
}

pub(crate) fn in_phase(mut made: Made, phase: Phase) -> Made {
    made.case.phase_now = phase;
    made
}
