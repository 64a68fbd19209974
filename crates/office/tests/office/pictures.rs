//! Pictures are taken before their case, and seen by whoever sees the case.

use domain::command::Command;
use domain::ids::CaseId;
use office::{Failure, NewCase, Order, OrderRefusal, PhotoFailure, PhotoSize};
use testkit::{TestOffice, drain, each_office, town};

/// The smallest picture there is: one white pixel, PNG.
const PIXEL: &str = "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8ffff3f0005fe02fe0def46b80000000049454e44ae426082";

fn keep(town: &TestOffice) -> String {
    town.wait(town.office.keep_photo(hex::decode(PIXEL).unwrap())).unwrap()
}

fn seen(town: &TestOffice, who: &str, case: &CaseId, digest: &str) -> bool {
    let caller = town::caller(who);
    [PhotoSize::Whole, PhotoSize::Thumbnail]
        .into_iter()
        .all(|size| town.wait(town.office.photo(&caller, case, digest, size)).unwrap().is_some())
}

#[test]
fn a_picture_goes_with_its_case_and_is_seen_by_whoever_sees_that() {
    each_office(|town| {
        let digest = keep(town);
        let nowhere = CaseId::from("");
        assert!(seen(town, "person", &nowhere, &digest), "on the form that is being filled in");
        let raised = town.raise(NewCase { photos: vec![digest.clone()], ..drain() });
        assert!(seen(town, "person", &raised.case, &digest));
        assert!(seen(town, "zhao", &raised.case, &digest));
        assert!(!seen(town, "qian", &raised.case, &digest), "no part in the case");
        assert!(!seen(town, "zhao", &CaseId::from("other"), &digest));
        let add = Command::Add { text: "再补一张".to_owned(), photos: vec![digest] };
        town.order("person", Order::on(raised.case, add)).unwrap();
    });
}

#[test]
fn only_pictures_that_were_taken_can_go_with_a_case() {
    each_office(|town| {
        for photos in [vec!["0".repeat(64)], vec!["none".to_owned()], vec![keep(town); 7]] {
            let refused = town.order("person", Order::open(NewCase { photos, ..drain() }));
            assert!(matches!(refused, Err(Failure::Order(OrderRefusal::Photos))), "{refused:?}");
        }
        let text = town.wait(town.office.keep_photo(b"no picture".to_vec()));
        assert_eq!(text, Err(PhotoFailure::Refused(photo::PhotoRefusal::Format)));
    });
}
