//! The town of the simulation: that of other tests, with the units and the programs that are shipped, and a year whose calendar
//! is announced late.

use domain::calendar::{CalendarSource, HolidaySource, YearSource};
use domain::command::Caller;
use domain::ids::UnitId;
use domain::place::Place;
use domain::text::Text;
use domain::unit::{Duty, Level, Unit};
use domain::world::World;
use jiff::civil::{Date, date};
use office::reference::ReferenceChange;
use testkit::town;

use crate::scenarios::town::{file, text};

/// The programs that are simulated.
const PACKS: [&str; 3] = ["packs/petition/pack.toml", "packs/hotline/pack.toml", "packs/grid/pack.toml"];
/// Every role of every program.
const ROLES: [&str; 7] =
    ["operator", "caseworker", "approver", "supervisor", "verifier", "grid_worker", "moderator"];
/// How often the units change before they are as they were.
pub(crate) const ARRANGEMENTS: usize = 4;

pub(crate) fn reference() -> Vec<ReferenceChange> {
    let mut changes = town::reference();
    changes.push(ReferenceChange::Calendar(Box::new(calendar())));
    changes.push(arrangement(0));
    changes.extend(PACKS.map(|pack| ReferenceChange::Pack { source: text(pack) }));
    changes
}

/// The calendar as it is shipped, before 2026 was announced.
fn calendar() -> CalendarSource {
    CalendarSource {
        base: file("calendars/cn/base.toml"),
        lunar: file("calendars/cn/lunar.toml"),
        years: (2020..=2025).map(|year| file(&format!("calendars/cn/{year}.toml"))).collect(),
    }
}

/// 2026 as it is announced, and then announced anew, each time with another day off in spring.
pub(crate) fn year(announced: i8) -> ReferenceChange {
    year_with_day_off(date(2026, 4, 13 + announced % 4))
}

/// 2026 as it is announced, with one more day off.
pub(crate) fn year_with_day_off(day: Date) -> ReferenceChange {
    let mut year: YearSource = file("calendars/cn/2026.toml");
    year.holidays.push(HolidaySource { name: Text::new("春假", "Spring break"), first: day, last: day });
    year.holidays.sort_by_key(|holiday| holiday.first);
    ReferenceChange::CalendarYear(Box::new(year))
}

fn units() -> Vec<Unit> {
    let mut units = town::units();
    let county = units.iter().find(|unit| unit.id.as_str() == "county").unwrap().clone();
    for (id, kind, level) in [
        ("command", "command", Level::County),
        ("watch", "supervision", Level::City),
        ("grid", "grid", Level::Grid),
        ("parks", "department", Level::County),
    ] {
        units.push(Unit {
            id: id.into(),
            kind: kind.into(),
            level,
            parent: Some("county".into()),
            ..county.clone()
        });
    }
    units
}

/// Units and duties as they are after so many changes: as at first; the water company is part of the bureau; it has another name,
/// and the street another superior; the bureau is split.
pub(crate) fn arrangement(number: usize) -> ReferenceChange {
    let (mut units, mut duties) = (units(), town::duties());
    let rename = |from: &str, to: &str, duties: &mut Vec<Duty>| {
        duties
            .iter_mut()
            .filter(|duty| duty.unit == UnitId::from(from))
            .for_each(|duty| duty.unit = to.into());
    };
    match number % ARRANGEMENTS {
        1 => {
            units.retain(|unit| unit.id.as_str() != "water");
            rename("water", "bureau", &mut duties);
        }
        2 => {
            for unit in &mut units {
                match unit.id.as_str() {
                    "water" => unit.id = "tap".into(),
                    "street" => unit.parent = Some("city".into()),
                    _ => {}
                }
            }
            rename("water", "tap", &mut duties);
        }
        3 => {
            let bureau = units.iter().find(|unit| unit.id.as_str() == "bureau").unwrap().clone();
            units.retain(|unit| unit.id != bureau.id);
            for id in ["works", "order"] {
                units.push(Unit { id: id.into(), ..bureau.clone() });
            }
            for unit in units.iter_mut().filter(|unit| unit.parent == Some("bureau".into())) {
                unit.parent = Some("works".into());
            }
            rename("bureau", "works", &mut duties);
        }
        _ => {}
    }
    ReferenceChange::Units { units, duties }
}

/// The other community becomes part of the first one.
pub(crate) fn places_merged() -> ReferenceChange {
    let mut places: Vec<Place> = town::places();
    for place in places.iter_mut().filter(|place| place.code == town::code(town::OTHER_COMMUNITY)) {
        place.valid_until = Some(date(2026, 3, 3));
        place.successors = vec![town::code(town::COMMUNITY)];
    }
    ReferenceChange::Places(places)
}

/// Two officers for each unit that there is or was, who may do everything there, and the officers of other tests, who may not.
pub(crate) fn officers(world: &World) -> Vec<Caller> {
    let roles = || ROLES.map(Into::into).to_vec();
    let mut names: Vec<UnitId> = world.units.iter().map(|unit| unit.id.clone()).collect();
    names.push("water".into());
    let both = names.iter().flat_map(|unit| {
        ["a", "b"].map(|who| Caller::officer(format!("{unit}-{who}").as_str().into(), unit.clone(), roles()))
    });
    let some = ["zhao", "qian", "sun", "li", "wu", "wang", "chen"].map(town::caller);
    both.chain(some).collect()
}
