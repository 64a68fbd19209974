use proptest::prelude::*;

use super::*;

/// A county of two towns side by side, the west one with a lake cut out of it.
const TWO_TOWNS: &str = r#"{"type":"FeatureCollection","features":[
 {"type":"Feature","properties":{"code":"370202"},"geometry":{"type":"Polygon","coordinates":[[[0,0],[2,0],[2,1],[0,1],[0,0]]]}},
 {"type":"Feature","properties":{"code":"370202001"},"geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1],[0,0]],[[0.4,0.4],[0.4,0.6],[0.6,0.6],[0.6,0.4],[0.4,0.4]]]}},
 {"type":"Feature","properties":{"code":370202002},"geometry":{"type":"MultiPolygon","coordinates":[[[[1,0],[2,0],[2,1],[1,1],[1,0]]]]}}]}"#;

fn point(longitude: f64, latitude: f64) -> Point {
    Point { longitude, latitude }
}

fn towns() -> Boundaries {
    Boundaries::read(TWO_TOWNS, "code", Datum::Wgs84).unwrap()
}

#[test]
fn a_point_lies_in_the_narrowest_place_around_it() {
    for (at, place) in [
        (point(0.2, 0.2), Some("370202001000")),
        (point(1.5, 0.5), Some("370202002000")),
        (point(0.5, 0.5), Some("370202000000")), // on the lake: the county only
        (point(2.5, 0.5), None),
    ] {
        assert_eq!(towns().place_of(at).map(PlaceCode::as_str), place, "{at:?}");
    }
}

#[test]
fn a_file_that_is_wrong_says_where() {
    let feature = |properties: &str, geometry: &str| {
        format!(
            r#"{{"type":"FeatureCollection","features":[{{"type":"Feature","properties":{properties},"geometry":{geometry}}}]}}"#
        )
    };
    let polygon = r#"{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}"#;
    let exchanged = r#"{"type":"Polygon","coordinates":[[[36,120],[36,121],[37,121],[36,120]]]}"#;
    let no_code = BoundaryError::NoCode { feature: 1, property: "code".into() };
    for (text, error) in [
        (feature(r#"{"code":"37020"}"#, polygon), no_code.clone()),
        (feature(r#"{"name":"市南区"}"#, polygon), no_code),
        (
            feature(r#"{"code":"370202"}"#, r#"{"type":"Point","coordinates":[0,0]}"#),
            BoundaryError::NoPolygon { feature: 1 },
        ),
        (feature(r#"{"code":"370202"}"#, "null"), BoundaryError::NoPolygon { feature: 1 }),
        (feature(r#"{"code":"370202"}"#, exchanged), BoundaryError::NotOnEarth { feature: 1 }),
    ] {
        assert_eq!(Boundaries::read(&text, "code", Datum::Wgs84).unwrap_err(), error, "{text}");
    }
    assert!(matches!(Boundaries::read("[]", "code", Datum::Wgs84), Err(BoundaryError::NotGeoJson { .. })));
}

#[test]
fn boundaries_from_a_shifted_map_answer_for_true_points() {
    let corner = to_gcj02(point(120.0, 36.0));
    let shifted = format!(
        r#"{{"type":"FeatureCollection","features":[{{"type":"Feature","properties":{{"code":"370202"}},
        "geometry":{{"type":"Polygon","coordinates":[[[{x},{y}],[{a},{y}],[{a},{b}],[{x},{b}],[{x},{y}]]]}}}}]}}"#,
        x = corner.longitude,
        y = corner.latitude,
        a = corner.longitude + 1.0,
        b = corner.latitude + 1.0
    );
    let read = |datum| Boundaries::read(&shifted, "code", datum).unwrap();
    let just_inside = point(120.000_01, 36.000_01);
    assert!(read(Datum::Gcj02).place_of(just_inside).is_some());
    assert!(read(Datum::Wgs84).place_of(just_inside).is_none(), "half a kilometre off");
    assert_eq!(read(Datum::Gcj02).datum(), Datum::Gcj02);
}

#[test]
fn a_map_gets_the_places_of_the_broadest_level_that_has_several() {
    let towns = towns();
    assert_eq!(towns.broadest_level(), Some(4), "the county is one, its towns are two");
    let again =
        Boundaries::read(&towns.geojson(4, |code| format!("town {code}")), "code", Datum::Wgs84).unwrap();
    assert_eq!(again.len(), 2);
    assert_eq!(again.place_of(point(1.5, 0.5)).map(PlaceCode::as_str), Some("370202002000"));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_shift_is_half_a_kilometre_and_can_be_taken_back(longitude in 73.0..136.0, latitude in 3.0..54.0) {
        let here = point(longitude, latitude);
        let there = to_gcj02(here);
        let metres = |one: Point, other: Point| {
            let north = (one.latitude - other.latitude) * 111_000.0;
            let east = (one.longitude - other.longitude) * 111_000.0 * latitude.to_radians().cos();
            north.hypot(east)
        };
        let shift = metres(here, there);
        prop_assert!((20.0..1_500.0).contains(&shift), "{shift} m");
        prop_assert!(metres(from_gcj02(there), here) < 0.01);
    }

    #[test]
    fn elsewhere_nothing_is_shifted(longitude in -180.0..71.0, latitude in -90.0..90.0) {
        let here = point(longitude, latitude);
        prop_assert_eq!(to_gcj02(here), here);
        prop_assert_eq!(from_gcj02(here), here);
    }
}

#[test]
fn a_picture_holds_the_places_of_one_parent_with_north_up() {
    let county = PlaceCode::parse("370202").unwrap();
    let picture = towns().picture_within(&county, 200.0).unwrap();
    let codes: Vec<&str> = picture.outlines.iter().map(|outline| outline.code.as_str()).collect();
    assert_eq!(codes, ["370202001000", "370202002000"]);
    assert!(picture.outlines.iter().all(|drawn| drawn.path.starts_with('M') && drawn.path.ends_with('Z')));
    assert_eq!(picture.outlines[0].path.matches('M').count(), 2, "the lake is a ring of its own");
    assert!(picture.outlines[0].label.0 < 100.0 && picture.outlines[1].label.0 > 100.0, "west is left");
    assert!(picture.height > 0.0 && picture.height <= 200.0 * 1.4, "{}", picture.height);
}

#[test]
fn a_point_is_found_in_the_picture_beside_its_place() {
    let county = PlaceCode::parse("370202").unwrap();
    let picture = towns().picture_within(&county, 200.0).unwrap();
    let of = |code: &str| towns().picture_of(&PlaceCode::parse(code).unwrap(), 200.0);
    assert_eq!(picture.find(point(9.0, 9.0)), None, "what lies far away is not in it");
    let (across, down) = picture.find(point(1.5, 0.9)).unwrap();
    assert!(
        across > 140.0 && across < 150.0 && down < 20.0,
        "{across} {down}: in the north of the east town"
    );
    assert_eq!(of("370202001000").unwrap().outlines.len(), 1);
    assert_eq!(of("35"), None);
}
