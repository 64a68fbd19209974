//! Everything that a group will look at, in one statement a table.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::command::Command;
use domain::event::Event;
use domain::ids::{CaseId, PersonId};
use domain::withheld::is_withheld;
use domain::world::World;
use store::people::PersonRow;
use store::{StoreError, WriteTx, cases, events, idempotency, people, photos, reference};
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
            people: people_of(tx, shared, group)?,
            given: given(tx, group)?,
            keys: HashMap::new(),
            words: words_of(tx, shared, &known.world, &held)?,
            histories: histories_of(tx, &known.world, group, &held)?,
            uploaded: uploaded(tx, group)?,
            to_vault: BTreeMap::new(),
            photos: Vec::new(),
            documents: Vec::new(),
            opened: Vec::new(),
            held,
            world: known.world,
        })
    }
}

fn cases_of(group: &[Prepared]) -> BTreeSet<CaseId> {
    let mut ids = BTreeSet::new();
    for order in group {
        match &order.work {
            Work::Open(new) => ids.extend(new.opening.source.clone()),
            Work::On { case, command, .. } => {
                ids.insert(case.clone());
                if let Command::Link { other, .. } = command {
                    ids.insert(other.clone());
                }
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

/// What the vault has of the words of these cases. Sealing it anew needs all of it.
fn words_of(
    tx: &mut WriteTx,
    shared: &Shared,
    world: &World,
    held: &BTreeMap<CaseId, Held>,
) -> Result<BTreeMap<CaseId, Result<Fields, String>>, StoreError> {
    let withheld = held.values().map(|held| &held.case).filter(|case| {
        let program = world.programs.version(case.kind(), case.opened.pack_version);
        program.is_some_and(|program| is_withheld(program, case))
    });
    let wanted: BTreeMap<PersonId, CaseId> =
        withheld.map(|case| (people::text_of(case.id()), case.id().clone())).collect();
    let rows = people::load_many(tx, wanted.keys())?;
    Ok(rows
        .into_iter()
        .filter_map(|row| Some((wanted.get(&row.person_id)?.clone(), open(shared, row))))
        .collect())
}

/// The histories of cases that an act of this group may seal: they are made anew from them.
fn histories_of(
    tx: &mut WriteTx,
    world: &World,
    group: &[Prepared],
    held: &BTreeMap<CaseId, Held>,
) -> Result<BTreeMap<CaseId, Vec<Event>>, StoreError> {
    let mut histories = BTreeMap::new();
    for order in group {
        let Work::On { case: id, command: Command::Act { act, .. }, .. } = &order.work else { continue };
        let Some(case) = held.get(id).map(|held| &held.case) else { continue };
        let program = world.programs.version(case.kind(), case.opened.pack_version);
        if program.and_then(|program| program.act(act)).is_some_and(|act| act.seals.is_some()) {
            let history = events::history(tx, id)?;
            histories.insert(id.clone(), history.into_iter().map(|stored| stored.event).collect());
        }
    }
    Ok(histories)
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
