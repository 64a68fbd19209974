//! Every text in both languages.

use domain::program::Program;
use domain::text::{Language, Text};

use super::Finding;

/// The code of a text that is missing.
pub(super) const MISSING: &str = "text-missing";

/// Whether a text may be empty in both languages.
#[derive(Clone, Copy, PartialEq, Eq)]
enum May {
    BeEmpty,
    NotBeEmpty,
}

pub(super) fn check(program: &Program) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut look = |place: String, what: &str, text: &Text, may: May| {
        let missing: Vec<Language> = text.missing().collect();
        if missing.is_empty() || (may == May::BeEmpty && missing.len() == Language::ALL.len()) {
            return;
        }
        let zh = missing.iter().map(|language| if *language == Language::Zh { "中文" } else { "英文" });
        let en = missing.iter().map(|language| if *language == Language::Zh { "Chinese" } else { "English" });
        let words = Text::new(
            format!("“{what}”缺{}，请补上。", zh.collect::<Vec<_>>().join("和")),
            format!("`{what}` has no {} text: write it.", en.collect::<Vec<_>>().join(" and no ")),
        );
        findings.push(Finding::error(MISSING, place, words));
    };
    for (what, text) in [("name", &program.name), ("summary", &program.summary), ("basis", &program.basis)] {
        look("pack".into(), what, text, May::NotBeEmpty);
    }
    for role in &program.roles {
        look(format!("role {}", role.id), "name", &role.name, May::NotBeEmpty);
    }
    for preset in &program.presets {
        look(format!("preset {}", preset.id), "name", &preset.name, May::NotBeEmpty);
    }
    for channel in &program.channels {
        look(format!("channel {}", channel.id), "name", &channel.name, May::NotBeEmpty);
    }
    for field in &program.fields {
        look(format!("field {}", field.id), "label", &field.label, May::NotBeEmpty);
        look(format!("field {}", field.id), "help", &field.help, May::BeEmpty);
        for option in options(&field.kind) {
            look(
                format!("field {}", field.id),
                &format!("option {}", option.id),
                &option.label,
                May::NotBeEmpty,
            );
        }
    }
    for state in &program.states {
        look(format!("state {}", state.id), "name", &state.name, May::NotBeEmpty);
        look(format!("state {}", state.id), "about", &state.about, May::NotBeEmpty);
    }
    for act in std::iter::once(&program.opening).chain(&program.acts) {
        look(format!("act {}", act.id), "name", &act.name, May::NotBeEmpty);
        look(format!("act {}", act.id), "help", &act.help, May::BeEmpty);
        look(format!("act {}", act.id), "notice", &act.notice, May::BeEmpty);
        for rule in &act.rules {
            look(format!("act {}", act.id), "otherwise", &rule.otherwise, May::NotBeEmpty);
        }
    }
    for clock in &program.clocks {
        look(format!("clock {}", clock.id), "name", &clock.name, May::NotBeEmpty);
        look(format!("clock {}", clock.id), "basis", &clock.basis, May::NotBeEmpty);
    }
    if let Some(visits) = &program.visits {
        for need in &visits.needs {
            look(format!("visits need {}", need.id), "name", &need.name, May::NotBeEmpty);
        }
        for end in &visits.ends {
            look(format!("visits end {}", end.id), "name", &end.name, May::NotBeEmpty);
        }
    }
    if let Some(sealing) = &program.sealing {
        look("sealing".into(), "title", &sealing.title, May::NotBeEmpty);
    }
    findings
}

/// The options of a field that has some.
pub(super) fn options(kind: &domain::field::FieldKind) -> &[domain::field::FieldOption] {
    match kind {
        domain::field::FieldKind::Choice { options } | domain::field::FieldKind::Choices { options } => {
            options
        }
        _ => &[],
    }
}
