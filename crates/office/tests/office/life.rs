//! One matter from raised to settled, and what is on disk then.

use domain::command::Command;
use domain::ids::CaseId;
use domain::program::{Ending, Phase};
use domain::refusal::Refusal;
use office::queries::{DeskFilter, Page, PublicFilter, Title, TrackFact};
use office::{Failure, NewCase, Order, OrderRefusal, Supporting};
use testkit::{TestOffice, drain, each_office, town};

fn publish() -> Command {
    Command::Publish { title: "雨水井冒水".to_owned(), text: "云霄路雨水井冒水。".to_owned() }
}

#[test]
fn a_matter_is_raised_answered_and_settled() {
    each_office(|town| {
        let raised = town.settled();
        assert_eq!(raised.number, "SX-2026-000001-83");
        let tracked = town.wait(town.office.tracked(&raised.number, &raised.secret)).unwrap().unwrap();
        assert_eq!(tracked.case, raised.case);
        assert_eq!((tracked.phase, tracked.ending), (Phase::Closed, Some(Ending::Settled)));
        assert_eq!(tracked.holder, Some("hotline".into()));
        let answer: Vec<&str> = tracked
            .told
            .iter()
            .flat_map(|told| &told.values)
            .filter_map(|(_, value)| value.as_text())
            .collect();
        assert_eq!(answer, ["管道已经疏通，第二天没有再冒水。"]);
        let acts: Vec<&str> = tracked
            .steps
            .iter()
            .filter_map(|step| match &step.fact {
                TrackFact::Acted { act, .. } => Some(act.as_str()),
                _ => None,
            })
            .collect();
        assert_eq!(acts, ["dispatch", "draft", "approve", "rate", "close"]);
        assert_eq!(town.office.verify(&mut |_| {}).unwrap().faults, Vec::new());
    });
}

#[test]
fn only_number_and_secret_together_open_a_matter() {
    each_office(|town| {
        let (one, other) = (town.raise(drain()), town.raise(drain()));
        let opens = |number: &str, secret: &str| {
            town.wait(town.office.tracked(number, secret)).unwrap().map(|tracked| tracked.case)
        };
        assert_eq!(opens(&one.number.to_lowercase(), &one.secret), Some(one.case.clone()));
        assert_eq!(opens(&one.number, &other.secret), None);
        assert_eq!(opens("SX-2026-000009-90", &one.secret), None);
        assert_eq!(opens("", ""), None);
    });
}

#[test]
fn numbers_leave_no_gap_where_an_opening_was_refused() {
    each_office(|town| {
        let first = town.raise(drain());
        let refused = town.order("person", Order::open(NewCase { title: String::new(), ..drain() }));
        assert!(matches!(refused, Err(Failure::Refused(Refusal::TextLength { what: "title", .. }))));
        let second = town.raise(drain());
        assert!(first.number.starts_with("SX-2026-000001-"), "{}", first.number);
        assert!(second.number.starts_with("SX-2026-000002-"), "{}", second.number);
    });
}

#[test]
fn what_is_refused_changes_nothing() {
    each_office(|town| {
        let raised = town.raise(drain());
        let before = dump(town, &raised.case);
        for (who, act) in [("li", "draft"), ("qian", "dispatch"), ("zhao", "approve"), ("person", "rate")] {
            let refused = town.act(who, &raised.case, act, &[]);
            assert!(matches!(refused, Err(Failure::Refused(_))), "{who} {act}: {refused:?}");
        }
        let nobody = town.act("zhao", &CaseId::from("nobody"), "dispatch", &[]);
        assert!(matches!(nobody, Err(Failure::Refused(Refusal::NotFound))));
        assert_eq!(dump(town, &raised.case), before);
    });
}

fn dump(town: &TestOffice, case: &CaseId) -> String {
    let case = case.clone();
    let found = town.database.read_blocking(move |tx| store::cases::find(tx, &case)).unwrap();
    format!("{found:?} {}", crate::scan::rows(&town.database))
}

