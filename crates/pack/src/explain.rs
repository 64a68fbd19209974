//! A program in plain words, as sections that a page and a terminal can both show.

mod library;
mod say;
mod steps;
mod visits;

use domain::field::SeenBy;
use domain::program::{Act, ClockDef, ClockOn, ClockVerb, Doer, Ending, Program, State};
use domain::text::Language;

use crate::logic::Bool;
use say::Say;
use steps::{step_by_step, then};

/// One part of the explanation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// What stands over it.
    pub heading: String,
    /// What it says.
    pub blocks: Vec<Block>,
}

/// A piece of a section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// Sentences.
    Paragraph(String),
    /// Points.
    List(Vec<String>),
    /// A table.
    Table {
        /// What stands over the columns.
        head: Vec<String>,
        /// The rows, each as long as the head.
        rows: Vec<Vec<String>>,
    },
}

/// The program in plain words.
#[must_use]
pub fn explain(program: &Program, language: Language) -> Vec<Section> {
    let say = Say { program, language };
    let mut sections = vec![
        what_it_is(&say),
        who_can_raise(&say),
        step_by_step(&say),
        by_itself(&say),
        clocks(&say),
        what_the_person_can_do(&say),
        who_sees_what(&say),
        how_it_ends(&say),
    ];
    sections.extend(library::how_it_is_looked_up(&say));
    sections.extend(visits::how_people_are_received(&say));
    sections
}

/// Sections as Markdown, for a terminal or a file.
#[must_use]
pub fn as_text(sections: &[Section]) -> String {
    let section = |section: &Section| {
        let blocks: Vec<String> = section.blocks.iter().map(block_text).collect();
        format!("## {}\n\n{}", section.heading, blocks.concat())
    };
    sections.iter().map(section).collect()
}

fn block_text(block: &Block) -> String {
    let line = |cells: &[String]| {
        let cells: Vec<String> = cells.iter().map(|cell| cell.replace('|', "／")).collect();
        format!("| {} |\n", cells.join(" | "))
    };
    match block {
        Block::Paragraph(words) => format!("{words}\n\n"),
        Block::List(points) => {
            let points: Vec<String> = points.iter().map(|point| format!("- {point}\n")).collect();
            format!("{}\n", points.concat())
        }
        Block::Table { head, rows } => {
            let rows: Vec<String> = rows.iter().map(|row| line(row)).collect();
            format!("{}|{}\n{}\n", line(head), "---|".repeat(head.len()), rows.concat())
        }
    }
}

fn acts(program: &Program) -> impl Iterator<Item = &Act> {
    std::iter::once(&program.opening).chain(&program.acts)
}

fn what_it_is(say: &Say<'_>) -> Section {
    let program = say.program;
    let levels: Vec<String> = program.levels.iter().map(|level| say.level(*level)).collect();
    let mut points = vec![
        format!("{}{}", say.t("依据：", "Basis: "), say.text(&program.basis)),
        format!("{}{}", say.t("在哪些层级办：", "Held at: "), say.list(&levels)),
        format!("{}{}", say.t("编号字头：", "Numbers begin with: "), program.prefix),
        format!("{}{}", say.t("第几版：", "Version: "), program.version),
    ];
    if let Some(schedule) = &program.schedule {
        let fields: Vec<String> = [&schedule.starts, &schedule.ends]
            .into_iter()
            .chain(&schedule.leader)
            .map(|field| say.field(field))
            .collect();
        points.push(format!("{}{}", say.t("什么时候、谁来办：", "When and by whom: "), say.list(&fields)));
    }
    let presets: Vec<String> = program.presets.iter().map(|preset| say.text(&preset.name)).collect();
    if !presets.is_empty() {
        points.push(format!("{}{}", say.t("多久办一次，可选：", "How often, one of: "), say.list(&presets)));
    }
    if !program.figures.counts.is_empty() {
        let counted: Vec<String> = program.figures.counts.iter().map(|field| say.field(field)).collect();
        points.push(format!("{}{}", say.t("统计这些数字：", "Counted: "), say.list(&counted)));
    }
    if !program.outcomes.is_empty() {
        let kinds: Vec<String> = program.outcomes.iter().map(ToString::to_string).collect();
        points.push(format!("{}{}", say.t("会带出：", "What comes out of it: "), say.list(&kinds)));
    }
    Section {
        heading: say.text(&program.name),
        blocks: vec![Block::Paragraph(say.text(&program.summary)), Block::List(points)],
    }
}

