//! A person raises a matter; it is dispatched, answered and approved; the person says how it went; the public reads it.

use axum::http::StatusCode;
use testkit::town;

use crate::browser::{Setting, on_a_site, picture};

const OK: StatusCode = StatusCode::OK;

/// What a person types.
pub(crate) fn typed() -> Vec<(&'static str, &'static str)> {
    vec![
        ("kind", "matter"),
        ("category", "urban.drainage"),
        ("place", town::COMMUNITY),
        ("spot", "七号楼东侧"),
        ("title", "雨水井盖往外冒水"),
        ("text", "一下雨就往外冒水，请尽快疏通。"),
        ("name", "林晓燕"),
        ("phone", "13812345678"),
        ("publish", "yes"),
        ("f.class", "plain"),
    ]
}

/// Number and secret of a matter that was raised through the pages.
fn raise(setting: &Setting) -> (String, String) {
    let mut person = setting.stranger();
    let mut form = typed();
    form.push(("go", "check"));
    let check = person.upload("/raise", &form, &[("photos", picture())]);
    check.says(OK, &["提交前核对一遍", "云霄路社区", "七号楼东侧", "林晓燕", "1 张照片", "市南区12345热线"]);
    let fields = check.all_hidden();
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let done = person.post("/raise/send", &fields);
    done.says(OK, &["收到了", "<svg class=\"qr\"", "市南区12345热线"]);
    let shown: Vec<&str> =
        done.text.split("receipt__number\">").skip(1).map(|rest| rest.split('<').next().unwrap()).collect();
    let again = person.post("/raise/send", &fields);
    again.says(OK, &[shown[0], shown[1]]);
    (shown[0].to_owned(), shown[1].to_owned())
}

/// The address of the matter at the desk of an officer.
fn at_the_desk(setting: &Setting, officer: &str, number: &str) -> String {
    let mut desk = setting.officer(officer);
    let found = desk.get(&format!("/desk/matters?q={number}"));
    found.headers["location"].to_str().unwrap().to_owned()
}

fn act(setting: &Setting, officer: &str, url: &str, act: &str, fields: &[(&str, &str)]) {
    let mut desk = setting.officer(officer);
    let form = desk.get(&format!("{url}/acts/{act}"));
    form.says(OK, &["办完以后"]);
    let (key, seen) = (form.hidden("key"), form.hidden("seen"));
    let mut sent = vec![("key", key.as_str()), ("seen", seen.as_str())];
    sent.extend_from_slice(fields);
    let done = desk.post(&format!("{url}/acts/{act}"), &sent);
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    desk.follow(&done).says(OK, &["办好了"]);
}

#[test]
fn a_matter_goes_from_raised_to_settled_in_pages() {
    on_a_site(|setting| {
        let (number, secret) = raise(setting);
        let url = at_the_desk(setting, "zhao", &number);

        let mut zhao = setting.officer("zhao");
        zhao.get("/desk").says(OK, &["要我办的", "雨水井盖往外冒水", &number]);
        let matter = zhao.get(&url);
        matter.says(OK, &["七号楼东侧", "为什么交给这个单位", "138****5678"]);
        assert!(!matter.text.contains("13812345678"), "masked");
        act(setting, "zhao", &url, "dispatch", &[]);
        act(setting, "li", &url, "draft", &[("f.result", "管道已经疏通，没有再冒水。")]);
        act(setting, "zhou", &url, "approve", &[]);

        let mut person = setting.stranger();
        let opened = person.post("/track", &[("number", &number.to_lowercase()), ("secret", &secret)]);
        let case = person.follow(&opened);
        case.says(OK, &["管道已经疏通", "请您评一评", "海州自来水公司"]);
        assert!(!case.text.contains(&secret), "the secret never comes back");
        let photo = case.between("<img src=\"", "\"").replace("&amp;", "&").replace("&#38;", "&");
        assert_eq!(person.get(&photo).headers["content-type"], "image/jpeg");
        assert_eq!(
            setting.stranger().get(&photo).status,
            StatusCode::NOT_FOUND,
            "only for who may see the matter"
        );
        let (key, seen) = (case.hidden("key"), case.hidden("seen"));
        let rating = [("f.answered", "yes"), ("f.solved", "yes"), ("f.satisfied", "no")];
        let mut sent = vec![("key", key.as_str()), ("seen", seen.as_str())];
        sent.extend(rating);
        let rated = person.post("/track/case/acts/rate", &sent);
        person.follow(&rated).says(OK, &["办好了", "已办结"]);
    });
}

