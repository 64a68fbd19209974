//! Leaders: people in posts, named to the public with what they answer for (信访工作条例 art. 18: who receives people is published).

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::ids::{AccountId, LeaderId, UnitId};
use crate::text::Text;

/// Somebody in a post.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Leader {
    /// Its identifier.
    pub id: LeaderId,
    /// The name.
    pub name: Text,
    /// The post.
    pub post: Text,
    /// What the leader answers for (分管领域); may be empty.
    #[serde(default)]
    pub portfolio: Text,
    /// The unit that is led.
    pub unit: UnitId,
    /// The account with which the leader signs in, if there is one.
    #[serde(default)]
    pub account: Option<AccountId>,
    /// First day in the post.
    pub since: Date,
    /// Last day; `None`: until further notice.
    #[serde(default)]
    pub until: Option<Date>,
}

impl Leader {
    /// Whether the leader was in the post on `day`.
    #[must_use]
    pub fn is_in_office(&self, day: Date) -> bool {
        self.since <= day && self.until.is_none_or(|until| day <= until)
    }
}

/// Every leader, past ones included, in the order in which they are shown.
#[derive(Clone, Debug, Default)]
pub struct Leaders(Vec<Leader>);

impl Leaders {
    /// Leaders in the order in which they are shown.
    #[must_use]
    pub fn new(leaders: Vec<Leader>) -> Self {
        Self(leaders)
    }

    /// The leader with this name.
    #[must_use]
    pub fn find(&self, id: &LeaderId) -> Option<&Leader> {
        self.0.iter().find(|leader| leader.id == *id)
    }

    /// Every leader, in order.
    pub fn iter(&self) -> impl Iterator<Item = &Leader> {
        self.0.iter()
    }

    /// Those in office on `day`, in order.
    pub fn in_office(&self, day: Date) -> impl Iterator<Item = &Leader> {
        self.0.iter().filter(move |leader| leader.is_in_office(day))
    }
}
