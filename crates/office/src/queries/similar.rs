//! "Is it one of these?": published cases nearby that say nearly the same.

use domain::ids::{CategoryId, KindId};

use domain::case::Case;
use domain::field::{Point, Where};
use domain::program::Phase;
use domain::world::World;
use jiff::{SignedDuration, Timestamp};
use store::case_list::{self, Area};
use store::{ReadTx, cases};
use text::Likeness;

use super::CaseLine;
use crate::{Failure, Office};

/// Cases shown at most.
pub const SIMILAR_MAX: usize = 5;
/// How near a pin must be to be the same place.
pub const NEARBY_METRES: f64 = 500.0;
/// Older cases are not looked at.
pub const SIMILAR_DAYS: i64 = 90;
/// Cases compared at most, of those nearby and of those in the place.
const COMPARED_MAX: u32 = 200;
/// Metres of one degree of latitude (WGS-84, mean).
const METRES_A_DEGREE: f64 = 111_195.0;

/// What somebody is about to raise.
#[derive(Clone, Debug, PartialEq)]
pub struct SimilarQuery {
    /// The program.
    pub kind: KindId,
    /// What it is about, as far as known.
    pub category: Option<CategoryId>,
    /// Where it is.
    pub place: Where,
    /// Title and text.
    pub text: String,
}

/// A published case that may be the same.
#[derive(Clone, Debug, PartialEq)]
pub struct Similar {
    /// The case.
    pub line: CaseLine,
    /// Metres between the pins, if both are known.
    pub metres: Option<f64>,
    /// Whether the words are nearly the same.
    pub alike: bool,
}

impl Office {
    /// "Is it one of these?": a few published cases nearby or alike that are still open, the best first.
    pub async fn similar(&self, query: SimilarQuery) -> Result<Vec<Similar>, Failure> {
        let world = self.world();
        self.read(move |shared, tx| {
            let now = shared.now();
            let mut found = candidates(tx, &query, now)?
                .into_iter()
                .filter_map(|(case, likeness)| compare(&world, &query, &case, likeness, now))
                .collect::<Vec<_>>();
            found.sort_by(|left, right| rank(left).total_cmp(&rank(right)));
            found.truncate(SIMILAR_MAX);
            Ok(found)
        })
        .await
    }
}

/// Cases near the pin and cases of the place, with their fingerprints.
fn candidates(
    tx: &mut ReadTx,
    query: &SimilarQuery,
    now: Timestamp,
) -> Result<Vec<(Case, Option<Likeness>)>, Failure> {
    let since = now - SignedDuration::from_hours(24 * SIMILAR_DAYS);
    let mut lines = case_list::alike(tx, &query.place.place, since, COMPARED_MAX)?;
    if let Some(point) = query.place.point {
        lines.extend(case_list::near(tx, around(point), since, COMPARED_MAX)?);
    }
    lines.sort_by(|left, right| left.case_id.cmp(&right.case_id));
    lines.dedup_by(|left, right| left.case_id == right.case_id);
    let open = lines.iter().filter(|line| {
        line.kind == query.kind
            && line.public_title.is_some()
            && matches!(line.phase, Phase::Received | Phase::Handling)
    });
    let stored = cases::load_many(tx, open.map(|line| &line.case_id))?;
    Ok(stored.into_values().map(|stored| (stored.case, stored.likeness.map(Likeness))).collect())
}

fn compare(
    world: &World,
    query: &SimilarQuery,
    case: &Case,
    likeness: Option<Likeness>,
    now: Timestamp,
) -> Option<Similar> {
    let alike = Likeness::of(&query.text).zip(likeness).is_some_and(|(asked, known)| asked.is_like(known));
    let metres = query.place.point.zip(case.place_now.point).map(|(asked, known)| metres(asked, known));
    let near = metres.is_some_and(|metres| metres <= NEARBY_METRES);
    let fits = query.category.as_ref().is_some_and(|category| case.category_now.is_within(category));
    let line = CaseLine::public(world, case, now).filter(|_| alike || (near && fits))?;
    Some(Similar { line, metres, alike })
}

/// Alike comes before near.
fn rank(similar: &Similar) -> f64 {
    similar.metres.unwrap_or(NEARBY_METRES) + if similar.alike { 0.0 } else { 2.0 * NEARBY_METRES }
}

fn around(point: Point) -> Area {
    let north = NEARBY_METRES / METRES_A_DEGREE;
    let east = north / point.latitude.to_radians().cos().max(0.01);
    Area {
        west: point.longitude - east,
        south: point.latitude - north,
        east: point.longitude + east,
        north: point.latitude + north,
    }
}

/// Between two points a few hundred metres apart: the earth is flat enough there.
fn metres(from: Point, to: Point) -> f64 {
    let north = (to.latitude - from.latitude) * METRES_A_DEGREE;
    let east = (to.longitude - from.longitude) * METRES_A_DEGREE * from.latitude.to_radians().cos();
    north.hypot(east)
}
