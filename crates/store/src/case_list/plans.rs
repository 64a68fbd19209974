//! Each list is driven by the index that is meant for it, on SQLite without statistics.

use super::*;
use crate::{Database, Location, MIGRATIONS, Options};

/// What SQLite says it will do, a step a line.
fn plan(database: &Database, filter: &CaseFilter, after: Option<&Cursor>) -> String {
    let (filter, after) = (filter.clone(), after.cloned());
    let steps: Result<Vec<String>, StoreError> = database.read_blocking(move |tx| {
        let query = list_query(tx, &filter, after.as_ref(), 25);
        let sql: &'static str = Box::leak(format!("EXPLAIN QUERY PLAN {}", query.sql()).into_boxed_str());
        let mut steps = Vec::new();
        tx.query_each(sql, query.params(), |row| {
            steps.push(row.get("detail")?);
            Ok(())
        })?;
        Ok(steps)
    });
    steps.unwrap().join("\n")
}

/// Filters, what their plan begins with, and whether it may sort.
fn table() -> Vec<(&'static str, CaseFilter, &'static str, bool)> {
    let everything = CaseFilter::default;
    let place = |code: &str| Some(PlaceCode::parse(code).unwrap());
    // Everything else that can be asked, so that a planner could be led astray.
    let crowded = || CaseFilter {
        kinds: vec!["petition".into(), "grid".into()],
        phase: Some(Phase::Handling),
        place: place("3702"),
        category: Some("urban".into()),
        published_only: true,
        opened_from: Some(Timestamp::UNIX_EPOCH),
        ..CaseFilter::default()
    };
    let seen = |filter| CaseFilter { seen_by: Some("street".into()), ..filter };
    let (sorted, unsorted) = (true, false);
    vec![
        ("all", everything(), "USING INDEX cases_by_opened", unsorted),
        ("crowded", crowded(), "USING INDEX cases_by_opened", unsorted),
        (
            "kind",
            CaseFilter { kinds: vec!["grid".into()], ..crowded() },
            "USING INDEX cases_by_kind (kind=?",
            unsorted,
        ),
        ("unit", seen(crowded()), "mine USING COVERING INDEX case_units_by_unit (unit_id=?", unsorted),
        (
            "holder",
            CaseFilter { holder: Some("street".into()), ..seen(crowded()) },
            "mine USING COVERING INDEX case_units_by_unit (unit_id=?",
            unsorted,
        ),
        (
            "leader",
            CaseFilter { leader: Some("head".into()), ..seen(crowded()) },
            "mine USING COVERING INDEX case_leaders_by_leader (leader_id=?",
            unsorted,
        ),
        (
            "community",
            CaseFilter { place: place("370202001001"), ..seen(crowded()) },
            "USING INDEX cases_by_place (place=?",
            unsorted,
        ),
        (
            "street",
            CaseFilter { place: place("370202001"), ..seen(crowded()) },
            "USING INDEX cases_by_place (place>?",
            sorted,
        ),
        (
            "due",
            CaseFilter { order: CaseOrder::Due, ..seen(crowded()) },
            "USING INDEX cases_by_due",
            unsorted,
        ),
        (
            "late",
            CaseFilter { late_at: Some(Timestamp::UNIX_EPOCH), ..seen(crowded()) },
            "USING INDEX cases_by_due (due_at<?",
            sorted,
        ),
        (
            "published",
            CaseFilter { order: CaseOrder::Published, ..crowded() },
            "USING INDEX cases_by_published",
            unsorted,
        ),
        ("words", CaseFilter { words: "积水".to_owned(), ..crowded() }, "VIRTUAL TABLE INDEX", unsorted),
    ]
}

#[test]
fn the_index_that_is_meant_drives_each_list() {
    let folder = tempfile::tempdir().unwrap();
    let database =
        Database::open(&Location::Sqlite(folder.path().join("plans.db")), &Options::default()).unwrap();
    database.migrate(MIGRATIONS).unwrap();
    for (name, filter, driver, sort) in table() {
        let cursor = Cursor { key: 1, case_id: "c".into() };
        for after in [None, Some(&cursor)] {
            let plan = plan(&database, &filter, after);
            assert!(plan.lines().next().is_some_and(|first| first.contains(driver)), "{name}:\n{plan}");
            assert_eq!(plan.contains("TEMP B-TREE"), sort, "{name}:\n{plan}");
        }
    }
}
