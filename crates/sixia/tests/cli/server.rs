//! The server: its first start, its stop, and the demonstration behind it.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};

use crate::Place;

/// A server that runs, ended with this value.
pub(crate) struct Server {
    child: Child,
    address: SocketAddr,
    said: BufReader<std::process::ChildStdout>,
}

impl Server {
    pub(crate) fn start(place: &Place, line: &[&str]) -> Self {
        let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let listen = address.to_string();
        let mut command = place.command(&[line, &["--listen", &listen]].concat());
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let said = BufReader::new(child.stdout.take().unwrap());
        Self { child, address, said }
    }

    /// Everything that it says until a line with these words.
    pub(crate) fn until(&mut self, words: &str) -> String {
        let mut said = String::new();
        loop {
            let mut line = String::new();
            assert!(self.said.read_line(&mut line).unwrap() > 0, "it ended without {words:?}:\n{said}");
            said += &line;
            if line.contains(words) {
                return said;
            }
        }
    }

    /// Where it listens.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Ends it on the spot, as a power cut does: it hears nothing of it.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// What it answers to a `GET`, head and body.
    pub(crate) fn answers(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(self.address).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    /// Asks it to stop, as a system does, and gives its exit code.
    pub(crate) fn stop(mut self) -> i32 {
        let asked = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        assert!(asked.success());
        self.until("Stopping");
        self.child.wait().unwrap().code().unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

#[test]
fn the_first_start_makes_everything_and_prints_the_link_once_per_start() {
    testkit::each_location(|location| {
        let place = Place::new(location);
        for _ in 0..2 {
            let mut server = Server::start(&place, &["serve"]);
            let said = server.until("Ready: http://127.0.0.1:");
            assert!(said.contains("/welcome/"), "{said}");
            assert!(server.answers("/healthz").starts_with("HTTP/1.1 200"));
            assert_eq!(server.stop(), 0);
        }
        place.run(&["verify"]).ends(0).says("0 matters");
    });
}

#[cfg(unix)]
#[test]
fn keys_are_for_their_owner_only() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = Place::sqlite();
    let mut server = Server::start(&place, &["serve"]);
    server.until("Ready");
    for key in ["data/vault.key", "data/session.key"] {
        let mode = std::fs::metadata(place.path(key)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{key}");
    }
    assert_eq!(server.stop(), 0);
}

#[test]
fn the_demonstration_loads_behind_the_server_and_is_loaded_once() {
    testkit::each_location(|location| {
        let place = Place::new(location);
        let line = ["demo", "--matters", "12", "--today", "2026-11-24"];
        let mut server = Server::start(&place, &line);
        server.until("Ready");
        assert!(server.answers("/healthz").starts_with("HTTP/1.1 200"));
        server.until("is loaded");
        assert_eq!(server.stop(), 0);
        let first = place.run(&["export", "matters"]).ends(0);
        assert!(first.out.lines().count() > 60, "{}", first.out);
        place.run(&line.iter().copied().chain(["--load-only"]).collect::<Vec<_>>()).ends(0);
        let again = place.run(&["export", "matters"]).ends(0);
        assert_eq!(first.out.lines().count(), again.out.lines().count());
        place.run(&["verify"]).ends(0).says("all is well");
        let published = place.run(&["export", "published"]).ends(0);
        assert!(published.out.lines().count() > 10, "{}", published.out);
    });
}
