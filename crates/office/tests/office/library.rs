//! The library: texts that are written by one and published by another, found article by article, and kept in every version.

use domain::field::Where;
use domain::ids::CaseId;
use domain::library::Standing;
use domain::place::PlaceCode;
use domain::refusal::Refusal;
use office::queries::{LibraryQuery, Page, PublicFilter, Rows, TextLine};
use office::reference::ReferenceChange;
use office::{Failure, NewCase, Office, Order};
use store::documents;
use testkit::{TestOffice, each_office, form_of, town};

const POLICY: &str = include_str!("../../../../packs/policy/pack.toml");

const FIRST: &str = "## 第一章 总则\n\n第一条 为了安静，制定本规定。\n\n第二条 夜间二十二时至次日六时不得施工。\n\n第二条之一 抢险除外。";
const SECOND: &str = "## 第一章 总则\n\n第一条 为了安静，制定本规定。\n\n第二条 夜间二十二时至次日七时不得施工，老人多的小区还要避开午休。\n\n第三条 举报有奖励。";

/// Runs a test on an office that keeps policies.
fn each_library(body: impl Fn(&TestOffice)) {
    each_office(|town| {
        let change = ReferenceChange::Pack { source: POLICY.to_owned() };
        town.office.change_reference(&Office::machine(), vec![change]).unwrap();
        body(town);
    });
}

fn policy(title: &str, body: &str, form: &[(&str, &str)]) -> NewCase {
    let asked = [("level", "document"), ("valid_from", "2026-03-01"), ("body", body)];
    NewCase {
        kind: "policy".into(),
        channel: "own".to_owned(),
        category: "urban".into(),
        place: Where { place: town::code("370202001"), spot: String::new(), point: None },
        title: title.to_owned(),
        text: "夜里什么时候不能施工。".to_owned(),
        people: Vec::new(),
        people_count: 1,
        accused: Vec::new(),
        may_publish: true,
        photos: Vec::new(),
        form: form_of(&[&asked, form].concat()),
    }
}

/// Written by the street's caseworker.
fn written(town: &TestOffice, title: &str, form: &[(&str, &str)]) -> (CaseId, String) {
    let done = town.order("qian", Order::open(policy(title, FIRST, form))).unwrap();
    (done.case, done.receipt.unwrap().number)
}

/// Checked and published by its head.
fn publish(town: &TestOffice, case: &CaseId) {
    town.act("qian", case, "send", &[]).unwrap();
    town.act("sun", case, "publish", &[]).unwrap();
}

/// The same with other words: a second version.
fn revise(town: &TestOffice, case: &CaseId) {
    town.act("qian", case, "revise", &[("revise_reason", "老人要午休")]).unwrap();
    let form =
        [("level", "document"), ("valid_from", "2026-04-01"), ("body", SECOND), ("changes", "早晨晚一小时")];
    town.act("qian", case, "write", &form).unwrap();
    publish(town, case);
}

fn found(town: &TestOffice, query: LibraryQuery) -> Vec<TextLine> {
    town.wait(town.office.library(query, Page::first())).unwrap().rows
}

fn asked(words: &str) -> LibraryQuery {
    LibraryQuery { words: Some(words.to_owned()), ..LibraryQuery::default() }
}

#[test]
fn a_text_is_found_by_its_articles_once_it_is_published_and_not_before() {
    each_library(|town| {
        let (case, number) = written(town, "夜间施工规定", &[("summary", "晚上十点以后不许打钻。")]);
        assert!(found(town, LibraryQuery::default()).is_empty());
        assert!(town.wait(town.office.library_text(&number, None)).unwrap().is_none(), "a draft is nobody's");
        publish(town, &case);
        let lines = found(town, asked("抢险"));
        assert_eq!(lines.iter().map(|line| line.number.as_str()).collect::<Vec<_>>(), [number.as_str()]);
        let [hit] = lines[0].hits.as_slice() else { panic!("{lines:?}") };
        assert_eq!((hit.anchor.as_str(), hit.label.as_str()), ("article-2-1", "第二条之一"));
        let marked: Vec<&str> =
            hit.pieces.iter().filter(|piece| piece.is_marked).map(|piece| piece.text.as_str()).collect();
        assert_eq!(marked, ["抢险"]);
        // By its title and its plain words the text as a whole is found.
        for words in ["夜间施工规定", "打钻"] {
            assert_eq!(found(town, asked(words)).len(), 1, "{words}");
        }
        assert!(found(town, asked("渔船")).is_empty());
    });
}

