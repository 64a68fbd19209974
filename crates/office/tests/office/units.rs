//! Lists and inboxes after units have changed: whoever has a part now sees and acts, and nobody else.

use domain::command::Caller;
use domain::ids::UnitId;
use domain::unit::{Duty, Unit};
use office::queries::{DeskFilter, Page};
use office::reference::ReferenceChange;
use office::{Office, Order};
use testkit::{Raised, TestOffice, drain, each_office, town};

/// An officer of a unit who may do everything there.
fn officer(unit: &str) -> Caller {
    let roles = ["operator", "caseworker", "approver"].map(Into::into);
    Caller::officer("anybody".into(), unit.into(), roles.into())
}

/// The units whose list holds the matter.
fn seen_by(town: &TestOffice, raised: &Raised, units: &[&'static str]) -> Vec<&'static str> {
    let sees = |unit: &&&str| {
        let officer = officer(unit);
        let list = town.wait(town.office.desk_list(&officer, DeskFilter::default(), Page::first()));
        list.unwrap().rows.iter().any(|line| line.case == raised.case)
    };
    units.iter().filter(sees).copied().collect()
}

/// The units that must do something about it, each with the act.
fn asked(town: &TestOffice) -> Vec<(String, String)> {
    let sql = "SELECT unit_id, bucket FROM inbox ORDER BY unit_id, bucket";
    let rows: Vec<(String, String)> = town.database.read_blocking(move |tx| tx.query(sql, &[])).unwrap();
    let acts = rows.into_iter().map(|(unit, pile)| (unit, pile.split('/').nth(1).unwrap().to_owned()));
    // What waits for publication is a list of its own.
    acts.filter(|(_, act)| act != "-publication").collect()
}

/// Rows of `case_units` for the matter.
fn kept(town: &TestOffice, raised: &Raised) -> Vec<String> {
    let case = raised.case.clone();
    let units = town.database.read_blocking(move |tx| store::case_units::of_case(tx, &case)).unwrap();
    units.into_iter().map(|unit| unit.unit_id.to_string()).collect()
}

fn dispatched(town: &TestOffice) -> Raised {
    let raised = town.raise(drain());
    town.act("zhao", &raised.case, "dispatch", &[]).unwrap();
    raised
}

fn succeed(town: &TestOffice, units: Vec<Unit>, duties: Vec<Duty>) {
    let change = ReferenceChange::Units { units, duties };
    town.office.carry_out_succession(&Office::machine(), vec![change], "机构调整").unwrap();
    assert_eq!(town.office.verify(&mut |_| {}).unwrap().faults, Vec::new());
}

fn unit<'u>(units: &'u mut [Unit], id: &str) -> &'u mut Unit {
    units.iter_mut().find(|unit| unit.id.as_str() == id).unwrap()
}

#[test]
fn a_unit_under_another_superior_is_seen_by_that_one_only() {
    each_office(|town| {
        let raised = dispatched(town);
        let all = ["bureau", "city", "county", "hotline", "street", "water"];
        assert_eq!(seen_by(town, &raised, &all), ["bureau", "city", "county", "hotline", "water"]);
        let mut units = town::units();
        unit(&mut units, "water").parent = Some("street".into());
        succeed(town, units, town::duties());
        assert_eq!(seen_by(town, &raised, &all), ["city", "county", "hotline", "street", "water"]);
        assert_eq!(kept(town, &raised), ["city", "county", "hotline", "street", "water"]);
        assert_eq!(asked(town), [("water".to_owned(), "draft".to_owned())], "the work stays where it was");
    });
}

#[test]
fn a_renamed_unit_goes_on_with_the_work_and_the_old_name_has_none() {
    each_office(|town| {
        let raised = dispatched(town);
        let waits = town.raise(drain());
        let mut units = town::units();
        unit(&mut units, "water").id = "tap".into();
        let mut duties = town::duties();
        duties
            .iter_mut()
            .filter(|duty| duty.unit == UnitId::from("water"))
            .for_each(|duty| duty.unit = "tap".into());
        succeed(town, units, duties);
        assert_eq!(seen_by(town, &raised, &["bureau", "tap", "street"]), ["bureau", "tap"]);
        let asked = asked(town);
        assert!(asked.contains(&("tap".to_owned(), "draft".to_owned())), "{asked:?}");
        assert!(asked.iter().all(|(unit, _)| unit != "water"), "{asked:?}");
        assert_eq!(seen_by(town, &waits, &["tap", "hotline"]), ["hotline"]);
    });
}

#[test]
fn a_split_unit_leaves_its_work_to_whoever_has_the_duty() {
    each_office(|town| {
        let raised = dispatched(town);
        let mut units = town::units();
        let water = unit(&mut units, "water").clone();
        units.retain(|unit| unit.id != water.id);
        units.push(Unit { id: "drains".into(), ..water.clone() });
        units.push(Unit { id: "pipes".into(), ..water });
        let mut duties = town::duties();
        duties.retain(|duty| duty.unit.as_str() != "water");
        duties.push(town::duty("urban.drainage", "370202", "drains"));
        succeed(town, units, duties);
        assert_eq!(asked(town), [("drains".to_owned(), "draft".to_owned())]);
        assert_eq!(seen_by(town, &raised, &["drains", "pipes"]), ["drains"]);
    });
}

