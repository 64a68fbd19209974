//! Looks whether all is well: first what belongs to the machine, then what the office knows of itself.

use std::path::Path;

use jiff::SignedDuration;
use office::{CLOCKS_APART_MINUTES, Check, State};
use serde::Serialize;

use crate::Run;
use crate::backup::last_backup;
use crate::cli::Exit;
use crate::demo;
use crate::edge::now;
use crate::home::{self, Home};
use crate::settings::Settings;
use crate::terminal::{line, page};
use crate::words::Words;

/// Below so much room on the disk somebody should know, and below so much something must be done.
const ROOM_LOW_BYTES: u64 = 5 << 30;
const ROOM_OUT_BYTES: u64 = 1 << 30;
/// The oldest that the latest backup may be: a week, and a day for whoever was away.
const BACKUP_DAYS_MAX: i64 = 8;

/// What a monitor reads.
#[derive(Serialize)]
struct Report {
    /// Whether nothing is ill.
    well: bool,
    /// When it was looked.
    at: String,
    checks: Vec<Told>,
}

#[derive(Serialize)]
struct Told {
    name: &'static str,
    /// `well`, `note`, `ill`.
    state: &'static str,
    /// A word for machines; `said` tells it to people.
    found: &'static str,
    facts: serde_json::Map<String, serde_json::Value>,
    said: String,
}

/// Looks at everything, and tells it in lines or as JSON.
pub(crate) fn doctor(run: &Run, json: bool) -> anyhow::Result<Exit> {
    let checks = look(&run.settings);
    let ill = checks.iter().filter(|check| check.state == State::Ill).count();
    if json {
        page(&(serde_json::to_string_pretty(&report(&run.words, &checks))? + "\n"));
    } else {
        for check in &checks {
            let mark = format!("{:4}", run.words.say(&format!("doctor-mark-{}", state_name(check.state))));
            let name = run.words.say(&format!("doctor-{}", check.name));
            line(run.words.with(
                "doctor-line",
                &[("mark", &mark), ("name", &name), ("said", &said(&run.words, check))],
            ));
        }
        let key = if ill == 0 { "doctor-well" } else { "doctor-ill" };
        line(run.words.with(key, &[("count", &ill)]));
    }
    Ok(if ill == 0 { Exit::Done } else { Exit::Unwell })
}

fn report(words: &Words, checks: &[Check]) -> Report {
    let told = |check: &Check| Told {
        name: check.name,
        state: state_name(check.state),
        found: check.found,
        facts: check.facts.iter().map(|(name, fact)| ((*name).to_owned(), fact.clone().into())).collect(),
        said: said(words, check),
    };
    Report {
        well: checks.iter().all(|check| check.state != State::Ill),
        at: now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
        checks: checks.iter().map(told).collect(),
    }
}

fn state_name(state: State) -> &'static str {
    match state {
        State::Well => "well",
        State::Note => "note",
        State::Ill => "ill",
    }
}

fn said(words: &Words, check: &Check) -> String {
    let facts: Vec<(&str, &dyn ToString)> =
        check.facts.iter().map(|(name, fact)| -> (&str, &dyn ToString) { (name, fact) }).collect();
    words.with(&format!("doctor-{}-{}", check.name, check.found), &facts)
}

fn look(settings: &Settings) -> Vec<Check> {
    let mut checks = vec![
        secret_check("key-file", &settings.vault_key()),
        secret_check("session-key", &settings.session_key()),
        assets_check(&settings.assets()),
        disk_check(&settings.data),
    ];
    checks.extend(settings_file_check(settings));
    checks.extend(way_checks(settings));
    match home::open_existing(settings) {
        Ok(home) => {
            checks.extend(home.office.doctor());
            checks.extend([database_clock_check(&home), backup_check(settings, &home)]);
        }
        Err(error) => checks.push(silent("database", error)),
    }
    checks
}

fn silent(name: &'static str, error: impl Into<anyhow::Error>) -> Check {
    Check::new(name, State::Ill, "silent").with("why", format!("{:#}", error.into()))
}

/// Whether a key file is for its owner only.
fn secret_check(name: &'static str, path: &Path) -> Check {
    let check = |state, found| Check::new(name, state, found).with("file", path.display());
    match std::fs::metadata(path) {
        Ok(metadata) if is_private(&metadata) => check(State::Well, "private"),
        Ok(_) => check(State::Ill, "open"),
        Err(_) => check(State::Ill, "missing"),
    }
}

#[cfg(unix)]
fn is_private(metadata: &std::fs::Metadata) -> bool {
    // The last six bits are what the group and everybody else may do.
    std::os::unix::fs::PermissionsExt::mode(&metadata.permissions()).trailing_zeros() >= 6
}

#[cfg(not(unix))]
fn is_private(_: &std::fs::Metadata) -> bool {
    true
}

