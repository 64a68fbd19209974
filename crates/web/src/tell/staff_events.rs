//! The history of a case as staff read it: everything, with who did it.

use domain::clock::Clock;
use domain::event::{Actor, ClockFact, Fact};
use domain::program::Program;
use domain::routing::{AssignRule, Because};
use office::queries::{CaseView, TimelineEntry};

use super::gather::{Piece, gather};
use super::steps::share_key;
use crate::page::Page;
use crate::parts::{Chip, Event, Photo};

impl Page {
    /// What happened, newest first.
    #[must_use]
    pub fn staff_events(&self, view: &CaseView) -> Vec<Event> {
        let same =
            |a: &TimelineEntry, b: &TimelineEntry| a.event.at == b.event.at && a.event.by == b.event.by;
        // Who comes to a day stands in its queue.
        let told = |entry: &TimelineEntry| !matches!(entry.event.fact, Fact::Visit { .. });
        let mut items =
            gather(&view.timeline, same, |entry| told(entry).then(|| self.staff_piece(view, entry)));
        items.reverse();
        items
    }

    fn staff_piece(&self, view: &CaseView, entry: &TimelineEntry) -> Piece {
        let event = self.staff_event(view, entry);
        match &entry.event.fact {
            Fact::Assigned { .. } | Fact::CoDone { .. } => Piece::Held(event),
            Fact::Told { .. } => Piece::Told(event),
            Fact::Clock { clock, change, .. } => {
                let name = self.clock_name(&view.program, &clock.id);
                let chip = self.change_chip(&name, change, clock.due_at);
                let over = Chip::new(event.title.clone(), "");
                Piece::Clock(event, if is_over(clock, change) { over } else { chip })
            }
            _ => Piece::Did(event),
        }
    }

    /// One event, with who brought it about and when.
    pub(crate) fn staff_event(&self, view: &CaseView, entry: &TimelineEntry) -> Event {
        let program = &view.program;
        let said = |key: &str, text: &str, photos: &[String]| Event {
            icon: "said",
            title: self.t.say(key),
            text: text.to_owned(),
            manner: "person",
            photos: self.staff_photos(view, photos),
            ..Event::default()
        };
        let event = match &entry.event.fact {
            // Its words and pictures stand above, as what was raised.
            Fact::Opened(_) => Event { manner: "", ..said("event-opened", "", &[]) },
            Fact::Added { text, photos } => said("event-added", text, photos),
            Fact::Acted { .. } => self.acted(program, entry),
            Fact::Told { notice, .. } => self.told_event(notice),
            Fact::Clock { clock, change, .. } => {
                let name = self.clock_name(program, &clock.id);
                let event = self.clock_event(&name, change, clock.due_at);
                // A window that closed makes nobody late.
                if is_over(clock, change) { self.window_over(&name) } else { event }
            }
            other => self.small_event(other),
        };
        self.dated(Event { who: self.actor(entry), ..event }, entry.event.at)
    }

    pub(crate) fn staff_photos(&self, view: &CaseView, digests: &[String]) -> Vec<Photo> {
        digests.iter().map(|digest| self.photo(digest, view.case.id().as_str())).collect()
    }

    fn window_over(&self, clock: &str) -> Event {
        Event { icon: "due", title: self.t.with("event-window-over", [("clock", clock)]), ..Event::default() }
    }

    fn acted(&self, program: &Program, entry: &TimelineEntry) -> Event {
        let Fact::Acted { act, values, reopened, .. } = &entry.event.fact else { return Event::default() };
        let told = program.act(act).is_some_and(|act| !act.tells.is_empty());
        let by_person = entry.event.by == Actor::Person;
        let (icon, tone, manner) = match (told, *reopened, by_person) {
            (true, ..) => ("letter", "green", "letter"),
            (_, true, _) => ("returned", "amber", if by_person { "person" } else { "" }),
            (_, _, true) => ("person", "blue", "person"),
            _ => ("done", "blue", ""),
        };
        Event {
            icon,
            tone,
            title: self.act_name(program, act),
            text: self.values_text(program, values),
            manner,
            ..Event::default()
        }
    }

