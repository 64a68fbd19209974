//! What takes place when: for the desk and for the public.

use domain::authority;
use domain::case::Case;
use domain::command::Caller;
use domain::event::Actor;
use domain::ids::{CaseId, KindId, LeaderId};
use domain::place::PlaceCode;
use domain::schedule::{self, Span};
use domain::world::World;
use jiff::Timestamp;
use jiff::civil::Date;
use store::schedules::{self, AgendaFilter};
use store::{ReadTx, cases, events};

use text::CaseNumber;

use super::CaseLine;
use crate::{Failure, Office};

/// Lines of the longest agenda: a page shows a period, and a period with more is too long to read.
pub const AGENDA_LINES_MAX: u32 = 200;
/// Lines of the longest feed: a calendar fetches all of its period at once.
pub const AGENDA_FEED_LINES_MAX: u32 = 1000;

/// Which part of the agenda is asked for. Everything that is set must hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgendaQuery {
    /// First day.
    pub from: Date,
    /// Last day.
    pub until: Date,
    /// The program.
    pub kind: Option<KindId>,
    /// This place or one within it.
    pub place: Option<PlaceCode>,
    /// Held by or naming this leader.
    pub leader: Option<LeaderId>,
    /// How many lines at most.
    pub lines_max: u32,
}

/// One activity of an agenda.
#[derive(Clone, Debug, PartialEq)]
pub struct AgendaLine {
    /// The activity.
    pub line: CaseLine,
    /// When it takes place.
    pub span: Span,
    /// Where exactly, in words.
    pub spot: String,
    /// The leaders whom it names, who holds it first.
    pub leaders: Vec<LeaderId>,
    /// How often its time was changed; calling it off is a change too.
    pub times_changed: u32,
    /// Whether it does not take place after all.
    pub called_off: bool,
    /// When it was announced to the public.
    pub published_at: Option<Timestamp>,
}

impl Office {
    /// What takes place in a period and was announced to the public, in the order of time.
    pub async fn public_agenda(&self, query: AgendaQuery) -> Result<Vec<AgendaLine>, Failure> {
        let world = self.world();
        self.read(move |shared, tx| {
            let now = shared.now();
            let (filter, lines_max) = filter(&world, query);
            let filter = (AgendaFilter { published_only: true, ..filter }, lines_max);
            lines(tx, &world, &filter, |case| CaseLine::public(&world, case, now))
        })
        .await
    }

    /// An activity that was announced to the public; `None` if there is none with this number.
    pub async fn public_activity(&self, number: &str) -> Result<Option<AgendaLine>, Failure> {
        let Ok(number) = number.parse::<CaseNumber>() else { return Ok(None) };
        let world = self.world();
        self.read(move |shared, tx| {
            let now = shared.now();
            let found = cases::find_by_number(tx, &number.to_string())?.map(|stored| stored.case);
            let seen = found.filter(|case| !case.opened.sealed && case.published.is_some());
            seen.map_or(Ok(None), |case| one(tx, &world, &case, |case| CaseLine::public(&world, case, now)))
        })
        .await
    }

    /// An activity that the officer may see.
    pub async fn desk_activity(&self, caller: &Caller, case: CaseId) -> Result<Option<AgendaLine>, Failure> {
        let (world, caller) = (self.world(), caller.clone());
        self.read(move |shared, tx| {
            let now = shared.now();
            let found = cases::find(tx, &case)?.map(|stored| stored.case);
            let seen = found.filter(|case| !case.opened.sealed && authority::may_see(&world, case, &caller));
            seen.map_or(Ok(None), |case| {
                one(tx, &world, &case, |case| Some(CaseLine::desk(&world, case, now)))
            })
        })
        .await
    }

    /// What takes place in a period, as far as the officer may see it, in the order of time.
    pub async fn desk_agenda(&self, caller: &Caller, query: AgendaQuery) -> Result<Vec<AgendaLine>, Failure> {
        let Actor::Officer { unit, .. } = &caller.by else { return Ok(Vec::new()) };
        let (world, caller, unit) = (self.world(), caller.clone(), unit.clone());
        self.read(move |shared, tx| {
            let now = shared.now();
            let (filter, lines_max) = filter(&world, query);
            let filter = (AgendaFilter { seen_by: Some(unit), ..filter }, lines_max);
            lines(tx, &world, &filter, |case| {
                authority::may_see(&world, case, &caller).then(|| CaseLine::desk(&world, case, now))
            })
        })
        .await
    }
}

fn filter(world: &World, query: AgendaQuery) -> (AgendaFilter, u32) {
    let filter = AgendaFilter {
        from: world.calendar.start_of(query.from),
        before: world.calendar.end_of(query.until),
        kind: query.kind,
        place: query.place,
        leader: query.leader,
        seen_by: None,
        published_only: false,
    };
    (filter, query.lines_max)
}

fn lines(
    tx: &mut ReadTx,
    world: &World,
    (filter, lines_max): &(AgendaFilter, u32),
    show: impl Fn(&Case) -> Option<CaseLine>,
) -> Result<Vec<AgendaLine>, Failure> {
    let found = schedules::agenda(tx, filter, *lines_max)?;
    let stored = cases::load_many(tx, found.iter().map(|line| &line.line.case_id))?;
    let mut lines = Vec::with_capacity(found.len());
    for found in &found {
        if let Some(stored) = stored.get(&found.line.case_id) {
            lines.extend(one(tx, world, &stored.case, &show)?);
        }
    }
    Ok(lines)
}

fn one(
    tx: &mut ReadTx,
    world: &World,
    case: &Case,
    show: impl Fn(&Case) -> Option<CaseLine>,
) -> Result<Option<AgendaLine>, Failure> {
    let Some(program) = world.programs.version(case.kind(), case.opened.pack_version) else {
        return Ok(None);
    };
    let Some((line, span)) = show(case).zip(schedule::span(program, case, &world.calendar)) else {
        return Ok(None);
    };
    let called_off = schedule::is_called_off(case);
    let times_changed = if called_off || schedule::may_have_moved(program, case) {
        let history = events::history(tx, case.id())?;
        schedule::times_changed(program, history.iter().map(|stored| &stored.event))
    } else {
        0
    };
    Ok(Some(AgendaLine {
        line,
        span,
        spot: case.place_now.spot.clone(),
        leaders: schedule::leaders(program, case),
        times_changed,
        called_off,
        published_at: case.published.as_ref().map(|published| published.at),
    }))
}
