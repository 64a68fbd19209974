//! Every route for everybody: one table, committed. A route that is new, or opens for somebody else, shows here.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use testkit::{Raised, town};
use web::router;

use crate::browser::{Browser, Setting, on_a_site};

const TABLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/site/access.txt");
/// Who asks, in the order of the columns: nobody signed in; the holder of another receipt; the holder of this one; officers of a
/// unit that has no part, of the unit that holds the matter, of the one above it; the administrator.
const CALLERS: [&str; 7] = ["nobody", "stranger", "holder", "elsewhere", "here", "leader", "admin"];

fn path(pattern: &str, raised: &Raised) -> String {
    pattern
        .replace("{number}", &raised.number)
        .replace("{case}", raised.case.as_str())
        .replace("{act}", if pattern.starts_with("/track") { "withdraw" } else { "dispatch" })
        .replace("{small}", "link")
        .replace("{person}", "nobody")
        .replace("{kind}", "matter")
        .replace("{code}", town::COMMUNITY)
        .replace("{digest}", &"0".repeat(64))
        .replace("{token}", "none")
        .replace("{visit}", "1")
        .replace("{version}", "1")
}

fn browsers<'s>(setting: &'s Setting, raised: &Raised, other: &Raised) -> Vec<Browser<'s>> {
    let with_receipt = |receipt: &Raised| {
        let mut browser = setting.stranger();
        browser.post("/track", &[("number", &receipt.number), ("secret", &receipt.secret)]);
        browser
    };
    vec![
        setting.stranger(),
        with_receipt(other),
        with_receipt(raised),
        setting.officer("qian"),
        setting.officer("zhao"),
        setting.officer("feng"),
        setting.officer("chen"),
    ]
}

/// Each verb and route with what each caller gets. Forms are sent empty: what counts is whether they are taken at all.
fn table(setting: &Setting) -> String {
    let (raised, other) = (setting.office.raise(testkit::drain()), setting.office.raise(testkit::drain()));
    let mut browsers = browsers(setting, &raised, &other);
    let mut table = format!("{:46}", "");
    for caller in CALLERS {
        write!(table, "{caller:>10}").unwrap();
    }
    table.push('\n');
    for line in router::table().iter().filter(|line| line.path != "/sign-out") {
        let path = path(line.path, &raised);
        for verb in line.verbs {
            write!(table, "{:46}", format!("{verb:4} {}", line.path)).unwrap();
            for browser in &mut browsers {
                let answer = if *verb == "GET" { browser.get(&path) } else { browser.post(&path, &[]) };
                write!(table, "{:>10}", answer.status.as_u16()).unwrap();
            }
            table.push('\n');
        }
    }
    table
}

#[test]
fn who_may_open_what_is_as_the_table_says() {
    on_a_site(|setting| {
        let found = table(setting);
        let known = std::fs::read_to_string(TABLE).unwrap_or_default();
        if found != known {
            std::fs::write(format!("{TABLE}.new"), &found).unwrap();
        }
        let lines = |table: &str| table.lines().map(str::to_owned).collect::<BTreeSet<String>>();
        let other: Vec<String> = lines(&found).symmetric_difference(&lines(&known)).cloned().collect();
        assert!(
            other.is_empty(),
            "access.txt.new is another: read it, then put it in place\n{}",
            other.join("\n")
        );
    });
}

#[test]
fn nobody_reaches_the_desk_or_a_case_that_is_not_theirs() {
    on_a_site(|setting| {
        let sealed = setting.office.raise(testkit::accusation());
        let url = format!("/desk/matters/{}", sealed.case);
        for (officer, sees) in
            [("zhao", true), ("wu", false), ("qian", false), ("sun", false), ("feng", false), ("chen", false)]
        {
            let status = setting.officer(officer).get(&url).status.as_u16();
            assert_eq!(
                status,
                if sees { 200 } else { 404 },
                "{officer} and an accusation against the street"
            );
        }
        assert_eq!(town::account("qian").unit.as_str(), "street", "the unit that is complained about");
    });
}
