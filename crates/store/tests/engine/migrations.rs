use std::collections::BTreeSet;
use std::path::Path;
use std::thread;

use store::{Database, Location, Migration, MigrationError, Options, StoreError};

const ONE: Migration =
    Migration::new("0001_one.sql", "CREATE TABLE one (a BIGINT);\nINSERT INTO one VALUES (1);");
const TWO_SQLITE: Migration =
    Migration::new("0002_two_sqlite.sql", "CREATE TABLE two (a INTEGER PRIMARY KEY) STRICT;");
const TWO_POSTGRES: Migration = Migration::new("0002_two_postgres.sql", "CREATE TABLE two (a BIGINT[]);");
const THREE: Migration = Migration::new("0003_three.sql", "ALTER TABLE one ADD COLUMN b TEXT;");
const ALL: &[Migration] = &[ONE, TWO_SQLITE, TWO_POSTGRES, THREE];

fn open(location: &Location) -> Database {
    Database::open(location, &Options { readers: 1, ..Options::default() }).unwrap()
}

fn rows_of_one(database: &Database) -> i64 {
    let rows: Result<i64, StoreError> =
        database.read_blocking(|tx| tx.query_one("SELECT count(*) FROM one", &[]));
    rows.unwrap()
}

fn refusal(database: &Database, migrations: &'static [Migration]) -> MigrationError {
    match database.migrate(migrations) {
        Err(StoreError::Migration(error)) => error,
        other => panic!("{other:?}"),
    }
}

#[test]
fn each_step_is_applied_once_and_only_for_its_engine() {
    testkit::each_location(|location| {
        let database = open(location);
        assert_eq!(database.migrate(&[ONE]).unwrap(), ["0001_one.sql"]);
        let two = if matches!(location, Location::Sqlite(_)) {
            "0002_two_sqlite.sql"
        } else {
            "0002_two_postgres.sql"
        };
        assert_eq!(database.migrate(ALL).unwrap(), [two, "0003_three.sql"]);
        assert_eq!(database.migrate(ALL).unwrap(), [""; 0]);
        assert_eq!(open(location).migrate(ALL).unwrap(), [""; 0]);
        assert_eq!(rows_of_one(&database), 1);
    });
}

#[test]
fn no_migrations_are_no_error() {
    testkit::each_location(|location| assert_eq!(open(location).migrate(&[]).unwrap(), [""; 0]));
}

#[test]
fn a_changed_file_is_refused_but_other_line_ends_are_not() {
    const CHANGED: &[Migration] = &[Migration::new("0001_one.sql", "CREATE TABLE one (a BIGINT, b BIGINT);")];
    const WINDOWS: &[Migration] =
        &[Migration::new("0001_one.sql", "CREATE TABLE one (a BIGINT);\r\nINSERT INTO one VALUES (1);")];
    testkit::each_location(|location| {
        let database = open(location);
        database.migrate(&[ONE]).unwrap();
        assert_eq!(refusal(&database, CHANGED), MigrationError::Changed { name: "0001_one.sql".to_owned() });
        database.migrate(WINDOWS).unwrap();
    });
}

#[test]
fn a_newer_database_is_refused() {
    testkit::each_location(|location| {
        let database = open(location);
        database.migrate(ALL).unwrap();
        let newer = MigrationError::Newer { version: 3, name: "0003_three.sql".to_owned() };
        assert_eq!(refusal(&database, &[ONE, TWO_SQLITE, TWO_POSTGRES]), newer);
    });
}

#[test]
fn a_step_below_a_landed_one_is_refused() {
    testkit::each_location(|location| {
        let database = open(location);
        database.migrate(&[ONE, THREE]).unwrap();
        let error = refusal(&database, ALL);
        assert!(
            matches!(&error, MigrationError::Late { name, applied: 3 } if name.starts_with("0002")),
            "{error}"
        );
    });
}

#[test]
fn names_must_be_numbered_and_rise() {
    const WRONG: [&[Migration]; 5] = [
        &[Migration::new("one.sql", "")],
        &[Migration::new("1_one.sql", "")],
        &[Migration::new("0001_one.txt", "")],
        &[Migration::new("0001_.sql", "")],
        &[THREE, ONE],
    ];
    testkit::each_location(|location| {
        let database = open(location);
        for migrations in WRONG {
            assert!(matches!(refusal(&database, migrations), MigrationError::Name { .. }), "{migrations:?}");
        }
    });
}

#[test]
fn a_step_that_fails_leaves_nothing_behind() {
    const BROKEN: &[Migration] =
        &[ONE, Migration::new("0002_broken.sql", "CREATE TABLE two (a BIGINT); OOPS;")];
    testkit::each_location(|location| {
        let database = open(location);
        let error = database.migrate(BROKEN).unwrap_err();
        assert!(matches!(error, StoreError::Engine { .. }), "{error:?}");
        assert_eq!(database.migrate(&[ONE]).unwrap(), ["0001_one.sql"]);
    });
}

#[test]
fn servers_that_start_together_migrate_once() {
    testkit::each_location(|location| {
        let databases: Vec<Database> = (0..4).map(|_| open(location)).collect();
        let applied: Vec<usize> = thread::scope(|scope| {
            let servers: Vec<_> = databases
                .iter()
                .map(|database| scope.spawn(|| database.migrate(ALL).unwrap().len()))
                .collect();
            servers.into_iter().map(|server| server.join().unwrap()).collect()
        });
        assert_eq!(applied.iter().sum::<usize>(), 3, "one server did all of it: {applied:?}");
        assert_eq!(rows_of_one(&databases[0]), 1);
    });
}

#[test]
fn a_server_that_sorts_or_encodes_otherwise_is_refused() {
    let Some(server) = testkit::postgres::new_database() else { return };
    let database = open(&server.location());
    let recode: Result<u64, StoreError> = database.write_blocking(|tx| {
        tx.execute("UPDATE pg_database SET encoding = 0 WHERE datname = current_database()", &[])
    });
    recode.unwrap();
    let refused = MigrationError::Collation { encoding: "SQL_ASCII".to_owned(), collation: "C".to_owned() };
    assert_eq!(refusal(&database, ALL), refused);
}

#[test]
fn the_list_names_every_file_of_the_folder() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
    let files =
        std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap());
    let listed = store::MIGRATIONS.iter().map(|migration| migration.file().to_owned());
    assert_eq!(listed.collect::<BTreeSet<_>>(), files.collect::<BTreeSet<_>>());
}

#[test]
fn the_tables_of_the_program_can_be_made_twice() {
    testkit::each_location(|location| {
        let database = open(location);
        assert!(!database.migrate(store::MIGRATIONS).unwrap().is_empty());
        assert_eq!(database.migrate(store::MIGRATIONS).unwrap(), [""; 0]);
    });
}
