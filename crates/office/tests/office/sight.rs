//! Who sees what: what may not be seen does not exist.

use domain::command::Command;
use office::queries::{Bucket, DeskFilter, InboxQuery, Page, Title, Urgency};
use office::{NewCase, Order};
use testkit::{TestOffice, accusation, drain, each_office, town};

fn sees(town: &TestOffice, who: &str, case: &domain::ids::CaseId) -> bool {
    let caller = town::caller(who);
    let opened = town.wait(town.office.case_for_staff(&caller, case)).unwrap().is_some();
    let history = town.wait(town.office.history(&caller, case)).unwrap().is_some();
    let listed = town.wait(town.office.desk_list(&caller, DeskFilter::default(), Page::first())).unwrap();
    let listed = listed.rows.iter().any(|line| line.case == *case);
    assert_eq!((history, listed), (opened, opened), "{who}: page, history and list agree");
    opened
}

#[test]
fn a_case_is_seen_by_those_with_a_part_and_those_above_them() {
    each_office(|town| {
        let raised = town.raise(drain());
        town.act("zhao", &raised.case, "dispatch", &[]).unwrap();
        for (who, expected) in
            [("zhao", true), ("li", true), ("wang", true), ("feng", true), ("qian", false), ("wu", false)]
        {
            assert_eq!(sees(town, who, &raised.case), expected, "{who}");
        }
    });
}

#[test]
fn a_sealed_case_is_seen_only_by_those_who_may_handle_it() {
    each_office(|town| {
        let raised = town.raise(accusation());
        town.act("zhao", &raised.case, "hand_over", &[]).unwrap();
        for (who, expected) in
            [("zhao", true), ("wu", true), ("qian", false), ("sun", false), ("feng", false), ("wang", false)]
        {
            assert_eq!(sees(town, who, &raised.case), expected, "{who}");
        }
        let view = town.wait(town.office.case_for_staff(&town::caller("wu"), &raised.case)).unwrap().unwrap();
        assert_eq!(view.title, accusation().title);
        assert_eq!(view.text, accusation().text);
        let list =
            town.wait(town.office.desk_list(&town::caller("wu"), DeskFilter::default(), Page::first()));
        let line = &list.unwrap().rows[0];
        assert!(matches!(&line.title, Title::Sealed(title) if title.zh == "检举（密封）"), "{line:?}");
        assert_eq!(line.beginning, "");
    });
}

#[test]
fn the_inbox_holds_what_a_role_must_do_next() {
    each_office(|town| {
        let (first, second) = (town.raise(drain()), town.raise(drain()));
        let piles = |who: &str| {
            let counts = town.wait(town.office.inbox_counts(&town::caller(who))).unwrap();
            counts.into_iter().map(|count| (count.bucket.act.to_string(), count.cases)).collect::<Vec<_>>()
        };
        let pile = |act: &str, cases| vec![(act.to_owned(), cases)];
        assert_eq!(piles("zhao"), pile("dispatch", 2));
        town.act("zhao", &first.case, "dispatch", &[]).unwrap();
        assert_eq!(
            (piles("zhao"), piles("li"), piles("zhou")),
            (pile("dispatch", 1), pile("draft", 1), vec![])
        );
        town.act("li", &first.case, "draft", &[("result", "修好了")]).unwrap();
        assert_eq!((piles("li"), piles("zhou")), (vec![], pile("approve", 1)));
        town.act("zhou", &first.case, "approve", &[]).unwrap();
        assert_eq!((piles("li"), piles("zhou")), (vec![], vec![]));
        let inbox = |query| {
            let rows =
                town.wait(town.office.inbox(&town::caller("zhao"), query, Page::first())).unwrap().rows;
            rows.into_iter().map(|row| row.line.case).collect::<Vec<_>>()
        };
        let open = [second.case];
        assert_eq!(inbox(InboxQuery::default()), open);
        let dispatch = Bucket { kind: "matter".into(), act: "dispatch".into() };
        assert_eq!(inbox(InboxQuery { bucket: Some(dispatch), urgency: Some(Urgency::Calm) }), open);
        assert_eq!(inbox(InboxQuery { urgency: Some(Urgency::Late), ..InboxQuery::default() }), []);
        town.pass_days(10);
        assert_eq!(inbox(InboxQuery { urgency: Some(Urgency::Late), ..InboxQuery::default() }), open);
    });
}

