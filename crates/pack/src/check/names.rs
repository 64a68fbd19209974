//! Every name is known, written once and used; every field is of the kind that its use needs.

use std::collections::BTreeSet;

use domain::field::{Field, FieldKind};
use domain::ids::FieldId;
use domain::program::{Act, Assign, ClockVerb, Doer, Length, Program, Shape};
use domain::text::Text;

use super::Finding;
use super::texts::options;

pub(super) fn check(program: &Program) -> Vec<Finding> {
    let mut names = Names { program, findings: Vec::new() };
    names.twice();
    for act in std::iter::once(&program.opening).chain(&program.acts) {
        names.act(act);
    }
    names.clocks();
    names.columns();
    names.schedule();
    names.figures();
    names.unused();
    names.findings
}

struct Names<'p> {
    program: &'p Program,
    findings: Vec<Finding>,
}

impl Names<'_> {
    fn unknown(&mut self, place: &str, zh: &str, en: &str, name: &str) {
        self.findings.push(Finding::error(
            "unknown-name",
            place,
            Text::new(format!("没有叫“{name}”的{zh}。"), format!("there is no {en} `{name}`.")),
        ));
    }

    fn state(&mut self, place: &str, id: &domain::ids::StateId) {
        if self.program.state(id).is_none() {
            self.unknown(place, "状态", "state", id.as_str());
        }
    }

    fn clock(&mut self, place: &str, id: &domain::clock::ClockId) {
        if self.program.clock(id).is_none() {
            self.unknown(place, "时钟", "clock", id.as_str());
        }
    }

    fn act_name(&mut self, place: &str, id: &domain::ids::ActId) {
        if self.program.act(id).is_none() {
            self.unknown(place, "操作", "act", id.as_str());
        }
    }

    /// The field is known and of a kind that fits; `kinds` says which in both languages.
    fn field(&mut self, place: &str, id: &FieldId, fits: fn(&FieldKind) -> bool, kinds: (&str, &str)) {
        let Some(field) = self.program.field(id) else {
            return self.unknown(place, "字段", "field", id.as_str());
        };
        if !fits(&field.kind) {
            self.findings.push(Finding::error(
                "field-kind",
                place,
                Text::new(
                    format!("字段“{id}”要用{}类型。", kinds.0),
                    format!("the field `{id}` has to be of kind {}.", kinds.1),
                ),
            ));
        }
    }

    fn any_field(&mut self, place: &str, id: &FieldId) {
        self.field(place, id, |_| true, ("", ""));
    }

    fn act(&mut self, act: &Act) {
        let place = format!("act {}", act.id);
        act.from.iter().chain(&act.to).for_each(|state| self.state(&place, state));
        act.asks.iter().for_each(|ask| self.any_field(&place, &ask.field));
        act.tells.iter().for_each(|field| self.any_field(&place, field));
        act.apart.iter().chain(&act.then).for_each(|other| self.act_name(&place, other));
        for doer in &act.by {
            self.doer(&place, doer);
        }
        match &act.assign {
            Some(Assign::Field(field)) => {
                self.field(&place, field, |kind| matches!(kind, FieldKind::Unit), ("unit（单位）", "unit"));
            }
            Some(Assign::Co(field)) => {
                self.field(
                    &place,
                    field,
                    |kind| matches!(kind, FieldKind::Units),
                    ("units（多个单位）", "units"),
                );
            }
            _ => {}
        }
        if let Some(field) = act.seals.as_ref().and_then(|seals| seals.accused.as_ref()) {
            let fits = |kind: &FieldKind| matches!(kind, FieldKind::Unit | FieldKind::Units);
            self.field(&place, field, fits, ("unit 或 units（单位）", "unit or units"));
        }
        for change in &act.clocks {
            self.clock(&place, &change.clock);
            self.clock_form(&place, act, &change.change);
        }
        self.notice(&place, &act.notice);
    }

    fn clock_form(&mut self, place: &str, act: &Act, change: &ClockVerb) {
        let choice: fn(&FieldKind) -> bool = |kind| matches!(kind, FieldKind::Choice { .. });
        let (reason, note) = match change {
            ClockVerb::Pause { reason, note } => (reason, Some(note)),
            ClockVerb::Extend { ground, .. } => (ground, None),
            ClockVerb::Start | ClockVerb::Stop | ClockVerb::Resume => return,
        };
        self.field(place, reason, choice, ("choice（单选）", "choice"));
        for field in std::iter::once(reason).chain(note) {
            if !act.asks.iter().any(|ask| ask.field == *field && ask.required) {
                self.findings.push(Finding::error(
                    "reason-not-asked",
                    place,
                    Text::new(
                        format!("改动期限要写理由：表单里没有必填的“{field}”。"),
                        format!(
                            "a clock is never changed without a reason: the form does not ask for `{field}`."
                        ),
                    ),
                ));
            }
        }
    }

    fn doer(&mut self, place: &str, doer: &Doer) {
        if let Doer::Officer { role, .. } = doer
            && !self.program.roles.iter().any(|known| known.id == *role)
        {
            self.unknown(place, "角色", "role", role.as_str());
        }
    }

    /// Blanks in a notice: `{unit}`, `{due}`, `{due.reply}`.
    fn notice(&mut self, place: &str, notice: &Text) {
        let blanks: BTreeSet<&str> =
            [&notice.zh, &notice.en].into_iter().flat_map(|text| blanks(text)).collect();
        for blank in blanks {
            match blank.strip_prefix("due.") {
                Some(clock) => self.clock(place, &clock.into()),
                None if blank == "unit" || blank == "due" => {}
                None => self.unknown(
                    place,
                    "空位（只有 unit、due、due.时钟）",
                    "blank (only unit, due, due.clock)",
                    blank,
                ),
            }
        }
    }

    fn clocks(&mut self) {
        for clock in &self.program.clocks {
            let place = format!("clock {}", clock.id);
            clock.breach.iter().for_each(|act| self.act_name(&place, act));
            for term in &clock.terms {
                if let Length::Until(field) = &term.length {
                    self.field(
                        &place,
                        field,
                        |kind| matches!(kind, FieldKind::Date | FieldKind::Moment),
                        ("date（日期）或 moment（时间）", "date or moment"),
                    );
                }
            }
        }
        for state in &self.program.states {
            for blank in
                blanks(&state.about.zh).chain(blanks(&state.about.en)).filter(|blank| *blank != "unit")
            {
                self.unknown(&format!("state {}", state.id), "空位（只有 unit）", "blank (only unit)", blank);
            }
        }
    }

    fn columns(&mut self) {
        let program = self.program;
        program.columns.iter().for_each(|field| self.any_field("pack", field));
    }

    /// An activity says when it takes place; its opening asks for it, so that no activity is without a time.
    fn schedule(&mut self) {
        let program = self.program;
        let Some(schedule) = &program.schedule else {
            if program.shape == Shape::Activity {
                let words = Text::new(
                    "活动要写明什么时候办：[schedule]。",
                    "an activity has to say when it takes place: [schedule].",
                );
                self.findings.push(Finding::error("no-schedule", "pack", words));
            }
            return;
        };
        let moment: fn(&FieldKind) -> bool = |kind| matches!(kind, FieldKind::Moment);
        for field in [&schedule.starts, &schedule.ends] {
            self.field("schedule", field, moment, ("moment（时间）", "moment"));
            if !program.opening.asks.iter().any(|ask| ask.field == *field && ask.required) {
                let words = Text::new(
                    format!("立项时要必填“{field}”。"),
                    format!("the opening has to ask for `{field}`, and it must be given."),
                );
                self.findings.push(Finding::error("schedule-not-asked", "schedule", words));
            }
        }
        let leader: fn(&FieldKind) -> bool = |kind| matches!(kind, FieldKind::Leader);
        schedule
            .leader
            .iter()
            .for_each(|field| self.field("schedule", field, leader, ("leader（领导）", "leader")));
    }

    fn figures(&mut self) {
        let figures = &self.program.figures;
        figures.in_time.iter().for_each(|clock| self.clock("figures", clock));
        figures.callback.iter().for_each(|act| self.act_name("figures", act));
        for field in [&figures.answered, &figures.solved, &figures.satisfied].into_iter().flatten() {
            self.field(
                "figures",
                field,
                |kind| matches!(kind, FieldKind::YesNo),
                ("yes_no（是否）", "yes_no"),
            );
        }
        for field in &figures.counts {
            let number: fn(&FieldKind) -> bool = |kind| matches!(kind, FieldKind::Number { .. });
            self.field("figures", field, number, ("number（数字）", "number"));
        }
        self.held();
    }

    /// Only what has a time is held, and only what is held can be counted by the times that it was.
    fn held(&mut self) {
        let program = self.program;
        let figures = &program.figures;
        figures.held.iter().for_each(|act| self.act_name("figures", act));
        if figures.held.is_none() && !program.presets.is_empty() {
            let words = Text::new(
                "写了多久办一次（[[preset]]），就要在 [figures] 里写 held：哪一步记录办了。",
                "how often it is held ([[preset]]) can only be checked where `held` in [figures] names the act that records it.",
            );
            self.findings.push(Finding::error("never-held", "preset", words));
        }
        let without = figures.held.is_none() && !figures.counts.is_empty();
        if without || (figures.held.is_some() && program.schedule.is_none()) {
            let words = Text::new(
                "要数的数字，得有 held（哪一步记录办了）；有 held 的，得有 [schedule]。",
                "numbers are counted where `held` names the act that records it, and `held` needs a [schedule].",
            );
            self.findings.push(Finding::error("never-held", "figures", words));
        }
    }

    fn twice(&mut self) {
        let program = self.program;
        let acts = std::iter::once(&program.opening).chain(&program.acts);
        let mut all: Vec<String> = Vec::new();
        all.extend(program.presets.iter().map(|preset| format!("preset {}", preset.id)));
        all.extend(program.roles.iter().map(|role| format!("role {}", role.id)));
        all.extend(program.channels.iter().map(|channel| format!("channel {}", channel.id)));
        all.extend(program.fields.iter().map(|field| format!("field {}", field.id)));
        all.extend(program.states.iter().map(|state| format!("state {}", state.id)));
        all.extend(program.clocks.iter().map(|clock| format!("clock {}", clock.id)));
        all.extend(acts.map(|act| format!("act {}", act.id)));
        for field in &program.fields {
            all.extend(
                options(&field.kind).iter().map(|option| format!("field {} option {}", field.id, option.id)),
            );
        }
        let mut seen = BTreeSet::new();
        for name in all {
            if !seen.insert(name.clone()) {
                let words = Text::new("同一个名字写了两次。", "the same name stands here twice.");
                self.findings.push(Finding::error("name-twice", name, words));
            }
        }
    }

    /// What is defined and never used is a slip.
    fn unused(&mut self) {
        let program = self.program;
        let acts: Vec<&Act> = std::iter::once(&program.opening).chain(&program.acts).collect();
        let asked = |field: &Field| acts.iter().any(|act| act.asks.iter().any(|ask| ask.field == field.id));
        for field in program.fields.iter().filter(|field| !asked(field)) {
            let words = Text::new("没有表单问这个字段。", "no form asks for this field.");
            self.findings.push(Finding::warning("unused", format!("field {}", field.id), words));
        }
        for role in &program.roles {
            let used = acts
                .iter()
                .flat_map(|act| &act.by)
                .any(|doer| matches!(doer, Doer::Officer { role: used, .. } if *used == role.id));
            if !used {
                let words = Text::new("没有操作用到这个角色。", "no act is for this role.");
                self.findings.push(Finding::warning("unused", format!("role {}", role.id), words));
            }
        }
    }
}

/// What stands in braces.
fn blanks(text: &str) -> impl Iterator<Item = &str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(blank, _)| blank))
}
