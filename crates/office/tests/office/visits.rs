//! Who is received when: the last place under a crowd, tickets, the queue, and what may be known of it.

use domain::command::{Caller, VisitAsk};
use domain::field::Where;
use domain::ids::CaseId;
use domain::leader::Leader;
use domain::refusal::Refusal;
use domain::text::Text;
use domain::visit::{Guest, VisitState};
use jiff::civil::date;
use office::queries::{HeldBy, HeldQuery};
use office::reference::ReferenceChange;
use office::{Contact, Done, Failure, NewCase, Office, Order, Visiting};
use testkit::{TestOffice, drain, each_office, form_of, town};

const RECEPTION: &str = include_str!("../../../../packs/reception/pack.toml");

/// Simultaneous tries for one place.
const CROWD: usize = 200;

/// Runs a test on an office that knows the program and a leader.
fn each_receiving_office(body: impl Fn(&TestOffice)) {
    each_office(|town| {
        let leader = Leader {
            id: "head".into(),
            name: Text::new("林书航", "Lin Shuhang"),
            post: Text::new("区长", "Head"),
            portfolio: Text::default(),
            unit: "county".into(),
            account: None,
            since: date(2024, 1, 1),
            until: None,
        };
        let changes = vec![
            ReferenceChange::Leaders(vec![leader]),
            ReferenceChange::Pack { source: RECEPTION.to_owned() },
        ];
        town.office.change_reference(&Office::machine(), changes).unwrap();
        body(town);
    });
}

/// A day with one slot for each quarter of an hour between nine and `until`, ten days ahead, published.
fn published(town: &TestOffice, until: &str) -> CaseId {
    let ends = format!("2026-03-12T{until}");
    let form = [("form", "fixed"), ("starts", "2026-03-12T09:00"), ("ends", &ends), ("leader", "head")];
    let new = NewCase {
        kind: "reception".into(),
        channel: "rota".to_owned(),
        place: Where { place: town::code(town::COMMUNITY), spot: "街道一楼".to_owned(), point: None },
        title: "区长接访".to_owned(),
        people: Vec::new(),
        may_publish: true,
        form: form_of(&form),
        ..drain()
    };
    let case = town.order("qian", Order::open(new)).unwrap().case;
    town.act("qian", &case, "publish", &[]).unwrap();
    case
}

fn guest(people: u32) -> Guest {
    Guest { people, ..Guest::default() }
}

fn ask(town: &TestOffice, case: &CaseId, ask: VisitAsk) -> Result<Done, Failure> {
    town.order("qian", Order::visit(case.clone(), ask))
}

fn number(town: &TestOffice, case: &CaseId) -> String {
    town.wait(town.office.queue(&town::caller("qian"), case.clone())).unwrap().unwrap().day.number
}

fn states(town: &TestOffice, case: &CaseId) -> Vec<VisitState> {
    let queue = town.wait(town.office.queue(&town::caller("qian"), case.clone())).unwrap().unwrap();
    queue.visits.iter().map(|visit| visit.state).collect()
}

#[test]
fn of_two_hundred_at_once_one_gets_the_last_place() {
    each_receiving_office(|town| {
        let case = published(town, "09:15");
        let other = TestOffice::beside(town.database.location(), "second", 2);
        let outcomes = town.wait(async {
            let mut tasks = Vec::new();
            for at in 0..CROWD {
                let office = if at % 2 == 0 { town.office.clone() } else { other.office.clone() };
                let order = Order::visit(case.clone(), VisitAsk::Hold { slot: 0 });
                tasks.push(tokio::spawn(async move { office.run(&Caller::person(), order).await }));
            }
            let mut outcomes = Vec::new();
            for task in tasks {
                outcomes.push(task.await.unwrap());
            }
            outcomes
        });
        let won = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
        assert_eq!(won, 1);
        // Whoever came second is told so; where two servers met too often, that it is busy: nobody is told wrong.
        let told = |outcome: &Result<Done, Failure>| {
            matches!(outcome, Ok(_) | Err(Failure::Refused(Refusal::NoFreePlace) | Failure::Busy))
        };
        let wrong: Vec<_> = outcomes.iter().filter(|outcome| !told(outcome)).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
        assert_eq!(states(town, &case), [VisitState::Held]);
        assert_eq!(town.office.verify(&mut |_| {}).unwrap().faults, Vec::new());
    });
}

