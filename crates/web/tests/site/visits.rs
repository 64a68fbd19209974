//! Being received, through the pages: booked on a phone, called at the desk, shown in the hall, summed up for the minutes.

use axum::http::StatusCode;
use domain::command::VisitAsk;
use domain::visit::Guest;
use office::reference::ReferenceChange;
use office::{Office, Order};

use crate::activities;
use crate::browser::{Setting, on_a_site};

const OK: StatusCode = StatusCode::OK;
const REFUSED: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;

/// A published day: its address at the desk, and its number.
fn published(setting: &Setting) -> (String, String) {
    activities::learn(setting);
    let source = include_str!("../../../../packs/reception/pack.toml").to_owned();
    setting
        .office
        .office
        .change_reference(&Office::machine(), vec![ReferenceChange::Pack { source }])
        .unwrap();
    let typed = [
        ("kind", "reception"),
        ("channel", "rota"),
        ("publish", "yes"),
        ("title", "副区长接访"),
        ("text", "住房和物业方面的事，也接待别的。"),
        ("f.form", "fixed"),
        ("f.starts", "2026-03-12T09:00"),
        ("f.ends", "2026-03-12T09:30"),
        ("f.leader", "gao"),
    ];
    let url = activities::register(setting, "/desk/register?kind=reception", &typed).unwrap();
    activities::act(setting, &url, "publish", &[]);
    let list = setting.stranger().get("/activities");
    let number = list.text.split("/matters/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    (url, number)
}

fn receive(setting: &Setting, url: &str) {
    setting.office.pass_days(10);
    activities::act(setting, url, "receive", &[]);
}

#[test]
fn a_time_is_booked_on_a_phone_and_its_ticket_opened_on_another() {
    on_a_site(|setting| {
        let (_, number) = published(setting);
        let mut phone = setting.stranger();
        let book = format!("/activities/{number}/book");
        phone.get(&format!("/matters/{number}")).says(OK, &["想当面谈", &book]);
        phone.get(&book).says(OK, &["3月12日 09:00", "3月12日 09:15", "还可约 1 批"]);
        phone.post(&book, &[]).says(REFUSED, &["请选一个时间"]);
        let held = phone.post(&book, &[("slot", "1")]);
        let ticket = phone.follow(&held);
        ticket.says(OK, &["保留中", "再填这几项就约好了"]);
        assert!(!setting.stranger().get(&book).text.contains("09:15"), "it is kept for one");

        let url = format!("/visits/{number}");
        phone.post(&url, &[("do", "book"), ("people", "2")]).says(REFUSED, &["请写上怎么称呼您"]);
        phone
            .post(&url, &[("do", "book"), ("name", "林阿婆"), ("people", "6")])
            .says(REFUSED, &["一共几人来"]);
        let booked = phone.post(
            &url,
            &[("do", "book"), ("name", "林阿婆"), ("people", "2"), ("needs", "old"), ("about", "屋后的沟")],
        );
        let ticket = phone.follow(&booked);
        ticket.says(OK, &["已约好", "3月12日 09:15（周四）", "<svg"]);
        assert!(!ticket.text.contains("林阿婆"), "the slip says nothing about anybody");
        let secret =
            ticket.text.split("receipt__number\">").nth(2).unwrap().split('<').next().unwrap().to_owned();

        let mut other = setting.stranger();
        other.get(&url).says(OK, &["查询码"]);
        other.post(&url, &[("do", "open"), ("secret", "0000-0000-0000")]).says(REFUSED, &["打不开"]);
        let opened = other.post(&url, &[("do", "open"), ("secret", &secret)]);
        other.follow(&opened).says(OK, &["已约好"]);
        let cancelled = other.post(&url, &[("do", "cancel")]);
        other.follow(&cancelled).says(OK, &["名额让给别人了", "已取消"]);
        phone.get(&book).says(OK, &["09:15"]);
    });
}

#[test]
fn who_finds_all_times_taken_waits_for_one() {
    on_a_site(|setting| {
        let (_, number) = published(setting);
        let book = format!("/activities/{number}/book");
        let mut first = setting.stranger();
        for slot in ["0", "1"] {
            first.post(&book, &[("slot", slot)]);
        }
        let mut second = setting.stranger();
        second.get(&book).says(OK, &["可以候补"]);
        second.post(&book, &[("slot", "1")]).says(REFUSED, &["刚刚约满了"]);
        let listed = second.post(&book, &[("do", "list"), ("name", "王五"), ("people", "1")]);
        second.follow(&listed).says(OK, &["候补"]);
        let url = format!("/visits/{number}");
        first.post(&url, &[("do", "cancel")]);
        setting.office.pass_hours(1);
        setting.office.office.tick(setting.office.now()).unwrap();
        second.get(&url).says(OK, &["已约好", "3月12日 09:00"]);
    });
}

#[test]
fn the_desk_takes_in_calls_and_ends_and_the_hall_shows_numbers_only() {
    on_a_site(|setting| {
        let (url, number) = published(setting);
        receive(setting, &url);
        let mut desk = setting.officer("qian");
        desk.get(&url).says(OK, &["接待队列"]);
        let queue = format!("{url}/queue");
        let made = desk.post(
            &queue,
            &[("slot", "now"), ("name", "林阿婆"), ("people", "2"), ("needs", "old"), ("about", "屋后的沟")],
        );
        desk.follow(&made).says(OK, &["已给 1 号，查询码", "七十岁以上", "现场取号"]);
        let screen = format!("/screen/{number}");
        setting.stranger().get(&screen).says(OK, &["还有 1 位在等", "还没有叫号", "http-equiv=\"refresh\""]);
        let called = desk.post(&queue, &[("do", "call"), ("window", "2")]);
        desk.follow(&called).says(OK, &["没有人在等"]);
        desk.post(&queue, &[("do", "call"), ("window", "1")]).says(REFUSED, &["没有要办的事"]);
        let hall = setting.stranger().get(&screen);
        hall.says(OK, &["2 号桌", "1 号"]);
        assert!(!hall.text.contains("林阿婆") && !hall.text.contains("屋后的沟"));

        let table = format!("{url}/visits/1");
        let page = desk.get(&table);
        page.says(OK, &["请到桌前", "登记承诺", "看来访人和想谈的事", "当场办结"]);
        let reveal = page.text.split("/reveal/").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let shown = desk.post(&format!("{url}/reveal/{reveal}"), &[("reason", "当面接待")]);
        shown.says(OK, &["林阿婆", "屋后的沟"]);
        desk.post(&table, &[("do", "finish"), ("end", "promised")]).says(REFUSED, &["哪天前办好"]);
        let sent =
            [("do", "finish"), ("end", "promised"), ("due", "2026-04-01"), ("words", "清沟，四月前。")];
        let done = desk.post(&table, &sent);
        desk.follow(&done).says(OK, &["请念给群众听", "2026年4月1日", "念过了，群众确认"]);
        let read = desk.post(&table, &[("do", "acknowledge")]);
        desk.follow(&read).says(OK, &["最迟 2026年4月1日 前办结"]);
        assert_eq!(setting.officer("li").get(&queue).status, StatusCode::NOT_FOUND);
        assert_eq!(desk.get(&format!("{url}/visits/9")).status, StatusCode::NOT_FOUND);
    });
}

/// The first reception day, Xiapu, 20 December 1988: 102 visitors, 86 matters, 12 settled on the spot, the rest due in a month.
#[test]
fn the_summary_of_the_day_of_xiapu_shows_its_figures() {
    on_a_site(|setting| {
        let (url, _) = published(setting);
        receive(setting, &url);
        let case = domain::ids::CaseId::new(url.rsplit('/').next().unwrap());
        let ask = |ask| setting.office.order("qian", Order::visit(case.clone(), ask)).unwrap();
        for visit in 1..=86_u32 {
            let people = if visit <= 16 { 2 } else { 1 };
            ask(VisitAsk::WalkIn { guest: Guest { people, ..Guest::default() } });
            ask(VisitAsk::Call { window: 1 });
            let settled = visit <= 12;
            ask(VisitAsk::Finish {
                visit,
                end: if settled { "settled" } else { "promised" }.to_owned(),
                due: (!settled).then(|| "2026-04-11".parse().unwrap()),
                words: None,
            });
        }
        let page = setting.officer("qian").get(&format!("{url}/queue"));
        let shown = |label: &str, n: &str| format!("{label}</span><span class=\"stat__value\">{n}</span>");
        let figures = [
            shown("来访人次", "102"),
            shown("来访件数", "86"),
            shown("当场办结", "12"),
            shown("定了人、定了日子去办", "74"),
        ];
        page.says(OK, &figures.each_ref().map(String::as_str));
        page.says(OK, &["最迟 2026年4月11日 前办结"]);
    });
}
