//! The data folder: database, keys, and the office that opens on them.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;
use std::sync::Arc;

use anyhow::Context as _;
use domain::calendar::{BaseSource, CalendarSource, LunarSource, YearSource};
use office::reference::ReferenceChange;
use office::{Messenger, Office, OfficeSettings};
use store::{Database, Options};
use vault::Keyring;
use web::cookies::{KEY_BYTES, SigningKey};

use crate::demo;
use crate::edge::{MachineClock, MachineRandom, fill};
use crate::messenger;
use crate::settings::Settings;
use crate::shipped;

/// An office that is open, on its database.
pub(crate) struct Home {
    pub(crate) office: Office,
    pub(crate) database: Database,
}

impl Home {
    /// How many cases there are.
    pub(crate) fn cases(&self) -> Result<u64, store::StoreError> {
        let counted = self.database.read_blocking(store::cases::count)?;
        Ok(u64::try_from(counted).unwrap_or(0))
    }
}

/// Opens the office, making what is missing: folder, keys, tables, packs and calendar.
pub(crate) fn open(settings: &Settings) -> anyhow::Result<Home> {
    if demo::is_demonstration(&settings.data) {
        return open_quietly(settings);
    }
    open_with(settings, messenger::of(settings)?)
}

/// The same, but nobody is told anything: the people of a demonstration are invented, their telephones may be somebody's.
pub(crate) fn open_quietly(settings: &Settings) -> anyhow::Result<Home> {
    open_with(settings, None)
}

fn open_with(settings: &Settings, messenger: Option<Arc<dyn Messenger>>) -> anyhow::Result<Home> {
    let database = open_database(settings)?;
    let keyring = keyring(settings)?;
    database.migrate(store::MIGRATIONS).context("the tables could not be made")?;
    let office_settings = OfficeSettings {
        keyring,
        writer: settings.writer.clone(),
        clock: Arc::new(MachineClock),
        random: Arc::new(MachineRandom),
        messenger,
        decide: domain::decide::decide,
    };
    let office = Office::open(database.clone(), office_settings)?;
    give_packs_and_calendar(&office)?;
    Ok(Home { office, database })
}

/// Opens an office that must be there already: a typing mistake in `--data` must not make a second one.
pub(crate) fn open_existing(settings: &Settings) -> anyhow::Result<Home> {
    if let store::Location::Sqlite(path) = settings.location()? {
        anyhow::ensure!(path.is_file(), NothingThere(path.display().to_string()));
    }
    open(settings)
}

/// There is no database at this path.
#[derive(Debug, thiserror::Error)]
#[error("there is no database at {0}")]
pub(crate) struct NothingThere(pub(crate) String);

pub(crate) fn open_database(settings: &Settings) -> anyhow::Result<Database> {
    fs::create_dir_all(&settings.data)
        .with_context(|| format!("the data folder {} cannot be made", settings.data.display()))?;
    let mut options = Options::default();
    if settings.readers > 0 {
        options.readers = settings.readers;
    }
    Ok(Database::open(&settings.location()?, &options)?)
}

/// Reads the master keys; makes the first one when there is no key file yet.
pub(crate) fn keyring(settings: &Settings) -> anyhow::Result<Keyring> {
    let path = settings.vault_key();
    make_secret(&path, || Keyring::new_line(1, &mut fill).to_string())
        .with_context(|| format!("the key file {} cannot be made", path.display()))?;
    let file = fs::read(&path).with_context(|| format!("the key file {} cannot be read", path.display()))?;
    Ok(Keyring::from_bytes(&file)?)
}

/// Reads the key that signs cookies; makes one when there is none yet.
pub(crate) fn signing_key(settings: &Settings) -> anyhow::Result<SigningKey> {
    let path = settings.session_key();
    let fresh = || {
        let mut bytes = [0; KEY_BYTES];
        fill(&mut bytes);
        hex::encode(bytes) + "\n"
    };
    make_secret(&path, fresh).with_context(|| format!("the key file {} cannot be made", path.display()))?;
    let text = fs::read_to_string(&path)
        .with_context(|| format!("the key file {} cannot be read", path.display()))?;
    let mut key = [0; KEY_BYTES];
    hex::decode_to_slice(text.trim(), &mut key)
        .with_context(|| format!("{} is no key file", path.display()))?;
    Ok(SigningKey::new(key))
}

/// Writes a secret into a new file that only its owner may read. Leaves a file that is there as it is.
fn make_secret(path: &Path, secret: impl FnOnce() -> String) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(mut file) => {
            file.write_all(secret().as_bytes())?;
            // The key must outlive the first sealed person.
            file.sync_all()
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error),
    }
}

/// Gives the office the packs and the calendar that are built in, as far as it has none.
pub(crate) fn give_packs_and_calendar(office: &Office) -> anyhow::Result<()> {
    let world = office.world();
    let known = |name: &str| world.programs.current(&name.into()).is_some();
    let missing = shipped::packs().filter(|(name, _)| !known(name));
    let mut changes: Vec<ReferenceChange> =
        missing.map(|(_, source)| ReferenceChange::Pack { source: source.to_owned() }).collect();
    if world.calendar.source().years.is_empty() {
        changes.push(ReferenceChange::Calendar(Box::new(calendar()?)));
    }
    if !changes.is_empty() {
        office.change_reference(&Office::machine(), changes)?;
    }
    Ok(())
}

/// The calendar that is built in.
pub(crate) fn calendar() -> anyhow::Result<CalendarSource> {
    let mut base: Option<BaseSource> = None;
    let mut lunar: Option<LunarSource> = None;
    let mut years: Vec<YearSource> = Vec::new();
    for (path, text) in shipped::folder("calendars/cn") {
        match path.rsplit('/').next() {
            Some("base.toml") => base = Some(toml::from_str(text).context(path)?),
            Some("lunar.toml") => lunar = Some(toml::from_str(text).context(path)?),
            _ => years.push(toml::from_str(text).context(path)?),
        }
    }
    let (base, lunar) = base.zip(lunar).context("base.toml or lunar.toml is missing")?;
    Ok(CalendarSource { base, lunar, years })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_calendar_can_be_built() {
        let calendar = domain::calendar::Calendar::build(calendar().unwrap()).unwrap();
        assert_eq!(calendar.region(), "CN");
        assert!(!calendar.works("2026-10-01".parse().unwrap()));
    }

    #[cfg(unix)]
    #[test]
    fn a_secret_is_for_its_owner_only_and_never_replaced() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        make_secret(&path, || "first".to_owned()).unwrap();
        make_secret(&path, || "second".to_owned()).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "first");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
}
