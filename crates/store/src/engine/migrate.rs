use std::time::Duration;

use bytes::Bytes;
use sha2::{Digest, Sha256};

use super::error::StoreError;
use super::tx::WriteTx;
use crate::dialect;

/// How long a server waits while another one migrates.
pub(super) const LOCK_WAIT: Duration = Duration::from_mins(10);

const CREATE: &str = "CREATE TABLE IF NOT EXISTS schema_migrations (
    version BIGINT PRIMARY KEY,
    name TEXT NOT NULL,
    checksum TEXT NOT NULL
)";

/// One step of the schema: a file `NNNN_name.sql`. One that ends in `_sqlite` or `_postgres` is for that engine only, and the two
/// may share a number.
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    file: &'static str,
    sql: &'static str,
}

/// Why the tables cannot be brought to this program's version. Nothing was changed.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum MigrationError {
    /// The database has a migration that this program does not know.
    #[error(
        "the database is newer than this program: it has migration {version} ({name}); install a newer program"
    )]
    Newer {
        /// Its number.
        version: i64,
        /// Its file.
        name: String,
    },
    /// A file was edited after it had been applied.
    #[error("migration {name} differs from the one this database has; restore the file and write a new one")]
    Changed {
        /// Its file.
        name: String,
    },
    /// A file would have to be applied before one that has been applied already.
    #[error(
        "migration {name} comes too late: the database has already applied {applied}; give it a higher number"
    )]
    Late {
        /// Its file.
        name: String,
        /// The highest number in the database.
        applied: i64,
    },
    /// A file is not named `NNNN_name.sql`, or its number does not follow the one before.
    #[error("migration {name} needs a name like 0007_name.sql, with a number above the one before it")]
    Name {
        /// The file.
        name: String,
    },
    /// A PostgreSQL database sorts in another order than SQLite, so that ranges of place paths would lose rows.
    #[error(
        "the database has encoding {encoding} and collation {collation}; make it with: CREATE DATABASE … TEMPLATE template0 \
         ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'"
    )]
    Collation {
        /// How it stores characters.
        encoding: String,
        /// How it sorts.
        collation: String,
    },
}

/// Includes a file of `crates/store/migrations`.
#[macro_export]
macro_rules! migration {
    ($file:literal) => {
        $crate::Migration::new(
            $file,
            include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/migrations/", $file)),
        )
    };
}

impl Migration {
    /// A step with its file's name and text.
    #[must_use]
    pub const fn new(file: &'static str, sql: &'static str) -> Self {
        Self { file, sql }
    }

    /// The file's name.
    #[must_use]
    pub const fn file(&self) -> &'static str {
        self.file
    }

    fn version(&self) -> Result<i64, MigrationError> {
        let wrong = || MigrationError::Name { name: self.file.to_owned() };
        let (number, name) = self.file.split_once('_').ok_or_else(wrong)?;
        let well_formed = number.len() == 4 && name.strip_suffix(".sql").is_some_and(|name| !name.is_empty());
        number.parse().ok().filter(|_| well_formed).ok_or_else(wrong)
    }

    /// The same on every machine, whatever its line ends.
    fn checksum(&self) -> String {
        let digest = Sha256::digest(self.sql.replace("\r\n", "\n"));
        format!("{:x}", Bytes::copy_from_slice(&digest))
    }
}

/// Applies what is missing and gives the files' names.
pub(super) fn apply(
    tx: &mut WriteTx,
    migrations: &'static [Migration],
) -> Result<Vec<&'static str>, StoreError> {
    dialect::prepare_to_migrate(tx)?;
    tx.batch(CREATE)?;
    let known = known(tx, migrations)?;
    let landed: Vec<(i64, String, String)> =
        tx.query("SELECT version, name, checksum FROM schema_migrations ORDER BY version", &[])?;
    compare(&known, &landed)?;
    let mut applied = Vec::new();
    for (version, migration) in known.iter().skip(landed.len()) {
        tx.batch(migration.sql)?;
        tx.execute(
            "INSERT INTO schema_migrations (version, name, checksum) VALUES ($1, $2, $3)",
            &[(*version).into(), migration.file.into(), migration.checksum().into()],
        )?;
        applied.push(migration.file);
    }
    Ok(applied)
}

/// The migrations for this engine with their numbers, which must rise.
fn known(tx: &WriteTx, migrations: &'static [Migration]) -> Result<Vec<(i64, Migration)>, MigrationError> {
    let mut known: Vec<(i64, Migration)> = Vec::new();
    for migration in migrations.iter().filter(|migration| dialect::is_for(tx, migration.file)) {
        let version = migration.version()?;
        if known.last().is_some_and(|(before, _)| *before >= version) {
            return Err(MigrationError::Name { name: migration.file.to_owned() });
        }
        known.push((version, *migration));
    }
    Ok(known)
}

/// The landed migrations must be the first of the known ones, unchanged.
fn compare(known: &[(i64, Migration)], landed: &[(i64, String, String)]) -> Result<(), MigrationError> {
    let applied = landed.last().map_or(0, |(version, ..)| *version);
    for (version, name, checksum) in landed {
        let Some((_, migration)) = known.iter().find(|(number, _)| number == version) else {
            return Err(MigrationError::Newer { version: *version, name: name.clone() });
        };
        if migration.checksum() != *checksum {
            return Err(MigrationError::Changed { name: name.clone() });
        }
    }
    let late = known
        .iter()
        .find(|(number, _)| *number <= applied && landed.iter().all(|(version, ..)| version != number));
    match late {
        Some((_, migration)) => Err(MigrationError::Late { name: migration.file.to_owned(), applied }),
        None => Ok(()),
    }
}
