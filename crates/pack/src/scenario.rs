//! Stories that test a program, in plain text, one step a line. The words stand in `docs/guide/packs.md`; this module reads them,
//! whoever runs them decides.
//!
//! ```text
//! == An unpaid wage is supported and carried out
//! at 2026-03-02 09:00
//! petitioner raises claim about labour.wages at 370211103302 for 18 people
//! lin.jing does transfer with unit=hd-labour
//! state is transferred
//! 16 days later
//! clock notify is late
//! gao.jie may not see it
//! han.bing does accept
//! refused: not-offered
//! ```

mod visits;
mod words;

use domain::term::TermUnit;
use jiff::civil::DateTime;

use crate::read::ReadError;
pub use visits::{Guests, VisitStep};
use words::Words;

/// One story.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// What it shows.
    pub title: String,
    /// Where it begins.
    pub line: usize,
    /// What happens, in order.
    pub steps: Vec<Step>,
}

/// One line of a story.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Its line.
    pub line: usize,
    /// What it says.
    pub what: What,
}

/// What a line says.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// `at 2026-03-02 09:00`: it is now this time, where the office is.
    At(DateTime),
    /// `3 days later`: time passes, and the timer does what it must.
    Later {
        /// How many.
        amount: u32,
        /// Of what.
        unit: TermUnit,
    },
    /// `clock decision runs out`: time passes until just after the clock is due.
    RunsOut(String),
    /// `petitioner raises claim about labour.wages at 370211103302 …`
    Raise(Raise),
    /// `lin.jing does transfer with unit=hd-labour without reason`
    Do {
        /// Who.
        who: String,
        /// Which act.
        act: String,
        /// What the form says; whatever else it must have is filled in by the runner.
        with: Vec<(String, String)>,
        /// Fields that stay empty although the form wants them.
        without: Vec<String>,
    },
    /// `visitor books slot 2`, `lin.jing calls to table 1`
    Visit {
        /// `visitor`, or an officer.
        who: String,
        /// What.
        step: VisitStep,
    },
    /// `visit 1 is waiting`: held, lapsed, listed, booked, no-show, cancelled, waiting, called, missed or done.
    VisitIs {
        /// Which.
        visit: u32,
        /// Where it stands.
        state: String,
    },
    /// `received 102 people in 86 visits`
    Received {
        /// Persons.
        people: u32,
        /// Visits.
        visits: u32,
    },
    /// `12 visits ended as settled`
    Ended {
        /// How many.
        visits: u32,
        /// How.
        end: String,
    },
    /// `refused: rule`: the step before must have been refused so.
    Refused(String),
    /// `state is transferred`
    StateIs(String),
    /// `held by hd-labour`
    HeldBy(String),
    /// `ended as settled`
    EndedAs(String),
    /// `still open`
    StillOpen,
    /// `clock notify is late`: off, running, paused, stopped or late; for a helping unit `clock co/hd-urban is running`.
    ClockIs {
        /// Which.
        clock: String,
        /// How it stands.
        stands: String,
    },
    /// `clock ruling binds qd-government`: a unit of its own must be done in time; `holder`: whoever holds the case.
    ClockBinds {
        /// Which.
        clock: String,
        /// Whom.
        unit: String,
    },
    /// `clock ruling was late`: it ran out, whatever came of it.
    ClockWasLate(String),
    /// `told "…"`: the person was told something with these words in it, in Chinese or English.
    Told(String),
    /// `reopened 1 time`
    Reopened(u32),
    /// `gao.jie may see it`, `gao.jie may not see it`
    Sees {
        /// Who.
        who: String,
        /// Whether.
        may: bool,
    },
    /// `gao.jie may do accept`, `gao.jie may not do accept`
    May {
        /// Who.
        who: String,
        /// Which act.
        act: String,
        /// Whether it is offered.
        may: bool,
    },
}

/// How a case is raised.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Raise {
    /// `petitioner`, or an officer.
    pub who: String,
    /// The choice made in the first choice field of the opening: `claim`. May be empty.
    pub word: String,
    /// `about labour.wages`: the category.
    pub about: String,
    /// `at 370211103302`: the place.
    pub at: String,
    /// `by visit`: the channel; the first one open to the caller if it is not said.
    pub by: Option<String>,
    /// `for 18 people`
    pub people: u32,
    /// `against sn-urban, hd-urban`: the units complained about.
    pub against: Vec<String>,
    /// `without a name`
    pub nameless: bool,
    /// `with urgency=urgent`
    pub with: Vec<(String, String)>,
}

