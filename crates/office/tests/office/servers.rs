//! Several orders at once, and several servers on one database.

use domain::command::{Caller, Command};
use office::{Failure, NewCase, Order};
use testkit::{TestOffice, drain, each_office, form_of, town};

#[test]
fn many_at_once_are_all_done_and_one_refusal_hurts_nobody() {
    each_office(|town| {
        const MANY: usize = 40;
        let outcomes = town.wait(async {
            let mut tasks = Vec::new();
            for at in 0..MANY {
                let office = town.office.clone();
                let title = if at % 10 == 3 { String::new() } else { format!("第{at}件事") };
                tasks.push(tokio::spawn(async move {
                    office.run(&Caller::person(), Order::open(NewCase { title, ..drain() })).await
                }));
            }
            let mut outcomes = Vec::new();
            for task in tasks {
                outcomes.push(task.await.unwrap());
            }
            outcomes
        });
        for (at, outcome) in outcomes.iter().enumerate() {
            assert_eq!(outcome.is_err(), at % 10 == 3, "{at}: {outcome:?}");
        }
        let figures = town.office.loop_figures();
        assert_eq!((figures.orders, figures.refused), (40, 4));
        assert!(figures.groups < figures.orders, "they shared transactions: {figures:?}");
        let verified = town.office.verify(&mut |_| {}).unwrap();
        assert_eq!((verified.cases, verified.faults.len()), (36, 0));
    });
}

#[test]
fn two_servers_on_one_case_one_wins_and_the_other_hears_of_it() {
    each_office(|town| {
        let other = TestOffice::beside(town.database.location(), "second", 2);
        let raised = town.raise(drain());
        let seen =
            town.wait(town.office.case_for_staff(&town::caller("zhao"), &raised.case)).unwrap().unwrap();
        let dispatch = || {
            let command =
                Command::Act { act: "dispatch".into(), form: form_of(&[]), seen: Some(seen.case.seq) };
            Order::on(raised.case.clone(), command)
        };
        let zhao = town::caller("zhao");
        let (one, two) = town.wait(async {
            tokio::join!(town.office.run(&zhao, dispatch()), other.office.run(&zhao, dispatch()))
        });
        let outcomes = [one, two];
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{outcomes:?}");
        // The one that came second is told what happened, or that the act is not offered any more.
        let refused = |outcome: &Result<_, Failure>| {
            matches!(outcome, Err(Failure::Conflict { .. } | Failure::Refused(_)))
        };
        assert!(outcomes.iter().any(refused), "{outcomes:?}");
        assert_eq!(town.office.verify(&mut |_| {}).unwrap().faults, Vec::new());
    });
}

#[test]
fn servers_give_no_number_twice_and_keep_one_set_of_counters() {
    each_office(|town| {
        let other = TestOffice::beside(town.database.location(), "second", 2);
        let numbers = town.wait(async {
            let mut tasks = Vec::new();
            for at in 0..20 {
                let office = if at % 2 == 0 { town.office.clone() } else { other.office.clone() };
                tasks.push(tokio::spawn(
                    async move { office.run(&Caller::person(), Order::open(drain())).await },
                ));
            }
            let mut numbers = std::collections::BTreeSet::new();
            for task in tasks {
                numbers.insert(task.await.unwrap().unwrap().receipt.unwrap().number);
            }
            numbers
        });
        assert_eq!(numbers.len(), 20);
        assert!(numbers.last().unwrap().starts_with("SX-2026-000020-"), "{numbers:?}");
        crate::figures::assert_counters_are_right(town);
    });
}

/// The engine says so, not luck: a change waits for the group that has looked, and the next group sees it.
#[test]
fn reference_data_does_not_change_under_a_group_that_decides_by_it() {
    each_office(|town| {
        let (looked, has_looked) = std::sync::mpsc::channel();
        let database = town.database.clone();
        let group = std::thread::spawn(move || {
            database.write_blocking(|tx| {
                let before = store::reference::head_to_decide(tx)?;
                looked.send(()).unwrap();
                // Long enough for somebody else to change it, if that were possible.
                std::thread::sleep(std::time::Duration::from_millis(300));
                assert_eq!(store::reference::head(tx)?, before);
                Ok::<(), store::StoreError>(())
            })
        });
        has_looked.recv().unwrap();
        let change =
            office::reference::ReferenceChange::Places(town::places().into_iter().chain([more()]).collect());
        town.office.change_reference(&office::Office::machine(), vec![change]).unwrap();
        group.join().unwrap().unwrap();
    });
}

/// One more place.
fn more() -> domain::place::Place {
    let name = domain::text::Text::new("新石桥社区", "New");
    domain::place::Place::lasting(town::code("370202001003"), name)
}

#[test]
fn a_server_notices_what_another_changed() {
    each_office(|town| {
        let other = TestOffice::beside(town.database.location(), "second", 2);
        let mut duties = town::duties();
        duties.retain(|duty| duty.unit.as_str() != "water");
        let change = office::reference::ReferenceChange::Units { units: town::units(), duties };
        town.office.change_reference(&office::Office::machine(), vec![change]).unwrap();
        let raised = other.raise(drain());
        other.act("zhao", &raised.case, "dispatch", &[]).unwrap();
        let seen =
            town.wait(town.office.case_for_staff(&town::caller("wang"), &raised.case)).unwrap().unwrap();
        assert_eq!(seen.case.holder, Some("bureau".into()), "the water company answers no longer");
        assert_eq!(other.office.world().units.duty_version, 2);
    });
}
