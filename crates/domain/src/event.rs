//! What has happened to a case: facts that are never changed, only added to. The case is the sum of them.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::clock::{Clock, ClockId, DueMoved};
use crate::field::{Values, Where};
use crate::ids::{AccountId, ActId, CaseId, CategoryId, FieldId, KindId, PersonId, StateId, UnitId};
use crate::program::{Ending, Phase};
use crate::routing::Because;
use crate::text::Text;
use crate::visit::VisitChange;

/// One fact, with who brought it about and when.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// Its place in the history, counted from 1 without gaps.
    pub seq: u32,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: Actor,
    /// What.
    #[serde(flatten)]
    pub fact: Fact,
}

/// Who does something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "who")]
pub enum Actor {
    /// The person who holds the receipt, or nobody known.
    Person,
    /// An officer, for a unit.
    Officer {
        /// The account.
        account: AccountId,
        /// The unit for which it acts.
        unit: UnitId,
    },
    /// A clock, or a change of the calendar, the places or the units.
    Timer,
    /// Brought in with its history from another system, named here.
    Import {
        /// The file or system.
        source: String,
    },
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "fact")]
pub enum Fact {
    /// The case was opened.
    Opened(Box<Opened>),
    /// An act of the program was done.
    Acted {
        /// Which.
        act: ActId,
        /// Where the case stands now.
        state: StateId,
        /// How far along that is.
        phase: Phase,
        /// How it ended, if it did.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ending: Option<Ending>,
        /// What the form said. Blank fields are absent.
        #[serde(default, skip_serializing_if = "Values::is_empty")]
        values: Values,
        /// Whether the matter was taken up again.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        reopened: bool,
    },
    /// A unit got a part in the case.
    Assigned {
        /// Which.
        unit: UnitId,
        /// Which part.
        share: Share,
        /// Why this unit and no other.
        because: Because,
    },
    /// A helping unit did its part.
    CoDone {
        /// Which.
        unit: UnitId,
    },
    /// A unit went on with the parts of one that is gone: as the receiver, as the sender, as a helper, with its clocks as they stand.
    Inherited {
        /// The unit that is gone.
        from: UnitId,
        /// Which went on.
        unit: UnitId,
    },
    /// A clock started, was changed, or stopped: the clock as it is now.
    Clock {
        /// The whole clock after the change.
        clock: Clock,
        /// What was changed.
        change: ClockFact,
        /// How the due time moved, when it did.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        moved: Option<DueMoved>,
    },
    /// The person was told something.
    Told {
        /// In one sentence; may be empty.
        notice: Text,
        /// Fields whose values were told: the written answer.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        fields: Vec<FieldId>,
    },
    /// Staff wrote something down for staff.
    Noted {
        /// What.
        text: String,
    },
    /// The person added something.
    Added {
        /// What.
        text: String,
        /// Digests (SHA-256, hex) of pictures.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        photos: Vec<String>,
    },
    /// Somebody else has the same matter.
    Supported {
        /// Names, good for this case only, by which the same one is known again; they lead to nobody.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        names: Vec<String>,
    },
    /// The case belongs together with another.
    Linked {
        /// The other case.
        other: CaseId,
        /// How.
        link: Link,
    },
    /// An officer looked at masked personal data.
    Revealed {
        /// Whose.
        person: PersonId,
        /// What for.
        reason: String,
    },
    /// An officer stands aside, or was asked to (回避).
    Recused {
        /// Who.
        account: AccountId,
        /// Why.
        reason: String,
    },
    /// The public may read this.
    Published {
        /// The title, without personal data.
        title: String,
        /// The text, without personal data.
        text: String,
    },
    /// The public may no longer read it.
    Unpublished {
        /// Why.
        reason: String,
    },
    /// It was decided that the public does not read it.
    Withheld {
        /// Why; the person reads it.
        reason: String,
    },
    /// The place got another code, or was found more exactly.
    Moved {
        /// Where it is now. Written as `to`: the event itself has an `at`.
        #[serde(rename = "to")]
        at: Where,
        /// Why.
        reason: String,
    },
    /// It was found to be one that must be sealed (检举控告), after it was opened as another.
    Sealed {
        /// Units that are complained about, beside those known before.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        accused: Vec<UnitId>,
    },
    /// Its category was put right.
    Recategorised {
        /// What it is about now.
        category: CategoryId,
    },
    /// Something happened to a visit, or one was made.
    Visit {
        /// Its number.
        visit: u32,
        /// What.
        #[serde(flatten)]
        change: VisitChange,
    },
}

