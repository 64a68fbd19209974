//! The counting itself: one walk over the days, which either only finds the end or also says what it did on each day.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Pause, Pauses, Term, TermUnit};
use crate::calendar::{Calendar, DayReason, days_from};

/// When a term is up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// The last second that still belongs to the term; see [`super::is_past`].
    pub at: Timestamp,
    /// Whether it rests on days that an announcement can still change.
    pub estimated: bool,
    /// The calendar that it was counted with.
    pub calendar_version: u32,
}

/// Where counting leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum DueState {
    /// The term runs and will be up.
    Running(Due),
    /// A pause without an end stands in the way: nobody can say when the term will be up, only what is left of it.
    Paused {
        /// What is left.
        remaining: Remaining,
    },
}

/// What is left of a term. The day on which a term in days ends is still left until that day is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "unit")]
#[expect(missing_docs, reason = "each field is named after its unit")]
pub enum Remaining {
    Hours { seconds: i64 },
    WorkingHours { seconds: i64 },
    Days { days: u32 },
    WorkingDays { days: u32 },
}

impl Remaining {
    /// All of an amount.
    pub(crate) fn whole(Amount { amount, unit }: Amount) -> Self {
        Self::of(unit, amount, SignedDuration::from_hours(i64::from(amount)))
    }

    fn of(unit: TermUnit, days: u32, time: SignedDuration) -> Self {
        match unit {
            TermUnit::Hours => Self::Hours { seconds: time.as_secs() },
            TermUnit::WorkingHours => Self::WorkingHours { seconds: time.as_secs() },
            TermUnit::Days => Self::Days { days },
            TermUnit::WorkingDays => Self::WorkingDays { days },
        }
    }
}

/// One day of the derivation of a due date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// The day.
    pub date: Date,
    /// How much of the term is used up when the day ends, in days or, for terms in hours, in whole minutes. `None`: the day adds nothing.
    pub counted: Option<u32>,
    /// What the day did and why.
    pub rule: StepRule,
}

/// What a day did to a term. [`StepRule::key`] names the text that says it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "rule")]
pub enum StepRule {
    /// The term starts on it, so it is not counted (Civil Code art. 201 ¶1).
    StartDayNotCounted,
    /// It counts.
    Counts,
    /// It does not count: offices rest.
    NotAWorkingDay {
        /// Why they do.
        reason: DayReason,
    },
    /// Offices work, but on this day they had closed before the term began.
    OutsideHours,
    /// The clock stood still.
    Paused {
        /// The code of the reason.
        reason: String,
    },
    /// It would be the last day, but it is a day of rest, so the end moves on (Civil Code art. 203 ¶1).
    EndMovedOn {
        /// Why it is one.
        reason: DayReason,
    },
    /// The last day.
    Ends,
}

impl StepRule {
    /// The key of the text that says it to people.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::StartDayNotCounted => "step-start-day-not-counted",
            Self::Counts => "step-counts",
            Self::NotAWorkingDay { .. } => "step-not-a-working-day",
            Self::OutsideHours => "step-outside-hours",
            Self::Paused { .. } => "step-paused",
            Self::EndMovedOn { .. } => "step-end-moved-on",
            Self::Ends => "step-ends",
        }
    }
}

/// When a term that starts at `start` is up. Rules and sources: [`crate::term`].
#[must_use]
pub fn count(start: Timestamp, term: &Term, calendar: &Calendar, pauses: &[Pause]) -> DueState {
    Walk::silent(calendar, Pauses::new(pauses)).run(start, (*term).into())
}

/// How [`count`] gets there, day by day: from the day of the start to the last day, or to the day on which the clock stood still.
#[must_use]
pub fn unfold(start: Timestamp, term: &Term, calendar: &Calendar, pauses: &[Pause]) -> Vec<Step> {
    let mut walk = Walk::telling(calendar, Pauses::new(pauses));
    walk.run(start, (*term).into());
    walk.into_steps()
}

