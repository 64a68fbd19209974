//! Lists of cases: the desk's, and the public's.

use domain::authority;
use domain::case::Case;
use domain::command::Caller;
use domain::event::Actor;
use domain::field::{Point, Values};
use domain::ids::{CaseId, CategoryId, KindId, LeaderId, StateId, UnitId};
use domain::place::PlaceCode;
use domain::program::{Ending, Phase};
use domain::term::is_past;
use domain::text::Text;
use domain::world::World;
use jiff::Timestamp;
use jiff::civil::Date;
use store::ReadTx;
use store::case_list::{self, CaseFilter, CaseOrder, Cursor, Sealed};
use store::cases::{self, StoredCase};
use text::{CaseNumber, Query, clip};

use super::page::{limit, rows_of};
use super::{Page, Rows};
use crate::{Failure, Office};

/// Characters of the beginning of a text in a list.
const BEGINNING_CHARS: usize = 80;
/// Pages read to fill one, when many of their lines may not be seen.
const FILL_ROUNDS_MAX: usize = 8;

/// One case in a list.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseLine {
    /// The case.
    pub case: CaseId,
    /// Its number.
    pub number: String,
    /// Its program.
    pub kind: KindId,
    /// The version of its program.
    pub pack_version: u32,
    /// What stands as its title.
    pub title: Title,
    /// The first letters of its text; empty where the title is sealed.
    pub beginning: String,
    /// Where it stands.
    pub state: StateId,
    /// How far along that is.
    pub phase: Phase,
    /// How it ended.
    pub ending: Option<Ending>,
    /// What it is about.
    pub category: CategoryId,
    /// Where it is.
    pub place: PlaceCode,
    /// The pin.
    pub point: Option<Point>,
    /// The unit that holds it.
    pub holder: Option<UnitId>,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// When it last changed.
    pub changed_at: Timestamp,
    /// What must be met next; `None`: nothing runs.
    pub due_at: Option<Timestamp>,
    /// Whether a clock ran out and still runs.
    pub late: bool,
    /// How many others have the same.
    pub supported: u32,
    /// How often it was taken up again.
    pub reopened: u32,
    /// Digest of the first picture, for staff only.
    pub photo: Option<String>,
}

/// One case in a list with columns of its program.
#[derive(Clone, Debug, PartialEq)]
pub struct TableLine {
    /// The case.
    pub line: CaseLine,
    /// What its fields hold.
    pub values: Values,
}

/// What stands as the title of a case in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Title {
    /// The person's, or, in public lists, the published one.
    Plain(String),
    /// The program's words for a sealed case.
    Sealed(Text),
}

/// What a list of the desk shows. Everything that is set must hold.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DeskFilter {
    /// Words and phrases as typed; a case number finds the case.
    pub words: Option<String>,
    /// The program.
    pub kind: Option<KindId>,
    /// How far along.
    pub phase: Option<Phase>,
    /// The state.
    pub state: Option<StateId>,
    /// This category or one within it.
    pub category: Option<CategoryId>,
    /// This place or one within it.
    pub place: Option<PlaceCode>,
    /// The unit that holds it.
    pub holder: Option<UnitId>,
    /// A unit that has or had a part in it.
    pub unit: Option<UnitId>,
    /// A leader whom it names.
    pub leader: Option<LeaderId>,
    /// Only those with a clock that ran out, the longest late first.
    pub late: Option<bool>,
    /// Opened on this day or later.
    pub opened_from: Option<Date>,
    /// Opened on this day or earlier.
    pub opened_until: Option<Date>,
}

/// What a public list shows. Everything that is set must hold.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PublicFilter {
    /// Words and phrases as typed.
    pub words: Option<String>,
    /// The program.
    pub kind: Option<KindId>,
    /// How far along.
    pub phase: Option<Phase>,
    /// This category or one within it.
    pub category: Option<CategoryId>,
    /// This place or one within it.
    pub place: Option<PlaceCode>,
    /// The unit that had to answer.
    pub unit: Option<UnitId>,
}

