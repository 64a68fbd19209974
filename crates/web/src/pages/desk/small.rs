//! What can be done to a matter of any program: notes, ties, standing aside, publication, corrections.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use domain::command::Command;
use domain::decide::{REASON_CHARS_MAX, TITLE_CHARS_MAX};
use domain::event::Link;
use domain::field::{TEXT_CHARS_MAX, Where};
use office::Order;
use office::queries::CaseView;
use vault::{find_personal, mask_free_text};

use super::act::{View, after_url, is_stale};
use super::matter::{load, url};
use super::moderation;
use crate::page::Page;
use crate::pages::places;
use crate::parts::{Choice, Field, Form, FormError};
use crate::problem::{Problem, on_form};
use crate::sent::Sent;
use crate::tell::{found_key, link_key};

/// Where the officer came from, so that a queue goes on where it was left.
pub(crate) const FROM: &str = "from";
/// The queue of what waits for publication.
pub(crate) const QUEUE: &str = "moderation";

/// How two matters can be tied by hand.
const LINKS: [(&str, Link); 4] = [
    ("same", Link::Same),
    ("repeats", Link::Repeats),
    ("related", Link::Related),
    ("split_from", Link::SplitFrom),
];

/// What can be done to a matter of any program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Small {
    /// Write something down for staff.
    Note,
    /// Tie to another matter.
    Link,
    /// Stand aside.
    Recuse,
    /// Let the public read it.
    Publish,
    /// Take it back from the public.
    Unpublish,
    /// Decide that the public does not read it.
    Withhold,
    /// Put the place right.
    Move,
    /// Put the category right.
    Recategorise,
}

impl Small {
    const ALL: [Small; 8] = [
        Self::Note,
        Self::Publish,
        Self::Unpublish,
        Self::Withhold,
        Self::Link,
        Self::Move,
        Self::Recategorise,
        Self::Recuse,
    ];

    /// Its name in addresses.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Link => "link",
            Self::Recuse => "recuse",
            Self::Publish => "publish",
            Self::Unpublish => "unpublish",
            Self::Withhold => "withhold",
            Self::Move => "move",
            Self::Recategorise => "recategorise",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|small| small.as_str() == text)
    }

    /// What this officer may do now, the note aside, which has its own form on the page.
    #[must_use]
    pub fn offered(page: &Page, view: &CaseView) -> Vec<Self> {
        let case = &view.case;
        let own = page.signed_in.as_ref().map(|by| &by.account.unit);
        let corrects = own.is_some() && (own == case.holder.as_ref() || own == case.receiver.as_ref());
        let may = |small: &Self| match small {
            Self::Note => false,
            Self::Link | Self::Recuse => true,
            Self::Publish => view.may_publish && case.opened.may_publish && case.published.is_none(),
            Self::Unpublish => view.may_publish && case.published.is_some(),
            Self::Withhold => view.may_publish && case.waits_for_publication(),
            Self::Move | Self::Recategorise => corrects,
        };
        Self::ALL.into_iter().filter(may).collect()
    }

    /// The key of what stands on the button.
    #[must_use]
    pub fn name_key(self) -> &'static str {
        match self {
            Self::Note => "desk-note",
            Self::Link => "desk-link",
            Self::Recuse => "desk-recuse",
            Self::Publish => "desk-publish",
            Self::Unpublish => "desk-unpublish",
            Self::Withhold => "desk-withhold",
            Self::Move => "desk-move",
            Self::Recategorise => "desk-recategorise",
        }
    }

    /// The key of what it is for.
    #[must_use]
    pub fn text_key(self) -> &'static str {
        match self {
            Self::Note => "desk-note-hint",
            Self::Link => "desk-link-text",
            Self::Recuse => "desk-recuse-text",
            Self::Publish => "desk-publish-text",
            Self::Unpublish => "desk-unpublish-text",
            Self::Withhold => "desk-withhold-text",
            Self::Move => "desk-move-text",
            Self::Recategorise => "desk-recategorise-text",
        }
    }

    fn done_key(self) -> &'static str {
        match self {
            Self::Note => "desk-note-done",
            Self::Link => "desk-link-done",
            Self::Recuse => "desk-recuse-done",
            Self::Publish => "desk-publish-done",
            Self::Unpublish => "desk-unpublish-done",
            Self::Withhold => "desk-withhold-done",
            Self::Move => "desk-move-done",
            Self::Recategorise => "desk-recategorise-done",
        }
    }
}