/// The instant that lies `term` before `due`, for warnings, counted backwards in the term's own unit. Terms in days lead to the
/// hour at which offices open, because a warning at midnight reaches nobody. `None` if that is not after `start`: a warning that
/// comes with the task warns of nothing.
#[must_use]
pub fn before(
    due: Timestamp,
    term: &Term,
    start: Timestamp,
    calendar: &Calendar,
    pauses: &[Pause],
) -> Option<Timestamp> {
    let walk = Walk::silent(calendar, Pauses::new(pauses));
    let at = if term.unit().is_days() {
        walk.days_before(due, *term, start)
    } else {
        walk.hours_before(due, *term, start)
    };
    at.filter(|at| *at > start)
}

/// A term without the limit of [`Term`]: what extensions add up to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Amount {
    pub(crate) amount: u32,
    pub(crate) unit: TermUnit,
}

impl From<Term> for Amount {
    fn from(term: Term) -> Self {
        Self { amount: term.amount(), unit: term.unit() }
    }
}

/// A walk over the days with one calendar and one set of pauses.
pub(crate) struct Walk<'a> {
    calendar: &'a Calendar,
    pauses: Pauses<'a>,
    /// Whether a day was asked for that can still change.
    estimated: bool,
    /// `None`: nobody wants to know them.
    steps: Option<Vec<Step>>,
}

impl<'a> Walk<'a> {
    /// Only finds the end.
    pub(crate) fn silent(calendar: &'a Calendar, pauses: Pauses<'a>) -> Self {
        Self { calendar, pauses, estimated: false, steps: None }
    }

    /// Also says what each day did.
    pub(crate) fn telling(calendar: &'a Calendar, pauses: Pauses<'a>) -> Self {
        Self { calendar, pauses, estimated: false, steps: Some(Vec::new()) }
    }

    /// What each day did, in order.
    pub(crate) fn into_steps(self) -> Vec<Step> {
        self.steps.unwrap_or_default()
    }

    /// Walks from `start` until the amount is used up or the clock stands still. May be called again to go on from the end.
    pub(crate) fn run(&mut self, start: Timestamp, amount: Amount) -> DueState {
        if amount.unit.is_days() { self.days(start, amount) } else { self.hours(start, amount) }
    }

    fn days(&mut self, start: Timestamp, Amount { amount, unit }: Amount) -> DueState {
        let calendar = self.calendar;
        let started_on = calendar.date_of(start);
        self.note(started_on, None, || StepRule::StartDayNotCounted);
        let mut counted = 0;
        for date in days_from(started_on).skip(1) {
            if let Some(pause) = self.pauses.at_end(calendar.end_of(date)) {
                self.note(date, None, || StepRule::Paused { reason: pause.reason.clone() });
                if pause.is_open() {
                    let remaining = Remaining::of(unit, amount - counted, SignedDuration::ZERO);
                    return DueState::Paused { remaining };
                }
                continue;
            }
            let last = counted + 1 == amount;
            let must_work = last || unit == TermUnit::WorkingDays;
            self.estimated |= must_work && calendar.is_estimated(date);
            if must_work && !calendar.works(date) {
                self.note(date, None, || {
                    let reason = calendar.day(date).reason;
                    match unit {
                        TermUnit::WorkingDays => StepRule::NotAWorkingDay { reason },
                        _ => StepRule::EndMovedOn { reason },
                    }
                });
                continue;
            }
            counted += 1;
            if last {
                self.note(date, Some(counted), || StepRule::Ends);
                return self.ends_at(calendar.last_second_of(date));
            }
            self.note(date, Some(counted), || StepRule::Counts);
        }
        self.ends_at(Timestamp::MAX)
    }

