//! The ways in which the answer is no.

use std::error::Error;
use std::fmt;

use domain::refusal::Refusal;
use store::StoreError;

/// Why an order or a question got no answer. Never mixed: a refusal is shown on the form, a conflict says what changed, a fault is
/// logged once with its reference.
#[derive(Debug)]
pub enum Failure {
    /// The rules of the program say no; nothing was changed.
    Refused(Refusal),
    /// The order itself cannot be taken; nothing was changed.
    Order(OrderRefusal),
    /// Somebody else was first; nothing was changed.
    Conflict {
        /// The latest event of the case.
        seq: u32,
    },
    /// Too much to do at the moment; the same order may succeed in a second.
    Busy,
    /// The machine failed. Whether anything was changed is known only if the order carried a key: send it again with the same.
    Fault(Fault),
}

/// Why an order cannot be taken, whatever the program says.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OrderRefusal {
    /// This caller may not do such a thing.
    #[error("this caller may not do that")]
    NotAllowed,
    /// The key was used before, for another order.
    #[error("the key was used for another order")]
    KeyReused,
    /// The key is empty or longer than [`IDEMPOTENCY_KEY_CHARS_MAX`](crate::IDEMPOTENCY_KEY_CHARS_MAX).
    #[error("the key is empty or too long")]
    KeyLength,
    /// More people than [`PEOPLE_MAX`](crate::PEOPLE_MAX).
    #[error("too many people")]
    TooManyPeople,
    /// More pictures than [`PHOTOS_MAX`](crate::PHOTOS_MAX), or one that was never uploaded.
    #[error("too many pictures, or one that was never uploaded")]
    Photos,
    /// What was given about a person does not fit.
    #[error("`{field}` of person {person} does not fit")]
    Contact {
        /// Which person, counted from 0.
        person: usize,
        /// `name`, `phone`, `email`, `id_number`, `address`, `contact`: as in [`vault::field`].
        field: &'static str,
        /// The key of the text beside the field.
        key: &'static str,
    },
    /// A change of the reference data does not hold together.
    #[error("{problem}")]
    Reference {
        /// What is wrong, naming the entry.
        problem: String,
    },
}

impl OrderRefusal {
    /// The key of the text that is shown.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            Self::NotAllowed => "order-not-allowed",
            Self::KeyReused => "order-key-reused",
            Self::KeyLength => "order-key-length",
            Self::TooManyPeople => "order-too-many-people",
            Self::Photos => "order-photos",
            Self::Contact { key, .. } => key,
            Self::Reference { .. } => "order-reference",
        }
    }
}

/// A failure of the machine.
#[derive(Debug)]
pub struct Fault {
    /// What the person is told to quote, and what stands in the log.
    pub reference: String,
    /// What happened.
    pub source: Box<dyn Error + Send + Sync>,
}

impl Fault {
    /// A fault under a reference. Whoever shows it to a person logs it, once.
    pub fn new(reference: impl Into<String>, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self { reference: reference.into(), source: source.into() }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(refusal) => refusal.fmt(f),
            Self::Order(refusal) => refusal.fmt(f),
            Self::Conflict { seq } => write!(f, "somebody else was first; the case is at event {seq}"),
            Self::Busy => f.write_str("too much to do at the moment"),
            Self::Fault(fault) => write!(f, "fault {}: {}", fault.reference, fault.source),
        }
    }
}

impl Error for Failure {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Refused(refusal) => Some(refusal),
            Self::Order(refusal) => Some(refusal),
            Self::Fault(fault) => Some(fault.source.as_ref()),
            Self::Conflict { .. } | Self::Busy => None,
        }
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<OrderRefusal> for Failure {
    fn from(refusal: OrderRefusal) -> Self {
        Self::Order(refusal)
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        if error.is_busy() { Self::Busy } else { Self::Fault(Fault::new("", error)) }
    }
}
