//! A way to tell people that keeps what it is given.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use office::{Messenger, Notice, Undelivered, Way};

/// A notice that was handed over, to whom, and by which way.
pub type Carried = (Way, String, Notice);

/// A way to tell people that keeps what it is given, and answers as a test wants it.
#[derive(Default)]
pub struct Mailbag {
    ways: Vec<Way>,
    carried: Mutex<Vec<Carried>>,
    answers: Mutex<VecDeque<Answer>>,
}

/// What happens at the next handing over.
#[derive(Clone, Debug)]
pub enum Answer {
    /// It is not taken.
    No(Undelivered),
    /// It is taken, and this server dies before it can note that.
    Death,
}

impl Mailbag {
    /// With these ways, which take everything until a test says otherwise.
    #[must_use]
    pub fn new(ways: &[Way]) -> Arc<Self> {
        Arc::new(Self { ways: ways.to_vec(), ..Self::default() })
    }

    /// The next handing over ends like this; after all such it is taken.
    pub fn answer(&self, answer: Answer) {
        lock(&self.answers).push_back(answer);
    }

    /// Everything that was taken since the last look.
    #[must_use]
    pub fn empty(&self) -> Vec<Carried> {
        std::mem::take(&mut *lock(&self.carried))
    }
}

impl Messenger for Mailbag {
    fn ways(&self) -> Vec<Way> {
        self.ways.clone()
    }

    fn carry(&self, notice: &Notice, way: Way, to: &str) -> Result<(), Undelivered> {
        let answer = lock(&self.answers).pop_front();
        if let Some(Answer::No(why)) = answer {
            return Err(why);
        }
        lock(&self.carried).push((way, to.to_owned(), notice.clone()));
        assert!(answer.is_none(), "the server dies here");
        Ok(())
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
