//! The counters behind the figures: written in the transaction of the cases, added up over servers when read.
//!
//! Each [`Tally`] counts for its place and every place around it, and for its category and for all categories together, so that
//! a page of figures reads some thousand rows however many cases there are.

use std::collections::BTreeMap;

use domain::ids::{CategoryId, KindId, UnitId};
use domain::place::PlaceCode;
use domain::tally::{Measure, Tally};

use crate::engine::{Query, ReadTx, StoreError, Value, WriteTx};
use crate::rows::from_row;

/// Months of the longest span that is read.
pub const MONTHS_MAX: usize = 240;

/// The category that counts all.
const ALL: &str = "";

/// A counter by kind, month, category and measure.
type Key<'t> = (&'t str, &'t str, &'t str, Measure);

/// Adds to counters. `writer` is the number of this server: no two that run at once have the same.
pub fn add_many<'t>(
    tx: &mut WriteTx,
    writer: u32,
    tallies: impl IntoIterator<Item = (&'t Tally, i64)>,
) -> Result<(), StoreError> {
    let mut places: BTreeMap<&PlaceCode, BTreeMap<Key<'_>, i64>> = BTreeMap::new();
    let mut units: BTreeMap<(&UnitId, Key<'_>), i64> = BTreeMap::new();
    for (tally, n) in tallies {
        for category in [ALL, tally.category.as_str()] {
            let key = (tally.kind.as_str(), tally.month.as_str(), category, tally.measure);
            *places.entry(&tally.place).or_default().entry(key).or_default() += n;
            if let Some(unit) = &tally.unit {
                *units.entry((unit, key)).or_default() += n;
            }
        }
    }
    let chains: Vec<(Vec<PlaceCode>, &BTreeMap<Key<'_>, i64>)> =
        places.iter().map(|(place, counters)| (place.and_ancestors().collect(), counters)).collect();
    let mut around: BTreeMap<(&PlaceCode, Key<'_>), i64> = BTreeMap::new();
    for (chain, counters) in &chains {
        for (place, (key, n)) in
            chain.iter().flat_map(|place| counters.iter().map(move |counter| (place, counter)))
        {
            *around.entry((place, *key)).or_default() += n;
        }
    }
    let place_rows = around.iter().filter(|(_, n)| **n != 0);
    let place_rows = place_rows.map(|((place, key), n)| row(place.as_str(), *key, writer, *n));
    tx.insert_many(
        "INSERT INTO place_tallies (place, kind, month, category, measure, writer, n) VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (place, kind, month, category, measure, writer) DO UPDATE SET n = place_tallies.n + excluded.n",
        place_rows,
    )?;
    let unit_rows = units.iter().filter(|(_, n)| **n != 0);
    let unit_rows = unit_rows.map(|((unit, key), n)| row(unit.as_str(), *key, writer, *n));
    tx.insert_many(
        "INSERT INTO unit_tallies (unit_id, kind, month, category, measure, writer, n) VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (unit_id, kind, month, category, measure, writer) DO UPDATE SET n = unit_tallies.n + excluded.n",
        unit_rows,
    )?;
    Ok(())
}

fn row<'a>(of: &'a str, (kind, month, category, measure): Key<'a>, writer: u32, n: i64) -> [Value<'a>; 7] {
    [of.into(), kind.into(), month.into(), category.into(), measure.into(), writer.into(), n.into()]
}

/// A counter that says something else than its cases.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct WrongCounter {
    /// The table.
    pub table: &'static str,
    /// The place or unit.
    pub about: String,
    /// The kind of case.
    pub kind: String,
    /// The month.
    pub month: String,
    /// The category; empty: all.
    pub category: String,
    /// What is counted.
    pub measure: String,
    /// What stands there, of all servers.
    pub stored: i64,
    /// What the cases add up to.
    pub counted: i64,
}

/// Compares all counters with what all cases add up to; empty: they agree. Reads both tables through.
pub fn wrong<'t>(
    tx: &mut ReadTx,
    tallies: impl IntoIterator<Item = (&'t Tally, i64)>,
) -> Result<Vec<WrongCounter>, StoreError> {
    let (mut places, mut units) = (Counted::new(), Counted::new());
    for (tally, n) in tallies {
        for category in [ALL, tally.category.as_str()] {
            let key = |about: &str| {
                [about, tally.kind.as_str(), &tally.month, category, tally.measure.as_str()]
                    .map(str::to_owned)
            };
            for place in tally.place.and_ancestors() {
                *places.entry(key(place.as_str())).or_default() += n;
            }
            if let Some(unit) = &tally.unit {
                *units.entry(key(unit.as_str())).or_default() += n;
            }
        }
    }
    let of_places = "SELECT place AS about, kind, month, category, measure, CAST(sum(n) AS BIGINT) AS n
        FROM place_tallies GROUP BY place, kind, month, category, measure";
    let of_units = "SELECT unit_id AS about, kind, month, category, measure, CAST(sum(n) AS BIGINT) AS n
        FROM unit_tallies GROUP BY unit_id, kind, month, category, measure";
    let mut wrong = compare(tx, "place_tallies", of_places, places)?;
    wrong.extend(compare(tx, "unit_tallies", of_units, units)?);
    Ok(wrong)
}

/// What is counted about a place or unit, by kind, month, category and measure.
type Counted = BTreeMap<[String; 5], i64>;

fn compare(
    tx: &mut ReadTx,
    table: &'static str,
    sql: &'static str,
    mut counted: Counted,
) -> Result<Vec<WrongCounter>, StoreError> {
    let mut wrong = Vec::new();
    let mut tell = |[about, kind, month, category, measure]: [String; 5], stored, counted| {
        if stored != counted {
            wrong.push(WrongCounter { table, about, kind, month, category, measure, stored, counted });
        }
    };
    tx.query_each(sql, &[], |row| {
        let key = [
            row.get("about")?,
            row.get("kind")?,
            row.get("month")?,
            row.get("category")?,
            row.get("measure")?,
        ];
        let should = counted.remove(&key).unwrap_or(0);
        tell(key, row.get("n")?, should);
        Ok(())
    })?;
    for (key, should) in counted {
        tell(key, 0, should);
    }
    wrong.sort();
    Ok(wrong)
}

/// Which counters are added up.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FigureFilter {
    /// Of these kinds; empty: of all.
    pub kinds: Vec<KindId>,
    /// Of cases opened in these months, as `2026-11`; see [`months`].
    pub months: Vec<String>,
    /// In this category or within it; `None`: in all.
    pub category: Option<CategoryId>,
}

