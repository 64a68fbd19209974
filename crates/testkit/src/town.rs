//! The town of tests: a county with a street and two communities, the offices beside them, and the people in them.

use domain::calendar::{BaseSource, CalendarSource, HoursSource, LunarSource, Notice, WeekdayName};
use domain::command::Caller;
use domain::place::{Place, PlaceCode};
use domain::text::Text;
use domain::unit::{Duty, Level, Unit};
use domain::world::Category;
use jiff::civil::{Date, Time};
use office::accounts::NewAccount;
use office::reference::ReferenceChange;

/// The community in which most matters happen.
pub const COMMUNITY: &str = "370202001001";
/// Another community of the same street.
pub const OTHER_COMMUNITY: &str = "370202001002";
/// The program of tests.
pub const MATTER: &str = include_str!("matter.toml");

const PLACES: [(&str, &str); 5] = [
    ("3702", "海州市"),
    ("370202", "市南区"),
    ("370202001", "榕树街道"),
    (COMMUNITY, "云霄路社区"),
    (OTHER_COMMUNITY, "石桥社区"),
];

/// Identifier, name, kind, level, place and superior.
const UNITS: [(&str, &str, &str, Level, &str, &str); 9] = [
    ("city", "海州市人民政府", "government", Level::City, "3702", ""),
    ("county", "市南区人民政府", "government", Level::County, "370202", "city"),
    ("hotline", "市南区12345热线", "hotline", Level::County, "370202", "county"),
    ("petition", "市南区信访局", "petition", Level::County, "370202", "county"),
    ("discipline", "市南区纪委监委", "discipline", Level::County, "370202", ""),
    ("bureau", "市南区城市管理局", "department", Level::County, "370202", "county"),
    ("water", "海州自来水公司", "utility", Level::Company, "370202", "bureau"),
    ("street", "榕树街道办事处", "street", Level::Street, "370202001", "county"),
    ("community", "云霄路社区居委会", "community", Level::Community, COMMUNITY, "street"),
];

const CATEGORIES: [(&str, &str); 4] =
    [("urban", "城市管理"), ("urban.drainage", "排水"), ("urban.roads", "道路"), ("order", "作风纪律")];

/// Category, place and unit.
const DUTIES: [(&str, &str, &str); 4] = [
    ("urban", "370202", "bureau"),
    ("urban.roads", "370202001", "street"),
    ("urban.drainage", "370202", "water"),
    ("order", "370202", "county"),
];

/// Account, name, unit and roles.
const PEOPLE: [(&str, &str, &str, &[&str]); 10] = [
    ("zhao", "赵敏", "hotline", &["operator", "moderator"]),
    ("qian", "钱进", "street", &["caseworker"]),
    ("sun", "孙浩", "street", &["approver"]),
    ("li", "李静", "water", &["caseworker"]),
    ("zhou", "周正", "water", &["approver"]),
    ("wu", "吴清", "discipline", &["caseworker"]),
    ("zheng", "郑明", "discipline", &["approver"]),
    ("wang", "王磊", "bureau", &["caseworker", "approver"]),
    ("feng", "冯远", "county", &["approver", "supervisor"]),
    ("chen", "陈安", "county", &["administrator"]),
];

/// The reference data of the town.
#[must_use]
pub fn reference() -> Vec<ReferenceChange> {
    vec![
        ReferenceChange::Calendar(Box::new(calendar())),
        ReferenceChange::Places(places()),
        ReferenceChange::Categories(categories()),
        ReferenceChange::Units { units: units(), duties: duties() },
        ReferenceChange::Pack { source: MATTER.to_owned() },
    ]
}

/// The places of the town.
#[must_use]
pub fn places() -> Vec<Place> {
    PLACES.iter().map(|(place, name)| Place::lasting(code(place), Text::new(*name, *place))).collect()
}

/// The units of the town.
#[must_use]
pub fn units() -> Vec<Unit> {
    let unit = |(id, name, kind, level, place, parent): &(&str, &str, &str, Level, &str, &str)| Unit {
        id: (*id).into(),
        name: Text::new(*name, format!("Unit {id}")),
        level: *level,
        kind: (*kind).into(),
        place: code(place),
        parent: Some(*parent).filter(|parent| !parent.is_empty()).map(Into::into),
        phone: None,
        predecessors: Vec::new(),
    };
    UNITS.iter().map(unit).collect()
}

/// The duty list of the town.
#[must_use]
pub fn duties() -> Vec<Duty> {
    DUTIES.iter().map(|(category, place, unit)| duty(category, place, unit)).collect()
}

/// One line of a duty list.
#[must_use]
pub fn duty(category: &str, place: &str, unit: &str) -> Duty {
    Duty {
        category: category.into(),
        place: code(place),
        unit: unit.into(),
        since: Date::constant(2024, 1, 1),
        until: None,
        basis: Text::new("职责清单", "Duty list"),
    }
}

fn categories() -> Vec<Category> {
    let category = |(id, name): &(&str, &str)| Category {
        id: (*id).into(),
        name: Text::new(*name, *id),
        words: Vec::new(),
    };
    CATEGORIES.iter().map(category).collect()
}

/// A calendar of plain weeks, in version 1: tests count days in their heads.
#[must_use]
pub fn calendar() -> CalendarSource {
    let hours = |from, until| HoursSource {
        from: Time::constant(from, 0, 0, 0),
        until: Time::constant(until, 0, 0, 0),
    };
    let base = BaseSource {
        region: "CN".to_owned(),
        version: 1,
        utc_offset: "+08:00".to_owned(),
        rest_weekdays: vec![WeekdayName::Saturday, WeekdayName::Sunday],
        hours: vec![hours(9, 12), hours(13, 17)],
        statute: Notice {
            title: Text::new("测试", "tests"),
            number: String::new(),
            issued: Date::constant(2024, 1, 1),
        },
        statutory: Vec::new(),
    };
    CalendarSource { base, lunar: LunarSource { years: Vec::new() }, years: Vec::new() }
}

/// Somebody of the town, by account; `person` holds a receipt, `timer` is the clock.
///
/// # Panics
/// When nobody is called so.
#[must_use]
pub fn caller(name: &str) -> Caller {
    match name {
        "person" => Caller::person(),
        "timer" => Caller::timer(),
        officer => {
            let account = account(officer);
            Caller::officer(account.id, account.unit, account.roles)
        }
    }
}

/// The account of an officer of the town.
///
/// # Panics
/// When nobody is called so.
#[expect(clippy::expect_used, reason = "a test that asks for nobody must fail")]
#[must_use]
pub fn account(name: &str) -> NewAccount {
    let found = PEOPLE.iter().find(|(account, ..)| *account == name);
    let (id, name, unit, roles) = found.expect("somebody of the town");
    NewAccount {
        id: (*id).into(),
        name: (*name).to_owned(),
        unit: (*unit).into(),
        roles: roles.iter().map(|role| (*role).into()).collect(),
    }
}

/// A place of any length.
///
/// # Panics
/// When it is none.
#[expect(clippy::expect_used, reason = "a test that names no place must fail")]
#[must_use]
pub fn code(text: &str) -> PlaceCode {
    PlaceCode::parse(text).expect("a division code")
}
