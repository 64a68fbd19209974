//! Dumps, restoring, copies of the file, and that no table is forgotten.

use std::collections::BTreeSet;

use store::case_units::UnitShare;
use store::dump::{DumpError, dump};
use store::people::{BlindRow, PersonRow};
use store::photos::PhotoRow;
use store::restore::restore;
use store::tables::{Holds, LEFT_OUT, TABLES};
use store::{
    Database, Location, MIGRATIONS, Options, StoreError, cases, inbox, people, photos, reference, settings,
};
use testkit::{each_engine, each_location};

use crate::fixture::{at, clock, id, made, note, point, read, run, write};

fn open(location: &Location) -> Database {
    let database = Database::open(location, &Options { readers: 1, ..Options::default() }).unwrap();
    database.migrate(MIGRATIONS).unwrap();
    database
}

/// Something of every kind of value.
fn fill(database: &Database) {
    let mut one = made(1);
    note(&mut one, "引号\"、反斜杠\\、换行\n都要原样回来");
    one.case.place_now.point = Some(point(120.300_000_000_000_04, -0.1 - 0.2));
    one.case.clocks = vec![clock("handle", 30)];
    write(database, &[one, made(2)], &[("street", UnitShare::Holder)]);
    let person = PersonRow {
        person_id: "lin".into(),
        key_id: 1,
        wrapped_key: (0..=255).collect(),
        sealed: vec![0],
        changed_at: at(0),
    };
    let blind = BlindRow { person_id: "lin".into(), key_id: 1, digest: vec![255; 16] };
    let todo =
        inbox::InboxRow { case_id: id(1), unit_id: "street".into(), bucket: "sign".to_owned(), due_at: None };
    run(database, |tx| {
        people::upsert_many(tx, &[person], &[blind])?;
        inbox::replace_many(tx, &[], [&todo])?;
        reference::put(tx, reference::PLACES, "{}", at(0), None)?;
        settings::put(tx, "name", "青岛")?;
        for number in 0..20 {
            let digest = number.to_string();
            let photo = PhotoRow {
                case_id: &id(1),
                digest: &digest,
                media: &[0, 159, 146],
                thumbnail: &[],
                at: at(0),
            };
            photos::insert(tx, &photo)?;
        }
        Ok(())
    });
}

fn dumped(database: &Database) -> (u64, String) {
    let dumped: Result<_, DumpError> = database.read_blocking(|tx| {
        let mut out = Vec::new();
        let rows = dump(tx, &mut out)?;
        Ok((rows, out))
    });
    let (rows, out) = dumped.unwrap();
    (rows, String::from_utf8(out).unwrap())
}

fn restored(database: &Database, text: &str) -> Result<u64, DumpError> {
    database.write_blocking(|tx| restore(tx, &mut text.as_bytes()))
}

#[test]
fn a_dump_of_either_engine_fills_either_engine() {
    each_location(|location| {
        let database = open(location);
        fill(&database);
        let (rows, text) = dumped(&database);
        assert!(rows > 25, "{rows} rows");
        each_engine(|copy| {
            assert_eq!(restored(&copy, &text).unwrap(), rows);
            assert_eq!(dumped(&copy), (rows, text.clone()));
            let original = read(&database, |tx| cases::find(tx, &id(1)));
            assert_eq!(read(&copy, |tx| cases::find(tx, &id(1))), original);
        });
    });
}

#[test]
fn a_dump_that_is_not_whole_changes_nothing() {
    each_engine(|database| {
        fill(&database);
        let (_, text) = dumped(&database);
        let lines: Vec<&str> = text.lines().collect();
        let cut = lines[..lines.len() - 1].join("\n");
        let short = text.replacen(&format!("{}\n", lines[lines.len() - 2]), "", 1);
        let strange = text.replacen("\"place_tallies\"", "\"plaice_tallies\"", 1);
        let column = text.replacen("\"docid\"", "\"doc\"", 1);
        let cell = text.replacen("[\"lin\",1,", "[\"lin\",\"one\",", 1);
        let bytes = text.replacen("AAECAwQF", "AAEC?wQF", 1);
        let head = text.replacen("sixia dump 1", "sixia dump 9", 1);
        each_engine(|copy| {
            for (text, problem) in [
                (cut.as_str(), "cut off"),
                (&short, "counts other rows"),
                (&strange, "no table"),
                (&column, "no table"),
                (&cell, "no row"),
                (&bytes, "no row"),
                (&head, "does not begin"),
                ("", "cut off"),
                ("{]", "not JSON"),
            ] {
                assert_ne!(text, dumped(&database).1, "{problem}: the test damages nothing");
                let error = restored(&copy, text).unwrap_err();
                assert!(error.to_string().contains(problem), "{problem}: {error}");
                assert_eq!(read(&copy, cases::count), 0, "{problem}");
            }
        });
    });
}

