//! What the main pages look like as HTML, committed: whoever reviews a change of a page or a part sees what it changes elsewhere.
//! A page that differs writes `NAME.html.new` beside the known one: read it, then put it in its place.

use std::fs;
use std::path::Path;

use axum::http::StatusCode;

use crate::browser::{Browser, Setting, on_a_site};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/site/pages");
/// The languages of the pages, as a browser asks for them.
const LANGUAGES: [(&str, &str); 2] = [("zh", "zh-CN"), ("en", "en-GB,en;q=0.9")];
/// A run of so many hexadecimal digits is a token.
const TOKEN_DIGITS_MIN: usize = 16;

/// What stands between `<main` and its end, a tag a line, without what is random.
fn normal(html: &str) -> String {
    let main = html.split_once("<main").and_then(|(_, rest)| rest.split_once("</main>"));
    let main = main.map_or(html, |(main, _)| main);
    let mut lines = String::new();
    for line in main.replace("><", ">\n<").lines().map(str::trim_end).filter(|line| !line.is_empty()) {
        lines.push_str(&without_tokens(line));
        lines.push('\n');
    }
    lines
}

/// Tokens, identifiers and the picture of a square code give way to a mark.
fn without_tokens(line: &str) -> String {
    if line.starts_with("<path fill=\"#000\" d=") {
        return "<path of the square code/>".to_owned();
    }
    let is_digit = |letter: char| letter.is_ascii_digit() || ('a'..='f').contains(&letter);
    let mut kept = String::new();
    let mut rest = line;
    while let Some(at) = rest.find(is_digit) {
        let (before, from) = rest.split_at(at);
        let end = from.find(|letter| !is_digit(letter)).unwrap_or(from.len());
        let (run, after) = from.split_at(end);
        kept.push_str(before);
        kept.push_str(if run.len() >= TOKEN_DIGITS_MIN { "TOKEN" } else { run });
        rest = after;
    }
    kept + rest
}

/// The pages, each with who opens it. A matter is raised, published, and on its way.
fn pages(setting: &Setting) -> Vec<(&'static str, &'static str, String)> {
    let raised = setting.office.raise(testkit::drain());
    let desk = format!("/desk/matters/{}", raised.case);
    let texts = [("title", "雨水井冒水"), ("text", "云霄路雨水井冒水。")];
    setting.officer("zhao").post(&format!("{desk}/do/publish"), &texts);
    setting.office.act("zhao", &raised.case, "dispatch", &[]).unwrap();
    let follow = format!("{} {}", raised.number, raised.secret);
    vec![
        ("home", "", "/".to_owned()),
        ("raise", "", "/raise".to_owned()),
        ("track", "", "/track".to_owned()),
        ("case", "person", follow),
        ("matters", "", "/matters".to_owned()),
        ("matter", "", format!("/matters/{}", raised.number)),
        ("figures", "", "/figures".to_owned()),
        ("programs", "", "/programs".to_owned()),
        ("desk", "li", "/desk".to_owned()),
        ("desk-matter", "li", desk),
        ("design", "", "/design".to_owned()),
    ]
}

fn open(browser: &mut Browser<'_>, who: &str, path: &str) -> String {
    let answer = if who == "person" {
        let (number, secret) = path.split_once(' ').unwrap();
        let opened = browser.post("/track", &[("number", number), ("secret", secret)]);
        browser.follow(&opened)
    } else {
        browser.get(path)
    };
    assert_eq!(answer.status, StatusCode::OK, "{path}");
    normal(&answer.text)
}

#[test]
fn the_main_pages_are_as_the_committed_ones() {
    on_a_site(|setting| {
        let mut other = Vec::new();
        for (name, who, path) in pages(setting) {
            for (language, accepted) in LANGUAGES {
                let mut browser = match who {
                    "" | "person" => setting.stranger(),
                    officer => setting.officer(officer),
                };
                browser.language = accepted;
                let found = open(&mut browser, who, &path);
                let file = Path::new(FOLDER).join(format!("{name}.{language}.html"));
                if found != fs::read_to_string(&file).unwrap_or_default() {
                    fs::write(file.with_extension("html.new"), &found).unwrap();
                    other.push(format!("{name}.{language}"));
                }
            }
        }
        assert!(other.is_empty(), "read the pages that are new, then put them in place: {}", other.join(" "));
    });
}

#[test]
fn the_page_of_parts_shows_every_kind_of_field_in_order_and_refused() {
    on_a_site(|setting| {
        let page = setting.stranger().get("/design").text;
        for kind in ["tel", "date", "password", "file", "radio", "checkbox"] {
            assert!(page.matches(&format!("type=\"{kind}\"")).count() >= 2, "{kind}");
        }
        let refused = page.matches("aria-invalid=\"true\"").count();
        assert_eq!(refused, page.matches("govuk-error-message").count(), "colour is not all that says it");
        assert_eq!(page.matches("<svg class=\"chart chart--line\"").count(), 1);
    });
}

#[test]
fn tokens_give_way_and_numbers_stay() {
    for (line, normal) in [
        ("<input value=\"0123456789abcdef0\">", "<input value=\"TOKEN\">"),
        ("SX-2026-000001-42 of 1,200 faces", "SX-2026-000001-42 of 1,200 faces"),
        ("云霄路 12 号 deadbeefdeadbeef", "云霄路 12 号 TOKEN"),
    ] {
        assert_eq!(without_tokens(line), normal);
    }
}
