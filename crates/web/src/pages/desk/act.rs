//! One act on one matter: what it does and who will be told, then its form.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use domain::command::Command;
use domain::field::{FieldKind, Value};
use domain::program::{Act, Assign, ClockVerb, State};
use office::queries::CaseView;
use office::{Failure, Order};

use super::matter::{load, url};
use crate::page::Page;
use crate::pages::case::controls;
use crate::parts::{Fact, Field, Form, FormError, Letter, Shell};
use crate::problem::{Problem, on_form};
use crate::sent::Sent;
use crate::tell::{BASIS, control_name};
use crate::words::Say;

#[derive(Template)]
#[template(path = "desk/act.html")]
pub(crate) struct View {
    pub(crate) t: Say,
    pub(crate) shell: Shell,
    pub(crate) act: String,
    pub(crate) number: String,
    pub(crate) title: String,
    pub(crate) url: String,
    pub(crate) text: String,
    pub(crate) rule: String,
    pub(crate) told: Vec<String>,
    pub(crate) after: Vec<Fact>,
    pub(crate) preview: Vec<Letter>,
    pub(crate) form: Form,
    pub(crate) changed: String,
}

/// Shows it; an act that is not offered now does not exist.
pub async fn get(page: Page, Path((case, act)): Path<(String, String)>) -> Result<Response, Problem> {
    let view = load(&page, &case).await?;
    let act = find(&view, &act).ok_or(Problem::NotFound)?;
    let known = known(&page, &view, act).await?;
    show(&page, StatusCode::OK, (&view, act), &known, Vec::new()).await
}

/// What the form begins with where a text is kept: what its fields hold, so that nobody types it again.
async fn known(page: &Page, view: &CaseView, act: &Act) -> Result<Sent, Problem> {
    let mut known = Sent::default();
    if view.program.library.is_none() {
        return Ok(known);
    }
    for field in act.asks.iter().filter_map(|ask| view.program.field(&ask.field)) {
        let Some(value) = view.case.value(&field.id) else { continue };
        let name = control_name(&field.id);
        if let (FieldKind::Document { .. }, Some(digest)) = (&field.kind, value.as_text()) {
            let words = page.site.office.document(page.caller()?, view.case.id(), digest).await?;
            known.add(name, words.unwrap_or_default());
            continue;
        }
        match value {
            Value::Flag(flag) => known.add(name, if *flag { "yes" } else { "no" }.to_owned()),
            Value::Number(number) => known.add(name, number.to_string()),
            Value::Text(_) | Value::List(_) => {
                value.entries().for_each(|sent| known.add(name.clone(), sent.to_owned()));
            }
        }
    }
    Ok(known)
}

/// Does it.
pub async fn post(
    page: Page,
    Path((case, name)): Path<(String, String)>,
    sent: Sent,
) -> Result<Response, Problem> {
    let view = load(&page, &case).await?;
    let command =
        Command::Act { act: name.as_str().into(), form: sent.form(), seen: sent.one("seen").parse().ok() };
    let order = sent.keyed(Order::on(view.case.id().clone(), command));
    let Err(failure) = page.site.office.run(page.caller()?, order).await else {
        return Ok(page.go(&after_url(&page, &view).await?, &done_words(&page, &view, &name)));
    };
    let Some(act) = find(&view, &name) else { return Err(failure.into()) };
    if is_stale(&failure) {
        return show(&page, StatusCode::CONFLICT, (&view, act), &sent, Vec::new()).await;
    }
    let errors = controls(&on_form(&page.t, Some(&view.program), failure)?);
    show(&page, StatusCode::UNPROCESSABLE_ENTITY, (&view, act), &sent, errors).await
}

fn find<'v>(view: &'v CaseView, act: &str) -> Option<&'v Act> {
    view.offered.iter().find(|offered| offered.id.as_str() == act)
}

/// Whether something has happened since the form was opened.
pub(crate) fn is_stale(failure: &Failure) -> bool {
    matches!(failure, Failure::Conflict { .. } | Failure::Refused(domain::refusal::Refusal::Stale { .. }))
}

fn done_words(page: &Page, view: &CaseView, act: &str) -> String {
    page.t.with("desk-done", [("act", page.act_name(&view.program, &act.into()))])
}

/// Back to the matter; to the desk if it went out of sight.
pub(crate) async fn after_url(page: &Page, view: &CaseView) -> Result<String, Problem> {
    let seen = page.site.office.case_for_staff(page.caller()?, view.case.id()).await?;
    Ok(if seen.is_some() { url(view) } else { "/desk".to_owned() })
}

