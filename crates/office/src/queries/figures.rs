//! How the units did: rates with numerator, denominator and sample size, and nothing about few enough to be recognised.

use std::collections::BTreeMap;

use domain::ids::{CategoryId, KindId, UnitId};
use domain::place::{Place, PlaceCode};
use domain::tally::Measure;
use domain::world::World;
use store::ReadTx;
use store::tallies::{self, Figure, FigureFilter};

use crate::{Failure, Office};

/// A cell with fewer cases than this is not shown to the public: the people in it could be recognised.
pub const SMALL_CELL_BELOW: u64 = 5;

/// Places or units asked about in one statement.
const CHUNK: usize = 256;

/// Sums by what they are about.
type Sums = BTreeMap<String, BTreeMap<Measure, u64>>;

/// A month: `2026-11`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(pub String);

/// Which figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FiguresQuery {
    /// Of what.
    pub scope: FigureScope,
    /// The first month.
    pub from: Month,
    /// The last month.
    pub until: Month,
    /// A row for each of these.
    pub by: GroupBy,
}

/// Of what. What is absent counts all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FigureScope {
    /// The program.
    pub kind: Option<KindId>,
    /// This place and everything within it; `None`: the whole installation.
    pub place: Option<PlaceCode>,
    /// The unit that had to answer. Counted by itself: the place then says nothing.
    pub unit: Option<UnitId>,
    /// This category and everything within it.
    pub category: Option<CategoryId>,
}

/// How figures are broken down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum GroupBy {
    /// One row.
    Nothing,
    /// The places directly under the place of the scope.
    Place,
    /// Units.
    Unit,
    /// Categories: those at the top, or, with a category in the scope, those within it.
    Category,
    /// Months.
    Month,
}

/// Figures, with their total.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figures {
    /// The question.
    pub query: FiguresQuery,
    /// All together.
    pub total: FigureRow,
    /// A row each, by key.
    pub rows: Vec<FigureRow>,
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FigureRow {
    /// A place code, unit, category or month; empty for the total.
    pub key: String,
    /// Cases opened; `None`: fewer than [`SMALL_CELL_BELOW`] and not shown.
    pub opened: Option<u64>,
    /// Cases ended.
    pub ended: Option<u64>,
    /// Cases taken up again.
    pub reopened: Option<u64>,
    /// Cases whose term was extended.
    pub extended: Option<u64>,
    /// Of those whose clock was stopped or ran out, in time.
    pub in_time: Rate,
    /// Of those who said so, answered.
    pub answered: Rate,
    /// Of those who said so, solved.
    pub solved: Rate,
    /// Of those who said so, satisfied.
    pub satisfied: Rate,
    /// Of the answered ones, those that were called back.
    pub called_back: Rate,
}

/// A rate with what it is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rate {
    /// So many of so many. The denominator is the sample size.
    Of {
        /// Yes.
        numerator: u64,
        /// Asked.
        denominator: u64,
    },
    /// Fewer than [`SMALL_CELL_BELOW`]: not shown.
    TooFew,
}

impl Office {
    /// How the units did, with small cells suppressed. A case counts in the month in which it was opened.
    pub async fn figures(&self, query: FiguresQuery) -> Result<Figures, Failure> {
        let world = self.world();
        self.read(move |_, tx| {
            let filter = FigureFilter {
                kinds: query.scope.kind.clone().into_iter().collect(),
                months: tallies::months(&query.from.0, &query.until.0),
                category: query.scope.category.clone(),
            };
            if filter.months.is_empty() {
                return Ok(Figures { total: row("", &BTreeMap::new()), rows: Vec::new(), query });
            }
            let total = sum(&by_month(tx, &world, &query.scope, &filter)?);
            let rows = match query.by {
                GroupBy::Nothing => Sums::new(),
                GroupBy::Month => by_month(tx, &world, &query.scope, &filter)?,
                GroupBy::Place => by_place(tx, &world, &query.scope, &filter)?,
                GroupBy::Unit => by_unit(tx, &world, &query.scope, &filter)?,
                GroupBy::Category => by_category(tx, &world, &query.scope, &filter)?,
            };
            let rows = rows.iter().map(|(key, measures)| row(key, measures)).collect();
            Ok(Figures { total: row("", &total), rows, query })
        })
        .await
    }
}

/// The place of the scope, or the broadest places of the installation.
fn places(world: &World, scope: &FigureScope) -> Vec<PlaceCode> {
    match &scope.place {
        Some(place) => vec![place.clone()],
        None => codes(world.places.children(None)),
    }
}

