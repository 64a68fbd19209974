//! Pictures are taken before their case, and seen by whoever sees the case.

use domain::command::Command;
use domain::ids::CaseId;
use office::{Failure, NewCase, Office, Order, OrderRefusal, PhotoFailure, PhotoSize};
use testkit::{TestOffice, accusation, drain, each_office, town};

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

/// Whether each picture of the case stands in the clear, and how many wait for a case.
fn in_the_clear(town: &TestOffice, case: &CaseId) -> (Vec<bool>, i64) {
    let case = case.clone();
    let found = town.database.read_blocking(move |tx| {
        let both = "SELECT media, thumbnail FROM photos WHERE case_id = $1 ORDER BY digest";
        let rows: Vec<(Vec<u8>, Vec<u8>)> = tx.query(both, &[case.as_str().into()])?;
        let waiting = tx.query_one("SELECT count(*) FROM photos WHERE case_id = ''", &[])?;
        Ok::<_, store::StoreError>((rows, waiting))
    });
    let (rows, waiting) = found.unwrap();
    let is_jpeg = |bytes: &[u8]| bytes.starts_with(&[0xff, 0xd8]);
    (rows.iter().map(|(media, thumbnail)| is_jpeg(media) || is_jpeg(thumbnail)).collect(), waiting)
}

#[test]
fn pictures_of_a_sealed_case_are_sealed_and_open_for_whoever_sees_it() {
    each_office(|town| {
        let digest = keep(town);
        let sealed = town.raise(NewCase { photos: vec![digest.clone()], ..accusation() });
        assert_eq!(in_the_clear(town, &sealed.case), (vec![false], 0));
        assert!(seen(town, "person", &sealed.case, &digest));
        // The same picture once more, and another case that is sealed later.
        let again = keep(town);
        let add = |digest: &String| Command::Add { text: "照片".to_owned(), photos: vec![digest.clone()] };
        town.order("person", Order::on(sealed.case.clone(), add(&again))).unwrap();
        assert_eq!(in_the_clear(town, &sealed.case).0, [false]);
        let open = town.raise(NewCase { photos: vec![keep(town)], ..drain() });
        assert_eq!(in_the_clear(town, &open.case).0, [true]);
        town.act("zhao", &open.case, "find_accusation", &[("remark", "举报")]).unwrap();
        assert_eq!(in_the_clear(town, &open.case), (vec![false], 0));
        assert!(seen(town, "person", &open.case, &digest));
        // Who erases the words of the case erases its pictures.
        let words = store::people::text_of(&sealed.case);
        assert!(town.wait(town.office.erase_person(&Office::machine(), &words, "依法删除")).unwrap());
        assert!(!seen(town, "person", &sealed.case, &digest));
        assert_eq!(town.office.verify(&mut |_| {}).unwrap().faults, Vec::new());
    });
}
