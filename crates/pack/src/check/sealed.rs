//! Nothing sealed reaches whoever is accused. At run time every assignment asks the deny list and the kinds of unit that may
//! handle a sealed case; here it is proven that the program itself never points elsewhere, and that no case becomes one that
//! should have been sealed after it was opened.

use std::collections::BTreeSet;

use domain::field::SeenBy;
use domain::program::{Act, Assign, Doer, Program};
use domain::text::Text;

use super::Finding;
use super::walk::{Situation, Walk};
use crate::logic::{Atom, Bool};

/// Whether a case is sealed is decided at the opening, or by an act that says so; not by what a field comes to say.
pub(super) fn check_form(program: &Program) -> Vec<Finding> {
    let mut findings: Vec<Finding> = program.acts.iter().filter_map(|act| seal(program, act)).collect();
    let Some(sealing) = &program.sealing else { return findings };
    let fields: BTreeSet<String> =
        Bool::of(Some(&sealing.when)).atoms().iter().filter_map(field_of).map(str::to_owned).collect();
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
                format!("后来改“{field}”不会密封：要密封，写 seals。"),
                format!("changing `{field}` later does not seal: an act that is to do so says `seals`."),
            );
            findings.push(Finding::error("seals-too-late", format!("act {}", act.id), words));
        }
    }
    findings
}

/// An act that seals is done by somebody, and hands the case to whoever may handle what is sealed.
fn seal(program: &Program, act: &Act) -> Option<Finding> {
    act.seals.as_ref()?;
    let handlers = program.sealing.as_ref().map(|sealing| sealing.handlers.as_slice());
    let handed = match (&act.assign, handlers) {
        (Some(Assign::Kind(kind)), Some(handlers)) => handlers.contains(kind),
        (Some(Assign::Field(_)), Some(_)) => true,
        _ => false,
    };
    if handed && !act.by.contains(&Doer::Timer) {
        return None;
    }
    let words = Text::new(
        "密封要由人来做，并交给 sealing.handlers 里的单位：写 assign = \"kind:…\" 或 \"field:…\"，by 里不写 timer。",
        "sealing is done by somebody and hands the case to one of sealing.handlers: say assign = \"kind:…\" or \"field:…\", and no timer in `by`.",
    );
    Some(Finding::error("seals-without-handler", format!("act {}", act.id), words))
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
