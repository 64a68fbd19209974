//! Who held an activity in which month, how often it is due, and who has not done so in the present period.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::command::Caller;
use domain::event::Actor;
use domain::ids::{CaseId, KindId, LeaderId};
use domain::leader::Leader;
use domain::program::Program;
use domain::rota::{Every, Preset};
use domain::world::World;
use jiff::Timestamp;
use jiff::civil::{Date, date};
use store::held::{self, HeldFilter, LeaderTime};
use store::settings;

use crate::accounts::audit;
use crate::reference::only_administrators;
use crate::{Failure, Office, OrderRefusal};

/// Times of one rota, held or planned.
const TIMES_MAX: u32 = 5_000;

/// The rota of one program in one year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rota {
    /// The rule that says how often; none if the program has none.
    pub preset: Option<Preset>,
    /// A line for each leader in office whom the officer's unit stands above or beside, in their order.
    pub lines: Vec<RotaLine>,
}

/// One leader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RotaLine {
    /// Who.
    pub leader: LeaderId,
    /// How often at least.
    pub every: Option<Every>,
    /// The twelve months.
    pub months: [RotaMonth; 12],
    /// How it stands in the period in which today lies, where one is due.
    pub now: Option<RotaNow>,
}

/// One month of a leader.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RotaMonth {
    /// Held.
    pub held: u32,
    /// Still to come.
    pub ahead: u32,
    /// Planned, the time is over, and nobody recorded it.
    pub missed: u32,
    /// One of the cases: the first that is still to come, else the last one.
    pub case: Option<CaseId>,
}

/// How a leader stands in a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RotaNow {
    /// Held.
    Held,
    /// Not yet, but planned.
    Ahead,
    /// Neither held nor planned.
    Open,
}

impl Office {
    /// The rota of a program that records when it is held; `None` for any other.
    pub async fn rota(&self, caller: &Caller, kind: KindId, year: i16) -> Result<Option<Rota>, Failure> {
        let Actor::Officer { unit, .. } = &caller.by else { return Ok(None) };
        let (world, unit) = (self.world(), unit.clone());
        let Some(program) = world.programs.current(&kind).cloned() else { return Ok(None) };
        if program.figures.held.is_none() || !(1970..=9000).contains(&year) {
            return Ok(None);
        }
        let filter = HeldFilter {
            from: world.calendar.start_of(date(year, 1, 1)),
            before: world.calendar.end_of(date(year, 12, 31)),
            kinds: vec![kind.clone()],
            place: None,
            leader: None,
            unit: None,
            seen_by: Some(unit.clone()),
            published_only: false,
        };
        let found = self
            .read(move |shared, tx| {
                let chosen = settings::find(tx, &preset_name(&kind))?;
                Ok((chosen, held::times(tx, &filter, TIMES_MAX)?, shared.now()))
            })
            .await?;
        let (chosen, times, now) = found;
        let preset = preset(&program, chosen.as_deref()).cloned();
        let near = |leader: &&Leader| is_below(&world, leader, &unit);
        let today = world.calendar.date_of(now);
        let leaders = world.leaders.in_office(today).filter(near);
        let lines =
            leaders.map(|leader| line(&world, preset.as_ref(), leader, &times, (now, year))).collect();
        Ok(Some(Rota { preset, lines }))
    }

    /// Chooses how often a program is held. Administrators only.
    pub async fn choose_preset(&self, caller: &Caller, kind: KindId, preset: String) -> Result<(), Failure> {
        only_administrators(caller)?;
        let known = self
            .world()
            .programs
            .current(&kind)
            .is_some_and(|program| program.presets.iter().any(|known| known.id == preset));
        if !known {
            return Err(OrderRefusal::NotAllowed.into());
        }
        let (shared, by) = (Arc::clone(self.shared()), caller.by.account().cloned());
        self.writes()
            .write(move |tx| {
                settings::put(tx, &preset_name(&kind), &preset)?;
                Ok(audit(tx, &shared, by.as_ref(), "rota-preset", &format!("{kind} {preset}"))?)
            })
            .await
    }
}

fn preset_name(kind: &KindId) -> String {
    format!("rota.{kind}")
}

fn preset<'p>(program: &'p Program, chosen: Option<&str>) -> Option<&'p Preset> {
    let found = program.presets.iter().find(|preset| Some(preset.id.as_str()) == chosen);
    found.or(program.presets.first())
}

/// Whether a leader leads the unit, or one in its place.
fn is_below(world: &World, leader: &Leader, unit: &domain::ids::UnitId) -> bool {
    let own = world.units.find(unit).map(|unit| &unit.place);
    let led = world.units.find(&leader.unit).map(|unit| &unit.place);
    own.zip(led).is_some_and(|(own, led)| led.is_within(own))
}

fn line(
    world: &World,
    preset: Option<&Preset>,
    leader: &Leader,
    times: &[LeaderTime],
    (now, year): (Timestamp, i16),
) -> RotaLine {
    let level = world.units.find(&leader.unit).map(|unit| unit.level);
    let every = level.and_then(|level| preset?.at(level));
    let mut months: BTreeMap<usize, RotaMonth> = BTreeMap::new();
    for time in times.iter().filter(|time| time.leader_id == leader.id) {
        let month = usize::try_from(world.calendar.date_of(time.at).month() - 1).unwrap_or(0);
        add(months.entry(month).or_default(), time, now);
    }
    let months = std::array::from_fn(|month| months.remove(&month).unwrap_or_default());
    let today = world.calendar.date_of(now);
    let standing = every.filter(|_| today.year() == year).map(|every| standing(&months, every, today));
    RotaLine { leader: leader.id.clone(), every, months, now: standing }
}

fn add(month: &mut RotaMonth, time: &LeaderTime, now: Timestamp) {
    if month.ahead == 0 {
        month.case = Some(time.case_id.clone());
    }
    let count = match (time.is_held, time.at > now) {
        (true, _) => &mut month.held,
        (false, true) => &mut month.ahead,
        (false, false) => &mut month.missed,
    };
    *count += 1;
}

fn standing(months: &[RotaMonth; 12], every: Every, today: Date) -> RotaNow {
    let (first, last) = every.around(today);
    let within = (1..).zip(months).filter(|(number, _)| (first..=last).contains(number));
    let (held, ahead) =
        within.fold((0, 0), |(held, ahead), (_, month)| (held + month.held, ahead + month.ahead));
    match (held, ahead) {
        (1.., _) => RotaNow::Held,
        (0, 1..) => RotaNow::Ahead,
        (0, 0) => RotaNow::Open,
    }
}
