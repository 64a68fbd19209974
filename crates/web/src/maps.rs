//! Maps of places coloured by a figure: reckoned here, drawn by the macro of `templates/parts/charts.html`. One hue from light to
//! dark, so that a map can be read in grey; the same numbers stand in a table beside it.

use std::collections::BTreeMap;

use domain::field::Point;
use domain::place::PlaceCode;
use map::{Outline, Picture};

use crate::charts::text_at;

/// How wide maps are drawn, in their own units.
pub const WIDTH: f64 = 420.0;
/// Shades of a map.
const SHADES: u64 = 5;
/// Room that one letter of a name takes: a Chinese one, and a Latin one.
const LETTER_ROOM: [f64; 2] = [13.0, 8.0];
/// Height of a name, and of a name with its value.
const LINE_ROOM: [f64; 2] = [13.0, 34.0];

/// A map.
#[derive(Clone, Debug, Default)]
pub struct AreaMap {
    /// What it shows.
    pub title: String,
    /// For those who do not see it.
    pub description: String,
    /// Of the drawing.
    pub width: String,
    /// Of the drawing.
    pub height: String,
    /// The places.
    pub areas: Vec<AreaShape>,
    /// Things at a point.
    pub dots: Vec<Dot>,
    /// What the shades mean; empty: nothing is shaded.
    pub key: Vec<AreaKey>,
    /// Some places have no number.
    pub some_none: bool,
}

/// One place.
#[derive(Clone, Debug, Default)]
pub struct AreaShape {
    /// The data of an SVG path.
    pub path: String,
    /// Where it leads; empty: nowhere.
    pub url: String,
    /// Its short name; empty: there is no room for it.
    pub name: String,
    /// Its number; empty: there is no room, or none.
    pub value: String,
    /// Name and number, for whoever points at it or does not see it.
    pub says: String,
    /// Middle of the name.
    pub x: String,
    /// Baseline of the name.
    pub y: String,
    /// Baseline of the number.
    pub value_y: String,
    /// `0` (light) to `4` (dark), or `none`.
    pub shade: String,
}

/// Something at a point.
#[derive(Clone, Debug, Default)]
pub struct Dot {
    /// Across.
    pub x: String,
    /// Down.
    pub y: String,
    /// Where it leads.
    pub url: String,
    /// What it is.
    pub title: String,
    /// It has ended: drawn as a ring.
    pub ended: bool,
}

/// What one shade means.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AreaKey {
    /// As of an area.
    pub shade: String,
    /// Its words.
    pub label: String,
}

/// What is said about one place.
#[derive(Clone, Debug, Default)]
pub struct AreaFigure {
    /// Its short name.
    pub name: String,
    /// Its number; `None`: not known, or too few to be shown.
    pub number: Option<u64>,
    /// The number in words, or why there is none.
    pub words: String,
    /// Where it leads; empty: nowhere.
    pub url: String,
}

/// Five equal steps between round numbers. All maps of a page share one, so that a shade means the same everywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scale {
    low: u64,
    step: u64,
    most: u64,
}

impl Scale {
    /// The steps that hold all of these numbers.
    #[must_use]
    pub fn of(numbers: impl Iterator<Item = u64> + Clone) -> Self {
        let (least, most) = (numbers.clone().min().unwrap_or(0), numbers.max().unwrap_or(0));
        let mut wanted = most - least;
        loop {
            let step = round_step(wanted);
            let low = least - least % step;
            // Beginning at a round number may take the last step away.
            if low + step * SHADES >= most {
                return Self { low, step, most };
            }
            wanted = step * SHADES + 1;
        }
    }

    fn shade(self, number: u64) -> u64 {
        (number.saturating_sub(self.low) / self.step).min(SHADES - 1)
    }

    fn key(self, words: impl Fn(u64, u64) -> String) -> Vec<AreaKey> {
        let label = |shade: u64| {
            let from = self.low + self.step * shade;
            let until = from + self.step - 1;
            let until = if shade == SHADES - 1 { until.max(self.most) } else { until };
            AreaKey { shade: shade.to_string(), label: words(from, until) }
        };
        (0..SHADES).map(label).collect()
    }
}

/// The least round number of which five reach so far.
fn round_step(wanted: u64) -> u64 {
    let least = wanted.div_ceil(SHADES).max(1);
    let powers = std::iter::successors(Some(1_u64), |power| power.checked_mul(10));
    let round = powers.flat_map(|power| [1, 2, 3, 4, 5, 6, 8].map(|digit| power.saturating_mul(digit)));
    round.into_iter().find(|step| *step >= least).unwrap_or(least)
}

/// Colours the places of a picture by their figures on a scale; `span` says in words what a shade means.
#[must_use]
pub fn shaded(
    picture: &Picture,
    figures: &BTreeMap<PlaceCode, AreaFigure>,
    scale: Scale,
    span: impl Fn(u64, u64) -> String,
) -> AreaMap {
    let shade = |figure: &AreaFigure| {
        figure.number.map_or_else(|| "none".to_owned(), |number| scale.shade(number).to_string())
    };
    let mut map = plain(picture, figures);
    for (area, outline) in map.areas.iter_mut().zip(&picture.outlines) {
        area.shade = figures.get(&outline.code).map_or_else(|| "none".to_owned(), shade);
    }
    if figures.values().any(|figure| figure.number.is_some()) {
        map.key = scale.key(span);
        map.some_none = map.areas.iter().any(|area| area.shade == "none");
    }
    map
}

