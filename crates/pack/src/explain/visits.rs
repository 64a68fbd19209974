//! How people are received, in words.

use super::{Block, Say, Section};

pub(super) fn how_people_are_received(say: &Say<'_>) -> Option<Section> {
    let visits = say.program.visits.as_ref()?;
    let counts = |zh: &str, en: &str, number: u32| format!("{}{number}", say.t(zh, en));
    let states = |states: &[domain::ids::StateId]| {
        let names: Vec<String> = states.iter().map(|state| say.state(state)).collect();
        say.list(&names)
    };
    let mut points = vec![
        format!("{}{}", say.t("可以预约的时候：", "Times are booked while it is: "), states(&visits.books)),
        format!("{}{}", say.t("叫号的时候：", "People are called while it is: "), states(&visits.queues)),
        format!("{}{}", say.t("谁叫号：", "Who calls them: "), say.doers(&visits.by)),
        counts("每个时段多少分钟：", "Minutes of one time: ", visits.slot_minutes),
        counts("每个时段可约几批：", "Visits booked in one time: ", visits.places),
        counts(
            "填表时名额保留多少分钟：",
            "Minutes for which a place is kept while the form is filled in: ",
            visits.hold_minutes,
        ),
        counts(
            "过了时间多少分钟没来就不再保留：",
            "Minutes after which a place is lost: ",
            visits.late_minutes,
        ),
        counts("一批最多几人：", "Persons in one visit at most: ", visits.people_max),
        counts("几张接待桌：", "Tables: ", visits.windows),
    ];
    if visits.wait_list {
        points.push(say.t("约满了可以候补，有人取消就递补。", "When all is taken one can wait for a place."));
    }
    let fairness = visits.fairness;
    let mut rows = vec![
        vec![say.t("每等一分钟", "Each minute of waiting"), fairness.per_minute.to_string()],
        vec![say.t("预约的时间到了", "A booked time has come"), fairness.booked.to_string()],
        vec![say.t("约访的时间到了", "An invited time has come"), fairness.invited.to_string()],
    ];
    rows.extend(visits.needs.iter().map(|need| vec![say.text(&need.name), need.points.to_string()]));
    let ends = visits.ends.iter().map(|end| match end.due_days {
        Some(days) => format!(
            "{}{}",
            say.text(&end.name),
            say.t(
                &format!("（要定日子，最迟 {days} 天）"),
                &format!(" (names a day, at most {days} days ahead)")
            )
        ),
        None => say.text(&end.name),
    });
    let ends: Vec<String> = ends.collect();
    points.push(format!("{}{}", say.t("一次来访怎么结束：", "How a visit ends: "), say.list(&ends)));
    Some(Section {
        heading: say.t("怎么接待来访的人", "How people are received"),
        blocks: vec![
            Block::List(points),
            Block::Paragraph(say.t(
                "谁的分多先叫谁，一样多的先来先叫：",
                "Who has most points is called first; among equals, who came first:",
            )),
            Block::Table { head: vec![say.t("什么", "What"), say.t("分", "Points")], rows },
        ],
    })
}
