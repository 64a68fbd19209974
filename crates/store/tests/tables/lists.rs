//! Lists: whatever index drives one, it holds the same cases in the same order, each once.

use domain::ids::CaseId;
use domain::program::Phase;
use store::case_list::{self, Area, CaseFilter, CaseOrder, Cursor, PAGE_LINES_MAX, Sealed};
use store::case_units::UnitShare;
use store::{Database, dialect};
use testkit::each_engine;

use crate::fixture::{Made, at, clock, docid, id, in_phase, made, place, point, read, run, write};

/// Six cases, opened in the order of their numbers, and who may see them.
fn office(database: &Database) {
    let of = |number: i64, change: fn(&mut Made)| {
        let mut made = made(number);
        change(&mut made);
        made
    };
    let published = |made: &mut Made| {
        let (title, text) = ("积水已疏通".to_owned(), String::new());
        let at = at(100 - made.case.opened_at.duration_since(at(0)).as_secs() / 60);
        made.case.published = Some(domain::case::Published { title, text, at });
    };
    let all = [
        of(1, |made| made.case.clocks = vec![clock("handle", 30)]),
        in_phase(of(2, |made| made.case.opened.kind = "grid".into()), Phase::Handling),
        of(3, |made| made.case.place_now.place = place("370202001002")),
        of(4, |made| {
            made.case.place_now.place = place("370203005001");
            made.case.category_now = "urbane".into();
            made.case.clocks = vec![clock("handle", 20)];
        }),
        of(5, |made| made.case.opened.sealed = true),
        of(6, |made| {
            made.case.holder = Some("street".into());
            made.case.handler = Some("street".into());
            made.case.state_now = "accepted".into();
        }),
    ];
    let mut all = all;
    published(&mut all[1]);
    published(&mut all[3]);
    write(database, &all[..4], &[("street", UnitShare::Past), ("city", UnitShare::Above)]);
    write(database, &all[4..5], &[("street", UnitShare::Past), ("city", UnitShare::Above)]);
    write(database, &all[5..], &[("street", UnitShare::Holder)]);
    run(database, |tx| {
        let words = all.iter().map(|made| (docid(made), "路面 面积 积水"));
        dialect::index_words(tx, words)?;
        dialect::index_words(tx, [(docid(&all[1]) + 1, "积水 疏通"), (docid(&all[3]) + 1, "疏通")])
    });
}

fn numbers(database: &Database, filter: &CaseFilter) -> Vec<CaseId> {
    let filter = filter.clone();
    let lines = read(database, move |tx| case_list::list(tx, &filter, None, 100));
    lines.into_iter().map(|line| line.case_id).collect()
}

fn everything() -> CaseFilter {
    CaseFilter::default()
}

