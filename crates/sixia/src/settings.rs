//! Settings: the only place that reads them. Each comes from, later ones first: a flag, the environment (`SIXIA_LISTEN`), the
//! settings file (`listen = "…"` in `sixia.toml`), its default. `docs/reference/settings.md` is generated from the table below.

mod read;
mod reference;

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::path::{Path, PathBuf};

use crate::cli::Common;
pub(crate) use read::SettingsError;
use read::{Texts, Why};
pub(crate) use reference::reference;

/// The settings file, in the data folder.
pub(crate) const FILE: &str = "sixia.toml";
/// Before the name of a setting in the environment.
const PREFIX: &str = "SIXIA_";

/// Characters of the longest name of a server.
const WRITER_CHARS_MAX: usize = 32;
/// Settings that may hold passwords: their values are never printed.
const SECRET: [&str; 3] = ["database", "mail_server", "sms_key"];

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
            /// The settings file, whether it is there or not.
            pub(crate) file: PathBuf,
            $($(#[doc = $about])+ pub(crate) $name: $kind,)+
        }

        /// Every setting, for the reference.
        pub(crate) const DESCRIBED: &[Described] =
            &[$(Described { name: stringify!($name), default: $default, about: &[$($about),+] },)+];

        impl Settings {
            fn from_texts(data: PathBuf, file: PathBuf, texts: &Texts) -> Result<Self, SettingsError> {
                let settings = Self { data, file, $($name: texts.read(stringify!($name), $default)?,)+ };
                settings.check(texts)?;
                Ok(settings)
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
    /// The mail server that carries notices to people: `smtp://name:password@host:587` (with TLS, except on this machine) or
    /// `smtps://name:password@host:465`. Empty: nobody is told anything by mail, and nobody is asked for a mail address.
    mail_server: String = "",
    /// In whose name letters go out: `海州热线 <office@example.cn>`.
    mail_from: String = "",
    /// The address that takes text messages and sends them on; what it is asked stands in the guide. `https`, except on this machine.
    /// Empty: nobody is told anything by text message.
    sms_gateway: String = "",
    /// The key with which requests to it are signed, at least 16 characters; both sides know it.
    sms_key: String = "",
    /// The folder with style sheets and scripts. Empty: `assets` beside the program, or where the program was built.
    assets: String = "",
    /// What is logged, to the standard error output, one JSON object a line: `error`, `warn`, `info`, `debug`, `trace`, or a list
    /// such as `info,store=debug`. Personal data is never logged.
    log: String = "info",
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
        let path = file.clone().unwrap_or_else(|| data.join(FILE));
        texts.add_file(&path, file.is_some())?;
        for (variable, value) in environment {
            texts.add_variable(variable, value)?;
        }
        for (name, value) in [("listen", listen), ("database", flags.database.as_ref())] {
            if let Some(value) = value {
                texts.set(format!("--{name}"), name, value.clone())?;
            }
        }
        Self::from_texts(data, path, &texts)
    }

    /// What one look at the text of a setting does not show.
    fn check(&self, texts: &Texts) -> Result<(), SettingsError> {
        let wrong = |name, why| Err(texts.wrong(name, why));
        if self.writer.is_empty() || self.writer.chars().count() > WRITER_CHARS_MAX {
            return wrong("writer", Why::Length);
        }
        if self.location().is_err() {
            return wrong("database", Why::Database);
        }
        if self.proxies().is_err() {
            return wrong("trusted_proxies", Why::Addresses);
        }
        if tracing_subscriber::EnvFilter::try_new(&self.log).is_err() {
            return wrong("log", Why::Log);
        }
        let is_site = ["http://", "https://"].iter().any(|scheme| self.public_url.starts_with(scheme));
        if !self.public_url.is_empty() && !is_site {
            return wrong("public_url", Why::Site);
        }
        match self.mail() {
            Some(Err(fault @ post::SettingsFault::MailFrom)) => wrong("mail_from", Why::Post(fault))?,
            Some(Err(fault)) => wrong("mail_server", Why::Post(fault))?,
            None | Some(Ok(_)) => {}
        }
        match self.gateway() {
            Some(Err(fault @ post::SettingsFault::ShortKey)) => wrong("sms_key", Why::Post(fault)),
            Some(Err(fault)) => wrong("sms_gateway", Why::Post(fault)),
            None | Some(Ok(_)) => Ok(()),
        }
    }

    /// Whether the text of a settings file holds a password.
    pub(crate) fn holds_secrets(text: &str) -> bool {
        let names = text.lines().filter_map(|line| line.split_once('=')).map(|(name, _)| name.trim());
        names.into_iter().any(|name| SECRET.contains(&name))
    }

    /// Letters to people, if they are set up.
    pub(crate) fn mail(&self) -> Option<Result<post::Mail, post::SettingsFault>> {
        (!self.mail_server.is_empty()).then(|| post::Mail::new(&self.mail_server, &self.mail_from))
    }

    /// Text messages to people, if they are set up.
    pub(crate) fn gateway(&self) -> Option<Result<post::Gateway, post::SettingsFault>> {
        (!self.sms_gateway.is_empty()).then(|| post::Gateway::new(&self.sms_gateway, &self.sms_key))
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

#[cfg(test)]
mod tests {
    use domain::text::Language;

    use super::*;
    use crate::words::Words;

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

    /// What is said of settings that cannot be taken, with the folder left out.
    fn refused(language: Language, file: &str, variables: &[(&str, &str)]) -> String {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(FILE), file).unwrap();
        let read = Settings::read(folder.path(), &flags(None), None, &environment(variables));
        let said = read.map(drop).unwrap_err().told(&Words::new(language));
        said.replace(&format!("{}/", folder.path().display()), "")
    }

    #[test]
    fn mistakes_say_in_the_readers_language_where_they_stand() {
        for (file, zh, en) in [
            (
                "# 设置\n\nlisen = \"x\"",
                "sixia.toml 第 3 行：没有叫 lisen 的设置，是不是想写 listen？",
                "sixia.toml, line 3: there is no setting lisen. Is listen meant?",
            ),
            (
                "colour = \"red\"",
                "sixia.toml 第 1 行：没有叫 colour 的设置。",
                "sixia.toml, line 1: there is no setting colour.",
            ),
            (
                "log = \"info\"\nreaders = -1",
                "sixia.toml 第 2 行：readers 不能写成“-1”，要写一个不小于 0 的整数",
                "sixia.toml, line 2: readers cannot be “-1”; write a whole number, 0 or more",
            ),
            (
                "sms_gateway = \"https://sms.example.cn\"\nsms_key = \"hush\"",
                "sixia.toml 第 2 行：sms_key 不能写成“…”，密钥至少 16 个字符",
                "sixia.toml, line 2: sms_key cannot be “…”; a key has at least 16 characters",
            ),
            (
                "mail_server = \"smtp://localhost\"",
                "没有写 mail_from：要写成 office@example.cn，或 海州热线 <office@example.cn>",
                "mail_from is not set: write office@example.cn, or Haizhou Hotline <office@example.cn>",
            ),
        ] {
            assert!(refused(Language::Zh, file, &[]).starts_with(zh), "{}", refused(Language::Zh, file, &[]));
            assert!(refused(Language::En, file, &[]).starts_with(en), "{}", refused(Language::En, file, &[]));
        }
        assert!(
            refused(Language::Zh, "log = \"info\"\nlisten", &[]).starts_with("sixia.toml 第 2 行：不合 TOML")
        );
    }

    #[test]
    fn values_that_make_no_sense_are_refused_before_anything_starts() {
        for (name, value) in [
            ("LISTEN", "here"),
            ("LISTEN", "8311"),
            ("READERS", "two"),
            ("WRITER", ""),
            ("WRITER", &"w".repeat(33)),
            ("DATABASE", "mysql://here"),
            ("TRUSTED_PROXIES", "10.0.0.1, proxy"),
            ("LOG", "info,=="),
            ("PUBLIC_URL", "sixia.example.cn"),
            ("MAIL_SERVER", "mail.example.cn"),
            ("SMS_GATEWAY", "http://sms.example.cn/"),
            ("LISEN", "127.0.0.1:1"),
        ] {
            let variable = format!("SIXIA_{name}");
            let said = refused(Language::En, "", &[(&variable, value)]);
            let about_mail = name == "MAIL_SERVER" && said.starts_with("mail_from is not set");
            assert!(said.starts_with(&variable) || said.contains("is not set") || about_mail, "{said}");
            assert!(!said.contains("settings-"), "{said}");
        }
    }

    #[test]
    fn a_password_is_never_printed() {
        let server = ("SIXIA_MAIL_SERVER", "http://office:hush-hush@mail.example.cn");
        let said = refused(Language::En, "mail_from = \"office@example.cn\"", &[server]);
        assert!(said.starts_with("SIXIA_MAIL_SERVER: mail_server cannot be “…”"), "{said}");
        assert!(!said.contains("hush"), "{said}");
    }

    #[test]
    fn variables_of_others_are_left_alone() {
        for name in ["SIXIA_PICTURES", "SIXIA_PROGRAM", "SIXIA_DATA", "SIXIA_CONFIGS_OF_MINE", "LISTEN"] {
            let folder = tempfile::tempdir().unwrap();
            let read = Settings::read(folder.path(), &flags(None), None, &environment(&[(name, "x")]));
            assert!(read.is_ok(), "{name}");
        }
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
