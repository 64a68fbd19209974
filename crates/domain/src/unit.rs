//! Units, and the duty list (职责清单) that says which of them answers for what, where.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use crate::ids::{CategoryId, UnitId, UnitKind};
use crate::place::PlaceCode;
use crate::text::Text;

/// The levels of four-level linkage (四级联动), lowest first, and what stands above and beside them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// 网格: gathers people, finds things.
    Grid,
    /// 社区: carries out.
    Community,
    /// 街道: coordinates.
    Street,
    /// 区县: plans.
    County,
    /// 市.
    City,
    /// 省.
    Province,
    /// A company that serves the public: water, power, gas, property. It stands beside the levels, and under a regulator.
    Company,
}

impl Level {
    /// All, lowest first.
    pub const ALL: [Level; 7] =
        [Self::Grid, Self::Community, Self::Street, Self::County, Self::City, Self::Province, Self::Company];

    /// Its name in packs, stored columns and text keys.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Grid => "grid",
            Self::Community => "community",
            Self::Street => "street",
            Self::County => "county",
            Self::City => "city",
            Self::Province => "province",
            Self::Company => "company",
        }
    }

    /// Order in which an able unit is looked for: lowest level first, companies last.
    #[must_use]
    pub fn rank(self) -> u8 {
        match self {
            Self::Grid => 0,
            Self::Community => 1,
            Self::Street => 2,
            Self::Company => 3,
            Self::County => 4,
            Self::City => 5,
            Self::Province => 6,
        }
    }
}

/// One unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    /// Its identifier.
    pub id: UnitId,
    /// Its name.
    pub name: Text,
    /// Its level.
    pub level: Level,
    /// What it is: packs name kinds of units, never units.
    pub kind: UnitKind,
    /// The place that it serves.
    pub place: PlaceCode,
    /// The unit above it.
    pub parent: Option<UnitId>,
    /// Where people reach it by phone.
    #[serde(default)]
    pub phone: Option<String>,
    /// Units that are gone and whose work it took over (前身), earlier ones of those included.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub predecessors: Vec<UnitId>,
}

/// One line of the duty list: the unit answers for the category in the place and everything within both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Duty {
    /// What it answers for.
    pub category: CategoryId,
    /// Where.
    pub place: PlaceCode,
    /// Who.
    pub unit: UnitId,
    /// First day.
    pub since: Date,
    /// Last day; `None`: until further notice.
    #[serde(default)]
    pub until: Option<Date>,
    /// The document that says so.
    pub basis: Text,
}

impl Duty {
    /// Whether the line was in force on `day`.
    #[must_use]
    pub fn is_in_force(&self, day: Date) -> bool {
        self.since <= day && self.until.is_none_or(|until| day <= until)
    }
}

/// All units with their duties. One version of the list is one value; a change makes a new one.
#[derive(Clone, Debug, Default)]
pub struct Units {
    by_id: BTreeMap<UnitId, Unit>,
    duties: Vec<Duty>,
    /// Where in `duties` the lines of each category stand, so that routing does not read the whole list.
    by_category: BTreeMap<CategoryId, Vec<usize>>,
    /// The units of each kind, so that the nearest one is found without a look at all.
    by_kind: BTreeMap<UnitKind, Vec<UnitId>>,
    /// Who took over from each unit that is gone.
    heirs: BTreeMap<UnitId, Vec<UnitId>>,
    /// Which version of the duty list this is; decisions cite it.
    pub duty_version: u32,
}

impl Units {
    /// Units and their duty list, of one version.
    pub fn new(units: impl IntoIterator<Item = Unit>, duties: Vec<Duty>, duty_version: u32) -> Self {
        let mut by_category: BTreeMap<CategoryId, Vec<usize>> = BTreeMap::new();
        for (at, duty) in duties.iter().enumerate() {
            by_category.entry(duty.category.clone()).or_default().push(at);
        }
        let by_id: BTreeMap<UnitId, Unit> = units.into_iter().map(|unit| (unit.id.clone(), unit)).collect();
        let mut by_kind: BTreeMap<UnitKind, Vec<UnitId>> = BTreeMap::new();
        for unit in by_id.values() {
            by_kind.entry(unit.kind.clone()).or_default().push(unit.id.clone());
        }
        let mut heirs: BTreeMap<UnitId, Vec<UnitId>> = BTreeMap::new();
        for unit in by_id.values() {
            let gone = unit.predecessors.iter().filter(|earlier| !by_id.contains_key(*earlier));
            gone.for_each(|earlier| heirs.entry(earlier.clone()).or_default().push(unit.id.clone()));
        }
        Self { by_id, duties, by_category, by_kind, heirs, duty_version }
    }

