//! The same test on both engines.

use std::io::Write;

use store::{Database, Location, Options};

use crate::postgres;

/// Runs a test on a new database with all tables, once on each engine that is there.
///
/// # Panics
/// When the body does, or when an engine does not start.
pub fn each_engine(body: impl Fn(Database)) {
    each_location(|location| body(open(location)));
}

/// Runs a test on the address of a new and empty database, once on each engine that is there.
///
/// # Panics
/// When the body does, or when an engine does not start.
#[expect(clippy::expect_used, reason = "a test without a folder must fail")]
pub fn each_location(body: impl Fn(&Location)) {
    let folder = tempfile::tempdir().expect("a folder for the test's database");
    on("SQLite", || body(&Location::Sqlite(folder.path().join("sixia.db"))));
    if let Some(database) = postgres::new_database() {
        on("PostgreSQL", || body(&database.location()));
    }
}

#[expect(clippy::expect_used, reason = "a test without a database must fail")]
fn open(location: &Location) -> Database {
    // Few threads: many tests run at the same time.
    let options = Options { readers: 2, ..Options::default() };
    let database = Database::open(location, &options).expect("the test's database opens");
    database.migrate(store::MIGRATIONS).expect("the test's database takes the tables");
    database
}

/// Says on which engine a test failed.
fn on(engine: &'static str, body: impl FnOnce()) {
    struct Told(&'static str);
    impl Drop for Told {
        fn drop(&mut self) {
            if std::thread::panicking() {
                drop(writeln!(std::io::stderr(), "(the failure above or below happened on {})", self.0));
            }
        }
    }
    let _told = Told(engine);
    body();
}
