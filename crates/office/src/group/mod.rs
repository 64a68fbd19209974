//! The loop through which everything is written: one thread, one connection, one durable transaction for all orders of a moment.
//!
//! Nobody waits for a group to fill: while one is being written, the next gathers. What is alone is written alone, and a crowd
//! shares the price of the disk. Nothing is answered before it is on disk.

mod desk;
mod metrics;
mod notices;
mod prepare;
mod sight;
mod tallies;
mod todo;

use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Instant;

use crossbeam_channel::{Receiver, Sender, TrySendError, bounded};
use domain::command::Occasion;
use store::{StoreError, Unsynced, Writer};
use tokio::sync::oneshot;

use crate::order::Order;
use crate::shared::Shared;
use crate::{Done, Failure};

pub(crate) use desk::decide::list_title;
pub(crate) use desk::pictures::seal_pictures;
pub(crate) use desk::write::words_of;
pub use metrics::LoopFigures;
pub(crate) use metrics::Metrics;
pub(crate) use notices::{NOTICE, Telling};
pub use prepare::VISIT_WORDS;
pub(crate) use prepare::{Prepared, id_at, prepare};
pub(crate) use sight::who_sees;
pub(crate) use tallies::Tallies;
pub(crate) use todo::{MODERATOR, Pile, inbox_rows};

/// Orders that are decided and written together at most.
pub const GROUP_ORDERS_MAX: usize = 256;
/// Orders that may wait; one more is answered with [`Failure::Busy`].
pub const QUEUE_ORDERS_MAX: usize = 4096;
/// Groups that may wait for the disk while later ones are decided.
const GROUPS_AHEAD_MAX: usize = 4;
/// How often an order is decided anew because another server was first; then it is answered with [`Failure::Busy`].
const TRIES_MAX: usize = 6;

/// The thread that writes and the one that waits for the disk and answers. They end when this is dropped and everything that waits is
/// done.
pub(crate) struct Loop {
    waiting: Option<Sender<Message>>,
    threads: Vec<JoinHandle<()>>,
}

/// What the thread is asked for.
enum Message {
    Order(Box<Waiting>),
    Batch(Vec<Prepared>, oneshot::Sender<Result<Vec<Done>, (usize, Failure)>>),
    /// Anything else that must be written: accounts, reference data, jobs.
    Write(Box<dyn FnOnce(&mut Writer) + Send>),
}

struct Waiting {
    order: Prepared,
    answer: oneshot::Sender<Result<Done, Failure>>,
}

impl Loop {
    pub(crate) fn start(shared: Arc<Shared>) -> Result<Self, StoreError> {
        let (waiting, taken) = bounded(QUEUE_ORDERS_MAX);
        let (written, to_answer) = bounded(GROUPS_AHEAD_MAX);
        let answering = Arc::clone(&shared);
        let writer = spawn("office-writer", move || serve(&shared, &taken, &written))?;
        let answers = spawn("office-answers", move || answer(&answering, &to_answer))?;
        Ok(Self { waiting: Some(waiting), threads: vec![writer, answers] })
    }

    /// Joins the next group.
    pub(crate) async fn run(
        &self,
        shared: &Shared,
        occasion: Occasion,
        order: Order,
    ) -> Result<Done, Failure> {
        let order = prepare(shared, occasion, order)?;
        let (answer, answered) = oneshot::channel();
        self.send(Message::Order(Box::new(Waiting { order, answer })))?;
        answered.await.unwrap_or(Err(Failure::Busy))
    }

    /// Many orders in one transaction, all or none.
    pub(crate) fn run_batch(
        &self,
        shared: &Shared,
        orders: Vec<(Occasion, Order)>,
    ) -> Result<Vec<Done>, (usize, Failure)> {
        let mut batch = Vec::with_capacity(orders.len());
        for (at, (occasion, order)) in orders.into_iter().enumerate() {
            batch.push(prepare(shared, occasion, order).map_err(|refusal| (at, refusal.into()))?);
        }
        let (answer, answered) = oneshot::channel();
        let sent = self.waiting.as_ref().and_then(|queue| queue.send(Message::Batch(batch, answer)).ok());
        sent.ok_or((0, Failure::Busy))?;
        answered.blocking_recv().unwrap_or(Err((0, Failure::Busy)))
    }

