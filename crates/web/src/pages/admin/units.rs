//! Units and their dated duty lists. Each change makes a new version of the list.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use domain::ids::{CategoryId, UnitId};
use domain::place::PlaceCode;
use domain::text::Text;
use domain::unit::{Duty, Level, Unit};
use jiff::civil::Date;
use office::reference::ReferenceChange;

use super::change;
use crate::page::Page;
use crate::pages::desk;
use crate::parts::{Cell, Choice, Event, Fact, Field, Form, FormError, Grid, Head, Pager, Shell};
use crate::problem::{Problem, on_form};
use crate::sent::Sent;
use crate::tell::level_key;
use crate::words::Say;

/// Rows of the list; the search finds the others.
const ROWS_MAX: usize = 60;

#[derive(Template)]
#[template(path = "admin/units.html")]
struct View {
    t: Say,
    shell: Shell,
    q: Field,
    filters: Vec<Field>,
    units: Grid,
    unit: Vec<UnitPage>,
    pager: Pager,
}

struct UnitPage {
    name: String,
    facts: Vec<Fact>,
    duties: Grid,
    past: Vec<Event>,
    change: Form,
    open: bool,
}

/// Shows the list, and one unit if the address names it.
pub async fn get(page: Page) -> Result<Response, Problem> {
    show(&page, StatusCode::OK, &page.query("unit"), &Sent::default(), Vec::new()).await
}

/// Adds a duty, or puts one right: its end, its place, its basis.
pub async fn post(page: Page, sent: Sent) -> Result<Response, Problem> {
    page.administrator()?;
    let unit = sent.one("unit").to_owned();
    let duty = match duty(&page, &sent) {
        Ok(duty) => duty,
        Err(errors) => return show(&page, StatusCode::UNPROCESSABLE_ENTITY, &unit, &sent, errors).await,
    };
    let units = page.world.units.iter().cloned().collect();
    let mut duties = page.world.units.duties().to_vec();
    match corrected(&page, &sent) {
        Correction::None => duties.push(duty),
        // Somebody else has made a new version since the form was opened: the places in the list may be others now.
        Correction::Stale => return Err(Problem::Conflict),
        Correction::Of(at) => {
            let Some(old) = duties.get_mut(at).filter(|old| old.unit == duty.unit) else {
                return Err(Problem::NotFound);
            };
            let same_basis = old.basis.zh == duty.basis.zh || old.basis.en == duty.basis.zh;
            *old = Duty { basis: if same_basis { old.basis.clone() } else { duty.basis.clone() }, ..duty };
        }
    }
    match change(&page, vec![ReferenceChange::Units { units, duties }]).await? {
        Ok(done) => {
            let version = done.iter().map(|done| done.version).max().unwrap_or_default().to_string();
            let words = page.t.with("admin-units-saved", [("version", version)]);
            Ok(page.go(&format!("/desk/admin/units?unit={unit}"), &words))
        }
        Err(failure) => {
            let errors = on_form(&page.t, None, failure)?;
            show(&page, StatusCode::UNPROCESSABLE_ENTITY, &unit, &sent, errors).await
        }
    }
}

/// Which duty a form puts right.
enum Correction {
    None,
    Stale,
    Of(usize),
}

fn corrected(page: &Page, sent: &Sent) -> Correction {
    match sent.one("duty").parse() {
        Err(_) => Correction::None,
        Ok(_) if sent.one("version") != page.world.units.duty_version.to_string() => Correction::Stale,
        Ok(at) => Correction::Of(at),
    }
}

