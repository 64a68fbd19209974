//! A whole office on a database of its own: its clock stands still until a test moves it, its randomness comes from a seed.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use domain::command::{Command, Form};
use domain::field::Where;
use domain::ids::CaseId;
use jiff::{SignedDuration, Timestamp};
use office::{Clock, Contact, Done, Failure, Messenger, NewCase, Office, OfficeSettings, Order, Random};
use store::{Database, Location, Options};
use tokio::runtime::Runtime;
use vault::Keyring;

use crate::town;

/// Wednesday, 4 March 2026, 10:00 in the town.
const START: &str = "2026-03-04T10:00:00+08:00";

/// A clock that a test moves.
#[derive(Debug)]
pub struct StoppedClock(AtomicI64);

impl Clock for StoppedClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(self.0.load(Ordering::SeqCst)).unwrap_or(Timestamp::UNIX_EPOCH)
    }
}

impl StoppedClock {
    /// A clock that stands where every test begins.
    ///
    /// # Panics
    /// Never: the time is one.
    #[expect(clippy::expect_used, reason = "a test without a clock must fail")]
    #[must_use]
    pub fn at_start() -> Self {
        let start: Timestamp = START.parse().expect("a time");
        Self(AtomicI64::new(start.as_millisecond()))
    }

    /// Lets time pass.
    pub fn pass(&self, time: SignedDuration) {
        self.0.fetch_add(i64::try_from(time.as_millis()).unwrap_or(0), Ordering::SeqCst);
    }
}

/// Randomness from a seed: `SplitMix64` (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", 2014).
#[derive(Debug)]
pub struct SeededRandom(AtomicU64);

impl SeededRandom {
    /// The same seed gives the same bytes.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(AtomicU64::new(seed))
    }

    fn next(&self) -> u64 {
        let state = self.0.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::SeqCst);
        let mut z = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}

impl Random for SeededRandom {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            for (byte, random) in chunk.iter_mut().zip(self.next().to_le_bytes()) {
                *byte = random;
            }
        }
    }
}

/// An office with the reference data of the [town], and a runtime to wait on it.
pub struct TestOffice {
    /// The office.
    pub office: Office,
    /// Its database.
    pub database: Database,
    clock: Arc<StoppedClock>,
    runtime: Runtime,
}

/// Who does which act with what in its form.
type Step<'s> = (&'s str, &'s str, &'s [(&'s str, &'s str)]);

/// What was raised, and how to go on with it.
#[derive(Clone, Debug)]
pub struct Raised {
    /// The case.
    pub case: CaseId,
    /// Its number.
    pub number: String,
    /// The secret of the receipt.
    pub secret: String,
}

/// Runs a test on a new office, once on each engine that is there.
///
/// # Panics
/// When the body does, or when an engine does not start.
pub fn each_office(body: impl Fn(&TestOffice)) {
    crate::each_engine(|database| body(&TestOffice::new(database)));
}

#[expect(clippy::expect_used, reason = "a test without an office must fail")]
impl TestOffice {
    /// An office on a database whose tables are there, with the reference data of the town.
    ///
    /// # Panics
    /// When it does not open.
    #[must_use]
    pub fn new(database: Database) -> Self {
        Self::bare(database, "first", 1).with_town()
    }

    /// The same with a way to tell people something.
    ///
    /// # Panics
    /// When it does not open.
    #[must_use]
    pub fn telling(database: Database, messenger: Arc<dyn Messenger>) -> Self {
        Self::opened(database, "first", 1, Some(messenger)).with_town()
    }

    fn with_town(self) -> Self {
        self.office.change_reference(&Office::machine(), town::reference()).expect("the town holds together");
        self
    }

    /// An office as it is, on a database whose tables are there: a second server, or one that knows nothing yet.
    ///
    /// # Panics
    /// When it does not open.
    #[must_use]
    pub fn bare(database: Database, writer: &str, seed: u64) -> Self {
        Self::opened(database, writer, seed, None)
    }

    fn opened(database: Database, writer: &str, seed: u64, messenger: Option<Arc<dyn Messenger>>) -> Self {
        let clock = Arc::new(StoppedClock::at_start());
        let settings = OfficeSettings {
            keyring: keyring(),
            writer: writer.to_owned(),
            clock: Arc::<StoppedClock>::clone(&clock),
            random: Arc::new(SeededRandom::new(seed)),
            messenger,
            decide: domain::decide::decide,
        };
        let office = Office::open(database.clone(), settings).expect("the office opens");
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
        Self { office, database, clock, runtime: runtime.expect("a runtime") }
    }

