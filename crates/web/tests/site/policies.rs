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

const CAN_I: &str = "问 hour 数字：几点开工？ | At what hour?\n问 rescue 是否：是抢险吗？\n答 rescue：可以（第三条）。\n答 hour < 6：不可以（第二条）。\n答：可以。";

pub(crate) const POLICY: [(&str, &str); 10] = [
    ("kind", "policy"),
    ("channel", "own"),
    ("publish", "yes"),
    ("title", "夜间施工规定"),
    ("text", "夜里什么时候不能施工。"),
    ("f.level", "document"),
    ("f.valid_from", "2026-03-01"),
    ("f.body", FIRST),
    ("f.summary", "晚上十点以后不许打钻。"),
    ("f.can_i", CAN_I),
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

#[test]
fn what_was_changed_is_shown_to_everybody_in_words_too() {
    on_a_site(|setting| {
        let (url, number) = published(setting);
        revised(setting, &url);
        let page = |path: &str| setting.stranger().get(&format!("/policies/{number}/versions/{path}"));
        let shown = page("2/changes");
        for said in [
            "<del><span class=\"hidden-label\">（删去：</span>六",
            "<ins><span class=\"hidden-label\">（增加：</span>七",
            "第四条",
            "新增",
            "早上晚一小时，举报有奖",
        ] {
            assert!(shown.text.contains(said), "{said}: {}", shown.text);
        }
        assert_eq!(page("1/changes").status, StatusCode::NOT_FOUND, "nothing came before it");
        assert_eq!(page("2/changes?from=9").status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn whoever_checks_a_draft_reads_what_it_changes_and_nobody_else_does() {
    on_a_site(|setting| {
        let (url, _) = published(setting);
        act_as("qian", setting, &url, ("revise", &[("f.revise_reason", "早上太早")]));
        let form = [("f.level", "document"), ("f.valid_from", "2026-04-01"), ("f.body", SECOND)];
        act_as("qian", setting, &url, ("write", &form));
        let desk = setting.officer("sun").get(&format!("{url}/text"));
        assert!(desk.text.contains("举报有奖励") && desk.text.contains("<del>"), "{}", desk.text);
        assert!(
            setting.officer("sun").get(&url).text.contains(&format!("{url}/text")),
            "the matter leads there"
        );
        assert_eq!(setting.officer("li").get(&format!("{url}/text")).status, StatusCode::NOT_FOUND);
        assert_eq!(setting.stranger().get(&format!("{url}/text")).status, StatusCode::SEE_OTHER);
    });
}

#[test]
fn whether_one_may_is_told_without_an_account_and_forgotten() {
    on_a_site(|setting| {
        let (_, number) = published(setting);
        let url = format!("/policies/{number}/can-i");
        let mut person = setting.stranger();
        let form = person.get(&url);
        assert!(form.text.contains("几点开工？") && form.text.contains("是抢险吗？"));
        let open = person.post(&url, &[("a.hour", "5")]);
        assert_eq!(open.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(open.text.contains("请回答：是抢险吗？") && open.text.contains("value=\"5\""));
        let told = person.post(&url, &[("a.hour", "5"), ("a.rescue", "no")]);
        assert_eq!(told.status, OK);
        assert!(told.text.contains("不可以（第二条）。"), "{}", told.text);
        assert!(told.text.contains(&format!("/policies/{number}#article-2")), "{}", told.text);
        assert!(!person.get(&url).text.contains("value=\"5\""), "nothing of it is kept");
        assert_eq!(person.get("/policies/XX-2026-000001-00/can-i").status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn questions_that_cannot_be_read_are_refused_with_their_line() {
    on_a_site(|setting| {
        learn(setting);
        let mut policy = POLICY;
        policy[9] = ("f.can_i", "问 hour 数字：几点？\n答 hours < 6：不可以。\n答：可以。");
        let refused = register(setting, "/desk/register?kind=policy", &policy).unwrap_err();
        assert!(refused.contains("第 2 行看不懂"), "{refused}");
        assert!(refused.contains("第三条 抢险除外。"), "what was typed is still there");
    });
}

#[test]
fn a_question_about_a_policy_comes_out_of_it_and_its_answer_links_to_the_article() {
    on_a_site(|setting| {
        // The program of tests takes the questions.
        let source = include_str!("../../../../packs/policy/pack.toml");
        let source = source.replace("outcomes = [\"hotline\", \"briefing\"]", "outcomes = [\"matter\"]");
        let source = source.replace(
            "kind = \"hotline\"\nwith = { type = \"consult\" }",
            "kind = \"matter\"\nwith = { class = \"plain\" }",
        );
        setting
            .office
            .office
            .change_reference(&Office::machine(), vec![ReferenceChange::Pack { source }])
            .unwrap();
        let url = register(setting, "/desk/register?kind=policy", &POLICY).unwrap();
        act_as("qian", setting, &url, ("send", &[]));
        act_as("sun", setting, &url, ("publish", &[]));
        let list = setting.stranger().get("/policies").text;
        let number = format!("ZC{}", list.split("/policies/ZC").nth(1).unwrap().split('"').next().unwrap());
        let page = setting.stranger().get(&format!("/policies/{number}")).text;
        let ask =
            page.split("href=\"/raise?").nth(1).unwrap().split('"').next().unwrap().replace("&#38;", "&");
        let mut person = setting.stranger();
        let form = person.get(&format!("/raise?{ask}"));
        assert_eq!(form.hidden("about"), number);
        assert!(form.text.contains("咨询：夜间施工规定"), "{}", form.text);
        let sent = [
            ("kind", "matter"),
            ("about", number.as_str()),
            ("category", "urban.drainage"),
            ("place", testkit::town::COMMUNITY),
            ("title", "抢修算不算夜间施工"),
            ("text", "水管半夜爆了，抢修要不要停？"),
            ("f.class", "plain"),
            ("publish", "yes"),
        ];
        let done = person.post("/raise/send", &sent);
        assert_eq!(done.status, OK, "{}", done.text);
        let asked = setting
            .office
            .wait(setting.office.office.desk_list(
                &testkit::town::caller("zhao"),
                office::queries::DeskFilter::default(),
                office::queries::Page::first(),
            ))
            .unwrap();
        let case = asked.rows.iter().find(|line| line.kind.as_str() == "matter").unwrap().case.clone();
        setting.office.act("zhao", &case, "dispatch", &[]).unwrap();
        setting
            .office
            .act("li", &case, "draft", &[("result", "不用停，依据《夜间施工规定》第三条。")])
            .unwrap();
        setting.office.act("zhou", &case, "approve", &[]).unwrap();
        let publish = domain::command::Command::Publish {
            title: "抢修算不算夜间施工".to_owned(),
            text: "水管爆了，抢修要不要停？".to_owned(),
        };
        setting.office.order("zhao", office::Order::on(case, publish)).unwrap();
        let page = setting.stranger().get(&format!("/policies/{number}")).text;
        assert!(page.contains("不用停，依据《夜间施工规定》第三条。"), "{page}");
        let asked = page.split("href=\"/matters/").nth(1).unwrap().split('"').next().unwrap();
        let matter = setting.stranger().get(&format!("/matters/{asked}")).text;
        assert!(matter.contains(&format!("/policies/{number}#article-3")), "the answer leads to the article");
        assert!(matter.contains(&format!("/matters/{number}")), "and the question to the policy");
    });
}
