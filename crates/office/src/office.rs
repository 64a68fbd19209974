//! The door of the office.

use std::sync::Arc;

use domain::command::{Caller, Occasion};
use domain::field::Point;
use domain::ids::CaseId;
use domain::place::PlaceCode;
use domain::world::World;
use jiff::Timestamp;
use map::Boundaries;
use store::{Database, ReadTx};

use crate::group::{Loop, LoopFigures};
use crate::shared::Shared;
use crate::{Done, Failure, OfficeSettings, Order, world};

/// An open office. Clones are cheap and share everything; the write loop ends with the last of them.
#[derive(Clone)]
pub struct Office(Arc<Inner>);

struct Inner {
    shared: Arc<Shared>,
    writes: Loop,
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

    /// The boundaries of places, as far as they were imported.
    #[must_use]
    pub fn boundaries(&self) -> Arc<Boundaries> {
        self.shared().known().boundaries
    }

    /// The narrowest known place around a point.
    #[must_use]
    pub fn place_of(&self, point: Point) -> Option<PlaceCode> {
        let known = self.shared().known();
        known.boundaries.place_of(point).filter(|code| known.world.places.find(code).is_some()).cloned()
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

    /// The caller for whoever runs the machine: `sixia` on the command line, the first start, the demonstration.
    #[must_use]
    pub fn machine() -> Caller {
        Caller { by: domain::event::Actor::Timer, roles: vec![crate::accounts::ADMINISTRATOR.into()] }
    }
}