/// Reads stories. `file` only serves to name the place of a mistake.
///
/// # Errors
/// The first line that is not understood.
pub fn read(file: &str, text: &str) -> Result<Vec<Scenario>, ReadError> {
    let mut scenarios: Vec<Scenario> = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let number = at + 1;
        let error = |said: String| ReadError { file: file.to_owned(), line: number, said };
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(title) = line.strip_prefix("== ") {
            scenarios.push(Scenario { title: title.trim().to_owned(), line: number, steps: Vec::new() });
            continue;
        }
        let Some(scenario) = scenarios.last_mut() else {
            return Err(error("a story begins with `== ` and its title".to_owned()));
        };
        let what = what(line)
            .ok_or_else(|| error(format!("`{line}` is not understood: see docs/guide/packs.md, part 6")))?;
        scenario.steps.push(Step { line: number, what });
    }
    Ok(scenarios)
}

fn what(line: &str) -> Option<What> {
    if let Some(time) = line.strip_prefix("at ") {
        return time.trim().replace(' ', "T").parse().ok().map(What::At);
    }
    if let Some(kind) = line.strip_prefix("refused: ") {
        return Some(What::Refused(kind.trim().to_owned()));
    }
    if let Some(words) = line.strip_prefix("told ") {
        return words.trim().strip_prefix('"')?.strip_suffix('"').map(|words| What::Told(words.to_owned()));
    }
    let mut words = Words::of(line);
    match words.next()? {
        "state" => words.then("is")?.last().map(What::StateIs),
        "held" => words.then("by")?.last().map(What::HeldBy),
        "ended" => words.then("as")?.last().map(What::EndedAs),
        "still" => words.then("open")?.end().map(|()| What::StillOpen),
        "clock" => clock(words),
        "visit" => {
            let visit = words.next()?.parse().ok()?;
            words.then("is")?.last().map(|state| What::VisitIs { visit, state })
        }
        "received" => {
            let people = words.next()?.parse().ok()?;
            words = words.then("people")?.then("in")?;
            let visits = words.next()?.parse().ok()?;
            words.then("visits")?.end().map(|()| What::Received { people, visits })
        }
        "reopened" => {
            let times = words.next()?.parse().ok()?;
            matches!(words.next(), Some("time" | "times")).then_some(What::Reopened(times))
        }
        first if first.bytes().all(|byte| byte.is_ascii_digit()) => later(first, words),
        who => somebody(who, words),
    }
}

fn clock(mut words: Words<'_>) -> Option<What> {
    let clock = words.next()?.to_owned();
    match words.next()? {
        "is" => words.last().map(|stands| What::ClockIs { clock, stands }),
        "binds" => words.last().map(|unit| What::ClockBinds { clock, unit }),
        "was" => words.then("late")?.end().map(|()| What::ClockWasLate(clock)),
        "runs" => words.then("out")?.end().map(|()| What::RunsOut(clock)),
        _ => None,
    }
}

fn later(amount: &str, mut words: Words<'_>) -> Option<What> {
    let amount = amount.parse().ok()?;
    if words.skip("visits") {
        return words.then("ended")?.then("as")?.last().map(|end| What::Ended { visits: amount, end });
    }
    let unit = match words.next()? {
        "hour" | "hours" => TermUnit::Hours,
        "day" | "days" => TermUnit::Days,
        "working" => match words.next()? {
            "day" | "days" => TermUnit::WorkingDays,
            "hour" | "hours" => TermUnit::WorkingHours,
            _ => return None,
        },
        _ => return None,
    };
    words.then("later")?.end().map(|()| What::Later { amount, unit })
}

fn somebody(who: &str, mut words: Words<'_>) -> Option<What> {
    let who = who.to_owned();
    match words.next()? {
        "raises" => raise(who, words).map(What::Raise),
        "does" => {
            let act = words.next()?.to_owned();
            let (mut with, mut without) = (Vec::new(), Vec::new());
            while let Some(word) = words.next() {
                match word {
                    "with" => with = words.pairs()?,
                    "without" => without = words.names(),
                    _ => return None,
                }
            }
            Some(What::Do { who, act, with, without })
        }
        "may" => {
            let may = !words.skip("not");
            match words.next()? {
                "see" => words.then("it")?.end().map(|()| What::Sees { who, may }),
                "do" => words.last().map(|act| What::May { who, act, may }),
                _ => None,
            }
        }
        verb => visits::step(verb, words).map(|step| What::Visit { who, step }),
    }
}

fn raise(who: String, mut words: Words<'_>) -> Option<Raise> {
    let mut raise = Raise { who, people: 1, ..Raise::default() };
    if let Some(word) = words.peek().filter(|word| *word != "about") {
        word.clone_into(&mut raise.word);
        words.next();
    }
    while let Some(word) = words.next() {
        match word {
            "about" => words.next()?.clone_into(&mut raise.about),
            "at" => words.next()?.clone_into(&mut raise.at),
            "by" => raise.by = Some(words.next()?.to_owned()),
            "for" => {
                raise.people = words.next()?.parse().ok()?;
                words = words.then("people")?;
            }
            "against" => raise.against = words.names(),
            "without" => {
                words = words.then("a")?.then("name")?;
                raise.nameless = true;
            }
            "with" => raise.with = words.pairs()?,
            _ => return None,
        }
    }
    (!raise.about.is_empty() && !raise.at.is_empty()).then_some(raise)
}