/// The places of a picture, uncoloured.
#[must_use]
pub fn plain(picture: &Picture, figures: &BTreeMap<PlaceCode, AreaFigure>) -> AreaMap {
    let nothing = AreaFigure::default();
    let areas = picture.outlines.iter();
    AreaMap {
        width: text_at(picture.width),
        height: text_at(picture.height),
        areas: areas.map(|drawn| area(drawn, figures.get(&drawn.code).unwrap_or(&nothing))).collect(),
        ..AreaMap::default()
    }
}

/// A dot, if its point lies in the picture.
#[must_use]
pub fn dot(picture: &Picture, point: Point, title: String, url: String, ended: bool) -> Option<Dot> {
    let (x, y) = picture.find(point)?;
    Some(Dot { x: text_at(x), y: text_at(y), url, title, ended })
}

fn area(drawn: &Outline, figure: &AreaFigure) -> AreaShape {
    let [chinese, latin] = LETTER_ROOM;
    let needed: f64 = figure.name.chars().map(|letter| if letter.is_ascii() { latin } else { chinese }).sum();
    let [one, two] = LINE_ROOM;
    let named = drawn.room.0 >= needed && drawn.room.1 >= one;
    let valued = named && figure.number.is_some() && drawn.room.1 >= two;
    let (x, y) = drawn.label;
    let says = if figure.words.is_empty() {
        figure.name.clone()
    } else {
        format!("{} {}", figure.name, figure.words)
    };
    AreaShape {
        path: drawn.path.clone(),
        url: figure.url.clone(),
        name: if named { figure.name.clone() } else { String::new() },
        value: if valued { figure.words.clone() } else { String::new() },
        says,
        x: text_at(x),
        y: text_at(if valued { y - 2.0 } else { y + 4.0 }),
        value_y: text_at(y + 13.0),
        shade: "plain".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use map::{Boundaries, Datum};

    use super::*;

    const TWO: &str = r#"{"type":"FeatureCollection","features":[
     {"type":"Feature","properties":{"code":"370202"},"geometry":{"type":"Polygon","coordinates":[[[120,36],[121,36],[121,37],[120,37],[120,36]]]}},
     {"type":"Feature","properties":{"code":"370203"},"geometry":{"type":"Polygon","coordinates":[[[121,36],[121.02,36],[121.02,37],[121,37],[121,36]]]}}]}"#;

    fn code(text: &str) -> PlaceCode {
        PlaceCode::parse(text).unwrap()
    }

    fn picture() -> Picture {
        let boundaries = Boundaries::read(TWO, "code", Datum::Wgs84).unwrap();
        boundaries.picture_within(&code("3702"), WIDTH).unwrap()
    }

    fn figures(numbers: [Option<u64>; 2]) -> BTreeMap<PlaceCode, AreaFigure> {
        let figure = |name: &str, number: Option<u64>| AreaFigure {
            name: name.to_owned(),
            number,
            words: number.map(|number| format!("{number}%")).unwrap_or_default(),
            url: String::new(),
        };
        let [one, two] = numbers;
        BTreeMap::from([(code("370202"), figure("市南", one)), (code("370203"), figure("市北", two))])
    }

    #[test]
    fn shades_run_from_the_least_to_the_most_in_round_steps() {
        for (numbers, low, step) in [
            (vec![0, 0], 0, 1),
            (vec![93, 99], 92, 2),
            (vec![97, 97], 97, 1),
            (vec![0, 100], 0, 20),
            (vec![12, 1_480], 0, 300),
            (vec![5, 101], 0, 30),
            (vec![9, 19], 9, 3),
        ] {
            let scale = Scale::of(numbers.iter().copied());
            assert_eq!((scale.low, scale.step), (low, step), "{numbers:?}");
            assert!(numbers.iter().all(|number| scale.shade(*number) < SHADES), "{numbers:?}");
        }
    }

    #[test]
    fn a_map_says_each_number_and_what_a_shade_means() {
        let (known, scale) = (figures([Some(93), Some(99)]), Scale::of([93, 99].into_iter()));
        let map = shaded(&picture(), &known, scale, |from, to| format!("{from} to {to}"));
        let shades: Vec<&str> = map.areas.iter().map(|area| area.shade.as_str()).collect();
        assert_eq!(shades, ["0", "3"]);
        assert_eq!(map.key.first().map(|key| key.label.as_str()), Some("92 to 93"));
        assert_eq!(map.areas[0].says, "市南 93%");
        assert_eq!((map.areas[0].name.as_str(), map.areas[0].value.as_str()), ("市南", "93%"));
        assert_eq!(map.areas[1].name, "", "the narrow one has no room for its name");
    }

    #[test]
    fn what_is_not_known_has_no_shade() {
        let scale = Scale::of(std::iter::empty());
        let map = shaded(&picture(), &figures([None, None]), scale, |_, _| String::new());
        assert!(map.areas.iter().all(|area| area.shade == "none") && map.key.is_empty());
    }

    #[test]
    fn dots_stand_only_in_the_picture() {
        let at = |longitude, latitude| {
            let point = Point { longitude, latitude };
            dot(&picture(), point, "灯".to_owned(), "/matters/x".to_owned(), false)
        };
        assert!(at(120.5, 36.5).is_some_and(|dot| dot.title == "灯" && !dot.ended));
        assert!(at(100.0, 36.5).is_none());
    }
}
