//! Letters through a real mail server: aiosmtpd, in the Python environment that `cargo xtask setup` makes.

#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Stdio};

use jiff::Timestamp;
use post::{Letter, Mail, PostFailure};
use serde_json::Value;

const SERVER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/mail_server.py");

struct MailServer {
    child: Child,
    said: BufReader<ChildStdout>,
    port: u64,
}

impl MailServer {
    /// Starts one; `None` with a word where Python lacks the server.
    fn start(ways: &[&str]) -> Option<Self> {
        let python = python().or_else(|| {
            assert!(std::env::var_os("SIXIA_REQUIRE_MAIL").is_none(), "no mail server; cargo xtask setup");
            eprintln!("skipped: no mail server for tests here; `cargo xtask setup` installs one");
            None
        })?;
        let mut child = Command::new(python)
            .arg(SERVER)
            .args(ways)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let said = BufReader::new(child.stdout.take().unwrap());
        let mut server = Self { child, said, port: 0 };
        server.port = server.next()["port"].as_u64().unwrap();
        Some(server)
    }

    fn next(&mut self) -> Value {
        let mut line = String::new();
        self.said.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap()
    }

    fn mail(&self, login: &str) -> Mail {
        let url = format!("smtp://{login}127.0.0.1:{}", self.port);
        Mail::new(&url, "海州热线 <office@example.cn>").unwrap()
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        let _ended = self.child.wait();
    }
}

/// The Python of the tests, in the folder in which everything is built.
fn python() -> Option<PathBuf> {
    let own = std::env::current_exe().ok()?;
    let python = own.ancestors().nth(3)?.join("python/bin/python");
    python.is_file().then_some(python)
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
    let mail = server.mail("");
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
    let mail = server.mail("");
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
    let wrong = server.mail("office:wrong@");
    assert_eq!(wrong.send(&letter("lin@example.cn")), Err(PostFailure::NotLetIn));
    assert_eq!(wrong.test(), Err(PostFailure::NotLetIn));
    let right = server.mail("office:right@");
    right.send(&letter("lin@example.cn")).unwrap();
    assert_eq!(server.next()["to"], serde_json::json!(["lin@example.cn"]));
}
