//! The vault: people, sealed each under a key of their own, and the titles and texts of sealed cases.
//!
//! The title and text of a sealed case are one more "person" ([`text_of`]). Nothing new is needed for them then: they get a key of
//! their own, are wrapped anew with everybody when the master key changes, and are erased by deleting one key.

use domain::ids::{CaseId, PersonId};
use jiff::Timestamp;

use crate::engine::{FromRow, ReadTx, Row, StoreError, Value, WriteTx};

/// A person as the vault gives and takes them; the store never opens anybody.
#[derive(Clone, PartialEq, Eq)]
pub struct PersonRow {
    /// Who.
    pub person_id: PersonId,
    /// The master key that wraps the data key.
    pub key_id: u32,
    /// The wrapped data key.
    pub wrapped_key: Vec<u8>,
    /// The sealed fields.
    pub sealed: Vec<u8>,
    /// When they were sealed.
    pub changed_at: Timestamp,
}

impl FromRow for PersonRow {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            person_id: row.get("person_id")?,
            key_id: row.get("key_id")?,
            wrapped_key: row.get("wrapped_key")?,
            sealed: row.get("sealed")?,
            changed_at: row.get("changed_at")?,
        })
    }
}

/// What a person is found by: a blind index and the master key it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlindRow {
    /// Who is found.
    pub person_id: PersonId,
    /// The master key.
    pub key_id: u32,
    /// The blind index.
    pub digest: Vec<u8>,
}

/// How names begin under which the vault keeps the titles and texts of sealed cases.
const TEXT: &str = "case:";

/// Under which name the vault keeps the title and text of a sealed case.
#[must_use]
pub fn text_of(case_id: &CaseId) -> PersonId {
    PersonId::new(format!("{TEXT}{case_id}"))
}

/// The sealed case whose title and text are kept under a name; `None`: it is the name of a person.
#[must_use]
pub fn case_of(name: &PersonId) -> Option<CaseId> {
    name.as_str().strip_prefix(TEXT).map(CaseId::from)
}

/// Under which name the vault keeps the key of the pictures of a sealed case.
#[must_use]
pub fn pictures_of(case_id: &CaseId) -> PersonId {
    PersonId::new(format!("pictures:{case_id}"))
}

/// Writes people, new or sealed anew, each once; `blind` are all their blind indexes from now on.
pub fn upsert_many(tx: &mut WriteTx, people: &[PersonRow], blind: &[BlindRow]) -> Result<(), StoreError> {
    write_keys(tx, people.iter().map(|row| (&row.person_id, row.key_id, row.wrapped_key.as_slice())))?;
    tx.insert_many(
        "INSERT INTO people (person_id, sealed, changed_at) VALUES ($1, $2, $3)
         ON CONFLICT (person_id) DO UPDATE SET sealed = excluded.sealed, changed_at = excluded.changed_at",
        people.iter().map(|row| [Value::from(&row.person_id), (&row.sealed).into(), row.changed_at.into()]),
    )?;
    tx.execute_in(
        "DELETE FROM blind_indexes WHERE person_id IN ($1)",
        &[],
        people.iter().map(|row| &row.person_id),
    )?;
    tx.insert_many(
        "INSERT INTO blind_indexes (digest, key_id, person_id) VALUES ($1, $2, $3)
         ON CONFLICT (digest, key_id, person_id) DO NOTHING",
        blind.iter().map(|row| [Value::from(&row.digest), row.key_id.into(), (&row.person_id).into()]),
    )?;
    Ok(())
}

fn write_keys<'k>(
    tx: &mut WriteTx,
    keys: impl Iterator<Item = (&'k PersonId, u32, &'k [u8])>,
) -> Result<(), StoreError> {
    tx.insert_many(
        "INSERT INTO person_keys (person_id, key_id, wrapped_key) VALUES ($1, $2, $3)
         ON CONFLICT (person_id) DO UPDATE SET key_id = excluded.key_id, wrapped_key = excluded.wrapped_key",
        keys.map(|(person_id, key_id, key)| [Value::from(person_id), key_id.into(), key.into()]),
    )?;
    Ok(())
}

/// Notes which people stand in which cases.
pub fn link_many<'l>(
    tx: &mut WriteTx,
    links: impl IntoIterator<Item = (&'l PersonId, &'l CaseId)>,
) -> Result<(), StoreError> {
    let rows = links.into_iter().map(|(person_id, case_id)| [Value::from(person_id), case_id.into()]);
    let sql = "INSERT INTO person_cases (person_id, case_id) VALUES ($1, $2) ON CONFLICT (person_id, case_id) DO NOTHING";
    tx.insert_many(sql, rows).map(drop)
}

