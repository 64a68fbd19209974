//! The facts against what the notices say, and every way in which a calendar can be wrong.

use std::path::PathBuf;

use jiff::civil::{Date, date};

use super::*;

/// The calendar of China as it is shipped.
pub(crate) fn china() -> Calendar {
    Calendar::build(china_source()).unwrap()
}

pub(crate) fn china_source() -> CalendarSource {
    let years = [
        include_str!("../../../../calendars/cn/2020.toml"),
        include_str!("../../../../calendars/cn/2021.toml"),
        include_str!("../../../../calendars/cn/2022.toml"),
        include_str!("../../../../calendars/cn/2023.toml"),
        include_str!("../../../../calendars/cn/2024.toml"),
        include_str!("../../../../calendars/cn/2025.toml"),
        include_str!("../../../../calendars/cn/2026.toml"),
    ];
    CalendarSource {
        base: toml::from_str(include_str!("../../../../calendars/cn/base.toml")).unwrap(),
        lunar: toml::from_str(include_str!("../../../../calendars/cn/lunar.toml")).unwrap(),
        years: years.iter().map(|text| toml::from_str(text).unwrap()).collect(),
    }
}

fn days_of(year: i16) -> impl Iterator<Item = Date> {
    days_from(date(year, 1, 1)).take_while(move |day| day.year() == year)
}

fn working_days(calendar: &Calendar, year: i16) -> usize {
    days_of(year).filter(|day| calendar.works(*day)).count()
}

/// `2026-01-04 make_up 元旦`: kind and Chinese name.
fn told(calendar: &Calendar, day: Date) -> String {
    match calendar.day(day).reason {
        DayReason::Weekday => "weekday".to_owned(),
        DayReason::Weekend => "weekend".to_owned(),
        DayReason::Holiday { name } => format!("holiday {}", name.zh),
        DayReason::InLieu { name } => format!("in lieu {}", name.zh),
        DayReason::MakeUp { name } => format!("make-up {}", name.zh),
    }
}

#[test]
fn days_are_what_the_notices_say() {
    let calendar = china();
    for (day, works, expected) in [
        (date(2020, 1, 31), false, "holiday 春节"), // lengthened by the second notice of 2020
        (date(2020, 2, 1), false, "holiday 春节"), // a make-up day of the first notice, taken back by the second
        (date(2022, 12, 31), false, "holiday 元旦"), // named by the notice of 2023
        (date(2023, 12, 31), false, "weekend"),
        (date(2024, 2, 4), true, "make-up 春节"),
        (date(2024, 2, 9), true, "weekday"), // the eve was no holiday before 2025
        (date(2025, 1, 28), false, "holiday 春节"),
        (date(2025, 10, 6), false, "holiday 中秋节"),
        (date(2026, 1, 3), false, "holiday 元旦"),
        (date(2026, 1, 4), true, "make-up 元旦"),
        (date(2026, 3, 7), false, "weekend"),
        (date(2026, 3, 9), true, "weekday"),
    ] {
        assert_eq!(told(&calendar, day), expected, "{day}");
        assert_eq!(calendar.works(day), works, "{day}");
        let whole = calendar.day(day);
        assert_eq!((whole.date, whole.works, whole.estimated), (day, works, false), "{day}");
    }
}

#[test]
fn the_number_of_working_days_of_each_announced_year_is_right() {
    let calendar = china();
    for (year, expected) in [(2024, 251), (2025, 248), (2026, 248)] {
        assert_eq!(working_days(&calendar, year), expected, "{year}");
        assert!(matches!(calendar.year(year), YearStatus::Announced { notices } if !notices.is_empty()));
    }
}

