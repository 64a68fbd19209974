//! The library: texts that the public looks up, article by article, version by version.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::case::Case;
use domain::field::{Field, FieldKind, SeenBy, Values};
use domain::ids::{CaseId, CategoryId, FieldId, KindId, UnitId};
use domain::library::{self, Standing, Validity, Version};
use domain::place::PlaceCode;
use domain::program::Program;
use domain::world::World;
use jiff::Timestamp;
use store::cases::{self, StoredCase};
use store::library::{ArticleRow, LibraryFilter, LibraryLine};
use store::{ReadTx, case_sources, documents, library as rows};
use text::{CaseNumber, Change, Document, Piece, Query, clip};

use super::case_for_staff::{OUTCOMES_MAX, outcomes, program_of};
use super::page::{limit, rows_of};
use super::{CaseLine, Page, Rows};
use crate::shared::Shared;
use crate::{Failure, Office};

/// Articles shown of one text among the answers to a question.
pub const HITS_SHOWN_MAX: usize = 3;
/// Characters of an article in such a list.
const EXCERPT_CHARS: usize = 90;
/// Characters of what is said of a text in a list.
const BEGINNING_CHARS: usize = 90;
/// Texts in a feed.
const FEED_TEXTS: u32 = 50;

/// Which texts are asked for. Everything that is set must hold.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LibraryQuery {
    /// Of this kind.
    pub kind: Option<KindId>,
    /// Words and phrases as typed.
    pub words: Option<String>,
    /// Holding in this place.
    pub place: Option<PlaceCode>,
    /// On this topic or one within it.
    pub category: Option<CategoryId>,
    /// With these choices.
    pub choices: Vec<(FieldId, String)>,
    /// Standing so today.
    pub standing: Option<Standing>,
}

/// A text in a list.
#[derive(Clone, Debug, PartialEq)]
pub struct TextLine {
    /// Its number.
    pub number: String,
    /// Its program.
    pub kind: KindId,
    /// The version of its program.
    pub pack_version: u32,
    /// Its title.
    pub title: String,
    /// The first words of what is said of it.
    pub beginning: String,
    /// Where it holds.
    pub place: PlaceCode,
    /// Its topic.
    pub category: CategoryId,
    /// What was said of it, for everybody.
    pub said: Values,
    /// From when until when it holds.
    pub validity: Validity,
    /// How it stands today.
    pub standing: Standing,
    /// How many versions were published.
    pub versions: u32,
    /// When it was published first.
    pub published_at: Timestamp,
    /// When the present version was published.
    pub issued_at: Timestamp,
    /// The articles that answer; empty when nothing was asked.
    pub hits: Vec<Hit>,
    /// How many articles answer besides.
    pub more_hits: usize,
}

/// An article that answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Its name in addresses; empty: what is said of the whole.
    pub anchor: String,
    /// Its number or heading.
    pub label: String,
    /// The stretch that answers, with the words that were asked for.
    pub pieces: Vec<Piece>,
}

/// A question about a text that was answered, as everybody may read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// The number of the question.
    pub number: String,
    /// In one line.
    pub title: String,
    /// What was asked.
    pub question: String,
    /// The written answer; empty while there is none.
    pub answer: String,
    /// When it was answered, or asked.
    pub at: Timestamp,
}

/// Two versions of a text, and what lies between them.
#[derive(Clone, Debug)]
pub struct Compared {
    /// The older version.
    pub old: Version,
    /// The newer one, with everything about the text.
    pub new: TextView,
    /// What was changed.
    pub changes: Vec<Change>,
}

/// A text as the public reads it, in one version.
#[derive(Clone, Debug)]
pub struct TextView {
    /// The case.
    pub case: CaseId,
    /// Its number.
    pub number: String,
    /// Its program, in its version.
    pub program: Arc<Program>,
    /// Its title.
    pub title: String,
    /// What it is about.
    pub text: String,
    /// Its topic.
    pub category: CategoryId,
    /// Where it holds.
    pub place: PlaceCode,
    /// The unit that keeps it.
    pub holder: Option<UnitId>,
    /// The version that is shown.
    pub version: Version,
    /// What was said of it: of the present version all that holds by now, of an older one what was said with it.
    pub said: Values,
    /// From when until when it holds, by that.
    pub validity: Validity,
    /// How the text stands today.
    pub standing: Standing,
    /// The words of the version.
    pub document: Document,
    /// Every version, the first one first.
    pub versions: Vec<Version>,
    /// Questions about it that were published, the latest first.
    pub answered: Vec<Answered>,
    /// What else came out of it and was published: sessions that explain it.
    pub outcomes: Vec<CaseLine>,
}

