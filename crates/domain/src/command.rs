//! What somebody wants done. A command is a value: it is decided, recorded, retried and simulated as such.

use serde::{Deserialize, Serialize};

use crate::event::{Actor, Link, Opened};
use crate::field::{Value, Where};
use crate::ids::{AccountId, ActId, CaseId, CategoryId, FieldId, PersonId, Role, UnitId};
use crate::visit::Guest;
use jiff::Timestamp;
use jiff::civil::Date;

/// What somebody wants done to a case. Forms arrive as they were sent: the decision reads them.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Open a case.
    Open(Box<Opening>),
    /// Do an act of the program.
    Act {
        /// Which.
        act: ActId,
        /// The form.
        form: Form,
        /// The latest event that the person had seen; the act is refused if something has happened since. `None`: whatever happened.
        seen: Option<u32>,
    },
    /// Write something down for staff.
    Note {
        /// What.
        text: String,
    },
    /// The person adds something.
    Add {
        /// What.
        text: String,
        /// Digests of pictures.
        photos: Vec<String>,
    },
    /// "I have this too."
    Support {
        /// Names under which whoever says so may have said it before, of this case alone: whoever has one of them is counted
        /// already. Empty: nobody keeps count of who it was.
        by: Vec<String>,
    },
    /// Tie to another case.
    Link {
        /// The other.
        other: CaseId,
        /// How.
        link: Link,
    },
    /// Look at masked personal data.
    Reveal {
        /// Whose.
        person: PersonId,
        /// What for.
        reason: String,
    },
    /// An officer stands aside.
    Recuse {
        /// Who.
        account: AccountId,
        /// Why.
        reason: String,
    },
    /// Let the public read it.
    Publish {
        /// The title, without personal data.
        title: String,
        /// The text, without personal data.
        text: String,
    },
    /// Take it back from the public.
    Unpublish {
        /// Why.
        reason: String,
    },
    /// Decide that the public does not read it.
    Withhold {
        /// Why; the person reads it.
        reason: String,
    },
    /// Put the place right.
    Move {
        /// Where it is.
        at: Where,
        /// Why.
        reason: String,
    },
    /// Put the category right.
    Recategorise {
        /// What it is about.
        category: CategoryId,
    },
    /// The units have changed: the case goes on at the unit that took the place of its holder. Only the timer.
    Succeed {
        /// Which.
        unit: UnitId,
    },
    /// The units have changed: another unit goes on with the parts of one that is gone, except as the holder. Only the timer.
    Inherit {
        /// The unit that is gone.
        from: UnitId,
        /// Which goes on.
        unit: UnitId,
    },
    /// Be received, or receive.
    Visit {
        /// What is asked.
        ask: VisitAsk,
        /// The digest (hex) of the secret of the ticket: of the new one, or of the caller's own. Staff need none.
        proof: String,
    },
    /// Time has passed: warn, record what is late, do what the program does then. Says nothing when there is nothing to do.
    Tick,
    /// The calendar has changed: count the clocks anew.
    Recount,
}

/// What is asked about a visit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VisitAsk {
    /// Keep a place while the form is filled in.
    Hold {
        /// Which slot.
        slot: u32,
    },
    /// Book the place that is held.
    Book {
        /// Which visit.
        visit: u32,
        /// Who comes.
        guest: Guest,
    },
    /// Wait for a place to become free.
    WaitFor {
        /// Who comes.
        guest: Guest,
    },
    /// Ask somebody to come (约访). Only staff.
    Invite {
        /// Which slot, if the time is fixed.
        slot: Option<u32>,
        /// Who comes.
        guest: Guest,
    },
    /// Somebody is there who has not booked. Only staff.
    WalkIn {
        /// Who comes.
        guest: Guest,
    },
    /// Not come after all.
    Cancel {
        /// Which visit.
        visit: u32,
    },
    /// Be there.
    Arrive {
        /// Which visit.
        visit: u32,
    },
    /// Call whoever is next. Only staff.
    Call {
        /// To which table, from 1.
        window: u32,
    },
    /// They did not come to the table. Only staff.
    Miss {
        /// Which visit.
        visit: u32,
    },
    /// Let them wait again. Only staff.
    Recall {
        /// Which visit.
        visit: u32,
    },
    /// They were received. Only staff.
    Finish {
        /// Which visit.
        visit: u32,
        /// How it ended.
        end: String,
        /// By which day what was promised is done.
        due: Option<Date>,
        /// What was said and answered, in the vault.
        words: Option<PersonId>,
    },
    /// It was read back to them, and they agreed. Only staff.
    Acknowledge {
        /// Which visit.
        visit: u32,
    },
}

impl VisitAsk {
    /// Its name in refusals.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Hold { .. } => "hold",
            Self::Book { .. } => "book",
            Self::WaitFor { .. } => "wait_for",
            Self::Invite { .. } => "invite",
            Self::WalkIn { .. } => "walk_in",
            Self::Cancel { .. } => "cancel",
            Self::Arrive { .. } => "arrive",
            Self::Call { .. } => "call",
            Self::Miss { .. } => "miss",
            Self::Recall { .. } => "recall",
            Self::Finish { .. } => "finish",
            Self::Acknowledge { .. } => "acknowledge",
        }
    }
}

/// What a form sent: for each field the texts as they came.
pub type Form = std::collections::BTreeMap<FieldId, Vec<String>>;

/// What is needed to open a case. Identifier, number and people come from outside: the domain invents nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct Opening {
    /// What the person or officer said; `state`, `pack_version`, `values` and `sealed` are filled in by the decision.
    pub opened: Opened,
    /// The form of the opening act.
    pub form: Form,
    /// The case out of which this one comes. Whether the caller may see it, and whether its program lets such cases come out of it, is
    /// asked outside: here only one case is known.
    pub source: Option<CaseId>,
}

/// Who is there, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occasion {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub caller: Caller,
}

/// Who wants something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Caller {
    /// Who acts.
    pub by: Actor,
    /// What an officer may do for the unit.
    pub roles: Vec<Role>,
}

impl Caller {
    /// The person who holds the receipt of the case at hand.
    #[must_use]
    pub fn person() -> Self {
        Self { by: Actor::Person, roles: Vec::new() }
    }

    /// The clock.
    #[must_use]
    pub fn timer() -> Self {
        Self { by: Actor::Timer, roles: Vec::new() }
    }

    /// An officer.
    #[must_use]
    pub fn officer(account: AccountId, unit: UnitId, roles: Vec<Role>) -> Self {
        Self { by: Actor::Officer { account, unit }, roles }
    }

    /// Whether an officer has this role.
    #[must_use]
    pub fn has(&self, role: &str) -> bool {
        matches!(self.by, Actor::Officer { .. }) && self.roles.iter().any(|own| own.as_str() == role)
    }
}

/// Fills a form field by hand: for timers, imports and tests.
#[must_use]
pub fn form_of(values: &[(&str, Value)]) -> Form {
    values
        .iter()
        .map(|(field, value)| {
            let sent = match value {
                Value::Flag(flag) => vec![flag.to_string()],
                Value::Number(number) => vec![number.to_string()],
                Value::Text(text) => vec![text.clone()],
                Value::List(list) => list.clone(),
            };
            (FieldId::from(*field), sent)
        })
        .collect()
}
