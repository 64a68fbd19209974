//! Text messages through a real HTTP server that reads and answers as a gateway does.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::thread;

use jiff::Timestamp;
use post::{Gateway, PostFailure, Sms};

const KEY: &str = "known-to-both-sides";
const SMS: Sms<'_> =
    Sms { key: "0197-abc", to: "13812345678", text: "已经答复您。", language: "zh-CN" };

/// One request as it arrived: its head in small letters, and its body.
fn read(stream: &TcpStream) -> (String, String) {
    let mut lines = BufReader::new(stream);
    let (mut head, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        lines.read_line(&mut line).unwrap();
        let line = line.trim_end().to_lowercase();
        if let Some(said) = line.strip_prefix("content-length: ") {
            length = said.parse().unwrap();
        }
        if line.is_empty() {
            break;
        }
        head.push_str(&line);
        head.push('\n');
    }
    let mut body = vec![0; length];
    lines.read_exact(&mut body).unwrap();
    (head, String::from_utf8(body).unwrap())
}

/// A gateway that gives these answers one after another; gives what it was asked.
fn serve(answers: &'static [&'static str]) -> (Gateway, thread::JoinHandle<Vec<(String, String)>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/send?town=haizhou", listener.local_addr().unwrap());
    let asked = thread::spawn(move || {
        let answer = |answer: &&str| {
            let (mut stream, _) = listener.accept().unwrap();
            let asked = read(&stream);
            write!(stream, "HTTP/1.1 {answer}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n").unwrap();
            asked
        };
        answers.iter().map(answer).collect()
    });
    (Gateway::new(&url, KEY).unwrap(), asked)
}

#[test]
fn a_message_is_handed_over_signed_and_under_its_key() {
    let (gateway, asked) = serve(&["202 Accepted", "200 OK"]);
    let at = Timestamp::from_second(1_772_589_600).unwrap();
    gateway.send(&SMS, at).unwrap();
    gateway.send(&SMS, at).unwrap();
    let asked = asked.join().unwrap();
    assert_eq!(asked[0], asked[1], "the gateway can tell that both are one");
    let (head, body) = &asked[0];
    assert!(head.starts_with("post /send?town=haizhou http/1.1\n"), "{head}");
    assert_eq!(body, r#"{"id":"0197-abc","to":"13812345678","text":"已经答复您。","language":"zh-CN"}"#);
    for line in [
        "content-type: application/json; charset=utf-8",
        "idempotency-key: 0197-abc",
        "sixia-time: 1772589600",
        // hmac.new(KEY, b"1772589600." + body, "sha256") in Python
        "sixia-signature: v1=a8cbe879c1c7f5cf43357dc2fbc56dfc08aafa5c4bb5fb6d08aff41e6f8bc6ba",
    ] {
        assert!(head.lines().any(|known| known == line), "{line} in {head}");
    }
}

#[test]
fn refusals_and_absences_are_told_apart() {
    let (gateway, asked) = serve(&["503 Busy", "422 No", "307 There\r\nlocation: http://127.0.0.1:1/"]);
    let send = || gateway.send(&SMS, Timestamp::UNIX_EPOCH).unwrap_err();
    assert_eq!(send(), PostFailure::Busy(503));
    assert_eq!(send(), PostFailure::Refused(422));
    assert_eq!(send(), PostFailure::Busy(307), "nobody is followed to another address");
    asked.join().unwrap();
    assert_eq!(send(), PostFailure::Unreachable);
    assert_eq!(gateway.test(), Err(PostFailure::Unreachable));
}

#[test]
fn whether_somebody_listens_is_tried_without_a_message() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/send", listener.local_addr().unwrap());
    Gateway::new(&url, KEY).unwrap().test().unwrap();
}
