//! What people write into forms: mostly what is asked for, sometimes not.

use domain::case::Case;
use domain::command::{Caller, Command, Form};
use domain::event::{Actor, Link};
use domain::field::{Field, FieldKind, Point, Where};
use domain::ids::CaseId;
use domain::program::{Act, Program};
use domain::world::World;
use office::{Contact, NewCase, Random};
use testkit::{SeededRandom, lin, town};

use super::trouble::FALLS;

/// Chance from a seed.
pub(crate) struct Dice(SeededRandom);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(SeededRandom::new(seed))
    }

    /// A number from 0 up to, and without, `end`.
    pub(crate) fn below(&self, end: usize) -> usize {
        let mut bytes = [0; 8];
        self.0.fill(&mut bytes);
        let end = u64::try_from(end.max(1)).unwrap();
        usize::try_from(u64::from_le_bytes(bytes) % end).unwrap()
    }

    /// Yes, so many times in a hundred.
    pub(crate) fn often(&self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of several.
    pub(crate) fn of<'t, T>(&self, several: &'t [T]) -> &'t T {
        &several[self.below(several.len())]
    }
}

/// What matters are about; the last is nothing that anybody knows.
const CATEGORIES: [&str; 8] = [
    "urban.drainage",
    "urban.drainage",
    "urban.roads",
    "urban.roads",
    "urban",
    "order",
    "order",
    "urban.nothing",
];

/// The word by which staff find matter `number`.
pub(crate) fn word(number: usize) -> String {
    format!("zq{number}x")
}

/// The word by which the public finds it, once it is published.
pub(crate) fn public_word(number: usize) -> String {
    format!("zp{number}x")
}

/// The word in the place where it was last found.
pub(crate) fn spot_word(number: usize, times: usize) -> String {
    format!("zs{number}x{times}")
}

/// A matter, and who tells of it; now and then something about it is wrong.
pub(crate) fn matter(dice: &Dice, world: &World, number: usize) -> (Caller, NewCase) {
    let kinds = ["matter", "petition", "hotline", "grid"];
    let kind = if dice.often(2) { "nonsense" } else { dice.of(&kinds) };
    let program = world.programs.current(&kind.into());
    let place = dice.of(&[town::COMMUNITY, town::COMMUNITY, town::OTHER_COMMUNITY, "370202001", "370202"]);
    let point = dice.often(30).then_some(Point { longitude: 120.3, latitude: 36.06 });
    let wrong = |percent: usize| dice.often(percent);
    let new = NewCase {
        kind: kind.into(),
        channel: if wrong(3) { "dream" } else { "web" }.to_owned(),
        category: dice.of(&CATEGORIES).to_string().as_str().into(),
        place: Where { place: town::code(place), spot: spot_word(number, 0), point },
        title: if wrong(3) { String::new() } else { format!("第{number}件事 {}", word(number)) },
        text: format!("{} 一下雨就往外冒水，老人出门不方便，请尽快疏通。", word(number)),
        people: people(dice),
        people_count: u32::try_from(1 + dice.below(3)).unwrap(),
        accused: if dice.often(12) {
            vec![dice.of(&["street", "water", "bureau"]).to_owned().into()]
        } else {
            Vec::new()
        },
        may_publish: !dice.often(20),
        photos: Vec::new(),
        form: program.map(|program| form(dice, world, program, &program.opening)).unwrap_or_default(),
    };
    let who = if dice.often(80) { Caller::person() } else { town::caller("zhao") };
    let channel = if who.by == Actor::Person { new.channel } else { "call".to_owned() };
    (who, NewCase { channel, ..new })
}

fn people(dice: &Dice) -> Vec<Contact> {
    match dice.below(10) {
        0 => Vec::new(),
        1 if dice.often(30) => vec![Contact { phone: "12".to_owned(), ..lin() }],
        2 => vec![lin(), Contact { name: "林晓东".to_owned(), ..Contact::default() }],
        _ => vec![lin()],
    }
}

