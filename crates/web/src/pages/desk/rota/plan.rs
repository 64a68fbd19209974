//! The days of a term planned at once: a rule and the leaders who take turns, a look at all of it, and one confirmation. Each day is an
//! ordinary case; nothing here may what the register may not.

use std::sync::Arc;

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use domain::authority::may_open;
use domain::command::{Command, Form as ActForm};
use domain::field::Where;
use domain::ids::{ActId, FieldId, LeaderId};
use domain::place::PlaceCode;
use domain::program::{Program, Schedule};
use domain::rota::{self, Rule};
use jiff::civil::{Date, Weekday};
use office::{NewCase, Order};

use crate::page::Page;
use crate::pages::desk;
use crate::parts::{Cell, Choice, Field, Form, FormError, Grid, Head, Shell, mark};
use crate::problem::{Problem, on_form};
use crate::sent::Sent;
use crate::words::Say;

/// Its address.
pub(crate) const URL: &str = "/desk/rota/plan";
/// Hours at which something may begin and end, each with its half.
const HOURS: std::ops::RangeInclusive<u8> = 7..=21;
/// The rule of a day of each month; the others are days of the week.
const MONTHLY: &str = "month";
const WEEKDAYS: [(&str, Weekday, &str); 5] = [
    ("mon", Weekday::Monday, "rota-weekday-1"),
    ("tue", Weekday::Tuesday, "rota-weekday-2"),
    ("wed", Weekday::Wednesday, "rota-weekday-3"),
    ("thu", Weekday::Thursday, "rota-weekday-4"),
    ("fri", Weekday::Friday, "rota-weekday-5"),
];

#[derive(Template)]
#[template(path = "desk/rota_plan.html")]
struct View {
    t: Say,
    shell: Shell,
    title: String,
    days: Grid,
    confirm: Vec<Form>,
    form: Form,
}

/// One day of the term.
struct Planned {
    day: Date,
    leader: LeaderId,
}

/// Shows the empty form; for officers who plan nothing it does not exist.
pub async fn get(page: Page) -> Result<Response, Problem> {
    let program = program(&page, &page.query("kind"))?;
    show(&page, StatusCode::OK, &program, &Sent::default(), Vec::new()).await
}

/// Shows all days, or plans them.
pub async fn post(page: Page, sent: Sent) -> Result<Response, Problem> {
    let program = program(&page, sent.one("kind"))?;
    let planned = match read(&page, &sent) {
        Ok(planned) => planned,
        Err(errors) => {
            return show(&page, StatusCode::UNPROCESSABLE_ENTITY, &program, &sent, errors).await;
        }
    };
    if sent.one("sure") != "yes" {
        return show_days(&page, &program, &sent, &planned).await;
    }
    match carry_out(&page, &program, &sent, &planned).await? {
        Ok(()) => {
            let done = page.t.count("rota-planned", u64::try_from(planned.len()).unwrap_or(0));
            Ok(page.go(&format!("{}?kind={}", super::URL, program.id), &done))
        }
        Err(errors) => show(&page, StatusCode::UNPROCESSABLE_ENTITY, &program, &sent, errors).await,
    }
}

/// Whether this officer plans days of a program.
pub(super) fn may_plan(page: &Page, program: &Program) -> bool {
    let schedule = program.schedule.as_ref().and_then(|schedule| schedule.leader.as_ref());
    schedule.is_some() && page.caller().is_ok_and(|caller| may_open(&page.world, program, caller))
}

fn program(page: &Page, asked: &str) -> Result<Arc<Program>, Problem> {
    page.caller()?;
    super::program(page, asked).filter(|program| may_plan(page, program)).ok_or(Problem::NotFound)
}

/// The days of the rule, with the leaders in turn.
fn read(page: &Page, sent: &Sent) -> Result<Vec<Planned>, Vec<FormError>> {
    let mut errors = Vec::new();
    let mut wrong = |field: &str, key: &str| {
        errors.push(FormError { field: field.to_owned(), text: page.t.say(key) });
    };
    let day = |name: &str| sent.one(name).parse::<Date>().ok();
    let (from, until) = (day("from"), day("until"));
    if from.is_none() {
        wrong("from", "rota-wrong-day");
    }
    if until.is_none_or(|until| from.is_some_and(|from| until < from)) {
        wrong("until", "rota-wrong-until");
    }
    if sent.one("ends") <= sent.one("begins") {
        wrong("ends", "rota-wrong-ends");
    }
    let leaders: Vec<LeaderId> = sent.all("leader").iter().map(|id| id.as_str().into()).collect();
    if leaders.is_empty() {
        wrong("leader", "rota-wrong-leader");
    }
    for (field, key) in
        [("title", "rota-wrong-text"), ("text", "rota-wrong-text"), ("category", "rota-wrong-choice")]
    {
        if sent.one(field).is_empty() {
            wrong(field, key);
        }
    }
    let rule = rule(sent);
    if rule.is_none() {
        wrong("day", "rota-wrong-number");
    }
    let (Some(from), Some(until), Some(rule), true) = (from, until, rule, errors.is_empty()) else {
        return Err(errors);
    };
    let days = rota::days(rule, from, until, &page.world.calendar);
    if days.is_empty() {
        return Err(vec![FormError { field: "until".to_owned(), text: page.t.say("rota-wrong-none") }]);
    }
    let turns = leaders.into_iter().cycle();
    Ok(days.into_iter().zip(turns).map(|(day, leader)| Planned { day, leader }).collect())
}