/// One figure: a sum of counters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// What it is about: a month, place, unit or category, by what was asked.
    pub about: String,
    /// What is counted.
    pub measure: Measure,
    /// How many.
    pub n: i64,
}

from_row!(Figure { about, measure, n });

/// The months from `from` to `until`, both included, as `2026-11`; at most the first [`MONTHS_MAX`]. Empty when either is no month.
#[must_use]
pub fn months(from: &str, until: &str) -> Vec<String> {
    let read = |text: &str| {
        let (year, month) = text.split_once('-')?;
        let month: u32 = month.parse().ok().filter(|month| (1..=12).contains(month))?;
        Some(year.parse::<u32>().ok()?.checked_mul(12)? + month - 1)
    };
    let (Some(from), Some(until)) = (read(from), read(until)) else { return Vec::new() };
    (from..=until).take(MONTHS_MAX).map(|month| format!("{:04}-{:02}", month / 12, month % 12 + 1)).collect()
}

/// One place, month by month.
pub fn place_by_month(
    tx: &mut ReadTx,
    filter: &FigureFilter,
    place: &PlaceCode,
) -> Result<Vec<Figure>, StoreError> {
    let mut query = Query::new(
        "SELECT /* part */ month AS about, measure, CAST(sum(n) AS BIGINT) AS n FROM place_tallies WHERE TRUE",
    );
    query.push(" AND place = ").bind(place);
    push_filter(&mut query, filter);
    query.push(" GROUP BY month, measure ORDER BY month, measure");
    tx.query_built(&query)
}