fn who_can_raise(say: &Say<'_>) -> Section {
    let opening = &say.program.opening;
    let ways: Vec<String> = say.program.channels.iter().map(|channel| say.text(&channel.name)).collect();
    let mut blocks = Vec::new();
    if !say.text(&opening.help).is_empty() {
        blocks.push(Block::Paragraph(say.text(&opening.help)));
    }
    let mut points = vec![
        format!("{}{}", say.t("谁可以提：", "Who: "), say.doers(&opening.by)),
        format!("{}{}", say.t("怎么提：", "How: "), say.list(&ways)),
        format!("{}{}", say.t("要填：", "The form asks: "), say.list(&asks(say, opening))),
    ];
    points.extend(
        opening
            .assign
            .iter()
            .map(|assign| format!("{}{}", say.t("谁收：", "Who receives it: "), say.assign(assign))),
    );
    points.extend(opening.rules.iter().map(|rule| say.text(&rule.otherwise)));
    blocks.push(Block::List(points));
    Section { heading: say.t("谁可以提出", "Who can raise it"), blocks }
}

fn asks(say: &Say<'_>, act: &Act) -> Vec<String> {
    act.asks
        .iter()
        .map(|ask| {
            let label = say.field(&ask.field);
            if ask.required {
                label
            } else {
                format!("{label}{}", say.t("（可不填）", " (if you like)"))
            }
        })
        .collect()
}

fn condition(say: &Say<'_>, act: &Act) -> String {
    act.when.as_ref().map(|guard| say.condition(&Bool::of(Some(guard)))).unwrap_or_default()
}

fn by_itself(say: &Say<'_>) -> Section {
    let timers = say.program.acts.iter().filter(|act| act.by.contains(&Doer::Timer));
    let points = timers.map(|act| {
        let late: Vec<String> = say
            .program
            .clocks
            .iter()
            .filter(|clock| clock.breach.as_ref() == Some(&act.id))
            .map(|clock| say.quoted(&clock.name, ("", ""), ("到期", " runs out")))
            .collect();
        let after: Vec<String> = acts(say.program)
            .filter(|other| other.then.contains(&act.id))
            .map(|other| say.quoted(&other.name, ("", "after "), ("以后", "")))
            .collect();
        let cause = say.list(&late.into_iter().chain(after).collect::<Vec<_>>());
        let when = condition(say, act);
        let when = if when.is_empty() { when } else { format!("{}{when}", say.t("，并且", ", and ")) };
        let done: Vec<String> =
            [say.text(&act.name), then(say, act)].into_iter().filter(|part| !part.is_empty()).collect();
        format!("{cause}{when}{}{}", say.t("：", ": "), done.join(&say.t("；", "; ")))
    });
    Section {
        heading: say.t("不用人做、自己会发生的", "What happens by itself"),
        blocks: vec![Block::List(points.collect())],
    }
}

fn clocks(say: &Say<'_>) -> Section {
    let head = [
        ("期限", "Clock"),
        ("多久", "How long"),
        ("约束谁", "Binds"),
        ("从什么时候算", "Starts with"),
        ("到期以后", "When it runs out"),
        ("依据", "Basis"),
    ];
    let rows = say.program.clocks.iter().map(|clock| {
        let starts: Vec<String> = acts(say.program)
            .filter(|act| {
                act.clocks.iter().any(|change| change.clock == clock.id && change.change == ClockVerb::Start)
            })
            .map(|act| say.text(&act.name))
            .collect();
        let breach = clock.breach.as_ref().map(|act| say.act(act)).unwrap_or_default();
        vec![
            say.text(&clock.name),
            lengths(say, clock),
            binds(say, clock.on),
            say.list(&starts),
            breach,
            say.text(&clock.basis),
        ]
    });
    Section {
        heading: say.t("每个期限和它的依据", "Every clock and its basis"),
        blocks: vec![Block::Table {
            head: head.iter().map(|(zh, en)| say.t(zh, en)).collect(),
            rows: rows.collect(),
        }],
    }
}

fn lengths(say: &Say<'_>, clock: &ClockDef) -> String {
    let lengths: Vec<String> = clock
        .terms
        .iter()
        .map(|choice| {
            let length = match &choice.length {
                domain::program::Length::Term(term) => say.term(*term),
                domain::program::Length::Until(field) => {
                    format!("{}{}", say.t("到：", "until: "), say.field(field))
                }
            };
            match &choice.when {
                Some(guard) => {
                    format!("{}{}{length}", say.condition(&Bool::of(Some(guard))), say.t("：", ": "))
                }
                None if clock.terms.len() > 1 => format!("{}{length}", say.t("其他：", "otherwise: ")),
                None => length,
            }
        })
        .collect();
    lengths.join(&say.t("；", "; "))
}

