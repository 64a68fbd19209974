//! What is read often reads few rows: with some thousand cases and statistics, PostgreSQL never goes through a whole table for it. (What
//! SQLite does, which keeps no statistics, is tested beside the lists themselves.)

use std::collections::BTreeMap;

use domain::ids::UnitId;
use domain::program::Phase;
use store::case_list::{self, Area, CaseFilter, CaseOrder, Sealed};
use store::case_units::{CaseUnit, UnitShare};
use store::clocks::LateFilter;
use store::inbox::{InboxFilter, InboxRow};
use store::{Database, Location, ReadTx, StoreError, case_units, cases, clocks, dialect, events, inbox};
use testkit::each_engine;

use crate::fixture::{Made, at, clock, docid, id, made, note, place, point, run, write};

/// Cases in the tables: enough that reading them all is never cheapest.
const CASES: i64 = 6_000;
/// Units among which they are divided.
const UNITS: i64 = 60;
/// The tables that grow with the cases.
const LARGE: &str = "SELECT relname, seq_tup_read FROM pg_stat_xact_user_tables
    WHERE relname IN ('cases', 'case_units', 'events', 'inbox', 'clocks', 'words') AND seq_tup_read > 0 ORDER BY relname";

fn unit(number: i64) -> UnitId {
    UnitId::new(format!("unit{:02}", number % UNITS))
}

/// One case in ten is published, one in four runs a clock, one in fifty is late.
fn case(number: i64) -> Made {
    let mut made = made(number);
    note(&mut made, "已联系");
    let case = &mut made.case;
    case.holder = Some(unit(number));
    case.handler = Some(unit(number));
    case.place_now.place = place(&format!("370202{:03}{:03}", 1 + number % 30, 1 + number % 7));
    case.place_now.point = Some(point(120.0 + 0.000_1 * f64::from(i32::try_from(number).unwrap()), 36.0));
    case.phase_now = if number % 4 == 0 { Phase::Handling } else { Phase::Closed };
    if number % 4 == 0 {
        let mut clock = clock("handle", number);
        clock.breached_at = Some(at(number)).filter(|_| number % 48 == 0);
        case.clocks = vec![clock];
    }
    if number % 10 == 0 {
        let (title, text) = ("积水".to_owned(), String::new());
        case.published = Some(domain::case::Published { title, text, at: at(number) });
    }
    if number % 3 == 0 {
        case.opened.kind = "grid".into();
    }
    made
}

fn fill(database: &Database) {
    let all: Vec<Made> = (1..=CASES).map(case).collect();
    let opened = |number: i64, unit: UnitId, share| {
        let opened_at = at(number);
        CaseUnit { case_id: id(number), unit_id: unit, share, opened_at }
    };
    let held = (1..=CASES).map(|number| opened(number, unit(number), UnitShare::Holder));
    let above = (1..=CASES).map(|number| opened(number, "city".into(), UnitShare::Above));
    let units: Vec<CaseUnit> = held.chain(above).collect();
    let row = |number: i64| InboxRow {
        case_id: id(number),
        unit_id: unit(number),
        bucket: "petition/reply/caseworker".to_owned(),
        due_at: Some(at(number)),
    };
    let piles: Vec<InboxRow> = (1..=CASES).filter(|number| number % 4 == 0).map(row).collect();
    for chunk in all.chunks(500) {
        write(database, chunk, &[]);
    }
    run(database, |tx| {
        case_units::upsert_many(tx, &units)?;
        inbox::replace_many(tx, [], &piles)?;
        let words = |made: &Made| if made.case.opened_at < at(40) { "积水 路面" } else { "路面" };
        dialect::index_words(tx, all.iter().map(|made| (docid(made), words(made))))?;
        tx.execute("ANALYZE", &[])
    });
}

/// How many rows of each table this transaction read by going through it, and what the connection read shortly before.
fn scans(tx: &mut ReadTx) -> Result<BTreeMap<String, i64>, StoreError> {
    Ok(tx.query::<(String, i64)>(LARGE, &[])?.into_iter().collect())
}

type Asked = Box<dyn Fn(&mut ReadTx) -> Result<usize, StoreError> + Send + Sync>;

