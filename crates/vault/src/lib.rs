//! Personal data: sealed for each person, looked up blindly, masked for the eye.
//!
//! Each person has a random *data key*. The fields (name, telephone, …) are sealed with it, and it is itself wrapped by a *master
//! key* of the office ([`Keyring`]), which never enters the database. So a stolen database says nothing, master keys can be
//! changed without touching the fields ([`rewrap`]), and deleting one wrapped key (with the blind indexes beside it) erases a
//! person everywhere at once, in every row and in every backup that has the fields but not the key (PIPL 47).
//!
//! - [`seal()`], [`open`], [`open_field`]: to the database and back.
//! - [`seal_bytes`], [`open_bytes`]: the same for a picture.
//! - [`blind_indexes`]: who has this telephone number? Answered without opening anybody.
//! - [`Phone`], [`Email`], [`ResidentId`]: what is a telephone number, a mail address, an identity number.
//! - [`mask_phone`] and its kin, [`find_personal`], [`mask_free_text`]: what is shown to those who need not know.
//!
//! No clock and no randomness inside: random bytes come from a parameter ([`Random`]).

mod blind;
mod email;
mod find;
mod id_number;
mod keyring;
mod mask;
mod phone;
mod record;
mod seal;

pub use blind::{BLIND_INDEX_BYTES, BlindIndex, blind_indexes};
pub use email::{Email, EmailRefusal};
pub use find::{Personal, PersonalKind, find_personal, mask_free_text};
pub use id_number::{ResidentId, ResidentIdRefusal};
pub use keyring::{KeyId, Keyring, KeyringRefusal, MASTER_KEY_BYTES};
pub use mask::{mask_address, mask_id_number, mask_name, mask_phone};
pub use phone::{Phone, PhoneKind, PhoneRefusal};
pub use record::{FIELD_NAME_BYTES_MAX, Fields, field};
pub use seal::{OpenFault, Sealed, WrappedKey, open, open_bytes, open_field, rewrap, seal, seal_bytes};

/// Fills a buffer with bytes from the machine's own source of randomness. Nothing else may be passed outside of tests.
pub type Random<'a> = dyn FnMut(&mut [u8]) + 'a;
