//! Telling people. A notice is taken, carried, and noted as told; a server that dies in between carries it again under the same key.

use domain::ids::PersonId;
use domain::text::Language;
use jiff::{SignedDuration, Timestamp};
use store::outbox::{self as rows, OutboxRow};
use store::{ReadTx, cases};
use vault::{Fields, Phone, PhoneKind, field};

use crate::group::{NOTICE, Telling};
use crate::messenger::{Messenger, Notice, NoticeAbout, Undelivered, Way};
use crate::queries::case_for_staff::open_people;
use crate::shared::Shared;
use crate::{Failure, Office};

/// Notices taken at once: few, so that a server that stops need not wait long for those under way.
pub const NOTICES_AT_ONCE: u32 = 20;
/// After so long, what was taken and not noted as told is carried again. More than the other sides may take for as many.
const AGAIN_MINUTES: i64 = 15;
/// How long a notice waits after each try in vain, in minutes; after the last one it is given up: about a day and a half.
const WAITS_MINUTES: [i64; 7] = [1, 5, 15, 60, 180, 720, 1440];
/// After so many tries a notice is given up, and shown to the administrator.
pub const NOTICE_TRIES_MAX: u32 = 8;
/// When nothing can be carried, the rest waits so long, untried.
const BLOCKED_MINUTES: i64 = 1;
/// What happened so long ago is not news any more: the person reads it on the page of the receipt.
pub const NOTICE_STALE_DAYS: i64 = 3;

/// What becomes of one notice.
enum Fate {
    /// Told, or nobody there to tell.
    Done,
    Later(String),
    Never(String),
    Blocked(String),
}

/// A notice, and whom it is for.
struct Addressed {
    notice: Notice,
    person: Fields,
}

impl Office {
    /// The ways by which people are told something; empty: none is set up.
    #[must_use]
    pub fn ways(&self) -> Vec<Way> {
        self.shared().messenger.as_ref().map(|messenger| messenger.ways()).unwrap_or_default()
    }

    /// Carries the notices that are due, at most [`NOTICES_AT_ONCE`]; gives how many were taken. For the jobs and for tests. Waits.
    pub fn send_notices(&self) -> Result<u32, Failure> {
        let Some(messenger) = self.shared().messenger.clone() else { return Ok(0) };
        let now = self.now();
        let again_at = now + SignedDuration::from_mins(AGAIN_MINUTES);
        let taken =
            self.writes().write_blocking(move |tx| Ok(rows::take(tx, now, again_at, NOTICES_AT_ONCE)?))?;
        let count = u32::try_from(taken.len()).unwrap_or(NOTICES_AT_ONCE);
        let mut waiting = taken.into_iter();
        while let Some(row) = waiting.next() {
            let fate = self.fate(messenger.as_ref(), &row).unwrap_or_else(|failure| {
                // One notice that cannot be read must not hold up all behind it.
                tracing::error!(id = %row.id, %failure, "a notice cannot be made");
                Fate::Later("fault".to_owned())
            });
            let is_blocked = matches!(fate, Fate::Blocked(_));
            self.note(row, fate, now)?;
            if is_blocked {
                let rest: Vec<String> = waiting.map(|row| row.id).collect();
                let later = now + SignedDuration::from_mins(BLOCKED_MINUTES);
                self.writes().write_blocking(move |tx| {
                    Ok(rows::give_back(tx, rest.iter().map(String::as_str), later)?)
                })?;
                break;
            }
        }
        Ok(count)
    }

    fn fate(&self, messenger: &dyn Messenger, row: &OutboxRow) -> Result<Fate, Failure> {
        if row.topic != NOTICE {
            return Ok(Fate::Never("unknown".to_owned()));
        }
        if row.tries == 0 && self.now() - row.made_at > SignedDuration::from_hours(24 * NOTICE_STALE_DAYS) {
            return Ok(Fate::Done);
        }
        let asked = row.clone();
        let found = self.read_blocking(move |shared, tx| addressed(shared, tx, &asked))?;
        Ok(found.map_or(Fate::Done, |found| carry(messenger, &found)))
    }

