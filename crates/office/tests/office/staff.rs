//! Staff accounts and sessions.

use domain::ids::AccountId;
use office::accounts::{FAILURES_MAX, SignInRefusal, Token};
use office::{Failure, Office, OrderRefusal};
use testkit::{TestOffice, each_office, town};

const PASSWORD: &str = "榕树下的晚风二零二六";

fn invite(town: &TestOffice, who: &str) -> Token {
    town.wait(town.office.add_account(&Office::machine(), town::account(who))).unwrap()
}

fn signed_in(town: &TestOffice, token: &Token) -> Option<String> {
    town.wait(town.office.session(token)).unwrap().map(|session| session.account.id.to_string())
}

#[test]
fn a_link_makes_a_password_once_and_then_one_signs_in() {
    each_office(|town| {
        let link = invite(town, "zhao");
        assert_eq!(town.wait(town.office.invited(&link)).unwrap().unwrap().name, "赵敏");
        let short = town.wait(town.office.accept_invitation(&link, "1234567890"));
        assert_eq!(short, Err(SignInRefusal::Password));
        let session = town.wait(town.office.accept_invitation(&link, PASSWORD)).unwrap();
        assert_eq!(signed_in(town, &session).as_deref(), Some("zhao"));
        let again = town.wait(town.office.accept_invitation(&link, PASSWORD));
        assert_eq!(again, Err(SignInRefusal::Link), "a link works once");
        let second = town.wait(town.office.sign_in("zhao", PASSWORD)).unwrap();
        assert_ne!(session, second);
        let known = town.wait(town.office.session(&second)).unwrap().unwrap();
        assert_eq!(known.caller, town::caller("zhao"));
        town.wait(town.office.sign_out(&second)).unwrap();
        assert_eq!((signed_in(town, &second), signed_in(town, &session).is_some()), (None, true));
        let all = crate::scan::rows(&town.database);
        for hidden in [PASSWORD, &link.0, &session.0] {
            assert!(!all.contains(hidden), "only digests are kept");
        }
    });
}

#[test]
fn too_many_wrong_passwords_lock_an_account_for_a_while() {
    each_office(|town| {
        let link = invite(town, "zhao");
        town.wait(town.office.accept_invitation(&link, PASSWORD)).unwrap();
        let wrong = || town.wait(town.office.sign_in("zhao", "不是这个密码二零二六"));
        for _ in 1..FAILURES_MAX {
            assert_eq!(wrong(), Err(SignInRefusal::Wrong));
        }
        assert!(matches!(wrong(), Err(SignInRefusal::Locked { .. })));
        let right = town.wait(town.office.sign_in("zhao", PASSWORD));
        assert!(matches!(right, Err(SignInRefusal::Locked { .. })), "even with the right one");
        town.pass_hours(1);
        assert!(town.wait(town.office.sign_in("zhao", PASSWORD)).is_ok());
        assert_eq!(town.wait(town.office.sign_in("nobody", PASSWORD)), Err(SignInRefusal::Wrong));
    });
}

#[test]
fn sessions_end_when_idle_when_old_and_when_the_password_changes() {
    each_office(|town| {
        let link = invite(town, "zhao");
        let session = town.wait(town.office.accept_invitation(&link, PASSWORD)).unwrap();
        for _ in 0..3 {
            town.pass_hours(3);
            assert!(signed_in(town, &session).is_some(), "in use");
        }
        town.pass_hours(4);
        assert_eq!(signed_in(town, &session), None, "after a working day");
        let idle = town.wait(town.office.sign_in("zhao", PASSWORD)).unwrap();
        town.pass_hours(5);
        assert_eq!(signed_in(town, &idle), None, "not used");
        let (one, two) = (
            town.wait(town.office.sign_in("zhao", PASSWORD)).unwrap(),
            town.wait(town.office.sign_in("zhao", PASSWORD)).unwrap(),
        );
        let new = "一个全新的好密码二零二六";
        let wrong = town.wait(town.office.change_password(&one, "不对的旧密码二零二六", new));
        assert_eq!(wrong, Err(SignInRefusal::Wrong));
        let fresh = town.wait(town.office.change_password(&one, PASSWORD, new)).unwrap();
        assert_eq!((signed_in(town, &one), signed_in(town, &two)), (None, None));
        assert!(signed_in(town, &fresh).is_some());
    });
}

#[test]
fn only_administrators_change_accounts() {
    each_office(|town| {
        let zhao = town::caller("zhao");
        let refused = town.wait(town.office.add_account(&zhao, town::account("qian")));
        assert!(matches!(refused, Err(Failure::Order(OrderRefusal::NotAllowed))));
        let link = invite(town, "qian");
        let session = town.wait(town.office.accept_invitation(&link, PASSWORD)).unwrap();
        let chen = town::caller("chen");
        let twice = town.wait(town.office.add_account(&chen, town::account("qian")));
        assert!(matches!(twice, Err(Failure::Order(OrderRefusal::Reference { .. }))), "{twice:?}");
        town.wait(town.office.disable_account(&chen, &AccountId::from("qian"))).unwrap();
        assert_eq!(signed_in(town, &session), None);
        let closed = town.wait(town.office.sign_in("qian", PASSWORD));
        assert_eq!(closed, Err(SignInRefusal::Wrong));
        let myself = town.wait(town.office.disable_account(&chen, &AccountId::from("chen")));
        assert!(myself.is_err(), "nobody locks the last door behind themselves");
        let reset = town.wait(town.office.reset_account(&chen, &AccountId::from("qian"))).unwrap();
        assert!(town.wait(town.office.accept_invitation(&reset, PASSWORD)).is_ok());
        assert_eq!(town.wait(town.office.accounts(&chen)).unwrap().len(), 1);
    });
}

#[test]
fn the_first_link_is_given_until_somebody_has_used_it() {
    each_office(|town| {
        let first = town.wait(town.office.first_start()).unwrap().unwrap();
        let second = town.wait(town.office.first_start()).unwrap().unwrap();
        assert!(town.wait(town.office.invited(&first)).unwrap().is_none(), "the newer link takes its place");
        town.wait(town.office.accept_invitation(&second, PASSWORD)).unwrap();
        assert_eq!(town.wait(town.office.first_start()).unwrap(), None);
    });
}

#[test]
fn one_sees_where_one_is_signed_in_and_ends_it() {
    each_office(|town| {
        let link = invite(town, "zhao");
        let here = town.wait(town.office.accept_invitation(&link, PASSWORD)).unwrap();
        let sign_in = || town.wait(town.office.sign_in("zhao", PASSWORD)).unwrap();
        let (phone, hall) = (sign_in(), sign_in());
        let by = town.wait(town.office.session(&here)).unwrap().unwrap();
        let own = || town.wait(town.office.own_sessions(&by, &here)).unwrap();
        assert_eq!((own().len(), own().iter().filter(|session| session.is_this).count()), (3, 1));
        let end = |id: Option<&str>| {
            town.wait(town.office.end_own_sessions(&by, &here, id.map(str::to_owned))).unwrap()
        };
        assert_eq!((end(Some("00")), end(Some("no hex"))), (0, 0), "what names no session ends none");
        let other = own().into_iter().find(|session| !session.is_this).unwrap();
        assert_eq!(end(Some(&other.id)), 1);
        assert_eq!([&phone, &hall].iter().filter(|token| signed_in(town, token).is_some()).count(), 1);
        assert_eq!(end(None), 1);
        assert_eq!((signed_in(town, &phone), signed_in(town, &hall)), (None, None));
        assert!(signed_in(town, &here).is_some(), "this one stays");
    });
}