#[test]
fn a_plain_change_of_units_is_noticed_by_the_jobs_once() {
    each_office(|town| {
        let raised = dispatched(town);
        let change = |units: Vec<Unit>| {
            let change = ReferenceChange::Units { units, duties: town::duties() };
            town.office.change_reference(&Office::machine(), vec![change]).unwrap();
        };
        assert_eq!(town.office.renew_sight().unwrap(), 0, "nothing has changed");
        let mut units = town::units();
        unit(&mut units, "water").parent = Some("city".into());
        change(units.clone());
        assert_eq!(town.office.renew_sight().unwrap(), 1);
        assert_eq!(town.office.renew_sight().unwrap(), 0, "once");
        assert_eq!(seen_by(town, &raised, &["bureau", "city"]), ["city"]);
        change(units);
        assert_eq!(town.office.renew_sight().unwrap(), 0, "the same units again are no change");
    });
}

#[test]
fn a_complaint_stays_hidden_from_the_accused_wherever_it_moves() {
    each_office(|town| {
        let matter = office::NewCase { accused: vec!["water".into()], ..drain() };
        let raised = town.raise(matter);
        town.act("zhao", &raised.case, "dispatch", &[]).unwrap();
        let holder = seen_by(town, &raised, &["bureau", "water"]);
        assert_eq!(holder, ["bureau"]);
        let mut units = town::units();
        unit(&mut units, "water").parent = Some("county".into());
        unit(&mut units, "bureau").parent = Some("water".into());
        succeed(town, units, town::duties());
        assert!(
            !kept(town, &raised).contains(&"water".to_owned()),
            "what stands above it now is still accused"
        );
        assert_eq!(seen_by(town, &raised, &["bureau", "water"]), Vec::<&str>::new(), "under the accused now");
        let note = domain::command::Command::Note { text: "记".to_owned() };
        let refused = town.wait(town.office.run(&officer("water"), Order::on(raised.case, note)));
        assert!(refused.is_err());
    });
}

#[test]
fn officers_of_a_kind_find_a_case_while_they_may_act_and_what_they_did() {
    each_office(|town| {
        // The petition office may let any matter of the county wait while it is handled.
        let waits = "by = [\"caseworker@holder\"]\nwhen = \"clocks.handle == 'running'\"";
        let wider = waits.replace("holder\"]", "holder\", \"caseworker@kind:petition\"]");
        let pack = town::MATTER.replace("version = 1", "version = 2").replace(waits, &wider);
        let change = ReferenceChange::Pack { source: pack };
        town.office.change_reference(&Office::machine(), vec![change]).unwrap();
        let petition = officer("petition");
        let found = |raised: &Raised| {
            let opened = town.wait(town.office.case_for_staff(&petition, &raised.case)).unwrap().is_some();
            let number = town.wait(town.office.find_number(&petition, &raised.number)).unwrap().is_some();
            let listed = !seen_by(town, raised, &["petition"]).is_empty();
            let kept = kept(town, raised).contains(&"petition".to_owned());
            assert_eq!([opened, number, listed], [kept; 3], "list, page and search say the same");
            kept
        };
        let (one, other) = (town.raise(drain()), town.raise(drain()));
        assert!(!found(&one), "nothing to do for it yet");
        town.act("zhao", &one.case, "dispatch", &[]).unwrap();
        town.act("zhao", &other.case, "dispatch", &[]).unwrap();
        assert!(found(&one) && found(&other));
        let act = |act: &str| {
            let command = domain::command::Command::Act {
                act: act.into(),
                form: testkit::form_of(&[("cause", "expert"), ("remark", "等鉴定")]),
                seen: None,
            };
            town.wait(town.office.run(&petition, Order::on(one.case.clone(), command)))
        };
        act("wait").unwrap();
        assert!(found(&one), "it did something");
        town.act("li", &one.case, "go_on", &[]).unwrap();
        for raised in [&one, &other] {
            town.act("li", &raised.case, "draft", &[("result", "管道已经疏通。")]).unwrap();
        }
        assert!(found(&one) && !found(&other), "it sees what became of its own act, and of no other");
        assert!(act("wait").is_err(), "what it sees, it can no longer let wait");
        assert_eq!(town.office.verify(&mut |_| {}).unwrap().faults, Vec::new());
    });
}

