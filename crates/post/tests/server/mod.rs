//! A real mail server: aiosmtpd, in the Python environment that `cargo xtask setup` makes beside what is built.

#![expect(clippy::print_stderr, clippy::indexing_slicing, reason = "a test stops at the first surprise")]

use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Stdio};

use serde_json::Value;

const SERVER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../post/tests/server/mail_server.py");

/// A mail server, ended with this value.
pub(crate) struct MailServer {
    child: Child,
    said: BufReader<ChildStdout>,
    /// Where it listens, on this machine.
    pub(crate) port: u64,
}

impl MailServer {
    /// Starts one; `None` with a word where Python lacks the server.
    pub(crate) fn start(ways: &[&str]) -> Option<Self> {
        let python = python().or_else(|| {
            assert!(std::env::var_os("SIXIA_REQUIRE_MAIL").is_none(), "no mail server; cargo xtask setup");
            eprintln!("skipped: no mail server for tests here; `cargo xtask setup` installs one");
            None
        })?;
        let mut child = Command::new(python)
            .arg(SERVER)
            .args(ways)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let said = BufReader::new(child.stdout.take().unwrap());
        let mut server = Self { child, said, port: 0 };
        server.port = server.next()["port"].as_u64().unwrap();
        Some(server)
    }

    /// The next letter that came; waits for it.
    pub(crate) fn next(&mut self) -> Value {
        let mut line = String::new();
        self.said.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap()
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        let _ended = self.child.wait();
    }
}

/// The Python of the tests, in the folder in which everything is built.
fn python() -> Option<PathBuf> {
    let own = std::env::current_exe().ok()?;
    let python = own.ancestors().nth(3)?.join("python/bin/python");
    python.is_file().then_some(python)
}
