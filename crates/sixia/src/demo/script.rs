//! What is said and chosen in one matter of the demonstration, and how forms are filled with it: by what the fields of a program take,
//! whatever the program.

use std::collections::BTreeMap;

use domain::command::Form;
use domain::field::{Field, FieldKind, FieldOption, SeenBy};
use domain::ids::UnitId;
use domain::leader::Leader;
use domain::program::{Act, Assign, ClockVerb, Doer, Program, Shape};
use domain::routing::{Question, route};
use domain::world::World;
use jiff::{Timestamp, ToSpan};

use super::phrases::{Phrases, Spot};
use crate::dice::Dice;
use crate::life::Life;

/// Optional fields that are filled in, of a hundred.
const OPTIONAL_FILLED_PERCENT: u64 = 50;
/// Yes to a question that is not about the outcome, of a hundred.
const YES_PERCENT: u64 = 12;
/// Checks that work passes at the first time, of a hundred.
const PASSED_PERCENT: u64 = 88;
/// How many days an activity is planned ahead, at least.
const MEETING_DAYS: i64 = 9;
/// The kind of unit that takes something on where nobody is named.
const STREET: &str = "street";

/// What is said and chosen in one matter.
#[derive(Clone, Debug, Default)]
pub(crate) struct Script {
    /// Options that fit, wherever they can be chosen: `complaint`, `urgent`, `solved`.
    pub(crate) hints: Vec<String>,
    /// Questions that are answered with yes.
    pub(crate) yes: Vec<String>,
    /// The written answers, the first first.
    pub(crate) replies: Vec<String>,
    /// What certain fields say.
    pub(crate) fields: BTreeMap<String, String>,
    /// What the person says when not content.
    pub(crate) complaint: String,
    /// What the person says of each answer: answered, solved, satisfied. The last holds from then on.
    pub(crate) verdicts: Vec<[bool; 3]>,
    /// The unit that should handle it.
    pub(crate) unit: Option<UnitId>,
    /// Units that should help.
    pub(crate) units: Vec<UnitId>,
    /// Names of representatives.
    pub(crate) names: Vec<String>,
    /// How many people stand behind it.
    pub(crate) people_count: u32,
    /// The number of an earlier matter like it.
    pub(crate) earlier: Option<String>,
    /// Whether only the usual acts are done.
    pub(crate) is_plain: bool,
}

/// How much of a form is filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Filled {
    /// What must be, and some of the rest.
    Some,
    /// Everything.
    All,
}

/// Everything that filling a form looks at.
pub(crate) struct Desk<'d> {
    pub(crate) world: &'d World,
    pub(crate) phrases: &'d Phrases,
    pub(crate) spot: &'d Spot,
    pub(crate) at: Timestamp,
    /// The program, the case as far as there is one, and the act whose form it is.
    pub(crate) program: &'d Program,
    pub(crate) life: Option<&'d Life>,
    pub(crate) act: &'d Act,
}

impl Desk<'_> {
    /// How often the case was taken up again.
    fn round(&self) -> u32 {
        self.life.map_or(0, |life| life.case.reopened)
    }
}

impl Script {
    /// What the person says of the answer of this round, counted from 0.
    pub(crate) fn verdict(&self, round: u32) -> [bool; 3] {
        let round = usize::try_from(round).unwrap_or(usize::MAX);
        self.verdicts.get(round).or(self.verdicts.last()).copied().unwrap_or([true; 3])
    }

    fn reply(&self, round: u32) -> String {
        let round = usize::try_from(round).unwrap_or(usize::MAX);
        self.replies.get(round).or(self.replies.last()).cloned().unwrap_or_default()
    }

    /// The form of the act at hand.
    pub(crate) fn form(&self, desk: &Desk<'_>, filled: Filled, dice: &mut Dice) -> Form {
        let mut form = Form::new();
        for ask in &desk.act.asks {
            let Some(field) = desk.program.field(&ask.field) else { continue };
            let always = ask.required || filled == Filled::All || field.seen_by == SeenBy::Public;
            if !always && !self.wants(field) && !dice.percent(OPTIONAL_FILLED_PERCENT) {
                continue;
            }
            let said = self.value(desk, field, dice);
            if !said.is_empty() {
                form.insert(field.id.clone(), said);
            }
        }
        form
    }

    /// Whether the script has something of its own to say in the field.
    fn wants(&self, field: &Field) -> bool {
        match &field.kind {
            FieldKind::Choice { options } | FieldKind::Choices { options } => self.hinted(options).is_some(),
            FieldKind::YesNo => self.yes.iter().any(|yes| yes == field.id.as_str()),
            FieldKind::Lines { .. } => !self.names.is_empty(),
            _ => false,
        }
    }

