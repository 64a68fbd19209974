//! Opening a case: who may, what is checked, who receives it, and what a sealed one keeps to itself.

use crate::command::{Command, Occasion, Opening};
use crate::decide::{SPOT_CHARS_MAX, TITLE_CHARS_MAX, decide};
use crate::field::{FieldRefusal, Point, TEXT_CHARS_MAX};
use crate::fixture::{Story, caller, code, opening, world};
use crate::ids::FieldId;
use crate::refusal::Refusal;
use crate::term::tests::local;
use crate::text::Text;

fn open(who: &str, change: impl FnOnce(&mut Opening)) -> Result<Story, Refusal> {
    let mut asked = opening("class=ordinary");
    change(&mut asked);
    Story::try_opened_by(world(), who, asked)
}

fn refused(who: &str, change: impl FnOnce(&mut Opening), expected: Refusal) {
    assert_eq!(open(who, change).map(|story| story.told_since(0)), Err(expected));
}

#[test]
fn whoever_the_program_names_receives_the_case_and_the_person_is_told() {
    let story = open("person", |_| {}).unwrap();
    let told = story.told_since(0);
    let expected = [
        "opened",
        "receiver petition by kind",
        "holder petition by kind",
        "accept started",
        "told Unit petition will tell you by 17 March 2026",
    ];
    assert_eq!(told, expected);
    assert_eq!(story.case.opened.pack_version, 1);
    assert_eq!(story.case.state_now.as_str(), "registered");
    assert!(story.case.clock(&"accept".into()).unwrap().due_at == Some(local("2026-03-17 23:59:59")));
    assert!(story.case.acts.iter().any(|done| done.act.as_str() == "raise"), "the opening counts as done");
}

#[test]
fn an_officer_of_the_kind_keeps_what_is_in_its_own_area_only() {
    let kept = open("an@petition-city", |_| {}).unwrap();
    assert_eq!(kept.holder(), "petition-city", "it serves the place, if from further away");
    let elsewhere = open("an@petition2", |_| {}).unwrap();
    assert_eq!(elsewhere.case.receiver, Some("petition2".into()), "it registered the case");
    assert_eq!(elsewhere.holder(), "petition", "another county is not its area");
}

#[test]
fn an_opening_that_does_not_fit_is_refused() {
    refused("an@street", |_| {}, Refusal::NotOffered { act: "raise".into() });
    refused("timer", |_| {}, Refusal::NotOffered { act: "raise".into() });
    refused("person", |asked| asked.opened.kind = "none".into(), Refusal::NoSuchProgram);
    refused("person", |asked| asked.opened.channel = "call".to_owned(), Refusal::NoSuchChannel);
    refused("person", |asked| asked.opened.channel = "fax".to_owned(), Refusal::NoSuchChannel);
    refused("person", |asked| asked.opened.category = "none".into(), Refusal::NoSuchCategory);
    refused("person", |asked| asked.opened.place.place = code("110101"), Refusal::NoSuchPlace);
    refused("person", |asked| asked.opened.place.place = code("370202003"), Refusal::NoSuchPlace);
    let representatives = Text::new("请推选代表", "Please choose representatives");
    refused("person", |asked| asked.opened.people_count = 6, Refusal::Rule(representatives));
    let missing = Refusal::Fields(vec![("class".into(), FieldRefusal::Missing)]);
    refused("person", |asked| asked.form.clear(), missing);
    let unknown = Refusal::Fields(vec![("accused".into(), FieldRefusal::NoSuchUnit)]);
    refused("person", |asked| asked.opened.accused = vec!["nobody".into()], unknown);
}