async fn show(
    page: &Page,
    status: StatusCode,
    (view, act): (&CaseView, &Act),
    sent: &Sent,
    errors: Vec<FormError>,
) -> Result<Response, Problem> {
    let mut fields = page.act_fields(&view.program, act, sent);
    if let Some(basis) = fields.iter_mut().find(|field| field.name == control_name(&BASIS.into())) {
        basis.suggestions = page.site.office.library_suggest(&view.title).await?;
    }
    fields.push(Field::new("hidden", "seen", "").value(view.case.seq.to_string()));
    let form = Form {
        url: format!("{}/acts/{}", url(view), act.id),
        key: page.key(),
        fields,
        button: page.t.text(&act.name).to_owned(),
        ..Form::default()
    };
    let view = View {
        t: page.t,
        shell: super::shell(page, "").await?,
        act: page.t.text(&act.name).to_owned(),
        number: view.case.opened.number.clone(),
        title: view.title.clone(),
        url: url(view),
        text: page.t.text(&act.help).to_owned(),
        rule: page.t.text(&view.program.basis).to_owned(),
        told: told(page, view, act),
        after: after(page, view, act),
        preview: Vec::new(),
        form: form.with_errors(errors),
        changed: if status == StatusCode::CONFLICT { changed(page, view) } else { String::new() },
    };
    page.show_as(status, &view)
}

/// What happened last.
pub(crate) fn changed(page: &Page, view: &CaseView) -> String {
    let last = view.timeline.last().map(|entry| page.staff_event(view, entry));
    let last = last.unwrap_or_default();
    page.t.with("act-changed-text", [("at", last.at), ("what", last.title)])
}

fn told(page: &Page, view: &CaseView, act: &Act) -> Vec<String> {
    let mut told = Vec::new();
    let notice = page.t.text(&act.notice);
    if !notice.is_empty() {
        told.push(page.t.with("act-told-person", [("notice", blanks(page, view, notice))]));
    }
    let fields = act.tells.iter().filter_map(|field| view.program.field(field));
    let fields: Vec<&str> = fields.map(|field| page.t.text(&field.label)).collect();
    if !fields.is_empty() {
        told.push(page.t.with("act-told-answer", [("fields", fields.join("、"))]));
    }
    if told.is_empty() {
        told.push(page.t.say("act-told-nobody"));
    }
    told
}

/// A notice before it is sent: what is not known yet stands as a dash.
fn blanks(page: &Page, view: &CaseView, notice: &str) -> String {
    let unit = page.unit_or_none(view.case.holder.as_ref());
    let mut text = notice.replace("{unit}", &unit);
    while let Some((before, rest)) = text.split_once('{') {
        let Some((_, after)) = rest.split_once('}') else { break };
        text = format!("{before}…{after}");
    }
    text
}

fn after(page: &Page, view: &CaseView, act: &Act) -> Vec<Fact> {
    let t = &page.t;
    let to: Option<&State> = act.to.as_ref().and_then(|state| view.program.state(state));
    let to = to.map_or_else(|| t.say("act-after-state-same"), |state| t.text(&state.name).to_owned());
    let mut facts = vec![Fact::new(t.say("act-after-state"), to)];
    if let Some(assign) = &act.assign {
        facts.push(Fact::new(t.say("act-after-holder"), assign_words(page, assign)));
    }
    if act.seals.is_some() {
        facts.push(Fact::new(t.say("act-after-sight"), t.say("act-after-sealed")));
    }
    for change in &act.clocks {
        let clock = page.clock_name(&view.program, &change.clock);
        let words = match &change.change {
            ClockVerb::Start => t.with("act-after-clock-start", [("clock", clock)]),
            ClockVerb::Stop => t.with("act-after-clock-stop", [("clock", clock)]),
            ClockVerb::Pause { .. } => t.with("act-after-clock-pause", [("clock", clock)]),
            ClockVerb::Resume => t.with("act-after-clock-resume", [("clock", clock)]),
            ClockVerb::Extend { by, .. } => {
                t.with("act-after-clock-extend", [("clock", clock), ("by", t.term(*by))])
            }
        };
        facts.push(Fact::new(t.say("act-after-clock"), words));
    }
    facts
}

fn assign_words(page: &Page, assign: &Assign) -> String {
    let key = match assign {
        Assign::Route => "act-assign-route",
        Assign::Field(_) => "act-assign-chosen",
        Assign::Superior => "act-assign-superior",
        Assign::Sender => "act-assign-sender",
        Assign::Receiver => "act-assign-receiver",
        Assign::Handler => "act-assign-handler",
        Assign::Kind(_) => "act-assign-kind",
        Assign::Own => "act-assign-own",
        Assign::Co(_) => "act-assign-co",
        Assign::CoDone => "act-assign-co-done",
    };
    page.t.say(key)
}
