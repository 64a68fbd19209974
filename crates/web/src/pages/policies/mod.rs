//! The library: laws, rules and announcements as people look them up.

pub mod can_i;
pub mod compare;
pub mod reading;

use std::sync::Arc;

use askama::Template;
use axum::response::Response;
use domain::field::{Field as Asked, Value};
use domain::library::{Standing, Validity};
use domain::place::PlaceCode;
use domain::program::Program;
use domain::world::World;
use office::queries::{Hit, LibraryQuery, TextLine};
use text::Piece;

use crate::page::Page;
use crate::parts::{Chip, Choice, Field, Link, Pager, Shell};
use crate::problem::Problem;
use crate::tell::{control_name, options, value_text};
use crate::words::Say;

/// Where the library is.
pub const URL: &str = "/policies";

/// How texts can be asked to stand, in the order of the choice.
const STANDINGS: [Standing; 3] = [Standing::InForce, Standing::Ahead, Standing::Over];

#[derive(Template)]
#[template(path = "public/policies.html")]
struct View {
    t: Say,
    shell: Shell,
    q: Field,
    filters: Vec<Field>,
    chosen: Vec<Link>,
    total: String,
    rows: Vec<TextRow>,
    pager: Pager,
    news_url: String,
}

/// A text in the list.
pub(crate) struct TextRow {
    pub(crate) title: String,
    pub(crate) url: String,
    pub(crate) standing: Chip,
    pub(crate) facts: String,
    pub(crate) beginning: String,
    pub(crate) hits: Vec<HitRow>,
    pub(crate) more: String,
}

/// An article that answers.
pub(crate) struct HitRow {
    pub(crate) url: String,
    pub(crate) label: String,
    pub(crate) pieces: Vec<Piece>,
}

/// Whether any program keeps texts: an office without them has no library.
#[must_use]
pub fn has_library(world: &World) -> bool {
    world.programs.iter().any(|program| program.library.is_some())
}

/// Shows the list, or what was found.
pub async fn get(page: Page) -> Result<Response, Problem> {
    let found = page.site.office.library(page.library_query(), page.part()).await?;
    let count = u64::try_from(found.rows.len()).unwrap_or(0);
    let view = View {
        t: page.t,
        shell: page.shell("policies"),
        q: Field::new("search", "q", page.t.say("policies-search")).value(page.query("q")),
        filters: page.library_filters(),
        chosen: page.library_chosen(),
        total: if found.next.is_some() {
            page.t.say("matters-more")
        } else {
            page.t.count("policies-total", count)
        },
        pager: page.pager(&found),
        rows: found.rows.iter().map(|line| page.text_row(line)).collect(),
        news_url: page.feed_url("/feeds/policies.atom"),
    };
    page.show(&view)
}

impl Page {
    /// The programs that keep texts.
    fn libraries(&self) -> impl Iterator<Item = &Arc<Program>> {
        self.world.programs.iter().filter(|program| program.library.is_some())
    }

    /// The choices by which the texts that are shown can be searched.
    fn library_fields(&self) -> Vec<&Asked> {
        let kind = self.query("kind");
        let mut fields: Vec<&Asked> = Vec::new();
        for program in self.libraries().filter(|program| kind.is_empty() || program.id.as_str() == kind) {
            let named = program.library.iter().flat_map(|library| &library.filters);
            for field in named.filter_map(|id| program.field(id)) {
                if !fields.iter().any(|known| known.id == field.id) {
                    fields.push(field);
                }
            }
        }
        fields
    }

    /// What the address asks of the library.
    pub(crate) fn library_query(&self) -> LibraryQuery {
        let some = |name: &str| Some(self.query(name)).filter(|value| !value.is_empty());
        let choices = self.library_fields().into_iter();
        LibraryQuery {
            words: some("q"),
            kind: some("kind").map(|id| id.as_str().into()),
            place: some("place").and_then(|code| PlaceCode::parse(&code).ok()),
            category: some("category").map(|id| id.as_str().into()),
            choices: choices
                .filter_map(|field| Some((field.id.clone(), some(&control_name(&field.id))?)))
                .collect(),
            standing: some("standing")
                .and_then(|name| STANDINGS.into_iter().find(|standing| standing.as_str() == name)),
        }
    }

