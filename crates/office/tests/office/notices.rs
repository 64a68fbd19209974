//! People are told what happened, each time once, by a way they gave, and never more than that.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use domain::command::{Caller, Command, Occasion};
use domain::event::Actor;
use domain::text::Language;
use office::jobs::{NOTICE_TRIES_MAX, NOTICES_AT_ONCE};
use office::queries::Notices;
use office::{Failure, NewCase, Office, Order, OrderRefusal, State, Undelivered, Way};
use store::Database;
use testkit::{Answer, Carried, Mailbag, TestOffice, accusation, drain, each_engine, lin, town};

const BOTH: [Way; 2] = [Way::Mail, Way::Sms];

fn each_telling(ways: &[Way], body: impl Fn(&TestOffice, &Mailbag)) {
    each_engine(|database| {
        let bag = Mailbag::new(ways);
        body(&TestOffice::telling(database, Arc::<Mailbag>::clone(&bag)), &bag);
    });
}

fn with_email(matter: NewCase) -> NewCase {
    let mut people = matter.people.clone();
    for person in &mut people {
        "lin@example.cn".clone_into(&mut person.email);
    }
    NewCase { people, ..matter }
}

/// Sends everything that is due, and gives what was taken.
fn sent(town: &TestOffice, bag: &Mailbag) -> Vec<Carried> {
    while town.office.send_notices().unwrap() == NOTICES_AT_ONCE {}
    bag.empty()
}

fn board(town: &TestOffice) -> Notices {
    town.wait(town.office.notices(&town::caller("chen"))).unwrap()
}

fn rows(database: &Database) -> i64 {
    database.read_blocking(|tx| tx.query_one("SELECT count(*) FROM outbox", &[])).unwrap()
}

#[test]
fn a_person_is_told_once_what_happened_and_what_comes_next() {
    each_telling(&BOTH, |town, bag| {
        let raised = town.raise(with_email(drain()));
        let told = sent(town, bag);
        let [(Way::Mail, to, notice)] = told.as_slice() else { panic!("{told:?}") };
        assert_eq!(to, "lin@example.cn");
        let about = notice.about.clone().unwrap();
        assert_eq!(about.number, raised.number);
        assert!(about.said.zh.contains("2026年3月"), "by when it goes on: {}", about.said.zh);
        assert!(!format!("{notice:?}").contains("冒水"), "never what the matter says");
        assert_eq!(sent(town, bag), []);
        let note = Command::Note { text: "内部".to_owned() };
        town.order("zhao", Order::on(raised.case, note)).unwrap();
        assert_eq!(sent(town, bag), [], "a note is for staff");
    });
}

#[test]
fn the_way_is_one_that_the_person_gave() {
    let person = |phone: &str, email: &str| {
        let mut matter = drain();
        phone.clone_into(&mut matter.people[0].phone);
        email.clone_into(&mut matter.people[0].email);
        matter
    };
    each_engine(|database| {
        let bag = Mailbag::new(&BOTH);
        let town = TestOffice::telling(database, Arc::<Mailbag>::clone(&bag));
        for (phone, email, told) in [
            ("138-1234-5678", "", Some((Way::Sms, "13812345678"))),
            ("138-1234-5678", "lin＠example.cn", Some((Way::Mail, "lin@example.cn"))),
            ("+1 212 555 0100", "", Some((Way::Sms, "+12125550100"))),
            ("0532-85911111", "", None),
            ("", "", None),
        ] {
            let _raised = town.raise(person(phone, email));
            let all = sent(&town, &bag);
            let told_by = all.first().map(|(way, to, _)| (*way, to.as_str()));
            assert_eq!(told_by, told, "{phone} {email}");
        }
    });
}

#[test]
fn of_a_sealed_matter_there_is_news_and_nothing_else() {
    each_telling(&BOTH, |town, bag| {
        let _raised = town.raise(with_email(accusation()));
        let told = sent(town, bag);
        assert_eq!(told.len(), 1);
        assert_eq!(told[0].2.about, None);
    });
}

