//! From a citation to the text, and from what somebody wrote to the articles that an answer may rest on.

use std::collections::{BTreeMap, BTreeSet};

use domain::ids::CaseId;
use domain::library::{self, Standing};
use domain::world::World;
use store::library::LibraryFilter;
use store::{ReadTx, cases, library as rows};
use text::{Document, Query, cited_name, is_article};

use super::case_for_staff::program_of;
use super::library::body;
use crate::shared::Shared;
use crate::{Failure, Office};

/// Names that are looked up for one page.
const NAMES_MAX: usize = 60;
/// Words of a title for which articles are suggested, texts looked at for each, and articles suggested.
const SUGGEST_WORDS_MAX: usize = 6;
const SUGGEST_TEXTS: u32 = 6;
const SUGGESTIONS_MAX: usize = 12;

impl Office {
    /// The numbers of the texts that are cited by these names.
    pub async fn library_cited(&self, names: BTreeSet<String>) -> Result<BTreeMap<String, String>, Failure> {
        if names.is_empty() {
            return Ok(BTreeMap::new());
        }
        self.read(move |_, tx| {
            let found = rows::by_names(tx, names.iter().take(NAMES_MAX).map(String::as_str))?;
            let stored = cases::load_many(tx, found.iter().map(|(_, case)| case))?;
            let mut numbers = BTreeMap::new();
            for (name, case) in found {
                let Some(stored) = stored.get(&case) else { continue };
                // Of several of one name the one that holds since last.
                numbers.entry(name).or_insert_with(|| stored.case.opened.number.clone());
            }
            Ok(numbers)
        })
        .await
    }

    /// Articles that may be what an answer rests on, as they are cited (`《劳动法》第四十四条`): those that hold most of the words of a title.
    pub async fn library_suggest(&self, title: &str) -> Result<Vec<String>, Failure> {
        let (world, asked) = (self.world(), Query::parse(title));
        self.read(move |shared, tx| {
            let mut held_by: BTreeMap<(CaseId, String), usize> = BTreeMap::new();
            let one = |words: &str, phrases: Vec<String>| LibraryFilter {
                words: words.to_owned(),
                phrases,
                standing: Some((Standing::InForce, shared.now())),
                ..LibraryFilter::default()
            };
            let words = asked.words();
            let words = words.split(' ').filter(|word| !word.is_empty()).map(|word| one(word, Vec::new()));
            let phrases = asked.phrases().map(|phrase| one("", vec![phrase.to_owned()]));
            for filter in words.chain(phrases).take(SUGGEST_WORDS_MAX) {
                let texts = rows::list(tx, &filter, None, SUGGEST_TEXTS)?;
                for row in rows::hits(tx, &filter, texts.iter().map(|line| &line.case_id))? {
                    *held_by.entry((row.case_id, row.anchor)).or_default() += 1;
                }
            }
            let mut best: Vec<((CaseId, String), usize)> = held_by.into_iter().collect();
            best.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
            best.retain(|((_, anchor), _)| is_article(anchor));
            best.truncate(SUGGESTIONS_MAX);
            cited(tx, shared, &world, best.into_iter().map(|(article, _)| article).collect())
        })
        .await
    }
}

/// Articles as they are cited.
fn cited(
    tx: &mut ReadTx,
    shared: &Shared,
    world: &World,
    articles: Vec<(CaseId, String)>,
) -> Result<Vec<String>, Failure> {
    let stored = cases::load_many(tx, articles.iter().map(|(case, _)| case))?;
    let mut documents: BTreeMap<CaseId, Document> = BTreeMap::new();
    let mut cited = Vec::new();
    for (id, anchor) in articles {
        let Some(case) = stored.get(&id).map(|stored| &stored.case) else { continue };
        let program = program_of(shared, world, case)?;
        let (Some(version), Some(published)) = (library::versions(&program, case).pop(), &case.published)
        else {
            continue;
        };
        if !documents.contains_key(&id) {
            documents.insert(id.clone(), Document::parse(&body(tx, shared, &id, &version.digest)?));
        }
        let label = documents.get(&id).and_then(|document| document.part(&anchor)).map(|part| &part.label);
        cited.extend(label.map(|label| format!("《{}》{label}", cited_name(&published.title))));
    }
    Ok(cited)
}
