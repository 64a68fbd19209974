//! A matter at the desk: what happened, its clocks, its people masked, and only the acts that this officer may do now.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::authority::{may_open, receives};
use domain::event::Link;
use domain::field::FieldKind;
use domain::ids::CaseId;
use domain::program::{Ending, Program};
use office::queries::{CaseLine, CaseView, PersonView};

use super::small::Small;
use crate::page::Page;
use crate::parts::{Chip, ClockCard, Event, Fact, Field, Form, Photo, Shell};
use crate::problem::Problem;
use crate::tell::link_key;
use crate::words::Say;

/// Acts that are buttons at the top.
const BUTTONS: usize = 3;
/// Events shown at once, the newest first.
const EVENTS: usize = 25;

#[derive(Template)]
#[template(path = "desk/matter.html")]
struct View {
    t: Say,
    shell: Shell,
    number: String,
    title: String,
    state: Chip,
    deadline: Chip,
    marks: Vec<Chip>,
    acts: Vec<ActLine>,
    more_acts: Vec<ActLine>,
    small_acts: Vec<ActLine>,
    told: String,
    photos: Vec<Photo>,
    events: Vec<Event>,
    older_url: String,
    note: Vec<Form>,
    clocks: Vec<ClockCard>,
    facts: Vec<Fact>,
    units: Vec<Fact>,
    people: Vec<PersonRow>,
    links: Vec<LinkRow>,
    outcomes: Vec<LinkRow>,
    outcome_acts: Vec<ActLine>,
    routing: Vec<Fact>,
    routing_text: String,
}

struct ActLine {
    label: String,
    url: String,
    text: String,
    grave: bool,
}

struct PersonRow {
    role: String,
    masked: String,
    reveal_url: String,
}

struct LinkRow {
    label: String,
    title: String,
    url: String,
}

/// The case, if this officer may see it.
pub(crate) async fn load(page: &Page, case: &str) -> Result<CaseView, Problem> {
    let case = CaseId::new(case);
    page.site.office.case_for_staff(page.caller()?, &case).await?.ok_or(Problem::NotFound)
}

/// Where a case stands at the desk.
pub(crate) fn url(view: &CaseView) -> String {
    format!("/desk/matters/{}", view.case.id())
}

/// Shows it.
pub async fn get(page: Page, Path(case): Path<String>) -> Result<Response, Problem> {
    let view = load(&page, &case).await?;
    let shell = super::shell(&page, "").await?;
    page.show(&told(&page, &view, shell)?)
}

fn told(page: &Page, view: &CaseView, shell: Shell) -> Result<View, Problem> {
    let t = &page.t;
    let case = &view.case;
    let all = page.query("events") == "all";
    let acts = act_lines(page, view);
    let buttons = acts.iter().take(BUTTONS);
    let events = page.staff_events(view);
    let due = case.next_due();
    Ok(View {
        t: page.t,
        shell,
        number: case.opened.number.clone(),
        title: view.title.clone(),
        state: state(page, view),
        deadline: due.map(|clock| page.due_chip(clock.due_at, false)).unwrap_or_default(),
        marks: marks(page, view),
        acts: buttons.map(ActLine::again).collect(),
        more_acts: acts,
        small_acts: small_lines(page, view),
        told: view.text.clone(),
        photos: page.staff_photos(view, &case.opened.photos),
        older_url: if !all && events.len() > EVENTS {
            page.here_with("events", "all")
        } else {
            String::new()
        },
        events: events.into_iter().take(if all { usize::MAX } else { EVENTS }).collect(),
        note: vec![note_form(page, view)],
        clocks: view.clocks.iter().map(|clock| page.clock_card(&view.program, clock)).collect(),
        facts: facts(page, view)?,
        units: units(page, view),
        people: people(page, view),
        links: view
            .links
            .iter()
            .map(|(link, line)| LinkRow {
                label: t.say(link_key(*link)),
                title: page.title(&line.title),
                url: format!("/desk/matters/{}", line.case),
            })
            .collect(),
        outcomes: view.outcomes.iter().map(|line| outcome(page, line)).collect(),
        outcome_acts: outcome_acts(page, view)?,
        routing: routing(page, view),
        routing_text: view.holdings.last().map(|held| page.because(&held.because)).unwrap_or_default(),
    })
}

