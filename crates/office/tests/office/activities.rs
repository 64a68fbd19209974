//! Activities: planned, announced, held; and what was promised there.

use std::slice;

use domain::field::Where;
use domain::ids::CaseId;
use domain::leader::Leader;
use domain::refusal::Refusal;
use domain::text::Text;
use jiff::civil::date;
use office::queries::{AgendaQuery, DeskFilter, HeldBy, HeldCount, HeldQuery, Page};
use office::reference::ReferenceChange;
use office::{Failure, NewCase, Office, Order};
use testkit::{TestOffice, each_office, form_of, town};

const ONSITE: &str = include_str!("../../../../packs/onsite/pack.toml");
const COMMITMENT: &str = include_str!("../../../../packs/commitment/pack.toml");

/// Runs a test on an office that knows both programs and two leaders.
fn each_busy_office(body: impl Fn(&TestOffice)) {
    each_office(|town| {
        let leaders = [("head", "county"), ("mayor", "city")].map(leader);
        let changes = vec![
            ReferenceChange::Leaders(leaders.into()),
            ReferenceChange::Pack { source: COMMITMENT.to_owned() },
            ReferenceChange::Pack { source: ONSITE.to_owned() },
        ];
        town.office.change_reference(&Office::machine(), changes).unwrap();
        body(town);
    });
}

fn leader((id, unit): (&str, &str)) -> Leader {
    Leader {
        id: id.into(),
        name: Text::new(id, id),
        post: Text::new("负责人", "Head"),
        portfolio: Text::default(),
        unit: unit.into(),
        account: None,
        since: date(2024, 1, 1),
        until: None,
    }
}

fn onsite(day: &str, form: &[(&str, &str)]) -> NewCase {
    let (starts, ends) = (format!("{day}T09:00"), format!("{day}T11:30"));
    let asked = [("starts", starts.as_str()), ("ends", &ends), ("leader", "head"), ("agenda", "看现场")];
    let form = form_of(&[&asked, form].concat());
    NewCase {
        kind: "onsite".into(),
        channel: "plan".to_owned(),
        category: "urban.drainage".into(),
        place: Where { place: town::code(town::COMMUNITY), spot: "七号楼前".to_owned(), point: None },
        title: "七号楼排水".to_owned(),
        text: "雨水井老冒水，几个单位一起来看。".to_owned(),
        people: Vec::new(),
        people_count: 1,
        accused: Vec::new(),
        may_publish: true,
        photos: Vec::new(),
        form,
    }
}

fn commitment(unit: &str, leader: &str) -> NewCase {
    let form = [
        ("unit", unit),
        ("leader", leader),
        ("measure", "换雨水管"),
        ("due", "2026-04-10"),
        ("look_after", "month"),
    ];
    NewCase {
        kind: "commitment".into(),
        channel: "activity".to_owned(),
        title: "雨水管换新".to_owned(),
        form: form_of(&form),
        ..onsite("2026-03-20", &[])
    }
}

fn plan(town: &TestOffice, who: &str, day: &str) -> CaseId {
    town.order(who, Order::open(onsite(day, &[]))).unwrap().case
}

fn march() -> AgendaQuery {
    AgendaQuery {
        from: date(2026, 3, 1),
        until: date(2026, 3, 31),
        kind: None,
        place: None,
        leader: None,
        lines_max: 200,
    }
}

fn public(town: &TestOffice, query: AgendaQuery) -> Vec<CaseId> {
    let lines = town.wait(town.office.public_agenda(query)).unwrap();
    lines.into_iter().map(|line| line.line.case).collect()
}

fn desk(town: &TestOffice, who: &str) -> Vec<CaseId> {
    let lines = town.wait(town.office.desk_agenda(&town::caller(who), march())).unwrap();
    lines.into_iter().map(|line| line.line.case).collect()
}

