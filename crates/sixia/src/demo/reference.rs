//! Reads the reference data of the demonstration: real places; invented units, duties, people and categories.

use anyhow::Context as _;
use domain::ids::{AccountId, CategoryId, LeaderId, Role, UnitId, UnitKind};
use domain::leader::Leader;
use domain::place::{Place, PlaceCode};
use domain::text::Text;
use domain::unit::{Duty, Level, Unit};
use domain::world::Category;
use jiff::civil::Date;
use office::accounts::NewAccount;
use office::reference::{BoundarySource, ReferenceChange};
use serde::Deserialize;

use crate::shipped;

/// One officer of the demonstration.
#[derive(Clone, Debug)]
pub(crate) struct Officer {
    /// The account.
    pub(crate) account: NewAccount,
    /// What stands on the sign-in page; `None`: not shown there.
    pub(crate) line: Option<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CategoryRow {
    id: CategoryId,
    name_zh: String,
    name_en: String,
    #[serde(default)]
    words_zh: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UnitRow {
    id: UnitId,
    name_zh: String,
    name_en: String,
    level: Level,
    place: PlaceCode,
    #[serde(default)]
    parent: Option<UnitId>,
    kind: UnitKind,
    #[serde(default)]
    phone: Option<String>,
    #[serde(default)]
    predecessors: Vec<UnitId>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DutyRow {
    category: CategoryId,
    place: PlaceCode,
    unit: UnitId,
    since: Date,
    #[serde(default)]
    until: Option<Date>,
    basis_zh: String,
    basis_en: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LeaderRow {
    id: LeaderId,
    name_zh: String,
    name_en: String,
    post_zh: String,
    post_en: String,
    #[serde(default)]
    portfolio_zh: String,
    #[serde(default)]
    portfolio_en: String,
    unit: UnitId,
    #[serde(default)]
    account: Option<AccountId>,
    since: Date,
    #[serde(default)]
    until: Option<Date>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PersonRow {
    account: AccountId,
    name: String,
    unit: UnitId,
    roles: Vec<Role>,
    #[serde(default)]
    demo: bool,
    #[serde(default)]
    line_zh: String,
    #[serde(default)]
    line_en: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Tables {
    #[serde(default)]
    category: Vec<CategoryRow>,
    #[serde(default)]
    unit: Vec<UnitRow>,
    #[serde(default)]
    duty: Vec<DutyRow>,
    #[serde(default)]
    leader: Vec<LeaderRow>,
    #[serde(default)]
    person: Vec<PersonRow>,
}

#[derive(Deserialize)]
struct PlaceRow {
    code: PlaceCode,
    name_zh: String,
    #[serde(default)]
    name_en: String,
    #[serde(default)]
    valid_from: Option<Date>,
    #[serde(default)]
    valid_until: Option<Date>,
    #[serde(default)]
    successors: String,
}

/// Reads categories from TOML.
pub(crate) fn categories(text: &str) -> anyhow::Result<Vec<Category>> {
    let rows = toml::from_str::<Tables>(text)?.category.into_iter();
    let category = |row: CategoryRow| Category {
        id: row.id,
        name: Text::new(row.name_zh, row.name_en),
        words: row.words_zh,
    };
    Ok(rows.map(category).collect())
}

/// Reads units from TOML.
pub(crate) fn units(text: &str) -> anyhow::Result<Vec<Unit>> {
    let rows = toml::from_str::<Tables>(text)?.unit.into_iter();
    let unit = |row: UnitRow| Unit {
        id: row.id,
        name: Text::new(row.name_zh, row.name_en),
        level: row.level,
        kind: row.kind,
        place: row.place,
        parent: row.parent,
        phone: row.phone,
        predecessors: row.predecessors,
    };
    Ok(rows.map(unit).collect())
}

/// Reads a duty list from TOML.
pub(crate) fn duties(text: &str) -> anyhow::Result<Vec<Duty>> {
    let rows = toml::from_str::<Tables>(text)?.duty.into_iter();
    let duty = |row: DutyRow| Duty {
        category: row.category,
        place: row.place,
        unit: row.unit,
        since: row.since,
        until: row.until,
        basis: Text::new(row.basis_zh, row.basis_en),
    };
    Ok(rows.map(duty).collect())
}

/// Reads those who lead from TOML.
pub(crate) fn leaders(text: &str) -> anyhow::Result<Vec<Leader>> {
    let rows = toml::from_str::<Tables>(text)?.leader.into_iter();
    let leader = |row: LeaderRow| Leader {
        id: row.id,
        name: Text::new(row.name_zh, row.name_en),
        post: Text::new(row.post_zh, row.post_en),
        portfolio: Text::new(row.portfolio_zh, row.portfolio_en),
        unit: row.unit,
        account: row.account,
        since: row.since,
        until: row.until,
    };
    Ok(rows.map(leader).collect())
}

/// Reads places from CSV with the columns `code,name_zh,name_en` and, as far as known, `valid_from,valid_until,successors` (codes with spaces
/// between them).
pub(crate) fn places(text: &[u8]) -> anyhow::Result<Vec<Place>> {
    let mut found = Vec::new();
    for row in csv::Reader::from_reader(text).into_deserialize() {
        let row: PlaceRow = row?;
        let successors = row.successors.split_whitespace().map(PlaceCode::parse).collect::<Result<_, _>>()?;
        found.push(Place {
            code: row.code,
            name: Text::new(row.name_zh, row.name_en),
            valid_from: row.valid_from,
            valid_until: row.valid_until,
            successors,
        });
    }
    Ok(found)
}

/// The officers of the demonstration.
pub(crate) fn people() -> anyhow::Result<Vec<Officer>> {
    let rows = toml::from_str::<Tables>(demo("people.toml")?).context("demo/people.toml")?.person;
    let officer = |row: PersonRow| Officer {
        account: NewAccount { id: row.account, name: row.name, unit: row.unit, roles: row.roles },
        line: row.demo.then(|| Text::new(row.line_zh, row.line_en)),
    };
    Ok(rows.into_iter().map(officer).collect())
}

/// All reference data of the demonstration.
pub(crate) fn changes() -> anyhow::Result<Vec<ReferenceChange>> {
    let mut all_places = Vec::new();
    for (path, text) in shipped::folder("demo/places") {
        all_places.extend(places(text.as_bytes()).context(path)?);
    }
    let units = units(demo("units.toml")?).context("demo/units.toml")?;
    let duties = duties(demo("duties.toml")?).context("demo/duties.toml")?;
    let boundaries = BoundarySource {
        geojson: demo("boundaries.geojson")?.to_owned(),
        code_property: "code".to_owned(),
        datum: "wgs84".to_owned(),
    };
    Ok(vec![
        ReferenceChange::Places(all_places),
        ReferenceChange::Boundaries(boundaries),
        ReferenceChange::Categories(categories(demo("categories.toml")?).context("demo/categories.toml")?),
        ReferenceChange::Units { units, duties },
        ReferenceChange::Leaders(leaders(demo("leaders.toml")?).context("demo/leaders.toml")?),
    ])
}

/// One file of the demonstration.
pub(crate) fn demo(name: &str) -> anyhow::Result<&'static str> {
    shipped::file(&format!("demo/{name}")).with_context(|| format!("demo/{name} is not built in"))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_demonstration_holds_together() {
        let units = units(demo("units.toml").unwrap()).unwrap();
        let known: BTreeSet<&UnitId> = units.iter().map(|unit| &unit.id).collect();
        for unit in units.iter().filter_map(|unit| unit.parent.as_ref()) {
            assert!(known.contains(unit), "parent {unit}");
        }
        let categories = categories(demo("categories.toml").unwrap()).unwrap();
        for duty in duties(demo("duties.toml").unwrap()).unwrap() {
            assert!(known.contains(&duty.unit), "{}", duty.unit);
            assert!(categories.iter().any(|category| category.id == duty.category), "{}", duty.category);
        }
        for officer in people().unwrap() {
            assert!(known.contains(&officer.account.unit), "{}", officer.account.unit);
        }
    }

    #[test]
    fn every_office_that_publishes_has_somebody_who_decides_on_it() {
        let people = people().unwrap();
        let has = |unit: &str, role: &str| {
            people.iter().any(|officer| {
                officer.account.unit.as_str() == unit && officer.account.roles.contains(&role.into())
            })
        };
        for unit in
            ["qd-hotline", "qd-petition", "qd-supervision", "nd-hotline", "nd-petition", "nd-supervision"]
        {
            assert!(has(unit, "moderator"), "{unit}");
        }
    }

    #[test]
    fn places_may_say_when_they_were_valid() {
        let csv = "code,name_zh,name_en,valid_from,valid_until,successors\n370202,市南区,Shinan,,2025-12-31,370203 370205\n3702,青岛市,Qingdao,,,\n";
        let places = places(csv.as_bytes()).unwrap();
        assert_eq!(places[0].successors.len(), 2);
        assert_eq!(places[0].valid_until, Some("2025-12-31".parse().unwrap()));
        assert!(places[1].successors.is_empty());
        assert!(super::places(b"code,name_zh\n37,a\nx,b\n").is_err());
    }
}
