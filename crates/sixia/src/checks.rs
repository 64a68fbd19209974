//! Looks whether all is well: the histories, and everything that must be there.

use office::Check;

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
        line(fault);
    }
    let args: [(&str, &dyn ToString); 3] =
        [("cases", &verified.cases), ("events", &verified.events), ("faults", &verified.faults.len())];
    if verified.faults.is_empty() {
        line(run.words.with("verify-well", &args));
        return Ok(Exit::Done);
    }
    line(run.words.with("verify-faults", &args));
    Ok(Exit::Unwell)
}

/// Looks at everything that must be there: first what this crate knows, then what the office knows.
pub(crate) fn doctor(run: &Run) -> Exit {
    let home = match home::open_existing(&run.settings) {
        Ok(home) => home,
        Err(error) => {
            tell(run, &Check { name: "database", well: false, found: format!("{error:#}") });
            return Exit::Unwell;
        }
    };
    let mut checks = vec![secret_check(&run.settings.vault_key()), assets_check(&run.settings.assets())];
    checks.extend(home.office.doctor());
    for check in &checks {
        tell(run, check);
    }
    let ill = checks.iter().filter(|check| !check.well).count();
    if ill == 0 {
        line(run.words.say("doctor-well"));
        return Exit::Done;
    }
    line(run.words.with("doctor-ill", &[("count", &ill)]));
    Exit::Unwell
}

fn tell(run: &Run, check: &Check) {
    let mark = run.words.say(if check.well { "doctor-mark-well" } else { "doctor-mark-ill" });
    let name = run.words.find(&format!("doctor-{}", check.name)).unwrap_or_else(|| check.name.to_owned());
    line(format!("{mark}  {name}: {}", check.found));
}

/// Whether a key file is for its owner only.
fn secret_check(path: &std::path::Path) -> Check {
    let found = std::fs::metadata(path);
    // The last six bits are what the group and everybody else may do.
    #[cfg(unix)]
    let is_private = |metadata: &std::fs::Metadata| {
        std::os::unix::fs::PermissionsExt::mode(&metadata.permissions()).trailing_zeros() >= 6
    };
    #[cfg(not(unix))]
    let is_private = |_: &std::fs::Metadata| true;
    let (well, found) = match found {
        Ok(metadata) if is_private(&metadata) => (true, format!("{}, for its owner only", path.display())),
        Ok(_) => (false, format!("{} can be read by others: chmod 600 it", path.display())),
        Err(error) => (false, format!("{}: {error}", path.display())),
    };
    Check { name: "key-file", well, found }
}

fn assets_check(folder: &std::path::Path) -> Check {
    let well = folder.is_dir();
    let found = if well {
        folder.display().to_string()
    } else {
        format!("{} is missing: pages will look bare", folder.display())
    };
    Check { name: "assets", well, found }
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
        assert!(!secret_check(&key).well, "missing");
        std::fs::write(&key, "1 00").unwrap();
        for (mode, well) in [(0o600, true), (0o400, true), (0o640, false), (0o604, false)] {
            std::fs::set_permissions(&key, std::fs::Permissions::from_mode(mode)).unwrap();
            assert_eq!(secret_check(&key).well, well, "{mode:o}");
        }
    }
}
