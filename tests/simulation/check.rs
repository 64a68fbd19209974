//! What must hold after any walk, whatever went wrong on it. Each rule is looked at from scratch, not as the office writes it.

use std::collections::{BTreeMap, BTreeSet};

use domain::authority;
use domain::case::Case;
use domain::command::Caller;
use domain::event::{Actor, Fact};
use domain::ids::{CaseId, Role};
use domain::program::{Doer, Relation};
use domain::tally;
use domain::withheld::is_withheld;
use domain::world::World;
use jiff::{SignedDuration, Timestamp};
use office::queries::{DeskFilter, PAGE_ROWS_MAX, Page, PublicFilter};

use super::forms::{public_word, word};
use super::house::House;
use super::town;
use super::walk::{Acknowledged, Raised};

/// Looks at everything.
pub(crate) fn check(house: &House, raised: &[Raised], acknowledged: &[&Acknowledged]) {
    let office = house.office();
    office.tick(office.now()).unwrap();
    assert_eq!(office.verify(&mut |_| {}).unwrap().faults, Vec::new());
    let world = office.world();
    let cases: Vec<Case> = house.cases().into_iter().map(|stored| stored.case).collect();
    nothing_is_lost(house, raised, acknowledged);
    numbers_have_no_gap(&cases);
    clocks_are_awaited(house, &cases);
    clocks_are_counted_by_the_calendar(&world, &cases);
    tallies_are_a_recount(house, &world, &cases);
    inboxes_are_what_authority_says(house, &world, &cases);
    lists_are_what_may_be_seen(house, &world, &cases);
    words_find_what_may_be_seen(house, &world, raised);
    everything_told_is_sent_once(house, &cases);
    people_are_those_of_cases(house, &world, &cases);
}

fn nothing_is_lost(house: &House, raised: &[Raised], acknowledged: &[&Acknowledged]) {
    let sql = "SELECT case_id, seq, hash FROM events";
    let rows: Vec<(String, i64, Vec<u8>)> = house.read(move |tx| tx.query(sql, &[]));
    let rows: BTreeMap<(String, i64), Vec<u8>> =
        rows.into_iter().map(|(case, seq, hash)| ((case, seq), hash)).collect();
    for known in acknowledged {
        let row = rows.get(&(known.case.to_string(), i64::from(known.seq)));
        assert_eq!(row, Some(&known.hash), "event {} of {} was acknowledged", known.seq, known.case);
    }
    for raised in raised {
        let receipt = &raised.receipt;
        let found = house.wait(house.office().tracked(&receipt.number, &receipt.secret)).unwrap();
        assert_eq!(found.map(|found| found.case).as_ref(), Some(&raised.case), "{}", receipt.number);
    }
}

fn numbers_have_no_gap(cases: &[Case]) {
    let mut numbers: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for case in cases {
        let mut parts = case.opened.number.splitn(4, '-');
        let prefix = parts.next().unwrap();
        numbers.entry(prefix).or_default().push(parts.nth(1).unwrap().parse().unwrap());
    }
    for (prefix, mut given) in numbers {
        given.sort_unstable();
        assert!((1..).zip(&given).all(|(wanted, given)| wanted == *given), "{prefix}: {given:?}");
    }
}

/// When a case must be looked at next, by its clocks alone.
fn wake_at(case: &Case) -> Option<Timestamp> {
    let running =
        case.clocks.iter().filter(|clock| clock.stopped_at.is_none() && clock.breached_at.is_none());
    let moments = running.flat_map(|clock| {
        let warning = if clock.warned_at.is_none() { clock.warn_at } else { None };
        [warning, clock.due_at.map(|due| due + SignedDuration::from_secs(1))]
    });
    moments.flatten().min()
}

fn clocks_are_awaited(house: &House, cases: &[Case]) {
    let rows: Vec<(String, Option<i64>)> =
        house.read(|tx| tx.query("SELECT case_id, wake_at FROM cases ORDER BY case_id", &[]));
    let expected =
        cases.iter().map(|case| (case.id().to_string(), wake_at(case).map(Timestamp::as_millisecond)));
    assert_eq!(rows, expected.collect::<Vec<_>>());
    let now = house.office().now().as_millisecond();
    let late: Vec<_> = rows.iter().filter(|(_, wake)| wake.is_some_and(|wake| wake <= now)).collect();
    assert!(late.is_empty(), "the timer has looked, and these wait: {late:?}");
    let sql = "SELECT case_id, clock_id, due_at, stopped_at FROM clocks ORDER BY case_id, clock_id";
    let rows: Vec<(String, String, Option<i64>, Option<i64>)> = house.read(move |tx| tx.query(sql, &[]));
    let millis = |at: Option<Timestamp>| at.map(Timestamp::as_millisecond);
    let clocks = cases.iter().flat_map(|case| case.clocks.iter().map(move |clock| (case, clock)));
    let expected = clocks.map(|(case, clock)| {
        (case.id().to_string(), clock.id.to_string(), millis(clock.due_at), millis(clock.stopped_at))
    });
    let mut expected: Vec<_> = expected.collect();
    expected.sort();
    assert_eq!(rows, expected);
}

