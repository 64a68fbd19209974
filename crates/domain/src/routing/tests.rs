//! Who must answer, and what is said of those who need not.

use jiff::civil::date;

use super::*;
use crate::fixture::{COMMUNITY, code, duty, world_with};
use crate::ids::CategoryId;
use crate::term::tests::local;

/// A question about drains in the community, in the spring of 2026.
struct Asked {
    category: &'static str,
    accused: &'static [&'static str],
    sealed_for: Option<&'static [&'static str]>,
    levels: &'static [Level],
}

const DRAINS: Asked = Asked { category: "urban.drainage", accused: &[], sealed_for: None, levels: &[] };

/// The unit, its rule, and who was passed over: `street: duty; water higher level`.
fn answer(duties: Vec<Duty>, asked: &Asked) -> String {
    let world = world_with(duties);
    let accused: Vec<UnitId> = asked.accused.iter().copied().map(Into::into).collect();
    let kinds: Option<Vec<UnitKind>> =
        asked.sealed_for.map(|kinds| kinds.iter().copied().map(Into::into).collect());
    let question = Question {
        category: &CategoryId::from(asked.category),
        place: &code(COMMUNITY),
        at: local("2026-03-02 09:00"),
        accused: &accused,
        sealed_for: kinds.as_deref(),
        levels: asked.levels,
    };
    let Some((unit, because)) = route(&world, &question) else { return "nobody".to_owned() };
    assert_eq!(because.duty_version, 7);
    let rule = match because.rule {
        AssignRule::Duty { category, place, .. } => format!("{category} in {}", place.stem()),
        AssignRule::Superior => "superior".to_owned(),
        other => format!("{other:?}"),
    };
    let passed = because
        .passed_over
        .iter()
        .map(|over| format!("; {} {}", over.unit, over.why.key().trim_start_matches("why-not-")));
    format!("{unit}: {rule}{}", passed.collect::<String>())
}

fn lines(lines: &[(&str, &str, &str)]) -> Vec<Duty> {
    lines.iter().map(|(category, place, unit)| duty(category, place, unit)).collect()
}

#[test]
fn the_lowest_level_that_is_able_answers_first() {
    let all = [
        ("urban", "3702", "city"),
        ("urban.drainage", "370202", "water"),
        ("urban", "370202", "bureau"),
        ("urban", "370202001", "street"),
        ("urban", COMMUNITY, "community"),
    ];
    for (able, expected) in [
        (
            &all[..],
            "community: urban in 370202001001; street higher-level; water higher-level; bureau higher-level; city higher-level",
        ),
        (&all[..4], "street: urban in 370202001; water higher-level; bureau higher-level; city higher-level"),
        (&all[..3], "water: urban.drainage in 370202; bureau higher-level; city higher-level"),
        (&all[..1], "city: urban in 3702"),
        (&all[..0], "nobody"),
    ] {
        assert_eq!(answer(lines(able), &DRAINS), expected);
    }
}

#[test]
fn among_equals_the_narrower_place_then_the_narrower_category_answers() {
    let place = lines(&[("urban.drainage", "3702", "bureau"), ("urban", "370202", "county")]);
    assert_eq!(answer(place, &DRAINS), "county: urban in 370202; bureau wider-place");
    let category = lines(&[("urban", "370202", "county"), ("urban.drainage", "370202", "petition")]);
    assert_eq!(answer(category, &DRAINS), "petition: urban.drainage in 370202; county wider-category");
}

#[test]
fn of_lines_that_nothing_tells_apart_the_earlier_one_answers_and_says_so() {
    let list = [("urban.drainage", "370202", "petition"), ("urban.drainage", "370202", "county")];
    assert_eq!(answer(lines(&list), &DRAINS), "petition: urban.drainage in 370202; county later-line");
    let listed = world_with(lines(&list));
    let ties = listed.units.ties();
    assert_eq!(
        ties.iter().map(|(first, later)| (first.unit.as_str(), later.unit.as_str())).collect::<Vec<_>>(),
        [("petition", "county")]
    );
    let told_apart = [
        list[0],
        ("urban.drainage", "3702", "county"),
        ("urban", "370202", "bureau"),
        ("urban.drainage", "370202", "city"),
    ];
    assert_eq!(world_with(lines(&told_apart)).units.ties(), []);
    let turned = [list[1], list[0]];
    assert_eq!(answer(lines(&turned), &DRAINS), "county: urban.drainage in 370202; petition later-line");
}

