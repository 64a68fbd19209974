use super::*;

fn now() -> Timestamp {
    "2026-11-24T09:00:00+08:00".parse().unwrap()
}

fn speak(language: Language) -> Say {
    Say::new(language, Offset::constant(8), now())
}

fn both(check: impl Fn(&Say) -> String, zh: &str, en: &str) {
    assert_eq!(check(&speak(Language::Zh)), zh);
    assert_eq!(check(&speak(Language::En)), en);
}

fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

#[test]
fn times_are_written_as_people_write_them() {
    let due = time("2026-11-26T18:00:00+08:00");
    both(|t| t.at(due), "11月26日 18:00（周四）", "Thu 26 Nov, 18:00");
    both(|t| t.day_of(due), "11月26日", "26 Nov");
    let old = time("2025-01-02T08:05:00+08:00");
    both(|t| t.at(old), "2025年1月2日 08:05（周四）", "Thu 2 Jan 2025, 08:05");
    both(|t| t.iso(old), "2025-01-02T08:05:00+08:00", "2025-01-02T08:05:00+08:00");
}

#[test]
fn durations_say_no_more_than_helps() {
    for (due, zh, en) in [
        ("2026-11-25T15:00:00+08:00", "剩 1 天 6 小时", "1 day 6 hours left"),
        ("2026-11-24T10:00:00+08:00", "剩 1 小时", "1 hour left"),
        ("2026-11-24T09:20:10+08:00", "剩 20 分钟", "20 minutes left"),
        ("2026-11-24T09:00:01+08:00", "剩 1 分钟", "1 minute left"),
        ("2026-11-29T15:00:00+08:00", "剩 5 天", "5 days left"),
        ("2026-11-22T08:00:00+08:00", "超期 2 天 1 小时", "2 days 1 hour late"),
    ] {
        both(|t| t.left(time(due)), zh, en);
    }
    both(|t| t.ago(time("2026-11-21T08:00:00+08:00")), "3 天前", "3 days ago");
}

#[test]
fn numbers_and_shares() {
    let t = speak(Language::Zh);
    assert_eq!(t.number(0), "0");
    assert_eq!(t.number(999), "999");
    assert_eq!(t.number(1_234_567), "1,234,567");
    assert_eq!(t.percent(3218, 3297), "97.6%");
    assert_eq!(t.percent(2, 3), "66.7%");
    assert_eq!(t.percent(3, 3), "100.0%");
    assert_eq!(t.percent(0, 0), "–");
    assert_eq!(t.fraction(3218, 3297), "3,218 / 3,297");
}

#[test]
fn a_term_is_said_with_its_unit() {
    let term: Term = "15 working days".to_owned().try_into().unwrap();
    both(|t| t.term(term), "15 个工作日", "15 working days");
}

#[test]
fn a_text_of_the_data_falls_back_to_chinese() {
    both(|t| t.text(&Text::new("受理", "")).to_owned(), "受理", "受理");
}

#[test]
fn a_number_with_a_leading_zero_stays_as_it_is() {
    let t = speak(Language::En);
    assert!(t.with("foot-host", [("office", "007")]).contains("007"));
}

#[test]
fn chinese_is_marked_on_english_pages_only() {
    for (text, foreign) in
        [("路灯不亮", true), ("Lamp 𠮷", true), ("Lamp", false), ("", false), ("“Lamp”", false)]
    {
        assert_eq!(speak(Language::En).is_foreign(text), foreign, "{text}");
        assert!(!speak(Language::Zh).is_foreign(text), "{text}");
    }
}

#[test]
fn texts_into_which_nothing_goes_are_ready_and_say_the_same() {
    for language in [Language::Zh, Language::En] {
        let (texts, t) = (Texts::of(language), speak(language));
        assert!(texts.plain.len() > 500, "only {} texts are ready", texts.plain.len());
        assert!(texts.plain.iter().all(|(key, text)| *text == t.format(key, None)));
        assert!(!texts.plain.contains_key("time-days"), "a number goes into it");
    }
}
