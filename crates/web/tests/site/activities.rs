//! An activity through the pages: planned, announced, read by the public; and what was promised there.

use axum::http::StatusCode;
use domain::leader::Leader;
use domain::text::Text;
use jiff::civil::date;
use office::Office;
use office::reference::ReferenceChange;
use testkit::town;

use crate::browser::{Setting, on_a_site};

const OK: StatusCode = StatusCode::OK;

pub(crate) fn learn(setting: &Setting) {
    let leader = Leader {
        id: "gao".into(),
        name: Text::new("高婉", "Gao Wan"),
        post: Text::new("副区长", "Deputy head"),
        portfolio: Text::new("老旧小区", "Old estates"),
        unit: "county".into(),
        account: None,
        since: date(2024, 1, 1),
        until: None,
    };
    let packs = [
        include_str!("../../../../packs/commitment/pack.toml"),
        include_str!("../../../../packs/onsite/pack.toml"),
        include_str!("../../../../packs/reception/pack.toml"),
    ];
    let packs = packs.map(|source| ReferenceChange::Pack { source: source.to_owned() });
    let changes = std::iter::once(ReferenceChange::Leaders(vec![leader])).chain(packs).collect();
    setting.office.office.change_reference(&Office::machine(), changes).unwrap();
}

/// Sends the form of the register page as the officer typed it; the address that it leads to.
pub(crate) fn register(setting: &Setting, page: &str, typed: &[(&str, &str)]) -> Result<String, String> {
    let mut desk = setting.officer("qian");
    let form = desk.get(page);
    let (key, source) = (form.hidden("key"), form.hidden("source"));
    let mut sent = vec![
        ("key", key.as_str()),
        ("source", source.as_str()),
        ("go", "send"),
        ("category", "urban.drainage"),
        ("place", town::COMMUNITY),
    ];
    sent.extend_from_slice(typed);
    let done = desk.post("/desk/register", &sent);
    match done.status {
        StatusCode::SEE_OTHER => Ok(done.headers["location"].to_str().unwrap().to_owned()),
        _ => Err(done.text),
    }
}

pub(crate) const ONSITE: [(&str, &str); 9] = [
    ("kind", "onsite"),
    ("channel", "plan"),
    ("publish", "yes"),
    ("title", "七号楼排水"),
    ("text", "雨水井老冒水，几个单位一起来看。"),
    ("f.starts", "2026-03-20T09:00"),
    ("f.ends", "2026-03-20T11:30"),
    ("f.leader", "gao"),
    ("f.agenda", "看现场\n定怎么改"),
];

pub(crate) fn act(setting: &Setting, url: &str, act: &str, fields: &[(&str, &str)]) {
    act_as("qian", setting, url, (act, fields));
}

pub(crate) fn act_as(officer: &str, setting: &Setting, url: &str, (act, fields): (&str, &[(&str, &str)])) {
    let mut desk = setting.officer(officer);
    let form = desk.get(&format!("{url}/acts/{act}"));
    let (key, seen) = (form.hidden("key"), form.hidden("seen"));
    let mut sent = vec![("key", key.as_str()), ("seen", seen.as_str())];
    sent.extend_from_slice(fields);
    let done = desk.post(&format!("{url}/acts/{act}"), &sent);
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
}

#[test]
fn an_on_site_office_is_planned_announced_and_read_by_the_public() {
    on_a_site(|setting| {
        learn(setting);
        let page = "/desk/register?kind=onsite";
        let mut desk = setting.officer("qian");
        desk.get(page).says(OK, &["安排现场办公", "高婉 副区长", "type=\"datetime-local\""]);
        let late: Vec<_> = ONSITE
            .map(|(name, typed)| (name, if name == "f.ends" { "2026-03-20T08:00" } else { typed }))
            .into();
        let refused = register(setting, page, &late).unwrap_err();
        assert!(refused.contains("结束要晚于开始时间"), "said at the field");
        assert!(refused.contains("七号楼排水"), "nothing typed is lost");
        let url = register(setting, page, &ONSITE).unwrap();
        setting.stranger().get("/activities").says(OK, &["这段时间没有活动"]);
        desk.get("/desk/agenda").says(OK, &["七号楼排水", "筹备", "3月20日 09:00（周五） 至 11:30"]);
        act(setting, &url, "call", &[("f.units", "water")]);
        let list = setting.stranger().get("/activities");
        list.says(OK, &["七号楼排水", "3月20日 09:00（周五） 至 11:30", "高婉 副区长", "云霄路社区"]);
        let number = list.text.split("/matters/").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let public = setting.stranger().get(&format!("/matters/{number}"));
        public.says(OK, &["七号楼排水", "高婉 副区长", "看现场"]);
        assert!(!public.text.contains("我也遇到了"), "nobody joins an activity as one joins a matter");
    });
}

