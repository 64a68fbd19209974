//! The same order sent twice is done once and answered alike.
//!
//! An answer may hold the secret of a receipt, and what tells orders from one another covers names: both are sealed as a person is,
//! and thrown away after a day.

use domain::ids::UnitId;
use serde::{Deserialize, Serialize};
use store::idempotency::Answer;
use vault::WrappedKey;

use super::{Decided, Desk};
use crate::group::prepare::{FINGERPRINT, Key, Prepared, SECRET, Work};
use crate::shared::Shared;
use crate::{Done, Due, Failure, OrderRefusal, Receipt};

/// An answer as it is stored.
#[derive(Serialize, Deserialize)]
struct Kept {
    seq: u32,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    number: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    holder: Option<UnitId>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    due: Vec<Due>,
    key: String,
    sealed: String,
}

impl Desk<'_> {
    /// What was answered to this order before, if it is not the first time.
    pub(super) fn answered(&self, order: &Prepared, group: &[Prepared]) -> Result<Option<Decided>, Failure> {
        let Some(key) = &order.key else { return Ok(None) };
        let name = (key.text.clone(), key.caller.clone());
        if let Some(at) = self.keys.get(&name) {
            let first = group.get(*at).and_then(|first| first.key.as_ref());
            let same = first.is_some_and(|first| first.fingerprint == key.fingerprint);
            return if same { Ok(Some(Decided::SameAs(*at))) } else { Err(OrderRefusal::KeyReused.into()) };
        }
        let Some(answer) = self.given.get(&name) else { return Ok(None) };
        let mut done = read(self.shared, key, answer)?;
        if let Work::On { command, .. } = &order.work {
            done.revealed = self.revealed(command)?;
        }
        Ok(Some(Decided::Before(done)))
    }
}

fn read(shared: &Shared, key: &Key, answer: &Answer) -> Result<Done, Failure> {
    let kept: Kept = serde_json::from_str(&answer.answer).map_err(|error| shared.fault(error))?;
    let bytes = |text: &str| hex::decode(text).map_err(|error| shared.fault(error));
    let wrapped = WrappedKey::from_bytes(bytes(&kept.key)?);
    let opened = shared.unseal(&key.sealed_as(), &wrapped, &bytes(&kept.sealed)?);
    let fields = opened.map_err(|fault| shared.fault(fault))?;
    if fields.get(FINGERPRINT) != Some(key.fingerprint.as_str()) {
        return Err(OrderRefusal::KeyReused.into());
    }
    // The secret of a receipt, or of a ticket.
    let secret = fields.get(SECRET).map(str::to_owned);
    let ticket = secret.clone().filter(|_| kept.number.is_empty());
    let receipt = secret.filter(|_| !kept.number.is_empty()).map(|secret| Receipt {
        number: kept.number.clone(),
        secret,
        holder: kept.holder.clone(),
        due: kept.due.clone(),
    });
    Ok(Done { case: answer.case_id.clone(), seq: kept.seq, receipt, ticket, revealed: None })
}

/// The row that remembers an answer.
pub(super) fn keep(key: &Key, at: jiff::Timestamp, done: &Done) -> Result<Answer, serde_json::Error> {
    let receipt = done.receipt.as_ref();
    let kept = Kept {
        seq: done.seq,
        number: receipt.map(|receipt| receipt.number.clone()).unwrap_or_default(),
        holder: receipt.and_then(|receipt| receipt.holder.clone()),
        due: receipt.map(|receipt| receipt.due.clone()).unwrap_or_default(),
        key: hex::encode(key.sealed.wrapped_key.as_bytes()),
        sealed: hex::encode(&key.sealed.ciphertext),
    };
    Ok(Answer {
        key: key.text.clone(),
        caller: key.caller.clone(),
        case_id: done.case.clone(),
        answer: serde_json::to_string(&kept)?,
        at,
    })
}
