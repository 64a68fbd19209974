//! Backups: one packed file with everything but the keys, and the proof that it can be read back.
//!
//! It is the same for both engines, so that a town can move from SQLite to PostgreSQL with it. The keys are not in it: whoever finds
//! a backup must not be able to read personal data.

use std::fs::{self, File};
use std::io::{BufReader, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use flate2::Compression;
use flate2::read::MultiGzDecoder;
use flate2::write::GzEncoder;
use jiff::Timestamp;
use store::dump::{DumpError, dump};
use store::{Database, Location, Options, StoreError};

use crate::Run;
use crate::checks::verify_office;
use crate::cli::{Exit, Restore};
use crate::edge::now;
use crate::home;
use crate::settings::Settings;
use crate::terminal::{Progress, aside, line};

/// Bytes that are read and written at once.
const BUFFER_BYTES: usize = 256 * 1024;
/// The setting that says when the latest backup was made.
const LATEST: &str = "latest_backup";

/// Writes a backup into a new file, while the server goes on.
pub(crate) fn backup(run: &Run, file: &Path) -> anyhow::Result<Exit> {
    if file.exists() {
        aside(run.words.with("backup-exists", &[("file", &file.display())]));
        return Ok(Exit::Refused);
    }
    let home = home::open_existing(&run.settings)?;
    let cases = home.cases()?;
    // What is half written must not look like a backup.
    let beside = beside(file);
    let out = File::create(&beside).with_context(|| beside.display().to_string())?;
    let rows = home.database.read_blocking(move |tx| -> Result<u64, DumpError> {
        let mut packed = GzEncoder::new(BufWriter::with_capacity(BUFFER_BYTES, out), Compression::fast());
        let rows = dump(tx, &mut packed)?;
        let mut out = packed.finish()?;
        out.flush()?;
        out.get_ref().sync_all()?;
        Ok(rows)
    })?;
    fs::rename(&beside, file)?;
    note_backup(&home.database, now())?;
    let bytes = fs::metadata(file)?.len();
    let args: [(&str, &dyn ToString); 4] =
        [("file", &file.display()), ("bytes", &bytes), ("cases", &cases), ("rows", &rows)];
    line(run.words.with("backup-done", &args));
    line(run.words.with("backup-keys", &[("key", &run.settings.vault_key().display())]));
    Ok(Exit::Done)
}

/// Writes down when the latest backup was made; for the doctor.
fn note_backup(database: &Database, at: Timestamp) -> Result<(), StoreError> {
    database.write_blocking(move |tx| store::settings::put(tx, LATEST, &at.as_millisecond().to_string()))
}

/// When the latest backup was made.
pub(crate) fn last_backup(database: &Database) -> Result<Option<Timestamp>, StoreError> {
    let noted = database.read_blocking(|tx| store::settings::find(tx, LATEST))?;
    Ok(noted.and_then(|millis| Timestamp::from_millisecond(millis.parse().ok()?).ok()))
}

/// Brings a backup back into an empty place; with `--drill` into a place of its own, checks it, and clears it away.
pub(crate) fn restore(run: &Run, args: &Restore) -> anyhow::Result<Exit> {
    anyhow::ensure!(args.file.is_file(), home::NothingThere(args.file.display().to_string()));
    if !run.settings.vault_key().is_file() {
        aside(run.words.with("restore-no-key", &[("key", &run.settings.vault_key().display())]));
        return Ok(Exit::Refused);
    }
    if args.drill {
        return drill(run, &args.file);
    }
    let database = home::open_database(&run.settings)?;
    match bring_back(&database, &args.file) {
        Err(DumpError::NotEmpty) => {
            aside(run.words.with("restore-not-empty", &[("database", database.location())]));
            return Ok(Exit::Refused);
        }
        Err(error @ DumpError::Line { .. }) => {
            aside(run.words.with("restore-damaged", &[("file", &args.file.display()), ("why", &error)]));
            return Ok(Exit::Refused);
        }
        brought => brought?,
    };
    let (exit, cases) = open_and_check(run, &run.settings)?;
    line(run.words.with("restore-done", &[("database", database.location()), ("cases", &cases)]));
    Ok(exit)
}

/// Restores into a file of its own, whatever the engine, checks every history there, and clears it away.
fn drill(run: &Run, file: &Path) -> anyhow::Result<Exit> {
    let scratch = Scratch::new(&run.settings)?;
    let path = scratch.0.join("sixia.db");
    let brought = Database::open(&Location::Sqlite(path.clone()), &Options::default())
        .map_err(DumpError::from)
        .and_then(|database| bring_back(&database, file));
    if let Err(error) = brought {
        aside(run.words.with("restore-damaged", &[("file", &file.display()), ("why", &error)]));
        return Ok(Exit::Unwell);
    }
    let settings = Settings {
        database: format!("sqlite:{}", path.display()),
        vault_key: run.settings.vault_key().display().to_string(),
        ..run.settings.clone()
    };
    let (exit, cases) = open_and_check(run, &settings)?;
    let said = if exit == Exit::Done { "drill-well" } else { "drill-ill" };
    line(run.words.with(said, &[("file", &file.display()), ("cases", &cases)]));
    Ok(exit)
}

/// Fills an empty database from a backup.
fn bring_back(database: &Database, file: &Path) -> Result<u64, DumpError> {
    database.migrate(store::MIGRATIONS)?;
    let opened = BufReader::with_capacity(BUFFER_BYTES, File::open(file)?);
    let mut unpacked = BufReader::with_capacity(BUFFER_BYTES, MultiGzDecoder::new(opened));
    database.write_blocking(|tx| store::restore::restore(tx, &mut unpacked))
}

/// Makes the search index anew and checks every history; gives the number of cases too.
fn open_and_check(run: &Run, settings: &Settings) -> anyhow::Result<(Exit, u64)> {
    let home = home::open_existing(settings)?;
    let cases = home.cases()?;
    let mut progress = Progress::new(&run.words, run.words.say("restore-indexing"), cases);
    home.office.reindex(&mut |done| progress.at(done))?;
    progress.finish();
    Ok((verify_office(run, &home.office, cases)?, cases))
}

/// The same path with a different ending, in the same folder.
fn beside(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".partial");
    path.with_file_name(name)
}

/// A folder for a drill: gone with this value, also when the drill fails.
struct Scratch(PathBuf);

impl Scratch {
    fn new(settings: &Settings) -> anyhow::Result<Self> {
        let path = settings.data.join(format!("drill-{}", std::process::id()));
        fs::create_dir_all(&path).with_context(|| path.display().to_string())?;
        Ok(Self(path))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}
