//! What a check of all cases finds, one thing each.

use std::fmt;

use domain::ids::CaseId;
use store::checked::CheckedCase;
use store::derived::{Wrong, WrongRow};
use store::tallies::WrongCounter;

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// Number and identifier of the case; `None`: it is about no single one.
    pub case: Option<(String, CaseId)>,
    /// What.
    pub what: FlawIn,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FlawIn {
    /// The digest of an event does not fit.
    Chain {
        /// Which, counted from 1.
        event: usize,
    },
    /// An event is not there.
    EventMissing {
        /// Its place, counted from 1.
        event: u32,
    },
    /// An event says that it has another place.
    EventElsewhere {
        /// Where it stands.
        event: u32,
        /// What it says.
        says: u32,
    },
    /// An event cannot be read.
    EventUnreadable {
        /// Which.
        event: u32,
        /// Why.
        why: String,
    },
    /// A column of an event says something else than the event.
    EventColumn {
        /// Which.
        event: u32,
        /// Which column of `events`.
        column: &'static str,
    },
    /// The case names another latest event.
    OtherEnd,
    /// The case cannot be read.
    CaseUnreadable {
        /// Why.
        why: String,
    },
    /// The case is not what its events add up to.
    OtherCase,
    /// A long text has other words than its digest says.
    OtherText {
        /// The digest.
        digest: String,
    },
    /// A long text that the case names is not there.
    TextMissing {
        /// Its digest.
        digest: String,
    },
    /// A row of a derived table.
    Row {
        /// The table.
        table: &'static str,
        /// What is wrong with it.
        what: Wrong,
    },
    /// A counter of the figures.
    Counter(Box<WrongCounter>),
}

impl Flaw {
    pub(super) fn of_case(case: &CheckedCase, what: FlawIn) -> Self {
        Self { case: Some((case.number.clone(), case.case_id.clone())), what }
    }

    pub(super) fn of_row(number: String, row: WrongRow) -> Self {
        Self { case: Some((number, row.case_id)), what: FlawIn::Row { table: row.table, what: row.what } }
    }

    pub(super) fn of_counter(counter: WrongCounter) -> Self {
        Self { case: None, what: FlawIn::Counter(Box::new(counter)) }
    }
}

impl FlawIn {
    /// The table that it is about, if it is one of those that are derived.
    #[must_use]
    pub fn table(&self) -> Option<&'static str> {
        match self {
            Self::Row { table, .. } => Some(table),
            Self::Counter(counter) => Some(counter.table),
            Self::EventColumn { .. } => Some("events"),
            _ => None,
        }
    }

    /// What a sentence about it names.
    #[must_use]
    pub fn args(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Chain { event } => vec![("event", event.to_string())],
            Self::EventMissing { event } => vec![("event", event.to_string())],
            Self::EventElsewhere { event, says } => {
                vec![("event", event.to_string()), ("says", says.to_string())]
            }
            Self::EventUnreadable { event, why } => vec![("event", event.to_string()), ("why", why.clone())],
            Self::EventColumn { event, column } => {
                vec![("event", event.to_string()), ("column", (*column).to_owned())]
            }
            Self::CaseUnreadable { why } => vec![("why", why.clone())],
            Self::OtherText { digest } | Self::TextMissing { digest } => vec![("digest", digest.clone())],
            Self::Row { what: Wrong::Column(column), .. } => vec![("column", (*column).to_owned())],
            Self::OtherEnd | Self::OtherCase | Self::Row { .. } => Vec::new(),
            Self::Counter(counter) => vec![
                ("about", counter.about.clone()),
                ("kind", counter.kind.clone()),
                ("month", counter.month.clone()),
                (
                    "category",
                    if counter.category.is_empty() { "*".to_owned() } else { counter.category.clone() },
                ),
                ("measure", counter.measure.clone()),
                ("stored", counter.stored.to_string()),
                ("counted", counter.counted.to_string()),
            ],
        }
    }
}

/// For logs and tests; people read it in their language.
impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((number, id)) = &self.case {
            write!(f, "{number} ({id}): ")?;
        }
        match &self.what {
            FlawIn::Chain { event } => write!(f, "the chain is broken at event {event}"),
            FlawIn::EventMissing { event } => write!(f, "event {event} is missing"),
            FlawIn::EventElsewhere { event, says } => write!(f, "event {event} calls itself event {says}"),
            FlawIn::EventUnreadable { event, why } => write!(f, "event {event} cannot be read: {why}"),
            FlawIn::EventColumn { event, column } => {
                write!(f, "events.{column} of event {event} is not what the event says")
            }
            FlawIn::OtherEnd => f.write_str("the history does not end where the case says"),
            FlawIn::CaseUnreadable { why } => write!(f, "the case cannot be read: {why}"),
            FlawIn::OtherCase => f.write_str("the case is not what its events add up to"),
            FlawIn::OtherText { digest } => write!(f, "the text {digest} has other words"),
            FlawIn::TextMissing { digest } => write!(f, "the text {digest} is missing"),
            FlawIn::Row { table, what: Wrong::Column(column) } => {
                write!(f, "{table}.{column} is not what the case says")
            }
            FlawIn::Row { table, what: Wrong::Missing } => write!(f, "a row of {table} is missing"),
            FlawIn::Row { table, what: Wrong::Surplus } => write!(f, "a row of {table} should not be there"),
            FlawIn::Counter(counter) => write!(f, "a counter is wrong: {counter:?}"),
        }
    }
}
