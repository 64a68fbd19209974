//! How people are received: states, roles, needs and ends that are there, numbers that make sense.

use std::collections::BTreeSet;

use domain::program::{Doer, Program, Visits};
use domain::text::Text;

use super::Finding;

const PLACE: &str = "visits";

pub(super) fn check(program: &Program) -> Vec<Finding> {
    let Some(visits) = &program.visits else { return Vec::new() };
    let mut findings = Vec::new();
    let mut wrong = |code, zh: String, en: String| {
        findings.push(Finding::error(code, PLACE, Text::new(zh, en)));
    };
    if program.schedule.is_none() {
        wrong(
            "visits-no-schedule",
            "有人来访，就要写明什么时候：[schedule]。".to_owned(),
            "where people are received, [schedule] says when.".to_owned(),
        );
    }
    for state in visits.books.iter().chain(&visits.queues) {
        if program.state(state).is_none_or(|state| state.ends.is_some()) {
            wrong(
                "unknown-name",
                format!("没有叫“{state}”的、还没有结束的状态。"),
                format!("there is no state `{state}` that is not an end."),
            );
        }
    }
    for doer in &visits.by {
        let known = match doer {
            Doer::Officer { role, .. } => program.roles.iter().any(|known| known.id == *role),
            Doer::Person | Doer::Timer => false,
        };
        if !known {
            wrong(
                "unknown-name",
                "叫号的人要是一个角色。".to_owned(),
                "who runs the queue is a role.".to_owned(),
            );
        }
    }
    for (name, number) in numbers(visits) {
        if number == 0 {
            wrong("visits-zero", format!("“{name}”至少是 1。"), format!("`{name}` is at least 1."));
        }
    }
    if visits.queues.is_empty() || visits.by.is_empty() || visits.ends.is_empty() {
        wrong(
            "visits-incomplete",
            "要写明在哪个状态叫号（queues）、谁叫号（by）、来访怎么结束（[[visits.end]]）。".to_owned(),
            "say in which states people are called (queues), by whom (by), and how a visit ends ([[visits.end]]).".to_owned(),
        );
    }
    let mut seen = BTreeSet::new();
    let names = visits
        .needs
        .iter()
        .map(|need| ("need", &need.id))
        .chain(visits.ends.iter().map(|end| ("end", &end.id)));
    for (what, id) in names {
        if !seen.insert((what, id)) {
            wrong("name-twice", format!("“{id}”写了两次。"), format!("`{id}` stands here twice."));
        }
    }
    findings
}

fn numbers(visits: &Visits) -> [(&'static str, u32); 5] {
    [
        ("slot_minutes", visits.slot_minutes),
        ("places", visits.places),
        ("hold_minutes", visits.hold_minutes),
        ("people_max", visits.people_max),
        ("windows", visits.windows),
    ]
}
