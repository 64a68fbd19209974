//! Every route, one line each. The test of access reads this table: a new line shows up there as new rows.

use axum::extract::DefaultBodyLimit;
use axum::routing::{MethodRouter, get, post};

use crate::api;
use crate::limits::UPLOAD_BYTES_MAX;
use crate::pages::admin::{accounts, calendar, notices, packs, rehearsal, units};
use crate::pages::desk::{
    account, act, agenda, figures as desk_figures, inbox, matter as desk_matter, moderation, queue, register,
    reveal, reveals, rota, small, table as desk_table, text as desk_text, visit,
};
use crate::pages::{
    activities, case, design, feeds, figures, held, home, map, matter, matters, nearby, photos, place,
    places, policies, program, programs, raise, sign_in, statement, track, visits, welcome,
};
use crate::site::Site;

/// One route.
pub struct Line {
    /// Its path, as axum writes it.
    pub path: &'static str,
    /// The methods that it takes.
    pub verbs: &'static [&'static str],
    /// What answers.
    pub methods: MethodRouter<Site>,
}

const GET: &[&str] = &["GET"];
const POST: &[&str] = &["POST"];
const BOTH: &[&str] = &["GET", "POST"];

/// Every route.
#[must_use]
pub fn table() -> Vec<Line> {
    let mut lines = public();
    lines.extend(desk());
    lines.extend(admin());
    lines.extend(feeds());
    lines.extend(programs_of_others());
    lines
}

fn public() -> Vec<Line> {
    let upload = DefaultBodyLimit::max(UPLOAD_BYTES_MAX);
    vec![
        line(GET, "/", get(home::get)),
        line(BOTH, "/raise", get(raise::get).post(raise::post).layer(upload)),
        line(POST, "/raise/send", post(raise::send)),
        line(GET, "/nearby", get(nearby::get)),
        line(GET, "/nearby/hint", get(nearby::hint)),
        line(BOTH, "/track", get(track::get).post(track::post)),
        line(GET, "/track/case", get(case::get)),
        line(POST, "/track/case/add", post(case::add).layer(upload)),
        line(POST, "/track/case/acts/{act}", post(case::act)),
        line(GET, "/matters", get(matters::get)),
        line(GET, "/matters.csv", get(matters::csv)),
        line(GET, "/matters/{number}", get(matter::get)),
        line(POST, "/matters/{number}/me-too", post(matter::me_too)),
        line(GET, "/map", get(map::get)),
        line(GET, "/activities", get(activities::get)),
        line(GET, "/places/{code}", get(place::public)),
        line(GET, held::PUBLIC_URL, get(held::public)),
        line(GET, "/activities/figures.csv", get(held::public_csv)),
        line(BOTH, "/activities/{number}/book", get(visits::book::get).post(visits::book::post)),
        line(BOTH, "/visits/{number}", get(visits::ticket::get).post(visits::ticket::post)),
        line(GET, "/screen/{number}", get(visits::screen::get)),
        line(GET, "/figures", get(figures::get)),
        line(GET, "/figures.csv", get(figures::csv)),
        line(GET, policies::URL, get(policies::get)),
        line(GET, "/policies/{number}", get(policies::reading::get)),
        line(GET, "/policies/{number}/versions/{version}", get(policies::reading::version)),
        line(GET, "/policies/{number}/versions/{version}/changes", get(policies::compare::get)),
        line(BOTH, "/policies/{number}/can-i", get(policies::can_i::get).post(policies::can_i::post)),
        line(GET, "/programs", get(programs::get)),
        line(GET, "/programs/{kind}", get(program::get)),
        line(GET, "/design", get(design::get)),
        line(GET, "/privacy", get(statement::privacy)),
        line(GET, "/accessibility", get(statement::accessibility)),
        line(GET, places::AREAS, get(places::areas)),
        line(GET, "/photos/{digest}", get(photos::get)),
        line(BOTH, "/sign-in", get(sign_in::get).post(sign_in::post)),
        line(POST, "/sign-out", post(sign_in::out)),
        line(BOTH, "/welcome/{token}", get(welcome::get).post(welcome::post)),
    ]
}

fn desk() -> Vec<Line> {
    vec![
        line(GET, "/desk", get(inbox::get)),
        line(GET, "/desk/matters", get(inbox::all)),
        line(GET, "/desk/agenda", get(agenda::get)),
        line(BOTH, rota::URL, get(rota::get).post(rota::post)),
        line(BOTH, rota::plan::URL, get(rota::plan::get).post(rota::plan::post)),
        line(GET, "/desk/places/{code}", get(place::at_desk)),
        line(GET, held::DESK_URL, get(held::at_desk)),
        line(GET, "/desk/activities/figures.csv", get(held::desk_csv)),
        line(GET, "/desk/lists/{kind}", get(desk_table::get)),
        line(GET, "/desk/matters/{case}", get(desk_matter::get)),
        line(GET, "/desk/matters/{case}/text", get(desk_text::get)),
        line(BOTH, "/desk/matters/{case}/acts/{act}", get(act::get).post(act::post)),
        line(BOTH, "/desk/matters/{case}/do/{small}", get(small::get).post(small::post)),
        line(BOTH, "/desk/matters/{case}/reveal/{person}", get(reveal::get).post(reveal::post)),
        line(BOTH, "/desk/matters/{case}/queue", get(queue::get).post(queue::post)),
        line(BOTH, "/desk/matters/{case}/visits/{visit}", get(visit::get).post(visit::post)),
        line(GET, moderation::URL, get(moderation::get)),
        line(GET, desk_figures::URL, get(desk_figures::get)),
        line(GET, reveals::URL, get(reveals::get)),
        line(BOTH, "/desk/register", get(register::get).post(register::post)),
        line(BOTH, "/desk/account", get(account::get).post(account::post)),
    ]
}

fn admin() -> Vec<Line> {
    vec![
        line(BOTH, "/desk/admin/units", get(units::get).post(units::post)),
        line(BOTH, "/desk/admin/calendar", get(calendar::get).post(calendar::post)),
        line(BOTH, "/desk/admin/packs", get(packs::get).post(packs::post)),
        line(BOTH, "/desk/admin/accounts", get(accounts::get).post(accounts::post)),
        line(BOTH, "/desk/admin/notices", get(notices::get).post(notices::post)),
        line(BOTH, "/desk/admin/rehearsal", get(rehearsal::get).post(rehearsal::post)),
    ]
}

fn feeds() -> Vec<Line> {
    vec![
        line(GET, "/feeds/activities.ics", get(feeds::activities)),
        line(GET, "/feeds/activities.atom", get(feeds::activities_news)),
        line(GET, "/feeds/matters.atom", get(feeds::matters_news)),
        line(GET, "/feeds/policies.atom", get(feeds::policies_news)),
        line(GET, "/feeds/activities/{number}/invitation.ics", get(feeds::invitation)),
        line(GET, "/feeds/agenda/{token}/agenda.ics", get(feeds::own)),
        line(GET, "/desk/matters/{case}/invitation.ics", get(feeds::desk_invitation)),
    ]
}

fn programs_of_others() -> Vec<Line> {
    vec![
        line(GET, "/api/openapi.json", get(api::openapi)),
        line(BOTH, "/api/v1/matters", get(api::list).post(api::raise)),
        line(GET, "/api/v1/matters/{number}", get(api::one)),
        line(GET, "/api/v1/figures", get(api::figures)),
    ]
}

fn line(verbs: &'static [&'static str], path: &'static str, methods: MethodRouter<Site>) -> Line {
    Line { path, verbs, methods }
}
