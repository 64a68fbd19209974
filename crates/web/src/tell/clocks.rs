//! A clock, unfolded day by day.

use domain::calendar::DayReason;
use domain::clock::{Clock, ClockState};
use domain::program::Program;
use domain::term::{Step, StepRule};
use jiff::Timestamp;
use office::queries::ClockView;

use super::fields::options;
use crate::page::Page;
use crate::parts::{Chip, ClockCard, DayLine};

impl Page {
    /// A clock as a card.
    #[must_use]
    pub fn clock_card(&self, program: &Program, view: &ClockView) -> ClockCard {
        let clock = &view.clock;
        let (chip, tone) = self.clock_chip(view);
        ClockCard {
            name: format!("{} · {}", self.t.text(&view.name), self.t.term(clock.term)),
            due: self.due_words(clock.due_at),
            chip,
            share: self.share_passed(clock).to_string(),
            tone: tone.to_owned(),
            rule: self.t.text(&clock.basis).to_owned(),
            notes: self.clock_notes(program, clock),
            days: view.steps.iter().map(|step| self.day_line(program, step)).collect(),
        }
    }

    fn clock_chip(&self, view: &ClockView) -> (Chip, &'static str) {
        let said = |key, tone| (Chip::new(self.t.say(key), tone), tone);
        match view.state {
            // A window that closed makes nobody late.
            ClockState::Breached { .. } | ClockState::Stopped { in_time: false }
                if !view.on.binds_staff() =>
            {
                said("clock-over", "")
            }
            ClockState::Running { due_at } => {
                let chip = self.due_chip(Some(due_at), false);
                let tone = if chip.tone.is_empty() { "blue" } else { chip.tone };
                (chip, tone)
            }
            ClockState::Breached { due_at } => (self.due_chip(Some(due_at), true), "red"),
            ClockState::Paused { .. } => said("clock-stands", "amber"),
            ClockState::Stopped { in_time: true } => said("clock-in-time", "green"),
            ClockState::Stopped { in_time: false } => said("clock-was-late", "red"),
        }
    }

    /// How much of the time has passed, of 100.
    fn share_passed(&self, clock: &Clock) -> i64 {
        let Some(due) = clock.due_at else { return 50 };
        let end = clock.stopped_at.unwrap_or(self.now);
        let whole = due.as_second().saturating_sub(clock.started_at.as_second()).max(1);
        let passed = end.as_second().saturating_sub(clock.started_at.as_second());
        (passed.saturating_mul(100) / whole).clamp(0, 100)
    }

    fn clock_notes(&self, program: &Program, clock: &Clock) -> Vec<String> {
        let mut notes = Vec::new();
        for pause in &clock.pauses {
            let since = self.t.day_of(pause.from);
            let reason = self.option_label(program, &pause.reason);
            let words = if pause.note.is_empty() { reason } else { format!("{reason} {}", pause.note) };
            notes.push(self.t.with("clock-paused-note", [("since", since), ("reason", words)]));
        }
        for extension in &clock.extensions {
            let at = self.t.day_of(extension.at);
            let (by, ground) = (self.t.term(extension.by), self.option_label(program, &extension.ground));
            notes.push(self.t.with("clock-extended-note", [("at", at), ("by", by), ("ground", ground)]));
        }
        if clock.estimated && clock.stopped_at.is_none() {
            notes.push(self.t.say("clock-estimated"));
        }
        notes
    }

    fn day_line(&self, program: &Program, step: &Step) -> DayLine {
        let why = match &step.rule {
            StepRule::NotAWorkingDay { reason } | StepRule::EndMovedOn { reason } => {
                self.t.with(step.rule.key(), [("reason", self.day_reason(reason))])
            }
            StepRule::Paused { reason } => {
                format!("{} {}", self.t.say(step.rule.key()), self.option_label(program, reason))
            }
            plain => self.t.say(plain.key()),
        };
        DayLine {
            date: format!("{} {}", self.t.day(step.date), self.t.weekday(step.date.weekday())),
            count: step.counted.map(|count| count.to_string()).unwrap_or_default(),
            why,
        }
    }

    pub(crate) fn day_reason(&self, reason: &DayReason) -> String {
        let named = |key, name| self.t.with(key, [("name", self.t.text(name))]);
        match reason {
            DayReason::Weekday => self.t.say("day-weekday"),
            DayReason::Weekend => self.t.say("day-weekend"),
            DayReason::Holiday { name } => self.t.text(name).to_owned(),
            DayReason::InLieu { name } => named("day-in-lieu", name),
            DayReason::MakeUp { name } => named("day-make-up", name),
        }
    }

    /// What the program calls an option, whatever field it belongs to; its code if no field has it.
    #[must_use]
    pub fn option_label(&self, program: &Program, code: &str) -> String {
        let all = program.fields.iter().flat_map(|field| options(&field.kind));
        let found = all.into_iter().find(|option| option.id == code);
        found.map_or_else(|| code.to_owned(), |option| self.t.text(&option.label).to_owned())
    }

    /// When a due time is, or that the clock stands.
    #[must_use]
    pub fn due_words(&self, due: Option<Timestamp>) -> String {
        due.map_or_else(|| self.t.say("clock-stands"), |due| self.t.at(due))
    }
}
