//! The desk on which one group of orders lies: loaded together, decided one after another, written together.

mod answers;
pub(crate) mod decide;
mod library;
mod load;
pub(crate) mod pictures;
pub(crate) mod write;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use domain::case::Case;
use domain::event::Event;
use domain::history::Link;
use domain::ids::{CaseId, PersonId};
use domain::world::World;
use store::WriteTx;
use store::cases::StoredCase;
use store::documents::DocumentRow;
use store::idempotency::Answer;
use text::Secret;
use vault::{Fields, Sealed};

use super::prepare::Prepared;
use crate::shared::Shared;
use crate::{Done, Failure};

/// Everything that a group of orders looks at and changes.
pub(super) struct Desk<'g> {
    shared: &'g Shared,
    world: Arc<World>,
    held: BTreeMap<CaseId, Held>,
    /// What is known about people who are to be revealed.
    people: BTreeMap<PersonId, Result<Fields, String>>,
    /// Answers given to the same keys earlier.
    given: HashMap<(String, String), Answer>,
    /// Keys of this group, with the place of their order.
    keys: HashMap<(String, String), usize>,
    /// People and withheld words, to be put into the vault, with their case.
    to_vault: BTreeMap<PersonId, (CaseId, Sealed)>,
    /// What the vault has of the words of cases whose history does not hold them; absent: nothing yet, or it was erased.
    words: BTreeMap<CaseId, Result<Fields, String>>,
    /// The histories of cases that are about to be sealed.
    histories: BTreeMap<CaseId, Vec<Event>>,
    /// Pictures that were uploaded and wait for their case.
    uploaded: BTreeSet<String>,
    /// Pictures to be put to their cases.
    photos: Vec<(CaseId, Vec<String>)>,
    /// Long texts that forms brought, to be put beside their cases.
    documents: Vec<DocumentRow>,
    /// Cases opened by this group, in order.
    opened: Vec<CaseId>,
}

/// One case on the desk.
struct Held {
    /// As it was loaded; `None`: opened by this group.
    before: Option<StoredCase>,
    /// As it stands now.
    case: Case,
    /// What was decided about it.
    events: Vec<Event>,
    /// What only the office knows about a case opened by this group.
    new: Option<NewHeld>,
}

struct NewHeld {
    secret: Secret,
    title: String,
    likeness: Option<u64>,
    words: String,
    docid: i64,
}

/// What became of an order, before numbers are given out.
#[derive(Clone)]
enum Decided {
    /// It was done.
    Accepted { case: CaseId, seq: u32, opened: bool, ticket: Option<Secret>, revealed: Option<Fields> },
    /// It is the order at this place, sent twice within the group.
    SameAs(usize),
    /// It was done earlier; this was the answer.
    Before(Done),
}

impl Decided {
    /// The same, with the secret of the ticket that was made.
    fn with_ticket(mut self, made: Option<&Secret>) -> Self {
        if let Self::Accepted { ticket, .. } = &mut self {
            *ticket = made.cloned();
        }
        self
    }
}

impl Held {
    fn hash(&self) -> Option<&Link> {
        self.before.as_ref().map(|stored| &stored.hash)
    }
}

/// Decides a group and writes it. What is refused changes nothing and does not hurt the others.
pub(super) fn run(
    tx: &mut WriteTx,
    shared: &Shared,
    group: &[Prepared],
) -> Result<Vec<Result<Done, Failure>>, store::StoreError> {
    let mut desk = Desk::load(tx, shared, group)?;
    let decided: Vec<Result<Decided, Failure>> = (0..group.len()).map(|at| desk.decide(at, group)).collect();
    desk.write(tx, group, decided)
}