/// Shows the form.
pub async fn get(page: Page, Path((case, small)): Path<(String, String)>) -> Result<Response, Problem> {
    let view = load(&page, &case).await?;
    let small = Small::parse(&small).ok_or(Problem::NotFound)?;
    if small != Small::Note && !Small::offered(&page, &view).contains(&small) {
        return Err(Problem::NotFound);
    }
    let mut first = first(small, &view);
    first.add(FROM.to_owned(), page.query(FROM));
    show(&page, StatusCode::OK, (&view, small), &first, Vec::new()).await
}

/// Does it.
pub async fn post(
    page: Page,
    Path((case, small)): Path<(String, String)>,
    sent: Sent,
) -> Result<Response, Problem> {
    let view = load(&page, &case).await?;
    let small = Small::parse(&small).ok_or(Problem::NotFound)?;
    if sent.one("go") == "places" {
        return show(&page, StatusCode::OK, (&view, small), &sent, Vec::new()).await;
    }
    let command = match command(&page, small, &sent).await? {
        Ok(command) => command,
        Err(errors) => {
            return show(&page, StatusCode::UNPROCESSABLE_ENTITY, (&view, small), &sent, errors).await;
        }
    };
    let order = sent.keyed(Order::on(view.case.id().clone(), command));
    match page.site.office.run(page.caller()?, order).await {
        Ok(_) => {
            let back = if sent.one(FROM) == QUEUE {
                moderation::URL.to_owned()
            } else {
                after_url(&page, &view).await?
            };
            Ok(page.go(&back, &page.t.say(small.done_key())))
        }
        Err(failure) if is_stale(&failure) => Err(Problem::Conflict),
        Err(failure) => {
            let errors = on_form(&page.t, Some(&view.program), failure)?;
            show(&page, StatusCode::UNPROCESSABLE_ENTITY, (&view, small), &sent, errors).await
        }
    }
}

/// What stands in the form at first: for publication, the texts with everything masked that looks personal.
fn first(small: Small, view: &CaseView) -> Sent {
    match small {
        Small::Publish => {
            let (title, text) = (mask_free_text(&view.title), mask_free_text(&view.text));
            Sent::of([("title", title.as_str()), ("text", text.as_str())])
        }
        Small::Move => {
            Sent::of([("place", view.case.place_now.place.as_str()), ("spot", view.spot.as_str())])
        }
        Small::Recategorise => Sent::of([("category", view.case.category_now.as_str())]),
        _ => Sent::default(),
    }
}

async fn command(page: &Page, small: Small, sent: &Sent) -> Result<Result<Command, Vec<FormError>>, Problem> {
    let one = |name: &str| sent.one(name).to_owned();
    let wrong = |field: &str, key: &str| vec![FormError { field: field.to_owned(), text: page.t.say(key) }];
    Ok(Ok(match small {
        Small::Note => Command::Note { text: one("note") },
        Small::Recuse => {
            let account = page.staff()?.account.id.clone();
            Command::Recuse { account, reason: one("reason") }
        }
        Small::Publish => Command::Publish { title: one("title"), text: one("text") },
        Small::Unpublish => Command::Unpublish { reason: one("reason") },
        Small::Withhold => Command::Withhold { reason: one("reason") },
        Small::Recategorise => Command::Recategorise { category: sent.one("category").into() },
        Small::Move => match places::choose(page, sent).place {
            Some(place) => {
                Command::Move { at: Where { place, spot: one("spot"), point: None }, reason: one("reason") }
            }
            None => return Ok(Err(wrong("place1", "refusal-no-such-place"))),
        },
        Small::Link => {
            let other = page.site.office.find_number(page.caller()?, sent.one("number")).await?;
            let link = LINKS.iter().find(|(name, _)| *name == sent.one("how")).map(|(_, link)| *link);
            match (other, link) {
                (Some(other), Some(link)) => Command::Link { other, link },
                (None, _) => return Ok(Err(wrong("number", "refusal-not-found"))),
                (_, None) => return Ok(Err(wrong("how", "act-choose"))),
            }
        }
    }))
}

