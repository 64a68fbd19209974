//! Imports reference data: places, units, the duty list, categories, a year of the calendar.

use std::collections::{BTreeMap, BTreeSet};

use domain::calendar::YearSource;
use domain::unit::{Duty, Units};
use domain::world::World;
use office::reference::{BoundarySource, ReferenceChange};
use office::{Failure, Office};

use super::table::{Fault, bytes};
use crate::Run;
use crate::cli::{DatumName, Exit, Import, ImportKind};
use crate::demo::reference::{categories, duties, leaders, places, units};
use crate::home;
use crate::terminal::{aside, line};

/// Imports a file of reference data, or only says what is wrong with it. Places, units, leaders and categories that are known already are
/// replaced, others stay; a duty list replaces the one before; a year of the calendar replaces that year.
pub(crate) fn import(run: &Run, args: &Import) -> anyhow::Result<Exit> {
    let file = args.file.as_path();
    let office = home::open_existing(&run.settings)?.office;
    let bytes = bytes(file)?;
    let read = String::from_utf8(bytes)
        .map_err(anyhow::Error::new)
        .and_then(|text| change(&office.world(), args, &text));
    let (change, count) = match read {
        Ok(read) => read,
        Err(error) => {
            aside(
                run.words
                    .with("import-unreadable", &[("file", &file.display()), ("why", &format!("{error:#}"))]),
            );
            return Ok(Exit::Refused);
        }
    };
    let faults = faults(run, &office.world(), &change);
    if !faults.is_empty() {
        return Ok(super::tell_faults(run, &faults));
    }
    if args.kind == ImportKind::Boundaries && args.datum == DatumName::Gcj02 {
        line(run.words.say("import-converted"));
    }
    warn_of_ties(run, &change);
    if args.dry_run {
        line(run.words.with("import-would", &[("rows", &count)]));
        return Ok(Exit::Done);
    }
    match office.change_reference(&Office::machine(), vec![change]) {
        Ok(done) => {
            for done in done {
                let key = if done.changed { "import-reference" } else { "import-reference-same" };
                line(
                    run.words
                        .with(key, &[("topic", &done.topic), ("version", &done.version), ("rows", &count)]),
                );
            }
            Ok(Exit::Done)
        }
        Err(Failure::Order(refusal)) => {
            aside(run.words.with("import-unreadable", &[("file", &file.display()), ("why", &refusal)]));
            Ok(Exit::Refused)
        }
        Err(failure) => Err(failure.into()),
    }
}

/// The change that a file asks for, with how many entries it has.
fn change(world: &World, args: &Import, text: &str) -> anyhow::Result<(ReferenceChange, usize)> {
    Ok(match args.kind {
        ImportKind::Places => {
            let read = places(text.as_bytes())?;
            let count = read.len();
            let mut all: BTreeMap<_, _> =
                world.places.iter().map(|place| (place.code.clone(), place.clone())).collect();
            all.extend(read.into_iter().map(|place| (place.code.clone(), place)));
            (ReferenceChange::Places(all.into_values().collect()), count)
        }
        ImportKind::Units => {
            let read = units(text)?;
            let count = read.len();
            let mut all: BTreeMap<_, _> =
                world.units.iter().map(|unit| (unit.id.clone(), unit.clone())).collect();
            all.extend(read.into_iter().map(|unit| (unit.id.clone(), unit)));
            let duties: Vec<Duty> = world.units.duties().to_vec();
            (ReferenceChange::Units { units: all.into_values().collect(), duties }, count)
        }
        ImportKind::Duties => {
            let duties = duties(text)?;
            let count = duties.len();
            (ReferenceChange::Units { units: world.units.iter().cloned().collect(), duties }, count)
        }
        ImportKind::Categories => {
            let read = categories(text)?;
            let count = read.len();
            let named: BTreeSet<_> = read.iter().map(|category| category.id.clone()).collect();
            let kept = world.categories.iter().filter(|category| !named.contains(&category.id)).cloned();
            (ReferenceChange::Categories(kept.chain(read.iter().cloned()).collect()), count)
        }
        ImportKind::Leaders => {
            let read = leaders(text)?;
            let count = read.len();
            let named: BTreeSet<_> = read.iter().map(|leader| leader.id.clone()).collect();
            let kept = world.leaders.iter().filter(|leader| !named.contains(&leader.id)).cloned();
            (ReferenceChange::Leaders(kept.chain(read.iter().cloned()).collect()), count)
        }
        ImportKind::Calendar => {
            (ReferenceChange::CalendarYear(Box::new(toml::from_str::<YearSource>(text)?)), 1)
        }
        ImportKind::Boundaries => boundaries(args, text)?,
        ImportKind::Matters | ImportKind::Texts => anyhow::bail!("matters and texts are no reference data"),
    })
}

/// Boundaries, read once here so that what is wrong is said before anything is asked of the office.
fn boundaries(args: &Import, text: &str) -> anyhow::Result<(ReferenceChange, usize)> {
    let datum = match args.datum {
        DatumName::Wgs84 => "wgs84",
        DatumName::Gcj02 => "gcj02",
    };
    let source = BoundarySource {
        geojson: text.to_owned(),
        code_property: args.code.clone(),
        datum: datum.to_owned(),
    };
    let count = source.read().map_err(anyhow::Error::msg)?.len();
    Ok((ReferenceChange::Boundaries(source), count))
}

/// Says which lines of a duty list nothing tells apart. They can be imported: the earlier one answers.
fn warn_of_ties(run: &Run, change: &ReferenceChange) {
    let ReferenceChange::Units { units, duties } = change else { return };
    let units = Units::new(units.iter().cloned(), duties.clone(), 0);
    for (first, later) in units.ties() {
        aside(run.words.with(
            "import-tie",
            &[
                ("category", &first.category),
                ("place", &first.place),
                ("first", &first.unit),
                ("later", &later.unit),
            ],
        ));
    }
}

/// Entries that name something that is not there. Lines of such files are not known; the entry is named instead.
fn faults(run: &Run, world: &World, change: &ReferenceChange) -> Vec<Fault> {
    let fault = |entry: &str, column: &str, value: &str| Fault {
        line: 0,
        column: format!("{entry} · {column}"),
        said: run.words.with("import-unknown", &[("value", &value)]),
    };
    let ReferenceChange::Units { units, duties } = change else { return Vec::new() };
    let known: BTreeSet<_> = units.iter().map(|unit| &unit.id).collect();
    let mut found = Vec::new();
    for unit in units {
        if world.places.find(&unit.place).is_none() {
            found.push(fault(unit.id.as_str(), "place", unit.place.as_str()));
        }
        if let Some(parent) = unit.parent.as_ref().filter(|parent| !known.contains(parent)) {
            found.push(fault(unit.id.as_str(), "parent", parent.as_str()));
        }
    }
    for (number, duty) in (1..).zip(duties) {
        let entry = format!("duty {number}");
        if !known.contains(&duty.unit) {
            found.push(fault(&entry, "unit", duty.unit.as_str()));
        }
        if world.places.find(&duty.place).is_none() {
            found.push(fault(&entry, "place", duty.place.as_str()));
        }
        if world.categories.find(&duty.category).is_none() {
            found.push(fault(&entry, "category", duty.category.as_str()));
        }
    }
    found
}
