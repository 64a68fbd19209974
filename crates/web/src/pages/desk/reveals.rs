//! Who looked behind which mask, when, and what for: for administrators and auditors.

use askama::Template;
use axum::response::Response;
use domain::ids::AccountId;
use office::accounts::{ADMINISTRATOR, AUDITOR};
use office::queries::RevealLine;

use crate::page::Page;
use crate::pages::desk;
use crate::parts::{Cell, Field, Grid, Head, Pager, Shell};
use crate::problem::Problem;
use crate::words::Say;

/// Its address.
pub(crate) const URL: &str = "/desk/reveals";

#[derive(Template)]
#[template(path = "desk/reveals.html")]
struct View {
    t: Say,
    shell: Shell,
    who: Field,
    rows: Grid,
    pager: Pager,
}

/// Whether whoever is signed in may read the list.
pub(crate) fn checks(page: &Page) -> Result<bool, Problem> {
    let caller = page.caller()?;
    Ok(caller.has(ADMINISTRATOR) || caller.has(AUDITOR))
}

/// Shows it. For others the page does not exist.
pub async fn get(page: Page) -> Result<Response, Problem> {
    let caller = page.caller()?;
    if !checks(&page)? {
        return Err(Problem::NotFound);
    }
    let who = page.query("who").trim().to_owned();
    let account = Some(AccountId::new(who.as_str())).filter(|_| !who.is_empty());
    let found = page.site.office.reveals(caller, account, page.part()).await?;
    let view = View {
        t: page.t,
        shell: desk::shell(&page, "reveals").await?,
        who: Field::new("search", "who", page.t.say("reveals-who-label")).value(who),
        rows: grid(&page, &found.rows, "reveals-table"),
        pager: page.pager(&found),
    };
    page.show(&view)
}

/// Looks as a table, under this caption.
pub(crate) fn grid(page: &Page, lines: &[RevealLine], caption: &str) -> Grid {
    let t = &page.t;
    let rows = lines.iter().map(|line| {
        let case = match &line.case {
            Some((case, number)) => Cell::link(number.clone(), format!("/desk/matters/{case}")),
            None => Cell::text(t.say("reveals-unseen")),
        };
        vec![
            Cell::text(t.at(line.at)),
            Cell::text(line.account.as_ref().map(ToString::to_string).unwrap_or_default()),
            Cell::text(page.unit_or_none(line.unit.as_ref())),
            case,
            Cell::text(line.reason.clone()),
        ]
    });
    let heads = ["reveals-when", "reveals-who", "account-unit", "reveals-matter", "reveals-why"];
    Grid {
        caption: t.say(caption),
        head: heads.map(|key| Head::left(t.say(key))).into(),
        rows: rows.collect(),
    }
}
