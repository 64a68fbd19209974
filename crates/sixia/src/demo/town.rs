//! Where things happen, and what: one invented matter after another, told by the phrase book.

use std::sync::Arc;

use domain::authority::may_open;
use domain::command::{Caller, Occasion};
use domain::event::Actor;
use domain::field::Where;
use domain::ids::{UnitId, UnitKind};
use domain::place::PlaceCode;
use domain::program::{Doer, Program, Relation, Shape};
use domain::unit::Level;
use domain::world::World;
use jiff::{SignedDuration, Timestamp};
use office::{Contact, NewCase};

use super::actor::{Pace, Part, Stage};
use super::phrases::{Phrases, Spot, Story, Topic};
use super::script::{Desk, Filled, Script};
use super::staff::{Staff, somebody};
use crate::dice::Dice;
use crate::life::Life;

/// Two years.
const DAYS: i64 = 730;
/// Of a hundred matters, those of each program; a program that is not named gets a few.
const SHARES: [(&str, u64); 9] = [
    ("hotline", 66),
    ("petition", 17),
    ("grid", 15),
    ("commitment", 3),
    ("onsite", 1),
    ("reception", 1),
    ("briefing", 1),
    ("research", 1),
    ("linkage", 1),
];
const OTHER_SHARE: u64 = 5;
/// How many calls come in each hour of the day.
const HOURS: [u64; 24] = [0, 0, 0, 0, 0, 0, 1, 3, 8, 12, 11, 8, 5, 6, 9, 10, 9, 7, 5, 6, 6, 4, 2, 0];
/// Of a hundred matters, those from a place that has a street office of its own in the demonstration.
const NEAR_PERCENT: u64 = 58;
/// Of a hundred matters that an officer takes down, those that are brought to the city at once.
const WIDER_PERCENT: u64 = 10;
/// The channel of those who come in person.
const IN_PERSON: &str = "visit";
/// Openings that are tried before a number gives no matter.
const TRIES: usize = 4;

/// What is asked of a matter that is to be opened.
pub(super) struct Wish<'w> {
    /// When it begins.
    pub(super) at: Timestamp,
    /// The number of an earlier matter that it may be the same as.
    pub(super) earlier: Option<&'w str>,
    /// What the person wants, if that matters: `suggestion`.
    pub(super) class: Option<&'w str>,
    /// Whether the person goes to the highest office that takes it, and not to the nearest.
    pub(super) walks_far: bool,
    /// Where it is, if that matters: here or within.
    pub(super) within: Option<&'w PlaceCode>,
}

/// Everything from which matters are made.
pub(crate) struct Town<'t> {
    pub(crate) world: &'t Arc<World>,
    pub(crate) phrases: &'t Phrases,
    pub(crate) staff: &'t Staff,
    /// The seed of everything.
    pub(crate) seed: u64,
    /// The end of the two years.
    pub(crate) now: Timestamp,
    spots: Vec<Spot>,
    near: Vec<Spot>,
}

impl<'t> Town<'t> {
    /// The town of a world.
    pub(crate) fn new(
        world: &'t Arc<World>,
        phrases: &'t Phrases,
        staff: &'t Staff,
        seed: u64,
        now: Timestamp,
    ) -> Self {
        let spots = super::spots(world);
        let streets: Vec<_> =
            world.units.iter().filter(|unit| unit.level == Level::Street).map(|unit| &unit.place).collect();
        let near = spots
            .iter()
            .filter(|spot| streets.iter().any(|street| spot.code.is_within(street)))
            .cloned()
            .collect();
        Self { world, phrases, staff, seed, now, spots, near }
    }

