//! Personal data is in the vault and nowhere else.

use domain::command::Command;
use domain::refusal::Refusal;
use office::queries::TrackFact;
use office::{Failure, Office, Order, OrderRefusal};
use testkit::{accusation, drain, each_office, town};
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
        assert_eq!(town.office.verify(&mut |_| {}).unwrap().faults, Vec::<String>::new());
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
        assert_eq!(town.office.verify(&mut |_| {}).unwrap().faults, Vec::<String>::new());
    });
}

#[test]
fn contacts_that_do_not_fit_are_refused_by_name() {
    each_office(|town| {
        for (field, text, key) in [
            ("phone", "12345", "phone-shape"),
            ("id_number", "11010519491231002Y", "id-number-shape"),
            ("name", &"长".repeat(61), "contact-too-long"),
        ] {
            let mut matter = drain();
            let person = &mut matter.people[0];
            let place = match field {
                "phone" => &mut person.phone,
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