    fn small_event(&self, fact: &Fact) -> Event {
        let plain = |icon, title: String| Event { icon, title, ..Event::default() };
        let with_text =
            |icon, key: &str, text: &str| Event { text: text.to_owned(), ..plain(icon, self.t.say(key)) };
        match fact {
            Fact::Assigned { unit, share, because } => Event {
                text: self.because(because),
                ..plain("forward", self.t.with(share_key(*share), [("unit", self.unit(unit))]))
            },
            Fact::Inherited { from, unit } => {
                let args = [("from", self.unit(from)), ("unit", self.unit(unit))];
                plain("done", self.t.with("event-inherited", args))
            }
            Fact::CoDone { unit } => plain("done", self.t.with("event-co-done", [("unit", self.unit(unit))])),
            Fact::Noted { text } => Event { manner: "internal", ..with_text("note", "event-noted", text) },
            Fact::Supported { .. } => plain("people", self.t.say("event-supported")),
            Fact::Linked { link, .. } => {
                with_text("shared", "event-linked", &self.t.say(super::link_key(*link)))
            }
            Fact::Revealed { reason, .. } => Event {
                tone: "purple",
                ..plain("shield", self.t.with("event-revealed", [("reason", reason)]))
            },
            Fact::Recused { reason, .. } => with_text("shield", "event-recused", reason),
            Fact::Published { title, .. } => with_text("moderate", "event-published", title),
            Fact::Unpublished { reason } => with_text("moderate", "event-unpublished", reason),
            Fact::Withheld { reason } => with_text("moderate", "event-withheld", reason),
            Fact::Moved { at, reason } => Event {
                text: reason.clone(),
                ..plain("pin", self.t.with("event-moved", [("place", self.place(&at.place))]))
            },
            Fact::Sealed { .. } => plain("shield", self.t.say("event-sealed")),
            Fact::Recategorised { category } => {
                plain("note", self.t.with("event-recategorised", [("category", self.category(category))]))
            }
            Fact::Opened(_)
            | Fact::Acted { .. }
            | Fact::Clock { .. }
            | Fact::Told { .. }
            | Fact::Added { .. }
            | Fact::Visit { .. } => Event::default(),
        }
    }

    fn actor(&self, entry: &TimelineEntry) -> String {
        match &entry.event.by {
            Actor::Person => self.t.say("actor-person"),
            Actor::Timer => self.t.say("actor-timer"),
            Actor::Import { source } => self.t.with("actor-import", [("source", source)]),
            Actor::Officer { account, unit } => {
                let name = entry.officer.clone().unwrap_or_else(|| account.to_string());
                format!("{} · {name}", self.unit(unit))
            }
        }
    }

    /// Why a unit got a case, in one sentence.
    #[must_use]
    pub fn because(&self, because: &Because) -> String {
        match &because.rule {
            AssignRule::Duty { category, place, basis } => {
                let (category, place) = (self.category(category), self.place(place));
                let (version, basis) = (because.duty_version.to_string(), self.t.text(basis).to_owned());
                let args = [("category", category), ("place", place), ("version", version), ("basis", basis)];
                self.t.with("because-duty", args)
            }
            AssignRule::Chosen => self.t.say("because-chosen"),
            AssignRule::Superior => self.t.say("because-superior"),
            AssignRule::Sender => self.t.say("because-sender"),
            AssignRule::Receiver => self.t.say("because-receiver"),
            AssignRule::Handler => self.t.say("because-handler"),
            AssignRule::Kind { .. } => self.t.say("because-kind"),
            AssignRule::Own => self.t.say("because-own"),
            AssignRule::Imported => self.t.say("because-imported"),
            AssignRule::Succession => self.t.say("because-succession"),
        }
    }
}

/// Whether a clock that binds nobody on the staff has run out.
fn is_over(clock: &Clock, change: &ClockFact) -> bool {
    !clock.on.binds_staff() && matches!(change, ClockFact::Breached | ClockFact::Stopped { in_time: false })
}
