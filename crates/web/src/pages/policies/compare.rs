//! What was changed from one version of a text to another, for everybody: article by article, word by word.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use text::{Change, ChangeKind, PieceKind};

use super::reading::changes_of;
use super::text_url;
use crate::page::Page;
use crate::parts::{Link, Shell};
use crate::problem::Problem;
use crate::words::Say;

#[derive(Template)]
#[template(path = "public/policy_changes.html")]
struct View {
    t: Say,
    shell: Shell,
    url: String,
    title: String,
    lead: String,
    said: String,
    count: String,
    rows: Vec<ChangeRow>,
    others: Vec<Link>,
}

/// What became of one part, or of several that stayed.
pub(crate) struct ChangeRow {
    /// `changed`, `added`, `removed`, `renumbered` or `same`.
    pub(crate) kind: &'static str,
    /// What became of it, in words.
    pub(crate) name: String,
    /// Its number or heading; of those that stayed, all of them.
    pub(crate) label: String,
    pub(crate) pieces: Vec<ChangedWords>,
}

/// Some words.
pub(crate) struct ChangedWords {
    /// `kept`, `put` or `taken`.
    pub(crate) kind: &'static str,
    pub(crate) text: String,
}

/// Shows what a version changed of the one before it, or, with `from`, of another.
pub async fn get(page: Page, Path((number, version)): Path<(String, String)>) -> Result<Response, Problem> {
    let new: u32 = version.parse().map_err(|_not_a_number| Problem::NotFound)?;
    let from = page.query("from");
    let old = if from.is_empty() { new.saturating_sub(1) } else { from.parse().unwrap_or(0) };
    let compared = page.site.office.library_changes(&number, old, new).await?.ok_or(Problem::NotFound)?;
    let rows = page.change_rows(&compared.changes);
    let changed = rows.iter().filter(|row| row.kind != "same").count();
    let versions = [("old", old.to_string()), ("new", new.to_string())];
    let others = compared.new.versions.iter().filter(|other| other.number != new && other.number != old);
    let view = View {
        t: page.t,
        shell: page.shell("policies"),
        url: text_url(&number),
        title: compared.new.title.clone(),
        lead: page.t.with("changes-lead", versions),
        said: changes_of(&compared.new.program, &compared.new.version),
        count: page.t.count("changes-count", u64::try_from(changed).unwrap_or(0)),
        rows,
        others: others
            .map(|other| {
                let name = page.t.with("changes-with", [("n", other.number.to_string())]);
                Link::new(name, page.here_with("from", &other.number.to_string()))
            })
            .collect(),
    };
    page.show(&view)
}

impl Page {
    /// Changes as rows; what stayed is said in one row for all that stand together.
    pub(crate) fn change_rows(&self, changes: &[Change]) -> Vec<ChangeRow> {
        let mut rows: Vec<ChangeRow> = Vec::new();
        for change in changes {
            let row = self.change_row(change);
            match rows.last_mut().filter(|last| last.kind == "same" && row.kind == "same") {
                Some(last) => {
                    last.label.push('、');
                    last.label.push_str(&row.label);
                }
                None => rows.push(row),
            }
        }
        rows.retain(|row| row.kind != "same" || !row.label.is_empty());
        rows
    }

    fn change_row(&self, change: &Change) -> ChangeRow {
        let (kind, key) = match change.kind {
            ChangeKind::Same => ("same", "changes-same"),
            ChangeKind::Renumbered => ("renumbered", "changes-renumbered"),
            ChangeKind::Changed => ("changed", "changes-changed"),
            ChangeKind::Added => ("added", "changes-added"),
            ChangeKind::Removed => ("removed", "changes-removed"),
        };
        let (old, new) = (&change.old_label, &change.new_label);
        let label = match change.kind {
            ChangeKind::Removed => old.clone(),
            ChangeKind::Renumbered => format!("{old} → {new}"),
            ChangeKind::Changed if old != new => format!("{old} → {new}"),
            _ => new.clone(),
        };
        let is_read = !matches!(change.kind, ChangeKind::Same | ChangeKind::Renumbered);
        let pieces = change.pieces.iter().filter(|_| is_read).map(|piece| ChangedWords {
            kind: match piece.kind {
                PieceKind::Kept => "kept",
                PieceKind::Put => "put",
                PieceKind::Taken => "taken",
            },
            text: piece.text.clone(),
        });
        ChangeRow { kind, name: self.t.say(key), label, pieces: pieces.collect() }
    }
}
