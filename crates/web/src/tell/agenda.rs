//! Activities: when, where, and under whom.

use domain::ids::LeaderId;
use domain::world::World;
use jiff::ToSpan;
use jiff::civil::Date;
use office::queries::{AGENDA_LINES_MAX, AgendaLine, AgendaQuery};

use crate::page::Page;
use crate::parts::{ActivityRow, Choice, Field};

/// Days of an agenda that looks ahead, and of one that looks back.
const AGENDA_DAYS: i64 = 92;

impl Page {
    /// Which part of the agenda the address asks for: from today on, or, with `when=past`, what has been.
    #[must_use]
    pub fn agenda_query(&self) -> AgendaQuery {
        let some = |name: &str| Some(self.query(name)).filter(|value| !value.is_empty());
        let (from, until) = self.agenda_days();
        AgendaQuery {
            from,
            until,
            kind: some("kind").map(|id| id.as_str().into()),
            place: some("place").and_then(|code| domain::place::PlaceCode::parse(&code).ok()),
            leader: some("leader").map(|id| id.as_str().into()),
            lines_max: AGENDA_LINES_MAX,
        }
    }

    fn agenda_days(&self) -> (Date, Date) {
        let today = self.world.calendar.date_of(self.now);
        let days = AGENDA_DAYS.days();
        if self.query("when") == "past" {
            let yesterday = today.yesterday().unwrap_or(today);
            (today.checked_sub(days).unwrap_or(today), yesterday)
        } else {
            (today, today.checked_add(days).unwrap_or(today))
        }
    }

    /// The filters of an agenda: ahead or past, program, place, leader.
    #[must_use]
    pub fn agenda_filters(&self) -> Vec<Field> {
        let past = vec![Choice::new("past", self.t.say("agenda-past"))];
        let kinds = self.world.programs.iter().filter(|program| program.schedule.is_some());
        let kinds = kinds.map(|program| Choice::new(program.id.as_str(), self.t.text(&program.name)));
        vec![
            self.filter("when", "agenda-when", "agenda-ahead", past),
            self.filter("kind", "agenda-kind", "matters-all", kinds.collect()),
            self.filter("place", "matters-place", "matters-all", self.county_choices()),
            self.filter("leader", "agenda-leader", "matters-all", self.leader_choices()),
        ]
    }

    /// Activities as rows, the next one first; past ones the latest first.
    #[must_use]
    pub fn agenda_rows(
        &self,
        mut lines: Vec<AgendaLine>,
        url: impl Fn(&AgendaLine) -> String,
    ) -> Vec<ActivityRow> {
        if self.query("when") == "past" {
            lines.reverse();
        }
        self.activity_rows(&lines, url)
    }

    /// Activities as rows, in the order given.
    #[must_use]
    pub fn activity_rows(
        &self,
        lines: &[AgendaLine],
        url: impl Fn(&AgendaLine) -> String,
    ) -> Vec<ActivityRow> {
        lines.iter().map(|line| self.agenda_row(line, url(line))).collect()
    }

    fn agenda_row(&self, line: &AgendaLine, url: String) -> ActivityRow {
        ActivityRow {
            at: self.t.span_of(line.span.starts_at, line.span.ends_at),
            at_iso: self.t.iso(line.span.starts_at),
            title: self.title(&line.line.title),
            url,
            kind: self.kind(&line.line.kind),
            place: self.where_activity(line),
            leaders: self.leaders_who_answer(&line.leaders),
            state: self.state_chip(&line.line),
        }
    }

    /// Where an activity takes place, as exactly as is known.
    #[must_use]
    pub fn where_activity(&self, line: &AgendaLine) -> String {
        let place = self.short_place(&line.line.place);
        if line.spot.is_empty() { place } else { format!("{place} {}", line.spot) }
    }

    /// Leaders in one line, each with what they answer for.
    fn leaders_who_answer(&self, leaders: &[LeaderId]) -> String {
        let named = leaders.iter().map(|id| {
            let known = self.world.leaders.find(id);
            let portfolio = known.map(|leader| self.t.text(&leader.portfolio)).unwrap_or_default();
            let leader = self.leader(id);
            if portfolio.is_empty() {
                leader
            } else {
                self.t.with("leader-answers", [("leader", leader.as_str()), ("portfolio", portfolio)])
            }
        });
        named.collect::<Vec<_>>().join("、")
    }

    /// Leaders in one line.
    #[must_use]
    pub fn leader_names(&self, leaders: &[LeaderId]) -> String {
        let names: Vec<String> = leaders.iter().map(|leader| self.leader(leader)).collect();
        names.join("、")
    }
}

/// Whether any program has activities: an office without them has no page of them.
#[must_use]
pub fn has_activities(world: &World) -> bool {
    world.programs.iter().any(|program| program.schedule.is_some())
}
