use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::channel;
use std::task::{Context, Poll, Wake, Waker};
use std::thread;

use store::dialect::skip_locked;
use store::{Database, Location, Migration, Options, Query, StoreError, WriteTx};

use crate::{SHORT, count, open, open_with, with_cells};

const INSERT: &str = "INSERT INTO cells (id, num) VALUES ($1, 0)";

fn insert(tx: &mut WriteTx, id: i64) -> Result<(), StoreError> {
    tx.execute(INSERT, &[id.into()]).map(drop)
}

/// Waits for a future on this thread.
fn block_on<F: Future>(future: F) -> F::Output {
    struct Unpark(thread::Thread);
    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(&waker)) {
            return output;
        }
        thread::park();
    }
}

#[test]
fn what_was_committed_is_there_after_reopening() {
    testkit::each_location(|location| {
        let database = open(location);
        database.write_blocking(|tx| insert(tx, 1)).unwrap();
        drop(database);
        assert_eq!(count(&open(location)), 1);
    });
}

#[test]
fn an_error_rolls_everything_back() {
    #[derive(Debug)]
    struct Refusal;
    impl From<StoreError> for Refusal {
        fn from(error: StoreError) -> Self {
            panic!("{error}")
        }
    }
    with_cells(|database| {
        let mut writer = database.writer();
        let refused: Result<(), Refusal> = writer.transaction(|tx| {
            insert(tx, 1)?;
            Err(Refusal)
        });
        assert!(refused.is_err());
        assert_eq!(count(&database), 0);
        writer.transaction(|tx| insert(tx, 2)).unwrap();
        assert_eq!(count(&database), 1, "the writer goes on after a refusal");
    });
}

#[test]
fn a_read_cannot_write() {
    with_cells(|database| {
        for _ in 0..4 {
            let refused: Result<Vec<i64>, StoreError> =
                database.read_blocking(|tx| tx.query("INSERT INTO cells (id) VALUES (1) RETURNING id", &[]));
            assert!(matches!(refused, Err(StoreError::Engine { .. })), "{refused:?}");
        }
        assert_eq!(count(&database), 0);
    });
}

#[test]
fn a_taken_key_is_a_conflict_and_other_refusals_are_not() {
    with_cells(|database| {
        database.write_blocking(|tx| insert(tx, 1)).unwrap();
        let taken = database.write_blocking(|tx| insert(tx, 1)).unwrap_err();
        assert!(taken.is_conflict() && !taken.is_busy() && !taken.is_unavailable(), "{taken:?}");
        let wrong: Result<u64, StoreError> =
            database.write_blocking(|tx| tx.execute("UPDATE absent SET a = 1", &[]));
        let wrong = wrong.unwrap_err();
        assert!(!wrong.is_conflict() && !wrong.is_busy() && !wrong.is_unavailable(), "{wrong:?}");
        assert!(std::error::Error::source(&wrong).is_some(), "it says what the engine said");
    });
}

#[test]
fn a_failed_statement_cannot_be_ignored() {
    with_cells(|database| {
        let mut writer = database.writer();
        let spoiled = writer.transaction(|tx| {
            insert(tx, 1)?;
            drop(insert(tx, 1));
            Ok::<(), StoreError>(())
        });
        assert!(matches!(spoiled, Err(StoreError::Spoiled)), "{spoiled:?}");
        assert_eq!(count(&database), 0);
        writer.transaction(|tx| insert(tx, 1)).unwrap();
    });
}

#[test]
fn a_panic_rolls_back_and_the_thread_lives_on() {
    with_cells(|database| {
        let mut writer = database.writer();
        let panicked = writer.transaction(|tx| -> Result<(), StoreError> {
            insert(tx, 1)?;
            panic!("on purpose, in a write");
        });
        assert!(
            matches!(&panicked, Err(StoreError::Panicked(why)) if why.contains("in a write")),
            "{panicked:?}"
        );
        for _ in 0..4 {
            let panicked: Result<(), StoreError> =
                database.read_blocking(|_| panic!("on purpose, in a read"));
            assert!(
                matches!(&panicked, Err(StoreError::Panicked(why)) if why.contains("in a read")),
                "{panicked:?}"
            );
        }
        assert_eq!(count(&database), 0);
        writer.transaction(|tx| insert(tx, 1)).unwrap();
        assert_eq!(count(&database), 1);
    });
}

