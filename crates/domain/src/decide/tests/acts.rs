//! Acts: who is refused and why, what each part of an act brings about, and what follows by itself.

use crate::command::Command;
use crate::event::{Actor, Fact};
use crate::field::FieldRefusal;
use crate::fixture::{Story, caller, form, officer_with};
use crate::program::{Ending, Phase};
use crate::refusal::Refusal;
use crate::text::Text;

fn handled() -> Story {
    Story::new().act("an@petition", "transfer", "")
}

fn answered() -> Story {
    handled().days(3).act("bo@street", "answer", "answer=已修好了")
}

#[test]
fn a_case_goes_its_way_from_the_receipt_to_the_end() {
    let story = answered().act("person", "rate", "solved=yes, satisfied=no");
    let expected = [
        "transfer > handling",
        "holder street by duty",
        "accept stopped in time",
        "handle started",
        "told Unit street handles it",
        "answer > answered",
        "holder petition by receiver",
        "handle stopped in time",
        "rate started",
        "told answer",
        "rate > answered",
        "settle > closed",
        "rate stopped in time",
    ];
    assert_eq!(story.told_since(5), expected);
    assert_eq!((story.case.phase_now, story.case.ending), (Phase::Closed, Some(Ending::Settled)));
    assert_eq!(story.case.ended_at, Some(story.now));
    assert_eq!(story.case.handler, Some("street".into()), "figures are the street's, wherever the case lies");
}

#[test]
fn what_follows_by_itself_is_done_by_the_timer_with_an_empty_form() {
    let story = answered().act("person", "rate", "solved=no");
    assert_eq!(
        story.told_since(15),
        [
            "rate > answered",
            "again > handling",
            "holder street by handler",
            "rate stopped in time",
            "handle started"
        ],
        "not solved: back to whoever had to answer, although another unit held it meanwhile"
    );
    assert_eq!(story.case.reopened, 1);
    let by: Vec<&Actor> = story.events.iter().skip(15).map(|event| &event.by).collect();
    assert_eq!(by[0], &Actor::Person);
    assert!(by[1..].iter().all(|by| **by == Actor::Timer), "{by:?}");
}

#[test]
fn the_written_answer_is_told_as_it_was_then() {
    let story = answered().act("person", "rate", "solved=no").act("bo@street", "answer", "answer=再次修好了");
    let answers: Vec<Option<&str>> = story
        .case
        .told
        .iter()
        .filter_map(|told| told.values.get("answer"))
        .map(|value| value.as_text())
        .collect();
    assert_eq!(answers, [Some("已修好了"), Some("再次修好了")]);
    assert_eq!(story.case.told[2].unit, Some("street".into()));
}

#[test]
fn every_refusal_of_an_act_has_its_case() {
    let not_offered = |act: &str| Refusal::NotOffered { act: act.into() };
    let missing = |field: &str| Refusal::Fields(vec![(field.into(), FieldRefusal::Missing)]);
    let reasons = Refusal::Rule(Text::new("请写明理由", "Please give reasons"));
    let check = |story: &Story, who: &str, act: &str, form: &str, expected: Refusal| {
        assert_eq!(story.refusal(who, act, form), expected, "{who} {act} {form}");
    };
    let new = Story::new();
    check(&new, "an@petition", "nothing", "", not_offered("nothing"));
    check(&new, "an@petition", "raise", "", not_offered("raise"));
    check(&new, "an@petition", "answer", "answer=已修好了", not_offered("answer"));
    check(&new, "person", "transfer", "", not_offered("transfer"));
    check(&new, "timer", "transfer", "", not_offered("transfer"));
    check(&new, "an@county", "transfer", "", not_offered("transfer"));
    check(&new, "an@street", "transfer", "", Refusal::NotFound);
    let handled = handled();
    check(&handled, "bo@street", "answer", "", missing("answer"));
    check(&handled, "bo@street", "answer", "answer=好", reasons);
    check(&handled, "timer", "settle", "", not_offered("settle"));
    let kept = new.act("an@petition", "keep", "");
    check(&kept, "an@petition", "extend", "reason=test", Refusal::SameHands { earlier: "keep".into() });
    let extended = handled.act("bo@street", "extend", "reason=test");
    check(&extended, "bo@street", "extend", "reason=test", not_offered("extend"));
}

