//! Texts that the public looks up, in words.

use super::{Block, Say, Section};

pub(super) fn how_it_is_looked_up(say: &Say<'_>) -> Option<Section> {
    let library = say.program.library.as_ref()?;
    let acts = |fits: &dyn Fn(&domain::program::Act) -> bool| {
        let names: Vec<String> =
            super::acts(say.program).filter(|act| fits(act)).map(|act| say.text(&act.name)).collect();
        say.list(&names)
    };
    let filters: Vec<String> = library.filters.iter().map(|field| say.field(field)).collect();
    let mut points = vec![
        format!("{}{}", say.t("正文：", "The text: "), say.field(&library.body)),
        format!(
            "{}{}",
            say.t("写正文：", "Who writes does: "),
            acts(&|act| act.asks.iter().any(|ask| ask.field == library.body))
        ),
        format!(
            "{}{}",
            say.t(
                "由另一个人公布，每公布一次就是新的一版：",
                "Somebody else publishes; each time is a version: "
            ),
            acts(&|act| act.tells.contains(&library.body))
        ),
        format!("{}{}", say.t("从哪天起有效：", "It holds from: "), say.field(&library.valid_from)),
    ];
    if let Some(until) = &library.valid_until {
        points.push(format!("{}{}", say.t("到哪天为止：", "It holds until: "), say.field(until)));
    }
    if let Some(summary) = &library.summary {
        points.push(format!("{}{}", say.t("大白话：", "In plain words: "), say.field(summary)));
    }
    if let Some(can_i) = &library.can_i {
        points.push(format!("{}{}", say.t("自己对一对：", "Find out for oneself: "), say.field(can_i)));
    }
    if let Some(changes) = &library.changes {
        points.push(format!("{}{}", say.t("改了什么：", "What a version changes: "), say.field(changes)));
    }
    if let Some(questions) = &library.questions {
        points.push(format!("{}{}", say.t("有人问，就提：", "Who asks raises: "), questions.kind));
    }
    if !filters.is_empty() {
        points.push(format!("{}{}", say.t("可以按这些查：", "Searched by: "), say.list(&filters)));
    }
    Some(Section {
        heading: say.t("公众怎么查阅", "How the public looks it up"),
        blocks: vec![Block::List(points)],
    })
}
