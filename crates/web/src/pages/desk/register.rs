//! An operator enters a matter for a caller or visitor: the same draft as the public form, on one dense page.

use std::sync::Arc;

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use domain::authority::may_open;
use domain::decide::TITLE_CHARS_MAX;
use domain::field::TEXT_CHARS_MAX;
use domain::ids::CaseId;
use domain::program::{Program, Shape};
use office::Order;

use crate::page::Page;
use crate::pages::raise::draft::Draft;
use crate::parts::{Choice, Fact, Field, FormError, MatterRow, Shell, mark};
use crate::problem::{Problem, on_form};
use crate::sent::Sent;
use crate::words::Say;

#[derive(Template)]
#[template(path = "desk/register.html")]
struct View {
    t: Say,
    shell: Shell,
    key: String,
    errors: Vec<FormError>,
    heading: String,
    activity: bool,
    source: Vec<Fact>,
    source_id: String,
    caller: Vec<Field>,
    known: Vec<MatterRow>,
    what: Vec<Field>,
    places: Vec<Field>,
    place_more: bool,
    spot: Field,
    told: Vec<Field>,
    about: Vec<Field>,
    suggest: Vec<Fact>,
}

/// Shows the empty form; for officers who register nothing it does not exist.
pub async fn get(page: Page) -> Result<Response, Problem> {
    let asked = ["kind", "source", "shape"].map(|name| (name, page.query(name)));
    let asked = Sent::of(asked.iter().map(|(name, value)| (*name, value.as_str())));
    let draft = Draft::read(&page, asked, &programs(&page)?);
    show(&page, StatusCode::OK, &draft, Vec::new(), Vec::new()).await
}

/// Looks up the number, shows the next level of places, or registers.
pub async fn post(page: Page, sent: Sent) -> Result<Response, Problem> {
    let go = sent.one("go").to_owned();
    let draft = Draft::read(&page, sent, &programs(&page)?);
    match go.as_str() {
        "send" => send(&page, &draft).await,
        "look" => {
            let known = look(&page, draft.sent.one("phone")).await?;
            show(&page, StatusCode::OK, &draft, Vec::new(), known).await
        }
        _ => show(&page, StatusCode::OK, &draft, Vec::new(), Vec::new()).await,
    }
}

async fn send(page: &Page, draft: &Draft) -> Result<Response, Problem> {
    let errors = draft.errors(page);
    if !errors.is_empty() {
        return show(page, StatusCode::UNPROCESSABLE_ENTITY, draft, errors, Vec::new()).await;
    }
    let new = draft.new_case(page).ok_or(Problem::Malformed)?;
    let order = Order::open(new).out_of(source(draft));
    match page.site.office.run(page.caller()?, draft.sent.keyed(order)).await {
        Ok(done) => {
            let receipt = done.receipt.ok_or_else(|| Problem::fault("an opening without a receipt"))?;
            let words = [("number", receipt.number), ("secret", receipt.secret)];
            let url = format!("/desk/matters/{}", done.case);
            Ok(page.go(&url, &page.t.with("register-done", words)))
        }
        Err(failure) => {
            let errors = draft.named(on_form(&page.t, draft.program.as_deref(), failure)?);
            show(page, StatusCode::UNPROCESSABLE_ENTITY, draft, errors, Vec::new()).await
        }
    }
}

/// The programs whose cases this officer opens.
fn programs(page: &Page) -> Result<Vec<Arc<Program>>, Problem> {
    let caller = page.caller()?;
    let all = page.world.programs.iter();
    let mut own: Vec<Arc<Program>> =
        all.filter(|program| may_open(&page.world, program, caller)).cloned().collect();
    // Who comes from the agenda wants to plan, and finds activities first.
    if page.query("shape") == "activity" {
        own.sort_by_key(|program| program.shape != Shape::Activity);
    }
    if own.is_empty() { Err(Problem::NotFound) } else { Ok(own) }
}

/// The case out of which this one comes.
fn source(draft: &Draft) -> Option<CaseId> {
    Some(draft.sent.one("source")).filter(|id| !id.is_empty()).map(CaseId::new)
}

/// The case out of which this one comes, as a link; nothing if this officer may not see it.
async fn source_link(page: &Page, draft: &Draft) -> Result<Option<Fact>, Problem> {
    let Some(source) = source(draft) else { return Ok(None) };
    let found = page.site.office.case_for_staff(page.caller()?, &source).await?;
    let label = page.t.say("link-source");
    Ok(found.map(|view| Fact::new(label, view.title).to(format!("/desk/matters/{source}"))))
}

async fn look(page: &Page, phone: &str) -> Result<Vec<MatterRow>, Problem> {
    if phone.is_empty() {
        return Ok(Vec::new());
    }
    let reason = page.t.say("register-look-reason");
    let lines = page.site.office.find_by_phone(page.caller()?, phone, &reason).await?;
    Ok(lines.iter().map(|line| page.desk_row(line)).collect())
}

