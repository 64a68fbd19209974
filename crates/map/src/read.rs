//! GeoJSON into areas.

use domain::field::Point;
use domain::place::PlaceCode;
use geo::{Coord, MapCoords, MultiPolygon};
use geojson::{Feature, FeatureCollection, JsonValue};

use super::{Area, Datum};

/// Places of one file; a province has about 30,000 communities.
pub const PLACES_MAX: usize = 100_000;
/// Corners of one place's boundary.
pub const POINTS_MAX: usize = 200_000;

/// What is wrong with a file of boundaries. Features are counted from 1.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BoundaryError {
    /// Not a GeoJSON collection of features.
    #[error("not a GeoJSON FeatureCollection: {said}")]
    NotGeoJson {
        /// What the reader said.
        said: String,
    },
    /// More than [`PLACES_MAX`].
    #[error("more than {PLACES_MAX} places")]
    TooManyPlaces,
    /// The property with the division code is missing, or is no code.
    #[error("feature {feature}: `{property}` holds no division code of 2, 4, 6, 9 or 12 digits")]
    NoCode {
        /// Which feature.
        feature: usize,
        /// Which property was looked at.
        property: String,
    },
    /// Neither a polygon nor several.
    #[error("feature {feature}: is no polygon")]
    NoPolygon {
        /// Which feature.
        feature: usize,
    },
    /// More than [`POINTS_MAX`].
    #[error("feature {feature}: has more than {POINTS_MAX} corners")]
    TooManyPoints {
        /// Which feature.
        feature: usize,
    },
    /// A coordinate is not on the earth; often longitude and latitude are exchanged.
    #[error("feature {feature}: a corner is not on the earth; are longitude and latitude exchanged?")]
    NotOnEarth {
        /// Which feature.
        feature: usize,
    },
}

pub(super) fn areas(text: &str, code_property: &str, datum: Datum) -> Result<Vec<Area>, BoundaryError> {
    let collection: FeatureCollection = text
        .parse()
        .map_err(|error: geojson::Error| BoundaryError::NotGeoJson { said: error.to_string() })?;
    if collection.features.len() > PLACES_MAX {
        return Err(BoundaryError::TooManyPlaces);
    }
    (1..)
        .zip(collection.features)
        .map(|(number, feature)| area(number, feature, code_property, datum))
        .collect()
}

fn area(number: usize, feature: Feature, property: &str, datum: Datum) -> Result<Area, BoundaryError> {
    let code = feature.property(property).and_then(code);
    let code =
        code.ok_or_else(|| BoundaryError::NoCode { feature: number, property: property.to_owned() })?;
    let shape = feature.geometry.and_then(shape).ok_or(BoundaryError::NoPolygon { feature: number })?;
    if corners(&shape).count() > POINTS_MAX {
        return Err(BoundaryError::TooManyPoints { feature: number });
    }
    if !corners(&shape).all(|at| (-180.0..=180.0).contains(&at.x) && (-90.0..=90.0).contains(&at.y)) {
        return Err(BoundaryError::NotOnEarth { feature: number });
    }
    let shape = shape.map_coords(|at| {
        let point = datum.to_wgs84(Point { longitude: at.x, latitude: at.y });
        Coord { x: point.longitude, y: point.latitude }
    });
    Ok(Area { code, shape })
}

fn code(value: &JsonValue) -> Option<PlaceCode> {
    let text = match value {
        JsonValue::String(text) => text.clone(),
        JsonValue::Number(number) => number.to_string(),
        _ => return None,
    };
    PlaceCode::parse(&text).ok()
}

fn shape(geometry: geojson::Geometry) -> Option<MultiPolygon<f64>> {
    match geo::Geometry::<f64>::try_from(geometry).ok()? {
        geo::Geometry::Polygon(polygon) => Some(polygon.into()),
        geo::Geometry::MultiPolygon(polygons) => Some(polygons),
        _ => None,
    }
}

fn corners(shape: &MultiPolygon<f64>) -> impl Iterator<Item = &Coord<f64>> {
    shape
        .iter()
        .flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()))
        .flat_map(|ring| ring.0.iter())
}