#[test]
fn a_new_version_is_searched_and_the_old_one_can_still_be_read() {
    each_library(|town| {
        let (case, number) = written(town, "夜间施工规定", &[]);
        publish(town, &case);
        revise(town, &case);
        assert!(found(town, asked("抢险")).is_empty(), "it is gone from the present version");
        assert_eq!(found(town, asked("奖励"))[0].versions, 2);
        let read = |version| town.wait(town.office.library_text(&number, version)).unwrap();
        let (first, present) = (read(Some(1)).unwrap(), read(None).unwrap());
        assert_eq!(present.version.number, 2);
        assert!(first.document.part("article-2-1").is_some());
        assert!(
            present.document.part("article-2-1").is_none() && present.document.part("article-3").is_some()
        );
        assert!(read(Some(3)).is_none());
        // The address of a version stays what it was.
        assert_eq!(read(Some(2)).unwrap().document, present.document);
    });
}

#[test]
fn a_history_holds_digests_and_each_text_stands_once() {
    each_library(|town| {
        let (case, _) = written(town, "夜间施工规定", &[]);
        publish(town, &case);
        revise(town, &case);
        let id = case.clone();
        let (texts, bodies) = town
            .database
            .read_blocking(move |tx| {
                let bodies: Vec<String> =
                    tx.query("SELECT body FROM events WHERE case_id = $1", &[(&id).into()])?;
                Ok::<_, store::StoreError>((documents::of_cases(tx, [&id])?, bodies))
            })
            .unwrap();
        let mut kept: Vec<&str> = texts.iter().map(|text| text.body.as_str()).collect();
        kept.sort_by_key(|body| body.len());
        assert_eq!(kept, [FIRST, SECOND]);
        assert!(bodies.iter().all(|body| !body.contains("为了安静")));
        assert_eq!(town.office.verify(&mut |_| {}).unwrap().faults, Vec::new());
    });
}

#[test]
fn other_words_under_a_digest_and_missing_words_are_found() {
    each_library(|town| {
        let (case, number) = written(town, "夜间施工规定", &[]);
        publish(town, &case);
        let change = |sql: &'static str| {
            let id = store::Value::from(case.to_string());
            town.database.write_blocking(move |tx| tx.execute(sql, &[id])).unwrap();
            let faults = town.office.verify(&mut |_| {}).unwrap().faults;
            faults.iter().map(ToString::to_string).collect::<Vec<String>>()
        };
        let faults = change("UPDATE documents SET body = 'forged' WHERE case_id = $1");
        assert!(faults.iter().any(|fault| fault.contains("has other words")), "{faults:?}");
        let faults = change("DELETE FROM documents WHERE case_id = $1");
        assert!(
            faults.len() == 1 && faults[0].contains("is missing") && faults[0].contains(&number),
            "{faults:?}"
        );
    });
}

#[test]
fn whoever_wrote_it_does_not_publish_it() {
    each_library(|town| {
        let done = town.order("wang", Order::open(policy("夜间施工规定", FIRST, &[]))).unwrap();
        town.act("wang", &done.case, "send", &[]).unwrap();
        let refused = town.act("wang", &done.case, "publish", &[]);
        assert!(matches!(refused, Err(Failure::Refused(Refusal::SameHands { .. }))), "{refused:?}");
    });
}

