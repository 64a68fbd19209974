//! One clock of a case: somebody must have done something by a time, and nothing about that time changes silently.
//!
//! A clock is a value. Every method takes the time and, where days are counted, the calendar; events of the case carry what was
//! changed and why, so that a clock can be replayed. Stored clocks are JSON: the field names here are part of the format.

#[cfg(test)]
mod life;
mod parts;
#[cfg(test)]
mod tests;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::calendar::Calendar;
use crate::ids::{AccountId, UnitId};
use crate::term::{
    Amount, Due, DueState, Pause, Pauses, Remaining, Step, StepRule, Term, Walk, before, is_past,
};
use crate::text::Text;

pub use parts::{ClockError, ClockId, ClockOn, ClockRule, ClockState, DueMoved, Extension};

/// One clock of a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clock {
    /// Which of the case's clocks.
    pub id: ClockId,
    /// Whom it binds.
    #[serde(default, skip_serializing_if = "ClockOn::is_holder")]
    pub on: ClockOn,
    /// The unit that must be done in time; `None`: whoever holds the case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder: Option<UnitId>,
    /// When it started.
    pub started_at: Timestamp,
    /// The term it started with.
    pub term: Term,
    /// How long before the end to warn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warn: Option<Term>,
    /// The article that sets the term.
    pub basis: Text,
    /// When it stood still, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pauses: Vec<Pause>,
    /// What was added, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extensions: Vec<Extension>,
    /// When it is due; `None` while a pause lasts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_at: Option<Timestamp>,
    /// Whether the due time rests on estimated days.
    #[serde(default)]
    pub estimated: bool,
    /// The calendar it was last counted with.
    pub calendar_version: u32,
    /// When to warn; `None` while a pause lasts, and when the warning would come before the start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warn_at: Option<Timestamp>,
    /// When what had to be done was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stopped_at: Option<Timestamp>,
    /// When the warning for the present due time went out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warned_at: Option<Timestamp>,
    /// When the breach of the present due time was recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub breached_at: Option<Timestamp>,
}

/// Where counting a whole clock leads: either it is due, or something remains of its parts.
struct Outcome {
    due: Option<Due>,
    remaining: Vec<Remaining>,
}

impl Clock {
    /// Starts a clock.
    #[must_use]
    pub fn start(rule: ClockRule, holder: Option<UnitId>, at: Timestamp, calendar: &Calendar) -> Self {
        let mut clock = Self {
            id: rule.id,
            on: rule.on,
            holder,
            started_at: at,
            term: rule.term,
            warn: rule.warn,
            basis: rule.basis,
            pauses: Vec::new(),
            extensions: Vec::new(),
            due_at: None,
            estimated: false,
            calendar_version: calendar.version(),
            warn_at: None,
            stopped_at: None,
            warned_at: None,
            breached_at: None,
        };
        clock.settle(calendar);
        clock
    }

    /// Lets it stand still from `pause.from` on. Only [`Self::resume`] ends a pause: `pause.until` is ignored.
    pub fn pause(&mut self, pause: Pause, calendar: &Calendar) -> Result<DueMoved, ClockError> {
        self.check_open_to_change(pause.from)?;
        if self.open_pause().is_some() {
            return Err(ClockError::AlreadyPaused);
        }
        // Within the second that a term in hours ends on, it has not run out, but there is nothing left that could wait.
        if self.remaining(pause.from, calendar).is_empty() {
            return Err(ClockError::Overdue);
        }
        self.pauses.push(Pause { until: None, ..pause });
        Ok(self.settle(calendar))
    }

    /// Lets it run again.
    pub fn resume(&mut self, at: Timestamp, calendar: &Calendar) -> Result<DueMoved, ClockError> {
        self.check_open_to_change(at)?;
        let pause = self.pauses.last_mut().filter(|pause| pause.is_open()).ok_or(ClockError::NotPaused)?;
        pause.until = Some(at);
        Ok(self.settle(calendar))
    }

    /// Adds time. An extension in the unit of the term before it makes *one* longer term of both (60 days and 30 days are 90
    /// days from the start, and only the last of them can move off a day of rest); one in another unit is counted on from the
    /// due time before it.
    pub fn extend(&mut self, extension: Extension, calendar: &Calendar) -> Result<DueMoved, ClockError> {
        self.check_open_to_change(extension.at)?;
        self.extensions.push(extension);
        Ok(self.settle(calendar))
    }

    /// Stops it for good, in time or not. A pause that lasts stays as it is: the time that was left is a fact.
    pub fn stop(&mut self, at: Timestamp) -> Result<(), ClockError> {
        if self.stopped_at.is_some() {
            return Err(ClockError::Stopped);
        }
        if at < self.changed_at() {
            return Err(ClockError::OutOfOrder);
        }
        self.stopped_at = Some(at);
        Ok(())
    }

    /// Counts anew with another version of the calendar and says whether the due time moved. A stopped clock stays as it was.
    pub fn recompute(&mut self, calendar: &Calendar) -> Option<DueMoved> {
        if self.stopped_at.is_some() {
            return None;
        }
        Some(self.settle(calendar)).filter(|moved| moved.from != moved.to)
    }

