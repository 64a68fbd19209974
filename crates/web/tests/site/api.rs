//! The same for programs.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};

use crate::browser::{Answer, Browser, on_a_site};

fn send(browser: &mut Browser<'_>, body: &str, key: &str) -> Answer {
    let request = Request::post("/api/v1/matters")
        .header(header::CONTENT_TYPE, "application/json")
        .header("idempotency-key", key);
    browser.ask(request.body(Body::from(body.to_owned())).unwrap())
}

fn json(answer: &Answer) -> serde_json::Value {
    serde_json::from_str(&answer.text).unwrap()
}

const MATTER: &str = r#"{"kind":"matter","category":"urban.drainage","place":"370202001001","title":"井盖冒水",
    "text":"一下雨就冒水","phone":"13812345678","fields":{"class":["plain"]}}"#;

#[test]
fn a_program_raises_a_matter_once_however_often_it_asks() {
    on_a_site(|setting| {
        let mut program = setting.stranger();
        let first = send(&mut program, MATTER, "k-1");
        assert_eq!(first.status, StatusCode::CREATED, "{}", first.text);
        let receipt = json(&first);
        assert!(receipt["number"].as_str().unwrap().starts_with("SX-"));
        assert_eq!(json(&send(&mut program, MATTER, "k-1")), receipt);
        let other = MATTER.replace("井盖", "路灯");
        let reused = send(&mut program, &other, "k-1");
        assert_eq!(json(&reused)["code"], "order-key-reused");
    });
}

#[test]
fn a_program_is_told_why_not_with_a_stable_code() {
    on_a_site(|setting| {
        let mut program = setting.stranger();
        for (body, status, code) in [
            ("{", 400, "malformed"),
            (r#"{"kind":"matter","unknown":1}"#, 400, "malformed"),
            (&MATTER.replace("urban.drainage", "none"), 422, "refusal-no-such-category"),
            (&MATTER.replace("370202001001", "37020"), 422, "refusal-no-such-place"),
            (&MATTER.replace("plain", "other"), 422, "refusal-fields"),
            (&MATTER.replace("13812345678", "138"), 422, "phone-shape"),
        ] {
            let refused = send(&mut program, body, code);
            assert_eq!(refused.status.as_u16(), status, "{body}: {}", refused.text);
            assert_eq!(refused.headers[header::CONTENT_TYPE], "application/problem+json");
            let problem = json(&refused);
            assert_eq!(problem["code"], code, "{body}");
            assert_eq!(problem["status"], status);
        }
        let missing = program.get("/api/v1/matters/SX-2026-000001-00");
        assert_eq!((missing.status.as_u16(), json(&missing)["code"].clone()), (404, "not-found".into()));
    });
}

#[test]
fn what_is_public_is_public_for_programs_too() {
    on_a_site(|setting| {
        let raised = setting.office.raise(testkit::drain());
        let publish =
            domain::command::Command::Publish { title: "井盖冒水".into(), text: "冒水".into() };
        setting.office.order("zhao", office::Order::on(raised.case.clone(), publish)).unwrap();
        let mut program = setting.stranger();
        let list = json(&program.get("/api/v1/matters?category=urban"));
        assert_eq!(list["matters"][0]["number"], raised.number.as_str());
        assert!(list.get("next").is_none());
        let one = json(&program.get(&format!("/api/v1/matters/{}", raised.number)));
        assert_eq!((one["title"].as_str(), one["text"].as_str()), (Some("井盖冒水"), Some("冒水")));
        let figures = json(&program.get("/api/v1/figures?by=category"));
        assert!(figures["total"]["opened"].is_null(), "one matter is too few to show");
        assert_eq!(json(&program.get("/api/v1/figures?by=weather"))["code"], "malformed");
    });
}
