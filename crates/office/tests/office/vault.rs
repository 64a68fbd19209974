//! Personal data is in the vault and nowhere else.

use domain::command::{Command, Occasion};
use domain::field::{Value, Where};
use domain::ids::CaseId;
use domain::refusal::Refusal;
use office::queries::{DeskFilter, Page, PublicFilter, TrackFact};
use office::{Failure, NewCase, Office, Order, OrderRefusal};
use testkit::{Raised, TestOffice, accusation, drain, each_office, form_of, town};
use vault::field;

#[test]
fn neither_people_nor_what_a_sealed_case_says_stands_in_any_column() {
    each_office(|town| {
        let (open, sealed) = (town.raise(drain()), town.raise(accusation()));
        for text in ["录音交给过纪委门口的保安", "还有一名包工头作证"] {
            let add = Command::Add { text: text.to_owned(), photos: Vec::new() };
            town.order("person", Order::on(sealed.case.clone(), add)).unwrap();
        }
        let all = crate::scan::rows(&town.database);
        assert!(all.contains("雨水井盖往外冒水"), "the scan does read the tables");
        let secret = sealed.secret.replace('-', "");
        for hidden in [
            "林晓燕",
            "13812345678",
            "云霄路12号",
            "收受好处",
            "转账记录",
            "录音",
            "包工头",
            &open.secret,
            &sealed.secret,
            &secret,
        ] {
            assert!(!all.contains(hidden), "{hidden} stands in the open");
        }
        let tracked = town.wait(town.office.tracked(&sealed.number, &sealed.secret)).unwrap().unwrap();
        let added = tracked.steps.iter().filter_map(|step| match &step.fact {
            TrackFact::Added { text, .. } => Some(text.as_str()),
            _ => None,
        });
        assert_eq!(added.collect::<Vec<_>>(), ["录音交给过纪委门口的保安", "还有一名包工头作证"]);
        assert_eq!(tracked.text, accusation().text);
        assert_eq!(town.office.verify(&mut |_| {}).unwrap().faults, Vec::new());
    });
}

/// Everything that can be typed about a case, in every act and small command, each with the word 暗语 in it.
fn say_all(town: &TestOffice, case: &CaseId, officer: &str) {
    let order = |who: &str, command| town.order(who, Order::on(case.clone(), command)).unwrap();
    let secret = |what: &str| format!("暗语{what}");
    order("person", Command::Add { text: secret("补充"), photos: Vec::new() });
    order(officer, Command::Note { text: secret("记录") });
    let person = town.wait(town.office.case_for_staff(&town::caller(officer), case)).unwrap().unwrap();
    let person = person.people.first().unwrap().person.clone();
    order(officer, Command::Reveal { person, reason: secret("查看") });
    let at = Where { place: town::code(town::OTHER_COMMUNITY), spot: secret("地点"), point: None };
    order("timer", Command::Move { at, reason: secret("更正") });
    let paused = [("cause", "expert"), ("remark", "暗语说明"), ("proof", "暗语证据一\n暗语证据二")];
    town.act(officer, case, "wait", &paused).unwrap();
    town.act(officer, case, "go_on", &[]).unwrap();
}

fn answer(town: &TestOffice, case: &CaseId) {
    town.act("wu", case, "draft", &[("result", "暗语答复，查实并已处理。")]).unwrap();
    let aside = Command::Recuse { account: "wu".into(), reason: "暗语回避".to_owned() };
    town.order("wu", Order::on(case.clone(), aside)).unwrap();
    town.act("zheng", case, "approve", &[]).unwrap();
}

