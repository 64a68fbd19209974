//! A random walk of ordinary commands through an office in which things go wrong, and what everybody was told on the way.

use std::sync::{Arc, Mutex};

use domain::authority;
use domain::case::Case;
use domain::command::{Caller, Command};
use domain::ids::CaseId;
use domain::program::{Act, Program};
use domain::world::World;
use jiff::SignedDuration;
use office::reference::ReferenceChange;
use office::{Failure, Office, Order, OrderRefusal, Receipt};
use store::Moment;

use super::check::clocks_are_counted_by_the_calendar;
use super::forms::{Dice, form, matter, small};
use super::house::{Answer, House};
use super::town;
use super::trouble::FALLS;

/// Numbers in the words of matters of one server; the next begins there.
const NUMBERS_APART: usize = 100_000;

/// What was acknowledged: an event that must be there for ever.
pub(crate) struct Acknowledged {
    pub(crate) case: CaseId,
    pub(crate) seq: u32,
    pub(crate) hash: Vec<u8>,
}

/// A matter that was raised.
#[derive(Clone)]
pub(crate) struct Raised {
    pub(crate) case: CaseId,
    /// In its words.
    pub(crate) number: usize,
    pub(crate) receipt: Receipt,
}

/// The matters that were raised, in the order of raising: by this walk, and by those on other servers beside it.
pub(crate) type Matters = Arc<Mutex<Vec<Raised>>>;

/// Who walks, and what was said.
pub(crate) struct Walk {
    dice: Dice,
    pub(crate) house: House,
    /// Which server it is, counted from 0.
    server: usize,
    /// Whether nobody else is at work: then nothing happens between two looks.
    alone: bool,
    matters: Matters,
    pub(crate) acknowledged: Vec<Acknowledged>,
    /// Orders that were carried out under a key, to be sent again.
    done: Vec<(Caller, Order, u32)>,
    /// What was answered, one line an order: the same on both engines.
    pub(crate) diary: Vec<String>,
    numbers: usize,
    keys: usize,
    arrangement: usize,
    announced: i8,
    /// How often each kind of thing happened.
    pub(crate) struck: usize,
    pub(crate) refused: usize,
}

impl Walk {
    /// A walk on the only server.
    pub(crate) fn alone(house: House, seed: u64) -> Self {
        Self { alone: true, ..Self::beside(house, seed, 0, Matters::default()) }
    }

    /// A walk on one of several servers, and on the matters of all.
    pub(crate) fn beside(house: House, seed: u64, server: usize, matters: Matters) -> Self {
        Self {
            dice: Dice::new(seed),
            house,
            server,
            alone: false,
            matters,
            acknowledged: Vec::new(),
            done: Vec::new(),
            diary: Vec::new(),
            numbers: server * NUMBERS_APART,
            keys: 0,
            arrangement: 0,
            announced: 0,
            struck: 0,
            refused: 0,
        }
    }

    /// Does one thing.
    pub(crate) fn step(&mut self) {
        // Time and the town are the business of the first server.
        match self.dice.below(100) {
            0..76 => {
                let (who, order, number) = self.order();
                self.give(&who, order, number);
            }
            76..80 => self.again(),
            80..88 => self.time_passes(),
            88..94 => self.crowd(),
            94..96 if self.server == 0 => self.units_change(),
            96..98 if self.server == 0 => self.calendar_comes(),
            98 if self.server == 0 => self.places_merge(),
            _ => self.house.restart(),
        }
    }

    /// The matters so far.
    pub(crate) fn matters(&self) -> Vec<Raised> {
        self.matters.lock().unwrap().clone()
    }

    /// Something that somebody wants, right or wrong; with the number in its words when it is a new matter.
    fn order(&mut self) -> (Caller, Order, Option<usize>) {
        let world = self.house.office().world();
        let matters = self.matters();
        if matters.len() < 3 || self.dice.often(15) {
            self.numbers += 1;
            let (who, new) = matter(&self.dice, &world, self.numbers);
            return (who, Order::open(new), Some(self.numbers));
        }
        let (raised, case) = self.matter_at_hand(&matters);
        let mut officers = town::officers(&world);
        let start = self.dice.below(officers.len());
        officers.rotate_left(start);
        let stranger = officers[0].clone();
        let program = world.programs.version(case.kind(), case.opened.pack_version).unwrap();
        let able = self.able(&world, program, &case, &officers);
        if self.dice.often(20) || able.is_none() {
            let ids: Vec<CaseId> = matters.iter().map(|raised| raised.case.clone()).collect();
            let command = small(&self.dice, &case, raised.number, &ids);
            let sees = |who: &&Caller| authority::may_see(&world, &case, who);
            let who = match self.dice.below(10) {
                0..3 => Caller::person(),
                3 => stranger,
                _ => officers.iter().find(sees).cloned().unwrap_or(stranger),
            };
            return (who, Order::on(raised.case.clone(), command), None);
        }
        // Now and then somebody tries what is not offered.
        let able = able.filter(|_| !self.dice.often(6));
        let (who, act) = able.unwrap_or_else(|| (stranger, self.dice.of(&program.acts)));
        let seen = match self.dice.below(10) {
            0 => Some(case.seq.saturating_sub(1)),
            1..5 => Some(case.seq),
            _ => None,
        };
        let form = form(&self.dice, &world, program, act);
        let command = Command::Act { act: act.id.clone(), form, seen };
        (who, Order::on(raised.case.clone(), command), None)
    }

