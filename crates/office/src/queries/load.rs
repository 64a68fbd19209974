//! How much is open and late now: what staff see beside the figures of the past. Of units, places and categories; never of persons.

use std::collections::BTreeMap;

use domain::command::Caller;
use domain::place::PlaceCode;
use domain::world::World;
use jiff::SignedDuration;
use store::open_load::{LoadAt, LoadBy, LoadRow, open_load};

use super::SOON_HOURS;
use crate::{Failure, Office, OrderRefusal};

/// What is open now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Load {
    /// All together.
    pub total: LoadCount,
    /// By unit: its identifier; empty: nobody holds it.
    pub units: BTreeMap<String, LoadCount>,
    /// By place: those directly under the place that is asked for, or the broadest.
    pub places: BTreeMap<String, LoadCount>,
    /// By category at the top.
    pub categories: BTreeMap<String, LoadCount>,
}

/// How much of something is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LoadCount {
    /// Cases with a running clock.
    pub open: u64,
    /// Of them, those that are due within [`SOON_HOURS`].
    pub soon: u64,
    /// Of them, those that are late.
    pub late: u64,
}

impl Office {
    /// What is open now, in a place or everywhere. Officers only.
    pub async fn load(&self, caller: &Caller, place: Option<PlaceCode>) -> Result<Load, Failure> {
        if caller.by.unit().is_none() {
            return Err(OrderRefusal::NotAllowed.into());
        }
        let world = self.world();
        self.read(move |shared, tx| {
            let now = shared.now();
            let at = LoadAt { now, soon: now + SignedDuration::from_hours(SOON_HOURS) };
            let mut load = Load::default();
            for row in open_load(tx, LoadBy::Holder, at, place.as_ref())? {
                load.total.add(&row);
                load.units.entry(row.about.clone()).or_default().add(&row);
            }
            for row in open_load(tx, LoadBy::Place, at, place.as_ref())? {
                let within = part(&world, place.as_ref(), &row.about);
                load.places.entry(within).or_default().add(&row);
            }
            for row in open_load(tx, LoadBy::Category, at, place.as_ref())? {
                let top = row.about.split('.').next().unwrap_or_default().to_owned();
                load.categories.entry(top).or_default().add(&row);
            }
            Ok(load)
        })
        .await
    }
}

impl LoadCount {
    fn add(&mut self, row: &LoadRow) {
        self.open += u64::from(row.open);
        self.soon += u64::from(row.soon);
        self.late += u64::from(row.late);
    }
}

/// The place directly under another in which a place lies; the place itself when nothing is between.
fn part(world: &World, around: Option<&PlaceCode>, place: &str) -> String {
    let Ok(place) = PlaceCode::parse(place) else { return place.to_owned() };
    let mut chain: Vec<PlaceCode> = place.and_ancestors().collect();
    chain.retain(|code| world.places.find(code).is_some());
    chain.sort_by_key(PlaceCode::level);
    let below = chain.iter().find(|code| around.is_none_or(|around| code.level() > around.level()));
    below.unwrap_or(&place).to_string()
}
