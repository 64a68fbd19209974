//! The town in which the stories happen: the places, units, people and duties of the demonstration, the calendar as it is shipped.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use domain::calendar::{Calendar, CalendarSource};
use domain::command::Caller;
use domain::ids::{CategoryId, LeaderId, Role, UnitId};
use domain::leader::{Leader, Leaders};
use domain::place::{Place, PlaceCode, Places};
use domain::program::Program;
use domain::text::Text;
use domain::unit::{Duty, Level, Unit, Units};
use domain::world::{Categories, Category, Programs, World};
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// The world, and who works in it.
pub(crate) struct Town {
    pub(crate) world: World,
    people: BTreeMap<String, (UnitId, Vec<Role>)>,
}

/// The folder of the project.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

pub(crate) fn text(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

pub(crate) fn file<T: DeserializeOwned>(path: &str) -> T {
    toml::from_str(&text(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[derive(Deserialize)]
struct UnitRow {
    id: UnitId,
    name_zh: String,
    name_en: String,
    level: Level,
    kind: String,
    place: String,
    parent: Option<UnitId>,
}

#[derive(Deserialize)]
struct UnitFile {
    unit: Vec<UnitRow>,
}

#[derive(Deserialize)]
struct DutyRow {
    category: CategoryId,
    place: String,
    unit: UnitId,
    since: jiff::civil::Date,
    basis_zh: String,
    basis_en: String,
}

#[derive(Deserialize)]
struct DutyFile {
    duty: Vec<DutyRow>,
}

#[derive(Deserialize)]
struct CategoryRow {
    id: CategoryId,
    name_zh: String,
    name_en: String,
}

#[derive(Deserialize)]
struct CategoryFile {
    category: Vec<CategoryRow>,
}

#[derive(Deserialize)]
struct LeaderRow {
    id: LeaderId,
    name_zh: String,
    name_en: String,
    unit: UnitId,
    since: jiff::civil::Date,
}

#[derive(Deserialize)]
struct LeaderFile {
    leader: Vec<LeaderRow>,
}

#[derive(Deserialize)]
struct PersonRow {
    account: String,
    unit: UnitId,
    roles: Vec<Role>,
}

#[derive(Deserialize)]
struct PeopleFile {
    person: Vec<PersonRow>,
}

impl Town {
    pub(crate) fn with(programs: Vec<Program>) -> Self {
        let people: PeopleFile = file("demo/people.toml");
        let people =
            people.person.into_iter().map(|person| (person.account, (person.unit, person.roles))).collect();
        Self { world: world(programs), people }
    }

    /// Somebody of the demonstration by account, `petitioner`, or anybody in a role and unit: `approver@hd-government`.
    pub(crate) fn caller(&self, who: &str) -> Caller {
        if who == "petitioner" {
            return Caller::person();
        }
        if let Some((role, unit)) = who.split_once('@') {
            assert!(self.world.units.find(&unit.into()).is_some(), "there is no unit {unit}");
            return Caller::officer(who.into(), unit.into(), vec![role.into()]);
        }
        let (unit, roles) = self.people.get(who).unwrap_or_else(|| panic!("nobody is called {who}"));
        Caller::officer(who.into(), unit.clone(), roles.clone())
    }
}

fn world(programs: Vec<Program>) -> World {
    let units: UnitFile = file("demo/units.toml");
    let duties: DutyFile = file("demo/duties.toml");
    let categories: CategoryFile = file("demo/categories.toml");
    let leaders: LeaderFile = file("demo/leaders.toml");
    let units = units.unit.into_iter().map(|row| Unit {
        id: row.id,
        name: Text::new(row.name_zh, row.name_en),
        level: row.level,
        kind: row.kind.as_str().into(),
        place: PlaceCode::parse(&row.place).unwrap(),
        parent: row.parent,
        phone: None,
        predecessors: Vec::new(),
    });
    let duties = duties.duty.into_iter().map(|row| Duty {
        category: row.category,
        place: PlaceCode::parse(&row.place).unwrap(),
        unit: row.unit,
        since: row.since,
        until: None,
        basis: Text::new(row.basis_zh, row.basis_en),
    });
    let categories = categories.category.into_iter().map(|row| Category {
        id: row.id,
        name: Text::new(row.name_zh, row.name_en),
        words: Vec::new(),
    });
    World {
        programs: Programs::new(programs),
        places: places(),
        units: Units::new(units, duties.collect(), 1),
        leaders: Leaders::new(leaders.leader.into_iter().map(leader).collect()),
        categories: Categories::new(categories.collect()),
        calendar: calendar(),
    }
}

fn leader(row: LeaderRow) -> Leader {
    Leader {
        id: row.id,
        name: Text::new(row.name_zh, row.name_en),
        post: Text::default(),
        portfolio: Text::default(),
        unit: row.unit,
        account: None,
        since: row.since,
        until: None,
    }
}

fn places() -> Places {
    let rows = ["demo/places/qingdao.csv", "demo/places/ningde.csv"].map(text).concat();
    let place = |row: &str| {
        let mut cells = row.split(',');
        let code = PlaceCode::parse(cells.next()?).ok()?;
        Some(Place::lasting(code, Text::new(cells.next()?, cells.next()?)))
    };
    Places::new(rows.lines().filter_map(place))
}

fn calendar() -> Calendar {
    let years = (2020..=2026).map(|year| file(&format!("calendars/cn/{year}.toml")));
    Calendar::build(CalendarSource {
        base: file("calendars/cn/base.toml"),
        lunar: file("calendars/cn/lunar.toml"),
        years: years.collect(),
    })
    .unwrap()
}
