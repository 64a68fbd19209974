//! Shapes for a picture.

use std::fmt::Write;

use domain::field::Point;
use domain::place::PlaceCode;
use geo::{BoundingRect, Centroid, Coord, LineString, MultiPolygon, Rect, Simplify};

use super::Area;

/// What a reader cannot see: corners that lie nearer to the line than this, in units of the picture.
const TOLERANCE: f64 = 0.6;
/// White around the areas, in units of the picture.
const MARGIN: f64 = 6.0;
/// A picture is at most so many times as high as it is wide.
const HIGHEST: f64 = 1.4;

/// Some places, drawn: north is up, and degrees of longitude are as wide as they are in the middle of the picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// Across, in its own units.
    pub width: f64,
    /// Down, in the same units.
    pub height: f64,
    /// The places, in the order of their codes.
    pub outlines: Vec<Outline>,
    fit: Fit,
}

/// One place of a picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Outline {
    /// Which.
    pub code: PlaceCode,
    /// The data of an SVG path.
    pub path: String,
    /// Where its name goes: across and down.
    pub label: (f64, f64),
    /// How much room there is for its name: across and down.
    pub room: (f64, f64),
}

impl Picture {
    /// Where a point of the earth lies in the picture, across and down; `None` when it lies outside.
    #[must_use]
    pub fn find(&self, point: Point) -> Option<(f64, f64)> {
        let at = self.fit.to_picture(Coord { x: point.longitude, y: point.latitude });
        let inside = (0.0..=self.width).contains(&at.x) && (0.0..=self.height).contains(&at.y);
        inside.then_some((at.x, at.y))
    }
}

/// The areas, fitted together into a picture of this width; `None` when there is nothing to draw.
pub(super) fn picture(areas: &[&Area], width: f64) -> Option<Picture> {
    let frame = frame(areas)?;
    let fit = Fit::new(frame, width);
    let mut outlines: Vec<Outline> = areas.iter().map(|area| outline(area, &fit)).collect();
    outlines.sort_by(|one, other| one.code.cmp(&other.code));
    let low = fit.to_picture(frame.min());
    Some(Picture { width, height: low.y + MARGIN, outlines, fit })
}

fn outline(area: &Area, fit: &Fit) -> Outline {
    let shape = fit.shape(&area.shape);
    let middle = shape.centroid().map_or((0.0, 0.0), |point| (point.x(), point.y()));
    let room = shape.bounding_rect().map_or((0.0, 0.0), |bounds| (bounds.width(), bounds.height()));
    Outline { code: area.code.clone(), path: path(&shape), label: middle, room }
}

fn frame(areas: &[&Area]) -> Option<Rect<f64>> {
    areas.iter().filter_map(|area| area.shape.bounding_rect()).reduce(|one, other| {
        let low = Coord { x: one.min().x.min(other.min().x), y: one.min().y.min(other.min().y) };
        let high = Coord { x: one.max().x.max(other.max().x), y: one.max().y.max(other.max().y) };
        Rect::new(low, high)
    })
}

/// From degrees to the picture.
#[derive(Clone, Debug, PartialEq)]
struct Fit {
    west: f64,
    north: f64,
    across: f64,
    down: f64,
}

impl Fit {
    fn new(frame: Rect<f64>, width: f64) -> Self {
        let narrowing = f64::midpoint(frame.min().y, frame.max().y).to_radians().cos();
        let inner = width - 2.0 * MARGIN;
        let wide = inner / (frame.width() * narrowing).max(f64::EPSILON);
        let down = wide.min(inner * HIGHEST / frame.height().max(f64::EPSILON));
        let across = down * narrowing;
        // What is narrower than the picture stands in its middle.
        let spare = (inner - frame.width() * across) / 2.0 + MARGIN;
        Self { west: frame.min().x - spare / across, north: frame.max().y + MARGIN / down, across, down }
    }

    fn to_picture(&self, at: Coord<f64>) -> Coord<f64> {
        Coord { x: (at.x - self.west) * self.across, y: (self.north - at.y) * self.down }
    }

    fn shape(&self, shape: &MultiPolygon<f64>) -> MultiPolygon<f64> {
        geo::MapCoords::map_coords(shape, |at| self.to_picture(at)).simplify(TOLERANCE)
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
