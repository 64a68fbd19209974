//! Which days are worked. An announced year is imported as TOML; open clocks are counted anew afterwards, each with an event.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use domain::calendar::{DayReason, YearSource, YearStatus};
use jiff::Timestamp;
use jiff::civil::Date;
use office::Failure;
use office::reference::{ClockMoved, ReferenceChange};

use super::change;
use crate::page::Page;
use crate::pages::desk;
use crate::parts::{Cell, Fact, Field, Form, FormError, Grid, Head, Shell};
use crate::problem::{Problem, on_form};
use crate::sent::Sent;
use crate::words::Say;

/// Years before and after the present one that are listed.
const YEARS_AROUND: i16 = 3;
/// Clocks that are listed; all are counted.
const MOVED_ROWS_MAX: usize = 500;
/// Bytes of the largest file of a year.
const YEAR_BYTES_MAX: usize = 64 * 1024;

#[derive(Template)]
#[template(path = "admin/calendars.html")]
struct View {
    t: Say,
    shell: Shell,
    years: Grid,
    months: Vec<Month>,
    year: String,
    upload: Form,
    preview: Vec<Fact>,
    moved: Vec<Moved>,
}

/// What a year would move, and the form that takes it.
struct Moved {
    summary: String,
    clocks: Grid,
    take: Form,
}

struct Month {
    name: String,
    weeks: Vec<Vec<CalendarDay>>,
}

#[derive(Clone, Default)]
struct CalendarDay {
    day: String,
    tone: String,
    name: String,
}

/// Shows a year.
pub async fn get(page: Page) -> Result<Response, Problem> {
    show(&page, StatusCode::OK, Vec::new(), None).await
}

/// Shows which clocks a year would move; imports it when that was seen.
pub async fn post(page: Page, sent: Sent) -> Result<Response, Problem> {
    let caller = page.administrator()?.caller.clone();
    let (text, year) = match read(&page, &sent) {
        Ok(both) => both,
        Err(error) => return show(&page, StatusCode::UNPROCESSABLE_ENTITY, vec![error], None).await,
    };
    if sent.one("go") != "take" {
        let office = page.site.office.clone();
        let moved = tokio::task::spawn_blocking(move || office.rehearse_calendar(&caller, year)).await;
        return match moved.map_err(|stopped| Problem::fault(stopped.to_string()))? {
            Ok(clocks) => {
                show(&page, StatusCode::OK, Vec::new(), Some(moved_by(&page, &clocks, &text))).await
            }
            Err(failure) => refused(&page, failure).await,
        };
    }
    let to = format!("/desk/admin/calendar?year={}", year.year);
    match change(&page, vec![ReferenceChange::CalendarYear(Box::new(year))]).await? {
        Ok(done) => {
            let version = done.first().map(|done| done.version).unwrap_or_default().to_string();
            Ok(page.go(&to, &page.t.with("admin-calendars-done", [("version", version)])))
        }
        Err(failure) => refused(&page, failure).await,
    }
}

async fn refused(page: &Page, failure: Failure) -> Result<Response, Problem> {
    let mut errors = on_form(&page.t, None, failure)?;
    for error in &mut errors {
        "file".clone_into(&mut error.field);
    }
    show(page, StatusCode::UNPROCESSABLE_ENTITY, errors, None).await
}

/// The clocks that would move, from when to when.
fn moved_by(page: &Page, clocks: &[ClockMoved], text: &str) -> Moved {
    let t = &page.t;
    let due = |at: Option<Timestamp>| Cell::text(at.map(|at| t.at(at)).unwrap_or_default());
    let rows = clocks.iter().take(MOVED_ROWS_MAX).map(|moved| {
        let program = page.world.programs.version(&moved.kind, moved.pack_version);
        let clock = program.and_then(|program| program.clock(&moved.clock));
        vec![
            Cell::link(moved.number.clone(), format!("/desk/matters/{}", moved.case)),
            Cell::text(clock.map(|clock| t.text(&clock.name).to_owned()).unwrap_or_default()),
            due(moved.due_at),
            due(moved.new_due_at),
        ]
    });
    let heads =
        ["admin-rehearsal-matter", "admin-rehearsal-clock", "admin-rehearsal-now", "admin-rehearsal-then"];
    Moved {
        summary: t.count("admin-calendars-moved", u64::try_from(clocks.len()).unwrap_or(0)),
        clocks: Grid {
            caption: t.say("admin-calendars-moves"),
            head: heads.map(|key| Head::left(t.say(key))).into(),
            rows: rows.collect(),
        },
        take: Form {
            url: "/desk/admin/calendar".to_owned(),
            fields: vec![
                Field::new("hidden", "go", "").value("take"),
                Field::new("hidden", "text", "").value(text),
            ],
            button: t.say("admin-calendars-take"),
            ..Form::default()
        },
    }
}

