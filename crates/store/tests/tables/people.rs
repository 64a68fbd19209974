use domain::ids::PersonId;
use store::people::{self, BlindRow, PersonRow, case_of, text_of};
use store::photos::{self, PhotoRow};
use store::{Database, Location, Options};
use testkit::each_engine;

use crate::fixture::{at, id, read, run};

fn person(name: &str, key_id: u32) -> PersonRow {
    PersonRow {
        person_id: name.into(),
        key_id,
        wrapped_key: format!("the wrapped key of {name}").into_bytes(),
        sealed: vec![2; 100],
        changed_at: at(0),
    }
}

fn blind(name: &str, key_id: u32, byte: u8) -> BlindRow {
    BlindRow { person_id: name.into(), key_id, digest: vec![byte; 16] }
}

fn names(people: &[PersonId]) -> Vec<&str> {
    people.iter().map(PersonId::as_str).collect()
}

#[test]
fn people_are_found_by_blind_indexes_and_cases() {
    each_engine(|database| {
        run(&database, |tx| {
            people::upsert_many(
                tx,
                &[person("lin", 1), person("chen", 2)],
                &[blind("lin", 1, 7), blind("chen", 2, 9), blind("chen", 2, 7)],
            )?;
            let (lin, chen) = (PersonId::from("lin"), PersonId::from("chen"));
            people::link_many(tx, [(&lin, &id(1)), (&chen, &id(1)), (&lin, &id(2)), (&lin, &id(2))])
        });
        let find = |keys: Vec<(u32, u8)>| {
            read(&database, move |tx| {
                let digests: Vec<(u32, [u8; 16])> =
                    keys.iter().map(|(key, byte)| (*key, [*byte; 16])).collect();
                people::find_by_blind_index(tx, digests.iter().map(|(key, digest)| (*key, digest.as_slice())))
            })
        };
        assert_eq!(names(&find(vec![(1, 7)])), ["lin"]);
        assert_eq!(names(&find(vec![(1, 7), (2, 7), (2, 9)])), ["chen", "lin"]);
        assert_eq!(names(&find(vec![(1, 9)])), [""; 0]);
        assert_eq!(
            read(&database, |tx| people::cases_of(tx, &["lin".into(), "chen".into()])),
            [id(2), id(1)]
        );
        assert_eq!(names(&read(&database, |tx| people::of_case(tx, &id(1)))), ["chen", "lin"]);
    });
}

#[test]
fn sealing_anew_replaces_fields_and_indexes() {
    each_engine(|database| {
        run(&database, |tx| people::upsert_many(tx, &[person("lin", 1)], &[blind("lin", 1, 7)]));
        let anew = PersonRow { sealed: vec![3; 50], changed_at: at(5), ..person("lin", 2) };
        run(&database, |tx| people::upsert_many(tx, std::slice::from_ref(&anew), &[blind("lin", 2, 8)]));
        let stored = read(&database, |tx| people::load_many(tx, &["lin".into(), "nobody".into()]));
        assert!(stored == [anew]);
        let old = read(&database, |tx| people::find_by_blind_index(tx, [(1, [7; 16].as_slice())]));
        assert_eq!(names(&old), [""; 0]);
    });
}

#[test]
fn keys_are_wrapped_anew_but_nobody_erased_comes_back() {
    each_engine(|database| {
        run(&database, |tx| {
            people::upsert_many(tx, &[person("lin", 1), person("chen", 1), person("wu", 2)], &[])
        });
        let old = read(&database, |tx| people::to_rewrap(tx, 2, 10));
        assert_eq!(old.iter().map(|row| row.person_id.as_str()).collect::<Vec<_>>(), ["chen", "lin"]);
        run(&database, |tx| people::erase(tx, &["chen".into()]));
        run(&database, |tx| {
            people::rewrap_many(tx, old.iter().map(|row| (&row.person_id, 2, [4_u8; 8].as_slice())))
        });
        assert!(read(&database, |tx| people::to_rewrap(tx, 2, 10)).is_empty());
        let left = read(&database, |tx| people::load_many(tx, &["lin".into(), "chen".into()]));
        assert!(left == [PersonRow { wrapped_key: vec![4; 8], ..person("lin", 2) }]);
    });
}

#[test]
fn an_erased_person_leaves_nothing_but_others_stay() {
    each_engine(|database| {
        let text = text_of(&id(1));
        assert_eq!(text.as_str(), "case:c0001");
        assert_eq!((case_of(&text), case_of(&"lin".into())), (Some(id(1)), None));
        let sealed_text = PersonRow { person_id: text.clone(), ..person("x", 1) };
        run(&database, |tx| {
            people::upsert_many(
                tx,
                &[person("lin", 1), person("wu", 1), sealed_text],
                &[blind("lin", 1, 7)],
            )?;
            people::link_many(tx, [(&"lin".into(), &id(1)), (&text, &id(1)), (&"wu".into(), &id(1))])
        });
        let erased = run(&database, |tx| people::erase(tx, &["lin".into(), text.clone()]));
        assert_eq!(erased, 2);
        assert_eq!(names(&read(&database, |tx| people::of_case(tx, &id(1)))), ["wu"]);
        let found = read(&database, |tx| people::find_by_blind_index(tx, [(1, [7; 16].as_slice())]));
        assert_eq!(names(&found), [""; 0]);
        let left = read(&database, |tx| people::load_many(tx, &["lin".into(), text_of(&id(1)), "wu".into()]));
        assert!(left == [person("wu", 1)]);
    });
}

#[test]
fn an_erased_key_is_not_left_in_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sixia.db");
    let open = || {
        let database = Database::open(&Location::Sqlite(file.clone()), &Options::default()).unwrap();
        database.migrate(store::MIGRATIONS).unwrap();
        database
    };
    let holds_key = || {
        let bytes = std::fs::read(&file).unwrap();
        bytes.windows(22).any(|window| window == b"the wrapped key of lin")
    };
    let database = open();
    run(&database, |tx| people::upsert_many(tx, &[person("lin", 1), person("wu", 1)], &[]));
    drop(database);
    assert!(holds_key());
    let database = open();
    run(&database, |tx| people::erase(tx, &["lin".into()]));
    drop(database);
    assert!(!holds_key());
}

#[test]
fn pictures_belong_to_their_case() {
    each_engine(|database| {
        let (one, two, nobody) = (id(1), id(2), domain::ids::CaseId::from(""));
        let photo = |case_id| PhotoRow { case_id, digest: "abc", media: &[1, 2], thumbnail: &[1], at: at(0) };
        run(&database, |tx| {
            photos::insert(tx, &photo(&one))?;
            photos::insert(tx, &photo(&one))?;
            photos::insert(tx, &photo(&nobody))
        });
        assert!(run(&database, |tx| photos::claim(tx, &two, "abc")));
        assert!(!run(&database, |tx| photos::claim(tx, &two, "absent")));
        assert_eq!(read(&database, |tx| photos::find_media(tx, &id(2), "abc")), Some((vec![1, 2], false)));
        assert_eq!(read(&database, |tx| photos::find_thumbnail(tx, &id(1), "abc")), Some((vec![1], false)));
        assert_eq!(run(&database, |tx| photos::sweep(tx, at(1))), 1);
        assert_eq!(run(&database, |tx| photos::erase(tx, &one)), 1);
        assert_eq!(read(&database, |tx| photos::find_media(tx, &id(1), "abc")), None);
        assert_eq!(read(&database, |tx| photos::find_media(tx, &id(2), "abc")), Some((vec![1, 2], false)));
    });
}
