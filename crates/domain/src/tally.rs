//! What one case adds to the public figures.
//!
//! A case counts in the month in which it was opened, so that each figure of a month is about the same cases: of those received
//! then, how many were answered in time, how many people say that it is solved. The counters of a group of commands are the
//! difference between what its cases added before and after.

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::calendar::Calendar;
use crate::case::Case;
use crate::clock::{Clock, ClockState};
use crate::event::is_clock;
use crate::field::Value;
use crate::ids::{CategoryId, FieldId, KindId, UnitId};
use crate::place::PlaceCode;
use crate::program::{Ending, Phase, Program};

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// 收到: opened, and not found void since.
    Received,
    /// 办结: ended.
    Closed,
    /// 按期: the clock of the figures was met.
    InTime,
    /// 超期: the clock of the figures ran out, be it before the matter was taken up again.
    Late,
    /// 应回访: answered or ended after an answer, so that the person can be asked.
    CallbackDue,
    /// 已回访: the person was asked, or rated unasked.
    CalledBack,
    /// The person said whether there was an answer.
    AskedAnswered,
    /// The person said yes to it.
    Answered,
    /// The person said whether it is solved.
    AskedSolved,
    /// 解决: the person said yes to it.
    Solved,
    /// The person said whether they are satisfied.
    AskedSatisfied,
    /// 满意: the person said yes to it.
    Satisfied,
    /// 重办: taken up again.
    Reopened,
    /// 延期: time was added.
    Extended,
}

impl Measure {
    /// All, in the order in which they are shown.
    pub const ALL: [Measure; 14] = [
        Self::Received,
        Self::Closed,
        Self::InTime,
        Self::Late,
        Self::CallbackDue,
        Self::CalledBack,
        Self::AskedAnswered,
        Self::Answered,
        Self::AskedSolved,
        Self::Solved,
        Self::AskedSatisfied,
        Self::Satisfied,
        Self::Reopened,
        Self::Extended,
    ];

    /// Its name in stored columns, CSV heads and text keys.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Closed => "closed",
            Self::InTime => "in_time",
            Self::Late => "late",
            Self::CallbackDue => "callback_due",
            Self::CalledBack => "called_back",
            Self::AskedAnswered => "asked_answered",
            Self::Answered => "answered",
            Self::AskedSolved => "asked_solved",
            Self::Solved => "solved",
            Self::AskedSatisfied => "asked_satisfied",
            Self::Satisfied => "satisfied",
            Self::Reopened => "reopened",
            Self::Extended => "extended",
        }
    }

    /// The measure with this name.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|measure| measure.as_str() == text)
    }
}

/// One counter to which a case adds one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tally {
    /// The kind of case.
    pub kind: KindId,
    /// The month of its opening, as `2026-11`.
    pub month: String,
    /// The narrowest place known; the counters of the places around it count too.
    pub place: PlaceCode,
    /// The unit that must answer, as far as there is one.
    pub unit: Option<UnitId>,
    /// The category.
    pub category: CategoryId,
    /// What is counted.
    pub measure: Measure,
}

/// The counters to which a case adds one each, as it stands.
#[must_use]
pub fn of(program: &Program, calendar: &Calendar, case: &Case) -> BTreeSet<Tally> {
    let day = calendar.date_of(case.opened_at);
    let month = format!("{:04}-{:02}", day.year(), day.month());
    let unit = case.handler.as_ref().or(case.receiver.as_ref());
    measures(program, case)
        .into_iter()
        .map(|measure| Tally {
            kind: case.kind().clone(),
            month: month.clone(),
            place: case.place_now.place.clone(),
            unit: unit.cloned(),
            category: case.category_now.clone(),
            measure,
        })
        .collect()
}

fn measures(program: &Program, case: &Case) -> Vec<Measure> {
    // A text is kept for people to read: nobody asked for anything that could be late or solved.
    if case.ending == Some(Ending::Void) || program.library.is_some() {
        return Vec::new();
    }
    let figures = &program.figures;
    let mut found = vec![Measure::Received];
    let mut add = |measure, holds: bool| {
        if holds {
            found.push(measure);
        }
    };
    add(Measure::Closed, case.ended_at.is_some());
    let clocks: Vec<&Clock> = figures
        .in_time
        .iter()
        .flat_map(|name| {
            case.clocks.iter().chain(&case.earlier_clocks).filter(move |clock| is_clock(&clock.id, name))
        })
        .collect();
    let late = clocks.iter().any(|clock| was_late(clock));
    add(Measure::Late, late);
    add(Measure::InTime, !late && clocks.iter().any(|clock| clock.stopped_at.is_some()));
    add(Measure::Extended, clocks.iter().any(|clock| !clock.extensions.is_empty()));
    let answered = matches!(case.phase_now, Phase::Answered | Phase::Closed)
        && matches!(case.ending, None | Some(Ending::Settled | Ending::Final));
    let said =
        |field: &Option<FieldId>| field.as_ref().and_then(|field| case.value(field)).and_then(Value::as_flag);
    let replies = [said(&figures.answered), said(&figures.solved), said(&figures.satisfied)];
    let asked = figures.callback.as_ref().is_some_and(|act| case.has_done(act));
    add(Measure::CallbackDue, answered);
    add(Measure::CalledBack, answered && (asked || replies.iter().any(Option::is_some)));
    let pairs = [
        (Measure::AskedAnswered, Measure::Answered),
        (Measure::AskedSolved, Measure::Solved),
        (Measure::AskedSatisfied, Measure::Satisfied),
    ];
    for ((asked, yes), reply) in pairs.into_iter().zip(replies) {
        add(asked, reply.is_some());
        add(yes, reply == Some(true));
    }
    add(Measure::Reopened, case.reopened > 0);
    found
}

fn was_late(clock: &Clock) -> bool {
    let stopped_late = clock
        .stopped_at
        .is_some_and(|stopped_at| clock.state(stopped_at) == ClockState::Stopped { in_time: false });
    clock.breached_at.is_some() || stopped_late
}