    /// Opens a database once more, as another server does.
    ///
    /// # Panics
    /// When it does not open.
    #[must_use]
    pub fn beside(location: &Location, writer: &str, seed: u64) -> Self {
        let options = Options { readers: 2, ..Options::default() };
        Self::bare(Database::open(location, &options).expect("the database opens"), writer, seed)
    }

    /// Waits for something of the office.
    pub fn wait<F: Future>(&self, future: F) -> F::Output {
        self.runtime.block_on(future)
    }

    /// The time of the office.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Lets hours pass.
    pub fn pass_hours(&self, hours: i64) {
        self.clock.pass(SignedDuration::from_hours(hours));
    }

    /// Lets days pass, and the timers do what is theirs.
    ///
    /// # Panics
    /// When the timers fail.
    pub fn pass_days(&self, days: i64) {
        self.pass_hours(24 * days);
        self.office.tick(self.now()).expect("the timers run");
    }

    /// Somebody of the town gives an order.
    pub fn order(&self, who: &str, order: Order) -> Result<Done, Failure> {
        self.wait(self.office.run(&town::caller(who), order))
    }

    /// Somebody of the town does an act.
    pub fn act(&self, who: &str, case: &CaseId, act: &str, form: &[(&str, &str)]) -> Result<Done, Failure> {
        let command = Command::Act { act: act.into(), form: form_of(form), seen: None };
        self.order(who, Order::on(case.clone(), command))
    }

    /// A person raises a matter.
    ///
    /// # Panics
    /// When it is refused.
    #[must_use]
    pub fn raise(&self, matter: NewCase) -> Raised {
        let done = self.order("person", Order::open(matter)).expect("the matter is taken");
        let receipt = done.receipt.expect("an opening has a receipt");
        Raised { case: done.case, number: receipt.number, secret: receipt.secret }
    }

    /// A drain that overflows, dispatched to the water company, answered, and rated.
    ///
    /// # Panics
    /// When a step is refused.
    #[must_use]
    pub fn settled(&self) -> Raised {
        let raised = self.raise(drain());
        let case = &raised.case;
        let rating = [("answered", "yes"), ("solved", "yes"), ("satisfied", "no")];
        let steps: [Step<'_>; 4] = [
            ("zhao", "dispatch", &[]),
            ("li", "draft", &[("result", "管道已经疏通，第二天没有再冒水。")]),
            ("zhou", "approve", &[]),
            ("person", "rate", &rating),
        ];
        for (who, act, form) in steps {
            self.act(who, case, act, form).expect("the step is taken");
        }
        raised
    }
}

/// The master keys of every test office, so that one can read what another sealed.
///
/// # Panics
/// Never: the key is one.
#[expect(clippy::expect_used, reason = "a test without a key must fail")]
#[must_use]
pub fn keyring() -> Keyring {
    let line = Keyring::new_line(1, &mut |bytes| bytes.fill(7));
    Keyring::from_bytes(line.as_bytes()).expect("a key")
}

/// A form as a page sends it.
#[must_use]
pub fn form_of(fields: &[(&str, &str)]) -> Form {
    fields.iter().map(|(field, sent)| ((*field).into(), vec![(*sent).to_owned()])).collect()
}

/// A matter of the water company, told by somebody with a name and a telephone.
#[must_use]
pub fn drain() -> NewCase {
    NewCase {
        kind: "matter".into(),
        channel: "web".to_owned(),
        category: "urban.drainage".into(),
        place: Where { place: town::code(town::COMMUNITY), spot: "七号楼东侧".to_owned(), point: None },
        title: "雨水井盖往外冒水".to_owned(),
        text: "七号楼东侧的雨水井一下雨就往外冒水，老人出门不方便，请尽快疏通管道。".to_owned(),
        people: vec![lin()],
        people_count: 1,
        accused: Vec::new(),
        may_publish: true,
        photos: Vec::new(),
        form: form_of(&[("class", "plain")]),
    }
}

/// A matter that is sealed: an accusation against the street.
#[must_use]
pub fn accusation() -> NewCase {
    NewCase {
        category: "order".into(),
        title: "街道干部收受好处".to_owned(),
        text: "榕树街道的一名干部在工程发包时收受好处，有转账记录为证。".to_owned(),
        accused: vec!["street".into()],
        form: form_of(&[("class", "accusation")]),
        ..drain()
    }
}

/// The person who speaks in most matters. Invented, like everything about her.
#[must_use]
pub fn lin() -> Contact {
    Contact {
        name: "林晓燕".to_owned(),
        phone: "13812345678".to_owned(),
        email: String::new(),
        id_number: String::new(),
        address: "海州市市南区榕树街道云霄路12号".to_owned(),
        contact: String::new(),
        language: domain::text::Language::Zh,
    }
}