#[test]
fn a_unit_at_a_level_at_which_the_program_does_not_run_is_passed_over() {
    let offices = Asked { levels: &[Level::Street, Level::County, Level::City], ..DRAINS };
    let list = [("urban.drainage", "370202", "water"), ("urban", COMMUNITY, "community")];
    let with_bureau = [list[0], list[1], ("urban", "370202", "bureau")];
    assert_eq!(
        answer(lines(&with_bureau), &offices),
        "bureau: urban in 370202; community not-at-level; water not-at-level"
    );
    let above = "street: superior; community not-at-level; water not-at-level";
    assert_eq!(answer(lines(&list), &offices), above, "whoever stands above the lowest takes over");
}

#[test]
fn lines_for_another_matter_another_place_or_nobody_are_no_answer() {
    let other = lines(&[
        ("order", COMMUNITY, "community"),
        ("urban.drainage.pump", COMMUNITY, "community"),
        ("urban", "370202002", "street2"),
        ("urban", COMMUNITY, "nobody"),
    ]);
    assert_eq!(answer(other, &DRAINS), "nobody");
}

#[test]
fn a_line_counts_from_its_first_day_to_its_last() {
    for (since, until, expected) in [
        (date(2026, 3, 2), None, "street: urban in 370202001"),
        (date(2026, 3, 3), None, "nobody"),
        (date(2020, 1, 1), Some(date(2026, 3, 2)), "street: urban in 370202001"),
        (date(2020, 1, 1), Some(date(2026, 3, 1)), "nobody"),
    ] {
        let line = Duty { since, until, ..duty("urban", "370202001", "street") };
        assert_eq!(answer(vec![line], &DRAINS), expected, "{since} {until:?}");
    }
}

#[test]
fn the_accused_and_everything_under_it_is_passed_over() {
    let able = || {
        lines(&[
            ("urban", COMMUNITY, "community"),
            ("urban", "370202001", "street"),
            ("urban", "370202", "bureau"),
        ])
    };
    let asked = |accused| Asked { accused, ..DRAINS };
    assert_eq!(
        answer(able(), &asked(&["community"])),
        "street: urban in 370202001; community accused; bureau higher-level"
    );
    assert_eq!(
        answer(able(), &asked(&["street"])),
        "bureau: urban in 370202; community accused; street accused"
    );
    let expected = "county: superior; community accused; street accused; bureau accused";
    assert_eq!(answer(able(), &asked(&["street", "bureau"])), expected, "the first that is free above");
    let expected = "city: superior; community accused; street accused; bureau accused";
    assert_eq!(answer(able(), &asked(&["county"])), expected);
    assert_eq!(answer(able(), &asked(&["city"])), "nobody");
}

#[test]
fn a_sealed_case_goes_to_the_kinds_that_may_handle_it() {
    let sealed =
        |accused| Asked { category: "conduct", accused, sealed_for: Some(&["discipline"]), ..DRAINS };
    let able = || lines(&[("conduct", "370202001", "street"), ("conduct", "370202", "discipline")]);
    assert_eq!(answer(able(), &sealed(&[])), "discipline: conduct in 370202; street not-for-sealed");
    let expected = "discipline-city: superior; street not-for-sealed; discipline accused";
    assert_eq!(answer(able(), &sealed(&["discipline"])), expected, "it stands beside, not above");
    assert_eq!(answer(able(), &sealed(&["discipline", "discipline-city"])), "nobody");
}

#[test]
fn a_unit_with_several_lines_is_named_once_and_a_long_list_is_cut() {
    let twice = lines(&[
        ("urban", COMMUNITY, "community"),
        ("urban", "370202001", "street"),
        ("urban.drainage", "370202001", "street"),
    ]);
    assert_eq!(answer(twice, &DRAINS), "community: urban in 370202001001; street higher-level");
    let units = [
        "community",
        "street",
        "water",
        "bureau",
        "county",
        "petition",
        "discipline",
        "city",
        "petition-city",
        "discipline-city",
    ];
    let many = units.map(|unit| ("urban", "3702", unit));
    assert_eq!(answer(lines(&many), &DRAINS).matches(';').count(), PASSED_OVER_MAX);
}
