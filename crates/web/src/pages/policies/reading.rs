//! One text: in plain words first, then article by article. Every version has an address of its own that stays.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::field::{Field, FieldKind, Value};
use domain::library::Version;
use domain::program::Program;
use office::queries::{Answered, TextView};
use text::{Document, Part, PartKind, Piece, Query};

use super::can_i::questions;
use super::{URL, text_url};
use crate::page::Page;
use crate::pages::raise::ABOUT;
use crate::parts::{Chip, Fact, Link, MatterRow, Shell};
use crate::problem::Problem;
use crate::tell::{control_name, value_text};
use crate::words::Say;

/// Chapters from which on a text gets a list of them.
const CONTENTS_MIN: usize = 2;

#[derive(Template)]
#[template(path = "public/policy.html")]
struct View {
    t: Say,
    shell: Shell,
    back_url: String,
    number: String,
    title: String,
    about: String,
    standing: Chip,
    older: String,
    present_url: String,
    summary: String,
    can_i_url: String,
    can_i_count: String,
    ask_url: String,
    answered: Vec<Answered>,
    outcomes: Vec<MatterRow>,
    contents: Vec<Link>,
    parts: Vec<PartView>,
    facts: Vec<Fact>,
    notes: Vec<Note>,
    versions: Vec<VersionRow>,
}

/// A heading or an article.
pub(crate) struct PartView {
    /// `chapter`, `section`, `article` or `opening`.
    pub(crate) kind: &'static str,
    pub(crate) anchor: String,
    pub(crate) label: String,
    /// Whether it stands under a heading.
    pub(crate) is_deep: bool,
    pub(crate) paragraphs: Vec<Vec<Piece>>,
}

/// A version in the list of all.
struct VersionRow {
    name: String,
    url: String,
    is_shown: bool,
    at: String,
    changes: String,
    compare_url: String,
}

/// Something longer that was said of a text, with links to what it cites.
struct Note {
    name: String,
    /// Empty: the links say it.
    text: String,
    cited: Vec<Link>,
}

/// Shows the present version.
pub async fn get(page: Page, Path(number): Path<String>) -> Result<Response, Problem> {
    show(&page, &number, None).await
}