    /// Many orders in groups, each by itself: what is refused does not hurt the others. Waits.
    pub(crate) fn run_many(
        &self,
        shared: &Shared,
        orders: Vec<(Occasion, Order)>,
    ) -> Result<Vec<Result<Done, Failure>>, Failure> {
        let queue = self.waiting.as_ref().ok_or(Failure::Busy)?;
        let mut answers = Vec::with_capacity(orders.len());
        for (occasion, order) in orders {
            let order = prepare(shared, occasion, order)?;
            let (answer, answered) = oneshot::channel();
            let message = Message::Order(Box::new(Waiting { order, answer }));
            queue.send(message).map_err(|_ended| Failure::Busy)?;
            answers.push(answered);
        }
        Ok(answers
            .into_iter()
            .map(|answered| answered.blocking_recv().unwrap_or(Err(Failure::Busy)))
            .collect())
    }

    /// Writes something else on the same connection, in a transaction of its own; `None` when the queue is full.
    pub(crate) async fn write<T, F>(&self, body: F) -> Result<T, Failure>
    where
        T: Send + 'static,
        F: FnOnce(&mut store::WriteTx) -> Result<T, Failure> + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        self.send(writing(body, answer))?;
        answered.await.unwrap_or(Err(Failure::Busy))
    }

    /// As [`Loop::write`], waiting on this thread.
    pub(crate) fn write_blocking<T, F>(&self, body: F) -> Result<T, Failure>
    where
        T: Send + 'static,
        F: FnOnce(&mut store::WriteTx) -> Result<T, Failure> + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        let queue = self.waiting.as_ref().ok_or(Failure::Busy)?;
        queue.send(writing(body, answer)).map_err(|_ended| Failure::Busy)?;
        answered.blocking_recv().unwrap_or(Err(Failure::Busy))
    }

    /// Orders that wait now.
    pub(crate) fn waiting(&self) -> usize {
        self.waiting.as_ref().map_or(0, Sender::len)
    }

    fn send(&self, message: Message) -> Result<(), Failure> {
        let queue = self.waiting.as_ref().ok_or(Failure::Busy)?;
        queue.try_send(message).map_err(|error| match error {
            TrySendError::Full(_) | TrySendError::Disconnected(_) => Failure::Busy,
        })
    }
}

impl Drop for Loop {
    /// Lets the threads finish what waits.
    fn drop(&mut self) {
        self.waiting = None;
        for thread in self.threads.drain(..) {
            // A panic of the thread has been reported where it happened.
            drop(thread.join());
        }
    }
}

fn spawn(name: &str, body: impl FnOnce() + Send + 'static) -> Result<JoinHandle<()>, StoreError> {
    thread::Builder::new().name(name.to_owned()).spawn(body).map_err(StoreError::Thread)
}

fn writing<T, F>(body: F, answer: oneshot::Sender<Result<T, Failure>>) -> Message
where
    T: Send + 'static,
    F: FnOnce(&mut store::WriteTx) -> Result<T, Failure> + Send + 'static,
{
    // Nobody waits any longer when the answer cannot be sent.
    Message::Write(Box::new(move |writer| drop(answer.send(writer.transaction(body)))))
}

fn serve(shared: &Shared, queue: &Receiver<Message>, written: &Sender<Written>) {
    let mut writer = shared.database.writer();
    while let Ok(first) = queue.recv() {
        let mut group = Vec::new();
        let mut other = None;
        for message in std::iter::once(first).chain(queue.try_iter()) {
            match message {
                Message::Order(waiting) => group.push(*waiting),
                message => other = Some(message),
            }
            if other.is_some() || group.len() >= GROUP_ORDERS_MAX {
                break;
            }
        }
        if !group.is_empty() {
            // Without the thread that answers nobody could be told: whoever waits is then told that the office is busy.
            drop(written.send(carry_out(shared, &mut writer, group)));
        }
        match other {
            Some(Message::Write(body)) => body(&mut writer),
            Some(Message::Batch(batch, answer)) => drop(answer.send(batch_out(shared, &mut writer, &batch))),
            Some(Message::Order(_)) | None => {}
        }
    }
}

/// A group that is written and waits for the disk.
struct Written {
    unsynced: Unsynced,
    outcomes: Vec<Result<Done, Failure>>,
    answers: Vec<oneshot::Sender<Result<Done, Failure>>>,
    started: Instant,
}