fn rule(sent: &Sent) -> Option<Rule> {
    let asked = sent.one("rule");
    if asked == MONTHLY {
        return sent.one("day").parse().ok().filter(|day| (1..=31).contains(day)).map(Rule::DayOfMonth);
    }
    WEEKDAYS.iter().find(|(name, ..)| *name == asked).map(|(_, weekday, _)| Rule::DayOfWeek(*weekday))
}

/// Opens each day, and publishes it if that was asked. What was done stays done; the keys keep a day from being planned twice.
async fn carry_out(
    page: &Page,
    program: &Program,
    sent: &Sent,
    planned: &[Planned],
) -> Result<Result<(), Vec<FormError>>, Problem> {
    let (caller, key) = (page.caller()?, sent.one("key"));
    let publishing = publishing(program).filter(|_| sent.one("publish") == "yes");
    for one in planned {
        let new = new_case(page, program, sent, one).ok_or(Problem::Malformed)?;
        let name = format!("{key}/{}/{}", one.day, one.leader);
        let opened = page.site.office.run(caller, Order::open(new).with_key(name.clone())).await;
        let case = match opened {
            Ok(done) => done.case,
            Err(failure) => return refused(page, program, one, failure),
        };
        let Some(act) = publishing.clone() else { continue };
        let command = Command::Act { act, form: ActForm::new(), seen: None };
        let order = Order::on(case, command).with_key(format!("{name}/publish"));
        if let Err(failure) = page.site.office.run(caller, order).await {
            return refused(page, program, one, failure);
        }
    }
    Ok(Ok(()))
}

fn refused(
    page: &Page,
    program: &Program,
    planned: &Planned,
    failure: office::Failure,
) -> Result<Result<(), Vec<FormError>>, Problem> {
    let mut errors = on_form(&page.t, Some(program), failure)?;
    for error in &mut errors {
        error.text = format!("{} {}", page.t.day(planned.day), error.text);
    }
    Ok(Err(errors))
}

/// The act that announces a case just opened, if its form may stay empty.
fn publishing(program: &Program) -> Option<ActId> {
    let first = program.opening.to.as_ref()?;
    let act = program.acts.iter().find(|act| act.publishes && act.from.contains(first))?;
    act.asks.iter().all(|ask| !ask.required).then(|| act.id.clone())
}

fn new_case(page: &Page, program: &Program, sent: &Sent, planned: &Planned) -> Option<NewCase> {
    let Schedule { starts, ends, leader } = program.schedule.clone()?;
    let mut form = sent.form();
    let moment = |time: &str| vec![format!("{}T{}", planned.day, sent.one(time))];
    form.insert(starts, moment("begins"));
    form.insert(ends, moment("ends"));
    form.insert(leader?, vec![planned.leader.to_string()]);
    Some(NewCase {
        kind: program.id.clone(),
        channel: sent.one("channel").to_owned(),
        category: sent.one("category").into(),
        place: Where { place: place(page)?, spot: sent.one("spot").to_owned(), point: None },
        title: sent.one("title").to_owned(),
        text: sent.one("text").to_owned(),
        people: Vec::new(),
        people_count: 1,
        accused: Vec::new(),
        may_publish: true,
        photos: Vec::new(),
        form,
    })
}

/// Where the officer's own unit is.
fn place(page: &Page) -> Option<PlaceCode> {
    let unit = &page.signed_in.as_ref()?.account.unit;
    page.world.units.find(unit).map(|unit| unit.place.clone())
}

async fn show_days(
    page: &Page,
    program: &Program,
    sent: &Sent,
    planned: &[Planned],
) -> Result<Response, Problem> {
    let t = &page.t;
    let row = |one: &Planned| {
        let time = format!("{}–{}", sent.one("begins"), sent.one("ends"));
        vec![Cell::text(t.day(one.day)), Cell::text(time), Cell::text(page.leader(&one.leader))]
    };
    let kept = sent.kept().filter(|(name, _)| *name != "sure");
    let mut fields: Vec<Field> =
        kept.map(|(name, value)| Field::new("hidden", name, "").value(value)).collect();
    fields.push(Field::new("hidden", "sure", "").value("yes"));
    let key = sent.one("key");
    let confirm = Form {
        url: URL.to_owned(),
        key: if key.is_empty() { page.key() } else { key.to_owned() },
        note: t.say("rota-confirm-note"),
        fields,
        button: t.count("rota-confirm", u64::try_from(planned.len()).unwrap_or(0)),
        ..Form::default()
    };
    let view = View {
        t: page.t,
        shell: desk::shell(page, "rota").await?,
        title: t.text(&program.name).to_owned(),
        days: Grid {
            caption: t.say("rota-days"),
            head: ["rota-day", "held-period", "agenda-leader"].map(|key| Head::left(t.say(key))).into(),
            rows: planned.iter().map(row).collect(),
        },
        confirm: vec![confirm],
        form: form(page, program, sent, Vec::new()),
    };
    page.show(&view)
}

