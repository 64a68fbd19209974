//! The figures, and whether they are what a recount from scratch gives.

use std::collections::BTreeMap;

use domain::tally;
use office::queries::{FigureScope, FiguresQuery, GroupBy, Month, Rate};
use testkit::{TestOffice, drain, each_office};

/// Counts everything anew from the cases and compares with the counters that were kept.
pub(crate) fn assert_counters_are_right(town: &TestOffice) {
    let world = town.office.world();
    let stored = town.database.read_blocking(|tx| store::cases::walk(tx, None, 10_000)).unwrap();
    let mut expected: BTreeMap<String, i64> = BTreeMap::new();
    for stored in &stored {
        let program = world.programs.version(stored.case.kind(), stored.case.opened.pack_version).unwrap();
        for tally in tally::of(program, &world.calendar, &stored.case) {
            for place in tally.place.and_ancestors() {
                for category in ["", tally.category.as_str()] {
                    let key = format!(
                        "{place} {} {} {category} {}",
                        tally.kind,
                        tally.month,
                        tally.measure.as_str()
                    );
                    *expected.entry(key).or_default() += 1;
                }
            }
        }
    }
    let mut kept: BTreeMap<String, i64> = BTreeMap::new();
    let rows: Vec<(String, String, String, String, String, i64)> = town
        .database
        .read_blocking(|tx| {
            tx.query("SELECT place, kind, month, category, measure, n FROM place_tallies", &[])
        })
        .unwrap();
    for (place, kind, month, category, measure, n) in rows {
        *kept.entry(format!("{place} {kind} {month} {category} {measure}")).or_default() += n;
    }
    kept.retain(|_, n| *n != 0);
    assert_eq!(kept, expected);
}

fn query(by: GroupBy) -> FiguresQuery {
    FiguresQuery {
        scope: FigureScope::default(),
        from: Month("2026-01".to_owned()),
        until: Month("2026-12".to_owned()),
        by,
    }
}

#[test]
fn counters_are_what_a_recount_gives() {
    each_office(|town| {
        for _ in 0..3 {
            drop(town.settled());
        }
        let late = town.raise(drain());
        town.act("zhao", &late.case, "dispatch", &[]).unwrap();
        town.pass_days(30);
        let moved = domain::command::Command::Recategorise { category: "urban".into() };
        town.order("li", office::Order::on(late.case, moved)).unwrap();
        drop(town.raise(drain()));
        assert_counters_are_right(town);
    });
}

#[test]
fn a_rate_has_numerator_and_denominator_and_small_cells_are_hidden() {
    each_office(|town| {
        for _ in 0..5 {
            drop(town.settled());
        }
        drop(town.raise(drain()));
        let figures = town.wait(town.office.figures(query(GroupBy::Unit))).unwrap();
        assert_eq!(figures.total.opened, Some(6));
        let water = figures.rows.iter().find(|row| row.key == "water").unwrap();
        assert_eq!(water.opened, Some(5));
        assert_eq!(water.in_time, Rate::Of { numerator: 5, denominator: 5 });
        assert_eq!(water.solved, Rate::Of { numerator: 5, denominator: 5 });
        assert_eq!(water.satisfied, Rate::Of { numerator: 0, denominator: 5 });
        let hotline = figures.rows.iter().find(|row| row.key == "hotline").unwrap();
        assert_eq!((hotline.opened, hotline.in_time), (None, Rate::TooFew), "one case could be recognised");
    });
}

#[test]
fn figures_are_broken_down_by_place_category_and_month() {
    each_office(|town| {
        for _ in 0..6 {
            drop(town.raise(drain()));
        }
        let keys = |by, scope: FigureScope| {
            let figures = town.wait(town.office.figures(FiguresQuery { scope, ..query(by) })).unwrap();
            figures.rows.into_iter().map(|row| (row.key, row.opened)).collect::<Vec<_>>()
        };
        let all = FigureScope::default;
        let six = |key: &str| vec![(key.to_owned(), Some(6))];
        assert_eq!(keys(GroupBy::Place, all()), six("370200000000"));
        let county = FigureScope { place: Some(testkit::town::code("370202")), ..all() };
        assert_eq!(keys(GroupBy::Place, county.clone()), six("370202001000"));
        assert_eq!(keys(GroupBy::Category, all()), six("urban"));
        let urban = FigureScope { category: Some("urban".into()), ..county };
        assert_eq!(keys(GroupBy::Category, urban), six("urban.drainage"));
        assert_eq!(keys(GroupBy::Month, all()), six("2026-03"));
        assert_eq!(keys(GroupBy::Nothing, all()), []);
    });
}
