//! In which order answers are worked out: each after what it needs.

use std::collections::BTreeSet;

use super::{Form, Part};

/// Nodes so that each comes after what it needs; or one that needs itself.
pub(super) fn order(form: &Form) -> Result<Vec<usize>, usize> {
    let mut waits_for: Vec<BTreeSet<usize>> = (0..form.nodes.len()).map(|id| needs(form, id)).collect();
    let mut needed_by: Vec<Vec<usize>> = vec![Vec::new(); form.nodes.len()];
    for (id, needs) in waits_for.iter().enumerate() {
        for need in needs {
            if let Some(list) = needed_by.get_mut(*need) {
                list.push(id);
            }
        }
    }
    // What waits for nothing, in the order of the questionnaire.
    let mut free: BTreeSet<usize> =
        (0..form.nodes.len()).filter(|id| waits_for.get(*id).is_some_and(BTreeSet::is_empty)).collect();
    let mut order = Vec::new();
    while let Some(id) = free.pop_first() {
        order.push(id);
        for waiting in needed_by.get(id).into_iter().flatten() {
            if let Some(needs) = waits_for.get_mut(*waiting) {
                needs.remove(&id);
                if needs.is_empty() {
                    free.insert(*waiting);
                }
            }
        }
    }
    if order.len() == form.nodes.len() {
        return Ok(order);
    }
    let done: BTreeSet<usize> = order.into_iter().collect();
    Err(in_circle(&waits_for, &done))
}

/// Somebody who is in the circle, not only behind it: whoever is met twice on the way from need to need.
fn in_circle(waits_for: &[BTreeSet<usize>], done: &BTreeSet<usize>) -> usize {
    let mut at = (0..waits_for.len()).find(|id| !done.contains(id)).unwrap_or_default();
    let mut met = BTreeSet::new();
    while met.insert(at) {
        at = waits_for.get(at).and_then(|needs| needs.first()).copied().unwrap_or(at);
    }
    at
}

/// What must be known before this one: what is around it, and what decides whether it is asked and what it is.
fn needs(form: &Form, id: usize) -> BTreeSet<usize> {
    let Some(node) = form.node(id) else { return BTreeSet::new() };
    let mut needs: BTreeSet<usize> = node.parent.into_iter().collect();
    for (part, expression) in node.kind.expressions() {
        if !matches!(part, Part::Relevant | Part::Calculation | Part::Default | Part::RepeatCount) {
            continue;
        }
        expression.tree().walk(&mut |tree| {
            if let Some(meant) = form.meant(id, tree) {
                // A calculation that reads its own last value (`once(.)`) is no circle.
                if meant != id || part == Part::Relevant {
                    needs.insert(meant);
                }
            }
        });
    }
    needs
}