#[test]
fn whoever_wrote_in_english_is_told_in_english() {
    each_telling(&BOTH, |town, bag| {
        for language in Language::ALL {
            let mut matter = with_email(drain());
            matter.people[0].language = language;
            let _raised = town.raise(matter);
            assert_eq!(sent(town, bag)[0].2.language, language);
        }
    });
}

#[test]
fn nobody_is_written_down_to_be_told_where_no_way_is_set_up() {
    testkit::each_office(|town| {
        let _raised = town.raise(drain());
        assert_eq!(rows(&town.database), 0);
        assert_eq!(town.office.send_notices().unwrap(), 0);
        assert_eq!(board(town).ways, []);
    });
}

#[test]
fn what_is_brought_in_or_long_ago_is_not_news() {
    each_telling(&BOTH, |town, bag| {
        let import = Actor::Import { source: "old".to_owned() };
        let at = town.now();
        let by = Caller { by: import, ..Office::machine() };
        town.office.run_batch(vec![(Occasion { at, caller: by }, Order::open(drain()))]).unwrap();
        assert_eq!(rows(&town.database), 0, "told by others, long ago");
        let _raised = town.raise(drain());
        town.pass_hours(24 * 3 + 1);
        assert_eq!(sent(town, bag), [], "the server stood still for days");
    });
}

#[test]
fn whoever_was_erased_is_not_told() {
    each_telling(&BOTH, |town, bag| {
        let raised = town.raise(drain());
        let view = town.wait(town.office.case_for_staff(&town::caller("zhao"), &raised.case));
        let person = view.unwrap().unwrap().people[0].person.clone();
        town.wait(town.office.erase_person(&Office::machine(), &person, "本人要求")).unwrap();
        assert_eq!(sent(town, bag), []);
        assert_eq!(board(town).failed, 0);
    });
}

#[test]
fn a_mail_that_is_refused_becomes_a_text_message() {
    each_telling(&BOTH, |town, bag| {
        let _raised = town.raise(with_email(drain()));
        bag.answer(Answer::No(Undelivered::Refused("refused 550".to_owned())));
        let told = sent(town, bag);
        assert_eq!(told.iter().map(|(way, ..)| *way).collect::<Vec<_>>(), [Way::Sms]);
    });
}

#[test]
fn a_notice_is_tried_again_later_and_later_and_then_given_up() {
    each_telling(&[Way::Sms], |town, bag| {
        let raised = town.raise(drain());
        let mut hours = 0;
        for tried in 1..=NOTICE_TRIES_MAX {
            bag.answer(Answer::No(Undelivered::Later("busy 503".to_owned())));
            while town.office.send_notices().unwrap() == 0 {
                town.pass_hours(1);
                hours += 1;
            }
            let board = board(town);
            let is_last = tried == NOTICE_TRIES_MAX;
            assert_eq!((board.waiting, board.failed), if is_last { (0, 1) } else { (1, 0) }, "{tried}");
        }
        assert!((24..60).contains(&hours), "{hours} h");
        let given_up = board(town).given_up[0].clone();
        assert_eq!((given_up.why.as_str(), given_up.tries), ("sms busy 503", NOTICE_TRIES_MAX));
        assert_eq!(given_up.case, Some((raised.case, raised.number.clone())));
        assert_eq!(sent(town, bag), []);
        let refused = town.wait(town.office.retry_notices(&town::caller("zhao")));
        assert!(matches!(refused, Err(Failure::Order(OrderRefusal::NotAllowed))));
        assert_eq!(town.wait(town.office.retry_notices(&town::caller("chen"))).unwrap(), 1);
        assert_eq!(sent(town, bag)[0].2.about.clone().unwrap().number, raised.number);
        assert_eq!(board(town).failed, 0);
    });
}

#[test]
fn what_was_given_up_is_sent_again_however_old_it_is() {
    each_telling(&[Way::Sms], |town, bag| {
        let _raised = town.raise(drain());
        bag.answer(Answer::No(Undelivered::Refused("refused 422".to_owned())));
        assert_eq!(sent(town, bag), []);
        town.pass_hours(24 * 10);
        town.wait(town.office.retry_notices(&town::caller("chen"))).unwrap();
        assert_eq!(sent(town, bag).len(), 1, "the administrator asked for it");
    });
}

