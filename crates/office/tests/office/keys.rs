//! The same order sent twice is done once.

use domain::command::Command;
use office::{Failure, NewCase, Order, OrderRefusal};
use testkit::{drain, each_office};

#[test]
fn an_opening_sent_twice_gives_the_same_receipt() {
    each_office(|town| {
        let order = || Order::open(drain()).with_key("form-1");
        let first = town.order("person", order()).unwrap();
        town.pass_hours(1);
        let second = town.order("person", order()).unwrap();
        assert_eq!(first.receipt, second.receipt);
        assert_eq!((&first.case, first.seq), (&second.case, second.seq));
        let cases = town.database.read_blocking(store::cases::count).unwrap();
        assert_eq!(cases, 1);
        let secret = first.receipt.unwrap().secret;
        assert!(!crate::scan::rows(&town.database).contains(&secret), "the secret is nowhere in the open");
    });
}

#[test]
fn twice_within_one_group_is_once_too() {
    each_office(|town| {
        let order = || Order::open(drain()).with_key("form-1");
        let person = domain::command::Caller::person();
        let (first, second) = town.wait(async {
            tokio::join!(town.office.run(&person, order()), town.office.run(&person, order()))
        });
        let (first, second) = (first.unwrap(), second.unwrap());
        assert_eq!(first.receipt, second.receipt);
        assert_eq!(town.database.read_blocking(store::cases::count).unwrap(), 1);
    });
}

#[test]
fn a_key_belongs_to_one_order_of_one_caller() {
    each_office(|town| {
        let raised = town.raise(drain());
        let note = |text: &str| {
            Order::on(raised.case.clone(), Command::Note { text: text.to_owned() }).with_key("key")
        };
        let first = town.order("zhao", note("一")).unwrap();
        assert_eq!(town.order("zhao", note("一")).unwrap().seq, first.seq);
        let other = town.order("zhao", note("二"));
        assert!(matches!(other, Err(Failure::Order(OrderRefusal::KeyReused))), "{other:?}");
        let mine = Order::open(drain()).with_key("key");
        assert!(town.order("person", mine).is_ok(), "another caller, another key");
        let phone = NewCase { people: vec![], ..drain() };
        let changed = town.order("person", Order::open(phone).with_key("key"));
        assert!(matches!(changed, Err(Failure::Order(OrderRefusal::KeyReused))), "{changed:?}");
    });
}

#[test]
fn a_refused_order_may_be_put_right_under_its_key() {
    each_office(|town| {
        let wrong = NewCase { title: String::new(), ..drain() };
        assert!(town.order("person", Order::open(wrong).with_key("form-1")).is_err());
        assert!(town.order("person", Order::open(drain()).with_key("form-1")).is_ok());
    });
}

#[test]
fn a_key_has_a_length() {
    each_office(|town| {
        for key in [String::new(), "k".repeat(office::IDEMPOTENCY_KEY_CHARS_MAX + 1), "a\nb".to_owned()] {
            let refused = town.order("person", Order::open(drain()).with_key(key));
            assert!(matches!(refused, Err(Failure::Order(OrderRefusal::KeyLength))));
        }
    });
}
