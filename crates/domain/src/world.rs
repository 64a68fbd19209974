//! The reference data that decisions rest on, as one immutable value. A change of it makes a new one.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::calendar::Calendar;
use crate::ids::{CategoryId, KindId};
use crate::leader::Leaders;
use crate::place::Places;
use crate::program::Program;
use crate::text::Text;
use crate::unit::Units;

/// Everything that a decision may look at, apart from the case.
#[derive(Clone, Debug)]
pub struct World {
    /// Every version of every program, so that a case can keep the one under which it was opened.
    pub programs: Programs,
    /// Places.
    pub places: Places,
    /// Units and the duty list.
    pub units: Units,
    /// Who leads, and for what.
    pub leaders: Leaders,
    /// What matters can be about.
    pub categories: Categories,
    /// Which days are worked.
    pub calendar: Calendar,
}

/// Programs in all their versions.
#[derive(Clone, Debug, Default)]
pub struct Programs(BTreeMap<KindId, BTreeMap<u32, Arc<Program>>>);

impl Programs {
    /// Programs by kind and version.
    pub fn new(programs: impl IntoIterator<Item = Program>) -> Self {
        let mut all = Self::default();
        programs.into_iter().for_each(|program| all.add(program));
        all
    }

    /// Adds one version; the same version again replaces the earlier one.
    pub fn add(&mut self, program: Program) {
        self.0.entry(program.id.clone()).or_default().insert(program.version, Arc::new(program));
    }

    /// The version that new cases get.
    #[must_use]
    pub fn current(&self, kind: &KindId) -> Option<&Arc<Program>> {
        self.0.get(kind)?.values().next_back()
    }

    /// One version.
    #[must_use]
    pub fn version(&self, kind: &KindId, version: u32) -> Option<&Arc<Program>> {
        self.0.get(kind)?.get(&version)
    }

    /// The current version of each, in the order in which people choose among them; those of one order by kind.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Program>> {
        let mut current: Vec<_> =
            self.0.values().filter_map(|versions| versions.values().next_back()).collect();
        current.sort_by_key(|program| program.order);
        current.into_iter()
    }
}

/// One thing that matters can be about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Category {
    /// Dotted, from broad to narrow.
    pub id: CategoryId,
    /// What people call it.
    pub name: Text,
    /// Words that people use when they mean it; a category is suggested from them, never decided.
    #[serde(default)]
    pub words: Vec<String>,
}

/// Every category, in the order in which they are shown.
#[derive(Clone, Debug, Default)]
pub struct Categories(Vec<Category>);

impl Categories {
    /// Categories in the order in which they are shown.
    #[must_use]
    pub fn new(categories: Vec<Category>) -> Self {
        Self(categories)
    }

    /// The category with this name.
    #[must_use]
    pub fn find(&self, id: &CategoryId) -> Option<&Category> {
        self.0.iter().find(|category| category.id == *id)
    }

    /// Every category, in order.
    pub fn iter(&self) -> impl Iterator<Item = &Category> {
        self.0.iter()
    }

    /// Those at the top.
    pub fn tops(&self) -> impl Iterator<Item = &Category> {
        self.0.iter().filter(|category| category.id.depth() == 1)
    }

    /// The names from the top down.
    #[must_use]
    pub fn path(&self, id: &CategoryId) -> Text {
        let on_the_way: Vec<&Category> =
            self.0.iter().filter(|category| id.is_within(&category.id)).collect();
        let join = |get: fn(&Text) -> &str| {
            on_the_way.iter().map(|category| get(&category.name)).collect::<Vec<_>>().join(" / ")
        };
        Text::new(join(|text| &text.zh), join(|text| &text.en))
    }
}