    fn hinted<'o>(&self, options: &'o [FieldOption]) -> Option<&'o FieldOption> {
        self.hints.iter().find_map(|hint| options.iter().find(|option| option.id == *hint))
    }

    fn value(&self, desk: &Desk<'_>, field: &Field, dice: &mut Dice) -> Vec<String> {
        if let Some(said) = self.fields.get(field.id.as_str()) {
            return vec![said.clone()];
        }
        match &field.kind {
            FieldKind::Choice { options } => {
                let usual = dice.weighted(options, |option| {
                    u64::from(Some(&option.id) == options.first().map(|o| &o.id)) * 3 + 1
                });
                self.hinted(options).or(usual).map(|option| option.id.clone()).into_iter().collect()
            }
            FieldKind::Choices { options } => self
                .hinted(options)
                .or_else(|| dice.pick(options))
                .map(|option| option.id.clone())
                .into_iter()
                .collect(),
            FieldKind::YesNo => vec![self.yes_or_no(desk, field, dice)],
            FieldKind::Number { min, max } => {
                let number = known_number(desk, field, dice).unwrap_or(i64::from(self.people_count));
                vec![number.clamp(*min, *max).to_string()]
            }
            FieldKind::Date => {
                let day = desk.world.calendar.date_of(desk.at);
                let days = known_number(desk, field, dice).unwrap_or_else(|| dice.between(1, 7));
                let day = day.checked_add(days.days()).unwrap_or(day);
                vec![day.to_string()]
            }
            FieldKind::Moment => vec![moment_for(desk, field, known_number(desk, field, dice))],
            FieldKind::Leader => leader_for(desk, dice).into_iter().collect(),
            FieldKind::Unit => self.unit_for(desk).map(|unit| unit.to_string()).into_iter().collect(),
            FieldKind::Units => self.helpers(desk, dice).iter().map(ToString::to_string).collect(),
            FieldKind::Lines { .. } if desk.program.shape == Shape::Activity => {
                vec![self.words(desk, field, dice)]
            }
            FieldKind::Lines { .. } => self.names.clone(),
            FieldKind::CanI | FieldKind::Document { .. } => Vec::new(),
            FieldKind::Line { chars_max } | FieldKind::Text { chars_max } => {
                let text = self.words(desk, field, dice);
                let most = usize::try_from(*chars_max).unwrap_or(usize::MAX);
                vec![text.chars().take(most).collect()]
            }
        }
    }

    fn yes_or_no(&self, desk: &Desk<'_>, field: &Field, dice: &mut Dice) -> String {
        let [answered, solved, satisfied] = self.verdict(desk.round());
        let figures = &desk.program.figures;
        let is = |of: &Option<domain::ids::FieldId>| of.as_ref() == Some(&field.id);
        let yes = if is(&figures.answered) {
            answered
        } else if is(&figures.solved) {
            solved
        } else if is(&figures.satisfied) {
            satisfied
        } else if desk.act.main && !desk.act.then.is_empty() {
            // The answer decides what follows: most work passes, and what was done again does.
            desk.round() > 0 || dice.percent(PASSED_PERCENT)
        } else {
            self.yes.iter().any(|yes| yes == field.id.as_str())
                || (!self.is_plain && desk.life.is_some() && dice.percent(YES_PERCENT))
        };
        if yes { "yes".to_owned() } else { "no".to_owned() }
    }

    /// The unit that an officer would choose: the script's, or the one that the duty list names.
    fn unit_for(&self, desk: &Desk<'_>) -> Option<UnitId> {
        let Some(life) = desk.life else {
            return desk.world.units.nearest(&STREET.into(), &desk.spot.code).map(|unit| unit.id.clone());
        };
        let case = &life.case;
        let free = |unit: &UnitId| !case.opened.accused.contains(unit) && case.holder.as_ref() != Some(unit);
        let own = self.unit.clone().filter(free);
        own.or_else(|| {
            route(desk.world, &Question::of(case, Some(desk.program), desk.at)).map(|(unit, _)| unit)
        })
        .or_else(|| case.handler.clone())
        .or_else(|| case.holder.clone())
    }

    /// Units that are asked to help: the script's, or one or two departments of the same county.
    fn helpers(&self, desk: &Desk<'_>, dice: &mut Dice) -> Vec<UnitId> {
        let Some(case) = desk.life.map(|life| &life.case) else { return Vec::new() };
        let free = |unit: &UnitId| !case.opened.accused.contains(unit) && case.holder.as_ref() != Some(unit);
        let own: Vec<UnitId> = self.units.iter().filter(|unit| free(unit)).cloned().collect();
        if !own.is_empty() {
            return own;
        }
        let departments: Vec<&UnitId> = desk
            .world
            .units
            .iter()
            .filter(|unit| unit.kind.as_str() == "department" && unit.place.level() == 3)
            .filter(|unit| desk.spot.code.is_within(&unit.place) && free(&unit.id))
            .map(|unit| &unit.id)
            .collect();
        let mut chosen: Vec<UnitId> =
            (0..=dice.below(2)).filter_map(|_| dice.pick(&departments)).map(|unit| (*unit).clone()).collect();
        chosen.sort();
        chosen.dedup();
        chosen
    }

    /// What is written into a text field, by what the act does.
    fn words(&self, desk: &Desk<'_>, field: &Field, dice: &mut Dice) -> String {
        let (act, round) = (desk.act, desk.round());
        let name = field.id.as_str();
        let general = |list: &str, dice: &mut Dice| desk.phrases.general(list, desk.spot, dice);
        if name.starts_with("same") {
            return self.earlier.clone().unwrap_or_default();
        }
        if let Some(text) = fixed_words(name) {
            return text.to_owned();
        }
        if act.by.contains(&Doer::Person) {
            return self.persons_words(desk, dice);
        }
        let moves_clock = act
            .clocks
            .iter()
            .any(|change| matches!(change.change, ClockVerb::Pause { .. } | ClockVerb::Extend { .. }));
        let doers = act.by.iter().filter_map(|doer| {
            if let Doer::Officer { role, .. } = doer { Some(role.as_str()) } else { None }
        });
        let roles: Vec<&str> = doers.collect();
        if act.assign == Some(Assign::Sender) || name.contains("return") {
            general("return_reasons", dice)
        } else if moves_clock || name.contains("extension") || name.contains("delay") {
            general("delay_reasons", dice)
        } else if roles.contains(&"verifier") {
            general("verification_remarks", dice)
        } else if roles.contains(&"supervisor") {
            general("supervision_remarks", dice)
        } else if field.seen_by == SeenBy::Public
            || name.contains("reply")
            || name.contains("opinion")
            || name.contains("result")
            || (field.seen_by == SeenBy::Person && self.is_plain)
        {
            self.reply(round)
        } else if desk.program.figures.callback.as_ref() == Some(&act.id) {
            self.persons_words(desk, dice)
        } else {
            general("internal_notes", dice)
        }
    }

    fn persons_words(&self, desk: &Desk<'_>, dice: &mut Dice) -> String {
        let [_, solved, satisfied] = self.verdict(desk.round());
        let asks_verdict = desk.act.asks.len() > 1;
        let list = match (asks_verdict, solved, satisfied) {
            (true, true, true) => "solved",
            (true, false, true) => "partly",
            (true, true, false) => "explained",
            (true, false, false) | (false, ..) => "dissatisfied",
        };
        if !solved && !self.complaint.is_empty() {
            return self.complaint.clone();
        }
        desk.phrases.general(list, desk.spot, dice)
    }
}