#[test]
fn a_place_is_held_booked_with_a_name_in_the_vault_and_opened_by_its_ticket() {
    each_receiving_office(|town| {
        let case = published(town, "10:00");
        let number = number(town, &case);
        let person = Caller::person();
        let held =
            town.wait(town.office.run(&person, Order::visit(case.clone(), VisitAsk::Hold { slot: 1 })));
        let secret = held.unwrap().ticket.unwrap();
        let book = |ticket: &str| {
            Order::visiting(Visiting {
                case: case.clone(),
                ask: VisitAsk::Book { visit: 1, guest: guest(2) },
                contact: Contact {
                    name: "林阿婆".to_owned(),
                    phone: "13800138000".to_owned(),
                    ..Contact::default()
                },
                words: "屋后的沟老是堵".to_owned(),
                ticket: ticket.to_owned(),
            })
        };
        let strange = town.wait(town.office.run(&person, book("0000-0000-0000")));
        assert!(matches!(strange, Err(Failure::Refused(Refusal::NotFound))), "{strange:?}");
        town.wait(town.office.run(&person, book(&secret))).unwrap();

        let ticket = town.wait(town.office.ticket(&number, &secret)).unwrap().unwrap();
        assert_eq!((ticket.visit.number, ticket.visit.state), (1, VisitState::Booked));
        assert!(town.wait(town.office.ticket(&number, "0000-0000-0000")).unwrap().is_none());
        // The history knows no name; staff see it after giving a reason.
        let view = town.wait(town.office.case_for_staff(&town::caller("qian"), &case)).unwrap().unwrap();
        let kept = serde_json::to_string(&view.timeline.iter().map(|entry| &entry.event).collect::<Vec<_>>())
            .unwrap();
        assert!(!kept.contains("林阿婆") && !kept.contains("沟老是堵") && !kept.contains(&secret), "{kept}");
        let vault = ticket.visit.guest.person.unwrap();
        let known =
            town.wait(town.office.reveal(&town::caller("qian"), &case, &vault, "接访前准备")).unwrap();
        assert_eq!(known.get("name"), Some("林阿婆"));
        assert_eq!(known.get("words"), Some("屋后的沟老是堵"));
    });
}

#[test]
fn the_same_order_twice_holds_one_place_and_gives_the_same_ticket() {
    each_receiving_office(|town| {
        let case = published(town, "10:00");
        let hold =
            || Order::visit(case.clone(), VisitAsk::Hold { slot: 0 }).with_key("a-form-that-was-sent-twice");
        let first = town.wait(town.office.run(&Caller::person(), hold())).unwrap();
        let again = town.wait(town.office.run(&Caller::person(), hold())).unwrap();
        assert_eq!(first.ticket, again.ticket);
        assert!(first.ticket.is_some());
        assert_eq!(states(town, &case), [VisitState::Held]);
    });
}

#[test]
fn holds_lapse_and_the_list_moves_up_by_itself() {
    each_receiving_office(|town| {
        let case = published(town, "09:15");
        let person = Caller::person();
        town.wait(town.office.run(&person, Order::visit(case.clone(), VisitAsk::Hold { slot: 0 }))).unwrap();
        let wait_for = VisitAsk::WaitFor { guest: guest(1) };
        town.wait(town.office.run(&person, Order::visit(case.clone(), wait_for))).unwrap();
        assert_eq!(states(town, &case), [VisitState::Held, VisitState::Listed]);
        town.pass_hours(1);
        assert_eq!(town.office.tick(town.now()).unwrap(), 1);
        assert_eq!(states(town, &case), [VisitState::Lapsed, VisitState::Booked]);
    });
}

#[test]
fn a_day_is_received_by_its_office_and_shown_without_names() {
    each_receiving_office(|town| {
        let case = published(town, "10:00");
        let number = number(town, &case);
        town.pass_days(10);
        town.act("qian", &case, "receive", &[]).unwrap();
        for _ in 0..3 {
            ask(town, &case, VisitAsk::WalkIn { guest: guest(1) }).unwrap();
        }
        assert!(matches!(
            town.order("li", Order::visit(case.clone(), VisitAsk::Call { window: 1 })),
            Err(Failure::Refused(Refusal::NotFound))
        ));
        ask(town, &case, VisitAsk::Call { window: 2 }).unwrap();
        let day = town.wait(town.office.reception(&number)).unwrap().unwrap();
        assert_eq!((day.called, day.waiting), (vec![(1, 2)], 2));
        let busy = town.act("qian", &case, "finish", &[]);
        assert!(matches!(busy, Err(Failure::Refused(Refusal::Rule(_)))), "somebody waits: {busy:?}");
        assert!(town.wait(town.office.queue(&town::caller("li"), case.clone())).unwrap().is_none());
    });
}

#[test]
fn figures_tell_how_many_were_received_and_how_their_visits_ended() {
    each_receiving_office(|town| {
        let case = published(town, "10:00");
        town.pass_days(10);
        town.act("qian", &case, "receive", &[]).unwrap();
        for (visit, people, end) in [(1, 3, "settled"), (2, 1, "explained"), (3, 2, "settled")] {
            ask(town, &case, VisitAsk::WalkIn { guest: guest(people) }).unwrap();
            ask(town, &case, VisitAsk::Call { window: 1 }).unwrap();
            let done = VisitAsk::Finish { visit, end: end.to_owned(), due: None, words: None };
            ask(town, &case, done).unwrap();
        }
        ask(town, &case, VisitAsk::WalkIn { guest: guest(5) }).unwrap();
        let query = HeldQuery {
            from: date(2026, 3, 1),
            until: date(2026, 3, 31),
            kind: None,
            place: None,
            leader: Some("head".into()),
            unit: None,
            by: HeldBy::Leader,
        };
        let figures = town.wait(town.office.public_held(query)).unwrap();
        let number = |name: &str| figures.total.numbers.get(&("reception".into(), name.into())).copied();
        assert_eq!(figures.total.held, 1);
        assert_eq!(number("visits"), Some(3), "who still waits was not received");
        assert_eq!(number("visits.people"), Some(6));
        assert_eq!(number("visits.end.settled"), Some(2));
        assert_eq!(number("visits.end.explained"), Some(1));
        assert_eq!(number("visits.end.referred"), Some(0));
    });
}
