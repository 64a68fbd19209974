//! The world as it is stored: read into one value, and changed version by version.

use std::sync::Arc;

use domain::calendar::{BaseSource, Calendar, CalendarSource, HoursSource, LunarSource, Notice, WeekdayName};
use domain::leader::{Leader, Leaders};
use domain::place::Places;
use domain::text::Text;
use domain::unit::{Duty, Unit, Units};
use domain::world::{Categories, Category, Programs, World};
use jiff::civil::Time;
use map::Boundaries;
use serde::de::DeserializeOwned;
use store::reference::{self, Reference};
use store::{ReadTx, StoreError};

use crate::reference::BoundarySource;
use crate::shared::Known;

/// Reads the world.
pub(crate) fn load(tx: &mut ReadTx) -> Result<Known, StoreError> {
    let changes = reference::head(tx)?;
    let rows = reference::load_all(tx)?;
    let boundaries = boundaries(&rows)?;
    Ok(Known { world: Arc::new(build(&rows)?), boundaries: Arc::new(boundaries), changes })
}

fn build(rows: &[Reference]) -> Result<World, StoreError> {
    let row = |name: &str| rows.iter().find(|row| row.name == name);
    let units: Vec<Unit> = read(row(reference::UNITS))?;
    let duties: Vec<Duty> = read(row(reference::DUTIES))?;
    let duty_version = row(reference::DUTIES).map_or(0, |row| row.version);
    let places: Vec<domain::place::Place> = read(row(reference::PLACES))?;
    let leaders: Vec<Leader> = read(row(reference::LEADERS))?;
    let categories: Vec<Category> = read(row(reference::CATEGORIES))?;
    let calendar = match row(reference::CALENDAR) {
        Some(row) => Calendar::build(parse(row)?).map_err(|_error| unreadable(row))?,
        None => week()?,
    };
    let mut programs = Programs::default();
    for row in rows.iter().filter(|row| row.name.starts_with("pack:")) {
        programs.add(pack::read(&row.name, &row.body).map_err(|_error| unreadable(row))?);
    }
    Ok(World {
        programs,
        places: Places::new(places),
        units: Units::new(units, duties, duty_version),
        leaders: Leaders::new(leaders),
        categories: Categories::new(categories),
        calendar,
    })
}

fn boundaries(rows: &[Reference]) -> Result<Boundaries, StoreError> {
    let Some(row) = rows.iter().find(|row| row.name == reference::BOUNDARIES) else {
        return Ok(Boundaries::default());
    };
    parse::<BoundarySource>(row)?.read().map_err(|_error| unreadable(row))
}

fn read<T: DeserializeOwned + Default>(row: Option<&Reference>) -> Result<T, StoreError> {
    row.map_or_else(|| Ok(T::default()), parse)
}

fn parse<T: DeserializeOwned>(row: &Reference) -> Result<T, StoreError> {
    serde_json::from_str(&row.body).map_err(|_error| unreadable(row))
}

fn unreadable(row: &Reference) -> StoreError {
    StoreError::Column {
        column: "reference.body".to_owned(),
        problem: format!("of {} version {} cannot be read by this program", row.name, row.version),
    }
}

/// The calendar of an office that has been given none: the working week, without holidays.
fn week() -> Result<Calendar, StoreError> {
    let hours = |from: i8, until: i8| HoursSource {
        from: Time::constant(from, 0, 0, 0),
        until: Time::constant(until, 0, 0, 0),
    };
    let base = BaseSource {
        region: "CN".to_owned(),
        version: 0,
        utc_offset: "+08:00".to_owned(),
        rest_weekdays: vec![WeekdayName::Saturday, WeekdayName::Sunday],
        hours: vec![hours(9, 12), hours(13, 17)],
        statute: Notice {
            title: Text::new("未导入节假日安排", "no holidays imported"),
            number: String::new(),
            issued: jiff::civil::Date::constant(1970, 1, 1),
        },
        statutory: Vec::new(),
    };
    let source = CalendarSource { base, lunar: LunarSource { years: Vec::new() }, years: Vec::new() };
    Calendar::build(source).map_err(|_error| StoreError::Value("a week without working days"))
}
