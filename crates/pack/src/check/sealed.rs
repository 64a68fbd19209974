//! Nothing sealed reaches whoever is accused. At run time every assignment asks the deny list and the kinds of unit that may
//! handle a sealed case; here it is proven that the program itself never points elsewhere, and that no case becomes one that
//! should have been sealed after it was opened.

use std::collections::BTreeSet;

use domain::field::SeenBy;
use domain::program::{Act, Assign, Program};
use domain::text::Text;

use super::Finding;
use super::walk::{Situation, Walk};
use crate::logic::{Atom, Bool};

/// Whether a case is sealed is decided at the opening, and only there.
pub(super) fn check_form(program: &Program) -> Vec<Finding> {
    let Some(sealing) = &program.sealing else { return Vec::new() };
    let fields: BTreeSet<String> =
        Bool::of(Some(&sealing.when)).atoms().iter().filter_map(field_of).map(str::to_owned).collect();
    let mut findings = Vec::new();
    for field in &fields {
        let asked = |act: &Act| act.asks.iter().any(|ask| ask.field.as_str() == *field);
        if !asked(&program.opening) {
            let words = Text::new(
                format!("密封要看“{field}”，提出时却不问它。"),
                format!("sealing looks at `{field}`, which the opening does not ask for."),
            );
            findings.push(Finding::error("seals-too-late", "sealing", words));
        }
        for act in program.acts.iter().filter(|act| asked(act)) {
            let words = Text::new(
                format!("后来改“{field}”不会再密封：已经有人看到了。请重新登记一件。"),
                format!(
                    "changing `{field}` later does not seal what others have seen already. Let it be raised anew."
                ),
            );
            findings.push(Finding::error("seals-too-late", format!("act {}", act.id), words));
        }
    }
    findings
}

fn field_of(atom: &Atom) -> Option<&str> {
    match atom {
        Atom::Flag(name) | Atom::Is(name, _) => {
            name.strip_prefix("f.").or_else(|| name.strip_prefix("form."))
        }
        Atom::Open(_) | Atom::Done(_) | Atom::Less(..) | Atom::Other(_) => None,
    }
}

/// No act that can be done to a sealed case gives it to a kind of unit outside, or tells the public of it.
pub(super) fn check_ways(walk: &Walk<'_>) -> Vec<Finding> {
    let Some(sealing) = &walk.program.sealing else { return Vec::new() };
    let mut findings = Vec::new();
    let mut told = BTreeSet::new();
    if let Some(Assign::Kind(kind)) =
        walk.program.opening.assign.as_ref().filter(|assign| leaks(assign, sealing))
    {
        findings.push(Finding::error("accused-could-see", "act raise", outside(kind.as_str())));
    }
    let open: BTreeSet<&str> = walk
        .situations()
        .filter(|(_, here)| !here.sealed)
        .flat_map(|(_, here)| possible(walk, here))
        .map(|act| act.id.as_str())
        .collect();
    for (at, here) in walk.situations().filter(|(_, here)| here.sealed) {
        for act in possible(walk, here) {
            let place = format!("act {}", act.id);
            let path = || format!("{} --{}--> ?", walk.path(at), act.id);
            if let Some(Assign::Kind(kind)) = act.assign.as_ref().filter(|assign| leaks(assign, sealing))
                && told.insert(place.clone())
            {
                findings.push(Finding::error("accused-could-see", &place, outside(kind.as_str())).by(path()));
            }
            let public = act.tells.iter().filter_map(|id| walk.program.field(id));
            // What open cases share is fine: a sealed case is never published. An act of its own has no business with the public.
            let only_sealed = !open.contains(act.id.as_str());
            for field in public.filter(|field| only_sealed && field.seen_by == SeenBy::Public) {
                if told.insert(format!("{place} {}", field.id)) {
                    findings.push(
                        Finding::error("accused-could-see", &place, to_public(field.id.as_str())).by(path()),
                    );
                }
            }
        }
    }
    findings
}

/// The acts that may be done in a situation.
fn possible<'p>(walk: &Walk<'p>, here: &Situation) -> Vec<&'p Act> {
    let acts = walk.program.acts.iter().filter(|act| act.from.contains(&here.state));
    acts.filter(|act| walk.allows(act, here) != Some(false)).collect()
}

fn leaks(assign: &Assign, sealing: &domain::program::Sealing) -> bool {
    matches!(assign, Assign::Kind(kind) if !sealing.handlers.contains(kind))
}

fn outside(kind: &str) -> Text {
    Text::new(
        format!("密封的事项会到“{kind}”类单位，它不在 sealing.handlers 里：被举报的人可能看到。"),
        format!(
            "a sealed case goes to a unit of kind `{kind}`, which is not among sealing.handlers: the accused could see it."
        ),
    )
}

fn to_public(field: &str) -> Text {
    Text::new(
        format!("密封的事项里，“{field}”会给所有人看：改 seen_by，或让这个操作只用于不密封的事项。"),
        format!(
            "in a sealed case `{field}` would be for everybody to see: change its seen_by, or keep this act for cases that are not sealed."
        ),
    )
}