#[test]
fn whoever_looked_too_long_is_told_what_happened_since() {
    each_office(|town| {
        let raised = town.raise(drain());
        let seen =
            town.wait(town.office.case_for_staff(&town::caller("zhao"), &raised.case)).unwrap().unwrap();
        let seq = seen.case.seq;
        let note = Command::Note { text: "已电话联系".to_owned() };
        town.order("zhao", Order::on(raised.case.clone(), note)).unwrap();
        let late = Command::Act { act: "dispatch".into(), form: testkit::form_of(&[]), seen: Some(seq) };
        let answer = town.order("zhao", Order::on(raised.case.clone(), late));
        assert!(matches!(answer, Err(Failure::Conflict { seq: now }) if now == seq + 1), "{answer:?}");
    });
}

#[test]
fn published_words_are_found_and_left_out_ones_are_not() {
    each_office(|town| {
        let raised = town.raise(drain());
        let public = |words: &str| {
            let filter = PublicFilter { words: Some(words.to_owned()), ..PublicFilter::default() };
            let found = town.wait(town.office.public_list(filter, Page::first())).unwrap();
            found.rows.into_iter().map(|line| line.title).collect::<Vec<_>>()
        };
        assert_eq!(public("冒水"), []);
        town.order("zhao", Order::on(raised.case.clone(), publish())).unwrap();
        assert_eq!(public("冒水"), [Title::Plain("雨水井冒水".to_owned())]);
        assert_eq!(public("七号楼"), [], "the person said so, the publication does not");
        let filter = DeskFilter { words: Some("七号楼".to_owned()), ..DeskFilter::default() };
        let desk = town.wait(town.office.desk_list(&town::caller("zhao"), filter, Page::first())).unwrap();
        assert_eq!(desk.rows.len(), 1, "the desk finds what the person said");
        let case = town.wait(town.office.public_case(&raised.number)).unwrap().unwrap();
        assert_eq!(case.text, "云霄路雨水井冒水。");
        let back = Command::Unpublish { reason: "含个人信息".to_owned() };
        town.order("zhao", Order::on(raised.case.clone(), back)).unwrap();
        assert_eq!(public("冒水"), []);
        assert!(town.wait(town.office.public_case(&raised.number)).unwrap().is_none());
    });
}

#[test]
fn a_batch_is_taken_whole_or_not_at_all() {
    each_office(|town| {
        let at = town.now();
        let occasion = |who: &str| domain::command::Occasion { at, caller: town::caller(who) };
        let id = town.office.new_case_id(at);
        let act = |act: &str| Command::Act { act: act.into(), form: testkit::form_of(&[]), seen: None };
        let batch = |last: &str| {
            vec![
                (occasion("person"), Order::open_as(id.clone(), drain())),
                (occasion("zhao"), Order::on(id.clone(), act("dispatch"))),
                (occasion("person"), Order::open(drain())),
                (occasion("li"), Order::on(id.clone(), act(last))),
            ]
        };
        let before = crate::scan::rows(&town.database);
        let (place, failure) = town.office.run_batch(batch("approve")).unwrap_err();
        assert_eq!(place, 3, "{failure}");
        assert_eq!(crate::scan::rows(&town.database), before, "nothing of the batch is left");
        let mut good = batch("approve");
        good.pop();
        let done = town.office.run_batch(good).unwrap();
        assert_eq!(done.iter().map(|done| &done.case).collect::<Vec<_>>()[..2], [&id, &id]);
        assert_eq!(town.office.verify(&mut |_| {}).unwrap().cases, 2);
    });
}