#[test]
fn a_read_sees_one_moment_while_a_writer_goes_on() {
    with_cells(|database| {
        let (read_once, may_write) = channel();
        let (written, may_read_again) = channel();
        let counts = database.read(move |tx| {
            let first: i64 = tx.query_one("SELECT count(*) FROM cells", &[])?;
            read_once.send(()).unwrap();
            may_read_again.recv().unwrap();
            let second: i64 = tx.query_one("SELECT count(*) FROM cells", &[])?;
            Ok::<_, StoreError>((first, second))
        });
        may_write.recv().unwrap();
        database.write_blocking(|tx| insert(tx, 1)).unwrap();
        written.send(()).unwrap();
        assert_eq!(block_on(counts).unwrap(), (0, 0));
        assert_eq!(count(&database), 1);
    });
}

#[test]
fn readers_see_whole_groups_only() {
    with_cells(|database| {
        let writing = AtomicBool::new(true);
        thread::scope(|scope| {
            for _ in 0..3 {
                scope.spawn(|| {
                    while writing.load(Ordering::Relaxed) {
                        assert_eq!(count(&database) % 10, 0, "groups have ten rows");
                    }
                });
            }
            let mut writer = database.writer();
            for group in 0..40 {
                writer.transaction(|tx| (0..10).try_for_each(|row| insert(tx, group * 10 + row))).unwrap();
            }
            writing.store(false, Ordering::Relaxed);
        });
        assert_eq!(count(&database), 400);
    });
}

#[test]
fn a_full_queue_refuses_and_recovers() {
    testkit::each_location(|location| {
        let database = open_with(location, &Options { readers: 1, queue_max: 1, ..Options::default() });
        let (started, running) = channel();
        let (finish, finished) = channel::<()>();
        let slow = database.read(move |_| {
            started.send(()).unwrap();
            finished.recv().unwrap();
            Ok::<_, StoreError>(1)
        });
        running.recv().unwrap();
        let waiting = database.read(|_| Ok::<_, StoreError>(2));
        let refused = block_on(database.read(|_| Ok::<_, StoreError>(3))).unwrap_err();
        assert!(matches!(refused, StoreError::Overloaded) && refused.is_busy());
        finish.send(()).unwrap();
        assert_eq!((block_on(slow).unwrap(), block_on(waiting).unwrap()), (1, 2));
        assert_eq!(count(&database), 0);
    });
}

#[test]
fn a_read_that_nobody_awaits_is_not_run() {
    testkit::each_location(|location| {
        let database = open_with(location, &Options { readers: 1, ..Options::default() });
        let (started, running) = channel();
        let (finish, finished) = channel::<()>();
        let slow = database.read(move |_| {
            started.send(()).unwrap();
            finished.recv().unwrap();
            Ok::<_, StoreError>(())
        });
        running.recv().unwrap();
        let ran = Arc::new(AtomicBool::new(false));
        let mark = Arc::clone(&ran);
        drop(database.read(move |_| {
            mark.store(true, Ordering::SeqCst);
            Ok::<_, StoreError>(())
        }));
        finish.send(()).unwrap();
        block_on(slow).unwrap();
        assert_eq!(count(&database), 0, "the thread has passed the dropped read");
        assert!(!ran.load(Ordering::SeqCst));
    });
}

#[test]
fn a_lock_that_is_not_granted_in_time_is_busy() {
    testkit::each_location(|location| {
        let database = open_with(location, &Options { busy_timeout: SHORT, ..Options::default() });
        database.write_blocking(|tx| insert(tx, 1)).unwrap();
        let touch =
            |tx: &mut WriteTx| tx.execute("UPDATE cells SET num = num + 1 WHERE id = 1", &[]).map(drop);
        let blocked = database.write_blocking(|tx| {
            touch(tx)?;
            Ok::<_, StoreError>(database.write_blocking(touch))
        });
        let busy = blocked.unwrap().unwrap_err();
        assert!(busy.is_busy() && !busy.is_conflict(), "{busy:?}");
    });
}

