//! Runs stories on the decision itself: no store, no pages.

use domain::authority::{may_see, offered};
use domain::case::Case;
use domain::clock::{ClockId, ClockState};
use domain::command::{Caller, Command, Form, Occasion, Opening};
use domain::decide::decide;
use domain::event::{Event, Opened};
use domain::field::{Field, FieldKind, Where};
use domain::ids::{ActId, CaseId, PersonId};
use domain::place::PlaceCode;
use domain::program::{Act, Phase, Program, Shape};
use domain::refusal::Refusal;
use domain::term::{Due, DueState, Term, TermUnit, count};
use jiff::{SignedDuration, Timestamp};
use pack::scenario::{Raise, Scenario, What};

mod visits;

use super::town::Town;

/// One case in a town, as a story goes on.
struct Run<'t> {
    town: &'t Town,
    program: &'t Program,
    now: Timestamp,
    case: Option<Case>,
    events: Vec<Event>,
    refused: Option<Refusal>,
}

/// Runs a story; the error names the line and what was otherwise than told.
pub(crate) fn run(town: &Town, program: &Program, scenario: &Scenario) -> Result<(), String> {
    let now = "2026-03-02T09:00:00+08:00".parse().unwrap();
    let mut run = Run { town, program, now, case: None, events: Vec::new(), refused: None };
    for step in &scenario.steps {
        let at = |said: String| format!("{}, line {}: {said}", scenario.title, step.line);
        if !matches!(step.what, What::Refused(_)) {
            run.nothing_refused().map_err(at)?;
        }
        run.step(&step.what).map_err(|said| format!("{}, line {}: {said}", scenario.title, step.line))?;
    }
    run.nothing_refused().map_err(|said| format!("{}, at the end: {said}", scenario.title))?;
    run.replays_to_the_same().map_err(|said| format!("{}: {said}", scenario.title))
}

