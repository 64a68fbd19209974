//! Wrong, oversized, malformed, repeated and unauthorised input: a clear word, nothing changed, nothing typed lost.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use testkit::town;
use web::{Rate, Rates};

use crate::browser::{on_a_site, on_a_site_with, picture};

const REFUSED: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;

#[test]
fn nothing_typed_or_uploaded_is_lost_when_something_is_wrong() {
    on_a_site(|setting| {
        let mut person = setting.stranger();
        let sent = [
            ("kind", "matter"),
            ("title", "雨水井盖往外冒水"),
            ("text", ""),
            ("spot", "七号楼<东侧>"),
            ("phone", "1380013800"),
            ("go", "check"),
        ];
        let refused = person.upload("/raise", &sent, &[("photos", picture())]);
        refused.says(
            REFUSED,
            &["有几处需要您看一下", "雨水井盖往外冒水", "1380013800", "请选一个类别", "1 张照片"],
        );
        refused.says(REFUSED, &["aria-invalid=\"true\"", "<title>错误："]);
        assert!(refused.text.contains("七号楼&#60;东侧&#62;"), "escaped");
        assert_eq!(refused.hiddens("photo").len(), 1, "the picture travels along");
    });
}

#[test]
fn a_file_that_is_no_picture_is_refused_and_the_rest_stays() {
    on_a_site(|setting| {
        let mut person = setting.stranger();
        let sent = [("title", "雨水井盖往外冒水"), ("go", "check")];
        let refused = person.upload("/raise", &sent, &[("photos", b"MZ no picture".to_vec())]);
        refused.says(REFUSED, &["只收 JPEG、PNG、WebP 照片", "雨水井盖往外冒水"]);
        let seven = vec![("photos", picture()); 7];
        person.upload("/raise", &sent, &seven).says(REFUSED, &["最多 6 张照片"]);
    });
}

#[test]
fn a_place_is_chosen_level_by_level_or_by_name() {
    on_a_site(|setting| {
        let mut person = setting.stranger();
        let first = person.get("/raise");
        first.says(StatusCode::OK, &["显示下一级", "云霄路社区"]);
        let found = person.post("/raise", &[("where", "石桥"), ("go", "places")]);
        found.says(StatusCode::OK, &["是其中哪一个", town::OTHER_COMMUNITY]);
        person
            .post("/raise", &[("where", "没有的地方"), ("go", "places")])
            .says(StatusCode::OK, &["没有找到这个地名"]);
    });
}

#[test]
fn a_form_from_elsewhere_changes_nothing() {
    on_a_site(|setting| {
        let raised = setting.office.raise(testkit::drain());
        let mut person = setting.stranger();
        person.get("/track");
        let sent = [("number", raised.number.as_str()), ("secret", raised.secret.as_str())];
        for csrf in ["", "0000", &setting.stranger().csrf()] {
            let mut form = vec![("csrf", csrf)];
            form.extend(sent);
            person.post_bare("/track", &form).says(StatusCode::FORBIDDEN, &["这一页放得太久了"]);
        }
        assert_eq!(person.post("/track", &sent).status, StatusCode::SEE_OTHER);
    });
}

#[test]
fn a_wrong_number_or_secret_is_never_said_which() {
    on_a_site(|setting| {
        let raised = setting.office.raise(testkit::drain());
        let mut person = setting.stranger();
        for (number, secret, words) in [
            (raised.number.as_str(), "7Q4M-9XKD-2HVT", "编号和查询码对不上"),
            ("SX-2026-999999-03", raised.secret.as_str(), "编号"),
            ("SX-2026", raised.secret.as_str(), "编号像 SX-2026-031842-08 这样"),
            (raised.number.as_str(), "短", "查询码是 12 位字母和数字"),
        ] {
            person.post("/track", &[("number", number), ("secret", secret)]).says(REFUSED, &[words]);
        }
        assert_eq!(person.get("/track/case").status, StatusCode::SEE_OTHER, "nothing is followed");
    });
}