#[test]
fn lists_go_on_where_the_page_before_ended() {
    each_office(|town| {
        let mut raised = Vec::new();
        for _ in 0..7 {
            raised.insert(0, town.raise(drain()).case);
            town.pass_hours(1);
        }
        let zhao = town::caller("zhao");
        let (mut found, mut waiting, mut after) = (Vec::new(), Vec::new(), None);
        loop {
            let page = Page { after, rows: 3 };
            let part = town.wait(town.office.desk_list(&zhao, DeskFilter::default(), page)).unwrap();
            assert!(part.rows.len() <= 3);
            found.extend(part.rows.into_iter().map(|line| line.case));
            after = part.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(found, raised);
        loop {
            let page = Page { after, rows: 3 };
            let part = town.wait(town.office.inbox(&zhao, InboxQuery::default(), page)).unwrap();
            waiting.extend(part.rows.into_iter().map(|row| row.line.case));
            after = part.next;
            if after.is_none() {
                break;
            }
        }
        raised.reverse();
        assert_eq!(waiting, raised, "the longest waiting first");
    });
}

#[test]
fn filters_all_hold_together() {
    each_office(|town| {
        let drain_case = town.raise(drain());
        let road =
            town.raise(NewCase {
                category: "urban.roads".into(), title: "路面塌陷".to_owned(), ..drain()
            });
        town.act("zhao", &road.case, "dispatch", &[]).unwrap();
        let list = |filter: DeskFilter| {
            let found =
                town.wait(town.office.desk_list(&town::caller("zhao"), filter, Page::first())).unwrap();
            found.rows.into_iter().map(|line| line.case).collect::<Vec<_>>()
        };
        let all = DeskFilter::default;
        let (roads, drains) = ([road.case], [drain_case.case]);
        assert_eq!(list(DeskFilter { holder: Some("street".into()), ..all() }), roads);
        assert_eq!(list(DeskFilter { category: Some("urban.drainage".into()), ..all() }), drains);
        assert_eq!(list(DeskFilter { words: Some("塌陷".to_owned()), ..all() }), roads);
        assert_eq!(list(DeskFilter { words: Some(drain_case.number), ..all() }), drains);
        assert_eq!(list(DeskFilter { state: Some("handling".into()), ..all() }), roads);
        assert_eq!(list(DeskFilter { opened_from: "2026-03-05".parse().ok(), ..all() }), []);
        assert_eq!(list(DeskFilter { late: Some(true), ..all() }), []);
    });
}

#[test]
fn a_case_is_tied_only_to_one_that_is_seen() {
    each_office(|town| {
        let (open, sealed) = (town.raise(drain()), town.raise(accusation()));
        town.act("zhao", &open.case, "dispatch", &[]).unwrap();
        let link = |other: &domain::ids::CaseId| {
            let link = domain::event::Link::Related;
            Order::on(open.case.clone(), Command::Link { other: other.clone(), link })
        };
        assert!(town.order("li", link(&sealed.case)).is_err(), "as if it were not there");
        town.order("zhao", link(&sealed.case)).unwrap();
        let view = |who: &str| {
            let view = town.wait(town.office.case_for_staff(&town::caller(who), &open.case));
            let view = view.unwrap().unwrap();
            let history = town.wait(town.office.history(&town::caller(who), &open.case)).unwrap().unwrap();
            let ties = |entries: &[office::queries::TimelineEntry]| {
                entries.iter().filter(|entry| entry.event.fact.name() == "linked").count()
            };
            [view.links.len(), view.case.links.len(), ties(&view.timeline), ties(&history)]
        };
        assert_eq!(
            (view("zhao"), view("li")),
            ([1; 4], [0; 4]),
            "the tie shows only to those who see both ends"
        );
    });
}