/// These people; those unknown or erased are absent.
pub fn load_many<'i>(
    tx: &mut ReadTx,
    ids: impl IntoIterator<Item = &'i PersonId>,
) -> Result<Vec<PersonRow>, StoreError> {
    tx.query_in(
        "SELECT people.person_id, key_id, wrapped_key, sealed, changed_at
         FROM people JOIN person_keys ON person_keys.person_id = people.person_id WHERE people.person_id IN ($1)",
        &[],
        ids,
    )
}

/// The people found by any of these blind indexes, each with the number of its master key.
pub fn find_by_blind_index<'b>(
    tx: &mut ReadTx,
    indexes: impl IntoIterator<Item = (u32, &'b [u8])>,
) -> Result<Vec<PersonId>, StoreError> {
    let mut found = Vec::new();
    // As many as there are master keys: one or two.
    for (key_id, digest) in indexes {
        let sql = "SELECT person_id FROM blind_indexes WHERE digest = $1 AND key_id = $2 ORDER BY person_id";
        found.extend(tx.query::<PersonId>(sql, &[digest.into(), key_id.into()])?);
    }
    found.sort();
    found.dedup();
    Ok(found)
}

/// The cases in which any of these people stand, the latest identifiers first.
pub fn cases_of<'i>(
    tx: &mut ReadTx,
    ids: impl IntoIterator<Item = &'i PersonId>,
) -> Result<Vec<CaseId>, StoreError> {
    let mut found: Vec<CaseId> =
        tx.query_in("SELECT case_id FROM person_cases WHERE person_id IN ($1)", &[], ids)?;
    found.sort_by(|left, right| right.cmp(left));
    found.dedup();
    Ok(found)
}

/// The people who stand in a case.
pub fn of_case(tx: &mut ReadTx, case_id: &CaseId) -> Result<Vec<PersonId>, StoreError> {
    tx.query("SELECT person_id FROM person_cases WHERE case_id = $1 ORDER BY person_id", &[case_id.into()])
}

/// People whose key is wrapped by an older master key than `key_id`, to be wrapped anew; at most `limit`.
pub fn to_rewrap(tx: &mut ReadTx, key_id: u32, limit: u32) -> Result<Vec<PersonRow>, StoreError> {
    tx.query(
        "SELECT people.person_id, key_id, wrapped_key, sealed, changed_at
         FROM person_keys JOIN people ON people.person_id = person_keys.person_id
         WHERE key_id < $1 ORDER BY key_id, person_keys.person_id LIMIT $2",
        &[key_id.into(), limit.into()],
    )
}

/// Writes keys wrapped anew; sealed fields and blind indexes stay as they are. Who was erased meanwhile stays erased.
pub fn rewrap_many<'k>(
    tx: &mut WriteTx,
    keys: impl IntoIterator<Item = (&'k PersonId, u32, &'k [u8])>,
) -> Result<(), StoreError> {
    let keys: Vec<(&PersonId, u32, &[u8])> = keys.into_iter().collect();
    let sql = "SELECT person_id FROM person_keys WHERE person_id IN ($1)";
    let known: Vec<PersonId> = tx.query_in(sql, &[], keys.iter().map(|(id, ..)| *id))?;
    let known: std::collections::BTreeSet<PersonId> = known.into_iter().collect();
    write_keys(tx, keys.into_iter().filter(|(id, ..)| known.contains(*id)))
}

/// Erases people: the keys first of all, then everything else that is theirs. Cases keep only identifiers that lead nowhere.
/// Counts the keys that were there.
pub fn erase<'i>(
    tx: &mut WriteTx,
    ids: impl IntoIterator<Item = &'i PersonId> + Clone,
) -> Result<u64, StoreError> {
    let erased = tx.execute_in("DELETE FROM person_keys WHERE person_id IN ($1)", &[], ids.clone())?;
    tx.execute_in("DELETE FROM blind_indexes WHERE person_id IN ($1)", &[], ids.clone())?;
    tx.execute_in("DELETE FROM people WHERE person_id IN ($1)", &[], ids.clone())?;
    tx.execute_in("DELETE FROM person_cases WHERE person_id IN ($1)", &[], ids)?;
    Ok(erased)
}