/// Filters and what they find, in order.
#[expect(clippy::too_many_lines, reason = "one table")]
fn table() -> Vec<(&'static str, CaseFilter, Vec<i64>)> {
    let seen_by = |unit: &str| CaseFilter { seen_by: Some(unit.into()), ..everything() };
    let words = |words: &str| CaseFilter { words: words.to_owned(), ..everything() };
    vec![
        ("all", everything(), vec![6, 4, 3, 2, 1]),
        ("one kind", CaseFilter { kinds: vec!["grid".into()], ..everything() }, vec![2]),
        (
            "two kinds",
            CaseFilter { kinds: vec!["grid".into(), "petition".into()], ..everything() },
            vec![6, 4, 3, 2, 1],
        ),
        ("a phase", CaseFilter { phase: Some(Phase::Handling), ..everything() }, vec![2]),
        ("a state", CaseFilter { state: Some("accepted".into()), ..everything() }, vec![6]),
        ("a community", CaseFilter { place: Some(place("370202001001")), ..everything() }, vec![6, 2, 1]),
        ("a street", CaseFilter { place: Some(place("370202001")), ..everything() }, vec![6, 3, 2, 1]),
        ("a district", CaseFilter { place: Some(place("370203")), ..everything() }, vec![4]),
        ("a category", CaseFilter { category: Some("urban".into()), ..everything() }, vec![6, 3, 2, 1]),
        ("a leaf", CaseFilter { category: Some("urban.drainage".into()), ..everything() }, vec![6, 3, 2, 1]),
        ("seen from above", seen_by("city"), vec![4, 3, 2, 1]),
        (
            "seen from above, sealed",
            CaseFilter { sealed: Sealed::OwnPart, ..seen_by("city") },
            vec![4, 3, 2, 1],
        ),
        (
            "own part, sealed",
            CaseFilter { sealed: Sealed::OwnPart, ..seen_by("street") },
            vec![6, 5, 4, 3, 2, 1],
        ),
        (
            "sealed without a seer",
            CaseFilter { sealed: Sealed::OwnPart, ..everything() },
            vec![6, 4, 3, 2, 1],
        ),
        ("no part", CaseFilter { unit: Some("city".into()), ..everything() }, vec![]),
        ("a part", CaseFilter { unit: Some("street".into()), ..everything() }, vec![6, 4, 3, 2, 1]),
        (
            "a part, seen from above",
            CaseFilter { unit: Some("street".into()), ..seen_by("city") },
            vec![4, 3, 2, 1],
        ),
        ("held", CaseFilter { holder: Some("street".into()), ..everything() }, vec![6]),
        ("to be answered", CaseFilter { handler: Some("street".into()), ..everything() }, vec![6]),
        ("a stranger", seen_by("stranger"), vec![]),
        (
            "opened",
            CaseFilter { opened_from: Some(at(2)), opened_before: Some(at(4)), ..everything() },
            vec![3, 2],
        ),
        ("opened, seen", CaseFilter { opened_from: Some(at(2)), ..seen_by("city") }, vec![4, 3, 2]),
        ("late", CaseFilter { late_at: Some(at(25)), ..everything() }, vec![4]),
        ("late, all", CaseFilter { late_at: Some(at(31)), ..everything() }, vec![4, 1]),
        (
            "late in a street",
            CaseFilter { late_at: Some(at(31)), place: Some(place("370202001")), ..everything() },
            vec![1],
        ),
        ("due", CaseFilter { order: CaseOrder::Due, ..everything() }, vec![4, 1]),
        ("due, seen", CaseFilter { order: CaseOrder::Due, ..seen_by("city") }, vec![4, 1]),
        (
            "due in a place",
            CaseFilter { order: CaseOrder::Due, place: Some(place("370202001001")), ..everything() },
            vec![1],
        ),
        ("published", CaseFilter { order: CaseOrder::Published, ..everything() }, vec![2, 4]),
        ("published, newest", CaseFilter { published_only: true, ..everything() }, vec![4, 2]),
        (
            "published in a street",
            CaseFilter { order: CaseOrder::Published, place: Some(place("370202001")), ..everything() },
            vec![2],
        ),
        ("words", words("积水"), vec![6, 4, 3, 2, 1]),
        ("words in a district", CaseFilter { place: Some(place("370203")), ..words("积水 路面") }, vec![4]),
        (
            "words that are seen",
            CaseFilter {
                sealed: Sealed::OwnPart,
                ..CaseFilter { seen_by: Some("street".into()), ..words("积水") }
            },
            vec![6, 5, 4, 3, 2, 1],
        ),
        ("published words", CaseFilter { published_only: true, ..words("疏通") }, vec![4, 2]),
        ("words not published", CaseFilter { published_only: true, ..words("积水") }, vec![2]),
        (
            "a phrase",
            CaseFilter { phrases: vec!["路面 面积 积水".to_owned()], ..everything() },
            vec![6, 4, 3, 2, 1],
        ),
        ("no such phrase", CaseFilter { phrases: vec!["积水 路面".to_owned()], ..everything() }, vec![]),
    ]
}

#[test]
fn each_filter_finds_its_cases_in_order() {
    each_engine(|database| {
        office(&database);
        for (name, filter, expected) in table() {
            assert_eq!(
                numbers(&database, &filter),
                expected.into_iter().map(id).collect::<Vec<_>>(),
                "{name}"
            );
        }
    });
}

#[test]
fn pages_of_any_list_together_are_the_list() {
    each_engine(|database| {
        office(&database);
        for (name, filter, expected) in table() {
            let mut met: Vec<CaseId> = Vec::new();
            let mut after: Option<Cursor> = None;
            loop {
                let (asked, from) = (filter.clone(), after.clone());
                let page = read(&database, move |tx| case_list::list(tx, &asked, from.as_ref(), 2));
                let Some(last) = page.last() else { break };
                // Through its text, as an address carries it.
                after = Some(filter.cursor(last).to_string().parse().unwrap());
                met.extend(page.into_iter().map(|line| line.case_id));
                assert!(met.len() <= expected.len(), "{name}");
            }
            assert_eq!(met, expected.into_iter().map(id).collect::<Vec<_>>(), "{name}");
        }
    });
}

