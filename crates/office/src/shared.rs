//! What every part of an open office holds on to.

use std::sync::{Arc, PoisonError, RwLock};

use domain::ids::CaseId;
use domain::world::World;
use jiff::Timestamp;
use map::Boundaries;
use sha2::{Digest, Sha256};
use store::Database;
use store::people::pictures_of;
use tokio::sync::Semaphore;
use vault::{Fields, Keyring, OpenFault, Sealed, WrappedKey};

use crate::accounts::SIGN_INS_AT_ONCE;
use crate::group::{Metrics, id_at};
use crate::{Clock, Decide, Failure, Fault, Messenger, Random};

/// What every part of an open office holds on to.
pub(crate) struct Shared {
    pub(crate) database: Database,
    pub(crate) keyring: Keyring,
    /// The number of this server; counters are kept for each.
    pub(crate) writer: u32,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) random: Arc<dyn Random>,
    pub(crate) messenger: Option<Arc<dyn Messenger>>,
    pub(crate) decide: Decide,
    pub(crate) metrics: Metrics,
    /// Passwords that are being checked at the moment.
    pub(crate) sign_ins: Semaphore,
    world: RwLock<Known>,
}

/// The world, and after how many changes it was read.
#[derive(Clone)]
pub(crate) struct Known {
    pub(crate) world: Arc<World>,
    pub(crate) boundaries: Arc<Boundaries>,
    pub(crate) changes: i64,
}

impl Shared {
    pub(crate) fn new(database: Database, settings: crate::OfficeSettings, known: Known) -> Self {
        Self {
            database,
            keyring: settings.keyring,
            writer: writer_number(&settings.writer),
            clock: settings.clock,
            random: settings.random,
            messenger: settings.messenger,
            decide: settings.decide,
            metrics: Metrics::default(),
            sign_ins: Semaphore::new(SIGN_INS_AT_ONCE),
            world: RwLock::new(known),
        }
    }

    /// The world as this server knows it.
    pub(crate) fn known(&self) -> Known {
        self.world.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Puts a newer world in the place of the one that was known.
    pub(crate) fn learn(&self, known: Known) {
        let mut place = self.world.write().unwrap_or_else(PoisonError::into_inner);
        if known.changes > place.changes {
            *place = known;
        }
    }

    pub(crate) fn world(&self) -> Arc<World> {
        self.known().world
    }

    /// Now, to the millisecond: as times are stored.
    pub(crate) fn now(&self) -> Timestamp {
        let now = self.clock.now();
        Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now)
    }

    /// A fresh identifier.
    pub(crate) fn new_id(&self, at: Timestamp) -> String {
        id_at(at, self.random.bytes())
    }

    /// Randomness as the vault takes it.
    pub(crate) fn filler(&self) -> impl FnMut(&mut [u8]) + '_ {
        |bytes| self.random.fill(bytes)
    }

    /// A failure of the machine under a reference of its own.
    pub(crate) fn fault(&self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Failure {
        let reference = self.new_id(self.clock.now());
        Failure::Fault(Fault::new(reference, source))
    }

    pub(crate) fn seal(&self, id: &str, fields: &Fields) -> Sealed {
        vault::seal(&self.keyring, id, fields, &mut self.filler())
    }

    /// Seals a picture under the key of its case.
    pub(crate) fn seal_picture(
        &self,
        case: &CaseId,
        key: &WrappedKey,
        what: &str,
        bytes: &[u8],
    ) -> Result<Vec<u8>, OpenFault> {
        let id = pictures_of(case);
        vault::seal_bytes(&self.keyring, (id.as_str(), key), what, bytes, &mut self.filler())
    }

    /// Opens a picture.
    pub(crate) fn open_picture(
        &self,
        case: &CaseId,
        key: &WrappedKey,
        what: &str,
        sealed: &[u8],
    ) -> Result<Vec<u8>, OpenFault> {
        let id = pictures_of(case);
        vault::open_bytes(&self.keyring, (id.as_str(), key), what, sealed).map(|opened| opened.to_vec())
    }

    pub(crate) fn unseal(&self, id: &str, key: &WrappedKey, sealed: &[u8]) -> Result<Fields, OpenFault> {
        vault::open(&self.keyring, id, key, sealed)
    }
}

/// The number under which a server keeps its counters: the same name gives the same number after a restart.
fn writer_number(name: &str) -> u32 {
    let digest = Sha256::digest(name.as_bytes());
    digest.first_chunk().map_or(0, |bytes| u32::from_be_bytes(*bytes))
}