#[test]
fn servers_take_different_jobs_without_waiting() {
    fn take(tx: &mut WriteTx) -> Result<Vec<i64>, StoreError> {
        let mut query = Query::new("SELECT id FROM cells ORDER BY id LIMIT 2");
        query.push(skip_locked(tx));
        tx.query_built(&query)
    }
    with_cells(|database| {
        database.write_blocking(|tx| (1..=3).try_for_each(|id| insert(tx, id))).unwrap();
        let one_server = matches!(database.location(), Location::Sqlite(_));
        let taken = database.write_blocking(|tx| {
            let first = take(tx)?;
            let second = if one_server { vec![3] } else { database.write_blocking(take)? };
            Ok::<_, StoreError>((first, second))
        });
        assert_eq!(taken.unwrap(), (vec![1, 2], vec![3]));
    });
}

#[test]
fn a_database_out_of_reach_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let absent = folder.path().join("absent");
    let server = format!("postgres://nobody@{}/x", absent.display().to_string().replace('/', "%2F"));
    for location in [Location::Sqlite(absent.join("sixia.db")), server.parse().unwrap()] {
        let error = Database::open(&location, &Options::default()).err().unwrap();
        assert!(error.is_unavailable(), "{location}: {error:?}");
    }
}

#[test]
fn a_broken_connection_is_replaced_at_the_next_use() {
    let Some(server) = testkit::postgres::new_database() else { return };
    let database = open_with(&server.location(), &Options { readers: 1, ..Options::default() });
    let mut writer = database.writer();
    writer.transaction(|tx| insert(tx, 1)).unwrap();
    let others = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()";
    let killed: Result<i64, StoreError> = database.write_blocking(|tx| tx.query_one(others, &[]));
    assert_eq!(killed.unwrap(), 2, "one reader and one writer");
    writer.transaction(|tx| insert(tx, 2)).unwrap();
    assert_eq!(count(&database), 2);
}

#[test]
fn a_connection_that_breaks_in_a_transaction_fails_it_and_the_next_one_works() {
    let Some(server) = testkit::postgres::new_database() else { return };
    let database = open(&server.location());
    let mut writer = database.writer();
    let broken = writer.transaction(|tx| {
        insert(tx, 1)?;
        let pid: i32 = tx.query_one("SELECT pg_backend_pid()", &[])?;
        let kill = |tx: &mut WriteTx| tx.query_one::<bool>("SELECT pg_terminate_backend($1)", &[pid.into()]);
        database.write_blocking(kill)?;
        insert(tx, 2)
    });
    let broken = broken.unwrap_err();
    assert!(broken.is_unavailable() && !broken.is_in_doubt(), "{broken:?}");
    writer.transaction(|tx| insert(tx, 3)).unwrap();
    assert_eq!(count(&database), 1);
}

#[test]
fn a_connection_that_breaks_while_committing_leaves_doubt() {
    const SUICIDE: &[Migration] = &[Migration::new(
        "0001_suicide.sql",
        "CREATE TABLE cells (id BIGINT PRIMARY KEY, num BIGINT);
         CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS
             'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END';
         CREATE CONSTRAINT TRIGGER die AFTER INSERT ON cells
             DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION die();",
    )];
    let Some(server) = testkit::postgres::new_database() else { return };
    let database = Database::open(&server.location(), &Options::default()).unwrap();
    database.migrate(SUICIDE).unwrap();
    let broken = database.write_blocking(|tx| insert(tx, 1)).unwrap_err();
    assert!(broken.is_in_doubt() && broken.is_unavailable(), "{broken:?}");
}

#[test]
fn a_connection_learns_of_tables_that_were_changed() {
    testkit::each_location(|location| {
        let database = open_with(location, &Options { readers: 1, ..Options::default() });
        let columns = |database: &Database| {
            let read: Result<Vec<i64>, StoreError> =
                database.read_blocking(|tx| tx.query("SELECT * FROM cells", &[]));
            read
        };
        columns(&database).unwrap();
        let alter: Result<u64, StoreError> =
            database.write_blocking(|tx| tx.execute("ALTER TABLE cells ADD COLUMN more TEXT", &[]));
        alter.unwrap();
        drop(columns(&database)); // PostgreSQL refuses the old plan once
        columns(&database).unwrap();
    });
}

#[test]
fn the_last_handle_may_be_dropped_by_a_read() {
    with_cells(|database| {
        let inner = database.clone();
        let read = database.read(move |_| {
            drop(inner);
            Ok::<_, StoreError>(())
        });
        drop(database);
        block_on(read).unwrap();
    });
}
