//! A private PostgreSQL for the tests of one process: made at the first use, a new database for each test, gone with the process.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

use postgres::{Client, NoTls};
use store::Location;

/// Set to 1 where PostgreSQL must be tested: without it the tests fail instead of being skipped.
const REQUIRE: &str = "SIXIA_REQUIRE_POSTGRES";
/// Set to 1 to keep `fsync` on: slower, for measurements and for tests that kill the server.
const FSYNC: &str = "SIXIA_POSTGRES_FSYNC";

/// A new empty database, or `None` when PostgreSQL is not installed and not required; then it says so, loudly and once.
///
/// # Panics
/// When PostgreSQL is installed and does not start, or is required and not installed.
#[must_use]
pub fn new_database() -> Option<TestDatabase> {
    static CLUSTER: OnceLock<Option<Cluster>> = OnceLock::new();
    CLUSTER.get_or_init(start).as_ref().map(Cluster::new_database)
}

/// One database of the cluster; dropped with this value.
#[derive(Debug)]
pub struct TestDatabase {
    cluster: &'static Cluster,
    name: String,
}

#[derive(Debug)]
struct Cluster {
    /// The folder of the unix socket.
    folder: String,
    admin: Mutex<Admin>,
    databases: AtomicU32,
    /// The watching shell ends, and with it the server, when this closes: at the latest when the process ends.
    _lifeline: ChildStdin,
    _watch: Child,
}

struct Admin(Client);

impl std::fmt::Debug for Admin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Admin")
    }
}

impl TestDatabase {
    /// Its address.
    #[must_use]
    pub fn location(&self) -> Location {
        Location::Postgres(self.cluster.url(&self.name))
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        // What cannot be dropped goes with the cluster.
        drop(self.cluster.admin(&format!("DROP DATABASE {} WITH (FORCE)", self.name)));
    }
}

impl Cluster {
    #[expect(clippy::panic, reason = "a test that gets no database must fail")]
    fn new_database(&'static self) -> TestDatabase {
        let name = format!("test_{}", self.databases.fetch_add(1, Ordering::Relaxed));
        match self.admin(&format!("CREATE DATABASE {name} TEMPLATE template0")) {
            Ok(()) => TestDatabase { cluster: self, name },
            Err(error) => panic!("PostgreSQL made no database: {error}"),
        }
    }

    fn admin(&self, sql: &str) -> Result<(), postgres::Error> {
        self.admin.lock().unwrap_or_else(PoisonError::into_inner).0.batch_execute(sql)
    }

    fn url(&self, database: &str) -> String {
        url(&self.folder, database)
    }
}

fn url(folder: &str, database: &str) -> String {
    format!("postgres://postgres@{}/{database}", folder.replace('/', "%2F"))
}

#[expect(clippy::panic, reason = "a PostgreSQL that is there and does not start must fail the tests")]
fn start() -> Option<Cluster> {
    let Some(programs) = programs() else {
        assert!(!is_set(REQUIRE), "{REQUIRE}=1, and no PostgreSQL is installed");
        // Written past the test harness, which would keep it from the eyes of everyone whose tests pass.
        let notice = b"\n*** PostgreSQL is not installed: its half of the tests was SKIPPED. ***\n\n";
        drop(std::io::stderr().write_all(notice));
        return None;
    };
    match start_in(&programs) {
        Ok(cluster) => Some(cluster),
        Err(problem) => panic!("PostgreSQL of {} did not start: {problem}", programs.display()),
    }
}

fn start_in(programs: &Path) -> Result<Cluster, Box<dyn std::error::Error>> {
    let mut watch = shell()
        .args(["-c", include_str!("postgres.sh"), "sixia-postgres"])
        .arg(programs)
        .arg(if is_set(FSYNC) { "on" } else { "off" })
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let lifeline = watch.stdin.take().ok_or("no standard input")?;
    let mut folder = String::new();
    BufReader::new(watch.stdout.take().ok_or("no standard output")?).read_line(&mut folder)?;
    let folder = folder.trim_end().to_owned();
    if folder.is_empty() {
        let mut problem = String::new();
        watch.stderr.take().ok_or("no standard error")?.read_to_string(&mut problem)?;
        return Err(problem.into());
    }
    let admin = Mutex::new(Admin(Client::connect(&url(&folder, "postgres"), NoTls)?));
    Ok(Cluster { folder, admin, databases: AtomicU32::new(1), _lifeline: lifeline, _watch: watch })
}

/// A shell in a process group of its own, so that Ctrl-C ends the tests first and the shell tidies up after them. PostgreSQL
/// refuses to run as root; the user that its packages make is used then.
fn shell() -> Command {
    use std::os::unix::process::CommandExt;
    let is_root = Command::new("id").arg("-u").output().is_ok_and(|id| id.stdout.trim_ascii() == b"0");
    let mut command = if is_root {
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--", "sh"]);
        command
    } else {
        Command::new("sh")
    };
    command.process_group(0);
    command
}

/// The folder of `initdb` and its kin: on the path, or the newest where Debian keeps them.
fn programs() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let on_path = std::env::split_paths(&path).find(|folder| has_programs(folder));
    on_path.or_else(|| {
        let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?.flatten();
        let folders =
            versions.map(|version| version.path().join("bin")).filter(|folder| has_programs(folder));
        folders.max_by_key(|folder| major_version(folder))
    })
}

fn has_programs(folder: &Path) -> bool {
    ["initdb", "pg_ctl", "postgres"].iter().all(|name| folder.join(name).is_file())
}

/// 15 of `/usr/lib/postgresql/15/bin`.
fn major_version(folder: &Path) -> Option<u32> {
    folder.parent()?.file_name().and_then(OsStr::to_str)?.parse().ok()
}

fn is_set(name: &str) -> bool {
    std::env::var_os(name).is_some_and(|value| value == "1")
}