fn binds(say: &Say<'_>, on: ClockOn) -> String {
    match on {
        ClockOn::Holder => say.t("承办单位", "the unit that holds it"),
        ClockOn::Co => say.t("协办单位", "each helping unit"),
        ClockOn::Asked => say
            .t("被要求答复的单位（办结以后也要答复）", "each unit that was asked (owed even after the end)"),
        ClockOn::Ruler => say.t("裁决的单位（双方的共同上级）", "the unit that rules, above both sides"),
        ClockOn::Person => say.t("当事人可以做的时间", "the time the person has"),
        ClockOn::Window => say.t("工作人员可以做的时间", "the time staff have"),
    }
}

fn what_the_person_can_do(say: &Say<'_>) -> Section {
    let points = say.program.acts.iter().filter(|act| act.by.contains(&Doer::Person)).map(|act| {
        let states: Vec<String> = act.from.iter().map(|state| say.state(state)).collect();
        let when = condition(say, act);
        let when = if when.is_empty() { when } else { format!("{}{when}", say.t("，条件：", ", if ")) };
        format!("{}{}{}{when}", say.text(&act.name), say.t("。什么时候：", ". When: "), say.list(&states))
    });
    let always =
        say.t("随时可以查看进展、补充说明。", "Look at the progress and add something: at any time.");
    Section {
        heading: say.t("当事人可以做什么", "What the person can do"),
        blocks: vec![Block::List(points.chain([always]).collect())],
    }
}

fn who_sees_what(say: &Say<'_>) -> Section {
    let seen = |by: SeenBy| {
        let labels: Vec<String> = say
            .program
            .fields
            .iter()
            .filter(|field| field.seen_by == by)
            .map(|field| say.text(&field.label))
            .collect();
        say.list(&labels)
    };
    let mut points = vec![
        format!("{}{}", say.t("当事人看得到（告知以后）：", "The person, once told: "), seen(SeenBy::Person)),
        format!(
            "{}{}",
            say.t("公开后所有人看得到：", "Everybody, once it is published: "),
            seen(SeenBy::Public)
        ),
        format!(
            "{}{}",
            say.t("只有经办的工作人员看得到：", "Only staff who deal with it: "),
            seen(SeenBy::Staff)
        ),
    ];
    if let Some(sealing) = &say.program.sealing {
        let kinds: Vec<String> = sealing.handlers.iter().map(|kind| say.kind(kind)).collect();
        let when = say.condition(&Bool::of(Some(&sealing.when)));
        points.push(format!(
            "{}{when}{}{}{}",
            say.t("密封：", "Sealed if "),
            say.t("的，只有这些单位能办、能看：", ". Then only these may handle and see it: "),
            say.list(&kinds),
            say.t(
                "。被反映的单位和它下面的单位永远看不到。",
                ". Whoever is complained about, and all below, never see it."
            ),
        ));
    }
    Section { heading: say.t("谁看得到什么", "Who sees what"), blocks: vec![Block::List(points)] }
}

fn how_it_ends(say: &Say<'_>) -> Section {
    let ends: Vec<&State> = say.program.states.iter().filter(|state| state.ends.is_some()).collect();
    let rows = ends.into_iter().map(|state| {
        let ending = state.ends.map(|ending| say_ending(say, ending)).unwrap_or_default();
        vec![say.text(&state.name), ending, say.text(&state.about).replace("{unit}", "…")]
    });
    let head = [("结局", "End"), ("算作", "Counts as"), ("告诉当事人", "The person is told")];
    Section {
        heading: say.t("可能的结局", "How it can end"),
        blocks: vec![Block::Table {
            head: head.iter().map(|(zh, en)| say.t(zh, en)).collect(),
            rows: rows.collect(),
        }],
    }
}

fn say_ending(say: &Say<'_>, ending: Ending) -> String {
    match ending {
        Ending::Settled => say.t("办结", "settled"),
        Ending::NotAccepted => say.t("不予受理", "not accepted"),
        Ending::Withdrawn => say.t("撤回", "withdrawn"),
        Ending::Routed => say.t("导入法定途径", "on its statutory path"),
        Ending::Final => say.t("终结", "final"),
        Ending::Void => say.t("作废", "void"),
    }
}
