//! From the text of a `pack.toml` to a program.

use std::ops::Range;

use domain::field::{
    DOCUMENT_CHARS_MAX, Field, FieldKind, FieldOption, LINE_CHARS_MAX, LIST_MAX, TEXT_CHARS_MAX,
};
use domain::guard::Guard;
use domain::ids::StateId;
use domain::program::{
    Act, Channel, ClockChange, ClockDef, ClockVerb, Fairness, Figures, Length, Library, Need, OPENING,
    Program, Questions, RoleDef, Rule, Schedule, Sealing, Seals, State, TermChoice, VisitEnd, Visits,
};
use domain::rota::Preset;
use domain::text::Text;
use domain::unit::Level;

use crate::source::{self, Kind, Source};
use crate::sourcetext::{From, Written, all};

/// The largest `pack.toml` that is read, in bytes: some thirty times the largest one shipped.
pub const PACK_BYTES_MAX: usize = 1_000_000;

/// Why a pack cannot be read. Says where, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {said}")]
pub struct ReadError {
    /// The file, as the caller named it.
    pub file: String,
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong and what to write instead.
    pub said: String,
}

/// What is wrong, and where in the text.
struct Fault {
    at: Range<usize>,
    said: String,
}

/// Reads a program. `file` only serves to name the place of a mistake.
///
/// # Errors
/// The first thing that cannot be read. Whether what was read makes sense is for [`crate::check()`].
pub fn read(file: &str, text: &str) -> Result<Program, ReadError> {
    let error = |at: usize, said: String| ReadError { file: file.to_owned(), line: line_of(text, at), said };
    if text.len() > PACK_BYTES_MAX {
        return Err(error(
            0,
            format!("a pack is at most {PACK_BYTES_MAX} bytes long: split it into two programs"),
        ));
    }
    let source: Source = toml::from_str(text).map_err(|fault| {
        error(fault.span().map_or(0, |span| span.start), fault.message().replace('\n', " "))
    })?;
    program(source).map_err(|fault| error(fault.at.start, fault.said))
}

fn line_of(text: &str, at: usize) -> usize {
    1 + text.bytes().take(at).filter(|byte| *byte == b'\n').count()
}

fn program(source: Source) -> Result<Program, Fault> {
    let pack = source.pack;
    let states: Vec<State> = source.state.into_iter().map(state).collect();
    let open: Vec<StateId> =
        states.iter().filter(|state| state.ends.is_none()).map(|state| state.id.clone()).collect();
    Ok(Program {
        id: pack.id.0,
        version: pack.version,
        order: pack.order,
        prefix: pack.prefix,
        shape: pack.shape,
        name: words(pack.name),
        summary: words(pack.summary),
        basis: words(pack.basis),
        roles: source
            .role
            .into_iter()
            .map(|role| RoleDef { id: role.id.0, name: words(role.name), levels: role.levels })
            .collect(),
        levels: pack.levels,
        fields: source.field.into_iter().map(field).collect::<Result<_, _>>()?,
        states,
        opening: opening(source.opening),
        channels: source
            .channel
            .into_iter()
            .map(|way| Channel { id: way.id.0.0, name: words(way.name), by_person: way.by_person })
            .collect(),
        acts: source.act.into_iter().map(|written| act(written, &open)).collect(),
        clocks: source.clock.into_iter().map(clock).collect::<Result<_, _>>()?,
        sealing: source.sealing.map(|sealing| Sealing {
            when: sealing.when.0,
            handlers: all(sealing.handlers),
            title: words(sealing.title),
        }),
        schedule: source.schedule.map(|schedule| Schedule {
            starts: schedule.starts.0,
            ends: schedule.ends.0,
            leader: value(schedule.leader),
        }),
        visits: source.visits.map(visits),
        library: source.library.map(library),
        presets: source.preset.into_iter().map(preset).collect(),
        outcomes: all(pack.outcomes),
        columns: all(pack.columns),
        figures: figures(source.figures),
    })
}

fn words(text: source::Text) -> Text {
    Text::new(text.zh, text.en)
}

fn value<T>(written: Option<Written<T>>) -> Option<T> {
    written.map(|written| written.0)
}

fn state(state: source::State) -> State {
    State {
        id: state.id.0,
        name: words(state.name),
        about: words(state.about),
        phase: state.phase,
        waits_for: state.waits_for,
        ends: state.ends,
    }
}

