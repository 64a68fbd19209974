//! Shapes for a map on a page.

use geo::Simplify;
use geojson::{Feature, FeatureCollection, Geometry, JsonObject, Value};

use domain::place::PlaceCode;

use super::Area;

/// What a reader cannot see: corners that lie nearer to the line than this, in degrees (about 50 metres).
const TOLERANCE: f64 = 0.0005;

/// The areas as they are on the earth.
pub(super) fn geojson(areas: &[&Area], name: impl Fn(&PlaceCode) -> String) -> String {
    let features = areas.iter().map(|area| {
        let mut properties = JsonObject::new();
        properties.insert("code".to_owned(), area.code.as_str().into());
        properties.insert("name".to_owned(), name(&area.code).into());
        Feature {
            geometry: Some(Geometry::new(Value::from(&area.shape.simplify(TOLERANCE)))),
            properties: Some(properties),
            ..Feature::default()
        }
    });
    FeatureCollection { bbox: None, features: features.collect(), foreign_members: None }.to_string()
}