    fn hours(&mut self, start: Timestamp, Amount { amount, unit }: Amount) -> DueState {
        let total = SignedDuration::from_hours(i64::from(amount));
        let mut left = total;
        for date in days_from(self.calendar.date_of(start)) {
            self.estimated |= unit == TermUnit::WorkingHours && self.calendar.is_estimated(date);
            let left_before = left;
            for (from, until) in self.running(date, unit, (start, Timestamp::MAX)) {
                let length = until.duration_since(from);
                if left <= length {
                    self.note(date, whole_minutes(total), || StepRule::Ends);
                    return self.ends_at(from.checked_add(left).unwrap_or(until));
                }
                left -= length;
            }
            let counted = if left < left_before { whole_minutes(total - left) } else { None };
            let open = self.pauses.at_end(self.calendar.end_of(date)).filter(|pause| pause.is_open());
            if let Some(pause) = open {
                self.note(date, counted, || StepRule::Paused { reason: pause.reason.clone() });
                return DueState::Paused { remaining: Remaining::of(unit, 0, left) };
            }
            if self.steps.is_some() {
                let rule = if counted.is_some() { StepRule::Counts } else { self.idle(date, unit, start) };
                self.note(date, counted, || rule);
            }
        }
        self.ends_at(Timestamp::MAX)
    }

    /// Why no time of a term in hours ran on a day.
    fn idle(&self, date: Date, unit: TermUnit, start: Timestamp) -> StepRule {
        let stretch = self.open_hours(date, unit, (start, Timestamp::MAX)).next();
        if let Some(pause) = stretch.and_then(|(_, until)| self.pauses.at_end(until)) {
            StepRule::Paused { reason: pause.reason.clone() }
        } else if self.calendar.works(date) {
            StepRule::OutsideHours
        } else {
            StepRule::NotAWorkingDay { reason: self.calendar.day(date).reason }
        }
    }

    /// When time of a unit in hours can run on a day, between two instants, pauses aside.
    fn open_hours(
        &self,
        date: Date,
        unit: TermUnit,
        (after, until): (Timestamp, Timestamp),
    ) -> impl Iterator<Item = (Timestamp, Timestamp)> + use<'a> {
        let calendar = self.calendar;
        let whole_day = (unit == TermUnit::Hours).then(|| (calendar.start_of(date), calendar.end_of(date)));
        let working = (unit == TermUnit::WorkingHours).then(|| calendar.working_hours_of(date));
        whole_day
            .into_iter()
            .chain(working.into_iter().flatten())
            .map(move |(opens, closes)| (opens.max(after), closes.min(until)))
            .filter(|(opens, closes)| opens < closes)
    }

    /// The same, with the pauses cut out.
    fn running(
        &self,
        date: Date,
        unit: TermUnit,
        between: (Timestamp, Timestamp),
    ) -> Vec<(Timestamp, Timestamp)> {
        self.open_hours(date, unit, between).flat_map(|stretch| self.pauses.cut_from(stretch)).collect()
    }

    fn days_before(&self, due: Timestamp, term: Term, start: Timestamp) -> Option<Timestamp> {
        let mut date = self.calendar.date_of(due);
        let first = self.calendar.date_of(start);
        let mut left = term.amount();
        while left > 0 {
            date = date.yesterday().ok().filter(|date| *date >= first)?;
            let counts = term.unit() == TermUnit::Days || self.calendar.works(date);
            if counts && self.pauses.at_end(self.calendar.end_of(date)).is_none() {
                left -= 1;
            }
        }
        Some(self.calendar.opening_of(date))
    }

    fn hours_before(&self, due: Timestamp, term: Term, start: Timestamp) -> Option<Timestamp> {
        let mut date = self.calendar.date_of(due);
        let first = self.calendar.date_of(start);
        let mut left = SignedDuration::from_hours(i64::from(term.amount()));
        loop {
            for (from, until) in self.running(date, term.unit(), (start, due)).into_iter().rev() {
                let length = until.duration_since(from);
                if left <= length {
                    return until.checked_sub(left).ok();
                }
                left -= length;
            }
            date = date.yesterday().ok().filter(|date| *date >= first)?;
        }
    }

    fn note(&mut self, date: Date, counted: Option<u32>, rule: impl FnOnce() -> StepRule) {
        if let Some(steps) = &mut self.steps {
            steps.push(Step { date, counted, rule: rule() });
        }
    }

    fn ends_at(&self, at: Timestamp) -> DueState {
        let (estimated, calendar_version) = (self.estimated, self.calendar.version());
        DueState::Running(Due { at, estimated, calendar_version })
    }
}

fn whole_minutes(time: SignedDuration) -> Option<u32> {
    u32::try_from(time.as_mins()).ok()
}
