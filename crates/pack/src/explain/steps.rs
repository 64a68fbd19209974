//! Who can do what at each step, and what follows.

use domain::ids::StateId;
use domain::program::{Act, Assign, ClockOn, ClockVerb, Doer};

use super::say::Say;
use super::{Block, Section, condition};

pub(super) fn step_by_step(say: &Say<'_>) -> Section {
    let head =
        [("在哪一步", "Step"), ("谁", "Who"), ("可以做什么", "Can do"), ("条件", "If"), ("然后", "Then")];
    let open: Vec<&StateId> =
        say.program.states.iter().filter(|state| state.ends.is_none()).map(|state| &state.id).collect();
    let everywhere = |act: &&Act| open.len() > 1 && open.iter().all(|state| act.from.contains(state));
    let mut rows = Vec::new();
    for state in &say.program.states {
        let here = |act: &&Act| act.from.contains(&state.id) && !everywhere(act);
        rows.extend(step(say, say.text(&state.name), say.program.acts.iter().filter(here)));
    }
    let always = say.t("办结以前的每一步", "Every step before the end");
    rows.extend(step(say, always, say.program.acts.iter().filter(everywhere)));
    Section {
        heading: say.t("一步一步怎么走", "Step by step"),
        blocks: vec![Block::Table { head: head.iter().map(|(zh, en)| say.t(zh, en)).collect(), rows }],
    }
}

/// The rows of one step; its name stands in the first.
fn step<'a>(say: &Say<'_>, mut name: String, acts: impl Iterator<Item = &'a Act>) -> Vec<Vec<String>> {
    acts.filter(|act| act.by.iter().any(|doer| *doer != Doer::Timer))
        .map(|act| {
            let name = std::mem::take(&mut name);
            vec![name, say.doers(&act.by), say.text(&act.name), condition(say, act), then(say, act)]
        })
        .collect()
}

/// Where it leads, who gets it, and what happens to clocks.
pub(super) fn then(say: &Say<'_>, act: &Act) -> String {
    let mut parts: Vec<String> = act.to.iter().map(|to| format!("→ {}", say.state(to))).collect();
    let asked = act
        .clocks
        .iter()
        .filter(|change| change.change == ClockVerb::Start)
        .any(|change| say.program.clock(&change.clock).is_some_and(|clock| clock.on == ClockOn::Asked));
    parts.extend(act.assign.iter().map(|assign| match assign {
        Assign::Co(_) if asked => say.t("请选定的单位答复", "the units chosen owe an answer"),
        assign => say.assign(assign),
    }));
    for (verb, zh, en) in
        [(ClockVerb::Stop, "停止计时：", "stops: "), (ClockVerb::Start, "开始计时：", "starts: ")]
    {
        let clocks: Vec<String> = act
            .clocks
            .iter()
            .filter(|change| change.change == verb)
            .map(|change| say.clock(&change.clock))
            .collect();
        if !clocks.is_empty() {
            parts.push(format!("{}{}", say.t(zh, en), say.list(&clocks)));
        }
    }
    for change in &act.clocks {
        let clock = say.clock(&change.clock);
        match &change.change {
            ClockVerb::Start | ClockVerb::Stop => {}
            ClockVerb::Pause { .. } => {
                parts.push(format!("{}{clock}", say.t("暂停计时：", "stands still: ")));
            }
            ClockVerb::Resume => parts.push(format!("{}{clock}", say.t("继续计时：", "goes on: "))),
            ClockVerb::Extend { by, .. } => {
                parts.push(format!("{}{clock} +{}", say.t("延长：", "longer: "), say.term(*by)));
            }
        }
    }
    if act.seals.is_some() {
        parts.push(say.t("密封这一件", "seals the case"));
    }
    if act.publishes {
        parts.push(say.t("公开标题和内容", "title and text become public"));
    }
    if !act.apart.is_empty() {
        let others: Vec<String> = act.apart.iter().map(|act| say.act(act)).collect();
        parts.push(format!("{}{}", say.t("不能是同一人：", "by somebody else than: "), say.list(&others)));
    }
    parts.join(&say.t("；", "; "))
}
