//! What the reference data lacks for the rows of a table: places, units and categories that are added before.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::ids::{CategoryId, UnitId, UnitKind};
use domain::place::{Place, PlaceCode, Places};
use domain::text::Text;
use domain::unit::{Level, Unit, Units};
use domain::world::{Categories, Category, World};
use office::reference::ReferenceChange;
use sha2::{Digest as _, Sha256};

use super::mapping::Mapping;
use super::table::Row;

/// The places, units and categories of every row, and what has to be added for them.
pub(crate) struct Additions {
    places: BTreeMap<PlaceCode, Place>,
    units: BTreeMap<UnitId, Unit>,
    categories: BTreeMap<CategoryId, Category>,
    /// Places by name, within the default place.
    place_names: BTreeMap<String, PlaceCode>,
    unit_names: BTreeMap<String, UnitId>,
}

impl Additions {
    /// What the mapping adds whatever the rows say.
    pub(crate) fn new(world: &World, mapping: &Mapping) -> Self {
        let mut additions = Self {
            places: BTreeMap::new(),
            units: BTreeMap::new(),
            categories: BTreeMap::new(),
            place_names: BTreeMap::new(),
            unit_names: world.units.iter().map(|unit| (unit.name.zh.clone(), unit.id.clone())).collect(),
        };
        for add in mapping.place.add.iter().filter(|add| world.places.find(&add.code).is_none()) {
            let place = Place::lasting(
                add.code.clone(),
                Text::new(&add.name_zh, english(&add.name_en, &add.name_zh)),
            );
            additions.places.insert(add.code.clone(), place);
        }
        for add in mapping.unit.add.iter().filter(|add| world.units.find(&add.id).is_none()) {
            let added = Unit {
                id: add.id.clone(),
                name: Text::new(&add.name_zh, english(&add.name_en, &add.name_zh)),
                level: add.level,
                kind: add.kind.clone(),
                place: add.place.clone(),
                parent: add.parent.clone(),
                phone: None,
                predecessors: Vec::new(),
            };
            additions.units.insert(add.id.clone(), added);
        }
        let known = world.places.iter().chain(additions.places.values());
        let within = known.filter(|place| place.code.is_within(&mapping.place.default));
        additions.place_names = within.map(|place| (place.name.zh.clone(), place.code.clone())).collect();
        additions
    }

    /// The category of a row; `None`: it names one that is not known, and there is no default.
    pub(crate) fn category(&mut self, world: &World, mapping: &Mapping, row: &Row) -> Option<CategoryId> {
        let rule = &mapping.category;
        let names: Vec<&str> =
            rule.columns.iter().map(|column| row.get(column)).filter(|name| !name.is_empty()).collect();
        let meant =
            names.iter().rev().find_map(|name| rule.names.get(*name).map(|id| CategoryId::from(id.as_str())));
        if let Some(id) = meant.filter(|id| world.categories.find(id).is_some()) {
            return Some(id);
        }
        let direct =
            names.last().map(|name| CategoryId::from(*name)).filter(|id| world.categories.find(id).is_some());
        if direct.is_some() {
            return direct;
        }
        match &rule.create_under {
            Some(top) if !names.is_empty() => Some(self.create_category(world, top, &names)),
            _ => {
                rule.default.as_deref().map(CategoryId::from).filter(|id| world.categories.find(id).is_some())
            }
        }
    }

    fn create_category(&mut self, world: &World, top: &str, names: &[&str]) -> CategoryId {
        let mut id = CategoryId::from(top);
        let mut add = |id: &CategoryId, name: Text| {
            if world.categories.find(id).is_none() {
                let category = Category { id: id.clone(), name, words: Vec::new() };
                self.categories.entry(id.clone()).or_insert(category);
            }
        };
        add(&id, Text::new("外来分类", "Imported categories"));
        for name in names {
            id = CategoryId::new(format!("{id}.{}", short(name)));
            add(&id, Text::new(*name, *name));
        }
        id
    }

    /// The place of a row.
    pub(crate) fn place(&self, world: &World, mapping: &Mapping, row: &Row) -> PlaceCode {
        let rule = &mapping.place;
        let said = rule.column.as_deref().map_or("", |column| row.get(column));
        let code = || PlaceCode::parse(said).ok().filter(|code| world.places.find(code).is_some());
        let named = rule.names.get(said).or_else(|| self.place_names.get(said)).cloned();
        named.or_else(code).unwrap_or_else(|| rule.default.clone())
    }

    /// The unit of a row.
    pub(crate) fn unit(&mut self, world: &World, mapping: &Mapping, row: &Row) -> Option<UnitId> {
        let rule = &mapping.unit;
        let said = rule.column.as_deref().map_or("", |column| row.get(column));
        if said.is_empty() {
            return rule.default.clone();
        }
        let known = rule.names.get(said).or_else(|| self.unit_names.get(said)).cloned();
        let known = known.or_else(|| Some(UnitId::from(said)).filter(|id| world.units.find(id).is_some()));
        known
            .or_else(|| rule.create_under.as_ref().map(|parent| self.create_unit(mapping, parent, said)))
            .or_else(|| rule.default.clone())
    }

    fn create_unit(&mut self, mapping: &Mapping, parent: &UnitId, name: &str) -> UnitId {
        let id = UnitId::new(format!("imported-{}", short(name)));
        let unit = Unit {
            id: id.clone(),
            name: Text::new(name, name),
            level: Level::County,
            kind: UnitKind::from("department"),
            place: mapping.place.default.clone(),
            parent: Some(parent.clone()),
            phone: None,
            predecessors: Vec::new(),
        };
        self.units.insert(id.clone(), unit);
        self.unit_names.insert(name.to_owned(), id.clone());
        id
    }

    /// The world with everything that is added.
    pub(crate) fn world(&self, world: &World) -> Arc<World> {
        let units = world.units.iter().chain(self.units.values()).cloned();
        Arc::new(World {
            programs: world.programs.clone(),
            places: Places::new(world.places.iter().chain(self.places.values()).cloned()),
            units: Units::new(units, world.units.duties().to_vec(), world.units.duty_version),
            leaders: world.leaders.clone(),
            categories: Categories::new(
                world.categories.iter().chain(self.categories.values()).cloned().collect(),
            ),
            calendar: world.calendar.clone(),
        })
    }

    /// The same as changes of the reference data; none if nothing is added.
    pub(crate) fn changes(&self, world: &World) -> Vec<ReferenceChange> {
        let mut changes = Vec::new();
        let with = self.world(world);
        if !self.places.is_empty() {
            changes.push(ReferenceChange::Places(with.places.iter().cloned().collect()));
        }
        if !self.units.is_empty() {
            let units = with.units.iter().cloned().collect();
            changes.push(ReferenceChange::Units { units, duties: world.units.duties().to_vec() });
        }
        if !self.categories.is_empty() {
            changes.push(ReferenceChange::Categories(with.categories.iter().cloned().collect()));
        }
        changes
    }

    /// How many places, units and categories are added.
    pub(crate) fn counts(&self) -> (usize, usize, usize) {
        (self.places.len(), self.units.len(), self.categories.len())
    }
}

fn english<'n>(name_en: &'n str, name_zh: &'n str) -> &'n str {
    if name_en.is_empty() { name_zh } else { name_en }
}

/// A short name that is the same at every run and fits into an identifier.
fn short(name: &str) -> String {
    hex::encode(Sha256::digest(name.as_bytes())).chars().take(10).collect()
}