    /// The stage on which its matters are played.
    pub(crate) fn stage(&self) -> Stage<'_> {
        Stage { world: self.world, phrases: self.phrases, staff: self.staff, now: self.now }
    }

    /// When the matters of the simulation begin, in order.
    pub(crate) fn beginnings(&self, matters: usize) -> Vec<Timestamp> {
        let mut dice = Dice::of(self.seed, u64::MAX);
        let mut found: Vec<Timestamp> = (0..matters).map(|_| self.beginning(&mut dice)).collect();
        found.sort();
        found
    }

    fn beginning(&self, dice: &mut Dice) -> Timestamp {
        let calendar = &self.world.calendar;
        let today = calendar.date_of(self.now);
        loop {
            // More come in every month: people learn that it helps.
            let days = dice.between(0, DAYS).min(dice.between(0, DAYS + DAYS / 2));
            let day = today.checked_sub(jiff::Span::new().days(days)).unwrap_or(today);
            if !calendar.works(day) && dice.percent(45) {
                continue;
            }
            let hours: Vec<(i64, u64)> = (0..).zip(HOURS).collect();
            let hour = dice.weighted(&hours, |(_, weight)| *weight).map_or(9, |(hour, _)| *hour);
            let seconds = SignedDuration::from_secs(hour * 3600 + dice.between(0, 3599));
            let at = calendar.start_of(day) + seconds;
            if at < self.now {
                return at;
            }
        }
    }

    /// The matter with this number, played until its end or until now.
    pub(crate) fn matter(&self, number: u64, at: Timestamp, earlier: Option<&str>) -> Option<Life> {
        let mut dice = Dice::of(self.seed, number);
        let (mut life, script, spot) = (0..TRIES).find_map(|_| {
            let program = self.program(&mut dice)?;
            self.open(program, &Wish { at, earlier, class: None, walks_far: false, within: None }, &mut dice)
        })?;
        let pace = Pace::draw(&mut dice);
        self.stage().play(&mut life, &Part { script: &script, spot: &spot, pace }, &mut dice);
        super::afterwards::go_on(&self.stage(), &mut life, &spot, &mut dice);
        Some(life)
    }

    /// What people of a community tell, and how it will go.
    pub(super) fn told_by(&self, spot: &Spot, dice: &mut Dice) -> Option<(Script, Story)> {
        let topic = self.phrases.topic(spot, dice)?;
        let story = self.phrases.story(topic, spot, dice)?;
        Some((self.script((topic, None), &story, spot, dice), story))
    }

    fn program(&self, dice: &mut Dice) -> Option<&'t Arc<Program>> {
        // Texts are written, not invented.
        let invented = self.world.programs.iter().filter(|program| program.library.is_none());
        let programs: Vec<&Arc<Program>> = invented.collect();
        let share = |program: &&Arc<Program>| {
            SHARES
                .iter()
                .find(|(kind, _)| *kind == program.id.as_str())
                .map_or(OTHER_SHARE, |(_, share)| *share)
        };
        dice.weighted(&programs, share).copied()
    }

    /// Opens a case of the program.
    pub(super) fn open(
        &self,
        program: &Arc<Program>,
        wish: &Wish<'_>,
        dice: &mut Dice,
    ) -> Option<(Life, Script, Spot)> {
        let place = match wish.within {
            Some(place) => {
                let within: Vec<&Spot> =
                    self.spots.iter().filter(|spot| spot.code.is_within(place)).collect();
                dice.pick(&within).copied()?
            }
            None if dice.percent(NEAR_PERCENT) => dice.pick(&self.near)?,
            None => dice.pick(&self.spots)?,
        };
        let (caller, spot) = self.opener(program, place, wish.walks_far, dice)?;
        let topic = self.phrases.topic(&spot, dice)?;
        let story = self.phrases.story(topic, &spot, dice)?;
        let activity = self.phrases.activity(program.id.as_str(), &spot, dice);
        let (category, story) = activity.unwrap_or((&topic.id, story));
        let mut script = self.script((topic, wish.class), &story, &spot, dice);
        script.earlier = wish.earlier.map(str::to_owned);
        let desk = Desk {
            world: self.world,
            phrases: self.phrases,
            spot: &spot,
            at: wish.at,
            program,
            life: None,
            act: &program.opening,
        };
        let mut new = new_case(&desk, &caller, (category, &story), &script, dice)?;
        if wish.walks_far && program.channels.iter().any(|channel| channel.id == IN_PERSON) {
            IN_PERSON.clone_into(&mut new.channel);
        }
        let life = Life::open(self.world, Occasion { at: wish.at, caller: caller.clone() }, new).ok()?;
        self.staff.has_acted(&caller);
        Some((life, script, spot))
    }

    /// Who opens the case, and where: whoever may, the person more often than an officer.
    fn opener(
        &self,
        program: &Program,
        place: &Spot,
        walks_far: bool,
        dice: &mut Dice,
    ) -> Option<(Caller, Spot)> {
        let alone = if walks_far { 0 } else { 3 };
        let doer =
            dice.weighted(&program.opening.by, |doer| if *doer == Doer::Person { alone } else { 2 })?;
        let Doer::Officer { role, at } = doer else { return Some((Caller::person(), place.clone())) };
        let unit = match at {
            Relation::Kind(kind) => {
                let serving = self.world.units.serving(kind, &place.code);
                let wider = serving.min_by_key(|unit| unit.place.level());
                let wider = wider.filter(|_| walks_far || dice.percent(WIDER_PERCENT));
                wider.or_else(|| self.world.units.nearest(kind, &place.code))?.id.clone()
            }
            _ => self.finder(program, role, place, dice)?,
        };
        let found = self.world.units.find(&unit)?;
        // A grid worker finds things in the own grid.
        let spot = if found.place.is_within(&place.code) || place.code.is_within(&found.place) {
            place.clone()
        } else {
            spot(self.world, &found.place)
        };
        let caller =
            self.staff.of(&unit, role).into_iter().find(|caller| may_open(self.world, program, caller))?;
        Some((caller, spot))
    }

    /// A unit in which there is such a role: the lowest one near the place, or any.
    fn finder(
        &self,
        program: &Program,
        role: &domain::ids::Role,
        place: &Spot,
        dice: &mut Dice,
    ) -> Option<UnitId> {
        let levels =
            program.roles.iter().find(|def| def.id == *role).map_or([].as_slice(), |def| &def.levels);
        let lowest = levels.iter().min_by_key(|level| level.rank()).copied()?;
        let units: Vec<_> = self.world.units.iter().filter(|unit| unit.level == lowest).collect();
        let near = units.iter().find(|unit| place.code.is_within(&unit.place));
        near.or_else(|| dice.pick(&units)).map(|unit| unit.id.clone())
    }

    fn script(
        &self,
        (topic, class): (&Topic, Option<&str>),
        story: &Story,
        spot: &Spot,
        dice: &mut Dice,
    ) -> Script {
        let urgency = match dice.below(100) {
            0..2 => "emergency",
            2..12 => "urgent",
            _ if topic.urgent && dice.percent(50) => "urgent",
            _ => "normal",
        };
        let (outcome, verdicts) = outcome(dice);
        let second = self.phrases.general("second_replies", spot, dice);
        let class = if let Some(class) = class {
            class
        } else if dice.percent(12) {
            "accusation"
        } else if topic.kind == "suggestion" {
            "suggestion"
        } else {
            "claim"
        };
        let joint = class == "claim" && dice.percent(6);
        let names =
            if joint { (0..dice.between(2, 5)).map(|_| somebody(dice).0).collect() } else { Vec::new() };
        Script {
            hints: vec![class.to_owned(), topic.kind.clone(), urgency.to_owned(), outcome.to_owned()],
            yes: Vec::new(),
            replies: vec![story.reply.clone(), second],
            fields: story.fields.clone(),
            complaint: self.phrases.general("dissatisfied", spot, dice),
            verdicts,
            people_count: if joint { u32::try_from(dice.between(6, 60)).unwrap_or(6) } else { 1 },
            names,
            ..Script::default()
        }
    }
}

