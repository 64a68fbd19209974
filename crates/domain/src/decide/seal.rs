//! Sealing a case that was opened as another: an officer has found that it is an accusation (信访工作条例 art. 30).

use crate::authority::may_handle_sealed;
use crate::event::Fact;
use crate::ids::UnitId;
use crate::program::Seals;
use crate::refusal::Refusal;
use crate::routing::is_accused;

use super::draft::Draft;
use super::{assign, clocks};

/// Seals the case and lets those helpers go who may not handle what is sealed.
pub(super) fn seal(draft: &mut Draft<'_>, seals: &Seals) {
    let accused: Vec<UnitId> = seals.accused.iter().flat_map(|field| assign::chosen(draft, field)).collect();
    draft.push(Fact::Sealed { accused });
    let barred = |unit: &&UnitId| !may_hold(draft, unit);
    let helpers: Vec<UnitId> = draft.case.co_units.iter().filter(barred).cloned().collect();
    for unit in helpers {
        clocks::stop_of(draft, &unit);
        draft.push(Fact::CoDone { unit });
    }
}

/// Whoever holds a sealed case must be allowed to; the act has to hand it to such a unit.
pub(super) fn check_holder(draft: &Draft<'_>) -> Result<(), Refusal> {
    match &draft.case.holder {
        Some(unit) if is_accused(draft.world, &draft.case.opened.accused, unit) => {
            Err(Refusal::Accused { unit: unit.clone() })
        }
        Some(unit) if !may_hold(draft, unit) => Err(Refusal::NotForSealed { unit: unit.clone() }),
        _ => Ok(()),
    }
}

fn may_hold(draft: &Draft<'_>, unit: &UnitId) -> bool {
    may_handle_sealed(draft.world, &draft.case, unit)
        && !is_accused(draft.world, &draft.case.opened.accused, unit)
}
