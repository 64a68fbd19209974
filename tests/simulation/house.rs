//! An office in its process: it can be given orders, one by one or many at once, and it can die.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use domain::case::Case;
use domain::command::Caller;
use domain::ids::CaseId;
use office::{Done, Failure, Office, OfficeSettings, Order, Way};
use store::cases::StoredCase;
use store::{Database, Disturb, Location, Options, ReadTx, StoreError};
use testkit::{Mailbag, SeededRandom, StoppedClock, keyring};
use tokio::runtime::Runtime;

use super::town;
use super::trouble::{Slippery, Trouble, decide_or_fall, hush};

/// What is answered to an order.
pub(crate) type Answer = Result<Done, Failure>;

/// One server with its connections.
pub(crate) struct House {
    location: Location,
    writer: &'static str,
    random: Arc<Slippery>,
    pub(crate) clock: Arc<StoppedClock>,
    pub(crate) trouble: Arc<Trouble>,
    runtime: Runtime,
    open: Option<(Office, Database)>,
}

impl House {
    /// Opens a server on a database; the first one makes the tables and the town.
    pub(crate) fn open(
        location: &Location,
        writer: &'static str,
        clock: Arc<StoppedClock>,
        seed: u64,
    ) -> Self {
        hush();
        let trouble = Arc::new(Trouble::default());
        let random = SeededRandom::new(seed);
        let mut house = Self {
            location: location.clone(),
            writer,
            random: Arc::new(Slippery { random, trouble: Arc::clone(&trouble) }),
            clock,
            trouble,
            runtime: tokio::runtime::Builder::new_current_thread().build().unwrap(),
            open: None,
        };
        house.restart();
        if house.office().world().places.is_empty() {
            house.office().change_reference(&Office::machine(), town::reference()).unwrap();
        }
        house
    }

    /// Dies and starts again: nothing is left but the database.
    pub(crate) fn restart(&mut self) {
        self.open = None;
        let trouble = Arc::clone(&self.trouble);
        let disturb = Some(Disturb::new(move |moment| trouble.meets(moment)));
        let options = Options { readers: 1, disturb, ..Options::default() };
        let database = Database::open(&self.location, &options).unwrap();
        database.migrate(store::MIGRATIONS).unwrap();
        let settings = OfficeSettings {
            keyring: keyring(),
            writer: self.writer.to_owned(),
            clock: Arc::<StoppedClock>::clone(&self.clock),
            random: Arc::<Slippery>::clone(&self.random),
            messenger: Some(Mailbag::new(&[Way::Mail, Way::Sms])),
            decide: decide_or_fall,
        };
        self.open = Some((Office::open(database.clone(), settings).unwrap(), database));
    }

    pub(crate) fn office(&self) -> &Office {
        &self.open.as_ref().unwrap().0
    }

    pub(crate) fn wait<F: Future>(&self, future: F) -> F::Output {
        self.runtime.block_on(future)
    }

    pub(crate) fn read<T: Send + 'static>(
        &self,
        body: impl FnOnce(&mut ReadTx) -> Result<T, StoreError> + Send + 'static,
    ) -> T {
        self.open.as_ref().unwrap().1.read_blocking(body).unwrap()
    }

    /// A case as it stands.
    pub(crate) fn case(&self, id: &CaseId) -> Case {
        let id = id.clone();
        self.read(move |tx| store::cases::find(tx, &id)).unwrap().case
    }

    /// Every case.
    pub(crate) fn cases(&self) -> Vec<StoredCase> {
        self.read(|tx| store::cases::walk(tx, None, 100_000))
    }

    /// How many events there are.
    pub(crate) fn events(&self) -> i64 {
        self.read(|tx| tx.query_one("SELECT count(*) FROM events", &[]))
    }

    /// Everything that is stored, as one text.
    pub(crate) fn dump(&self) -> String {
        let mut dumped = self.open.as_ref().unwrap().1.read_blocking(|tx| {
            let mut out = Vec::new();
            store::dump::dump(tx, &mut out).map(|_| out)
        });
        String::from_utf8(std::mem::take(dumped.as_mut().unwrap())).unwrap()
    }

    /// Gives an order and waits for the answer.
    pub(crate) fn run(&self, who: &Caller, order: Order) -> Answer {
        self.wait(self.office().run(who, order))
    }

    /// Gives orders so that all but the first are one group: they gather while the first waits for the disk.
    pub(crate) fn together(&self, orders: &[(Caller, Order)]) -> Vec<Answer> {
        let office = self.office();
        let mut waiting: Vec<Pin<Box<dyn Future<Output = Answer>>>> = Vec::new();
        let mut answers: Vec<Option<Answer>> = Vec::new();
        self.trouble.shut();
        for (who, order) in orders {
            let mut future: Pin<Box<dyn Future<Output = Answer>>> =
                Box::pin(async { office.run(&who.clone(), order.clone()).await });
            // At the first look an order is prepared and joins the queue.
            let looked = future.as_mut().poll(&mut Context::from_waker(Waker::noop()));
            if waiting.is_empty() && looked.is_pending() {
                self.trouble.wait_reached();
            }
            answers.push(match looked {
                Poll::Ready(answer) => Some(answer),
                Poll::Pending => None,
            });
            waiting.push(future);
        }
        self.trouble.open();
        let answered = waiting.into_iter().zip(answers);
        answered.map(|(future, answer)| answer.unwrap_or_else(|| self.wait(future))).collect()
    }
}