#[test]
fn one_that_cannot_be_read_holds_up_nobody_and_is_given_up_in_the_end() {
    each_telling(&[Way::Sms], |town, bag| {
        let _broken = town.raise(drain());
        town.database.write_blocking(|tx| tx.execute("UPDATE outbox SET body = 'nonsense'", &[])).unwrap();
        let whole = town.raise(drain());
        let told = sent(town, bag);
        assert_eq!(told.len(), 1);
        assert_eq!(told[0].2.about.clone().unwrap().number, whole.number);
        for _ in 0..80 {
            town.pass_hours(1);
            town.office.send_notices().unwrap();
        }
        let board = board(town);
        assert_eq!((board.waiting, board.failed, board.given_up[0].why.as_str()), (0, 1, "fault"));
    });
}

#[test]
fn when_nothing_goes_through_only_one_is_tried() {
    each_telling(&[Way::Sms], |town, bag| {
        for _ in 0..3 {
            let _raised = town.raise(drain());
        }
        bag.answer(Answer::No(Undelivered::Blocked("unreachable".to_owned())));
        assert_eq!(sent(town, bag), []);
        let board = board(town);
        assert_eq!((board.waiting, board.tried), (3, 1));
        town.pass_hours(1);
        assert_eq!(sent(town, bag).len(), 3);
    });
}

#[test]
fn a_server_that_dies_after_telling_tells_again_under_the_same_key() {
    each_telling(&[Way::Sms], |town, bag| {
        let _raised = town.raise(drain());
        bag.answer(Answer::Death);
        catch_unwind(AssertUnwindSafe(|| town.office.send_notices())).unwrap_err();
        let first = bag.empty();
        assert_eq!(sent(town, bag), [], "it may still be under way");
        town.pass_hours(1);
        assert_eq!(sent(town, bag), first, "the other side can tell that both are one");
        town.pass_hours(48);
        assert_eq!(sent(town, bag), []);
    });
}

#[test]
fn the_doctor_judges_by_failures_and_age_not_by_number() {
    each_telling(&[Way::Sms], |town, bag| {
        let found = || {
            let checks = town.office.doctor();
            let check = checks.into_iter().find(|check| check.name == "notices").unwrap();
            (check.state, check.found)
        };
        for _ in 0..50 {
            let _raised = town.raise(drain());
        }
        assert_eq!(found(), (State::Well, "go-out"), "a busy day");
        town.pass_hours(1);
        assert_eq!(found(), (State::Ill, "stuck"), "nobody sends them");
        bag.answer(Answer::No(Undelivered::Blocked("unreachable".to_owned())));
        town.office.send_notices().unwrap();
        assert_eq!(found(), (State::Ill, "in-vain"));
        town.pass_hours(1);
        bag.answer(Answer::No(Undelivered::Refused("refused 422".to_owned())));
        sent(town, bag);
        assert_eq!(found(), (State::Ill, "given-up"));
    });
}

#[test]
fn a_sealed_matter_is_not_named_to_whoever_may_not_see_it() {
    each_telling(&[Way::Sms], |town, bag| {
        let _raised = town.raise(accusation());
        bag.answer(Answer::No(Undelivered::Refused("refused 422".to_owned())));
        assert_eq!(sent(town, bag), []);
        assert_eq!(board(town).given_up[0].case, None);
    });
}

#[test]
fn nobody_but_the_administrator_sees_how_it_goes() {
    each_telling(&BOTH, |town, _| {
        for who in ["person", "zhao", "feng"] {
            let refused = town.wait(town.office.notices(&town::caller(who)));
            assert!(matches!(refused, Err(Failure::Order(OrderRefusal::NotAllowed))), "{who}");
        }
        assert_eq!(lin().email, "");
        assert_eq!(board(town).ways, BOTH);
    });
}