/// Several places (the children of one, say; at most 1,024), place by place.
pub fn by_place(
    tx: &mut ReadTx,
    filter: &FigureFilter,
    places: &[PlaceCode],
) -> Result<Vec<Figure>, StoreError> {
    let mut query = Query::new(
        "SELECT /* part */ place AS about, measure, CAST(sum(n) AS BIGINT) AS n FROM place_tallies WHERE TRUE",
    );
    query.push(" AND place ").bind_list(places);
    push_filter(&mut query, filter);
    query.push(" GROUP BY place, measure ORDER BY place, measure");
    tx.query_built(&query)
}

/// One place, category by category.
pub fn place_by_category(
    tx: &mut ReadTx,
    filter: &FigureFilter,
    place: &PlaceCode,
) -> Result<Vec<Figure>, StoreError> {
    let mut query = Query::new(
        "SELECT /* part */ category AS about, measure, CAST(sum(n) AS BIGINT) AS n FROM place_tallies WHERE category <> ''",
    );
    query.push(" AND place = ").bind(place);
    push_kinds_and_months(&mut query, filter);
    push_category(&mut query, filter);
    query.push(" GROUP BY category, measure ORDER BY category, measure");
    tx.query_built(&query)
}

/// One unit, month by month.
pub fn unit_by_month(
    tx: &mut ReadTx,
    filter: &FigureFilter,
    unit: &UnitId,
) -> Result<Vec<Figure>, StoreError> {
    let mut query = Query::new(
        "SELECT /* part */ month AS about, measure, CAST(sum(n) AS BIGINT) AS n FROM unit_tallies WHERE TRUE",
    );
    query.push(" AND unit_id = ").bind(unit);
    push_filter(&mut query, filter);
    query.push(" GROUP BY month, measure ORDER BY month, measure");
    tx.query_built(&query)
}

/// Several units (at most 1,024), unit by unit.
pub fn by_unit(tx: &mut ReadTx, filter: &FigureFilter, units: &[UnitId]) -> Result<Vec<Figure>, StoreError> {
    let mut query = Query::new(
        "SELECT /* part */ unit_id AS about, measure, CAST(sum(n) AS BIGINT) AS n FROM unit_tallies WHERE TRUE",
    );
    query.push(" AND unit_id ").bind_list(units);
    push_filter(&mut query, filter);
    query.push(" GROUP BY unit_id, measure ORDER BY unit_id, measure");
    tx.query_built(&query)
}

/// One unit, category by category.
pub fn unit_by_category(
    tx: &mut ReadTx,
    filter: &FigureFilter,
    unit: &UnitId,
) -> Result<Vec<Figure>, StoreError> {
    let mut query = Query::new(
        "SELECT /* part */ category AS about, measure, CAST(sum(n) AS BIGINT) AS n FROM unit_tallies WHERE category <> ''",
    );
    query.push(" AND unit_id = ").bind(unit);
    push_kinds_and_months(&mut query, filter);
    push_category(&mut query, filter);
    query.push(" GROUP BY category, measure ORDER BY category, measure");
    tx.query_built(&query)
}

fn push_filter<'f>(query: &mut Query<'f>, filter: &'f FigureFilter) {
    push_kinds_and_months(query, filter);
    if filter.category.is_none() {
        query.push(" AND category = ''");
    }
    push_category(query, filter);
}

/// The months one by one rather than as a range: each is a place in the key from which the category is found at once.
fn push_kinds_and_months<'f>(query: &mut Query<'f>, filter: &'f FigureFilter) {
    if !filter.kinds.is_empty() {
        query.push(" AND kind ").bind_list(&filter.kinds);
    }
    query.push(" AND month ").bind_list(&filter.months);
}

fn push_category<'f>(query: &mut Query<'f>, filter: &'f FigureFilter) {
    if let Some(category) = &filter.category {
        // `urban.` to `urban/`: the letter after the full stop
        query.push(" AND (category = ").bind(category);
        query.push(" OR (category >= ").bind(format!("{category}."));
        query.push(" AND category < ").bind(format!("{category}/")).push("))");
    }
}
