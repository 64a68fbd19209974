//! Every condition: known names, possible comparisons, a yes or no.

use domain::guard::{Guard, Vocabulary};
use domain::program::Program;
use domain::text::Text;

use super::Finding;

pub(super) fn check(program: &Program) -> Vec<Finding> {
    let vocabulary = Vocabulary::of(program);
    conditions(program)
        .into_iter()
        .filter_map(|(place, what, guard)| {
            let fault = guard.check(&vocabulary).err()?;
            let words = Text::new(
                format!("{what} 的条件 `{}` 不对：{fault}。", guard.source()),
                format!("the condition of `{what}`, `{}`: {fault}.", guard.source()),
            );
            Some(Finding::error("condition", place, words))
        })
        .collect()
}

/// Every condition of a program, with its place and what it stands under.
fn conditions(program: &Program) -> Vec<(String, &'static str, &Guard)> {
    let mut all = Vec::new();
    for act in std::iter::once(&program.opening).chain(&program.acts) {
        all.extend(act.when.iter().map(|guard| (format!("act {}", act.id), "when", guard)));
        all.extend(act.rules.iter().map(|rule| (format!("act {}", act.id), "must", &rule.must)));
    }
    for clock in &program.clocks {
        let terms = clock.terms.iter().filter_map(|term| term.when.as_ref());
        all.extend(terms.map(|guard| (format!("clock {}", clock.id), "terms", guard)));
    }
    all.extend(program.sealing.iter().map(|sealing| ("sealing".to_owned(), "when", &sealing.when)));
    all
}
