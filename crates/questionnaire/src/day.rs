//! Days and times as numbers: days since 1970-01-01, as the expressions of surveys count them.

use jiff::civil::{Date, DateTime, Time};

const DAY_SECONDS: f64 = 86_400.0;
const EPOCH: Date = jiff::civil::date(1970, 1, 1);

/// A day as days since the epoch.
pub(crate) fn of_date(date: Date) -> f64 {
    f64::from((date - EPOCH).get_days())
}

/// A day and time as days since the epoch.
pub(crate) fn of_date_time(moment: DateTime) -> f64 {
    of_date(moment.date()) + of_time(moment.time())
}

/// A time as a part of a day.
pub(crate) fn of_time(time: Time) -> f64 {
    let seconds = i32::from(time.hour()) * 3600 + i32::from(time.minute()) * 60 + i32::from(time.second());
    f64::from(seconds) / DAY_SECONDS
}

/// Reads a day, a day and time or a time of day; what follows the seconds (a zone) is left aside: everything is local.
pub(crate) fn read(text: &str) -> Option<f64> {
    if let Some(moment) = read_date_time(text) {
        return Some(of_date_time(moment));
    }
    read_time(text).map(of_time)
}

/// Reads a day, with or without a time after it.
pub(crate) fn read_date(text: &str) -> Option<Date> {
    read_date_time(text).map(DateTime::date)
}

/// Reads a day and, if it is there, a time.
pub(crate) fn read_date_time(text: &str) -> Option<DateTime> {
    let text = text.trim();
    let (day, time) = text.split_once(['T', ' ']).unwrap_or((text, ""));
    if day.len() != 10 || !day.is_ascii() {
        return None;
    }
    let date: Date = day.parse().ok()?;
    let time = if time.is_empty() { Time::midnight() } else { read_time(time)? };
    Some(date.to_datetime(time))
}

/// Reads a time of day.
pub(crate) fn read_time(text: &str) -> Option<Time> {
    let text = text.trim();
    let clock = text.split(['+', 'Z', '.']).next()?;
    let clock = clock.rsplit_once('-').map_or(clock, |(before, _zone)| before);
    let mut parts = clock.split(':');
    let (hour, minute) = (two_digits(parts.next()?)?, two_digits(parts.next()?)?);
    let second = parts.next().map_or(Some(0), two_digits)?;
    if parts.next().is_some() {
        return None;
    }
    Time::new(hour, minute, second, 0).ok()
}

fn two_digits(text: &str) -> Option<i8> {
    if (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit()) {
        text.parse().ok()
    } else {
        None
    }
}

/// The day that so many days since the epoch are; what is out of this calendar is none.
pub(crate) fn to_date_time(days: f64) -> Option<DateTime> {
    let seconds = (days * DAY_SECONDS).round();
    if !seconds.is_finite() || seconds.abs() > 4e11 {
        return None;
    }
    let span = jiff::SignedDuration::try_from_secs_f64(seconds).ok()?;
    EPOCH.to_datetime(Time::midnight()).checked_add(span).ok()
}

/// A moment as answers keep it: a day alone, or a day and time to the second.
pub(crate) fn text(days: f64, whole_day: bool) -> String {
    to_date_time(days).map_or_else(String::new, |moment| {
        if whole_day { moment.date().to_string() } else { moment.strftime("%Y-%m-%dT%H:%M:%S").to_string() }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_from_1970() {
        let check = |text: &str, days: Option<f64>| assert_eq!(read(text), days, "{text}");
        check("1970-01-01", Some(0.0));
        check("1970-01-02T12:00", Some(1.5));
        check("1970-01-02 12:00:00", Some(1.5));
        check("1970-01-02T12:00:00.000+08:00", Some(1.5));
        check("1970-01-02T12:00:00-03:00", Some(1.5));
        check("06:00", Some(0.25));
        check("24:00", None);
        check("2026-02-30", None);
        check("昨天", None);
        check("", None);
    }

    #[test]
    fn a_moment_is_written_as_it_was_read() {
        assert_eq!(text(read("2026-11-25").unwrap(), true), "2026-11-25");
        assert_eq!(text(read("2026-11-25T09:30:07").unwrap(), false), "2026-11-25T09:30:07");
        assert_eq!(text(f64::NAN, true), "");
        assert_eq!(text(1e300, true), "");
    }
}