async fn show(
    page: &Page,
    status: StatusCode,
    draft: &Draft,
    errors: Vec<FormError>,
    known: Vec<MatterRow>,
) -> Result<Response, Problem> {
    let t = &page.t;
    let mut view = View {
        t: page.t,
        shell: super::shell(page, "register").await?,
        key: page.key(),
        heading: heading(page, draft),
        activity: is_own(draft),
        source: source_link(page, draft).await?.into_iter().collect(),
        source_id: draft.sent.one("source").to_owned(),
        caller: caller(page, draft),
        known,
        what: what(page, draft)?,
        places: draft.chosen.fields(page, &draft.sent),
        place_more: draft.chosen.more,
        spot: Field::new("text", "spot", t.say("raise-spot")).value(draft.sent.one("spot")).optional(),
        told: told(page, draft),
        about: about(page, draft),
        suggest: suggest(page, draft),
        errors,
    };
    for fields in [&mut view.caller, &mut view.what, &mut view.places, &mut view.told, &mut view.about] {
        mark(fields, &view.errors);
    }
    page.show_as(status, &view)
}

fn caller(page: &Page, draft: &Draft) -> Vec<Field> {
    let t = &page.t;
    let channels = draft.program.iter().flat_map(|program| &program.channels);
    let channels = channels.filter(|channel| !channel.by_person);
    let choices: Vec<Choice> =
        channels.map(|channel| Choice::new(channel.id.clone(), t.text(&channel.name))).collect();
    let first = choices.first().map(|choice| choice.value.clone()).unwrap_or_default();
    let chosen = draft.sent.one("channel");
    let channel = Field::new("select", "channel", t.say("register-channel"))
        .options(choices)
        .value(if chosen.is_empty() { first } else { chosen.to_owned() });
    // Nobody in particular speaks in it.
    if is_own(draft) {
        return vec![channel];
    }
    vec![
        channel,
        Field::new("phone", "phone", t.say("reveal-phone"))
            .value(draft.sent.one("phone"))
            .optional()
            .autocomplete("off"),
        Field::new("text", "name", t.say("reveal-name"))
            .value(draft.sent.one("name"))
            .optional()
            .autocomplete("off"),
    ]
}

fn what(page: &Page, draft: &Draft) -> Result<Vec<Field>, Problem> {
    let t = &page.t;
    let programs = programs(page)?;
    let kinds = programs.iter().map(|program| Choice::new(program.id.as_str(), t.text(&program.name)));
    let kind = draft.program.as_ref().map(|program| program.id.to_string()).unwrap_or_default();
    let category = draft.category.as_ref().map(ToString::to_string).unwrap_or_default();
    let kind_field = match programs.len() {
        1 => Field::new("hidden", "kind", ""),
        _ => Field::new("columns", "kind", t.say("raise-kind")).options(kinds.collect()),
    };
    Ok(vec![
        kind_field.value(kind),
        Field::new("select", "category", t.say("raise-category"))
            .options(page.with_choose(page.category_choices()))
            .value(category),
    ])
}

fn told(page: &Page, draft: &Draft) -> Vec<Field> {
    let chars = |most: u32| usize::try_from(most).unwrap_or(0);
    vec![
        Field::new("text", "title", page.t.say("raise-headline"))
            .value(draft.sent.one("title"))
            .max(chars(TITLE_CHARS_MAX)),
        Field::new("area", "text", page.t.say("raise-text"))
            .value(draft.sent.one("text"))
            .max(chars(TEXT_CHARS_MAX)),
    ]
}

fn about(page: &Page, draft: &Draft) -> Vec<Field> {
    let program = draft.program.as_ref();
    let mut fields =
        program.map(|program| page.act_fields(program, &program.opening, &draft.sent)).unwrap_or_default();
    // What is for the public is published by an act of its own.
    if is_own(draft) {
        fields.push(Field::new("hidden", "publish", "").value("yes"));
        return fields;
    }
    let publish = Field::new("columns", "publish", page.t.say("raise-publish")).options(page.yes_no());
    let chosen = draft.sent.one("publish");
    fields.push(publish.value(if chosen.is_empty() { "no" } else { chosen }));
    fields
}

/// What the page is about: a matter, or, out of a case or for an activity, what the program calls its opening.
fn heading(page: &Page, draft: &Draft) -> String {
    let named = draft.program.as_ref().filter(|_| is_own(draft) || source(draft).is_some());
    named
        .map_or_else(|| page.t.say("register-title"), |program| page.t.text(&program.opening.name).to_owned())
}

/// Whether an office does it of its own: nobody asks for it, and an act of its program publishes it.
fn is_own(draft: &Draft) -> bool {
    draft.program.as_ref().is_some_and(|program| program.shape != Shape::Matter)
}

fn suggest(page: &Page, draft: &Draft) -> Vec<Fact> {
    let unit = draft.first_unit(page);
    unit.map(|unit| Fact::new(page.t.say("register-suggest-unit"), page.unit(&unit))).into_iter().collect()
}
