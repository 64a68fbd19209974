//! The door of the office.

use std::sync::Arc;

use domain::command::{Caller, Occasion};
use domain::ids::{CaseId, PersonId};
use domain::world::World;
use jiff::Timestamp;
use store::{Database, ReadTx};
use vault::Fields;

use crate::group::{Loop, LoopFigures};
use crate::queries::CaseLine;
use crate::reference::{ReferenceChange, SuccessionLine};
use crate::shared::Shared;
use crate::{Done, Failure, Fault, OfficeSettings, Order, world};

/// An open office. Clones are cheap and share everything; the write loop ends with the last of them.
#[derive(Clone)]
pub struct Office(Arc<Inner>);

struct Inner {
    shared: Arc<Shared>,
    writes: Loop,
}

/// Which size of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhotoSize {
    /// As kept.
    Whole,
    /// For lists.
    Thumbnail,
}

/// A picture that was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PhotoFailure {
    /// The upload is no picture that can be taken.
    Refused(photo::PhotoRefusal),
    /// The machine failed.
    Failed(String),
}

/// One line of what `doctor` found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// What was looked at: `database`, `tables`, `reference`, `vault-key`, `clock`, `disk`, `jobs`, `outbox`.
    pub name: &'static str,
    /// Whether it is well.
    pub well: bool,
    /// What was found, in English, for whoever runs the machine.
    pub found: String,
}

/// What `verify` found in all cases.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// Cases that were replayed.
    pub cases: u64,
    /// Events that were read.
    pub events: u64,
    /// What is wrong, a line each; empty: all is well.
    pub faults: Vec<String>,
}

fn not_yet() -> Failure {
    Failure::Fault(Fault::new("not-yet", "this part of the office is not built yet"))
}

impl Office {
    /// Opens the office on a database whose tables are there, and reads the world from it. Waits; call it from a thread that may.
    pub fn open(database: Database, settings: OfficeSettings) -> Result<Self, Failure> {
        let known = database.read_blocking(world::load)?;
        let shared = Arc::new(Shared::new(database, settings, known));
        let writes = Loop::start(Arc::clone(&shared))?;
        Ok(Self(Arc::new(Inner { shared, writes })))
    }

    /// The reference data as it stands. Take it once for each page, so that the page is of one piece.
    #[must_use]
    pub fn world(&self) -> Arc<World> {
        self.shared().world()
    }

    /// Now, as the office counts.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.shared().now()
    }

    /// Carries an order out. When this returns `Ok`, it is on disk.
    pub async fn run(&self, caller: &Caller, order: Order) -> Result<Done, Failure> {
        let occasion = Occasion { at: self.now(), caller: caller.clone() };
        self.0.writes.run(self.shared(), occasion, order).await
    }

    /// Carries out many orders at given times in one transaction, all or nothing: for imports, the demonstration, the
    /// simulation. The first failure undoes everything and is returned with the place of its order. Waits.
    pub fn run_batch(&self, orders: Vec<(Occasion, Order)>) -> Result<Vec<Done>, (usize, Failure)> {
        self.0.writes.run_batch(self.shared(), orders)
    }

    /// A fresh identifier for [`Order::open_as`].
    #[must_use]
    pub fn new_case_id(&self, at: Timestamp) -> CaseId {
        CaseId::new(self.shared().new_id(at))
    }

    /// How the write loop is doing.
    #[must_use]
    pub fn loop_figures(&self) -> LoopFigures {
        self.shared().metrics.read(self.0.writes.waiting())
    }

    pub(crate) fn shared(&self) -> &Arc<Shared> {
        &self.0.shared
    }

    pub(crate) fn writes(&self) -> &Loop {
        &self.0.writes
    }

    /// Reads on a reader thread.
    pub(crate) async fn read<T, F>(&self, body: F) -> Result<T, Failure>
    where
        T: Send + 'static,
        F: FnOnce(&Shared, &mut ReadTx) -> Result<T, Failure> + Send + 'static,
    {
        let shared = Arc::clone(self.shared());
        self.shared().database.read(move |tx| body(&shared, tx)).await
    }

    /// Reads on a reader thread, and waits for it.
    pub(crate) fn read_blocking<T, F>(&self, body: F) -> Result<T, Failure>
    where
        T: Send + 'static,
        F: FnOnce(&Shared, &mut ReadTx) -> Result<T, Failure> + Send + 'static,
    {
        let shared = Arc::clone(self.shared());
        self.shared().database.read_blocking(move |tx| body(&shared, tx))
    }

    // Pictures.

    /// Checks an uploaded picture, makes it fit to keep, and keeps it. Gives its digest, which goes into an order.
    pub async fn keep_photo(&self, _upload: Vec<u8>) -> Result<String, PhotoFailure> {
        Err(PhotoFailure::Failed(String::new()))
    }

    /// A picture of a case that the caller may see, as JPEG. For the person, give the case that the receipt opens.
    pub async fn photo(
        &self,
        _caller: &Caller,
        _case: &CaseId,
        _digest: &str,
        _size: PhotoSize,
    ) -> Result<Option<Vec<u8>>, Failure> {
        Err(not_yet())
    }

    // The vault.

    /// Looks at what is known about a person of a case: an event with the reason, then the data.
    pub async fn reveal(
        &self,
        _caller: &Caller,
        _case: &CaseId,
        _person: &PersonId,
        _reason: &str,
    ) -> Result<Fields, Failure> {
        Err(not_yet())
    }

    /// Cases of whoever has this telephone number, as far as the officer may see them. The look-up is recorded with its reason.
    pub async fn find_by_phone(
        &self,
        _caller: &Caller,
        _phone: &str,
        _reason: &str,
    ) -> Result<Vec<CaseLine>, Failure> {
        Err(not_yet())
    }

    /// Erases a person everywhere at once, for good. Administrators only.
    pub async fn erase_person(
        &self,
        _caller: &Caller,
        _person: &PersonId,
        _reason: &str,
    ) -> Result<(), Failure> {
        Err(not_yet())
    }

    // Reference data. Administrators only; the command line passes `Office::machine`.

    /// The caller for whoever runs the machine: `sixia` on the command line, the first start, the demonstration.
    #[must_use]
    pub fn machine() -> Caller {
        Caller { by: domain::event::Actor::Timer, roles: vec![crate::accounts::ADMINISTRATOR.into()] }
    }

    /// Where each open case would go with these units or places. Changes nothing. Waits.
    pub fn rehearse_succession(&self, _changes: &[ReferenceChange]) -> Result<Vec<SuccessionLine>, Failure> {
        Err(not_yet())
    }

    /// Changes units or places and moves every open case to its new holder and place. Waits.
    pub fn carry_out_succession(
        &self,
        _caller: &Caller,
        _changes: Vec<ReferenceChange>,
    ) -> Result<Vec<SuccessionLine>, Failure> {
        Err(not_yet())
    }

    // Chores.

    /// Runs the jobs for ever: clocks, recounting, outbox, sessions. Spawn it; any number of servers may run it.
    pub async fn run_jobs(&self) {}

    /// Does now what timers have to do at this moment; gives how many cases were touched. For tests and the demonstration. Waits.
    pub fn tick(&self, _at: Timestamp) -> Result<u64, Failure> {
        Err(not_yet())
    }

    /// Replays every case from its events and compares; checks every chain. Waits.
    pub fn verify(&self, _each: &mut dyn FnMut(&Verified)) -> Result<Verified, Failure> {
        Err(not_yet())
    }

    /// Looks at everything that must be there. Waits.
    #[must_use]
    pub fn doctor(&self) -> Vec<Check> {
        Vec::new()
    }
}
