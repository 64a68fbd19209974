//! Who holds a case next: every rule of assignment, and whoever is barred.

use crate::command::{Command, Opening};
use crate::event::Fact;
use crate::fixture::{Story, caller, opening, world};
use crate::ids::UnitId;
use crate::refusal::Refusal;
use crate::routing::{AssignRule, WhyNot};
use crate::unit::Level;

fn handled() -> Story {
    Story::new().act("an@petition", "transfer", "")
}

fn opened(change: impl FnOnce(&mut Opening)) -> Story {
    let mut asked = opening("class=ordinary");
    change(&mut asked);
    Story::opened(world(), asked)
}

/// Holder, sender and the rule by which the holder got it.
fn check(story: &Story, holder: &str, sender: &str, rule: &AssignRule) {
    let case = &story.case;
    let assigned = story.events.iter().rev().find_map(|event| match &event.fact {
        Fact::Assigned { because, .. } => Some(because),
        _ => None,
    });
    assert_eq!(story.holder(), holder);
    assert_eq!(case.sender.as_ref().map(UnitId::as_str), Some(sender));
    assert_eq!(assigned.map(|because| &because.rule), Some(rule));
    assert_eq!(assigned.map(|because| because.duty_version), Some(7), "the list in force is cited");
    assert!(case.units.contains(holder));
}

#[test]
fn each_rule_names_its_unit() {
    let objected = || handled().act("bo@street", "object", "note=不归我管");
    check(&handled().act("bo@street", "escalate", ""), "county", "street", &AssignRule::Superior);
    check(&objected().act("an@county", "uphold", ""), "petition", "street", &AssignRule::Sender);
}

#[test]
fn a_chosen_unit_must_exist_and_be_free() {
    let story = opened(|asked| asked.opened.accused = vec!["bureau".into()]);
    check(
        &story.clone().act("an@petition", "hand_to", "to=county2"),
        "county2",
        "petition",
        &AssignRule::Chosen,
    );
    let accused = |unit: &str| Refusal::Accused { unit: unit.into() };
    assert_eq!(story.refusal("an@petition", "hand_to", "to=bureau"), accused("bureau"));
    assert_eq!(story.refusal("an@petition", "hand_to", "to=water"), accused("water"), "it stands under it");
}

#[test]
fn passing_over_the_accused_is_on_record() {
    let story =
        opened(|asked| asked.opened.accused = vec!["street".into()]).act("an@petition", "transfer", "");
    assert_eq!(story.holder(), "water");
    let because = story.events.iter().rev().find_map(|event| match &event.fact {
        Fact::Assigned { because, .. } => Some(because.clone()),
        _ => None,
    });
    let passed: Vec<(String, WhyNot)> =
        because.unwrap().passed_over.iter().map(|passed| (passed.unit.to_string(), passed.why)).collect();
    assert_eq!(passed, [("street".to_owned(), WhyNot::Accused), ("bureau".to_owned(), WhyNot::HigherLevel)]);
}

#[test]
fn above_the_top_there_is_nobody() {
    let top = opened(|asked| asked.opened.category = "order".into()).act("an@petition", "transfer", "").act(
        "bo@county",
        "escalate",
        "",
    );
    check(&top, "city", "county", &AssignRule::Superior);
    assert_eq!(top.refusal("bo@city", "escalate", ""), Refusal::NobodyAnswers);
}

#[test]
fn a_superior_that_is_complained_about_is_passed_over() {
    let story = opened(|asked| asked.opened.accused = vec!["county".into()]);
    assert_eq!(story.holder(), "petition-city", "the office of the county stands under it");
    let routed = story.act("an@petition-city", "transfer", "");
    check(&routed, "city", "petition-city", &AssignRule::Superior);
}

#[test]
fn a_sealed_case_rises_among_those_who_may_handle_it() {
    let story = Story::sealed().act("di@discipline", "keep", "").act("di@discipline", "escalate", "");
    check(&story, "discipline-city", "discipline", &AssignRule::Superior);
    assert_eq!(story.refusal("di@discipline-city", "escalate", ""), Refusal::NobodyAnswers);
}

#[test]
fn a_sealed_case_is_handed_only_to_those_who_may_handle_it() {
    let story = Story::sealed();
    let barred = |unit: &str| Refusal::NotForSealed { unit: unit.into() };
    assert_eq!(story.refusal("di@discipline", "hand_to", "to=petition"), barred("petition"));
    assert_eq!(
        story.refusal("di@discipline", "hand_to", "to=street"),
        Refusal::Accused { unit: "street".into() }
    );
    let routed = story.clone().act("di@discipline", "transfer", "");
    assert_eq!(routed.holder(), "discipline", "whoever answers for drains does not answer for this");
    let kept = story.act("di@discipline", "keep", "");
    assert_eq!(kept.refusal("di@discipline", "call_in", "helpers=bureau"), barred("bureau"));
    assert_eq!(kept.act("di@discipline", "call_in", "helpers=discipline-city").case.co_units.len(), 1);
}

#[test]
fn the_nearest_of_a_kind_is_the_nearest_whoever_asks() {
    // Only the opening stays with an officer of the kind.
    let story = Story::new().act("an@petition", "hand_to", "to=petition-city");
    let story = story.act("bo@petition-city", "petition", "");
    check(&story, "petition", "petition-city", &AssignRule::Kind { kind: "petition".into() });
}

