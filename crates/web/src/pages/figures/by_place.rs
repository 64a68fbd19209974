//! The figures of places: as a map where the boundaries are known, as bars where they are not, and always as a table.

use std::collections::BTreeMap;

use domain::place::PlaceCode;
use map::Picture;
use office::queries::{FigureRow, Figures, FiguresQuery, GroupBy, Rate};

use super::{below, grid, query, rate_words, whole_percent};
use crate::charts::{self, BarChart};
use crate::maps::{self, AreaFigure, AreaMap, Scale};
use crate::page::Page;
use crate::parts::{Choice, Field, Grid};
use crate::problem::Problem;

/// Broad places that get a map each, side by side, when a whole installation is shown.
const MAPS_MAX: usize = 4;
/// Bars of a place without boundaries.
const BARS_MAX: usize = 12;

/// The figures of the places within one place.
pub(crate) struct PlaceFigures {
    /// The place around them; empty: the whole installation.
    pub(crate) name: String,
    /// The map; none or one.
    pub(crate) map: Vec<AreaMap>,
    /// Bars, if there is no map.
    pub(crate) bars: Vec<BarChart>,
    /// The same numbers, and more.
    pub(crate) table: Grid,
}

/// Which figure a map or bars show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Measured {
    /// The share met in time.
    InTime,
    /// The share that people call solved.
    Solved,
    /// The share of people who are satisfied.
    Satisfied,
    /// How many were received.
    Received,
}

impl Measured {
    const ALL: [Measured; 4] = [Self::InTime, Self::Solved, Self::Satisfied, Self::Received];

    fn of(page: &Page) -> Self {
        let asked = page.query("show");
        Self::ALL.into_iter().find(|measured| measured.name() == asked).unwrap_or(Self::InTime)
    }

    fn name(self) -> &'static str {
        match self {
            Self::InTime => "in_time",
            Self::Solved => "solved",
            Self::Satisfied => "satisfied",
            Self::Received => "received",
        }
    }

    fn key(self) -> &'static str {
        match self {
            Self::InTime => "figures-in-time",
            Self::Solved => "figures-solved",
            Self::Satisfied => "figures-satisfied",
            Self::Received => "figures-received",
        }
    }

    /// The list in which one picks what the map shows.
    pub(crate) fn filter(page: &Page) -> Field {
        let choices = Self::ALL.map(|measured| Choice::new(measured.name(), page.t.say(measured.key())));
        let chosen = Self::of(page).name();
        Field::new("select", "show", page.t.say("figures-show")).options(choices.into()).value(chosen)
    }

    fn number(self, row: &FigureRow) -> Option<u64> {
        let rate = match self {
            Self::Received => return row.opened,
            Self::InTime => row.in_time,
            Self::Solved => row.solved,
            Self::Satisfied => row.satisfied,
        };
        match rate {
            Rate::Of { numerator, denominator } => whole_percent(numerator, denominator).parse().ok(),
            Rate::TooFew => None,
        }
    }

    fn words(self, page: &Page, row: &FigureRow) -> String {
        match self {
            Self::Received => super::count_words(page, row.opened),
            Self::InTime => rate_words(page, row.in_time),
            Self::Solved => rate_words(page, row.solved),
            Self::Satisfied => rate_words(page, row.satisfied),
        }
    }

    /// What a shade means: from this number to that.
    fn span(self, page: &Page, from: u64, until: u64) -> String {
        let is_rate = self != Self::Received;
        let unit = if is_rate { "%" } else { "" };
        // The last shade of a rate would reach beyond the whole.
        let until = if is_rate { until.min(100) } else { until };
        let (from, until) = (page.t.number(from), page.t.number(until));
        if from == until { format!("{from}{unit}") } else { format!("{from}–{until}{unit}") }
    }
}

