//! What happens beside the acts of the program: notes, additions, publication, others who have the same.

use domain::command::{Caller, Command, Occasion};
use domain::event::Actor;
use domain::ids::Role;
use domain::program::Phase;
use jiff::{SignedDuration, Timestamp};

use super::actor::Stage;
use super::phrases::Spot;
use crate::dice::Dice;
use crate::life::Life;

/// Published, of a hundred that may be and are answered.
const PUBLISHED_PERCENT: u64 = 62;
/// Published while they are being handled, of a hundred.
const PUBLISHED_EARLY_PERCENT: u64 = 25;
/// Matters with a note for staff, or with something that the person added, of a hundred.
const NOTED_PERCENT: u64 = 14;
const ADDED_PERCENT: u64 = 6;
/// Others who say "I have this too", at most.
const SUPPORTED_MAX: i64 = 14;

/// Goes on from the last act until now.
pub(super) fn go_on(stage: &Stage<'_>, life: &mut Life, spot: &Spot, dice: &mut Dice) {
    if life.case.phase_now == Phase::Handling && dice.percent(NOTED_PERCENT) {
        let text = stage.phrases.general("internal_notes", spot, dice);
        let handler = life.case.holder.clone();
        let caller =
            handler.and_then(|unit| stage.staff.of(&unit, &Role::from("caseworker")).into_iter().next());
        if let Some(caller) = caller {
            later(stage, life, caller, Command::Note { text }, dice);
        }
    }
    if life.case.ending.is_none() && dice.percent(ADDED_PERCENT) {
        let text = stage.phrases.general("dissatisfied", spot, dice);
        later(stage, life, Caller::person(), Command::Add { text, photos: Vec::new() }, dice);
    }
    let percent = match life.case.phase_now {
        Phase::Answered | Phase::Closed => PUBLISHED_PERCENT,
        Phase::Handling => PUBLISHED_EARLY_PERCENT,
        Phase::Received => 0,
    };
    if life.case.opened.may_publish && dice.percent(percent) {
        publish(stage, life, dice);
    }
}

/// Lets a moderator publish it; others say that they have it too.
pub(super) fn publish(stage: &Stage<'_>, life: &mut Life, dice: &mut Dice) {
    let command = Command::Publish { title: life.opening.1.title.clone(), text: life.opening.1.text.clone() };
    for moderator in stage.staff.everybody("moderator") {
        if later(stage, life, moderator, command.clone(), dice) {
            let others = if dice.percent(35) { dice.between(1, SUPPORTED_MAX) } else { 0 };
            for _ in 0..others {
                later(stage, life, Caller::person(), Command::Support { by: Vec::new() }, dice);
            }
            return;
        }
    }
}

/// Does something some time after the last event, if that is not after now and not refused.
fn later(stage: &Stage<'_>, life: &mut Life, caller: Caller, command: Command, dice: &mut Dice) -> bool {
    let minutes = if matches!(command, Command::Support { .. }) {
        dice.between(20, 60 * 24)
    } else {
        dice.between(30, 60 * 30)
    };
    let after = life.case.changed_at + SignedDuration::from_mins(minutes);
    let at: Timestamp = if caller.by == Actor::Person { after } else { stage.in_office_hours(after, dice) };
    if at > stage.now {
        return false;
    }
    life.wait_until(at);
    life.run(Occasion { at, caller }, command).is_ok()
}
