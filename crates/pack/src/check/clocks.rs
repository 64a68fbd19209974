//! Clocks that start and stop, and what the timer may do.

use domain::clock::ClockId;
use domain::field::SeenBy;
use domain::program::{Act, Assign, ClockOn, ClockVerb, Doer, Program, Relation};
use domain::text::Text;

use super::Finding;

pub(super) fn check(program: &Program) -> Vec<Finding> {
    let mut findings = starts_and_stops(program);
    findings.extend(program.acts.iter().flat_map(|act| timer(program, act)));
    for act in std::iter::once(&program.opening).chain(&program.acts) {
        findings.extend(told(program, act));
        findings.extend(own_without_unit(act));
    }
    findings
}

fn starts_and_stops(program: &Program) -> Vec<Finding> {
    let acts = || std::iter::once(&program.opening).chain(&program.acts);
    let does = |clock: &ClockId, verb: &ClockVerb| {
        acts().flat_map(|act| &act.clocks).any(|change| change.clock == *clock && change.change == *verb)
    };
    let mut findings = Vec::new();
    for clock in &program.clocks {
        let place = format!("clock {}", clock.id);
        if !does(&clock.id, &ClockVerb::Start) {
            let words = Text::new("没有操作启动这个时钟。", "no act starts this clock.");
            findings.push(Finding::error("clock-never-started", &place, words));
        }
        let binds = clock.on.binds_staff();
        if binds && !does(&clock.id, &ClockVerb::Stop) {
            let words = Text::new(
                "没有操作停下这个时钟：办好了也会算逾期。",
                "no act stops this clock: even what is done in time would count as late.",
            );
            findings.push(Finding::error("clock-never-stopped", &place, words));
        }
        if clock.on == ClockOn::Ruler && !acts().any(|act| is_by_ruler(act) && stops(act, &clock.id)) {
            let words = Text::new(
                "这个时钟管的是裁决的单位，可是没有操作让裁决的单位（@ruler）来停下它。",
                "it binds the unit that rules, but no act by which that unit (`@ruler`) rules stops it.",
            );
            findings.push(Finding::error("nobody-rules", &place, words));
        }
        let by_timer =
            |act: &domain::ids::ActId| program.act(act).is_some_and(|act| act.by.contains(&Doer::Timer));
        if clock.breach.as_ref().is_some_and(|act| !by_timer(act)) {
            findings.push(Finding::error("not-by-timer", &place, not_by_timer()));
        }
    }
    for act in acts() {
        let others = act.then.iter().filter_map(|id| program.act(id));
        if others.into_iter().any(|other| !other.by.contains(&Doer::Timer)) {
            findings.push(Finding::error("not-by-timer", format!("act {}", act.id), not_by_timer()));
        }
    }
    findings
}

fn is_by_ruler(act: &Act) -> bool {
    act.by.iter().any(|doer| matches!(doer, Doer::Officer { at: Relation::Ruler, .. }))
}

fn stops(act: &Act, clock: &ClockId) -> bool {
    act.stops().any(|stopped| stopped == clock)
}

fn not_by_timer() -> Text {
    Text::new(
        "到期或随后自动做的操作，要写 by = [\"timer\"]。",
        "what happens at a breach or follows by itself has to be by = [\"timer\"].",
    )
}

/// The timer fills in no form, and does only what something makes it do.
fn timer(program: &Program, act: &Act) -> Vec<Finding> {
    if !act.by.contains(&Doer::Timer) {
        return Vec::new();
    }
    let place = format!("act {}", act.id);
    let mut findings = Vec::new();
    if act.asks.iter().any(|ask| ask.required) {
        let words = Text::new("时钟做的操作不能有必填的表单。", "the timer cannot fill in a form.");
        findings.push(Finding::error("timer-form", &place, words));
    }
    let breach = program.clocks.iter().any(|clock| clock.breach.as_ref() == Some(&act.id));
    let follows =
        std::iter::once(&program.opening).chain(&program.acts).any(|other| other.then.contains(&act.id));
    if !breach && !follows && act.by.iter().all(|doer| *doer == Doer::Timer) {
        let words = Text::new(
            "没有时钟到期或别的操作会引出它。",
            "no breach of a clock and no other act brings it about.",
        );
        findings.push(Finding::error("never-happens", &place, words));
    }
    findings
}

/// What the person is told must be for the person's eyes.
fn told(program: &Program, act: &Act) -> Vec<Finding> {
    let hidden =
        act.tells.iter().filter_map(|id| program.field(id)).filter(|field| field.seen_by == SeenBy::Staff);
    hidden
        .map(|field| {
            let words = Text::new(
                format!("要告诉当事人“{}”，但它只给工作人员看：改 seen_by。", field.id),
                format!("the person is told `{}`, which only staff may see: change its seen_by.", field.id),
            );
            Finding::error("told-but-hidden", format!("act {}", act.id), words)
        })
        .collect()
}

fn own_without_unit(act: &Act) -> Option<Finding> {
    let needs_unit = matches!(act.assign, Some(Assign::Own | Assign::CoDone));
    let without = act.by.iter().any(|doer| matches!(doer, Doer::Person | Doer::Timer));
    (needs_unit && without).then(|| {
        let words = Text::new(
            "当事人和时钟没有单位，不能交给“自己的单位”。",
            "the person and the timer have no unit of their own to give the case to.",
        );
        Finding::error("no-holder", format!("act {}", act.id), words)
    })
}