fn field(field: source::Field) -> Result<Field, Fault> {
    let at = field.kind.span();
    let kind = *field.kind.get_ref();
    let fault = |said: &str| Fault { at: at.clone(), said: said.to_owned() };
    let takes_options = matches!(kind, Kind::Choice | Kind::Choices);
    let options = match (field.options, takes_options) {
        (Some(options), true) if !options.is_empty() => options,
        (None, false) => Vec::new(),
        (_, true) => {
            return Err(fault("a choice needs `options = [{ id = \"…\", zh = \"…\", en = \"…\" }]`"));
        }
        (Some(_), false) => return Err(fault("only `choice` and `choices` have options: take them away")),
    };
    let options: Vec<FieldOption> = options
        .into_iter()
        .map(|option| FieldOption { id: option.id.0.0, label: Text::new(option.zh, option.en) })
        .collect();
    let lines_limit = u32::try_from(LIST_MAX).unwrap_or(u32::MAX);
    let chars = |limit: u32| field.chars_max.unwrap_or(limit).min(limit);
    if field.chars_max.is_some() && !matches!(kind, Kind::Line | Kind::Text | Kind::Document) {
        return Err(fault("only `line`, `text` and `document` have `chars_max`"));
    }
    if (field.min.is_some() || field.max.is_some()) && !matches!(kind, Kind::Number) {
        return Err(fault("only `number` has `min` and `max`"));
    }
    if field.lines_max.is_some() && !matches!(kind, Kind::Lines) {
        return Err(fault("only `lines` has `lines_max`"));
    }
    let kind = match kind {
        Kind::Line => FieldKind::Line { chars_max: chars(LINE_CHARS_MAX) },
        Kind::Text => FieldKind::Text { chars_max: chars(TEXT_CHARS_MAX) },
        Kind::CanI => FieldKind::CanI,
        Kind::Document => FieldKind::Document { chars_max: chars(DOCUMENT_CHARS_MAX) },
        Kind::Choice => FieldKind::Choice { options },
        Kind::Choices => FieldKind::Choices { options },
        Kind::YesNo => FieldKind::YesNo,
        Kind::Number => match (field.min, field.max) {
            (Some(min), Some(max)) if min <= max => FieldKind::Number { min, max },
            _ => return Err(fault("a number needs `min` and `max`, the smaller first")),
        },
        Kind::Date => FieldKind::Date,
        Kind::Moment => FieldKind::Moment,
        Kind::Unit => FieldKind::Unit,
        Kind::Units => FieldKind::Units,
        Kind::Leader => FieldKind::Leader,
        Kind::Lines => {
            FieldKind::Lines { lines_max: field.lines_max.unwrap_or(lines_limit).min(lines_limit) }
        }
    };
    Ok(Field {
        id: field.id.0,
        label: words(field.label),
        help: words(field.help),
        kind,
        seen_by: field.seen_by,
    })
}

fn rules(rules: Vec<source::Rule>) -> Vec<Rule> {
    rules.into_iter().map(|rule| Rule { must: rule.must.0, otherwise: words(rule.otherwise) }).collect()
}

fn opening(opening: source::Opening) -> Act {
    Act {
        id: OPENING.into(),
        name: words(opening.name),
        help: words(opening.help),
        from: Vec::new(),
        to: Some(opening.to.0),
        by: all(opening.by),
        when: None,
        asks: all(opening.asks),
        rules: rules(opening.rules),
        assign: Some(opening.assign.0),
        clocks: changes(opening.start, &ClockVerb::Start).collect(),
        tells: Vec::new(),
        notice: words(opening.notice),
        apart: Vec::new(),
        seals: None,
        main: true,
        reopens: false,
        publishes: false,
        then: all(opening.then),
    }
}

fn act(act: source::Act, open: &[StateId]) -> Act {
    let from = act.from.into_iter().flat_map(|from| match from.0 {
        From::State(state) => vec![state],
        From::EveryOpenState => open.to_vec(),
    });
    let extend = act.extend.map(|extend| ClockChange {
        clock: extend.clock.0,
        change: ClockVerb::Extend { by: extend.by.0, ground: extend.ground.0 },
    });
    let pause = act.pause.map(|pause| ClockChange {
        clock: pause.clock.0,
        change: ClockVerb::Pause { reason: pause.reason.0, note: pause.note.0 },
    });
    let clocks = changes(act.stop, &ClockVerb::Stop)
        .chain(changes(act.resume, &ClockVerb::Resume))
        .chain(extend)
        .chain(pause)
        .chain(changes(act.start, &ClockVerb::Start))
        .collect();
    Act {
        id: act.id.0,
        name: words(act.name),
        help: words(act.help),
        from: from.collect(),
        to: value(act.to),
        by: all(act.by),
        when: value(act.when),
        asks: all(act.asks),
        rules: rules(act.rules),
        assign: value(act.assign),
        clocks,
        tells: all(act.tells),
        notice: words(act.notice),
        apart: all(act.apart),
        seals: act.seals.map(|seals| Seals { accused: value(seals.accused) }),
        main: act.main,
        reopens: act.reopens,
        publishes: act.publishes,
        then: all(act.then),
    }
}