#[test]
fn helping_units_come_and_go_and_the_holder_stays() {
    let called =
        handled().act("bo@street", "call_in", "helpers=water, helpers=bureau, helpers=street, helpers=water");
    let helping = |story: &Story| story.case.co_units.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(helping(&called), ["bureau", "water"], "the holder does not help itself");
    assert_eq!(called.holder(), "street");
    let again = called.clone().act("bo@street", "call_in", "helpers=water");
    assert_eq!(again.told_since(called.events.len()), ["call_in > handling"], "it helps already");
    let done = again.act("wu@water", "helped", "");
    assert_eq!(helping(&done), ["bureau"]);
    assert!(done.case.units.contains("water"), "it goes on seeing the case");
    assert_eq!(done.refusal("wu@water", "helped", ""), Refusal::NotOffered { act: "helped".into() });
}

#[test]
fn whoever_takes_a_case_over_no_longer_helps() {
    let called = handled().act("bo@street", "call_in", "helpers=county, helpers=water");
    let before = called.events.len();
    let risen = called.act("bo@street", "escalate", "");
    let expected = ["escalate > handling", "holder county by superior", "help/county stopped in time"];
    assert_eq!(risen.told_since(before), expected);
    assert!(!risen.case.co_units.contains("county"));
}

#[test]
fn an_end_lets_the_helpers_go() {
    let called = handled().act("bo@street", "call_in", "helpers=water");
    let before = called.events.len();
    let ended = called.act("an@petition", "cancel", "");
    assert_eq!(
        ended.told_since(before),
        ["cancel > void", "handle stopped in time", "help/water stopped in time"]
    );
    assert!(ended.case.co_units.is_empty());
}

#[test]
fn an_own_unit_is_needed_where_it_gets_the_case() {
    let story = handled();
    check(&story.clone().act("an@petition", "take", ""), "petition", "street", &AssignRule::Own);
    assert_eq!(story.refusal("an@petition2", "take", ""), Refusal::NotFound, "it does not serve the place");
    assert_eq!(story.refusal("import", "take", ""), Refusal::NobodyAnswers);
}

#[test]
fn a_case_is_not_held_at_a_level_at_which_its_program_does_not_run() {
    let mut world = world();
    let mut program = crate::fixture::matter();
    program.levels = vec![Level::County, Level::City];
    world.programs.add(program);
    let story = Story::opened(world, opening("class=ordinary"));
    let refused = Refusal::NotAtLevel { unit: "street".into() };
    assert_eq!(story.refusal("an@petition", "hand_to", "to=street"), refused);
    let routed = story.act("an@petition", "transfer", "");
    assert_eq!(routed.holder(), "bureau", "not the street, though it is the lowest that is able");
    let helped = routed.act("an@bureau", "call_in", "helpers=street");
    assert_eq!(helped.case.co_units.len(), 1, "a helper holds nothing");
    assert_eq!(helped.act("an@bureau", "escalate", "").holder(), "county");
}

#[test]
fn what_a_unit_that_is_gone_had_to_do_goes_on_with_its_clock() {
    let inherit = |from: &str, unit: &str| Command::Inherit { from: from.into(), unit: unit.into() };
    let mut helped = handled().act("bo@street", "call_in", "helpers=water");
    let clock = |story: &Story| {
        let clock = story.case.clocks.iter().find(|clock| clock.id.as_str() == "help/water").unwrap();
        (clock.holder.clone().unwrap().to_string(), clock.due_at, clock.stopped_at.is_some())
    };
    let due = clock(&helped).1;
    assert_eq!(helped.ask(caller("timer"), &inherit("water", "bureau")), Err(not_offered()), "it is there");
    let units: Vec<_> =
        helped.world.units.iter().filter(|unit| unit.id.as_str() != "water").cloned().collect();
    helped.world.units = crate::unit::Units::new(units, helped.world.units.duties().to_vec(), 8);
    assert_eq!(helped.ask(caller("an@county"), &inherit("water", "bureau")), Err(not_offered()));
    assert_eq!(helped.ask(caller("timer"), &inherit("nobody", "bureau")), Err(Refusal::Nothing));
    let passed = helped.clone().command("timer", &inherit("water", "bureau"));
    assert_eq!(clock(&passed), ("bureau".to_owned(), due, false), "as it stood");
    assert!(passed.case.co_units.contains("bureau") && !passed.case.co_units.contains("water"));
    let again = passed.clone().act("bo@street", "call_in", "helpers=bureau");
    let running = again.case.running().filter(|clock| clock.id.as_str().starts_with("help/"));
    assert_eq!(running.count(), 1, "it is asked already");
    let done = passed.act("wa@bureau", "helped", "");
    assert!(done.case.co_units.is_empty() && clock(&done).2);
    // Whoever holds the case helps nobody.
    let held = helped.command("timer", &inherit("water", "street"));
    assert!(held.case.co_units.is_empty() && clock(&held).2);
}

fn not_offered() -> Refusal {
    Refusal::NotOffered { act: "inherit".into() }
}
