//! What can be done to any case: it moves no state and no clock.

use crate::command::Command;
use crate::decide::{NOTE_CHARS_MAX, REASON_CHARS_MAX, TITLE_CHARS_MAX};
use crate::event::{Fact, Link};
use crate::field::{Point, TEXT_CHARS_MAX, Where};
use crate::fixture::{COMMUNITY, Story, caller, code, officer_with};
use crate::refusal::Refusal;

fn note(text: &str) -> Command {
    Command::Note { text: text.to_owned() }
}

fn add(text: &str) -> Command {
    Command::Add { text: text.to_owned(), photos: Vec::new() }
}

fn link(other: &str) -> Command {
    Command::Link { other: other.into(), link: Link::Same }
}

fn reveal(person: &str) -> Command {
    Command::Reveal { person: person.into(), reason: "联系本人".to_owned() }
}

fn recuse(account: &str) -> Command {
    Command::Recuse { account: account.into(), reason: "亲属".to_owned() }
}

fn publish(title: &str) -> Command {
    Command::Publish { title: title.to_owned(), text: "路面积水".to_owned() }
}

fn unpublish() -> Command {
    Command::Unpublish { reason: "含个人信息".to_owned() }
}

fn at(place: &str) -> Command {
    let at = Where { place: code(place), spot: "桥下".to_owned(), point: None };
    Command::Move { at, reason: "定位有误".to_owned() }
}

fn recategorise(category: &str) -> Command {
    Command::Recategorise { category: category.into() }
}

fn succeed(unit: &str) -> Command {
    Command::Succeed { unit: unit.into() }
}

/// What comes of a command: the name of the fact, or the refusal.
fn check(story: &Story, who: &str, command: &Command, expected: &Result<&str, Refusal>) {
    let told = story.ask(caller(who), command);
    let told = told.as_ref().map(|events| {
        assert_eq!(events.len(), 1, "{who} {command:?}");
        events[0].fact.name()
    });
    assert_eq!(told, expected.as_ref().map(|name| *name), "{who} {command:?}");
}

fn not_offered(act: &str) -> Refusal {
    Refusal::NotOffered { act: act.into() }
}

#[test]
fn each_small_command_has_its_fact_and_its_callers() {
    let story = Story::new();
    let published = story.clone().command("mo@petition", &publish("积水"));
    let sealed = Story::sealed();
    for (story, who, command, expected) in [
        (&story, "an@petition", note("已电话联系"), Ok("noted")),
        (&story, "person", note("已电话联系"), Err(Refusal::NotFound)),
        (&story, "timer", note("已电话联系"), Err(Refusal::NotFound)),
        (&story, "person", add("还有一处"), Ok("added")),
        (&story, "an@petition", add("来电补充"), Ok("added")),
        (&story, "timer", add("还有一处"), Err(Refusal::NotFound)),
        (&published, "person", support(&[]), Ok("supported")),
        (&published, "an@petition", support(&[]), Err(Refusal::NotFound)),
        (&story, "person", support(&[]), Err(Refusal::NotFound)),
        (&story, "an@petition", link("02"), Ok("linked")),
        (&story, "an@petition", link("01"), Err(Refusal::Nothing)),
        (&story, "person", link("02"), Err(Refusal::NotFound)),
        (&story, "an@petition", reveal("lin"), Ok("revealed")),
        (&story, "an@petition", reveal("wang"), Err(Refusal::NotFound)),
        (&story, "person", reveal("lin"), Err(Refusal::NotFound)),
        (&story, "import", reveal("lin"), Err(Refusal::NotFound)),
        (&story, "an@petition", publish("积水"), Ok("published")),
        (&story, "import", publish("积水"), Ok("published")),
        (&story, "person", publish("积水"), Err(not_offered("publish"))),
        (&published, "an@petition", unpublish(), Ok("unpublished")),
        (&story, "an@petition", unpublish(), Err(Refusal::Nothing)),
        (&published, "person", unpublish(), Err(not_offered("publish"))),
        (&story, "an@petition", at("370202001"), Ok("moved")),
        (&story, "timer", at("370202001"), Ok("moved")),
        (&story, "an@county", at("370202001"), Err(not_offered("correct"))),
        (&story, "person", at("370202001"), Err(not_offered("correct"))),
        (&story, "an@petition", at("110101"), Err(Refusal::NoSuchPlace)),
        (&story, "an@petition", at("370202003"), Err(Refusal::NoSuchPlace)),
        (&story, "an@petition", recategorise("order"), Ok("recategorised")),
        (&story, "an@petition", recategorise("none"), Err(Refusal::NoSuchCategory)),
        (&story, "an@petition", recategorise("urban.drainage"), Err(Refusal::Nothing)),
        (&story, "person", recategorise("order"), Err(not_offered("correct"))),
        (&story, "timer", succeed("petition2"), Ok("assigned")),
        (&story, "timer", succeed("petition"), Err(Refusal::Nothing)),
        (&story, "timer", succeed("gone"), Err(Refusal::NobodyAnswers)),
        (&story, "an@petition", succeed("petition2"), Err(not_offered("succeed"))),
        (&sealed, "timer", succeed("street"), Err(Refusal::Accused { unit: "street".into() })),
        (&story, "an@street", note("看不到"), Err(Refusal::NotFound)),
    ] {
        check(story, who, &command, &expected);
    }
}

