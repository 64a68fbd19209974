//! Looks whether the histories are whole.

use office::verify::{Flaw, FlawIn};
use store::derived::Wrong;

use crate::Run;
use crate::cli::Exit;
use crate::home;
use crate::terminal::{Progress, line};

/// Faults that are printed; more would bury the first ones.
const FAULTS_SHOWN_MAX: usize = 50;

/// Replays every case and checks every chain.
pub(crate) fn verify(run: &Run) -> anyhow::Result<Exit> {
    let home = home::open_existing(&run.settings)?;
    let cases = home.cases()?;
    verify_office(run, &home.office, cases)
}

/// The same for an office that is open.
pub(crate) fn verify_office(run: &Run, office: &office::Office, cases: u64) -> anyhow::Result<Exit> {
    let mut progress = Progress::new(&run.words, run.words.say("verify-running"), cases);
    let verified = office.verify(&mut |so_far| progress.at(so_far.cases))?;
    progress.finish();
    for fault in verified.faults.iter().take(FAULTS_SHOWN_MAX) {
        line(said(run, fault));
    }
    let args: [(&str, &dyn ToString); 3] =
        [("cases", &verified.cases), ("events", &verified.events), ("faults", &verified.faults.len())];
    if !verified.counters && verified.faults.is_empty() {
        line(run.words.say("verify-counters-moved"));
    }
    if verified.faults.is_empty() {
        line(run.words.with("verify-well", &args));
        return Ok(Exit::Done);
    }
    line(run.words.with("verify-faults", &args));
    Ok(Exit::Unwell)
}

/// A flaw as a sentence: of which case, in which table, what.
fn said(run: &Run, flaw: &Flaw) -> String {
    let args = flaw.what.args();
    let name = flaw.what.table().unwrap_or_default();
    let table = flaw.what.table().map(|table| run.words.say(&format!("table-{}", table.replace('_', "-"))));
    let table = table.unwrap_or_default();
    let mut named: Vec<(&str, &dyn ToString)> = Vec::new();
    for (arg, text) in &args {
        named.push((arg, text));
    }
    named.push(("table", &table));
    named.push(("name", &name));
    let what = run.words.with(key(&flaw.what), &named);
    match &flaw.case {
        Some((number, id)) => format!("{number} ({id}): {what}"),
        None => what,
    }
}

/// The key of the sentence that says it.
const fn key(what: &FlawIn) -> &'static str {
    match what {
        FlawIn::Chain { .. } => "flaw-chain",
        FlawIn::EventMissing { .. } => "flaw-event-missing",
        FlawIn::EventElsewhere { .. } => "flaw-event-elsewhere",
        FlawIn::EventUnreadable { .. } => "flaw-event-unreadable",
        FlawIn::EventColumn { .. } => "flaw-event-column",
        FlawIn::OtherEnd => "flaw-other-end",
        FlawIn::OtherText { .. } => "flaw-other-text",
        FlawIn::TextMissing { .. } => "flaw-text-missing",
        FlawIn::CaseUnreadable { .. } => "flaw-case-unreadable",
        FlawIn::OtherCase => "flaw-other-case",
        FlawIn::Row { what: Wrong::Column(_), .. } => "flaw-column",
        FlawIn::Row { what: Wrong::Missing, .. } => "flaw-row-missing",
        FlawIn::Row { what: Wrong::Surplus, .. } => "flaw-row-surplus",
        FlawIn::Counter(_) => "flaw-counter",
    }
}