/// A number that the phrase book knows for a field of this program.
fn known_number(desk: &Desk<'_>, field: &Field, dice: &mut Dice) -> Option<i64> {
    desk.phrases.number(desk.program.id.as_str(), field.id.as_str(), dice)
}

/// Words that are the same in every matter.
fn fixed_words(field: &str) -> Option<&'static str> {
    let said = [
        ("basis", "《信访工作条例》和本市2024年职责清单"),
        (
            "remedy",
            "如不同意本答复，可以自收到之日起三十日内向上一级机关书面申请复查；也可以依法申请行政复议或者提起诉讼。",
        ),
        ("path", "这件事请找主管部门的服务窗口，带身份证和现有材料；需要帮忙的，社区可以陪您去。"),
        ("withdraw", "事情已经解决，不用再办了。"),
        ("co_task", "请派人一起到现场，按各自职责办理，结果三日内告知主办单位。"),
        ("cancel_reason", "台风蓝色预警，人不好聚，另定时间。"),
        ("change_reason", "会场临时有急用，改到下一个工作日。"),
        ("drop_reason", "同样的题目市里已经在做，并过去一起调研。"),
        ("dispatch_reason", "按2024年职责清单，由该单位负责。"),
    ];
    said.iter().find(|(part, _)| field.contains(part)).map(|(_, words)| *words)
}

/// The morning of a working day to come; it ends two hours and a half after it began.
fn moment_for(desk: &Desk<'_>, field: &Field, days: Option<i64>) -> String {
    let calendar = &desk.world.calendar;
    let first = calendar.date_of(desk.at).saturating_add(days.unwrap_or(MEETING_DAYS).days());
    let day = first.series(1.day()).find(|day| calendar.works(*day)).unwrap_or(first);
    let ends = desk.program.schedule.as_ref().is_some_and(|schedule| schedule.ends == field.id);
    format!("{day}T{}", if ends { "11:30" } else { "09:00" })
}

/// Somebody who leads near the spot, else anybody.
fn leader_for(desk: &Desk<'_>, dice: &mut Dice) -> Option<String> {
    let near = |leader: &&Leader| {
        let unit = desk.world.units.find(&leader.unit);
        unit.is_some_and(|unit| desk.spot.code.is_within(&unit.place))
    };
    let today = desk.world.calendar.date_of(desk.at);
    let leaders: Vec<&Leader> = desk.world.leaders.in_office(today).filter(near).collect();
    dice.pick(&leaders).map(|leader| leader.id.to_string())
}