/// No clock that runs goes on by a calendar that is no longer in force.
pub(crate) fn clocks_are_counted_by_the_calendar<'c>(
    world: &World,
    cases: impl IntoIterator<Item = &'c Case>,
) {
    for (case, clock) in cases.into_iter().flat_map(|case| case.running().map(move |clock| (case, clock))) {
        let mut anew = clock.clone();
        let moved = anew.recompute(&world.calendar);
        assert_eq!(moved, None, "{} of {}", clock.id, case.opened.number);
    }
}

fn tallies_are_a_recount(house: &House, world: &World, cases: &[Case]) {
    let mut expected: BTreeMap<String, i64> = BTreeMap::new();
    for case in cases {
        let program = world.programs.version(case.kind(), case.opened.pack_version).unwrap();
        for tally in tally::of(program, &world.calendar, case) {
            let of_place = tally.place.and_ancestors().map(|place| format!("place {place}"));
            let of_unit = tally.unit.iter().map(|unit| format!("unit {unit}"));
            for about in of_place.chain(of_unit) {
                for category in ["", tally.category.as_str()] {
                    let (kind, month, measure) = (&tally.kind, &tally.month, tally.measure.as_str());
                    *expected.entry(format!("{about} {kind} {month} {category} {measure}")).or_default() += 1;
                }
            }
        }
    }
    let sql = "SELECT 'place ' || place, kind, month, category, measure, n FROM place_tallies
        UNION ALL SELECT 'unit ' || unit_id, kind, month, category, measure, n FROM unit_tallies";
    let rows: Vec<(String, String, String, String, String, i64)> = house.read(move |tx| tx.query(sql, &[]));
    let mut kept: BTreeMap<String, i64> = BTreeMap::new();
    for (about, kind, month, category, measure, n) in rows {
        *kept.entry(format!("{about} {kind} {month} {category} {measure}")).or_default() += n;
    }
    kept.retain(|_, n| *n != 0);
    assert_eq!(kept, expected, "counters are what a recount gives");
}

/// Case, unit, act and role.
type Asked = (String, String, String, String);

/// Whom an act of a case may wait for: everybody to whom it is offered as a usual one. The second set are those who must find it in
/// their inbox; of superiors and units of a kind only one is asked.
fn offered(world: &World, case: &Case, now: Timestamp) -> (BTreeSet<Asked>, BTreeSet<Asked>) {
    let program = world.programs.version(case.kind(), case.opened.pack_version).unwrap();
    let (mut may, mut must) = (BTreeSet::new(), BTreeSet::new());
    let doers = program.acts.iter().flat_map(|act| &act.by).filter_map(|doer| match doer {
        Doer::Officer { role, .. } => Some(role.clone()),
        Doer::Person | Doer::Timer => None,
    });
    let roles: BTreeSet<Role> = doers.collect();
    for (unit, role) in world.units.iter().flat_map(|unit| roles.iter().map(move |role| (unit, role))) {
        let caller = Caller::officer("".into(), unit.id.clone(), vec![role.clone()]);
        for act in authority::offered(world, program, case, &caller, now).into_iter().filter(|act| act.main) {
            let asked =
                (case.id().to_string(), unit.id.to_string(), act.id.to_string(), role.as_str().to_owned());
            let stands = act.by.iter().any(|doer| match doer {
                Doer::Person
                | Doer::Timer
                | Doer::Officer { at: Relation::Any | Relation::Superior | Relation::Kind(_), .. } => false,
                Doer::Officer { role: wanted, at } => {
                    wanted == role && authority::stands(world, case, &unit.id, at)
                }
            });
            must.extend(stands.then(|| asked.clone()));
            may.insert(asked);
        }
    }
    // Whether the public reads it is decided where it was registered, by whoever moderates there.
    if let Some(receiver) = case.receiver.as_ref().filter(|_| case.waits_for_publication()) {
        let asked = [case.id().as_str(), receiver.as_str(), "-publication", "moderator"].map(str::to_owned);
        may.insert(asked.clone().into());
        must.insert(asked.into());
    }
    (may, must)
}

fn inboxes_are_what_authority_says(house: &House, world: &World, cases: &[Case]) {
    let now = house.office().now();
    let rows: Vec<(String, String, String)> =
        house.read(|tx| tx.query("SELECT case_id, unit_id, bucket FROM inbox", &[]));
    let mut kept: BTreeSet<Asked> = BTreeSet::new();
    for (case, unit, bucket) in rows {
        let [_, act, roles] = bucket.split('/').collect::<Vec<_>>()[..] else { panic!("{bucket}") };
        kept.extend(
            roles.split('+').map(|role| (case.clone(), unit.clone(), act.to_owned(), role.to_owned())),
        );
    }
    let (mut may, mut must) = (BTreeSet::new(), BTreeSet::new());
    for case in cases {
        let (more, needed) = offered(world, case, now);
        may.extend(more);
        must.extend(needed);
    }
    let wrong: Vec<_> = kept.difference(&may).collect();
    assert!(wrong.is_empty(), "in an inbox, and not offered: {wrong:?}");
    let missing: Vec<_> = must.difference(&kept).collect();
    assert!(missing.is_empty(), "offered, and in no inbox: {missing:?}");
    let acts = |asked: &BTreeSet<Asked>| -> BTreeSet<(String, String)> {
        asked.iter().map(|(case, _, act, _)| (case.clone(), act.clone())).collect()
    };
    let unasked: Vec<_> = acts(&may).difference(&acts(&kept)).cloned().collect();
    assert!(unasked.is_empty(), "some unit could do it, and none is asked: {unasked:?}");
}

