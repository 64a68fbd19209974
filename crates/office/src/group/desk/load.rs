//! Everything that a group will look at, in one statement a table.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::command::Command;
use domain::ids::{CaseId, PersonId};
use store::people::PersonRow;
use store::{StoreError, WriteTx, cases, idempotency, people, photos, reference};
use vault::{Fields, WrappedKey};

use super::{Desk, Held};
use crate::group::prepare::{Prepared, Work};
use crate::shared::Shared;
use crate::world;

impl<'g> Desk<'g> {
    pub(super) fn load(tx: &mut WriteTx, shared: &'g Shared, group: &[Prepared]) -> Result<Self, StoreError> {
        let known = shared.known();
        // Another server may have changed the reference data since.
        let known = if reference::head_to_decide(tx)? == known.changes {
            known
        } else {
            let newer = world::load(tx)?;
            shared.learn(newer.clone());
            newer
        };
        let stored = cases::load_many(tx, &cases_of(group))?;
        let held = stored.into_iter().map(|(id, stored)| {
            let case = stored.case.clone();
            (id, Held { before: Some(stored), case, events: Vec::new(), new: None })
        });
        let held: BTreeMap<CaseId, Held> = held.collect();
        Ok(Self {
            shared,
            world: known.world,
            people: people_of(tx, shared, group)?,
            given: given(tx, group)?,
            keys: HashMap::new(),
            said: said_by(tx, shared, group, &held)?,
            uploaded: uploaded(tx, group)?,
            to_vault: BTreeMap::new(),
            photos: Vec::new(),
            opened: Vec::new(),
            held,
        })
    }
}

fn cases_of(group: &[Prepared]) -> BTreeSet<CaseId> {
    let mut ids = BTreeSet::new();
    for order in group {
        if let Work::On { case, command } = &order.work {
            ids.insert(case.clone());
            if let Command::Link { other, .. } = command {
                ids.insert(other.clone());
            }
        }
    }
    ids
}

/// What is known about everybody who is to be revealed; nobody who was erased.
fn people_of(
    tx: &mut WriteTx,
    shared: &Shared,
    group: &[Prepared],
) -> Result<BTreeMap<PersonId, Result<Fields, String>>, StoreError> {
    let wanted = group.iter().filter_map(|order| match &order.work {
        Work::On { command: Command::Reveal { person, .. }, .. } => Some(person),
        _ => None,
    });
    let rows = people::load_many(tx, wanted)?;
    Ok(rows.into_iter().map(|row| (row.person_id.clone(), open(shared, row))).collect())
}

/// What the sealed cases say to which somebody adds something.
fn said_by(
    tx: &mut WriteTx,
    shared: &Shared,
    group: &[Prepared],
    held: &BTreeMap<CaseId, Held>,
) -> Result<BTreeMap<CaseId, Fields>, StoreError> {
    let mut wanted = BTreeMap::new();
    for order in group {
        let Work::On { case, command: Command::Add { .. } } = &order.work else { continue };
        if held.get(case).is_some_and(|held| held.case.opened.sealed) {
            wanted.insert(people::text_of(case), case.clone());
        }
    }
    let rows = people::load_many(tx, wanted.keys())?;
    let known = rows.into_iter().filter_map(|row| {
        let case = wanted.get(&row.person_id)?.clone();
        Some((case, open(shared, row).ok()?))
    });
    Ok(known.collect())
}

fn uploaded(tx: &mut WriteTx, group: &[Prepared]) -> Result<BTreeSet<String>, StoreError> {
    let digests = group.iter().flat_map(|order| order.work.photos()).map(String::as_str);
    Ok(photos::waiting(tx, digests)?.into_iter().collect())
}

fn open(shared: &Shared, row: PersonRow) -> Result<Fields, String> {
    let key = WrappedKey::from_bytes(row.wrapped_key);
    shared.unseal(row.person_id.as_str(), &key, &row.sealed).map_err(|fault| fault.to_string())
}

fn given(
    tx: &mut WriteTx,
    group: &[Prepared],
) -> Result<HashMap<(String, String), idempotency::Answer>, StoreError> {
    let keys = group.iter().filter_map(|order| order.key.as_ref()).map(|key| key.text.as_str());
    let answers = idempotency::load_many(tx, keys)?;
    Ok(answers.into_iter().map(|answer| ((answer.key.clone(), answer.caller.clone()), answer)).collect())
}
