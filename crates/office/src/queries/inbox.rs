//! What an officer must do next.

use domain::ids::{ActId, KindId};
use domain::text::Text;

/// One pile of the inbox: cases of one kind that wait for the same act.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Bucket {
    /// The program.
    pub kind: KindId,
    /// The act that is usually done next.
    pub act: ActId,
}

/// How soon something must be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Urgency {
    /// A clock ran out.
    Late,
    /// A warning went out.
    Soon,
    /// There is time, or no clock runs.
    Calm,
}

/// How much lies in one pile for this officer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BucketCount {
    /// The pile.
    pub bucket: Bucket,
    /// What stands on it: the name of the act.
    pub name: Text,
    /// All cases in it.
    pub cases: u64,
    /// Of them, those with a clock that ran out.
    pub late: u64,
    /// Of them, those that are due soon.
    pub soon: u64,
}

/// Which part of the inbox.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InboxQuery {
    /// Only this pile.
    pub bucket: Option<Bucket>,
    /// Only these.
    pub urgency: Option<Urgency>,
}
