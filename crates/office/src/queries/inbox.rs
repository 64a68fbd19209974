//! What an officer must do next.

use std::collections::{BTreeMap, BTreeSet};

use domain::authority;
use domain::command::Caller;
use domain::ids::{ActId, CaseId, KindId, Role, UnitId};
use domain::term::is_past;
use domain::text::Text;
use domain::world::World;
use jiff::{SignedDuration, Timestamp};
use store::inbox::{self as rows, InboxFilter, InboxRow};
use store::{ReadTx, cases};

use super::page::{limit, rows_of};
use super::{CaseLine, Page, Rows};
use crate::group::{MODERATOR, Pile};
use crate::{Failure, Office};

/// What is due within so many hours is due soon.
pub const SOON_HOURS: i64 = 48;

/// One pile of the inbox: cases of one kind that wait for the same act.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Bucket {
    /// The program.
    pub kind: KindId,
    /// The act that is usually done next.
    pub act: ActId,
}

/// How soon something must be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Urgency {
    /// A clock ran out.
    Late,
    /// Due within [`SOON_HOURS`].
    Soon,
    /// There is time, or no clock runs.
    Calm,
}

/// One case in the inbox, with what is to be done.
#[derive(Clone, Debug, PartialEq)]
pub struct InboxLine {
    /// The case.
    pub line: CaseLine,
    /// The pile in which it lies.
    pub bucket: Bucket,
}

/// How much lies in one pile for this officer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BucketCount {
    /// The pile.
    pub bucket: Bucket,
    /// What stands on it: the name of the act.
    pub name: Text,
    /// All cases in it.
    pub cases: u64,
    /// Of them, those with a clock that ran out.
    pub late: u64,
    /// Of them, those that are due soon.
    pub soon: u64,
}

/// Which part of the inbox.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InboxQuery {
    /// Only this pile.
    pub bucket: Option<Bucket>,
    /// Only these.
    pub urgency: Option<Urgency>,
}

impl Office {
    /// What this officer must do next, the most urgent first.
    pub async fn inbox(
        &self,
        caller: &Caller,
        query: InboxQuery,
        page: Page,
    ) -> Result<Rows<InboxLine>, Failure> {
        let Some(unit) = caller.by.unit().cloned() else { return Ok(rows_of(Vec::new(), None)) };
        let (world, caller) = (self.world(), caller.clone());
        self.read(move |shared, tx| {
            let now = shared.now();
            let piles = acts_of(tx, &unit, &caller.roles, now)?;
            let wanted = |pile: &Pile| {
                query.bucket.as_ref().is_none_or(|bucket| bucket.kind == pile.kind && bucket.act == pile.act)
            };
            let mut filter = InboxFilter {
                buckets: piles.keys().filter(|pile| wanted(pile)).map(Pile::to_text).collect(),
                ..InboxFilter::default()
            };
            let soon = now + SignedDuration::from_hours(SOON_HOURS);
            match query.urgency {
                Some(Urgency::Late) => filter.due_before = Some(now),
                Some(Urgency::Soon) => (filter.due_from, filter.due_before) = (Some(now), Some(soon)),
                Some(Urgency::Calm) => filter.due_from = Some(soon),
                None => {}
            }
            fill(tx, &world, &caller, &unit, &filter, &page, now)
        })
        .await
    }

    /// Cases of which this officer must decide whether the public reads them, those that are due first ahead. Moderators only;
    /// for others there are none.
    pub async fn publication_queue(
        &self,
        caller: &Caller,
        kind: Option<KindId>,
        page: Page,
    ) -> Result<Rows<CaseLine>, Failure> {
        let Some(unit) = caller.by.unit().cloned() else { return Ok(rows_of(Vec::new(), None)) };
        let (world, caller) = (self.world(), caller.clone());
        self.read(move |shared, tx| {
            let now = shared.now();
            let piles = piles_of(tx, &unit, &caller.roles, now)?;
            let wanted =
                |pile: &&Pile| pile.is_publication() && kind.as_ref().is_none_or(|kind| *kind == pile.kind);
            let buckets = piles.keys().filter(wanted).map(Pile::to_text).collect();
            let filter = InboxFilter { buckets, ..InboxFilter::default() };
            let found = fill(tx, &world, &caller, &unit, &filter, &page, now)?;
            Ok(Rows { rows: found.rows.into_iter().map(|line| line.line).collect(), next: found.next })
        })
        .await
    }

    /// How many cases of each program wait for this officer to decide whether the public reads them.
    pub async fn publication_counts(&self, caller: &Caller) -> Result<Vec<(KindId, u64)>, Failure> {
        let Some(unit) = caller.by.unit().cloned().filter(|_| caller.has(MODERATOR)) else {
            return Ok(Vec::new());
        };
        let roles = caller.roles.clone();
        self.read(move |shared, tx| {
            let piles = piles_of(tx, &unit, &roles, shared.now())?;
            let waiting = piles.into_iter().filter(|(pile, _)| pile.is_publication());
            Ok(waiting.map(|(pile, row)| (pile.kind, u64::from(row.cases))).collect())
        })
        .await
    }

