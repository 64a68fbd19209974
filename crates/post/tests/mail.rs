//! Letters through a real mail server.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod server;

use jiff::Timestamp;
use post::{Letter, Mail, PostFailure};

use server::MailServer;

fn mail(server: &MailServer, login: &str) -> Mail {
    let url = format!("smtp://{login}127.0.0.1:{}", server.port);
    Mail::new(&url, "海州热线 <office@example.cn>").unwrap()
}

fn letter(to: &str) -> Letter<'_> {
    Letter {
        key: "0197-abc",
        at: Timestamp::from_second(1_772_589_600).unwrap(),
        to,
        subject: "您反映的事有进展",
        text: "水务公司已经答复您。\n查看：https://example.cn/track",
    }
}

#[test]
fn a_letter_arrives_whole_and_twice_under_one_key() {
    let Some(mut server) = MailServer::start(&[]) else { return };
    let mail = mail(&server, "");
    mail.test().unwrap();
    mail.send(&letter("lin@example.cn")).unwrap();
    mail.send(&letter("lin@example.cn")).unwrap();
    let (first, second) = (server.next(), server.next());
    assert_eq!(first, second, "whoever gets both can tell that they are one");
    assert_eq!(first["to"], serde_json::json!(["lin@example.cn"]));
    let headers = &first["headers"];
    assert_eq!(headers["message-id"], "<0197-abc@example.cn>");
    assert_eq!(headers["from"], "海州热线 <office@example.cn>");
    assert_eq!(headers["subject"], "您反映的事有进展");
    assert_eq!(headers["auto-submitted"], "auto-generated");
    assert_eq!(headers["date"], "Wed, 04 Mar 2026 02:00:00 +0000");
    assert_eq!(first["text"].as_str().unwrap().trim_end(), letter("").text);
}

#[test]
fn what_the_server_says_of_an_address_is_told_as_a_code_only() {
    let Some(server) = MailServer::start(&[]) else { return };
    let mail = mail(&server, "");
    for (to, failure) in
        [("busy@example.cn", PostFailure::Busy(451)), ("gone@example.cn", PostFailure::Refused(550))]
    {
        let told = mail.send(&letter(to)).unwrap_err();
        assert_eq!(told, failure, "{to}");
        assert!(!format!("{told}{told:?}").contains("example"), "{told}");
    }
}

#[test]
fn a_wrong_password_is_a_fault_of_the_office_not_of_the_letter() {
    let Some(mut server) = MailServer::start(&["--sign-in"]) else { return };
    let wrong = mail(&server, "office:wrong@");
    assert_eq!(wrong.send(&letter("lin@example.cn")), Err(PostFailure::NotLetIn));
    assert_eq!(wrong.test(), Err(PostFailure::NotLetIn));
    let right = mail(&server, "office:right@");
    right.send(&letter("lin@example.cn")).unwrap();
    assert_eq!(server.next()["to"], serde_json::json!(["lin@example.cn"]));
}