/// The form of an act, filled.
pub(crate) fn form(dice: &Dice, world: &World, program: &Program, act: &Act) -> Form {
    let mut form = Form::new();
    for ask in &act.asks {
        let given = dice.often(if ask.required { 97 } else { 50 });
        if let Some(field) = program.field(&ask.field).filter(|_| given) {
            form.insert(field.id.clone(), sent(dice, world, field));
        }
    }
    form
}

fn sent(dice: &Dice, world: &World, field: &Field) -> Vec<String> {
    if dice.often(2) {
        return vec!["nonsense".repeat(200)];
    }
    let units: Vec<String> = world.units.iter().map(|unit| unit.id.to_string()).collect();
    match &field.kind {
        FieldKind::Line { .. } => vec![format!("第{}条", dice.below(30))],
        FieldKind::CanI => vec!["问 local 是否：在本地吗？\n答 local：能办。\n答：不能办。".to_owned()],
        FieldKind::Document { .. } => {
            vec![format!("第一条 雨水篦子每月清{}次。\n\n第二条 自公布之日起施行。", dice.below(30))]
        }
        FieldKind::Text { .. } => vec![format!("已派人到现场看过，第{}天处理好。", dice.below(30))],
        FieldKind::Choice { options } => vec![dice.of(options).id.clone()],
        FieldKind::Choices { options } => vec![dice.of(options).id.clone(), dice.of(options).id.clone()],
        FieldKind::YesNo => vec![dice.of(&["yes", "no"]).to_string()],
        FieldKind::Number { min, max } => vec![(*min).midpoint(*max).to_string()],
        FieldKind::Date => vec![dice.of(&["2026-04-02", "2026-05-06", "2027-01-04"]).to_string()],
        FieldKind::Moment => vec![dice.of(&["2026-04-02T09:00", "2026-05-06T11:30"]).to_string()],
        FieldKind::Leader => vec!["nobody".to_owned()],
        FieldKind::Unit => vec![dice.of(&units).clone()],
        FieldKind::Units => vec![dice.of(&units).clone(), dice.of(&units).clone()],
        FieldKind::Lines { .. } => vec!["林晓燕\n陈一帆".to_owned()],
    }
}

/// Something that can be asked of any case, whoever asks.
pub(crate) fn small(dice: &Dice, case: &Case, number: usize, others: &[CaseId]) -> Command {
    let text = || format!("又冒水了，第{}回", dice.below(100));
    let reason = || if dice.often(5) { String::new() } else { "按规定办".to_owned() };
    match dice.below(12) {
        0 | 1 => Command::Note { text: if dice.often(15) { FALLS.to_owned() } else { text() } },
        2 | 3 => Command::Add { text: text(), photos: Vec::new() },
        4 => Command::Support { by: Vec::new() },
        5 => Command::Link {
            other: dice.of(others).clone(),
            link: *dice.of(&[Link::Same, Link::Related, Link::Repeats]),
        },
        6 => {
            let person = case.opened.people.first().cloned().unwrap_or_else(|| "nobody".into());
            Command::Reveal { person, reason: reason() }
        }
        7 if dice.often(20) => Command::Recuse {
            account: dice.of(&["water-a", "street-b", "zhao"]).to_owned().into(),
            reason: reason(),
        },
        7 | 8 => Command::Publish {
            title: format!("井盖冒水 {}", public_word(number)),
            text: "云霄路雨水井冒水。".to_owned(),
        },
        9 => Command::Unpublish { reason: reason() },
        10 => {
            let times = case.seq.try_into().unwrap();
            let at =
                Where { spot: spot_word(number, times), place: town::code(town::COMMUNITY), point: None };
            Command::Move { at, reason: reason() }
        }
        _ => {
            Command::Recategorise { category: dice.of(&["urban.roads", "urban", "order"]).to_owned().into() }
        }
    }
}
