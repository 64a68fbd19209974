//! What is wrong with a program, before it runs. Every finding says where, in words that a clerk can read, and, where a case
//! can come to grief, by which way it gets there.

mod aside;
mod clocks;
mod guards;
mod library;
mod names;
mod sealed;
mod texts;
mod visits;
mod walk;
mod ways;

use std::fmt;

use domain::program::Program;
use domain::text::{Language, Text};

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The pack must not run so.
    Error,
    /// It runs, but somebody should look.
    Warning,
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What kind of mistake: `dead-end`, `text-missing` …
    pub code: &'static str,
    /// How bad.
    pub severity: Severity,
    /// Where: `act transfer`, `state handling`.
    pub place: String,
    /// By which way a case gets there, when that matters: `registered --transfer--> transferred`.
    pub path: Option<String>,
    /// What is wrong, in words.
    pub words: Text,
}

impl Finding {
    fn error(code: &'static str, place: impl Into<String>, words: Text) -> Self {
        Self { code, severity: Severity::Error, place: place.into(), path: None, words }
    }

    fn warning(code: &'static str, place: impl Into<String>, words: Text) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, place, words) }
    }

    fn by(self, path: String) -> Self {
        Self { path: Some(path), ..self }
    }

    /// The finding as one paragraph in one language.
    #[must_use]
    pub fn say(&self, language: Language) -> String {
        let path = self.path.as_ref().map(|path| format!("\n    {path}")).unwrap_or_default();
        format!("{} [{}] {}{path}", self.place, self.code, self.words.get(language))
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.say(Language::En))
    }
}

/// Everything that is wrong with a program, errors first. Empty: it may run.
///
/// Ways are only followed once every name is known: until then the findings about names come alone.
#[must_use]
pub fn check(program: &Program) -> Vec<Finding> {
    let mut findings = names::check(program);
    findings.extend(texts::check(program));
    findings.extend(visits::check(program));
    findings.extend(library::check(program));
    findings.extend(guards::check(program));
    if findings.iter().all(|finding| finding.severity != Severity::Error || finding.code == texts::MISSING) {
        findings.extend(clocks::check(program));
        findings.extend(sealed::check_form(program));
        findings.extend(ways::check(program));
    }
    findings.sort_by_key(|finding| finding.severity);
    findings
}
