//! "Is it one of these nearby? Me too": on the way to raising a matter.

use axum::http::StatusCode;
use domain::command::Command;
use domain::field::{Point, Where};
use office::{NewCase, Order};
use testkit::{Raised, drain, town};

use crate::browser::{Setting, on_a_site};

const OK: StatusCode = StatusCode::OK;
const QUESTION: &str = "是下面这件事吗";
const HINT: &str = "/nearby/hint?kind=matter&category=urban.drainage&place=370202001001";

/// A drain with a pin on the map.
fn pinned(setting: &Setting) -> Raised {
    let point = Some(Point { longitude: 120.382, latitude: 36.066 });
    setting.office.raise(NewCase { place: Where { point, ..drain().place }, ..drain() })
}

fn publish(setting: &Setting, raised: &Raised) {
    let command =
        Command::Publish { title: "井盖冒水".to_owned(), text: "一下雨就冒水。".to_owned() };
    setting.office.order("zhao", Order::on(raised.case.clone(), command)).unwrap();
}

#[test]
fn while_one_writes_what_lies_near_the_pin_is_shown() {
    on_a_site(|setting| {
        let raised = pinned(setting);
        let mut person = setting.stranger();
        let near = format!("{HINT}&pin=36.0662,120.3822");
        let nothing = |text: &str| assert!(!text.contains("<li>"), "{text}");
        nothing(&person.get(&near).text);
        publish(setting, &raised);
        let hint = person.get(&near);
        hint.says(OK, &[QUESTION, "井盖冒水"]);
        for private in ["七号楼", "老人", "林"] {
            assert!(!hint.text.contains(private), "{private} in {}", hint.text);
        }
        nothing(&person.get(&format!("{HINT}&pin=36.09,120.382")).text);
        nothing(&person.get(&near.replace("urban.drainage", "urban.roads")).text);
        nothing(&person.get(HINT).text);
        for strange in ["/nearby/hint", "/nearby/hint?pin=x", "/nearby/hint?place=1&pin=999,999"] {
            let answer = person.get(strange);
            assert_eq!(answer.status, OK);
            nothing(&answer.text);
        }
    });
}

#[test]
fn before_sending_what_says_the_same_is_shown_and_joined() {
    on_a_site(|setting| {
        let raised = pinned(setting);
        let form = [
            ("kind", "matter"),
            ("category", "urban.drainage"),
            ("place", town::COMMUNITY),
            ("title", "井盖冒水"),
            ("text", "七号楼东侧的雨水井一下雨就往外冒水，老人出门不方便，请尽快疏通管道。"),
            ("f.class", "plain"),
            ("go", "check"),
        ];
        let mut person = setting.stranger();
        let before = person.upload("/raise", &form, &[]);
        assert!(before.status == OK && !before.text.contains(QUESTION), "nothing is public yet");
        publish(setting, &raised);
        let check = person.upload("/raise", &form, &[]);
        check.says(OK, &[QUESTION, "井盖冒水", &format!("/matters/{}", raised.number)]);
        assert!(!check.text.contains("林晓燕") && !check.text.contains("138"));
        let other = form.map(|(name, value)| {
            (
                name,
                if name == "text" {
                    "路口的信号灯坏了三天，早晚高峰很危险。"
                } else {
                    value
                },
            )
        });
        let check = person.upload("/raise", &other, &[]);
        assert!(check.status == OK && !check.text.contains(QUESTION), "nothing is like it");
    });
}