#[test]
fn what_was_promised_there_stands_on_its_page_and_in_the_list() {
    on_a_site(|setting| {
        learn(setting);
        let onsite = register(setting, "/desk/register?kind=onsite", &ONSITE).unwrap();
        let mut desk = setting.officer("qian");
        let page = desk.get(&onsite);
        page.says(OK, &["带出的事项", "登记承诺", "还没有。"]);
        let case = onsite.rsplit('/').next().unwrap();
        let form = format!("/desk/register?kind=commitment&source={case}");
        assert!(page.text.contains(&form.replace('&', "&#38;")), "the button leads to the form");
        desk.get(&form).says(OK, &["登记承诺", "来自", "七号楼排水"]);
        let typed = [
            ("kind", "commitment"),
            ("channel", "activity"),
            ("publish", "yes"),
            ("title", "雨水管换新"),
            ("text", "居民说每次下雨都冒水。"),
            ("f.leader", "gao"),
            ("f.unit", "water"),
            ("f.measure", "换三十米雨水管"),
            ("f.due", "2026-04-10"),
            ("f.look_after", "month"),
        ];
        register(setting, &form, &typed).unwrap();
        desk.get(&onsite).says(OK, &["雨水管换新", "待认领"]);
        let list = desk.get("/desk/lists/commitment?leader=gao");
        list.says(OK, &["雨水管换新", "换三十米雨水管", "高婉 副区长", "2026年4月10日", "海州自来水公司"]);
        desk.get("/desk/lists/commitment?unit=bureau").says(OK, &["没有符合条件的"]);
        assert_eq!(desk.get("/desk/lists/matter").status, StatusCode::NOT_FOUND, "it has no columns");
        let mut elsewhere = setting.officer("wu");
        assert!(!elsewhere.get("/desk/lists/commitment").text.contains("雨水管换新"), "others see nothing");
    });
}

#[test]
fn what_was_held_is_told_by_leader_and_nobody_is_ranked() {
    on_a_site(|setting| {
        learn(setting);
        let url = register(setting, "/desk/register?kind=onsite", &ONSITE).unwrap();
        act(setting, &url, "call", &[("f.units", "water")]);
        let page = "/activities/figures?period=2026&by=leader&kind=onsite";
        setting.stranger().get(page).says(OK, &["活动办得怎样", "2026年", "高婉 副区长", "还没到时间"]);
        setting.office.pass_days(30);
        act(setting, &url, "hold", &[("f.residents", "32")]);
        setting.stranger().get(page).says(OK, &["高婉 副区长", "到场群众人数", "32", "没带出事项"]);
        let table = setting.stranger().get("/activities/figures.csv?period=2026&by=leader");
        table.says(
            OK,
            &["key,name,held,missed,ahead", "onsite.residents", "gao,高婉 副区长,1,0,0,0,0,0,1,32"],
        );
        let other = setting.stranger().get("/activities/figures?period=2026-4");
        other.says(OK, &["2026年第4季度", "这段时间没有活动"]);
        setting.officer("qian").get("/desk/activities/figures?period=2026&by=unit").says(OK, &["32"]);
        let elsewhere = setting.officer("wu").get("/desk/activities/figures?period=2026");
        elsewhere.says(OK, &["高婉 副区长"]);
        let head = setting.officer("feng").get("/desk/activities/figures.csv?period=2026&by=place");
        head.says(OK, &["onsite.residents"]);
    });
}

const TERM: [(&str, &str); 14] = [
    ("kind", "reception"),
    ("leader", "gao"),
    ("rule", "month"),
    ("day", "15"),
    ("from", "2026-04-01"),
    ("until", "2026-06-30"),
    ("begins", "09:00"),
    ("ends", "11:30"),
    ("title", "领导接访日"),
    ("text", "有事当面说。"),
    ("category", "urban.drainage"),
    ("channel", "rota"),
    ("f.form", "fixed"),
    ("publish", "yes"),
];

