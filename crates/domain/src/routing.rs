//! Who must answer: every assignment explains itself.
//!
//! The duty list (职责清单) says which unit answers for which category in which place. Of those able, the lowest level answers first
//! (四级联动); among equals the one with the narrower place, then with the narrower category; where nothing tells two lines apart, the
//! earlier one. A unit at a level at which the program does not run is passed over. A unit that is complained about
//! never handles the complaint: the next able unit takes over, and if there is none, the first unit above the accused one that is free of the
//! complaint.

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::case::Case;
use crate::ids::{CategoryId, UnitId, UnitKind};
use crate::place::PlaceCode;
use crate::program::Program;
use crate::text::Text;
use crate::unit::{Duty, Level, Unit};
use crate::world::World;

/// Units passed over that an explanation names; more would bury the reason.
pub const PASSED_OVER_MAX: usize = 8;

/// Why a unit got a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Because {
    /// The rule.
    pub rule: AssignRule,
    /// The version of the duty list that was in force.
    pub duty_version: u32,
    /// Which others could have been, and why they were not.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub passed_over: Vec<PassedOver>,
}

/// By which rule a unit got a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "rule")]
pub enum AssignRule {
    /// A line of the duty list.
    Duty {
        /// The category of the line.
        category: CategoryId,
        /// The place of the line.
        place: PlaceCode,
        /// The document behind it.
        basis: Text,
    },
    /// An officer chose it.
    Chosen,
    /// It stands above the unit that held the case, or above the one complained about.
    Superior,
    /// It had sent the case.
    Sender,
    /// It had registered the case.
    Receiver,
    /// It had to answer before.
    Handler,
    /// It is the nearest of its kind for the place.
    Kind {
        /// The kind.
        kind: UnitKind,
    },
    /// It is the unit of the officer.
    Own,
    /// So it was in the system from which the case came.
    Imported,
    /// It took the place of a unit that no longer exists.
    Succession,
}

/// A unit that was not chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PassedOver {
    /// Which.
    pub unit: UnitId,
    /// Why.
    pub why: WhyNot,
}

/// Why a unit was not chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhyNot {
    /// A lower level can do it.
    HigherLevel,
    /// Another answers for a narrower place.
    WiderPlace,
    /// Another answers for a narrower category.
    WiderCategory,
    /// It, or a unit above it, is complained about.
    Accused,
    /// Its line says the same and stands further down: the list should tell them apart.
    LaterLine,
    /// The program does not run at its level.
    NotAtLevel,
    /// It may not handle sealed cases.
    NotForSealed,
}

impl WhyNot {
    /// The key of the text that is shown.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::HigherLevel => "why-not-higher-level",
            Self::WiderPlace => "why-not-wider-place",
            Self::WiderCategory => "why-not-wider-category",
            Self::Accused => "why-not-accused",
            Self::LaterLine => "why-not-later-line",
            Self::NotAtLevel => "why-not-not-at-level",
            Self::NotForSealed => "why-not-not-for-sealed",
        }
    }
}

/// What is to be routed.
#[derive(Clone, Debug)]
pub struct Question<'q> {
    /// What it is about.
    pub category: &'q CategoryId,
    /// Where.
    pub place: &'q PlaceCode,
    /// When.
    pub at: Timestamp,
    /// Who must not get it.
    pub accused: &'q [UnitId],
    /// If the case is sealed, the kinds of unit that may handle it.
    pub sealed_for: Option<&'q [UnitKind]>,
    /// The levels at which cases of the program can be held; empty: at all.
    pub levels: &'q [Level],
}

impl<'q> Question<'q> {
    /// The question that a case asks; without its program, who is able at all.
    #[must_use]
    pub fn of(case: &'q Case, program: Option<&'q Program>, at: Timestamp) -> Self {
        let sealing = program.and_then(|program| program.sealing.as_ref());
        Self {
            category: &case.category_now,
            place: &case.place_now.place,
            at,
            accused: &case.opened.accused,
            sealed_for: sealing.filter(|_| case.opened.sealed).map(|sealing| sealing.handlers.as_slice()),
            levels: program.map(|program| program.levels.as_slice()).unwrap_or_default(),
        }
    }

    /// Why a unit may not handle the case, if so.
    #[must_use]
    pub fn bars(&self, world: &World, unit: &Unit) -> Option<WhyNot> {
        if is_accused(world, self.accused, &unit.id) {
            return Some(WhyNot::Accused);
        }
        let kind_fits = self.sealed_for.is_none_or(|kinds| kinds.contains(&unit.kind));
        if !kind_fits {
            return Some(WhyNot::NotForSealed);
        }
        let level_fits = self.levels.is_empty() || self.levels.contains(&unit.level);
        if level_fits { None } else { Some(WhyNot::NotAtLevel) }
    }
}

/// Whether a unit is complained about, took over from one that is, or stands under one of these.
#[must_use]
pub fn is_accused(world: &World, accused: &[UnitId], unit: &UnitId) -> bool {
    let heirs = accused.iter().flat_map(|accused| world.units.heirs(accused));
    accused.iter().chain(heirs).any(|accused| world.units.is_under(unit, accused))
}

/// The unit that takes over the part of one that is gone: the one that followed it; of several, the one that the duty list names,
/// or else the first. None that is barred.
#[must_use]
pub fn heir<'w>(world: &'w World, question: &Question<'_>, gone: &UnitId) -> Option<&'w Unit> {
    let day = world.calendar.date_of(question.at);
    let able =
        |unit: &&Unit| !matches!(question.bars(world, unit), Some(WhyNot::Accused | WhyNot::NotForSealed));
    let heirs: Vec<&Unit> =
        world.units.heirs(gone).iter().filter_map(|id| world.units.find(id)).filter(able).collect();
    let duties = world.units.duties_for(question.category);
    let named = duties.filter(|duty| duty.is_in_force(day) && question.place.is_within(&duty.place));
    let named = named.filter_map(|duty| heirs.iter().find(|heir| heir.id == duty.unit));
    named.into_iter().next().or(heirs.first()).copied()
}

