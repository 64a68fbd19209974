//! Feeds for other programs: calendars (iCalendar) and news (Atom).

use askama::Template;
use axum::extract::Path;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use domain::ids::CaseId;
use jiff::{Timestamp, ToSpan};
use office::accounts::Token;
use office::queries::{AGENDA_FEED_LINES_MAX, AgendaLine, AgendaQuery, TextLine};

use crate::ics::{Calendar, Entry};
use crate::page::Page;
use crate::pages::policies::{self, text_url};
use crate::problem::Problem;
use crate::sent::ACT_FIELD;

/// Days for which a calendar keeps what has been.
const PAST_DAYS: i64 = 31;
/// Days for which a calendar looks ahead.
const AHEAD_DAYS: i64 = 366;

/// What was announced, by program, place and leader as the address says.
pub async fn activities(page: Page) -> Result<Response, Problem> {
    let lines = page.site.office.public_agenda(page.feed_query()).await?;
    Ok(page.calendar("activities-title", &lines, public_url).answer("activities.ics"))
}

/// One activity that was announced.
pub async fn invitation(page: Page, Path(number): Path<String>) -> Result<Response, Problem> {
    let line = page.site.office.public_activity(&number).await?.ok_or(Problem::NotFound)?;
    Ok(page.calendar("activities-title", &[line], public_url).answer("activity.ics"))
}

/// One activity for an officer who may see it, announced or not.
pub async fn desk_invitation(page: Page, Path(case): Path<String>) -> Result<Response, Problem> {
    let line =
        page.site.office.desk_activity(page.caller()?, CaseId::new(case)).await?.ok_or(Problem::NotFound)?;
    Ok(page.calendar("agenda-title", &[line], desk_url).answer("activity.ics"))
}

/// The agenda of the officer whose secret address this is.
pub async fn own(page: Page, Path(token): Path<String>) -> Result<Response, Problem> {
    let owner = page.site.office.agenda_link_owner(&Token(token)).await?.ok_or(Problem::NotFound)?;
    let lines = page.site.office.desk_agenda(&owner.caller(), page.feed_query()).await?;
    Ok(page.calendar("agenda-title", &lines, desk_url).answer("agenda.ics"))
}

fn public_url(line: &AgendaLine) -> String {
    format!("/matters/{}", line.line.number)
}

fn desk_url(line: &AgendaLine) -> String {
    format!("/desk/matters/{}", line.line.case)
}

#[derive(Template)]
#[template(path = "feed.xml")]
struct Feed {
    lang: String,
    title: String,
    office: String,
    own_url: String,
    page_url: String,
    updated: String,
    items: Vec<Item>,
}

struct Item {
    url: String,
    title: String,
    summary: String,
    published: String,
    updated: String,
    labels: Vec<String>,
}

/// The latest matters that were published.
pub async fn matters_news(page: Page) -> Result<Response, Problem> {
    let found = page.site.office.public_list(super::matters::filter(&page), page.part()).await?;
    let item = |line: &office::queries::CaseLine| Item {
        url: format!("{}/matters/{}", page.base_url, line.number),
        title: page.title(&line.title),
        summary: line.beginning.clone(),
        published: page.t.iso(line.opened_at),
        updated: page.t.iso(line.changed_at),
        labels: vec![page.kind(&line.kind), page.category(&line.category), page.short_place(&line.place)],
    };
    let changed = found.rows.iter().map(|line| line.changed_at).max();
    page.news("matters-title", "/matters", changed, found.rows.iter().map(item).collect())
}

/// What was announced, the latest announcement first; what was moved or called off comes again.
pub async fn activities_news(page: Page) -> Result<Response, Problem> {
    let mut lines = page.site.office.public_agenda(page.feed_query()).await?;
    lines.sort_by_key(|line| std::cmp::Reverse(line.line.changed_at));
    let item = |line: &AgendaLine| Item {
        url: format!("{}{}", page.base_url, public_url(line)),
        title: page.title(&line.line.title),
        summary: page.about_activity(line),
        published: page.t.iso(line.published_at.unwrap_or(line.line.opened_at)),
        updated: page.t.iso(line.line.changed_at),
        labels: vec![page.kind(&line.line.kind), page.short_place(&line.line.place)],
    };
    let changed = lines.first().map(|line| line.line.changed_at);
    page.news("activities-title", "/activities", changed, lines.iter().map(item).collect())
}

