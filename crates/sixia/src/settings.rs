//! Settings: the only place that reads them. Each comes from, later ones first: a flag, the environment (`SIXIA_LISTEN`), the
//! settings file (`listen = "…"` in `sixia.toml`), its default. `docs/reference/settings.md` is generated from the table below.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::net::IpAddr;
use std::path::{Path, PathBuf};

use crate::cli::Common;

/// The settings file, in the data folder.
pub(crate) const FILE: &str = "sixia.toml";
/// Before the name of a setting in the environment.
const PREFIX: &str = "SIXIA_";

/// Where `cargo xtask web` puts style sheets and scripts.
const BUILT_ASSETS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../web/dist");

/// One setting, for the reference.
pub(crate) struct Described {
    /// Its name in the settings file.
    pub(crate) name: &'static str,
    /// What it holds when nothing is said.
    pub(crate) default: &'static str,
    /// What it means: the lines of its comment.
    pub(crate) about: &'static [&'static str],
}

/// One table makes the structure, its defaults and its reference, so that they cannot differ.
macro_rules! settings {
    ($($(#[doc = $about:literal])+ $name:ident: $kind:ty = $default:literal,)+) => {
        /// Every setting, read and checked.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub(crate) struct Settings {
            /// Where database, keys and settings file are.
            pub(crate) data: PathBuf,
            $($(#[doc = $about])+ pub(crate) $name: $kind,)+
        }

        /// Every setting, for the reference.
        pub(crate) const DESCRIBED: &[Described] =
            &[$(Described { name: stringify!($name), default: $default, about: &[$($about),+] },)+];

        impl Settings {
            fn from_texts(data: PathBuf, texts: &Texts) -> Result<Self, SettingsError> {
                Ok(Self { data, $($name: texts.read(stringify!($name), $default)?,)+ })
            }
        }
    };
}

settings! {
    /// Address and port where the server listens. Put a proxy that speaks HTTPS before any address that others can reach.
    listen: std::net::SocketAddr = "127.0.0.1:8311",
    /// The address by which people reach the site, as it stands in printed links, in the square code of every receipt, and in letters:
    /// `https://sixia.example.cn`. Empty: receipts carry `http://` and the host by which the browser came, letters what `listen` says.
    /// Set it wherever receipts are printed, so that the code leads back from any telephone.
    public_url: String = "",
    /// Where the data is: `sqlite:path` or `postgres://user:password@host:port/name`. Empty: `sixia.db` in the data folder.
    database: String = "",
    /// The file with the master keys of the vault, made at the first start. Empty: `vault.key` in the data folder.
    /// Without it nobody can read personal data any more: keep a copy apart from the backups.
    vault_key: String = "",
    /// The name of this server among those that share a database, at most 32 characters. Each must have its own and keep it.
    writer: String = "main",
    /// Threads that read the database. 0: one for each core, at least two.
    readers: usize = "0",
    /// The office that answers for the site, in Chinese, as it stands on each page.
    office_zh: String = "四下",
    /// The same in English.
    office_en: String = "Sixia",
    /// Proxies whose `X-Forwarded-For` is believed, with commas between their addresses. Believe nobody else: whoever may write that
    /// header gets around the limits on how often one may ask.
    trusted_proxies: String = "",
    /// The file with the key that signs cookies and links, made at the first start. Empty: `session.key` in the data folder. Servers that
    /// share a database share this file too.
    session_key: String = "",
    /// The folder with style sheets and scripts. Empty: `assets` beside the program, or where the program was built.
    assets: String = "",
    /// What is logged, to the standard error output, one JSON object a line: `error`, `warn`, `info`, `debug`, `trace`, or a list
    /// such as `info,store=debug`. Personal data is never logged.
    log: String = "info",
}

/// Why settings cannot be taken.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SettingsError {
    #[error("{file}: {source}")]
    File { file: String, source: std::io::Error },
    #[error("{file}: {why}")]
    Toml { file: String, why: String },
    #[error("{from}: no setting is called `{name}`")]
    Unknown { from: String, name: String },
    #[error("{from}: `{name}` cannot be `{value}`: {why}")]
    Value { from: String, name: String, value: String, why: String },
}

/// The texts of all settings that somebody set, and who did.
#[derive(Default)]
struct Texts(BTreeMap<String, (String, String)>);

impl Texts {
    fn set(&mut self, from: &str, name: &str, value: String) -> Result<(), SettingsError> {
        if !DESCRIBED.iter().any(|setting| setting.name == name) {
            return Err(SettingsError::Unknown { from: from.to_owned(), name: name.to_owned() });
        }
        self.0.insert(name.to_owned(), (from.to_owned(), value));
        Ok(())
    }

    fn read<T>(&self, name: &str, default: &str) -> Result<T, SettingsError>
    where
        T: std::str::FromStr,
        T::Err: std::fmt::Display,
    {
        let said = self.0.get(name).map(|(from, value)| (from.as_str(), value.as_str()));
        let (from, value) = said.unwrap_or(("default", default));
        value.parse().map_err(|error: T::Err| SettingsError::Value {
            from: from.to_owned(),
            name: name.to_owned(),
            value: value.to_owned(),
            why: error.to_string(),
        })
    }
}

impl Settings {
    /// Reads settings for one run. `data_default` is the data folder when neither flag nor environment names one.
    pub(crate) fn read(
        data_default: &Path,
        flags: &Common,
        listen: Option<&String>,
        environment: &BTreeMap<String, String>,
    ) -> Result<Self, SettingsError> {
        let named = |name: &str| environment.get(&format!("{PREFIX}{name}"));
        let data = flags.data.clone().or_else(|| named("DATA").map(PathBuf::from));
        let data = data.unwrap_or_else(|| data_default.to_owned());
        let file = flags.config.clone().or_else(|| named("CONFIG").map(PathBuf::from));
        let mut texts = Texts::default();
        texts.add_file(&file.clone().unwrap_or_else(|| data.join(FILE)), file.is_some())?;
        for (name, value) in environment {
            let Some(name) = name.strip_prefix(PREFIX).map(str::to_ascii_lowercase) else { continue };
            if DESCRIBED.iter().any(|setting| setting.name == name) {
                texts.set(&format!("{PREFIX}{}", name.to_ascii_uppercase()), &name, value.clone())?;
            }
        }
        for (name, value) in [("listen", listen), ("database", flags.database.as_ref())] {
            if let Some(value) = value {
                texts.set(&format!("--{name}"), name, value.clone())?;
            }
        }
        Self::from_texts(data, &texts)
    }

    /// The address by which people reach the site, without a slash at its end.
    pub(crate) fn public_url(&self) -> String {
        let url = self.public_url.trim_end_matches('/');
        if url.is_empty() { format!("http://{}", self.listen) } else { url.to_owned() }
    }

    /// The address of the database.
    pub(crate) fn location(&self) -> Result<store::Location, store::StoreError> {
        if self.database.is_empty() {
            return Ok(store::Location::Sqlite(self.data.join("sixia.db")));
        }
        self.database.parse()
    }

    /// The file with the master keys.
    pub(crate) fn vault_key(&self) -> PathBuf {
        self.data_file(&self.vault_key, "vault.key")
    }

    /// The file with the key that signs cookies.
    pub(crate) fn session_key(&self) -> PathBuf {
        self.data_file(&self.session_key, "session.key")
    }

    fn data_file(&self, set: &str, usual: &str) -> PathBuf {
        if set.is_empty() { self.data.join(usual) } else { PathBuf::from(set) }
    }

    /// The proxies that are believed.
    pub(crate) fn proxies(&self) -> Result<Vec<IpAddr>, std::net::AddrParseError> {
        let addresses = self.trusted_proxies.split(',').map(str::trim).filter(|address| !address.is_empty());
        addresses.map(str::parse).collect()
    }

    /// The folder with style sheets and scripts.
    pub(crate) fn assets(&self) -> PathBuf {
        if !self.assets.is_empty() {
            return PathBuf::from(&self.assets);
        }
        let beside = std::env::current_exe().ok().and_then(|program| Some(program.parent()?.join("assets")));
        beside.filter(|folder| folder.is_dir()).unwrap_or_else(|| PathBuf::from(BUILT_ASSETS))
    }
}

impl Texts {
    /// Takes in the settings file. One that was named must be there.
    fn add_file(&mut self, file: &Path, named: bool) -> Result<(), SettingsError> {
        let from = file.display().to_string();
        let text = match std::fs::read_to_string(file) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound && !named => return Ok(()),
            Err(source) => return Err(SettingsError::File { file: from, source }),
        };
        let table: toml::Table = text.parse().map_err(|error: toml::de::Error| SettingsError::Toml {
            file: from.clone(),
            why: error.to_string(),
        })?;
        for (name, value) in table {
            let value = match value {
                toml::Value::String(text) => text,
                other => other.to_string(),
            };
            self.set(&from, &name, value)?;
        }
        Ok(())
    }
}

/// The page `docs/reference/settings.md`.
pub(crate) fn reference() -> String {
    let mut page = String::from(INTRODUCTION);
    for setting in DESCRIBED {
        let about: Vec<&str> = setting.about.iter().map(|line| line.trim()).collect();
        let default = if setting.default.is_empty() { "empty" } else { setting.default };
        let _infallible = writeln!(
            page,
            "\n## `{name}`\n\n{about}\n\nDefault: `{default}` · environment: `{PREFIX}{upper}`",
            name = setting.name,
            about = about.join(" "),
            upper = setting.name.to_ascii_uppercase(),
        );
    }
    page
}

const INTRODUCTION: &str = "\
# Settings

Generated by `cargo xtask generate` from `crates/sixia/src/settings.rs`; do not edit.

Everything works without any setting. To change one, write it into `sixia.toml` in the data folder (or into the file that
`--config FILE` or `SIXIA_CONFIG` names), one line each: `listen = \"0.0.0.0:8311\"`. The environment overrides the file, and a flag overrides
both. The data folder itself is `--data DIR` or `SIXIA_DATA`; without them `data` (`demo-data` for `sixia demo`) where the program is started.
`LANG`, or `--lang zh` and `--lang en`, chooses the language of the command line.
";

#[cfg(test)]
mod tests {
    use super::*;

    fn flags(database: Option<&str>) -> Common {
        Common { data: None, database: database.map(str::to_owned), config: None, lang: None }
    }

    fn environment(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn a_flag_beats_the_environment_which_beats_the_file_which_beats_the_default() {
        let folder = tempfile::tempdir().unwrap();
        let read = |file: &str, pairs: &[(&str, &str)], listen: Option<&str>| {
            std::fs::write(folder.path().join(FILE), file).unwrap();
            let listen = listen.map(str::to_owned);
            let settings = Settings::read(folder.path(), &flags(None), listen.as_ref(), &environment(pairs));
            settings.unwrap().listen.port()
        };
        let file = "listen = \"127.0.0.1:1\"";
        let variable = ("SIXIA_LISTEN", "127.0.0.1:2");
        assert_eq!(read("", &[], None), 8311);
        assert_eq!(read(file, &[], None), 1);
        assert_eq!(read(file, &[variable], None), 2);
        assert_eq!(read(file, &[variable], Some("127.0.0.1:3")), 3);
    }

    #[test]
    fn mistakes_say_where_they_stand() {
        let folder = tempfile::tempdir().unwrap();
        let read = |file: &str, pairs: &[(&str, &str)]| {
            std::fs::write(folder.path().join(FILE), file).unwrap();
            Settings::read(folder.path(), &flags(None), None, &environment(pairs)).unwrap_err().to_string()
        };
        assert!(read("lisen = \"x\"", &[]).ends_with("sixia.toml: no setting is called `lisen`"));
        assert!(read("readers = -1", &[]).contains("`readers` cannot be `-1`"));
        assert!(read("", &[("SIXIA_LISTEN", "here")]).starts_with("SIXIA_LISTEN: `listen` cannot be `here`"));
        assert!(read("listen", &[]).contains("sixia.toml: TOML parse error"));
    }

    #[test]
    fn the_database_stands_in_the_data_folder_unless_told_otherwise() {
        let read = |database: Option<&str>| {
            let settings = Settings::read(Path::new("there"), &flags(database), None, &BTreeMap::new());
            settings.unwrap().location().unwrap().to_string()
        };
        assert_eq!(read(None), "there/sixia.db");
        assert_eq!(read(Some("sqlite:here.db")), "here.db");
        assert_eq!(read(Some("postgres://me:secret@db:5432/office")), "postgres://me@db/office");
    }

    #[test]
    fn the_reference_in_the_documents_is_fresh() {
        let page = include_str!("../../../docs/reference/settings.md");
        assert!(page == reference(), "run `cargo xtask generate`");
    }
}