/// Who takes over where a unit is barred: the first unit above it that is not. For a sealed case there may be none, because the
/// kinds that may handle it stand beside the others: then the lowest unit of these kinds that serves the place, at `rank` or
/// above.
#[must_use]
pub fn instead<'w>(
    world: &'w World,
    question: &Question<'_>,
    unit: &'w UnitId,
    rank: u8,
) -> Option<&'w Unit> {
    let free = |unit: &&Unit| question.bars(world, unit).is_none();
    let beside = || {
        let kinds = question.sealed_for.unwrap_or_default();
        let able = world.units.iter().filter(|other| {
            kinds.contains(&other.kind)
                && other.level.rank() >= rank
                && other.id != *unit
                && question.place.is_within(&other.place)
        });
        able.filter(free).min_by_key(|other| (other.level.rank(), usize::MAX - other.place.level()))
    };
    world.units.and_superiors(unit).skip(1).find(free).or_else(beside)
}

/// Who must answer, with the explanation; `None` when nobody can.
#[must_use]
pub fn route<'w>(world: &'w World, question: &Question<'w>) -> Option<(UnitId, Because)> {
    let mut able: Vec<(&Duty, &Unit)> = lines(world, question).collect();
    // Stable: of lines that nothing tells apart, the earlier one in the list stays first.
    able.sort_by_key(|(duty, unit)| {
        (unit.level.rank(), usize::MAX - duty.place.level(), usize::MAX - duty.category.depth())
    });
    let chosen = able.iter().find(|(_, unit)| question.bars(world, unit).is_none()).copied();
    let passed_over = passed_over(world, question, &able, chosen);
    let because = |rule| Because { rule, duty_version: world.units.duty_version, passed_over };
    if let Some((duty, unit)) = chosen {
        let rule = AssignRule::Duty {
            category: duty.category.clone(),
            place: duty.place.clone(),
            basis: duty.basis.clone(),
        };
        return Some((unit.id.clone(), because(rule)));
    }
    // Whoever is able is complained about, or may not handle what is sealed.
    let above = able.iter().find_map(|(_, unit)| instead(world, question, &unit.id, unit.level.rank()))?;
    Some((above.id.clone(), because(AssignRule::Superior)))
}

/// Whether the duty list names the holder of a case for its category and place.
#[must_use]
pub fn holder_on_duty(world: &World, case: &Case, at: Timestamp) -> bool {
    let question = Question::of(case, None, at);
    case.holder.as_ref().is_some_and(|holder| lines(world, &question).any(|(_, unit)| unit.id == *holder))
}

/// By how many levels the holder stands above the lowest unit that the duty list names for the case, where nothing below `lowest`
/// counts: whoever comes in person comes to the competent level or the next above it (信访工作条例 art. 20). 0 where the list names
/// nobody; below 0 where the holder stands lower.
#[must_use]
pub fn steps_above_duty(world: &World, case: &Case, lowest: Option<Level>, at: Timestamp) -> i64 {
    let holder = case.holder.as_ref().and_then(|unit| world.units.find(unit));
    let able = lines(world, &Question::of(case, None, at)).map(|(_, unit)| tier(world, unit)).min();
    let floor = lowest.map_or(0, step);
    match (holder, able) {
        (Some(holder), Some(able)) => tier(world, holder).saturating_sub(able.max(floor)),
        _ => 0,
    }
}

/// The level of a unit as a number; a company stands where the unit above it stands.
fn tier(world: &World, unit: &Unit) -> i64 {
    let of_government = world.units.and_superiors(&unit.id).find(|unit| unit.level != Level::Company);
    of_government.map_or(0, |unit| step(unit.level))
}

/// Where a level stands among the levels, counted from the lowest.
fn step(level: Level) -> i64 {
    (0..).zip(Level::ALL).find(|(_, known)| *known == level).map_or(0, |(step, _)| step)
}

/// The lines of the duty list that answer the question, with their units.
fn lines<'w>(world: &'w World, question: &Question<'w>) -> impl Iterator<Item = (&'w Duty, &'w Unit)> {
    let day = world.calendar.date_of(question.at);
    let place = question.place;
    world
        .units
        .duties_for(question.category)
        .filter(move |duty| duty.is_in_force(day) && place.is_within(&duty.place))
        .filter_map(|duty| world.units.find(&duty.unit).map(|unit| (duty, unit)))
}

fn passed_over(
    world: &World,
    question: &Question<'_>,
    able: &[(&Duty, &Unit)],
    chosen: Option<(&Duty, &Unit)>,
) -> Vec<PassedOver> {
    let mut named: BTreeSet<&UnitId> = chosen.iter().map(|(_, unit)| &unit.id).collect();
    able.iter()
        // A unit with several lines is named once, with the line that came nearest.
        .filter(|(_, unit)| named.insert(&unit.id))
        .map(|(duty, unit)| PassedOver {
            unit: unit.id.clone(),
            why: question.bars(world, unit).unwrap_or_else(|| match chosen {
                Some((_, best)) if unit.level.rank() > best.level.rank() => WhyNot::HigherLevel,
                Some((line, _)) if duty.place.level() < line.place.level() => WhyNot::WiderPlace,
                Some((line, _)) if duty.category.depth() < line.category.depth() => WhyNot::WiderCategory,
                _ => WhyNot::LaterLine,
            }),
        })
        .take(PASSED_OVER_MAX)
        .collect()
}
