//! Who sees a case, how units stand to it, and what is offered to whom.

use super::*;
use crate::command::Command;
use crate::fixture::{Story, caller, matter, officer_with, world};
use crate::unit::Units;

fn handled() -> Story {
    Story::new().act("an@petition", "transfer", "")
}

fn check_sight(story: &Story, expected: &[(&str, bool)]) {
    for (who, sees) in expected {
        assert_eq!(may_see(&story.world, &story.case, &caller(who)), *sees, "{who}");
    }
}

#[test]
fn a_case_is_seen_by_those_with_a_part_above_them_and_by_those_who_watch() {
    let seen = [
        ("person", true),
        ("timer", true),
        ("import", true),
        ("bo@street", true),        // holds it
        ("an@petition", true),      // registered it
        ("an@county", true),        // stands above both
        ("an@city", true),          // and higher
        ("an@petition-city", true), // the program gives its kind an act now, wherever the case lies
        ("an@community", false),    // stands under the holder
        ("an@street2", false),
        ("an@bureau", false),
        ("an@county2", false),
        ("an@petition2", false), // of the kind, but for another place
        ("an@discipline", false),
        ("an@nowhere", false),
    ];
    check_sight(&handled(), &seen);
    let watcher =
        |roles: &[&str]| may_see(&handled().world, &handled().case, &officer_with("an@petition-city", roles));
    assert!(watcher(&["caseworker"]) && !watcher(&["approver"]), "only in the role of that act");
}

#[test]
fn officers_of_a_kind_see_a_case_while_they_may_do_something_and_what_they_did() {
    let city = || caller("an@petition-city");
    let registered = Story::new();
    check_sight(&registered, &[("an@petition-city", false)]); // no act for its kind is offered here
    let handled = handled();
    check_sight(&handled, &[("an@petition-city", true)]);
    let over = handled.act("bo@street", "answer", "answer=已修好了");
    check_sight(&over, &[("an@petition-city", false), ("an@county", true)]);
    let onlookers = |story: &Story| -> Vec<String> {
        onlookers(&story.world, &story.case).into_iter().map(|unit| unit.to_string()).collect()
    };
    let handled = self::handled();
    assert_eq!(onlookers(&handled), ["petition", "petition-city"]);
    // What the guard of the act says, counts as well.
    let mut guarded = self::handled();
    let mut program = matter();
    let take = program.acts.iter_mut().find(|act| act.id.as_str() == "take").unwrap();
    take.when = Some(crate::guard::Guard::parse("case.reopened > 0").unwrap());
    guarded.world.programs.add(program);
    assert!(!may_see(&guarded.world, &guarded.case, &city()));
    guarded.case.reopened = 1;
    assert!(may_see(&guarded.world, &guarded.case, &city()));
    // Whoever did something goes on seeing what became of it, in any role.
    guarded.case.reopened = 0;
    guarded.case.acts.push(crate::case::DoneAct { act: "urge".into(), by: city().by, at: guarded.now });
    assert!(may_see(&guarded.world, &guarded.case, &officer_with("an@petition-city", &["approver"])));
    assert!(onlookers(&guarded).contains(&"petition-city".to_owned()));
    guarded.case.opened.sealed = true;
    assert!(!may_see(&guarded.world, &guarded.case, &city()) && onlookers(&guarded).is_empty());
}

#[test]
fn whoever_had_a_part_goes_on_seeing_the_case() {
    let moved = handled().act("an@petition", "hand_to", "to=county2");
    check_sight(&moved, &[("bo@street", true), ("an@county2", true), ("an@petition2", false)]);
}

#[test]
fn the_accused_never_sees_the_case_whatever_its_part() {
    let mut story = handled();
    story.case.opened.accused = vec!["street".into()];
    check_sight(&story, &[("bo@street", false), ("an@community", false), ("an@county", true)]);
    story.case.opened.accused = vec!["county".into()];
    check_sight(
        &story,
        &[("bo@street", false), ("an@petition", false), ("an@county", false), ("an@city", true)],
    );
    // A unit that was dissolved since is still itself.
    story.case.opened.accused = vec!["gone".into()];
    story.case.units.insert("gone".into());
    check_sight(&story, &[("an@gone", false)]);
}

