//! A changed world before it is in force: every change applied, everything checked against everything else.

use std::collections::BTreeSet;

use domain::calendar::{Calendar, YearSource};
use domain::ids::CategoryId;
use domain::leader::{Leader, Leaders};
use domain::place::{Place, Places};
use domain::unit::{Duty, Unit, Units};
use domain::world::{Categories, Category, World};
use serde::Serialize;
use store::reference as names;

use super::ReferenceChange;

/// A changed world, with the rows that make it.
#[derive(Debug)]
pub(super) struct Draft {
    pub(super) world: World,
    /// Name and body of each piece that was given.
    pub(super) rows: Vec<(String, String)>,
}

impl Draft {
    /// Applies the changes one after another and checks the whole; says what is wrong, naming the entry.
    pub(super) fn of(world: &World, changes: Vec<ReferenceChange>) -> Result<Self, String> {
        let mut draft = Self { world: world.clone(), rows: Vec::new() };
        for change in changes {
            draft.apply(change)?;
        }
        check(&draft.world)?;
        Ok(draft)
    }

    fn apply(&mut self, change: ReferenceChange) -> Result<(), String> {
        match change {
            ReferenceChange::Places(places) => self.places(places),
            ReferenceChange::Units { units, duties } => self.units(units, duties),
            ReferenceChange::Leaders(leaders) => self.leaders(leaders),
            ReferenceChange::Categories(categories) => self.categories(categories),
            ReferenceChange::Calendar(source) => {
                self.calendar(Calendar::build(*source).map_err(|error| error.to_string())?)
            }
            ReferenceChange::CalendarYear(year) => self.calendar_year(*year),
            ReferenceChange::Boundaries(source) => {
                source.read()?;
                self.row(names::BOUNDARIES, &source)
            }
            ReferenceChange::Pack { source } => self.pack(source),
        }
    }

    fn row(&mut self, name: &str, body: &impl Serialize) -> Result<(), String> {
        let body = serde_json::to_string(body).map_err(|error| error.to_string())?;
        self.rows.push((name.to_owned(), body));
        Ok(())
    }

    fn places(&mut self, places: Vec<Place>) -> Result<(), String> {
        twice(places.iter().map(|place| place.code.as_str()))?;
        self.row(names::PLACES, &places)?;
        self.world.places = Places::new(places);
        Ok(())
    }

    fn units(&mut self, units: Vec<Unit>, duties: Vec<Duty>) -> Result<(), String> {
        twice(units.iter().map(|unit| unit.id.as_str()))?;
        self.row(names::UNITS, &units)?;
        self.row(names::DUTIES, &duties)?;
        let version = self.world.units.duty_version.saturating_add(1);
        self.world.units = Units::new(units, duties, version);
        Ok(())
    }

    fn leaders(&mut self, leaders: Vec<Leader>) -> Result<(), String> {
        twice(leaders.iter().map(|leader| leader.id.as_str()))?;
        self.row(names::LEADERS, &leaders)?;
        self.world.leaders = Leaders::new(leaders);
        Ok(())
    }

    fn categories(&mut self, categories: Vec<Category>) -> Result<(), String> {
        twice(categories.iter().map(|category| category.id.as_str()))?;
        self.row(names::CATEGORIES, &categories)?;
        self.world.categories = Categories::new(categories);
        Ok(())
    }

    fn calendar(&mut self, calendar: Calendar) -> Result<(), String> {
        self.row(names::CALENDAR, calendar.source())?;
        self.world.calendar = calendar;
        Ok(())
    }

    /// A year that is known just so makes no new version, so that nothing is counted anew for it.
    fn calendar_year(&mut self, year: YearSource) -> Result<(), String> {
        let calendar = &self.world.calendar;
        let changed = if calendar.source().years.contains(&year) {
            calendar.clone()
        } else {
            calendar.with_year(year).map_err(|error| error.to_string())?
        };
        self.calendar(changed)
    }

    fn pack(&mut self, source: String) -> Result<(), String> {
        let program = pack::read("pack.toml", &source).map_err(|error| error.to_string())?;
        let findings = pack::check(&program);
        if let Some(finding) = findings.iter().find(|finding| finding.severity == pack::Severity::Error) {
            return Err(format!("{}: {finding}", program.id));
        }
        let current = self.world.programs.current(&program.id).map(|current| current.version);
        if current.is_some_and(|current| program.version < current) {
            return Err(format!(
                "{}: version {} is older than the one in force; raise the version",
                program.id, program.version
            ));
        }
        self.rows.push((names::pack(&program.id), source));
        self.world.programs.add(program);
        Ok(())
    }
}

fn twice<'n>(names: impl Iterator<Item = &'n str>) -> Result<(), String> {
    let mut seen = BTreeSet::new();
    match { names }.find(|name| !seen.insert(*name)) {
        Some(name) => Err(format!("{name} is given twice")),
        None => Ok(()),
    }
}

/// Whether everything that is named is there.
fn check(world: &World) -> Result<(), String> {
    world.units.iter().try_for_each(|unit| check_unit(world, unit))?;
    world.units.duties().iter().try_for_each(|duty| check_duty(world, duty))?;
    world.categories.iter().try_for_each(|category| check_category(world, &category.id))?;
    let homeless = world.leaders.iter().find(|leader| world.units.find(&leader.unit).is_none());
    if let Some(leader) = homeless {
        return Err(format!("leader {}: the unit {} is not there", leader.id, leader.unit));
    }
    for place in world.places.iter() {
        let unknown = place.successors.iter().find(|code| world.places.find(code).is_none());
        if let Some(code) = unknown {
            return Err(format!("place {}: its successor {code} is not there", place.code));
        }
    }
    Ok(())
}

fn check_unit(world: &World, unit: &Unit) -> Result<(), String> {
    if world.places.find(&unit.place).is_none() {
        return Err(format!("unit {}: the place {} is not there", unit.id, unit.place));
    }
    let Some(parent) = &unit.parent else { return Ok(()) };
    if world.units.find(parent).is_none() {
        return Err(format!("unit {}: the unit above it, {parent}, is not there", unit.id));
    }
    if world.units.is_under(parent, &unit.id) {
        return Err(format!("unit {}: it stands above itself", unit.id));
    }
    Ok(())
}

fn check_duty(world: &World, duty: &Duty) -> Result<(), String> {
    let line = format!("duty of {} for {} in {}", duty.unit, duty.category, duty.place);
    if world.units.find(&duty.unit).is_none() {
        Err(format!("{line}: there is no such unit"))
    } else if world.categories.find(&duty.category).is_none() {
        Err(format!("{line}: there is no such category"))
    } else if world.places.find(&duty.place).is_none() {
        Err(format!("{line}: there is no such place"))
    } else if duty.until.is_some_and(|until| until < duty.since) {
        Err(format!("{line}: it ends before it begins"))
    } else {
        Ok(())
    }
}

fn check_category(world: &World, id: &CategoryId) -> Result<(), String> {
    let unknown = id.and_broader().find(|broader| world.categories.find(broader).is_none());
    unknown.map_or(Ok(()), |broader| Err(format!("category {id}: {broader} above it is not there")))
}