/// Shows one version.
pub async fn version(
    page: Page,
    Path((number, version)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let version = version.parse().map_err(|_not_a_number| Problem::NotFound)?;
    show(&page, &number, Some(version)).await
}

async fn show(page: &Page, number: &str, version: Option<u32>) -> Result<Response, Problem> {
    let text = page.site.office.library_text(number, version).await?.ok_or(Problem::NotFound)?;
    let present = text.versions.len();
    let older = usize::try_from(text.version.number).is_ok_and(|shown| shown < present);
    let asked = Query::parse(&page.query("q"));
    let can_i = questions(&text);
    let questions_count = can_i.as_ref().map_or(0, |can_i| u64::try_from(can_i.questions.len()).unwrap_or(0));
    let view = View {
        t: page.t,
        shell: page.shell("policies"),
        back_url: back_url(page),
        number: text.number.clone(),
        title: text.title.clone(),
        about: text.text.clone(),
        standing: page.standing_chip(text.standing, text.validity),
        older: if older { older_words(page, &text) } else { String::new() },
        present_url: text_url(&text.number),
        summary: summary(&text),
        can_i_url: can_i.as_ref().map(|_| format!("{}/can-i", text_url(&text.number))).unwrap_or_default(),
        can_i_count: page.t.count("can-i-count", questions_count),
        ask_url: page.ask_url(&text),
        outcomes: text.outcomes.iter().map(|line| page.matter_row(line)).collect(),
        contents: contents(&text),
        parts: parts(&text.document, &asked),
        facts: facts(page, &text),
        notes: notes(page, &text).await?,
        versions: versions(page, &text),
        answered: text.answered,
    };
    page.show(&view)
}

/// Back to what was found, if something was asked.
fn back_url(page: &Page) -> String {
    let asked = page.query("q");
    if asked.is_empty() {
        return URL.to_owned();
    }
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("q", &asked);
    format!("{URL}?{}", query.finish())
}

fn older_words(page: &Page, text: &TextView) -> String {
    let shown = text.version.number.to_string();
    let present = text.versions.len().to_string();
    page.t.with("policy-older", [("shown", shown), ("present", present)])
}

fn summary(text: &TextView) -> String {
    let field = text.program.library.as_ref().and_then(|library| library.summary.as_ref());
    let said = field.and_then(|field| text.said.get(field)).and_then(Value::as_text);
    said.unwrap_or_default().to_owned()
}

fn contents(text: &TextView) -> Vec<Link> {
    let chapters = text.document.parts.iter().filter(|part| part.kind == PartKind::Chapter);
    let links: Vec<Link> =
        chapters.map(|part| Link::new(part.label.clone(), format!("#{}", part.anchor))).collect();
    if links.len() < CONTENTS_MIN { Vec::new() } else { links }
}

/// The parts of a text as they are shown, with what was asked for marked.
pub(crate) fn parts(document: &Document, asked: &Query) -> Vec<PartView> {
    let mut is_deep = false;
    let parts = document.parts.iter().map(|part| {
        is_deep |= matches!(part.kind, PartKind::Chapter | PartKind::Section);
        part_view(part, asked, is_deep)
    });
    parts.collect()
}

fn part_view(part: &Part, asked: &Query, is_deep: bool) -> PartView {
    PartView {
        is_deep,
        kind: match part.kind {
            PartKind::Chapter => "chapter",
            PartKind::Section => "section",
            PartKind::Article => "article",
            PartKind::Opening => "opening",
        },
        anchor: part.anchor.clone(),
        label: part.label.clone(),
        paragraphs: part.paragraphs.iter().map(|paragraph| asked.mark(paragraph)).collect(),
    }
}

/// Short facts, beside the text.
fn facts(page: &Page, text: &TextView) -> Vec<Fact> {
    let t = &page.t;
    let mut facts = vec![Fact::new(t.say("policies-standing"), page.validity(text.validity))];
    facts.extend(
        said(page, text)
            .filter(|(field, _)| !is_long(field))
            .map(|(field, value)| Fact::new(t.text(&field.label), value)),
    );
    facts.push(Fact::new(t.say("policies-topic"), page.category(&text.category)));
    facts.push(Fact::new(t.say("policies-place"), page.place(&text.place)));
    facts.push(Fact::new(t.say("policy-keeper"), page.unit_or_none(text.holder.as_ref())));
    facts.retain(|fact| !fact.value.is_empty());
    facts
}

/// Longer things that were said of it.
async fn notes(page: &Page, text: &TextView) -> Result<Vec<Note>, Problem> {
    let long = said(page, text).filter(|(field, _)| is_long(field));
    let long: Vec<(&Field, String)> = long.collect();
    let cited = page.cited_in(long.iter().map(|(_, text)| text.as_str())).await?;
    let notes = long.into_iter().zip(cited);
    Ok(notes
        .map(|((field, text), cited)| Note {
            name: page.t.text(&field.label).to_owned(),
            // Links say the same once each line is one.
            text: if cited.len() < text.lines().count() { text } else { String::new() },
            cited,
        })
        .collect())
}

impl Page {
    /// Where to ask about a text; empty: nowhere.
    pub(crate) fn ask_url(&self, text: &TextView) -> String {
        let questions = text.program.library.as_ref().and_then(|library| library.questions.as_ref());
        let Some(questions) = questions.filter(|asked| self.world.programs.current(&asked.kind).is_some())
        else {
            return String::new();
        };
        let title = self.t.with("policy-ask-title", [("title", text.title.as_str())]);
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("kind", questions.kind.as_str()).append_pair(ABOUT, &text.number);
        query.append_pair("category", text.category.as_str()).append_pair("title", &title);
        for (field, value) in &questions.with {
            query.append_pair(&control_name(field), value);
        }
        format!("/raise?{}", query.finish())
    }
}

/// What was said of a text, in the order of its program, apart from what has a place of its own.
fn said<'v>(page: &'v Page, text: &'v TextView) -> impl Iterator<Item = (&'v Field, String)> {
    let library = text.program.library.as_ref();
    let own = move |field: &Field| {
        library.is_some_and(|library| {
            library.valid_from == field.id
                || library.valid_until.as_ref() == Some(&field.id)
                || library.summary.as_ref() == Some(&field.id)
                || library.can_i.as_ref() == Some(&field.id)
                || library.changes.as_ref() == Some(&field.id)
        })
    };
    let others = text.program.fields.iter().filter(move |field| !own(field));
    others.filter_map(|field| Some((field, value_text(page, field, text.said.get(&field.id)?))))
}

fn is_long(field: &Field) -> bool {
    matches!(field.kind, FieldKind::Text { .. } | FieldKind::Lines { .. })
}

/// The versions, the present one first.
fn versions(page: &Page, text: &TextView) -> Vec<VersionRow> {
    let rows = text.versions.iter().rev().map(|version| {
        let number = version.number.to_string();
        VersionRow {
            name: page.t.with("policies-version", [("n", number.as_str())]),
            url: format!("{}/versions/{number}", text_url(&text.number)),
            is_shown: version.number == text.version.number,
            at: page.t.at(version.at),
            compare_url: if version.number > 1 {
                format!("{}/versions/{number}/changes", text_url(&text.number))
            } else {
                String::new()
            },
            changes: changes_of(&text.program, version),
        }
    });
    rows.collect()
}

/// What a version says that it changes; empty: nothing.
pub(super) fn changes_of(program: &Program, version: &Version) -> String {
    let field = program.library.as_ref().and_then(|library| library.changes.as_ref());
    let said = field.and_then(|field| version.values.get(field)).and_then(Value::as_text);
    said.unwrap_or_default().to_owned()
}
