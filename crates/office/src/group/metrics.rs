//! How the loop is doing.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use crate::{Done, Failure};

/// How the write loop is doing. All counts are since the start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LoopFigures {
    /// Durable transactions.
    pub groups: u64,
    /// Orders that were decided in them.
    pub orders: u64,
    /// Of them, refused.
    pub refused: u64,
    /// Of them, retried alone.
    pub retried: u64,
    /// Orders waiting now.
    pub waiting: u64,
    /// Microseconds from taking a group to having it on disk, all together.
    pub busy_micros: u64,
    /// Size of the largest group.
    pub group_max: u64,
}

/// The counters behind [`LoopFigures`].
#[derive(Debug, Default)]
pub(crate) struct Metrics {
    groups: AtomicU64,
    orders: AtomicU64,
    refused: AtomicU64,
    retried: AtomicU64,
    busy_micros: AtomicU64,
    group_max: AtomicU64,
}

impl Metrics {
    pub(super) fn group(&self, outcomes: &[Result<Done, Failure>], took: Duration) {
        let refused = outcomes.iter().filter(|outcome| outcome.is_err()).count();
        self.refused.fetch_add(number(refused), Ordering::Relaxed);
        self.batch(outcomes.len(), took);
    }

    pub(super) fn batch(&self, orders: usize, took: Duration) {
        self.groups.fetch_add(1, Ordering::Relaxed);
        self.orders.fetch_add(number(orders), Ordering::Relaxed);
        self.group_max.fetch_max(number(orders), Ordering::Relaxed);
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        self.busy_micros.fetch_add(micros, Ordering::Relaxed);
    }

    pub(super) fn retried(&self, orders: usize) {
        self.retried.fetch_add(number(orders), Ordering::Relaxed);
    }

    pub(crate) fn read(&self, waiting: usize) -> LoopFigures {
        LoopFigures {
            groups: self.groups.load(Ordering::Relaxed),
            orders: self.orders.load(Ordering::Relaxed),
            refused: self.refused.load(Ordering::Relaxed),
            retried: self.retried.load(Ordering::Relaxed),
            waiting: number(waiting),
            busy_micros: self.busy_micros.load(Ordering::Relaxed),
            group_max: self.group_max.load(Ordering::Relaxed),
        }
    }
}

fn number(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}
