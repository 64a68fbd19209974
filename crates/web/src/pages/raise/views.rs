//! The three pages of raising a matter.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use domain::decide::TITLE_CHARS_MAX;
use domain::field::TEXT_CHARS_MAX;
use domain::program::{ClockVerb, Length, Program};
use office::queries::SimilarQuery;
use office::{Receipt, Way};

use super::ABOUT;
use super::draft::{Draft, open_to_all};
use crate::page::Page;
use crate::pages::places;
use crate::parts::{Choice, Fact, Field, FormError, MatterRow, Shell, Step, mark};
use crate::problem::Problem;
use crate::qr;
use crate::tell::{control_name, value_text};
use crate::words::Say;

#[derive(Template)]
#[template(path = "public/raise.html")]
struct FormView {
    t: Say,
    shell: Shell,
    key: String,
    steps: Vec<Step>,
    errors: Vec<FormError>,
    what: Vec<Field>,
    places: Vec<Field>,
    place_more: bool,
    spot: Field,
    pin: Field,
    areas_url: String,
    told: Vec<Field>,
    kept: Vec<String>,
    kept_words: String,
    extra: Vec<Field>,
    extra_more: Vec<Field>,
    extra_open: bool,
    person: Vec<Field>,
}

#[derive(Template)]
#[template(path = "public/check.html")]
struct CheckView {
    t: Say,
    shell: Shell,
    key: String,
    kept: Vec<(String, String)>,
    steps: Vec<Step>,
    answers: Vec<Answer>,
    seen_by: String,
    goes_to: String,
    nearby: Vec<MatterRow>,
    phone: String,
}

/// What was answered, and the way back to its field.
struct Answer {
    name: String,
    value: String,
    url: String,
}

#[derive(Template)]
#[template(path = "public/done.html")]
struct DoneView {
    t: Say,
    shell: Shell,
    number: String,
    secret: String,
    at: String,
    title: String,
    track_url: String,
    qr: String,
    next: Vec<Fact>,
    unit: String,
    steps: Vec<Step>,
}

/// The form.
pub(super) fn form(
    page: &Page,
    status: StatusCode,
    draft: &Draft,
    errors: Vec<FormError>,
) -> Result<Response, Problem> {
    let t = &page.t;
    let photos = u64::try_from(draft.photos().len()).unwrap_or(0);
    let (extra_more, extra) = extra(page, draft).into_iter().partition(may_be_folded);
    let mut view = FormView {
        t: page.t,
        shell: page.shell("raise"),
        key: page.key(),
        steps: steps(page, 0),
        what: what(page, draft),
        places: draft.chosen.fields(page, &draft.sent),
        place_more: draft.chosen.more,
        spot: Field::new("text", "spot", t.say("raise-spot"))
            .hint(t.say("raise-spot-hint"))
            .value(draft.sent.one("spot"))
            .optional(),
        pin: Field::new("hidden", "pin", "").value(draft.sent.one("pin")),
        areas_url: places::areas_url(page),
        told: told(page, draft),
        kept: draft.photos().to_vec(),
        kept_words: t.count("check-photo-count", photos),
        extra,
        extra_more,
        extra_open: false,
        person: person(page, draft),
        errors,
    };
    let FormView { what, places, told, extra, extra_more, person, errors, .. } = &mut view;
    for fields in [what, places, told, extra, extra_more, person] {
        mark(fields, errors);
    }
    view.extra_open = view.extra_more.iter().any(|field| !field.value.is_empty() || !field.error.is_empty());
    page.show_as(status, &view)
}

/// What was written, for checking.
pub(super) async fn check(page: &Page, draft: &Draft) -> Result<Response, Problem> {
    let published = page.t.say(if draft.may_publish() { "check-who-public" } else { "check-who-private" });
    let view = CheckView {
        t: page.t,
        shell: page.shell("raise"),
        key: page.key(),
        kept: draft.sent.kept().map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
        steps: steps(page, 1),
        answers: answers(page, draft),
        seen_by: published,
        goes_to: goes_to(page, draft),
        nearby: nearby(page, draft).await?,
        phone: draft.sent.one("phone").to_owned(),
    };
    page.show(&view)
}

