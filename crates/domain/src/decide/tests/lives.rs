//! Random lives of cases: what must hold whatever anybody does, in whatever order.

use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;

use crate::authority::{may_see, offered};
use crate::case::Case;
use crate::clock::ClockId;
use crate::command::{Caller, Command};
use crate::event::{ClockFact, Event, Fact, Link};
use crate::field::Where;
use crate::fixture::{COMMUNITY, Story, caller, code, form, opening, world};
use crate::refusal::Refusal;
use crate::routing::is_accused;
use crate::tally;

/// Everybody who may do something: one officer of each unit, a second one of some, and those who are no officers.
const CALLERS: [&str; 18] = [
    "person",
    "timer",
    "import",
    "an@city",
    "an@county",
    "an@county2",
    "an@street",
    "an@street2",
    "an@community",
    "an@bureau",
    "an@water",
    "an@petition",
    "bo@petition",
    "an@petition2",
    "an@petition-city",
    "an@discipline",
    "bo@discipline",
    "an@discipline-city",
];
const UNITS: [&str; 8] =
    ["county", "street", "community", "bureau", "water", "petition", "discipline", "discipline-city"];

/// One thing that somebody tries.
#[derive(Clone, Debug)]
enum Attempt {
    /// Any act, offered or not: which of the program's, and who.
    Any { act: usize, who: usize },
    /// One of the acts that are offered to somebody now.
    Offered { pick: usize },
    /// What can be done to any case.
    Small { command: usize, who: usize },
    /// The timer looks.
    Tick,
}

/// A step: minutes after the one before, what is tried, and what its form chooses.
type Step = (i64, Attempt, (usize, usize, bool));

fn a_step() -> impl Strategy<Value = Step> {
    let attempt = prop_oneof![
        1 => (any::<usize>(), any::<usize>()).prop_map(|(act, who)| Attempt::Any { act, who }),
        6 => any::<usize>().prop_map(|pick| Attempt::Offered { pick }),
        2 => (any::<usize>(), any::<usize>()).prop_map(|(command, who)| Attempt::Small { command, who }),
        2 => Just(Attempt::Tick),
    ];
    let minutes = prop_oneof![Just(0), 0..3_000i64, 0..40 * 1_440i64];
    (minutes, attempt, (any::<usize>(), any::<usize>(), any::<bool>()))
}

fn a_life() -> impl Strategy<Value = (bool, Vec<usize>, Vec<Step>)> {
    let accused = prop::collection::vec(any::<usize>(), 0..3);
    (any::<bool>(), accused, prop::collection::vec(a_step(), 0..30))
}

fn pick<T: Clone>(from: &[T], at: usize) -> Option<T> {
    from.get(at % from.len().max(1)).cloned()
}

fn act(id: &str, (to, helper, yes): (usize, usize, bool)) -> Command {
    let (to, helper) = (pick(&UNITS, to).unwrap(), pick(&UNITS, helper).unwrap());
    let yes = if yes { "yes" } else { "no" };
    let form = form(&format!(
        "to={to}, helpers={helper}, reason=test, note=SECRET-NOTE, day=2026-06-20, answer=SECRET-ANSWER, solved={yes}, answered=yes, facts=SECRET-FACTS"
    ));
    Command::Act { act: id.into(), form, seen: None }
}

fn small(at: usize) -> Command {
    let reason = || "SECRET-REASON".to_owned();
    let place = Where { place: code("370202001"), spot: "SECRET-SPOT".to_owned(), point: None };
    let community = Where { place: code(COMMUNITY), ..place.clone() };
    let all = [
        Command::Note { text: "SECRET-RECORD".to_owned() },
        Command::Add { text: "SECRET-ADDITION".to_owned(), photos: Vec::new() },
        Command::Support { by: Vec::new() },
        Command::Reveal { person: "lin".into(), reason: reason() },
        Command::Link { other: "02".into(), link: Link::Related },
        Command::Recuse { account: "bo".into(), reason: reason() },
        Command::Publish { title: "SECRET-TITLE".to_owned(), text: "SECRET-PUBLIC".to_owned() },
        Command::Unpublish { reason: reason() },
        Command::Withhold { reason: reason() },
        Command::Move { at: place, reason: reason() },
        Command::Move { at: community, reason: reason() },
        Command::Recategorise { category: "urban".into() },
        Command::Recategorise { category: "order".into() },
        Command::Recount,
    ];
    pick(&all, at).unwrap()
}