    /// Writes down what became of a notice, each by itself: what was told must not be told again because a later one was not.
    fn note(&self, row: OutboxRow, fate: Fate, now: Timestamp) -> Result<(), Failure> {
        let tries = row.tries + 1;
        let wait = WAITS_MINUTES.get(usize::try_from(row.tries).unwrap_or(usize::MAX));
        let wait =
            wait.filter(|_| tries < NOTICE_TRIES_MAX).map(|minutes| SignedDuration::from_mins(*minutes));
        let id = row.id;
        match (&fate, wait) {
            (Fate::Done, _) => {
                tracing::debug!(%id, "a person was told something, or nobody is there to tell");
            }
            (Fate::Later(why) | Fate::Blocked(why), Some(_)) => {
                tracing::info!(%id, why, tries, "a notice waits");
            }
            (Fate::Later(why) | Fate::Blocked(why) | Fate::Never(why), _) => {
                tracing::warn!(%id, why, tries, "a notice was given up");
            }
        }
        self.writes().write_blocking(move |tx| {
            match (fate, wait) {
                (Fate::Done, _) => rows::done(tx, [id.as_str()], now)?,
                (Fate::Later(why) | Fate::Blocked(why), Some(wait)) => {
                    rows::put_off(tx, &id, now + wait, &why)?;
                }
                (Fate::Later(why) | Fate::Blocked(why) | Fate::Never(why), _) => {
                    rows::give_up(tx, &id, now, &why)?;
                }
            }
            Ok(())
        })
    }
}

/// The notice of a row and its person; `None` when nobody is there any more.
fn addressed(shared: &Shared, tx: &mut ReadTx, row: &OutboxRow) -> Result<Option<Addressed>, Failure> {
    let telling: Telling = serde_json::from_str(&row.body).map_err(|error| shared.fault(error))?;
    let Some(stored) = cases::find(tx, &telling.case)? else { return Ok(None) };
    let case = &stored.case;
    let Some(speaker) = case.speaker().cloned() else { return Ok(None) };
    let Some(person) = open_person(tx, shared, &speaker)? else { return Ok(None) };
    let said = case.told.get(telling.told).map(|told| told.notice.clone()).unwrap_or_default();
    let language = person.get(field::LANGUAGE).and_then(Language::of_code).unwrap_or_default();
    let about = NoticeAbout { number: case.opened.number.clone(), said };
    let notice = Notice {
        key: row.id.clone(),
        at: row.made_at,
        language,
        about: Some(about).filter(|_| !case.opened.sealed),
    };
    Ok(Some(Addressed { notice, person }))
}

fn open_person(tx: &mut ReadTx, shared: &Shared, person: &PersonId) -> Result<Option<Fields>, Failure> {
    Ok(open_people(tx, shared, [person])?.remove(person))
}

/// Tries one way after another: the next one only where the one before will never do.
fn carry(messenger: &dyn Messenger, found: &Addressed) -> Fate {
    let mut fate = Fate::Done;
    for way in messenger.ways() {
        let Some(to) = address(&found.person, way) else { continue };
        match messenger.carry(&found.notice, way, &to) {
            Ok(()) => return Fate::Done,
            Err(Undelivered::Refused(why)) => fate = Fate::Never(told(way, &why)),
            Err(Undelivered::Later(why)) => return Fate::Later(told(way, &why)),
            Err(Undelivered::Blocked(why)) => return Fate::Blocked(told(way, &why)),
        }
    }
    fate
}

fn told(way: Way, why: &str) -> String {
    format!("{} {why}", way.as_str())
}

/// Where a person can be reached this way. A fixed line takes no text messages.
fn address(person: &Fields, way: Way) -> Option<String> {
    match way {
        Way::Mail => person.get(field::EMAIL).map(str::to_owned),
        Way::Sms => {
            let phone = Phone::parse(person.get(field::PHONE)?).ok()?;
            match phone.kind() {
                PhoneKind::Mobile => Some(phone.national()),
                PhoneKind::Foreign => Some(phone.e164().to_owned()),
                PhoneKind::Landline => None,
            }
        }
    }
}