fn check_nothing_in_the_open(town: &TestOffice, sealed: &Raised, hidden: &[&str]) {
    let all = crate::scan::rows(&town.database);
    for hidden in hidden {
        assert!(!all.contains(hidden), "{hidden} stands in the open");
    }
    assert_eq!(town.office.verify(&mut |_| {}).unwrap().faults, Vec::new());
    let view = town.wait(town.office.case_for_staff(&town::caller("zheng"), &sealed.case)).unwrap().unwrap();
    let told = serde_json::to_string(&view.timeline.iter().map(|entry| &entry.event).collect::<Vec<_>>());
    let told = told.unwrap();
    for said in ["补充", "记录", "查看", "地点", "更正", "说明", "证据一", "证据二", "答复", "回避"]
    {
        assert!(told.contains(&format!("暗语{said}")), "{said} cannot be read by whoever handles it");
    }
    let tracked = town.wait(town.office.tracked(&sealed.number, &sealed.secret)).unwrap().unwrap();
    let answer = tracked.told.last().and_then(|told| told.values.first()).map(|(_, value)| value.clone());
    assert_eq!(
        answer,
        Some(Value::Text("暗语答复，查实并已处理。".to_owned())),
        "the person reads the answer"
    );
}

#[test]
fn what_officers_write_in_a_sealed_case_stands_in_the_vault_alone() {
    each_office(|town| {
        let sealed = town.raise(accusation());
        town.act("zhao", &sealed.case, "hand_over", &[]).unwrap();
        say_all(town, &sealed.case, "wu");
        answer(town, &sealed.case);
        check_nothing_in_the_open(town, &sealed, &["暗语", "收受好处", "转账记录"]);
    });
}

#[test]
fn a_matter_found_to_be_an_accusation_is_hidden_with_all_that_was_said_before() {
    each_office(|town| {
        let raised = town.raise(NewCase { category: "urban".into(), ..drain() });
        town.act("zhao", &raised.case, "dispatch", &[]).unwrap();
        say_all(town, &raised.case, "wang");
        let publish =
            Command::Publish { title: "暗语公开".to_owned(), text: "暗语公开的内容".to_owned() };
        town.order("zhao", Order::on(raised.case.clone(), publish)).unwrap();
        let list = |who: &str, words: &str| {
            let filter = DeskFilter { words: Some(words.to_owned()), ..DeskFilter::default() };
            let list = town.wait(town.office.desk_list(&town::caller(who), filter, Page::first()));
            list.unwrap().rows.len()
        };
        assert!(crate::scan::rows(&town.database).contains("雨水井盖"), "lists show it while it is open");
        assert_eq!(list("wang", "雨水井盖"), 1);
        let found = [("subjects", "water"), ("remark", "暗语：其实是举报")];
        town.act("wang", &raised.case, "find_accusation", &found).unwrap();
        for who in ["wang", "zhao", "li"] {
            assert_eq!(list(who, "雨水井盖"), 0, "{who} finds it");
        }
        assert!(town.wait(town.office.public_case(&raised.number)).unwrap().is_none());
        let public = town.wait(town.office.public_list(PublicFilter::default(), Page::first())).unwrap();
        assert!(public.rows.is_empty());
        answer(town, &raised.case);
        check_nothing_in_the_open(town, &raised, &["暗语", "雨水井盖", "七号楼"]);
        let view = town.wait(town.office.case_for_staff(&town::caller("zheng"), &raised.case)).unwrap();
        assert_eq!(view.unwrap().title, drain().title);
    });
}

#[test]
fn opened_and_sealed_in_one_batch_it_is_as_hidden() {
    each_office(|town| {
        let id = town.office.new_case_id(town.now());
        let at = |caller| Occasion { at: town.now(), caller };
        let act = |act: &str, form: &[(&str, &str)]| {
            let command = Command::Act { act: act.into(), form: form_of(form), seen: None };
            Order::on(id.clone(), command)
        };
        let orders = vec![
            (at(town::caller("person")), Order::open_as(id.clone(), drain())),
            (at(town::caller("zhao")), act("find_accusation", &[("remark", "暗语")])),
        ];
        town.office.run_batch(orders).unwrap();
        let all = crate::scan::rows(&town.database);
        for hidden in ["暗语", "雨水井盖", "七号楼"] {
            assert!(!all.contains(hidden), "{hidden} stands in the open");
        }
        assert_eq!(town.office.verify(&mut |_| {}).unwrap().faults, Vec::new());
    });
}