fn codes<'p>(places: impl Iterator<Item = &'p Place>) -> Vec<PlaceCode> {
    places.map(|place| place.code.clone()).collect()
}

fn by_month(
    tx: &mut ReadTx,
    world: &World,
    scope: &FigureScope,
    filter: &FigureFilter,
) -> Result<Sums, Failure> {
    let mut sums = Sums::new();
    match &scope.unit {
        Some(unit) => add(&mut sums, tallies::unit_by_month(tx, filter, unit)?),
        None => {
            for place in places(world, scope) {
                add(&mut sums, tallies::place_by_month(tx, filter, &place)?);
            }
        }
    }
    Ok(sums)
}

fn by_place(
    tx: &mut ReadTx,
    world: &World,
    scope: &FigureScope,
    filter: &FigureFilter,
) -> Result<Sums, Failure> {
    let places = codes(world.places.children(scope.place.as_ref()));
    let mut sums = Sums::new();
    for places in places.chunks(CHUNK) {
        add(&mut sums, tallies::by_place(tx, filter, places)?);
    }
    Ok(sums)
}

/// The unit of the scope, or the units that serve the place or one within it.
fn by_unit(
    tx: &mut ReadTx,
    world: &World,
    scope: &FigureScope,
    filter: &FigureFilter,
) -> Result<Sums, Failure> {
    let within = |place: &PlaceCode| scope.place.as_ref().is_none_or(|scope| place.is_within(scope));
    let units: Vec<UnitId> = match &scope.unit {
        Some(unit) => vec![unit.clone()],
        None => world.units.iter().filter(|unit| within(&unit.place)).map(|unit| unit.id.clone()).collect(),
    };
    let mut sums = Sums::new();
    for units in units.chunks(CHUNK) {
        add(&mut sums, tallies::by_unit(tx, filter, units)?);
    }
    Ok(sums)
}

/// The categories one level below the one of the scope; counters of narrower ones are added up into them.
fn by_category(
    tx: &mut ReadTx,
    world: &World,
    scope: &FigureScope,
    filter: &FigureFilter,
) -> Result<Sums, Failure> {
    let mut found = Vec::new();
    match &scope.unit {
        Some(unit) => found.extend(tallies::unit_by_category(tx, filter, unit)?),
        None => {
            for place in places(world, scope) {
                found.extend(tallies::place_by_category(tx, filter, &place)?);
            }
        }
    }
    let depth = scope.category.as_ref().map_or(1, |category| category.depth() + 1);
    let mut sums = Sums::new();
    add(&mut sums, found.into_iter().map(|figure| Figure { about: broader(&figure.about, depth), ..figure }));
    Ok(sums)
}

/// A category cut to so many steps: `urban.drainage` to `urban`.
fn broader(category: &str, depth: usize) -> String {
    category.split('.').take(depth).collect::<Vec<_>>().join(".")
}

fn add(sums: &mut Sums, figures: impl IntoIterator<Item = Figure>) {
    for Figure { about, measure, n } in figures {
        let n = u64::try_from(n).unwrap_or(0);
        *sums.entry(about).or_default().entry(measure).or_default() += n;
    }
}

fn sum(sums: &Sums) -> BTreeMap<Measure, u64> {
    let mut total = BTreeMap::new();
    for (measure, n) in sums.values().flatten() {
        *total.entry(*measure).or_default() += n;
    }
    total
}

fn row(key: &str, measures: &BTreeMap<Measure, u64>) -> FigureRow {
    let n = |measure| measures.get(&measure).copied().unwrap_or(0);
    let shown = |measure| Some(n(measure)).filter(|n| *n == 0 || *n >= SMALL_CELL_BELOW);
    let rate = |numerator, denominator| {
        if denominator < SMALL_CELL_BELOW { Rate::TooFew } else { Rate::Of { numerator, denominator } }
    };
    let said = |yes, asked| rate(n(yes), n(asked));
    FigureRow {
        key: key.to_owned(),
        opened: shown(Measure::Received),
        ended: shown(Measure::Closed),
        reopened: shown(Measure::Reopened),
        extended: shown(Measure::Extended),
        in_time: rate(n(Measure::InTime), n(Measure::InTime) + n(Measure::Late)),
        answered: said(Measure::Answered, Measure::AskedAnswered),
        solved: said(Measure::Solved, Measure::AskedSolved),
        satisfied: said(Measure::Satisfied, Measure::AskedSatisfied),
        called_back: rate(n(Measure::CalledBack), n(Measure::CallbackDue)),
    }
}