#[test]
fn only_an_empty_database_of_the_same_version_is_filled() {
    each_engine(|database| {
        fill(&database);
        let (_, text) = dumped(&database);
        assert!(matches!(restored(&database, &text), Err(DumpError::NotEmpty)));
        each_engine(|copy| {
            let newer = text.replacen("\"schema\":", "\"schema\":9", 1);
            assert!(matches!(restored(&copy, &newer), Err(DumpError::Schema { .. })));
        });
    });
}

/// Tables and their columns as the engine has them.
fn tables_of(database: &Database) -> BTreeSet<(String, String)> {
    let sql = if matches!(database.location(), Location::Sqlite(_)) {
        "SELECT tables.name, columns.name FROM sqlite_master AS tables, pragma_table_info(tables.name) AS columns
         WHERE tables.type = 'table' AND tables.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND tables.name NOT LIKE 'words\\_%' ESCAPE '\\'"
    } else {
        "SELECT CAST(table_name AS TEXT), CAST(column_name AS TEXT) FROM information_schema.columns WHERE table_schema = 'public'"
    };
    let found: Vec<(String, String)> = read(database, move |tx| tx.query(sql, &[]));
    found.into_iter().collect()
}

#[test]
fn every_table_is_dumped_whole_or_left_out_for_a_reason() {
    each_engine(|database| {
        let left_out: BTreeSet<&str> = LEFT_OUT.iter().map(|(name, _)| *name).collect();
        let found = tables_of(&database);
        let names: BTreeSet<&str> = found.iter().map(|(table, _)| table.as_str()).collect();
        let missing: Vec<_> = left_out.iter().filter(|name| !names.contains(**name)).collect();
        assert!(missing.is_empty(), "left out, but not there: {missing:?}");
        let found = found.iter().filter(|(table, _)| !left_out.contains(table.as_str()));
        let found: BTreeSet<_> = found.map(|(table, column)| (table.as_str(), column.as_str())).collect();
        let listed =
            TABLES.iter().flat_map(|table| table.columns.iter().map(|column| (table.name, column.name)));
        assert_eq!(listed.collect::<BTreeSet<_>>(), found);
    });
}

#[test]
fn columns_hold_what_the_list_says() {
    let Some(server) = testkit::postgres::new_database() else { return };
    let database = open(&server.location());
    for column in TABLES.iter().flat_map(|table| table.columns.iter().map(move |column| (table.name, column)))
    {
        let (table, column) = column;
        let sql = "SELECT CAST(data_type AS TEXT) FROM information_schema.columns WHERE table_name = $1 AND column_name = $2";
        let found: String = read(&database, move |tx| tx.query_one(sql, &[table.into(), column.name.into()]));
        let expected = match column.holds {
            Holds::Text => "text",
            Holds::Int => "bigint",
            Holds::Bytes => "bytea",
            Holds::Bool => "boolean",
            Holds::Real => "double precision",
        };
        assert_eq!(found, expected, "{table}.{}", column.name);
    }
}

#[test]
fn a_copy_of_the_file_is_a_database() {
    let folder = tempfile::tempdir().unwrap();
    let database = open(&Location::Sqlite(folder.path().join("sixia.db")));
    fill(&database);
    let file = folder.path().join("copy.db");
    database.backup_to(&file).unwrap();
    let copy = open(&Location::Sqlite(file.clone()));
    assert_eq!(dumped(&copy), dumped(&database));
    assert!(database.backup_to(&file).is_err(), "a file that is there is not overwritten");
}

#[test]
fn a_server_is_not_copied_as_a_file() {
    let Some(server) = testkit::postgres::new_database() else { return };
    let refused = open(&server.location()).backup_to(std::path::Path::new("/nowhere"));
    assert!(matches!(refused, Err(StoreError::Location(_))));
}
