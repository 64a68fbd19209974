//! Where something is.

use serde::{Deserialize, Serialize};

use crate::place::PlaceCode;

/// A point on the map: WGS-84 degrees.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// Degrees east.
    pub longitude: f64,
    /// Degrees north.
    pub latitude: f64,
}

impl Point {
    /// Whether it lies on the globe.
    #[must_use]
    pub fn is_on_earth(&self) -> bool {
        (-180.0..=180.0).contains(&self.longitude) && (-90.0..=90.0).contains(&self.latitude)
    }
}

/// Where something is: a place of the tree, and, as far as known, more.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Where {
    /// The narrowest place known.
    pub place: PlaceCode,
    /// In the person's own words: "七号鱼排南侧".
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub spot: String,
    /// The pin, if one was set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub point: Option<Point>,
}