#[test]
fn without_the_key_of_the_case_its_words_are_forgotten_and_its_history_is_whole() {
    each_office(|town| {
        let sealed = town.raise(accusation());
        town.act("zhao", &sealed.case, "hand_over", &[]).unwrap();
        say_all(town, &sealed.case, "wu");
        let key = store::people::text_of(&sealed.case);
        assert!(town.wait(town.office.erase_person(&Office::machine(), &key, "依法删除")).unwrap());
        let tracked = town.wait(town.office.tracked(&sealed.number, &sealed.secret)).unwrap().unwrap();
        assert_eq!((tracked.title.as_str(), tracked.text.as_str()), ("", ""));
        assert_eq!(town.office.verify(&mut |_| {}).unwrap().faults, Vec::new());
        answer(town, &sealed.case);
        let tracked = town.wait(town.office.tracked(&sealed.number, &sealed.secret)).unwrap().unwrap();
        let later = tracked.told.last().and_then(|told| told.values.first()).map(|(_, value)| value.clone());
        let expected = Some(Value::Text("暗语答复，查实并已处理。".to_owned()));
        assert_eq!(later, expected, "what comes later has a key of its own");
    });
}

#[test]
fn people_are_masked_until_revealed_with_a_reason() {
    each_office(|town| {
        let raised = town.raise(drain());
        let zhao = town::caller("zhao");
        let view = || town.wait(town.office.case_for_staff(&zhao, &raised.case)).unwrap().unwrap();
        let person = view().people[0].clone();
        assert_eq!((person.name.as_str(), person.phone.as_str()), ("林**", "138****5678"));
        let reveal =
            |reason: &str| town.wait(town.office.reveal(&zhao, &raised.case, &person.person, reason));
        assert!(matches!(reveal("  "), Err(Failure::Refused(Refusal::TextLength { what: "reason", .. }))));
        let known = reveal("联系本人核实地点").unwrap();
        assert_eq!(known.get(field::PHONE), Some("13812345678"));
        let last = view().timeline.pop().unwrap();
        assert_eq!(last.event.fact.name(), "revealed");
        let stranger =
            town.wait(town.office.reveal(&town::caller("qian"), &raised.case, &person.person, "看看"));
        assert!(matches!(stranger, Err(Failure::Refused(Refusal::NotFound))));
    });
}

#[test]
fn cases_are_found_by_telephone_and_the_search_is_on_record() {
    each_office(|town| {
        let open = town.raise(drain());
        town.pass_hours(1);
        let sealed = town.raise(accusation());
        let found = |who: &str, phone: &str| {
            let lines = town.wait(town.office.find_by_phone(&town::caller(who), phone, "来电核实"))?;
            Ok::<_, Failure>(lines.into_iter().map(|line| line.case).collect::<Vec<_>>())
        };
        assert_eq!(found("zhao", "138-1234-5678").unwrap(), [sealed.case, open.case]);
        assert_eq!(found("zhao", "13812345679").unwrap(), []);
        assert_eq!(found("wu", "13812345678").unwrap(), [], "no part in either case");
        let person = found("person", "13812345678");
        assert!(matches!(person, Err(Failure::Order(OrderRefusal::NotAllowed))));
        let audit = town.database.read_blocking(|tx| store::audit::list(tx, None, None, 10)).unwrap();
        assert_eq!(audit.iter().filter(|row| row.what == "find-by-phone").count(), 3);
    });
}