/// How a case began.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Opened {
    /// The case.
    pub id: CaseId,
    /// Its number, with check digits.
    pub number: String,
    /// Its program.
    pub kind: KindId,
    /// The version of the program, which the case keeps.
    pub pack_version: u32,
    /// The state in which it begins.
    pub state: StateId,
    /// How far along that is.
    pub phase: Phase,
    /// By which way it came.
    pub channel: String,
    /// What it is about.
    pub category: CategoryId,
    /// Where it is.
    pub place: Where,
    /// In one line. In a sealed case, the [name](crate::withheld) under which the vault has it.
    pub title: String,
    /// In the person's words. In a sealed case, the [name](crate::withheld) under which the vault has them.
    pub text: String,
    /// The form of the opening.
    #[serde(default, skip_serializing_if = "Values::is_empty")]
    pub values: Values,
    /// The people concerned, the one who speaks first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<PersonId>,
    /// How many people stand behind it.
    pub people_count: u32,
    /// Units complained about: they never handle it, and in a sealed case never see it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accused: Vec<UnitId>,
    /// Whether only a few may see it.
    pub sealed: bool,
    /// Whether the person agrees that it is published without name.
    pub may_publish: bool,
    /// Digests (SHA-256, hex) of pictures.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub photos: Vec<String>,
}

/// A unit's part in a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Share {
    /// 首接: registered it.
    Receiver,
    /// 主办: holds it.
    Holder,
    /// 协办: helps.
    Co,
}

/// What was changed about a clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum ClockFact {
    /// It began to run.
    Started,
    /// It stands still. The reason, approver and note stand in the clock.
    Paused,
    /// It goes on.
    Resumed,
    /// Time was added. The ground and approver stand in the clock.
    Extended,
    /// What had to be done was done.
    Stopped {
        /// Whether in time.
        in_time: bool,
    },
    /// The warning went out.
    Warned,
    /// The time is up.
    Breached,
    /// Counted anew with another calendar.
    Recounted,
}

/// How two cases belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Link {
    /// The other is the same matter.
    Same,
    /// The other came first, and this one takes it up again.
    Repeats,
    /// They have to do with each other.
    Related,
    /// This one was split off the other.
    SplitFrom,
    /// This one came out of the other: what was promised there.
    Source,
}

impl Fact {
    /// Its name in stored columns and text keys.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Opened(_) => "opened",
            Self::Acted { .. } => "acted",
            Self::Assigned { .. } => "assigned",
            Self::CoDone { .. } => "co_done",
            Self::Inherited { .. } => "inherited",
            Self::Clock { .. } => "clock",
            Self::Told { .. } => "told",
            Self::Noted { .. } => "noted",
            Self::Added { .. } => "added",
            Self::Supported { .. } => "supported",
            Self::Linked { .. } => "linked",
            Self::Revealed { .. } => "revealed",
            Self::Recused { .. } => "recused",
            Self::Published { .. } => "published",
            Self::Unpublished { .. } => "unpublished",
            Self::Withheld { .. } => "withheld",
            Self::Moved { .. } => "moved",
            Self::Sealed { .. } => "sealed",
            Self::Recategorised { .. } => "recategorised",
            Self::Visit { .. } => "visit",
        }
    }
}

impl Actor {
    /// The account, if an officer acts.
    #[must_use]
    pub fn account(&self) -> Option<&AccountId> {
        if let Self::Officer { account, .. } = self { Some(account) } else { None }
    }

    /// The unit, if an officer acts.
    #[must_use]
    pub fn unit(&self) -> Option<&UnitId> {
        if let Self::Officer { unit, .. } = self { Some(unit) } else { None }
    }
}

/// Whether a clock of the case is the one with this name, or one unit's own copy of it (`name/unit`).
#[must_use]
pub fn is_clock(id: &ClockId, name: &ClockId) -> bool {
    id == name || id.as_str().strip_prefix(name.as_str()).is_some_and(|rest| rest.starts_with('/'))
}