    /// One of the matters, mostly one that has not ended.
    fn matter_at_hand<'m>(&self, matters: &'m [Raised]) -> (&'m Raised, Case) {
        let mut raised = self.dice.of(matters);
        for _ in 0..4 {
            if self.house.case(&raised.case).ending.is_none() {
                break;
            }
            raised = self.dice.of(matters);
        }
        (raised, self.house.case(&raised.case))
    }

    /// Somebody to whom something is offered, and what; mostly an officer, and mostly what is usually done.
    fn able<'p>(
        &self,
        world: &World,
        program: &'p Program,
        case: &Case,
        officers: &[Caller],
    ) -> Option<(Caller, &'p Act)> {
        let person = Caller::person();
        let first = std::iter::once(&person).filter(|_| self.dice.often(12));
        first.chain(officers).chain([&person]).find_map(|caller| {
            let now = self.house.office().now();
            let offered = authority::offered(world, program, case, caller, now);
            let main: Vec<_> = offered.iter().copied().filter(|act| act.main).collect();
            let choice = if main.is_empty() || self.dice.often(30) { offered } else { main };
            (!choice.is_empty()).then(|| (caller.clone(), *self.dice.of(&choice)))
        })
    }

    fn key(&mut self, order: Order) -> Order {
        self.keys += 1;
        order.with_key(format!("key-{}-{}", self.server, self.keys))
    }

    /// Gives an order; now and then something goes wrong meanwhile.
    fn give(&mut self, who: &Caller, order: Order, number: Option<usize>) {
        if self.dice.often(15) {
            let order = self.key(order);
            return self.give_in_trouble(who, order, number);
        }
        let order = if self.dice.often(50) { self.key(order) } else { order };
        let before = (self.dice.often(20) && self.alone).then(|| self.house.dump());
        let answer = self.house.run(who, order.clone());
        if let Some(before) = before.filter(|_| answer.is_err()) {
            assert!(before == self.house.dump(), "{answer:?} changed something: {order:?}");
        }
        if let Err(Failure::Fault(fault)) = &answer {
            assert!(falls(&order), "{}: {order:?}", fault.source);
        }
        self.hear(who, order, number, answer);
    }

    /// The connection breaks, or code falls over, while an order is carried out. Then it is sent again.
    fn give_in_trouble(&mut self, who: &Caller, order: Order, number: Option<usize>) {
        let moments = [Moment::Begin, Moment::Write, Moment::Commit, Moment::Committed];
        let moment = *self.dice.of(&moments);
        let before = self.house.events();
        if self.dice.often(20) {
            self.house.trouble.trip(0);
        } else {
            self.house.trouble.break_at(moment, 0);
        }
        let answer = self.house.run(who, order.clone());
        self.house.trouble.calm();
        if !matches!(answer, Err(Failure::Fault(_))) || falls(&order) {
            return self.hear(who, order, number, answer);
        }
        self.struck += 1;
        let between = self.house.events();
        let saved = self.alone && between > before;
        assert!(!saved || moment == Moment::Committed, "{moment:?} saved something: {order:?}");
        if self.dice.often(30) {
            self.house.restart();
        }
        let again = self.house.run(who, order.clone());
        let worked = !matches!(again, Err(Failure::Fault(_) | Failure::Busy));
        assert!(worked || !self.alone, "{again:?}: {order:?}");
        if saved {
            assert!(again.is_ok(), "done, and then not: {again:?}: {order:?}");
            assert_eq!(self.house.events(), between, "done twice: {order:?}");
        }
        self.hear(who, order, number, again);
    }

    /// Many orders in one group. Whatever happens to one of them, or to all, each gets the answer that it would get alone.
    fn crowd(&mut self) {
        let mut orders = Vec::new();
        let mut numbers = Vec::new();
        for _ in 0..4 + self.dice.below(6) {
            let (who, order, number) = self.order();
            let order = self.key(order);
            if self.dice.often(10) {
                orders.push((who.clone(), order.clone()));
                numbers.push(None);
            }
            orders.push((who, order));
            numbers.push(number);
        }
        let trouble = self.dice.below(4);
        match trouble {
            0 => self.house.trouble.break_at(Moment::Commit, 1),
            1 => self.house.trouble.break_at(Moment::Committed, 1),
            2 => self.house.trouble.trip(1),
            _ => {}
        }
        let answers = self.house.together(&orders);
        self.house.trouble.calm();
        for (((who, order), number), answer) in orders.into_iter().zip(numbers).zip(answers) {
            let answer = match answer {
                Err(Failure::Fault(fault)) if !falls(&order) => {
                    assert!(trouble < 2, "one took the others down: {}: {order:?}", fault.source);
                    self.struck += 1;
                    self.house.run(&who, order.clone())
                }
                answer => answer,
            };
            assert!(!matches!(answer, Err(Failure::Busy)) || !self.alone, "{order:?}");
            self.hear(&who, order, number, answer);
        }
    }

    /// Somebody sends again what was carried out already, or something else under its key.
    fn again(&mut self) {
        if self.done.is_empty() {
            return;
        }
        let (who, order, seq) = self.dice.of(&self.done).clone();
        let before = self.house.events();
        let answer = self.house.run(&who, order.clone());
        assert!(answer.as_ref().is_ok_and(|done| done.seq == seq), "{answer:?}: {order:?}");
        let other = Order::on("elsewhere".into(), Command::Support { by: Vec::new() })
            .with_key(order.key.clone().unwrap());
        let refused = self.house.run(&who, other);
        assert!(matches!(refused, Err(Failure::Order(OrderRefusal::KeyReused))), "{refused:?}");
        assert!(self.house.events() == before || !self.alone, "done twice: {order:?}");
    }

    /// Takes in an answer.
    fn hear(&mut self, who: &Caller, order: Order, number: Option<usize>, answer: Answer) {
        let told = match &answer {
            Ok(done) => format!("event {}", done.seq),
            Err(Failure::Fault(_)) => "fault".to_owned(),
            Err(failure) => failure.to_string(),
        };
        self.diary.push(format!("{:?}: {told}", who.by));
        let Ok(done) = answer else {
            self.refused += 1;
            return;
        };
        let (case, seq) = (done.case.clone(), done.seq);
        let known = self.house.read(move |tx| {
            let sql = "SELECT hash FROM events WHERE case_id = $1 AND seq = $2";
            tx.query_opt::<Vec<u8>>(sql, &[(&case).into(), seq.into()])
        });
        let hash = known.unwrap_or_else(|| panic!("acknowledged, and not there: {order:?}"));
        self.acknowledged.push(Acknowledged { case: done.case.clone(), seq, hash });
        if let Some((receipt, number)) = done.receipt.zip(number) {
            self.matters.lock().unwrap().push(Raised { case: done.case, number, receipt });
        }
        if order.key.is_some() {
            self.done.push((who.clone(), order, seq));
        }
    }

    /// Hours or days go by, and the timers do what is theirs.
    fn time_passes(&mut self) {
        let hours = *self.dice.of(&[1, 5, 24, 24, 72, 72, 240]);
        if self.server == 0 {
            self.house.clock.pass(SignedDuration::from_hours(hours));
        }
        // Answers are remembered for a day.
        self.done.clear();
        let office = self.house.office();
        if self.dice.often(25) {
            self.house.trouble.break_at(*self.dice.of(&[Moment::Commit, Moment::Committed]), 0);
        }
        drop(office.tick(office.now()));
        self.house.trouble.calm();
        office.tick(office.now()).unwrap();
    }

    fn units_change(&mut self) {
        self.arrangement += 1;
        self.succeed(&town::arrangement(self.arrangement));
    }

    fn places_merge(&mut self) {
        self.succeed(&town::places_merged());
    }

    /// Carries a change of units or places out; when the connection breaks in the middle, once more.
    fn succeed(&mut self, change: &ReferenceChange) {
        let office = self.house.office();
        let rehearsed = office.rehearse_succession(std::slice::from_ref(change)).unwrap();
        let carry_out = || office.carry_out_succession(&Office::machine(), vec![change.clone()], "机构调整");
        self.something_breaks();
        let first = carry_out();
        self.house.trouble.calm();
        match first {
            Ok(lines) => {
                assert!(lines == rehearsed || !self.alone, "what was rehearsed is what happens");
            }
            Err(_) => drop(carry_out().unwrap()),
        }
    }

    /// The year that had been estimated is announced.
    fn calendar_comes(&mut self) {
        self.announced += 1;
        let change = town::year(self.announced);
        let office = self.house.office();
        office.change_reference(&Office::machine(), vec![change]).unwrap();
        self.something_breaks();
        drop(office.recount());
        self.house.trouble.calm();
        office.recount().unwrap();
        assert!(office.recount().unwrap() == 0 || !self.alone, "recounted once");
        if self.alone {
            let cases = self.house.cases();
            clocks_are_counted_by_the_calendar(&office.world(), cases.iter().map(|stored| &stored.case));
        }
    }

    /// Now and then one of the next transactions breaks.
    fn something_breaks(&self) {
        if self.dice.often(40) {
            let moment = *self.dice.of(&[Moment::Write, Moment::Commit, Moment::Committed]);
            self.house.trouble.break_at(moment, u32::try_from(self.dice.below(3)).unwrap());
        }
    }
}

/// Whether it is the note that falls over.
fn falls(order: &Order) -> bool {
    matches!(&order.task, office::Task::On { command: Command::Note { text }, .. } if text == FALLS)
}
