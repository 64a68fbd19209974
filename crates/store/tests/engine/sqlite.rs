//! What only a file has: settings that keep it whole, and the thread that copies the write-ahead file.

use std::path::Path;
use std::time::{Duration, Instant};

use store::{Database, Location, Options, StoreError, Unsynced, Value};

use crate::{open, open_with};

fn fill(database: &Database) {
    let rows = (0..2000_i64).map(|row| [Value::from(row), "一百个字节的文字".into()]);
    let done: Result<u64, StoreError> =
        database.write_blocking(|tx| tx.insert_many("INSERT INTO cells (id, name) VALUES ($1, $2)", rows));
    done.unwrap();
}

fn size_bytes(file: &Path) -> u64 {
    std::fs::metadata(file).unwrap().len()
}

#[test]
fn commits_are_durable_and_references_are_kept() {
    let folder = tempfile::tempdir().unwrap();
    let database = open(&Location::Sqlite(folder.path().join("sixia.db")));
    let settings: Result<_, StoreError> = database.write_blocking(|tx| {
        let journal: String = tx.query_one("PRAGMA journal_mode", &[])?;
        let synchronous: i64 = tx.query_one("PRAGMA synchronous", &[])?;
        let foreign_keys: bool = tx.query_one("PRAGMA foreign_keys", &[])?;
        let checkpoint_pages: i64 = tx.query_one("PRAGMA wal_autocheckpoint", &[])?;
        Ok((journal, synchronous, foreign_keys, checkpoint_pages))
    });
    // The engine syncs what it copies into the file; commits are synced by whoever waits for them.
    let normal = 1;
    assert_eq!(settings.unwrap(), ("wal".to_owned(), normal, true, 0));
}

#[test]
fn a_commit_that_runs_ahead_is_seen_at_once_and_waited_for_together_with_the_next() {
    let folder = tempfile::tempdir().unwrap();
    let database = open(&Location::Sqlite(folder.path().join("sixia.db")));
    let mut writer = database.writer();
    let mut waiting = Unsynced::nothing();
    for id in 0..3_i64 {
        let sql = "INSERT INTO cells (id, name) VALUES ($1, 'x')";
        let ahead: Result<_, StoreError> = writer.transaction_ahead(|tx| tx.execute(sql, &[id.into()]));
        let (rows, unsynced) = ahead.unwrap();
        assert_eq!(rows, 1);
        waiting = waiting.and(unsynced);
        let seen: Result<i64, StoreError> =
            database.read_blocking(|tx| tx.query_one("SELECT count(*) FROM cells", &[]));
        assert_eq!(seen.unwrap(), id + 1);
    }
    waiting.wait().unwrap();
}

#[test]
fn checkpoints_run_on_their_own_thread_only() {
    let folder = tempfile::tempdir().unwrap();
    let never = Duration::from_hours(1);
    for (name, every) in [("never.db", never), ("often.db", Duration::from_millis(20))] {
        let file = folder.path().join(name);
        let database = open_with(
            &Location::Sqlite(file.clone()),
            &Options { checkpoint_every: every, ..Options::default() },
        );
        fill(&database);
        let patience = Instant::now() + Duration::from_secs(if every == never { 0 } else { 20 });
        while size_bytes(&file) < 50_000 && Instant::now() < patience {
            std::thread::sleep(Duration::from_millis(5));
        }
        assert_eq!(size_bytes(&file) >= 50_000, every != never, "{name}");
    }
}

#[test]
fn writers_that_read_first_take_turns() {
    let folder = tempfile::tempdir().unwrap();
    let database = open(&Location::Sqlite(folder.path().join("sixia.db")));
    let insert: Result<u64, StoreError> =
        database.write_blocking(|tx| tx.execute("INSERT INTO cells (id, num) VALUES (1, 0)", &[]));
    insert.unwrap();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let mut writer = database.writer();
                for _ in 0..25 {
                    let step: Result<u64, StoreError> = writer.transaction(|tx| {
                        let num: i64 = tx.query_one("SELECT num FROM cells", &[])?;
                        tx.execute("UPDATE cells SET num = $1", &[(num + 1).into()])
                    });
                    step.unwrap();
                }
            });
        }
    });
    let sum: Result<i64, StoreError> =
        database.read_blocking(|tx| tx.query_one("SELECT num FROM cells", &[]));
    assert_eq!(sum.unwrap(), 100);
}

#[test]
fn the_work_of_queries_is_counted_by_the_rows_they_look_at() {
    let folder = tempfile::tempdir().unwrap();
    let database = open(&Location::Sqlite(folder.path().join("sixia.db")));
    fill(&database);
    let steps = |sql: &'static str| {
        let before = database.steps();
        let found: Result<Vec<i64>, StoreError> = database.read_blocking(move |tx| tx.query(sql, &[]));
        assert_eq!(found.unwrap(), [7]);
        database.steps() - before
    };
    let by_key = steps("SELECT id FROM cells WHERE id = 7");
    let by_looking = steps("SELECT id FROM cells WHERE +id = 7");
    assert!((1..50).contains(&by_key), "{by_key}");
    assert!((2_000..20_000).contains(&by_looking), "{by_looking}");
}
