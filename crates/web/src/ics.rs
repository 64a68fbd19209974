//! Calendars for other programs: RFC 5545, written by hand. Crates for it bring a second library for dates, and neither stable
//! numbers of an entry nor a time zone without the whole database of zones.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use jiff::tz::Offset;

/// Octets of the longest line, its end not counted (RFC 5545, 3.1).
const LINE_OCTETS_MAX: usize = 75;

/// One activity in a calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Stays the same for as long as the activity lives.
    pub uid: String,
    /// Rises with each change of time.
    pub sequence: u32,
    /// When it begins.
    pub starts_at: Timestamp,
    /// When it ends.
    pub ends_at: Timestamp,
    /// When something about it last changed.
    pub changed_at: Timestamp,
    /// In one line.
    pub summary: String,
    /// Where.
    pub location: String,
    /// Under whom, and what kind of activity it is.
    pub description: String,
    /// Where more stands.
    pub url: String,
    /// Whether it does not take place after all.
    pub called_off: bool,
}

/// A calendar of entries; all times are those of one place.
#[derive(Clone, Debug)]
pub struct Calendar {
    /// What programs call it.
    pub name: String,
    /// The clock of the place.
    pub offset: Offset,
    /// What takes place.
    pub entries: Vec<Entry>,
}

impl Calendar {
    /// The calendar as text: lines folded, ended by CR and LF.
    #[must_use]
    pub fn text(&self) -> String {
        let mut lines = Lines::default();
        lines.raw("BEGIN:VCALENDAR");
        lines.raw("VERSION:2.0");
        lines.raw("PRODID:-//Sixia//Activities//ZH");
        lines.raw("CALSCALE:GREGORIAN");
        lines.text("NAME", &self.name);
        lines.text("X-WR-CALNAME", &self.name);
        lines.raw("REFRESH-INTERVAL;VALUE=DURATION:PT4H");
        lines.raw("X-PUBLISHED-TTL:PT4H");
        self.zone(&mut lines);
        self.entries.iter().for_each(|entry| self.entry(&mut lines, entry));
        lines.raw("END:VCALENDAR");
        lines.0
    }

    /// Answers with the calendar as a file.
    #[must_use]
    pub fn answer(&self, file: &str) -> Response {
        let kind = HeaderValue::from_static("text/calendar; charset=utf-8");
        let name = HeaderValue::from_str(&format!("inline; filename=\"{file}\""));
        let name = name.unwrap_or(HeaderValue::from_static("inline"));
        ([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, name)], self.text()).into_response()
    }

    /// The clock of the place has no summer time.
    fn zone(&self, lines: &mut Lines) {
        let offset = self.offset_text();
        lines.raw("BEGIN:VTIMEZONE");
        lines.raw(&format!("TZID:{}", self.zone_name()));
        lines.raw("BEGIN:STANDARD");
        lines.raw("DTSTART:19700101T000000");
        lines.raw(&format!("TZOFFSETFROM:{offset}"));
        lines.raw(&format!("TZOFFSETTO:{offset}"));
        lines.raw("END:STANDARD");
        lines.raw("END:VTIMEZONE");
    }

    /// The name that programs know, where there is one.
    fn zone_name(&self) -> String {
        if self.offset == Offset::constant(8) {
            "Asia/Shanghai".to_owned()
        } else {
            format!("UTC{}", self.offset_text())
        }
    }

    fn offset_text(&self) -> String {
        let seconds = self.offset.seconds();
        let sign = if seconds < 0 { '-' } else { '+' };
        let minutes = seconds.unsigned_abs() / 60;
        format!("{sign}{:02}{:02}", minutes / 60, minutes % 60)
    }

    fn entry(&self, lines: &mut Lines, entry: &Entry) {
        let zone = self.zone_name();
        let local = |at: Timestamp| self.offset.to_datetime(at).strftime("%Y%m%dT%H%M%S").to_string();
        let utc = Offset::UTC.to_datetime(entry.changed_at).strftime("%Y%m%dT%H%M%SZ").to_string();
        lines.raw("BEGIN:VEVENT");
        lines.raw(&format!("UID:{}", entry.uid));
        lines.raw(&format!("SEQUENCE:{}", entry.sequence));
        lines.raw(&format!("DTSTAMP:{utc}"));
        lines.raw(&format!("LAST-MODIFIED:{utc}"));
        lines.raw(&format!("DTSTART;TZID={zone}:{}", local(entry.starts_at)));
        lines.raw(&format!("DTEND;TZID={zone}:{}", local(entry.ends_at)));
        lines.raw(if entry.called_off { "STATUS:CANCELLED" } else { "STATUS:CONFIRMED" });
        lines.text("SUMMARY", &entry.summary);
        lines.text("LOCATION", &entry.location);
        lines.text("DESCRIPTION", &entry.description);
        lines.raw(&format!("URL:{}", entry.url));
        lines.raw("END:VEVENT");
    }
}