impl Run<'_> {
    fn step(&mut self, what: &What) -> Result<(), String> {
        match what {
            What::At(time) => {
                self.now = self
                    .town
                    .world
                    .calendar
                    .offset()
                    .to_timestamp(*time)
                    .map_err(|error| error.to_string())?;
                Ok(())
            }
            What::Later { amount, unit } => {
                let target = self.later(*amount, *unit)?;
                self.pass(target)
            }
            What::RunsOut(clock) => {
                let due = self.case()?.clock(&clock.as_str().into()).and_then(|clock| clock.due_at);
                let due = due.ok_or_else(|| format!("the clock {clock} does not run"))?;
                self.pass(due + SignedDuration::from_secs(1))
            }
            What::Raise(raise) => self.raise(raise),
            What::Do { who, act, with, without } => self.act(who, act, with, without),
            What::Visit { who, step } => visits::visit(self, who, step),
            What::Refused(kind) => self.was_refused(kind),
            _ => self.expect(what),
        }
    }

    fn case(&self) -> Result<&Case, String> {
        self.case.as_ref().ok_or_else(|| "nothing was raised yet".to_owned())
    }

    fn nothing_refused(&mut self) -> Result<(), String> {
        self.refused.take().map_or(Ok(()), |refusal| Err(format!("the step before was refused: {refusal:?}")))
    }

    fn was_refused(&mut self, kind: &str) -> Result<(), String> {
        let refusal = self.refused.take().ok_or("the step before was not refused")?;
        let key = refusal.key();
        if key == format!("refusal-{kind}") { Ok(()) } else { Err(format!("refused as {key}: {refusal:?}")) }
    }

    fn later(&self, amount: u32, unit: TermUnit) -> Result<Timestamp, String> {
        let hours = |hours: u32| self.now + SignedDuration::from_hours(hours.into());
        let working = |unit| {
            let term = Term::new(amount, unit).map_err(|error| error.to_string())?;
            match count(self.now, &term, &self.town.world.calendar, &[]) {
                DueState::Running(Due { at, .. }) => Ok(at),
                DueState::Paused { .. } => Err("time stands still".to_owned()),
            }
        };
        match unit {
            TermUnit::Hours => Ok(hours(amount)),
            TermUnit::Days => Ok(hours(amount * 24)),
            TermUnit::WorkingHours | TermUnit::WorkingDays => working(unit),
        }
    }

    /// Time passes; the timer looks in whenever something is due.
    fn pass(&mut self, target: Timestamp) -> Result<(), String> {
        loop {
            let next = self.case.as_ref().and_then(|case| {
                let open = case.clocks.iter().filter(|clock| clock.stopped_at.is_none());
                let due =
                    open.clone().filter(|clock| clock.breached_at.is_none()).filter_map(|clock| clock.due_at);
                let warn = open.filter(|clock| clock.warned_at.is_none()).filter_map(|clock| clock.warn_at);
                let visits = case.visits.iter().filter_map(|visit| visit.until);
                due.chain(warn)
                    .chain(visits)
                    .map(|at| at + SignedDuration::from_secs(1))
                    .filter(|at| *at > self.now && *at <= target)
                    .min()
            });
            self.now = next.unwrap_or(target);
            if self.case.is_some() {
                match self.command(&Caller::timer(), &Command::Tick) {
                    Ok(()) | Err(Refusal::Nothing) => {}
                    Err(refusal) => return Err(format!("the timer was refused: {refusal:?}")),
                }
            }
            if next.is_none() {
                return Ok(());
            }
        }
    }

    fn command(&mut self, caller: &Caller, command: &Command) -> Result<(), Refusal> {
        let occasion = Occasion { at: self.now, caller: caller.clone() };
        let events = decide(&self.town.world, self.case.as_ref(), command, &occasion)?;
        for event in events {
            match &mut self.case {
                Some(case) => case.apply(&event),
                None => self.case = Case::open(&event),
            }
            self.events.push(event);
        }
        Ok(())
    }

    fn raise(&mut self, raise: &Raise) -> Result<(), String> {
        let caller = self.town.caller(&raise.who);
        let alone = raise.who == "petitioner";
        let way = self.program.channels.iter().find(|channel| channel.by_person == alone);
        let channel = raise.by.clone().or_else(|| way.map(|channel| channel.id.clone())).unwrap_or_default();
        let mut with = raise.with.clone();
        if !raise.word.is_empty() {
            let asks = self.program.opening.asks.iter().filter_map(|ask| self.program.field(&ask.field));
            let choice = asks.into_iter().find(|field| matches!(field.kind, FieldKind::Choice { .. }));
            let choice = choice.ok_or("the opening has no choice for that word")?;
            with.push((choice.id.to_string(), raise.word.clone()));
        }
        let form = self.form(&self.program.opening, &with, &[])?;
        let place = PlaceCode::parse(&raise.at).map_err(|error| error.to_string())?;
        let opened = Opened {
            id: CaseId::from("case"),
            number: "0000".to_owned(),
            kind: self.program.id.clone(),
            pack_version: 0,
            state: "".into(),
            phase: Phase::Received,
            channel,
            category: raise.about.as_str().into(),
            place: Where { place, spot: String::new(), point: None },
            title: "一件事".to_owned(),
            text: "说明。".to_owned(),
            values: domain::field::Values::new(),
            people: if raise.nameless { Vec::new() } else { vec![PersonId::from("petitioner")] },
            people_count: raise.people,
            accused: raise.against.iter().map(|unit| unit.as_str().into()).collect(),
            sealed: false,
            // What is held for everybody is announced to everybody.
            may_publish: self.program.shape == Shape::Activity,
            photos: Vec::new(),
        };
        self.refused =
            self.command(&caller, &Command::Open(Box::new(Opening { opened, form, source: None }))).err();
        Ok(())
    }

    fn act(
        &mut self,
        who: &str,
        id: &str,
        with: &[(String, String)],
        without: &[String],
    ) -> Result<(), String> {
        self.case()?;
        let act = self.program.acts.iter().find(|act| act.id.as_str() == id);
        let act = act.ok_or_else(|| format!("there is no act {id}"))?;
        let form = self.form(act, with, without)?;
        let command = Command::Act { act: ActId::from(id), form, seen: None };
        self.refused = self.command(&self.town.caller(who), &command).err();
        Ok(())
    }

    /// What the story says, and something fitting for whatever else the form must have.
    fn form(&self, act: &Act, with: &[(String, String)], without: &[String]) -> Result<Form, String> {
        let mut form = Form::new();
        for ask in act.asks.iter().filter(|ask| ask.required && !without.contains(&ask.field.to_string())) {
            let field =
                self.program.field(&ask.field).ok_or_else(|| format!("there is no field {}", ask.field))?;
            form.insert(field.id.clone(), vec![self.anything(field)]);
        }
        for (name, value) in with {
            let known = act.asks.iter().any(|ask| ask.field.as_str() == name);
            if !known {
                return Err(format!("the form of {} does not ask for {name}", act.id));
            }
            let value = value.strip_prefix('+').map_or_else(|| value.clone(), |days| self.day(days));
            form.insert(name.as_str().into(), value.split(';').map(str::to_owned).collect());
        }
        Ok(form)
    }

    /// `+30`: the day that many days from now.
    fn day(&self, days: &str) -> String {
        let hours = days.trim_end_matches(" days").parse::<i64>().unwrap_or(0) * 24;
        self.town.world.calendar.date_of(self.now + SignedDuration::from_hours(hours)).to_string()
    }

    fn anything(&self, field: &Field) -> String {
        match &field.kind {
            FieldKind::Line { .. }
            | FieldKind::Text { .. }
            | FieldKind::Lines { .. }
            | FieldKind::Document { .. } => "写明了。".to_owned(),
            FieldKind::Choice { options } | FieldKind::Choices { options } => {
                options.first().map(|option| option.id.clone()).unwrap_or_default()
            }
            FieldKind::CanI => "问 local 是否：在本地吗？\n答 local：能办。\n答：不能办。".to_owned(),
            FieldKind::YesNo => "yes".to_owned(),
            FieldKind::Number { min, .. } => min.to_string(),
            FieldKind::Date => self.day("30"),
            // Who and when is never guessed: the story says it.
            FieldKind::Moment | FieldKind::Unit | FieldKind::Units | FieldKind::Leader => String::new(),
        }
    }

    fn expect(&self, what: &What) -> Result<(), String> {
        let case = self.case()?;
        let world = &self.town.world;
        let (found, wanted) = match what {
            What::StateIs(state) => (case.state_now.to_string(), state.clone()),
            What::HeldBy(unit) => {
                (case.holder.as_ref().map(ToString::to_string).unwrap_or_default(), unit.clone())
            }
            What::EndedAs(ending) => (format!("{:?}", case.ending), format!("{:?}", ending_of(ending)?)),
            What::StillOpen => (format!("{:?}", case.ending), "None".to_owned()),
            What::Reopened(times) => (case.reopened.to_string(), times.to_string()),
            What::ClockIs { clock, stands } => (stands_so(case, clock, self.now).to_owned(), stands.clone()),
            What::ClockBinds { clock, unit } => {
                let clock = case.clock(&ClockId::from(clock.as_str()));
                let bound = clock.and_then(|clock| clock.holder.as_ref());
                (bound.map_or_else(|| "holder".to_owned(), ToString::to_string), unit.clone())
            }
            What::ClockWasLate(clock) => {
                let clock = case.clock(&ClockId::from(clock.as_str()));
                let late = clock.is_some_and(|clock| clock.breached_at.is_some());
                (late.to_string(), "true".to_owned())
            }
            What::Told(words) => {
                let told = case
                    .told
                    .iter()
                    .any(|told| told.notice.zh.contains(words) || told.notice.en.contains(words));
                (told.to_string(), "true".to_owned())
            }
            What::VisitIs { visit, state } => {
                let found = case.visits.iter().find(|known| known.number == *visit);
                let found = found.map_or("not there", |visit| visit.state.as_str());
                (found.to_owned(), state.clone())
            }
            What::Received { people, visits } => {
                let figures = domain::visit::figures(case);
                (format!("{} in {}", figures.people, figures.visits), format!("{people} in {visits}"))
            }
            What::Ended { visits, end } => {
                let found = domain::visit::figures(case).ends.get(end).copied().unwrap_or(0);
                (found.to_string(), visits.to_string())
            }
            What::Sees { who, may } => {
                (may_see(world, case, &self.town.caller(who)).to_string(), may.to_string())
            }
            What::May { who, act, may } => {
                let acts = offered(world, self.program, case, &self.town.caller(who), self.now);
                (acts.iter().any(|offered| offered.id.as_str() == act).to_string(), may.to_string())
            }
            _ => return Err("is no expectation".to_owned()),
        };
        if found == wanted { Ok(()) } else { Err(format!("{what:?}, but it is {found}")) }
    }

    /// Whatever happened, the events alone tell it all.
    fn replays_to_the_same(&self) -> Result<(), String> {
        if Case::replay(&self.events) == self.case {
            Ok(())
        } else {
            Err("the events add up to another case".to_owned())
        }
    }
}

fn ending_of(word: &str) -> Result<Option<domain::program::Ending>, String> {
    #[derive(serde::Deserialize)]
    struct Line {
        ending: domain::program::Ending,
    }
    let line: Line = toml::from_str(&format!("ending = \"{word}\"")).map_err(|error| error.to_string())?;
    Ok(Some(line.ending))
}

fn stands_so(case: &Case, clock: &str, now: Timestamp) -> &'static str {
    match case.clock(&ClockId::from(clock)).map(|clock| clock.state(now)) {
        None => "off",
        Some(ClockState::Running { .. }) => "running",
        Some(ClockState::Paused { .. }) => "paused",
        Some(ClockState::Stopped { .. }) => "stopped",
        Some(ClockState::Breached { .. }) => "late",
    }
}