impl Office {
    /// Texts that hold since last first; where words are asked for, those that answer best first, with the articles that do.
    pub async fn library(&self, query: LibraryQuery, page: Page) -> Result<Rows<TextLine>, Failure> {
        let world = self.world();
        self.read(move |shared, tx| {
            let asked = Query::parse(query.words.as_deref().unwrap_or_default());
            if asked.is_empty() && asked.left_out() {
                return Ok(rows_of(Vec::new(), None));
            }
            let filter = filter(query, &asked, shared.now());
            let wanted = page.rows_wanted();
            let after = page.after.as_deref().and_then(read_key);
            let mut lines = rows::list(tx, &filter, after.as_ref(), limit(wanted.saturating_add(1)))?;
            let is_last = lines.len() <= wanted;
            lines.truncate(wanted);
            let next =
                lines.last().filter(|_| !is_last).map(|line| format!("{}.{}", line.rank, line.case_id));
            Ok(rows_of(shown(tx, shared, &world, (&filter, &asked), &lines)?, next))
        })
        .await
    }

    /// Texts in the order in which their present versions were published, the latest first: for a feed.
    pub async fn library_news(&self, query: LibraryQuery) -> Result<Vec<TextLine>, Failure> {
        let world = self.world();
        self.read(move |shared, tx| {
            let asked = Query::default();
            let filter = filter(LibraryQuery { words: None, ..query }, &asked, shared.now());
            let lines = rows::latest(tx, &filter, FEED_TEXTS)?;
            shown(tx, shared, &world, (&filter, &asked), &lines)
        })
        .await
    }

    /// A text in one version, or in its present one; `None` if there is none with this number, or it is not published.
    pub async fn library_text(
        &self,
        number: &str,
        version: Option<u32>,
    ) -> Result<Option<TextView>, Failure> {
        let Ok(number) = number.parse::<CaseNumber>() else { return Ok(None) };
        let world = self.world();
        self.read(move |shared, tx| {
            let stored = cases::find_by_number(tx, &number.to_string())?;
            let Some(case) = stored.map(|stored| stored.case) else { return Ok(None) };
            let program = program_of(shared, &world, &case)?;
            if !library::is_shown(&program, &case) {
                return Ok(None);
            }
            view(tx, shared, &world, (program, case), version)
        })
        .await
    }

    /// What was changed from one version of a text to another; `None` if there is no such text, or not both versions.
    pub async fn library_changes(
        &self,
        number: &str,
        old: u32,
        new: u32,
    ) -> Result<Option<Compared>, Failure> {
        let Some(new) = self.library_text(number, Some(new)).await? else { return Ok(None) };
        let Some(old) = new.versions.iter().find(|version| version.number == old).cloned() else {
            return Ok(None);
        };
        self.read(move |shared, tx| {
            let before = Document::parse(&body(tx, shared, &new.case, &old.digest)?);
            let changes = text::changes(&before, &new.document);
            Ok(Some(Compared { old, new, changes }))
        })
        .await
    }
}

fn filter(query: LibraryQuery, asked: &Query, now: Timestamp) -> LibraryFilter {
    LibraryFilter {
        kind: query.kind,
        place: query.place,
        category: query.category,
        labels: query.choices.iter().map(|(field, choice)| format!("{field}:{choice}")).collect(),
        standing: query.standing.map(|standing| (standing, now)),
        words: asked.words(),
        phrases: asked.phrases().map(str::to_owned).collect(),
    }
}

/// Where a page goes on, as it stands in addresses.
fn read_key(text: &str) -> Option<LibraryLine> {
    let (rank, case_id) = text.split_once('.')?;
    Some(LibraryLine { rank: rank.parse().ok()?, case_id: CaseId::from(case_id) })
}

fn shown(
    tx: &mut ReadTx,
    shared: &Shared,
    world: &World,
    (filter, asked): (&LibraryFilter, &Query),
    lines: &[LibraryLine],
) -> Result<Vec<TextLine>, Failure> {
    let mut stored = cases::load_many(tx, lines.iter().map(|line| &line.case_id))?;
    let mut hits: BTreeMap<CaseId, Vec<ArticleRow>> = BTreeMap::new();
    for row in rows::hits(tx, filter, lines.iter().map(|line| &line.case_id))? {
        hits.entry(row.case_id.clone()).or_default().push(row);
    }
    let mut shown = Vec::with_capacity(lines.len());
    for line in lines {
        let Some(StoredCase { case, .. }) = stored.remove(&line.case_id) else { continue };
        let program = program_of(shared, world, &case)?;
        let found = hits.remove(&line.case_id).unwrap_or_default();
        shown.extend(text_line(tx, shared, (world, &program), &case, (asked, &found))?);
    }
    Ok(shown)
}