impl Office {
    /// What the public reads, newest first. Texts of the library stand there, and not among matters.
    pub async fn public_list(&self, filter: PublicFilter, page: Page) -> Result<Rows<CaseLine>, Failure> {
        let world = self.world();
        self.read(move |shared, tx| {
            let mut asked = CaseFilter {
                kinds: match filter.kind {
                    Some(kind) => vec![kind],
                    None => outside_library(&world),
                },
                phase: filter.phase,
                category: filter.category,
                place: filter.place,
                handler: filter.unit,
                published_only: true,
                order: CaseOrder::Published,
                ..CaseFilter::default()
            };
            if !ask_words(&mut asked, filter.words.as_deref()) {
                return Ok(rows_of(Vec::new(), None));
            }
            let now = shared.now();
            fill(tx, &asked, &page, |stored| CaseLine::public(&world, &stored.case, now))
        })
        .await
    }

    /// Cases that the officer may see, newest first.
    pub async fn desk_list(
        &self,
        caller: &Caller,
        filter: DeskFilter,
        page: Page,
    ) -> Result<Rows<CaseLine>, Failure> {
        let (world, caller) = (self.world(), caller.clone());
        self.read(move |shared, tx| {
            let now = shared.now();
            let show = |stored: &StoredCase| {
                let seen = authority::may_see(&world, &stored.case, &caller);
                seen.then(|| CaseLine::desk(&world, &stored.case, now))
            };
            if let Some(number) = filter.words.as_deref().and_then(|words| words.parse::<CaseNumber>().ok()) {
                let found = cases::find_by_number(tx, &number.to_string())?;
                return Ok(rows_of(found.iter().filter_map(show).collect(), None));
            }
            let Some(asked) = desk_filter(&world, &caller, filter, now) else {
                return Ok(rows_of(Vec::new(), None));
            };
            fill(tx, &asked, &page, show)
        })
        .await
    }

    /// Cases that the officer may see, each with what its fields hold; nothing of what a sealed case says. Newest first.
    pub async fn desk_table(
        &self,
        caller: &Caller,
        filter: DeskFilter,
        page: Page,
    ) -> Result<Rows<TableLine>, Failure> {
        let (world, caller) = (self.world(), caller.clone());
        self.read(move |shared, tx| {
            let now = shared.now();
            let Some(asked) = desk_filter(&world, &caller, filter, now) else {
                return Ok(rows_of(Vec::new(), None));
            };
            fill(tx, &asked, &page, |stored| {
                let case = &stored.case;
                let values = if case.opened.sealed { Values::new() } else { case.values_now.clone() };
                let seen = authority::may_see(&world, case, &caller);
                seen.then(|| TableLine { line: CaseLine::desk(&world, case, now), values })
            })
        })
        .await
    }

    /// The case with this number, if the officer may see it.
    pub async fn find_number(&self, caller: &Caller, number: &str) -> Result<Option<CaseId>, Failure> {
        let Ok(number) = number.parse::<CaseNumber>() else { return Ok(None) };
        let (world, caller) = (self.world(), caller.clone());
        self.read(move |_, tx| {
            let found = cases::find_by_number(tx, &number.to_string())?;
            let seen = found.filter(|stored| authority::may_see(&world, &stored.case, &caller));
            Ok(seen.map(|stored| stored.case.id().clone()))
        })
        .await
    }
}

/// Every kind but those of the library; none where there is no library, which leaves nothing out.
fn outside_library(world: &World) -> Vec<KindId> {
    if world.programs.iter().all(|program| program.library.is_none()) {
        return Vec::new();
    }
    let others = world.programs.iter().filter(|program| program.library.is_none());
    others.map(|program| program.id.clone()).collect()
}

