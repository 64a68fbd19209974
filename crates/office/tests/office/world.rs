//! Reference data: checked as a whole, kept in versions, and what a change does to open cases.

use domain::place::Place;
use domain::text::Text;
use jiff::civil::date;
use office::reference::ReferenceChange;
use office::{Failure, Office, OrderRefusal};
use testkit::{TestOffice, drain, each_office, town};

fn change(town: &TestOffice, change: ReferenceChange) -> Result<bool, String> {
    match town.office.change_reference(&Office::machine(), vec![change]) {
        Ok(done) => Ok(done.iter().any(|done| done.changed)),
        Err(Failure::Order(OrderRefusal::Reference { problem })) => Err(problem),
        Err(other) => panic!("{other}"),
    }
}

#[test]
fn what_does_not_hold_together_is_refused_by_name() {
    each_office(|town| {
        let before = town.office.world();
        let mut orphan = town::units();
        orphan[1].parent = Some("nobody".into());
        let mut ring = town::units();
        ring[0].parent = Some("street".into());
        let raised = town::MATTER.replace("诉求", "事项");
        for (given, named) in [
            (ReferenceChange::Places(Vec::new()), "unit bureau"),
            (ReferenceChange::Units { units: orphan, duties: Vec::new() }, "unit county"),
            (ReferenceChange::Units { units: ring, duties: Vec::new() }, "above itself"),
            (
                ReferenceChange::Units {
                    units: town::units(),
                    duties: vec![town::duty("none", "370202", "street")],
                },
                "no such category",
            ),
            (ReferenceChange::Pack { source: "pack = 1".to_owned() }, "pack.toml"),
            (ReferenceChange::Pack { source: raised }, "raise the version"),
        ] {
            let refused = change(town, given).unwrap_err();
            assert!(refused.contains(named), "{refused}");
        }
        assert!(std::sync::Arc::ptr_eq(&before, &town.office.world()), "nothing came into force");
        let zhao = town.office.change_reference(&town::caller("zhao"), town::reference());
        assert!(matches!(zhao, Err(Failure::Order(OrderRefusal::NotAllowed))));
    });
}

#[test]
fn a_version_is_made_only_by_a_change() {
    each_office(|town| {
        assert_eq!(change(town, ReferenceChange::Places(town::places())), Ok(false));
        let pack =
            town::MATTER.replace("version = 1", "version = 2").replace("10 working days", "5 working days");
        assert_eq!(change(town, ReferenceChange::Pack { source: pack }), Ok(true));
        let history = town.wait(town.office.reference_history(&Office::machine())).unwrap();
        let versions = |topic: &str| history.iter().filter(|version| version.topic == topic).count();
        assert_eq!((versions("places"), versions("pack:matter")), (1, 2));
    });
}

#[test]
fn a_case_keeps_the_program_under_which_it_was_opened() {
    each_office(|town| {
        let old = town.raise(drain());
        let pack =
            town::MATTER.replace("version = 1", "version = 2").replace("10 working days", "5 working days");
        change(town, ReferenceChange::Pack { source: pack }).unwrap();
        let new = town.raise(drain());
        let due = |case: &testkit::Raised| {
            town.act("zhao", &case.case, "dispatch", &[]).unwrap();
            let view =
                town.wait(town.office.case_for_staff(&town::caller("zhao"), &case.case)).unwrap().unwrap();
            (view.program.version, view.clocks[0].clock.due_at.unwrap())
        };
        let ((old_version, old_due), (new_version, new_due)) = (due(&old), due(&new));
        assert_eq!((old_version, new_version), (1, 2));
        assert!(new_due < old_due);
    });
}

#[test]
fn a_succession_is_rehearsed_then_carried_out_and_moves_no_clock() {
    each_office(|town| {
        let raised = town.raise(drain());
        town.act("zhao", &raised.case, "dispatch", &[]).unwrap();
        town.pass_hours(1);
        let stays = town.raise(drain());
        let due = |who: &str| {
            let view =
                town.wait(town.office.case_for_staff(&town::caller(who), &raised.case)).unwrap().unwrap();
            (view.case.holder.clone(), view.case.place_now.place.clone(), view.clocks[0].clock.due_at)
        };
        let before = due("zhao");
        let changes = merged();
        let rehearsed = town.office.rehearse_succession(&changes).unwrap();
        let moved: Vec<_> =
            rehearsed.iter().map(|line| (line.number.as_str(), line.new_holder.as_ref())).collect();
        let bureau = Some("bureau".into());
        let hotline = Some("hotline".into());
        assert_eq!(moved, [(raised.number.as_str(), bureau.as_ref()), (&stays.number, hotline.as_ref())]);
        assert_eq!(due("zhao"), before, "a rehearsal changes nothing");
        let done = town.office.carry_out_succession(&Office::machine(), changes, "撤并").unwrap();
        assert_eq!(done, rehearsed);
        let after = due("wang");
        assert_eq!(after.0, bureau);
        assert_eq!(after.1, town::code("370202001003"));
        assert_eq!(after.2, before.2, "no clock moves");
        assert_eq!(town.office.rehearse_succession(&[]).unwrap(), [], "nothing is left to move");
        assert_eq!(town.office.verify(&mut |_| {}).unwrap().faults, Vec::new());
        crate::figures::assert_counters_are_right(town);
    });
}

#[test]
fn a_change_of_places_may_be_entered_the_day_before() {
    each_office(|town| {
        let raised = town.raise(drain());
        let mut places = town::places();
        let heir = town::code("370202001003");
        let mut new = Place::lasting(heir.clone(), Text::new("新石桥社区", "New"));
        new.valid_from = Some(date(2026, 3, 5));
        places.push(new);
        for place in places.iter_mut().filter(|place| place.code == town::code(town::COMMUNITY)) {
            place.valid_until = Some(date(2026, 3, 4));
            place.successors = vec![heir.clone()];
        }
        let changes = vec![ReferenceChange::Places(places)];
        town.office.carry_out_succession(&Office::machine(), changes, "撤并").unwrap();
        let view =
            town.wait(town.office.case_for_staff(&town::caller("zhao"), &raised.case)).unwrap().unwrap();
        assert_eq!(view.case.place_now.place, heir);
    });
}

/// The community becomes part of a new one, and the water company is no more.
fn merged() -> Vec<ReferenceChange> {
    let mut places = town::places();
    places.push(Place::lasting(town::code("370202001003"), Text::new("新石桥社区", "New")));
    for place in &mut places {
        if place.code == town::code(town::COMMUNITY) {
            place.valid_until = Some(date(2026, 3, 3));
            place.successors = vec![town::code("370202001003")];
        }
    }
    let mut units = town::units();
    units.retain(|unit| unit.id.as_str() != "water");
    let mut duties = town::duties();
    duties.retain(|duty| duty.unit.as_str() != "water");
    vec![ReferenceChange::Places(places), ReferenceChange::Units { units, duties }]
}

#[test]
fn an_office_without_reference_data_opens_and_says_what_is_missing() {
    testkit::each_engine(|database| {
        let office = TestOffice::bare(database, "first", 1);
        let checks = office.office.doctor();
        let ill: Vec<&str> =
            checks.iter().filter(|check| check.state == office::State::Ill).map(|check| check.name).collect();
        assert_eq!(ill, ["reference", "calendar"]);
    });
}