#[test]
fn a_term_is_looked_at_and_planned_at_once_and_once_only() {
    on_a_site(|setting| {
        learn(setting);
        let mut desk = setting.officer("feng");
        let rota = desk.get("/desk/rota");
        rota.says(
            OK,
            &["轮值表", "高婉 副区长", "每月", "还没有", "中央2009年", "/desk/rota/plan?kind=reception"],
        );
        desk.get("/desk/rota/plan?kind=reception").says(OK, &["哪些领导轮流", "接访形式", "同时公布"]);
        let nothing = desk.post("/desk/rota/plan", &[("kind", "reception"), ("rule", "month")]);
        let wrong = ["请写从哪天起", "请选至少一位领导", "几号请写1到31"];
        nothing.says(StatusCode::UNPROCESSABLE_ENTITY, &wrong);
        let shown = desk.post("/desk/rota/plan", &TERM);
        shown.says(OK, &["4月15日", "5月15日", "6月15日", "定下这 3 天"]);
        setting.stranger().get("/activities").says(OK, &["这段时间没有活动"]);
        let key = shown.hidden("key");
        let sure: Vec<_> = [("key", key.as_str()), ("sure", "yes")].into_iter().chain(TERM).collect();
        for _ in 0..2 {
            let done = desk.post("/desk/rota/plan", &sure);
            assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
        }
        let public = setting.stranger().get("/activities");
        public.says(OK, &["4月15日 09:00", "5月15日 09:00", "高婉 副区长（老旧小区）"]);
        assert_eq!(
            public.text.matches("09:00（").count(),
            2,
            "each day once, as far as the page looks ahead"
        );
        desk.get("/desk/rota").says(OK, &["○"]);
        let planned = setting.officer("chen").get("/desk/rota?year=2027");
        assert_eq!(planned.status, OK);
    });
}

#[test]
fn the_administrator_chooses_how_often() {
    on_a_site(|setting| {
        learn(setting);
        let mut admin = setting.officer("chen");
        admin.get("/desk/rota").says(OK, &["按这个办"]);
        let chosen = admin.post("/desk/rota", &[("kind", "reception"), ("preset", "fujian_2013")]);
        assert_eq!(chosen.status, StatusCode::SEE_OTHER);
        setting.officer("feng").get("/desk/rota").says(OK, &["福建2013年"]);
        let unknown = admin.post("/desk/rota", &[("kind", "reception"), ("preset", "none")]);
        assert_ne!(unknown.status, StatusCode::SEE_OTHER);
        let other =
            setting.officer("feng").post("/desk/rota", &[("kind", "reception"), ("preset", "monthly")]);
        assert_eq!(other.status, StatusCode::NOT_FOUND);
        assert_eq!(setting.officer("feng").get("/desk/rota?kind=matter").status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn a_place_remembers_what_is_planned_and_what_was_promised_there() {
    on_a_site(|setting| {
        learn(setting);
        let url = register(setting, "/desk/register?kind=onsite", &ONSITE).unwrap();
        let page = format!("/places/{}", town::COMMUNITY);
        setting.officer("qian").get(&format!("/desk{page}")).says(OK, &["七号楼排水", "接下来的活动"]);
        let unseen = setting.stranger().get(&page);
        unseen.says(OK, &["云霄路社区", "这段时间没有活动", "承诺事项"]);
        assert!(!unseen.text.contains("七号楼排水"), "what is not announced is not public");
        act(setting, &url, "call", &[("f.units", "water")]);
        setting.stranger().get(&page).says(OK, &["七号楼排水", "高婉 副区长"]);
        let elsewhere = setting.stranger().get(&format!("/places/{}", town::OTHER_COMMUNITY));
        assert!(!elsewhere.text.contains("七号楼排水"));
        assert_eq!(setting.stranger().get("/places/999999999999").status, StatusCode::NOT_FOUND);
        assert_eq!(setting.stranger().get("/places/x").status, StatusCode::NOT_FOUND);
        setting.officer("qian").get(&url).says(OK, &[&format!("/desk{page}")]);
        setting.office.pass_days(30);
        setting.stranger().get(&page).says(OK, &["过去半年的活动", "七号楼排水"]);
    });
}
