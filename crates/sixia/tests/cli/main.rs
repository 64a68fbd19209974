//! The program as somebody runs it: what it says, and with which code it ends. On both engines where it writes.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod backups;
mod doctor;
mod imports;
mod kills;
#[path = "../../../post/tests/server/mod.rs"]
mod mail_server;
mod notices;
mod server;
mod shared_data;
mod simple;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::LazyLock;

use store::Location;

/// A data folder, and the database that belongs to it.
struct Place {
    folder: tempfile::TempDir,
    database: Option<String>,
}

impl Place {
    fn new(location: &Location) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = match location {
            Location::Sqlite(_) => None,
            Location::Postgres(url) => Some(url.clone()),
        };
        Self { folder, database }
    }

    fn sqlite() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), database: None }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) -> String {
        std::fs::write(self.path(name), text).unwrap();
        self.path(name).display().to_string()
    }

    /// The program with these words, on this place, in English.
    fn command(&self, line: &[&str]) -> Command {
        let mut command = program(&self.path("data"));
        command.args(line);
        if let Some(database) = &self.database {
            command.args(["--database", database]);
        }
        command
    }

    fn run(&self, line: &[&str]) -> Said {
        Said::of(self.command(line).output().unwrap())
    }

    /// A small city is there. It takes some seconds to load: on SQLite each test gets a copy of the first one.
    fn with_demo(self) -> Self {
        static CITY: LazyLock<Place> = LazyLock::new(|| Place::sqlite().load());
        if self.database.is_some() {
            return self.load();
        }
        std::fs::create_dir(self.path("data")).unwrap();
        for file in ["sixia.db", "vault.key", "demonstration.json"] {
            std::fs::copy(CITY.path("data").join(file), self.path("data").join(file)).unwrap();
        }
        self
    }

    fn load(self) -> Self {
        let line = ["demo", "--load-only", "--matters", "12", "--today", "2026-11-24"];
        self.run(&line).ends(0);
        self
    }
}

/// The program, deaf to the settings of whoever runs the tests.
fn program(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sixia"));
    command.env_clear().env("LANG", "en_US.UTF-8").env("SIXIA_DATA", data).env("SIXIA_LOG", "warn");
    command
}

/// What the program said, and how it ended.
struct Said {
    code: i32,
    out: String,
    err: String,
}

impl Said {
    fn of(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    fn ends(self, code: i32) -> Self {
        assert_eq!(self.code, code, "\n{}\n{}", self.out, self.err);
        self
    }

    fn says(self, words: &str) -> Self {
        assert!(
            self.out.contains(words) || self.err.contains(words),
            "{words:?} in\n{}\n{}",
            self.out,
            self.err
        );
        self
    }

    fn does_not_say(self, words: &str) -> Self {
        assert!(
            !self.out.contains(words) && !self.err.contains(words),
            "{words:?} in\n{}\n{}",
            self.out,
            self.err
        );
        self
    }
}