#[test]
fn a_role_is_needed_to_publish_and_to_ask_another_to_stand_aside() {
    let story = Story::new();
    let plain = || officer_with("an@petition", &["caseworker"]);
    assert_eq!(story.ask(plain(), &publish("积水")), Err(not_offered("publish")));
    assert_eq!(story.ask(plain(), &recuse("bo")), Err(not_offered("recuse")));
    assert!(story.ask(plain(), &recuse("an")).is_ok(), "anybody may stand aside");
    assert!(story.ask(officer_with("an@petition", &["approver"]), &recuse("bo")).is_ok());
    let mut forged = caller("person");
    forged.roles = vec!["moderator".into(), "approver".into()];
    assert_eq!(story.ask(forged.clone(), &publish("积水")), Err(not_offered("publish")));
    assert_eq!(story.ask(forged, &recuse("bo")), Err(not_offered("recuse")));
}

#[test]
fn whoever_stands_aside_neither_reads_names_nor_writes() {
    let story = Story::new().command("an@petition", &recuse("an"));
    let refused = || Err(Refusal::Recused { account: "an".into() });
    for command in
        [note("x"), add("x"), link("02"), reveal("lin"), publish("x"), at("370202001"), recategorise("order")]
    {
        check(&story, "an@petition", &command, &refused());
    }
    check(&story, "an@petition", &recuse("an"), &Err(Refusal::Nothing));
    check(&story, "bo@petition", &reveal("lin"), &Ok("revealed"));
    let sealed = Story::sealed().command("di@discipline", &recuse("di"));
    check(&sealed, "di@discipline", &reveal("lin"), &Err(Refusal::NotFound));
}

#[test]
fn texts_are_neither_blank_nor_too_long() {
    let story = Story::new();
    let long = |chars: u32| "字".repeat(usize::try_from(chars).unwrap() + 1);
    let refused = |what, chars_max| Err(Refusal::TextLength { what, chars_max });
    for (command, what, chars_max) in [
        (note("  "), "note", NOTE_CHARS_MAX),
        (note(&long(NOTE_CHARS_MAX)), "note", NOTE_CHARS_MAX),
        (add(""), "text", TEXT_CHARS_MAX),
        (add(&long(TEXT_CHARS_MAX)), "text", TEXT_CHARS_MAX),
        (publish(""), "title", TITLE_CHARS_MAX),
        (publish(&long(TITLE_CHARS_MAX)), "title", TITLE_CHARS_MAX),
        (Command::Publish { title: "积水".to_owned(), text: String::new() }, "text", TEXT_CHARS_MAX),
        (Command::Reveal { person: "lin".into(), reason: String::new() }, "reason", REASON_CHARS_MAX),
        (Command::Recuse { account: "an".into(), reason: String::new() }, "reason", REASON_CHARS_MAX),
    ] {
        check(&story, "an@petition", &command, &refused(what, chars_max));
    }
    let published = story.command("an@petition", &publish("积水"));
    let blank = Command::Unpublish { reason: " ".to_owned() };
    check(&published, "an@petition", &blank, &refused("reason", REASON_CHARS_MAX));
}

