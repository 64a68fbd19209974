//! "Is it one of these nearby?": what is shown to somebody who is about to raise a matter, and what never is.

use domain::command::Command;
use domain::field::{Point, Where};
use office::queries::{NEARBY_METRES, SIMILAR_MAX, Similar, SimilarQuery, Title};
use office::{NewCase, Order};
use testkit::{Raised, TestOffice, accusation, drain, each_office, town};

const PIN: Point = Point { longitude: 120.382, latitude: 36.066 };
/// What somebody else says about the same drain.
const SAME: &str = "雨水井盖往外冒水 七号楼东侧的雨水井一下雨就往外冒水，老人出门不方便，请尽快疏通。";
const OTHER: &str = "路口的信号灯坏了三天，早晚高峰很危险，希望交警部门来人维修一下。";

/// So many metres north of the pin.
fn north(metres: f64) -> Point {
    Point { latitude: PIN.latitude + metres / 111_195.0, ..PIN }
}

fn at(point: Option<Point>) -> NewCase {
    let place = Where { point, ..drain().place };
    NewCase { place, ..drain() }
}

fn query(text: &str, point: Option<Point>) -> SimilarQuery {
    let place = Where { place: town::code(town::COMMUNITY), spot: String::new(), point };
    SimilarQuery {
        kind: "matter".into(),
        category: Some("urban.drainage".into()),
        place,
        text: text.to_owned(),
    }
}

fn found(town: &TestOffice, query: SimilarQuery) -> Vec<Similar> {
    town.wait(town.office.similar(query)).unwrap()
}

fn publish(town: &TestOffice, raised: &Raised) {
    let command =
        Command::Publish { title: "井盖冒水".to_owned(), text: "下雨时冒水。".to_owned() };
    town.order("zhao", Order::on(raised.case.clone(), command)).unwrap();
}

fn published(town: &TestOffice, new: NewCase) -> Raised {
    let raised = town.raise(new);
    publish(town, &raised);
    raised
}

#[test]
fn the_like_one_in_the_same_place_is_found_in_its_published_words() {
    each_office(|town| {
        let raised = published(town, drain());
        let [one] = &found(town, query(SAME, None))[..] else { panic!("one is like it") };
        assert_eq!((&one.line.case, one.alike, one.metres), (&raised.case, true, None));
        assert_eq!(one.line.title, Title::Plain("井盖冒水".to_owned()));
        let shown = format!("{one:?}");
        for private in ["七号楼", "老人", "林晓燕", "138"] {
            assert!(!shown.contains(private), "{private} in {shown}");
        }
        let street = Where { place: town::code("370202001"), spot: String::new(), point: None };
        assert_eq!(
            found(town, SimilarQuery { place: street, ..query(SAME, None) }).len(),
            1,
            "within the street"
        );
    });
}

#[test]
fn what_is_not_public_is_never_shown_however_like_it_is() {
    each_office(|town| {
        let taken_back = published(town, at(Some(PIN)));
        let reason = Command::Unpublish { reason: "含个人信息".to_owned() };
        town.order("zhao", Order::on(taken_back.case, reason)).unwrap();
        drop(town.raise(at(Some(PIN))));
        drop(town.raise(NewCase { may_publish: false, ..at(Some(PIN)) }));
        let sealed = accusation();
        drop(town.raise(NewCase { text: drain().text, place: at(Some(PIN)).place, ..sealed }));
        assert_eq!(found(town, query(SAME, Some(PIN))), []);
        let any = SimilarQuery { category: Some("order".into()), ..query(SAME, Some(PIN)) };
        assert_eq!(found(town, any), [], "nor the sealed one in its own category");
    });
}

#[test]
fn nothing_is_shown_when_nothing_is_like_it() {
    each_office(|town| {
        assert_eq!(found(town, query(SAME, Some(PIN))), [], "an empty office");
        published(town, drain());
        assert_eq!(found(town, query(OTHER, None)), [], "other words");
        assert_eq!(found(town, query("冒水", None)), [], "too short to tell");
        assert_eq!(found(town, query("", None)), []);
        let elsewhere = Where { place: town::code(town::OTHER_COMMUNITY), spot: String::new(), point: None };
        assert_eq!(found(town, SimilarQuery { place: elsewhere, ..query(SAME, None) }), [], "another place");
        assert_eq!(
            found(town, SimilarQuery { kind: "other".into(), ..query(SAME, None) }),
            [],
            "another program"
        );
    });
}

#[test]
fn what_lies_near_the_pin_is_shown_if_it_is_about_the_same() {
    each_office(|town| {
        let near = published(town, at(Some(north(NEARBY_METRES - 20.0))));
        published(town, at(Some(north(NEARBY_METRES + 20.0))));
        let [one] = &found(town, query(OTHER, Some(PIN)))[..] else { panic!("one is near") };
        assert_eq!((&one.line.case, one.alike), (&near.case, false));
        assert!(one.metres.is_some_and(|metres| (metres - 480.0).abs() < 1.0), "{:?}", one.metres);
        let roads = SimilarQuery { category: Some("urban.roads".into()), ..query(OTHER, Some(PIN)) };
        assert_eq!(found(town, roads), [], "about something else");
        let unknown = SimilarQuery { category: None, ..query(OTHER, Some(PIN)) };
        assert_eq!(found(town, unknown), [], "near alone is not enough");
        let both = found(town, query(SAME, Some(PIN)));
        assert_eq!(
            both.iter().map(|one| one.alike).collect::<Vec<_>>(),
            [true, true],
            "like it, near or not"
        );
        assert_eq!(both[0].line.case, near.case, "the nearer first");
    });
}

#[test]
fn what_is_answered_or_old_is_not_shown_and_never_more_than_a_few() {
    each_office(|town| {
        let answered = town.settled();
        publish(town, &answered);
        assert_eq!(found(town, query(SAME, None)), [], "there is nothing to join any more");
        for _ in 0..SIMILAR_MAX + 2 {
            published(town, drain());
        }
        assert_eq!(found(town, query(SAME, None)).len(), SIMILAR_MAX);
        town.pass_hours(24 * 91);
        assert_eq!(found(town, query(SAME, None)), [], "too long ago");
    });
}
