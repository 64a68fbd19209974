//! The city as it is planned, without a database.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use domain::event::Actor;
use domain::program::Phase;

use super::*;

/// A city for all tests that only look at it: playing it takes some seconds.
static CITY: LazyLock<Vec<Life>> = LazyLock::new(|| played(300, 1));

/// Plays a small city and gives its matters.
fn played(matters: usize, seed: u64) -> Vec<Life> {
    let world = Arc::new(tests_world());
    let phrases = Phrases::read(demo("phrases.toml").unwrap()).unwrap();
    let staff = Staff::new(reference::people().unwrap().into_iter().map(|officer| officer.account));
    let now = noon("2026-11-24".parse().unwrap());
    let town = Town::new(&world, &phrases, &staff, seed, now);
    let chunks = chunks(&town, matters).unwrap();
    let (lives, planned) = sync_channel(chunks.len());
    let early = OnceLock::from(vec!["RX202611010001".to_owned()]);
    plan_all(&town, &chunks, &early, 0, &lives);
    drop(lives);
    planned.into_iter().flatten().map(|(_, life)| life).collect()
}

#[test]
fn the_city_shows_every_way_a_matter_can_go() {
    let lives = &*CITY;
    let count = |what: &str, holds: fn(&Life) -> bool| {
        let found = lives.iter().filter(|life| holds(life)).count();
        assert!(found > 0, "no matter {what}");
        found
    };
    let planned = 360 + steer::targets(&tests_world()).len();
    assert!(lives.len() * 100 > planned * 92, "{} of {planned} were played", lives.len());
    count("is late", |life| life.case.clocks.iter().any(|clock| clock.breached_at.is_some()));
    count("was taken up again", |life| life.case.reopened > 0);
    count("was helped with", |life| {
        life.steps.iter().any(|(_, step)| matches!(step, domain::command::Command::Act { act, .. } if act.as_str() == "whistle"))
    });
    count("was given more time", |life| life.case.clocks.iter().any(|clock| !clock.extensions.is_empty()));
    count("stood still", |life| life.case.clocks.iter().any(|clock| !clock.pauses.is_empty()));
    count("is accused of somebody", |life| life.case.opened.sealed && !life.case.opened.accused.is_empty());
    count("is joint", |life| life.case.opened.people_count > 5);
    count("was visited for", |life| life.case.opened.channel == "visit");
    count("is published", |life| life.case.published.is_some());
    count("was supported", |life| life.case.supported > 0);
    let closed = count("is closed", |life| life.case.phase_now == Phase::Closed);
    // In so small a city every third is led to a state, so that each can be seen.
    assert!(closed * 10 > lives.len() * 6, "only {closed} of {} are closed", lives.len());
}

#[test]
fn every_state_of_every_program_is_seen_today() {
    let world = tests_world();
    let mut stands: BTreeMap<String, usize> = BTreeMap::new();
    for life in &*CITY {
        *stands.entry(format!("{}/{}", life.case.kind(), life.case.state_now)).or_default() += 1;
    }
    let missing: Vec<String> = steer::targets(&world)
        .into_iter()
        .map(|target| format!("{}/{}", target.kind, target.state))
        .filter(|state| !stands.contains_key(state))
        .collect();
    assert!(missing.is_empty(), "nothing stands in {missing:?}; elsewhere: {stands:?}");
    let lies = |target: &steer::Target| {
        CITY.iter().any(|life| life.case.holder == target.unit && life.case.state_now == target.state)
    };
    let targets = steer::targets(&world);
    let desks = targets.iter().filter(|target| target.unit.is_some());
    let empty: Vec<_> = desks.filter(|target| !lies(target)).collect();
    assert!(empty.is_empty(), "whoever signs in finds nothing to do: {empty:?}");
    let waiting = CITY.iter().filter(|life| life.case.ending.is_none());
    let late = waiting.clone().filter(|life| life.case.running().any(|clock| clock.breached_at.is_some()));
    assert!(late.clone().count() * 2 < waiting.count(), "most that waits is in time, not {}", late.count());
}

#[test]
fn most_matters_of_the_hotline_go_as_they_should() {
    let lives = &*CITY;
    let mut states: BTreeMap<String, usize> = BTreeMap::new();
    for life in lives.iter().filter(|life| life.case.kind().as_str() == "hotline") {
        *states.entry(life.case.state_now.to_string()).or_default() += 1;
    }
    let all: usize = states.values().sum();
    assert!(states.get("closed").copied().unwrap_or_default() * 10 > all * 7, "{states:?}");
}

#[test]
fn the_same_seed_gives_the_same_city() {
    let told = |seed| {
        let lives = played(10, seed);
        lives.iter().map(|life| format!("{:?}{:?}", life.opening, life.steps)).collect::<Vec<_>>()
    };
    assert_eq!(told(3), told(3));
    // What is written by hand is the same in every city.
    assert_ne!(told(3), told(4));
}

#[test]
fn nothing_happens_out_of_order_or_after_today() {
    let now = noon("2026-11-24".parse().unwrap());
    for life in &*CITY {
        let mut before = life.opening.0.at;
        for (occasion, command) in &life.steps {
            assert!(occasion.at >= before && occasion.at <= now, "{command:?} at {}", occasion.at);
            before = occasion.at;
        }
    }
}

#[test]
fn every_officer_who_acts_has_an_account() {
    let world = Arc::new(tests_world());
    let phrases = Phrases::read(demo("phrases.toml").unwrap()).unwrap();
    let officers = reference::people().unwrap();
    let staff = Staff::new(officers.iter().map(|officer| officer.account.clone()));
    let town = Town::new(&world, &phrases, &staff, 6, noon("2026-11-24".parse().unwrap()));
    let at = town.beginnings(20);
    let lives: Vec<Life> = (0..).zip(at).filter_map(|(number, at)| town.matter(number, at, None)).collect();
    let mut accounts: BTreeSet<_> = officers.iter().map(|officer| officer.account.id.clone()).collect();
    accounts.extend(staff.hired().into_iter().map(|account| account.id));
    for life in lives {
        for (occasion, _) in life.steps.iter().map(|(occasion, command)| (occasion, command)) {
            if let Actor::Officer { account, .. } = &occasion.caller.by {
                assert!(accounts.contains(account), "{account}");
            }
        }
    }
}