/// A settings file with passwords in it is a key file too.
fn settings_file_check(settings: &Settings) -> Option<Check> {
    let path = Some(&settings.file).filter(|path| path.is_file())?;
    let holds_secrets = std::fs::read_to_string(path).is_ok_and(|text| Settings::holds_secrets(&text));
    let open = std::fs::metadata(path).is_ok_and(|metadata| !is_private(&metadata));
    let (state, found) = if holds_secrets && open { (State::Ill, "open") } else { (State::Well, "private") };
    Some(Check::new("settings-file", state, found).with("file", path.display()))
}

fn assets_check(folder: &Path) -> Check {
    let (state, found) = if folder.is_dir() { (State::Well, "there") } else { (State::Ill, "missing") };
    Check::new("assets", state, found).with("folder", folder.display())
}

/// Room where the database and the backups grow.
fn disk_check(folder: &Path) -> Check {
    let Some(room) = room(folder) else {
        return Check::new("disk", State::Note, "unknown").with("folder", folder.display());
    };
    let (state, found) = match room {
        0..ROOM_OUT_BYTES => (State::Ill, "out"),
        ROOM_OUT_BYTES..ROOM_LOW_BYTES => (State::Note, "low"),
        _ => (State::Well, "room"),
    };
    let tenths = room / ((1 << 30) / 10);
    Check::new("disk", state, found)
        .with("gib", format!("{}.{}", tenths / 10, tenths % 10))
        .with("folder", folder.display())
}

#[cfg(unix)]
fn room(folder: &Path) -> Option<u64> {
    let found = rustix::fs::statvfs(folder).ok()?;
    Some(found.f_bavail.saturating_mul(found.f_frsize))
}

#[cfg(not(unix))]
fn room(_: &Path) -> Option<u64> {
    None
}

/// Whether the mail server and the gateway answer, and whether letters lead somewhere.
fn way_checks(settings: &Settings) -> Vec<Check> {
    let judge = |name, tried: Result<(), post::PostFailure>| match tried {
        Ok(()) => Check::new(name, State::Well, "answers"),
        Err(failure) => Check::new(name, State::Ill, failure.key()).with("why", failure),
    };
    let mut checks = Vec::new();
    if let Some(Ok(mail)) = settings.mail() {
        checks.push(judge("mail", mail.test()));
    }
    if let Some(Ok(gateway)) = settings.gateway() {
        checks.push(judge("sms", gateway.test()));
    }
    if !checks.is_empty() && settings.public_url.is_empty() {
        checks.push(Check::new("public-url", State::Ill, "missing").with("url", settings.public_url()));
    }
    checks
}

/// Times are given out by this machine: another one that shares the database must agree with it.
fn database_clock_check(home: &Home) -> Check {
    let there = match home.database.read_blocking(store::dialect::now) {
        Ok(there) => there,
        Err(error) => return silent("database-clock", error),
    };
    let apart = now().duration_since(there).abs();
    let (state, found) = if apart <= SignedDuration::from_mins(CLOCKS_APART_MINUTES) {
        (State::Well, "agrees")
    } else {
        (State::Ill, "apart")
    };
    Check::new("database-clock", state, found).with("seconds", apart.as_secs())
}

fn backup_check(settings: &Settings, home: &Home) -> Check {
    let (latest, cases) = match (last_backup(&home.database), home.cases()) {
        (Ok(latest), Ok(cases)) => (latest, cases),
        (Err(error), _) | (_, Err(error)) => return silent("backup", error),
    };
    let Some(latest) = latest else {
        // There is nothing to lose yet, or nothing that could not be made again.
        let nothing = cases == 0 || demo::is_demonstration(&settings.data);
        return Check::new("backup", if nothing { State::Note } else { State::Ill }, "never");
    };
    let days = now().duration_since(latest).as_hours() / 24;
    let (state, found) = if days <= BACKUP_DAYS_MAX { (State::Well, "fresh") } else { (State::Ill, "old") };
    let offset = home.office.world().calendar.offset();
    Check::new("backup", state, found)
        .with("days", days)
        .with("at", offset.to_datetime(latest).strftime("%Y-%m-%d %H:%M"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn a_key_that_others_can_read_is_found() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let key = folder.path().join("vault.key");
        assert_eq!(secret_check("key-file", &key).found, "missing");
        std::fs::write(&key, "1 00").unwrap();
        for (mode, found) in [(0o600, "private"), (0o400, "private"), (0o640, "open"), (0o604, "open")] {
            std::fs::set_permissions(&key, std::fs::Permissions::from_mode(mode)).unwrap();
            assert_eq!(secret_check("key-file", &key).found, found, "{mode:o}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn the_room_on_the_disk_is_told() {
        let folder = tempfile::tempdir().unwrap();
        assert!(room(folder.path()).is_some_and(|bytes| bytes > 0));
        assert_eq!(disk_check(&folder.path().join("nowhere")).found, "unknown");
    }
}