/// The latest versions of texts, as the address asks of the library.
pub async fn policies_news(page: Page) -> Result<Response, Problem> {
    let lines = page.site.office.library_news(page.library_query()).await?;
    let item = |line: &TextLine| Item {
        url: format!("{}{}", page.base_url, text_url(&line.number)),
        title: line.title.clone(),
        summary: line.beginning.clone(),
        published: page.t.iso(line.published_at),
        updated: page.t.iso(line.issued_at),
        labels: vec![page.kind(&line.kind), page.category(&line.category), page.short_place(&line.place)],
    };
    let changed = lines.iter().map(|line| line.issued_at).max();
    page.news("policies-title", policies::URL, changed, lines.iter().map(item).collect())
}

impl Page {
    fn feed_query(&self) -> AgendaQuery {
        let today = self.world.calendar.date_of(self.now);
        AgendaQuery {
            from: today.checked_sub(PAST_DAYS.days()).unwrap_or(today),
            until: today.checked_add(AHEAD_DAYS.days()).unwrap_or(today),
            lines_max: AGENDA_FEED_LINES_MAX,
            ..self.agenda_query()
        }
    }

    fn calendar(&self, name: &str, lines: &[AgendaLine], url: impl Fn(&AgendaLine) -> String) -> Calendar {
        let entry = |line: &AgendaLine| Entry {
            uid: format!("{}@sixia", line.line.number),
            sequence: line.times_changed,
            starts_at: line.span.starts_at,
            ends_at: line.span.ends_at,
            changed_at: line.line.changed_at,
            summary: self.title(&line.line.title),
            location: self.where_activity(line),
            description: self.about_activity(line),
            url: format!("{}{}", self.base_url, url(line)),
            called_off: line.called_off,
        };
        let office = self.t.text(&self.site.settings.office_name);
        Calendar {
            name: format!("{office} {}", self.t.say(name)),
            offset: self.world.calendar.offset(),
            entries: lines.iter().map(entry).collect(),
        }
    }

    /// When, where, what kind, under whom, and whether it was called off.
    fn about_activity(&self, line: &AgendaLine) -> String {
        let mut said = vec![
            self.t.span_of(line.span.starts_at, line.span.ends_at),
            self.where_activity(line),
            self.kind(&line.line.kind),
            self.leader_names(&line.leaders),
        ];
        if line.called_off {
            said.insert(0, self.t.say("activity-called-off"));
        }
        said.retain(|part| !part.is_empty());
        said.join("\n")
    }

    fn news(
        &self,
        title: &str,
        url: &str,
        changed: Option<Timestamp>,
        items: Vec<Item>,
    ) -> Result<Response, Problem> {
        let feed = Feed {
            lang: self.t.language.tag().to_owned(),
            title: self.t.say(title),
            office: self.t.text(&self.site.settings.office_name).to_owned(),
            own_url: format!("{}{}", self.base_url, self.here_with("", "")),
            page_url: format!("{}{url}", self.base_url),
            updated: self.t.iso(changed.unwrap_or(Timestamp::UNIX_EPOCH)),
            items,
        };
        let xml = feed.render().map_err(|error| Problem::fault(error.to_string()))?;
        let kind = HeaderValue::from_static("application/atom+xml; charset=utf-8");
        Ok(([(header::CONTENT_TYPE, kind)], xml).into_response())
    }

    /// Where feeds of what this address shows are: its filters and its language, under another path.
    #[must_use]
    pub(crate) fn feed_url(&self, path: &str) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        let asked = form_urlencoded::parse(self.uri.query().unwrap_or_default().as_bytes());
        for (name, value) in asked.filter(|(name, value)| is_filter(name) && !value.is_empty()) {
            query.append_pair(&name, &value);
        }
        query.append_pair("lang", if self.t.language == domain::text::Language::En { "en" } else { "zh" });
        format!("{}{path}?{}", self.base_url, query.finish())
    }
}

/// Whether a parameter of an address says what is shown.
fn is_filter(name: &str) -> bool {
    ["kind", "place", "leader", "category", "standing"].contains(&name) || name.starts_with(ACT_FIELD)
}
