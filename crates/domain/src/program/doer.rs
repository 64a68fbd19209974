//! Who may do an act, and how a unit stands to a case.

use std::fmt;

use crate::ids::{Role, UnitKind};

/// Who may do an act: `person`, `timer`, or a role and its relation to the case, as in `caseworker@holder`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Doer {
    /// The person who holds the receipt.
    Person,
    /// A clock that ran out.
    Timer,
    /// Somebody in a role, in a unit that stands so to the case.
    Officer {
        /// The role.
        role: Role,
        /// The relation of the officer's unit to the case.
        at: Relation,
    },
}

/// How a unit stands to a case.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// It holds the case now.
    Holder,
    /// It helps (协办).
    Co,
    /// It registered the case (首接).
    Receiver,
    /// It sent the case to the holder.
    Sender,
    /// It stands above the holder.
    Superior,
    /// It is the lowest unit above both the holder and the sender.
    Ruler,
    /// It is of this kind and serves the place: `discipline`.
    Kind(UnitKind),
    /// Any unit: for opening a case.
    Any,
}

impl fmt::Display for Relation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Holder => "holder",
            Self::Co => "co",
            Self::Receiver => "receiver",
            Self::Sender => "sender",
            Self::Superior => "superior",
            Self::Ruler => "ruler",
            Self::Any => "any",
            Self::Kind(kind) => return write!(f, "kind:{kind}"),
        })
    }
}

impl Relation {
    /// Reads `holder`, `kind:discipline` and so on.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "holder" => Self::Holder,
            "co" => Self::Co,
            "receiver" => Self::Receiver,
            "sender" => Self::Sender,
            "superior" => Self::Superior,
            "ruler" => Self::Ruler,
            "any" => Self::Any,
            other => Self::Kind(other.strip_prefix("kind:").filter(|kind| !kind.is_empty())?.into()),
        })
    }
}

impl fmt::Display for Doer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Person => f.write_str("person"),
            Self::Timer => f.write_str("timer"),
            Self::Officer { role, at } => write!(f, "{role}@{at}"),
        }
    }
}

impl Doer {
    /// The role and the kind of unit, where any unit of a kind that serves the place may do it.
    #[must_use]
    pub fn of_kind(&self) -> Option<(&Role, &UnitKind)> {
        match self {
            Self::Officer { role, at: Relation::Kind(kind) } => Some((role, kind)),
            Self::Officer { .. } | Self::Person | Self::Timer => None,
        }
    }

    /// Reads `person`, `timer`, `caseworker@holder`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "person" => Some(Self::Person),
            "timer" => Some(Self::Timer),
            other => {
                let (role, at) = other.split_once('@').filter(|(role, _)| !role.is_empty())?;
                Some(Self::Officer { role: role.into(), at: Relation::parse(at)? })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_in_a_pack_can_be_read_and_written_back() {
        for text in [
            "person",
            "timer",
            "caseworker@holder",
            "caseworker@co",
            "approver@receiver",
            "approver@sender",
            "leader@superior",
            "approver@ruler",
            "operator@any",
            "supervisor@kind:petition",
        ] {
            assert_eq!(Doer::parse(text).map(|doer| doer.to_string()).as_deref(), Some(text));
        }
        for text in
            ["", "caseworker", "@holder", "caseworker@", "caseworker@nobody", "caseworker@kind:", "Person"]
        {
            assert_eq!(Doer::parse(text), None, "{text}");
        }
    }
}