async fn show(
    page: &Page,
    status: StatusCode,
    (view, small): (&CaseView, Small),
    sent: &Sent,
    errors: Vec<FormError>,
) -> Result<Response, Problem> {
    let form = Form {
        url: format!("{}/do/{}", url(view), small.as_str()),
        key: page.key(),
        note: note(page, small, view),
        fields: fields(page, small, sent)
            .into_iter()
            .chain([Field::new("hidden", FROM, "").value(sent.one(FROM))])
            .collect(),
        button: page.t.say(small.name_key()),
        ..Form::default()
    };
    let view = View {
        t: page.t,
        shell: super::shell(page, "").await?,
        act: page.t.say(small.name_key()),
        number: view.case.opened.number.clone(),
        title: view.title.clone(),
        url: url(view),
        text: page.t.say(small.text_key()),
        rule: String::new(),
        told: Vec::new(),
        after: Vec::new(),
        preview: Vec::new(),
        form: form.with_errors(errors),
        changed: String::new(),
    };
    page.show_as(status, &view)
}

/// What to look at once more; before publication, what looks personal in the text as it came.
fn note(page: &Page, small: Small, view: &CaseView) -> String {
    if small != Small::Publish {
        return String::new();
    }
    let check = page.t.say("desk-publish-check");
    let found = found_words(page, &view.text);
    if found.is_empty() { check } else { format!("{check} {found}") }
}

/// What looks personal in a text, in words; empty: nothing does.
pub(crate) fn found_words(page: &Page, text: &str) -> String {
    let mut kinds: Vec<String> = Vec::new();
    for personal in find_personal(text) {
        let kind = page.t.say(found_key(personal.kind));
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    if kinds.is_empty() {
        return String::new();
    }
    format!("{}{}", page.t.say("moderate-found"), kinds.join("、"))
}

fn fields(page: &Page, small: Small, sent: &Sent) -> Vec<Field> {
    let t = &page.t;
    let chars = |most: u32| usize::try_from(most).unwrap_or(0);
    let area = |name: &str, label: &str, most: u32| {
        Field::new("area", name, t.say(label)).value(sent.one(name)).max(chars(most))
    };
    match small {
        Small::Note => vec![area("note", "desk-note", domain::decide::NOTE_CHARS_MAX)],
        Small::Recuse => vec![area("reason", "desk-recuse-reason", REASON_CHARS_MAX)],
        Small::Unpublish => vec![area("reason", "desk-unpublish-reason", REASON_CHARS_MAX)],
        Small::Withhold => vec![area("reason", "desk-withhold-reason", REASON_CHARS_MAX)],
        Small::Publish => vec![
            Field::new("text", "title", t.say("desk-publish-title"))
                .value(sent.one("title"))
                .max(chars(TITLE_CHARS_MAX)),
            area("text", "desk-publish-body", TEXT_CHARS_MAX),
        ],
        Small::Recategorise => {
            let choices = page.with_choose(page.category_choices());
            let field = Field::new("select", "category", t.say("case-fact-category")).options(choices);
            vec![field.value(sent.one("category"))]
        }
        Small::Link => {
            let how = LINKS.map(|(name, link)| Choice::new(name, t.say(link_key(link))));
            vec![
                Field::new("text", "number", t.say("desk-link-number")).value(sent.one("number")),
                Field::new("radios", "how", t.say("desk-link-how"))
                    .options(how.into())
                    .value(sent.one("how")),
            ]
        }
        Small::Move => {
            let mut fields = places::choose(page, sent).fields(page, sent);
            fields.push(Field::new("text", "spot", t.say("raise-spot")).value(sent.one("spot")).optional());
            fields.push(area("reason", "desk-move-reason", REASON_CHARS_MAX));
            fields
        }
    }
}