/// Compares with an independent collection, where the checkout has one beside it.
#[test]
fn every_day_of_2020_to_2026_agrees_with_the_independent_collection() {
    #[expect(
        clippy::disallowed_methods,
        reason = "a test finds its optional data by an environment variable"
    )]
    let folder = std::env::var("SIXIA_SHARED_DATA").map_or_else(
        |_| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"),
        PathBuf::from,
    );
    let Ok(table) = std::fs::read_to_string(folder.join("china_workdays/all_days.csv")) else {
        println!("skipped: no china_workdays below SIXIA_SHARED_DATA");
        return;
    };
    let calendar = china();
    let mut compared = 0;
    for line in table.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let day: Date = cells[0].parse().unwrap();
        assert_eq!(calendar.works(day), cells[2] == "1", "{line}");
        // Its makers remark that their sources call the last two days of 2023 a weekend or a holiday.
        if ![date(2023, 12, 30), date(2023, 12, 31)].contains(&day) {
            let kind = match calendar.day(day).reason {
                DayReason::Weekday => "workday",
                DayReason::Weekend => "weekend",
                DayReason::Holiday { .. } => "holiday",
                DayReason::MakeUp { .. } => "makeup_workday",
                DayReason::InLieu { .. } => "in lieu",
            };
            assert_eq!(kind, cells[3], "{line}");
            assert!(told(&calendar, day).contains(cells[4]), "{line}");
        }
        compared += 1;
    }
    assert_eq!(compared, 2_557);
}

#[test]
fn the_lunar_table_agrees_with_the_announced_holidays() {
    let calendar = china();
    let announced = calendar.source().lunar.years.iter().filter(|lunar| lunar.year <= 2026);
    for lunar in announced.clone() {
        for (festival, name) in [
            (Festival::SpringFestival, "春节"),
            (Festival::Qingming, "清明节"),
            (Festival::DragonBoat, "端午节"),
            (Festival::MidAutumn, "中秋节"),
        ] {
            let day = lunar.date(festival);
            let named = told(&calendar, day);
            let shared = day == date(2020, 10, 1); // Mid-Autumn and National Day on one day
            assert!(
                named == format!("holiday {name}") || (shared && named == "holiday 国庆节"),
                "{day} {named}"
            );
        }
    }
    assert_eq!(announced.count(), 7);
}

#[test]
fn an_estimated_year_gives_thirteen_weekdays_off() {
    let calendar = china();
    for year in 2027..=2040 {
        assert_eq!(calendar.year(year), &YearStatus::Estimated);
        let off = days_of(year)
            .filter(|day| !calendar.works(*day) && day.weekday().to_monday_one_offset() <= 5)
            .count();
        assert_eq!(off, 13, "{year}");
        assert!(days_of(year).all(|day| calendar.day(day).estimated));
    }
}

/// The statute and the notices agree on how much is worked, whatever the swaps: so the estimate is a good one.
#[test]
fn an_estimate_of_an_announced_year_has_as_many_working_days_and_no_statutory_day_more() {
    let announced = china();
    let mut source = china_source();
    source.years.clear();
    let estimated = Calendar::build(source).unwrap();
    for year in [2025, 2026] {
        assert_eq!(working_days(&estimated, year), working_days(&announced, year), "{year}");
        for day in days_of(year).filter(|day| told(&estimated, *day).starts_with("holiday")) {
            assert!(told(&announced, day).starts_with("holiday"), "{day}");
        }
    }
}

#[test]
fn a_holiday_on_a_day_of_rest_or_on_another_holiday_is_made_good_on_the_next_working_day() {
    let calendar = china();
    for (day, expected) in [
        // 2027: the eve is Friday 5 February, days one and two are the weekend, day three is Monday.
        (date(2027, 2, 5), "holiday 春节"),
        (date(2027, 2, 6), "holiday 春节"),
        (date(2027, 2, 8), "holiday 春节"),
        (date(2027, 2, 9), "in lieu 春节"),
        (date(2027, 2, 10), "in lieu 春节"),
        (date(2027, 2, 11), "weekday"),
        // 2028: New Year is a Saturday.
        (date(2028, 1, 1), "holiday 元旦"),
        (date(2028, 1, 3), "in lieu 元旦"),
        // 2028: National Day 1 to 3 October begins on a Sunday; Mid-Autumn is on the third.
        (date(2028, 10, 3), "holiday 中秋节"),
        (date(2028, 10, 4), "in lieu 国庆节"),
        (date(2028, 10, 5), "in lieu 国庆节"),
        (date(2028, 10, 6), "weekday"),
    ] {
        assert_eq!(told(&calendar, day), expected, "{day}");
    }
}

