//! Visits: people who come to a case that takes place, booked, invited or as they are (预约、约访、来访).
//!
//! A visit is a part of its case, as a clock is: so nobody gets the same last place, and there is one queue. Who comes and what it
//! is about is in the vault; here stand only numbers, times and names of what the pack declares.

pub mod queue;
mod slots;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::case::Case;
use crate::ids::PersonId;

pub use slots::{Slot, no_show_at, slot_start, slots};

/// One visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visit {
    /// Its number on that day, from 1: what stands on the ticket and on the screen.
    pub number: u32,
    /// How it came about.
    pub kind: VisitKind,
    /// Where it stands.
    pub state: VisitState,
    /// The slot, counted from 0; `None`: none was chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slot: Option<u32>,
    /// Who comes.
    pub guest: Guest,
    /// The digest (hex) of the secret of its ticket.
    pub secret: String,
    /// When the timer looks at it: a held place is given back, somebody has not come.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// When it was made.
    pub made_at: Timestamp,
    /// When they came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arrived_at: Option<Timestamp>,
    /// When they were called last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub called_at: Option<Timestamp>,
    /// To which table they were called last, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub window: Option<u32>,
    /// How it ended at the table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done: Option<DoneVisit>,
    /// Whether it was read back to them, and they agreed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub acknowledged: bool,
}

/// How a visit came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VisitKind {
    /// 预约.
    Booked,
    /// 约访: the office asked them to come.
    Invited,
    /// 现场取号.
    WalkIn,
}

/// Where a visit stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VisitState {
    /// The place is kept while the form is filled in.
    Held,
    /// The form was not sent in time.
    Lapsed,
    /// Waits for a place to become free.
    Listed,
    /// Will come.
    Booked,
    /// Did not come.
    NoShow,
    /// Does not come after all, or the day was called off.
    Cancelled,
    /// Is there and waits.
    Waiting,
    /// Was called to a table and is there or on the way.
    Called,
    /// Was called and did not come to the table.
    Missed,
    /// Was received.
    Done,
}

/// Who comes, without saying who.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guest {
    /// Name, telephone and what it is about, in the vault.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
    /// How many persons.
    pub people: u32,
    /// What they need, by the names of the pack.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub needs: BTreeSet<String>,
}

/// How a visit ended at the table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DoneVisit {
    /// When.
    pub at: Timestamp,
    /// Which of the ends that the pack declares.
    pub end: String,
    /// By which day what was promised is done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Date>,
    /// What was said and answered, in the vault.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<PersonId>,
}

/// What happened to a visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "change")]
pub enum VisitChange {
    /// It was made.
    Made {
        /// How it came about.
        kind: VisitKind,
        /// Where it stands at first.
        state: VisitState,
        /// The slot.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        slot: Option<u32>,
        /// Who comes.
        guest: Guest,
        /// The digest (hex) of the secret of its ticket.
        secret: String,
        /// When the timer looks at it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Timestamp>,
    },
    /// The form was filled in.
    Booked {
        /// Who comes.
        guest: Guest,
        /// When the timer looks at it.
        until: Option<Timestamp>,
    },
    /// A place became free for somebody who waited for one.
    Promoted {
        /// Which.
        slot: u32,
        /// When the timer looks at it.
        until: Option<Timestamp>,
    },
    /// The day takes place at another time.
    Moved {
        /// When the timer looks at it now.
        until: Option<Timestamp>,
    },
    /// The place was given back: the form was not sent in time, or no place became free.
    Lapsed,
    /// They do not come after all.
    Cancelled,
    /// They did not come.
    NoShow,
    /// They are there.
    Arrived,
    /// They were called.
    Called {
        /// To which table.
        window: u32,
    },
    /// They did not come to the table.
    Missed,
    /// They wait again.
    Recalled,
    /// They were received.
    Done {
        /// How it ended.
        end: String,
        /// By which day what was promised is done.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due: Option<Date>,
        /// What was said and answered, in the vault.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<PersonId>,
    },
    /// It was read back to them, and they agreed.
    Acknowledged,
}