#[test]
fn nothing_is_added_to_an_ended_case() {
    let ended = Story::new().act("an@petition", "refuse", "");
    check(&ended, "person", &add("还有"), &Err(not_offered("add")));
    check(&ended, "an@petition", &note("存档"), &Ok("noted"));
}

#[test]
fn only_what_the_person_agreed_to_is_published_and_nothing_sealed() {
    let mut private = Story::new();
    private.case.opened.may_publish = false;
    check(&private, "an@petition", &publish("积水"), &Err(Refusal::NotForPublic));
    let mut sealed = Story::sealed();
    sealed.case.opened.may_publish = true;
    check(&sealed, "di@discipline", &publish("积水"), &Err(Refusal::NotForPublic));
    let published = Story::new().command("mo@petition", &publish("积水"));
    assert_eq!(published.case.published.as_ref().map(|shown| shown.title.as_str()), Some("积水"));
    let supported = published.command("person", &support(&[]));
    assert_eq!(supported.case.supported, 1);
    let named = supported.clone().command("person", &support(&["phone", "browser"]));
    assert_eq!(named.case.supported, 2);
    for known in [["phone"], ["browser"]] {
        check(&named, "person", &support(&known), &Err(Refusal::AlreadyCounted));
    }
    assert_eq!(named.command("person", &support(&["another"])).case.supported, 3);
    assert_eq!(supported.command("mo@petition", &unpublish()).case.published, None);
}

#[test]
fn whether_the_public_reads_it_is_decided_once_and_can_be_decided_anew() {
    let withhold = |reason: &str| Command::Withhold { reason: reason.to_owned() };
    let story = Story::new();
    assert!(story.case.waits_for_publication());
    check(&story, "bo@works", &withhold("猜得出是谁"), &Err(Refusal::NotFound));
    let blank = Refusal::TextLength { what: "reason", chars_max: REASON_CHARS_MAX };
    check(&story, "mo@petition", &withhold(""), &Err(blank));
    let kept_back = story.command("mo@petition", &withhold("猜得出是谁"));
    assert!(kept_back.case.withheld && !kept_back.case.waits_for_publication());
    check(&kept_back, "mo@petition", &withhold("猜得出是谁"), &Err(Refusal::Nothing));
    let published = kept_back.command("mo@petition", &publish("积水"));
    assert!(!published.case.withheld && !published.case.waits_for_publication());
    check(&published, "mo@petition", &withhold("猜得出是谁"), &Err(Refusal::Nothing));
    assert!(!published.command("mo@petition", &unpublish()).case.waits_for_publication(), "it was decided");
}

#[test]
fn what_nobody_agreed_to_waits_for_nobody() {
    let mut private = Story::new();
    private.case.opened.may_publish = false;
    assert!(!private.case.waits_for_publication());
    assert!(!Story::sealed().case.waits_for_publication());
}

#[test]
fn a_correction_of_a_sealed_case_says_only_where_the_vault_has_the_spot() {
    let moved = Story::sealed().command("di@discipline", &at("370202001"));
    let Some(Fact::Moved { at, .. }) = moved.events.last().map(|event| &event.fact) else { panic!() };
    assert_eq!((at.spot.as_str(), at.place.as_str()), ("\u{1}6.0", "370202001000"));
}

#[test]
fn a_correction_that_changes_nothing_or_lies_off_the_map_is_none() {
    let story = Story::new();
    let same = Command::Move { at: story.case.place_now.clone(), reason: "一样".to_owned() };
    check(&story, "an@petition", &same, &Err(Refusal::Nothing));
    let point = Some(Point { longitude: f64::NAN, latitude: 0.0 });
    let nowhere = Where { place: code(COMMUNITY), spot: String::new(), point };
    let nowhere = Command::Move { at: nowhere, reason: "定位".to_owned() };
    check(&story, "an@petition", &nowhere, &Err(Refusal::NoSuchPlace));
}

#[test]
fn a_link_is_made_once() {
    let linked = Story::new().command("an@petition", &link("02"));
    check(&linked, "an@petition", &link("02"), &Err(Refusal::Nothing));
    let related = Command::Link { other: "02".into(), link: Link::Related };
    check(&linked, "an@petition", &related, &Ok("linked"));
}

fn support(by: &[&str]) -> Command {
    Command::Support { by: by.iter().map(|name| (*name).to_owned()).collect() }
}
