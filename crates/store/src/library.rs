//! Texts that the public looks up: lists, searches in articles, citations.

use domain::ids::{CaseId, CategoryId, KindId};
use domain::library::Standing;
use domain::place::PlaceCode;
use jiff::Timestamp;

use crate::dialect::match_words;
use crate::engine::{Query, ReadTx, StoreError, Value, WriteTx};
use crate::rows::from_row;

/// Texts on one page at most.
pub const PAGE_TEXTS_MAX: u32 = 250;
/// Articles that answer a question on one page at most.
const HITS_MAX: u32 = 2_000;

/// A text as the library lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LibraryRow {
    /// The case.
    pub case_id: CaseId,
    /// Its program.
    pub kind: KindId,
    /// By which it is cited.
    pub name: String,
    /// Where it holds.
    pub place: PlaceCode,
    /// Its topic.
    pub category: CategoryId,
    /// The beginning of the first day on which it holds; `None`: it was not said.
    pub from_at: Option<Timestamp>,
    /// The end of the last day; `None`: until further notice.
    pub until_at: Option<Timestamp>,
    /// When the present version was published.
    pub issued_at: Timestamp,
    /// Choices by which it is searched: `level:law`.
    pub labels: Vec<String>,
}

/// A part of the present version of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleRow {
    /// The case.
    pub case_id: CaseId,
    /// Its place in the text; 0: title and what is said about the whole.
    pub part: i64,
    /// Its name in addresses; empty for part 0.
    pub anchor: String,
    /// Its number in the search index.
    pub docid: i64,
}

from_row!(ArticleRow { case_id, part, anchor, docid });

/// Writes how these texts stand now; those of `cases` without a row are shown no more.
pub fn replace_many<'c>(
    tx: &mut WriteTx,
    cases: impl IntoIterator<Item = &'c CaseId> + Clone,
    rows: &[LibraryRow],
) -> Result<(), StoreError> {
    tx.execute_in("DELETE FROM library WHERE case_id IN ($1)", &[], cases.clone())?;
    tx.execute_in("DELETE FROM library_labels WHERE case_id IN ($1)", &[], cases)?;
    let labels =
        rows.iter().flat_map(|row| row.labels.iter().map(|label| [Value::from(&row.case_id), label.into()]));
    tx.insert_many("INSERT INTO library_labels (case_id, label) VALUES ($1, $2)", labels)?;
    let values = rows.iter().map(|row| {
        [
            Value::from(&row.case_id),
            (&row.kind).into(),
            (&row.name).into(),
            (&row.place).into(),
            (&row.category).into(),
            row.from_at.map_or(0, Timestamp::as_millisecond).into(),
            row.until_at.map_or(i64::MAX, Timestamp::as_millisecond).into(),
            row.issued_at.into(),
        ]
    });
    tx.insert_many(
        "INSERT INTO library (case_id, kind, name, place, category, from_at, until_at, issued_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        values,
    )
    .map(drop)
}

/// Writes the parts of these texts instead of those that they had.
pub fn replace_articles<'c>(
    tx: &mut WriteTx,
    cases: impl IntoIterator<Item = &'c CaseId>,
    rows: &[ArticleRow],
) -> Result<(), StoreError> {
    tx.execute_in("DELETE FROM articles WHERE case_id IN ($1)", &[], cases)?;
    let rows = rows.iter().map(|row| {
        [Value::from(&row.case_id), row.part.into(), row.anchor.as_str().into(), row.docid.into()]
    });
    tx.insert_many("INSERT INTO articles (case_id, part, anchor, docid) VALUES ($1, $2, $3, $4)", rows)
        .map(drop)
}

/// The parts of the present versions of these cases, at most 1,024 cases, in their order.
pub fn articles_of<'i>(
    tx: &mut ReadTx,
    case_ids: impl IntoIterator<Item = &'i CaseId>,
) -> Result<Vec<ArticleRow>, StoreError> {
    let sql =
        "SELECT case_id, part, anchor, docid FROM articles WHERE case_id IN ($1) ORDER BY case_id, part";
    tx.query_in(sql, &[], case_ids)
}

/// Which texts are asked for. Everything that is set must hold.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct LibraryFilter {
    /// Of this kind.
    pub kind: Option<KindId>,
    /// Holding in this place: in it, within it, or wherever it lies in.
    pub place: Option<PlaceCode>,
    /// On this topic or one within it.
    pub category: Option<CategoryId>,
    /// With all of these labels.
    pub labels: Vec<String>,
    /// Standing so at this moment.
    pub standing: Option<(Standing, Timestamp)>,
    /// Tokens that one article must hold, joined by spaces.
    pub words: String,
    /// Phrases that one article must hold.
    pub phrases: Vec<String>,
}

/// A line of the list, with what it is sorted by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LibraryLine {
    /// The case.
    pub case_id: CaseId,
    /// Its place in the list: when it began to hold, or how well it answers.
    pub rank: i64,
}

from_row!(LibraryLine { case_id, rank });