impl VisitState {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Held,
        Self::Lapsed,
        Self::Listed,
        Self::Booked,
        Self::NoShow,
        Self::Cancelled,
        Self::Waiting,
        Self::Called,
        Self::Missed,
        Self::Done,
    ];

    /// Its name in text keys.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Lapsed => "lapsed",
            Self::Listed => "listed",
            Self::Booked => "booked",
            Self::NoShow => "no-show",
            Self::Cancelled => "cancelled",
            Self::Waiting => "waiting",
            Self::Called => "called",
            Self::Missed => "missed",
            Self::Done => "done",
        }
    }

    /// Whether it takes up its place.
    #[must_use]
    pub const fn takes_place(self) -> bool {
        !matches!(self, Self::Lapsed | Self::Listed | Self::NoShow | Self::Cancelled)
    }

    /// Whether the people are there and have not been received.
    #[must_use]
    pub const fn is_there(self) -> bool {
        matches!(self, Self::Waiting | Self::Called)
    }

    /// Where a change leads; `None`: it cannot happen here.
    #[must_use]
    pub fn after(self, change: &VisitChange) -> Option<Self> {
        Some(match (self, change) {
            (Self::Held, VisitChange::Booked { .. }) | (Self::Listed, VisitChange::Promoted { .. }) => {
                Self::Booked
            }
            (Self::Booked, VisitChange::Moved { .. }) => Self::Booked,
            (Self::Held | Self::Listed, VisitChange::Lapsed) => Self::Lapsed,
            (
                Self::Held | Self::Listed | Self::Booked | Self::Waiting | Self::Called | Self::Missed,
                VisitChange::Cancelled,
            ) => Self::Cancelled,
            (Self::Booked, VisitChange::NoShow) => Self::NoShow,
            // Who comes late is received too.
            (Self::Booked | Self::NoShow, VisitChange::Arrived) | (Self::Missed, VisitChange::Recalled) => {
                Self::Waiting
            }
            (Self::Waiting, VisitChange::Called { .. }) => Self::Called,
            (Self::Called, VisitChange::Missed) => Self::Missed,
            (Self::Called, VisitChange::Done { .. }) | (Self::Done, VisitChange::Acknowledged) => Self::Done,
            _ => return None,
        })
    }
}

impl Visit {
    /// Takes in what happened; what cannot happen to it changes nothing.
    pub(crate) fn apply(&mut self, at: Timestamp, change: &VisitChange) {
        let Some(state) = self.state.after(change) else { return };
        self.state = state;
        self.until = None;
        match change {
            VisitChange::Booked { guest, until } => {
                self.guest = guest.clone();
                self.until = *until;
            }
            VisitChange::Promoted { slot, until } => {
                self.slot = Some(*slot);
                self.until = *until;
            }
            VisitChange::Moved { until } => self.until = *until,
            VisitChange::Arrived => self.arrived_at = Some(at),
            VisitChange::Called { window } => {
                self.called_at = Some(at);
                self.window = Some(*window);
            }
            VisitChange::Done { end, due, words } => {
                self.done = Some(DoneVisit { at, end: end.clone(), due: *due, words: words.clone() });
            }
            VisitChange::Acknowledged => self.acknowledged = true,
            VisitChange::Made { .. }
            | VisitChange::Lapsed
            | VisitChange::Cancelled
            | VisitChange::NoShow
            | VisitChange::Missed
            | VisitChange::Recalled => {}
        }
    }

    /// The visit that a change makes; `None` for any other change.
    pub(crate) fn made(number: u32, at: Timestamp, change: &VisitChange) -> Option<Self> {
        let VisitChange::Made { kind, state, slot, guest, secret, until } = change else { return None };
        Some(Self {
            number,
            kind: *kind,
            state: *state,
            slot: *slot,
            guest: guest.clone(),
            secret: secret.clone(),
            until: *until,
            made_at: at,
            arrived_at: (*state == VisitState::Waiting).then_some(at),
            called_at: None,
            window: None,
            done: None,
            acknowledged: false,
        })
    }
}

/// What a day of receiving comes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DayFigures {
    /// Visits that were received (批次).
    pub visits: u32,
    /// Persons who came in them (人次).
    pub people: u32,
    /// How many visits ended in each way.
    pub ends: BTreeMap<String, u32>,
    /// Visits in which something was promised for a day.
    pub promised: u32,
    /// The latest of these days.
    pub last_due: Option<Date>,
    /// Booked visits that did not come.
    pub no_shows: u32,
    /// Visits that are there and have not been received.
    pub waiting: u32,
}

/// What a day of receiving comes to so far.
#[must_use]
pub fn figures(case: &Case) -> DayFigures {
    let mut figures = DayFigures::default();
    for visit in &case.visits {
        figures.no_shows += u32::from(visit.state == VisitState::NoShow);
        figures.waiting += u32::from(visit.state.is_there());
        let Some(done) = &visit.done else { continue };
        figures.visits += 1;
        figures.people = figures.people.saturating_add(visit.guest.people);
        *figures.ends.entry(done.end.clone()).or_default() += 1;
        figures.promised += u32::from(done.due.is_some());
        figures.last_due = figures.last_due.max(done.due);
    }
    figures
}
