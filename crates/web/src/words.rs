//! Every word of the pages: texts by key, numbers, dates and durations as people say them.
//!
//! Texts stand in `translations/zh.ftl` and `translations/en.ftl` ([Fluent](https://projectfluent.org)) and are built into the program.
//! Texts of packs, places and units come with the data, as [`Text`]. A test reads every template and source file: a key that
//! one language lacks, or that nothing uses, fails it.

use std::collections::HashMap;
use std::sync::LazyLock;

use domain::term::Term;
use domain::text::{Language, Text};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use jiff::civil::{Date, DateTime, Weekday};
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};

const ZH: &str = include_str!("../../../translations/zh.ftl");
const EN: &str = include_str!("../../../translations/en.ftl");

static TEXTS: LazyLock<[Texts; 2]> =
    LazyLock::new(|| [Texts::read(Language::Zh, ZH), Texts::read(Language::En, EN)]);

/// Every text of one language.
struct Texts {
    /// Those into which nothing goes, ready to be shown: most of a page, and ten times as quick as putting them together each time.
    plain: HashMap<String, String>,
    bundle: FluentBundle<FluentResource>,
}

/// Days after which a duration is said in days alone.
const HOURS_SAID_BELOW_DAYS: i64 = 3;

/// Speaks to one reader: a language, the time zone of the office, and what "now" is.
#[derive(Clone, Copy)]
pub struct Say {
    /// The reader's language.
    pub language: Language,
    offset: Offset,
    now: Timestamp,
}

impl Texts {
    fn read(language: Language, source: &str) -> Self {
        let id = language.tag().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![id]);
        // Marks that isolate arguments would be copied along with case numbers.
        bundle.set_use_isolating(false);
        let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(readable, _)| readable);
        bundle.add_resource_overriding(resource);
        // A key stands at the beginning of its line.
        let keys = source.lines().filter_map(|line| line.split_once(" =")).map(|(key, _)| key);
        let plain = keys.filter_map(|key| {
            let mut missing = Vec::new();
            let pattern = bundle.get_message(key)?.value()?;
            let text = bundle.format_pattern(pattern, None, &mut missing).into_owned();
            missing.is_empty().then_some((key.to_owned(), text))
        });
        Self { plain: plain.collect(), bundle }
    }

    fn of(language: Language) -> &'static Self {
        let [zh, en] = &*TEXTS;
        match language {
            Language::Zh => zh,
            Language::En => en,
        }
    }
}

impl Say {
    /// Words for one reader.
    #[must_use]
    pub fn new(language: Language, offset: Offset, now: Timestamp) -> Self {
        Self { language, offset, now }
    }

    /// The text with this key.
    #[must_use]
    pub fn say(&self, key: &str) -> String {
        let plain = Texts::of(self.language).plain.get(key).cloned();
        plain.unwrap_or_else(|| self.format(key, None))
    }

    /// The text with this key and what goes into it. Plain whole numbers choose between singular and plural.
    #[must_use]
    pub fn with<'a, V: AsRef<str> + 'a>(&self, key: &str, args: impl AsRef<[(&'a str, V)]>) -> String {
        let mut filled = FluentArgs::new();
        for (name, value) in args.as_ref() {
            let value = value.as_ref();
            let number = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
            let plain = number && (value == "0" || !value.starts_with('0'));
            let value =
                if plain { FluentValue::try_number(value) } else { FluentValue::from(value.to_owned()) };
            filled.set((*name).to_owned(), value);
        }
        self.format(key, Some(&filled))
    }

    /// The text with this key and one number in it.
    #[must_use]
    pub fn count(&self, key: &str, n: u64) -> String {
        self.with(key, [("n", n.to_string())])
    }

    /// A text that came with the data.
    #[must_use]
    pub fn text<'t>(&self, text: &'t Text) -> &'t str {
        let said = text.get(self.language);
        if said.is_empty() { &text.zh } else { said }
    }