#[test]
fn texts_have_a_length() {
    let too_long = |what, chars_max| Refusal::TextLength { what, chars_max };
    let chars = |count: u32| "字".repeat(usize::try_from(count).unwrap());
    refused("person", |asked| asked.opened.title = " ".to_owned(), too_long("title", TITLE_CHARS_MAX));
    refused("person", |asked| asked.opened.title = chars(121), too_long("title", TITLE_CHARS_MAX));
    refused("person", |asked| asked.opened.text = String::new(), too_long("text", TEXT_CHARS_MAX));
    refused("person", |asked| asked.opened.text = chars(4_001), too_long("text", TEXT_CHARS_MAX));
    refused("person", |asked| asked.opened.place.spot = chars(201), too_long("spot", SPOT_CHARS_MAX));
    let longest = open("person", |asked| {
        asked.opened.title = chars(120);
        asked.opened.text = chars(4_000);
        asked.opened.place.spot = chars(200);
    });
    assert!(longest.is_ok());
    assert!(open("person", |asked| asked.opened.place.spot.clear()).is_ok(), "a spot need not be given");
}

#[test]
fn a_pin_is_on_the_earth() {
    let pin = |longitude, latitude| {
        open("person", |asked| asked.opened.place.point = Some(Point { longitude, latitude })).map(drop)
    };
    assert_eq!(pin(120.38, 36.06), Ok(()));
    assert_eq!(pin(-180.0, 90.0), Ok(()));
    for (longitude, latitude) in [(181.0, 0.0), (0.0, -91.0), (f64::NAN, 0.0), (0.0, f64::INFINITY)] {
        assert_eq!(pin(longitude, latitude), Err(Refusal::NoSuchPlace), "{longitude} {latitude}");
    }
}

#[test]
fn the_caller_does_not_decide_what_the_decision_fills_in() {
    let story = open("person", |asked| {
        asked.opened.pack_version = 9;
        asked.opened.state = "closed".into();
        asked.opened.sealed = true;
        asked.opened.people_count = 0;
        asked.opened.values.insert("answer".into(), crate::field::Value::Text("x".to_owned()));
    })
    .unwrap();
    let opened = &story.case.opened;
    assert_eq!((opened.pack_version, opened.state.as_str()), (1, "registered"));
    assert_eq!((opened.sealed, opened.people_count), (false, 1));
    assert_eq!(opened.values.keys().map(FieldId::as_str).collect::<Vec<_>>(), ["class"]);
}

#[test]
fn a_sealed_case_goes_to_those_who_may_handle_it_and_says_nothing_of_its_content() {
    let story = Story::sealed();
    assert_eq!(
        story.told_since(0)[1..3],
        ["receiver discipline by superior", "holder discipline by superior"]
    );
    let opened = &story.case.opened;
    assert!(opened.sealed && !opened.may_publish);
    let history = serde_json::to_string(&story.events).unwrap();
    assert!(!history.contains("SECRET"), "{history}");
}

#[test]
fn whoever_is_complained_about_never_receives_it() {
    for (class, accused, expected) in [
        // The next office of the kind takes over.
        ("ordinary", vec!["petition"], "petition-city"),
        ("ordinary", vec!["street"], "petition"),
        ("accusation", vec!["discipline"], "discipline-city"),
        // No office of the kind is left: the first unit above that is free.
        ("ordinary", vec!["petition", "petition-city"], "county"),
    ] {
        let story = open("person", |asked| {
            *asked = opening(&format!("class={class}"));
            asked.opened.accused = accused.iter().copied().map(Into::into).collect();
        });
        assert_eq!(story.unwrap().holder(), expected, "{class} {accused:?}");
    }
    refused("person", |asked| asked.opened.accused = vec!["city".into()], Refusal::NobodyAnswers);
}

#[test]
fn a_case_is_opened_once_and_nothing_else_is_done_without_one() {
    let story = Story::new();
    let again = Command::Open(Box::new(opening("class=ordinary")));
    assert_eq!(story.ask(caller("person"), &again), Err(Refusal::NotFound));
    let occasion = Occasion { at: story.now, caller: caller("timer") };
    assert_eq!(decide(&story.world, None, &Command::Tick, &occasion), Err(Refusal::NotFound));
}
