use domain::ids::{AccountId, Role};
use store::accounts::{self, Account};
use store::agenda_links;
use store::sessions::{self, Session};
use testkit::each_engine;

use crate::fixture::{at, read, run};

fn account(name: &str) -> Account {
    Account {
        account_id: name.into(),
        name: format!("{name}同志"),
        unit_id: "street".into(),
        roles: vec![Role::from("caseworker"), Role::from("approver")],
        admin: false,
        disabled: false,
        password_hash: None,
        invite_digest: Some([name.len().try_into().unwrap(); 32]),
        invite_until: Some(at(60)),
        failures: 0,
        locked_until: None,
    }
}

fn wang() -> AccountId {
    "wang".into()
}

#[test]
fn accounts_are_found_by_what_is_known_of_them() {
    each_engine(|database| {
        assert!(read(&database, accounts::is_empty));
        let mut li = account("li");
        li.unit_id = "city".into();
        run(&database, |tx| accounts::upsert_many(tx, [&account("wang"), &li]));
        assert!(!read(&database, accounts::is_empty));
        assert_eq!(read(&database, |tx| accounts::find(tx, &wang())), Some(account("wang")));
        assert_eq!(read(&database, |tx| accounts::find(tx, &"zhao".into())), None);
        assert_eq!(read(&database, |tx| accounts::find_by_invite(tx, &[4; 32])), Some(account("wang")));
        assert_eq!(read(&database, |tx| accounts::of_unit(tx, &"street".into())), [account("wang")]);
        assert_eq!(read(&database, |tx| accounts::list(tx, None, 1)), [li]);
        assert_eq!(read(&database, |tx| accounts::list(tx, Some(&"li".into()), 5)), [account("wang")]);
        let names = read(&database, |tx| accounts::names(tx, &[wang(), "zhao".into()]));
        assert_eq!(names, [(wang(), "wang同志".to_owned())]);
    });
}

#[test]
fn a_changed_account_replaces_the_old_one() {
    each_engine(|database| {
        run(&database, |tx| accounts::upsert_many(tx, [&account("wang")]));
        let changed = Account {
            password_hash: Some("$argon2id$".to_owned()),
            invite_digest: None,
            invite_until: None,
            admin: true,
            disabled: true,
            ..account("wang")
        };
        run(&database, |tx| accounts::upsert_many(tx, [&changed]));
        assert_eq!(read(&database, |tx| accounts::find(tx, &wang())), Some(changed));
        assert_eq!(read(&database, |tx| accounts::find_by_invite(tx, &[4; 32])), None);
    });
}

#[test]
fn wrong_passwords_are_counted_until_a_right_one() {
    each_engine(|database| {
        run(&database, |tx| accounts::upsert_many(tx, [&account("wang")]));
        assert_eq!([1, 2].map(|_| run(&database, |tx| accounts::count_failure(tx, &wang()))), [1, 2]);
        assert_eq!(run(&database, |tx| accounts::count_failure(tx, &"nobody".into())), 0);
        run(&database, |tx| accounts::lock(tx, &wang(), at(15)));
        let locked = read(&database, |tx| accounts::find(tx, &wang())).unwrap();
        assert_eq!((locked.failures, locked.locked_until), (2, Some(at(15))));
        run(&database, |tx| accounts::clear_failures(tx, &wang()));
        assert_eq!(read(&database, |tx| accounts::find(tx, &wang())), Some(account("wang")));
    });
}

fn session(byte: u8, expires: i64) -> Session {
    Session {
        digest: [byte; 32],
        account_id: wang(),
        csrf: "token".to_owned(),
        created_at: at(0),
        seen_at: at(0),
        expires_at: at(expires),
    }
}

#[test]
fn a_session_lasts_until_it_ends_or_is_ended() {
    each_engine(|database| {
        run(&database, |tx| accounts::upsert_many(tx, [&account("wang")]));
        for (byte, expires) in [(1, 10), (2, 20), (3, 30)] {
            run(&database, |tx| sessions::insert(tx, &session(byte, expires)));
        }
        let find = |byte: u8, minute| read(&database, move |tx| sessions::find(tx, &[byte; 32], at(minute)));
        assert_eq!(find(1, 9), Some(session(1, 10)));
        assert_eq!(find(1, 10), None);
        run(&database, |tx| sessions::touch(tx, &[1; 32], at(9), at(40)));
        assert_eq!(find(1, 39), Some(Session { seen_at: at(9), ..session(1, 40) }));
        run(&database, |tx| sessions::end(tx, &[3; 32]));
        assert_eq!(find(3, 1), None);
        assert_eq!(run(&database, |tx| sessions::sweep(tx, at(20))), 1);
        assert_eq!(run(&database, |tx| sessions::end_all(tx, &wang())), 1);
        assert_eq!(find(1, 1), None);
    });
}

#[test]
fn sessions_of_an_account_are_listed_and_the_others_ended() {
    each_engine(|database| {
        run(&database, |tx| accounts::upsert_many(tx, [&account("wang")]));
        for (byte, expires) in [(1, 10), (2, 20), (3, 30), (4, 40)] {
            run(&database, |tx| sessions::insert(tx, &session(byte, expires)));
        }
        run(&database, |tx| sessions::touch(tx, &[2; 32], at(5), at(20)));
        let list = || -> Vec<u8> {
            let found = read(&database, |tx| sessions::list(tx, &wang(), at(10)));
            found.iter().map(|session| session.digest[0]).collect()
        };
        assert_eq!(list(), [2, 3, 4], "the latest used first, without what has ended");
        let other: AccountId = "li".into();
        assert_eq!(run(&database, |tx| sessions::end_of(tx, &other, &[3; 32])), 0, "it is not theirs");
        assert_eq!(run(&database, |tx| sessions::end_of(tx, &wang(), &[3; 32])), 1);
        assert_eq!(run(&database, |tx| sessions::end_others(tx, &wang(), &[2; 32])), 2);
        assert_eq!(list(), [2]);
    });
}

#[test]
fn a_session_needs_an_account() {
    each_engine(|database| {
        let refused = database.write_blocking(|tx| sessions::insert(tx, &session(1, 10)));
        assert!(refused.is_err());
    });
}

#[test]
fn an_account_has_one_address_of_its_agenda_at_most() {
    each_engine(|database| {
        let owner = |digest: u8| read(&database, move |tx| agenda_links::find(tx, &[digest; 32]));
        run(&database, |tx| agenda_links::set(tx, &wang(), &[1; 32], at(0)));
        run(&database, |tx| agenda_links::set(tx, &"li".into(), &[2; 32], at(0)));
        assert_eq!((owner(1), owner(2)), (Some(wang()), Some("li".into())));
        run(&database, |tx| agenda_links::set(tx, &wang(), &[3; 32], at(60)));
        assert_eq!((owner(1), owner(3)), (None, Some(wang())), "the one before is gone");
        assert_eq!(read(&database, |tx| agenda_links::made_at(tx, &wang())), Some(at(60)));
        assert_eq!(run(&database, |tx| agenda_links::remove(tx, &wang())), 1);
        assert_eq!(run(&database, |tx| agenda_links::remove(tx, &wang())), 0);
        assert_eq!((owner(3), owner(2)), (None, Some("li".into())), "another's stays");
        assert_eq!(read(&database, |tx| agenda_links::made_at(tx, &wang())), None);
    });
}
