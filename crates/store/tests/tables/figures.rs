use domain::tally::{Measure, Tally};
use store::tallies::{self, Figure, FigureFilter, months};
use testkit::each_engine;

use crate::fixture::{place, read, run};

fn tally(code: &str, month: &str, category: &str, measure: Measure) -> Tally {
    Tally {
        kind: "petition".into(),
        month: month.to_owned(),
        place: place(code),
        unit: Some("street".into()),
        category: category.into(),
        measure,
    }
}

fn figure(about: &str, measure: Measure, n: i64) -> Figure {
    Figure { about: about.to_owned(), measure, n }
}

const RECEIVED: Measure = Measure::Received;

fn filter(from: &str, until: &str) -> FigureFilter {
    FigureFilter { kinds: vec!["petition".into()], months: months(from, until), category: None }
}

#[test]
fn counters_add_up_over_places_categories_and_servers() {
    each_engine(|database| {
        let counted = [
            tally("370202001001", "2026-10", "urban.drainage", RECEIVED),
            tally("370202001002", "2026-11", "urban.drainage", RECEIVED),
            tally("370202001002", "2026-11", "urban.lamps", RECEIVED),
            tally("370203001001", "2026-11", "urbane", RECEIVED),
            tally("370202001002", "2026-11", "urban.lamps", Measure::Late),
        ];
        for writer in [1, 2] {
            run(&database, |tx| tallies::add_many(tx, writer, counted.iter().map(|tally| (tally, 1))));
        }
        run(&database, |tx| tallies::add_many(tx, 1, [(&counted[3], -1)]));

        let all = filter("2026-10", "2026-11");
        let by_month = read(&database, {
            let all = all.clone();
            move |tx| tallies::place_by_month(tx, &all, &place("3702"))
        });
        let late = figure("2026-11", Measure::Late, 2);
        assert_eq!(by_month, [figure("2026-10", RECEIVED, 2), late, figure("2026-11", RECEIVED, 5)]);

        let november = filter("2026-11", "2026-11");
        let districts = [place("370202"), place("370203"), place("370204")];
        let by_place = read(&database, {
            let november = november.clone();
            move |tx| tallies::by_place(tx, &november, &districts)
        });
        assert_eq!(
            by_place,
            [
                figure("370202000000", Measure::Late, 2),
                figure("370202000000", RECEIVED, 4),
                figure("370203000000", RECEIVED, 1)
            ]
        );

        let urban = FigureFilter { category: Some("urban".into()), ..all.clone() };
        let by_category = read(&database, move |tx| tallies::place_by_category(tx, &urban, &place("37")));
        assert_eq!(
            by_category,
            [
                figure("urban.drainage", RECEIVED, 4),
                figure("urban.lamps", Measure::Late, 2),
                figure("urban.lamps", RECEIVED, 2)
            ],
            "`urbane` only looks like a part of `urban`"
        );
        let none = FigureFilter { kinds: vec!["hotline".into()], ..all };
        assert_eq!(read(&database, move |tx| tallies::place_by_month(tx, &none, &place("37"))), []);
    });
}

#[test]
fn units_have_counters_of_their_own() {
    each_engine(|database| {
        let mut nobody = tally("370202001001", "2026-10", "urban.lamps", RECEIVED);
        nobody.unit = None;
        let one = tally("370202001001", "2026-10", "urban.drainage", RECEIVED);
        run(&database, |tx| tallies::add_many(tx, 1, [(&one, 3), (&nobody, 5)]));
        let october = || filter("2026-10", "2026-10");
        let by_unit =
            read(&database, move |tx| tallies::by_unit(tx, &october(), &["street".into(), "none".into()]));
        assert_eq!(by_unit, [figure("street", RECEIVED, 3)]);
        let by_month = read(&database, move |tx| tallies::unit_by_month(tx, &october(), &"street".into()));
        assert_eq!(by_month, [figure("2026-10", RECEIVED, 3)]);
        let by_category =
            read(&database, move |tx| tallies::unit_by_category(tx, &october(), &"street".into()));
        assert_eq!(by_category, [figure("urban.drainage", RECEIVED, 3)]);
        let everybody = read(&database, move |tx| tallies::place_by_month(tx, &october(), &place("3702")));
        assert_eq!(everybody, [figure("2026-10", RECEIVED, 8)]);
    });
}

#[test]
fn months_go_over_the_end_of_the_year() {
    for (from, until, expected) in [
        ("2026-11", "2027-02", vec!["2026-11", "2026-12", "2027-01", "2027-02"]),
        ("2026-11", "2026-11", vec!["2026-11"]),
        ("2026-12", "2026-11", vec![]),
        ("2026-13", "2027-01", vec![]),
        ("", "2027-01", vec![]),
    ] {
        assert_eq!(months(from, until), expected, "{from} to {until}");
    }
    assert_eq!(months("0001-01", "9999-12").len(), tallies::MONTHS_MAX);
}