#[test]
fn a_published_matter_is_read_by_all_and_shared_by_others() {
    on_a_site(|setting| {
        let (number, _) = raise(setting);
        let mut public = setting.stranger();
        assert_eq!(public.get(&format!("/matters/{number}")).status, StatusCode::NOT_FOUND, "not yet");
        let url = at_the_desk(setting, "zhao", &number);
        let mut zhao = setting.officer("zhao");
        zhao.get(&format!("{url}/do/publish")).says(OK, &["雨水井盖往外冒水"]);
        let texts = [("title", "井盖冒水"), ("text", "一下雨就冒水")];
        let done = zhao.post(&format!("{url}/do/publish"), &texts);
        zhao.follow(&done).says(OK, &["已公开"]);

        public.get("/matters").says(OK, &["井盖冒水", "1 件"]);
        public.get("/matters?q=冒水&category=urban").says(OK, &["井盖冒水"]);
        public.get("/matters.csv").says(OK, &["井盖冒水"]);
        public.get("/").says(OK, &["井盖冒水"]);
        let page = public.get(&format!("/matters/{number}"));
        page.says(OK, &["井盖冒水", "我也是"]);
        assert!(!page.text.contains("林"), "nothing tells who raised it");
        let too = public.post(&format!("/matters/{number}/me-too"), &[("key", &page.hidden("key"))]);
        let counted = public.follow(&too);
        counted.says(OK, &["记下了", "也遇到的人"]);
        let again = public.post(&format!("/matters/{number}/me-too"), &[("key", &counted.hidden("key"))]);
        let counted = public.follow(&again);
        counted.says(OK, &["已经算上您了"]);
        let mut other = setting.stranger();
        let page = other.get(&format!("/matters/{number}"));
        let too = other.post(&format!("/matters/{number}/me-too"), &[("key", &page.hidden("key"))]);
        other.follow(&too).says(OK, &["记下了"]);
        public.get("/matters.csv").says(OK, &[",2,"]);
    });
}

#[test]
fn an_operator_registers_for_a_caller() {
    on_a_site(|setting| {
        let mut zhao = setting.officer("zhao");
        let form = zhao.get("/desk/register");
        form.says(OK, &["登记诉求", "来电"]);
        let mut sent = typed();
        sent.extend([("channel", "call"), ("go", "send")]);
        let done = zhao.post("/desk/register", &sent);
        zhao.follow(&done).says(OK, &["已登记", "雨水井盖往外冒水", "来电"]);
        let known = zhao.post("/desk/register", &[("phone", "13812345678"), ("go", "look")]);
        known.says(OK, &["这个电话以前的诉求", "雨水井盖往外冒水"]);
    });
}

#[test]
fn a_name_is_shown_only_for_a_reason_that_is_kept() {
    on_a_site(|setting| {
        let (number, _) = raise(setting);
        let url = at_the_desk(setting, "zhao", &number);
        let mut zhao = setting.officer("zhao");
        let matter = zhao.get(&url).text;
        let before = matter.split("\" aria-label=\"查看林").next().unwrap();
        let reveal = before.rsplit("href=\"").next().unwrap();
        let refused = zhao.post(reveal, &[("reason", " ")]);
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(!refused.text.contains("13812345678"));
        zhao.post(reveal, &[("reason", "回电核实地点")]).says(OK, &["13812345678", "林晓燕"]);
        zhao.get(&url).says(OK, &["查看了个人信息：回电核实地点"]);
    });
}
