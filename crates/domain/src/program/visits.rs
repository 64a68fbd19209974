//! What a pack says about people who come to a case that takes place: booking, queue, and how a visit ends.

use crate::ids::StateId;
use crate::text::Text;

use super::Doer;

/// How people are received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visits {
    /// In which states times can be booked.
    pub books: Vec<StateId>,
    /// In which states people are called in.
    pub queues: Vec<StateId>,
    /// Who runs the queue, and books for others.
    pub by: Vec<Doer>,
    /// How long one slot is, in minutes.
    pub slot_minutes: u32,
    /// How many visits are booked in one slot.
    pub places: u32,
    /// For how many minutes a place is kept while somebody fills in the form.
    pub hold_minutes: u32,
    /// So many minutes after its time, a booked visit that has not come loses its place.
    pub late_minutes: u32,
    /// How many persons come in one visit at most (信访工作条例 art. 20: five).
    pub people_max: u32,
    /// How many tables people are called to.
    pub windows: u32,
    /// Whether one can wait for a place when all are taken.
    pub wait_list: bool,
    /// Who is called first.
    pub fairness: Fairness,
    /// What somebody may need, and what it counts in the queue.
    pub needs: Vec<Need>,
    /// How a visit can end.
    pub ends: Vec<VisitEnd>,
}

/// Points in the queue: who has most is called first; among equals, who came first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fairness {
    /// For each minute of waiting.
    pub per_minute: u32,
    /// For a booked visit whose time has come.
    pub booked: u32,
    /// For an invited visit whose time has come, or that has none.
    pub invited: u32,
}

/// Something that somebody needs: to be called sooner, a chair, an interpreter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    /// Its name.
    pub id: String,
    /// What people call it.
    pub name: Text,
    /// What it counts in the queue.
    pub points: u32,
}

/// One way in which a visit ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisitEnd {
    /// Its name: `settled`.
    pub id: String,
    /// What people call it.
    pub name: Text,
    /// Set where something is promised: it names a day, at most so many days ahead.
    pub due_days: Option<u32>,
}

impl Visits {
    /// The end with this name.
    #[must_use]
    pub fn end(&self, id: &str) -> Option<&VisitEnd> {
        self.ends.iter().find(|end| end.id == id)
    }

    /// The need with this name.
    #[must_use]
    pub fn need(&self, id: &str) -> Option<&Need> {
        self.needs.iter().find(|need| need.id == id)
    }
}
