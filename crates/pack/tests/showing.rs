//! How a program is shown to people: in words and as a chart.

#![expect(clippy::panic, reason = "tests")]

use domain::program::Program;
use domain::text::Language;
use pack::explain::{Block, as_text};

fn petition() -> Program {
    match pack::read("petition", include_str!("../../../packs/petition/pack.toml")) {
        Ok(program) => program,
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn the_explanation_says_what_a_clerk_asks_in_both_languages() {
    let program = petition();
    let zh = as_text(&pack::explain(&program, Language::Zh));
    let en = as_text(&pack::explain(&program, Language::En));
    let check = |text: &str, part: &str| assert!(text.contains(part), "{part}");
    check(&zh, "| 书面处理意见 | 60日 | 承办单位 |");
    check(&zh, "第三十四条：受理之日起六十日内办结");
    check(&zh, "“您要提的是”是“检举控告：有人违纪违法、失职，或者打击报复”");
    check(&zh, "密封：");
    check(&zh, "申请复查。什么时候：已答复、执行中，条件：“可以申请复查”的时间还没过");
    check(&en, "Everybody, once it is published: Decision, Legal basis, Outcome");
    check(&en, "longer: Written decision +30 days");
    check(&en, "by somebody else than: Draft the decision");
    assert!(!zh.contains("clocks.") && !en.contains("f.class"), "no condition is left in code");
}

#[test]
fn every_row_of_a_table_is_as_long_as_its_head() {
    for section in pack::explain(&petition(), Language::Zh) {
        for block in section.blocks {
            if let Block::Table { head, rows } = block {
                assert!(
                    !rows.is_empty() && rows.iter().all(|row| row.len() == head.len()),
                    "{}",
                    section.heading
                );
            }
        }
    }
}

#[test]
fn the_chart_names_every_state_and_obeys_a_strict_content_policy() {
    let program = petition();
    for language in Language::ALL {
        let svg = pack::chart(&program, language);
        for state in &program.states {
            assert!(svg.contains(&format!(">{}</text>", state.name.get(language))), "{}", state.id);
        }
        assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>\n"));
        assert!(svg.contains("<title id=\"chart-title\">") && svg.contains("<desc id=\"chart-about\">"));
        assert!(!svg.contains("style="), "no inline styles");
        assert!(!svg.contains("NaN") && !svg.contains("inf"), "every number is finite");
    }
}

#[test]
fn boxes_of_the_chart_do_not_lie_on_one_another() {
    let svg = pack::chart(&petition(), Language::Zh);
    let number = |text: &str, name: &str| -> f64 {
        let value = text.split_once(&format!("{name}=\"")).and_then(|(_, rest)| rest.split_once('"'));
        value.and_then(|(value, _)| value.parse().ok()).unwrap_or(f64::NAN)
    };
    let boxes: Vec<(f64, f64, f64)> = svg
        .split("<rect")
        .skip(1)
        .map(|rect| (number(rect, " x"), number(rect, " y"), number(rect, "width")))
        .collect();
    assert_eq!(boxes.len(), petition().states.len());
    for (at, (x, y, width)) in boxes.iter().enumerate() {
        for (other_x, other_y, other_width) in boxes.iter().skip(at + 1) {
            let beside = x + width <= *other_x || other_x + other_width <= *x;
            assert!(beside || (y - other_y).abs() > 30.0, "{x} {y} and {other_x} {other_y}");
        }
    }
}

#[test]
fn names_with_special_letters_are_safe_in_the_chart() {
    let mut program = petition();
    program.states[0].name.en = "<b> & \"c\"".to_owned();
    assert!(pack::chart(&program, Language::En).contains("&lt;b&gt; &amp; &quot;c&quot;"));
}
