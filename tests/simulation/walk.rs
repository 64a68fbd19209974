//! A random walk of ordinary commands through an office in which things go wrong, and what everybody was told on the way.

use domain::authority;
use domain::command::{Caller, Command};
use domain::ids::CaseId;
use jiff::SignedDuration;
use office::reference::ReferenceChange;
use office::{Failure, Office, Order, OrderRefusal, Receipt};
use store::Moment;

use super::forms::{Dice, form, matter, small};
use super::house::{Answer, House};
use super::town;
use super::trouble::FALLS;

/// What was acknowledged: an event that must be there for ever.
pub(crate) struct Acknowledged {
    pub(crate) case: CaseId,
    pub(crate) seq: u32,
    pub(crate) hash: Vec<u8>,
}

/// A matter that was raised, in the order of raising.
pub(crate) struct Raised {
    pub(crate) case: CaseId,
    /// In its words.
    pub(crate) number: usize,
    pub(crate) receipt: Receipt,
}

/// Who walks, and what was said.
pub(crate) struct Walk {
    dice: Dice,
    pub(crate) house: House,
    pub(crate) raised: Vec<Raised>,
    pub(crate) acknowledged: Vec<Acknowledged>,
    /// Orders that were carried out under a key, to be sent again.
    done: Vec<(Caller, Order, u32)>,
    /// What was answered, one line an order: the same on both engines.
    pub(crate) diary: Vec<String>,
    numbers: usize,
    keys: usize,
    arrangement: usize,
    year: i16,
    /// How often each kind of thing happened.
    pub(crate) struck: usize,
    pub(crate) refused: usize,
}

impl Walk {
    pub(crate) fn new(house: House, seed: u64) -> Self {
        Self {
            dice: Dice::new(seed),
            house,
            raised: Vec::new(),
            acknowledged: Vec::new(),
            done: Vec::new(),
            diary: Vec::new(),
            numbers: 0,
            keys: 0,
            arrangement: 0,
            year: 2025,
            struck: 0,
            refused: 0,
        }
    }

    /// Does one thing.
    pub(crate) fn step(&mut self) {
        match self.dice.below(100) {
            0..76 => {
                let (who, order, number) = self.order();
                self.give(&who, order, number);
            }
            76..80 => self.again(),
            80..88 => self.time_passes(),
            88..94 => self.crowd(),
            94..96 => self.units_change(),
            96 => self.calendar_comes(),
            97..99 => self.house.restart(),
            _ => self.places_merge(),
        }
    }

    /// Something that somebody wants, right or wrong; with the number in its words when it is a new matter.
    fn order(&mut self) -> (Caller, Order, Option<usize>) {
        let world = self.house.office().world();
        if self.raised.len() < 3 || self.dice.often(22) {
            self.numbers += 1;
            let (who, new) = matter(&self.dice, &world, self.numbers);
            return (who, Order::open(new), Some(self.numbers));
        }
        let raised = self.dice.of(&self.raised);
        let case = self.house.case(&raised.case);
        let officers = town::officers(&world);
        let stranger = self.dice.of(&officers).clone();
        if self.dice.often(35) {
            let ids: Vec<CaseId> = self.raised.iter().map(|raised| raised.case.clone()).collect();
            let command = small(&self.dice, &case, raised.number, &ids);
            let who = if self.dice.often(25) { Caller::person() } else { stranger };
            return (who, Order::on(raised.case.clone(), command), None);
        }
        let program = world.programs.version(case.kind(), case.opened.pack_version).unwrap();
        let now = self.house.office().now();
        let mut who = stranger;
        let mut act = self.dice.of(&program.acts);
        let start = self.dice.below(officers.len());
        let people = officers.iter().cycle().skip(start).take(officers.len()).cloned();
        let able = std::iter::once(Caller::person()).chain(people).find_map(|caller| {
            let offered = authority::offered(&world, program, &case, &caller, now);
            let main: Vec<_> = offered.iter().copied().filter(|act| act.main).collect();
            let choice = if main.is_empty() || self.dice.often(35) { offered } else { main };
            (!choice.is_empty()).then(|| (caller, *self.dice.of(&choice)))
        });
        // Now and then somebody tries what is not offered.
        if let Some(able) = able.filter(|_| !self.dice.often(8)) {
            (who, act) = able;
        }
        let seen = match self.dice.below(10) {
            0 => Some(case.seq.saturating_sub(1)),
            1..5 => Some(case.seq),
            _ => None,
        };
        let form = form(&self.dice, &world, program, act);
        let command = Command::Act { act: act.id.clone(), form, seen };
        (who, Order::on(raised.case.clone(), command), None)
    }

    fn key(&mut self, order: Order) -> Order {
        self.keys += 1;
        order.with_key(format!("key-{}", self.keys))
    }

    /// Gives an order; now and then something goes wrong meanwhile.
    fn give(&mut self, who: &Caller, order: Order, number: Option<usize>) {
        if self.dice.often(15) {
            let order = self.key(order);
            return self.give_in_trouble(who, order, number);
        }
        let order = if self.dice.often(50) { self.key(order) } else { order };
        let before = self.dice.often(20).then(|| self.house.dump());
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
        assert!(between == before || moment == Moment::Committed, "{moment:?} saved something: {order:?}");
        if self.dice.often(30) {
            self.house.restart();
        }
        let again = self.house.run(who, order.clone());
        assert!(!matches!(again, Err(Failure::Fault(_) | Failure::Busy)), "{again:?}: {order:?}");
        if between > before {
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
            assert!(!matches!(answer, Err(Failure::Busy)), "{order:?}");
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
        let other = Order::on("elsewhere".into(), Command::Support).with_key(order.key.clone().unwrap());
        let refused = self.house.run(&who, other);
        assert!(matches!(refused, Err(Failure::Order(OrderRefusal::KeyReused))), "{refused:?}");
        assert_eq!(self.house.events(), before, "done twice: {order:?}");
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
            self.raised.push(Raised { case: done.case, number, receipt });
        }
        if order.key.is_some() {
            self.done.push((who.clone(), order, seq));
        }
    }

    /// Hours or days go by, and the timers do what is theirs.
    fn time_passes(&mut self) {
        let hours = *self.dice.of(&[1, 5, 24, 24, 72, 72, 240]);
        self.house.clock.pass(SignedDuration::from_hours(hours));
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
        self.succeed(town::arrangement(self.arrangement));
    }

    fn places_merge(&mut self) {
        self.succeed(town::places_merged());
    }

    fn succeed(&mut self, change: ReferenceChange) {
        let office = self.house.office();
        let rehearsed = office.rehearse_succession(std::slice::from_ref(&change)).unwrap();
        let lines = office.carry_out_succession(&Office::machine(), vec![change], "机构调整").unwrap();
        assert_eq!(lines, rehearsed, "what was rehearsed is what happens");
    }

    /// The year that had been estimated is announced.
    fn calendar_comes(&mut self) {
        self.year = 2026;
        let change = ReferenceChange::Calendar(Box::new(town::calendar(self.year)));
        let office = self.house.office();
        office.change_reference(&Office::machine(), vec![change]).unwrap();
        office.recount().unwrap();
        assert_eq!(office.recount().unwrap(), 0, "recounted once");
    }
}

/// Whether it is the note that falls over.
fn falls(order: &Order) -> bool {
    matches!(&order.task, office::Task::On { command: Command::Note { text }, .. } if text == FALLS)
}
