//! The desk: what staff see. Every page asks who is signed in; a case that this officer may not see does not exist.

pub mod account;
pub mod act;
pub mod agenda;
pub mod figures;
pub mod inbox;
pub mod matter;
pub mod moderation;
pub mod queue;
pub mod register;
pub mod reveal;
pub mod reveals;
pub mod rota;
pub mod small;
pub mod table;
pub mod text;
pub mod visit;

use domain::authority::may_open;
use office::queries::BucketCount;

use crate::page::Page;
use crate::parts::{NavItem, Shell};
use crate::problem::Problem;
use crate::tell::has_activities;

/// The frame of the desk, with what lies in each pile.
pub(crate) async fn shell(page: &Page, here: &str) -> Result<Shell, Problem> {
    let caller = page.caller()?;
    let counts = page.site.office.inbox_counts(caller).await?;
    let mut queues = queues(page, &counts);
    if moderates(page)? {
        let waiting = page.site.office.publication_counts(caller).await?;
        let count: u64 = waiting.iter().map(|(_, count)| count).sum();
        let count = if count == 0 { String::new() } else { page.t.number(count) };
        let label = page.t.say("moderation-title");
        let queue = NavItem { count, ..nav("moderation", label, "moderate", moderation::URL) };
        queues.insert(queues.len() - 1, queue);
    }
    Ok(Shell { queues, rooms: rooms(page)?, search: page.query("q"), ..page.shell(here) })
}

fn queues(page: &Page, counts: &[BucketCount]) -> Vec<NavItem> {
    let sum = |of: fn(&BucketCount) -> u64| counts.iter().map(of).sum::<u64>();
    let item = |key: &str, label: &str, icon: &str, url: &str, count: u64| NavItem {
        key: key.to_owned(),
        url: url.to_owned(),
        icon: icon.to_owned(),
        label: page.t.say(label),
        count: if count == 0 { String::new() } else { page.t.number(count) },
        alarm: false,
    };
    let late = sum(|bucket| bucket.late);
    let mut queues = vec![
        item("todo", "queue-todo", "inbox", "/desk", sum(|bucket| bucket.cases)),
        NavItem { alarm: late > 0, ..item("late", "queue-late", "late", "/desk?urgency=late", late) },
        item("soon", "queue-soon", "due", "/desk?urgency=soon", sum(|bucket| bucket.soon)),
    ];
    queues.extend(counts.iter().map(|count| NavItem {
        label: page.t.text(&count.name).to_owned(),
        ..item(
            &bucket_key(count),
            "queue-todo",
            "mine",
            &format!("/desk?kind={}&act={}", count.bucket.kind, count.bucket.act),
            count.cases,
        )
    }));
    queues.push(item("all", "queue-all", "matters", "/desk/matters", 0));
    queues
}

/// Names a pile among the entries of the navigation.
pub(crate) fn bucket_key(count: &BucketCount) -> String {
    format!("{}/{}", count.bucket.kind, count.bucket.act)
}

/// Whether this officer registers cases for others.
pub(crate) fn registers(page: &Page) -> Result<bool, Problem> {
    let caller = page.caller()?;
    Ok(page.world.programs.iter().any(|program| may_open(&page.world, program, caller)))
}

/// Whether this officer decides what the public reads.
pub(crate) fn moderates(page: &Page) -> Result<bool, Problem> {
    Ok(page.caller()?.has("moderator"))
}

/// An entry of the navigation.
fn nav(key: &str, label: String, icon: &str, url: &str) -> NavItem {
    NavItem { key: key.to_owned(), url: url.to_owned(), icon: icon.to_owned(), label, ..NavItem::default() }
}

fn rooms(page: &Page) -> Result<Vec<NavItem>, Problem> {
    let item = |key: &str, label: &str, icon: &str, url: &str| nav(key, page.t.say(label), icon, url);
    let mut rooms = Vec::new();
    if registers(page)? {
        rooms.push(item("register", "register-title", "phone", "/desk/register"));
    }
    if has_activities(&page.world) {
        rooms.push(item("agenda", "agenda-title", "calendar", "/desk/agenda"));
    }
    if page.world.programs.iter().any(|program| !program.presets.is_empty()) {
        rooms.push(item("rota", "rota-title", "calendar", rota::URL));
    }
    let listed = page.world.programs.iter().filter(|program| !program.columns.is_empty());
    rooms.extend(listed.map(|program| NavItem {
        label: page.t.text(&program.name).to_owned(),
        ..item(
            &format!("list/{}", program.id),
            "desk-figures",
            "matters",
            &format!("/desk/lists/{}", program.id),
        )
    }));
    rooms.push(item("figures", "desk-figures", "figures", figures::URL));
    if reveals::checks(page)? {
        rooms.push(item("reveals", "reveals-title", "shield", reveals::URL));
    }
    if page.administrator().is_ok() {
        rooms.extend([
            item("units", "admin-units-title", "unit", "/desk/admin/units"),
            item("calendar", "admin-calendars-title", "calendar", "/desk/admin/calendar"),
            item("packs", "admin-packs-title", "pack", "/desk/admin/packs"),
            item("accounts", "admin-accounts-title", "account", "/desk/admin/accounts"),
            item("notices", "admin-notices-title", "letter", "/desk/admin/notices"),
            item("rehearsal", "admin-rehearsal-title", "rehearse", "/desk/admin/rehearsal"),
        ]);
    }
    Ok(rooms)
}