#[test]
fn cases_opened_at_the_same_moment_are_paged_by_identifier() {
    each_engine(|database| {
        let same = (1..=5).map(|number| {
            let mut made = made(number);
            made.case.opened_at = at(0);
            made
        });
        write(&database, &same.collect::<Vec<_>>(), &[]);
        let first = read(&database, |tx| case_list::list(tx, &everything(), None, 3));
        let cursor = everything().cursor(&first[2]);
        let rest = read(&database, move |tx| case_list::list(tx, &everything(), Some(&cursor), 3));
        let ids: Vec<_> = first.iter().chain(&rest).map(|line| line.case_id.clone()).collect();
        assert_eq!(ids, [5, 4, 3, 2, 1].map(id));
    });
}

#[test]
fn an_address_that_is_no_page_is_refused() {
    for text in ["", "12", "x.c1", "."] {
        assert!(text.parse::<Cursor>().is_err(), "{text}");
    }
}

#[test]
fn a_line_holds_the_columns_of_its_case() {
    each_engine(|database| {
        office(&database);
        let lines = read(&database, |tx| case_list::lines(tx, &[id(4), id(9)]));
        let [line] = lines.as_slice() else { panic!("{lines:?}") };
        assert_eq!((line.number.as_str(), line.title.as_str()), ("XF-2026-000004", "路面积水4"));
        assert_eq!((line.due_at, line.warn_at), (Some(at(20)), Some(at(10))));
        assert_eq!((line.published_at, line.public_title.as_deref()), (Some(at(96)), Some("积水已疏通")));
        assert_eq!((line.place.clone(), line.likeness), (place("370203005001"), Some(u64::MAX - 1)));
    });
}

#[test]
fn what_is_near_and_what_is_alike_is_offered() {
    each_engine(|database| {
        let pin = |number: i64, longitude, latitude, sealed| {
            let mut made = made(number);
            made.case.place_now.point = Some(point(longitude, latitude));
            made.case.opened.sealed = sealed;
            made
        };
        let all = [
            pin(1, 120.35, 36.06, false),
            pin(2, 120.36, 36.06, false),
            pin(3, 120.35, 36.06, true),
            pin(4, 120.351, 36.061, false),
            made(5),
        ];
        write(&database, &all, &[]);
        let area = Area { west: 120.345, south: 36.055, east: 120.355, north: 36.065 };
        let near = |since| read(&database, move |tx| case_list::near(tx, area, at(since), 10));
        assert_eq!(near(0).into_iter().map(|line| line.case_id).collect::<Vec<_>>(), [id(4), id(1)]);
        assert_eq!(near(2).into_iter().map(|line| line.case_id).collect::<Vec<_>>(), [id(4)]);
        let alike = |code: &'static str, limit| {
            read(&database, move |tx| case_list::alike(tx, &place(code), at(2), limit))
        };
        assert_eq!(
            alike("370202001", 2).into_iter().map(|line| line.case_id).collect::<Vec<_>>(),
            [id(5), id(4)]
        );
        assert!(alike("370203", 2).is_empty());
    });
}

#[test]
fn an_export_hands_over_every_case_of_a_kind() {
    each_engine(|database| {
        let more_than_a_page = i64::from(PAGE_LINES_MAX) + 2;
        let mut all: Vec<Made> = (0..more_than_a_page).map(made).collect();
        all[7].case.opened.kind = "grid".into();
        all[8].case.opened.sealed = true;
        write(&database, &all, &[]);
        let met = read(&database, |tx| {
            let mut met = Vec::new();
            case_list::each_of_kind(tx, &"petition".into(), |line| {
                met.push(line.case_id);
                Ok(())
            })?;
            Ok(met)
        });
        let expected: Vec<_> =
            (0..more_than_a_page).filter(|number| ![7, 8].contains(number)).map(id).collect();
        assert_eq!(met, expected);
    });
}
