//! The shipped mappings on the tables for which they were made. The tables are nobody's to pass on: whoever has them names their folder in
//! `SIXIA_SHARED_DATA`; without it these tests say so and pass.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use crate::Place;

/// The folder with the tables.
fn folder() -> Option<PathBuf> {
    let folder = std::env::var_os("SIXIA_SHARED_DATA").map(PathBuf::from);
    if folder.is_none() {
        drop(std::io::stderr().write_all(b"SIXIA_SHARED_DATA names no folder: its tests were SKIPPED.\n"));
    }
    folder
}

#[test]
fn every_row_of_the_tables_can_be_imported() {
    let Some(folder) = folder() else { return };
    let place = Place::sqlite().with_demo();
    for (table, mapping) in [
        ("tipdm_gov_messages/replies.csv.gz", "tipdm_replies"),
        ("tipdm_gov_messages/hot_messages.csv.gz", "tipdm_messages"),
        ("tipdm_gov_messages/unlabeled_messages.csv.gz", "tipdm_messages"),
        ("tipdm_gov_messages/labeled_natural.csv.gz", "tipdm_labelled"),
        ("pingshan_events_2018/events.csv.gz", "pingshan_events"),
    ] {
        let table = folder.join(table).display().to_string();
        let mappings = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../demo/imports");
        let mapping = mappings.join(format!("{mapping}.toml")).display().to_string();
        place
            .run(&["import", "matters", &table, "--mapping", &mapping, "--dry-run"])
            .ends(0)
            .says("are good");
    }
}

#[test]
fn every_text_of_the_folder_can_be_imported_and_is_found_by_its_articles() {
    let Some(folder) = folder() else { return };
    let place = Place::sqlite().with_demo();
    let folder = folder.join("policy_texts").display().to_string();
    let mapping = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../demo/imports/law_texts.toml");
    let mapping = mapping.display().to_string();
    let import = ["import", "texts", &folder, "--mapping", &mapping];
    place.run(&[&import[..], &["--dry-run"]].concat()).ends(0).says("All 59 rows are good");
    place.run(&import).ends(0).says("59 rows, of them 59 new");
    place.run(&import).ends(0).says("59 rows, of them 0 new");
    place.run(&["verify"]).ends(0).says("all is well");
}
