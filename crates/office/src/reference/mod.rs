//! The data that decisions rest on: places, units and duties, categories, calendar, packs. Each change is checked, gets a version,
//! and is kept with who made it and when.

mod draft;
mod recount;
mod succession;

use domain::calendar::{CalendarSource, YearSource};
use domain::command::Caller;
use domain::event::Actor;
use domain::leader::Leader;
use domain::place::Place;
use domain::unit::{Duty, Unit};
use domain::world::Category;
use jiff::Timestamp;
use map::{Boundaries, Datum};
use serde::{Deserialize, Serialize};
use store::reference as rows;

use self::draft::Draft;
pub use self::recount::ClockMoved;
pub use self::succession::SuccessionLine;
use crate::accounts::{ADMINISTRATOR, audit};
use crate::{Failure, Office, OrderRefusal, world};

/// A change of the reference data. Each replaces what was there before; old versions are kept.
#[derive(Clone, Debug)]
pub enum ReferenceChange {
    /// All places.
    Places(Vec<Place>),
    /// All units and the duty list; the version of the list rises by one.
    Units {
        /// All units.
        units: Vec<Unit>,
        /// The whole duty list.
        duties: Vec<Duty>,
    },
    /// Everybody who leads, past ones included, in the order in which they are shown.
    Leaders(Vec<Leader>),
    /// All categories, in the order in which they are shown.
    Categories(Vec<Category>),
    /// The whole calendar.
    Calendar(Box<CalendarSource>),
    /// One announced year. Clocks are recounted afterwards by a job.
    CalendarYear(Box<YearSource>),
    /// The boundaries of places.
    Boundaries(BoundarySource),
    /// One pack, as its text; a text that is there already makes no new version.
    Pack {
        /// The whole of `pack.toml`.
        source: String,
    },
}

/// Boundaries as they were given. They are read anew at each start, so that what is stored can be compared with its source.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BoundarySource {
    /// `GeoJSON` (RFC 7946): a collection of polygons.
    pub geojson: String,
    /// The property that holds the division code.
    pub code_property: String,
    /// In which datum the coordinates are given: `wgs84` or `gcj02`.
    pub datum: String,
}

impl BoundarySource {
    /// Reads them, converted to WGS-84; says what is wrong, naming the feature.
    ///
    /// # Errors
    /// The first thing that is wrong, in words.
    pub fn read(&self) -> Result<Boundaries, String> {
        let datum = Datum::parse(&self.datum).ok_or_else(|| format!("{}: wgs84 or gcj02?", self.datum))?;
        Boundaries::read(&self.geojson, &self.code_property, datum).map_err(|error| error.to_string())
    }
}

/// What a change of the reference data did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReferenceDone {
    /// What was changed: `places`, `units`, `duties`, `leaders`, `categories`, `calendar`, `boundaries`, `pack:petition`.
    pub topic: String,
    /// Its version now.
    pub version: u32,
    /// Whether anything is different from before.
    pub changed: bool,
}

/// A version in the history of the reference data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReferenceVersion {
    /// What was changed.
    pub topic: String,
    /// Its version.
    pub version: u32,
    /// When.
    pub at: Timestamp,
    /// By which account; empty: at the first start.
    pub by: String,
}

impl Office {
    /// Changes reference data: checked, versioned, recorded. All of the changes or none. Administrators only. Waits.
    pub fn change_reference(
        &self,
        caller: &Caller,
        changes: Vec<ReferenceChange>,
    ) -> Result<Vec<ReferenceDone>, Failure> {
        only_administrators(caller)?;
        let draft =
            Draft::of(&self.world(), changes).map_err(|problem| OrderRefusal::Reference { problem })?;
        let shared = std::sync::Arc::clone(self.shared());
        let account = caller.by.account().cloned();
        let done = self.writes().write_blocking(move |tx| {
            let mut done = Vec::new();
            for (name, body) in &draft.rows {
                let newest = rows::find_newest(tx, name)?;
                let same = newest.as_ref().filter(|newest| newest.body == *body);
                if same.is_none() {
                    newest.as_ref().map_or(Ok(()), |newest| check_version(newest, body))?;
                }
                let version = match same {
                    Some(same) => same.version,
                    None => rows::put(tx, name, body, shared.now(), account.as_ref())?,
                };
                if same.is_none() {
                    audit(tx, &shared, account.as_ref(), "reference", &format!("{name} {version}"))?;
                }
                done.push(ReferenceDone { topic: name.clone(), version, changed: same.is_none() });
            }
            Ok(done)
        })?;
        self.look_at_reference()?;
        Ok(done)
    }

    /// Takes notice of what another server, or this one, has changed. Waits.
    pub(crate) fn look_at_reference(&self) -> Result<(), Failure> {
        let known = self.shared().known().changes;
        let newer = self.read_blocking(move |_, tx| {
            let changed = rows::head(tx)? != known;
            Ok(if changed { Some(world::load(tx)?) } else { None })
        })?;
        if let Some(newer) = newer {
            self.shared().learn(newer);
        }
        Ok(())
    }

    /// Which versions there were, newest first. Administrators only.
    pub async fn reference_history(&self, caller: &Caller) -> Result<Vec<ReferenceVersion>, Failure> {
        only_administrators(caller)?;
        let world = self.world();
        self.read(move |_, tx| {
            let fixed = [
                rows::PLACES,
                rows::UNITS,
                rows::DUTIES,
                rows::LEADERS,
                rows::CATEGORIES,
                rows::CALENDAR,
                rows::BOUNDARIES,
            ];
            let packs = world.programs.iter().map(|program| rows::pack(&program.id));
            let mut history = Vec::new();
            for topic in fixed.into_iter().map(str::to_owned).chain(packs) {
                for (version, at, by) in rows::versions(tx, &topic)? {
                    let by = by.map(|account| account.to_string()).unwrap_or_default();
                    history.push(ReferenceVersion { topic: topic.clone(), version, at, by });
                }
            }
            history.sort_by(|left, right| right.at.cmp(&left.at).then(left.topic.cmp(&right.topic)));
            Ok(history)
        })
        .await
    }
}

/// Cases keep the version of their program, so a version never changes its meaning.
fn check_version(newest: &rows::Reference, body: &str) -> Result<(), OrderRefusal> {
    if !newest.name.starts_with("pack:") {
        return Ok(());
    }
    let version = |text: &str| pack::read(&newest.name, text).map(|program| program.version).ok();
    if version(&newest.body) == version(body) {
        let problem = format!("{}: the text changed; raise the version", newest.name);
        return Err(OrderRefusal::Reference { problem });
    }
    Ok(())
}

/// Refuses everybody else.
pub(crate) fn only_administrators(caller: &Caller) -> Result<(), OrderRefusal> {
    // Not `Caller::has`, which knows officers only: whoever runs the machine may do it too.
    let is = caller.roles.iter().any(|role| role.as_str() == ADMINISTRATOR);
    if is && caller.by != Actor::Person { Ok(()) } else { Err(OrderRefusal::NotAllowed) }
}
