use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use postgres::Config;
use postgres::config::{Host, SslMode};

use super::error::StoreError;

/// Where the data is. Made from text: a path or `sqlite:path` for a file, `postgres://…` for a server.
#[derive(Clone, PartialEq, Eq)]
pub enum Location {
    /// The database file; made when it is absent.
    Sqlite(PathBuf),
    /// The address of a PostgreSQL database, `postgres://user:password@host:port/name`; several hosts are allowed. A unix
    /// socket is `postgres://user@%2Frun%2Fpostgresql/name`.
    Postgres(String),
}

impl FromStr for Location {
    type Err = StoreError;

    /// # Errors
    /// [`StoreError::Location`] for an empty text, another scheme, or a server reached over the network without a password.
    fn from_str(text: &str) -> Result<Self, StoreError> {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            postgres_config(text)?;
            return Ok(Self::Postgres(text.to_owned()));
        }
        let path = text.strip_prefix("sqlite:").unwrap_or(text);
        if path.is_empty() {
            return Err(StoreError::Location("it is empty".to_owned()));
        }
        if path.contains("://") {
            return Err(StoreError::Location("only a file or postgres://… is known".to_owned()));
        }
        Ok(Self::Sqlite(path.into()))
    }
}

/// Reads and checks the address of a server.
pub(super) fn postgres_config(url: &str) -> Result<Config, StoreError> {
    let refuse = |why: &str| Err(StoreError::Location(why.to_owned()));
    let Ok(config) = url.parse::<Config>() else {
        // The parser's own message may quote the password.
        return refuse("this is not postgres://user:password@host:port/name");
    };
    let on_socket = config.get_hosts().iter().all(|host| matches!(host, Host::Unix(_)));
    if config.get_hosts().is_empty() {
        return refuse("it names no host");
    }
    if !on_socket && config.get_password().is_none() {
        return refuse("a server reached over the network needs a password");
    }
    if config.get_ssl_mode() == SslMode::Require {
        return refuse("sslmode=require is not built in yet: use a unix socket or a protected network");
    }
    Ok(config)
}

/// Without the password, fit for logs.
impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "{}", path.display()),
            Self::Postgres(url) => {
                let Ok(config) = postgres_config(url) else { return f.write_str("postgres://…") };
                write!(f, "postgres://{}@", config.get_user().unwrap_or("…"))?;
                for (place, host) in config.get_hosts().iter().enumerate() {
                    let comma = if place == 0 { "" } else { "," };
                    match host {
                        Host::Tcp(name) => write!(f, "{comma}{name}")?,
                        Host::Unix(path) => write!(f, "{comma}{}", path.display())?,
                    }
                }
                write!(f, "/{}", config.get_dbname().unwrap_or_default())
            }
        }
    }
}

impl fmt::Debug for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Location({self})")
    }
}