#[test]
fn sight_from_before_is_worked_out_anew_once() {
    each_office(|town| {
        let raised = dispatched(town);
        let row = store::case_units::CaseUnit {
            case_id: raised.case.clone(),
            unit_id: "petition".into(),
            share: store::case_units::UnitShare::Above,
            opened_at: town.now(),
        };
        let mut writer = town.database.writer();
        writer
            .transaction(|tx| {
                store::case_units::upsert_many(tx, [&row])?;
                store::inbox::replace_many(tx, [&raised.case], &[])?;
                store::settings::put(tx, "sighted_units", "1/1")
            })
            .unwrap();
        assert_eq!((kept(town, &raised).len(), asked(town).len()), (6, 0));
        assert_eq!(town.office.renew_sight().unwrap(), 1);
        assert_eq!((kept(town, &raised).len(), asked(town).len()), (5, 1));
        let sql = "SELECT bucket FROM inbox ORDER BY bucket";
        let piles: Vec<String> = town.database.read_blocking(move |tx| tx.query(sql, &[])).unwrap();
        assert!(piles.iter().any(|pile| pile.contains("/-publication/")), "{piles:?}");
        assert_eq!(town.office.renew_sight().unwrap(), 0);
    });
}

/// A program in which others can be asked to help.
const HELP: &str = r#"
[[field]]
id = "co_units"
label = { zh = "协办单位", en = "Helping units" }
kind = "units"

[[act]]
id = "call_in"
name = { zh = "请协办", en = "Ask for help" }
from = ["handling"]
by = ["caseworker@holder"]
asks = ["co_units"]
assign = "co:co_units"
start = ["help"]

[[act]]
id = "helped"
name = { zh = "协办完成", en = "Helped" }
from = ["handling"]
by = ["caseworker@co"]
assign = "co_done"
stop = ["help"]
main = true

[[clock]]
id = "help"
name = { zh = "协办", en = "Help" }
term = "3 working days"
basis = { zh = "测试第四条", en = "Tests, article 4" }
on = "co"
"#;

#[test]
fn a_merged_unit_hands_its_help_on_and_shows_what_is_closed_to_its_successor() {
    each_office(|town| {
        let source = town::MATTER.replace("version = 1", "version = 2") + HELP;
        town.office.change_reference(&Office::machine(), vec![ReferenceChange::Pack { source }]).unwrap();
        let (open, closed) = (dispatched(town), town.settled());
        town.act("li", &open.case, "call_in", &[("co_units", "bureau")]).unwrap();
        assert!(asked(town).contains(&("bureau".to_owned(), "helped".to_owned())));
        // The bureau becomes part of the street office; the water works get another name and number.
        let mut units = town::units();
        units.retain(|unit| unit.id.as_str() != "bureau");
        unit(&mut units, "street").predecessors = vec!["bureau".into()];
        let water = unit(&mut units, "water");
        (water.id, water.predecessors, water.parent) =
            ("tap".into(), vec!["water".into()], Some("county".into()));
        let mut duties = town::duties();
        for duty in &mut duties {
            match duty.unit.as_str() {
                "bureau" => duty.unit = "street".into(),
                "water" => duty.unit = "tap".into(),
                _ => {}
            }
        }
        let change = vec![ReferenceChange::Units { units: units.clone(), duties: duties.clone() }];
        let lines = town.office.rehearse_succession(&change).unwrap();
        let line = lines.iter().find(|line| line.case == open.case).unwrap();
        assert_eq!(line.new_holder, Some("tap".into()));
        assert_eq!(line.inherited, [("bureau".into(), "street".into())]);
        assert!(lines.iter().all(|line| line.case != closed.case), "what is closed stays as it is");
        succeed(town, units, duties);
        let all = asked(town);
        assert!(all.contains(&("street".to_owned(), "helped".to_owned())), "{all:?}");
        assert!(all.contains(&("tap".to_owned(), "draft".to_owned())), "{all:?}");
        assert!(all.iter().all(|(unit, _)| unit != "bureau" && unit != "water"), "{all:?}");
        assert_eq!(seen_by(town, &closed, &["tap", "street", "community"]), ["tap"]);
        let tap = town.wait(town.office.case_for_staff(&officer("tap"), &closed.case)).unwrap();
        assert!(tap.is_some(), "list and page say the same");
        let done =
            domain::command::Command::Act { act: "helped".into(), form: testkit::form_of(&[]), seen: None };
        town.wait(town.office.run(&officer("street"), Order::on(open.case.clone(), done))).unwrap();
        assert!(asked(town).iter().all(|(_, act)| act != "helped"));
        assert_eq!(town.office.verify(&mut |_| {}).unwrap().faults, Vec::new());
    });
}

#[test]
fn a_successor_of_the_accused_sees_nothing_of_the_complaint() {
    each_office(|town| {
        let raised = town.raise(office::NewCase { accused: vec!["water".into()], ..drain() });
        let mut units = town::units();
        let water = unit(&mut units, "water");
        (water.id, water.predecessors) = ("tap".into(), vec!["water".into()]);
        let mut duties = town::duties();
        duties
            .iter_mut()
            .filter(|duty| duty.unit.as_str() == "water")
            .for_each(|duty| duty.unit = "tap".into());
        succeed(town, units, duties);
        town.act("zhao", &raised.case, "dispatch", &[]).unwrap();
        assert_eq!(seen_by(town, &raised, &["bureau", "tap"]), ["bureau"]);
        assert!(town.wait(town.office.case_for_staff(&officer("tap"), &raised.case)).unwrap().is_none());
    });
}