fn changes(
    clocks: Vec<Written<domain::clock::ClockId>>,
    change: &ClockVerb,
) -> impl Iterator<Item = ClockChange> {
    clocks.into_iter().map(move |clock| ClockChange { clock: clock.0, change: change.clone() })
}

fn clock(clock: source::Clock) -> Result<ClockDef, Fault> {
    let at = clock.id.span();
    let fault = |said: &str| Fault { at: at.clone(), said: said.to_owned() };
    let terms = match (clock.term, clock.terms) {
        (Some(term), None) => vec![TermChoice { when: None, length: Length::Term(term.0) }],
        (None, Some(terms)) if !terms.is_empty() => {
            let read = terms.into_iter().map(|choice| {
                term_choice(value(choice.when), value(choice.term), value(choice.until))
                    .ok_or_else(|| fault("each of `terms` says either `term` or `until`"))
            });
            read.collect::<Result<_, _>>()?
        }
        _ => {
            return Err(fault(
                "a clock says how long it runs, by `term = \"15 days\"` or by `terms = [{ when, term }]`",
            ));
        }
    };
    Ok(ClockDef {
        id: clock.id.into_inner().0,
        name: words(clock.name),
        terms,
        warn: value(clock.warn),
        basis: words(clock.basis),
        on: clock.on,
        breach: value(clock.breach),
    })
}

fn term_choice(
    when: Option<Guard>,
    term: Option<domain::term::Term>,
    until: Option<domain::ids::FieldId>,
) -> Option<TermChoice> {
    let length = match (term, until) {
        (Some(term), None) => Length::Term(term),
        (None, Some(field)) => Length::Until(field),
        _ => return None,
    };
    Some(TermChoice { when, length })
}

fn visits(visits: source::Visits) -> Visits {
    let need = |need: source::Need| Need { id: need.id.0.0, name: words(need.name), points: need.points };
    let end =
        |end: source::VisitEnd| VisitEnd { id: end.id.0.0, name: words(end.name), due_days: end.due_days };
    let source::Fairness { per_minute, booked, invited } = visits.fairness;
    Visits {
        books: all(visits.books),
        queues: all(visits.queues),
        by: all(visits.by),
        slot_minutes: visits.slot_minutes,
        places: visits.places,
        hold_minutes: visits.hold_minutes,
        late_minutes: visits.late_minutes,
        people_max: visits.people_max,
        windows: visits.windows,
        wait_list: visits.wait_list,
        fairness: Fairness { per_minute, booked, invited },
        needs: visits.need.into_iter().map(need).collect(),
        ends: visits.end.into_iter().map(end).collect(),
    }
}

fn library(library: source::Library) -> Library {
    Library {
        body: library.body.0,
        valid_from: library.valid_from.0,
        valid_until: value(library.valid_until),
        summary: value(library.summary),
        can_i: value(library.can_i),
        changes: value(library.changes),
        questions: library.questions.map(|questions| Questions {
            kind: questions.kind.0,
            with: questions.with.into_iter().map(|(field, value)| (field.as_str().into(), value)).collect(),
        }),
        filters: all(library.filters),
    }
}

fn preset(preset: source::PresetSource) -> Preset {
    let every = |level: Level| Some((level, *preset.every.get(&level)?));
    Preset {
        every: Level::ALL.into_iter().filter_map(every).collect(),
        id: preset.id,
        name: words(preset.name),
    }
}

fn figures(figures: source::Figures) -> Figures {
    Figures {
        in_time: value(figures.in_time),
        answered: value(figures.answered),
        solved: value(figures.solved),
        satisfied: value(figures.satisfied),
        callback: value(figures.callback),
        held: value(figures.held),
        counts: all(figures.counts),
    }
}
