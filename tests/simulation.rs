//! A small office for some weeks, with everything that goes wrong: random commands from a seed, connections that break, code that
//! falls over, servers that die. Afterwards nothing acknowledged is lost, nothing refused has changed anything, everything that is
//! derived is what it is derived from, and both engines tell the same history.
//!
//! `SIXIA_SIMULATION_SEED=7 SIXIA_SIMULATION_STEPS=1000 cargo test -p sixia-tests simulation` walks another way, or a longer one.

#![expect(
    clippy::panic,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a walk that cannot go on stops the test"
)]

mod check;
mod forms;
mod history;
mod house;
mod town;
mod trouble;
mod walk;

use std::cell::RefCell;
use std::io::Write as _;
use std::sync::Arc;

use domain::command::Caller;
use jiff::civil::date;
use office::{Office, Order};
use store::{Location, Moment};
use testkit::StoppedClock;

use house::House;
use walk::{Matters, Walk};

/// Walks of the ordinary test run.
const SEEDS: [u64; 3] = [1, 2, 3];
/// Steps of each.
const STEPS: usize = 150;
/// Names of the servers that work side by side.
const SERVERS: [&str; 2] = ["first", "second"];

#[expect(clippy::disallowed_methods, reason = "whoever runs the tests says which walk")]
fn asked(name: &str) -> Option<u64> {
    std::env::var(name)
        .ok()
        .map(|text| text.parse().unwrap_or_else(|_| panic!("{name}: {text} is no number")))
}

fn seeds() -> Vec<u64> {
    asked("SIXIA_SIMULATION_SEED").map_or_else(|| SEEDS.to_vec(), |seed| vec![seed])
}

fn steps() -> usize {
    asked("SIXIA_SIMULATION_STEPS").map_or(STEPS, |steps| steps.try_into().unwrap())
}

/// Says which walk it was that failed.
struct Told(u64);

impl Drop for Told {
    fn drop(&mut self) {
        if std::thread::panicking() {
            drop(writeln!(std::io::stderr(), "(walk again with SIXIA_SIMULATION_SEED={})", self.0));
        }
    }
}

/// One walk from beginning to end: what was answered, and what happened.
fn walked(location: &Location, seed: u64) -> (Vec<String>, Vec<String>) {
    let house = House::open(location, "first", Arc::new(StoppedClock::at_start()), seed);
    let mut walk = Walk::alone(house, seed);
    (0..steps()).for_each(|_| walk.step());
    let matters = walk.matters();
    let acknowledged: Vec<_> = walk.acknowledged.iter().collect();
    check::check(&walk.house, &matters, &acknowledged);
    assert!(matters.len() > steps() / 20, "{} matters in {} steps", matters.len(), steps());
    assert!(walk.struck > steps() / 50, "trouble struck {} times in {} steps", walk.struck, steps());
    assert!(walk.refused > steps() / 20, "{} refusals in {} steps", walk.refused, steps());
    (walk.diary.clone(), history::history(&walk.house))
}

fn assert_same(left: &[String], right: &[String], what: &str) {
    let apart = left.iter().zip(right).position(|(left, right)| left != right);
    if let Some(at) = apart {
        panic!("the {what} differ at {at}:\n  {}\n  {}", left[at], right[at]);
    }
    assert_eq!(left.len(), right.len(), "the {what} end apart");
}

#[test]
fn whatever_goes_wrong_nothing_is_lost_and_both_engines_agree() {
    for seed in seeds() {
        let _told = Told(seed);
        let walks = RefCell::new(Vec::new());
        testkit::each_location(|location| walks.borrow_mut().push(walked(location, seed)));
        let walks = walks.into_inner();
        for other in walks.iter().skip(1) {
            assert_same(&walks[0].0, &other.0, "answers");
            assert_same(&walks[0].1, &other.1, "histories");
        }
    }
}

#[test]
fn servers_on_one_database_lose_nothing_between_them() {
    for seed in seeds() {
        let _told = Told(seed);
        testkit::each_location(|location| {
            let clock = Arc::new(StoppedClock::at_start());
            let open = |server: usize| {
                let seed = seed * 100 + u64::try_from(server).unwrap();
                (House::open(location, SERVERS[server], Arc::clone(&clock), seed), seed)
            };
            // The first makes the town; then all walk at once.
            drop(open(0));
            let matters = Matters::default();
            let walks: Vec<Walk> = std::thread::scope(|scope| {
                let walk = |server| {
                    let (open, matters) = (&open, Arc::clone(&matters));
                    scope.spawn(move || {
                        let (house, seed) = open(server);
                        let mut walk = Walk::beside(house, seed, server, matters);
                        (0..steps() / 2).for_each(|_| walk.step());
                        walk
                    })
                };
                let walking: Vec<_> = (0..SERVERS.len()).map(walk).collect();
                walking.into_iter().map(|walk| walk.join().unwrap()).collect()
            });
            let acknowledged: Vec<_> = walks.iter().flat_map(|walk| &walk.acknowledged).collect();
            let (house, _) = open(0);
            check::check(&house, &walks[0].matters(), &acknowledged);
        });
    }
}

#[test]
fn a_recount_that_breaks_off_is_done_again() {
    testkit::each_location(|location| {
        let house = House::open(location, SERVERS[0], Arc::new(StoppedClock::at_start()), 1);
        let raised = house.run(&Caller::person(), Order::open(testkit::drain())).unwrap();
        let office = house.office();
        for (moment, day) in [(Moment::Write, 5), (Moment::Commit, 6), (Moment::Committed, 5)] {
            let change = town::year_with_day_off(date(2026, 3, day));
            office.change_reference(&Office::machine(), vec![change]).unwrap();
            house.trouble.break_at(moment, 0);
            assert!(office.recount().is_err(), "{moment:?}: what is not done is not called done");
            house.trouble.calm();
            office.recount().unwrap();
            check::clocks_are_counted_by_the_calendar(&office.world(), [&house.case(&raised.case)]);
        }
    });
}