/// The receipt.
pub(super) fn done(page: &Page, draft: &Draft, receipt: &Receipt) -> Result<Response, Problem> {
    let t = &page.t;
    let next = receipt.due.iter().map(|due| Fact::new(t.text(&due.name), t.at(due.at)));
    let track_url = page.track_url(&receipt.number);
    let view = DoneView {
        t: page.t,
        shell: page.shell("raise"),
        number: receipt.number.clone(),
        secret: receipt.secret.clone(),
        at: t.at(page.now),
        title: draft.sent.one("title").to_owned(),
        qr: qr::svg(&track_url, &t.say("done-qr")),
        track_url,
        next: next.collect(),
        unit: page.unit_or_none(receipt.holder.as_ref()),
        steps: steps(page, 2),
    };
    page.show(&view)
}

fn steps(page: &Page, now: usize) -> Vec<Step> {
    let names = ["raise-step-write", "raise-step-check", "raise-step-done"];
    let steps = names.into_iter().enumerate().map(|(at, name)| Step {
        label: page.t.say(name),
        state: match at {
            at if at < now || now == 2 => "done",
            at if at == now => "now",
            _ => "",
        },
    });
    steps.collect()
}

fn what(page: &Page, draft: &Draft) -> Vec<Field> {
    let t = &page.t;
    let kinds = open_to_all(page);
    let choices: Vec<Choice> = kinds
        .iter()
        .map(|program| Choice {
            hint: t.text(&program.summary).to_owned(),
            ..Choice::new(program.id.as_str(), t.text(&program.name))
        })
        .collect();
    let kind = draft.program.as_ref().map(|program| program.id.to_string()).unwrap_or_default();
    let mut categories = vec![Choice::new("", t.say("raise-category-pick"))];
    categories.extend(page.category_choices());
    let kind_field = match choices.len() {
        0 | 1 => Field::new("hidden", "kind", ""),
        _ => Field::new("radios", "kind", t.say("raise-kind")).options(choices),
    };
    let chosen = draft.category.as_ref().map(ToString::to_string).unwrap_or_default();
    vec![
        kind_field.value(kind),
        Field::new("select", "category", t.say("raise-category")).options(categories).value(chosen),
    ]
}

fn told(page: &Page, draft: &Draft) -> Vec<Field> {
    let t = &page.t;
    let mut fields = vec![
        Field::new("text", "title", t.say("raise-headline"))
            .hint(t.say("raise-headline-hint"))
            .value(draft.sent.one("title"))
            .max(usize::try_from(TITLE_CHARS_MAX).unwrap_or(0)),
        Field::new("area", "text", t.say("raise-text"))
            .hint(t.say("raise-text-hint"))
            .value(draft.sent.one("text"))
            .max(usize::try_from(TEXT_CHARS_MAX).unwrap_or(0)),
        page.photo_field(),
    ];
    let about = draft.sent.one(ABOUT);
    if !about.is_empty() {
        fields.push(Field::new("hidden", ABOUT, "").value(about));
    }
    fields
}

/// What must be typed and need not be known, such as the code of a lamp post, does not stand in everybody's way.
fn may_be_folded(field: &Field) -> bool {
    field.optional && field.options.is_empty()
}

fn extra(page: &Page, draft: &Draft) -> Vec<Field> {
    let fields = draft.program.as_ref().filter(|_| draft.is_open(page));
    fields.map(|program| page.act_fields(program, &program.opening, &draft.sent)).unwrap_or_default()
}

fn person(page: &Page, draft: &Draft) -> Vec<Field> {
    let t = &page.t;
    let publish = vec![
        Choice { hint: t.say("raise-publish-yes-hint"), ..Choice::new("yes", t.say("raise-publish-yes")) },
        Choice { hint: t.say("raise-publish-no-hint"), ..Choice::new("no", t.say("raise-publish-no")) },
    ];
    let published = draft.sent.one("publish");
    let mut fields = vec![
        Field::new("text", "name", t.say("raise-name"))
            .hint(t.say("raise-name-hint"))
            .value(draft.sent.one("name"))
            .optional()
            .autocomplete("name"),
        Field::new("phone", "phone", t.say("raise-phone"))
            .hint(t.say(if is_told_by(page, Way::Sms) { "raise-phone-hint-sms" } else { "raise-phone-hint" }))
            .value(draft.sent.one("phone"))
            .optional()
            .autocomplete("tel"),
    ];
    if is_told_by(page, Way::Mail) {
        let email = Field::new("email", "email", t.say("raise-email")).hint(t.say("raise-email-hint"));
        fields.push(email.value(draft.sent.one("email")).optional().autocomplete("email"));
    }
    fields.push(
        Field::new("radios", "publish", t.say("raise-publish"))
            .options(publish)
            .value(if published.is_empty() { "no" } else { published }),
    );
    if draft.program.as_ref().is_some_and(|program| program.sealing.is_some()) {
        let mut units = vec![Choice::new("", t.say("raise-accused-none"))];
        units.extend(page.unit_choices());
        let accused = Field::new("select", "accused", t.say("raise-accused")).options(units);
        fields.push(accused.value(draft.sent.one("accused")).hint(t.say("raise-accused-hint")).optional());
    }
    fields
}