    /// How much lies in each pile of this officer, in the order of programs and acts. Empty piles are left out.
    pub async fn inbox_counts(&self, caller: &Caller) -> Result<Vec<BucketCount>, Failure> {
        let Some(unit) = caller.by.unit().cloned() else { return Ok(Vec::new()) };
        let (world, roles) = (self.world(), caller.roles.clone());
        self.read(move |shared, tx| {
            let mut counts: BTreeMap<Bucket, BucketCount> = BTreeMap::new();
            for (pile, row) in acts_of(tx, &unit, &roles, shared.now())? {
                let bucket = Bucket { kind: pile.kind, act: pile.act };
                let name = name(&world, &bucket);
                let count = counts.entry(bucket.clone()).or_insert(BucketCount {
                    bucket,
                    name,
                    cases: 0,
                    late: 0,
                    soon: 0,
                });
                count.cases += u64::from(row.cases);
                count.late += u64::from(row.late);
                count.soon += u64::from(row.soon);
            }
            let mut counts: Vec<BucketCount> = counts.into_values().collect();
            counts.sort_by_key(|count| place(&world, &count.bucket));
            Ok(counts)
        })
        .await
    }
}

/// The piles of a unit that somebody with these roles sees, with what lies in each.
fn piles_of(
    tx: &mut ReadTx,
    unit: &UnitId,
    roles: &[Role],
    now: Timestamp,
) -> Result<BTreeMap<Pile, rows::BucketCount>, Failure> {
    let counts = rows::counts(tx, unit, now, now + SignedDuration::from_hours(SOON_HOURS))?;
    let piles = counts.into_iter().filter_map(|row| Some((Pile::parse(&row.bucket)?, row)));
    Ok(piles.filter(|(pile, _)| roles.iter().any(|role| pile.roles.contains(role))).collect())
}

/// The same without what waits for publication, which is a list of its own.
fn acts_of(
    tx: &mut ReadTx,
    unit: &UnitId,
    roles: &[Role],
    now: Timestamp,
) -> Result<BTreeMap<Pile, rows::BucketCount>, Failure> {
    let piles = piles_of(tx, unit, roles, now)?;
    Ok(piles.into_iter().filter(|(pile, _)| !pile.is_publication()).collect())
}

#[expect(clippy::too_many_arguments, reason = "one page of one officer's inbox, called once")]
fn fill(
    tx: &mut ReadTx,
    world: &World,
    caller: &Caller,
    unit: &UnitId,
    filter: &InboxFilter,
    page: &Page,
    now: Timestamp,
) -> Result<Rows<InboxLine>, Failure> {
    if filter.buckets.is_empty() {
        return Ok(rows_of(Vec::new(), None));
    }
    let wanted = page.rows_wanted();
    let after = page.after.as_deref().and_then(|text| read_key(unit, text));
    let mut found = rows::page(tx, unit, filter, after.as_ref(), limit(wanted.saturating_add(1)))?;
    let more = found.len() > wanted;
    found.truncate(wanted);
    let ids: BTreeSet<&CaseId> = found.iter().map(|row| &row.case_id).collect();
    let stored = cases::load_many(tx, ids)?;
    let lines = found.iter().filter_map(|row| {
        let case = &stored.get(&row.case_id)?.case;
        let pile = Pile::parse(&row.bucket)?;
        let seen = authority::may_see(world, case, caller);
        let bucket = Bucket { kind: pile.kind, act: pile.act };
        // By when this unit must be done, be the clock of somebody else due earlier.
        let late = row.due_at.is_some_and(|due| is_past(due, now));
        let line = || CaseLine { due_at: row.due_at, late, ..CaseLine::desk(world, case, now) };
        seen.then(|| InboxLine { line: line(), bucket })
    });
    let next = found.last().filter(|_| more).map(write_key);
    Ok(rows_of(lines.collect(), next))
}

/// Where a page goes on, as it stands in addresses.
fn write_key(row: &InboxRow) -> String {
    let due = row.due_at.map(|due| due.as_millisecond().to_string()).unwrap_or_default();
    format!("{due}~{}~{}", row.case_id, row.bucket)
}

fn read_key(unit: &UnitId, text: &str) -> Option<InboxRow> {
    let mut parts = text.splitn(3, '~');
    let (due, case, bucket) = (parts.next()?, parts.next()?, parts.next()?);
    let due_at =
        if due.is_empty() { None } else { Some(Timestamp::from_millisecond(due.parse().ok()?).ok()?) };
    Some(InboxRow { case_id: case.into(), unit_id: unit.clone(), bucket: bucket.to_owned(), due_at })
}

fn name(world: &World, bucket: &Bucket) -> Text {
    let program = world.programs.current(&bucket.kind);
    program.and_then(|program| program.act(&bucket.act)).map(|act| act.name.clone()).unwrap_or_default()
}

/// Where a pile stands: in the order of programs, then of their acts.
fn place(world: &World, bucket: &Bucket) -> (KindId, usize) {
    let program = world.programs.current(&bucket.kind);
    let at = program.and_then(|program| program.acts.iter().position(|act| act.id == bucket.act));
    (bucket.kind.clone(), at.unwrap_or(usize::MAX))
}