/// Who tries what; `None` when nothing is offered to anybody.
fn attempt(story: &Story, attempt: &Attempt, choices: (usize, usize, bool)) -> Option<(Caller, Command)> {
    let who = |at| caller(pick(&CALLERS, at).unwrap());
    Some(match attempt {
        Attempt::Any { act: at, who: by } => {
            (who(*by), act(pick(&story.program().acts, *at)?.id.as_str(), choices))
        }
        Attempt::Offered { pick: at } => {
            let all: Vec<(Caller, String)> = CALLERS
                .iter()
                .map(|who| caller(who))
                .flat_map(|by| {
                    let acts = offered(&story.world, story.program(), &story.case, &by, story.now);
                    acts.into_iter().map(|act| (by.clone(), act.id.to_string())).collect::<Vec<_>>()
                })
                .collect();
            let (by, id) = pick(&all, *at)?;
            (by, act(&id, choices))
        }
        Attempt::Small { command, who: by } => (who(*by), small(*command)),
        Attempt::Tick => (Caller::timer(), Command::Tick),
    })
}

/// Numbers without gaps, time that never goes back, clocks that are never reset by the way.
fn check_events(before: &Case, events: &[Event], command: &Command) -> Result<(), TestCaseError> {
    let mut case = before.clone();
    for event in events {
        let earlier = case.clone();
        case.apply(event);
        prop_assert_eq!(event.seq, earlier.seq + 1);
        prop_assert!(event.at >= earlier.changed_at);
        let changed = match &event.fact {
            Fact::Clock { clock, change, moved } => {
                let known = earlier.clock(&clock.id);
                if *change == ClockFact::Started {
                    prop_assert!(
                        known.is_none_or(|known| known.stopped_at.is_some()),
                        "{} restarted",
                        clock.id
                    );
                } else {
                    let from = known.and_then(|known| known.due_at);
                    let told = moved.map_or((from, from), |moved| (moved.from, moved.to));
                    prop_assert_eq!((from, clock.due_at), told, "{} moved silently", &clock.id);
                }
                Some(clock.id.clone())
            }
            _ => None,
        };
        let others = |case: &Case| -> Vec<(ClockId, Option<Timestamp>)> {
            let others = case.clocks.iter().filter(|clock| Some(&clock.id) != changed.as_ref());
            others.map(|clock| (clock.id.clone(), clock.due_at)).collect()
        };
        prop_assert_eq!(others(&earlier), others(&case));
    }
    if !matches!(command, Command::Act { .. } | Command::Tick | Command::Recount) {
        prop_assert_eq!(&case.clocks, &before.clocks);
        prop_assert_eq!((&case.state_now, &case.holder), (&before.state_now, &before.holder));
    }
    Ok(())
}