    /// Whether a text is in another language than the page: Chinese on an English one. It is marked then, so that it is read aloud
    /// and drawn rightly.
    #[must_use]
    pub fn is_foreign(&self, text: impl AsRef<str>) -> bool {
        self.language == Language::En && text.as_ref().chars().any(is_chinese)
    }

    fn format(&self, key: &str, args: Option<&FluentArgs<'_>>) -> String {
        let bundle = &Texts::of(self.language).bundle;
        let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
            tracing::error!(key, language = self.language.tag(), "a text is missing");
            return key.to_owned();
        };
        bundle.format_pattern(pattern, args, &mut Vec::new()).into_owned()
    }

    fn local(&self, at: Timestamp) -> DateTime {
        self.offset.to_datetime(at)
    }

    /// A time: `11月26日 18:00（周四）`, `Thu 26 Nov, 18:00`; with its year when that is not the present one.
    #[must_use]
    pub fn at(&self, at: Timestamp) -> String {
        let local = self.local(at);
        let time = clock_time(local);
        let day = self.day(local.date());
        let weekday = self.weekday(local.weekday());
        self.with("time-at", [("day", day.as_str()), ("time", time.as_str()), ("weekday", weekday.as_str())])
    }

    /// A day and time of day as it was written into a form, said like [`Say::at`].
    #[must_use]
    pub fn moment(&self, moment: DateTime) -> String {
        self.offset.to_timestamp(moment).map_or_else(|_| moment.to_string(), |at| self.at(at))
    }

    /// From when until when: the second day is named only if it is another.
    #[must_use]
    pub fn span_of(&self, from: Timestamp, until: Timestamp) -> String {
        let (begins, ends) = (self.local(from), self.local(until));
        let same = begins.date() == ends.date();
        let end = if same { clock_time(ends) } else { self.at(until) };
        self.with("time-from-until", [("from", self.at(from)), ("until", end)])
    }

    /// A day: `11月26日`, `26 Nov`; with its year when that is not the present one.
    #[must_use]
    pub fn day(&self, day: Date) -> String {
        if day.year() == self.local(self.now).year() { self.short_day(day) } else { self.full_day(day) }
    }

    /// A day with its year: `2026年11月26日`, `26 Nov 2026`.
    #[must_use]
    pub fn full_day(&self, day: Date) -> String {
        let year = day.year();
        match self.language {
            Language::Zh => format!("{year}年{}", self.short_day(day)),
            Language::En => format!("{} {year}", self.short_day(day)),
        }
    }

    /// A month with its year: `2026年11月`, `Nov 2026`.
    #[must_use]
    pub fn month(&self, day: Date) -> String {
        match self.language {
            Language::Zh => format!("{}年{}月", day.year(), day.month()),
            Language::En => format!("{} {}", self.say(month_key(day.month())), day.year()),
        }
    }

    fn short_day(&self, day: Date) -> String {
        let (month, date) = (day.month(), day.day());
        match self.language {
            Language::Zh => format!("{month}月{date}日"),
            Language::En => format!("{date} {}", self.say(month_key(month))),
        }
    }

    /// The day of an instant, as [`Say::day`].
    #[must_use]
    pub fn day_of(&self, at: Timestamp) -> String {
        self.day(self.local(at).date())
    }

    /// An instant for the `datetime` attribute: RFC 3339 in the zone of the office.
    #[must_use]
    pub fn iso(&self, at: Timestamp) -> String {
        format!("{}{}", self.local(at).strftime("%Y-%m-%dT%H:%M:%S"), zone(self.offset))
    }

    /// `周四`, `Thu`.
    #[must_use]
    pub fn weekday(&self, weekday: Weekday) -> String {
        self.say(match weekday {
            Weekday::Monday => "weekday-mon",
            Weekday::Tuesday => "weekday-tue",
            Weekday::Wednesday => "weekday-wed",
            Weekday::Thursday => "weekday-thu",
            Weekday::Friday => "weekday-fri",
            Weekday::Saturday => "weekday-sat",
            Weekday::Sunday => "weekday-sun",
        })
    }

    /// What is left until `due`, or by how much it is late: `剩 1 天 6 小时`, `超期 2 天`.
    #[must_use]
    pub fn left(&self, due: Timestamp) -> String {
        let left = due.duration_since(self.now);
        let key = if left.is_negative() { "time-late" } else { "time-left" };
        self.with(key, [("span", self.span(left.abs()))])
    }

    /// How long ago: `3 天前`.
    #[must_use]
    pub fn ago(&self, at: Timestamp) -> String {
        self.with("time-ago", [("span", self.rough(self.now.duration_since(at).abs()))])
    }

    /// A length of time, to the hour below three days, to the minute below an hour.
    #[must_use]
    pub fn span(&self, span: SignedDuration) -> String {
        let hours = span.as_hours();
        let (days, rest) = (hours / 24, hours % 24);
        match (days, rest) {
            (0, 0) => self.count("time-minutes", span.as_mins().max(1).unsigned_abs()),
            (0, hours) => self.count("time-hours", hours.unsigned_abs()),
            (days, rest) if rest == 0 || days >= HOURS_SAID_BELOW_DAYS => {
                self.count("time-days", days.unsigned_abs())
            }
            (days, rest) => {
                let days = self.count("time-days", days.unsigned_abs());
                format!("{days} {}", self.count("time-hours", rest.unsigned_abs()))
            }
        }
    }

    /// A length of time in its largest unit.
    fn rough(&self, span: SignedDuration) -> String {
        let hours = span.as_hours();
        match hours / 24 {
            0 if hours == 0 => self.count("time-minutes", span.as_mins().max(1).unsigned_abs()),
            0 => self.count("time-hours", hours.unsigned_abs()),
            days => self.count("time-days", days.unsigned_abs()),
        }
    }

    /// A term as a rule writes it: `15 个工作日`.
    #[must_use]
    pub fn term(&self, term: Term) -> String {
        let words = term.words();
        self.count(words.key, u64::from(words.amount))
    }

    /// A number with its thousands set apart: `12,480`.
    #[must_use]
    pub fn number(&self, n: u64) -> String {
        let digits = n.to_string();
        let mut shown = String::with_capacity(digits.len() + digits.len() / 3);
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                shown.push(',');
            }
            shown.push(digit);
        }
        shown
    }

    /// A share with one decimal: `97.6%`; a dash when there is nothing to divide by.
    #[must_use]
    pub fn percent(&self, part: u64, of: u64) -> String {
        let Some(tenths) = part.saturating_mul(2000).saturating_add(of).checked_div(of.saturating_mul(2))
        else {
            return "–".to_owned();
        };
        format!("{}.{}%", tenths / 10, tenths % 10)
    }

    /// What a share is made of: `3,218 / 3,297`.
    #[must_use]
    pub fn fraction(&self, part: u64, of: u64) -> String {
        format!("{} / {}", self.number(part), self.number(of))
    }
}

fn is_chinese(letter: char) -> bool {
    matches!(letter, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

fn clock_time(local: DateTime) -> String {
    format!("{:02}:{:02}", local.hour(), local.minute())
}

fn month_key(month: i8) -> &'static str {
    match month {
        1 => "month-1",
        2 => "month-2",
        3 => "month-3",
        4 => "month-4",
        5 => "month-5",
        6 => "month-6",
        7 => "month-7",
        8 => "month-8",
        9 => "month-9",
        10 => "month-10",
        11 => "month-11",
        _ => "month-12",
    }
}

fn zone(offset: Offset) -> String {
    let minutes = offset.seconds() / 60;
    let sign = if minutes < 0 { '-' } else { '+' };
    format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
}

#[cfg(test)]
mod keys;
#[cfg(test)]
mod tests;