#[test]
fn what_may_be_published_waits_for_a_moderator_until_that_is_decided() {
    each_office(|town| {
        let (first, second) = (town.raise(drain()), town.raise(drain()));
        let zhao = town::caller("zhao");
        let waiting = || {
            let queue = town.wait(town.office.publication_queue(&zhao, None, Page::first())).unwrap();
            let counts = town.wait(town.office.publication_counts(&zhao)).unwrap();
            let count: u64 = counts.iter().map(|(_, count)| count).sum();
            (queue.rows.len(), count)
        };
        assert_eq!(waiting(), (2, 2));
        town.order("zhao", Order::on(first.case.clone(), publish())).unwrap();
        assert_eq!(waiting(), (1, 1));
        let withhold = Command::Withhold { reason: "猜得出是谁".to_owned() };
        town.order("zhao", Order::on(second.case.clone(), withhold)).unwrap();
        assert_eq!(waiting(), (0, 0));
        let tracked = town.wait(town.office.tracked(&second.number, &second.secret)).unwrap().unwrap();
        let why = tracked.steps.into_iter().find_map(|step| match step.fact {
            TrackFact::Withheld { reason } => Some(reason),
            _ => None,
        });
        assert_eq!(why.as_deref(), Some("猜得出是谁"), "the person reads why");
        let load = town.wait(town.office.load(&zhao, None)).unwrap();
        assert_eq!((load.total.open, load.total.late), (2, 0));
        assert_eq!(load.units.values().map(|count| count.open).sum::<u64>(), load.total.open);
        assert_eq!(load.places.values().map(|count| count.open).sum::<u64>(), load.total.open);
        assert_eq!(load.categories.values().map(|count| count.open).sum::<u64>(), load.total.open);
    });
}

#[test]
fn who_has_the_same_matter_counts_once_by_telephone_or_browser() {
    each_office(|town| {
        let raised = town.raise(drain());
        town.order("zhao", Order::on(raised.case.clone(), publish())).unwrap();
        let say = |browsers: &[&str], phone: &str| {
            let browsers = browsers.iter().map(|token| (*token).to_owned()).collect();
            let supporting = Supporting { case: raised.case.clone(), browsers, phone: phone.to_owned() };
            town.order("person", Order::support(supporting))
        };
        let count = || town.wait(town.office.public_case(&raised.number)).unwrap().unwrap().supported;
        let known = |outcome: Result<_, Failure>| {
            assert!(matches!(outcome, Err(Failure::Refused(Refusal::AlreadyCounted))), "{:?}", outcome.err());
        };
        say(&["one", "visit"], "").unwrap();
        known(say(&["one"], "").map(drop));
        known(say(&["", "visit"], "").map(drop));
        say(&["two"], "138 0000 1111").unwrap();
        known(say(&["three"], "+86 13800001111").map(drop));
        assert_eq!(count(), 2, "what was refused changed nothing");
        say(&["three"], "13800002222").unwrap();
        assert_eq!(count(), 3);
        let wrong = say(&["four"], "12");
        assert!(matches!(wrong, Err(Failure::Order(OrderRefusal::Contact { .. }))), "{:?}", wrong.err());
        // In another matter the same ones count again, and nothing tells that they are the same.
        let other = town.raise(drain());
        town.order("zhao", Order::on(other.case.clone(), publish())).unwrap();
        let browsers = vec!["one".to_owned()];
        let phone = "13800001111".to_owned();
        town.order("person", Order::support(Supporting { case: other.case.clone(), browsers, phone }))
            .unwrap();
        let all = crate::scan::rows(&town.database);
        assert!(!all.contains("13800001111") && !all.contains("8000111"), "the number is not kept");
        let names = |case: &CaseId| {
            let case = case.clone();
            let found =
                town.database.read_blocking(move |tx| store::cases::find(tx, &case)).unwrap().unwrap();
            found.case.supporters
        };
        assert!(names(&raised.case).is_disjoint(&names(&other.case)));
        assert_eq!(town.office.verify(&mut |_| {}).unwrap().faults, Vec::new());
    });
}
