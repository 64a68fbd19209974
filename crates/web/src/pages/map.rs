//! What is published, on a map: how much in each place, and a dot for each matter whose pin is known. The list below says the same.

use std::collections::BTreeMap;

use ::map::Picture;
use askama::Template;
use axum::response::Response;
use domain::field::Point;
use domain::place::PlaceCode;
use domain::program::Phase;
use office::queries::{CaseLine, PAGE_ROWS_MAX, Page as Part};

use super::matters::filter;
use crate::maps::{self, AreaFigure, AreaMap, Dot, Scale};
use crate::page::Page;
use crate::parts::{Choice, Field, MatterRow, Shell};
use crate::problem::Problem;
use crate::tell::phase_key;
use crate::words::Say;

/// Matters in the list below the map; the rest are behind a link.
const ROWS_MAX: usize = 12;
/// How exactly a pin is shown: to a thousandth of a degree, about 100 metres, so that no door is pointed at.
const PIN_STEPS_PER_DEGREE: f64 = 1_000.0;

#[derive(Template)]
#[template(path = "public/map.html")]
struct View {
    t: Say,
    shell: Shell,
    filters: Vec<Field>,
    explain: String,
    maps: Vec<AreaMap>,
    rows: Vec<MatterRow>,
    all_url: String,
}

/// Shows it.
pub async fn get(page: Page) -> Result<Response, Problem> {
    let part = Part { after: None, rows: PAGE_ROWS_MAX };
    let found = page.site.office.public_list(filter(&page), part).await?;
    let phases = Phase::ALL.map(|phase| Choice::new(phase.as_str(), page.t.say(phase_key(phase))));
    let count = u64::try_from(found.rows.len()).unwrap_or(0);
    let view = View {
        t: page.t,
        shell: page.shell("map"),
        filters: vec![
            page.filter("place", "matters-place", "matters-all", page.county_choices()),
            page.filter("category", "matters-category", "matters-all", page.category_choices()),
            page.filter("phase", "matters-state", "matters-all", phases.into()),
        ],
        explain: page.t.count(if found.next.is_some() { "map-newest" } else { "map-count" }, count),
        maps: drawn(&page, &found.rows),
        rows: found.rows.iter().take(ROWS_MAX).map(|line| page.matter_row(line)).collect(),
        all_url: page.here_with("", "").replacen("/map", "/matters", 1),
    };
    page.show(&view)
}

/// The maps of the place that is asked for: of the places within it, or of itself where nothing narrower has a boundary.
fn drawn(page: &Page, lines: &[CaseLine]) -> Vec<AreaMap> {
    let boundaries = page.site.office.boundaries();
    let within = |place: &PlaceCode| boundaries.picture_within(place, maps::WIDTH);
    let parts: Vec<(PlaceCode, Picture)> = if let Ok(place) = PlaceCode::parse(&page.query("place")) {
        let picture = within(&place).or_else(|| boundaries.picture_of(&place, maps::WIDTH));
        picture.map(|picture| (place, picture)).into_iter().collect()
    } else {
        let broadest = page.world.places.children(None);
        broadest.filter_map(|place| Some((place.code.clone(), within(&place.code)?))).collect()
    };
    let counted: Vec<BTreeMap<PlaceCode, AreaFigure>> =
        parts.iter().map(|(place, picture)| counted(page, place, picture, lines)).collect();
    let scale = Scale::of(counted.iter().flat_map(BTreeMap::values).filter_map(|of| of.number));
    let maps = parts.iter().zip(&counted);
    maps.map(|((place, picture), counted)| AreaMap {
        title: page.short_place(place),
        description: page.t.say("map-text"),
        dots: dots(page, picture, lines),
        ..maps::shaded(picture, counted, scale, |from, until| {
            if from == until { page.t.number(from) } else { format!("{from}–{until}") }
        })
    })
    .collect()
}

/// How many of these matters are in each place of a picture.
fn counted(
    page: &Page,
    place: &PlaceCode,
    picture: &Picture,
    lines: &[CaseLine],
) -> BTreeMap<PlaceCode, AreaFigure> {
    let codes = picture.outlines.iter().map(|outline| &outline.code);
    let of = |code: &PlaceCode| {
        let inside = lines.iter().filter(|line| line.place.is_within(code)).count();
        let number = u64::try_from(inside).unwrap_or(0);
        let url = if code == place { String::new() } else { page.here_with("place", code.as_str()) };
        AreaFigure { name: page.map_name(code), number: Some(number), words: page.t.number(number), url }
    };
    codes.map(|code| (code.clone(), of(code))).collect()
}

fn dots(page: &Page, picture: &Picture, lines: &[CaseLine]) -> Vec<Dot> {
    let dots = lines.iter().filter_map(|line| {
        let point = blurred(line.point?);
        let title = format!("{} {}", page.title(&line.title), page.short_place(&line.place));
        maps::dot(picture, point, title, format!("/matters/{}", line.number), line.ending.is_some())
    });
    dots.collect()
}

fn blurred(point: Point) -> Point {
    let coarse = |degrees: f64| (degrees * PIN_STEPS_PER_DEGREE).round() / PIN_STEPS_PER_DEGREE;
    Point { longitude: coarse(point.longitude), latitude: coarse(point.latitude) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pin_points_at_no_door() {
        let shown = blurred(Point { longitude: 120.382_641, latitude: 36.067_123 });
        assert_eq!(shown, Point { longitude: 120.383, latitude: 36.067 });
    }
}