#[test]
fn whoever_tries_too_often_waits() {
    let rates = Rates { track: Rate { burst: 2, seconds_each: 30 }, ..Rates::default() };
    on_a_site_with(rates, |setting| {
        let mut person = setting.stranger();
        let wrong = [("number", "SX-2026-031842-08"), ("secret", "7Q4M-9XKD-2HVT")];
        for _ in 0..2 {
            assert_eq!(person.post("/track", &wrong).status, REFUSED);
        }
        let limited = person.post("/track", &wrong);
        limited.says(StatusCode::TOO_MANY_REQUESTS, &["操作太频繁", "请在 30 秒后再试"]);
        assert_eq!(limited.headers[header::RETRY_AFTER], "30");
        setting.office.pass_hours(1);
        assert_eq!(person.post("/track", &wrong).status, REFUSED);
    });
}

#[test]
fn what_is_too_large_or_cannot_be_read_is_refused() {
    on_a_site(|setting| {
        let mut person = setting.stranger();
        let long = "字".repeat(200_000);
        assert_eq!(person.post("/track", &[("number", &long)]).status, StatusCode::PAYLOAD_TOO_LARGE);
        let many = vec![("x", "1"); 500];
        assert_eq!(person.post("/track", &many).status, StatusCode::PAYLOAD_TOO_LARGE);
        let json = Request::post("/track").header(header::CONTENT_TYPE, "application/json");
        person.ask(json.body(Body::from("{}")).unwrap()).says(StatusCode::BAD_REQUEST, &["没有看懂这次提交"]);
        let method = Request::delete("/track").body(Body::empty()).unwrap();
        person.ask(method).says(StatusCode::METHOD_NOT_ALLOWED, &["不能这样访问"]);
        person.get("/no-such-page").says(StatusCode::NOT_FOUND, &["没有找到这一页"]);
    });
}

#[test]
fn who_comes_second_sees_what_the_first_did() {
    on_a_site(|setting| {
        let raised = setting.office.raise(testkit::drain());
        let url = format!("/desk/matters/{}", raised.case);
        let mut zhao = setting.officer("zhao");
        let form = zhao.get(&format!("{url}/acts/dispatch"));
        setting
            .office
            .order(
                "zhao",
                office::Order::on(
                    raised.case.clone(),
                    domain::command::Command::Note { text: "先到".into() },
                ),
            )
            .unwrap();
        let late = zhao.post(&format!("{url}/acts/dispatch"), &[("seen", &form.hidden("seen"))]);
        late.says(StatusCode::CONFLICT, &["您打开之后有了新情况", "内部备注"]);
        let now = late.hidden("seen");
        assert_eq!(
            zhao.post(&format!("{url}/acts/dispatch"), &[("seen", &now)]).status,
            StatusCode::SEE_OTHER
        );
    });
}

#[test]
fn signing_in_leads_only_to_pages_of_ours() {
    on_a_site(|setting| {
        drop(setting.officer("zhao"));
        let mut browser = setting.stranger();
        let wrong = browser.post("/sign-in", &[("name", "zhao"), ("password", "falsch falsch")]);
        wrong.says(REFUSED, &["账号或密码不对"]);
        for (next, to) in [
            ("/desk/matters", "/desk/matters"),
            ("https://evil.example", "/desk"),
            ("//evil.example", "/desk"),
            ("", "/desk"),
        ] {
            let sent = [("name", "zhao"), ("password", "海边的风很大 2026"), ("next", next)];
            let signed_in = browser.post("/sign-in", &sent);
            assert_eq!(signed_in.headers[header::LOCATION], to, "{next}");
        }
        browser.get("/desk").says(StatusCode::OK, &["赵敏"]);
        let out = browser.post("/sign-out", &[]);
        browser.follow(&out).says(StatusCode::OK, &["已退出"]);
        assert_eq!(browser.get("/desk").headers[header::LOCATION], "/sign-in?next=%2Fdesk");
    });
}
