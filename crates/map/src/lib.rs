//! Boundaries of places: read, brought to one datum, asked which place a point lies in, drawn.
//!
//! Everything is kept in WGS-84, as satellites and browsers give it. Public maps of mainland China are shifted (GCJ-02, 火星坐标), by
//! about 500 metres; what is read from one is converted, and [`Boundaries::datum`] says that it was.
//!
//! - [`Boundaries::read`]: from GeoJSON (RFC 7946).
//! - [`Boundaries::place_of`]: the narrowest place around a point, in memory.
//! - [`Boundaries::geojson`]: shapes for a map on a page, made simple.
//! - [`Boundaries::picture_within`], [`Boundaries::picture_of`]: shapes for a picture on a page, made simple enough for its size.

#![expect(clippy::doc_markdown, reason = "GeoJSON is a name, not code")]

mod datum;
mod picture;
mod read;
mod simple;
#[cfg(test)]
mod tests;

pub use datum::{Datum, from_gcj02, is_shifted, to_gcj02};
pub use picture::{Outline, Picture};
pub use read::{BoundaryError, PLACES_MAX, POINTS_MAX};

use domain::field::Point;
use domain::place::PlaceCode;
use geo::{Contains, MultiPolygon};
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

/// The boundaries of many places, of any level.
#[derive(Clone, Debug, Default)]
pub struct Boundaries {
    areas: Vec<Area>,
    index: RTree<GeomWithData<Rectangle<[f64; 2]>, usize>>,
    datum: Datum,
}

/// One place with its boundary, in WGS-84 degrees.
#[derive(Clone, Debug)]
struct Area {
    code: PlaceCode,
    shape: MultiPolygon<f64>,
}

impl Boundaries {
    /// Reads a GeoJSON collection of polygons. `code_property` names the property that holds the division code (2 to 12 digits).
    ///
    /// # Errors
    /// The first thing that is wrong, with the number of the feature, counted from 1.
    pub fn read(text: &str, code_property: &str, datum: Datum) -> Result<Self, BoundaryError> {
        read::areas(text, code_property, datum).map(|areas| Self::new(areas, datum))
    }

    fn new(areas: Vec<Area>, datum: Datum) -> Self {
        let boxes = areas.iter().enumerate().filter_map(|(at, area)| {
            let corners = geo::BoundingRect::bounding_rect(&area.shape)?;
            let (low, high) = (corners.min(), corners.max());
            let rectangle = Rectangle::from_corners([low.x, low.y], [high.x, high.y]);
            Some(GeomWithData::new(rectangle, at))
        });
        Self { index: RTree::bulk_load(boxes.collect()), areas, datum }
    }

    /// The narrowest place around a point; of two that share a border point, the one with the lower code.
    #[must_use]
    pub fn place_of(&self, point: Point) -> Option<&PlaceCode> {
        let at = geo::Point::new(point.longitude, point.latitude);
        let near = self.index.locate_in_envelope_intersecting(&AABB::from_point([at.x(), at.y()]));
        near.filter_map(|found| self.areas.get(found.data))
            .filter(|area| area.shape.contains(&at))
            .map(|area| &area.code)
            .max_by(|one, other| one.level().cmp(&other.level()).then_with(|| other.cmp(one)))
    }

    /// The datum in which they were given; what is kept is WGS-84 in any case.
    #[must_use]
    pub fn datum(&self) -> Datum {
        self.datum
    }

    /// How many places have a boundary.
    #[must_use]
    pub fn len(&self) -> usize {
        self.areas.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.areas.is_empty()
    }

    /// The boundaries of the places at one level as GeoJSON for a map on a page: simplified to about 50 metres, with their names.
    #[must_use]
    pub fn geojson(&self, level: usize, name: impl Fn(&PlaceCode) -> String) -> String {
        let areas: Vec<&Area> = self.areas.iter().filter(|area| area.code.level() == level).collect();
        simple::geojson(&areas, name)
    }

    /// The broadest level that has more than one place: what a map of the whole shows.
    #[must_use]
    pub fn broadest_level(&self) -> Option<usize> {
        (1..=5).find(|level| self.areas.iter().filter(|area| area.code.level() == *level).count() > 1)
    }
    /// A picture of the places directly under `parent`, so many units wide; `None` when fewer than two of them have a boundary.
    #[must_use]
    pub fn picture_within(&self, parent: &PlaceCode, width: f64) -> Option<Picture> {
        let under = |area: &&Area| area.code.parent().as_ref() == Some(parent);
        let areas: Vec<&Area> = self.areas.iter().filter(under).collect();
        if areas.len() < 2 { None } else { picture::picture(&areas, width) }
    }

    /// A picture of one place alone; `None` when it has no boundary.
    #[must_use]
    pub fn picture_of(&self, place: &PlaceCode, width: f64) -> Option<Picture> {
        let areas: Vec<&Area> = self.areas.iter().filter(|area| area.code == *place).collect();
        picture::picture(&areas, width)
    }
}