/// The accused and the sealed.
fn check_parts(story: &Story) -> Result<(), TestCaseError> {
    let case = &story.case;
    let accused = |unit| is_accused(&story.world, &case.opened.accused, unit);
    let parts: Vec<_> = case.holder.iter().chain(&case.co_units).collect();
    prop_assert!(parts.iter().all(|unit| !accused(unit)), "{:?} accused {:?}", parts, case.opened.accused);
    let seen_by: Vec<Caller> =
        CALLERS.iter().map(|who| caller(who)).filter(|by| may_see(&story.world, case, by)).collect();
    let kind_of = |unit| story.world.units.find(unit).map(|unit| unit.kind.as_str());
    for unit in seen_by.iter().filter_map(|by| by.by.unit()) {
        prop_assert!(!accused(unit), "{} sees what accuses it", unit);
        prop_assert!(!case.opened.sealed || kind_of(unit) == Some("discipline"), "{unit} sees a sealed case");
    }
    if case.opened.sealed {
        let now: Vec<_> = case.holder.iter().chain(&case.co_units).collect();
        prop_assert!(now.iter().all(|unit| kind_of(unit) == Some("discipline")), "{:?}", now);
        prop_assert!(!serde_json::to_string(case).unwrap().contains("SECRET"));
    }
    // The program can seal what was opened as another: nothing that was typed may ever stand in the history.
    prop_assert!(!serde_json::to_string(&story.events).unwrap().contains("SECRET"));
    Ok(())
}

/// What is stored is the sum of its events, read back from the store or not, and so are the figures.
fn check_replay(story: &Story) -> Result<(), TestCaseError> {
    let stored: Vec<Event> = story
        .events
        .iter()
        .map(|event| serde_json::to_string(event).unwrap())
        .map(|text| serde_json::from_str(&text).unwrap())
        .collect();
    prop_assert_eq!(&stored, &story.events);
    let replayed = story.replayed(&stored);
    prop_assert_eq!(&replayed, &story.case);
    let row: Case = serde_json::from_str(&serde_json::to_string(&story.case).unwrap()).unwrap();
    prop_assert_eq!(&row, &story.case);
    let figures = |case: &Case| tally::of(story.program(), &story.world.calendar, case);
    prop_assert_eq!(figures(&replayed), figures(&story.case));
    Ok(())
}

/// After a tick there is nothing left to do at that time, and the next thing lies ahead.
fn check_tick(story: &Story) -> Result<(), TestCaseError> {
    let again = story.ask(Caller::timer(), &Command::Tick);
    prop_assert_eq!(again.map_err(|refusal| refusal == Refusal::Nothing), Err(true));
    prop_assert!(story.case.wake_at().is_none_or(|wake_at| wake_at > story.now), "the timer never sleeps");
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_anybody_does_the_rules_hold((sealed, accused, steps) in a_life()) {
        let mut asked = opening(if sealed { "class=accusation" } else { "class=ordinary" });
        asked.opened.accused = accused.iter().filter_map(|at| pick(&UNITS, *at)).map(Into::into).collect();
        let opened = Story::try_opened_by(world(), "person", asked);
        // Refused only where everybody who might receive it is complained about.
        prop_assert!(matches!(opened, Ok(_) | Err(Refusal::NobodyAnswers)));
        let Ok(mut story) = opened else { return Ok(()) };
        check_events(&Case::open(&story.events[0]).unwrap(), &story.events[1..], &act("raise", (0, 0, true)))?;
        for (minutes, tried, choices) in steps {
            story.now += SignedDuration::from_mins(minutes);
            let Some((by, command)) = attempt(&story, &tried, choices) else { continue };
            let before = story.case.clone();
            let told = story.run(by.clone(), &command);
            if let Ok(events) = &told {
                prop_assert!(!events.is_empty());
                check_events(&before, events, &command)?;
                if !matches!(by, Caller { by: crate::event::Actor::Officer { .. }, .. }) {
                    prop_assert!(may_see(&story.world, &story.case, &by));
                }
            }
            if let (Attempt::Offered { .. }, Err(refusal)) = (&tried, &told) {
                let shown = !matches!(refusal, Refusal::NotOffered { .. } | Refusal::SameHands { .. } | Refusal::NotFound);
                prop_assert!(shown, "offered, then {refusal:?}");
            }
            let mut once_more = story.clone();
            once_more.case = before;
            prop_assert_eq!(once_more.ask(by, &command), told, "the same answer to the same question");
            check_parts(&story)?;
            if matches!(tried, Attempt::Tick) {
                check_tick(&story)?;
            }
        }
        check_replay(&story)?;
    }
}