#[test]
fn an_activity_is_public_when_it_is_announced_and_not_before() {
    each_busy_office(|town| {
        let case = plan(town, "qian", "2026-03-20");
        assert_eq!(public(town, march()), []);
        assert_eq!(desk(town, "qian"), slice::from_ref(&case));
        assert_eq!(desk(town, "feng"), slice::from_ref(&case), "the county stands above the street");
        assert_eq!(desk(town, "li"), [], "the water company knows nothing of it yet");
        town.act("qian", &case, "call", &[("units", "water")]).unwrap();
        assert_eq!(public(town, march()), slice::from_ref(&case));
        assert_eq!(desk(town, "li"), [case]);
    });
}

#[test]
fn an_agenda_is_in_the_order_of_time_and_follows_a_change_of_time() {
    each_busy_office(|town| {
        let later = plan(town, "qian", "2026-03-20");
        let sooner = plan(town, "qian", "2026-03-12");
        let april = plan(town, "qian", "2026-04-02");
        for case in [&later, &sooner, &april] {
            town.act("qian", case, "call", &[("units", "water")]).unwrap();
        }
        assert_eq!(public(town, march()), [sooner.clone(), later.clone()]);
        let moved = [("starts", "2026-04-09T09:00"), ("ends", "2026-04-09T11:00"), ("change_reason", "台风")];
        town.act("qian", &sooner, "move", &moved).unwrap();
        assert_eq!(public(town, march()), [later]);
        let april_too = AgendaQuery { until: date(2026, 4, 30), ..march() };
        assert_eq!(public(town, april_too).last(), Some(&sooner));
    });
}

#[test]
fn an_agenda_is_asked_by_leader_place_and_program() {
    each_busy_office(|town| {
        let case = plan(town, "qian", "2026-03-20");
        town.act("qian", &case, "call", &[("units", "water")]).unwrap();
        let found = |query: AgendaQuery| public(town, query).len();
        assert_eq!(found(AgendaQuery { leader: Some("head".into()), ..march() }), 1);
        assert_eq!(found(AgendaQuery { leader: Some("mayor".into()), ..march() }), 0);
        assert_eq!(found(AgendaQuery { place: Some(town::code("370202")), ..march() }), 1);
        assert_eq!(found(AgendaQuery { place: Some(town::code(town::OTHER_COMMUNITY)), ..march() }), 0);
        assert_eq!(found(AgendaQuery { kind: Some("commitment".into()), ..march() }), 0);
    });
}

#[test]
fn what_was_promised_is_known_where_it_was_promised() {
    each_busy_office(|town| {
        let source = plan(town, "qian", "2026-03-20");
        let order = Order::open(commitment("water", "head")).out_of(Some(source.clone()));
        let promised = town.order("qian", order).unwrap().case;
        let outcomes = |who: &str| {
            let view = town.wait(town.office.case_for_staff(&town::caller(who), &source)).unwrap().unwrap();
            view.outcomes.into_iter().map(|line| line.case).collect::<Vec<_>>()
        };
        assert_eq!(outcomes("qian"), slice::from_ref(&promised));
        let view = town.wait(town.office.case_for_staff(&town::caller("qian"), &promised)).unwrap().unwrap();
        assert_eq!(view.links.len(), 1, "and there where it came from");
        assert_eq!(town.office.verify(&mut |_| {}).unwrap().faults, Vec::new());
    });
}

#[test]
fn nothing_comes_out_of_what_one_may_not_see_or_of_what_gives_no_such_thing() {
    each_busy_office(|town| {
        let source = plan(town, "qian", "2026-03-20");
        let refused = |who: &str, new: NewCase, source: &CaseId| {
            town.order(who, Order::open(new).out_of(Some(source.clone()))).map(|done| done.case)
        };
        let not_found = |outcome| matches!(outcome, Err(Failure::Refused(Refusal::NotFound)));
        assert!(not_found(refused("li", commitment("water", "head"), &source)), "water does not see it");
        assert!(not_found(refused("qian", onsite("2026-03-21", &[]), &source)), "no activity out of one");
        assert!(not_found(refused("qian", commitment("water", "head"), &"nothing".into())));
        let matter = NewCase { ..testkit::drain() };
        assert!(not_found(refused("person", matter, &source)), "a person names no source");
    });
}