/// The figures of the places within the one that is asked for. For a whole installation: of the places within each of its broadest,
/// if those have boundaries.
pub(crate) async fn place_figures(page: &Page) -> Result<Vec<PlaceFigures>, Problem> {
    let asked = query(page, GroupBy::Place);
    let parts: Vec<PlaceCode> = match &asked.scope.place {
        Some(place) => vec![place.clone()],
        None => page.world.places.children(None).map(|place| place.code.clone()).collect(),
    };
    let boundaries = page.site.office.boundaries();
    let pictures: Vec<(PlaceCode, Picture)> = parts
        .iter()
        .filter_map(|place| Some((place.clone(), boundaries.picture_within(place, maps::WIDTH)?)))
        .collect();
    if pictures.is_empty() || pictures.len() < parts.len() || pictures.len() > MAPS_MAX {
        let figures = page.site.office.figures(asked).await?;
        return Ok(vec![without_map(page, &figures)]);
    }
    let mut found = Vec::new();
    for (place, picture) in pictures {
        let mut within: FiguresQuery = asked.clone();
        within.scope.place = Some(place.clone());
        let figures = page.site.office.figures(within).await?;
        let known = known(page, &picture, &figures);
        found.push((place, picture, figures, known));
    }
    let scale = Scale::of(found.iter().flat_map(|(.., known)| known.values()).filter_map(|of| of.number));
    let with_map = found.iter().map(|(place, picture, figures, known)| PlaceFigures {
        name: page.short_place(place),
        map: vec![area_map(page, picture, known, scale)],
        bars: Vec::new(),
        table: with_name(grid(page, figures), &page.short_place(place)),
    });
    Ok(with_map.collect())
}

/// Several tables of one page are told apart by their captions.
fn with_name(table: Grid, name: &str) -> Grid {
    Grid { caption: format!("{} {name}", table.caption), ..table }
}

/// What is said about each place of a picture. A place in which nothing was received has no row; it still has its name.
fn known(page: &Page, picture: &Picture, figures: &Figures) -> BTreeMap<PlaceCode, AreaFigure> {
    let measured = Measured::of(page);
    let of = |code: &PlaceCode| {
        let row = figures.rows.iter().find(|row| row.key == code.as_str());
        let nothing = || AreaFigure { name: page.map_name(code), ..AreaFigure::default() };
        row.map_or_else(nothing, |row| area_figure(page, measured, row))
    };
    picture.outlines.iter().map(|outline| (outline.code.clone(), of(&outline.code))).collect()
}

fn area_map(
    page: &Page,
    picture: &Picture,
    known: &BTreeMap<PlaceCode, AreaFigure>,
    scale: Scale,
) -> AreaMap {
    let measured = Measured::of(page);
    AreaMap {
        title: page.t.say(measured.key()),
        description: page.t.say("figures-map-text"),
        ..maps::shaded(picture, known, scale, |from, until| measured.span(page, from, until))
    }
}

fn area_figure(page: &Page, measured: Measured, row: &FigureRow) -> AreaFigure {
    AreaFigure {
        name: PlaceCode::parse(&row.key).map(|code| page.map_name(&code)).unwrap_or_default(),
        number: measured.number(row),
        words: measured.words(page, row),
        url: below(page, GroupBy::Place, &row.key),
    }
}

fn without_map(page: &Page, figures: &Figures) -> PlaceFigures {
    let measured = Measured::of(page);
    let mut rows: Vec<(&FigureRow, u64)> =
        figures.rows.iter().filter_map(|row| Some((row, measured.number(row)?))).collect();
    rows.sort_by_key(|(row, _)| std::cmp::Reverse(row.opened));
    rows.truncate(BARS_MAX);
    let numbers: Vec<(String, u64)> =
        rows.iter().map(|(row, number)| (super::bar_name(page, &row.key), *number)).collect();
    let mut chart = charts::bars(page.t.say(measured.key()), page.t.say("figures-bars-text"), &numbers);
    for (bar, (row, _)) in chart.bars.iter_mut().zip(&rows) {
        bar.value = measured.words(page, row);
    }
    let place = figures.query.scope.place.as_ref();
    PlaceFigures {
        name: place.map(|place| page.short_place(place)).unwrap_or_default(),
        map: Vec::new(),
        bars: if numbers.is_empty() { Vec::new() } else { vec![chart] },
        table: grid(page, figures),
    }
}

impl Page {
    /// The name of a place as it stands on a map: without the word for what kind of place it is.
    pub(crate) fn map_name(&self, code: &PlaceCode) -> String {
        let Some(place) = self.world.places.find(code) else { return code.to_string() };
        let name = self.t.text(&place.name);
        let short =
            ["区", "市", "县", "街道", "镇", " District", " City", " County", " Subdistrict", " Town"]
                .into_iter()
                .find_map(|kind| name.strip_suffix(kind));
        // One letter alone is no name: 郊区.
        short.filter(|short| short.chars().count() > 1).unwrap_or(name).to_owned()
    }
}