/// What pages ask most, and how many rows must come at the least.
fn questions() -> Vec<(&'static str, usize, Asked)> {
    let list = |filter: CaseFilter| -> Asked {
        Box::new(move |tx| {
            let first = case_list::list(tx, &filter, None, 25)?;
            let cursor = first.last().map(|line| filter.cursor(line));
            let second = case_list::list(tx, &filter, cursor.as_ref(), 25)?;
            Ok(first.len() + second.len())
        })
    };
    let all = CaseFilter::default;
    let seen = |filter| CaseFilter { seen_by: Some(unit(7)), ..filter };
    let city = |filter| CaseFilter { seen_by: Some("city".into()), ..filter };
    let own = CaseFilter { holder: Some(unit(7)), sealed: Sealed::OwnPart, ..seen(all()) };
    let published = CaseFilter { published_only: true, order: CaseOrder::Published, ..all() };
    let due = CaseFilter { order: CaseOrder::Due, ..city(all()) };
    let late = CaseFilter { late_at: Some(at(2_000)), ..due.clone() };
    let street = CaseFilter { place: Some(place("370202003")), ..city(all()) };
    let community = CaseFilter { place: Some(place("370202003003")), ..all() };
    let piles =
        InboxFilter { buckets: vec!["petition/reply/caseworker".to_owned()], ..InboxFilter::default() };
    let late_clocks = LateFilter { seen_by: Some("city".into()), place: None };
    let area = Area { west: 120.1, south: 35.9, east: 120.11, north: 36.1 };
    vec![
        ("all of the city", 50, list(city(all()))),
        ("of a unit", 50, list(seen(all()))),
        ("held by a unit", 50, list(own)),
        ("of one kind", 50, list(CaseFilter { kinds: vec!["grid".into()], ..all() })),
        ("published", 50, list(published.clone())),
        ("published of one kind", 50, list(CaseFilter { kinds: vec!["grid".into()], ..published })),
        ("due", 50, list(due.clone())),
        ("due at a unit", 10, list(CaseFilter { order: CaseOrder::Due, seen_by: Some(unit(8)), ..all() })),
        ("late", 50, list(late)),
        ("in a street", 50, list(street)),
        ("in a community", 1, list(community)),
        ("with words", 39, list(CaseFilter { words: "积水".to_owned(), ..city(all()) })),
        ("inbox", 25, Box::new(move |tx| Ok(inbox::page(tx, &unit(8), &piles, None, 26)?.len()))),
        ("inbox counts", 1, Box::new(|tx| Ok(inbox::counts(tx, &unit(8), at(0), at(2_000))?.len()))),
        ("late clocks", 25, Box::new(move |tx| Ok(clocks::late(tx, &late_clocks, None, 25)?.len()))),
        ("to wake", 50, Box::new(|tx| Ok(cases::to_wake(tx, at(1_000), 50)?.len()))),
        (
            "track",
            3,
            Box::new(|tx| {
                let found = cases::find_by_number(tx, "XF-2026-002000")?.map(|stored| stored.case);
                let told = found.as_ref().map(|case| events::history(tx, case.id())).transpose()?;
                Ok(usize::from(found.is_some()) + told.unwrap_or_default().len())
            }),
        ),
        ("several cases", 3, Box::new(|tx| Ok(cases::load_many(tx, &[id(5), id(4_000), id(777)])?.len()))),
        ("who sees one", 2, Box::new(|tx| Ok(case_units::of_case(tx, &id(4_321))?.len()))),
        ("around a pin", 25, Box::new(move |tx| Ok(case_list::near(tx, area, at(0), 25)?.len()))),
        (
            "alike in a place",
            1,
            Box::new(|tx| Ok(case_list::alike(tx, &place("370202003003"), at(0), 25)?.len())),
        ),
    ]
}

#[test]
fn what_is_read_often_never_reads_a_whole_table() {
    each_engine(|database| {
        fill(&database);
        let counted = matches!(database.location(), Location::Postgres(_));
        let mut whole = Vec::new();
        for (name, at_least, ask) in questions() {
            let read = database.read_blocking(move |tx| {
                // What the connection read before is not counted at once.
                let mut scanned = if counted { scans(tx)? } else { BTreeMap::new() };
                let mut rows = usize::MAX;
                // A statement that is asked often is planned anew without its values: that plan counts as well.
                for _ in 0..8 {
                    rows = ask(tx)?.min(rows);
                }
                let since = if counted { scans(tx)? } else { BTreeMap::new() };
                let more = since
                    .into_iter()
                    .map(|(table, rows)| (rows - scanned.remove(&table).unwrap_or(0), table));
                Ok::<_, StoreError>((rows, more.filter(|(rows, _)| *rows > 0).collect::<Vec<_>>()))
            });
            let (rows, scanned) = read.unwrap_or_else(|error| panic!("{name}: {error}"));
            assert!(rows >= at_least, "{name}: {rows} rows");
            whole.extend(scanned.into_iter().map(|(rows, table)| format!("{name}: {rows} rows of {table}")));
        }
        assert!(whole.is_empty(), "{whole:#?}");
    });
}

#[test]
fn a_whole_table_that_is_read_is_noticed() {
    each_engine(|database| {
        if matches!(database.location(), Location::Sqlite(_)) {
            return;
        }
        write(&database, &[made(1), made(2)], &[]);
        let scanned: i64 = database
            .read_blocking(|tx| {
                let before = scans(tx)?;
                cases::count_sealed(tx)?;
                let cases = |of: &BTreeMap<String, i64>| of.get("cases").copied().unwrap_or(0);
                Ok::<_, StoreError>(cases(&scans(tx)?) - cases(&before))
            })
            .unwrap();
        assert_eq!(scanned, 2);
    });
}