#[test]
fn the_library_is_asked_by_place_choice_and_standing() {
    each_library(|town| {
        let (case, _) = written(town, "夜间施工规定", &[("audience", "old"), ("valid_until", "2026-12-31")]);
        publish(town, &case);
        let all = LibraryQuery::default;
        let place = |code: &str| LibraryQuery { place: PlaceCode::parse(code).ok(), ..all() };
        let choice = |field: &str, choice: &str| LibraryQuery {
            choices: vec![(field.into(), choice.to_owned())],
            ..all()
        };
        let standing = |standing| LibraryQuery { standing: Some(standing), ..all() };
        for (query, count) in [
            (place(town::COMMUNITY), 1),
            (place("370202001"), 1),
            (place("3702"), 1),
            (place("370203"), 0),
            (choice("level", "document"), 1),
            (choice("level", "law"), 0),
            (choice("audience", "old"), 1),
            (standing(Standing::InForce), 1),
            (standing(Standing::Ahead), 0),
            (standing(Standing::Over), 0),
            (LibraryQuery { category: Some("urban".into()), ..all() }, 1),
            (LibraryQuery { category: Some("order".into()), ..all() }, 0),
            (LibraryQuery { kind: Some("matter".into()), ..all() }, 0),
        ] {
            let asked = format!("{query:?}");
            assert_eq!(found(town, query).len(), count, "{asked}");
        }
        let form = [("valid_until", "2026-03-02"), ("repeal_reason", "有了新规定")];
        town.act("sun", &case, "repeal", &form).unwrap();
        assert_eq!(found(town, standing(Standing::Over)).len(), 1, "repealed, and still there to be read");
        assert_eq!(found(town, standing(Standing::InForce)).len(), 0);
    });
}

#[test]
fn pages_go_on_by_key_in_both_orders() {
    each_library(|town| {
        for title in ["甲规定", "乙规定", "丙规定"] {
            let (case, _) = written(town, title, &[]);
            publish(town, &case);
        }
        for query in [LibraryQuery::default(), asked("施工")] {
            let mut titles = Vec::new();
            let mut page = Page { rows: 2, ..Page::first() };
            loop {
                let Rows { rows, next } = town.wait(town.office.library(query.clone(), page)).unwrap();
                titles.extend(rows.into_iter().map(|line| line.title));
                let Some(next) = next else { break };
                page = Page { rows: 2, ..Page::after(next) };
            }
            titles.sort();
            assert_eq!(titles, ["丙规定", "乙规定", "甲规定"]);
        }
    });
}

#[test]
fn a_text_is_no_matter() {
    each_library(|town| {
        let (case, _) = written(town, "夜间施工规定", &[]);
        publish(town, &case);
        let listed = town.wait(town.office.public_list(PublicFilter::default(), Page::first())).unwrap();
        assert!(listed.rows.is_empty(), "it stands in the library, and not among matters");
    });
}

#[test]
fn the_index_can_be_made_anew() {
    each_library(|town| {
        let (case, _) = written(town, "夜间施工规定", &[]);
        publish(town, &case);
        town.database.write_blocking(|tx| tx.execute("DELETE FROM words WHERE TRUE", &[])).unwrap();
        assert!(found(town, asked("抢险")).is_empty());
        town.office.reindex(&mut |_| {}).unwrap();
        assert_eq!(found(town, asked("抢险")).len(), 1);
    });
}

#[test]
fn articles_are_suggested_that_hold_the_words_of_a_title() {
    each_library(|town| {
        let (case, _) = written(town, "海州市夜间施工规定（试行）", &[]);
        publish(town, &case);
        let suggested = |title: &str| town.wait(town.office.library_suggest(title)).unwrap();
        assert_eq!(suggested("楼下夜间施工吵得睡不着")[0], "《海州市夜间施工规定》第二条");
        assert_eq!(suggested("路灯不亮"), Vec::<String>::new());
    });
}
