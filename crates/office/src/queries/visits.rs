//! Who is received when: times that are free, the queue, one ticket, the screen of the hall.

use std::sync::Arc;

use domain::authority::{self, receives};
use domain::case::Case;
use domain::command::Caller;
use domain::ids::{CaseId, LeaderId};
use domain::place::PlaceCode;
use domain::program::Program;
use domain::schedule::{self, Span};
use domain::visit::queue::{self, Wait};
use domain::visit::{self, DayFigures, Slot, Visit, VisitState};
use domain::world::World;
use jiff::Timestamp;
use store::cases;
use text::{CaseNumber, Secret};

use super::case_for_staff::program_of;
use crate::shared::Shared;
use crate::{Failure, Office};

/// A case to which people come, without a word about who comes.
#[derive(Clone, Debug)]
pub struct Reception {
    /// The case.
    pub case: CaseId,
    /// Its number.
    pub number: String,
    /// Its title.
    pub title: String,
    /// Where it is.
    pub place: PlaceCode,
    /// Where exactly, in words.
    pub spot: String,
    /// Its program, in its version.
    pub program: Arc<Program>,
    /// When it takes place.
    pub span: Option<Span>,
    /// The leaders whom it names, who holds it first.
    pub leaders: Vec<LeaderId>,
    /// The times that can be booked, with what is free.
    pub slots: Vec<Slot>,
    /// Whether times can be booked now.
    pub books: bool,
    /// Whether people are called now.
    pub receives: bool,
    /// Who is called to which table, by number, latest first.
    pub called: Vec<(u32, u32)>,
    /// How many wait.
    pub waiting: usize,
}

/// One visit, for whoever holds its ticket.
#[derive(Clone, Debug)]
pub struct Ticket {
    /// The day.
    pub day: Reception,
    /// The visit.
    pub visit: Visit,
    /// When its time begins.
    pub starts_at: Option<Timestamp>,
    /// How long it will wait, while it waits.
    pub wait: Option<Wait>,
}

/// A day, for those who receive.
#[derive(Clone, Debug)]
pub struct Queue {
    /// The day.
    pub day: Reception,
    /// Every visit, by number.
    pub visits: Vec<Visit>,
    /// The numbers of those who wait with their points, who is called next first.
    pub order: Vec<(u32, u64)>,
    /// What it comes to so far.
    pub figures: DayFigures,
}

impl Office {
    /// A day that the public knows; `None` if there is none with this number, or nobody is received.
    pub async fn reception(&self, number: &str) -> Result<Option<Reception>, Failure> {
        let Ok(number) = number.parse::<CaseNumber>() else { return Ok(None) };
        let world = self.world();
        self.read(move |shared, tx| {
            let found = cases::find_by_number(tx, &number.to_string())?.map(|stored| stored.case);
            found.filter(is_public).map_or(Ok(None), |case| day(shared, &world, &case))
        })
        .await
    }

    /// The visit that number and secret open. `None` if there is no such number or the secret is another: never said which.
    pub async fn ticket(&self, number: &str, secret: &str) -> Result<Option<Ticket>, Failure> {
        let (Ok(number), Ok(secret)) = (number.parse::<CaseNumber>(), secret.parse::<Secret>()) else {
            return Ok(None);
        };
        let world = self.world();
        self.read(move |shared, tx| {
            let found = cases::find_by_number(tx, &number.to_string())?.map(|stored| stored.case);
            let Some(case) = found.filter(is_public) else { return Ok(None) };
            let digest = hex::encode(secret.digest(case.id().as_str()).as_bytes());
            let Some(visit) = case.visits.iter().find(|visit| visit.secret == digest).cloned() else {
                return Ok(None);
            };
            let now = shared.now();
            let program = program_of(shared, &world, &case)?;
            let starts_at =
                visit.slot.and_then(|slot| visit::slot_start(&program, &case, &world.calendar, slot));
            let wait = queue::wait(&program, &case, &world.calendar, visit.number, now);
            Ok(day(shared, &world, &case)?.map(|day| Ticket { day, visit, starts_at, wait }))
        })
        .await
    }

    /// The queue of a day that the officer may see.
    pub async fn queue(&self, caller: &Caller, case: CaseId) -> Result<Option<Queue>, Failure> {
        let (world, caller) = (self.world(), caller.clone());
        self.read(move |shared, tx| {
            let found = cases::find(tx, &case)?.map(|stored| stored.case);
            let seen = found.filter(|case| authority::may_see(&world, case, &caller));
            let Some(case) = seen.filter(|case| receives(&world, case, &caller)) else { return Ok(None) };
            let now = shared.now();
            let program = program_of(shared, &world, &case)?;
            let points = |visit: &Visit| {
                let start =
                    visit.slot.and_then(|slot| visit::slot_start(&program, &case, &world.calendar, slot));
                program.visits.as_ref().map_or(0, |visits| queue::points(visits, visit, start, now))
            };
            let order = queue::order(&program, &case, &world.calendar, now);
            let order = order.into_iter().map(|visit| (visit.number, points(visit))).collect();
            let Some(day) = day(shared, &world, &case)? else { return Ok(None) };
            Ok(Some(Queue { day, order, figures: visit::figures(&case), visits: case.visits }))
        })
        .await
    }
}

fn is_public(case: &Case) -> bool {
    !case.opened.sealed && case.published.is_some()
}

fn day(shared: &Shared, world: &World, case: &Case) -> Result<Option<Reception>, Failure> {
    let program = program_of(shared, world, case)?;
    let Some(visits) = &program.visits else { return Ok(None) };
    let now = shared.now();
    let mut called: Vec<&Visit> =
        case.visits.iter().filter(|visit| visit.state == VisitState::Called).collect();
    called.sort_by_key(|visit| std::cmp::Reverse(visit.called_at));
    let slots = visit::slots(&program, case, &world.calendar);
    Ok(Some(Reception {
        case: case.id().clone(),
        number: case.opened.number.clone(),
        title: case
            .published
            .as_ref()
            .map_or_else(|| case.opened.title.clone(), |public| public.title.clone()),
        place: case.place_now.place.clone(),
        spot: case.place_now.spot.clone(),
        span: schedule::span(&program, case, &world.calendar),
        leaders: schedule::leaders(&program, case),
        slots: slots.into_iter().filter(|slot| slot.starts_at > now).collect(),
        books: visits.books.contains(&case.state_now),
        receives: visits.queues.contains(&case.state_now),
        called: called.iter().filter_map(|visit| Some((visit.number, visit.window?))).collect(),
        waiting: case.visits.iter().filter(|visit| visit.state == VisitState::Waiting).count(),
        program,
    }))
}
