//! The inbox, the most urgent first; and every case that the officer may see, with search and filters kept in the address.

use askama::Template;
use axum::response::Response;
use domain::ids::StateId;
use domain::place::PlaceCode;
use domain::program::Phase;
use office::queries::{Bucket, CaseLine, DeskFilter, InboxLine, InboxQuery, Urgency};

use crate::page::{Page, see_other};
use crate::pages::desk;
use crate::parts::{Chip, Choice, Field, Link, Pager, Shell};
use crate::problem::Problem;
use crate::tell::phase_key;
use crate::words::Say;

#[derive(Template)]
#[template(path = "desk/inbox.html")]
struct View {
    t: Say,
    shell: Shell,
    queue: String,
    explain: String,
    q: Field,
    filters: Vec<Field>,
    chosen: Vec<Link>,
    rows: Vec<Row>,
    pager: Pager,
    registers: bool,
}

struct Row {
    number: String,
    url: String,
    title: String,
    place: String,
    age: String,
    state: Chip,
    deadline: Chip,
    owner: String,
    last: String,
    todo: String,
}

/// What this officer must do next.
pub async fn get(page: Page) -> Result<Response, Problem> {
    let caller = page.caller()?;
    if !page.query("q").is_empty() {
        return Ok(see_other(&page.here_with("", "").replacen("/desk", "/desk/matters", 1)));
    }
    let bucket = bucket(&page);
    let urgency = urgency(&page);
    let (queue, explain) = name(&page, bucket.as_ref(), urgency);
    let here = match (&bucket, urgency) {
        (Some(bucket), _) => format!("{}/{}", bucket.kind, bucket.act),
        (None, Some(Urgency::Late)) => "late".to_owned(),
        (None, Some(_)) => "soon".to_owned(),
        (None, None) => "todo".to_owned(),
    };
    let found = page.site.office.inbox(caller, InboxQuery { bucket, urgency }, page.part()).await?;
    let view = View {
        t: page.t,
        shell: desk::shell(&page, &here).await?,
        queue,
        explain,
        q: Field::new("search", "q", page.t.say("inbox-search")),
        filters: Vec::new(),
        chosen: Vec::new(),
        rows: found.rows.iter().map(|line| inbox_row(&page, line)).collect(),
        pager: page.pager(&found),
        registers: desk::registers(&page)?,
    };
    page.show(&view)
}

/// Every case that the officer may see.
pub async fn all(page: Page) -> Result<Response, Problem> {
    let caller = page.caller()?;
    let words = page.query("q");
    if let Some(case) = page.site.office.find_number(caller, &words).await? {
        return Ok(see_other(&format!("/desk/matters/{case}")));
    }
    let found = page.site.office.desk_list(caller, filter(&page), page.part()).await?;
    let (queue, explain) = if words.is_empty() {
        (page.t.say("queue-all"), page.t.say("queue-all-text"))
    } else {
        (page.t.say("queue-search"), page.t.with("queue-search-text", [("q", &words)]))
    };
    let view = View {
        t: page.t,
        shell: desk::shell(&page, "all").await?,
        queue,
        explain,
        q: Field::new("search", "q", page.t.say("inbox-search")).value(words),
        filters: filters(&page),
        chosen: chosen(&page),
        rows: found.rows.iter().map(|line| row(&page, line)).collect(),
        pager: page.pager(&found),
        registers: desk::registers(&page)?,
    };
    page.show(&view)
}

fn bucket(page: &Page) -> Option<Bucket> {
    let (kind, act) = (page.query("kind"), page.query("act"));
    let both = !kind.is_empty() && !act.is_empty();
    both.then(|| Bucket { kind: kind.as_str().into(), act: act.as_str().into() })
}

fn urgency(page: &Page) -> Option<Urgency> {
    match page.query("urgency").as_str() {
        "late" => Some(Urgency::Late),
        "soon" => Some(Urgency::Soon),
        "calm" => Some(Urgency::Calm),
        _ => None,
    }
}

