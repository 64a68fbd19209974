//! How the lines of a story are read.

use domain::term::TermUnit;
use pack::scenario::{Guests, Raise, VisitStep, What, read};
use proptest::prelude::*;

fn only(line: &str) -> Option<What> {
    read("x", &format!("== story\n{line}\n")).ok()?.pop()?.steps.pop().map(|step| step.what)
}

#[test]
fn each_line_means_what_the_guide_says() {
    let check = |line: &str, what: What| assert_eq!(only(line), Some(what), "{line}");
    let text = str::to_owned;
    check("3 days later", What::Later { amount: 3, unit: TermUnit::Days });
    check("1 working day later", What::Later { amount: 1, unit: TermUnit::WorkingDays });
    check("4 working hours later", What::Later { amount: 4, unit: TermUnit::WorkingHours });
    check("clock notify is late", What::ClockIs { clock: text("notify"), stands: text("late") });
    check("clock notify runs out", What::RunsOut(text("notify")));
    check("gao.jie may not see it", What::Sees { who: text("gao.jie"), may: false });
    check("gao.jie may do accept", What::May { who: text("gao.jie"), act: text("accept"), may: true });
    check("told \"two words\"", What::Told(text("two words")));
    check("refused: rule", What::Refused(text("rule")));
    check("reopened 2 times", What::Reopened(2));
    check("still open", What::StillOpen);
    let visit = |who: &str, step| What::Visit { who: text(who), step };
    let guests =
        |people, needs: &[&str]| Guests { people, needs: needs.iter().map(|need| text(need)).collect() };
    let book = VisitStep::Book { slot: Some(2), visit: None, guests: guests(3, &["old", "far"]) };
    check("visitor books slot 2 for 3 people needing old, far", visit("visitor", book));
    check("lin.jing invites to slot 2", visit("lin.jing", VisitStep::Invite(Some(2), guests(1, &[]))));
    check("lin.jing calls to table 1", visit("lin.jing", VisitStep::Call(1)));
    let due = Some("2026-04-01".parse().unwrap());
    let finish = VisitStep::Finish { visit: 1, end: text("promised"), due };
    check("lin.jing finishes visit 1 as promised by 2026-04-01", visit("lin.jing", finish));
    check("visit 1 is waiting", What::VisitIs { visit: 1, state: text("waiting") });
    check("received 102 people in 86 visits", What::Received { people: 102, visits: 86 });
    check("12 visits ended as settled", What::Ended { visits: 12, end: text("settled") });
    check(
        "lin.jing does transfer with unit=hd-labour, note=\"a, b\" without reason, path",
        What::Do {
            who: text("lin.jing"),
            act: text("transfer"),
            with: vec![(text("unit"), text("hd-labour")), (text("note"), text("a, b"))],
            without: vec![text("reason"), text("path")],
        },
    );
    check(
        "petitioner raises claim about labour.wages at 370211103302 by visit for 18 people against a, b without a name",
        What::Raise(Raise {
            who: text("petitioner"),
            word: text("claim"),
            about: text("labour.wages"),
            at: text("370211103302"),
            by: Some(text("visit")),
            people: 18,
            against: vec![text("a"), text("b")],
            nameless: true,
            with: Vec::new(),
        }),
    );
}

#[test]
fn lines_that_mean_nothing_are_refused_with_their_number() {
    let check = |line: &str| {
        let error = read("x.txt", &format!("== story\n\n{line}\n")).err().map(|error| error.to_string());
        assert!(error.unwrap_or_default().starts_with("x.txt:3: "), "{line}");
    };
    for line in [
        "somebody dances",
        "visitor books seat 2",
        "visitor books slot 2 for free",
        "lin.jing calls to table one",
        "state was open",
        "state is open and shut",
        "3 weeks later",
        "at noon",
        "told words",
        "clock notify",
        "petitioner raises claim",
        "petitioner raises claim about a at b with c",
        "lin.jing does",
        "lin.jing may fly",
        "reopened often",
    ] {
        check(line);
    }
    assert!(read("x", "state is open").is_err(), "a story begins with its title");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_or_refused(text in "(== [a-z]{0,4}\n)?([a-z\"=,;: +0-9]{0,40}\n){0,6}") {
        drop(read("x", &text));
    }
}