#[test]
fn all_fields_that_do_not_fit_are_named_at_once() {
    let refusal = Story::new().act("an@petition", "keep", "").refusal(
        "an@petition",
        "wait",
        "note=这个说明实在是太长了，早就超过了二十个字的限制",
    );
    let Refusal::Fields(wrong) = refusal else { panic!("{refusal:?}") };
    let expected =
        [("reason".into(), FieldRefusal::Missing), ("note".into(), FieldRefusal::TooLong { chars_max: 20 })];
    assert_eq!(wrong, expected);
}

#[test]
fn a_role_is_needed_and_a_role_elsewhere_is_not_enough() {
    let story = Story::new();
    let transfer = Command::Act { act: "transfer".into(), form: form(""), seen: None };
    let refused = Err(Refusal::NotOffered { act: "transfer".into() });
    assert_eq!(story.ask(officer_with("an@petition", &["approver"]), &transfer), refused);
    assert_eq!(story.ask(officer_with("an@city", &["caseworker"]), &transfer), refused);
    assert!(story.ask(officer_with("an@petition", &["caseworker"]), &transfer).is_ok());
}

#[test]
fn whoever_stands_aside_does_nothing_more_in_the_case() {
    let story = Story::new();
    let recuse = |account: &str| Command::Recuse { account: account.into(), reason: "亲属".to_owned() };
    let story = story.command("an@petition", &recuse("an"));
    assert_eq!(story.refusal("an@petition", "transfer", ""), Refusal::Recused { account: "an".into() });
    assert!(story.clone().act("bo@petition", "transfer", "").case.holder == Some("street".into()));
}

#[test]
fn whoever_looked_before_something_happened_is_told_so_first() {
    let story = handled();
    let late =
        |act: &str, seen| Command::Act {
            act: act.into(), form: form("answer=已修好了"), seen: Some(seen)
        };
    let stale = Err(Refusal::Stale { seq: story.case.seq });
    assert_eq!(story.ask(caller("bo@street"), &late("answer", story.case.seq - 1)), stale);
    assert_eq!(
        story.ask(caller("an@petition"), &late("transfer", 5)),
        stale,
        "done meanwhile by a colleague"
    );
    assert!(story.ask(caller("bo@street"), &late("answer", story.case.seq)).is_ok());
}

#[test]
fn an_act_in_an_ended_case_leaves_the_day_of_its_end() {
    let closed = answered().act("person", "rate", "solved=yes");
    let ended_at = closed.case.ended_at;
    let called = closed.days(9).act("an@petition", "call_back", "solved=yes");
    assert_eq!(called.case.ended_at, ended_at);
    assert_eq!(called.case.ending, Some(Ending::Settled));
}

#[test]
fn a_history_never_goes_back_in_time() {
    let story = Story::new();
    let early = story.clone().days(-2).act("an@petition", "keep", "");
    assert_eq!(early.case.changed_at, story.case.changed_at, "another server's clock is behind");
}

#[test]
fn a_case_of_an_unknown_version_is_left_alone() {
    let mut story = Story::new();
    story.case.opened.pack_version = 2;
    assert_eq!(story.refusal("an@petition", "transfer", ""), Refusal::NoSuchProgram);
}

#[test]
fn an_import_does_what_was_done_elsewhere_but_by_the_same_rules() {
    let story = Story::new().act("import", "transfer", "");
    assert_eq!(story.holder(), "street");
    assert_eq!(story.refusal("import", "rate", "solved=yes"), Refusal::NotOffered { act: "rate".into() });
    let last = story.events.last().unwrap();
    assert!(matches!(&last.by, Actor::Import { source } if source == "old"));
    assert!(matches!(&last.fact, Fact::Told { .. }));
}