/// A page of texts: those that hold since last first, or, where words are asked for, those that answer best first. `after` is the last line
/// of the page before.
pub fn list(
    tx: &mut ReadTx,
    filter: &LibraryFilter,
    after: Option<&LibraryLine>,
    limit: u32,
) -> Result<Vec<LibraryLine>, StoreError> {
    let phrases: Vec<&str> = filter.phrases.iter().map(String::as_str).collect();
    let mut query = if let Some(mut query) = match_words(tx, &filter.words, &phrases) {
        // What is said about the whole weighs more than any number of articles.
        query.push(
            "SELECT /* part */ ranked.case_id AS case_id, ranked.rank AS rank FROM (SELECT articles.case_id AS case_id,
            CAST(sum(CASE WHEN articles.part = 0 THEN 100000 ELSE 1 END) AS BIGINT) AS rank
            FROM found CROSS JOIN articles CROSS JOIN library
            WHERE articles.docid = found.docid AND library.case_id = articles.case_id",
        );
        push_filter(&mut query, filter);
        query.push(" GROUP BY articles.case_id) AS ranked WHERE TRUE");
        query
    } else {
        let mut query = Query::new(
            "SELECT /* part */ ranked.case_id AS case_id, ranked.rank AS rank FROM
            (SELECT library.case_id AS case_id, library.from_at AS rank FROM library WHERE TRUE",
        );
        push_filter(&mut query, filter);
        query.push(") AS ranked WHERE TRUE");
        query
    };
    if let Some(line) = after {
        query.push(" AND (ranked.rank, ranked.case_id) < (").bind(line.rank);
        query.push(", ").bind(&line.case_id).push(")");
    }
    query.push(" ORDER BY ranked.rank DESC, ranked.case_id DESC LIMIT ").bind(limit.min(PAGE_TEXTS_MAX));
    tx.query_built(&query)
}

fn push_filter<'f>(query: &mut Query<'f>, filter: &'f LibraryFilter) {
    if let Some(kind) = &filter.kind {
        query.push(" AND library.kind = ").bind(kind);
    }
    if let Some(place) = &filter.place {
        let digits = i64::try_from(place.stem().len()).unwrap_or(i64::MAX);
        query.push(" AND (substr(library.place, 1, ").bind(digits).push(") = ").bind(place.stem());
        let above = place.and_ancestors().map(|code| code.as_str().to_owned());
        query.push(" OR library.place ").bind_list(above);
        query.push(")");
    }
    if let Some(category) = &filter.category {
        query.push(" AND (library.category = ").bind(category);
        query.push(" OR (library.category >= ").bind(format!("{category}."));
        query.push(" AND library.category < ").bind(format!("{category}/")).push("))");
    }
    for label in &filter.labels {
        query.push(
            " AND EXISTS (SELECT 1 FROM library_labels AS known WHERE known.case_id = library.case_id AND known.label = ",
        );
        query.bind(label).push(")");
    }
    match filter.standing {
        Some((Standing::Ahead, now)) => {
            query.push(" AND library.from_at > ").bind(now);
        }
        Some((Standing::Over, now)) => {
            query.push(" AND library.until_at <= ").bind(now);
        }
        Some((Standing::InForce, now)) => {
            query.push(" AND library.from_at <= ").bind(now).push(" AND library.until_at > ").bind(now);
        }
        None => {}
    }
}

/// The parts of these texts that hold all words and phrases, in the order of each text.
pub fn hits<'i>(
    tx: &mut ReadTx,
    filter: &LibraryFilter,
    case_ids: impl IntoIterator<Item = &'i CaseId>,
) -> Result<Vec<ArticleRow>, StoreError> {
    let phrases: Vec<&str> = filter.phrases.iter().map(String::as_str).collect();
    let Some(mut query) = match_words(tx, &filter.words, &phrases) else { return Ok(Vec::new()) };
    query.push(
        "SELECT /* part */ articles.case_id AS case_id, articles.part AS part, articles.anchor AS anchor, articles.docid AS docid
        FROM found CROSS JOIN articles WHERE articles.docid = found.docid AND articles.case_id ",
    );
    query.bind_list(case_ids).push(" ORDER BY articles.case_id, articles.part LIMIT ").bind(HITS_MAX);
    tx.query_built(&query)
}

/// The texts that are cited by these names, with the name of each; of several of one name all.
pub fn by_names<'n>(
    tx: &mut ReadTx,
    names: impl IntoIterator<Item = &'n str>,
) -> Result<Vec<(String, CaseId)>, StoreError> {
    tx.query_in(
        "SELECT name, case_id FROM library WHERE name IN ($1) ORDER BY name, from_at DESC, case_id",
        &[],
        names,
    )
}

/// Texts in the order in which their present versions were published, the latest first: for feeds.
pub fn latest(tx: &mut ReadTx, filter: &LibraryFilter, limit: u32) -> Result<Vec<LibraryLine>, StoreError> {
    let mut query = Query::new(
        "SELECT /* part */ library.case_id AS case_id, library.issued_at AS rank FROM library WHERE TRUE",
    );
    push_filter(&mut query, filter);
    query
        .push(" ORDER BY library.issued_at DESC, library.case_id DESC LIMIT ")
        .bind(limit.min(PAGE_TEXTS_MAX));
    tx.query_built(&query)
}
