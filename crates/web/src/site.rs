//! What all requests share, and what `sixia` must say about this installation.

use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::Arc;

use domain::text::Text;
use office::{Clock, Office, Random};

use crate::assets::AssetFiles;
use crate::cookies::SigningKey;
use crate::limits::{RateLimits, Rates};
use crate::metrics::Metrics;

/// What `sixia` must say about this installation.
#[derive(Clone)]
pub struct Settings {
    /// Whose service it is, as it stands on every page.
    pub office_name: Text,
    /// The address under which people reach it: `https://sixia.example.cn`. `None`: as the request says. With `https` cookies are
    /// sent over TLS only.
    pub public_url: Option<String>,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// Where the built style sheets and scripts are.
    pub assets_folder: PathBuf,
    /// Signs cookies and tokens; the same on all servers of an installation.
    pub signing_key: SigningKey,
    /// The limits for one address.
    pub rates: Rates,
    /// Accounts shown on the page where one signs in; empty except in the demonstration.
    pub demo_accounts: Vec<DemoAccount>,
    /// Demonstration data: said on every page.
    pub demo: bool,
}

/// An account of the demonstration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoAccount {
    /// The name with which one signs in.
    pub name: String,
    /// Its password.
    pub password: String,
    /// Who that is.
    pub person: Text,
    /// Where they work.
    pub unit: Text,
    /// What one can try as this person.
    pub may: Text,
}

/// What all requests share. Clones are cheap.
#[derive(Clone)]
pub struct Site(Arc<Shared>);

/// The inside of a [`Site`].
pub struct Shared {
    /// The office behind the pages.
    pub office: Office,
    /// About this installation.
    pub settings: Settings,
    /// Style sheets, scripts, icons.
    pub assets: AssetFiles,
    /// Counts for whoever runs the machine.
    pub metrics: Metrics,
    /// What each address has left.
    pub limits: RateLimits,
    /// The time of day.
    pub clock: Arc<dyn Clock>,
    /// Bytes that nobody can guess.
    pub random: Arc<dyn Random>,
}

impl Site {
    /// A site in front of an office.
    #[must_use]
    pub fn new(office: Office, settings: Settings, clock: Arc<dyn Clock>, random: Arc<dyn Random>) -> Self {
        let assets = AssetFiles::read(&settings.assets_folder);
        Self(Arc::new(Shared {
            office,
            settings,
            assets,
            metrics: Metrics::default(),
            limits: RateLimits::default(),
            clock,
            random,
        }))
    }

    /// So many bytes that nobody can guess, as hex.
    #[must_use]
    pub fn random_hex<const N: usize>(&self) -> String {
        let mut bytes = [0; N];
        self.random.fill(&mut bytes);
        hex::encode(bytes)
    }
}

impl std::ops::Deref for Site {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}

impl Settings {
    /// Whether people reach the site over TLS only.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.public_url.as_deref().is_some_and(|url| url.starts_with("https://"))
    }
}