/// Lines as they are written.
#[derive(Default)]
struct Lines(String);

impl Lines {
    /// A line whose value is a text.
    fn text(&mut self, name: &str, value: &str) {
        self.raw(&format!("{name}:{}", escaped(value)));
    }

    /// A line as it is, folded between letters where it is too long; what would end it early is left out.
    fn raw(&mut self, line: &str) {
        let mut octets = 0;
        for letter in line.chars().filter(|letter| !letter.is_control()) {
            if octets + letter.len_utf8() > LINE_OCTETS_MAX {
                self.0.push_str("\r\n ");
                octets = 1;
            }
            self.0.push(letter);
            octets += letter.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.replace("\r\n", "\n").chars() {
        match letter {
            '\\' | ';' | ',' => escaped.extend(['\\', letter]),
            '\n' => escaped.push_str("\\n"),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry() -> Entry {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        Entry {
            uid: "XC1@sixia".to_owned(),
            sequence: 2,
            starts_at: at("2026-03-20T01:00:00Z"),
            ends_at: at("2026-03-20T03:30:00Z"),
            changed_at: at("2026-03-02T00:00:05Z"),
            summary: "排水, 七号楼; 一楼\\二楼".to_owned(),
            location: "云霄路社区".to_owned(),
            description: "第一行\r\n第二行\nBEGIN:VEVENT".to_owned(),
            url: "https://sixia.example.cn/matters/XC1".to_owned(),
            called_off: false,
        }
    }

    fn calendar(entries: Vec<Entry>, offset: Offset) -> String {
        Calendar { name: "活动".to_owned(), offset, entries }.text()
    }

    #[test]
    fn an_entry_has_the_time_of_the_place_and_its_sequence() {
        let text = calendar(vec![entry()], Offset::constant(8));
        for line in [
            "TZOFFSETTO:+0800",
            "SEQUENCE:2",
            "DTSTAMP:20260302T000005Z",
            "DTSTART;TZID=Asia/Shanghai:20260320T090000",
            "DTEND;TZID=Asia/Shanghai:20260320T113000",
            "STATUS:CONFIRMED",
            "SUMMARY:排水\\, 七号楼\\; 一楼\\\\二楼",
            "DESCRIPTION:第一行\\n第二行\\nBEGIN:VEVENT",
        ] {
            assert!(text.lines().any(|found| found == line), "{line}\n{text}");
        }
        let off = calendar(vec![Entry { called_off: true, ..entry() }], Offset::constant(8));
        assert!(off.contains("STATUS:CANCELLED\r\n") && !off.contains("CONFIRMED"));
    }

    #[test]
    fn another_clock_has_a_zone_of_its_own() {
        let text = calendar(vec![entry()], Offset::from_seconds(-(5 * 3600 + 1800)).unwrap());
        assert!(text.contains("TZID:UTC-0530\r\n"), "{text}");
        assert!(text.contains("DTSTART;TZID=UTC-0530:20260319T193000\r\n"), "{text}");
    }

    #[test]
    fn long_lines_are_folded_between_letters_and_nothing_is_lost() {
        for letter in ["排", "a", "é", "𠮷"] {
            let summary = letter.repeat(200);
            let text = calendar(vec![Entry { summary: summary.clone(), ..entry() }], Offset::constant(8));
            assert!(text.split("\r\n").all(|line| line.len() <= LINE_OCTETS_MAX), "{letter}");
            assert!(!text.replace("\r\n", "").contains('\n'), "each line ends with CR and LF");
            assert!(text.replace("\r\n ", "").contains(&format!("SUMMARY:{summary}\r\n")), "{letter}");
        }
    }
}
