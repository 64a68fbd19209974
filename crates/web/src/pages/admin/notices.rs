//! How telling people goes: by which ways, what waits, what was given up and why.

use askama::Template;
use axum::response::Response;
use office::Way;
use office::queries::{GivenUp, Notices};

use crate::page::Page;
use crate::pages::desk;
use crate::parts::{Cell, Fact, Form, Grid, Head, Shell};
use crate::problem::Problem;
use crate::sent::Sent;
use crate::words::Say;

#[derive(Template)]
#[template(path = "admin/notices.html")]
struct View {
    t: Say,
    shell: Shell,
    none: bool,
    facts: Vec<Fact>,
    given_up: Grid,
    again: Vec<Form>,
}

/// Shows it.
pub async fn get(page: Page) -> Result<Response, Problem> {
    let caller = &page.administrator()?.caller;
    let notices = page.site.office.notices(caller).await?;
    let again = Form {
        url: "/desk/admin/notices".to_owned(),
        button: page.t.count("admin-notices-again", notices.failed.into()),
        ..Form::default()
    };
    let view = View {
        t: page.t,
        shell: desk::shell(&page, "notices").await?,
        none: notices.ways.is_empty(),
        facts: facts(&page, &notices),
        given_up: given_up(&page, &notices.given_up),
        again: Some(again).filter(|_| notices.failed > 0).into_iter().collect(),
    };
    page.show(&view)
}

/// Sends everything again that was given up.
pub async fn post(page: Page, _sent: Sent) -> Result<Response, Problem> {
    let count = page.site.office.retry_notices(&page.administrator()?.caller).await?;
    Ok(page.go("/desk/admin/notices", &page.t.count("admin-notices-again-done", count)))
}

fn facts(page: &Page, notices: &Notices) -> Vec<Fact> {
    let t = &page.t;
    let ways: Vec<String> = notices.ways.iter().map(|way| t.say(way_key(*way))).collect();
    let ways = if ways.is_empty() { t.say("admin-notices-no-way") } else { ways.join(" · ") };
    let mut facts = vec![
        Fact::new(t.say("admin-notices-ways"), ways),
        Fact::new(t.say("admin-notices-waiting"), t.number(notices.waiting.into())),
        Fact::new(t.say("admin-notices-tried"), t.number(notices.tried.into())),
        Fact::new(t.say("admin-notices-failed"), t.number(notices.failed.into())),
    ];
    if let Some(oldest) = notices.oldest {
        facts.insert(2, Fact::new(t.say("admin-notices-oldest"), t.at(oldest)));
    }
    facts
}

fn way_key(way: Way) -> &'static str {
    match way {
        Way::Mail => "admin-notices-by-mail",
        Way::Sms => "admin-notices-by-sms",
    }
}

fn given_up(page: &Page, rows: &[GivenUp]) -> Grid {
    let t = &page.t;
    let row = |given_up: &GivenUp| {
        let case = match &given_up.case {
            Some((id, number)) => Cell::link(number.clone(), format!("/desk/matters/{id}")),
            None => Cell::text(t.say("admin-notices-unseen")),
        };
        vec![
            case,
            Cell::text(why(t, &given_up.why)),
            Cell::number(t.number(given_up.tries.into())),
            Cell::text(t.at(given_up.at)),
            Cell::text(t.at(given_up.failed_at)),
        ]
    };
    let heads = [
        Head::left(t.say("admin-notices-case")),
        Head::left(t.say("admin-notices-why")),
        Head::right(t.say("admin-notices-tries")),
        Head::left(t.say("admin-notices-at")),
        Head::left(t.say("admin-notices-failed-at")),
    ];
    Grid { caption: t.say("admin-notices-table"), head: heads.into(), rows: rows.iter().map(row).collect() }
}

/// `mail refused 550` in the reader's language: way, word, and the code of the other side where it gave one.
fn why(t: &Say, why: &str) -> String {
    let mut parts = why.split(' ');
    let way = match parts.next() {
        Some("mail") => t.say("admin-notices-by-mail"),
        Some("sms") => t.say("admin-notices-by-sms"),
        _ => return why.to_owned(),
    };
    let key = match parts.next() {
        Some("unreachable") => "admin-notices-unreachable",
        Some("no-tls") => "admin-notices-no-tls",
        Some("not-let-in") => "admin-notices-not-let-in",
        Some("busy") => "admin-notices-busy",
        Some("refused") => "admin-notices-refused",
        Some("no-address") => "admin-notices-no-address",
        _ => return why.to_owned(),
    };
    t.with(
        "admin-notices-reason",
        [("way", way), ("why", t.with(key, [("code", parts.next().unwrap_or_default())]))],
    )
}

#[cfg(test)]
mod tests {
    use domain::text::Language;
    use jiff::Timestamp;
    use jiff::tz::Offset;

    use super::*;

    #[test]
    fn reasons_are_told_in_the_readers_language() {
        let say = |language| Say::new(language, Offset::constant(8), Timestamp::UNIX_EPOCH);
        for (kept, zh, en) in [
            ("mail refused 550", "邮件：对方不收（550）", "Mail: refused (550)"),
            ("sms unreachable", "短信：连不上", "Text message: no answer"),
            ("sms busy 503", "短信：对方忙（503）", "Text message: busy (503)"),
            ("mail not-let-in", "邮件：用户名或密码不对", "Mail: wrong name or password"),
            ("something else", "something else", "something else"),
        ] {
            assert_eq!(why(&say(Language::Zh), kept), zh);
            assert_eq!(why(&say(Language::En), kept), en);
        }
    }
}
