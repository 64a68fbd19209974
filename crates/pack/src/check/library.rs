//! Texts that the public looks up: where their parts stand, that they get published, and that somebody else checks them before.

use domain::field::{FieldKind, SeenBy};
use domain::ids::FieldId;
use domain::program::{Act, Library, Program};
use domain::text::Text;

use super::Finding;

const PLACE: &str = "library";

pub(super) fn check(program: &Program) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut wrong = |code, zh: String, en: String| {
        findings.push(Finding::error(code, PLACE, Text::new(zh, en)));
    };
    let mut documents = domain::document::fields(program);
    if let Some(field) = documents.next().filter(|_| program.sealing.is_some()) {
        wrong(
            "document-sealed",
            format!("会封存的事项不能有长文字段“{field}”：它不在保险库里。"),
            format!(
                "a program that seals cases cannot have the document `{field}`: it is not kept in the vault."
            ),
        );
    }
    let Some(library) = &program.library else { return findings };
    for (id, fits, kind) in parts(library) {
        let field = program.field(id);
        if !field.is_some_and(|field| fits(&field.kind) && field.seen_by == SeenBy::Public) {
            wrong(
                "library-field",
                format!("“{id}”要是一个 {kind} 字段，seen_by = \"public\"。"),
                format!("`{id}` has to be a field of kind {kind} with seen_by = \"public\"."),
            );
        }
    }
    if let Some(questions) = &library.questions
        && !program.outcomes.contains(&questions.kind)
    {
        wrong(
            "library-questions",
            format!("有人问起时提的“{}”要写进 outcomes。", questions.kind),
            format!("what is raised by whoever asks, `{}`, has to be one of the outcomes.", questions.kind),
        );
    }
    let telling: Vec<&Act> = program.acts.iter().filter(|act| act.tells.contains(&library.body)).collect();
    if !telling.iter().any(|act| act.publishes) {
        wrong(
            "library-unpublished",
            format!("没有一步公布“{}”：要有一步 publishes = true，并在 tells 里写它。", library.body),
            format!(
                "nothing publishes `{}`: an act needs publishes = true and has to tell it.",
                library.body
            ),
        );
    }
    let writes = |act: &&Act| act.asks.iter().any(|ask| ask.field == library.body);
    let writing: Vec<&Act> = std::iter::once(&program.opening).chain(&program.acts).filter(writes).collect();
    for act in telling {
        if !act.tells.contains(&library.valid_from) {
            wrong(
                "library-undated",
                format!("“{}”公布正文，也要公布“{}”。", act.id, library.valid_from),
                format!("`{}` tells the text and has to tell `{}` with it.", act.id, library.valid_from),
            );
        }
        for writer in writing.iter().filter(|writer| !act.apart.contains(&writer.id)) {
            wrong(
                "library-four-eyes",
                format!("写的人不能自己公布：“{}”的 apart 里要有“{}”。", act.id, writer.id),
                format!("who writes it does not publish it: `apart` of `{}` needs `{}`.", act.id, writer.id),
            );
        }
    }
    findings
}

type Fits = fn(&FieldKind) -> bool;

/// The fields that it names, with the kind that each has to be.
fn parts(library: &Library) -> Vec<(&FieldId, Fits, &'static str)> {
    let document: Fits = |kind| matches!(kind, FieldKind::Document { .. });
    let date: Fits = |kind| matches!(kind, FieldKind::Date);
    let text: Fits = |kind| matches!(kind, FieldKind::Text { .. });
    let words: Fits = |kind| matches!(kind, FieldKind::Line { .. } | FieldKind::Text { .. });
    let choice: Fits = |kind| matches!(kind, FieldKind::Choice { .. } | FieldKind::Choices { .. });
    let mut parts = vec![(&library.body, document, "document"), (&library.valid_from, date, "date")];
    parts.extend(library.valid_until.iter().map(|field| (field, date, "date")));
    parts.extend(library.summary.iter().map(|field| (field, text, "text")));
    let can_i: Fits = |kind| matches!(kind, FieldKind::CanI);
    parts.extend(library.can_i.iter().map(|field| (field, can_i, "can_i")));
    parts.extend(library.changes.iter().map(|field| (field, words, "text")));
    parts.extend(library.filters.iter().map(|field| (field, choice, "choice")));
    parts
}
