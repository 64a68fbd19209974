//! Carrying out one act of the program.

use crate::authority::may_do;
use crate::command::{Caller, Form};
use crate::event::{Fact, Opened};
use crate::field::{FieldRefusal, Values};
use crate::ids::{ActId, FieldId};
use crate::program::{Act, Program, THEN_MAX};
use crate::refusal::Refusal;
use crate::schedule;
use crate::term::is_past;
use crate::text::Text;
use crate::world::World;

use super::draft::Draft;
use super::{assign, clocks, seal};

pub(super) fn act(draft: &mut Draft<'_>, id: &ActId, form: &Form, seen: Option<u32>) -> Result<(), Refusal> {
    let act = draft.program.acts.iter().find(|act| act.id == *id);
    let act = act.ok_or_else(|| Refusal::NotOffered { act: id.clone() })?;
    // Said first: an act that somebody else has done meanwhile is not offered any more, and the reader should know why.
    if seen.is_some_and(|seen| seen < draft.case.seq) {
        return Err(Refusal::Stale { seq: draft.case.seq });
    }
    may_do(draft.world, &draft.case, draft.caller, act, &draft.facts(&Values::new()))?;
    let values = read(draft.world, draft.program, act, form)?;
    ask_rules(draft, act, &values)?;
    carry_out(draft, act, values)?;
    follow(draft, act)
}

/// Lets what follows by itself follow: see [`Act::then`].
pub(super) fn follow(draft: &mut Draft<'_>, act: &Act) -> Result<(), Refusal> {
    let timer = Caller::timer();
    let program = draft.program;
    let mut last = act;
    for _ in 0..THEN_MAX {
        let facts = draft.facts(&Values::new());
        let next = last
            .then
            .iter()
            .filter_map(|id| program.act(id))
            .find(|act| may_do(draft.world, &draft.case, &timer, act, &facts).is_ok());
        let Some(next) = next else { break };
        draft.hand_to_timer();
        carry_out(draft, next, Values::new())?;
        last = next;
    }
    Ok(())
}

/// Reads the form of an act; every field that does not fit is named at once.
pub(super) fn read(world: &World, program: &Program, act: &Act, form: &Form) -> Result<Values, Refusal> {
    let mut values = Values::new();
    let mut wrong: Vec<(FieldId, FieldRefusal)> = Vec::new();
    for ask in &act.asks {
        let Some(field) = program.field(&ask.field) else { continue };
        let sent = form.get(&field.id).map_or([].as_slice(), Vec::as_slice);
        match field.read(sent, world) {
            Ok(Some(value)) => {
                values.insert(field.id.clone(), value);
            }
            Ok(None) if ask.required => wrong.push((field.id.clone(), FieldRefusal::Missing)),
            Ok(None) => {}
            Err(refusal) => wrong.push((field.id.clone(), refusal)),
        }
    }
    wrong.extend(schedule::too_early(program, &values));
    if wrong.is_empty() { Ok(values) } else { Err(Refusal::Fields(wrong)) }
}

/// Asks the rules of the act; the first that does not hold refuses in its own words.
pub(super) fn ask_rules(draft: &Draft<'_>, act: &Act, values: &Values) -> Result<(), Refusal> {
    let facts = draft.facts(values);
    let broken = act.rules.iter().find(|rule| !rule.must.holds(&facts));
    broken.map_or(Ok(()), |rule| Err(Refusal::Rule(rule.otherwise.clone())))
}

/// Does what the program says of the act. Who may do it and what the form holds has been asked before.
pub(super) fn carry_out(draft: &mut Draft<'_>, act: &Act, values: Values) -> Result<(), Refusal> {
    let state = act.to.clone().unwrap_or_else(|| draft.case.state_now.clone());
    let found = draft.program.state(&state);
    draft.handler_before.clone_from(&draft.case.handler);
    draft.push(Fact::Acted {
        act: act.id.clone(),
        phase: found.map_or(draft.case.phase_now, |state| state.phase),
        ending: found.and_then(|state| state.ends),
        state,
        values,
        reopened: act.reopens,
    });
    if let Some(seals) = &act.seals {
        seal::seal(draft, seals);
    }
    if let Some(rule) = &act.assign {
        assign::assign(draft, rule, act)?;
    }
    if act.seals.is_some() {
        seal::check_holder(draft)?;
    }
    publish(draft, act);
    clocks_and_words(draft, act)
}

/// What is held in public is public: the words of the opening. A case that only some may know of, or whose
/// person does not agree, is not published so.
fn publish(draft: &mut Draft<'_>, act: &Act) {
    let Opened { sealed, may_publish, .. } = draft.case.opened;
    if act.publishes && may_publish && !sealed && draft.case.published.is_none() {
        let Opened { title, text, .. } = draft.case.opened.clone();
        draft.push(Fact::Published { title, text });
    }
}

/// What follows from an act beyond the new state and holder: clocks, and what the person is told.
pub(super) fn clocks_and_words(draft: &mut Draft<'_>, act: &Act) -> Result<(), Refusal> {
    clocks::change(draft, act)?;
    if draft.case.ending.is_some() {
        clocks::stop_all(draft);
    }
    let notice = filled(draft, &act.notice);
    if !act.tells.is_empty() || notice != Text::default() {
        draft.push(Fact::Told { notice, fields: act.tells.clone() });
    }
    Ok(())
}

/// A sentence with the name of the holder and due days in it; `{due}` is one that is still ahead, if there is one.
fn filled(draft: &Draft<'_>, notice: &Text) -> Text {
    if *notice == Text::default() {
        return Text::default();
    }
    let unit = draft.case.holder.as_ref().and_then(|unit| draft.world.units.find(unit));
    // Not those of helpers: the person waits for whoever holds it or rules on it.
    let awaited = draft.case.running().filter(|clock| clock.on.binds_one_unit());
    let ahead = awaited.filter_map(|clock| clock.due_at);
    let next = ahead.filter(|due_at| !is_past(*due_at, draft.at)).min();
    let next = next.or_else(|| draft.case.next_due().and_then(|clock| clock.due_at));
    let due = next.map(|at| draft.world.calendar.date_of(at));
    let name = unit.map(|unit| unit.name.clone()).unwrap_or_default();
    let day = due.map(Text::of_date).unwrap_or_default();
    let mut notice = Text {
        zh: notice.zh.replace("{unit}", &name.zh).replace("{due}", &day.zh),
        en: notice.en.replace("{unit}", &name.en).replace("{due}", &day.en),
    };
    for clock in &draft.case.clocks {
        let blank = format!("{{due.{}}}", clock.id);
        let due = clock.due_at.filter(|_| clock.stopped_at.is_none());
        let day = due.map(|at| Text::of_date(draft.world.calendar.date_of(at))).unwrap_or_default();
        notice = Text::new(notice.zh.replace(&blank, &day.zh), notice.en.replace(&blank, &day.en));
    }
    notice
}
