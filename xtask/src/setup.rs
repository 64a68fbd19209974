//! What the tests need beyond Rust and Node: installed from the system's packages where that is permitted, named where it is not.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, Result, bail, ensure};

use crate::command::{answer, command, find_program, run};
use crate::web;

/// Checks licences, sources and duplicates of the crates that we build on.
const CARGO_DENY: &str = "0.20.2";

/// Something that the tests need, and Debian's packages of it.
struct Need {
    what: &'static str,
    is_there: fn() -> bool,
    packages: &'static [&'static str],
}

/// What the tests take from the Python Package Index: a mail server, and readers of calendars and of feeds.
const PYTHON_PACKAGES: [&str; 3] = ["aiosmtpd==1.4.6", "icalendar==7.3.2", "feedparser==6.0.14"];
/// Succeeds where all of them are there.
const PYTHON_IMPORTS: &str = "import aiosmtpd, icalendar, feedparser";

const NEEDS: [Need; 4] = [
    Need { what: "a PostgreSQL server, 15 or newer", is_there: has_postgres, packages: &["postgresql"] },
    Need { what: "Chromium", is_there: has_chromium, packages: &["chromium"] },
    Need {
        what: "a font with Chinese characters",
        is_there: has_chinese_font,
        packages: &["fontconfig", "fonts-noto-cjk"],
    },
    Need { what: "Python 3 with venv", is_there: has_python, packages: &["python3", "python3-venv"] },
];

/// Installs what is missing; done again, it does nothing. What may not be installed from here is named in the error.
pub(crate) fn run_setup() -> Result<()> {
    install_needs()?;
    web::install(web::BROWSER_TESTS)?;
    install_python_packages()?;
    if answer("cargo", &["deny", "--version"]).is_none() {
        println!(
            "setup: cargo-deny {CARGO_DENY}, compiled once for this user (about two minutes on two cores)"
        );
        run(command("cargo", &["install", "--quiet", "--locked", "cargo-deny", "--version", CARGO_DENY]))?;
    }
    println!("setup: everything that the tests need is here");
    Ok(())
}

/// Whether a PostgreSQL server can be started from here.
pub(crate) fn has_postgres() -> bool {
    let of_debian = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    find_program(&["initdb"]).is_some()
        || of_debian.map(|version| version.path().join("bin/initdb")).any(|program| program.is_file())
}

fn has_chromium() -> bool {
    find_program(&["chromium", "chromium-browser", "google-chrome"]).is_some()
}

fn has_chinese_font() -> bool {
    answer("fc-list", &[":lang=zh"]).is_some_and(|fonts| !fonts.is_empty())
}

/// Whether Python can make an environment of its own: Debian leaves `ensurepip` to a package.
fn has_python() -> bool {
    answer("python3", &["-c", "import venv, ensurepip"]).is_some()
}

/// The Python of the tests, beside what is built: `python/` in the target folder.
fn python_folder() -> Result<PathBuf> {
    let own = std::env::current_exe()?;
    Ok(own.ancestors().nth(2).context("the target folder")?.join("python"))
}

/// Whether the tests have a real mail server to send letters to, and readers that are not ours.
pub(crate) fn has_python_packages() -> bool {
    let python = python_folder().map(|folder| folder.join("bin/python"));
    python.is_ok_and(|python| answer(&python.to_string_lossy(), &["-c", PYTHON_IMPORTS]).is_some())
}

fn install_python_packages() -> Result<()> {
    if has_python_packages() {
        return Ok(());
    }
    println!("setup: a mail server and readers of calendars and feeds for the tests");
    let folder = python_folder()?.to_string_lossy().into_owned();
    run(command("python3", &["-m", "venv", "--clear", &folder]))?;
    let pip = format!("{folder}/bin/python");
    let install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
    run(command(&pip, &[install.as_slice(), &PYTHON_PACKAGES].concat()))
}

fn install_needs() -> Result<()> {
    let missing = missing();
    if missing.is_empty() {
        return Ok(());
    }
    let whats = named(&missing);
    let packages: Vec<&str> = missing.iter().flat_map(|need| need.packages).copied().collect();
    let Some(apt) = apt() else {
        bail!(
            "the tests need {whats}, and this account may not install packages.\n\
             On Debian or Ubuntu: sudo apt-get install {}\n\
             On other systems: the packages of like names. Then run this again.",
            packages.join(" ")
        );
    };
    println!("setup: installing {whats}");
    run(command("env", &[apt, &["update", "-q"]].concat()))?;
    let install = ["install", "-q", "-y", "--no-install-recommends"];
    run(command("env", &[apt, &install, packages.as_slice()].concat()))?;
    let still = self::missing();
    ensure!(still.is_empty(), "installed, and still not to be found: {}", named(&still));
    Ok(())
}

fn missing() -> Vec<&'static Need> {
    NEEDS.iter().filter(|need| !(need.is_there)()).collect()
}

fn named(needs: &[&Need]) -> String {
    needs.iter().map(|need| need.what).collect::<Vec<_>>().join(", ")
}

/// How apt-get is called here without a question, or `None` where it cannot be.
fn apt() -> Option<&'static [&'static str]> {
    const AS_ROOT: &[&str] = &["DEBIAN_FRONTEND=noninteractive", "apt-get"];
    const WITH_SUDO: &[&str] = &["sudo", "-n", "DEBIAN_FRONTEND=noninteractive", "apt-get"];
    find_program(&["apt-get"])?;
    if answer("id", &["-u"])? == "0" {
        return Some(AS_ROOT);
    }
    answer("sudo", &["-n", "true"]).map(|_| WITH_SUDO)
}
