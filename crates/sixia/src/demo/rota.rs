//! The reception days of the leaders of the demonstration: how often each receives follows the program, and a few were not held.

use domain::authority::may_open;
use domain::command::Occasion;
use domain::field::Where;
use domain::ids::LeaderId;
use domain::leader::Leader;
use domain::rota::{self, Every, Rule};
use domain::world::World;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan};
use office::NewCase;

use super::actor::{Pace, Part};
use super::script::{Desk, Filled};
use super::town::{Town, spot};
use crate::dice::Dice;
use crate::life::Life;

/// The program of reception days.
const KIND: &str = "reception";
/// Who arranges them.
const ROLES: [&str; 2] = ["caseworker", "approver"];
/// What they are about, as far as a list of everything needs that.
const CATEGORY: &str = "civil.service";
/// How far back they go, and how far ahead.
const MONTHS_BACK: i64 = 11;
const DAYS_AHEAD: i64 = 40;
/// Days before it at which each is arranged.
const ARRANGED_DAYS: i64 = 12;
/// Days that are arranged, of a hundred.
const ARRANGED_PERCENT: u64 = 88;

/// A day on which a leader receives people.
#[derive(Clone, Debug)]
pub(super) struct Day {
    leader: LeaderId,
    on: Date,
    arranged_at: Timestamp,
}

/// Every reception day that is arranged until now, in order.
pub(super) fn days(world: &World, seed: u64, now: Timestamp) -> Vec<Day> {
    let Some(program) = world.programs.current(&KIND.into()) else { return Vec::new() };
    let mut dice = Dice::of(seed ^ 0x707a, 0);
    let today = world.calendar.date_of(now);
    let first = today.saturating_sub(MONTHS_BACK.months()).first_of_month();
    let last = today.saturating_add(DAYS_AHEAD.days());
    let mut all = Vec::new();
    for (at, leader) in (0_i8..).zip(world.leaders.in_office(today)) {
        let level = world.units.find(&leader.unit).map(|unit| unit.level);
        let every = level.and_then(|level| program.presets.first()?.at(level)).unwrap_or(Every::Month);
        let named = Rule::DayOfMonth(5 + at * 2 % 20);
        for day in rota::days(named, first, last, &world.calendar) {
            let arranged_at =
                world.calendar.start_of(day) - SignedDuration::from_hours(24 * ARRANGED_DAYS - 10);
            let due = every == Every::Month || every.around(day).0 == day.month();
            if due && arranged_at < now && dice.percent(ARRANGED_PERCENT) {
                all.push(Day { leader: leader.id.clone(), on: day, arranged_at });
            }
        }
    }
    all.sort_by_key(|day| day.arranged_at);
    all
}

impl Town<'_> {
    /// The case of a reception day, played until its end or until now.
    pub(super) fn reception(&self, number: u64, day: &Day) -> Option<Life> {
        let mut dice = Dice::of(self.seed, number);
        let program = self.world.programs.current(&KIND.into())?;
        let leader: &Leader = self.world.leaders.find(&day.leader)?;
        let unit = self.world.units.find(&leader.unit)?;
        let callers = ROLES.into_iter().flat_map(|role| self.staff.of(&unit.id, &role.into()));
        let caller = callers.into_iter().find(|caller| may_open(self.world, program, caller))?;
        let spot = spot(self.world, &unit.place);
        let (mut script, _) = self.told_by(&spot, &mut dice)?;
        script.fields = [
            ("leader", day.leader.to_string()),
            ("starts", format!("{}T09:00", day.on)),
            ("ends", format!("{}T11:30", day.on)),
            ("form", "fixed".to_owned()),
        ]
        .map(|(field, said)| (field.to_owned(), said))
        .into();
        let at = day.arranged_at;
        let desk = Desk {
            world: self.world,
            phrases: self.phrases,
            spot: &spot,
            at,
            program,
            life: None,
            act: &program.opening,
        };
        let new = NewCase {
            kind: program.id.clone(),
            channel: program.channels.first()?.id.clone(),
            category: CATEGORY.into(),
            place: Where {
                place: unit.place.clone(), spot: "便民服务中心一楼".to_owned(), point: None
            },
            title: format!("{}{}接访日", leader.name.zh, leader.post.zh),
            text: "有事当面说。能当场办的当场办，办不了的定下谁来办、哪天前答复。".to_owned(),
            people: Vec::new(),
            people_count: 1,
            accused: Vec::new(),
            may_publish: true,
            photos: Vec::new(),
            form: script.form(&desk, Filled::Some, &mut dice),
        };
        let mut life = Life::open(self.world, Occasion { at, caller: caller.clone() }, new).ok()?;
        self.staff.has_acted(&caller);
        self.stage().play(&mut life, &Part { script: &script, spot: &spot, pace: Pace::Quick }, &mut dice);
        Some(life)
    }
}