/// What a list of the desk asks of the store; `None` when it can only be empty.
fn desk_filter(world: &World, caller: &Caller, filter: DeskFilter, now: Timestamp) -> Option<CaseFilter> {
    let seen_by = match &caller.by {
        Actor::Officer { unit, .. } => Some(unit.clone()),
        Actor::Timer | Actor::Import { .. } => None,
        Actor::Person => return None,
    };
    let mut asked = CaseFilter {
        kinds: filter.kind.into_iter().collect(),
        phase: filter.phase,
        state: filter.state,
        category: filter.category,
        place: filter.place,
        holder: filter.holder,
        unit: filter.unit,
        leader: filter.leader,
        seen_by,
        sealed: Sealed::OwnPart,
        opened_from: filter.opened_from.map(|day| world.calendar.start_of(day)),
        opened_before: filter.opened_until.map(|day| world.calendar.end_of(day)),
        ..CaseFilter::default()
    };
    if filter.late == Some(true) {
        asked.late_at = Some(now);
        asked.order = CaseOrder::Due;
    }
    ask_words(&mut asked, filter.words.as_deref()).then_some(asked)
}

/// Puts what was typed into the filter; `false` when it asks for something that no text can hold.
fn ask_words(asked: &mut CaseFilter, words: Option<&str>) -> bool {
    let query = Query::parse(words.unwrap_or_default());
    asked.words = query.words();
    asked.phrases = query.phrases().map(str::to_owned).collect();
    !query.is_empty() || !query.left_out()
}

/// A page of lines, without those that `show` leaves out.
pub(super) fn fill<T>(
    tx: &mut ReadTx,
    filter: &CaseFilter,
    page: &Page,
    show: impl Fn(&StoredCase) -> Option<T>,
) -> Result<Rows<T>, Failure> {
    let rows = page.rows_wanted();
    let mut after: Option<Cursor> = page.after.as_deref().and_then(|text| text.parse().ok());
    let mut shown: Vec<T> = Vec::new();
    for _ in 0..FILL_ROUNDS_MAX {
        let lines = case_list::list(tx, filter, after.as_ref(), limit(rows.saturating_add(1)))?;
        let stored = cases::load_many(tx, lines.iter().map(|line| &line.case_id))?;
        for line in &lines {
            if shown.len() == rows {
                return Ok(rows_of(shown, after.map(|cursor| cursor.to_string())));
            }
            after = Some(filter.cursor(line));
            shown.extend(stored.get(&line.case_id).and_then(&show));
        }
        if lines.len() <= rows {
            return Ok(rows_of(shown, None));
        }
    }
    Ok(rows_of(shown, after.map(|cursor| cursor.to_string())))
}

impl CaseLine {
    /// As the desk sees it.
    pub(crate) fn desk(world: &World, case: &Case, now: Timestamp) -> Self {
        let opened = &case.opened;
        let program = world.programs.version(case.kind(), opened.pack_version);
        let sealing = program.and_then(|program| program.sealing.as_ref()).filter(|_| opened.sealed);
        let title = match sealing {
            Some(sealing) => Title::Sealed(sealing.title.clone()),
            None => Title::Plain(opened.title.clone()),
        };
        let due = case.next_due().and_then(|clock| clock.due_at);
        Self {
            case: case.id().clone(),
            number: opened.number.clone(),
            kind: opened.kind.clone(),
            pack_version: opened.pack_version,
            title,
            beginning: if opened.sealed { String::new() } else { clip(&opened.text, BEGINNING_CHARS) },
            state: case.state_now.clone(),
            phase: case.phase_now,
            ending: case.ending,
            category: case.category_now.clone(),
            place: case.place_now.place.clone(),
            point: case.place_now.point,
            holder: case.holder.clone(),
            opened_at: case.opened_at,
            changed_at: case.changed_at,
            due_at: due,
            late: due.is_some_and(|due| is_past(due, now)),
            supported: case.supported,
            reopened: case.reopened,
            photo: opened.photos.first().cloned(),
        }
    }

    /// As the public sees it: with the published words, and without pictures.
    pub(super) fn public(world: &World, case: &Case, now: Timestamp) -> Option<Self> {
        let published = case.published.as_ref().filter(|_| !case.opened.sealed)?;
        Some(Self {
            title: Title::Plain(published.title.clone()),
            beginning: clip(&published.text, BEGINNING_CHARS),
            photo: None,
            ..Self::desk(world, case, now)
        })
    }
}
