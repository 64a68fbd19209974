//! What one case adds to the figures.

use super::*;
use crate::command::Command;
use crate::fixture::{COMMUNITY, Story, opening, world};

fn handled() -> Story {
    Story::new().act("an@petition", "transfer", "")
}

fn answered() -> Story {
    handled().act("bo@street", "answer", "answer=已修好了")
}

fn late() -> Story {
    handled().days(70).tick().act("an@county", "answer", "answer=已修好了")
}

fn figures(story: &Story) -> BTreeSet<Tally> {
    of(story.program(), &story.world.calendar, &story.case)
}

fn check(story: &Story, expected: &[&str]) {
    let names: Vec<&str> = figures(story).iter().map(|tally| tally.measure.as_str()).collect();
    assert_eq!(names, expected);
}

#[test]
fn each_measure_has_its_case() {
    check(&Story::new(), &["received"]);
    check(&Story::new().act("an@petition", "refuse", ""), &["received", "closed"]);
    check(&Story::new().act("an@petition", "cancel", ""), &[]); // found void
    check(&handled(), &["received"]);
    check(&handled().act("bo@street", "extend", "reason=test"), &["received", "extended"]);
    check(&handled().days(70).tick(), &["received", "late"]);
    check(&answered(), &["received", "in_time", "callback_due"]);
    check(&late(), &["received", "late", "callback_due"]);
    let called = answered().act("an@petition", "call_back", "");
    check(&called, &["received", "in_time", "callback_due", "called_back"]);
    let rated = answered().act("person", "rate", "answered=yes, solved=yes, satisfied=no");
    let of_rated = [
        "received",
        "closed",
        "in_time",
        "callback_due",
        "called_back",
        "asked_answered",
        "answered",
        "asked_solved",
        "solved",
        "asked_satisfied",
    ];
    check(&rated, &of_rated);
    let again = answered().act("person", "rate", "solved=no, satisfied=yes");
    check(&again, &["received", "in_time", "asked_solved", "asked_satisfied", "satisfied", "reopened"]);
}

#[test]
fn a_clock_that_nobody_looked_at_is_late_all_the_same() {
    let unseen = handled().days(70).act("bo@street", "answer", "answer=已修好了");
    check(&unseen, &["received", "late", "callback_due"]);
}

#[test]
fn what_was_late_once_stays_late_when_it_is_taken_up_again() {
    let again =
        late().act("person", "rate", "solved=no").days(1).act("an@county", "answer", "answer=再次修好了");
    check(&again, &["received", "late", "callback_due", "called_back", "asked_solved", "reopened"]);
}

#[test]
fn a_case_counts_in_the_month_of_its_opening_for_whoever_must_answer() {
    let of_new = figures(&Story::new());
    let tally = of_new.first().unwrap();
    assert_eq!((tally.month.as_str(), tally.kind.as_str()), ("2026-03", "matter"));
    assert_eq!((tally.place.as_str(), tally.category.as_str()), (COMMUNITY, "urban.drainage"));
    assert_eq!(tally.unit, Some("petition".into()), "nobody handles it yet: whoever registered it");
    let later = answered().days(40).act("person", "rate", "solved=yes");
    assert!(
        figures(&later).iter().all(|tally| tally.month == "2026-03" && tally.unit == Some("street".into()))
    );
}

#[test]
fn a_month_begins_at_midnight_where_the_office_stands() {
    let mut story = Story::opened(world(), opening("class=ordinary"));
    for (at, month) in [("2026-02-28 23:59:59", "2026-02"), ("2026-03-01 00:00", "2026-03")] {
        story.case.opened_at = crate::term::tests::local(at);
        assert_eq!(figures(&story).first().unwrap().month, month, "{at}");
    }
}

#[test]
fn a_correction_moves_a_case_from_one_counter_to_another() {
    let before = answered();
    let order = Command::Recategorise { category: "order".into() };
    let after = before.clone().command("an@petition", &order);
    let (from, to) = (figures(&before), figures(&after));
    assert_eq!(from.len(), to.len());
    assert!(from.is_disjoint(&to), "all of them move");
    let note = Command::Note { text: "已联系".to_owned() };
    assert_eq!(figures(&before.clone().command("an@petition", &note)), from, "a note moves none");
    let closed: Vec<Measure> = figures(&before.act("person", "rate", "solved=yes"))
        .difference(&from)
        .map(|tally| tally.measure)
        .collect();
    assert_eq!(closed, [Measure::Closed, Measure::CalledBack, Measure::AskedSolved, Measure::Solved]);
}

#[test]
fn names_of_measures_can_be_read_back() {
    for measure in Measure::ALL {
        assert_eq!(Measure::parse(measure.as_str()), Some(measure));
    }
    assert_eq!(Measure::parse("points"), None);
}