async fn show(
    page: &Page,
    status: StatusCode,
    program: &Program,
    sent: &Sent,
    errors: Vec<FormError>,
) -> Result<Response, Problem> {
    let view = View {
        t: page.t,
        shell: desk::shell(page, "rota").await?,
        title: page.t.text(&program.name).to_owned(),
        days: Grid::default(),
        confirm: Vec::new(),
        form: form(page, program, sent, errors),
    };
    page.show_as(status, &view)
}

fn form(page: &Page, program: &Program, sent: &Sent, errors: Vec<FormError>) -> Form {
    let t = &page.t;
    let mut fields = vec![Field::new("hidden", "kind", "").value(program.id.as_str())];
    fields.extend(days_fields(page, sent));
    fields.extend(words_fields(page, program, sent));
    fields.extend(own_fields(page, program, sent));
    if publishing(program).is_some() {
        let chosen = if sent.one("publish").is_empty() { "yes" } else { sent.one("publish") };
        let publish = Field::new("columns", "publish", t.say("rota-publish")).options(page.yes_no());
        fields.push(publish.value(chosen));
    }
    mark(&mut fields, &errors);
    Form {
        url: URL.to_owned(),
        key: page.key(),
        fields,
        errors,
        button: t.say("rota-look"),
        ..Form::default()
    }
}

/// Who, and on which days.
fn days_fields(page: &Page, sent: &Sent) -> Vec<Field> {
    let t = &page.t;
    let mut rules = vec![Choice::new(MONTHLY, t.say("rota-rule-month"))];
    rules.extend(WEEKDAYS.map(|(name, _, key)| Choice::new(name, t.say(key))));
    let chosen = |name: &str, usual: &str| {
        Some(sent.one(name)).filter(|said| !said.is_empty()).unwrap_or(usual).to_owned()
    };
    let times = HOURS.flat_map(|hour| ["00", "30"].map(|half| format!("{hour:02}:{half}")));
    let times: Vec<Choice> = times.map(|time| Choice::new(time.clone(), time)).collect();
    let new = |kind: &str, name: &str, key: &str| Field::new(kind, name, t.say(key));
    vec![
        new("checks", "leader", "rota-leaders").options(page.leader_choices()).values(sent.all("leader")),
        new("select", "rule", "rota-rule").options(rules).value(chosen("rule", MONTHLY)),
        new("number", "day", "rota-day-number").value(chosen("day", "15")).hint(t.say("rota-day-hint")),
        new("date", "from", "rota-from").value(sent.one("from")),
        new("date", "until", "rota-until").value(sent.one("until")),
        new("select", "begins", "rota-begins").options(times.clone()).value(chosen("begins", "09:00")),
        new("select", "ends", "rota-ends").options(times).value(chosen("ends", "11:30")),
    ]
}

/// What every day says of itself.
fn words_fields(page: &Page, program: &Program, sent: &Sent) -> Vec<Field> {
    let t = &page.t;
    let channels = program.channels.iter().filter(|channel| !channel.by_person);
    let channels: Vec<Choice> =
        channels.map(|channel| Choice::new(channel.id.clone(), t.text(&channel.name))).collect();
    let first = channels.first().map(|channel| channel.value.clone()).unwrap_or_default();
    let channel = if sent.one("channel").is_empty() { first } else { sent.one("channel").to_owned() };
    let title = Some(sent.one("title")).filter(|said| !said.is_empty()).unwrap_or(t.text(&program.name));
    let here = place(page).map(|place| page.short_place(&place)).unwrap_or_default();
    vec![
        Field::new("text", "title", t.say("raise-headline")).value(title),
        Field::new("area", "text", t.say("raise-text")).value(sent.one("text")),
        Field::new("text", "spot", t.say("raise-spot")).value(sent.one("spot")).hint(here).optional(),
        Field::new("select", "category", t.say("raise-category"))
            .options(page.with_choose(page.category_choices()))
            .value(sent.one("category")),
        Field::new("select", "channel", t.say("register-channel")).options(channels).value(channel),
    ]
}

/// What the opening of the program asks besides.
fn own_fields(page: &Page, program: &Program, sent: &Sent) -> Vec<Field> {
    let mut opening = program.opening.clone();
    let given: Vec<FieldId> = program.schedule.iter().flat_map(Schedule::fields).cloned().collect();
    opening.asks.retain(|ask| !given.contains(&ask.field));
    page.act_fields(program, &opening, sent)
}
