use crate::engine::Migration;
use crate::migration;

/// Every migration of this program, in the order in which they are applied.
///
/// A new file in `crates/store/migrations` needs a line here: `migration!("0002_words_sqlite.sql")`. A test compares the list
/// with the folder. A landed file is never edited: the next one corrects it.
pub const MIGRATIONS: &[Migration] = &[
    migration!("0001_cases.sql"),
    migration!("0002_words_sqlite.sql"),
    migration!("0002_words_postgres.sql"),
    migration!("0003_figures.sql"),
    migration!("0004_people.sql"),
    migration!("0005_office.sql"),
    migration!("0006_notices.sql"),
    migration!("0007_activities.sql"),
    migration!("0008_reveals.sql"),
    migration!("0009_agenda_links.sql"),
    migration!("0010_held.sql"),
    migration!("0011_by_key_sqlite.sql"),
    migration!("0011_by_key_postgres.sql"),
    migration!("0013_library.sql"),
    migration!("0016_sealed_pictures.sql"),
];
