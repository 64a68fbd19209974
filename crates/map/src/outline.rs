//! Shapes for a picture.

use std::fmt::Write;

use domain::place::PlaceCode;
use geo::{BoundingRect, Centroid, Coord, LineString, MultiPolygon, Rect, Simplify};
use geojson::{Feature, FeatureCollection, Geometry, JsonObject, Value};

use super::Area;

/// How large the picture is, in its own units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OutlineSize {
    /// Across.
    pub width: f64,
    /// Down.
    pub height: f64,
}

/// One place of the picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Outline {
    /// Which.
    pub code: PlaceCode,
    /// The data of an SVG path.
    pub path: String,
    /// Where its name goes: across and down.
    pub label: (f64, f64),
}

/// What a reader cannot see: corners that lie nearer to the line than this, in units of the picture.
const TOLERANCE: f64 = 0.6;

/// On a map that people move about in: corners that lie nearer to the line than this, in degrees (about 50 metres).
const MAP_TOLERANCE: f64 = 0.0005;

/// The areas as they are on the earth.
pub(super) fn geojson(areas: &[&Area], name: impl Fn(&PlaceCode) -> String) -> String {
    let features = areas.iter().map(|area| {
        let mut properties = JsonObject::new();
        properties.insert("code".to_owned(), area.code.as_str().into());
        properties.insert("name".to_owned(), name(&area.code).into());
        Feature {
            geometry: Some(Geometry::new(Value::from(&area.shape.simplify(MAP_TOLERANCE)))),
            properties: Some(properties),
            ..Feature::default()
        }
    });
    FeatureCollection { bbox: None, features: features.collect(), foreign_members: None }.to_string()
}

/// The areas, fitted into the picture together. North is up; degrees of longitude are as wide as in the middle of the areas.
pub(super) fn outlines(areas: &[&Area], size: OutlineSize) -> Vec<Outline> {
    let Some(frame) = frame(areas) else { return Vec::new() };
    let fit = Fit::new(frame, size);
    areas
        .iter()
        .map(|area| {
            let shape = fit.shape(&area.shape);
            let middle = shape.centroid().map_or((0.0, 0.0), |point| (point.x(), point.y()));
            Outline { code: area.code.clone(), path: path(&shape), label: middle }
        })
        .collect()
}

fn frame(areas: &[&Area]) -> Option<Rect<f64>> {
    areas.iter().filter_map(|area| area.shape.bounding_rect()).reduce(|one, other| {
        let low = Coord { x: one.min().x.min(other.min().x), y: one.min().y.min(other.min().y) };
        let high = Coord { x: one.max().x.max(other.max().x), y: one.max().y.max(other.max().y) };
        Rect::new(low, high)
    })
}

/// From degrees to the picture.
struct Fit {
    west: f64,
    north: f64,
    across: f64,
    down: f64,
}

impl Fit {
    fn new(frame: Rect<f64>, size: OutlineSize) -> Self {
        let narrowing = f64::midpoint(frame.min().y, frame.max().y).to_radians().cos();
        let width = (frame.width() * narrowing).max(f64::EPSILON);
        let scale = (size.width / width).min(size.height / frame.height().max(f64::EPSILON));
        Self { west: frame.min().x, north: frame.max().y, across: scale * narrowing, down: scale }
    }

    fn shape(&self, shape: &MultiPolygon<f64>) -> MultiPolygon<f64> {
        let drawn = geo::MapCoords::map_coords(shape, |at| Coord {
            x: (at.x - self.west) * self.across,
            y: (self.north - at.y) * self.down,
        });
        drawn.simplify(TOLERANCE)
    }
}

fn path(shape: &MultiPolygon<f64>) -> String {
    let mut data = String::new();
    for polygon in shape {
        for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
            push_ring(&mut data, ring);
        }
    }
    data
}

fn push_ring(data: &mut String, ring: &LineString<f64>) {
    // An islet that has shrunk to a line is not drawn.
    if ring.0.len() < 4 {
        return;
    }
    let mut verb = 'M';
    for at in ring.0.iter().take(ring.0.len() - 1) {
        // Writing to a String cannot fail.
        write!(data, "{verb}{:.1} {:.1}", at.x, at.y).unwrap_or_default();
        verb = 'L';
    }
    data.push('Z');
}
