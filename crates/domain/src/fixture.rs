//! A small world for the tests of the core: a city with a county, a street and a community, the offices beside them, and one
//! program that uses every mechanism that programs have.

mod program;
mod story;

use jiff::civil::date;

use crate::calendar::tests::china;
use crate::command::Caller;
use crate::ids::Role;
use crate::leader::{Leader, Leaders};
use crate::place::{Place, PlaceCode, Places};
use crate::text::Text;
use crate::unit::{Duty, Level, Unit, Units};
use crate::world::{Categories, Category, Programs, World};

pub(crate) use program::{day, field, guard, matter, program_act};
pub(crate) use story::{Story, form, in_words, opening};

/// The community in which most stories happen.
pub(crate) const COMMUNITY: &str = "370202001001";

/// Identifier, kind, level, place and superior of each unit.
const UNITS: [(&str, &str, Level, &str, &str); 13] = [
    ("city", "government", Level::City, "3702", ""),
    ("county", "government", Level::County, "370202", "city"),
    ("county2", "government", Level::County, "370203", "city"),
    ("street", "street", Level::Street, "370202001", "county"),
    ("street2", "street", Level::Street, "370202002", "county"),
    ("community", "community", Level::Community, COMMUNITY, "street"),
    ("bureau", "bureau", Level::County, "370202", "county"),
    ("water", "company", Level::Company, "370202", "bureau"),
    ("petition", "petition", Level::County, "370202", "county"),
    ("petition2", "petition", Level::County, "370203", "county2"),
    ("petition-city", "petition", Level::City, "3702", "city"),
    ("discipline", "discipline", Level::County, "370202", "county"),
    ("discipline-city", "discipline", Level::City, "3702", "city"),
];

/// Category, place and unit of each line of the duty list.
const DUTIES: [(&str, &str, &str); 4] = [
    ("urban", "370202", "bureau"),
    ("urban", "370202001", "street"),
    ("urban.drainage", "370202", "water"),
    ("order", "370202", "county"),
];

/// Identifier and unit of each leader; all in office since 2024, the last until the end of 2025.
const LEADERS: [(&str, &str); 3] = [("mayor", "city"), ("head", "county"), ("former", "county")];

/// The world of all stories.
pub(crate) fn world() -> World {
    world_with(DUTIES.map(|(category, place, unit)| duty(category, place, unit)).to_vec())
}

/// The same world under another duty list.
pub(crate) fn world_with(duties: Vec<Duty>) -> World {
    let names = ["37", "3702", "370202", "370203", "370202001", "370202002", COMMUNITY];
    let lasting = names.map(|text| Place::lasting(code(text), Text::new(text, text)));
    let gone = Place {
        valid_until: Some(date(2025, 12, 31)),
        ..Place::lasting(code("370202003"), Text::new("旧街道", "Old Street"))
    };
    let category = |id: &str| Category { id: id.into(), name: Text::new(id, id), words: Vec::new() };
    World {
        programs: Programs::new([matter()]),
        places: Places::new(lasting.into_iter().chain([gone])),
        units: Units::new(UNITS.map(unit), duties, 7),
        leaders: Leaders::new(LEADERS.map(leader).to_vec()),
        categories: Categories::new(["urban", "urban.drainage", "order", "conduct"].map(category).to_vec()),
        calendar: china(),
    }
}

fn unit((id, kind, level, place, parent): (&str, &str, Level, &str, &str)) -> Unit {
    Unit {
        id: id.into(),
        name: Text::new(format!("{id}单位"), format!("Unit {id}")),
        level,
        kind: kind.into(),
        place: code(place),
        parent: Some(parent).filter(|parent| !parent.is_empty()).map(Into::into),
        phone: None,
        predecessors: Vec::new(),
    }
}

fn leader((id, unit): (&str, &str)) -> Leader {
    Leader {
        id: id.into(),
        name: Text::new(id, id),
        post: Text::new("负责人", "Head"),
        portfolio: Text::default(),
        unit: unit.into(),
        account: None,
        since: date(2024, 1, 1),
        until: Some(date(2025, 12, 31)).filter(|_| id == "former"),
    }
}

/// A line of the duty list that is in force throughout.
pub(crate) fn duty(category: &str, place: &str, unit: &str) -> Duty {
    Duty {
        category: category.into(),
        place: code(place),
        unit: unit.into(),
        since: date(2020, 1, 1),
        until: None,
        basis: Text::new("职责清单", "duty list"),
    }
}

pub(crate) fn code(text: &str) -> PlaceCode {
    PlaceCode::parse(text).unwrap()
}

/// An officer `name@unit` with every role that the program knows.
pub(crate) fn officer(who: &str) -> Caller {
    officer_with(who, &["operator", "caseworker", "approver", "supervisor", "moderator"])
}

/// An officer `name@unit` with some roles.
pub(crate) fn officer_with(who: &str, roles: &[&str]) -> Caller {
    let (account, unit) = who.split_once('@').unwrap();
    Caller::officer(account.into(), unit.into(), roles.iter().copied().map(Role::from).collect())
}

/// `person`, `timer`, `import`, or an officer `name@unit`.
pub(crate) fn caller(who: &str) -> Caller {
    match who {
        "person" => Caller::person(),
        "timer" => Caller::timer(),
        "import" => {
            Caller { by: crate::event::Actor::Import { source: "old".to_owned() }, roles: Vec::new() }
        }
        other => officer(other),
    }
}