    /// The unit with this identifier.
    #[must_use]
    pub fn find(&self, id: &UnitId) -> Option<&Unit> {
        self.by_id.get(id)
    }

    /// The units that took over from one that is gone, by identifier; none for a unit that is there.
    #[must_use]
    pub fn heirs(&self, gone: &UnitId) -> &[UnitId] {
        self.heirs.get(gone).map_or(&[], Vec::as_slice)
    }

    /// Whether `unit` is `other`, or took over from it.
    #[must_use]
    pub fn is_or_follows(&self, unit: &UnitId, other: &UnitId) -> bool {
        unit == other || self.heirs(other).contains(unit)
    }

    /// Every unit, by identifier.
    pub fn iter(&self) -> impl Iterator<Item = &Unit> {
        self.by_id.values()
    }

    /// Every line of the duty list.
    #[must_use]
    pub fn duties(&self) -> &[Duty] {
        &self.duties
    }

    /// The lines of the duty list for a category or one that holds it, whatever their place and time.
    pub fn duties_for(&self, category: &CategoryId) -> impl Iterator<Item = &Duty> {
        category
            .and_broader()
            .filter_map(|category| self.by_category.get(&category))
            .flatten()
            .filter_map(|at| self.duties.get(*at))
    }

    /// Lines of the duty list that nothing tells apart: for one category and one place, on a common day, of two units at one level.
    /// The earlier line, which stands first, answers alone; whoever keeps the list should look.
    #[must_use]
    pub fn ties(&self) -> Vec<(&Duty, &Duty)> {
        let mut same: BTreeMap<_, Vec<&Duty>> = BTreeMap::new();
        for duty in &self.duties {
            if let Some(unit) = self.find(&duty.unit) {
                same.entry((&duty.category, &duty.place, unit.level.rank())).or_default().push(duty);
            }
        }
        let meet = |one: &Duty, other: &Duty| {
            one.unit != other.unit
                && one.until.is_none_or(|until| other.since <= until)
                && other.until.is_none_or(|until| one.since <= until)
        };
        let mut ties = Vec::new();
        for lines in same.values() {
            for (at, first) in lines.iter().enumerate() {
                let later = lines.iter().skip(at + 1).filter(|later| meet(first, later));
                ties.extend(later.map(|later| (*first, *later)));
            }
        }
        ties
    }

    /// The unit and everything above it, nearest first. A ring in the data ends the walk.
    pub fn and_superiors<'a>(&'a self, id: &'a UnitId) -> impl Iterator<Item = &'a Unit> {
        std::iter::successors(self.find(id), |unit| unit.parent.as_ref().and_then(|parent| self.find(parent)))
            .take(self.by_id.len())
    }

    /// Whether `unit` is `other` or stands under it. A unit that no longer exists is still itself, and stands where those stand that
    /// took over from it.
    #[must_use]
    pub fn is_under(&self, unit: &UnitId, other: &UnitId) -> bool {
        let stands = |unit| self.and_superiors(unit).any(|above| above.id == *other);
        unit == other || stands(unit) || self.heirs(unit).iter().any(stands)
    }

    /// The identifiers from the top down to the unit, as a path: subtrees of units are ranges of paths.
    #[must_use]
    pub fn path(&self, id: &UnitId) -> String {
        let mut names: Vec<&str> = self.and_superiors(id).map(|unit| unit.id.as_str()).collect();
        names.reverse();
        names.iter().fold(String::from("/"), |path, name| path + name + "/")
    }

    /// The units above both of two (共同上级), lowest first.
    pub fn common_superiors<'a>(
        &'a self,
        one: &'a UnitId,
        other: &'a UnitId,
    ) -> impl Iterator<Item = &'a Unit> {
        let above_one = self.and_superiors(one).skip(1);
        above_one.filter(move |above| above.id != *other && self.is_under(other, &above.id))
    }

    /// The units of a kind that serve a place, by identifier.
    pub fn serving<'u, 'p>(
        &'u self,
        kind: &UnitKind,
        place: &'p PlaceCode,
    ) -> impl Iterator<Item = &'u Unit> + use<'u, 'p> {
        let of_kind = self.by_kind.get(kind).map_or([].as_slice(), Vec::as_slice);
        of_kind.iter().filter_map(|id| self.find(id)).filter(move |unit| place.is_within(&unit.place))
    }

    /// The unit of a kind that serves a place, the narrowest first.
    #[must_use]
    pub fn nearest(&self, kind: &UnitKind, place: &PlaceCode) -> Option<&Unit> {
        self.serving(kind, place).max_by_key(|unit| unit.place.level())
    }
}
