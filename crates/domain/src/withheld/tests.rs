use super::*;
use crate::command::Command;
use crate::fixture::{Story, caller, code, opening, world};
use crate::refusal::Refusal;

/// The case as somebody reads it who may.
fn read(story: &Story) -> Case {
    let mut case = story.case.clone();
    put_back_all(&mut case, &|name| story.words.get(name).cloned());
    case
}

fn stored(story: &Story) -> String {
    serde_json::to_string(&(&story.events, &story.case)).unwrap()
}

/// Everything that can be typed about a case, each with `SECRET` in it.
fn told(story: Story) -> Story {
    let secret = |what: &str| format!("SECRET-{what}");
    let at = Where { place: code("370202001"), spot: secret("spot"), point: None };
    story
        .command("person", &Command::Add { text: secret("added"), photos: Vec::new() })
        .command("an@discipline", &Command::Note { text: secret("note") })
        .command("an@discipline", &Command::Reveal { person: "lin".into(), reason: secret("reason") })
        .command("an@discipline", &Command::Recuse { account: "bo".into(), reason: secret("aside") })
        .command("an@discipline", &Command::Move { at, reason: secret("moved") })
        .act("an@discipline", "wait", "reason=hearing, note=SECRET-pause")
        .act("an@discipline", "go_on", "")
        .act("an@discipline", "answer", "answer=SECRET-answer")
}

#[test]
fn what_is_typed_about_a_sealed_case_is_neither_in_its_history_nor_in_its_row() {
    let story = told(Story::sealed().act("an@discipline", "keep", ""));
    assert!(!stored(&story).contains("SECRET"));
    assert_eq!(story.words.values().filter(|text| text.contains("SECRET")).count(), story.words.len());
    assert!(stored(&story).contains("\"hearing\""), "a choice is not withheld");
}

#[test]
fn whoever_may_read_it_reads_it_as_it_was_typed() {
    let story = told(Story::sealed().act("an@discipline", "keep", ""));
    let case = read(&story);
    assert_eq!((case.opened.title.as_str(), case.opened.text.as_str()), ("SECRET-TITLE", "SECRET-TEXT"));
    assert_eq!(case.place_now.spot, "SECRET-spot");
    assert_eq!(case.value(&"answer".into()), Some(&Value::Text("SECRET-answer".to_owned())));
    assert_eq!(case.told.last().unwrap().values.len(), 1);
    let clock = case.clock(&"handle".into()).unwrap();
    assert_eq!((clock.pauses[0].reason.as_str(), clock.pauses[0].note.as_str()), ("hearing", "SECRET-pause"));
    let mut noted = story.events.iter().find(|event| event.fact.name() == "noted").unwrap().clone();
    put_back(&mut noted, &|name| story.words.get(name).cloned());
    assert_eq!(noted.fact, Fact::Noted { text: "SECRET-note".to_owned() });
}

#[test]
fn without_its_key_a_case_is_still_the_sum_of_its_events_and_says_nothing() {
    let story = told(Story::sealed().act("an@discipline", "keep", ""));
    assert_eq!(Case::replay(&story.events), Some(story.case.clone()));
    let mut erased = story.case;
    put_back_all(&mut erased, &|_| None);
    assert_eq!((erased.opened.title.as_str(), erased.place_now.spot.as_str()), ("", ""));
}

#[test]
fn nobody_can_ask_for_words_by_typing_a_name() {
    let typed = "\u{1}1.0".to_owned();
    let story = Story::sealed().command("an@discipline", &Command::Note { text: typed.clone() });
    let mut noted = story.events.last().unwrap().clone();
    put_back(&mut noted, &|name| story.words.get(name).cloned());
    assert_eq!(noted.fact, Fact::Noted { text: typed });
}

#[test]
fn a_case_that_can_still_be_sealed_shows_its_words_and_keeps_them_out_of_its_history() {
    let story = Story::new().act("an@petition", "transfer", "").act("an@street", "object", "note=SECRET-9");
    assert!(!serde_json::to_string(&story.events).unwrap().contains("SECRET"));
    assert_eq!(story.case.opened.title, "SECRET-TITLE", "lists and search need no vault");
    assert_eq!(story.replayed(&story.events), story.case);
}

#[test]
fn a_case_found_to_be_an_accusation_is_sealed_with_all_that_was_said_before() {
    let story = Story::new()
        .act("an@petition", "transfer", "")
        .act("an@street", "wait", "reason=test, note=SECRET-pause")
        .act("an@street", "go_on", "")
        .act("an@street", "accuse", "facts=SECRET-facts, helpers=street");
    assert!(!stored(&story).contains("SECRET"));
    assert_eq!(story.holder(), "discipline");
    assert_eq!(story.case.opened.accused, ["street".into()], "named by whoever found it");
    assert!(story.case.opened.sealed && !story.case.opened.may_publish);
    assert_eq!(Case::replay(&story.events), Some(story.case.clone()));
    let case = read(&story);
    assert_eq!(case.opened.title, "SECRET-TITLE");
    assert_eq!(case.clock(&"handle".into()).unwrap().pauses[0].note, "SECRET-pause");
    for (who, expected) in [("an@discipline", true), ("an@street", false), ("an@petition", false)] {
        assert_eq!(crate::authority::may_see(&story.world, &story.case, &caller(who)), expected, "{who}");
    }
}

#[test]
fn helpers_who_may_not_handle_what_is_sealed_are_let_go_with_their_clocks() {
    let story = Story::new()
        .act("an@petition", "transfer", "")
        .act("an@street", "call_in", "helpers=bureau")
        .act("an@street", "accuse", "");
    assert!(story.case.co_units.is_empty());
    assert!(story.case.clock(&"help/bureau".into()).unwrap().stopped_at.is_some());
}

#[test]
fn a_seal_that_nobody_could_handle_is_refused() {
    let story = Story::new().act("an@petition", "transfer", "");
    let all = "helpers=discipline, helpers=discipline-city, helpers=city, helpers=county";
    assert_eq!(story.refusal("an@street", "accuse", all), Refusal::NobodyAnswers);
}

#[test]
fn a_program_that_seals_nothing_later_withholds_only_what_is_sealed() {
    let mut world = world();
    let mut program = crate::fixture::matter();
    program.acts.retain(|act| act.seals.is_none());
    program.version = 2;
    world.programs.add(program);
    let plain = Story::opened(world.clone(), opening("class=ordinary"));
    assert!(plain.words.is_empty() && serde_json::to_string(&plain.events).unwrap().contains("SECRET-TITLE"));
    let sealed = Story::opened(world, opening("class=accusation"));
    assert!(!stored(&sealed).contains("SECRET"));
}