fn text_line(
    tx: &mut ReadTx,
    shared: &Shared,
    (world, program): (&World, &Program),
    case: &Case,
    (asked, found): (&Query, &[ArticleRow]),
) -> Result<Option<TextLine>, Failure> {
    let versions = library::versions(program, case);
    let (Some(published), Some(version)) = (&case.published, versions.last()) else { return Ok(None) };
    let said = library::said(program, case);
    let validity = library::validity(program, &said);
    let summary = program.library.as_ref().and_then(|library| said.get(library.summary.as_ref()?)?.as_text());
    let articles: Vec<&ArticleRow> = found.iter().filter(|row| row.part > 0).collect();
    let mut hits = Vec::new();
    if !articles.is_empty() {
        let document = Document::parse(&body(tx, shared, case.id(), &version.digest)?);
        for row in articles.iter().take(HITS_SHOWN_MAX) {
            let Some(part) = document.part(&row.anchor) else { continue };
            let pieces = asked.excerpt(&part.text(), EXCERPT_CHARS);
            hits.push(Hit { anchor: row.anchor.clone(), label: part.label.clone(), pieces });
        }
    }
    Ok(Some(TextLine {
        number: case.opened.number.clone(),
        kind: case.kind().clone(),
        pack_version: case.opened.pack_version,
        title: published.title.clone(),
        beginning: clip(summary.unwrap_or(&published.text), BEGINNING_CHARS),
        place: case.place_now.place.clone(),
        category: case.category_now.clone(),
        validity,
        standing: validity.on(world.calendar.date_of(shared.now())),
        versions: version.number,
        published_at: published.at,
        issued_at: version.at,
        more_hits: articles.len().saturating_sub(hits.len()),
        said,
        hits,
    }))
}

fn view(
    tx: &mut ReadTx,
    shared: &Shared,
    world: &World,
    (program, case): (Arc<Program>, Case),
    number: Option<u32>,
) -> Result<Option<TextView>, Failure> {
    let versions = library::versions(&program, &case);
    let wanted = number.and_then(|number| versions.iter().find(|version| version.number == number));
    let version = if number.is_none() { versions.last() } else { wanted };
    let (Some(version), Some(published)) = (version.cloned(), case.published.clone()) else {
        return Ok(None);
    };
    let is_present = Some(&version) == versions.last();
    let whole = library::said(&program, &case);
    let standing = library::validity(&program, &whole).on(world.calendar.date_of(shared.now()));
    let said = if is_present { whole } else { version.values.clone() };
    Ok(Some(TextView {
        number: case.opened.number.clone(),
        title: published.title,
        text: published.text,
        category: case.category_now.clone(),
        place: case.place_now.place.clone(),
        holder: case.holder.clone(),
        document: Document::parse(&body(tx, shared, case.id(), &version.digest)?),
        validity: library::validity(&program, &said),
        standing,
        said,
        version,
        versions,
        answered: answered(tx, world, &program, &case)?,
        outcomes: outcomes(tx, &case, |other| {
            let line = CaseLine::public(world, other, shared.now());
            line.filter(|line| !is_question(&program, &line.kind))
        })?,
        program,
        case: case.opened.id,
    }))
}

fn is_question(program: &Program, kind: &KindId) -> bool {
    let questions = program.library.as_ref().and_then(|library| library.questions.as_ref());
    questions.is_some_and(|questions| questions.kind == *kind)
}

/// The questions about a text that everybody may read.
fn answered(
    tx: &mut ReadTx,
    world: &World,
    program: &Program,
    case: &Case,
) -> Result<Vec<Answered>, Failure> {
    let ids = case_sources::outcomes(tx, case.id(), OUTCOMES_MAX)?;
    let stored = cases::load_many(tx, &ids)?;
    let asked = ids.iter().rev().filter_map(|id| stored.get(id)).map(|stored| &stored.case);
    let asked = asked.filter(|asked| is_question(program, asked.kind()) && !asked.opened.sealed);
    Ok(asked.filter_map(|asked| answer(world, asked)).collect())
}

fn answer(world: &World, case: &Case) -> Option<Answered> {
    let published = case.published.as_ref()?;
    let program = world.programs.version(case.kind(), case.opened.pack_version)?;
    let long =
        |field: &&Field| field.seen_by == SeenBy::Public && matches!(field.kind, FieldKind::Text { .. });
    let written = case.told.iter().rev().find_map(|told| {
        let text =
            program.fields.iter().filter(long).find_map(|field| told.values.get(&field.id)?.as_text())?;
        Some((told.at, text.to_owned()))
    });
    let (at, answer) = written.unwrap_or((published.at, String::new()));
    Some(Answered {
        number: case.opened.number.clone(),
        title: published.title.clone(),
        question: published.text.clone(),
        answer,
        at,
    })
}

pub(super) fn body(tx: &mut ReadTx, shared: &Shared, case: &CaseId, digest: &str) -> Result<String, Failure> {
    documents::find(tx, case, digest)?
        .ok_or_else(|| shared.fault(format!("no words {digest} of case {case}")))
}