#[test]
fn a_sealed_case_is_seen_by_its_handlers_alone() {
    let story = Story::sealed();
    let seen = [
        ("person", true),
        ("di@discipline", true),
        ("di@discipline-city", false), // of the kind, but without a part
        ("an@petition", false),
        ("an@county", false), // above the holder
        ("an@city", false),
        ("bo@street", false),
    ];
    check_sight(&story, &seen);
    let mut leaked = story;
    leaked.case.units.insert("county".into());
    check_sight(&leaked, &[("an@county", false)]); // a part does not make it a handler
    let aside = Command::Recuse { account: "di".into(), reason: "亲属".to_owned() };
    let recused = Story::sealed().command("di@discipline", &aside);
    check_sight(&recused, &[("di@discipline", false), ("bo@discipline", true)]);
}

#[test]
fn a_unit_stands_to_a_case_as_its_history_says() {
    let story = handled().act("bo@street", "call_in", "helpers=water");
    let stands = |unit: &str, relation: &str| {
        stands(&story.world, &story.case, &unit.into(), &Relation::parse(relation).unwrap())
    };
    for (unit, relation, expected) in [
        ("street", "holder", true),
        ("petition", "holder", false),
        ("water", "co", true),
        ("street", "co", false),
        ("petition", "receiver", true),
        ("street", "receiver", false),
        ("petition", "sender", true),
        ("street", "sender", false),
        ("county", "superior", true),
        ("city", "superior", true),
        ("street", "superior", false),
        ("bureau", "superior", false),
        ("county", "ruler", true),
        ("city", "ruler", false),
        ("petition", "kind:petition", true),
        ("petition-city", "kind:petition", true),
        ("petition2", "kind:petition", false),
        ("county", "kind:petition", false),
        ("nowhere", "kind:petition", false),
        ("nowhere", "any", true),
    ] {
        assert_eq!(stands(unit, relation), expected, "{unit} {relation}");
    }
}

#[test]
fn the_lowest_unit_above_both_rules() {
    let ruler = |holder: &str, sender: Option<&str>, accused: &[&str]| {
        let mut story = handled();
        story.case.holder = Some(holder.into());
        story.case.sender = sender.map(Into::into);
        story.case.opened.accused = accused.iter().copied().map(Into::into).collect();
        ruler(&story.world, &story.case).map(|unit| unit.to_string())
    };
    for (holder, sender, expected) in [
        ("street", Some("petition"), Some("county")),
        ("community", Some("water"), Some("county")),
        ("street", Some("petition2"), Some("city")),
        ("community", Some("street"), Some("county")), // not the sender itself, whichever way it went
        ("street", Some("community"), Some("county")),
        ("county", Some("city"), Some("city")), // nobody is above both: the one above the holder
        ("street", None, Some("county")),
        ("city", None, None),
    ] {
        assert_eq!(ruler(holder, sender, &[]).as_deref(), expected, "{holder} {sender:?}");
    }
    assert_eq!(ruler("street", Some("petition"), &["county"]).as_deref(), Some("city"));
    assert_eq!(ruler("street", None, &["county"]).as_deref(), Some("city"));
}

#[test]
fn what_is_offered_is_what_may_be_done() {
    let story = handled().act("bo@street", "call_in", "helpers=water");
    let offered = |who: Caller| -> Vec<String> {
        let acts = offered(&story.world, story.program(), &story.case, &who, story.now);
        acts.into_iter().map(|act| act.id.to_string()).collect()
    };
    let of_street = [
        "petition",
        "accuse",
        "object",
        "escalate",
        "call_in",
        "wait",
        "go_on",
        "extend",
        "help_longer",
        "summon",
        "answer",
    ];
    assert_eq!(offered(caller("bo@street")), of_street);
    assert_eq!(offered(officer_with("bo@street", &["approver"])), ["extend"]);
    assert_eq!(offered(caller("wu@water")), ["helped", "help_longer"]);
    assert_eq!(offered(caller("an@county")), ["hand_to", "urge", "summon"]);
    assert_eq!(offered(caller("timer")), ["overdue"]);
    assert!(offered(caller("person")).is_empty());
    assert!(offered(caller("an@street2")).is_empty(), "it does not see the case");
}

