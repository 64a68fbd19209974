//! The rules of the engine layer, each checked on both engines.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod bulk;
mod disturbed;
mod locations;
mod migrations;
mod search;
mod sqlite;
mod statements;
mod transactions;
mod values;

use std::time::Duration;

use store::{Database, Location, Migration, Options, StoreError};

/// One table with a column of each portable type.
const CELLS: &[Migration] = &[Migration::new(
    "0001_cells.sql",
    "CREATE TABLE cells (
        id BIGINT PRIMARY KEY, num BIGINT, share DOUBLE PRECISION, name TEXT, body BYTEA, done BOOLEAN
    );",
)];

fn open(location: &Location) -> Database {
    open_with(location, &Options { readers: 2, ..Options::default() })
}

fn open_with(location: &Location, options: &Options) -> Database {
    let database = Database::open(location, options).unwrap();
    database.migrate(CELLS).unwrap();
    database
}

/// Runs a test on both engines, with the table of [`CELLS`].
fn with_cells(body: impl Fn(Database)) {
    testkit::each_location(|location| body(open(location)));
}

fn count(database: &Database) -> i64 {
    database.read_blocking(|tx| tx.query_one("SELECT count(*) FROM cells", &[])).unwrap_or_else(
        |error: StoreError| {
            panic!("cells cannot be counted: {error}");
        },
    )
}

/// Locks are waited for this long where a test wants to see the waiting end.
const SHORT: Duration = Duration::from_millis(100);
