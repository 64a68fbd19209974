//! Backup, drill, restore, and what `verify` finds.

use crate::{Place, Said};

#[test]
fn a_backup_can_be_drilled_and_restored_with_its_key() {
    testkit::each_location(|location| {
        let place = Place::new(location).with_demo();
        let matters = place.run(&["export", "matters"]).ends(0).out;
        let file = place.path("sixia.backup").display().to_string();
        place.run(&["backup", &file]).ends(0).says("Backed up").says("keep");
        place.run(&["backup", &file]).ends(3).says("exists already");
        place.run(&["restore", &file, "--drill"]).ends(0).says("The drill went well");
        place.run(&["restore", &file]).ends(3).says("holds data already");

        // Back into SQLite, from whichever engine it came.
        let other = Place::sqlite();
        other.run(&["restore", &file]).ends(3).says("key file");
        std::fs::create_dir(other.path("data")).unwrap();
        std::fs::copy(place.path("data/vault.key"), other.path("data/vault.key")).unwrap();
        other.run(&["restore", &file]).ends(0).says("Restored");
        assert_eq!(other.run(&["export", "matters"]).ends(0).out, matters);
        other.run(&["verify"]).ends(0).says("all is well");
    });
}

/// Back into the engine from which it came, and from either into PostgreSQL.
#[test]
fn a_backup_of_either_engine_fills_a_server() {
    testkit::each_location(|location| {
        let place = Place::new(location).with_demo();
        let file = place.path("sixia.backup").display().to_string();
        place.run(&["backup", &file]).ends(0);
        let Some(server) = testkit::postgres::new_database() else { return };
        let other = Place::new(&server.location());
        std::fs::create_dir(other.path("data")).unwrap();
        std::fs::copy(place.path("data/vault.key"), other.path("data/vault.key")).unwrap();
        other.run(&["restore", &file]).ends(0).says("Restored");
        for kind in ["matters", "published", "units", "duties"] {
            let (before, after) =
                (place.run(&["export", kind]).ends(0), other.run(&["export", kind]).ends(0));
            assert_eq!(after.out, before.out, "{kind}");
        }
        other.run(&["verify"]).ends(0).says("all is well");
        other.run(&["restore", &file]).ends(3).says("holds data already");
        // What was restored goes on: a second backup holds the same.
        let again = other.path("again.backup").display().to_string();
        other.run(&["backup", &again]).ends(0);
        other.run(&["restore", &again, "--drill"]).ends(0).says("The drill went well");
    });
}

#[test]
fn a_backup_that_was_cut_off_is_noticed() {
    let place = Place::sqlite().with_demo();
    let file = place.path("sixia.backup");
    let name = file.display().to_string();
    place.run(&["backup", &name]).ends(0);
    let whole = std::fs::read(&file).unwrap();
    std::fs::write(&file, whole.get(..whole.len() / 2).unwrap()).unwrap();
    place.run(&["restore", &name, "--drill"]).ends(4).says("cannot be used");
    let left = std::fs::read_dir(place.path("data")).unwrap();
    assert!(left.flatten().all(|entry| !entry.file_name().to_string_lossy().starts_with("drill")));
}

#[test]
fn a_changed_byte_in_a_history_is_found() {
    let place = Place::sqlite().with_demo();
    place.run(&["verify"]).ends(0);
    let path = place.path("data/sixia.db");
    let mut bytes = std::fs::read(&path).unwrap();
    // Long texts run over several pages of the file: few letters are looked for.
    let (before, after) = (br#""channel":"web""#, br#""channel":"wab""#);
    let at = bytes.windows(before.len()).position(|window| window == before.as_slice()).unwrap();
    bytes.splice(at..at + before.len(), after.iter().copied());
    std::fs::write(&path, bytes).unwrap();
    let said: Said = place.run(&["verify"]).ends(4);
    said.says("faults, see above").does_not_say("all is well");
}

#[test]
fn a_row_that_cannot_be_read_is_listed_with_the_other_faults() {
    let place = Place::sqlite().with_demo();
    let path = place.path("data/sixia.db");
    let mut bytes = std::fs::read(&path).unwrap();
    // Only the row of a case says that.
    let mark = br#","opened_at":""#;
    let at = bytes.windows(mark.len()).position(|window| window == mark.as_slice()).unwrap();
    bytes.splice(at..=at, *b"]");
    std::fs::write(&path, bytes).unwrap();
    place.run(&["verify"]).ends(4).says("cannot be read").says("1 faults, see above");
}