fn duty(page: &Page, sent: &Sent) -> Result<Duty, Vec<FormError>> {
    let wrong = |field: &str, key: &str| FormError { field: field.to_owned(), text: page.t.say(key) };
    let missing = |field: &str, key: &str| FormError {
        field: field.to_owned(),
        text: page.t.with("field-missing", [("field", page.t.say(key))]),
    };
    let unit = page.world.units.find(&UnitId::new(sent.one("unit")));
    let category = page.world.categories.find(&CategoryId::new(sent.one("category")));
    let place =
        PlaceCode::parse(sent.one("place")).ok().filter(|code| page.world.places.find(code).is_some());
    let since = sent.one("since").parse::<Date>().ok();
    let until = Some(sent.one("until")).filter(|day| !day.is_empty()).map(str::parse::<Date>);
    let ends_rightly = match (since, &until) {
        (Some(since), Some(until)) => until.as_ref().is_ok_and(|until| *until >= since),
        _ => true,
    };
    let basis = sent.one("basis");
    match (unit, category, place, since) {
        (Some(unit), Some(category), Some(place), Some(since)) if !basis.is_empty() && ends_rightly => {
            Ok(Duty {
                category: category.id.clone(),
                place,
                unit: unit.id.clone(),
                since,
                until: until.and_then(Result::ok),
                basis: Text::new(basis, basis),
            })
        }
        (_, category, place, since) => {
            let mut errors = Vec::new();
            errors.extend(category.is_none().then(|| wrong("category", "refusal-no-such-category")));
            errors.extend(place.is_none().then(|| wrong("place", "refusal-no-such-place")));
            errors.extend(since.is_none().then(|| missing("since", "admin-units-since")));
            errors.extend((!ends_rightly).then(|| wrong("until", "admin-units-until-wrong")));
            errors.extend(basis.is_empty().then(|| missing("basis", "admin-units-basis")));
            Err(errors)
        }
    }
}

async fn show(
    page: &Page,
    status: StatusCode,
    open: &str,
    sent: &Sent,
    errors: Vec<FormError>,
) -> Result<Response, Problem> {
    page.administrator()?;
    let levels = Level::ALL.map(|level| Choice::new(level.as_str(), page.t.say(level_key(level))));
    let unit = page.world.units.find(&UnitId::new(open));
    let view = View {
        t: page.t,
        shell: desk::shell(page, "units").await?,
        q: Field::new("search", "q", page.t.say("admin-units-search")).value(page.query("q")),
        filters: vec![page.filter("level", "admin-units-level", "matters-all", levels.into())],
        units: list(page),
        unit: unit.map(|unit| unit_page(page, unit, sent, errors)).into_iter().collect(),
        pager: Pager::default(),
    };
    page.show_as(status, &view)
}

fn list(page: &Page) -> Grid {
    let (q, level) = (page.query("q"), page.query("level"));
    let fits = |unit: &&Unit| {
        let named = unit.name.zh.contains(&q) || unit.name.en.to_lowercase().contains(&q.to_lowercase());
        named && (level.is_empty() || unit.level.as_str() == level)
    };
    let rows = page.world.units.iter().filter(fits).take(ROWS_MAX).map(|unit| {
        let duties = page.world.units.duties().iter().filter(|duty| duty.unit == unit.id).count();
        vec![
            Cell::link(page.t.text(&unit.name), format!("/desk/admin/units?unit={}", unit.id)),
            Cell::text(page.t.say(level_key(unit.level))),
            Cell::text(page.short_place(&unit.place)),
            Cell::text(page.unit_or_none(unit.parent.as_ref())),
            Cell::number(duties.to_string()),
        ]
    });
    let heads = ["admin-units-name", "admin-units-level", "admin-units-place", "admin-units-parent"];
    let heads = heads.map(|key| Head::left(page.t.say(key)));
    Grid {
        caption: page.t.say("admin-units-table"),
        head: heads.into_iter().chain([Head::right(page.t.say("admin-units-duties"))]).collect(),
        rows: rows.collect(),
    }
}

fn unit_page(page: &Page, unit: &Unit, sent: &Sent, errors: Vec<FormError>) -> UnitPage {
    let t = &page.t;
    let mut facts = vec![
        Fact::new(t.say("admin-units-level"), t.say(level_key(unit.level))),
        Fact::new(t.say("admin-units-kind"), unit.kind.to_string()),
        Fact::new(t.say("admin-units-place"), page.place(&unit.place)),
        Fact::new(t.say("admin-units-parent"), page.unit_or_none(unit.parent.as_ref())),
        Fact::new(t.say("admin-units-phone"), unit.phone.clone().unwrap_or_default()),
    ];
    facts.retain(|fact| !fact.value.is_empty());
    facts.extend(ties(page, unit));
    UnitPage {
        name: t.text(&unit.name).to_owned(),
        facts,
        duties: duties(page, unit),
        past: Vec::new(),
        open: !errors.is_empty() || !page.query("duty").is_empty(),
        change: change_form(page, unit, sent).with_errors(errors),
    }
}