#[test]
fn commitments_are_listed_by_leader_and_unit_with_what_was_promised() {
    each_busy_office(|town| {
        let first = town.order("qian", Order::open(commitment("water", "head"))).unwrap().case;
        let second = town.order("qian", Order::open(commitment("bureau", "mayor"))).unwrap().case;
        let listed = |filter: DeskFilter| {
            let filter = DeskFilter { kind: Some("commitment".into()), ..filter };
            town.wait(town.office.desk_table(&town::caller("qian"), filter, Page::first())).unwrap().rows
        };
        let cases = |filter| listed(filter).into_iter().map(|line| line.line.case).collect::<Vec<_>>();
        assert_eq!(cases(DeskFilter::default()), [second.clone(), first.clone()]);
        assert_eq!(
            cases(DeskFilter { leader: Some("head".into()), ..DeskFilter::default() }),
            slice::from_ref(&first)
        );
        assert_eq!(cases(DeskFilter { unit: Some("bureau".into()), ..DeskFilter::default() }), [second]);
        let line = listed(DeskFilter { leader: Some("head".into()), ..DeskFilter::default() }).remove(0);
        assert_eq!(line.values.get("measure").and_then(|value| value.as_text()), Some("换雨水管"));
        town.pass_days(40);
        assert_eq!(cases(DeskFilter { late: Some(true), ..DeskFilter::default() }).len(), 2);
    });
}

fn spring(by: HeldBy) -> HeldQuery {
    HeldQuery {
        from: date(2026, 1, 1),
        until: date(2026, 6, 30),
        kind: None,
        place: None,
        leader: None,
        unit: None,
        by,
    }
}

#[test]
fn what_was_held_is_counted_with_what_came_of_it() {
    each_busy_office(|town| {
        let [held, bare, missed, ahead] =
            ["2026-03-12", "2026-03-13", "2026-03-16", "2026-05-20"].map(|day| plan(town, "qian", day));
        for case in [&held, &bare, &missed, &ahead] {
            town.act("qian", case, "call", &[("units", "water")]).unwrap();
        }
        plan(town, "qian", "2026-03-12");
        town.pass_days(20);
        for (case, residents) in [(&held, "32"), (&bare, "5")] {
            town.act("qian", case, "hold", &[("residents", residents)]).unwrap();
        }
        town.order("qian", Order::open(commitment("water", "head")).out_of(Some(held.clone()))).unwrap();
        let residents = (("onsite".into(), "residents".into()), 37);
        let all = HeldCount {
            held: 2,
            bare: 1,
            missed: 1,
            ahead: 1,
            outcomes: 1,
            numbers: [residents].into(),
            ..HeldCount::default()
        };
        for (by, key) in [
            (HeldBy::Leader, "head"),
            (HeldBy::Unit, "street"),
            (HeldBy::Kind, "onsite"),
            (HeldBy::Place, "37"),
        ] {
            let figures = town.wait(town.office.public_held(spring(by))).unwrap();
            assert_eq!(figures.total, all, "{by:?}");
            let [(found, count)] = figures.rows.as_slice() else { panic!("{:?}", figures.rows) };
            assert!(found.starts_with(key), "{found}");
            assert_eq!(*count, all);
        }
        let desk = |who: &str, query: HeldQuery| {
            town.wait(town.office.desk_held(&town::caller(who), query)).unwrap().total
        };
        assert_eq!(desk("qian", spring(HeldBy::Kind)).missed, 2, "the street knows what was not announced");
        assert_eq!(desk("wu", spring(HeldBy::Kind)), all, "others know what everybody knows");
        let other = HeldQuery { leader: Some("mayor".into()), ..spring(HeldBy::Kind) };
        assert_eq!(desk("qian", other), HeldCount::default());
        let later = HeldQuery { from: date(2026, 5, 1), ..spring(HeldBy::Kind) };
        let later = desk("qian", later);
        assert_eq!((later.held, later.ahead), (0, 1));
    });
}