/// Waits for the disk, once for all groups that are there, and answers everybody in them.
fn answer(shared: &Shared, written: &Receiver<Written>) {
    while let Ok(first) = written.recv() {
        let groups: Vec<Written> = std::iter::once(first).chain(written.try_iter()).collect();
        let mut unsynced = Unsynced::nothing();
        let mut waiting = Vec::with_capacity(groups.len());
        for group in groups {
            unsynced = unsynced.and(group.unsynced);
            waiting.push((group.outcomes, group.answers, group.started));
        }
        let synced = unsynced.wait();
        for (outcomes, answers, started) in waiting {
            let outcomes = match &synced {
                Ok(()) => outcomes,
                Err(error) => refuse_all(shared, error, outcomes.len()),
            };
            shared.metrics.group(&outcomes, started.elapsed());
            for (answer, outcome) in answers.into_iter().zip(outcomes) {
                // Whoever asked may have gone away; what was done stays done.
                drop(answer.send(outcome));
            }
        }
    }
}

/// Decides and writes a group.
fn carry_out(shared: &Shared, writer: &mut Writer, group: Vec<Waiting>) -> Written {
    let started = Instant::now();
    let (orders, answers): (Vec<Prepared>, Vec<_>) =
        group.into_iter().map(|waiting| (waiting.order, waiting.answer)).unzip();
    let together = writer.transaction_ahead(|tx| desk::run(tx, shared, &orders));
    let (outcomes, unsynced) = match together {
        Ok(written) => written,
        // Out of reach, or perhaps saved after all: doing it again could do it twice.
        Err(error) if error.is_busy() || error.is_unavailable() => {
            (refuse_all(shared, &error, orders.len()), Unsynced::nothing())
        }
        // One of them fell over another server, or over itself: the others must not suffer for it.
        Err(_) => {
            shared.metrics.retried(orders.len());
            (orders.iter().map(|order| alone(shared, writer, order)).collect(), Unsynced::nothing())
        }
    };
    Written { unsynced, outcomes, answers, started }
}

/// One order by itself, again and again while other servers are first.
fn alone(shared: &Shared, writer: &mut Writer, order: &Prepared) -> Result<Done, Failure> {
    for _ in 0..TRIES_MAX {
        match writer.transaction(|tx| desk::run(tx, shared, std::slice::from_ref(order))) {
            Ok(outcomes) => return outcomes.into_iter().next().unwrap_or(Err(Failure::Busy)),
            Err(error) if is_worth_retrying(&error) => {}
            Err(error) => return Err(failure(shared, error)),
        }
    }
    Err(Failure::Busy)
}

fn refuse_all(shared: &Shared, error: &StoreError, orders: usize) -> Vec<Result<Done, Failure>> {
    let one = || if error.is_busy() { Failure::Busy } else { shared.fault(error.to_string()) };
    (0..orders).map(|_| Err(one())).collect()
}

/// A commit that may have gone through must not be repeated: only the key of the order tells whether it did.
fn is_worth_retrying(error: &StoreError) -> bool {
    error.is_conflict() && !error.is_in_doubt()
}

fn failure(shared: &Shared, error: StoreError) -> Failure {
    if error.is_busy() { Failure::Busy } else { shared.fault(error) }
}

/// Why a batch was undone.
enum Undone {
    At(usize, Failure),
    Store(StoreError),
}

impl From<StoreError> for Undone {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

fn batch_out(
    shared: &Shared,
    writer: &mut Writer,
    batch: &[Prepared],
) -> Result<Vec<Done>, (usize, Failure)> {
    let started = Instant::now();
    for _ in 0..TRIES_MAX {
        let outcome = writer.transaction(|tx| {
            let mut done = Vec::with_capacity(batch.len());
            for (at, outcome) in desk::run(tx, shared, batch)?.into_iter().enumerate() {
                done.push(outcome.map_err(|failure| Undone::At(at, failure))?);
            }
            Ok::<_, Undone>(done)
        });
        match outcome {
            Ok(done) => {
                shared.metrics.batch(done.len(), started.elapsed());
                return Ok(done);
            }
            Err(Undone::Store(error)) if is_worth_retrying(&error) => {}
            Err(Undone::Store(error)) => return Err((0, failure(shared, error))),
            Err(Undone::At(at, failure)) => return Err((at, failure)),
        }
    }
    Err((0, Failure::Busy))
}
