//! The shifted datum of public maps in mainland China.
//!
//! The conversion is the formula that has long been public (it is in every map library); the way back has no formula and is found
//! by repeating the way there. Outside mainland China nothing is shifted.

use domain::field::Point;

/// In which datum coordinates are given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Datum {
    /// As satellites and browsers give it. CGCS2000 differs by centimetres and counts as the same.
    #[default]
    Wgs84,
    /// 火星坐标, as public maps of mainland China are drawn.
    Gcj02,
}

impl Datum {
    /// Its name in settings and files.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Wgs84 => "wgs84",
            Self::Gcj02 => "gcj02",
        }
    }

    /// The datum with this name.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Wgs84, Self::Gcj02].into_iter().find(|datum| datum.as_str() == text)
    }

    /// A point given in this datum, in WGS-84.
    #[must_use]
    pub fn to_wgs84(self, point: Point) -> Point {
        match self {
            Self::Wgs84 => point,
            Self::Gcj02 => from_gcj02(point),
        }
    }
}

/// Half the long axis of the Krasovsky 1940 ellipsoid, in metres.
const AXIS_M: f64 = 6_378_245.0;
/// The square of its eccentricity.
const ECCENTRICITY_SQUARED: f64 = 0.006_693_421_622_965_943;
/// Rounds of the way back; each leaves about a hundredth of the error before it, so that these end below a millimetre.
const ROUNDS: usize = 5;

/// Whether the datum is shifted there: a box around mainland China.
#[must_use]
pub fn is_shifted(point: Point) -> bool {
    (72.004..=137.8347).contains(&point.longitude) && (0.8293..=55.8271).contains(&point.latitude)
}

/// From WGS-84 to GCJ-02.
#[must_use]
pub fn to_gcj02(point: Point) -> Point {
    if !is_shifted(point) {
        return point;
    }
    let (east, north) = shift(point.longitude - 105.0, point.latitude - 35.0);
    let latitude = point.latitude.to_radians();
    let bend = 1.0 - ECCENTRICITY_SQUARED * latitude.sin().powi(2);
    let meridian_m = AXIS_M * (1.0 - ECCENTRICITY_SQUARED) / (bend * bend.sqrt());
    let parallel_m = AXIS_M / bend.sqrt() * latitude.cos();
    Point {
        longitude: point.longitude + (east / parallel_m).to_degrees(),
        latitude: point.latitude + (north / meridian_m).to_degrees(),
    }
}

/// From GCJ-02 to WGS-84.
#[must_use]
pub fn from_gcj02(point: Point) -> Point {
    if !is_shifted(point) {
        return point;
    }
    (0..ROUNDS).fold(point, |guess, _| {
        let there = to_gcj02(guess);
        Point {
            longitude: guess.longitude - (there.longitude - point.longitude),
            latitude: guess.latitude - (there.latitude - point.latitude),
        }
    })
}

/// The shift in metres to the east and to the north, at degrees from the middle of the country.
fn shift(x: f64, y: f64) -> (f64, f64) {
    let wave = |angle: f64| (angle * std::f64::consts::PI).sin();
    let common = (20.0 * wave(6.0 * x) + 20.0 * wave(2.0 * x)) * 2.0 / 3.0;
    let east = 300.0
        + x
        + 2.0 * y
        + 0.1 * x * x
        + 0.1 * x * y
        + 0.1 * x.abs().sqrt()
        + common
        + (20.0 * wave(x) + 40.0 * wave(x / 3.0)) * 2.0 / 3.0
        + (150.0 * wave(x / 12.0) + 300.0 * wave(x / 30.0)) * 2.0 / 3.0;
    let north = -100.0
        + 2.0 * x
        + 3.0 * y
        + 0.2 * y * y
        + 0.1 * x * y
        + 0.2 * x.abs().sqrt()
        + common
        + (20.0 * wave(y) + 40.0 * wave(y / 3.0)) * 2.0 / 3.0
        + (160.0 * wave(y / 12.0) + 320.0 * wave(y / 30.0)) * 2.0 / 3.0;
    (east, north)
}