/// What came out of it, with where that stands.
fn outcome(page: &Page, line: &CaseLine) -> LinkRow {
    LinkRow {
        label: page.state_chip(line).label,
        title: page.title(&line.title),
        url: format!("/desk/matters/{}", line.case),
    }
}

/// The kinds of case that this officer can open out of this one.
fn outcome_acts(page: &Page, view: &CaseView) -> Result<Vec<ActLine>, Problem> {
    let caller = page.caller()?;
    let kinds = view.program.outcomes.iter().filter_map(|kind| page.world.programs.current(kind));
    let open = kinds.filter(|program| may_open(&page.world, program, caller));
    // What comes out of a case of its own kind was mixed into it.
    let label = |program: &Program| {
        let own = program.id == *view.case.kind();
        if own { page.t.say("desk-split") } else { page.t.text(&program.opening.name).to_owned() }
    };
    let lines = open.map(|program| ActLine {
        label: label(program),
        url: format!("/desk/register?kind={}&source={}", program.id, view.case.id()),
        text: String::new(),
        grave: false,
    });
    Ok(lines.collect())
}

fn state(page: &Page, view: &CaseView) -> Chip {
    let tone = page.phase_chip(view.case.phase_now, view.case.ending).tone;
    let state = view.program.state(&view.case.state_now);
    state.map_or_else(Chip::default, |state| Chip::new(page.t.text(&state.name), tone))
}

fn marks(page: &Page, view: &CaseView) -> Vec<Chip> {
    let case = &view.case;
    let mut marks = Vec::new();
    if case.opened.sealed {
        marks.push(Chip::new(page.t.say("mark-sealed"), "purple"));
    }
    if case.opened.people_count > 1 {
        marks.push(Chip::new(page.t.count("mark-joint", u64::from(case.opened.people_count)), ""));
    }
    if case.reopened > 0 {
        marks.push(Chip::new(page.t.count("mark-reopened", u64::from(case.reopened)), "amber"));
    }
    if case.links.iter().any(|(_, link)| *link == Link::Repeats) {
        marks.push(Chip::new(page.t.say("mark-repeats"), "amber"));
    }
    if case.published.is_some() {
        marks.push(Chip::new(page.t.say("mark-published"), "green"));
    }
    marks
}

impl ActLine {
    fn again(&self) -> Self {
        Self { label: self.label.clone(), url: self.url.clone(), text: self.text.clone(), grave: self.grave }
    }
}

/// The program's acts.
fn act_lines(page: &Page, view: &CaseView) -> Vec<ActLine> {
    let base = url(view);
    let lines = view.offered.iter().map(|act| {
        let ends = act.to.as_ref().and_then(|state| view.program.state(state)).and_then(|state| state.ends);
        ActLine {
            label: page.t.text(&act.name).to_owned(),
            url: format!("{base}/acts/{}", act.id),
            text: page.t.text(&act.help).to_owned(),
            grave: matches!(ends, Some(Ending::Void | Ending::NotAccepted | Ending::Final)),
        }
    });
    lines.collect()
}

/// What can be done to any case.
fn small_lines(page: &Page, view: &CaseView) -> Vec<ActLine> {
    let base = url(view);
    let lines = Small::offered(page, view).into_iter().map(|small| ActLine {
        label: page.t.say(small.name_key()),
        url: format!("{base}/do/{}", small.as_str()),
        text: page.t.say(small.text_key()),
        grave: matches!(small, Small::Unpublish),
    });
    lines.collect()
}

fn note_form(page: &Page, view: &CaseView) -> Form {
    let hint = page.t.say("desk-note-hint");
    Form {
        url: format!("{}/do/note", url(view)),
        key: page.key(),
        fields: vec![Field::new("area", "note", page.t.say("desk-note")).hint(hint)],
        button: page.t.say("desk-note-button"),
        ..Form::default()
    }
}