/// How it went, and what the person says of each answer.
fn outcome(dice: &mut Dice) -> (&'static str, Vec<[bool; 3]>) {
    let again = if dice.percent(80) { [true, true, true] } else { [true, false, false] };
    match dice.below(100) {
        0..62 => ("solved", vec![[true, true, dice.percent(92)]]),
        62..82 => ("partly", vec![[true, false, dice.percent(60)], again]),
        82..93 => ("explained", vec![[true, dice.percent(70), dice.percent(60)], again]),
        93..97 => ("cannot", vec![[true, false, dice.percent(30)], [true, false, dice.percent(50)]]),
        _ => ("solved", vec![[false, false, false], again]),
    }
}

/// The case as it is told, in a way that the caller may use.
fn new_case(
    desk: &Desk<'_>,
    caller: &Caller,
    told: (&domain::ids::CategoryId, &Story),
    script: &Script,
    dice: &mut Dice,
) -> Option<NewCase> {
    let (program, (category, story)) = (desk.program, told);
    let alone = caller.by == Actor::Person;
    let channels: Vec<&str> = program
        .channels
        .iter()
        .filter(|channel| channel.by_person == alone)
        .map(|channel| channel.id.as_str())
        .collect();
    let any = program.channels.iter().map(|channel| channel.id.as_str()).next();
    let channel = dice.pick(&channels).copied().or(any)?;
    let accusation = script.hints.iter().any(|hint| hint == "accusation");
    let accused = accusation.then(|| department_of(desk.world, desk.spot, dice)).flatten();
    let found_by_staff = program.channels.iter().all(|channel| !channel.by_person);
    let count = script.names.len().clamp(1, office::PEOPLE_MAX);
    let people = (0..count).map(|at| {
        let (name, phone) = somebody(dice);
        let name = script.names.get(at).cloned().unwrap_or(name);
        Contact { name, phone, ..Contact::default() }
    });
    Some(NewCase {
        kind: program.id.clone(),
        channel: channel.to_owned(),
        category: category.clone(),
        place: Where { place: desk.spot.code.clone(), spot: String::new(), point: None },
        title: story.title.clone(),
        text: story.text.clone(),
        people: if found_by_staff { Vec::new() } else { people.collect() },
        people_count: script.people_count.max(1),
        accused: accused.into_iter().collect(),
        may_publish: program.shape == Shape::Activity || !accusation && dice.percent(85),
        photos: Vec::new(),
        form: script.form(desk, Filled::Some, dice),
    })
}

/// A department of the county: somebody complains about it.
pub(super) fn department_of(world: &World, spot: &Spot, dice: &mut Dice) -> Option<UnitId> {
    let kind = UnitKind::from("department");
    let units: Vec<_> = world
        .units
        .iter()
        .filter(|unit| unit.kind == kind && unit.place.level() == 3 && spot.code.is_within(&unit.place))
        .collect();
    dice.pick(&units).map(|unit| unit.id.clone())
}

/// A place as a spot, with its name as people say it.
pub(super) fn spot(world: &World, code: &PlaceCode) -> Spot {
    const ENDINGS: [&str; 6] = ["社区居委会", "居民委员会", "村民委员会", "居委会", "村委会", "社区"];
    let name = world.places.find(code).map(|place| place.name.zh.clone()).unwrap_or_default();
    let short = ENDINGS.iter().find_map(|ending| name.strip_suffix(ending)).filter(|short| !short.is_empty());
    let township = code
        .parent()
        .and_then(|parent| world.places.find(&parent))
        .map_or("", |place| place.name.zh.as_str());
    Spot {
        code: code.clone(),
        name: short.unwrap_or(&name).to_owned(),
        is_urban: !township.ends_with(['镇', '乡']),
    }
}
