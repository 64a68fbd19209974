//! What leaders and units did where people are: how often, for how many, and what came of it. Nothing here is an order of merit:
//! rows come in the order in which leaders, units, places and programs are shown everywhere.

use std::collections::BTreeMap;

use domain::command::Caller;
use domain::event::Actor;
use domain::ids::{FieldId, KindId, LeaderId, UnitId};
use domain::place::PlaceCode;
use domain::world::World;
use jiff::Timestamp;
use jiff::civil::Date;
use store::ReadTx;
use store::held::{self, HeldFilter};

use crate::{Failure, Office};

pub use store::held::HeldBy;

/// Which activities are counted. Everything that is set must hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldQuery {
    /// First day.
    pub from: Date,
    /// Last day.
    pub until: Date,
    /// The program; `None`: all that record what is held.
    pub kind: Option<KindId>,
    /// In this place or within it.
    pub place: Option<PlaceCode>,
    /// Naming this leader.
    pub leader: Option<LeaderId>,
    /// Held by this unit.
    pub unit: Option<UnitId>,
    /// A row for each of these. Of places, those directly under the place of the query.
    pub by: HeldBy,
}

/// What was done, for one row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HeldCount {
    /// Held.
    pub held: u64,
    /// Held, and nothing came out of it.
    pub bare: u64,
    /// Planned; the time is over, and nobody recorded it.
    pub missed: u64,
    /// Planned, and still to come.
    pub ahead: u64,
    /// Cases that came out.
    pub outcomes: u64,
    /// Of these, closed.
    pub kept: u64,
    /// Of these, open and late.
    pub late: u64,
    /// The numbers that programs count.
    pub numbers: BTreeMap<(KindId, FieldId), u64>,
}

/// Counts, with their total.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HeldFigures {
    /// All together; an activity with two leaders counts once.
    pub total: HeldCount,
    /// A row each, by key: a leader, unit, place or program.
    pub rows: Vec<(String, HeldCount)>,
}

impl Office {
    /// What was held of what was announced to the public.
    pub async fn public_held(&self, query: HeldQuery) -> Result<HeldFigures, Failure> {
        self.held(query, None).await
    }

    /// What was held, as far as it was announced or the officer's unit may see it.
    pub async fn desk_held(&self, caller: &Caller, query: HeldQuery) -> Result<HeldFigures, Failure> {
        let Actor::Officer { unit, .. } = &caller.by else { return Ok(HeldFigures::default()) };
        self.held(query, Some(unit.clone())).await
    }

    async fn held(&self, query: HeldQuery, seen_by: Option<UnitId>) -> Result<HeldFigures, Failure> {
        let world = self.world();
        self.read(move |shared, tx| {
            let now = shared.now();
            let filter = filter(&world, &query, seen_by);
            let by_kind = counts(tx, HeldBy::Kind, &filter, now)?;
            let total = sum(by_kind.values());
            let found = match query.by {
                HeldBy::Kind => by_kind,
                by => counts(tx, by, &filter, now)?,
            };
            Ok(HeldFigures { total, rows: ordered(&world, &query, found) })
        })
        .await
    }
}

fn filter(world: &World, query: &HeldQuery, seen_by: Option<UnitId>) -> HeldFilter {
    let all = world.programs.iter().filter(|program| program.figures.held.is_some());
    let asked = all.map(|program| program.id.clone());
    HeldFilter {
        from: world.calendar.start_of(query.from),
        before: world.calendar.end_of(query.until),
        kinds: asked.filter(|kind| query.kind.as_ref().is_none_or(|asked| asked == kind)).collect(),
        place: query.place.clone(),
        leader: query.leader.clone(),
        unit: query.unit.clone(),
        published_only: seen_by.is_none(),
        seen_by,
    }
}

fn counts(
    tx: &mut ReadTx,
    by: HeldBy,
    filter: &HeldFilter,
    now: Timestamp,
) -> Result<BTreeMap<String, HeldCount>, Failure> {
    let mut found: BTreeMap<String, HeldCount> = BTreeMap::new();
    for row in held::held(tx, by, filter)? {
        let count = found.entry(row.about).or_default();
        count.held += whole(row.n);
        count.bare += whole(row.bare);
    }
    for row in held::planned(tx, by, filter, now)? {
        let count = found.entry(row.about).or_default();
        count.missed += whole(row.missed);
        count.ahead += whole(row.n - row.missed);
    }
    for row in held::outcomes(tx, by, filter, now)? {
        let count = found.entry(row.about).or_default();
        count.outcomes += whole(row.n);
        count.kept += whole(row.kept);
        count.late += whole(row.late);
    }
    for row in held::numbers(tx, by, filter)? {
        let numbers = &mut found.entry(row.about).or_default().numbers;
        *numbers.entry((row.kind, row.number)).or_default() += whole(row.n);
    }
    Ok(found)
}

fn whole(n: i64) -> u64 {
    u64::try_from(n).unwrap_or(0)
}

fn sum<'c>(counts: impl IntoIterator<Item = &'c HeldCount>) -> HeldCount {
    let mut total = HeldCount::default();
    for count in counts {
        total.held += count.held;
        total.bare += count.bare;
        total.missed += count.missed;
        total.ahead += count.ahead;
        total.outcomes += count.outcomes;
        total.kept += count.kept;
        total.late += count.late;
        for (number, n) in &count.numbers {
            *total.numbers.entry(number.clone()).or_default() += n;
        }
    }
    total
}

/// The rows in the order in which leaders, units, places and programs are shown, never by their numbers.
fn ordered(
    world: &World,
    query: &HeldQuery,
    mut found: BTreeMap<String, HeldCount>,
) -> Vec<(String, HeldCount)> {
    let keys: Vec<String> = match query.by {
        HeldBy::Leader => world.leaders.iter().map(|leader| leader.id.to_string()).collect(),
        HeldBy::Unit => world.units.iter().map(|unit| unit.id.to_string()).collect(),
        HeldBy::Kind => world.programs.iter().map(|program| program.id.to_string()).collect(),
        HeldBy::Place => {
            found = gathered(world, query.place.as_ref(), &found);
            found.keys().cloned().collect()
        }
    };
    keys.into_iter().filter_map(|key| found.remove_entry(&key)).collect()
}

/// Narrow places added up into those directly under the place of the query.
fn gathered(
    world: &World,
    under: Option<&PlaceCode>,
    found: &BTreeMap<String, HeldCount>,
) -> BTreeMap<String, HeldCount> {
    let below = world.places.codes_below(under);
    let mut gathered: BTreeMap<String, Vec<&HeldCount>> = BTreeMap::new();
    for (place, count) in found {
        let code = PlaceCode::parse(place).ok();
        let around = below.iter().find(|below| code.as_ref().is_some_and(|code| code.is_within(below)));
        gathered
            .entry(around.or(under).map_or_else(|| place.clone(), ToString::to_string))
            .or_default()
            .push(count);
    }
    gathered.into_iter().map(|(place, counts)| (place, sum(counts))).collect()
}
