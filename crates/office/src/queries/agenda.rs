//! What takes place when: for the desk and for the public.

use domain::authority;
use domain::case::Case;
use domain::command::Caller;
use domain::event::Actor;
use domain::ids::{KindId, LeaderId};
use domain::place::PlaceCode;
use domain::schedule::{self, Span};
use domain::world::World;
use jiff::civil::Date;
use store::ReadTx;
use store::cases;
use store::schedules::{self, AgendaFilter, ScheduleRow};

use super::CaseLine;
use crate::{Failure, Office};

/// Lines of the longest agenda: a page shows a period, and a period with more is too long to read.
pub const AGENDA_LINES_MAX: u32 = 200;

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
}

impl Office {
    /// What takes place in a period and was announced to the public, in the order of time; at most [`AGENDA_LINES_MAX`].
    pub async fn public_agenda(&self, query: AgendaQuery) -> Result<Vec<AgendaLine>, Failure> {
        let world = self.world();
        self.read(move |shared, tx| {
            let now = shared.now();
            let filter = AgendaFilter { published_only: true, ..filter(&world, query) };
            lines(tx, &world, &filter, |case| CaseLine::public(&world, case, now))
        })
        .await
    }

    /// What takes place in a period, as far as the officer may see it, in the order of time; at most [`AGENDA_LINES_MAX`].
    pub async fn desk_agenda(&self, caller: &Caller, query: AgendaQuery) -> Result<Vec<AgendaLine>, Failure> {
        let Actor::Officer { unit, .. } = &caller.by else { return Ok(Vec::new()) };
        let (world, caller, unit) = (self.world(), caller.clone(), unit.clone());
        self.read(move |shared, tx| {
            let now = shared.now();
            let filter = AgendaFilter { seen_by: Some(unit), ..filter(&world, query) };
            lines(tx, &world, &filter, |case| {
                authority::may_see(&world, case, &caller).then(|| CaseLine::desk(&world, case, now))
            })
        })
        .await
    }
}

fn filter(world: &World, query: AgendaQuery) -> AgendaFilter {
    AgendaFilter {
        from: world.calendar.start_of(query.from),
        before: world.calendar.end_of(query.until),
        kind: query.kind,
        place: query.place,
        leader: query.leader,
        seen_by: None,
        published_only: false,
    }
}

fn lines(
    tx: &mut ReadTx,
    world: &World,
    filter: &AgendaFilter,
    show: impl Fn(&Case) -> Option<CaseLine>,
) -> Result<Vec<AgendaLine>, Failure> {
    let found = schedules::agenda(tx, filter, AGENDA_LINES_MAX)?;
    let stored = cases::load_many(tx, found.iter().map(|line| &line.line.case_id))?;
    let line = |at: &ScheduleRow| {
        let case = &stored.get(&at.case_id)?.case;
        let program = world.programs.version(case.kind(), case.opened.pack_version)?;
        Some(AgendaLine {
            line: show(case)?,
            span: Span { starts_at: at.starts_at, ends_at: at.ends_at },
            spot: case.place_now.spot.clone(),
            leaders: schedule::leaders(program, case),
        })
    };
    Ok(found.iter().filter_map(|found| line(&found.at)).collect())
}