    /// How it stands at `now`.
    #[must_use]
    pub fn state(&self, now: Timestamp) -> ClockState {
        if let Some(stopped_at) = self.stopped_at {
            return ClockState::Stopped {
                in_time: self.due_at.is_none_or(|due_at| !is_past(due_at, stopped_at)),
            };
        }
        match (self.due_at, self.open_pause()) {
            (Some(due_at), _) if is_past(due_at, now) => ClockState::Breached { due_at },
            (_, Some(pause)) => ClockState::Paused { since: pause.from },
            (Some(due_at), None) => ClockState::Running { due_at },
            // Without a pause there is always a due time; a clock read from a damaged store shows as standing still.
            (None, None) => ClockState::Paused { since: self.started_at },
        }
    }

    /// Whether the warning must go out: its time has come, it has not gone out, and nothing is late or done yet.
    #[must_use]
    pub fn warning_due(&self, now: Timestamp) -> bool {
        self.warned_at.is_none()
            && self.warn_at.is_some_and(|warn_at| warn_at <= now)
            && matches!(self.state(now), ClockState::Running { .. })
    }

    /// Whether a breach must be recorded.
    #[must_use]
    pub fn breach_due(&self, now: Timestamp) -> bool {
        self.breached_at.is_none() && matches!(self.state(now), ClockState::Breached { .. })
    }

    /// What is left at `now`: one part for each unit, in the order in which they run. Empty when the time is up. A stopped clock
    /// says what was left when it was stopped.
    #[must_use]
    pub fn remaining(&self, now: Timestamp, calendar: &Calendar) -> Vec<Remaining> {
        // What is left at an instant is what would be left if the clock stood still from then on.
        let halt = Pause {
            from: self.stopped_at.map_or(now, |stopped_at| stopped_at.min(now)),
            until: None,
            reason: String::new(),
            approved_by: AccountId::new(""),
            note: String::new(),
        };
        let pauses = Pauses::new(self.pauses.iter().chain(std::iter::once(&halt)));
        self.run(&mut Walk::silent(calendar, pauses)).remaining
    }

    /// How the due time came about, day by day, extensions included.
    #[must_use]
    pub fn unfold(&self, calendar: &Calendar) -> Vec<Step> {
        let mut walk = Walk::telling(calendar, Pauses::new(&self.pauses));
        self.run(&mut walk);
        let mut steps = walk.into_steps();
        // An extension in days goes on from a day that was counted already: only the first start is worth a line.
        let mut started = false;
        steps.retain(|step| {
            step.rule != StepRule::StartDayNotCounted || !std::mem::replace(&mut started, true)
        });
        steps
    }

    /// The pause that lasts.
    #[must_use]
    pub fn open_pause(&self) -> Option<&Pause> {
        self.pauses.last().filter(|pause| pause.is_open())
    }

    /// The term and its extensions, neighbours of one unit added up.
    fn amounts(&self) -> Vec<Amount> {
        let mut amounts: Vec<Amount> = vec![self.term.into()];
        for Extension { by, .. } in &self.extensions {
            match amounts.last_mut() {
                Some(last) if last.unit == by.unit() => last.amount = last.amount.saturating_add(by.amount()),
                _ => amounts.push((*by).into()),
            }
        }
        amounts
    }

    /// Counts all parts one after the other.
    fn run(&self, walk: &mut Walk<'_>) -> Outcome {
        let mut amounts = self.amounts().into_iter();
        let mut start = self.started_at;
        let mut due = None;
        while let Some(amount) = amounts.next() {
            match walk.run(start, amount) {
                DueState::Running(next) => {
                    start = next.at;
                    due = Some(next);
                }
                DueState::Paused { remaining } => {
                    let later = amounts.map(Remaining::whole);
                    return Outcome {
                        due: None,
                        remaining: std::iter::once(remaining).chain(later).collect(),
                    };
                }
            }
        }
        Outcome { due, remaining: Vec::new() }
    }

    /// Finds due and warning times anew. Marks of a warning or breach that the new times have overtaken are taken back, so that
    /// the new times are watched.
    fn settle(&mut self, calendar: &Calendar) -> DueMoved {
        let from = self.due_at;
        let due = self.run(&mut Walk::silent(calendar, Pauses::new(&self.pauses))).due;
        self.calendar_version = calendar.version();
        self.estimated = due.is_some_and(|due| due.estimated);
        self.due_at = due.map(|due| due.at);
        self.warn_at = match (self.due_at, &self.warn) {
            (Some(due_at), Some(warn)) => before(due_at, warn, self.started_at, calendar, &self.pauses),
            _ => None,
        };
        self.warned_at =
            self.warned_at.filter(|warned_at| self.warn_at.is_none_or(|warn_at| warn_at <= *warned_at));
        self.breached_at = self
            .breached_at
            .filter(|breached_at| self.due_at.is_some_and(|due_at| is_past(due_at, *breached_at)));
        DueMoved { from, to: self.due_at }
    }

    /// The time of the latest change; nothing can be changed before it.
    fn changed_at(&self) -> Timestamp {
        let paused = self.pauses.iter().map(|pause| pause.until.unwrap_or(pause.from));
        let extended = self.extensions.iter().map(|extension| extension.at);
        paused.chain(extended).fold(self.started_at, Timestamp::max)
    }

    fn check_open_to_change(&self, at: Timestamp) -> Result<(), ClockError> {
        if at < self.changed_at() {
            return Err(ClockError::OutOfOrder);
        }
        match self.state(at) {
            ClockState::Stopped { .. } => Err(ClockError::Stopped),
            ClockState::Breached { .. } => Err(ClockError::Overdue),
            ClockState::Running { .. } | ClockState::Paused { .. } => Ok(()),
        }
    }
}
