use std::path::Path;

use store::{Location, StoreError};

/// What a comment inside the SQL says about where the text can be prepared; see the documentation of the crate.
fn is_meant_for(sql: &str, location: &Location) -> bool {
    let elsewhere = if matches!(location, Location::Sqlite(_)) { "/* postgres */" } else { "/* sqlite */" };
    !sql.contains("/* part */") && !sql.contains(elsewhere)
}

#[test]
fn every_statement_of_the_source_is_understood_by_its_engines() {
    let texts = testkit::sql_texts(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    assert!(texts.len() > 3, "the source holds SQL");
    testkit::each_engine(|database| {
        let mut problems = Vec::new();
        for text in texts.iter().filter(|text| is_meant_for(&text.sql, database.location())) {
            let sql = text.sql.clone();
            let prepared: Result<(), StoreError> = database.read_blocking(move |tx| tx.prepare(&sql));
            if let Err(error) = prepared {
                let reason = std::error::Error::source(&error).map(ToString::to_string).unwrap_or_default();
                problems.push(format!("{}: {reason}\n    {}", text.file.display(), text.sql));
            }
        }
        assert!(problems.is_empty(), "on {}:\n{}", database.location(), problems.join("\n"));
    });
}

#[test]
fn a_statement_that_names_no_table_is_not_understood() {
    testkit::each_engine(|database| {
        let prepared: Result<(), StoreError> =
            database.read_blocking(|tx| tx.prepare("SELECT a FROM absent"));
        assert!(prepared.is_err());
    });
}