/// Whether people are told something this way: what is not needed is not asked for.
fn is_told_by(page: &Page, way: Way) -> bool {
    page.site.office.ways().contains(&way)
}

fn answers(page: &Page, draft: &Draft) -> Vec<Answer> {
    let t = &page.t;
    let sent = &draft.sent;
    let answer = |name: String, value: String, field: &str| Answer {
        name,
        value: if value.is_empty() { t.say("check-not-given") } else { value },
        url: format!("/raise#{field}"),
    };
    let place = draft.chosen.place.as_ref().map(|place| page.place(place)).unwrap_or_default();
    let kind = draft.program.as_ref().map(|program| t.text(&program.name).to_owned()).unwrap_or_default();
    let category = draft.category.as_ref().map(|id| page.category(id)).unwrap_or_default();
    let mut answers = vec![
        answer(t.say("raise-kind"), kind, "kind"),
        answer(t.say("raise-category"), category, "category"),
        answer(t.say("raise-where"), format!("{place} {}", sent.one("spot")).trim().to_owned(), "spot"),
        answer(t.say("raise-headline"), sent.one("title").to_owned(), "title"),
        answer(t.say("raise-text"), sent.one("text").to_owned(), "text"),
        answer(t.say("raise-photos"), photo_words(page, draft), "photos"),
    ];
    answers
        .extend(program_answers(page, draft).into_iter().map(|(id, name, value)| answer(name, value, &id)));
    answers.push(answer(t.say("raise-name"), sent.one("name").to_owned(), "name"));
    answers.push(answer(t.say("raise-phone"), sent.one("phone").to_owned(), "phone"));
    if is_told_by(page, Way::Mail) {
        answers.push(answer(t.say("raise-email"), sent.one("email").to_owned(), "email"));
    }
    if let Some(unit) = draft.accused(page) {
        answers.push(answer(t.say("raise-accused"), page.unit(&unit), "accused"));
    }
    answers
}

fn photo_words(page: &Page, draft: &Draft) -> String {
    match u64::try_from(draft.photos().len()).unwrap_or(0) {
        0 => String::new(),
        photos => page.t.count("check-photo-count", photos),
    }
}

/// Control, label and value of each field of the program that was filled in.
fn program_answers(page: &Page, draft: &Draft) -> Vec<(String, String, String)> {
    let Some(program) = &draft.program else { return Vec::new() };
    let asked = program.opening.asks.iter().filter_map(|ask| program.field(&ask.field));
    let filled = asked.filter_map(|field| {
        let name = control_name(&field.id);
        let value = field.read(draft.sent.all(&name), &page.world).ok().flatten()?;
        Some((name, page.t.text(&field.label).to_owned(), value_text(page, field, &value)))
    });
    filled.collect()
}

fn goes_to(page: &Page, draft: &Draft) -> String {
    let Some(unit) = draft.first_unit(page).map(|unit| page.unit(&unit)) else {
        return page.t.say("refusal-nobody-answers");
    };
    match draft.program.as_deref().and_then(|program| first_term(page, program)) {
        Some((clock, term)) => {
            page.t.with("check-goes-to-within", [("unit", unit), ("clock", clock), ("term", term)])
        }
        None => page.t.with("check-goes-to", [("unit", unit)]),
    }
}

/// The first clock that the opening starts, and how long it runs.
fn first_term(page: &Page, program: &Program) -> Option<(String, String)> {
    let started = program.opening.clocks.iter().find(|change| change.change == ClockVerb::Start)?;
    let def = program.clock(&started.clock)?;
    let term = def.terms.iter().rev().find_map(|choice| match choice.length {
        Length::Term(term) => Some(term),
        Length::Until(_) => None,
    })?;
    Some((page.t.text(&def.name).to_owned(), page.t.term(term)))
}

async fn nearby(page: &Page, draft: &Draft) -> Result<Vec<MatterRow>, Problem> {
    let (Some(program), Some(place)) = (&draft.program, draft.place()) else { return Ok(Vec::new()) };
    let query = SimilarQuery {
        kind: program.id.clone(),
        category: draft.category.clone(),
        place,
        text: format!("{} {}", draft.sent.one("title"), draft.sent.one("text")),
    };
    Ok(page.similar_rows(&page.site.office.similar(query).await?))
}
