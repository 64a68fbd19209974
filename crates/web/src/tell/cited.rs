//! Rules that an answer names, as links to the very articles. Officers write them as they always did: 《劳动法》第四十四条.

use std::collections::{BTreeMap, BTreeSet};

use text::{Cited, citations};

use crate::page::Page;
use crate::pages::policies::text_url;
use crate::parts::{Letter, Link};
use crate::problem::Problem;

/// Links under one text.
const LINKS_MAX: usize = 12;

impl Page {
    /// Puts links to what letters cite beside them.
    pub(crate) async fn cite(&self, letters: &mut [Letter]) -> Result<(), Problem> {
        let texts: Vec<String> =
            letters.iter().map(|letter| format!("{}\n{}", letter.basis, letter.text)).collect();
        let cited = self.cited_in(texts.iter().map(String::as_str)).await?;
        for (letter, links) in letters.iter_mut().zip(cited) {
            letter.cited = links;
        }
        Ok(())
    }

    /// Links to what each of these texts cites, as far as the library has it.
    pub(crate) async fn cited_in(
        &self,
        texts: impl IntoIterator<Item = &str>,
    ) -> Result<Vec<Vec<Link>>, Problem> {
        let cited: Vec<Vec<Cited>> = texts.into_iter().map(citations).collect();
        let names: BTreeSet<String> = cited.iter().flatten().filter_map(|piece| piece.name.clone()).collect();
        let numbers = self.site.office.library_cited(names).await?;
        Ok(cited.iter().map(|pieces| links(pieces, &numbers)).collect())
    }
}

/// Each rule and article once; a rule of which articles are named does not stand there once more by itself.
fn links(pieces: &[Cited], numbers: &BTreeMap<String, String>) -> Vec<Link> {
    let mut links: Vec<Link> = Vec::new();
    for piece in pieces {
        let Some((name, number)) = piece.name.as_ref().and_then(|name| numbers.get_key_value(name)) else {
            continue;
        };
        let of_articles =
            pieces.iter().any(|other| other.name.as_ref() == Some(name) && other.anchor.is_some());
        let link = match &piece.anchor {
            Some(anchor) => {
                Link::new(format!("《{name}》{}", piece.text), format!("{}#{anchor}", text_url(number)))
            }
            None if of_articles => continue,
            None => Link::new(format!("《{name}》"), text_url(number)),
        };
        if links.len() < LINKS_MAX && !links.iter().any(|known| known.url == link.url) {
            links.push(link);
        }
    }
    links
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_article_that_is_known_is_a_link() {
        let numbers = BTreeMap::from([
            ("劳动法".to_owned(), "ZC-1".to_owned()),
            ("噪声规定".to_owned(), "ZC-2".to_owned()),
        ]);
        let text =
            "依据《劳动法》第四十四条、第四十五条，《噪声规定》，《没有的》第一条，《劳动法》第四十四条。";
        let shown: Vec<(String, String)> =
            links(&citations(text), &numbers).into_iter().map(|link| (link.label, link.url)).collect();
        let expected = [
            ("《劳动法》第四十四条", "/policies/ZC-1#article-44"),
            ("《劳动法》第四十五条", "/policies/ZC-1#article-45"),
            ("《噪声规定》", "/policies/ZC-2"),
        ];
        assert_eq!(shown, expected.map(|(label, url)| (label.to_owned(), url.to_owned())));
    }
}
