//! The way of a case as the person and the public read it.

use domain::event::{ClockFact, Share};
use domain::program::{Phase, Program};
use domain::text::Text;
use jiff::Timestamp;
use office::queries::{TrackFact, TrackStep, Tracked};

use super::gather::{Piece, gather};
use super::phase_key;
use crate::page::Page;
use crate::parts::{Chip, Event, Photo, Step};

impl Page {
    /// The four steps that every matter goes through.
    #[must_use]
    pub fn phase_steps(&self, phase: Phase) -> Vec<Step> {
        let state = |step: Phase| match step {
            step if step < phase || (step == phase && phase == Phase::Closed) => "done",
            step if step == phase => "now",
            _ => "",
        };
        Phase::ALL.map(|step| Step { label: self.t.say(phase_key(step)), state: state(step) }).into()
    }

    /// What happened, newest first.
    #[must_use]
    pub fn track_events(&self, program: &Program, steps: &[TrackStep]) -> Vec<Event> {
        let same = |a: &TrackStep, b: &TrackStep| a.at == b.at;
        let mut items = gather(steps, same, |step| self.track_piece(program, step));
        items.reverse();
        items
    }

    /// What the person said, in their own words, oldest first: what was raised, what was added, what they thought of answers.
    #[must_use]
    pub fn said_events(&self, tracked: &Tracked) -> Vec<Event> {
        let said = tracked.steps.iter().filter_map(|step| {
            let event = self.track_event(&tracked.program, step)?;
            match &step.fact {
                TrackFact::Opened => Some(Event {
                    text: tracked.text.clone(),
                    manner: "person",
                    photos: tracked.photos.iter().map(|digest| self.photo(digest, "")).collect(),
                    ..event
                }),
                TrackFact::Acted { by_person: true, .. } | TrackFact::Added { .. } => Some(event),
                _ => None,
            }
        });
        said.map(|event| Event { who: String::new(), ..event }).collect()
    }

    fn track_piece(&self, program: &Program, step: &TrackStep) -> Option<Piece> {
        let event = self.track_event(program, step)?;
        Some(match &step.fact {
            TrackFact::Assigned { .. } => Piece::Held(event),
            TrackFact::Told { .. } => Piece::Told(event),
            TrackFact::Clock { name, change, due_at, .. } => {
                Piece::Clock(event, self.change_chip(self.t.text(name), change, *due_at))
            }
            _ => Piece::Did(event),
        })
    }

    fn track_event(&self, program: &Program, step: &TrackStep) -> Option<Event> {
        let plain = |icon, key: &str| Event { icon, title: self.t.say(key), ..Event::default() };
        let event = match &step.fact {
            TrackFact::Opened => plain("said", "event-opened"),
            TrackFact::Acted { act, by_person, values, .. } => Event {
                icon: if *by_person { "person" } else { "done" },
                tone: "blue",
                title: self.act_name(program, act),
                who: if *by_person { self.t.say("actor-person") } else { String::new() },
                text: self.values_text(program, &values.iter().cloned().collect()),
                manner: if *by_person { "person" } else { "" },
                ..Event::default()
            },
            TrackFact::Assigned { unit, share, because } => Event {
                icon: "forward",
                title: self.t.with(share_key(*share), [("unit", self.unit(unit))]),
                text: self.because(because),
                ..Event::default()
            },
            TrackFact::Clock { name, change, due_at, note } => {
                Event { text: note.clone(), ..self.clock_event(self.t.text(name), change, *due_at) }
            }
            TrackFact::Told { notice } if notice.zh.is_empty() => return None,
            TrackFact::Told { notice } => self.told_event(notice),
            TrackFact::Added { text, photos } => Event {
                text: text.clone(),
                manner: "person",
                photos: photos.iter().map(|digest| self.photo(digest, "")).collect(),
                ..plain("said", "event-added")
            },
            TrackFact::Supported => plain("people", "event-supported"),
            TrackFact::Published => plain("moderate", "event-published"),
            TrackFact::Unpublished => plain("moderate", "event-unpublished"),
            TrackFact::Withheld { reason } => {
                Event { text: reason.clone(), ..plain("moderate", "event-withheld") }
            }
        };
        Some(self.dated(event, step.at))
    }

    /// An event with its time.
    pub(crate) fn dated(&self, event: Event, at: Timestamp) -> Event {
        Event { at: self.t.at(at), at_iso: self.t.iso(at), ..event }
    }

    pub(crate) fn told_event(&self, notice: &Text) -> Event {
        Event {
            icon: "letter",
            tone: "green",
            title: self.t.say("event-told"),
            text: self.t.text(notice).to_owned(),
            ..Event::default()
        }
    }

    pub(crate) fn clock_event(&self, clock: &str, change: &ClockFact, due: Option<Timestamp>) -> Event {
        let due = self.due_words(due);
        let words = |key| self.t.with(key, [("clock", clock), ("due", due.as_str())]);
        let (icon, tone, title) = match change {
            ClockFact::Started => ("due", "", words("event-clock-started")),
            ClockFact::Paused => ("pause", "amber", words("event-clock-paused")),
            ClockFact::Resumed => ("due", "", words("event-clock-resumed")),
            ClockFact::Extended => ("due", "amber", words("event-clock-extended")),
            ClockFact::Stopped { in_time: true } => ("done", "green", words("event-clock-stopped-in-time")),
            ClockFact::Stopped { in_time: false } => ("late", "red", words("event-clock-stopped-late")),
            ClockFact::Warned => ("due", "amber", words("event-clock-warned")),
            ClockFact::Breached => ("late", "red", words("event-clock-breached")),
            ClockFact::Recounted => ("calendar", "", words("event-clock-recounted")),
        };
        Event { icon, tone, title, ..Event::default() }
    }

    /// The same in few words: the day without its time.
    pub(crate) fn change_chip(&self, clock: &str, change: &ClockFact, due: Option<Timestamp>) -> Chip {
        let due = due.map(|due| self.t.day_of(due)).unwrap_or_default();
        let (key, tone) = match change {
            ClockFact::Started => ("chip-clock-started", ""),
            ClockFact::Paused => ("chip-clock-paused", "amber"),
            ClockFact::Resumed => ("chip-clock-resumed", ""),
            ClockFact::Extended => ("chip-clock-extended", "amber"),
            ClockFact::Stopped { in_time: true } => ("chip-clock-in-time", "green"),
            ClockFact::Stopped { in_time: false } => ("chip-clock-late", "red"),
            ClockFact::Warned => ("chip-clock-warned", "amber"),
            ClockFact::Breached => ("chip-clock-breached", "red"),
            ClockFact::Recounted => ("chip-clock-recounted", ""),
        };
        Chip::new(self.t.with(key, [("clock", clock), ("due", due.as_str())]), tone)
    }

    /// A picture; for staff with the case that it belongs to.
    #[must_use]
    pub fn photo(&self, digest: &str, case: &str) -> Photo {
        let of = if case.is_empty() { String::new() } else { format!("matter={case}&") };
        Photo {
            url: format!("/photos/{digest}?{of}size=whole"),
            small_url: format!("/photos/{digest}?{of}size=small"),
            alt: self.t.say("photo-of-matter"),
        }
    }
}

/// The key of "given to".
pub(crate) fn share_key(share: Share) -> &'static str {
    match share {
        Share::Receiver => "event-assigned-receiver",
        Share::Holder => "event-assigned-holder",
        Share::Co => "event-assigned-co",
    }
}
