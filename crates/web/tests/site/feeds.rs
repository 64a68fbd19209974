//! Calendars and feeds, read by libraries that are not ours.

#![expect(clippy::print_stderr, reason = "who runs the tests must see what was left out")]

use std::io::Write as _;
use std::process::{Command, Stdio};

use axum::http::StatusCode;
use serde_json::Value;

use crate::activities::{ONSITE, act, act_as, learn, register};
use crate::browser::{Setting, on_a_site};

const OK: StatusCode = StatusCode::OK;
const READER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/site/read_feed.py");

/// What a library that is not ours finds in a calendar or a feed; `None` with a word where it is not installed.
fn read(kind: &str, text: &str) -> Option<Value> {
    let own = std::env::current_exe().unwrap();
    let python = own.ancestors().nth(3).unwrap().join("python/bin/python");
    let has =
        |code: &str| Command::new(&python).args(["-c", code]).status().is_ok_and(|status| status.success());
    if !python.is_file() || !has("import icalendar, feedparser") {
        assert!(std::env::var_os("SIXIA_REQUIRE_READERS").is_none(), "no readers; cargo xtask setup");
        eprintln!("skipped: nothing here that reads calendars; `cargo xtask setup` installs it");
        return None;
    }
    let mut reader = Command::new(python)
        .args([READER, kind])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    reader.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let done = reader.wait_with_output().unwrap();
    assert!(done.status.success(), "the reader does not take it:\n{text}");
    Some(serde_json::from_slice(&done.stdout).unwrap())
}

fn announced(setting: &Setting) -> (String, String) {
    learn(setting);
    let url = register(setting, "/desk/register?kind=onsite", &ONSITE).unwrap();
    act(setting, &url, "call", &[("f.units", "water")]);
    let list = setting.stranger().get("/activities");
    let number = list.text.split("/matters/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    (url, number)
}

#[test]
fn a_calendar_follows_an_activity_from_its_announcement_to_its_end() {
    on_a_site(|setting| {
        let (url, number) = announced(setting);
        let first = setting.stranger().get("/feeds/activities.ics");
        assert_eq!(first.headers["content-type"], "text/calendar; charset=utf-8");
        assert!(first.text.contains(&format!("UID:{number}@sixia\r\n")), "{}", first.text);
        let moved = [
            ("f.starts", "2026-03-21T14:00"),
            ("f.ends", "2026-03-21T16:00"),
            ("f.change_reason", "下雨，改到周六下午"),
        ];
        act(setting, &url, "move", &moved);
        let invitation = format!("/feeds/activities/{number}/invitation.ics");
        let then = setting.stranger().get(&invitation);
        assert!(then.text.contains("SEQUENCE:1\r\n") && then.text.contains("STATUS:CONFIRMED\r\n"));
        act_as("sun", setting, &url, ("cancel", &[("f.cancel_reason", "暂不开了")]));
        let off = setting.stranger().get("/feeds/activities.ics?lang=en");
        assert!(off.text.contains("SEQUENCE:2\r\n") && off.text.contains("STATUS:CANCELLED\r\n"));
        for (calendar, starts, status) in [
            (&first, "2026-03-20T09:00:00+08:00", "CONFIRMED"),
            (&off, "2026-03-21T14:00:00+08:00", "CANCELLED"),
        ] {
            let Some(found) = read("calendar", &calendar.text) else { return };
            let event = &found["events"][0];
            assert_eq!(event["uid"], format!("{number}@sixia"), "the same from first to last");
            assert_eq!(event["starts"], starts);
            assert_eq!(event["status"], status);
            assert_eq!(event["summary"], "七号楼排水");
        }
    });
}

#[test]
fn a_calendar_holds_what_its_address_asks_for() {
    on_a_site(|setting| {
        let (_, number) = announced(setting);
        for (asked, found) in [
            ("leader=gao", true),
            ("leader=nobody", false),
            ("kind=onsite", true),
            ("kind=commitment", false),
            ("place=370202", true),
            ("place=370203", false),
        ] {
            let calendar = setting.stranger().get(&format!("/feeds/activities.ics?{asked}"));
            assert_eq!(calendar.text.contains("七号楼排水"), found, "{asked}");
        }
        setting
            .stranger()
            .get("/activities?leader=gao")
            .says(OK, &["feeds/activities.ics?leader=gao", "订阅到"]);
        let page = setting.stranger().get(&format!("/matters/{number}"));
        page.says(OK, &[&format!("/feeds/activities/{number}/invitation.ics")]);
        let unknown = setting.stranger().get("/feeds/activities/XC20260000000/invitation.ics");
        assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn an_agenda_is_fetched_from_a_secret_address_until_it_is_taken_away() {
    on_a_site(|setting| {
        learn(setting);
        let url = register(setting, "/desk/register?kind=onsite", &ONSITE).unwrap();
        let invitation = format!("{url}/invitation.ics");
        setting.officer("qian").get(&invitation).says(OK, &["SUMMARY:七号楼排水"]);
        assert_eq!(setting.officer("wu").get(&invitation).status, StatusCode::NOT_FOUND, "unseen");
        let mut desk = setting.officer("qian");
        desk.get("/desk/account").says(OK, &["把活动日程放进日历"]);
        let made = |desk: &mut crate::browser::Browser<'_>| {
            let page = desk.post("/desk/account", &[("calendar", "make")]);
            let (_, token) = page.text.split_once("/feeds/agenda/").unwrap();
            format!("/feeds/agenda/{}", token.split(['?', '"']).next().unwrap())
        };
        let (first, second) = (made(&mut desk), made(&mut desk));
        let fetch = |address: &str| setting.stranger().get(address);
        assert_eq!(fetch(&first).status, StatusCode::NOT_FOUND, "another was made since");
        fetch(&second).says(OK, &["SUMMARY:七号楼排水", "活动日程"]);
        assert!(!setting.stranger().get("/feeds/activities.ics").text.contains("七号楼"), "not announced");
        let page = desk.get("/desk/account");
        assert!(!page.text.contains(second.split('/').nth(3).unwrap()), "shown once");
        desk.post("/desk/account", &[("calendar", "remove")]);
        assert_eq!(fetch(&second).status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn news_of_matters_and_activities_are_read_as_atom() {
    on_a_site(|setting| {
        let (_, number) = announced(setting);
        for (feed, words) in [
            ("/feeds/activities.atom", "3月20日 09:00（周五） 至 11:30"),
            ("/feeds/matters.atom", "雨水井老冒水"),
        ] {
            let news = setting.stranger().get(feed);
            assert_eq!(news.headers["content-type"], "application/atom+xml; charset=utf-8");
            let Some(found) = read("news", &news.text) else { return };
            let entry = &found["entries"][0];
            assert_eq!(entry[0], "七号楼排水", "{feed}");
            assert_eq!(entry[1], format!("https://sixia.example.cn/matters/{number}"), "{feed}");
            assert!(entry[2].as_str().unwrap().contains(words), "{feed}: {entry}");
        }
    });
}