fn facts(page: &Page, view: &CaseView) -> Result<Vec<Fact>, Problem> {
    let t = &page.t;
    let opened = &view.case.opened;
    let channel = view.program.channels.iter().find(|channel| channel.id == opened.channel);
    let mut facts = vec![
        Fact::new(t.say("case-fact-kind"), t.text(&view.program.name))
            .to(format!("/programs/{}", opened.kind)),
        Fact::new(t.say("case-fact-category"), page.category(&view.case.category_now)),
        Fact::new(t.say("case-fact-place"), page.place(&view.case.place_now.place))
            .to(format!("/desk/places/{}", view.case.place_now.place)),
        Fact::new(t.say("case-fact-spot"), view.spot.clone()),
        Fact::new(
            t.say("case-fact-channel"),
            channel.map_or_else(|| opened.channel.clone(), |channel| t.text(&channel.name).to_owned()),
        ),
        Fact::new(t.say("case-fact-raised"), t.at(view.case.opened_at)),
    ];
    if view.case.supported > 0 {
        facts.push(Fact::new(t.say("case-fact-affected"), t.number(u64::from(view.case.supported))));
    }
    if receives(&page.world, &view.case, page.caller()?) {
        let queue = Fact::new(t.say("queue-fact"), t.say("queue-title"));
        facts.insert(0, queue.to(format!("{}/queue", url(view))));
    }
    // A text is what its fields say by now; of a matter, what was said when it was raised.
    let values = if view.program.library.is_some() { &view.case.values_now } else { &opened.values };
    facts.extend(view.program.fields.iter().filter_map(|field| {
        let value = values.get(&field.id)?;
        let fact = Fact::new(t.text(&field.label), crate::tell::value_text(page, field, value));
        let is_text = matches!(field.kind, FieldKind::Document { .. });
        Some(if is_text { fact.to(format!("{}/text", url(view))) } else { fact })
    }));
    facts.retain(|fact| !fact.value.is_empty());
    Ok(facts)
}

fn units(page: &Page, view: &CaseView) -> Vec<Fact> {
    let case = &view.case;
    let one = |key: &str, unit: Option<&domain::ids::UnitId>| {
        unit.map(|unit| Fact::new(page.t.say(key), page.unit(unit)))
    };
    let mut facts: Vec<Fact> = one("desk-unit-holder", case.holder.as_ref()).into_iter().collect();
    facts.extend(case.co_units.iter().filter_map(|unit| one("desk-unit-co", Some(unit))));
    facts.extend(one("desk-unit-sender", case.sender.as_ref()));
    facts.extend(one("desk-unit-receiver", case.receiver.as_ref()));
    facts
}

fn people(page: &Page, view: &CaseView) -> Vec<PersonRow> {
    let row = |at: usize, person: &PersonView| {
        let known = [&person.name, &person.phone, &person.id_number, &person.address];
        let known: Vec<&str> =
            known.into_iter().map(String::as_str).filter(|text| !text.is_empty()).collect();
        let reveal = view.may_reveal && !person.erased;
        PersonRow {
            role: page.t.say(if at == 0 { "desk-person-speaker" } else { "desk-person-other" }),
            masked: if person.erased { page.t.say("desk-person-erased") } else { known.join(" ") },
            reveal_url: if reveal {
                format!("{}/reveal/{}", url(view), person.person)
            } else {
                String::new()
            },
        }
    };
    if view.people.is_empty() {
        let nobody = page.t.say("desk-person-nobody");
        return vec![PersonRow { role: String::new(), masked: nobody, reveal_url: String::new() }];
    }
    view.people.iter().enumerate().map(|(at, person)| row(at, person)).collect()
}

fn routing(page: &Page, view: &CaseView) -> Vec<Fact> {
    let Some(held) = view.holdings.last() else { return Vec::new() };
    let passed = held.because.passed_over.iter();
    passed.map(|passed| Fact::new(page.unit(&passed.unit), page.t.say(passed.why.key()))).collect()
}