#[test]
fn beyond_the_table_only_weekends_are_known() {
    let calendar = china();
    for day in [date(2019, 10, 1), date(2041, 10, 1)] {
        let day = calendar.day(day);
        assert_eq!((day.reason, day.estimated), (DayReason::Weekday, true), "{}", day.date);
    }
}

/// An invented notice for 2027 with one bridge.
pub(crate) fn notice_of_2027() -> YearSource {
    toml::from_str(
        r#"
        year = 2027
        [[notices]]
        number = "1"
        issued = "2026-11-30"
        title = { zh = "通知", en = "Notice" }
        [[holidays]]
        name = { zh = "元旦", en = "New Year's Day" }
        first = "2027-01-01"
        last = "2027-01-03"
        [[holidays]]
        name = { zh = "春节", en = "Spring Festival" }
        first = "2027-02-05"
        last = "2027-02-12"
        [[make_up]]
        name = { zh = "春节", en = "Spring Festival" }
        date = "2027-02-14"
        "#,
    )
    .unwrap()
}

#[test]
fn an_announcement_makes_the_next_version_and_changes_only_its_year() {
    let before = china();
    let after = before.with_year(notice_of_2027()).unwrap();
    assert_eq!(after.version(), before.version() + 1);
    assert_eq!(told(&after, date(2027, 2, 12)), "holiday 春节");
    assert_eq!(told(&after, date(2027, 2, 14)), "make-up 春节");
    assert!(!after.is_estimated(date(2027, 5, 1)));
    for year in [2020, 2026, 2028] {
        assert!(days_of(year).all(|day| before.day(day) == after.day(day)), "{year}");
    }
    // A second notice of the same year takes the place of the first.
    let mut shorter = notice_of_2027();
    shorter.make_up.clear();
    let again = after.with_year(shorter).unwrap();
    assert_eq!(told(&again, date(2027, 2, 14)), "weekend");
    assert_eq!(again.version(), before.version() + 2);
}

/// The notice of a year may name the last days of the year before, even if nobody has announced that one.
#[test]
fn an_announced_day_is_never_overwritten_by_an_estimate() {
    let mut source = china_source();
    source.base.statutory[0].on = StatutoryDay::Fixed { month: 12, day: 31 };
    source.years.retain(|year| year.year != 2026);
    let mut notice = notice_of_2027();
    notice.holidays[0].name = Text::new("新年", "Turn of the year");
    notice.holidays[0].first = date(2026, 12, 31);
    source.years.push(notice);
    assert_eq!(told(&Calendar::build(source).unwrap(), date(2026, 12, 31)), "holiday 新年");
}

#[test]
fn local_days_begin_and_end_eight_hours_before_utc_says_so() {
    let calendar = china();
    let day = date(2026, 3, 9);
    assert_eq!(calendar.start_of(day).to_string(), "2026-03-08T16:00:00Z");
    assert_eq!(calendar.last_second_of(day).to_string(), "2026-03-09T15:59:59Z");
    assert_eq!(calendar.end_of(day), calendar.start_of(date(2026, 3, 10)));
    assert_eq!(calendar.opening_of(day).to_string(), "2026-03-09T01:00:00Z");
    assert_eq!(calendar.date_of(calendar.start_of(day)), day);
    assert_eq!(calendar.date_of(calendar.last_second_of(day)), day);
}

/// Makes a sound calendar wrong in one way.
type Spoil = fn(&mut CalendarSource);

