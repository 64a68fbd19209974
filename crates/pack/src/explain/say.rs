//! The parts of a program in the words of one language.

use domain::clock::ClockId;
use domain::field::FieldKind;
use domain::ids::{ActId, FieldId, Role, StateId, UnitKind};
use domain::program::{Assign, Doer, Program, Relation};
use domain::term::{Term, TermUnit};
use domain::text::{Language, Text};
use domain::unit::Level;

use crate::logic::{Atom, Bool};

/// Says things about one program in one language.
pub(super) struct Say<'p> {
    pub(super) program: &'p Program,
    pub(super) language: Language,
}

impl Say<'_> {
    pub(super) fn t(&self, zh: &str, en: &str) -> String {
        match self.language {
            Language::Zh => zh.to_owned(),
            Language::En => en.to_owned(),
        }
    }

    pub(super) fn text(&self, text: &Text) -> String {
        text.get(self.language).to_owned()
    }

    pub(super) fn list(&self, parts: &[String]) -> String {
        if parts.is_empty() { self.t("无", "none") } else { parts.join(&self.t("、", ", ")) }
    }

    pub(super) fn state(&self, id: &StateId) -> String {
        self.program.state(id).map_or_else(|| id.to_string(), |state| self.text(&state.name))
    }

    pub(super) fn act(&self, id: &ActId) -> String {
        self.program.act(id).map_or_else(|| id.to_string(), |act| self.text(&act.name))
    }

    pub(super) fn field(&self, id: &FieldId) -> String {
        self.program.field(id).map_or_else(|| id.to_string(), |field| self.text(&field.label))
    }

    pub(super) fn clock(&self, id: &ClockId) -> String {
        self.program.clock(id).map_or_else(|| id.to_string(), |clock| self.text(&clock.name))
    }

    pub(super) fn term(&self, term: Term) -> String {
        match (self.language, term.unit()) {
            (Language::En, _) => term.to_string(),
            (Language::Zh, TermUnit::Hours) => format!("{}小时", term.amount()),
            (Language::Zh, TermUnit::WorkingHours) => format!("{}个工作时", term.amount()),
            (Language::Zh, TermUnit::Days) => format!("{}日", term.amount()),
            (Language::Zh, TermUnit::WorkingDays) => format!("{}个工作日", term.amount()),
        }
    }

    pub(super) fn level(&self, level: Level) -> String {
        match level {
            Level::Grid => self.t("网格", "grid"),
            Level::Community => self.t("社区", "community"),
            Level::Street => self.t("街道", "street"),
            Level::County => self.t("区县", "county"),
            Level::City => self.t("市", "city"),
            Level::Province => self.t("省", "province"),
            Level::Company => self.t("公共服务企业", "public service company"),
        }
    }

    /// A kind of unit; one that this house does not know is shown as it is written.
    pub(super) fn kind(&self, kind: &UnitKind) -> String {
        match kind.as_str() {
            "petition" => self.t("信访部门", "the petition office"),
            "hotline" => self.t("热线中心", "the hotline centre"),
            "discipline" => self.t("纪检监察机关", "the discipline organ"),
            "supervision" => self.t("监督中心", "the supervision centre"),
            "command" => self.t("指挥中心", "the command centre"),
            "department" => self.t("职能部门", "a department"),
            "street" => self.t("街道", "a street office"),
            "community" => self.t("社区", "a community"),
            "grid" => self.t("网格", "a grid"),
            "utility" => self.t("公共服务企业", "a public service company"),
            "government" => self.t("政府", "the government"),
            "political_legal" => self.t("政法部门", "the political and legal organ"),
            other => other.to_owned(),
        }
    }

    /// A name between quotation marks, with words before and after it.
    pub(super) fn quoted(&self, name: &Text, before: (&str, &str), after: (&str, &str)) -> String {
        format!("{}“{}”{}", self.t(before.0, before.1), self.text(name), self.t(after.0, after.1))
    }

    /// Everybody who may do something, the clock left out: the roles of one unit together.
    pub(super) fn doers(&self, doers: &[Doer]) -> String {
        let mut said: Vec<String> = Vec::new();
        let mut places: Vec<(&Relation, Vec<String>)> = Vec::new();
        for doer in doers {
            match doer {
                Doer::Person => said.push(self.t("当事人", "the person")),
                Doer::Timer => {}
                Doer::Officer { role, at } => match places.iter_mut().find(|(place, _)| *place == at) {
                    Some((_, roles)) => roles.push(self.role(role)),
                    None => places.push((at, vec![self.role(role)])),
                },
            }
        }
        said.extend(places.into_iter().map(|(at, roles)| match self.language {
            Language::Zh => format!("{}的{}", self.place(at), roles.join("、")),
            Language::En => format!("{} of {}", roles.join(" or "), self.place(at)),
        }));
        said.join(&self.t("；", "; "))
    }

    fn role(&self, role: &Role) -> String {
        let known = self.program.roles.iter().find(|known| known.id == *role);
        known.map_or_else(|| role.to_string(), |role| self.text(&role.name))
    }

    fn place(&self, at: &Relation) -> String {
        match at {
            Relation::Holder => self.t("承办单位", "the unit that holds it"),
            Relation::Co => self.t("协办单位", "a helping unit"),
            Relation::Receiver => self.t("首接单位", "the unit that registered it"),
            Relation::Sender => self.t("转来的单位", "the unit that sent it"),
            Relation::Superior => self.t("上级", "a unit above"),
            Relation::Ruler => self.t("共同的上级", "the unit above both"),
            Relation::Any => self.t("任何单位", "any unit"),
            Relation::Kind(kind) => self.kind(kind),
        }
    }

    pub(super) fn assign(&self, assign: &Assign) -> String {
        match assign {
            Assign::Route => self.t("交给职责清单上最基层的单位", "to the lowest unit on the duty list"),
            Assign::Field(_) => self.t("交给选定的单位", "to the unit chosen"),
            Assign::Superior => self.t("交给上一级", "to the unit above"),
            Assign::Sender => self.t("退给转来的单位", "back to the unit that sent it"),
            Assign::Receiver => self.t("回到首接单位", "back to the unit that registered it"),
            Assign::Handler => self.t("回到原承办单位", "back to the unit that dealt with it"),
            Assign::Own => self.t("由经办人所在单位办", "stays with the officer's unit"),
            Assign::Kind(kind) => match self.language {
                Language::Zh => format!("交给最近的{}", self.kind(kind)),
                Language::En => format!("to {} of the place", self.kind(kind)),
            },
            Assign::Co(_) => self.t("请选定的单位协办", "the units chosen help"),
            Assign::CoDone => self.t("本单位协办完成", "the helping unit is done"),
        }
    }

    /// A condition in words.
    pub(super) fn condition(&self, condition: &Bool) -> String {
        match condition {
            Bool::Known(yes) => {
                if *yes {
                    self.t("总是", "always")
                } else {
                    self.t("从不", "never")
                }
            }
            Bool::Atom(atom) => self.atom(atom, true),
            Bool::Not(inner) => match inner.as_ref() {
                Bool::Atom(atom) => self.atom(atom, false),
                other => {
                    format!("{}{}{}", self.t("不是（", "not ("), self.condition(other), self.t("）", ")"))
                }
            },
            Bool::And(left, right) => {
                format!("{}{}{}", self.part(left), self.t("，并且", " and "), self.part(right))
            }
            Bool::Or(left, right) => {
                format!("{}{}{}", self.condition(left), self.t("，或者", " or "), self.condition(right))
            }
        }
    }

    fn part(&self, condition: &Bool) -> String {
        let said = self.condition(condition);
        if matches!(condition, Bool::Or(..)) {
            format!("{}{said}{}", self.t("（", "("), self.t("）", ")"))
        } else {
            said
        }
    }

    fn atom(&self, atom: &Atom, yes: bool) -> String {
        match atom {
            Atom::Flag(name) => self.flag(name, yes),
            Atom::Is(name, word) if word == "running" && self.is_window(name) => {
                let passed = if yes {
                    self.t("的时间还没过", " has not passed")
                } else {
                    self.t("的时间已过", " has passed")
                };
                format!("{}{passed}", self.name(name))
            }
            Atom::Is(name, word) if name.starts_with("clocks.") => {
                let word = self.word(name, word);
                let not = if yes { String::new() } else { self.t("不是", "not ") };
                format!("{}{}{not}{word}", self.name(name), self.t("", " is "))
            }
            Atom::Is(name, word) => {
                let (is, word) = (
                    if yes { self.t("是", " is ") } else { self.t("不是", " is not ") },
                    self.word(name, word),
                );
                format!("{}{is}{word}", self.name(name))
            }
            Atom::Open(name) => {
                let open = if yes {
                    self.t("还没有完成", " is open")
                } else {
                    self.t("没有在走", " is not open")
                };
                format!("{}{open}", self.name(name))
            }
            Atom::Done(act) => {
                let act = self.act(&act.as_str().into());
                if yes {
                    format!("{}{act}", self.t("已经：", "after "))
                } else {
                    format!("{}{act}", self.t("还没有：", "not yet: "))
                }
            }
            Atom::Less(left, right) if left.parse::<i64>().is_ok() => {
                let more =
                    if yes { self.t("多于", " is above ") } else { self.t("不多于", " is at most ") };
                format!("{}{more}{left}", self.name(right))
            }
            Atom::Less(left, right) => {
                let less =
                    if yes { self.t("少于", " is below ") } else { self.t("不少于", " is at least ") };
                format!("{}{less}{}", self.name(left), self.name(right))
            }
            Atom::Other(other) => {
                format!("{}{other}", if yes { String::new() } else { self.t("不是", "not ") })
            }
        }
    }

    /// Whether the name is that of a clock by which something can be done, and nobody is late.
    fn is_window(&self, name: &str) -> bool {
        let clock = name.strip_prefix("clocks.").and_then(|clock| self.program.clock(&clock.into()));
        clock.is_some_and(|clock| !clock.on.binds_staff())
    }

    /// A yes-or-no name: a fact as such, an answer to a question of a form as an answer.
    fn flag(&self, name: &str, yes: bool) -> String {
        let fact = self.name(name);
        match (name.starts_with("f.") || name.starts_with("form."), yes) {
            (true, true) => format!("{fact}{}", self.t("答“是”", ": yes")),
            (true, false) => format!("{fact}{}", self.t("答“否”", ": no")),
            (false, true) => fact,
            (false, false) => format!("{}{fact}", self.t("不是", "not ")),
        }
    }

    /// A word that a name can hold: an option, a state, how a clock stands.
    fn word(&self, name: &str, word: &str) -> String {
        if word.is_empty() {
            return self.t("空", "empty");
        }
        let field = name.strip_prefix("f.").or_else(|| name.strip_prefix("form."));
        let option =
            field.and_then(|field| self.program.field(&field.into())).and_then(|field| match &field.kind {
                FieldKind::Choice { options } => options.iter().find(|option| option.id == word),
                _ => None,
            });
        match (option, name, word) {
            (Some(option), ..) => format!("“{}”", self.text(&option.label)),
            (_, "case.state", _) => self.state(&word.into()),
            (_, "case.channel", _) => {
                let channel = self.program.channels.iter().find(|channel| channel.id == word);
                channel.map_or_else(|| word.to_owned(), |channel| self.text(&channel.name))
            }
            (_, "case.level", _) => Level::ALL
                .into_iter()
                .find(|level| level.as_str() == word)
                .map_or_else(|| word.to_owned(), |level| self.level(level)),
            (_, _, "running") => self.t("在走", "running"),
            (_, _, "paused") => self.t("暂停", "standing still"),
            (_, _, "stopped") => self.t("已停", "stopped"),
            (_, _, "late") => self.t("已逾期", "late"),
            (_, _, "off") => self.t("没有开始", "not started"),
            _ => word.to_owned(),
        }
    }

    /// A name in a condition.
    fn name(&self, name: &str) -> String {
        if let Some(inner) = name.strip_prefix("size(").and_then(|rest| rest.strip_suffix(')')) {
            return format!("{}{}", self.name(inner), self.t("的字数或个数", " (how much)"));
        }
        match name.split_once('.') {
            Some(("f" | "form", field)) => format!("“{}”", self.field(&field.into())),
            Some(("clocks", clock)) => format!("“{}”", self.clock(&clock.into())),
            Some(("duty", "steps")) => self.t(
                "承办单位比有权处理的单位高出的级数",
                "the number of levels by which the holder stands above the competent unit",
            ),
            Some(("duty", _)) => self.t("职责清单上有承办单位", "the duty list names the holder"),
            Some(("case", fact)) => match fact {
                "channel" => self.t("来的方式", "the channel"),
                "category" => self.t("类别", "the category"),
                "state" => self.t("状态", "the state"),
                "level" => self.t("承办单位的层级", "the level of the holder"),
                "people" => self.t("人数", "the number of people"),
                "days" => self.t("提出以来的天数", "days since it was raised"),
                "reopened" => self.t("重新办理的次数", "how often it was taken up again"),
                "supported" => self.t("有同样问题的人数", "how many have the same matter"),
                "waiting" => self.t("还在等的批数", "the visits that wait"),
                "ahead" => self.t("离开始的天数", "the days until it begins"),
                "photos" => self.t("照片张数", "the number of pictures"),
                "sealed" => self.t("密封的", "sealed"),
                "published" => self.t("已公开", "published"),
                "named" => self.t("留了姓名", "a name was given"),
                "begun" => self.t("时间到了", "its time has come"),
                other => other.to_owned(),
            },
            _ => name.to_owned(),
        }
    }
}