fn listed(house: &House, who: &Caller, words: Option<&str>) -> BTreeSet<CaseId> {
    let mut page = Page { after: None, rows: PAGE_ROWS_MAX };
    let mut found = BTreeSet::new();
    loop {
        let filter = DeskFilter { words: words.map(str::to_owned), ..DeskFilter::default() };
        let rows = house.wait(house.office().desk_list(who, filter, page.clone())).unwrap();
        found.extend(rows.rows.into_iter().map(|line| line.case));
        let Some(next) = rows.next else { return found };
        page.after = Some(next);
    }
}

fn lists_are_what_may_be_seen(house: &House, world: &World, cases: &[Case]) {
    for who in town::officers(world) {
        let seen = cases.iter().filter(|case| authority::may_see(world, case, &who));
        let seen: BTreeSet<CaseId> = seen.map(|case| case.id().clone()).collect();
        assert_eq!(listed(house, &who, None), seen, "{who:?}");
    }
}

fn words_find_what_may_be_seen(house: &House, world: &World, raised: &[Raised]) {
    let officers = town::officers(world);
    for (at, raised) in raised.iter().enumerate() {
        let case = house.case(&raised.case);
        let only = |found: bool| found.then(|| raised.case.clone()).into_iter().collect::<BTreeSet<_>>();
        let filter = PublicFilter { words: Some(public_word(raised.number)), ..PublicFilter::default() };
        let public = house.wait(house.office().public_list(filter, Page::first())).unwrap();
        let public: BTreeSet<CaseId> = public.rows.into_iter().map(|line| line.case).collect();
        assert_eq!(public, only(case.published.is_some()), "{} in public", raised.receipt.number);
        // Some officers for each case, all of them over many cases.
        for who in officers.iter().cycle().skip(at * 5).take(5) {
            let seen = only(authority::may_see(world, &case, who) && !case.opened.sealed);
            let number = &raised.receipt.number;
            assert_eq!(listed(house, who, Some(&word(raised.number))), seen, "{number} by {who:?}");
            let spot = &case.place_now.spot;
            if !spot.is_empty() {
                let found = listed(house, who, Some(spot));
                assert_eq!(found, seen, "{number}, which is now at {spot}, by {who:?}");
            }
        }
    }
}

fn everything_told_is_sent_once(house: &House, cases: &[Case]) {
    let bodies: Vec<String> = house.read(|tx| tx.query("SELECT body FROM outbox", &[]));
    let sent = bodies.iter().map(|body| {
        let body: serde_json::Value = serde_json::from_str(body).unwrap();
        (body["case"].as_str().unwrap().to_owned(), body["told"].as_u64().unwrap())
    });
    let mut sent: Vec<_> = sent.collect();
    sent.sort();
    let mut told = Vec::new();
    for case in cases.iter().filter(|case| !case.opened.people.is_empty()) {
        let id = case.id().clone();
        let history = house.read(move |tx| store::events::history(tx, &id));
        let tellings = history.iter().filter(|stored| matches!(stored.event.fact, Fact::Told { .. }));
        // What was brought in from elsewhere was told by others.
        let own =
            (0_u64..).zip(tellings).filter(|(_, stored)| !matches!(stored.event.by, Actor::Import { .. }));
        told.extend(own.map(|(at, _)| (case.id().to_string(), at)));
    }
    told.sort();
    assert_eq!(sent, told);
}

fn people_are_those_of_cases(house: &House, world: &World, cases: &[Case]) {
    let sql =
        "SELECT person_id FROM people JOIN person_keys USING (person_id) JOIN person_cases USING (person_id)
        ORDER BY person_id";
    let kept: Vec<String> = house.read(move |tx| tx.query(sql, &[]));
    let mut expected: Vec<String> = Vec::new();
    for case in cases {
        expected.extend(case.opened.people.iter().map(ToString::to_string));
        let program = world.programs.version(case.kind(), case.opened.pack_version).unwrap();
        expected.extend(is_withheld(program, case).then(|| format!("case:{}", case.id())));
        let pictures = !case.opened.photos.is_empty() && case.opened.sealed;
        expected.extend(pictures.then(|| format!("pictures:{}", case.id())));
    }
    expected.sort();
    assert_eq!(kept, expected, "people in the vault");
    let all: i64 = house.read(|tx| tx.query_one("SELECT count(*) FROM people", &[]));
    assert_eq!(usize::try_from(all).unwrap(), expected.len(), "nobody is left over");
}
