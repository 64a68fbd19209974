//! Every condition: known names, possible comparisons, a yes or no.

use domain::guard::{Guard, GuardFault, GuardType, Vocabulary};
use domain::program::Program;
use domain::text::Text;

use super::Finding;

pub(super) fn check(program: &Program) -> Vec<Finding> {
    let vocabulary = Vocabulary::of(program);
    conditions(program)
        .into_iter()
        .filter_map(|(place, what, guard)| {
            let fault = guard.check(&vocabulary).err()?;
            let words = Text::new(
                format!("{what} 的条件 `{}` 不对：{}。", guard.source(), in_chinese(&fault)),
                format!("the condition of `{what}`, `{}`: {fault}.", guard.source()),
            );
            Some(Finding::error("condition", place, words))
        })
        .collect()
}

/// Every condition of a program, with its place and what it stands under.
fn conditions(program: &Program) -> Vec<(String, &'static str, &Guard)> {
    let mut all = Vec::new();
    for act in std::iter::once(&program.opening).chain(&program.acts) {
        all.extend(act.when.iter().map(|guard| (format!("act {}", act.id), "when", guard)));
        all.extend(act.rules.iter().map(|rule| (format!("act {}", act.id), "must", &rule.must)));
    }
    for clock in &program.clocks {
        let terms = clock.terms.iter().filter_map(|term| term.when.as_ref());
        all.extend(terms.map(|guard| (format!("clock {}", clock.id), "terms", guard)));
    }
    all.extend(program.sealing.iter().map(|sealing| ("sealing".to_owned(), "when", &sealing.when)));
    all
}

fn in_chinese(fault: &GuardFault) -> String {
    match fault {
        GuardFault::Unreadable { said } => format!("读不懂（{said}）"),
        GuardFault::UnknownName { name } => format!("没有“{name}”这个名字"),
        GuardFault::Mismatch { operator, left, right } => {
            format!("{}和{}不能用 {operator}", type_in_chinese(left), type_in_chinese(right))
        }
        GuardFault::NeverThatWord { word, words } => {
            let words: Vec<&str> = words.iter().map(String::as_str).filter(|word| !word.is_empty()).collect();
            format!("永远不会是“{word}”，只会是：{}", words.join("、"))
        }
        GuardFault::TypedWord { word } => {
            format!("“{word}”是拿来和人填写的内容比的，谁也不会正好这样写：改用选项，或者只问填没填")
        }
        GuardFault::NotYesNo { found } => format!("结果是{}，不是“是”或“否”", type_in_chinese(found)),
        GuardFault::NotUsed { what } => format!("条件里不用这样写（{what}）"),
    }
}

const fn type_in_chinese(found: &GuardType) -> &'static str {
    match found {
        GuardType::YesNo => "是否",
        GuardType::Number => "数字",
        GuardType::Text | GuardType::Typed | GuardType::Word(_) => "文字",
        GuardType::Texts | GuardType::Words(_) => "列表",
    }
}