    fn library_filters(&self) -> Vec<Field> {
        let mut filters = Vec::new();
        let kinds: Vec<Choice> = self
            .libraries()
            .map(|program| Choice::new(program.id.as_str(), self.t.text(&program.name)))
            .collect();
        if kinds.len() > 1 {
            filters.push(self.filter("kind", "policies-kind", "matters-all", kinds));
        }
        for field in self.library_fields() {
            let choices = options(&field.kind)
                .iter()
                .map(|option| Choice::new(option.id.clone(), self.t.text(&option.label)));
            let mut choices: Vec<Choice> = choices.collect();
            choices.insert(0, Choice::new("", self.t.say("matters-all")));
            let name = control_name(&field.id);
            let value = self.query(&name);
            filters.push(Field::new("select", name, self.t.text(&field.label)).options(choices).value(value));
        }
        let standings =
            STANDINGS.map(|standing| Choice::new(standing.as_str(), self.t.say(standing_key(standing))));
        filters.extend([
            self.filter("category", "policies-topic", "matters-all", self.category_choices()),
            self.filter("place", "policies-place", "matters-all", self.county_choices()),
            self.filter("standing", "policies-standing", "matters-all", standings.into()),
        ]);
        filters
    }

    /// Each filter that is on, as a link that takes it away.
    fn library_chosen(&self) -> Vec<Link> {
        let on = |name: &str, label: String| Link::new(label, self.here_with(name, ""));
        let asked = self.library_query();
        let mut chosen = Vec::new();
        chosen.extend(asked.words.map(|words| on("q", words)));
        chosen.extend(asked.kind.map(|kind| on("kind", self.kind(&kind))));
        for (id, choice) in asked.choices {
            let field = self.library_fields().into_iter().find(|field| field.id == id);
            let label = field.map(|field| value_text(self, field, &Value::Text(choice))).unwrap_or_default();
            chosen.push(on(&control_name(&id), label));
        }
        chosen.extend(asked.category.map(|category| on("category", self.category(&category))));
        chosen.extend(asked.place.map(|place| on("place", self.short_place(&place))));
        chosen.extend(asked.standing.map(|standing| on("standing", self.t.say(standing_key(standing)))));
        chosen
    }

    pub(crate) fn text_row(&self, line: &TextLine) -> TextRow {
        let url = text_url(&line.number);
        let asked = self.query("q");
        let marked = |hit: &Hit| {
            let mut query = form_urlencoded::Serializer::new(String::new());
            query.append_pair("q", &asked);
            HitRow {
                url: format!("{url}?{}#{}", query.finish(), hit.anchor),
                label: hit.label.clone(),
                pieces: hit.pieces.clone(),
            }
        };
        TextRow {
            title: line.title.clone(),
            standing: self.standing_chip(line.standing, line.validity),
            facts: self.text_facts(line),
            beginning: line.beginning.clone(),
            hits: line.hits.iter().map(marked).collect(),
            more: match u64::try_from(line.more_hits).unwrap_or(0) {
                0 => String::new(),
                more => self.t.count("policies-more-hits", more),
            },
            url,
        }
    }

    /// What it is, since when, where, which version: in one line.
    fn text_facts(&self, line: &TextLine) -> String {
        let program = self.world.programs.version(&line.kind, line.pack_version);
        let filters = program.and_then(|program| Some((program, program.library.as_ref()?)));
        let first = filters.and_then(|(program, library)| {
            let field = program.field(library.filters.first()?)?;
            Some(value_text(self, field, line.said.get(&field.id)?))
        });
        let mut facts = vec![first.unwrap_or_else(|| self.kind(&line.kind)), self.validity(line.validity)];
        facts.push(self.short_place(&line.place));
        if line.versions > 1 {
            facts.push(self.t.with("policies-version", [("n", line.versions.to_string())]));
        }
        facts.retain(|fact| !fact.is_empty());
        facts.join(" · ")
    }

    /// From when until when a text holds.
    pub(crate) fn validity(&self, validity: Validity) -> String {
        let day = |day| self.t.full_day(day);
        match (validity.from, validity.until) {
            (Some(from), Some(until)) => {
                self.t.with("policies-from-until", [("from", day(from)), ("until", day(until))])
            }
            (Some(from), None) => self.t.with("policies-from", [("from", day(from))]),
            (None, Some(until)) => self.t.with("policies-until", [("until", day(until))]),
            (None, None) => String::new(),
        }
    }

    /// Whether a text holds today; nothing of one that says no days, such as a decided case.
    pub(crate) fn standing_chip(&self, standing: Standing, validity: Validity) -> Chip {
        if validity == Validity::default() {
            return Chip::default();
        }
        let tone = match standing {
            Standing::Ahead => "blue",
            Standing::InForce => "green",
            Standing::Over => "",
        };
        Chip::new(self.t.say(standing_key(standing)), tone)
    }
}

/// The key of how a text stands.
fn standing_key(standing: Standing) -> &'static str {
    match standing {
        Standing::Ahead => "standing-ahead",
        Standing::InForce => "standing-in-force",
        Standing::Over => "standing-over",
    }
}

/// Where a text is.
pub(crate) fn text_url(number: &str) -> String {
    format!("{URL}/{number}")
}