#[test]
fn an_erased_person_cannot_be_read_or_found_and_the_history_stays_whole() {
    each_office(|town| {
        let raised = town.raise(drain());
        let zhao = town::caller("zhao");
        let view = || town.wait(town.office.case_for_staff(&zhao, &raised.case)).unwrap().unwrap();
        let person = view().people[0].person.clone();
        let refused = town.wait(town.office.erase_person(&zhao, &person, "本人要求"));
        assert!(matches!(refused, Err(Failure::Order(OrderRefusal::NotAllowed))));
        assert!(town.wait(town.office.erase_person(&Office::machine(), &person, "本人要求")).unwrap());
        let gone = view().people[0].clone();
        assert!(gone.erased);
        assert_eq!((gone.name.as_str(), gone.phone.as_str()), ("", ""));
        let known = town.wait(town.office.reveal(&zhao, &raised.case, &person, "核实")).unwrap();
        assert!(known.is_empty());
        assert_eq!(town.wait(town.office.find_by_phone(&zhao, "13812345678", "核实")).unwrap(), []);
        assert_eq!(town.office.verify(&mut |_| {}).unwrap().faults, Vec::new());
    });
}

#[test]
fn contacts_that_do_not_fit_are_refused_by_name() {
    each_office(|town| {
        for (field, text, key) in [
            ("phone", "12345", "phone-shape"),
            ("email", "lin@example", "email-shape"),
            ("id_number", "11010519491231002Y", "id-number-shape"),
            ("name", &"长".repeat(61), "contact-too-long"),
        ] {
            let mut matter = drain();
            let person = &mut matter.people[0];
            let place = match field {
                "phone" => &mut person.phone,
                "email" => &mut person.email,
                "id_number" => &mut person.id_number,
                _ => &mut person.name,
            };
            text.clone_into(place);
            let refused = town.order("person", Order::open(matter));
            let Err(Failure::Order(OrderRefusal::Contact { person: 0, field: named, key: told })) = refused
            else {
                panic!("{field}: {refused:?}");
            };
            assert_eq!(named, field);
            assert!(told.starts_with(key.split('-').next().unwrap()), "{told}");
        }
    });
}

#[test]
fn looks_are_listed_for_who_made_them_and_for_who_checks_them() {
    each_office(|town| {
        let (raised, sealed) = (town.raise(drain()), town.raise(accusation()));
        let zhao = town::caller("zhao");
        for (case, reason) in
            [(&raised.case, "核实地点"), (&raised.case, "约时间"), (&sealed.case, "核实材料")]
        {
            let view = town.wait(town.office.case_for_staff(&zhao, case)).unwrap().unwrap();
            let person = view.people[0].person.clone();
            town.wait(town.office.reveal(&zhao, case, &person, reason)).unwrap();
        }
        let reasons = |lines: &[office::queries::RevealLine]| -> Vec<String> {
            lines.iter().map(|line| line.reason.clone()).collect()
        };
        let own = town.wait(town.office.own_reveals(&zhao, Page { after: None, rows: 2 })).unwrap();
        assert_eq!(own.rows.len(), 2);
        let rest = town.wait(town.office.own_reveals(&zhao, Page::after(own.next.unwrap()))).unwrap();
        let mut all = reasons(&own.rows);
        all.extend(reasons(&rest.rows));
        all.sort();
        assert_eq!(all, ["核实地点", "核实材料", "约时间"], "page after page, each once");
        assert_eq!(rest.next, None);
        let nothing = town.wait(town.office.own_reveals(&town::caller("qian"), Page::first())).unwrap();
        assert_eq!(nothing.rows, []);
        let checked = town.wait(town.office.reveals(&town::caller("chen"), None, Page::first())).unwrap();
        let seen: Vec<bool> = checked.rows.iter().map(|line| line.case.is_some()).collect();
        assert_eq!(seen.len(), 3);
        assert!(seen.contains(&false), "what is sealed to the administrator has no number in the list");
        let refused = town.wait(town.office.reveals(&zhao, None, Page::first()));
        assert!(matches!(refused, Err(Failure::Order(OrderRefusal::NotAllowed))), "{refused:?}");
    });
}