/// The year, and its text: from the file, or from the form that was shown with what it moves.
fn read(page: &Page, sent: &Sent) -> Result<(String, YearSource), FormError> {
    let wrong = |error: String| FormError {
        field: "file".to_owned(),
        text: page.t.with("admin-calendars-bad", [("error", error)]),
    };
    let sent_file = sent.files.first().map(|(_, bytes)| bytes.as_slice());
    let file = sent_file.unwrap_or_else(|| sent.one("text").as_bytes());
    if file.len() > YEAR_BYTES_MAX {
        return Err(wrong(page.t.say("problem-too-large-title")));
    }
    let text = std::str::from_utf8(file).map_err(|error| wrong(error.to_string()))?;
    let year = toml::from_str(text).map_err(|error| wrong(error.message().to_owned()))?;
    Ok((text.to_owned(), year))
}

async fn show(
    page: &Page,
    status: StatusCode,
    errors: Vec<FormError>,
    moved: Option<Moved>,
) -> Result<Response, Problem> {
    page.administrator()?;
    let t = &page.t;
    let present = page.world.calendar.date_of(page.now).year();
    let year = page.query("year").parse().ok().filter(|year| (1990..=2100).contains(year)).unwrap_or(present);
    let file =
        Field::new("file", "file", t.say("admin-calendars-file")).hint(t.say("admin-calendars-file-hint"));
    let upload = Form {
        url: "/desk/admin/calendar".to_owned(),
        fields: vec![file],
        button: t.say("admin-calendars-button"),
        ..Form::default()
    };
    let version = page.world.calendar.version().to_string();
    let view = View {
        t: page.t,
        shell: desk::shell(page, "calendar").await?,
        years: years(page, present),
        months: (1..=12).filter_map(|month| month_page(page, Date::new(year, month, 1).ok()?)).collect(),
        year: year.to_string(),
        upload: upload.with_errors(errors),
        moved: moved.into_iter().collect(),
        preview: vec![Fact::new(
            t.say("program-version"),
            t.with("admin-calendars-version", [("version", version)]),
        )],
    };
    page.show_as(status, &view)
}

fn years(page: &Page, present: i16) -> Grid {
    let t = &page.t;
    let rows = (present - YEARS_AROUND..=present + YEARS_AROUND).map(|year| {
        let (status, source) = match page.world.calendar.year(year) {
            YearStatus::Announced { notices } => {
                let names: Vec<&str> = notices.iter().map(|notice| t.text(&notice.title)).collect();
                (Cell::chip(t.say("admin-calendars-announced"), "green"), names.join("、"))
            }
            YearStatus::Estimated => (Cell::chip(t.say("admin-calendars-estimated"), "amber"), String::new()),
        };
        let link = Cell::link(year.to_string(), format!("/desk/admin/calendar?year={year}"));
        vec![link, status, Cell::text(source)]
    });
    let heads = ["admin-calendars-year", "admin-calendars-status", "admin-calendars-source"];
    Grid {
        caption: t.say("admin-calendars-years"),
        head: heads.map(|key| Head::left(t.say(key))).into(),
        rows: rows.collect(),
    }
}

/// A month by weeks that begin on Monday.
fn month_page(page: &Page, first: Date) -> Option<Month> {
    let lead = usize::try_from(first.weekday().to_monday_zero_offset()).ok()?;
    let mut days = vec![CalendarDay::default(); lead];
    let mut day = first;
    while day.month() == first.month() {
        days.push(calendar_day(page, day));
        day = day.tomorrow().ok()?;
    }
    days.resize(days.len().div_ceil(7) * 7, CalendarDay::default());
    Some(Month { name: page.t.month(first), weeks: days.chunks(7).map(<[CalendarDay]>::to_vec).collect() })
}

fn calendar_day(page: &Page, date: Date) -> CalendarDay {
    let day = page.world.calendar.day(date);
    let tone = match day.reason {
        DayReason::Weekday => "",
        DayReason::Weekend => "grey",
        DayReason::Holiday { .. } | DayReason::InLieu { .. } => "red",
        DayReason::MakeUp { .. } => "blue",
    };
    let plain = matches!(day.reason, DayReason::Weekday | DayReason::Weekend);
    let name = if plain { String::new() } else { page.day_reason(&day.reason) };
    CalendarDay { day: date.day().to_string(), tone: tone.to_owned(), name }
}