/// Lines of the unit that nothing tells apart from those of another.
fn ties(page: &Page, unit: &Unit) -> Vec<Fact> {
    let ties = page.world.units.ties().into_iter();
    let own = ties.filter(|(first, later)| first.unit == unit.id || later.unit == unit.id);
    let tie = |(first, later): (&Duty, &Duty)| {
        let (category, place) = (page.category(&first.category), page.short_place(&first.place));
        let args = [("category", category), ("place", place)];
        let units = [("first", page.unit(&first.unit)), ("later", page.unit(&later.unit))];
        Fact::new(page.t.say("admin-units-tie"), page.t.with("admin-units-tie-text", [args, units].concat()))
    };
    own.map(tie).collect()
}

fn duties(page: &Page, unit: &Unit) -> Grid {
    let t = &page.t;
    let own = page.world.units.duties().iter().enumerate().filter(|(_, duty)| duty.unit == unit.id);
    let rows = own.map(|(at, duty)| {
        let correct = format!("/desk/admin/units?unit={}&duty={at}#change", unit.id);
        let until = duty.until.map_or_else(|| t.say("admin-units-open-end"), |day| t.full_day(day));
        vec![
            Cell::text(page.category(&duty.category)),
            Cell::text(page.short_place(&duty.place)),
            Cell::text(t.full_day(duty.since)),
            Cell::text(until),
            Cell::text(t.text(&duty.basis)),
            Cell::link(t.say("admin-units-correct"), correct),
        ]
    });
    let heads = [
        "case-fact-category",
        "admin-units-place",
        "admin-units-since",
        "admin-units-until",
        "admin-units-basis",
        "admin-units-correct",
    ];
    let version = page.world.units.duty_version.to_string();
    Grid {
        caption: t.with("desk-routing-version", [("version", version)]),
        head: heads.map(|key| Head::left(t.say(key))).into(),
        rows: rows.collect(),
    }
}

fn change_form(page: &Page, unit: &Unit, sent: &Sent) -> Form {
    let t = &page.t;
    let places = page.world.places.iter().filter(|place| place.code.is_within(&unit.place));
    let places = places.map(|place| Choice::new(place.code.as_str(), page.short_place(&place.code)));
    let known = of_duty(page, unit);
    let sent = known.as_ref().filter(|_| sent.one("unit").is_empty()).unwrap_or(sent);
    let corrects = !sent.one("duty").is_empty();
    Form {
        url: "/desk/admin/units".to_owned(),
        fields: vec![
            Field::new("hidden", "unit", "").value(unit.id.as_str()),
            Field::new("hidden", "duty", "").value(sent.one("duty")),
            Field::new("hidden", "version", "").value(page.world.units.duty_version.to_string()),
            Field::new("select", "category", t.say("case-fact-category"))
                .options(page.with_choose(page.category_choices()))
                .value(sent.one("category")),
            Field::new("select", "place", t.say("admin-units-place"))
                .options(page.with_choose(places.collect()))
                .value(sent.one("place")),
            Field::new("date", "since", t.say("admin-units-since")).value(sent.one("since")),
            Field::new("date", "until", t.say("admin-units-until"))
                .hint(t.say("admin-units-until-hint"))
                .value(sent.one("until"))
                .optional(),
            Field::new("text", "basis", t.say("admin-units-basis")).value(sent.one("basis")),
        ],
        button: t.say(if corrects { "admin-units-save" } else { "admin-units-add" }),
        ..Form::default()
    }
}

/// The duty that the address names, as a form would send it.
fn of_duty(page: &Page, unit: &Unit) -> Option<Sent> {
    let at = page.query("duty");
    let duty = page.world.units.duties().get(at.parse::<usize>().ok()?)?;
    if duty.unit != unit.id {
        return None;
    }
    let until = duty.until.map(|day| day.to_string()).unwrap_or_default();
    Some(Sent::of([
        ("duty", at.as_str()),
        ("category", duty.category.as_str()),
        ("place", duty.place.as_str()),
        ("since", duty.since.to_string().as_str()),
        ("until", until.as_str()),
        ("basis", page.t.text(&duty.basis)),
    ]))
}