/// Checks each case on the shipped calendar with the invented year 2027 as `years[7]`.
fn check_spoilt(cases: Vec<(Spoil, CalendarError)>) {
    for (spoil, expected) in cases {
        let mut source = china_source();
        source.years.push(notice_of_2027());
        assert!(Calendar::build(source.clone()).is_ok());
        spoil(&mut source);
        assert_eq!(Calendar::build(source), Err(expected));
    }
}

#[test]
fn a_wrong_base_says_what_is_wrong() {
    check_spoilt(vec![
        (|s| s.base.utc_offset = "8".into(), CalendarError::BadOffset { text: "8".into() }),
        (|s| s.base.utc_offset = "+08:60".into(), CalendarError::BadOffset { text: "+08:60".into() }),
        (|s| s.base.utc_offset = "+0é:0".into(), CalendarError::BadOffset { text: "+0é:0".into() }),
        (|s| s.base.utc_offset = "+15:00".into(), CalendarError::BadOffset { text: "+15:00".into() }),
        (|s| s.base.hours.clear(), CalendarError::NoHours),
        (
            |s| s.base.hours[1].from = s.base.hours[0].until,
            CalendarError::BadHours {
                from: jiff::civil::time(12, 0, 0, 0),
                until: jiff::civil::time(17, 30, 0, 0),
            },
        ),
        (
            |s| s.base.hours.reverse(),
            CalendarError::BadHours {
                from: jiff::civil::time(9, 0, 0, 0),
                until: jiff::civil::time(12, 0, 0, 0),
            },
        ),
        (
            |s| {
                use WeekdayName::{Friday, Monday, Saturday, Sunday, Thursday, Tuesday, Wednesday};
                s.base.rest_weekdays = vec![Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday];
            },
            CalendarError::NoWorkingWeekday,
        ),
        (|s| s.base.statutory[0].days = 0, CalendarError::BadStatutoryHoliday { name: "元旦".into() }),
        (
            |s| s.base.statutory[0].on = StatutoryDay::Fixed { month: 2, day: 30 },
            CalendarError::BadStatutoryHoliday { name: "元旦".into() },
        ),
    ]);
}

#[test]
fn a_wrong_year_says_what_is_wrong() {
    let (year, first) = (2027, date(2027, 1, 1));
    check_spoilt(vec![
        (|s| s.years[7].holidays[0].name.en.clear(), CalendarError::NameMissing { year }),
        (|s| s.years.push(notice_of_2027()), CalendarError::YearTwice { year }),
        (
            |s| s.lunar.years[0].year = 2021,
            CalendarError::DateOutsideYear { year: 2021, date: date(2020, 1, 25) },
        ),
        (|s| s.lunar.years[1] = s.lunar.years[0], CalendarError::YearTwice { year: 2020 }),
        (|s| s.years[7].notices.clear(), CalendarError::NoNotice { year }),
        (
            |s| s.years[7].holidays[1].last = date(2028, 1, 1),
            CalendarError::DateOutsideYear { year, date: date(2028, 1, 1) },
        ),
        (
            |s| s.years[7].holidays[0].first = date(2026, 12, 24),
            CalendarError::DateOutsideYear { year, date: date(2026, 12, 24) },
        ),
        (
            |s| s.years[7].holidays[0].last = date(2026, 12, 31),
            CalendarError::HolidayBackwards { year, first, last: date(2026, 12, 31) },
        ),
        (
            |s| s.years[7].holidays[1].first = date(2027, 1, 3),
            CalendarError::DateTwice { date: date(2027, 1, 3) },
        ),
        (
            |s| s.years[7].make_up[0].date = date(2027, 1, 2),
            CalendarError::DateTwice { date: date(2027, 1, 2) },
        ),
        (
            |s| s.years[7].make_up[0].date = date(2027, 2, 15),
            CalendarError::MakeUpOnWorkingDay { year, date: date(2027, 2, 15) },
        ),
    ]);
}
