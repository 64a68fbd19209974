//! The library through the pages: written, checked by another, found, read, revised, compared.

use axum::http::StatusCode;
use office::Office;
use office::reference::ReferenceChange;

use crate::activities::{act_as, register};
use crate::browser::{Setting, on_a_site};

const OK: StatusCode = StatusCode::OK;

pub(crate) fn learn(setting: &Setting) {
    let source = include_str!("../../../../packs/policy/pack.toml").to_owned();
    setting
        .office
        .office
        .change_reference(&Office::machine(), vec![ReferenceChange::Pack { source }])
        .unwrap();
}

const FIRST: &str =
    "第一条 为了安静，制定本规定。\n\n第二条 夜间二十二时至次日六时不得施工。\n\n第三条 抢险除外。";
const SECOND: &str = "第一条 为了安静，制定本规定。\n\n第二条 夜间二十二时至次日七时不得施工。\n\n第三条 抢险除外。\n\n第四条 举报有奖励。";

pub(crate) const POLICY: [(&str, &str); 9] = [
    ("kind", "policy"),
    ("channel", "own"),
    ("publish", "yes"),
    ("title", "夜间施工规定"),
    ("text", "夜里什么时候不能施工。"),
    ("f.level", "document"),
    ("f.valid_from", "2026-03-01"),
    ("f.body", FIRST),
    ("f.summary", "晚上十点以后不许打钻。"),
];

/// Written by the street's caseworker, published by its head; its address at the desk and its number.
pub(crate) fn published(setting: &Setting) -> (String, String) {
    learn(setting);
    let url = register(setting, "/desk/register?kind=policy", &POLICY).unwrap();
    act_as("qian", setting, &url, ("send", &[]));
    act_as("sun", setting, &url, ("publish", &[]));
    let list = setting.stranger().get("/policies");
    let number = list.text.split("/policies/ZC").nth(1).unwrap().split('"').next().unwrap();
    (url, format!("ZC{number}"))
}

/// A second version, with other words.
pub(crate) fn revised(setting: &Setting, url: &str) {
    act_as("qian", setting, url, ("revise", &[("f.revise_reason", "早上太早")]));
    let form = [
        ("f.level", "document"),
        ("f.valid_from", "2026-04-01"),
        ("f.body", SECOND),
        ("f.changes", "早上晚一小时，举报有奖"),
    ];
    act_as("qian", setting, url, ("write", &form));
    act_as("qian", setting, url, ("send", &[]));
    act_as("sun", setting, url, ("publish", &[]));
}

#[test]
fn a_policy_is_read_by_everybody_once_it_is_published() {
    on_a_site(|setting| {
        let (_, number) = published(setting);
        let found = setting.stranger().get("/policies?q=抢险");
        assert!(found.text.contains("<mark>抢险</mark>"), "{}", found.text);
        assert!(found.text.contains("#article-3"), "{}", found.text);
        let page = setting.stranger().get(&format!("/policies/{number}?q=抢险"));
        assert_eq!(page.status, OK);
        for said in ["晚上十点以后不许打钻。", "id=\"article-2\"", "<mark>抢险</mark>", "第 1 版"]
        {
            assert!(page.text.contains(said), "{said}");
        }
        // Whoever follows its number as that of a matter is led there.
        let led = setting.stranger().get(&format!("/matters/{number}"));
        assert_eq!(led.headers["location"], format!("/policies/{number}"));
        assert!(!setting.stranger().get("/matters").text.contains("夜间施工规定"));
        assert!(setting.stranger().get("/feeds/policies.atom").text.contains("夜间施工规定"));
    });
}

#[test]
fn a_form_that_changes_a_text_begins_with_what_is_there() {
    on_a_site(|setting| {
        let (url, _) = published(setting);
        act_as("qian", setting, &url, ("revise", &[("f.revise_reason", "早上太早")]));
        let form = setting.officer("qian").get(&format!("{url}/acts/write"));
        for said in ["第三条 抢险除外。", "晚上十点以后不许打钻。", "value=\"2026-03-01\""]
        {
            assert!(form.text.contains(said), "{said}");
        }
    });
}

#[test]
fn every_version_keeps_its_address() {
    on_a_site(|setting| {
        let (url, number) = published(setting);
        revised(setting, &url);
        let page = |path: &str| setting.stranger().get(&format!("/policies/{number}{path}"));
        assert!(page("").text.contains("七时不得施工"));
        let old = page("/versions/1");
        assert!(old.text.contains("六时不得施工") && old.text.contains("您看的是第 1 版，现在是第 2 版"));
        assert_eq!(page("/versions/3").status, StatusCode::NOT_FOUND);
        assert_eq!(page("/versions/x").status, StatusCode::NOT_FOUND);
    });
}