#[test]
fn four_eyes_are_two_people() {
    let kept = Story::new().act("an@petition", "keep", "");
    let facts = Facts::new(&kept.world, kept.program(), &kept.case, &Values::new(), kept.now);
    let extend = kept.program().act(&"extend".into()).unwrap();
    let by = |who: &str| may_do(&kept.world, &kept.case, &caller(who), extend, &facts);
    assert_eq!(by("an@petition"), Err(Refusal::SameHands { earlier: "keep".into() }));
    assert_eq!(by("bo@petition"), Ok(()));
    assert_eq!(by("person"), Err(Refusal::NotOffered { act: "extend".into() }));
}

#[test]
fn a_case_is_opened_by_whom_the_program_names() {
    let (world, program) = (world(), matter());
    for (who, expected) in [
        ("person", true),
        ("import", true),
        ("timer", false),
        ("an@petition", true),
        ("an@petition2", true), // whose place it is, is seen when the place is known
        ("an@street", false),
        ("an@nowhere", false),
    ] {
        assert_eq!(may_open(&world, &program, &caller(who)), expected, "{who}");
    }
    assert!(!may_open(&world, &program, &officer_with("an@petition", &["caseworker"])), "another role");
    let mut staff_only = matter();
    staff_only.opening.by.retain(|doer| *doer != Doer::Person);
    assert!(!may_open(&world, &staff_only, &Caller::person()));
}

/// Units change: these are gone, and another one, otherwise like the first of them, took over from them.
fn merged(story: &mut Story, gone: &[&str], heir: &str) {
    let units = &story.world.units;
    let first = units.find(&gone[0].into()).unwrap();
    let predecessors = gone.iter().map(|unit| UnitId::from(*unit)).collect();
    let heir = Unit { id: heir.into(), predecessors, ..first.clone() };
    let stay = units.iter().filter(|unit| !gone.contains(&unit.id.as_str())).cloned();
    let (units, duties) = (stay.chain([heir]).collect::<Vec<_>>(), units.duties().to_vec());
    story.world.units = Units::new(units, duties, 8);
}

#[test]
fn whoever_took_over_stands_where_the_unit_that_is_gone_stood() {
    let mut over = handled().act("bo@street", "answer", "answer=已修好了").days(40).tick();
    assert!(over.case.ending.is_some());
    check_sight(&over, &[("an@new", false)]);
    merged(&mut over, &["street", "street2"], "new");
    check_sight(
        &over,
        &[("an@new", true), ("an@county", true), ("an@bureau", false), ("an@community", false)],
    );
    let mut open = handled();
    merged(&mut open, &["street"], "new");
    let stands = |unit: &str, relation| stands(&open.world, &open.case, &unit.into(), &relation);
    assert!(stands("new", Relation::Holder) && stands("county", Relation::Superior));
    assert!(!stands("new", Relation::Superior) && !stands("new", Relation::Receiver));
    // While the unit is there, nobody follows it.
    let mut there = handled();
    let mut units: Vec<Unit> = there.world.units.iter().cloned().collect();
    let bureau = units.iter_mut().find(|unit| unit.id.as_str() == "bureau").unwrap();
    bureau.predecessors = vec!["street".into()];
    there.world.units = Units::new(units, there.world.units.duties().to_vec(), 8);
    check_sight(&there, &[("an@bureau", false)]);
}

#[test]
fn whoever_took_over_from_the_accused_is_accused() {
    let mut opening = crate::fixture::opening("class=ordinary");
    opening.opened.accused = vec!["street".into()];
    let mut story = Story::opened(world(), opening);
    merged(&mut story, &["street"], "new");
    check_sight(&story, &[("an@new", false), ("an@petition", true), ("an@county", true)]);
    let moved = story.act("an@petition", "transfer", "");
    assert_ne!(moved.holder(), "new");
}

#[test]
fn a_sealed_case_is_seen_by_whoever_took_over_if_it_may_handle_such() {
    let mut sealed = Story::sealed();
    check_sight(&sealed, &[("di@discipline", true)]);
    merged(&mut sealed, &["discipline"], "supervision");
    check_sight(&sealed, &[("di@supervision", true), ("di@county", false)]);
    let mut units: Vec<Unit> = sealed.world.units.iter().cloned().collect();
    let heir = units.iter_mut().find(|unit| unit.id.as_str() == "supervision").unwrap();
    heir.kind = "department".into();
    sealed.world.units = Units::new(units, Vec::new(), 9);
    check_sight(&sealed, &[("di@supervision", false)]);
}
