//! People are asked for what telling them needs, and the administrator sees how telling goes.

use axum::http::StatusCode;
use office::{Undelivered, Way};
use testkit::Answer;

use crate::browser::{on_a_site, on_a_telling_site};
use crate::journey::typed;

const OK: StatusCode = StatusCode::OK;

#[test]
fn a_mail_address_is_asked_for_only_where_letters_are_sent() {
    on_a_site(|setting| {
        let form = setting.stranger().get("/raise");
        form.says(OK, &["只给办理人联系您用"]);
        assert!(!form.text.contains("您的邮箱"));
        setting.stranger().get("/privacy").says(OK, &["不填也能提"]);
    });
    on_a_telling_site(|setting, bag| {
        let mut person = setting.stranger();
        person.get("/raise").says(OK, &["有进展时发短信告诉您", "您的邮箱", "信里不写事情的内容"]);
        person.get("/privacy").says(OK, &["怎么告诉您"]);
        let mut form = typed();
        form.extend([("email", "lin@example"), ("go", "check")]);
        person
            .post("/raise", &form)
            .says(StatusCode::UNPROCESSABLE_ENTITY, &["不像一个邮箱地址", "lin@example"]);
        form.retain(|(name, _)| *name != "email");
        form.push(("email", "lin@example.cn"));
        let check = person.post("/raise", &form);
        check.says(OK, &["您的邮箱", "lin@example.cn"]);
        let fields = check.all_hidden();
        let fields: Vec<(&str, &str)> =
            fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        person.post("/raise/send", &fields).says(OK, &["收到了"]);
        setting.office.office.send_notices().unwrap();
        let told = bag.empty();
        assert_eq!((told.len(), told[0].0, told[0].1.as_str()), (1, Way::Mail, "lin@example.cn"));
    });
}

#[test]
fn the_administrator_sees_why_notices_failed_and_sends_them_again() {
    on_a_site(|setting| {
        setting.officer("chen").get("/desk/admin/notices").says(OK, &["没有设置邮件或短信", "mail_server"]);
    });
    on_a_telling_site(|setting, bag| {
        let raised = setting.office.raise(testkit::drain());
        bag.answer(Answer::No(Undelivered::Refused("refused 422".to_owned())));
        setting.office.office.send_notices().unwrap();
        let mut chen = setting.officer("chen");
        let page = chen.get("/desk/admin/notices");
        page.says(OK, &[&raised.number, "短信：对方不收（422）", "重新发送这 1 条"]);
        let done = chen.post("/desk/admin/notices", &[]);
        assert_eq!(done.status, StatusCode::SEE_OTHER);
        chen.follow(&done).says(OK, &["马上重新发送", "没有发不成的通知"]);
        setting.office.office.send_notices().unwrap();
        assert_eq!(bag.empty().len(), 1);
    });
}