fn name(page: &Page, bucket: Option<&Bucket>, urgency: Option<Urgency>) -> (String, String) {
    if let Some(bucket) = bucket {
        let program = page.world.programs.current(&bucket.kind);
        let act = program.and_then(|program| program.act(&bucket.act));
        let name = act.map_or_else(|| bucket.act.to_string(), |act| page.t.text(&act.name).to_owned());
        return (name, page.kind(&bucket.kind));
    }
    let (queue, explain) = match urgency {
        Some(Urgency::Late) => ("queue-late", "queue-late-text"),
        Some(_) => ("queue-soon", "queue-soon-text"),
        None => ("queue-todo", "queue-todo-text"),
    };
    (page.t.say(queue), page.t.say(explain))
}

fn filter(page: &Page) -> DeskFilter {
    let some = |name: &str| Some(page.query(name)).filter(|value| !value.is_empty());
    DeskFilter {
        words: some("q"),
        kind: some("kind").map(|id| id.as_str().into()),
        phase: some("phase").and_then(|phase| Phase::parse(&phase)),
        state: some("state").map(StateId::new),
        category: some("category").map(|id| id.as_str().into()),
        place: some("place").and_then(|code| PlaceCode::parse(&code).ok()),
        holder: some("holder").map(|id| id.as_str().into()),
        late: some("late").map(|late| late == "yes"),
        ..DeskFilter::default()
    }
}

fn filters(page: &Page) -> Vec<Field> {
    let kinds = page.world.programs.iter();
    let kinds = kinds.map(|program| Choice::new(program.id.as_str(), page.t.text(&program.name)));
    let phases = Phase::ALL.map(|phase| Choice::new(phase.as_str(), page.t.say(phase_key(phase))));
    let late = vec![Choice::new("yes", page.t.say("queue-late"))];
    vec![
        page.filter("kind", "raise-kind", "matters-all", kinds.collect()),
        page.filter("phase", "matters-state", "matters-all", phases.into()),
        page.filter("place", "matters-place", "matters-all", page.county_choices()),
        page.filter("category", "matters-category", "matters-all", page.top_category_choices()),
        page.filter("late", "case-clocks", "matters-all", late),
    ]
}

fn chosen(page: &Page) -> Vec<Link> {
    let on = ["q", "kind", "phase", "place", "category", "late"];
    let on = on.into_iter().filter(|name| !page.query(name).is_empty());
    let named = on.map(|name| {
        let value = page.query(name);
        let label = match name {
            "kind" => page.kind(&value.as_str().into()),
            "phase" => Phase::parse(&value).map_or(value, |phase| page.t.say(phase_key(phase))),
            "place" => PlaceCode::parse(&value).map_or(value, |code| page.short_place(&code)),
            "category" => page.category(&value.as_str().into()),
            "late" => page.t.say("queue-late"),
            _ => value,
        };
        Link::new(label, page.here_with(name, ""))
    });
    named.collect()
}

fn inbox_row(page: &Page, line: &InboxLine) -> Row {
    let program = page.world.programs.version(&line.line.kind, line.line.pack_version);
    let act = program.map(|program| page.act_name(program, &line.bucket.act));
    let todo = act.map(|act| page.t.with("todo-act", [("act", act)])).unwrap_or_default();
    Row { todo, ..row(page, &line.line) }
}

fn row(page: &Page, line: &CaseLine) -> Row {
    Row {
        number: line.number.clone(),
        url: format!("/desk/matters/{}", line.case),
        title: page.title(&line.title),
        place: page.short_place(&line.place),
        age: page.t.ago(line.opened_at),
        state: page.state_chip(line),
        deadline: page.due_chip(line.due_at, line.late),
        owner: page.unit_or_none(line.holder.as_ref()),
        last: page.t.ago(line.changed_at),
        todo: String::new(),
    }
}
